"""States and provinces, and the party tags of members of Congress ("R-KY")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from communique.reading.tables import load

_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:['\u2019]s|(?<=s)['\u2019])$")


@dataclass(frozen=True, slots=True)
class Region:
    """A state or province: its code within the country, its name, the country, a position in degrees."""

    code: str
    name: str
    country: str
    lat: float
    lon: float
    admin1: str


@dataclass(frozen=True, slots=True)
class PartyTag:
    """What "(R-KY)" says: the party's name and the US state, and where the tag stands."""

    start: int
    end: int
    party: str
    state: str


def plain(text: str) -> str:
    """Return a name without an article, a possessive or marks around it."""
    return _POSSESSIVE.sub("", _ARTICLE.sub("", " ".join(text.split()).strip(" ,;:\"'\u201c\u201d\u2018")))


@cache
def regions() -> dict[str, Region]:
    """States and provinces by full name and news abbreviation ("Kentucky", "Ky.")."""
    found: dict[str, Region] = {}
    for country, rows in load("regions")["state"].items():
        for code, row in rows.items():
            lat, lon = row["at"]
            region = Region(code, row["name"], country, lat, lon, row.get("geonames", code))
            for form in (row["name"], *row["short"]):
                found.setdefault(form, region)
    return found


@cache
def _capitals() -> dict[str, Region]:
    """States and provinces by their names in capital letters."""
    found: dict[str, Region] = {}
    for form, region in regions().items():
        found.setdefault(form.upper(), region)
    return found


def region_of(text: str, *, postal: bool = False) -> Region | None:
    """Return the US state, Canadian province or Australian state named, else ``None``.

    ``postal`` admits bare codes ("KY", "ON"), which are words or initials elsewhere.
    """
    name = plain(text)
    found = regions().get(name) or regions().get(name + ".")
    if found is None and name.isupper() and len(name) > 3:
        found = _capitals().get(name)
    if found is None and postal and re.fullmatch(r"[A-Z]{2}", name):
        found = next((r for r in regions().values() if r.code == name and r.country != "AUS"), None)
    return found


_PARTIES = {"R": "Republican", "D": "Democratic", "I": "Independent", "L": "Libertarian"}


@cache
def _party_tag() -> re.Pattern[str]:
    states = [r for r in regions().values() if r.country == "USA"]
    forms = {form for form, r in regions().items() if r.country == "USA"} | {r.code for r in states}
    options = "|".join(re.escape(f) for f in sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?<![\w.-])([RDIL])[-\u2010-\u2013]({options})(?![A-Za-z])(?!-[A-Za-z])")


def party_tags(text: str) -> tuple[PartyTag, ...]:
    """Return the party-and-state tags of members of Congress: "R-KY", "(D-Calif.)", "I-Vt."."""
    tags = []
    for match in _party_tag().finditer(text):
        region = region_of(match[2]) or region_of(match[2], postal=True)
        if region is not None:
            tags.append(PartyTag(match.start(), match.end(), _PARTIES[match[1]], region.code))
    return tuple(tags)
