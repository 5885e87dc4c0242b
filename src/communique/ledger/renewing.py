"""A row of a table that has changed: its contents are put in the place of the old, and it is read anew."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select, update

from communique.errors import ReportConflict
from communique.intake import Report
from communique.intake.rows.report import VERSION, changed
from communique.ledger import adding, packing, rereading
from communique.ledger import schema as s
from communique.reading.version import reader_version
from communique.records import Record


def reread(
    connection: Connection, row: Row[Any], record: Record, reader: str | None, report: Report | None
) -> tuple[dict[str, Any], ...]:
    """Put a new record in the place of a report's old one; return what changed, one object a change.

    ``report`` is a row of a table as it is now: its contents are put in too, and its cells are the first that changed.

    Raises:
        ReportConflict: if what is there under its id is no row of a table, or one of another table.
    """
    reader = reader or reader_version()
    if report is None:
        return rereading.reread(connection, row, record, reader)
    if row.layer_version != VERSION or row.publisher != report.info.publisher:
        problem = f"what is in the ledger under this id is no row of {report.info.publisher!r}"
        raise ReportConflict(report.info.id, problem, "Give the layout a slug of its own")
    old = packing.unpack_record(row)
    changes = [{"what": "row", "id": row.id, **x} for x in changed(packing.unpack(row.raw), report.raw)]
    connection.execute(update(s.report).where(s.report.c.n == row.n).values(adding.contents_of(report)))
    now = connection.execute(select(s.report).where(s.report.c.n == row.n)).one()
    return rereading.replaced(connection, now, old, record, reader, rereading.BY_WORDS, changes)
