"""What people set of a report itself: its day, publisher or title, and what hangs on them.

What the report was taken in with is kept beside it, so that an undoing finds it. The day and the title are part of what
is read: the stored text is read anew with them, so that "on Monday" is another day, and what the report took part in is
decided anew.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, select, update

from communique.ledger import judgements, packing, rereading, settling
from communique.ledger import schema as s
from communique.ledger.amendments import REPORT_FIELDS
from communique.ledger.fulltext import folded

_READ = ("published", "title")
"""Fields that the reading looks at."""


def restate(connection: Connection, id: str) -> None:
    """Bring a report to what people have set of it; nothing is done where it is so already.

    Raises:
        ModelError: if it has to be read anew and the language model cannot be used.
    """
    row = _row(connection, id)
    given = row.layer.get("given") or {name: getattr(row, name) for name in REPORT_FIELDS}
    said = [j for j in judgements.of_members(connection, [id]) if j.subject == id and j.field in REPORT_FIELDS]
    wanted = {**given, **{str(j.field): j.value for j in said}}
    changed = {name for name in REPORT_FIELDS if wanted[name] != getattr(row, name)}
    if not changed:
        return
    plan = settling.plan(connection, row)
    values = {
        **wanted,
        "layer": {**row.layer, "given": given},
        "passage": folded(f"{wanted['title'] or ''} {row.text}"),
    }
    connection.execute(update(s.report).where(s.report.c.n == row.n).values(**values))
    _reread(connection, _row(connection, id), anew=not changed.isdisjoint(_READ))
    settling.settle(connection, plan)


def _row(connection: Connection, id: str) -> Row[Any]:
    return connection.execute(select(s.report).where(s.report.c.id == id)).one()


def _reread(connection: Connection, row: Row[Any], *, anew: bool) -> None:
    """Put in the record what is known of the report now; ``anew``: read from the stored text.

    What another core than the shipped one read stays as it was read: that core is not here.
    """
    from communique.reading.version import WITH

    report = packing.unpack_report(row)
    if anew and WITH not in row.reader:
        from communique.reading.budget import Budget
        from communique.reading.read import read
        from communique.reading.version import reader_version

        rereading.reread(connection, row, read(report, Budget()), reader_version())
    else:
        rereading.reread(connection, row, replace(packing.unpack_record(row), report=report.info), row.reader)
