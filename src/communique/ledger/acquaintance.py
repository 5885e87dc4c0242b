"""What the ledger knows of one actor beside its engagements: itself, whom it meets, who belongs to a body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Row, distinct, func, select

from communique.errors import BadQuery, UnknownId
from communique.ledger import fulltext, identity, loading, lookup, queries
from communique.ledger import schema as s
from communique.ledger.deadline import TimeOver, within
from communique.ledger.queries import Query
from communique.ledger.series import Series
from communique.ledger.sides import has_words
from communique.ledger.views import ActorRef, LedgerActor, Office
from communique.records import ActorKind, from_json

if TYPE_CHECKING:
    from communique.ledger.store import Ledger

BODIES = (ActorKind.BODY, ActorKind.ORGANIZATION)
"""Kinds of actors that are bodies."""
_LOOKED_AT = 300
"""How many of those who take part are looked at for the bodies they act for."""


@dataclass(frozen=True, slots=True)
class Known:
    """An actor, and in how many reports' readings it appears; which these are is left out."""

    actor: LedgerActor
    appearances: int


@dataclass(frozen=True, slots=True)
class Met:
    """An actor that takes part in the same entries as another, and in how many."""

    actor: ActorRef
    count: int


def known(ledger: Ledger, id: str) -> Known:
    """Return an actor by its id or an id that it once had, at the same cost however often it appears.

    Raises:
        UnknownId: if there is none.
    """
    with ledger._read() as connection:
        row = loading.one_actor(connection, identity.current_id(connection, id) or id)
        if row is None:
            raise UnknownId(id, "there is no actor of this id", "Search for one: communique search --actor NAME")
        return Known(_actor(row), row.appearances)


@dataclass(frozen=True, slots=True)
class Membership:
    """Who belongs to a body by an office, or is the body itself; ``more`` are not given."""

    bodies: tuple[LedgerActor, ...]
    members: tuple[LedgerActor, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A body of another country that takes part in the same entries, by whom, and in how many that one does.

    ``actor`` is the body itself, or who holds an office in it.
    """

    body: str
    actor: ActorRef
    count: int


def counterparts(
    ledger: Ledger, query: Query, body: Membership, *, most: int = 30, milliseconds: int | None = None
) -> Series[Counterpart]:
    """Return bodies of other countries that take part in what a query finds, of a sector of this body's, if it has any.

    The ledger does not keep which bodies a report calls counterparts: these are such as meet.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if a name in it is nobody's.
    """
    own = (*body.bodies, *body.members)
    countries, sectors = {x.country for x in own}, {x for actor in own for x in actor.sectors}
    with ledger._read() as connection:
        try:
            with within(connection, milliseconds):
                found = _met(connection, queries.whole(query), "", _LOOKED_AT)
        except TimeOver:
            return Series(complete=False)
        rows = lookup.rows_in(connection, s.actor, s.actor.c.id, [x.actor.id for x in found])
    known = {row.id: _actor(row) for row in rows}
    made = []
    for other in found:
        actor = known[other.actor.id]
        if actor.country is None or actor.country in countries or (sectors and not sectors & {*actor.sectors}):
            continue
        bodies = [actor.name] if actor.kind in BODIES else [x.body for x in actor.offices if x.body]
        made += [Counterpart(name, other.actor, other.count) for name in dict.fromkeys(bodies)]
    return Series(tuple(made[:most]))


def _actor(row: Row[tuple[object, ...]]) -> LedgerActor:
    offices = tuple(from_json(Office, x) for x in row.offices)
    return LedgerActor(row.id, ActorKind(row.kind), row.name, row.country, tuple(row.names), offices,
                       tuple(row.sectors), row.wikidata)  # fmt: skip


def met(
    ledger: Ledger, query: Query, actor: str, *, most: int = 20, milliseconds: int | None = None
) -> Series[Met]:  # fmt: skip
    """Return who takes part with an actor, by its id, in what a query finds, those who do most often first.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if a name in it is nobody's.
    """
    with ledger._read() as connection:
        try:
            with within(connection, milliseconds):
                return Series(tuple(_met(connection, queries.whole(query), actor, most)))
        except TimeOver:
            return Series(complete=False)


def _met(connection: Connection, query: Query, actor: str, most: int) -> list[Met]:
    found = queries.unordered(connection, query).subquery()
    p, number = s.entry_party.c, func.count(distinct(s.entry_party.c.entry)).label("number")
    joined = select(p.actor, number).join_from(found, s.entry_party, p.entry == found.c.n).where(p.actor != actor)
    rows = connection.execute(joined.group_by(p.actor).order_by(number.desc(), p.actor).limit(most)).all()
    refs = loading.actor_refs(connection, [row.actor for row in rows])
    return [Met(refs[row.actor], row.number) for row in rows]


def membership(ledger: Ledger, name: str, *, most: int = 100) -> Membership:
    """Return the bodies that have all words of a name in theirs, and who holds an office in such a one.

    Those who appear most come first.

    Raises:
        BadQuery: if the name has no word.
    """
    words = fulltext.folded(name).split()
    if not words:
        raise BadQuery(repr(name), "this names no body", "Give its name or a part of it")
    called = select(s.actor_name.c.actor).where(*has_words(s.actor_name.c.name, words))
    within_it = select(s.actor_body.c.actor).where(*has_words(s.actor_body.c.body, words))
    a = s.actor.c
    body = a.kind.in_([x.value for x in BODIES])
    order = (a.appearances.desc(), a.id)
    with ledger._read() as connection:
        bodies = connection.execute(select(s.actor).where(a.id.in_(called), body).order_by(*order).limit(most)).all()
        held = select(s.actor).where(a.id.in_(within_it), a.id.not_in([row.id for row in bodies]))
        count = int(connection.scalar(select(func.count()).select_from(held.subquery())) or 0)
        rows = connection.execute(held.order_by(*order).limit(most)).all()
        return Membership(tuple(map(_actor, bodies)), tuple(map(_actor, rows)), count - len(rows))
