"""Transcripts: paragraphs that begin with who speaks ("MR. PRICE:", "Reporter:", "Ned Price:")."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from communique.records import Span
from communique.text import Segment, SegmentKind

_SHOUTED = re.compile(r"(?:(?:Q|A|[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,4})(?: \([^)]{1,40}\))?)(?=:\s)")
_NAMED = re.compile(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}(?=:\s)")
_ANYBODY = re.compile(
    r"(?:q|a|(?:next )?questions?|answer|reporters?|journalists?|moderator|interpreter|translator|operator|host|"
    r"anchor|correspondent|participant|audience(?: member)?|unidentified \w+|voice|speaker|press)(?: [\d#]+)?",
    re.IGNORECASE,
)
_LEAST = 2


def is_anybody(label: str) -> bool:
    """True for a label that names nobody: "QUESTION", "Reporter"."""
    return _ANYBODY.fullmatch(label.strip()) is not None


def turns(text: str, segments: Sequence[Segment]) -> dict[int, Span]:
    """Return the label of every segment that is a turn, by the segment's place, where the report holds a transcript.

    It holds one where two labels are in capitals, or one stands twice; then questions and reporters count, however
    written, and so do other labels of two words or more.
    """
    found: dict[int, Span] = {}
    for place, segment in enumerate(segments):
        if segment.kind is SegmentKind.BLOCK_QUOTE:
            continue
        match = _SHOUTED.match(text, segment.start, segment.end) or _NAMED.match(text, segment.start, segment.end)
        if match is not None:
            found[place] = Span(*match.span())
    labels = {place: text[span.start : span.end] for place, span in found.items()}
    seen = Counter(labels.values())
    if sum(label.isupper() for label in labels.values()) >= _LEAST:
        return {k: s for k, s in found.items() if labels[k].isupper() or is_anybody(labels[k])}
    if not any(count >= _LEAST for count in seen.values()):
        return {}
    return {k: s for k, s in found.items() if seen[labels[k]] >= _LEAST or " " in labels[k] or is_anybody(labels[k])}
