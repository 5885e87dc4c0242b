"""What happens in a stretch of days, a few for each day, so that a page of it costs little however much there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, and_, case, func, or_, select

from communique.ledger import loading, queries
from communique.ledger import schema as s
from communique.ledger.marks import Mark, marks_of
from communique.ledger.queries import Query
from communique.ledger.views import Entry

if TYPE_CHECKING:
    from communique.ledger.store import Ledger

BEFORE = timedelta(92)
"""How long before the stretch a time may have begun that reaches into it: a season, not a year."""
_PAGE = 500


class Told(StrEnum):
    """How the time of an entry is told: a day, something longer, or not at all."""

    DAY = "day"
    LONGER = "longer"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one day whose times are told alike: the first few of them, and how many there are."""

    day: str
    told: Told
    marks: tuple[Mark, ...]
    count: int


def days(ledger: Ledger, query: Query, first: date, last: date, *, most: int) -> tuple[Group, ...]:
    """Return what a query finds from one day to another, in order, no more than ``most`` of each group.

    An entry is there by the day it stands under (that of its first report, where no time is told), or since its time
    reaches into the stretch, if it began no more than :data:`BEFORE` before.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if a name in it is nobody's.
    """
    with ledger._read() as connection:
        ranked = _ranked(connection, query, first, last).subquery()
        rows = connection.execute(select(ranked).where(ranked.c.rank <= most)).all()
        found = dict(zip((row.n for row in rows), marks_of(connection, [row.n for row in rows]), strict=True))
    groups: dict[tuple[str, str], Group] = {}
    for row in sorted(rows, key=lambda row: (row.day, row.told, row.rank)):
        key = (row.day, row.told)
        group = groups.setdefault(key, Group(row.day, Told(row.told), (), row.number))
        groups[key] = replace(group, marks=(*group.marks, found[row.n]))
    return tuple(groups.values())


def entries_of_days(ledger: Ledger, query: Query, first: date, last: date) -> Iterator[Entry]:
    """Yield all the entries of which :func:`days` gives some, in their order.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if a name in it is nobody's.
    """
    with ledger._read() as connection:
        ranked = _ranked(connection, query, first, last).subquery()
        found = list(connection.scalars(select(ranked.c.n).order_by(ranked.c.day, ranked.c.told, ranked.c.rank)))
        for start in range(0, len(found), _PAGE):
            yield from loading.entries(connection, found[start : start + _PAGE])


def _ranked(connection: Connection, query: Query, first: date, last: date) -> Select[Any]:
    """The entries of the stretch, each with its place in its group and how large that is."""
    way, e = queries.way_of(connection, query), s.entry.c
    day = way.column("day")
    told = case((e.time.is_(None), Told.NOT.value), (e.earliest == e.latest, Told.DAY.value),
                else_=Told.LONGER.value)  # fmt: skip
    where = [
        *queries.conditions(connection, query, way),
        day >= (first - BEFORE).isoformat(),
        day <= last.isoformat(),
        or_(day >= first.isoformat(), and_(e.time.is_not(None), e.latest >= first.isoformat())),
    ]
    rank = func.row_number().over(partition_by=(day, told), order_by=way.number).label("rank")
    number = func.count().over(partition_by=(day, told)).label("number")
    columns = (way.number.label("n"), day.label("day"), told.label("told"), rank, number)
    return way.select(*columns, where=where)
