"""What a place name may mean: every country, state, region, landmark, county and town of that name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from communique import wordlists
from communique.reading.known.countries import Region, countries_for, demonym_country, region_of, regions, usual_name
from communique.reading.known.gazetteer import Index, countries, county_states, fold, state_ids
from communique.reading.tables import load

MOST_TOWNS = 60
"""Towns of one name that are considered, by number of people."""

CITY_BEFORE_STATE = frozenset({"washington", "new york"})
"""Names that mean the city unless the report says the state."""

_SUFFIX = re.compile(r"\s+(?:" + wordlists.alternation("places", "name_suffixes") + r")$", re.IGNORECASE)
_PREFIX = re.compile(r"^(?:" + wordlists.alternation("places", "name_prefixes") + r")[\s-]+", re.IGNORECASE)
_SIDES = re.compile(r"^the\s+|['\u2019]s?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that a name may mean; position in degrees (WGS 84).

    ``kind`` is country, state, region, wide, landmark, county or town. ``exact`` is false
    where the position is only that of the surrounding state. ``names_it`` is false where the
    name is another form of it or had to be cut to find it.
    """

    kind: str
    name: str
    country: str | None
    lat: float
    lon: float
    admin1: str | None = None
    geonames: int | None = None
    population: int = 0
    names_it: bool = True
    exact: bool = True


def _country(code: str) -> Candidate | None:
    at = load("regions")["country"].get(code)
    if at is None:
        return None
    row = countries().get(code)
    number, people = (row.geonames, row.population) if row else (None, 0)
    return Candidate("country", usual_name(code), code, at[0], at[1], None, number, people)


def _state(region: Region) -> Candidate:
    number = state_ids().get(region.code) if region.country == "USA" else None
    return Candidate("state", region.name, region.country, region.lat, region.lon, region.admin1, number)


@cache
def _areas() -> dict[str, tuple[Candidate, ...]]:
    """Regions, wide areas and landmarks by folded name."""
    table, found = load("regions"), dict[str, list[Candidate]]()
    for country, rows in table["region"].items():
        for name, (lat, lon) in rows.items():
            found.setdefault(fold(name), []).append(Candidate("region", name, country, lat, lon))
    for name, (lat, lon) in table["wide"].items():
        found.setdefault(fold(name), []).append(Candidate("wide", name, None, lat, lon))
    for row in load("metonyms")["landmark"]:
        for form in (row["name"], *row.get("also", ())):
            lat, lon = row["at"]
            spot = Candidate("landmark", row["name"], row["country"], lat, lon, names_it=form == row["name"])
            found.setdefault(fold(form), []).append(spot)
    return {key: tuple(rows) for key, rows in found.items()}


@cache
def _states_by_code() -> dict[str, Region]:
    return {r.code: r for r in regions().values() if r.country == "USA"}


def _county(name: str) -> list[Candidate]:
    known = _states_by_code()
    states = [known[code] for code in county_states(name) if code in known]
    return [Candidate("county", name, "USA", s.lat, s.lon, s.code, exact=False) for s in states]


def _politic(name: str, postal: bool) -> list[Candidate]:
    """Countries, states, regions, landmarks and counties called ``name``."""
    table = load("regions")
    areas = _areas().get(fold(name), ())
    region = region_of(name, postal=postal)
    states = [_state(region)] if region is not None else []
    adjective = table["adjective"].get(name) or table["adjective"].get(name.removesuffix("s"))
    if adjective is not None:
        state = region_of(adjective)
        return [*_areas().get(fold(adjective), ()), *([_state(state)] if state else states)]
    lands, unclear = [], clean(name) in load("demonyms")["ambiguous"]
    if not any(c.kind == "region" for c in areas):
        for rank, code in enumerate(countries_for(name)):
            if (land := _country(code)) is not None and not (region and code == region.country):
                lands.append(replace(land, names_it=rank == 0 and not unclear))
    return [*lands, *states, *areas, *_county(name)]


def _towns(index: Index, name: str, own_only: bool) -> list[Candidate]:
    is_city = fold(name) in CITY_BEFORE_STATE
    known = [replace(t, primary=1) if is_city and t.name == f"{name} City" else t for t in index.towns(name)]
    towns = [t for t in known if t.primary or not own_only][:MOST_TOWNS]
    return [
        Candidate("town", t.name, t.country, t.lat, t.lon, t.admin1, t.geonames, t.population, bool(t.primary))
        for t in towns
    ]


def clean(name: str) -> str:
    """Return ``name`` without an article, a possessive or broken blanks; "Co." is "County"."""
    name = re.sub(r"\s+Co\.?$", " County", name)
    return _SIDES.sub("", " ".join(name.split()).strip(" ,;:\"'\u201c\u201d"))


def candidates(index: Index, name: str, *, postal: bool = False) -> tuple[Candidate, ...]:
    """Return everything that ``name`` may mean, in no order; empty where nothing is known.

    Where the whole name is unknown, it is tried without a word like "Province" at its end or
    "northern" at its beginning; what is then found has ``names_it`` false. ``postal`` admits
    codes of states ("KY").
    """
    name = clean(name)
    if len(name) < 2:
        return ()
    found = _politic(name, postal)
    if demonym_country(name) is None and name not in load("regions")["adjective"]:
        is_area = any(c.kind in ("country", "state", "wide", "region") for c in found)
        found += _towns(index, name, own_only=is_area)
    for pattern in (_SUFFIX, _PREFIX):
        shorter = pattern.sub("", name)
        if shorter != name and len(shorter) > 2 and not found:
            rest = (*_politic(shorter, False), *_towns(index, shorter, own_only=False))
            found += [replace(c, names_it=False) for c in rest]
    return tuple(found or _county(name + " County"))
