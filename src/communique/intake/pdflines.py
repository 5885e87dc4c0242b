"""Lines of print to paragraphs, by where they stand: columns, running heads, words divided at the end of a line.

Measures are those of the page (points; upwards from its foot), and what is compared are shares of a letter's size.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"(?<![^\W\d_])[ivxlc]+(?![^\W\d_])", re.IGNORECASE)
_ENDED = re.compile(r"[.!?:…][\"”’'»)\]]*$")
_EDGE = 2
_ALIKE = 0.1
_LOOSE = 1.3
_USUAL = 1.5
_INDENT = 0.8
_COLUMN = 12.0
_MOST_PLACES = 400
_LEAST_LINES = 3
_MOST_CROSSING = 0.2
_AROUND = "\"“”‘’'«».,;:!?()[]"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print: its words, its left and right ends, the height that it stands at, the size of its letters."""

    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A line, and the number of its page."""

    page: int
    line: Line


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that are one paragraph."""

    lines: tuple[Placed, ...]

    @property
    def size(self) -> float:
        """The size of its letters."""
        return median(placed.line.size for placed in self.lines)


def shape(text: str) -> str:
    """Return what running heads and feet have in common: their words, whatever the number of the page.

    >>> shape("Page 12 of 40") == shape("Page 3 of 40")
    True
    """
    words = " ".join(text.casefold().split())
    return _ROMAN.sub("#", _DIGITS.sub("#", words)) if len(words) < 12 else _DIGITS.sub("#", words)


def edges(page: Sequence[Line]) -> dict[Line, int]:
    """Return the lines at the head of a page (1) and at its foot (-1); none of a page of few."""
    heights = sorted({round(line.base) for line in page}, reverse=True)
    if len(heights) < 2 * _EDGE:
        return {}
    head, foot = set(heights[:_EDGE]), set(heights[-_EDGE:])
    found = {line: 1 for line in page if round(line.base) in head}
    return found | {line: -1 for line in page if round(line.base) in foot}


def without_heads(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], int]:
    """Return the pages without the lines at their edges that stand on several, and how many lines these are."""
    at_edges = [{line: (shape(line.text), edge) for line, edge in edges(page).items()} for page in pages]
    counts = Counter(what for page in at_edges for what in set(page.values()))
    least = 2 if len(pages) <= 2 * _EDGE else _LEAST_LINES
    heads = {what for what, count in counts.items() if count >= least}
    kept = [[line for line in page if edge.get(line) not in heads] for page, edge in zip(pages, at_edges, strict=True)]
    return kept, sum(map(len, pages)) - sum(map(len, kept))


