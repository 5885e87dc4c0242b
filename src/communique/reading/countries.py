"""Countries in the words of the news: names, adjectives, peoples, states and party tags.

Codes are ISO 3166-1 alpha-3 (with ``XKX`` and the former ``SUN``, ``YUG``, ``SCG``, ``CSK``,
``DDR``). Forms come from ``demonyms.toml`` and ``regions.toml``; formal and foreign names that
these lack come from :mod:`rigour.territories`. Case counts: "us", "polish" and "turkey" are
no countries. The European Union is none either (see :mod:`communique.reading.bodies`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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


def plural(noun: str) -> str:
    """Return the plural of a people's name ("Frenchman": "Frenchmen"; "Swiss" stays)."""
    if noun.endswith(("man", "woman")) and noun not in (
        "German",
        "Roman",
        "Oman",
        "West German",
        "East German",
    ):
        return noun[:-2] + "en"
    if noun == "Czech":
        return "Czechs"
    return noun if noun.endswith(("ese", "sh", "ch", "s")) else noun + "s"


@cache
def _names() -> dict[str, str]:
    """Country names to codes."""
    return {name: code for code, row in load("demonyms")["country"].items() for name in row["names"]}


@cache
def _demonyms() -> dict[str, str]:
    """Adjectives and peoples, singular and plural, to codes."""
    forms: dict[str, str] = {}
    for code, row in load("demonyms")["country"].items():
        for form in (*row.get("adjectives", ()), *row.get("people", ())):
            forms[form] = code
            forms.setdefault(plural(form), code)
    return forms


def _plain(text: str) -> str:
    return _POSSESSIVE.sub("", _ARTICLE.sub("", " ".join(text.split()).strip(" ,;:\"'\u201c\u201d\u2018")))


def country_of(text: str) -> str | None:
    """Return the code of the country that ``text`` names, else ``None``.

    Articles and possessives are ignored; states, provinces and adjectives are no countries,
    and a name that could be two ("Congo", "Korea") gives ``None``: see :func:`countries_for`.
    """
    name = _plain(text)
    if not name or name.islower():
        return None
    found = _names().get(name)
    if found is None and name.isupper() and len(name) > 3:
        found = _names_upper().get(name)
    if found is None and name not in load("demonyms")["ambiguous"]:
        found = _rigour(name)
    return found


@cache
def _names_upper() -> dict[str, str]:
    return {name.upper(): code for name, code in _names().items()}


@cache
def _rigour(name: str) -> str | None:
    """Return what rigour's tables say of a name of four letters or more that is no adjective of ours."""
    if len(name) < 4 or name in _demonyms() or name in load("regions")["wide"] or region_of(name):
        return None
    from rigour.territories import lookup_by_identifier, lookup_territory

    territory = None if lookup_by_identifier(name) else lookup_territory(name)
    if territory is None or not territory.alpha3 or not (territory.is_country or territory.is_ftm):
        return None
    from rigour.territories.util import normalize_territory_name

    known = {normalize_territory_name(n) for n in (territory.name, territory.full_name)}
    return territory.alpha3.upper() if normalize_territory_name(name) in known else None


def demonym_country(text: str) -> str | None:
    """Return the code for a nationality adjective or people ("Russian", "the Dutch", "Britons").

    Only capitalised forms count; "Korean" and "Congolese", which could be two, give ``None``.
    """
    return _demonyms().get(_plain(text))


def countries_for(text: str) -> tuple[str, ...]:
    """Return every country a form may stand for, the usual one first; empty where it is none."""
    form = _plain(text)
    table = load("demonyms")
    if form in table["ambiguous"]:
        return tuple(table["ambiguous"][form])
    first = country_of(form) or demonym_country(form)
    return (first, *table["also"].get(form, ())) if first else ()


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


def region_of(text: str, *, postal: bool = False) -> Region | None:
    """Return the US state, Canadian province or Australian state named, else ``None``.

    ``postal`` admits bare codes ("KY", "ON"), which are words or initials elsewhere.
    """
    name = _plain(text)
    found = regions().get(name) or regions().get(name + ".")
    if found is None and name.isupper() and len(name) > 3:
        found = next((r for form, r in regions().items() if form.upper() == name), None)
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


