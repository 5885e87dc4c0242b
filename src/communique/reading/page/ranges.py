"""Ranges of characters or words, found by where they lie without going through them all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Ranges(Generic[T]):
    """Values with a range each, from ``start`` to before ``end``; what is asked for comes in the order it was given.

    >>> ranges = Ranges([(0, 9, "whole"), (4, 6, "part"), (7, 9, "end")])
    >>> ranges.touching(5, 8), ranges.holding(4, 5), ranges.within(4, 9)
    (['whole', 'part', 'end'], ['whole', 'part'], ['part', 'end'])
    """

    def __init__(self, rows: Iterable[tuple[int, int, T]]) -> None:
        given = list(rows)
        self._order = sorted(range(len(given)), key=lambda k: given[k][0])
        self._starts = [given[k][0] for k in self._order]
        self._ends = [given[k][1] for k in self._order]
        self._values = [value for _, _, value in given]
        self._leaves = 1 << max(0, len(given) - 1).bit_length()
        farthest = [-1] * self._leaves + self._ends + [-1] * (self._leaves - len(given))
        for node in range(self._leaves - 1, 0, -1):
            farthest[node] = max(farthest[2 * node], farthest[2 * node + 1])
        self._farthest = farthest

    def touching(self, start: int, end: int) -> list[T]:
        """Return what shares a character with ``start`` to ``end``."""
        return self._in_order(self._reaching(bisect_left(self._starts, end), start + 1))

    def holding(self, start: int, end: int) -> list[T]:
        """Return what has ``start`` to ``end`` wholly in it."""
        return self._in_order(self._reaching(bisect_right(self._starts, start), end))

    def within(self, start: int, end: int) -> list[T]:
        """Return what lies wholly in ``start`` to ``end``."""
        inside = range(bisect_left(self._starts, start), bisect_right(self._starts, end))
        return self._in_order(k for k in inside if self._ends[k] <= end)

    def _in_order(self, places: Iterable[int]) -> list[T]:
        return [self._values[k] for k in sorted(self._order[place] for place in places)]

    def _reaching(self, below: int, least: int) -> Iterator[int]:
        """Yield the places before ``below``, by start, of ranges that end at ``least`` or after."""
        waiting = [(1, 0, self._leaves)]
        while waiting:
            node, first, size = waiting.pop()
            if first >= below or self._farthest[node] < least:
                continue
            if size == 1:
                yield first
                continue
            half = size // 2
            waiting += [(2 * node, first, half), (2 * node + 1, first + half, half)]
