"""Labels before a colon: the turns of a transcript ("PAUL: ...") and headlines ("Lavrov: ...")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from communique import wordlists
from communique.reading.page.turns import turns
from communique.reading.statements.marks import Marked
from communique.reading.statements.quote import Quote
from communique.reading.statements.view import View
from communique.records import Span, StatementKind
from communique.text import SegmentKind

_HEADLINE = re.compile(r"([A-Z][\w.'’-]*(?: [\w.'’-]+){0,4}): (?=\S+ \S+)")
_ROLES = wordlists.words("statements", "headings")
_MANY = 3


def labelled(view: View, stretches: dict[int, list[Marked]]) -> list[Quote]:
    """Return what stands after a label: transcript turns, and the headline's colon.

    ``stretches`` are the quoted stretches of each paragraph.
    """
    found = []
    labels = turns(view.text, view.segments)
    last = max(labels, default=0)
    for para, segment in enumerate(view.segments):
        match = labels.get(para)
        if match is None and segment.kind is SegmentKind.TITLE:
            match = _headline(view, segment.start, segment.end)
        if match is not None:
            quote = _quote(view, match, segment.end, stretches.get(para, []), para in labels)
            rest = _following(view, labels, para, last) if para in labels else ()
            found.append(replace(quote, content=(*quote.content, *rest)))
    return found


def _following(view: View, labels: Mapping[int, Span], para: int, last: int) -> tuple[Span, ...]:
    """Return the paragraphs up to the next label, where most of the report is a transcript."""
    if len(labels) < _MANY or len(labels) * 4 < len(view.segments) or para == last:
        return ()
    rest = []
    for k in range(para + 1, last):
        if k in labels or view.segments[k].kind is not SegmentKind.BODY:
            break
        rest.append(Span(view.segments[k].start, view.segments[k].end))
    return tuple(rest)


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
    words = [i for i in words if "(" not in view.text[label.start : view.start[i]]]
    head = next((i for i in words if view.head[i] not in words), words[0] if words else None)
    head = words[-1] if transcript and words else head
    cue = view.token_at(colon)
    return Quote((Span(start, end),), kind, label, head, Span(colon, colon + 1), cue)
