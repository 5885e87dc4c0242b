"""Whether two profiles are of one actor: by names that agree in full, with country, office and days that do not speak
against it; never by a score alone.

A surname by itself is a person's only where country and office agree and nobody else fits. A body is told by what it
is and whose; a state by its country; a group only if it has a name of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache

from communique.ledger.fulltext import folded
from communique.ledger.resolution.likeness import Comparer, Likeness, Verdict, different, same, unsure
from communique.ledger.resolution.names import (
    body_name,
    generations_differ,
    group_name,
    is_full,
    is_named,
    is_proper_group,
    loose,
    parsed,
    same_full_name,
    same_words,
    surname_fits,
)
from communique.ledger.resolution.profiles import Profile
from communique.ledger.views import Office
from communique.reading.actors.known import SHARED_SURNAMES, known_country
from communique.reading.bodies import find_body
from communique.reading.offices import find_offices
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
    return {"person": _persons, "state": _states, "group": _groups, "body": _bodies}[one](a, b)


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
    if _countries_differ(a, b):
        return different("groups of two countries")
    return same(0.8, f"the same group's name '{min(shared)}'")


_MISSIONS = re.compile(r"\b(?:embassy|consulate|mission|delegation)\b", re.IGNORECASE)
_SEAT = re.compile(r"\b(?:in|to|at)\s+(?:the\s+)?(.+)$")


def _missions_differ(a: Profile, b: Profile) -> bool:
    """Whether these are missions abroad that are not said to be in one place."""
    if not all(any(_MISSIONS.search(n) for n in _top(p)) for p in (a, b)):
        return False
    seats = [{folded(m.group(1)) for n in _top(p) if (m := _SEAT.search(n))} for p in (a, b)]
    return not seats[0] & seats[1]


def _bodies(a: Profile, b: Profile) -> Likeness:
    if _missions_differ(a, b):
        return unsure("missions abroad, not said to be in one place")
    best = unsure("names of no one body")
    for one in _top(a):
        for other in _top(b):
            x, y = body_name(one, a.country), body_name(other, b.country)
            if x.name != y.name:
                continue
            if x.country and y.country and x.country != y.country:
                return different(f"'{x.name}' of two countries")
            organizations = a.kind is b.kind is ActorKind.ORGANIZATION
            if (organizations and not (x.country and y.country)) or (x.country and x.country == y.country):
                return same(0.9, f"the same body '{x.name}'")
            best = unsure(f"'{x.name}', and it is not said of which country")
    return best if best.why.startswith("'") else different("bodies of two names")


def _top(profile: Profile) -> list[str]:
    return [n for n, _ in profile.names[:_MOST_COMPARED]]


# persons


def _persons(a: Profile, b: Profile) -> Likeness:
    full_a, full_b = _full(a), _full(b)
    if full_a and full_b:
        return _by_full_names(a, b, full_a, full_b)
    single_a, single_b = _single(a), _single(b)
    if full_a and single_b:
        return _by_surname(b, a, single_b, full_a)
    if full_b and single_a:
        return _by_surname(a, b, single_a, full_b)
    return _by_surnames_alone(a, b, single_a, single_b)


def _full(profile: Profile) -> list[str]:
    return [n for n in _top(profile) if is_named(n) and is_full(n)]


def _single(profile: Profile) -> list[str]:
    return [n for n in _top(profile) if is_named(n) and not is_full(n)]


def _by_full_names(a: Profile, b: Profile, full_a: Sequence[str], full_b: Sequence[str]) -> Likeness:
    pair = next(((x, y) for x in full_a for y in full_b if same_full_name(x, y)), None)
    if pair is None:
        return different("no full name in common")
    if _countries_differ(a, b):
        known = all(known_country(name, titled=True) for name in pair)
        if known and not _is_common(pair[0]):
            return same(0.8, f"'{pair[0]}' is well known; one report gives another country")
        return different(f"two persons called '{pair[0]}', of two countries")
    if generations_differ(*pair) and not _titles(a.offices) & _titles(b.offices) and _days_near(a, b):
        return unsure(f"'{pair[0]}' and '{pair[1]}' may be father and son")
    exact = same_words(*pair)
    if not exact and not _agree(a, b):
        return unsure(f"'{pair[0]}' and '{pair[1]}' may be one name, and nothing else agrees")
    if _is_common(pair[0]) and (_offices_differ(a, b) or _offices_beside(a, b)):
        return unsure(f"'{pair[0]}' is a name of many, and the offices differ")
    return same(0.95 if exact else 0.85, f"the full names '{pair[0]}' and '{pair[1]}' agree")


def _agree(a: Profile, b: Profile) -> bool:
    """Whether country or an office is the same in both."""
    return bool(a.country and a.country == b.country) or bool(_titles(a.offices) & _titles(b.offices))


def _by_surname(short: Profile, long: Profile, single: Sequence[str], full: Sequence[str]) -> Likeness:
    """A surname alone against a full name."""
    pair = next(((x, y) for x in single for y in full if surname_fits(x, y)), None)
    if pair is None:
        return different("the surname is another")
    return _by_office(short, long, f"'{pair[0]}' and '{pair[1]}'", _is_common(pair[0]))


def _by_surnames_alone(a: Profile, b: Profile, one: Sequence[str], other: Sequence[str]) -> Likeness:
    shared = {loose(x) for x in one} & {loose(y) for y in other}
    if not shared:
        return different("the surname is another") if one and other else unsure("nobody is named")
    return _by_office(a, b, f"'{one[0]}' in both", _is_common(one[0]))


def _by_office(a: Profile, b: Profile, names: str, common: bool) -> Likeness:
    if _countries_differ(a, b):
        return different(f"{names}, of two countries")
    shared = [t for t in sorted(_titles(a.offices) & _titles(b.offices)) if _near(a.offices, b.offices, t, common)]
    if not shared:
        agrees = a.country and a.country == b.country and not common and _days_near(a, b)
        if agrees and not _offices_differ(a, b):
            return same(0.6, f"{names}, of one country and time")
        return unsure(f"{names}, and no office in common")
    if not (a.country or b.country) and common:
        return unsure(f"{names}: '{shared[0]}', of no country")
    return same(0.7, f"{names}: '{shared[0]}' in both")


_HEADS = frozenset("leader|supreme leader|president|prime minister|chairman|chancellor|ruler|king".split("|"))
"""Titles of which "leader" may stand for any."""


@lru_cache(maxsize=20_000)
def _title(text: str) -> tuple[str, ...]:
    found = [f"{' '.join(o.modifiers)} {o.title}".strip() for _, _, o in find_offices(text)]
    if _HEADS & set(found):
        found.append("head of state or government")
    return tuple(found) or (folded(text),)


def _titles(offices: Iterable[Office]) -> frozenset[str]:
    return frozenset(t for o in offices for t in _title(o.title))


def _near(one: Sequence[Office], other: Sequence[Office], title: str, common: bool) -> bool:
    """Whether both have an office within the years that one holder may have it; a former holder stays one."""
    held = [[o for o in offices if title in _title(o.title)] for offices in (one, other)]
    return any(
        _gap((a.first, a.last), (b.first, b.last)) <= _YEARS_IN_OFFICE * 366 or (not common and _left_since(a, b))
        for a in held[0]
        for b in held[1]
    )


def _left_since(a: Office, b: Office) -> bool:
    """Whether the later of two has left the office."""
    earlier, later = sorted((a, b), key=lambda o: o.first or "")
    return later.former and not earlier.former


def _days_near(a: Profile, b: Profile) -> bool:
    return _gap((a.first, a.last), (b.first, b.last)) <= _YEARS_IN_OFFICE * 366


def _gap(one: tuple[str | None, str | None], other: tuple[str | None, str | None]) -> int:
    """Days between two stretches, none where they touch or a day is not known."""
    if not (one[0] and one[1] and other[0] and other[1]):
        return 0
    a, b, c, d = (date.fromisoformat(x) for x in (one[0], one[1], other[0], other[1]))
    return max((c - b).days, (a - d).days, 0)


def _countries_differ(a: Profile, b: Profile) -> bool:
    """Whether the countries speak against it: each has one, and neither ever has the other's."""
    if not a.country or not b.country or a.country == b.country:
        return False
    return not _often(a, b.country) and not _often(b, a.country)


