"""A page of what a ledger holds of a sort, with how many there are: for whoever shows it piece by piece.

What is asked for is counted and cut by the database, so that a page costs the same whatever the ledger holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import Connection, Row, Select, func, select, tuple_

from communique.ledger import judgements, loading, queries, sayings
from communique.ledger import schema as s
from communique.ledger.addresses import file_of
from communique.ledger.files import written
from communique.ledger.judgements import Judgement
from communique.ledger.listing import (
    FoundReport,
    ListedActor,
    ListedReport,
    found_reports,
    listed_actors,
    listed_reports,
)
from communique.ledger.order import Others, after, cursor
from communique.ledger.queries import Query
from communique.ledger.sayings import SaidQuery
from communique.ledger.sides import is_country, sides_named
from communique.ledger.undertakings import AHEAD, SPOKEN, follow
from communique.ledger.views import LedgerActor, Saying, Undertaking

if TYPE_CHECKING:
    from communique.ledger.store import Ledger

_T = TypeVar("_T")
_K = TypeVar("_K")
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Cut:
    """Which piece of what is found: so many, after so many; and no more than ``counted`` are counted."""

    limit: int
    offset: int = 0
    counted: int | None = None


@dataclass(frozen=True, slots=True)
class Listed(Generic[_T]):
    """A piece of what was found, and how many there are in all.

    ``after`` is what the query for the next piece has as its ``after``, where it has one; ``None`` at the end.
    """

    items: tuple[_T, ...]
    count: int
    after: str | None = None


def actors(ledger: Ledger, name: str, countries: Sequence[str], cut: Cut) -> Listed[LedgerActor]:
    """Return the actors of a name or a country, those with most appearances first; ``countries`` are codes.

    Raises:
        UnknownId: if nobody is called so.
        BadQuery: if it is in too many names.
    """
    with ledger._read() as connection:
        asked = _actors(connection, name, countries)
        rows = connection.execute(_piece(asked, cut)).all()
        found = tuple(loading.ledger_actor(connection, row) for row in rows)
        return Listed(found, _count(connection, asked, cut))


def all_actors(ledger: Ledger, name: str, countries: Sequence[str]) -> Iterator[ListedActor]:
    """Return all of these actors, read some at a time; raises likewise, before the first."""
    with ledger._read() as connection:
        found = list(connection.scalars(_actors(connection, name, countries).with_only_columns(s.actor.c.id)))
    return _read(ledger, found, listed_actors)


def _actors(connection: Connection, name: str, countries: Sequence[str]) -> Select[Any]:
    c = s.actor.c
    column = c.country if is_country(name) else c.id
    asked = select(s.actor).where(column.in_(sides_named(connection, name)))
    asked = asked.where(c.country.in_(countries)) if countries else asked
    return asked.order_by(c.appearances.desc(), c.id)


def statements(ledger: Ledger, query: SaidQuery, counted: int | None = None) -> Listed[Saying]:
    """Return the page of a query: ``limit`` statements from its beginning, or on from ``after``, in order.

    No more than ``counted`` of all are counted.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if a name or an id in it is nobody's.
    """
    with ledger._read() as connection:
        more = None if query.limit is None else query.limit + 1
        rows = connection.execute(sayings.asked(connection, replace(query, limit=more))).all()
        found = tuple(sayings.load(connection, [row.n for row in rows[: query.limit]]))
        further = after(rows, query.limit, Others.STATEMENTS, query.newest_first)
        return Listed(found, sayings.count(connection, query, counted), further)


def reports(ledger: Ledger, query: Query, cut: Cut) -> Listed[FoundReport]:
    """Return the reports that have a query's words and tell of what else it asks for, the newest first.

    With its ``after`` they go on there. Those of an unknown day come last.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if a name in it is nobody's.
    """
    with ledger._read() as connection:
        asked = queries.reports_asked(connection, query)
        rows = _by_day(connection, asked, query.after, replace(cut, limit=cut.limit + 1))
        found = found_reports(connection, [row.n for row in rows[: cut.limit]])
        return Listed(found, _count(connection, asked, cut), after(rows, cut.limit, Others.REPORTS, True))


def all_reports(ledger: Ledger, query: Query) -> Iterator[ListedReport]:
    """Return all of these reports, read some at a time; raises likewise, before the first."""
    with ledger._read() as connection:
        found = [row.n for row in connection.execute(queries.reports_asked(connection, query))]
    return _read(ledger, found, listed_reports)


def _by_day(connection: Connection, asked: Select[Any], given: str | None, cut: Cut) -> list[Row[Any]]:
    """A piece of reports on from a cursor: along the index of days those that have one, then those that have none."""
    c = s.report.c
    asked = asked.add_columns(func.coalesce(c.published, "").label("key")).order_by(None)
    dated = asked.where(c.published.is_not(None)).order_by(c.published.desc(), c.n.desc())
    undated = asked.where(c.published.is_(None)).order_by(c.n.desc())
    parts = [dated, undated]
    if given is not None:
        last = cursor(given, Others.REPORTS, True)
        earlier = dated.where(tuple_(c.published, c.n) < tuple_(last.key, last.number))
        parts = [earlier, undated] if last.key else [undated.where(c.n < last.number)]
    found: list[Row[Any]] = []
    skipped = cut.offset
    for part in parts:
        rows = connection.execute(part.offset(skipped or None).limit(cut.limit - len(found))).all()
        skipped = 0 if rows else skipped - _size(connection, part.limit(skipped))
        found += rows
    return found


def undertakings(ledger: Ledger, query: Query, cut: Cut) -> Listed[Undertaking]:
    """Return the undertakings among the entries asked for, in their order; with a query's ``after`` they go on there.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if a name in it is nobody's.
    """
    with ledger._read() as connection:
        asked = _ahead(connection, query)
        rows = connection.execute(_piece(asked, replace(cut, limit=cut.limit + 1))).all()
        entries = loading.entries(connection, [row.n for row in rows[: cut.limit]])
        told = (follow(x, ledger._via(connection, x)) for x in entries)
        found = tuple(x for x in told if x is not None)
        count = _count(connection, _ahead(connection, replace(query, after=None)), cut)
        return Listed(found, count, after(rows, cut.limit, query.order, query.newest_first))


def _ahead(connection: Connection, query: Query) -> Select[Any]:
    ahead = select(s.account.c.entry).where(s.account.c.status.in_([x.value for x in AHEAD]))
    return queries.statement(connection, query).where(s.entry.c.kind.not_in(SPOKEN), s.entry.c.n.in_(ahead))


def judged(ledger: Ledger, subject: str | None, cut: Cut) -> Listed[Judgement]:
    """Return judgements, or those on one thing, in the order they were made, undone ones among them.

    Raises:
        UnknownId: if there is nothing of the id.
    """
    with ledger._read() as connection:
        asked = select(s.judgement).order_by(s.judgement.c.n)
        asked = asked if subject is None else asked.where(judgements.on(connection, subject))
        rows = connection.execute(_piece(asked, cut)).all()
        return Listed(tuple(map(judgements.from_row, rows)), _count(connection, asked, cut))


def state(ledger: Ledger) -> str:
    """Return what is another whenever what the ledger answers may be, told by three looks at an index.

    Of a ledger in a file, that is also when it was last written to.
    """
    with ledger._read() as connection:
        last = (select(func.max(table.c.n)).scalar_subquery() for table in (s.report, s.judgement, s.change))
        found = [str(x or 0) for x in connection.execute(select(*last)).one()]
    path = file_of(ledger.address)
    found += written(path) if path is not None else ()
    return "-".join(found)


def _piece(asked: Select[Any], cut: Cut) -> Select[Any]:
    return asked.limit(cut.limit).offset(cut.offset or None)


def _count(connection: Connection, asked: Select[Any], cut: Cut) -> int:
    return _size(connection, asked.order_by(None).limit(cut.counted).offset(None))


def _size(connection: Connection, asked: Select[Any]) -> int:
    return int(connection.scalar(select(func.count()).select_from(asked.subquery())) or 0)


def _read(ledger: Ledger, keys: Sequence[_K], read: Callable[[Connection, Sequence[_K]], Iterator[_T]]) -> Iterator[_T]:
    for start in range(0, len(keys), _AT_ONCE):
        with ledger._read() as connection:
            some = list(read(connection, keys[start : start + _AT_ONCE]))
        yield from some
