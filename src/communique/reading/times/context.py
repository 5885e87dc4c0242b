"""What a match is, what a reading of it is, and what the readers know of the report around it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from communique.reading.times import numbers, tense
from communique.reading.times.edtf_values import Grain, Point, approximate
from communique.reading.times.tokens import Tokens

_AGAINST = 6.0
_FAR = 10
_CARRY = 25
_NEAR = 12
Direction = Callable[[int, int], str | None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means: TIMEX3 type, value and mod, EDTF, and the calendar unit if it is one."""

    type: str
    value: str | None
    edtf: str | None = None
    mod: str | None = None
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A match of a rule: its tokens (``first`` to ``last``, exclusive) and the words of its groups."""

    tokens: Tokens
    first: int
    last: int
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def start(self) -> int:
        """Offset of the first character."""
        return self.tokens.starts[self.first]

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.tokens.ends[self.last - 1]

    def words(self, name: str) -> tuple[str, ...]:
        """Return the lower-case words of a group, none where it took no part."""
        return self.groups.get(name, ())

    def get(self, name: str) -> str:
        """Return the words of a group with blanks between, ``""`` where it took no part."""
        return " ".join(self.words(name))

    def before(self, count: int = 1) -> str:
        """Return the ``count`` words before the match, in lower case, with blanks between."""
        return " ".join(self.tokens.words(self.first - count, self.first))

    def after(self, count: int = 1) -> str:
        """Return the ``count`` words after the match, in lower case, with blanks between."""
        return " ".join(self.tokens.words(self.last, self.last + count))


@dataclass(slots=True)
class Context:
    """What is known while reading a text in order.

    ``anchor`` is the last calendar unit that was read and ``quarter`` the last quarter.
    ``narrative`` is true where times are told from each other and not from the publication.
    """

    published: date | None
    direction: Direction | None = None
    narrative: bool = False
    anchor: Point | None = None
    quarter: Point | None = None
    surname_may: bool = False
    _away: int | None = None
    _told_at: tuple[Tokens, int] | None = None
    _dated_at: tuple[Tokens, int] | None = None

    def lean(self, found: Found) -> float:
        """Return how far a clause is of the past (-1) or the future (1); a caller's word counts for 3."""
        if found.before(3) in ("as early as", "as soon as"):
            return 1.0
        told = self.direction(found.start, found.end) if self.direction is not None else None
        if told is not None:
            return {"past": -3.0, "future": 3.0}.get(told, 0.0)
        return tense.lean(found.tokens, found.first, found.last)

    def tense_of(self, found: Found) -> str | None:
        """Return "past", "future" or ``None`` for the clause of a match."""
        lean = self.lean(found)
        return "future" if lean > 0 else "past" if lean < 0 else None

    def now(self, grain: Grain) -> Point | None:
        """Return the unit of publication; in narrative the unit of the last date that was told."""
        if self.narrative:
            return self.then(grain)
        return Point.of(self.published, grain) if self.published else None

    def then(self, grain: Grain) -> Point | None:
        """Return the unit that holds the last date told, ``None`` if there is none so fine."""
        if self.anchor is None:
            return None
        return self.anchor.at(grain)

    def nearest(self, found: Found, candidates: list[Point]) -> Point | None:
        """Return the candidate that the tense of the clause asks for, ``None`` without a publication date.

        ``candidates`` are the same unit in successive years (or weeks), earliest first.
        """
        if self.narrative or self.published is None:
            return self._follow(candidates)
        today = self.published
        lean = self.lean(found)
        if lean <= 0 and self._carries(found):
            return self._follow(candidates) or self._follow(_at_years(candidates, self.anchor))
        past = [p for p in candidates if (day := p.first()) and day <= today]
        future = [p for p in candidates if (day := p.last()) and day >= today]
        return min([*past[-1:], *future[:1]], key=lambda p: self._distance(p, today, lean), default=None)

    @staticmethod
    def _distance(point: Point, today: date, lean: float) -> float:
        """Days between ``today`` and a unit; against the tense they count for more, as do days ahead."""
        first, last = point.first(), point.last()
        if first is None or last is None:
            return float("inf")
        if first > today:
            return (first - today).days * (1.5 + _AGAINST * max(-lean, 0.0) if lean <= 0 else 0.9)
        return max((today - last).days, 0) * (1.0 + _AGAINST * max(lean, 0.0))

    def _follow(self, candidates: list[Point]) -> Point | None:
        """Return the candidate that follows on the last date told: in its year, or early in the next."""
        if self.anchor is None or not candidates:
            return None
        by_year = {p.year: p for p in candidates}
        same, following = by_year.get(self.anchor.year), by_year.get(self.anchor.year + 1)
        start = self.anchor.first() if self.anchor.grain not in (Grain.YEAR, Grain.DECADE, Grain.CENTURY) else None
        if start and start.month >= 11 and following and (day := following.first()) and day.month <= 2:
            return following
        return same

    def _carries(self, found: Found) -> bool:
        """True just after a date with a past year of its own, which a month without one then shares."""
        if self._dated_at is None or self.anchor is None or self.published is None:
            return False
        tokens, at = self._dated_at
        near = tokens is found.tokens and 0 <= found.first - at <= _CARRY
        return near and self.anchor.year < self.published.year and self.anchor.grain in (Grain.DAY, Grain.MONTH)

    def near_day(self, found: Found) -> Point | None:
        """Return the day told just before a match, ``None`` if none within a clause or two."""
        if self._told_at is None or self.anchor is None or self.anchor.grain is not Grain.DAY:
            return None
        tokens, at = self._told_at
        return self.anchor if tokens is found.tokens and 0 <= found.first - at <= _NEAR else None

    def note(self, point: Point, found: Found | None = None) -> None:
        """Keep a calendar unit as the last that was told."""
        if found is not None and found.words("year") and found.words("month"):
            self._dated_at = (found.tokens, found.last)
        if point.grain not in (Grain.DECADE, Grain.CENTURY) and not self._aside(point):
            self.anchor = point
            self._told_at = (found.tokens, found.last) if found is not None else None
        if point.grain is Grain.QUARTER:
            self.quarter = point

    def _aside(self, point: Point) -> bool:
        """True for a lone year far from the last date told: an aside, unless the next is near it."""
        previous, self._away = self._away, None
        if self.anchor is None or point.grain is not Grain.YEAR or abs(point.year - self.anchor.year) <= _FAR:
            return False
        if previous is not None and abs(point.year - previous) <= _FAR:
            return False
        self._away = point.year
        return True

    def years(self) -> range:
        """Return the years to try for a date without one."""
        if self.narrative or self.published is None:
            year = self.anchor.year if self.anchor else 0
            return range(year, year + 2) if self.anchor else range(0)
        return range(self.published.year - 1, self.published.year + 2)

    def year_of(self, words: tuple[str, ...]) -> int | None:
        """Return the year that the words write; a two-figure one is the nearest to now."""
        pivot = self.published.year if self.published else self.anchor.year if self.anchor else 1980
        return numbers.year(words, pivot)

    def told_year(self, phrase: str) -> int | None:
        """Return the year of "this year", "of last year", "that year", "the following year"."""
        step = (
            -1 if re.search(r"\b(last|previous)\b", phrase) else 1 if re.search(r"\b(next|following)\b", phrase) else 0
        )
        told = re.search(r"\b(that|same|following|previous)\b", phrase) is not None
        base = self.then(Grain.YEAR) if told else self.now(Grain.YEAR)
        return base.year + step if base else None


