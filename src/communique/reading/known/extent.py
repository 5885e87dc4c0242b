"""How exactly a place is known: a town or a site, a region, a country, or something wider."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from communique.reading.known.gazetteer import fold, shared
from communique.reading.tables import load
from communique.records import Place


class Extent(StrEnum):
    """How far what a place's name says reaches. ``WIDE`` is what lies in no one country: a sea, a continent."""

    TOWN = "town"
    REGION = "region"
    COUNTRY = "country"
    WIDE = "wide"


def extent(place: Place) -> Extent:
    """Return how far a place reaches, by its name and its country.

    >>> extent(Place("Paris", "FRA")), extent(Place("France", "FRA")), extent(Place("Crimea", "UKR"))
    (<Extent.TOWN: 'town'>, <Extent.COUNTRY: 'country'>, <Extent.REGION: 'region'>)
    """
    if place.country is None:
        return Extent.WIDE
    name = fold(place.name)
    if place.geonames is not None and any(town.geonames == place.geonames for town in shared().towns(place.name)):
        return Extent.TOWN
    if name in _regions().get(place.country, frozenset()):
        return Extent.REGION
    return Extent.COUNTRY if name in _countries().get(place.country, frozenset()) else Extent.TOWN


@cache
def _countries() -> dict[str, frozenset[str]]:
    return {code: frozenset(map(fold, (code, *row["names"]))) for code, row in load("demonyms")["country"].items()}


@cache
def _regions() -> dict[str, frozenset[str]]:
    table = load("regions")
    found: dict[str, set[str]] = {}
    for code, rows in table["state"].items():
        found.setdefault(code, set()).update(fold(row["name"]) for row in rows.values())
    for code, rows in table["region"].items():
        found.setdefault(code, set()).update(map(fold, rows))
    return {code: frozenset(names) for code, names in found.items()}
