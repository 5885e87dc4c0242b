"""Places: names in a report resolved together, with nothing asked of a network.

Each name's candidates (:mod:`communique.reading.known.candidates`) are weighed by how many people
live there, by the countries and states that the report names, by what follows the name
("Paris, Texas"), by a dateline, and by how near they lie to what the report's other names
may mean. One name has one meaning in a report unless its own "Paris, Texas" says otherwise.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from communique.reading.known.candidates import Candidate, candidates, clean
from communique.reading.known.gazetteer import Index, fold, shared
from communique.reading.places.evidence import Hint, PlaceContext, fitting, gather, hints_after, own_name
from communique.reading.places.weights import Name, weigh
from communique.records import PlaceMention, Span

__all__ = ["Gazetteer", "PlaceContext", "distance_km", "find_places"]

_EARTH_KM = 6371.0
_COUNTIES = re.compile(r"(?:,\s+(?:and\s+)?[A-Z]\w+){0,8}(?:,?\s+and\s+[A-Z]\w+)?\s+counties\b")
_AGENCY = re.compile(r"[^\n]{0,40}?(?:\s[-\u2013\u2014]{1,2}\s|--|\s?\((?:AP|AFP|Reuters|CNN|UPI)\))")

_Key = tuple[str, tuple[Hint, ...], bool]


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance of two positions in degrees, in kilometres."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(p[0]), math.radians(p[1])) for p in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, h)))


def _refine(chosen: Candidate, name: Name, names: Sequence[Name]) -> Candidate:
    """Give a county, known only by its state, the middle of the report's towns in that state."""
    if chosen.exact:
        return chosen
    best = [n.options[n.best()] for n in names if n is not name]
    towns = [c for c in best if c.kind == "town" and (c.country, c.admin1) == (chosen.country, chosen.admin1)]
    if not towns:
        return chosen
    lat, lon = (sum(v) / len(towns) for v in zip(*((t.lat, t.lon) for t in towns), strict=True))
    return replace(chosen, lat=lat, lon=lon)


def _is_dateline(text: str, span: Span) -> bool:
    """True where a name opens a paragraph and is followed by a dash or a bracket with an agency."""
    before = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    shouted = text[span.start : span.end].isupper() and before.rstrip().endswith((".", "\u201d"))
    return (not before.strip() or shouted) and _AGENCY.match(text, span.end) is not None


class Gazetteer:
    """Resolves place names by an index of places."""

    def __init__(self, index: Index | None = None) -> None:
        """Use ``index``, or the shipped one."""
        self._index = index or shared()

    def resolve(self, name: str, context: PlaceContext | None = None) -> PlaceMention | None:
        """Return what ``name`` alone most likely means, offsets from 0, or ``None`` where it is unknown."""
        found = self.find(name, [Span(0, len(name))], context)
        return found[0] if found and found[0].lat is not None else None

    def _names(self, text: str, spans: Sequence[Span]) -> tuple[list[Name], dict[Span, int]]:
        """Group spans into names; a container beside one mention holds for the others without one."""
        words = {span: own_name(text[span.start : span.end]) for span in spans}
        forms = {span: fold(clean(words[span])) for span in spans}
        options = {span: self._options(text, span, words[span]) for span in spans}
        hints = {s: fitting(hints_after(text, s.start, s.end), options[s]) for s in spans}
        shared = {forms[span]: found for span, found in reversed(hints.items()) if found}
        ends = {span.end for span in spans}
        names: dict[_Key, Name] = {}
        where: dict[Span, _Key] = {}
        for span in spans:
            within = text[max(0, span.start - 2) : span.start] == ", " and span.start - 2 in ends
            key = (forms[span], hints[span] or shared.get(forms[span], ()), within)
            if options[span]:
                name = names.setdefault(key, Name(key[0], options[span], key[1], False, within))
                name.dateline |= _is_dateline(text, span)
                where[span] = key
        order = {key: i for i, key in enumerate(names)}
        return list(names.values()), {span: order[key] for span, key in where.items()}

    def _options(self, text: str, span: Span, words: str) -> tuple[Candidate, ...]:
        postal = text[max(0, span.start - 2) : span.start] == ", "
        if _COUNTIES.match(text, span.end):
            words += " County"
        return candidates(self._index, words, postal=postal)

    def find(self, text: str, spans: Sequence[Span], context: PlaceContext | None = None) -> tuple[PlaceMention, ...]:
        """Return one mention for every span, in their order; unknown names have no position.

        Args:
            text: the report's text; ``spans`` are code-point offsets into it.
            spans: where the place names stand (from a name finder).
            context: what is known beside the text.
        """
        context = context or PlaceContext()
        names, where = self._names(text, spans)
        evidence = gather(text, context, [hint for n in names for hint in n.hints])
        if names:
            weigh(names, evidence, context)
        chosen = [_refine(n.options[n.best()], n, names) for n in names]
        return tuple(_mention(text, span, chosen[where[span]] if span in where else None) for span in spans)


def _mention(text: str, span: Span, place: Candidate | None) -> PlaceMention:
    if place is None:
        return PlaceMention(span.start, span.end, text[span.start : span.end])
    return PlaceMention(span.start, span.end, place.name, place.country, place.lat, place.lon, place.geonames)


@cache
def _default() -> Gazetteer:
    return Gazetteer()


def find_places(text: str, spans: Sequence[Span], context: PlaceContext | None = None) -> tuple[PlaceMention, ...]:
    """Return one mention for every span, by the shared gazetteer; see :meth:`Gazetteer.find`."""
    return _default().find(text, spans, context)
