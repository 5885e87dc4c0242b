"""Counts over time and between people, for charts: months, tone, who meets whom, and what is new.

Each is counted for a time, if one is given; where that is over before all was counted, there are no rows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, FromClause, Select, distinct, func, select

from communique.errors import BadQuery
from communique.ledger import loading, queries
from communique.ledger import schema as s
from communique.ledger.deadline import TimeOver, within
from communique.ledger.facets import asked_for, months
from communique.ledger.queries import Query
from communique.ledger.sides import is_country, sides_named
from communique.ledger.views import ActorRef, Review
from communique.reading.asked import since_until
from communique.reading.coding.scores import goldstein
from communique.records import ActorKind, Status

if TYPE_CHECKING:
    from communique.ledger.store import Ledger

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Series(Generic[T]):
    """Rows in their order; none where it is not ``complete``, since its time was over."""

    rows: tuple[T, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Month:
    """How many entries of a status stand under a month ("2018-08")."""

    month: str
    status: Status
    count: int


@dataclass(frozen=True, slots=True)
class Tone:
    """The mean of Goldstein's scores of a month's entries, -10 (war) to 10, and how many have one."""

    month: str
    mean: float
    count: int


@dataclass(frozen=True, slots=True)
class Pair:
    """An actor of the one side and one of the other, and in how many entries both take part."""

    one: ActorRef
    other: ActorRef
    count: int


@dataclass(frozen=True, slots=True)
class Added:
    """How many reports, and how many entries by their first report, were added on a day (UTC)."""

    day: str
    reports: int
    entries: int


def by_month(ledger: Ledger, query: Query, *, milliseconds: int | None = None) -> Series[Month]:
    """Return how many entries of each status a query finds by month, in their order; what has no day is left out.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if a name in it is nobody's.
    """
    return _counted(ledger, milliseconds, lambda connection: _by_month(connection, queries.whole(query)))


def _by_month(connection: Connection, query: Query) -> list[Month]:
    if query == Query():
        found = [Month(month, Status(status), n) for month, status, n in months(connection) if month]
        return sorted(found, key=lambda x: (x.month, x.status))
    return [Month(month, Status(status), n) for month, status, n in _monthly(connection, query, "status")]


def tone(ledger: Ledger, query: Query, *, milliseconds: int | None = None) -> Series[Tone]:
    """Return the tone of what a query finds by month, in their order; of two sides, if it asks for a ``dyad``.

    Whatever the query finds is counted: give it the statuses that are to count, such as what was held.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if a name in it is nobody's.
    """
    return _counted(ledger, milliseconds, lambda connection: _tone(connection, queries.whole(query)))


def _tone(connection: Connection, query: Query) -> list[Tone]:
    scores, counts = defaultdict[str, float](float), Counter[str]()
    for month, cameo, number in _monthly(connection, query, "cameo"):
        score = goldstein(cameo)
        if score is not None:
            scores[month] += score * number
            counts[month] += number
    return [Tone(month, scores[month] / counts[month], counts[month]) for month in sorted(counts)]


def _monthly(connection: Connection, query: Query, name: str) -> list[tuple[str, str, int]]:
    """How many entries of each value of a column there are by month."""
    way, where = asked_for(connection, query)
    month, value = func.substr(way.column("day"), 1, 7).label("month"), way.column(name)
    found = way.select(month, value, func.count(), where=[*where, way.column("day") != ""])
    return [(row[0], row[1], row[2]) for row in connection.execute(found.group_by(month, value).order_by(month, value))]


def pairs(ledger: Ledger, query: Query, *, most: int = 20, milliseconds: int | None = None) -> Series[Pair]:
    """Return who of the two sides of a query (its ``dyad``) meets whom, those who do most often first.

    Raises:
        BadQuery: if a part of the query cannot be understood, or it has no two sides.
        UnknownId: if a name in it is nobody's.
    """
    sides = query.dyad
    if sides is None:
        raise BadQuery("the query", "it asks for no two sides", "Give it a dyad")

    def count(connection: Connection) -> list[Pair]:
        one, other = parties = s.entry_party.alias(), s.entry_party.alias()
        of = [p.c.actor.in_(_actors_of(connection, side)) for p, side in zip(parties, sides, strict=True)]
        return _pairs(connection, queries.whole(query), parties, (*of, one.c.actor != other.c.actor), most)

    return _counted(ledger, milliseconds, count)


def meetings(ledger: Ledger, query: Query, *, most: int = 20, milliseconds: int | None = None) -> Series[Pair]:
    """Return which two persons of different countries take part together in what a query finds, most often first.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if a name in it is nobody's.
    """

    def count(connection: Connection) -> list[Pair]:
        parties = s.entry_party.alias(), s.entry_party.alias()
        people = s.actor.alias(), s.actor.alias()
        of = [p.c.actor == who.c.id for p, who in zip(parties, people, strict=True)]
        of += [who.c.kind == ActorKind.PERSON.value for who in people]
        apart = (people[0].c.id < people[1].c.id, people[0].c.country != people[1].c.country)
        return _pairs(connection, queries.whole(query), parties, (*of, *apart), most)

    return _counted(ledger, milliseconds, count)


def _pairs(
    connection: Connection,
    query: Query,
    parties: tuple[FromClause, FromClause],
    where: Sequence[ColumnElement[bool]],
    most: int,
) -> list[Pair]:
    """Count the entries of a query by two of their parties, of whom ``where`` says which are counted."""
    one, other = (p.c for p in parties)
    found, number = queries.unordered(connection, query).subquery(), func.count(distinct(one.entry)).label("number")
    joined = select(one.actor.label("one"), other.actor.label("other"), number).where(
        one.entry == found.c.n, other.entry == one.entry, *where
    )
    grouped = joined.group_by(one.actor, other.actor)
    rows = connection.execute(grouped.order_by(number.desc(), one.actor, other.actor).limit(most)).all()
    known = loading.actor_refs(connection, {id for row in rows for id in (row.one, row.other)})
    return [Pair(known[row.one], known[row.other], row.number) for row in rows]


def _actors_of(connection: Connection, name: str) -> Select[tuple[str]]:
    """The actors of a side: those of a country, or whoever a name means."""
    column: ColumnElement[str | None] = s.actor.c.country if is_country(name) else s.actor.c.id
    return select(s.actor.c.id).where(column.in_(sides_named(connection, name)))


def added(
    ledger: Ledger, since: str | None = None, until: str | None = None, *, milliseconds: int | None = None
) -> Series[Added]:
    """Return what was added by day, the latest first, of the days from ``since`` to ``until`` (EDTF).

    Raises:
        BadQuery: if one is no time in EDTF, or an interval, or the end comes before the beginning.
    """
    between = since_until(since, until)
    first, last = (between.first, between.last) if between else (None, None)
    return _counted(ledger, milliseconds, lambda connection: _added(connection, first, last))


def _added(connection: Connection, first: str | None, last: str | None) -> list[Added]:
    reports = _daily(connection, s.report.c.added, first, last)
    entries = _daily(connection, s.entry.c.added, first, last, s.entry.c.review != Review.REJECTED.value)
    return [Added(day, reports[day], entries[day]) for day in sorted(reports | entries, reverse=True)]


def _daily(
    connection: Connection, column: ColumnElement[str], first: str | None, last: str | None,
    *where: ColumnElement[bool],
) -> Counter[str]:  # fmt: skip
    """How many rows were added by day."""
    day = func.substr(column, 1, 10).label("day")
    bounds = [column >= first] if first else []
    bounds += [column < f"{last}U"] if last else []  # times of that day go on with a T
    rows = connection.execute(select(day, func.count()).where(*where, *bounds).group_by(day))
    return Counter({row[0]: row[1] for row in rows})


def _counted(ledger: Ledger, milliseconds: int | None, count: Callable[[Connection], Sequence[T]]) -> Series[T]:
    with ledger._read() as connection:
        try:
            with within(connection, milliseconds):
                return Series(tuple(count(connection)))
        except TimeOver:
            return Series(complete=False)
