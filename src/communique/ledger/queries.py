"""Queries: what is asked of the ledger, and the statement that finds it.

All that is given must hold. Entries come in the order of their days; what people rejected is left out unless asked
for. A name may be any form that an actor is known by, or a part of it; a country is a code of three letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, func, or_, select

from communique.errors import BadQuery
from communique.ledger import fulltext
from communique.ledger import schema as s
from communique.ledger.filters import (
    ACTING,
    RECEIVING,
    ReportFilter,
    reports_from,
    taking_part,
    told_by,
)
from communique.ledger.sides import has_words, is_country, sides_named
from communique.ledger.views import Counts
from communique.ledger.when import Relation, holds
from communique.ledger.wordsearch import last_added, matching
from communique.reading.asked import checked_kind, country_code, since_until, window
from communique.records import Part, Status


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for.

    ``actor`` is an id, a name or a country; ``dyad`` two of those, who take part in one entry. ``by`` is one of those
    who acts, ``to`` one at whom it is directed. ``body`` is a body that takes part, itself or by somebody who holds an
    office in it. ``countries`` take part, any of them, by code or name. ``time`` is EDTF, ``relation`` how an entry's
    time stands to it; ``since`` and ``until`` are EDTF, and some day that the time may mean lies from the first day of
    the one to the last of the other; with ``reported``, where no time is told, the day of its first report, and with
    ``undated`` entries without a time are found too. ``place`` is a name or a country's code. ``sources`` are
    publishers or sites, any of which has a report of it, and ``report_day`` (EDTF) is when that was published.
    ``words`` is a search by words (``fulltext``).
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

    @property
    def of_report(self) -> ReportFilter:
        """What is asked of the reports."""
        return ReportFilter(self.sources, self.report_day)

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


def statement(connection: Connection, query: Query) -> Select[tuple[int]]:
    """Return the statement that selects the row numbers of the entries asked for."""
    e = s.entry.c
    base, day = _base(connection, query)
    asked = base.where(*_conditions(connection, query))
    order = (day.desc(), e.n.desc()) if query.newest_first else (day, e.n)
    asked = asked.order_by(*order).offset(query.offset or None)
    return asked.limit(query.limit) if query.limit is not None else asked


def _base(connection: Connection, query: Query) -> tuple[Select[tuple[int]], ColumnElement[str]]:
    """What to walk along: the days of a dyad or a side where one is asked for, else those of all entries."""
    e = s.entry.c
    if query.dyad:
        one, other = (sides_named(connection, name) for name in query.dyad)
        pairs = sorted({(min(a, b), max(a, b)) for a, b in product(one, other) if a != b})
        if not pairs:
            raise BadQuery(repr(query.dyad[0]), f"{query.dyad[1]!r} is the same", "Give two, or one by itself")
        return _along(s.dyad, pairs, (s.dyad.c.low, s.dyad.c.high))
    if query.actor:
        return _along(s.side, [(x,) for x in sides_named(connection, query.actor)], (s.side.c.side,))
    return select(e.n), e.day


def _along(
    table: Any, keys: Sequence[tuple[str, ...]], columns: Sequence[ColumnElement[str]]
) -> tuple[Select[tuple[int]], ColumnElement[str]]:
    """Entries along an index of days: of one key in its own order, of several each once."""
    e = s.entry.c
    if len(keys) == 1:
        joined = select(e.n).select_from(table).join(s.entry, e.n == table.c.entry)
        return joined.where(*(c == v for c, v in zip(columns, keys[0], strict=True))), table.c.day
    among = or_(*(and_(*(c == v for c, v in zip(columns, key, strict=True))) for key in keys))
    return select(e.n).where(e.n.in_(select(table.c.entry).where(among))), e.day


def _conditions(connection: Connection, query: Query) -> list[ColumnElement[bool]]:
    e = s.entry.c
    out: list[ColumnElement[bool]] = []
    if not query.rejected:
        out.append(e.review != "rejected")
    if query.kinds:
        out.append(e.kind.in_(map(checked_kind, query.kinds)))
    if query.statuses:
        out.append(e.status.in_([x.value for x in query.statuses]))
    if query.is_timed:
        out.append(_timed(query))
    if query.place:
        out.append(_at(query.place))
    if query.body:
        out.append(e.n.in_(_with_body(connection, query.body)))
    if query.of_report:
        out.append(e.n.in_(told_by(connection, query.of_report)))
    if query.words:
        out.append(_with_words(connection, query))
    return out + [e.n.in_(x) for x in _with_sides(connection, query)]


def _timed(query: Query) -> ColumnElement[bool]:
    """The time, and from when to when; what has none by its reports, or all of it, if asked for."""
    between = since_until(query.since, query.until)
    told = [holds(query.relation, window(query.time), reported=query.reported)] if query.time is not None else []
    told += [holds(Relation.OVERLAPS, between, reported=query.reported)] if between else []
    return or_(and_(*told), s.entry.c.time.is_(None)) if query.undated else and_(*told)


def _with_sides(connection: Connection, query: Query) -> Iterator[Select[tuple[int]]]:
    """Entries in which all who are asked for take part, each in its part; whoever is walked along is left out."""
    side = s.side.c
    if query.actor and query.dyad:
        yield select(side.entry).where(side.side.in_(sides_named(connection, query.actor)))
    if query.countries:
        yield select(side.entry).where(side.side.in_(list(map(country_code, query.countries))))
    for name, parts in ((query.by, ACTING), (query.to, (*RECEIVING, Part.ATTENDEE))):
        if name:
            yield taking_part(connection, name, parts)


def _at(place: str) -> ColumnElement[bool]:
    e = s.entry.c
    if is_country(place):
        return e.place_country == place
    return func.lower(e.place) == place.lower()


def _with_body(connection: Connection, body: str) -> Select[tuple[int]]:
    """Entries in which a body takes part, or somebody with an office in it."""
    wanted = fulltext.folded(body)
    if not wanted:
        raise BadQuery(repr(body), "this names no body", "Give its name or a part of it")
    words = wanted.split()
    names, offices = s.actor_name.c, s.actor_body.c
    itself = select(names.actor).join(s.actor, s.actor.c.id == names.actor)
    itself = itself.where(s.actor.c.kind.in_(["body", "organization"]), *has_words(names.name, words))
    within = select(offices.actor).where(*has_words(offices.body, words))
    return select(s.side.c.entry).where(or_(s.side.c.side.in_(itself), s.side.c.side.in_(within)))


def is_frequent(connection: Connection, query: Query) -> bool:
    """Whether a page is asked for of words that so many accounts have that only those added last are looked at."""
    return _is_page_of_words(query) and last_added(connection, query.words or "") is not None


def _is_page_of_words(query: Query) -> bool:
    """Whether nothing but words is asked for, and no more than a page of what has them."""
    alone = Query(
        words=query.words,
        limit=query.limit,
        offset=query.offset,
        newest_first=query.newest_first,
        rejected=query.rejected,
    )
    return bool(query.words) and query.limit is not None and query == alone


def _with_words(connection: Connection, query: Query) -> ColumnElement[bool]:
    """Entries with an account that has the words."""
    words = query.words or ""
    found = last_added(connection, words) if _is_page_of_words(query) else None
    told = select(s.account.c.entry).where(
        s.account.c.n.in_(found if found is not None else matching(connection, "account", words))
    )
    if connection.dialect.name == "postgresql":  # so that the words are looked up first, and not entry by entry
        return s.entry.c.n == func.any(func.array(told.scalar_subquery()))
    return s.entry.c.n.in_(told)


def count(connection: Connection, query: Query, most: int | None = None) -> int:
    """Return how many entries a query finds, its limit and offset aside; no more than ``most`` are counted."""
    found = statement(connection, replace(query, limit=most, offset=0)).order_by(None).subquery()
    return int(connection.scalar(select(func.count()).select_from(found)) or 0)


def count_undated(connection: Connection, query: Query) -> int:
    """Return how many entries without a time a query leaves out for its time alone; 0 where it finds them."""
    if not query.is_timed or query.reported or query.undated:
        return 0
    whenever = replace(query, time=None, since=None, until=None, limit=None, offset=0)
    asked = statement(connection, whenever).where(s.entry.c.time.is_(None))
    return int(connection.scalar(select(func.count()).select_from(asked.order_by(None).subquery())) or 0)


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
    """Return the statement that selects the row numbers of all of them."""
    c, asked = s.report.c, list[ColumnElement[bool]]()
    if query.words:
        asked.append(c.n.in_(matching(connection, "report", query.words)))
    if query.of_report:
        asked.append(reports_from(connection, query.of_report))
    told = replace(query, words=None, sources=(), report_day=None, newest_first=False, limit=None, offset=0)
    if told != Query():
        entries = statement(connection, told).order_by(None)
        asked.append(c.n.in_(select(s.account.c.report).where(s.account.c.entry.in_(entries))))
    return select(c.n).where(*asked).order_by(c.published.desc(), c.n.desc())


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
