"""Entries as drawings show them: what, when, who and where, without what each report says of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, select

from communique.ledger import loading, lookup, queries
from communique.ledger import schema as s
from communique.ledger.queries import Query
from communique.ledger.views import Party
from communique.records import Part, Place, Status

if TYPE_CHECKING:
    from communique.ledger.store import Ledger

_MOST = 500
_E = s.entry.c
_COLUMNS = (_E.n, _E.id, _E.kind, _E.status, _E.time, _E.earliest, _E.latest, _E.day, _E.cameo, _E.place,
            _E.place_country, _E.lat, _E.lon, _E.geonames)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry in a drawing. ``day`` is where it is sorted: where no ``time`` is told, the day of its first report."""

    id: str
    kind: str
    status: Status
    parties: tuple[Party, ...]
    cameo: str
    time: str | None
    earliest: str | None
    latest: str | None
    day: str
    place: Place | None = None


def marks(ledger: Ledger, query: Query) -> list[Mark]:
    """Return what a query finds, in order, as drawings show it; all in memory, so give it a limit.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if a name in it is nobody's.
    """
    with ledger._read() as connection:
        return marks_of(connection, [row.n for row in connection.execute(queries.statement(connection, query))])


def marks_of(connection: Connection, numbers: Sequence[int]) -> list[Mark]:
    """Return the entries of these row numbers, in this order."""
    rows: dict[int, Row[Any]] = {}
    for start in range(0, len(numbers), _MOST):
        found = connection.execute(select(*_COLUMNS).where(_E.n.in_(numbers[start : start + _MOST])))
        rows |= {r.n: r for r in found}
    parties = parties_of(connection, list(rows))
    return [_mark(rows[n], tuple(parties[n])) for n in numbers if n in rows]


def parties_of(connection: Connection, numbers: Sequence[int]) -> dict[int, list[Party]]:
    """Return who takes part in the entries of these row numbers."""
    rows = lookup.rows_in(connection, s.entry_party, s.entry_party.c.entry, numbers)
    known = loading.actor_refs(connection, [r.actor for r in rows])
    found: dict[int, list[Party]] = defaultdict(list)
    for r in sorted(rows, key=lambda r: (r.entry, r.place)):
        found[r.entry].append(Party(known[r.actor], Part(r.part)))
    return found


def _mark(r: Row[Any], parties: tuple[Party, ...]) -> Mark:
    place = Place(r.place, r.place_country, r.lat, r.lon, r.geonames) if r.place else None
    return Mark(r.id, r.kind, Status(r.status), parties, r.cameo, r.time, r.earliest, r.latest, r.day, place)