@cache
def _scanner() -> tuple[re.Pattern[str], dict[str, str | None]]:
    """Pattern and codes for running text: shields give no code, ambiguous forms an empty one."""
    table = load("demonyms")
    forms: dict[str, str | None] = {**_demonyms(), **_names()}
    forms |= {name.upper(): code for name, code in _names().items() if len(name) > 4}
    forms |= {r.name: r.country for r in regions().values() if r.name not in _names()}
    prefixes = {p: code for code, row in table["country"].items() for p in row.get("prefix", ())}
    forms |= dict.fromkeys(table["ambiguous"], "")
    forms |= dict.fromkeys(table["shields"]["phrases"])
    del forms["CAR"], forms["Victoria"], forms["Washington"]
    body = "|".join(re.escape(f).replace(r"\ ", r"\s+") for f in sorted(forms, key=len, reverse=True))
    combining = "|".join(prefixes)
    pattern = re.compile(
        rf"(?<![\w.@#])(?:(?P<form>{body})(?!\w)|(?P<prefix>{combining})(?=[-\u2010-\u2013][A-Z]))"
    )
    return pattern, {**forms, **{p + "-": c for p, c in prefixes.items()}}


def _is_personal(text: str, match: re.Match[str]) -> bool:
    """True where a name like Jordan or Chad stands beside another capitalised word as in a person's name."""
    table = load("demonyms")["personal"]
    if match["form"] not in table["names"]:
        return False
    after = re.match(r"\s+([A-Z][a-z]+)", text[match.end() : match.end() + 40])
    if after and after[1] not in table["follow"] and after[1] not in _demonyms():
        return True
    before = re.search(
        r"([.!?:\u201c\"]\s+|^)?([A-Z][a-z]+)\s$", text[max(0, match.start() - 40) : match.start()]
    )
    return bool(before) and match["form"] in ("Jordan", "Chad") and before is not None and before[1] is None


def _is_shouted(text: str, match: re.Match[str]) -> bool:
    """True where "US" stands among words in capitals, where it may be the pronoun."""
    if match["form"] != "US":
        return False
    near = re.findall(r"[A-Za-z]{2,}", text[max(0, match.start() - 25) : match.start()])[-1:]
    near += re.findall(r"[A-Za-z]{2,}", text[match.end() : match.end() + 25])[:1]
    return bool(near) and all(word.isupper() for word in near)


def _raw(text: str) -> Iterator[tuple[int, int, str, str]]:
    pattern, codes = _scanner()
    for match in pattern.finditer(text):
        form = " ".join(match["form"].split()) if match["form"] else match["prefix"] + "-"
        code = codes[form]
        if code is None or _is_personal(text, match) or _is_shouted(text, match):
            continue
        yield match.start(), match.end(), code, form
    for tag in party_tags(text):
        yield tag.start, tag.end, "USA", ""


def _settle(found: Iterable[tuple[int, int, str, str]]) -> Iterator[tuple[int, int, str]]:
    """Give an ambiguous form the one of its countries that the text names elsewhere, or drop it."""
    rows = list(found)
    named = {code for *_, code, _ in rows if code}
    ambiguous = load("demonyms")["ambiguous"]
    for start, end, code, form in rows:
        if not code:
            options = [c for c in ambiguous[form] if c in named]
            code = options[0] if len(options) == 1 else ""
        if code:
            yield start, end, code


def countries_in(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return (start, end, code) for every country said by name, adjective, people, state or party tag.

    Offsets are code points. "U.S.-Russian" gives both. Overlaps are resolved to the longest.
    """
    found: list[tuple[int, int, str]] = []
    for start, end, code in sorted(_settle(_raw(text)), key=lambda row: (row[0], -row[1])):
        if not found or start >= found[-1][1]:
            found.append((start, end, code))
    return tuple(found)