def _often(profile: Profile, country: str) -> bool:
    counts = dict(profile.countries)
    return counts.get(country, 0) * 4 >= profile.countries[0][1]


def _sectors(offices: Iterable[Office]) -> frozenset[str]:
    """Walks of life; an office in an organisation that is no public body is private ("vice president" of a firm)."""
    return frozenset(s for x in offices for s in _sectors_of(x.title, x.body, x.country))


@lru_cache(maxsize=20_000)
def _sectors_of(title: str, body: str | None, country: str | None) -> frozenset[str]:
    if body and _PRIVATE & set(folded(body).split()) and find_body(body, country) is None:
        return frozenset({"private"})
    return frozenset(o.sector for _, _, o in find_offices(title))


_PRIVATE = frozenset(
    "organization organisation company corporation corp inc ltd plc group holding holdings university college "
    "institute hospital club school bank foundation industries partners motors airlines oil gas energy fc "
    "united".split()
)
"""Words in the names of firms, schools and clubs."""
_PUBLIC = frozenset({"executive", "legislative", "party", "international", "royal", "military"})


def _offices_differ(a: Profile, b: Profile) -> bool:
    """Whether both have offices and these are of walks of life that one person seldom changes between."""
    one, other = _sectors(a.offices), _sectors(b.offices)
    if not a.offices or not b.offices or _titles(a.offices) & _titles(b.offices):
        return False
    if not one or not other:
        return True
    return not (one & other or (one & _PUBLIC and other & _PUBLIC))


