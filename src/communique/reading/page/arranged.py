"""A report that is read in other words than it has: its record points at it as it is.

Nothing of the text layer changes: each character that is read stands somewhere in the whole text, and offsets are
counted back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from communique.intake import Report
from communique.records import Record, Span
from communique.text import in_pieces


class Arranged:
    """What is read of a text, and where each of its characters stands in the whole."""

    def __init__(self, whole: str, text: str, at: Sequence[int]) -> None:
        self._whole_text, self.text, self._at = whole, text, at

    def record(self, record: Record, report: Report, sentences: Mapping[str, Sequence[Span]]) -> Record:
        """Return the record of the text that was read as one of the whole text.

        ``sentences`` has where in the text that was read the sentences of each engagement stand, by its id.
        """
        parts = {f.name: self._whole(getattr(record, f.name)) for f in fields(record) if f.name != "report"}
        parts["engagements"] = tuple(
            replace(e, sentence=in_pieces(self._whole_text, self._whole(tuple(sentences[e.id]))))
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
            parts["start"], parts["end"] = start, end = self.bounds(start, end)
            parts.update({name: self._whole_text[start:end] for name in ("quote", "text") if name in parts})
        return replace(value, **parts)

    def whole(self, at: int) -> int:
        """Return where a character that is read stands in the whole text."""
        return self._at[at] if at < len(self._at) else len(self._whole_text)

    def bounds(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the whole text of what is read from ``start`` to ``end``."""
        first = self.whole(start)
        return first, self._at[end - 1] + 1 if end > start else first
