"""An axis of days: where a day stands on it, and the days that are written under it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_APART = 64.0
"""Units that two words under an axis keep between them."""
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000)
"""Months from one word to the next."""
_DAYS_A_MONTH = 30.44


@dataclass(frozen=True, slots=True)
class Tick:
    """A word under an axis, and whether a year begins there."""

    x: float
    label: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """The days from ``first`` to ``last``, both drawn whole, from ``left`` to ``right``."""

    first: date
    last: date
    left: float
    right: float

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.last - self.first).days + 1

    def x(self, day: date) -> float:
        """Return where a day begins; one that lies outside stands at the end."""
        part = (min(max(day, self.first), self.last) - self.first).days / self.days
        return round(self.left + part * (self.right - self.left), 1)

    def middle(self, day: date) -> float:
        """Return where the middle of a day stands."""
        return round(self.x(day) + (self.right - self.left) / self.days / 2, 1)

    def end(self, day: date) -> float:
        """Return where a day ends."""
        return round(self.x(day) + (self.right - self.left) / self.days, 1)

    def ticks(self) -> tuple[Tick, ...]:
        """Return the words under it, so far apart that each can be read."""
        each = (self.right - self.left) / self.days
        if self.days <= 62:
            step = next(n for n in (1, 2, 5, 7, 14, 31) if n * each >= _APART or n == 31)
            days = (self.first + timedelta(n) for n in range(0, self.days, step))
            return tuple(Tick(self.middle(day), f"{day.day} {_MONTHS[day.month - 1]}") for day in days)
        step = next(n for n in _STEPS if n * _DAYS_A_MONTH * each >= _APART or n == _STEPS[-1])
        found = (self._tick(day, step) for day in _months(self.first, self.last, step))
        return tuple(tick for tick in found if tick.x < self.right - _APART / 4)

    def _tick(self, day: date, step: int) -> Tick:
        year = day.month == 1
        label = str(day.year) if year and step >= 12 else f"{_MONTHS[day.month - 1]}{f' {day.year}' if year else ''}"
        return Tick(self.x(day), label, year and step < 12)


def _months(first: date, last: date, step: int) -> Iterator[date]:
    """The first days of every so many months, counted from January."""
    number = -(-(first.year * 12 + first.month - 1 + (first.day > 1)) // step) * step
    while number < 12 * 9999 and (day := date(number // 12, number % 12 + 1, 1)) <= last:
        yield day
        number += step


def day_of(iso: str | None) -> date | None:
    """Return a day, ``None`` where none is known."""
    try:
        return date.fromisoformat((iso or "")[:10])
    except ValueError:
        return None


def axis_of(days: Iterable[date], left: float, right: float) -> Axis | None:
    """Return the axis on which all of these days stand, with some room at its ends; ``None`` for no day."""
    found = sorted(days)
    if not found:
        return None
    room = timedelta(max(2, (found[-1] - found[0]).days // 50))
    first = found[0] - min(room, found[0] - date.min)
    return Axis(first, found[-1] + min(room, date.max - found[-1]), left, right)
