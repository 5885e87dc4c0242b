"""Labels before a colon: the turns of a transcript ("PAUL: ...") and headlines ("Lavrov: ...")."""

from __future__ import annotations

import re

from communique.reading.statements.marks import Marked
from communique.reading.statements.quote import Quote
from communique.reading.statements.view import View
from communique.records import Span, StatementKind
from communique.text import SegmentKind

_TURN = re.compile(r"(?:(?:Q|A|[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,4})(?: \([^)]{1,40}\))?)(?=:\s)")
_NAMED = re.compile(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}(?=:\s)")
_HEADLINE = re.compile(r"([A-Z][\w.'’-]*(?: [\w.'’-]+){0,4}): (?=\S+ \S+)")
_ROLES = frozenset(
    "Update Updated Breaking Exclusive Watch Video Report Analysis Opinion Photos Live Poll Read Note".split()
)
_LEAST = 2


def labelled(view: View, stretches: dict[int, list[Marked]]) -> list[Quote]:
    """Return what stands after a label: transcript turns, and the headline's colon.

    ``stretches`` are the quoted stretches of each paragraph.
    """
    found = []
    turns = _turns(view)
    for para, segment in enumerate(view.segments):
        match = turns.get(para)
        if match is None and segment.kind is SegmentKind.TITLE:
            match = _headline(view, segment.start, segment.end)
        if match is not None:
            found.append(_quote(view, match, segment.end, stretches.get(para, []), para in turns))
    return found


def _turns(view: View) -> dict[int, Span]:
    """Return the label of every paragraph that is a turn, where the report holds a transcript."""
    found: dict[int, Span] = {}
    seen: dict[str, int] = {}
    for para, segment in enumerate(view.segments):
        if segment.kind is SegmentKind.BLOCK_QUOTE:
            continue
        match = _TURN.match(view.text, segment.start, segment.end) or _NAMED.match(
            view.text, segment.start, segment.end
        )
        if match is not None:
            seen[match.group()] = seen.get(match.group(), 0) + 1
            found[para] = Span(*match.span())
    shouted = sum(view.text[s.start : s.end].isupper() for s in found.values())
    if shouted >= _LEAST:
        return {k: s for k, s in found.items() if view.text[s.start : s.end].isupper()}
    return {k: s for k, s in found.items() if seen[view.text[s.start : s.end]] >= _LEAST}


def _headline(view: View, start: int, end: int) -> Span | None:
    """Return the name before the colon of a headline, where it is the name of somebody."""
    match = _HEADLINE.match(view.text, start, end)
    if match is None or match.group(1).split()[0] in _ROLES:
        return None
    words = view.words(*match.span(1))
    if not words or any(view.pos[i] in ("VERB", "AUX", "ADP", "NUM") for i in words):
        return None
    return Span(*match.span(1)) if view.pos[words[-1]] in ("PROPN", "NOUN") else None


def _quote(view: View, label: Span, end: int, marks: list[Marked], transcript: bool) -> Quote:
    colon = label.end
    start = colon + 1
    while start < end and view.text[start].isspace():
        start += 1
    marks = [m for m in marks if m.start >= start]
    kind = StatementKind.MIXED if marks else StatementKind.INDIRECT
    if transcript or any(m.outer_start == start and m.outer_end == end for m in marks):
        kind = StatementKind.DIRECT
        start, end = (marks[0].start, marks[0].end) if not transcript else (start, end)
    words = view.words(label.start, label.end)
    head = next((i for i in words if view.head[i] not in words), words[0] if words else None)
    cue = view.token_at(colon)
    return Quote((Span(start, end),), kind, label, head, Span(colon, colon + 1), cue)
