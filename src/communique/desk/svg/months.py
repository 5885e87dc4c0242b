"""Counts by month: bars of what took place, what is ahead and what was called off, and the tone as dots on a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from communique.desk.svg.days import Axis, Tick, axis_of, day_of
from communique.ledger.series import Month, Tone
from communique.records import Status

WIDTH, BARS, TONE, FOOT, SIDE = 1000, 130, 120, 26, 36
"""Units: the width, the heights of both drawings, what is left below and beside them."""
_MOST = 240
"""Bars that can still be told apart; more months are drawn by year."""

FILLS = {
    Status.HELD: "held", Status.ONGOING: "held", Status.PLANNED: "planned", Status.PROPOSED: "possible",
    Status.POSSIBLE: "possible", Status.CONDITIONAL: "possible", Status.CANCELLED: "cancelled",
    Status.DENIED: "cancelled", Status.DECLINED: "cancelled",
}  # fmt: skip
"""How each status is filled."""
CALLED = {"held": "held or ongoing", "planned": "planned", "possible": "proposed, possible or conditional",
          "cancelled": "cancelled, denied or declined"}  # fmt: skip
"""The fills from the bottom up, and what each stands for."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a bar: where it stands, how it is filled, what it counts."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    period: str
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """What a period has of each fill, in the order of :data:`CALLED`."""

    period: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """The bars, the words under them and beside them, and the same as rows."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    most: int
    rows: tuple[Row, ...]
    by_year: bool
    width: int = WIDTH
    base: int = BARS
    height: int = BARS + FOOT


@dataclass(frozen=True, slots=True)
class Dot:
    """The tone of a month: where it stands, how large it is, and what it is."""

    x: float
    y: float
    size: float
    tone: Tone


@dataclass(frozen=True, slots=True)
class Dots:
    """The dots in their order, the words under them, and where 10, 0 and -10 lie."""

    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    lines: tuple[tuple[float, str], ...]
    width: int = WIDTH
    base: int = TONE
    height: int = TONE + FOOT

    @property
    def path(self) -> str:
        """The line through the dots."""
        return " ".join(f"{x.x},{x.y}" for x in self.dots)


def bars(months: Sequence[Month]) -> Bars | None:
    """Return the bars of counts by month and status, ``None`` where nothing was counted."""
    axis = _axis([x.month for x in months])
    if axis is None:
        return None
    by_year = axis.days / 30.4 > _MOST
    counts = Counter[tuple[str, str]]()
    for month in months:
        counts[month.month[: 4 if by_year else 7], FILLS[month.status]] += month.count
    periods = sorted({period for period, _ in counts})
    rows = tuple(Row(period, tuple(counts[period, fill] for fill in CALLED)) for period in periods)
    most = max(sum(row.counts) for row in rows)
    return Bars(tuple(bar for row in rows for bar in _bar(axis, row, most)), axis.ticks(), most, rows, by_year)


def _bar(axis: Axis, row: Row, most: int) -> list[Bar]:
    first = day_of(_first(row.period))
    assert first is not None
    step = (axis.right - axis.left) / axis.days * (365 if len(row.period) == 4 else 30)
    width = round(max(1.5, min(step - 1, 26)), 1)
    found = []
    for fill, count, above in zip(CALLED, row.counts, accumulate(row.counts), strict=True):
        if count:
            height = (BARS - 16) * count / most
            y = round(BARS - (BARS - 16) * above / most, 1)
            found.append(Bar(axis.x(first), y, width, round(height, 1), fill, row.period, count))
    return found


def tone(tones: Sequence[Tone], months: Sequence[Month] = ()) -> Dots | None:
    """Return the tone by month, on the axis of these months if there are any; ``None`` where there is none."""
    axis = _axis([x.month for x in tones] + [x.month for x in months])
    if axis is None or not tones:
        return None
    most = max(x.count for x in tones)
    days = [day_of(f"{x.month}-15") for x in tones]
    dots = tuple(
        Dot(axis.x(day), _height(x.mean), round(2.5 + 4 * (x.count / most) ** 0.5, 1), x)
        for x, day in zip(tones, days, strict=True) if day
    )  # fmt: skip
    return Dots(dots, axis.ticks(), tuple((_height(n), f"{n:+d}" if n else "0") for n in (10, 0, -10)))


def _height(score: float) -> float:
    return round(TONE / 2 - score / 10 * (TONE / 2 - 10), 1)


def _axis(months: Sequence[str]) -> Axis | None:
    days = [day for month in months for of in ("01", "28") if (day := day_of(f"{month}-{of}"))]
    return axis_of(days, SIDE, WIDTH - 12)


def _first(period: str) -> str:
    return f"{period}-01-01" if len(period) == 4 else f"{period}-01"
