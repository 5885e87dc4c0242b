"""Queries: what is asked of the ledger, and the statement that finds it.

All that is given must hold. Entries come in the order of their days; what people rejected is left out unless asked
for. A name may be any form that an actor is known by, or a part of it; a country is a code of three letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Select, Table, and_, func, or_, select, tuple_

from communique.errors import BadQuery
from communique.ledger import fulltext
from communique.ledger import schema as s
from communique.ledger.filters import (
    ACTING,
    ReportFilter,
    reports_from,
    taking_part,
    told_by,
)
from communique.ledger.order import Order, cursor
from communique.ledger.sides import has_words, is_country, is_id, sides_named
from communique.ledger.views import Counts, Review, Voice
from communique.ledger.walking import Walk, among, are_many, has_side, walk
from communique.ledger.when import Relation, found_by_day, holds, of_day
from communique.ledger.wordsearch import FREQUENT, FREQUENT_BESIDE, entries_of, last_added, matching
from communique.reading.asked import checked_kind, country_code, since_until, window
from communique.records import RECEIVING, Part, Status

_BODIES = ("body", "organization")
"""Kinds of actors that are bodies."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for.

    ``actor`` is an id, a name or a country; ``dyad`` two of those, who take part in one entry. ``by`` is one of those
    who acts, ``to`` one at whom it is directed. ``body`` is a body, by its id, its name or a part of that, which takes
    part, itself or by somebody who holds an office in it. ``countries`` take part, any of them, by code or name.
    ``time`` is EDTF, ``relation`` how an entry's time stands to it; ``since`` and ``until`` are EDTF, and some day that
    the time may mean lies from the first day of the one to the last of the other; with ``reported``, where no time is
    told, the day of its first report, and with ``undated`` entries without a time are found too. ``day`` (EDTF) is when
    the day lies that an entry stands under: the first of its time, else that of its first report. ``place`` is a name
    or a country's code. ``sources`` are publishers or sites, any of which has a report of it, ``publishers`` the whole
    names of publishers, and ``report_day`` (EDTF) is when that was published. ``words`` is a search by words
    (``fulltext``).

    ``voices``: told by a reporter, or only in words of others. ``reviews`` is what people said of it; where none is
    given, all but what they rejected is found, with ``rejected`` that too. ``confidence_from`` and ``confidence_to``
    bound the confidence, ends included; ``disputed`` leaves those whose accounts contradict each other.

    ``order`` is what entries are sorted by; ``newest_first`` turns that of days and that of confidence. ``limit`` and
    ``offset`` give a page; ``after``, which a page before gave (``ledger.paging``), goes on there.
    """

    words: str | None = None
    actor: str | None = None
    dyad: tuple[str, str] | None = None
    body: str | None = None
    kinds: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    time: str | None = None
    relation: Relation = Relation.OVERLAPS
    reported: bool = False
    undated: bool = False
    place: str | None = None
    rejected: bool = False
    newest_first: bool = False
    limit: int | None = None
    offset: int = 0
    by: str | None = None
    to: str | None = None
    countries: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    sources: tuple[str, ...] = ()
    report_day: str | None = None
    publishers: tuple[str, ...] = ()
    day: str | None = None
    voices: tuple[Voice, ...] = ()
    reviews: tuple[Review, ...] = ()
    confidence_from: float | None = None
    confidence_to: float | None = None
    disputed: bool = False
    order: Order = Order.DAY
    after: str | None = None

    @property
    def of_report(self) -> ReportFilter:
        """What is asked of the reports."""
        return ReportFilter(self.sources, self.report_day, self.publishers)

    @property
    def is_timed(self) -> bool:
        """Whether a time is asked for."""
        return any(x is not None for x in (self.time, self.since, self.until))


def numbers(connection: Connection, query: Query) -> Iterator[int]:
    """Yield the row numbers of the entries asked for, in order.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if a name in it is nobody's.
    """
    for row in connection.execute(statement(connection, query)):
        yield int(row.n)


def statement(connection: Connection, query: Query) -> Select[Any]:
    """Return the statement for the row numbers (``n``) of the entries asked for, and what sorts them (``key``).

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if a name in it is nobody's.
    """
    way = way_of(connection, query)
    key, where = way.column(query.order), list(conditions(connection, query, way))
    newest_first = query.order is Order.ADDED or query.newest_first
    if query.after is not None:
        last = cursor(query.after, query.order, query.newest_first)
        here, there = tuple_(key, way.number), tuple_(last.key, last.number)
        where.append(here < there if newest_first else here > there)
    asked = way.select(way.number.label("n"), key.label("key"), where=where)
    asked = asked.order_by(*((x.desc() if newest_first else x) for x in (key, way.number)))
    asked = asked.offset(query.offset or None)
    return asked.limit(query.limit) if query.limit is not None else asked


def way_of(connection: Connection, query: Query) -> Walk:
    """Return along what a query walks.

    Raises:
        BadQuery: if the two of a dyad are one, or a country is none.
        UnknownId: if a name in it is nobody's.
    """
    return walk(connection, query.dyad, query.actor, query.countries, query.order)


def conditions(connection: Connection, query: Query, way: Walk) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on what a query walks along.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if a name in it is nobody's.
    """
    yield from _chosen(query, way)
    if query.is_timed:
        yield _timed(connection, query, way)
    if query.place:
        yield _at(query.place)
    if query.body:
        yield among(connection, way, _with_body(connection, query.body))
    if query.of_report:
        yield among(connection, way, told_by(connection, query.of_report))
    if query.words:
        yield _with_words(connection, query, way)
    yield from _with_sides(connection, query, way)


