"""Lists of what a ledger holds, a page at a time: reports with how much was found in each, actors.

A page goes on after the last of the page before, which its id names; what came in between moves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, func, or_, select

from communique.errors import BadQuery, UnknownId
from communique.ledger import identity, loading, lookup, queries
from communique.ledger import schema as s
from communique.ledger.deadline import TimeOver, within
from communique.ledger.filters import ReportFilter, reports_from
from communique.ledger.fulltext import folded
from communique.ledger.queries import Query
from communique.ledger.views import ActorRef, ReportRef
from communique.ledger.when import Relation, of_day
from communique.ledger.wordsearch import matching
from communique.reading.asked import country_code, since_until, window
from communique.records import ActorKind

if TYPE_CHECKING:
    from communique.ledger.store import Ledger

PAGE = 50
"""Rows that a page has where nothing else is said."""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ReportQuery:
    """What reports are asked for. All that is given must hold.

    ``words`` is a search by words (``fulltext``); ``sources`` are publishers or sites, of one of which a report is;
    ``since`` and ``until`` are the first and the last time (EDTF) of its day. ``added`` (EDTF) is when it was added.
    ``languages`` are codes, one of which is its language's. ``after`` is the id of the last report of the page before.
    """

    words: str | None = None
    sources: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    added: str | None = None
    limit: int = PAGE
    after: str | None = None
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActorQuery:
    """What actors are asked for. All that is given must hold.

    ``name``: in one of its names a word begins with each word of it. ``kinds`` and ``countries`` (by code or name) are
    any of these. ``after`` is the id of the last actor of the page before.
    """

    name: str | None = None
    kinds: tuple[ActorKind, ...] = ()
    countries: tuple[str, ...] = ()
    limit: int = PAGE
    after: str | None = None


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A report, its language, when it was added, and how much was found in it."""

    report: ReportRef
    language: str | None
    added: str
    accounts: int
    statements: int
    actors: int
    copies: int
    """How many other reports print the same."""


@dataclass(frozen=True, slots=True)
class FoundReport(ReportRef):
    """A report that was asked for, and its language."""

    language: str | None


@dataclass(frozen=True, slots=True)
class ListedActor:
    """An actor, and how often reports name it."""

    actor: ActorRef
    names: tuple[str, ...]
    appearances: int


# reports


def reports(ledger: Ledger, query: ReportQuery) -> list[ListedReport]:
    """Return the reports asked for, those of the latest day first; those of an unknown day come last.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if no report is from a source, or there is none of the id that the page is to go on after.
    """
    c = s.report.c
    with ledger._read() as connection:
        asked = _reports(connection, query)
        if query.after is not None:
            day, number = _last(connection, s.report, c.id, query.after, (_day(), c.n))
            asked = asked.where(or_(_day() < day, and_(_day() == day, c.n < number)))
        found = [r.n for r in connection.execute(asked.order_by(_day().desc(), c.n.desc()).limit(query.limit))]
        return list(listed_reports(connection, found))


def each_report(ledger: Ledger, query: ReportQuery) -> Iterator[ListedReport]:
    """Yield all reports asked for, the page aside, some at a time."""
    found = reports(ledger, replace(query, limit=_AT_ONCE, after=None))
    while found:
        yield from found
        found = reports(ledger, replace(query, limit=_AT_ONCE, after=found[-1].report.id))


def count_reports(ledger: Ledger, query: ReportQuery, most: int | None = None) -> int:
    """Return how many reports are asked for, the page aside; no more than ``most`` are counted."""
    with ledger._read() as connection:
        return _count(connection, _reports(connection, query), most)


def _day() -> ColumnElement[str]:
    return func.coalesce(s.report.c.published, "")


def _reports(connection: Connection, query: ReportQuery) -> Select[Any]:
    c = s.report.c
    where: list[ColumnElement[bool]] = []
    if query.words:
        where.append(c.n.in_(matching(connection, "report", query.words)))
    if asked_of := ReportFilter(query.sources, languages=query.languages):
        where.append(reports_from(connection, asked_of))
    if between := since_until(query.since, query.until):
        where.append(of_day(Relation.OVERLAPS, between, _day()))
    if query.added is not None:
        asked = window(query.added)
        where += [c.added >= asked.first] if asked.first else []
        where += [c.added < f"{asked.last}U"] if asked.last else []  # times of that day go on with a T
    return select(c.n).where(*where)


def found_reports(connection: Connection, found: Sequence[int]) -> tuple[FoundReport, ...]:
    """Return the reports of these row numbers, in this order."""
    refs = loading.report_refs(connection, found)
    rows = lookup.columns_in(connection, (s.report.c.n, s.report.c.language), s.report.c.n, found)
    languages = {r.n: r.language for r in rows}
    return tuple(FoundReport(**asdict(refs[n]), language=languages[n]) for n in found)


def listed_reports(connection: Connection, found: Sequence[int]) -> Iterator[ListedReport]:
    """Yield the reports of these row numbers, in this order; those that are no more are left out."""
    refs = loading.report_refs(connection, found)
    c = s.report.c
    rows = {r.n: r for r in connection.execute(select(c.n, c.language, c.added).where(c.n.in_(found)))}
    many = [_by_report(connection, table, found) for table in (s.account, s.statement, s.appearance)]
    groups = [ref.group for ref in refs.values()]
    query = select(c.source_group, func.count()).where(c.source_group.in_(groups)).group_by(c.source_group)
    copies = {group: int(n) for group, n in connection.execute(query)}
    for n in (n for n in found if n in rows):
        ref = refs[n]
        accounts, statements, named = (x.get(n, 0) for x in many)
        row = rows[n]
        yield ListedReport(ref, row.language, row.added, accounts, statements, named, copies[ref.group] - 1)


