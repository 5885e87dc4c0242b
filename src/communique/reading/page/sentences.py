"""The whole sentences that pieces of a report stand in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from communique.reading.page.tree import Tree
from communique.records import Span


def sentences_around(tree: Tree, pieces: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    """Return the sentences that pieces of the text (from, to) touch, in their order, those of one line in one span."""
    numbers = {
        tree.sentence[i]
        for start, end in pieces
        for i in range(max(0, bisect_right(tree.idx, start) - 1), bisect_left(tree.idx, end))
    }
    found: list[Span] = []
    for number in sorted(numbers):
        extent = _extent(tree, number)
        if extent is None:
            continue
        if found and not tree.text[found[-1].end : extent.start].strip(" \t"):
            extent = Span(found.pop().start, extent.end)
        found.append(extent)
    return tuple(found)


def _extent(tree: Tree, number: int) -> Span | None:
    """A sentence without outer blanks; ``None`` where there is nothing else to it."""
    first, last = tree.bounds[number]
    start, end = tree.idx[first], tree.end(last - 1)
    words = tree.text[start:end]
    if not words.strip():
        return None
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))
