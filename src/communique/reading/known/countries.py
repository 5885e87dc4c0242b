"""Countries in the words of the news: names, adjectives, peoples, states and party tags.

Codes are ISO 3166-1 alpha-3 (with ``XKX`` and the former ``SUN``, ``YUG``, ``SCG``, ``CSK``,
``DDR``). Forms come from ``demonyms.toml`` (every country and territory of ISO 3166-1, by its
usual and formal names) and ``regions.toml``. Case counts: "us", "polish" and "turkey" are no
countries. The European Union is none either (see :mod:`communique.reading.known.bodies`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from communique.reading.known.states import PartyTag, Region, party_tags, plain, region_of, regions
from communique.reading.tables import alternatives, load

__all__ = [
    "PartyTag",
    "Region",
    "countries_for",
    "countries_in",
    "country_of",
    "demonym_country",
    "party_tags",
    "plural",
    "region_of",
    "regions",
]


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
def _usual() -> dict[str, str]:
    return {code: row["names"][0] for code, row in load("demonyms")["country"].items()}


def usual_name(code: str) -> str:
    """Return the usual English name of a country by its alpha-3 code; the code itself where it has none here.

    >>> usual_name("DEU"), usual_name("XYZ")
    ('Germany', 'XYZ')
    """
    return _usual().get(code, code)


@cache
def _demonyms() -> dict[str, str]:
    """Adjectives and peoples, singular and plural, to codes."""
    forms: dict[str, str] = {}
    for code, row in load("demonyms")["country"].items():
        for form in (*row.get("adjectives", ()), *row.get("people", ())):
            forms[form] = code
            forms.setdefault(plural(form), code)
    return forms


def country_of(text: str) -> str | None:
    """Return the code of the country that ``text`` names, else ``None``.

    Articles and possessives are ignored; states, provinces and adjectives are no countries,
    and a name that could be two ("Congo", "Korea") gives ``None``: see :func:`countries_for`.
    """
    name = plain(text)
    if not name or name.islower():
        return None
    found = _names().get(name)
    if found is None and name.isupper() and len(name) > 3:
        found = _names_upper().get(name)
    return found


@cache
def _names_upper() -> dict[str, str]:
    return {name.upper(): code for name, code in _names().items()}


def demonym_country(text: str) -> str | None:
    """Return the code for a nationality adjective or people ("Russian", "the Dutch", "Britons").

    Only capitalised forms count; "Korean" and "Congolese", which could be two, give ``None``.
    """
    return _demonyms().get(plain(text))


def countries_for(text: str) -> tuple[str, ...]:
    """Return every country a form may stand for, the usual one first; empty where it is none."""
    form = plain(text)
    table = load("demonyms")
    if form in table["ambiguous"]:
        return tuple(table["ambiguous"][form])
    first = country_of(form) or demonym_country(form)
    return (first, *table["also"].get(form, ())) if first else ()


@cache
def _scanner() -> tuple[re.Pattern[str], dict[str, str | None]]:
    """Pattern and codes for running text: shields give no code, ambiguous forms an empty one."""
    table = load("demonyms")
    forms: dict[str, str | None] = {**_demonyms(), **_names()}
    forms |= {name.upper(): code for name, code in _names().items() if len(name) > 4}
    forms |= {r.name: r.country for r in regions().values() if r.name not in _names()}
    prefixes = {p: code for code, row in table["country"].items() for p in row.get("prefix", ())}
    forms |= dict.fromkeys(table["ambiguous"], "")
    forms |= {phrase: forms.get(phrase) for phrase in table["shields"]["phrases"]}
    del forms["CAR"], forms["Victoria"], forms["Washington"]
    body = alternatives(forms)
    combining = "|".join(prefixes)
    pattern = re.compile(rf"(?<![\w.@#])(?:(?P<form>{body})(?!\w)|(?P<prefix>{combining})(?=[-\u2010-\u2013][A-Z]))")
    return pattern, {**forms, **{p + "-": c for p, c in prefixes.items()}}


def _is_personal(text: str, match: re.Match[str]) -> bool:
    """True where a name like Jordan or Chad stands beside another capitalised word as in a person's name."""
    table = load("demonyms")["personal"]
    if match["form"] not in table["names"]:
        return False
    after = re.match(r"\s+([A-Z][a-z]+)", text[match.end() : match.end() + 40])
    if after and after[1] not in table["follow"] and after[1] not in _demonyms():
        return True
    before = re.search(r"\b([A-Z][a-z]+)\s$", text[max(0, match.start() - 40) : match.start()])
    return before is not None and match["form"] in ("Jordan", "Chad") and before[1] not in table["before"]


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


@lru_cache(maxsize=2)  # each report is asked about more than once
def countries_in(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return (start, end, code) for every country said by name, adjective, people, state or party tag.

    Offsets are code points. "U.S.-Russian" gives both. Overlaps are resolved to the longest.
    """
    found: list[tuple[int, int, str]] = []
    for start, end, code in sorted(_settle(_raw(text)), key=lambda row: (row[0], -row[1])):
        if not found or start >= found[-1][1]:
            found.append((start, end, code))
    return tuple(found)
