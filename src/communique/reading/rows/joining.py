"""A row with what its remarks tell: its persons are one in both, and its days and place hold for whom they met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from communique.reading.engagements.drafts import TOGETHER
from communique.reading.known.offices import find_offices
from communique.reading.rows.whys import BY_REMARK
from communique.records import (
    RECEIVING,
    Actor,
    ActorKind,
    Engagement,
    Participant,
    Place,
    Record,
    Role,
    Span,
    Statement,
    Status,
)

_DONE = (Status.HELD, Status.ONGOING)


def joined(row: Record, notes: Record, along: Sequence[Span] = ()) -> Record:
    """Return the record of a row with that of its remarks, whose ids go on from the row's.

    ``along`` are the words for those who came along with the row's persons.
    """
    return _Joining(row, notes, along).record()


class _Joining:
    """A row's one engagement, and what is read in its remarks."""

    def __init__(self, row: Record, notes: Record, along: Sequence[Span]) -> None:
        self._row, self._notes, self._told = row, notes, row.engagements[0]
        self._guests = {p.actor for p in self._told.participants if p.part not in RECEIVING}
        self._home = self._country_of_hosts()
        self._from = next((c for x in self._guests if (c := row.actor(x).country)), None)
        self._along = {a.id for a in notes.actors if any(m.contains(s) for m in a.mentions for s in along)}
        self._ids = {a.id: same.id for a in notes.actors if (same := _same(a, row.actors)) is not None}
        self._acts = {e.id: self._told.id for e in notes.engagements if self._is_own(e)}

    def _country_of_hosts(self) -> str | None:
        hosts = (self._row.actor(p.actor).country for p in self._told.participants if p.actor not in self._guests)
        place = self._told.place
        return next((c for c in hosts if c), place.country if place else None)

    def _is_own(self, e: Engagement) -> bool:
        """Whether the remarks tell the row's own visit, or a part of it: to its country, of none but the two."""
        if e.kind != self._told.kind:
            return False
        place = e.place.country if e.place else None
        lands = {self._notes.actor(p.actor).country for p in e.participants if p.actor not in self._ids}
        return place in (None, self._home) and lands <= {None, self._home, self._from}

    def record(self) -> Record:
        """Return the record of both; of those in the remarks alone, persons and whoever something is told of."""
        notes, row = self._notes, self._row
        kept = [e for e in notes.engagements if e.id not in self._acts]
        self._acts |= {e.id: f"e{n}" for n, e in enumerate(kept, len(row.engagements) + 1)}
        spoken_of = set(_referred(kept, notes))
        new = [a for a in notes.actors if a.kind is ActorKind.PERSON or a.id in spoken_of]
        new = [a for a in new if a.id not in self._ids]
        self._ids |= {a.id: f"a{n}" for n, a in enumerate(new, len(row.actors) + 1)}
        lands = dict.fromkeys(self._received(kept), self._home) | dict.fromkeys(self._along, self._from)
        return replace(
            row,
            actors=(*row.actors, *(self._actor(a, lands.get(a.id)) for a in new)),
            counterparts=tuple(replace(c, bodies=self._pair(c.bodies)) for c in notes.counterparts),
            engagements=(*row.engagements, *map(self._engagement, kept)),
            statements=tuple(map(self._statement, notes.statements)),
            times=(*row.times, *notes.times),
            places=(*row.places, *notes.places),
        )

    def _pair(self, bodies: tuple[str, str]) -> tuple[str, str]:
        return self._ids[bodies[0]], self._ids[bodies[1]]

    def _meets(self, e: Engagement) -> bool:
        """Whether somebody of the row meets others by it, in the row's days and place."""
        there = {self._ids.get(p.actor) for p in e.participants}
        return e.kind in TOGETHER and e.status in _DONE and bool(there & self._guests)

    def _received(self, kept: Iterable[Engagement]) -> Iterator[str]:
        """Yield whom the row's persons met where they were received, unless other countries or a body met too."""
        met = {p.actor for e in kept if self._meets(e) for p in e.participants} - self._along
        actors = [a for a in self._notes.actors if a.id in met and self._ids.get(a.id) not in self._guests]
        others = any(a.country not in {None, self._home, self._from} for a in actors)
        bodies = any(a.kind in (ActorKind.ORGANIZATION, ActorKind.BODY) and a.country is None for a in actors)
        if not (others or bodies or any(e.kind == "summit" for e in kept)):
            yield from (a.id for a in actors)

    def _actor(self, actor: Actor, land: str | None) -> Actor:
        """Return an actor of the remarks; an office whose country they leave unsaid is one of ``land``."""
        actor = replace(actor, id=self._ids[actor.id])
        if land is None or actor.country or not any(_is_of_state(role) for role in actor.roles):
            return actor
        roles = tuple(replace(r, country=land) if _is_of_state(r) else r for r in actor.roles)
        return replace(actor, country=land, roles=roles)

    def _place(self, e: Engagement) -> Place | None:
        """Return where an engagement of the remarks was: a meeting in the country of the row, whatever is named."""
        if not self._meets(e) or (e.place is not None and e.place.country == self._home):
            return e.place
        return self._told.place or e.place

    def _engagement(self, e: Engagement) -> Engagement:
        parts = {self._ids[p.actor]: Participant(self._ids[p.actor], p.part) for p in reversed(e.participants)}
        return replace(
            e,
            id=self._acts[e.id],
            participants=tuple(reversed(parts.values())),
            why=f"{BY_REMARK}: {e.why}",
            voice=self._ids[e.voice] if e.voice else None,
            about=tuple(dict.fromkeys(self._acts[x] for x in e.about)),
            time=e.time or (self._told.time if self._meets(e) else None),
            place=self._place(e),
        )

    def _statement(self, s: Statement) -> Statement:
        return replace(
            s,
            speaker=self._ids[s.speaker] if s.speaker else None,
            addressee=self._ids[s.addressee] if s.addressee else None,
            about=tuple(replace(x, engagement=self._acts[x.engagement]) for x in s.about),
            toward=tuple(replace(x, actor=self._ids[x.actor]) for x in s.toward),
        )


def _same(actor: Actor, among: Iterable[Actor]) -> Actor | None:
    """Return who of a row an actor of its remarks is: named at the same characters, or the same state."""
    return next((a for a in among if _is_one(a, actor)), None)


def _is_one(a: Actor, b: Actor) -> bool:
    if a.kind is ActorKind.STATE:
        return b.kind is ActorKind.STATE and a.country is not None and a.country == b.country
    return any(x.overlaps(y) for x in a.mentions for y in b.mentions)


def _is_of_state(role: Role) -> bool:
    offices = [info for _, _, info in find_offices(role.title) if not info.former]
    is_of_one = any(info.sector in ("executive", "royal") for info in offices)
    return is_of_one and not (role.country or role.body or role.former)


def _referred(kept: Iterable[Engagement], notes: Record) -> Iterator[str | None]:
    """Yield the actors that something is told of, by id."""
    for e in kept:
        yield from (e.voice, *(p.actor for p in e.participants))
    for s in notes.statements:
        yield from (s.speaker, s.addressee, *(x.actor for x in s.toward))
    for c in notes.counterparts:
        yield from c.bodies
