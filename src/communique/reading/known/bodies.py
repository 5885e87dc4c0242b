"""Bodies of state: parliaments, chambers, committees, ministries, parties, international organizations.

Names come from ``bodies.toml`` and ``metonyms.toml``. A name that many countries have
("the Foreign Ministry") takes its country from its own words ("Kazakh", "of Peru"), else
from the reader's context; it is never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from communique.reading.known.capitals import capital_country
from communique.reading.known.countries import country_of, demonym_country
from communique.reading.tables import load

_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_COMMITTEE = re.compile(r"\b(?:(?:sub)?committee|commission on|caucus|friendship group|delegation to)\b", re.IGNORECASE)
_OF_STATE = frozenset("parliament chamber ministry executive court military".split())
_OF = re.compile(r"^(?P<body>.+?)\s+of\s+(?P<country>(?:the\s+)?[A-Z].+)$")
_MINISTRY = re.compile(
    r"^(?:(?:Ministry|Department)\s+(?:of|for)\s+(?:the\s+)?\w.*|"
    r"(?:[A-Z][\w'\u2019-]+\s+(?:and\s+)?){1,4}(?:Ministry|Department))$"
)
_TOPIC = re.compile(r"^(?:(?:Ministry|Department)\s+(?:of|for)\s+(?:the\s+)?(.+)|(.+?)\s+(?:Ministry|Department))$")


@dataclass(frozen=True, slots=True)
class BodyInfo:
    """What a body is.

    Attributes:
        name: the canonical name; for a name that many countries have, the general one.
        kind: parliament, chamber, committee, ministry, executive, court, military, party or intl.
        country: ISO 3166-1 alpha-3, ``None`` where international or not said.
        parent: the canonical name of the body it belongs to, if known.
    """

    name: str
    kind: str
    country: str | None = None
    parent: str | None = None


def _rows(key: str) -> dict[str, BodyInfo]:
    found: dict[str, BodyInfo] = {}
    rows: list[dict[str, Any]] = load("bodies")[key]
    for row in rows:
        info = BodyInfo(row["name"], row["kind"], row.get("country"), row.get("parent"))
        for form in (row["name"], *row.get("also", ())):
            found.setdefault(form, info)
    return found


@cache
def _known() -> dict[str, BodyInfo]:
    return _rows("body")


@cache
def parliament_of(country: str) -> str | None:
    """Return the name of a country's parliament, ``None`` where the table has none."""
    own = (i.name for i in _known().values() if i.kind == "parliament" and i.country == country and not i.parent)
    return next(own, None)


@cache
def _generic() -> dict[str, BodyInfo]:
    return _rows("generic")


@cache
def _parties() -> dict[str, str]:
    return {name: code for code, names in load("bodies")["party"].items() for name in names}


def party_country(name: str) -> str | None:
    """Return the country (alpha-3) of the party or its members that ``name`` names, else ``None``."""
    return _parties().get(_ARTICLE.sub("", name.strip()))


def metonym_country(name: str) -> str | None:
    """Return the country whose government ``name`` may stand for: "the Kremlin", "Washington", "Paris".

    Whether it does so in a sentence is the caller's to decide; "Brussels" and "Turtle Bay"
    stand for organizations: see :func:`metonym_organization`.
    """
    bare = _ARTICLE.sub("", name.strip())
    if bare in _organizations():
        return None
    table = load("metonyms")["government"]
    found = next((c for c, names in table.items() if bare in names or f"the {bare}" in names), None)
    return found or (capital_country(bare) if bare[:1].isupper() else None)


@cache
def _organizations() -> dict[str, str]:
    rows: dict[str, list[str]] = load("metonyms")["organization"]
    return {name: body for body, names in rows.items() for name in names}


def metonym_organization(name: str) -> str | None:
    """Return the organization that a place's name may stand for ("Brussels": the European Union)."""
    return _organizations().get(_ARTICLE.sub("", name.strip()))


