"""Quotation marks: pairing them, whatever their shape, and mending what is unclosed.

Only the outermost pair counts. A mark of single strokes opens a quotation only where its
partner is found in the same paragraph; else it is an apostrophe, or feet and minutes.
"""

from __future__ import annotations

import re
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
    marks = list(_MARK.finditer(text, start, end))
    at = 0
    while at < len(marks):
        mark = marks[at]
        if not _may_open(text, mark, start, end):
            if mark.group() in _CLOSERS and not found and _ends_clause(text, mark.start()):
                found.append(Marked(start, start, mark.start(), mark.end(), opened=False))
            at += 1
            continue
        closing = _closing(text, marks, at, end)
        if closing is None:
            at += 1
            if mark.group() in _SINGLE:
                continue
            stop = _unclosed_end(text, marks, at, end)
            found.append(Marked(mark.start(), mark.end(), stop, stop, closed=False))
            at = next((k for k in range(at, len(marks)) if marks[k].start() >= stop), len(marks))
            continue
        last = marks[closing]
        found.append(Marked(mark.start(), mark.end(), last.start(), last.end()))
        at = closing + 1
    return [m for m in found if text[m.start : m.end].strip()]


def _may_open(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    """True where ``mark`` can open a quotation by its shape and its neighbours."""
    sign = mark.group()
    after = text[mark.end()] if mark.end() < end else " "
    before = text[mark.start() - 1] if mark.start() > start else " "
    if sign in ("“", "„", "‟", "«", "``", "‹"):
        return True
    if sign == "»":
        return before.isspace() and not after.isspace() and "«" in text[mark.end() : end]
    if sign in ("”", "›"):
        return sign == "”" and before in _BEFORE_OPEN and after.isalnum() and before.isspace()
    if before not in _BEFORE_OPEN or after.isspace():
        return False
    if sign in ("'", "’"):
        return sign == "'" and _ELIDED.match(text, mark.end()) is None
    return not (sign in ('"', "''") and _MEASURE.search(text, max(start, mark.start() - 2), mark.start()))


def _closing(text: str, marks: list[re.Match[str]], at: int, end: int) -> int | None:
    """Return the number of the mark that closes number ``at``, if the paragraph holds one."""
    sign = marks[at].group()
    partners = _PARTNERS[sign]
    single = sign in _SINGLE
    fallback = None
    depth = 0
    for k in range(at + 1, len(marks)):
        mark = marks[k]
        other = mark.group()
        if other == sign and sign in ("“", "«", "„"):
            if mark.end() < end and _may_open(text, mark, marks[at].start(), end) and sign != "“":
                depth += 1
            continue
        if other not in partners:
            continue
        follows = text[mark.end()] if mark.end() < end else " "
        if single and (follows.isalnum() or mark.start() == marks[at].end()):
            continue
        if sign in ('"', "''") and not _may_close(text, mark, end):
            continue
        if depth:
            depth -= 1
            continue
        if single and text[mark.start() - 1] == "s" and follows == " " and fallback is None:
            fallback = k
            continue
        return k
    return fallback


def _may_close(text: str, mark: re.Match[str], end: int) -> bool:
    """True where a straight mark can close: something stands right before it, or nothing right after."""
    before = text[mark.start() - 1]
    after = text[mark.end()] if mark.end() < end else " "
    return not before.isspace() or after.isspace() or not after.isalnum()


def _ends_clause(text: str, at: int) -> bool:
    return text[max(0, at - 1) : at] in (",", ".", "?", "!")


def _unclosed_end(text: str, marks: list[re.Match[str]], at: int, end: int) -> int:
    """An unclosed quotation runs to the next opening mark, or to the end of its paragraph."""
    for k in range(at, len(marks)):
        if marks[k].group() in ("“", "„", "«", "``"):
            return len(text[: marks[k].start()].rstrip())
    return end


def is_work(text: str) -> bool:
    """True for what looks like the title of a book, a film or a report: nearly every long word is capital."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    capital = sum(w[0].isupper() for w in words)
    return (
        bool(words) and len(text) < _LONGEST_WORK and text.rstrip()[-1:] not in ".?!" and capital * 5 >= len(words) * 4
    )
