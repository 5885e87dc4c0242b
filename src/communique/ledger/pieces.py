"""A page of what a ledger holds of a sort, with how many there are: for whoever shows it piece by piece.

What is asked for is counted and cut by the database, so that a page costs the same whatever the ledger holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import Connection, Select, func, select

from communique.ledger import judgements, loading, queries
from communique.ledger import schema as s
from communique.ledger.addresses import file_of
from communique.ledger.files import written
from communique.ledger.judgements import Judgement
from communique.ledger.queries import Query
from communique.ledger.sides import is_country, sides_named
from communique.ledger.undertakings import AHEAD, SPOKEN, follow
from communique.ledger.views import LedgerActor, ReportRef, Undertaking

if TYPE_CHECKING:
    from communique.ledger.store import Ledger

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Cut:
    """Which piece of what is found: so many, after so many; and no more than ``counted`` are counted."""

    limit: int
    offset: int = 0
    counted: int | None = None


@dataclass(frozen=True, slots=True)
class Listed(Generic[_T]):
    """A piece of what was found, and how many there are in all."""

    items: tuple[_T, ...]
    count: int


def actors(ledger: Ledger, name: str, countries: Sequence[str], cut: Cut) -> Listed[LedgerActor]:
    """Return the actors of a name or a country, those with most appearances first; ``countries`` are codes.

    Raises:
        UnknownId: if nobody is called so.
        BadQuery: if it is in too many names.
    """
    with ledger._read() as connection:
        c = s.actor.c
        column = c.country if is_country(name) else c.id
        asked = select(s.actor).where(column.in_(sides_named(connection, name)))
        asked = asked.where(c.country.in_(countries)) if countries else asked
        rows = connection.execute(_piece(asked.order_by(c.appearances.desc(), c.id), cut))
        found = tuple(loading.ledger_actor(connection, row) for row in rows.all())
        return Listed(found, _count(connection, asked, cut))


def reports(ledger: Ledger, query: Query, cut: Cut) -> Listed[ReportRef]:
    """Return the reports that have a query's words and tell of what else it asks for, the newest first.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if a name in it is nobody's.
    """
    with ledger._read() as connection:
        asked = queries.reports_asked(connection, query)
        numbers = list(connection.scalars(_piece(asked, cut)))
        refs = loading.report_refs(connection, numbers)
        return Listed(tuple(refs[n] for n in numbers), _count(connection, asked, cut))


def undertakings(ledger: Ledger, query: Query, cut: Cut) -> Listed[Undertaking]:
    """Return the undertakings among the entries asked for, in their order.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if a name in it is nobody's.
    """
    with ledger._read() as connection:
        ahead = select(s.account.c.entry).where(s.account.c.status.in_([x.value for x in AHEAD]))
        asked = queries.statement(connection, query).where(s.entry.c.kind.not_in(SPOKEN), s.entry.c.n.in_(ahead))
        numbers = list(connection.scalars(_piece(asked, cut)))
        told = (follow(x, ledger._via(connection, x)) for x in loading.entries(connection, numbers))
        return Listed(tuple(x for x in told if x is not None), _count(connection, asked, cut))


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
    whole = asked.order_by(None).limit(cut.counted).offset(None).subquery()
    return int(connection.scalar(select(func.count()).select_from(whole)) or 0)