def _at_years(candidates: list[Point], anchor: Point | None) -> list[Point]:
    """The same month or day in the year of ``anchor`` and the next."""
    if anchor is None or not candidates:
        return []
    return [replace(candidates[0], year=year) for year in (anchor.year, anchor.year + 1)]


MODS: tuple[tuple[str, str], ...] = (
    (r"\b(no|not) (more|longer|later) than|\bat most|\bup to|\bwithin", "EQUAL_OR_LESS"),
    (r"\b(no|not) (less|fewer) than|\bat least|\bas (many|much|long) as", "EQUAL_OR_MORE"),
    (r"\b(more than|over)\b", "MORE_THAN"),
    (r"\b(less than|fewer than|under|nearly|almost|barely)\b", "LESS_THAN"),
    (r"\b(about|around|approximately|roughly|circa|some|close to|so)\b", "APPROX"),
    (r"\b(early|earlier|beginning|start|opening|outset)\b", "START"),
    (r"\b(mid|middle)\b", "MID"),
    (r"\b(late|later|end|close|rest|remainder)\b", "END"),
)


def mod_of(phrase: str) -> str | None:
    """Return the TIMEX3 mod that the words of a phrase ask for, ``None`` if none."""
    return next((mod for pattern, mod in MODS if re.search(pattern, phrase)), None)


def dated(point: Point | None, phrase: str = "", kind: str = "DATE") -> Reading | None:
    """Return the reading of a calendar unit, modified by the words of ``phrase``; ``None`` for no unit."""
    if (
        point is None
        or abs(point.year) > 9999
        or (point.grain is Grain.DAY and point.year > 0 and point.first() is None)
    ):
        return None
    mod = mod_of(phrase)
    return Reading(kind, point.value(), edge(point, phrase) if mod else point.edtf(), mod, point)


def edge(point: Point, phrase: str) -> str:
    """Return the EDTF of an early, middle or late part: of "the end of 2018" the last month, roughly."""
    side = re.search(r"\b(end|close|beginning|start)\b", phrase)
    day = None if side is None else point.last() if side.group() in ("end", "close") else point.first()
    finer = {Grain.YEAR: Grain.MONTH, Grain.MONTH: Grain.DAY}.get(point.grain)
    return approximate(Point.of(day, finer) if day and finer else point)


def unresolved(kind: str, value: str | None, phrase: str = "") -> Reading:
    """Return the reading of an expression that no calendar date follows from."""
    return Reading(kind, value, None, mod_of(phrase))
