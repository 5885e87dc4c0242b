"""Promises a page at a time: which entries are undertakings is asked of the database, and only a page is followed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, exists, func, select

from communique.ledger import loading, lookup, queries
from communique.ledger import schema as s
from communique.ledger.queries import Query
from communique.ledger.undertakings import AHEAD, SPOKEN, follow
from communique.ledger.views import Entry, Undertaking

if TYPE_CHECKING:
    from communique.ledger.store import Ledger

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Promises:
    """A page of undertakings, how many there are of all, counted to ``most``, and whether more follow the page."""

    page: tuple[Undertaking, ...]
    count: int
    is_more: bool = False


def promises(ledger: Ledger, query: Query, *, by: str, most: int | None = None) -> Promises:
    """Return the page of undertakings that a query asks for, as they stand on the day ``by`` (ISO).

    They come by the days on which they may take place, by the query's order, ``limit`` and ``offset``.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if a name in it is nobody's.
    """
    with ledger._read() as connection:
        asked = _promised(connection, query, by)
        page = asked.offset(query.offset or None).limit(None if query.limit is None else query.limit + 1)
        numbers = list(connection.scalars(page))
        found = _followed(connection, numbers[: query.limit], by)
        counted = select(func.count()).select_from(asked.order_by(None).limit(most).subquery())
        is_more = query.limit is not None and len(numbers) > query.limit
        return Promises(tuple(found), int(connection.scalar(counted) or 0), is_more)


def promised(ledger: Ledger, query: Query, *, by: str) -> Iterator[Entry]:
    """Yield the entries of all undertakings that :func:`promises` gives a page of.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if a name in it is nobody's.
    """
    with ledger._read() as connection:
        found = list(connection.scalars(_promised(connection, query, by)))
        for start in range(0, len(found), _PAGE):
            yield from loading.entries(connection, found[start : start + _PAGE])


def _promised(connection: Connection, query: Query, by: str) -> Select[Any]:
    """The entries that some account tells as ahead, and some account of that day or before tells at all."""
    way = queries.way_of(connection, query)
    told, here = s.account.c, s.account.c.entry == way.number
    published = func.coalesce(s.report.c.published, "") <= by
    where = [
        *queries.conditions(connection, query, way),
        way.column("kind").not_in(sorted(SPOKEN)),
        exists().where(here, told.status.in_(sorted(x.value for x in AHEAD))),
        exists().where(here, s.report.c.n == told.report, published),
    ]
    day = way.column("day")
    order = (day.desc(), way.number.desc()) if query.newest_first else (day, way.number)
    return way.select(way.number.label("n"), where=where).order_by(*order)


def _followed(connection: Connection, numbers: Sequence[int], by: str) -> Iterator[Undertaking]:
    """The entries followed, with those that are about them read at once."""
    about: dict[int, list[int]] = defaultdict(list)
    for row in lookup.rows_in(connection, s.entry_about, s.entry_about.c.about, numbers):
        about[row.about].append(row.entry)
    others = sorted({n for several in about.values() for n in several})
    via = dict(zip(others, loading.entries(connection, others), strict=True))
    for number, entry in zip(numbers, loading.entries(connection, numbers), strict=True):
        found = follow(entry, [via[n] for n in sorted(about[number])], by=by)
        if found is not None:
            yield found
