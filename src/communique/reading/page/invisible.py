"""Characters without a width: the report is read as if they were not there, its record points at it as it is.

Soft hyphens, zero-width spaces and marks of direction come with text copied from pages. They split names in two for
every table and for the model. Nothing of the text layer changes: offsets are counted back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from itertools import accumulate
from typing import Any

from communique.intake import Report
from communique.records import Record, Span
from communique.text import Segment, TextLayer, in_pieces

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


class Shown:
    """What is seen of a report's text, and where each of its characters stands in the whole."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = [i for i, c in enumerate(text) if not _INVISIBLE.match(c)]
        self._seen = [0, *accumulate(not _INVISIBLE.match(c) for c in text)]
        self.text = "".join(text[i] for i in self._at)

    def report(self, report: Report) -> Report:
        """Return the report with the text that is seen."""
        segments = tuple(Segment(self._seen[s.start], self._seen[s.end], s.kind) for s in report.layer.segments)
        line = report.dateline
        if line is not None:
            line = replace(line, start=self._seen[line.start], end=self._seen[line.end])
        info = replace(report.info, text=self.text)
        return replace(report, info=info, layer=TextLayer(self.text, segments, report.layer.version), dateline=line)

    def record(self, record: Record, report: Report, sentences: Mapping[str, Sequence[Span]]) -> Record:
        """Return the record of the text that is seen as one of the whole text.

        ``sentences`` has where in the text that is seen the sentences of each engagement stand, by its id.
        """
        parts = {f.name: self._whole(getattr(record, f.name)) for f in fields(record) if f.name != "report"}
        parts["engagements"] = tuple(
            replace(e, sentence=in_pieces(self._text, self._whole(tuple(sentences[e.id]))))
            for e in parts["engagements"]
        )
        return replace(record, report=report.info, **parts)

    def _whole(self, value: Any) -> Any:
        """Count back the offsets of a value and of all that it holds; quotations are taken anew."""
        if isinstance(value, tuple):
            return tuple(self._whole(v) for v in value)
        if not is_dataclass(value) or isinstance(value, type):
            return value
        parts = {f.name: self._whole(getattr(value, f.name)) for f in fields(value)}
        start, end = parts.get("start"), parts.get("end")
        if isinstance(start, int) and isinstance(end, int):
            parts["start"], parts["end"] = start, end = self._bounds(start, end)
            parts.update({name: self._text[start:end] for name in ("quote", "text") if name in parts})
        return replace(value, **parts)

    def whole(self, at: int) -> int:
        """Return where a character that is seen stands in the whole text."""
        return self._at[at] if at < len(self._at) else len(self._text)

    def _bounds(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the whole text of what is seen from ``start`` to ``end``."""
        first = self.whole(start)
        return first, self._at[end - 1] + 1 if end > start else first


def shown(text: str) -> Shown | None:
    """Return what is seen of a text, ``None`` where that is all of it."""
    return Shown(text) if _INVISIBLE.search(text) else None
