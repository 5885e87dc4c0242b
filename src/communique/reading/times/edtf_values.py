"""Points and stretches of calendar time, and how EDTF and TIMEX3 write them.

A :class:`Point` is a unit of the proleptic Gregorian calendar (a day, a week, a month ... a
century) counted from the year 1 with an astronomical year number (1 BC is year 0), so that
arithmetic never meets a gap. EDTF forms follow ISO 8601-2:2019 levels 1 and 2; TIMEX3 values
follow TimeML 1.2.1 and the TIDES 2005 guidelines (``1998-W23``, ``1998-Q2``, ``1998-FA``).
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Grain(StrEnum):
    """How long a unit a point names."""

    DAY = "day"
    WEEKEND = "weekend"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
SEASON_CODES = {21: "SP", 22: "SU", 23: "FA", 24: "WI"}
_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}
_PARTS = {Grain.MONTH: 12, Grain.SEASON: 4, Grain.QUARTER: 4, Grain.HALF: 2}
_FIRST_PART = {Grain.MONTH: 1, Grain.SEASON: 21, Grain.QUARTER: 1, Grain.HALF: 1}
_YEARS = {Grain.YEAR: 1, Grain.DECADE: 10, Grain.CENTURY: 100}


def safe_date(year: int, month: int, day: int) -> date | None:
    """Return the day, or ``None`` where the calendar has no such day."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def add_days(day: date, count: int) -> date | None:
    """Return ``day`` moved by ``count`` days, or ``None`` outside the years 1 to 9999."""
    try:
        return day + timedelta(days=count)
    except OverflowError:
        return None


