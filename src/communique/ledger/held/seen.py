"""On which days an actor was seen, by how it looked: whether an appearance of one fits one of another.

What :func:`~communique.ledger.resolution.actors.compare` says of two appearances hangs on how each looked (names, kind,
country, offices) and on the days between their reports, and of these only on the stretch that they fall in
(``persons.TURNS``). So a look is held against a look once, for each stretch, however often either was seen.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from communique.ledger.resolution import actors, persons
from communique.ledger.resolution.likeness import Verdict
from communique.ledger.resolution.profiles import Profile
from communique.records import ActorKind

_UNKNOWN = 0
_BASE, _FAR = 1_000_000, 900_000
"""A day with room before and after it, and more days than lie between any two reports."""


@dataclass(frozen=True, slots=True)
class Named:
    """How something is named, as far as names can tell two apart: the full names where it is a person."""

    full: tuple[str, ...]
    has_item: bool

    @classmethod
    def of(cls, profile: Profile) -> Named:
        """Return how a profile is named."""
        is_person = profile.kind is ActorKind.PERSON
        return cls(persons.full_names(profile) if is_person else (), bool(profile.wikidata))

    def may_fit(self, other: Named) -> bool:
        """Whether what is so named may be one with what is named otherwise; else no comparison finds that it is."""
        if not self.full or not other.full or (self.has_item and other.has_item):
            return True
        return self.full == other.full or persons.shared_name(self.full, other.full) is not None


class Seen:
    """The days on which an actor was seen, by how it looked."""

    def __init__(self) -> None:
        self._looks: dict[Named, dict[Profile, list[int]]] = {}

    def add(self, profile: Profile) -> None:
        """Add an appearance, by its profile."""
        look = _undated(profile)
        days = self._looks.setdefault(_named(look), {}).setdefault(look, [])
        day = date.fromisoformat(profile.first).toordinal() if profile.first else _UNKNOWN
        at = bisect_left(days, day)
        if at == len(days) or days[at] != day:
            insort(days, day)

    def fits(self, other: Seen) -> bool:
        """Whether an appearance of one and an appearance of the other are of one actor, as far as is known."""
        return any(
            _meet(days, others, _stretches(look, there))
            for named, looks in self._looks.items()
            for their_name, theirs in other._looks.items()
            if named.may_fit(their_name)
            for look, days in looks.items()
            for there, others in theirs.items()
        )


_named = lru_cache(maxsize=200_000)(Named.of)


def _undated(profile: Profile) -> Profile:
    return _on(profile, None)


def _on(look: Profile, day: int | None) -> Profile:
    """How one who looks so appears in a report of a day (in days, as it may lie beyond the calendar)."""
    told = None if day is None else date.fromordinal(day).isoformat()
    offices = tuple(replace(o, first=told, last=told) for o in look.offices)
    return replace(look, first=told, last=told, offices=offices)


Stretches = tuple[tuple[tuple[int, int], ...], tuple[bool, bool, bool]]
"""From how many to how many days the second comes after the first where they are one; and whether they are where the
day of the first, of the second, or of both is not known."""


@lru_cache(maxsize=500_000)
def _stretches(a: Profile, b: Profile) -> Stretches:
    """Where two looks are of one actor."""
    known = tuple(x for x in _all_stretches() if _is_one(_on(a, _BASE), _on(b, _BASE + x[0])))
    dated_a, dated_b = _on(a, _BASE), _on(b, _BASE)
    return known, (_is_one(a, dated_b), _is_one(dated_a, b), _is_one(a, b))


def _all_stretches() -> Iterator[tuple[int, int]]:
    last = -1
    for turn in (*persons.TURNS, _FAR):
        yield last + 1, turn
        yield -turn, min(-last - 1, -1)
        last = turn


def _is_one(a: Profile, b: Profile) -> bool:
    return actors.compare(a, b).verdict is Verdict.SAME


def _meet(ours: Sequence[int], theirs: Sequence[int], stretches: Stretches) -> bool:
    """Whether any two of these days lie so that what looks so on them is one."""
    known, (first, second, both) = stretches
    unknown, other = ours[0] == _UNKNOWN, theirs[0] == _UNKNOWN
    a, b = ours[unknown:], theirs[other:]
    if (unknown and b and first) or (other and a and second) or (unknown and other and both):
        return True
    return any(_apart(a, b, low, high) for low, high in known)


def _apart(a: Sequence[int], b: Sequence[int], low: int, high: int) -> bool:
    """Whether any of these days has one of those from so many to so many days after it."""
    if len(a) > len(b):
        return _apart(b, a, -high, -low)
    return any((at := bisect_left(b, day + low)) < len(b) and b[at] <= day + high for day in a)
