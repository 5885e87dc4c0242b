"""Plain text into paragraphs: blank lines, one paragraph a line, or lines wrapped by hand.

Spans only: no character is changed. A paragraph's span has no outer blanks, blanks being
white space, control characters and the marks that print nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from communique.records import Span

_BLANK = r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
_FIRST_WORD = re.compile(r"\s*(\S+)")
_WRAP_LEAST, _WRAP_MOST = 40, 100


def trim(text: str, start: int, end: int) -> Span | None:
    """Return ``start..end`` of ``text`` without outer blanks, or ``None`` where nothing is left."""
    while start < end and _blank(text[start]):
        start += 1
    while start < end and _blank(text[end - 1]):
        end -= 1
    return Span(start, end) if start < end else None


def paragraphs(text: str) -> list[Span]:
    """Return the paragraphs of ``text`` in order: not blank, not overlapping, without outer blanks."""
    lines = list(_lines(text))
    width = _wrap_width(lines)
    found: list[Span] = []
    before: _Line | None = None
    for line in lines:
        if line.core is not None:
            if before is not None and width and _continues(text, before, line, width):
                found[-1] = Span(found[-1].start, line.core.end)
            else:
                found.append(line.core)
        before = None if line.core is None else line
    return found


@dataclass(frozen=True, slots=True)
class _Line:
    """A line: where it starts, and its span without outer blanks (``None`` where it is blank)."""

    start: int
    core: Span | None

    @property
    def size(self) -> int:
        """Its length in code points, without outer blanks."""
        return 0 if self.core is None else self.core.end - self.core.start


def _blank(char: str) -> bool:
    """True for a character that prints nothing at the edge of a paragraph."""
    return re.match(_BLANK, char) is not None


def _lines(text: str) -> Iterator[_Line]:
    """Yield every line of ``text``."""
    start = 0
    for line in text.splitlines(keepends=True):
        yield _Line(start, trim(text, start, start + len(line)))
        start += len(line)


def _wrap_width(lines: list[_Line]) -> int:
    """Return the width at which a text was wrapped by hand, or 0 where it was not.

    It was where lines over 100 characters are rare and most lines that are followed by
    another come near the longest such line.
    """
    filled = [line.size for line in lines if line.core is not None]
    inner = [a.size for a, b in pairwise(lines) if a.core is not None and b.core is not None]
    if len(inner) < 2 or sum(size > _WRAP_MOST for size in filled) > 0.1 * len(filled):
        return 0
    width = max((size for size in inner if size <= _WRAP_MOST), default=0)
    near = sum(0.75 * width <= size <= width for size in inner)
    return width if width >= _WRAP_LEAST and near >= 0.6 * len(inner) else 0


def _continues(text: str, before: _Line, line: _Line, width: int) -> bool:
    """True where ``line`` goes on with the paragraph that ``before`` belongs to.

    Its first word must not have fitted on the line before, or it starts in lower case;
    an indented line after one that is not starts a paragraph of its own.
    """
    if line.core is None or (_indent(text, line) >= 2 > _indent(text, before)):
        return False
    word = _FIRST_WORD.match(text, line.core.start)
    room = width - before.size - 1
    return word is None or len(word[1]) > room - 0.1 * width or text[line.core.start].islower()


def _indent(text: str, line: _Line) -> int:
    """Return how many columns of blanks ``line`` starts with (a tab counts four)."""
    lead = text[line.start : line.core.start if line.core else line.start]
    return sum(4 if char == "\t" else 1 for char in lead if char in " \t\u00a0")