def _split_country(name: str) -> tuple[str, str | None]:
    """Return a name without the country it begins or ends with, and that country's code.

    "Russian Foreign Ministry", "Iran's parliament" and "Ministry of Foreign Affairs of Peru" have one.
    """
    words = name.split()
    for count in (3, 2, 1):
        head, rest = " ".join(words[:count]), " ".join(words[count:])
        code = demonym_country(head) or country_of(head)
        if rest and code is not None:
            return rest, code
    match = _OF.match(name)
    while match is not None:
        code = country_of(match["country"])
        if code is not None:
            return match["body"], code
        cut = match["country"].find(" of ")
        joined = f"{match['body']} of {match['country'][:cut]}" if cut > 0 else ""
        code = country_of(match["country"][cut + 4 :]) if cut > 0 else None
        return (joined, code) if code else (name, None)
    return name, None


def _committee(name: str, country: str | None) -> BodyInfo:
    """Return a committee with the body and the country that its own name holds."""
    inside = (form for form in _known() if re.search(rf"(?<!\w){re.escape(form)}(?!\w)", name))
    parent = max(inside, key=len, default=None)
    if parent is not None and _known()[parent].kind in ("parliament", "chamber", "intl"):
        info = _known()[parent]
        return BodyInfo(name, "committee", info.country or country, info.name)
    chamber = re.search(r"\b(Senate|House|Parliament|National Assembly)\b", name)
    owner = find_body(chamber[1], country) if chamber else None
    found = country or (owner.country if owner else None)
    if chamber and chamber[1] in ("Senate", "House") and found is None:
        owner, found = _american(chamber[1]), "USA"
    return BodyInfo(name, "committee", found, owner.name if owner else None)


def _american(chamber: str) -> BodyInfo:
    return _known()["U.S. Senate" if chamber == "Senate" else "U.S. House"]


def _settled(info: BodyInfo, country: str | None) -> BodyInfo:
    """Give a general name its country; the US Congress and its chambers have rows of their own."""
    if country == "USA" and info.kind in ("parliament", "chamber"):
        own = {"Senate": "U.S. Senate", "House of Representatives": "U.S. House", "Congress": "U.S. Congress"}
        return _known()[own[info.name]] if info.name in own else replace(info, country=country)
    return replace(info, country=info.country or country)


def find_body(name: str, context_country: str | None = None) -> BodyInfo | None:
    """Return the body that ``name`` names, or ``None`` where it is none that is known.

    Args:
        name: as the report has it, with or without an article, adjective or possessive.
        context_country: alpha-3 code to take where the name itself has none.
    """
    name = _ARTICLE.sub("", " ".join(name.split()).strip(" ,.;:") if not name.endswith(".") else name.strip())
    if name in _known():
        info = _known()[name]
        own = info.kind == "intl" or info.country is not None or info.parent is not None
        return info if own else replace(info, country=context_country)
    rest, country = _split_country(name)
    rest = re.sub(r"^['\u2019]s\s+", "", rest)
    if _COMMITTEE.search(name):
        return _committee(_committee_name(name, rest), country or context_country)
    if name in _parties():
        return BodyInfo(name, "party", _parties()[name])
    if rest in _known():
        info = _known()[rest]
        return info if country in (None, info.country) else BodyInfo(rest, info.kind, country)
    if rest in _generic():
        return _settled(_generic()[rest], country or context_country)
    if _MINISTRY.match(rest):
        topic = _TOPIC.match(rest)
        title = f"Ministry of {topic[1] or topic[2]}" if topic and country != "USA" else rest
        return BodyInfo(title, "ministry", country or context_country)
    return None


def of_country(info: BodyInfo, name: str, country: str | None) -> BodyInfo:
    """Return a body of state as that of the country its phrase says: "Pakistan's Foreign Office" is not British."""
    other = country is not None and info.country is not None and country != info.country
    return BodyInfo(name, info.kind, country) if other and info.kind in _OF_STATE else info


def _committee_name(name: str, rest: str) -> str:
    """Return a committee's name without a country before it, unless a body's own name begins with that."""
    first, _, after = name.partition(" ")
    has_country = demonym_country(first) is not None or country_of(first) is not None
    has_body = re.search(r"\b(?:Senate|House|Parliament)\b", after) or any(f in after for f in _known())
    if has_country and has_body:
        return after
    return name if any(f in name for f in _known()) else rest
