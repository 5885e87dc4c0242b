"""Entries that may be the same as another, to be looked at by a person: of the same sides, near in time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, and_, or_, select

from communique.ledger import judgements, loading, lookup
from communique.ledger import schema as s
from communique.ledger.judgements import Verdict
from communique.ledger.views import Entry, Review

if TYPE_CHECKING:
    from communique.ledger.store import Ledger

_LOOKED_AT = 20
"""Entries on either side of it in time that are looked at, of each two sides."""
_SIDES = 12
"""Pairs of sides, or sides, of one entry that are looked at."""


def near(ledger: Ledger, id: str, most: int = 6) -> list[Entry]:
    """Return the entries that an entry may be the same as, the likeliest first.

    They have two sides in common with it, or one where it has no two; those of its kind come first, then by how near
    their days are. What people said is different from it, or rejected, is left out.

    Raises:
        UnknownId: if there is no entry of the id.
    """
    with ledger._read() as connection:
        entry = loading.entry(connection, id)
        number = loading.entry_number(connection, entry.id)
        day = str(connection.scalar(select(s.entry.c.day).where(s.entry.c.n == number)))
        found = set(_beside(connection, s.dyad, ("low", "high"), number, day))
        found = found or set(_beside(connection, s.side, ("side",), number, day))
        c, others = s.entry.c, found - {number} - _different(connection, number)
        asked = select(c.n, c.kind, c.day).where(c.n.in_(sorted(others)), c.review != Review.REJECTED.value)
        rows = list(connection.execute(asked))
        rows.sort(key=lambda r: (r.kind != entry.kind, _apart(r.day, day), r.n))
        return loading.entries(connection, [r.n for r in rows[:most]])


def _beside(
    connection: Connection, table: Table, names: Collection[str], number: int | None, day: str
) -> Iterator[int]:
    """The entries next to one in time that share a key with it."""
    c = table.c
    keys = connection.execute(select(*(c[name] for name in names)).where(c.entry == number).distinct().limit(_SIDES))
    for key in keys.all():
        shared = select(c.entry).where(and_(*(c[name] == value for name, value in zip(names, key, strict=True))))
        for half in (shared.where(c.day >= day).order_by(c.day), shared.where(c.day < day).order_by(c.day.desc())):
            yield from connection.scalars(half.limit(_LOOKED_AT))


def _different(connection: Connection, number: int | None) -> set[Any]:
    """The entries that people said an entry is not the same as."""
    own = [r.id for r in lookup.rows_in(connection, s.account, s.account.c.entry, [number])]
    c = s.judgement.c
    where = c.verdict == Verdict.DIFFERENT, or_(c.anchor.in_(own), c.other_anchor.in_(own))
    rows = connection.execute(select(c.id, c.anchor, c.other_anchor).where(*where)).all()
    gone = judgements.undone(connection) if rows else frozenset()
    others = [x for r in rows if r.id not in gone for x in (r.anchor, r.other_anchor) if x]
    return {r.entry for r in lookup.rows_in(connection, s.account, s.account.c.id, others)}


def _apart(one: str, other: str) -> int:
    """Days between two, many where one is not known."""
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
    except ValueError:
        return 10**6