def in_order(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a page in the order of reading: as given, but column by column where there are columns."""
    gutter = _gutter(lines)
    if gutter is None:
        return _whole(lines)
    across = sorted((line for line in lines if line.left < gutter < line.right), key=lambda line: -line.base)
    bounds = [float("inf"), *(line.base for line in across), float("-inf")]
    found = list[Line]()
    for number, (above, below) in enumerate(pairwise(bounds)):
        within = [line for line in lines if not line.left < gutter < line.right and below < line.base <= above]
        for side in (True, False):
            column = [line for line in within if (line.right <= gutter) is side]
            found += in_order(sorted(column, key=lambda line: -line.base))
        found += across[number : number + 1]
    return found


def _whole(lines: Sequence[Line]) -> list[Line]:
    """Return lines with those put together that stand side by side at one height: no columns divide them."""
    found = list[Line]()
    for line in lines:
        last = found[-1] if found else None
        if last and abs(last.base - line.base) < 0.2 * line.size and line.left >= last.right:
            size = max(last.size, line.size)
            found[-1] = Line(f"{last.text} {line.text}", last.left, line.right, last.base, size)
        else:
            found.append(line)
    return found


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return where a page is divided into columns, ``None`` where it is not.

    Lines of some width stand on both sides of it, at the same heights, and few go across.
    """
    places = sorted({round(line.left) for line in lines})
    if len(lines) < 2 * _LEAST_LINES or len(places) > _MOST_PLACES:
        return None
    size = median(line.size for line in lines)
    best, most = None, 0
    for place in places:
        gutter = place - 0.4 * size
        before = [line for line in lines if line.right <= gutter]
        after = [line for line in lines if line.left >= gutter]
        few = len(lines) - len(before) - len(after) <= _MOST_CROSSING * len(lines)
        if few and _is_column(before, size) and _is_column(after, size) and _is_beside(before, after):
            balance = min(len(before), len(after))
            if balance > most:
                best, most = gutter, balance
    return best


def _is_column(lines: Sequence[Line], size: float) -> bool:
    """Whether lines are several, and wide enough for a column of text."""
    return len(lines) >= _LEAST_LINES and median(line.right - line.left for line in lines) >= _COLUMN * size / 2


def _is_beside(one: Sequence[Line], other: Sequence[Line]) -> bool:
    """Whether two columns stand at the same heights for half of the lower one."""
    (low, high), (low2, high2) = ((min(x.base for x in c), max(x.base for x in c)) for c in (one, other))
    return min(high, high2) - max(low, low2) >= 0.5 * min(high - low, high2 - low2) > 0


def paragraphs_of(lines: Sequence[Placed]) -> list[Paragraph]:
    """Return the paragraphs that lines, in the order of reading, are parts of."""
    found = list[list[Placed]]()
    for run in _runs(lines):
        steps, ends = _steps(run), _ends(run)
        for number, placed in enumerate(run):
            before = run[number - 1] if number else (found[-1][-1] if found else None)
            goes_on = before is not None and (
                _continues(before.line, placed.line, ends[number - 1], steps[number - 1])
                if number
                else _is_carried_over(before.line, placed.line)
            )
            if goes_on:
                found[-1].append(placed)
            else:
                found.append([placed])
    return [Paragraph(tuple(group)) for group in found]


def _runs(lines: Sequence[Placed]) -> Iterator[list[Placed]]:
    """Yield the lines that stand below each other: those of a column of a page."""
    run = list[Placed]()
    for placed in lines:
        last = run[-1] if run else None
        if last and (
            placed.page != last.page or placed.line.base >= last.line.base or not _meets(last.line, placed.line)
        ):
            yield run
            run = []
        run.append(placed)
    if run:
        yield run


def _meets(one: Line, other: Line) -> bool:
    return one.left < other.right and other.left < one.right


def _steps(run: Sequence[Placed]) -> list[float]:
    """Return for each line of a run how far below it the next line of its paragraph may stand."""
    found = defaultdict[int, list[float]](list)
    for one, other in pairwise(run):
        if round(one.line.size) == round(other.line.size):
            found[round(one.line.size)].append(one.line.base - other.line.base)
    most = {size: median(s) if len(s) >= _LEAST_LINES else min(median(s), _USUAL * size) for size, s in found.items()}
    return [most.get(round(placed.line.size), 0.0) for placed in run]


def _ends(run: Sequence[Placed]) -> list[float]:
    """Return for each line of a run where lines of its size end at the right."""
    most = dict[int, float]()
    for placed in run:
        size = round(placed.line.size)
        most[size] = max(most.get(size, 0.0), placed.line.right)
    return [most[round(placed.line.size)] for placed in run]


def _continues(before: Line, line: Line, end: float, step: float) -> bool:
    """Whether a line goes on with the paragraph of the line above it."""
    if abs(before.size - line.size) > _ALIKE * line.size or before.base - line.base > _LOOSE * step:
        return False
    if line.left - before.left > _INDENT * line.size and _ENDED.search(before.text):
        return False
    return not _has_room(before, line, end) or line.text[0].islower()


def _has_room(before: Line, line: Line, end: float) -> bool:
    """Whether the first word of a line would have had room on the line before it."""
    wide = (line.right - line.left) / max(1, len(line.text))
    word = line.text.split()[0]
    return end - before.right > (len(word) + 1) * wide + 0.1 * (end - before.left)


def _is_carried_over(before: Line, line: Line) -> bool:
    """Whether a line at the head of a column or page goes on with the last paragraph of the one before."""
    if abs(before.size - line.size) > _ALIKE * line.size:
        return False
    return line.text[0].islower() or (not _ENDED.search(before.text) and before.text.endswith(("-", ",")))


def glued(before: str, line: str, known: Mapping[str, int]) -> str:
    """Return the end of a line as it stands before the next in one paragraph: with a blank, or its hyphen taken off.

    The hyphen stays where the next line begins with a capital or a digit ("Franco-German"), and in a word that is
    found so more often than written together (``known`` counts words).

    >>> glued("they met in Stock-", "holm on Friday", {})
    'they met in Stock'
    >>> glued("a long-", "term plan", {"long-term": 1})
    'a long-'
    """
    if not before.endswith("-") or not before[-2:-1].isalpha():
        return before + " "
    if not line[:1].islower():
        return before
    head, tail = before.rsplit(maxsplit=1)[-1].strip(_AROUND), line.split(maxsplit=1)[0].strip(_AROUND)
    return before if known.get(head + tail, 0) > known.get(head[:-1] + tail, 0) else before[:-1]


def counted(lines: Sequence[Placed]) -> Counter[str]:
    """Return how often each word stands in the lines, but for the last of each, which may be divided."""
    return Counter(word.strip(_AROUND) for placed in lines for word in placed.line.text.split()[:-1])