@dataclass(frozen=True, slots=True)
class Point:
    """One calendar unit. ``part`` is the month (1-12), EDTF season (21-24), quarter, half or ISO week."""

    grain: Grain
    year: int
    part: int = 0
    day: int = 0

    @classmethod
    def of(cls, day: date, grain: Grain) -> Point:
        """Return the unit of ``grain`` that holds ``day`` (a weekend: that of its ISO week)."""
        year, month = day.year, day.month
        if grain is Grain.DAY:
            return cls(grain, year, month, day.day)
        if grain in (Grain.WEEK, Grain.WEEKEND):
            iso = day.isocalendar()
            return cls(grain, iso.year, iso.week)
        if grain is Grain.SEASON:
            return cls(grain, year if month > 2 else year - 1, 21 + (month - 3) % 12 // 3)
        parts = {Grain.MONTH: month, Grain.QUARTER: (month + 2) // 3, Grain.HALF: 1 if month < 7 else 2}
        if grain in parts:
            return cls(grain, year, parts[grain])
        return cls(grain, year - year % _YEARS[grain])

    def first(self) -> date | None:
        """Return the first day of the unit, ``None`` before the year 1."""
        if self.grain is Grain.DAY:
            return safe_date(self.year, self.part, self.day)
        if self.grain in (Grain.WEEK, Grain.WEEKEND):
            try:
                return date.fromisocalendar(self.year, self.part, 1 if self.grain is Grain.WEEK else 6)
            except (ValueError, OverflowError):
                return None
        return safe_date(self.year, self._months()[0], 1)

    def last(self) -> date | None:
        """Return the last day of the unit, ``None`` outside the years 1 to 9999."""
        start = self.first()
        if start is None or self.grain is Grain.DAY:
            return start
        if self.grain in (Grain.WEEK, Grain.WEEKEND):
            return add_days(start, 6 if self.grain is Grain.WEEK else 1)
        year, month = self.year + _YEARS.get(self.grain, 1) - 1, self._months()[1]
        if month > 12:
            year, month = year + 1, month - 12
        if not 1 <= year <= 9999:
            return None
        return safe_date(year, month, calendar.monthrange(year, month)[1])

    def _months(self) -> tuple[int, int]:
        """First and last month of the unit (a winter ends in month 14)."""
        if self.grain is Grain.SEASON:
            return _SEASON_MONTHS[self.part]
        width = 12 // _PARTS.get(self.grain, 1)
        return ((self.part - 1) * width + 1, self.part * width) if self.part else (1, 12)

    def shift(self, count: int) -> Point | None:
        """Return the unit ``count`` units later (earlier if negative), ``None`` outside the calendar."""
        if self.grain in _YEARS:
            return Point(self.grain, self.year + count * _YEARS[self.grain])
        if self.grain in _PARTS:
            base, size = _FIRST_PART[self.grain], _PARTS[self.grain]
            years, part = divmod(self.part - base + count, size)
            return Point(self.grain, self.year + years, part + base)
        start = self.first()
        moved = add_days(start, count * (1 if self.grain is Grain.DAY else 7)) if start else None
        return Point.of(moved, self.grain) if moved else None

    def at(self, grain: Grain) -> Point | None:
        """Return the unit of ``grain`` in which this one begins."""
        if grain in _YEARS:
            return Point(grain, self.year - self.year % _YEARS[grain])
        start = self.first()
        return Point.of(start, grain) if start else None

    def value(self) -> str:
        """Return the TIMEX3 value."""
        year = f"{self.year:04d}" if self.year > 0 else f"BC{1 - self.year:04d}"
        forms = {
            Grain.DAY: f"{year}-{self.part:02d}-{self.day:02d}",
            Grain.WEEKEND: f"{year}-W{self.part:02d}-WE",
            Grain.WEEK: f"{year}-W{self.part:02d}",
            Grain.MONTH: f"{year}-{self.part:02d}",
            Grain.SEASON: f"{year}-{SEASON_CODES.get(self.part, '')}",
            Grain.QUARTER: f"{year}-Q{self.part}",
            Grain.HALF: f"{year}-H{self.part}",
            Grain.DECADE: year[:-1],
            Grain.CENTURY: year[:-2],
        }
        return forms.get(self.grain, year)

    def edtf(self) -> str:
        """Return the EDTF form; a week or weekend is an interval of days."""
        year = f"{self.year:04d}" if self.year >= 0 else f"-{-self.year:04d}"
        if self.grain in (Grain.WEEK, Grain.WEEKEND):
            return span_edtf(self, self)
        forms = {
            Grain.DAY: f"{year}-{self.part:02d}-{self.day:02d}",
            Grain.MONTH: f"{year}-{self.part:02d}",
            Grain.SEASON: f"{year}-{self.part}",
            Grain.QUARTER: f"{year}-{32 + self.part}",
            Grain.HALF: f"{year}-{39 + self.part}",
            Grain.DECADE: f"{year[:-1]}X",
            Grain.CENTURY: f"{year[:-2]}XX",
        }
        return forms.get(self.grain, year)

    def edtf_bound(self, end: bool) -> str:
        """Return the form used as a bound of an interval: plain dates where a unit is not allowed there."""
        if self.grain in (Grain.DAY, Grain.MONTH, Grain.SEASON, Grain.YEAR):
            return self.edtf()
        day = self.last() if end else self.first()
        return day.isoformat() if day else self.at(Grain.YEAR).edtf()  # type: ignore[union-attr]


def span_edtf(start: Point | None, end: Point | None, *, about: bool = False) -> str:
    """Return the EDTF interval between two units; ``None`` for an open end (``..``)."""
    left = start.edtf_bound(False) if start else ".."
    right = end.edtf_bound(True) if end else ".."
    mark = "~" if about else ""
    return "/".join(bound if bound == ".." else bound + mark for bound in (left, right))


def approximate(point: Point) -> str:
    """Return the EDTF of a unit that is meant roughly: ``~`` on a day, month or year, else the plain unit."""
    if point.grain in (Grain.DAY, Grain.MONTH, Grain.YEAR):
        return point.edtf() + "~"
    if point.grain in (Grain.WEEK, Grain.WEEKEND):
        return span_edtf(point, point, about=True)
    return point.edtf()
