"""The actors of a ledger in memory: what is known of each, and by which keys it is found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from communique.ledger import grouping, loading, placing
from communique.ledger import schema as s
from communique.ledger.held.blocks import Blocks
from communique.ledger.held.seen import Named, Seen
from communique.ledger.resolution import actors
from communique.ledger.resolution.likeness import Verdict
from communique.ledger.resolution.names import keys as keys_of
from communique.ledger.resolution.profiles import Profile, summary
from communique.ledger.views import ActorRef

_Shape = tuple[object, ...]


@dataclass(slots=True)
class _Actor:
    """An actor: its profile, how it is cited, its keys, and when it was seen (``None``: to be looked up)."""

    profile: Profile
    ref: ActorRef
    named: Named
    shape: _Shape
    keys: frozenset[str]
    seen: Seen | None


class Actors:
    """All actors of a ledger."""

    def __init__(self, connection: Connection) -> None:
        self.waiting: dict[str, Profile] = {}
        """Profiles that are to be written, by id."""
        self._there: dict[str, _Actor] = {}
        self._with_key = Blocks[str]()
        self._members: dict[str, dict[str, Profile]] = {}
        self._met: dict[frozenset[str], Sequence[tuple[str, str]]] = {}
        self._stood: dict[frozenset[str], int] = {}
        for row in connection.execute(select(s.actor.c.id, s.actor.c.profile)):
            self._put(row.id, Profile.from_json(row.profile), None)

    def __contains__(self, id: str) -> bool:
        """Whether there is an actor of this id."""
        return id in self._there

    def ref(self, id: str) -> ActorRef:
        """Return an actor as it is cited now."""
        return self._there[id].ref

    def chosen(self, profiles: Sequence[Profile]) -> list[tuple[str | None, str]]:
        """Return which actors the appearances of one report are of, ``None`` for a new one, and why; in their order."""
        return grouping.in_turn(profiles, self._candidates, actors.choose, ())

    def _candidates(self, profile: Profile, gone: Collection[str]) -> list[tuple[str, Profile]]:
        near, named = self._near(keys_of(profile)).difference(gone), Named.of(profile)
        fitting = [id for id in sorted(near) if named.may_fit(self._there[id].named)] or sorted(near)[:1]
        return [(id, self._there[id].profile) for id in fitting]

    def add(self, connection: Connection, id: str, member: str, appearance: Profile) -> None:
        """Add an appearance, by its id, which is not written yet, to an actor, new or not."""
        if id in self._members:
            self._members[id][member] = appearance
        was = self._there.get(id)
        profile = appearance if was is None else was.profile.joined(appearance)
        seen = Seen() if was is None else self._seen(connection, id)
        seen.add(appearance)
        self._put(id, profile, seen)
        self.waiting[id] = profile

    def fitting(self, connection: Connection, ids: Collection[str]) -> dict[str, set[str]]:
        """Return for each of these the others that are the same, or have an appearance that is one of its own."""
        return {id: self._fitting(connection, id) for id in ids if id in self._there}

    def knows(self, rivals: Collection[str]) -> bool:
        """Whether the appearances of these are known, each by itself, and who met among them."""
        return frozenset(rivals) in self._met and all(id in self._members for id in rivals)

    def look_up(self, connection: Connection, rivals: Collection[str]) -> None:
        """Look up the appearances of these, and who met among them; nothing waits to be written."""
        values, of = placing.actor_members(connection, [id for id in rivals if id not in self._members])
        self._members |= {id: {} for id in rivals if id not in self._members}
        for member, profile in values.items():
            self._members[of[member]][member] = profile
        ids = [member for id in rivals for member in self._members[id]]
        self._met[frozenset(rivals)] = grouping.met(connection, ids)

    def stand(self, rivals: Collection[str]) -> bool:
        """Whether these actors, which fit one another and are known, would be grouped as they are."""
        key, parts = frozenset(rivals), [self._members[id] for id in rivals]
        count = sum(map(len, parts))
        if self._stood.get(key) == count:
            return True
        members = {member: profile for part in parts for member, profile in part.items()}
        groups = grouping.actors_unjudged(members, self._met[key])
        stand = set(map(frozenset, groups)) == {frozenset(part) for part in parts}
        if stand:
            self._stood[key] = count
        return stand

    def met(self, ids: Collection[str]) -> None:
        """Forget who met, where any of these did."""
        for key in [key for key in self._met if not key.isdisjoint(ids)]:
            del self._met[key]
            self._stood.pop(key, None)

    def renew(self, connection: Connection, ids: Iterable[str]) -> None:
        """Look actors up again, whose rows are others now, or gone."""
        wanted = set(ids)
        self.met(wanted)
        for id in wanted:
            self._members.pop(id, None)
        for id in wanted & self._there.keys():
            self._with_key.drop(self._there.pop(id).keys, id)
        for id, profile in grouping.profiles(connection, wanted).items():
            self._put(id, profile, None)

    def _put(self, id: str, profile: Profile, seen: Seen | None) -> None:
        was, shape = self._there.get(id), _shape(profile)
        keys = was.keys if was is not None and was.shape == shape else keys_of(profile)
        shown = summary(profile)
        ref = ActorRef(id, shown.kind, shown.name, shown.country, shown.sectors, shown.wikidata)
        if was is None or was.keys != keys:
            self._with_key.drop(was.keys - keys if was else (), id)
            self._with_key.add(keys, id)
        self._there[id] = _Actor(profile, ref, Named.of(profile), shape, keys, seen)

    def _near(self, keys: Iterable[str]) -> set[str]:
        return {id for key in keys for id in self._with_key.having(key)}

    def _fitting(self, connection: Connection, id: str) -> set[str]:
        mine, found = self._there[id], set[str]()
        for other in self._near(mine.keys) - {id}:
            theirs = self._there[other]
            if (
                mine.named.may_fit(theirs.named)
                and actors.compare(mine.profile, theirs.profile).verdict is Verdict.SAME
            ) or self._seen(connection, id).fits(self._seen(connection, other)):
                found.add(other)
        return found

    def _seen(self, connection: Connection, id: str) -> Seen:
        """When an actor was seen; of one that is not known yet, nothing is waiting to be written."""
        seen = self._there[id].seen
        if seen is None:
            seen = Seen()
            for appearance in loading.appearances(connection, s.appearance.c.actor == id):
                seen.add(Profile.of(appearance))
            self._there[id] = replace(self._there[id], seen=seen)
        return seen


def _shape(profile: Profile) -> _Shape:
    """What the keys of a profile hang on."""
    names, kinds = frozenset(n for n, _ in profile.names), frozenset(k for k, _ in profile.kinds)
    return names, kinds, profile.names[0][0], profile.country, profile.wikidata
