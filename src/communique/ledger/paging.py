"""Pages of an answer, each going on after the last entry of the one before.

>>> from communique.ledger.paging import page
>>> first = page(ledger, query)                                            # doctest: +SKIP
>>> second = page(ledger, replace(query, after=first.after))               # doctest: +SKIP
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.ledger import loading, queries
from communique.ledger.order import after
from communique.ledger.queries import Query
from communique.ledger.views import Entry

if TYPE_CHECKING:
    from communique.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class Page:
    """A page of entries. ``after`` is what the query for the next has as its ``after``, ``None`` on the last."""

    entries: tuple[Entry, ...]
    after: str | None = None


def page(ledger: Ledger, query: Query) -> Page:
    """Return the page of a query: ``limit`` entries from its beginning, or on from ``after``.

    A page deep in an answer costs no more than the first, and is not shifted by reports that come in: an entry is on
    two pages, or on none, only if what it is sorted by changes between them.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if a name in it is nobody's.
    """
    with ledger._read() as connection:
        more = None if query.limit is None else query.limit + 1
        rows = connection.execute(queries.statement(connection, replace(query, limit=more))).all()
        shown = rows[: query.limit]
        entries = tuple(loading.entries(connection, [row.n for row in shown]))
    return Page(entries, after(rows, query.limit, query.order, query.newest_first))
