"""How the meanings of a report's place names are weighed against each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import numpy.typing as npt

from communique.reading.known.candidates import CITY_BEFORE_STATE, Candidate
from communique.reading.known.gazetteer import countries, fold
from communique.reading.places.evidence import Evidence, Hint, PlaceContext

_EARTH_KM = 6371.0
_NEAR_KM = 130.0
"""How far nearness reaches, in kilometres (it falls off as exp(-distance / this))."""
_OWN_NAME, _OTHER_NAME = 0.4, -2.0
_LAND, _STATE, _NEAR, _MOST_NEAR = 3.0, 4.0, 2.5, 3.0
_HINTED, _UNHINTED, _CONTAINER = 8.0, -2.0, 3.0
"""Weights in units of a tenfold number of people: shares of countries and of states, nearness (and
its bound), fitting or not what follows the name, being what another name is said to lie in."""
_WORLD_CAPITAL, _WORLD_PEOPLE, _WORLD_NEAR, _WORLD_STATE = 2.0, 1.0, 0.6, 0.6
"""In a report of international affairs: what a capital gains, what each tenfold number of people
above 100,000 gains, and what share of nearness and of a state's weight falls away."""
_ROUNDS = 3
_BASE = {"country": 7.5, "state": 7.0, "wide": 9.0, "region": 6.5, "landmark": 6.6, "county": 5.5}

Floats = npt.NDArray[np.float64]


@dataclass(slots=True)
class Name:
    """One distinct name of a report, under one hint, with what it may mean and how well each fits."""

    form: str
    options: tuple[Candidate, ...]
    hints: tuple[Hint, ...]
    dateline: bool
    container: bool = False
    scores: list[float] = field(default_factory=list)

    def best(self) -> int:
        """Return the index of the candidate with the highest score, the earliest of equals."""
        return max(range(len(self.scores)), key=lambda i: (self.scores[i], -i))


def _prior(candidate: Candidate, form: str) -> float:
    """Return how likely a candidate is before anything of the report is known."""
    if candidate.kind == "town":
        people = max(candidate.population, 100)
        return math.log10(people) + (_OWN_NAME if candidate.names_it else _OTHER_NAME)
    base = _BASE[candidate.kind] - (0.0 if candidate.names_it else 1.5)
    return base - 2.0 if candidate.kind == "state" and form in CITY_BEFORE_STATE else base


@cache
def _capitals() -> frozenset[tuple[str, str]]:
    return frozenset((fold(land.capital), code) for code, land in countries().items() if land.capital)


def _worldly(name: Name) -> list[float]:
    """Return what each candidate gains where a report is wholly of international affairs."""
    gains = [0.0] * len(name.options)
    largest: dict[str, int] = {}
    for i, option in enumerate(name.options):
        if option.kind != "town" or option.country is None or name.hints:
            continue
        gains[i] = _WORLD_PEOPLE * (math.log10(max(option.population, 100)) - 5.0)
        if (fold(option.name), option.country) in _capitals():
            before = largest.setdefault(option.country, i)
            if option.population > name.options[before].population:
                largest[option.country] = i
    for i in largest.values():
        gains[i] += _WORLD_CAPITAL
    return gains


def _vectors(options: Sequence[Candidate]) -> Floats:
    """Unit vectors of the positions, one row each."""
    lat, lon = np.radians([c.lat for c in options]), np.radians([c.lon for c in options])
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def _closeness(left: Floats, right: Floats) -> Floats:
    """Return exp(-distance / scale) for each pair of unit vectors."""
    km = _EARTH_KM * np.arccos(np.clip(left @ right.T, -1.0, 1.0))
    close: Floats = np.exp(-km / _NEAR_KM)
    return close


def _own_scores(name: Name, evidence: Evidence, world: float) -> list[float]:
    """Return the scores of a name's candidates without regard to the report's other names."""
    lands, states = evidence.shares(name.form)
    scores = []
    state = _STATE * (1.0 - _WORLD_STATE * world)
    for option, gain in zip(name.options, _worldly(name), strict=True):
        score = _prior(option, name.form) + gain * world
        score += _LAND * lands.get(option.country or "", 0.0)
        if option.admin1 is not None and option.country is not None:
            score += state * states.get((option.country, option.admin1), 0.0)
        if name.container and option.kind in ("state", "country"):
            score += _CONTAINER
        if name.hints:
            score += _HINTED if any(h.fits(option) for h in name.hints) else _UNHINTED
        scores.append(score)
    return scores


class _Nearness:
    """How near the candidates of every two names are, and of every name to the places already known."""

    def __init__(self, names: Sequence[Name], context: PlaceContext) -> None:
        spots = [_vectors(name.options) for name in names]
        self.pairs = {
            (i, j): _closeness(spots[i], spots[j])
            for i, one in enumerate(names)
            for j, other in enumerate(names)
            if j != i and other.form != one.form
        }
        known = _vectors([Candidate("town", "", None, *at) for at in context.resolved]) if context.resolved else None
        self.known = [_closeness(spot, known).max(axis=1) for spot in spots] if known is not None else None


def _support(names: Sequence[Name], near: _Nearness) -> list[Floats]:
    """Return, for each name, how much the likely meanings of other names lie near each candidate."""
    likely = []
    for name in names:
        scores = np.array(name.scores)
        share = np.exp(scores - scores.max())
        weak = np.array([0.3 if o.kind in ("country", "wide") or not o.exact else 1.0 for o in name.options])
        likely.append(share / share.sum() * weak * (2.0 if name.dateline else 1.0))
    result = [np.zeros(len(name.options)) for name in names]
    for (i, j), close in near.pairs.items():
        result[i] += (close * likely[j]).max(axis=1)
    if near.known is not None:
        result = [total + own for total, own in zip(result, near.known, strict=True)]
    return result


def _reach(name: Name, world: float) -> list[float]:
    """Return what nearness counts for each candidate: less for towns where affairs are international."""
    return [_NEAR * (1.0 - _WORLD_NEAR * world) if o.kind == "town" else _NEAR for o in name.options]


def weigh(names: Sequence[Name], evidence: Evidence, context: PlaceContext) -> None:
    """Score every candidate of every name, a few rounds over, so that names settle each other."""
    own = [_own_scores(name, evidence, context.international) for name in names]
    for name, scores in zip(names, own, strict=True):
        name.scores = scores
    near = _Nearness(names, context)
    for _ in range(_ROUNDS):
        for name, scores, extra in zip(names, own, _support(names, near), strict=True):
            reach = _reach(name, context.international)
            rows = zip(scores, reach, extra, strict=True)
            name.scores = [s + r * min(_MOST_NEAR, float(e)) for s, r, e in rows]
