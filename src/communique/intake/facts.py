"""What a report's credits and datelines say of it: place, names, date of publication."""

from __future__ import annotations

from collections.abc import Sequence

from communique.intake import phrases
from communique.intake.datelines import Dateline, dateline_at
from communique.intake.dates import date_in
from communique.text import Segment, SegmentKind

HEAD = 8
"""How many paragraphs from the first on may hold title and credits."""


def dateline(text: str, segments: Sequence[Segment]) -> Dateline | None:
    """Return the dateline of the first body paragraph that has one, among the first three."""
    body = [segment for segment in segments if segment.kind is SegmentKind.BODY]
    found = [dateline_at(text, segment.start, segment.end) for segment in body[:12]]
    if sum(d is not None and text[d.start : d.end].rstrip().endswith(":") for d in found) > 1:
        found = []
    own = (_own_line(text, segment) for segment in segments[:HEAD] if segment.kind is SegmentKind.CREDIT)
    return next((one for one in (*found[:3], *own) if one is not None), None)


def _own_line(text: str, segment: Segment) -> Dateline | None:
    """Return the dateline that a credit line of place and date is, or ``None``."""
    words = " ".join(text[segment.start : segment.end].split())
    match = phrases.PLACE_DATE.fullmatch(words) if len(words) <= 120 else None
    if match is None:
        return None
    date = match["date"]
    return Dateline(segment.start, segment.end, words, match["place"], date, None, date_in(date))


def byline(words: Sequence[str], kinds: Sequence[SegmentKind]) -> str | None:
    """Return the names of a "By ..." line, or ``None``."""
    for paragraph, kind in zip(words, kinds, strict=True):
        match = phrases.BYLINE.fullmatch(paragraph) if kind is SegmentKind.CREDIT else None
        if match is not None and match["who"].split()[0] not in ("Our", "A", "An", "The", "Staff"):
            return match["who"].rstrip(".")
    return None


def published(words: Sequence[str], kinds: Sequence[SegmentKind]) -> str | None:
    """Return the ISO date of a line that gives the date of publication, or ``None``."""
    for number, (paragraph, kind) in enumerate(zip(words, kinds, strict=True)):
        if kind is not SegmentKind.CREDIT or len(paragraph) > 120:
            continue
        date = None if phrases.CHANGED.fullmatch(paragraph) else date_in(paragraph)
        if date and (number < HEAD or phrases.PUBLISHED.fullmatch(paragraph)) and _is_dated(paragraph):
            return date
    return None


def _is_dated(words: str) -> bool:
    """True for a line whose date is the report's: one of its own, or beside a place, an office or a name."""
    patterns = (phrases.PUBLISHED, phrases.PLACE_DATE, phrases.HEAD_CREDIT)
    return any(pattern.fullmatch(words) for pattern in patterns)
