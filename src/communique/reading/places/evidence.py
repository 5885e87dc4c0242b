"""What a report says of where its places lie: hints after names, countries and states it speaks of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from communique.reading.known.candidates import Candidate, clean
from communique.reading.known.countries import countries_in, country_of, region_of, regions
from communique.reading.known.gazetteer import county_states, fold
from communique.reading.tables import load

_CUES = {
    "USA": re.compile(
        r"\b(?:Sheriff|Gov\.|Sen\.|Rep\.|[Ss]chool [Bb]oard|Board of Education|Interstate \d|I-\d\d|"
        r"U\.S\. \d+|Highway \d+|Highway Patrol|State Police|state trooper|City Council|city council|"
        r"Police Department|Township|[A-Z]\w+ County|High School|county seat|"
        r"Superior Court|Circuit Court|grand jury)\b"
    ),
    "GBR": re.compile(r"\b(?:Cllr|[Bb]orough [Cc]ouncil|County Council|Constabulary|motorway)\b|\u00a3\d"),
    "CAN": re.compile(r"\b(?:RCMP|OPP|MPP|Ontario Provincial Police)\b"),
    "IRL": re.compile(r"\b(?:Garda\u00ed?|garda\u00ed|TD|T\u00e1naiste|Taoiseach|D\u00e1il)\b"),
    "AUS": re.compile(r"\bA\$\d|\b(?:NSW|Qld)\b"),
    "NZL": re.compile(r"\bNZ\$\d|\biwi\b"),
}
"""Words of local news that say which country's it is."""

_ONLY_DC = re.compile(r"D\.\s?C\.?|DC")


@dataclass(frozen=True, slots=True)
class PlaceContext:
    """What is known beside the text.

    Attributes:
        countries: ISO alpha-3 codes and how often they matter (mentions in the report, say).
        home: the country of the publisher or the dateline, alpha-3.
        home_region: the publisher's US state, Canadian province or Australian state, by its name.
        resolved: positions (latitude, longitude) in degrees of places already known.
        international: from 0 to 1, how far the report is of international affairs, where capitals
            and great cities are meant rather than towns nearby.
    """

    countries: Mapping[str, float] = field(default_factory=dict)
    home: str | None = None
    home_region: str | None = None
    resolved: tuple[tuple[float, float], ...] = ()
    international: float = 0.0


@dataclass(frozen=True, slots=True)
class Hint:
    """What a name's own words say of where it lies: a country, and a state of it if any."""

    country: str
    admin1: str | None = None

    def fits(self, candidate: Candidate) -> bool:
        """True where the candidate lies there and is not the country or state itself."""
        if candidate.country != self.country or candidate.kind in ("country", "wide"):
            return False
        return self.admin1 is None or (candidate.admin1 == self.admin1 and candidate.kind != "state")


@cache
def _after() -> re.Pattern[str]:
    """Pattern for a state or country after a name: ", Texas", ", Ga.", " (Ohio)", ", KY"."""
    forms = {*regions()} | {r.code for r in regions().values() if r.country == "USA"}
    forms |= {name for row in load("demonyms")["country"].values() for name in row["names"]}
    options = "|".join(re.escape(f) for f in sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?:[,\u2014-]\s?|\s?\(|,?\s+in\s+(?:the\s+)?|,\s+in\s+)({options})(?![A-Za-z])")


def _hints_in(words: str) -> tuple[Hint, ...]:
    """Return what ``words`` may mean as a container: a state, a country, or both ("Georgia")."""
    region, code = region_of(words) or region_of(words, postal=True), country_of(words)
    found = [Hint(region.country, region.admin1)] if region is not None else []
    return (*found, Hint(code)) if code else tuple(found)


def hints_after(text: str, start: int, end: int) -> tuple[Hint, ...]:
    """Return what the name at ``start..end`` is said to lie in, by the words right after it or its own."""
    if _ONLY_DC.fullmatch(text[start:end]):
        return _hints_in("D.C.")
    inside = re.fullmatch(r"(.+?),?\s+(D\.?\s?C\.?)|([^,]+),\s*(.+)", text[start:end])
    if inside:
        return _hints_in("D.C." if inside[2] else inside[4])
    match = _after().match(text, end)
    return _hints_in(match[1]) if match else ()


def fitting(hints: tuple[Hint, ...], options: Sequence[Candidate]) -> tuple[Hint, ...]:
    """Return the hints that some option fits; a country lies in no other ("Egypt, the U.S. and Iran")."""
    is_land = any(o.kind in ("country", "wide") for o in options)
    return tuple(h for h in hints if any(h.fits(o) for o in options) and not (is_land and h.admin1 is None))


def own_name(words: str) -> str:
    """Return the name without what it is said to lie in ("Washington, DC" and "D.C." are "Washington")."""
    if _ONLY_DC.fullmatch(words):
        return "Washington"
    cut = re.sub(r"(?<=\w),?\s+D\.?\s?C\.?$", "", words)
    return cut.split(",")[0] if "," in cut else cut


@dataclass(slots=True)
class Evidence:
    """How often the text speaks of each country and state, and by which words."""

    rows: list[tuple[str, str | None, float, str]] = field(default_factory=list)

    def add(self, country: str, admin1: str | None, weight: float, form: str = "") -> None:
        self.rows.append((country, admin1, weight, form))

    def shares(self, leave_out: str) -> tuple[dict[str, float], dict[tuple[str, str], float]]:
        """Return shares of countries and of states, without what ``leave_out`` itself says."""
        lands: dict[str, float] = {}
        states: dict[tuple[str, str], float] = {}
        for country, admin1, weight, form in self.rows:
            if form == leave_out:
                continue
            lands[country] = lands.get(country, 0.0) + weight
            if admin1 is not None:
                states[country, admin1] = states.get((country, admin1), 0.0) + weight
        all_lands, all_states = sum(lands.values()) + 1.0, sum(states.values()) + 0.5
        return {k: v / all_lands for k, v in lands.items()}, {k: v / all_states for k, v in states.items()}


def gather(text: str, context: PlaceContext, hints: Sequence[Hint]) -> Evidence:
    evidence = Evidence()
    for start, end, code in countries_in(text):
        form = text[start:end]
        region = region_of(form)
        admin1 = region.admin1 if region and region.country == code else None
        evidence.add(code, admin1, 1.0, fold(clean(form)))
    for match in re.finditer(r"\b(?:[A-Z][a-z]{1,4}\.|[A-Z]\.[A-Z]\.)", text):
        region = region_of(match[0])
        if region is not None:
            evidence.add(region.country, region.admin1, 1.0, fold(region.name))
    for hint in hints:
        evidence.add(hint.country, hint.admin1, 2.0)
    for code, weight in context.countries.items():
        evidence.add(code, None, weight)
    if context.home:
        region = region_of(context.home_region) if context.home_region else None
        evidence.add(context.home, region.admin1 if region else None, 2.0)
    for match in re.finditer(r"\b(?:(?:[A-Z][\w.]+|of|du|la)\s){1,3}(?:County|Parish)\b", text):
        states = county_states(match[0]) or county_states(" ".join(match[0].split()[-2:]))
        for state in states:
            evidence.add("USA", state, 2.0 / len(states), fold(match[0]))
    for code, cue in _CUES.items():
        evidence.add(code, None, min(6.0, 2.0 * len(cue.findall(text))))
    return evidence
