"""Where entries take place: each place once, with how many there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from communique.ledger import queries
from communique.ledger import schema as s
from communique.ledger.queries import Query
from communique.records import Place

if TYPE_CHECKING:
    from communique.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class Spot:
    """A place, ``None`` where none is told, and how many entries have it."""

    place: Place | None
    count: int


def spots(ledger: Ledger, query: Query) -> list[Spot]:
    """Return where that takes place what a query finds, the most frequent first; of a page, if it has a limit.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if a name in it is nobody's.
    """
    e = s.entry.c
    columns = (e.place, e.place_country, e.lat, e.lon, e.geonames)
    with ledger._read() as connection:
        found, number = queries.statement(connection, query).subquery(), func.count().label("number")
        grouped = select(*columns, number).join_from(found, s.entry, e.n == found.c.n).group_by(*columns)
        rows = connection.execute(grouped.order_by(number.desc(), e.place, e.place_country)).all()
    return [Spot(Place(*row[:5]) if row.place else None, row.number) for row in rows]
