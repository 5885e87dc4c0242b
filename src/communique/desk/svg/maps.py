"""A map on which a place is drawn as exactly as it is known: a town a circle, a region a ring, a country an area."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from communique.desk.svg.globe import HEIGHT, WIDTH, outline, projected
from communique.exchange.entries import country_name, point_of
from communique.ledger.spots import Spot
from communique.reading.known.extent import Extent, extent
from communique.records import Place

_LARGEST, _LEAST = 16.0, 2.5
_NAMED, _LETTER, _LINE = 18, 5.2, 11.0
_SHADES = (1, 3, 10)
"""Counts beyond which an area is a shade darker."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A town or a region on the map; ``named`` where its name has room beside it."""

    place: Place
    count: int
    x: float
    y: float
    size: float
    named: bool = False

    @property
    def is_region(self) -> bool:
        """Whether it is drawn as a ring: what is known lies somewhere about."""
        return extent(self.place) is Extent.REGION


@dataclass(frozen=True, slots=True)
class Area:
    """A country: how many are known to be somewhere in it, and how many there are with those of its towns."""

    code: str
    name: str
    count: int
    all: int

    @property
    def shade(self) -> int:
        """How dark it is, from 1 to 4."""
        return 1 + sum(self.count > most for most in _SHADES)


@dataclass(frozen=True, slots=True)
class Absent:
    """A place that is not on the map, and why."""

    place: Place
    count: int
    why: str


@dataclass(frozen=True, slots=True)
class World:
    """What is on the map, what is not, how many engagements are on it, and how many have no place."""

    pins: tuple[Pin, ...]
    areas: tuple[Area, ...]
    absent: tuple[Absent, ...]
    on_it: int
    nowhere: int
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def outline(self) -> str:
        """The edge of the map."""
        return outline()


@cache
def drawn() -> frozenset[str]:
    """Return the codes of the countries whose outlines are shipped: small ones are not."""
    outlines = resources.files("communique.desk").joinpath("static", "world.svg").read_text("utf-8")
    return frozenset(re.findall(r'<path id="(\w+)"', outlines))


def world(spots: Sequence[Spot]) -> World:
    """Return the map of places."""
    placed = [(spot.place, spot.count) for spot in spots if spot.place]
    absent = [Absent(place, n, why) for place, n in placed if (why := _why_not(place))]
    shown = [(place, n) for place, n in placed if _why_not(place) is None]
    inside = Counter[str]()
    within = Counter[str]()
    for place, n in shown:
        inside[place.country or ""] += n
        within[place.country or ""] += n * (extent(place) is Extent.COUNTRY)
    for place, n in ((x.place, x.count) for x in absent):
        inside[place.country or ""] += n
    areas = [Area(code, country_name(code) or code, n, inside[code]) for code, n in within.most_common() if n]
    nowhere = sum(spot.count for spot in spots if spot.place is None)
    towns = [(place, n) for place, n in shown if extent(place) is not Extent.COUNTRY]
    return World(tuple(_pins(towns)), tuple(areas), tuple(absent), sum(n for _, n in shown), nowhere)


def _why_not(place: Place) -> str | None:
    """Why a place is not on the map, ``None`` for one that is."""
    how_far = extent(place)
    if how_far is Extent.COUNTRY:
        return None if place.country in drawn() else "a country too small to be drawn"
    if how_far is Extent.WIDE:
        return "in no one country, or it is not known in which"
    return None if point_of(place) else "where it lies is not known"


def _pins(places: Sequence[tuple[Place, int]]) -> list[Pin]:
    """The pins, the largest first, so that none hides a smaller one; the first few with their names, where free."""
    most = max((n for _, n in places), default=1)
    taken: list[tuple[float, float, float, float]] = []
    found = []
    for place, n in sorted(places, key=lambda x: (-x[1], x[0].name)):
        point = point_of(place)
        assert point is not None
        x, y = projected(*point)
        size = round(max(_LEAST, _LARGEST * (n / max(most, 8)) ** 0.5), 1)
        left, right = x + size + 2, x + size + 2 + len(place.name) * _LETTER
        box = (left, y - _LINE / 2, right, y + _LINE / 2)
        named = len(taken) < _NAMED and right < WIDTH and not any(_touch(box, other) for other in taken)
        if named:
            taken.append(box)
        found.append(Pin(place, n, x, y, size, named))
    return found


def _touch(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
