"""Whether two profiles are of one actor: by names that agree in full, with country, office and days that do not speak
against it; never by a score alone.

A surname by itself is a person's only where country and office agree and nobody else fits. A body is told by what it
is and whose; a state by its country; a group only if it has a name of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from communique.ledger.fulltext import folded
from communique.ledger.resolution.bodies import compare_bodies
from communique.ledger.resolution.likeness import Comparer, Likeness, Verdict, different, same
from communique.ledger.resolution.names import group_name, is_full, is_proper_group, keys, parsed, same_full_name
from communique.ledger.resolution.persons import compare_persons, countries_differ, full_names
from communique.ledger.resolution.profiles import Profile
from communique.records import ActorKind

_MOST_COMPARED = 8
_YEARS_IN_OFFICE = 5
_BESIDE = 200
"""Days within which nobody of a common name changes from one branch of government to another."""
_SETS = {
    ActorKind.PERSON: "person",
    ActorKind.STATE: "state",
    ActorKind.GROUP: "group",
    ActorKind.BODY: "body",
    ActorKind.ORGANIZATION: "body",
}


def compare(a: Profile, b: Profile) -> Likeness:
    """Return whether two profiles are of one actor, and why."""
    if a.wikidata and b.wikidata:
        if set(a.wikidata) & set(b.wikidata):
            return same(1.0, "the same Wikidata item")
        return different("two Wikidata items")
    one, other = _SETS[a.kind], _SETS[b.kind]
    if one != other:
        return _across(a, b)
    return {"person": compare_persons, "state": _states, "group": _groups, "body": compare_bodies}[one](a, b)


def _across(a: Profile, b: Profile) -> Likeness:
    """Two of two sorts are one only where a reader took a by-name of a person for an organisation."""
    persons = [n for p in (a, b) if p.kind is ActorKind.PERSON for n, _ in p.names]
    others = [n for p in (a, b) if p.kind is ActorKind.ORGANIZATION for n, _ in p.names]
    if any(is_full(o) and is_full(p) and same_full_name(o, p) for o in others for p in persons if parsed(o).text != o):
        return same(0.7, "a by-name of the person")
    return different("things of two sorts")


def _states(a: Profile, b: Profile) -> Likeness:
    if a.country and b.country:
        return same(1.0, "the same country") if a.country == b.country else different("two countries")
    if {folded(n) for n, _ in a.names} & {folded(n) for n, _ in b.names}:
        return same(0.8, "a state of the same name")
    return different("states of two names")


def _groups(a: Profile, b: Profile) -> Likeness:
    shared = {group_name(n) for n, _ in a.names if is_proper_group(n)}
    shared &= {group_name(n) for n, _ in b.names if is_proper_group(n)}
    if not shared:
        return different("groups that share no name of their own")
    if countries_differ(a, b):
        return different("groups of two countries")
    return same(0.8, f"the same group's name '{min(shared)}'")


def _order(profile: Profile) -> tuple[object, ...]:
    """The fullest names first, so that what may be several persons' comes to those that are sure."""
    longest = max((len(parsed(n).parts) for n, _ in profile.names), default=0)
    return (-longest, -profile.appearances, profile.names)


_COMPARER: Comparer[Profile] = Comparer(compare, Profile.joined, _order, margin=0.05)


def choose(profile: Profile, candidates: Sequence[tuple[str, Profile]]) -> tuple[str | None, str]:
    """Return the candidate that a profile is of, or ``None``, and why; independent of the order of candidates.

    Where several fit a surname alone it is none of them, unless they are one as far as is known; where several fit a
    full name, it is the one most often found.
    """
    found, why = _COMPARER.choose(profile, candidates)
    if found is None and why == "several fit equally":
        fitting = [(id, p) for id, p in candidates if compare(profile, p).verdict is Verdict.SAME]
        first, most = min(fitting, key=lambda c: (-c[1].appearances, c[0]))
        if full_names(profile) or all(id == first or compare(most, p).verdict is Verdict.SAME for id, p in fitting):
            return first, "of several that are the same as far as is known, the one most often found"
    return found, why


def partition(
    profiles: Sequence[tuple[str, Profile]],
    same: Collection[tuple[str, str]] = (),
    different: Collection[tuple[str, str]] = (),
    reports: Mapping[str, frozenset[str]] = MappingProxyType({}),
    likely: Collection[tuple[str, str]] = (),
) -> tuple[tuple[str, ...], ...]:
    """Return the ids in groups of one actor each, obeying what people said (:meth:`Comparer.partition`)."""
    return _COMPARER.partition(profiles, choose, same, different, reports, likely)


def replay(
    profiles: Sequence[tuple[str, str, Profile]],
    same: Collection[tuple[str, str]] = (),
    different: Collection[tuple[str, str]] = (),
) -> tuple[tuple[str, ...], ...]:
    """Return the ids in groups as if they came in one after another, each with its report (:meth:`Comparer.replay`)."""
    return _COMPARER.replay(profiles, choose, keys, same, different)
