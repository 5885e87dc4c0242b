"""By what an answer can be narrowed: how many entries of a query there are by each value of a facet.

A facet's own condition is taken away, so that it shows what else could be chosen. A count is exactly that of the query
with the value chosen (:func:`chosen`). What is counted of all entries is kept in step by the database (``tally``); all
else is counted when it is asked for, for a time.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, distinct, func, select

from communique.errors import BadQuery
from communique.ledger import loading, queries
from communique.ledger import schema as s
from communique.ledger.deadline import TimeOver, within
from communique.ledger.filters import ReportFilter, reports_from
from communique.ledger.queries import Query
from communique.ledger.views import Review, Voice
from communique.ledger.walking import Walk
from communique.nearest import did_you_mean, nearest
from communique.reading.asked import window
from communique.reading.known.countries import usual_name
from communique.reading.tables import load
from communique.records import Status

if TYPE_CHECKING:
    from communique.ledger.store import Ledger

_ANYTHING = Query()


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet: what a query is given, what it is called, and how many entries have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The most frequent values of a facet, and how many more there are.

    Where it is not ``complete``, its time was over before all was counted: there are no values.
    """

    name: str
    values: tuple[FacetValue, ...] = ()
    more: int = 0
    complete: bool = True


Grouped = Select[tuple[str, int]]
"""A statement for each value and how many entries have it."""


@dataclass(frozen=True, slots=True)
class _Sort:
    """How a facet is chosen, taken away and counted, and what its values are called."""

    choose: Callable[[str], Mapping[str, Any]]
    away: Callable[[Query], Mapping[str, Any]]
    grouped: Callable[[Connection, Query], Grouped]
    label: Callable[[Connection, Collection[str]], Mapping[str, str]] = lambda _, values: {x: x for x in values}


def facets(
    ledger: Ledger, query: Query = _ANYTHING, names: Iterable[str] | None = None, *, most: int = 10,
    milliseconds: int | None = None, together: int | None = None,
) -> tuple[Facet, ...]:  # fmt: skip
    """Return facets of what a query finds, those of ``names`` in their order, all where none are given.

    Args:
        ledger: the ledger that is asked.
        query: what is asked for; its page and its order count for nothing.
        names: of :data:`FACETS`.
        most: how many values of each are given.
        milliseconds: after which the counting of a facet is broken off, ``None`` for never.
        together: milliseconds for all of them.

    Raises:
        BadQuery: if a part of the query cannot be understood, or there is no facet of a name.
        UnknownId: if a name in it is nobody's.
    """
    asked = [_checked(name) for name in (FACETS if names is None else names)]
    end = None if together is None else time.monotonic() + together / 1_000
    with ledger._read() as connection:
        return tuple(_facet(connection, queries.whole(query), name, most, _left(milliseconds, end)) for name in asked)


def chosen(query: Query, name: str, value: str) -> Query:
    """Return the query with a value of a facet chosen, in the place of what it asked of that before.

    Raises:
        BadQuery: if there is no facet of the name.
    """
    sort = _SORTS[_checked(name)]
    return replace(query, **{**sort.away(query), **sort.choose(value)})


def _left(milliseconds: int | None, end: float | None) -> int | None:
    """Milliseconds for the next of several, which all end at a time of the clock."""
    left = [] if milliseconds is None else [milliseconds]
    left += [] if end is None else [int(1_000 * (end - time.monotonic()))]
    return min(left, default=None)


def _checked(name: str) -> str:
    if name not in FACETS:
        raise BadQuery(repr(name), "this is no facet", f"{did_you_mean(nearest(name, FACETS))}{', '.join(FACETS)}")
    return name


def _facet(connection: Connection, query: Query, name: str, most: int, milliseconds: int | None) -> Facet:
    sort = _SORTS[name]
    asked = replace(query, **sort.away(query))
    try:
        with within(connection, milliseconds):
            if asked == _TALLIED.get(name, _ANYTHING) and name not in _UNTALLIED:
                found, total = _tallied(connection, name, most)
            else:
                found, total = _most(connection, sort.grouped(connection, asked), most)
            labels = sort.label(connection, [value for value, _ in found])
    except TimeOver:
        return Facet(name, complete=False)
    values = tuple(FacetValue(value, labels.get(value, value), count) for value, count in found)
    return Facet(name, values, total - len(values))


Found = tuple[list[tuple[str, int]], int]
"""The most frequent values, and how many there are of all."""


def _most(connection: Connection, grouped: Grouped, most: int) -> Found:
    found = grouped.subquery()
    value, entries = found.c
    statement = select(value, entries, func.count().over()).order_by(entries.desc(), value).limit(most)
    rows = connection.execute(statement).all()
    return [(row[0], row[1]) for row in rows], rows[0][2] if rows else 0


def _tallied(connection: Connection, name: str, most: int) -> Found:
    """What the database has counted of all entries; of months, years and statuses months by status."""
    c = s.tally.c
    counted = c.facet == name, c.entries > 0, *([c.value.in_(_codes())] if name in _OF_COUNTRIES else [])
    if name not in _OF_MONTHS:
        found = select(c.value, c.entries).where(*counted).order_by(c.entries.desc(), c.value).limit(most)
        total = connection.scalar(select(func.count()).select_from(s.tally).where(*counted))
        return [(row.value, row.entries) for row in connection.execute(found)], int(total or 0)
    by_value = Counter[str]()
    for month, status, entries in months(connection):
        by_value[_OF_MONTHS[name](month, status)] += entries
    del by_value[""]
    ordered = sorted(by_value.items(), key=lambda x: (-x[1], x[0]))
    return ordered[:most], len(ordered)