def _chosen(query: Query, way: Walk) -> Iterator[ColumnElement[bool]]:
    """What is chosen by words of a list, numbers and the day."""
    if query.reviews:
        yield way.column("review").in_([x.value for x in query.reviews])
    elif not query.rejected:
        yield way.column("review") != Review.REJECTED.value
    if query.kinds:
        yield way.column("kind").in_(list(map(checked_kind, query.kinds)))
    if query.statuses:
        yield way.column("status").in_([x.value for x in query.statuses])
    if query.voices:
        yield s.entry.c.voice.in_([x.value for x in query.voices])
    if query.disputed:
        yield s.entry.c.disputed.is_(True)
    if query.confidence_from is not None:
        yield s.entry.c.confidence >= query.confidence_from
    if query.confidence_to is not None:
        yield s.entry.c.confidence <= query.confidence_to
    if query.day:
        yield of_day(Relation.OVERLAPS, window(query.day), way.column("day"))


def _timed(connection: Connection, query: Query, way: Walk) -> ColumnElement[bool]:
    """The time, and from when to when; what has none by its reports, or all of it, if asked for.

    Where this is little of all, it is looked up by its days, and not looked for along the way.
    """
    windows = [(query.relation, window(query.time))] if query.time is not None else []
    between = since_until(query.since, query.until)
    windows += [(Relation.OVERLAPS, between)] if between else []
    told = and_(*(holds(relation, asked, reported=query.reported) for relation, asked in windows))
    if query.undated:
        return or_(told, s.entry.c.time.is_(None))
    for relation, asked in windows:
        some = found_by_day(relation, asked, told)
        if some is not None and not are_many(connection, some):
            return way.number.in_(some)
    return told


def _with_sides(connection: Connection, query: Query, way: Walk) -> Iterator[ColumnElement[bool]]:
    """All who are asked for take part, each in its part; whoever is walked along is left out."""
    if query.actor and query.dyad:
        yield has_side(way, sides_named(connection, query.actor))
    if query.countries and (query.actor or query.dyad):
        yield has_side(way, list(map(country_code, query.countries)))
    for name, parts in ((query.by, ACTING), (query.to, (*RECEIVING, Part.ATTENDEE))):
        if name:
            yield way.number.in_(taking_part(connection, name, parts))