def _by_report(connection: Connection, table: Table, found: Sequence[int]) -> dict[int, int]:
    """How many rows of a table each report has."""
    c = table.c.report
    return {n: int(many) for n, many in connection.execute(select(c, func.count()).where(c.in_(found)).group_by(c))}


# actors


def actors(ledger: Ledger, query: ActorQuery) -> list[ListedActor]:
    """Return the actors asked for, those that most reports name first.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if there is none of the id that the page is to go on after.
    """
    c = s.actor.c
    with ledger._read() as connection:
        asked = _actors(query)
        if query.after is not None:
            many, id = _last(connection, s.actor, c.id, query.after, (c.appearances, c.id))
            asked = asked.where(or_(c.appearances < many, and_(c.appearances == many, c.id > id)))
        ids = list(connection.scalars(asked.order_by(c.appearances.desc(), c.id).limit(query.limit)))
        return list(listed_actors(connection, ids))


def each_actor(ledger: Ledger, query: ActorQuery) -> Iterator[ListedActor]:
    """Yield all actors asked for, the page aside, some at a time."""
    found = actors(ledger, replace(query, limit=_AT_ONCE, after=None))
    while found:
        yield from found
        found = actors(ledger, replace(query, limit=_AT_ONCE, after=found[-1].actor.id))


def count_actors(ledger: Ledger, query: ActorQuery, most: int | None = None) -> int:
    """Return how many actors are asked for, the page aside; no more than ``most`` are counted."""
    with ledger._read() as connection:
        return _count(connection, _actors(query), most)


def listed_actors(connection: Connection, ids: Sequence[str]) -> Iterator[ListedActor]:
    """Yield the actors of these ids, in this order; those that are no more are left out."""
    c = s.actor.c
    refs = loading.actor_refs(connection, ids)
    rows = {r.id: r for r in connection.execute(select(c.id, c.names, c.appearances).where(c.id.in_(ids)))}
    for id in (id for id in ids if id in rows):
        yield ListedActor(refs[id], tuple(rows[id].names), rows[id].appearances)


def _actors(query: ActorQuery) -> Select[Any]:
    c = s.actor.c
    where: list[ColumnElement[bool]] = []
    if query.name is not None:
        where.append(c.id.in_(_called(query.name)))
    if query.kinds:
        where.append(c.kind.in_([x.value for x in query.kinds]))
    if query.countries:
        where.append(c.country.in_(list(map(country_code, query.countries))))
    return select(c.id).where(*where)


def _called(name: str) -> Select[Any]:
    """The actors with a name in which a word begins with each word of this one.

    Raises:
        BadQuery: if there is no letter or digit in it.
    """
    words, c = folded(name).split(), s.actor_name.c
    if not words:
        raise BadQuery(repr(name), "this has no letter or digit", "Give a name, or the beginning of one")
    return select(c.actor).where(*((" " + c.name).contains(f" {word}", autoescape=True) for word in words))


def name_of(ledger: Ledger, id: str) -> str | None:
    """Return the name of an actor by its id, or one that it once had; ``None`` where there is none."""
    with ledger._read() as connection:
        now = identity.current_id(connection, id)
        name: str | None = connection.scalar(select(s.actor.c.name).where(s.actor.c.id == now))
        return name


def bylines(ledger: Ledger, ids: Collection[str]) -> dict[str, str]:
    """Return who wrote these reports, by their ids; nothing of those that do not say."""
    with ledger._read() as connection:
        rows = lookup.columns_in(connection, (s.report.c.id, s.report.c.byline), s.report.c.id, ids)
        return {r.id: r.byline for r in rows if r.byline}


# how much there is


def count_within(ledger: Ledger, query: Query, most: int, milliseconds: int) -> int | None:
    """Return how many entries a query finds, no more than ``most``; ``None`` where counting them takes longer.

    Raises:
        BadQuery, UnknownId: as :meth:`Ledger.count`.
    """
    return _within(ledger, milliseconds, lambda connection: queries.count(connection, query, most))


def size_within(ledger: Ledger, name: str, milliseconds: int) -> int | None:
    """Return how many rows a table of the ledger has; ``None`` where counting them takes longer."""
    return _within(ledger, milliseconds, lambda connection: queries.size(connection, s.metadata.tables[name]))


def _within(ledger: Ledger, milliseconds: int, count: Callable[[Connection], int]) -> int | None:
    with ledger._read() as connection:
        try:
            with within(connection, milliseconds):
                return count(connection)
        except TimeOver:
            return None


# what both have


def _last(
    connection: Connection, table: Table, id: ColumnElement[Any], after: str, keys: Sequence[ColumnElement[Any]]
) -> tuple[Any, ...]:
    """What the last row of the page before is sorted by."""
    row = connection.execute(select(*keys).select_from(table).where(id == after)).first()
    if row is None:
        raise UnknownId(after, "what the page before ended with is no more", "Begin at the first page, without after")
    return tuple(row)


def _count(connection: Connection, asked: Select[Any], most: int | None) -> int:
    return int(connection.scalar(select(func.count()).select_from(asked.limit(most).subquery())) or 0)
