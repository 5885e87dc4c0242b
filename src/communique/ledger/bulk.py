"""Many reports at once: so many a transaction, each by itself whole or not at all, added as one by one.

What each is taken for is decided as when it comes alone, in the order given, so the entries are the same. What is saved
is a transaction, its log and its flush to the disk for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from sqlalchemy import Connection, Engine

from communique.errors import ReportConflict, ReportRefused
from communique.intake import Report
from communique.ledger import judging
from communique.ledger.connect import of_one_report, translated, writing
from communique.records import Record

AT_ONCE = 500
"""Reports in a transaction."""

Outcome = bool | ReportConflict | ReportRefused


def add_all(engine: Engine, address: str, items: Iterable[tuple[Report, Record, str]]) -> Iterator[Outcome]:
    """Add reports with their records and who read them; yield whether each is new, or why it was refused.

    Raises:
        LedgerError: if the database refuses; what was yielded before is there.
    """
    rest = iter(items)
    while some := list(islice(rest, AT_ONCE)):
        with writing(engine, address) as connection:
            found = [_add(connection, address, *item) for item in some]
        yield from found


def _add(connection: Connection, address: str, report: Report, record: Record, reader: str) -> Outcome:
    try:
        with of_one_report(report.info.id), translated(address), connection.begin_nested():
            return judging.add(connection, report, record, reader)
    except (ReportConflict, ReportRefused) as error:
        return error
