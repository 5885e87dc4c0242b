"""Offices in time: what a title is, whether two holders of it may be one, whether two offices go together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from communique.ledger.fulltext import folded
from communique.ledger.resolution.profiles import Profile
from communique.ledger.views import Office
from communique.reading.known.bodies import find_body
from communique.reading.known.countries import countries_in
from communique.reading.known.offices import find_offices

YEAR = 366
IN_OFFICE, LIFE = 5 * YEAR, 20 * YEAR
BESIDE = 200
"""Days within which nobody of a common name changes from one office to another."""
_HEADS = frozenset("leader|supreme leader|president|prime minister|chairman|chancellor|ruler|king".split("|"))
"""Titles of which "leader" may stand for any."""


_LESSER = frozenset("deputy vice assistant under first second shadow junior".split())
"""What makes another office of a title; "acting", "elect" and "incoming" do not."""


@lru_cache(maxsize=20_000)
def _title(text: str) -> tuple[str, ...]:
    found = [
        " ".join([*(m for m in o.modifiers if m in _LESSER), o.title.removesuffix("-elect")])
        for _, _, o in find_offices(text)
    ]
    if _HEADS & set(found):
        found.append("head of state or government")
    return tuple(found) or (folded(text),)


def titles(offices: Iterable[Office]) -> frozenset[str]:
    return frozenset(t for o in offices for t in _title(o.title))


def near_in_office(one: Sequence[Office], other: Sequence[Office], title: str, *, common: bool) -> bool:
    """Whether both have an office within the years that one holder may have it; a former holder stays one."""
    had, their = _named(one, title), _named(other, title)
    return any(
        gap((a.first, a.last), (b.first, b.last)) <= IN_OFFICE or (not common and _left_since(a, b))
        for a in had
        for b in their
    )


def _named(offices: Iterable[Office], title: str) -> list[Office]:
    """Return those of these offices that a title stands for."""
    return [o for o in offices if title in _title(o.title)]


def a_life_apart(a: Profile, b: Profile) -> bool:
    """Whether both hold one office so many years apart that it is a son, or a namesake ("President Frei")."""
    if not titles(a.offices) & titles(b.offices) or any(o.former for o in (*a.offices, *b.offices)):
        return False
    return gap((a.first, a.last), (b.first, b.last)) > LIFE


def at_odds_in_office(a: Profile, b: Profile) -> bool:
    """Whether both have an office in common, and the days of none speak for one holder.

    They do where both have it within the years of a holder; where not both ever have it, if both have left it, or one
    had it last before the other is said to have left it.
    """
    held = titles(a.offices) & titles(b.offices)
    return bool(held) and not any(_goes_on(_named(a.offices, t), _named(b.offices, t)) for t in held)


def _goes_on(one: Sequence[Office], other: Sequence[Office]) -> bool:
    (had, left), (their, they_left) = (
        ([o for o in x if not o.former], [o for o in x if o.former]) for x in (one, other)
    )
    if had and their:
        return any(gap((a.first, a.last), (b.first, b.last)) <= IN_OFFICE for a in had for b in their)
    return bool(left and they_left) or _leaves(had, they_left) or _leaves(their, left)


def _leaves(had: Sequence[Office], left: Sequence[Office]) -> bool:
    """Whether nobody has the office any more when it is last said to have been left."""
    return bool(had and left) and max(o.last or "" for o in had) <= max(o.last or "9" for o in left)


def _left_since(a: Office, b: Office) -> bool:
    """Whether the later of two has left the office."""
    earlier, later = sorted((a, b), key=lambda o: o.first or "")
    return later.former and not earlier.former


def gap(one: tuple[str | None, str | None], other: tuple[str | None, str | None]) -> int:
    """Days between two stretches, none where they touch or a day is not known."""
    if not (one[0] and one[1] and other[0] and other[1]):
        return 0
    a, b, c, d = (date.fromisoformat(x) for x in (one[0], one[1], other[0], other[1]))
    return max((c - b).days, (a - d).days, 0)


def lands(profile: Profile) -> frozenset[str]:
    """Countries that a profile gives, its own first of all, and those of its offices ("Kosovo prime minister")."""
    found = {c for c, _ in profile.countries} | {o.country for o in profile.offices if o.country}
    return frozenset(found | {code for o in profile.offices for _, _, code in countries_in(o.title)})


def sectors(offices: Iterable[Office]) -> frozenset[str]:
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


def offices_differ(a: Profile, b: Profile) -> bool:
    """Whether both have offices and these are of walks of life that one person seldom changes between."""
    one, other = sectors(a.offices), sectors(b.offices)
    if not one or not other or titles(a.offices) & titles(b.offices):
        return False
    return not (one & other or (one & _PUBLIC and other & _PUBLIC))


def offices_beside(a: Profile, b: Profile) -> bool:
    """Whether both have offices at one time, and none in common."""
    if not a.offices or not b.offices or titles(a.offices) & titles(b.offices):
        return False
    return gap((a.first, a.last), (b.first, b.last)) <= BESIDE


def branches_beside(a: Profile, b: Profile) -> bool:
    """Whether these offices at one time are of two branches, or two ministries."""
    one, other = sectors(a.offices), sectors(b.offices)
    ministries = all(any(t.endswith("minister") for t in titles(p.offices)) for p in (a, b))
    return offices_beside(a, b) and bool(one and other) and (not one & other or ministries)
