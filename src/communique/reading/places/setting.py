"""The places of a report, told apart from the governments that bear their names.

Where a name stands is settled from four sources, longest first: landmarks and "Washington, D.C."
by their words, whatever the name finder says; the names it calls places; countries and states
by their words; and capitals that it takes for something else. Then all are resolved together
(:mod:`communique.reading.places.find`), and :mod:`communique.reading.places.metonymy` says which of them
stand for a government.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from datetime import date
from functools import cache

from communique.intake.datelines import Dateline, dateline_at
from communique.language.doc import Doc, Run
from communique.reading.known.capitals import capital_country
from communique.reading.known.countries import countries_in, country_of, demonym_country, region_of
from communique.reading.page.ranges import Ranges
from communique.reading.places.find import PlaceContext, find_places
from communique.reading.places.metonymy import stands_for_government
from communique.reading.tables import load
from communique.records import PlaceMention, Span
from communique.text import SegmentKind, TextLayer

__all__ = ["find_setting", "name_spans", "resolve_names"]

_DC = r"(?:Washington,?\s+)?D\.\s?C\.|Washington,?\s+DC\b"
_HYPHENS = re.compile("[-\u2010-\u2013]")
_MANY = 3
"""From how many countries, beside one, a report is wholly of international affairs."""
_ANY_STATE = ("state", "State")


def find_setting(doc: Doc, layer: TextLayer, published: date | None = None) -> tuple[PlaceMention, ...]:
    """Return every place named in the content of a report, in reading order.

    Args:
        doc: the analysed report (:func:`communique.language.core.analyse`).
        layer: its text layer.
        published: when it was published; no name's meaning depends on it yet.

    A name that is in no table has neither position nor country. ``metonym`` is true where the
    name stands for a government.
    """
    return resolve_names(doc, layer, name_spans(doc, layer))


def resolve_names(doc: Doc, layer: TextLayer, spans: Sequence[Span]) -> tuple[PlaceMention, ...]:
    """Return one mention for every span, in their order, as :func:`find_setting` does."""
    dateline = _dateline(layer)
    found = find_places(layer.text, spans, _context(layer.text, spans, dateline))
    result = []
    for at, place in enumerate(found):
        words = doc.covering(place.start, place.end)
        opens = dateline is not None and place.start < dateline.end and place.end > dateline.start
        apart = opens or (at > 0 and _lies_in(layer.text, found[at - 1], place))
        if words is not None and not apart and stands_for_government(words, place):
            place = replace(place, metonym=True)
        result.append(place)
    return tuple(result)


def _dateline(layer: TextLayer) -> Dateline | None:
    """Return the first dateline of the body."""
    bodies = (s for s in layer.segments if s.kind is SegmentKind.BODY)
    found = (dateline_at(layer.text, s.start, s.end) for s in bodies)
    return next((d for d in found if d is not None and d.place), None)


def _context(text: str, spans: Sequence[Span], dateline: Dateline | None) -> PlaceContext:
    """Return what is known beside the names: how international the report is, and its dateline's country."""
    said = {code for _, _, code in countries_in(text)}
    said |= {code for s in spans if (code := capital_country(text[s.start : s.end])) is not None}
    world = min(1.0, max(0.0, (len(said) - 1) / _MANY))
    if dateline is None or not dateline.place:
        return PlaceContext(international=world)
    words = dateline.place
    home = find_places(words, [Span(0, len(words))])[0].country
    return PlaceContext(home=home, international=world)


def _lies_in(text: str, before: PlaceMention, place: PlaceMention) -> bool:
    """True where ``place`` says where the name before it lies ("Tbilisi, Georgia")."""
    joined = text[before.end : place.start] in (", ", " (")
    return joined and before.country == place.country and before.name != place.name


