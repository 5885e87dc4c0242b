"""A month as weeks: what is on each day, what lasts several as bars in lanes, and what is told less exactly."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from communique.desk.svg.days import day_of
from communique.ledger.days import Group, Told
from communique.ledger.marks import Mark

_DAYS = re.compile(r"(\d{4}-\d\d-\d\d[~?%]?)/(\d{4}-\d\d-\d\d[~?%]?)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A day: what is on it, and how many more there are than are listed."""

    day: date
    marks: tuple[Mark, ...]
    more: int
    is_of_month: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar over days of a week, or a day's gap where ``mark`` is ``None``; whether it began before, and goes on."""

    mark: Mark | None
    days: int
    began_before: bool = False
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days, and the lanes of bars over them."""

    cells: tuple[Cell, ...]
    lanes: tuple[tuple[Bar, ...], ...]


@dataclass(frozen=True, slots=True)
class Month:
    """The weeks; what lies some day in a longer time; what was reported without a time; how many there are of all."""

    first: date
    last: date
    weeks: tuple[Week, ...]
    longer: tuple[Mark, ...]
    reported: tuple[Mark, ...]
    more: int
    count: int


def bounds(year: int, month: int) -> tuple[date, date]:
    """Return the first and the last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def weeks(groups: Sequence[Group], first: date, last: date) -> Month:
    """Return a month of groups; what of its longer times and reports is not listed is counted in ``more``."""
    on = {x.day: x for x in groups if x.told is Told.DAY}
    long = [mark for x in groups if x.told is Told.LONGER for mark in x.marks]
    bars = [(mark, span) for mark in long if (span := _span(mark))]
    spanned = {mark.id for mark, _ in bars}
    start = first - timedelta(first.weekday())
    made = tuple(
        _week(start + timedelta(n), first.month, on, bars) for n in range(0, (last - start).days + 1, 7)
    )  # fmt: skip
    more = sum(x.count - len(x.marks) for x in groups if x.told is not Told.DAY)
    reported = tuple(mark for x in groups if x.told is Told.NOT for mark in x.marks)
    longer = tuple(mark for mark in long if mark.id not in spanned)
    return Month(first, last, made, longer, reported, more, sum(x.count for x in groups))


def _span(mark: Mark) -> tuple[date, date] | None:
    """The days of a time that is told in days, ``None`` for any other."""
    if not _DAYS.fullmatch(mark.time or ""):
        return None
    first, last = day_of(mark.earliest), day_of(mark.latest)
    return (first, last) if first and last else None


@dataclass(slots=True)
class _Lane:
    bars: list[Bar] = field(default_factory=list)
    filled: int = 0


def _week(start: date, month: int, on: dict[str, Group], bars: Sequence[tuple[Mark, tuple[date, date]]]) -> Week:
    cells = tuple(_cell(start + timedelta(n), month, on) for n in range(7))
    end = start + timedelta(6)
    lanes: list[_Lane] = []
    for mark, (first, last) in sorted(bars, key=lambda x: (x[1][0], x[0].id)):
        if last < start or first > end:
            continue
        at, until = max(0, (first - start).days), min(6, (last - start).days)
        lane = next((x for x in lanes if x.filled <= at), None)
        if lane is None:
            lanes.append(lane := _Lane())
        if at > lane.filled:
            lane.bars += [Bar(None, 1)] * (at - lane.filled)
        lane.bars.append(Bar(mark, until - at + 1, first < start, last > end))
        lane.filled = until + 1
    for lane in lanes:
        lane.bars += [Bar(None, 1)] * (7 - lane.filled)
    return Week(cells, tuple(tuple(lane.bars) for lane in lanes))


def _cell(day: date, month: int, on: dict[str, Group]) -> Cell:
    group = on.get(day.isoformat()) if day.month == month else None
    marks = group.marks if group else ()
    return Cell(day, marks, group.count - len(marks) if group else 0, day.month == month)
