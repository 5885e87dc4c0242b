"""Characters without a width: the report is read as if they were not there, its record points at it as it is.

Soft hyphens, zero-width spaces and marks of direction come with text copied from pages. They split names in two for
every table and for the model.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate

from communique.intake import Report
from communique.reading.page.arranged import Arranged
from communique.text import Segment, TextLayer

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def visible(text: str, start: int = 0, end: int | None = None) -> list[int]:
    """Return where the characters of a text, or of a part of it, stand that have a width."""
    return [i for i in range(start, len(text) if end is None else end) if not _INVISIBLE.match(text, i)]


class Shown(Arranged):
    """What is seen of a report's text, and where each of its characters stands in the whole."""

    def __init__(self, text: str) -> None:
        at = visible(text)
        super().__init__(text, "".join(text[i] for i in at), at)
        self._seen = [0, *accumulate(not _INVISIBLE.match(c) for c in text)]

    def report(self, report: Report) -> Report:
        """Return the report with the text that is seen."""
        segments = tuple(Segment(self._seen[s.start], self._seen[s.end], s.kind) for s in report.layer.segments)
        line = report.dateline
        if line is not None:
            line = replace(line, start=self._seen[line.start], end=self._seen[line.end])
        info = replace(report.info, text=self.text)
        return replace(report, info=info, layer=TextLayer(self.text, segments, report.layer.version), dateline=line)


def shown(text: str) -> Shown | None:
    """Return what is seen of a text, ``None`` where that is all of it."""
    return Shown(text) if _INVISIBLE.search(text) else None
