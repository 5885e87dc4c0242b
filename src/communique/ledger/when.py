"""Times in queries: EDTF compared with EDTF, by the days that each may mean (ISO 8601-2, Allen's relations).

``before`` and ``after`` hold only if they hold for every day that an entry's time may mean; ``during`` if all of it
lies within; ``overlaps`` if any day is shared, an open end reaching as far as it is open. An entry without a time is
found by none of them, unless the day of its first report is to stand for it.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ColumnElement, CompoundSelect, and_, false, not_, or_, select, text, union_all

from communique.ledger.schema import LONG, entry
from communique.reading.asked import Window


class Relation(StrEnum):
    """How an entry's time stands to that of the query."""

    BEFORE = "before"
    DURING = "during"
    OVERLAPS = "overlaps"
    AFTER = "after"


def of_day(relation: Relation, asked: Window, day: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that a day, empty where it is not known, stands so to the window."""
    told = day != ""
    if relation is Relation.BEFORE:
        return and_(told, day < asked.first) if asked.first else false()
    if relation is Relation.AFTER:
        return and_(told, day > asked.last) if asked.last else false()
    begins = day >= asked.first if asked.first else told
    return and_(told, begins, day <= asked.last if asked.last else told)


def holds(relation: Relation, asked: Window, *, reported: bool = False) -> ColumnElement[bool]:
    """Return the condition on an entry that its time stands so to the window.

    With ``reported``, where no time is told, that the day it is sorted by does: that of its first report.
    """
    told = _told(relation, asked)
    day = and_(entry.c.time.is_(None), of_day(relation, asked, entry.c.day))
    return or_(told, day) if reported else told


def found_by_day(relation: Relation, asked: Window, where: ColumnElement[bool]) -> CompoundSelect[tuple[int]] | None:
    """Return the statement for the entries that a condition leaves of those whose time shares a day with a window.

    They are looked up by the day that they stand under: what lies within one month stands under a day of a month of the
    window, and what is longer has an index of its own. ``None`` where the window is open, or is not to share a day.
    """
    if relation not in (Relation.OVERLAPS, Relation.DURING) or asked.first is None or asked.last is None:
        return None
    c = entry.c
    near = c.day.between(f"{asked.first[:7]}-01", asked.last)
    return union_all(select(c.n).where(where, near), select(c.n).where(where, text(LONG), not_(near)))


def _told(relation: Relation, asked: Window) -> ColumnElement[bool]:
    c = entry.c
    told = c.time.is_not(None)
    if relation is Relation.BEFORE:
        return and_(told, c.latest < asked.first) if asked.first else false()
    if relation is Relation.AFTER:
        return and_(told, c.earliest > asked.last) if asked.last else false()
    if relation is Relation.DURING:
        starts = c.earliest >= asked.first if asked.first else told
        return and_(told, starts, c.latest <= asked.last if asked.last else told)
    begins = or_(c.earliest.is_(None), c.earliest <= asked.last) if asked.last else told
    ends = or_(c.latest.is_(None), c.latest >= asked.first) if asked.first else told
    return and_(told, begins, ends)