def _at(place: str) -> ColumnElement[bool]:
    e = s.entry.c
    if is_country(place):
        return e.place_country == place
    return func.lower(e.place) == place.lower()


def held_in() -> CompoundSelect[tuple[str, str]]:
    """Return the statement for the actors through whom a body (``body``, its id) takes part: itself, and its holders.

    Who holds an office in it is who holds one in a body of one of its names.
    """
    bodies, names, offices = s.actor.alias(), s.actor_name.c, s.actor_body.c
    is_body = bodies.c.kind.in_(_BODIES)
    itself = select(bodies.c.id.label("actor"), bodies.c.id.label("body")).where(is_body)
    holders = select(offices.actor, bodies.c.id).join(s.actor_name, names.name == offices.body)
    return itself.union(holders.join(bodies, bodies.c.id == names.actor).where(is_body))


def _with_body(connection: Connection, body: str) -> Select[tuple[int]]:
    """Entries in which a body takes part, or somebody with an office in it."""
    if is_id(body):
        held, ids = held_in().subquery(), sides_named(connection, body)
        return select(s.side.c.entry).where(s.side.c.side.in_(select(held.c.actor).where(held.c.body.in_(ids))))
    wanted = fulltext.folded(body)
    if not wanted:
        raise BadQuery(repr(body), "this names no body", "Give its name or a part of it")
    words = wanted.split()
    names, offices = s.actor_name.c, s.actor_body.c
    itself = select(names.actor).join(s.actor, s.actor.c.id == names.actor)
    itself = itself.where(s.actor.c.kind.in_(_BODIES), *has_words(names.name, words))
    within = select(offices.actor).where(*has_words(offices.body, words))
    return select(s.side.c.entry).where(or_(s.side.c.side.in_(itself), s.side.c.side.in_(within)))


def is_frequent(connection: Connection, query: Query) -> bool:
    """Whether a page is asked for of words that so many accounts have that only those added last are looked at."""
    return bool(query.words) and _last_with_words(connection, query) is not None


def _last_with_words(connection: Connection, query: Query) -> Select[Any] | None:
    """The accounts added last that have the words, if a page is asked for and so many have them; else ``None``."""
    if query.limit is None:
        return None
    page = ("words", "limit", "offset", "newest_first", "rejected", "order", "after")
    alone = query == replace(Query(), **{name: getattr(query, name) for name in page})
    return last_added(connection, query.words or "", FREQUENT if alone else FREQUENT_BESIDE)


def _with_words(connection: Connection, query: Query, way: Walk) -> ColumnElement[bool]:
    """Entries with an account that has the words."""
    last = _last_with_words(connection, query)
    found = last if last is not None else matching(connection, "account", query.words or "")
    told = entries_of(connection, found)
    if connection.dialect.name == "postgresql":  # so that the words are looked up first, and not entry by entry
        return way.number == func.any(func.array(told.scalar_subquery()))
    return among(connection, way, told, found)


def count(connection: Connection, query: Query, most: int | None = None) -> int:
    """Return how many entries a query finds, its page aside; no more than ``most`` are counted."""
    if whole(query) == Query():
        found = all_counted(connection)
        return found if most is None else min(found, most)
    alone = query.words if whole(query) == Query(words=query.words) else None
    if most is not None and alone and _are_at_least(connection, alone, most):
        return most
    return _count(connection, unordered(connection, query).limit(most))


def _are_at_least(connection: Connection, words: str, most: int) -> bool:
    """Whether the accounts added last that have the words are of so many entries already."""
    last = last_added(connection, words, 2 * most)
    if last is None:
        return False
    where = [s.entry.c.n.in_(entries_of(connection, last)), s.entry.c.review != Review.REJECTED.value]
    return _count(connection, select(s.entry.c.n).where(*where).limit(most)) == most


