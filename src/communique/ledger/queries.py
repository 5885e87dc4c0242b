"""Queries: what is asked of the ledger, and the statement that finds it.

All that is given must hold. Entries come in the order of their days; what people rejected is left out unless asked
for. A name may be any form that an actor is known by, or a part of it; a country is a code of three letters.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, func, or_, select

from communique.errors import BadQuery, UnknownId
from communique.ledger import fulltext, identity
from communique.ledger import schema as s
from communique.ledger.views import Counts
from communique.ledger.when import Relation, holds, window
from communique.ledger.wordsearch import last_added, matching
from communique.reading.tables import load
from communique.records import Status

_MOST_NAMES = 400


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for.

    ``actor`` is an id, a name or a country; ``dyad`` two of those, who take part in one entry. ``body`` is a body
    that takes part, itself or by somebody who holds an office in it. ``time`` is EDTF, ``relation`` how an entry's
    time stands to it; with ``reported``, where no time is told, the day of its first report, and with ``undated``
    entries without a time are found too. ``place`` is a name or a country's code. ``words`` is a search by words
    (``fulltext``).
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


def sides_named(connection: Connection, name: str) -> tuple[str, ...]:
    """Return the sides that a name, an id or a country's code means.

    Raises:
        UnknownId: if nothing in the ledger is called so.
        BadQuery: if it is a part of too many names.
    """
    if is_country(name):
        return (name,)
    now = identity.current_id(connection, name)
    if now and connection.scalar(select(s.actor.c.id).where(s.actor.c.id == now)):
        return (now,)
    found = _actors_called(connection, name)
    if not found:
        remedy = "Try another form of the name, a part of it, or a country's code of three letters"
        raise UnknownId(repr(name), "no actor in the ledger is called so", remedy)
    return found


def is_country(name: str) -> bool:
    """True for the code of a country (ISO 3166-1 alpha-3); "IMF" is a name."""
    return len(name) == 3 and name in load("demonyms")["country"]


def _actors_called(connection: Connection, name: str) -> tuple[str, ...]:
    """Actors of exactly this name, else those whose names have all its words."""
    wanted, c = fulltext.folded(name), s.actor_name.c
    exact = connection.scalars(select(c.actor).where(c.name == wanted)).all()
    if exact or not wanted:
        return tuple(sorted(set(exact)))
    padded = " " + c.name + " "
    like = and_(*(padded.like(f"% {word} %") for word in wanted.split()))
    found = connection.scalars(select(c.actor).where(like).distinct().limit(_MOST_NAMES + 1)).all()
    if len(found) > _MOST_NAMES:
        raise BadQuery(repr(name), f"more than {_MOST_NAMES} actors have this in their names", "Give more of the name")
    return tuple(sorted(set(found)))


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
        out.append(e.kind.in_(query.kinds))
    if query.statuses:
        out.append(e.status.in_([x.value for x in query.statuses]))
    if query.time:
        told = holds(query.relation, window(query.time), reported=query.reported)
        out.append(or_(told, e.time.is_(None)) if query.undated else told)
    if query.place:
        out.append(_at(query.place))
    if query.actor and query.dyad:
        out.append(e.n.in_(select(s.side.c.entry).where(s.side.c.side.in_(sides_named(connection, query.actor)))))
    if query.body:
        out.append(e.n.in_(_with_body(connection, query.body)))
    if query.words:
        out.append(_with_words(connection, query))
    return out


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
    itself = itself.where(s.actor.c.kind.in_(["body", "organization"]), *_has(names.name, words))
    within = select(offices.actor).where(*_has(offices.body, words))
    return select(s.side.c.entry).where(or_(s.side.c.side.in_(itself), s.side.c.side.in_(within)))


def _has(column: ColumnElement[str], words: Collection[str]) -> list[ColumnElement[bool]]:
    padded = " " + column + " "
    return [padded.like(f"% {word} %") for word in words]


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


def reports_with(connection: Connection, words: str, limit: int | None = None) -> list[int]:
    """Return the row numbers of the reports whose title or text has the words, the newest first."""
    c = s.report.c
    query = select(c.n).where(c.n.in_(matching(connection, "report", words))).order_by(c.published.desc(), c.n.desc())
    return list(connection.scalars(query.limit(limit)))


def count(connection: Connection, query: Query, most: int | None = None) -> int:
    """Return how many entries a query finds, its limit and offset aside; no more than ``most`` are counted."""
    found = statement(connection, replace(query, limit=most, offset=0)).order_by(None).subquery()
    return int(connection.scalar(select(func.count()).select_from(found)) or 0)


def count_undated(connection: Connection, query: Query) -> int:
    """Return how many entries without a time a query leaves out for its time alone; 0 where it finds them."""
    if query.time is None or query.reported or query.undated:
        return 0
    asked = statement(connection, replace(query, time=None, limit=None, offset=0)).where(s.entry.c.time.is_(None))
    return int(connection.scalar(select(func.count()).select_from(asked.order_by(None).subquery())) or 0)


def size(connection: Connection, table: Table) -> int:
    """Return the number of rows of a table."""
    return int(connection.scalar(select(func.count()).select_from(table)) or 0)


def reports(connection: Connection, words: str | None, limit: int | None) -> list[str]:
    """Return the ids of the reports that have the words, the newest first; of all, where none are given."""
    c = s.report.c
    if words is None:
        return list(connection.scalars(select(c.id).order_by(c.published.desc(), c.n.desc()).limit(limit)))
    found = reports_with(connection, words, limit)
    ids = {r.n: r.id for r in connection.execute(select(c.n, c.id).where(c.n.in_(found)))}
    return [ids[n] for n in found]


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
