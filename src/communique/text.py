"""The immutable text layer of a report: code-point offsets, segments, quote checks.

A text layer is made once, from the bytes of a report, and never changes; ``version``
says by which rules. Offsets count Unicode code points (Python string indices), never
bytes or UTF-16 units. Nothing is normalised away: what a reader would copy from the
report is what ``text[start:end]`` gives.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from communique.plain import short
from communique.records import Evidence, Span

VERSION = "2"


def in_pieces(text: str, spans: Iterable[Span]) -> str:
    """Return the words of several spans of a text as one, with " … " between them.

    >>> in_pieces("They met. It rained. They parted.", [Span(0, 9), Span(21, 33)])
    'They met. … They parted.'
    """
    return " … ".join(text[s.start : s.end] for s in spans)


class SegmentKind(StrEnum):
    """What a paragraph is for."""

    TITLE = "title"
    CREDIT = "credit"
    BODY = "body"
    BLOCK_QUOTE = "block_quote"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Segment:
    """One paragraph of a report: its span (no outer blanks) and what it is for."""

    start: int
    end: int
    kind: SegmentKind

    @property
    def is_content(self) -> bool:
        """True for what the reading reads: title, body and block quotations."""
        return self.kind in (SegmentKind.TITLE, SegmentKind.BODY, SegmentKind.BLOCK_QUOTE)


@dataclass(frozen=True, slots=True, repr=False)
class TextLayer:
    """Text of one report, its paragraphs in order, and the version of the rules that made it."""

    text: str
    segments: tuple[Segment, ...]
    version: str = VERSION

    def __repr__(self) -> str:
        """Return how much there is, and how it begins."""
        return short(self, self.text, f"{len(self.text)} code points, {len(self.segments)} segments")

    def evidence(self, start: int, end: int) -> Evidence:
        """Return the evidence for ``text[start:end]``.

        Raises:
            ValueError: if the bounds do not lie in the text.
        """
        if end > len(self.text):
            raise ValueError(f"span {start}..{end} ends after the text, which has {len(self.text)} code points")
        return Evidence(start, end, self.text[start:end])

    def check(self, evidence: Evidence) -> bool:
        """True where the evidence's quote is what the text holds at its span."""
        return self.text[evidence.start : evidence.end] == evidence.quote

    def segment_at(self, span: Span) -> Segment | None:
        """Return the segment that holds ``span``, or ``None`` where it lies between or across segments."""
        for segment in self.segments:
            if segment.start <= span.start and span.end <= segment.end:
                return segment
        return None
