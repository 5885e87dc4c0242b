"""Engagements along time: a sign on its day, several of one day above each other, a longer time a bar of its length.

What has no time stands at the day of its first report, in a dashed frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from communique.desk.svg.days import Axis, Tick, axis_of, day_of
from communique.ledger.marks import Mark

WIDTH, SIGN, LANE, FOOT, HEAD = 1000, 14, 17, 26, 8
"""Units: the width, that of a sign, from lane to lane, and what is left below and above."""
_EDGE = 12.0


@dataclass(frozen=True, slots=True)
class Point:
    """A mark and where its sign stands; ``start`` and ``length`` are those of its bar, 0 where it has a day."""

    mark: Mark
    x: float
    y: float
    start: float = 0.0
    length: float = 0.0

    @property
    def undated(self) -> bool:
        """Whether it stands at the day of a report."""
        return self.mark.time is None


@dataclass(frozen=True, slots=True)
class Timeline:
    """What is drawn, the height of all, and where the axis lies. ``adrift`` have no day at all."""

    points: tuple[Point, ...]
    ticks: tuple[Tick, ...]
    height: int
    base: float
    adrift: tuple[Mark, ...] = ()
    width: int = WIDTH


def timeline(marks: Sequence[Mark]) -> Timeline:
    """Return the timeline of marks."""
    dated = [(mark, span) for mark in marks if (span := _span(mark))]
    adrift = tuple(mark for mark in marks if _span(mark) is None)
    axis = axis_of((day for _, span in dated for day in span), _EDGE, WIDTH - _EDGE)
    if axis is None:
        return Timeline((), (), HEAD + FOOT, HEAD, adrift)
    placed = [_placed(axis, mark, *span) for mark, span in dated]
    lanes = lanes_of([(p[1], p[2]) for p in placed])
    most = max(lanes, default=0) + 1
    base = HEAD + most * LANE
    points = []
    for (mark, left, right, is_bar), lane in zip(placed, lanes, strict=True):
        y = base - (lane + 0.5) * LANE
        start, length = (left, right - left) if is_bar else (0.0, 0.0)
        points.append(Point(mark, round(left + SIGN / 2 if is_bar else (left + right) / 2, 1), y, start, length))
    return Timeline(tuple(points), axis.ticks(), base + FOOT, base, adrift)


def _span(mark: Mark) -> tuple[date, date] | None:
    """The days that a mark may stand for, ``None`` where none is known; an open end is that which is known."""
    first, last = day_of(mark.earliest), day_of(mark.latest)
    if first is None and last is None:
        first = last = day_of(mark.day)
    first, last = first or last, last or first
    return (first, last) if first and last else None


def _placed(axis: Axis, mark: Mark, first: date, last: date) -> tuple[Mark, float, float, bool]:
    left, right = axis.x(first), axis.end(last)
    if first < last and right - left > SIGN:
        return mark, left, right, True
    middle = (left + right) / 2
    return mark, middle - SIGN / 2, middle + SIGN / 2, first < last


def lanes_of(spans: Sequence[tuple[float, float]]) -> list[int]:
    """Return the lane of each span, the lowest in which it touches none of those before it; the earliest go first."""
    ends: list[float] = []
    found = [0] * len(spans)
    for index in sorted(range(len(spans)), key=lambda n: spans[n]):
        start, end = spans[index]
        lane = next((n for n, until in enumerate(ends) if until <= start), len(ends))
        ends[lane : lane + 1] = [end + 1]
        found[index] = lane
    return found
