"""Quotation marks: pairing them, whatever their shape, and mending what is unclosed.

Only the outermost pair counts. A mark of single strokes opens a quotation only where its
partner is found in the same paragraph; else it is an apostrophe, or feet and minutes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

_MARK = re.compile(r"''|``|[“”„‟\"«»‘’‚‹›'`]")
_PARTNERS = {
    sign: frozenset(partners.split())
    for sign, partners in {
        "“": "” \" ''", "”": "”", "„": "“ ” \" ‟", "‟": "” \"", "«": "»", "»": "«", '"': '" ”', "''": "'' \"",
        "``": "'' \"", "‘": "’ '", "‚": "‘ ’", "‹": "›", "'": "' ’", "`": "' ’ `",
    }.items()
}  # fmt: skip
_SINGLE = frozenset("‘ ‚ ' ` ’".split())
_CLOSERS = frozenset("” » ''".split())
_BEFORE_OPEN = frozenset(' \t\n\u00a0([—–-/:;,“"‘«*')
_ELIDED = re.compile(r"(?:em|til|tis|twas|cause|n|\d\ds?)\b", re.IGNORECASE)
_LONGEST_WORK = 120
_MEASURE = re.compile(r"\d\s?$")


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch in quotation marks within one paragraph, in characters.

    ``outer_*`` include the marks, ``start`` and ``end`` do not. ``closed`` is false where the
    paragraph ends before the quotation does, ``opened`` false where only a closing mark stands.
    """

    outer_start: int
    start: int
    end: int
    outer_end: int
    closed: bool = True
    opened: bool = True


def marked(text: str, start: int, end: int) -> list[Marked]:
    """Return the outermost quoted stretches of the paragraph ``text[start:end]``, in order."""
    found: list[Marked] = []
    signs = _Signs(text, start, end)
    marks = signs.marks
    at = 0
    while at < len(marks):
        mark = marks[at]
        if not signs.may_open(mark):
            if mark.group() in _CLOSERS and not found and _ends_clause(text, mark.start()):
                found.append(Marked(start, start, mark.start(), mark.end(), opened=False))
            at += 1
            continue
        closing = signs.closing(at)
        if closing is None:
            at += 1
            if mark.group() in _SINGLE:
                continue
            stop = signs.unclosed_end(at)
            found.append(Marked(mark.start(), mark.end(), stop, stop, closed=False))
            at = next((k for k in range(at, len(marks)) if marks[k].start() >= stop), len(marks))
            continue
        last = marks[closing]
        found.append(Marked(mark.start(), mark.end(), last.start(), last.end()))
        at = closing + 1
    return [m for m in found if text[m.start : m.end].strip()]


class _Signs:
    """The quotation marks of one paragraph; what may close one of a shape is looked for once."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text, self._start, self._end = text, start, end
        self.marks = list(_MARK.finditer(text, start, end))
        self._openers = [k for k, mark in enumerate(self.marks) if mark.group() in ("“", "„", "«", "``")]
        self._last_guillemet = text.rfind("«", start, end)
        self._closers: dict[str, tuple[list[int], list[int]]] = {}
        self._pairs: dict[str, dict[int, int]] = {}

    def may_open(self, mark: re.Match[str]) -> bool:
        """True where ``mark`` can open a quotation by its shape and its neighbours."""
        sign, text = mark.group(), self._text
        after = self._after(mark)
        before = text[mark.start() - 1] if mark.start() > self._start else " "
        if sign in ("“", "„", "‟", "«", "``", "‹"):
            return True
        if sign == "»":
            return before.isspace() and not after.isspace() and self._last_guillemet >= mark.end()
        if sign in ("”", "›"):
            return sign == "”" and before in _BEFORE_OPEN and after.isalnum() and before.isspace()
        if before not in _BEFORE_OPEN or after.isspace():
            return False
        if sign in ("'", "’"):
            return sign == "'" and _ELIDED.match(text, mark.end()) is None
        measure = sign in ('"', "''") and _MEASURE.search(text, max(self._start, mark.start() - 2), mark.start())
        return not measure

    def closing(self, at: int) -> int | None:
        """Return the number of the mark that closes number ``at``, if the paragraph holds one."""
        sign = self.marks[at].group()
        if sign in ("«", "„"):
            return self._paired(sign).get(at)
        plain, owning = self._closing(sign)
        first = at + 1
        if sign in _SINGLE and first < len(self.marks) and self.marks[first].start() == self.marks[at].end():
            first += 1
        chosen = plain[(k := bisect_left(plain, first)) : k + 1]
        owning = owning[(k := bisect_left(owning, first)) : k + 2]
        return min([*chosen, *owning[1:]], default=owning[0] if owning else None)

    def _closing(self, sign: str) -> tuple[list[int], list[int]]:
        """Return the marks that can close a sign, and those that can but may be a plural's apostrophe ("states' ")."""
        if sign not in self._closers:
            plain: list[int] = []
            owning: list[int] = []
            for k, mark in enumerate(self.marks):
                if mark.group() not in _PARTNERS[sign] or (sign == "“" and mark.group() == sign):
                    continue
                follows = self._after(mark)
                if sign in _SINGLE and follows.isalnum():
                    continue
                if sign in ('"', "''") and not _may_close(self._text, mark, self._end):
                    continue
                plural = sign in _SINGLE and self._text[mark.start() - 1] == "s" and follows == " "
                (owning if plural else plain).append(k)
            self._closers[sign] = plain, owning
        return self._closers[sign]

    def _paired(self, sign: str) -> dict[int, int]:
        """Return the closing mark of each mark of a sign that may stand within itself."""
        if sign not in self._pairs:
            found: dict[int, int] = {}
            waiting: list[int] = []
            for k, mark in enumerate(self.marks):
                if mark.group() == sign:
                    waiting.append(k)
                elif mark.group() in _PARTNERS[sign] and waiting:
                    found[waiting.pop()] = k
            self._pairs[sign] = found
        return self._pairs[sign]

    def unclosed_end(self, at: int) -> int:
        """An unclosed quotation runs to the next opening mark, or to the end of its paragraph."""
        place = bisect_left(self._openers, at)
        if place == len(self._openers):
            return self._end
        stop = self.marks[self._openers[place]].start()
        while stop and self._text[stop - 1].isspace():
            stop -= 1
        return stop

    def _after(self, mark: re.Match[str]) -> str:
        return self._text[mark.end()] if mark.end() < self._end else " "


def _may_close(text: str, mark: re.Match[str], end: int) -> bool:
    """True where a straight mark can close: something stands right before it, or nothing right after."""
    before = text[mark.start() - 1]
    after = text[mark.end()] if mark.end() < end else " "
    return not before.isspace() or after.isspace() or not after.isalnum()


def _ends_clause(text: str, at: int) -> bool:
    return text[max(0, at - 1) : at] in (",", ".", "?", "!")


def is_work(text: str) -> bool:
    """True for what looks like the title of a book, a film or a report: nearly every long word is capital."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    capital = sum(w[0].isupper() for w in words)
    return (
        bool(words) and len(text) < _LONGEST_WORK and text.rstrip()[-1:] not in ".?!" and capital * 5 >= len(words) * 4
    )