def months(connection: Connection) -> list[tuple[str, str, int]]:
    """Return how many entries there are by month (empty where no day is known) and status, of all but the rejected."""
    rows = connection.execute(select(s.tally).where(s.tally.c.facet == "month", s.tally.c.entries > 0))
    return [(*row.value.split(" ", 1), row.entries) for row in rows]


# counted when asked


def asked_for(connection: Connection, query: Query) -> tuple[Walk, list[ColumnElement[bool]]]:
    """Return along what a query walks, and what must hold."""
    way = queries.way_of(connection, query)
    return way, list(queries.conditions(connection, query, way))


def _by_column(name: str, *, length: int | None = None) -> Callable[[Connection, Query], Grouped]:
    """Entries by a column, or by the beginning of it."""

    def grouped(connection: Connection, query: Query) -> Grouped:
        way, where = asked_for(connection, query)
        column = way.column(name)
        if length is not None:
            where.append(column != "")
            column = func.substr(column, 1, length)
        elif name == "place_country":
            where.append(column.in_(_codes()))
        column = column.label("value")
        return way.select(column, func.count().label("entries"), where=where).group_by(column)

    return grouped


def _by_side(*, countries: bool) -> Callable[[Connection, Query], Grouped]:
    """Entries by who takes part: countries, or actors."""

    def grouped(connection: Connection, query: Query) -> Grouped:
        c, found = s.side.c, queries.unordered(connection, query).subquery()
        is_one = c.side.in_(_codes()) if countries else c.side.like("_-%")
        joined = select(c.side.label("value"), func.count().label("entries")).join(found, found.c.n == c.entry)
        return joined.where(is_one).group_by(c.side)

    return grouped


def _by_body(connection: Connection, query: Query) -> Grouped:
    """Entries by the bodies that take part, themselves or by somebody who holds an office in them."""
    c, found = s.side.c, queries.unordered(connection, query).subquery()
    held = queries.held_in().subquery()
    joined = select(held.c.body.label("value"), func.count(distinct(c.entry)).label("entries"))
    joined = joined.join_from(held, s.side, c.side == held.c.actor).join(found, found.c.n == c.entry)
    return joined.group_by(held.c.body)


def _by_source(connection: Connection, query: Query) -> Grouped:
    """Entries by the publishers of their reports, of those of the day and in the languages that are asked for."""
    of_day = ReportFilter(day=query.report_day, languages=query.languages)
    found = queries.unordered(connection, replace(query, report_day=None, languages=())).subquery()
    told, c = s.account.c, s.report.c
    joined = select(c.publisher.label("value"), func.count(distinct(told.entry)).label("entries"))
    joined = joined.join_from(found, s.account, told.entry == found.c.n).join(s.report, c.n == told.report)
    where = [reports_from(connection, of_day)] if of_day else []
    return joined.where(c.publisher.is_not(None), *where).group_by(c.publisher)


# what they are called


def _codes() -> list[str]:
    return list(load("demonyms")["country"])


def _country_names(_: Connection, codes: Collection[str]) -> dict[str, str]:
    return {code: usual_name(code) for code in codes}


def _actor_names(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    return {id: actor.name for id, actor in loading.actor_refs(connection, ids).items()}


def _year(query: Query) -> str | None:
    """The year that the day asked for lies in, if it lies in one."""
    if query.day is None:
        return None
    asked = window(query.day)
    year = (asked.first or "")[:4]
    return year if year and year == (asked.last or "")[:4] else None


def _nothing(**fields: Any) -> Callable[[Query], Mapping[str, Any]]:
    return lambda query: fields


_SORTS: Mapping[str, _Sort] = {
    "kind": _Sort(lambda x: {"kinds": (x,)}, _nothing(kinds=()), _by_column("kind")),
    "status": _Sort(lambda x: {"statuses": (Status(x),)}, _nothing(statuses=()), _by_column("status")),
    "country": _Sort(lambda x: {"countries": (x,)}, _nothing(countries=()), _by_side(countries=True), _country_names),
    "actor": _Sort(lambda x: {"actor": x}, _nothing(actor=None), _by_side(countries=False), _actor_names),
    "body": _Sort(lambda x: {"body": x}, _nothing(body=None), _by_body, _actor_names),
    "place": _Sort(lambda x: {"place": x}, _nothing(place=None), _by_column("place_country"), _country_names),
    "year": _Sort(lambda x: {"day": x}, _nothing(day=None), _by_column("day", length=4)),
    "month": _Sort(lambda x: {"day": x}, lambda query: {"day": _year(query)}, _by_column("day", length=7)),
    "source": _Sort(lambda x: {"publishers": (x,)}, _nothing(sources=(), publishers=()), _by_source),
    "voice": _Sort(lambda x: {"voices": (Voice(x),)}, _nothing(voices=()), _by_column("voice")),
    "review": _Sort(lambda x: {"reviews": (Review(x),)}, _nothing(reviews=(), rejected=True), _by_column("review")),
}
FACETS = tuple(_SORTS)
"""The names of all facets. ``country`` and ``actor`` take part, ``place`` is the country of the place, ``year`` and
``month`` those of the day an entry stands under, ``source`` the publishers of its reports."""
_UNTALLIED = ("body", "source")
_TALLIED = {"review": Query(rejected=True)}
"""What is counted in the tally, where it is not all that people did not reject."""
_OF_COUNTRIES = ("country", "place")
_OF_MONTHS: Mapping[str, Callable[[str, str], str]] = {
    "status": lambda month, status: status,
    "year": lambda month, status: month[:4],
    "month": lambda month, status: month,
}
