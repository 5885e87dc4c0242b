"""Whether two profiles are of one person: full names that agree, or a surname with country and office."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from communique import wordlists
from communique.ledger.fulltext import folded
from communique.ledger.resolution.likeness import Likeness, different, same, unsure
from communique.ledger.resolution.names import (
    generations_differ,
    is_full,
    is_named,
    loose,
    names_contradict,
    parsed,
    same_full_name,
    same_words,
    surname_fits,
)
from communique.ledger.resolution.profiles import Counted, Profile
from communique.ledger.resolution.tenure import (
    BESIDE,
    IN_OFFICE,
    LIFE,
    YEAR,
    a_life_apart,
    at_odds_in_office,
    branches_beside,
    gap,
    lands,
    near_in_office,
    offices_beside,
    offices_differ,
    titles,
)
from communique.reading.actors.known import SHARED_SURNAMES, known_country

_MOST_COMPARED = 8
_OF_ONE_TIME, _OF_FEW = 10 * YEAR, 5 * YEAR
TURNS = tuple(sorted({BESIDE, IN_OFFICE, LIFE, _OF_ONE_TIME, _OF_FEW}))
"""Days between two reports after which something else may be said of two that appear in them."""
_AT_ODDS = 0.2
"""By how much another who has the office at the time goes before whoever has it at another time."""
_DISTINCT = 7
"""Letters from which a surname that is not a common one may stand without a country."""


def compare_persons(a: Profile, b: Profile) -> Likeness:
    """Return whether two profiles of persons are of one."""
    full_a, full_b = full_names(a), full_names(b)
    if full_a and full_b:
        return _by_full_names(a, b, full_a, full_b)
    single_a, single_b = _single(a), _single(b)
    if full_a and single_b:
        return _by_surname(b, a, single_b, full_a)
    if full_b and single_a:
        return _by_surname(a, b, single_a, full_b)
    return _by_surnames_alone(a, b, single_a, single_b)


def full_names(profile: Profile) -> tuple[str, ...]:
    """Return the names of a profile that are full ones, the most used first."""
    return _names(profile.names[:_MOST_COMPARED], full=True)


def _single(profile: Profile) -> tuple[str, ...]:
    return _names(profile.names[:_MOST_COMPARED], full=False)


@lru_cache(maxsize=50_000)
def _names(counted: Counted, *, full: bool) -> tuple[str, ...]:
    return tuple(n for n, _ in counted if is_named(n) and is_full(n) is full)


@lru_cache(maxsize=500_000)
def shared_name(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, str] | None:
    """Return the first two of these full names that are forms of one."""
    return next(((x, y) for x in one for y in other if same_full_name(x, y)), None)


@lru_cache(maxsize=500_000)
def _contradicting(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, str] | None:
    """Return the first two of these full names that are two persons', whatever shorter name may be both's."""
    return next(((x, y) for x in one for y in other if names_contradict(x, y)), None)


def _by_full_names(a: Profile, b: Profile, full_a: tuple[str, ...], full_b: tuple[str, ...]) -> Likeness:
    pair = shared_name(full_a, full_b)
    if pair is None:
        return different("no full name in common")
    if two := _contradicting(full_a, full_b):
        return different(f"'{two[0]}' and '{two[1]}' are two persons' names")
    names = f"'{pair[0]}' and '{pair[1]}'"
    common, exact = any(map(is_common, pair)), same_words(*pair)
    if countries_differ(a, b):
        if all(known_country(name, titled=True) for name in pair) and not common:
            return same(0.8, f"{names}, well known; one report gives another country")
        return different(f"{names}, of two countries")
    if a_life_apart(a, b) or (generations_differ(*pair) and offices_beside(a, b)):
        return unsure(f"{names} may be father and son")
    if not exact and not _agree(a, b) and (common or (a.country and b.country)):
        return unsure(f"{names} may be one name, and nothing else agrees")
    if common and (offices_differ(a, b) or branches_beside(a, b)):
        return unsure(f"{names}: a name of many, and the offices differ")
    return same((0.95 if exact else 0.85) - _odds(a, b), f"the full names {names} agree")


def _odds(a: Profile, b: Profile) -> float:
    return _AT_ODDS if at_odds_in_office(a, b) else 0.0


def _agree(a: Profile, b: Profile) -> bool:
    """Whether a country or an office is the same in both."""
    return bool(lands(a) & lands(b) or titles(a.offices) & titles(b.offices))


def _by_surname(short: Profile, long: Profile, single: Sequence[str], full: Sequence[str]) -> Likeness:
    """A surname alone against a full name."""
    pair = next(((x, y) for x in single for y in full if surname_fits(x, y)), None)
    if pair is None:
        return different("the surname is another")
    return _by_office(short, long, f"'{pair[0]}' and '{pair[1]}'", pair[0])


def _by_surnames_alone(a: Profile, b: Profile, one: Sequence[str], other: Sequence[str]) -> Likeness:
    shared = {loose(x) for x in one} & {loose(y) for y in other}
    if not shared:
        return different("the surname is another") if one and other else unsure("nobody is named")
    return _by_office(a, b, f"'{one[0]}' in both", one[0])


def _by_office(a: Profile, b: Profile, names: str, surname: str) -> Likeness:
    """A surname that fits: country and office, and the days of the reports, must not speak against it."""
    common = is_common(surname)
    if countries_differ(a, b):
        return different(f"{names}, of two countries")
    held = sorted(titles(a.offices) & titles(b.offices))
    shared = [t for t in held if near_in_office(a.offices, b.offices, t, common=common)]
    if not shared:
        return _by_country(a, b, names, surname, common)
    if not (lands(a) or lands(b)) and common:
        return unsure(f"{names}: '{shared[0]}', of no country")
    return same(0.7 - _odds(a, b), f"{names}: '{shared[0]}' in both")


def _by_country(a: Profile, b: Profile, names: str, surname: str, common: bool) -> Likeness:
    """A surname that fits, without an office in common."""
    if common or offices_differ(a, b) or offices_beside(a, b):
        return unsure(f"{names}, and no office in common")
    apart = gap((a.first, a.last), (b.first, b.last))
    if lands(a) & lands(b) and apart <= _OF_ONE_TIME:
        return same(0.6, f"{names}, of one country and time")
    distinct = len("".join(parsed(surname).words)) >= _DISTINCT
    if distinct and not (a.country and b.country) and apart <= _OF_FEW:
        return same(0.55, f"{names}, a surname of few")
    return unsure(f"{names}, and no office or country in common")


def countries_differ(a: Profile, b: Profile) -> bool:
    """Whether the countries speak against it: each has one, and neither often has the other's."""
    if not a.country or not b.country or a.country == b.country:
        return False
    if lands(a) & lands(b):
        return False
    return not _often(a, b.country) and not _often(b, a.country)


def _often(profile: Profile, country: str) -> bool:
    counts = dict(profile.countries)
    return counts.get(country, 0) * 4 >= profile.countries[0][1]


_MANY = wordlists.words("names", "common_surnames")


@lru_cache(maxsize=50_000)
def is_common(name: str) -> bool:
    """Return whether many persons have such a name: a word of it is a surname of many."""
    return bool(set(folded(name).split()) & (_MANY | SHARED_SURNAMES))
