"""Many reports at once: so many a transaction, each by itself whole or not at all, added as one by one.

What each is taken for is decided as when it comes alone, in the order given, so the entries are the same. What it is
held against is in memory (``held``), and what it brings is written together with what the others bring.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sqlalchemy import Connection, Engine, func, select

from communique.errors import LedgerError, ReportConflict, ReportRefused
from communique.intake import Report
from communique.ledger import judging
from communique.ledger import schema as s
from communique.ledger.connect import filling_many, of_one_report, translated, writing_on
from communique.ledger.held.building import Building
from communique.records import Record

AT_ONCE = 500
"""Reports in a transaction."""
WORTHWHILE = 1_000
"""For each report that was added, so many entries may be looked up to hold the ledger in memory."""

Item = tuple[Report, Record, str]
Outcome = bool | ReportConflict | ReportRefused


def add_all(engine: Engine, address: str, items: Iterable[Item]) -> Iterator[Outcome]:
    """Add reports with their records and who read them; yield whether each is new, or why it was refused.

    Raises:
        LedgerError: if the database refuses; what was yielded before is there.
    """
    rest = iter(items)
    with filling_many(engine, address) as connection:
        adding = _Adding(connection, address)
        while some := list(islice(rest, AT_ONCE)):
            yield from adding.add(some)


class _Adding:
    """A ledger to which many reports are added, held in memory as soon as that is worth its while."""

    def __init__(self, connection: Connection, address: str) -> None:
        self._connection, self._address = connection, address
        self._held: Building | None = None
        self._left: tuple[int, ...] = ()
        self._added = 0

    def add(self, some: Sequence[Item]) -> list[Outcome]:
        """Add reports in a transaction; where the database refuses one of them, each by itself."""
        try:
            found = self._together(some)
        except LedgerError as error:
            self._held = None
            if type(error) is not LedgerError:
                raise
            found = self._apart(some)
        self._added += sum(x is True for x in found)
        return found

    def _together(self, some: Sequence[Item]) -> list[Outcome]:
        connection = self._connection
        with translated(self._address), writing_on(connection):
            held = self._holding(connection)
            if held is None:
                return [_alone(connection, self._address, *item) for item in some]
            found = [_added(held, connection, *item) for item in some]
            held.write(connection)
            self._left = _state(connection)
        return found

    def _apart(self, some: Sequence[Item]) -> list[Outcome]:
        with translated(self._address), writing_on(self._connection):
            return [_alone(self._connection, self._address, *item) for item in some]

    def _holding(self, connection: Connection) -> Building | None:
        """The ledger in memory, where it is worth its while and nobody judged anything or took a report out of it."""
        _, judged, changed = state = _state(connection)
        if self._held is not None and state != self._left:  # somebody else wrote to it
            self._held = None
        entries = 0 if self._held else connection.scalar(select(func.count()).select_from(s.entry)) or 0
        if judged or changed or entries > WORTHWHILE * (self._added + 1):
            self._held = None
        elif self._held is None:
            self._held = Building(connection)
        return self._held


def _state(connection: Connection) -> tuple[int, ...]:
    """What is another as soon as anything is written: the last numbers of reports, judgements and changes."""
    return tuple(int(connection.scalar(select(func.max(t.c.n))) or 0) for t in (s.report, s.judgement, s.change))


def _added(held: Building, connection: Connection, report: Report, record: Record, reader: str) -> Outcome:
    try:
        return held.add(connection, report, record, reader)
    except ReportConflict as error:
        return error


def _alone(connection: Connection, address: str, report: Report, record: Record, reader: str) -> Outcome:
    try:
        with of_one_report(report.info.id), translated(address), connection.begin_nested():
            return judging.add(connection, report, record, reader)
    except (ReportConflict, ReportRefused) as error:
        return error