def _offices_beside(a: Profile, b: Profile) -> bool:
    """Whether both have offices of two branches at one time, and none in common."""
    one, other = _sectors(a.offices), _sectors(b.offices)
    if not one or not other or _titles(a.offices) & _titles(b.offices):
        return False
    return not one & other and _gap((a.first, a.last), (b.first, b.last)) <= _BESIDE


_MANY = frozenset(
    "kim li lee wang zhang liu chen yang park singh khan kumar nguyen tran johnson smith brown jones williams davis "
    "miller wilson moore taylor martin thompson garcia rodriguez martinez lopez gonzalez hernandez perez sanchez silva "
    "santos ivanov petrov sidorov smirnov volkov popov mohammed muhammad ahmed ali hassan hussein abdullah ibrahim "
    "king scott green baker adams nelson carter mitchell roberts campbell parker evans edwards collins stewart murphy "
    "paul bush clinton kennedy wong chan ho wu xu sun hu zhu lin he gao luo zheng liang xie tang xu deng cho choi jung "
    "chung kang yoon jang lim han shin seo kwon hwang ahn song hong sharif assad trudeau may gandhi".split()
)


def _is_common(name: str) -> bool:
    """Whether many persons have such a name: a surname of many, with a short or no given name."""
    return bool(set(folded(name).split()) & (_MANY | SHARED_SURNAMES))


def _order(profile: Profile) -> tuple[object, ...]:
    """The fullest names first, so that what may be several persons' comes to those that are sure."""
    longest = max((len(parsed(n).parts) for n, _ in profile.names), default=0)
    return (-longest, -profile.appearances, profile.names)


_COMPARER: Comparer[Profile] = Comparer(compare, Profile.joined, _order, margin=0.05)


def choose(profile: Profile, candidates: Sequence[tuple[str, Profile]]) -> tuple[str | None, str]:
    """Return the candidate that a profile is of, or ``None``, and why; independent of the order of candidates.

    Where several fit a surname alone it is none of them; where several fit a full name, it is the one most often found.
    """
    found, why = _COMPARER.choose(profile, candidates)
    if found is None and why == "several fit equally" and _full(profile):
        fitting = [(-p.appearances, id) for id, p in candidates if compare(profile, p).verdict is Verdict.SAME]
        return min(fitting)[1], "of several of this name, the one most often found"
    return found, why


def partition(
    profiles: Sequence[tuple[str, Profile]],
    same: Collection[tuple[str, str]] = (),
    different: Collection[tuple[str, str]] = (),
) -> tuple[tuple[str, ...], ...]:
    """Return the ids in groups of one actor each, obeying what people said (:meth:`Comparer.partition`)."""
    return _COMPARER.partition(profiles, same, different)
