"""What may be the keeping of a promise that seems not to have been kept: a deed of the same people about its day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import Connection, select

from communique.ledger import lookup
from communique.ledger import schema as s
from communique.ledger.resolution.engagements import may_be, one_place
from communique.ledger.resolution.names import surname_keys
from communique.ledger.resolution.outlines import Outline, Who
from communique.ledger.views import Entry, Undertaking
from communique.records import Status

_BEFORE, _AFTER = 3, 30
"""Days before the first and after the last day of a promise in which its keeping is looked for."""
_MOST_ALIKE = 400
_DEEDS = (Status.HELD.value, Status.ONGOING.value)
_KINDS = frozenset({"meeting", "summit", "talks", "call", "visit", "signing", "agreement", "mediation"})


def likely_deed(connection: Connection, promise: Undertaking) -> str | None:
    """Return the id of the entry that may be what was promised, ``None`` where nothing is like it.

    Two of the parties are the same, or may be by their names, or one is and the place is that of the promise. A visit
    may have been told as the meeting it was made for.
    """
    if promise.due is None or promise.entry.kind not in _KINDS:
        return None
    wanted = _outline(connection, [promise.entry.id])[promise.entry.id]
    last = date.fromisoformat(promise.due)
    first = date.fromisoformat(promise.entry.earliest or promise.due)
    ids = _about(connection, promise.entry, first - timedelta(_BEFORE), last + timedelta(_AFTER))
    found = ((_likeness(wanted, other), id) for id, other in _outline(connection, ids).items())
    best = max(((score, id) for score, id in found if score >= 2), default=None)
    return best[1] if best else None


def _about(connection: Connection, entry: Entry, first: date, last: date) -> list[str]:
    """Ids of the deeds between two days in which a party of an entry takes part, or somebody of its country or name."""
    sides = {x for p in entry.parties for x in (p.actor.id, p.actor.country) if x}
    named = {key for p in map(Who.of, entry.parties) if p.name for key in surname_keys(p.name)}
    alike = select(s.actor_key.c.actor).where(s.actor_key.c.key.in_(sorted(named))).distinct().limit(_MOST_ALIKE)
    sides |= set(connection.scalars(alike))
    c, e = s.side.c, s.entry.c
    query = select(e.id).join(s.side, c.entry == e.n).where(c.side.in_(sorted(sides)), e.status.in_(_DEEDS))
    query = query.where(c.day >= first.isoformat(), c.day <= last.isoformat(), e.kind.in_(_KINDS), e.id != entry.id)
    return sorted(set(connection.scalars(query.where(e.review != "rejected"))))


def _outline(connection: Connection, ids: Iterable[str]) -> dict[str, Outline]:
    rows = lookup.rows_in(connection, s.entry, s.entry.c.id, list(ids))
    return {r.id: Outline.from_json(r.outline) for r in rows}


def _likeness(one: Outline, other: Outline) -> int:
    """How many parties of one may be parties of the other, and one more for the place."""
    ours, theirs = (list({p.actor: p for p in x.parties}.values()) for x in (one, other))
    shared = sum(any(_is_or_acts_for(p, q) for q in theirs) for p in ours)
    there = any(one_place(x, y) for x in one.places for y in other.places)
    named = any(p.kind != "state" and any(_is_or_acts_for(p, q) for q in theirs) for p in ours)
    return shared + (there and named)


def _is_or_acts_for(one: Who, other: Who) -> bool:
    stands = "state" in (one.kind, other.kind) and bool(one.country) and one.country == other.country
    return one.actor == other.actor or may_be(one, other) or stands