def all_counted(connection: Connection) -> int:
    """Return how many entries there are that people did not reject, as the database has counted them."""
    c = s.tally.c
    kept = select(func.sum(c.entries)).where(c.facet == "review", c.value != Review.REJECTED.value)
    return int(connection.scalar(kept) or 0)


def unordered(connection: Connection, query: Query) -> Select[Any]:
    """Return the statement for the row numbers of all entries that a query finds, in no order."""
    query = whole(query)
    way = way_of(connection, query)
    return way.select(way.number.label("n"), where=list(conditions(connection, query, way)))


def whole(query: Query) -> Query:
    """Return the query for all that it finds, in the order of days: without a page."""
    return replace(query, order=Order.DAY, newest_first=False, limit=None, offset=0, after=None)


def count_undated(connection: Connection, query: Query) -> int:
    """Return how many entries without a time a query leaves out for its time alone; 0 where it finds them."""
    if not query.is_timed or query.reported or query.undated:
        return 0
    whenever = replace(whole(query), time=None, since=None, until=None)
    way = way_of(connection, whenever)
    where = [*conditions(connection, whenever, way), s.entry.c.time.is_(None)]
    return _count(connection, way.select(way.number, where=where))


def _count(connection: Connection, found: Select[Any]) -> int:
    return int(connection.scalar(select(func.count()).select_from(found.subquery())) or 0)


def size(connection: Connection, table: Table) -> int:
    """Return the number of rows of a table."""
    return int(connection.scalar(select(func.count()).select_from(table)) or 0)


def reports(connection: Connection, query: Query) -> list[str]:
    """Return the ids of the reports that have a query's words and tell of what else it asks for, the newest first.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if a name in it is nobody's.
    """
    found = reports_asked(connection, query).with_only_columns(s.report.c.id).offset(query.offset or None)
    return list(connection.scalars(found.limit(query.limit) if query.limit is not None else found))


def reports_asked(connection: Connection, query: Query) -> Select[tuple[int]]:
    """Return the statement that selects the row numbers of all of them; those of an unknown day come last."""
    c, asked = s.report.c, list[ColumnElement[bool]]()
    if query.words:
        asked.append(c.n.in_(matching(connection, "report", query.words)))
    if query.of_report:
        asked.append(reports_from(connection, query.of_report))
    told = replace(whole(query), words=None, sources=(), publishers=(), report_day=None)
    if told != Query():
        entries = unordered(connection, told)
        asked.append(c.n.in_(select(s.account.c.report).where(s.account.c.entry.in_(entries))))
    return select(c.n).where(*asked).order_by(c.published.desc().nulls_last(), c.n.desc())


def group(connection: Connection, source: str) -> tuple[str, ...]:
    """Return the ids of the reports of a syndication group, in the order of their days."""
    c = s.report.c
    return tuple(connection.scalars(select(c.id).where(c.source_group == source).order_by(c.published, c.id)))


def changes(connection: Connection, report: str | None) -> list[dict[str, Any]]:
    """Return what re-readings and forgetting changed, of one report or of all, in their order."""
    query = select(s.change).order_by(s.change.c.n)
    rows = connection.execute(query if report is None else query.where(s.change.c.report == report))
    return [{"report": r.report, "at": r.at, "reader": r.reader, "what": r.what} for r in rows]


def counts(connection: Connection) -> Counts:
    """Return how much there is."""
    tables = {"reports": s.report, "entries": s.entry, "accounts": s.account, "actors": s.actor}
    found = {name: size(connection, table) for name, table in tables.items()}
    return Counts(sources=distinct_groups(connection), judgements=size(connection, s.judgement), **found)


def distinct_groups(connection: Connection) -> int:
    """Return the number of syndication groups."""
    return int(connection.scalar(select(func.count(s.report.c.source_group.distinct()))) or 0)