def name_spans(doc: Doc, layer: TextLayer) -> tuple[Span, ...]:
    """Return where places are named in the content of a report, in order and apart."""
    content = Ranges((s.start, s.end, True) for s in layer.segments if s.is_content)
    names = doc.ents
    fixed = [s for s in _fixed(layer.text) if not _inside_longer(doc, s)]
    persons = {name[-1].text for name in names if name.kind == "PER" and len(name) > 1}
    unsafe = persons & set(load("demonyms")["personal"]["names"])
    found = [*fixed, *_places(names), *_dateline_span(layer)]
    taken = Ranges((s.start, s.end, True) for s in found)
    lands = [s for s in _lands(doc, layer.text) if not taken.touching(s.start, s.end)]
    chosen = _apart([*found, *lands, *_mistaken_capitals(names, persons)])
    chosen = [s for s in chosen if layer.text[s.start : s.end] not in unsafe]
    return tuple(s for s in chosen if content.holding(s.start, s.end))


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Return the longest of spans that overlap, in order."""
    taken: list[Span] = []
    for span in sorted(set(spans), key=lambda s: (s.start, -s.end)):
        if taken and taken[-1].overlaps(span):
            if span.end - span.start > taken[-1].end - taken[-1].start:
                taken[-1] = span
            continue
        taken.append(span)
    return taken


@cache
def _landmarks() -> re.Pattern[str]:
    """Landmarks by any of their names, and the capital of the United States."""
    forms = {f.removeprefix("the ") for r in load("metonyms")["landmark"] for f in (r["name"], *r.get("also", ()))}
    options = "|".join(re.escape(f).replace(r"\ ", r"\s+") for f in sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{_DC}|(?:{options})(?![\w-]|\.\w))")


def _fixed(text: str) -> Iterator[Span]:
    for match in _landmarks().finditer(text):
        before = text[max(0, match.start() - 30) : match.start()].split()[-1:]
        of_state = bool(before) and (before[0] in _ANY_STATE or region_of(before[0]) is not None)
        if not (of_state and match[0].startswith("Capitol")):
            yield Span(match.start(), match.end())


def _bounds(words: Run) -> Span:
    """The characters of a name, without an article or a possessive."""
    start, end = words.start_char, words.end_char
    if words[0].lower == "the" and len(words) > 1:
        start = words[1].idx
    if words[-1].text in ("'s", "\u2019s", "'", "\u2019") and len(words) > 1:
        end = words[-2].idx + len(words[-2])
    return Span(start, end)


def _is_adjective(text: str) -> bool:
    return demonym_country(text) is not None and country_of(text) is None and region_of(text) is None


def _places(names: Sequence[Run]) -> Iterator[Span]:
    """Names that the name finder calls places, but for adjectives ("Russian") and pairs ("US-China")."""
    generic = load("metonymy")["generic"]["names"]
    for name in names:
        if name.kind != "LOC" or len(name.text) < 2 or name.text in generic or _is_adjective(name.text):
            continue
        parts = _HYPHENS.split(name.text)
        is_pair = len(parts) > 1 and all(country_of(p) or _is_adjective(p) for p in parts)
        if not is_pair:
            yield _bounds(name)


def _dateline_span(layer: TextLayer) -> Iterator[Span]:
    dateline = _dateline(layer)
    if dateline is not None and dateline.place and "/" not in dateline.place:
        city = dateline.place.split(",")[0]
        if layer.text.startswith(city, dateline.start) and capital_country(city):
            yield Span(dateline.start, dateline.start + len(city))


def _inside_longer(doc: Doc, span: Span) -> bool:
    """True where ``span`` is only a part of a name that is no place ("Bank of England")."""
    words = doc.covering(span.start, span.end)
    if words is None:
        return True
    for name in words:
        if name.kind in ("PER", "ORG", "MISC"):
            left, right = words.start, words.end
            goes_on = right < len(doc) and doc[right].goes_on
            longer = (left > 0 and doc[left].goes_on) or goes_on
            before = doc[left - 1] if left > 0 else None
            article = before is not None and before.lower == "the" and before.kind != "" and not before.goes_on
            return longer and not (article and not goes_on)
    return False


def _lands(doc: Doc, text: str) -> Iterator[Span]:
    """Countries and states by their names, where they are no part of another's name."""
    for start, end, _ in countries_in(text):
        form = text[start:end]
        if country_of(form) is None and region_of(form) is None:
            continue
        span = Span(start, end)
        if _is_of_state(doc, span) or not _inside_longer(doc, span):
            yield span


def _is_of_state(doc: Doc, span: Span) -> bool:
    """True for a state before what its politicians are called ("Kentucky senator")."""
    words = doc.covering(span.start, span.end)
    if words is None or words.end >= len(doc) or region_of(words.text) is None:
        return False
    return doc[words.end].lower in load("metonymy")["before"]["states"].split()


def _mistaken_capitals(names: Sequence[Run], persons: Set[str]) -> Iterator[Span]:
    """Places taken for a person or an organization, unless one of ``persons`` is called so.

    A capital is known by its name, another place by standing alone after "in" or "near".
    """
    unsafe = load("metonymy")["persons"]["names"]
    for name in names:
        located = len(name) == 1 and any(k.dep == "case" and k.lower in ("in", "near") for k in name.root.children)
        if name.kind == "LOC" or not (located or capital_country(name.text) is not None):
            continue
        if name.kind != "PER" or not (name.text in persons or name.text in unsafe):
            yield _bounds(name)
