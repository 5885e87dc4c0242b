"""Readers of stretches of days or years, of seasons, years, decades and centuries."""

from __future__ import annotations

import re

from communique import wordlists
from communique.reading.times import numbers
from communique.reading.times.context import Context, Found, Reading, dated, unresolved
from communique.reading.times.dates import marked
from communique.reading.times.edtf_values import SEASONS, Grain, Point, safe_date, span_edtf
from communique.reading.times.lexicon import DECADES, MONTHS

_YEAR_PREPOSITIONS = wordlists.words("times", "year_prepositions")
_SEASON_PREPOSITIONS = wordlists.words("times", "season_prepositions")
_NO_YEAR = wordlists.words("times", "no_year")
_COUNTED = re.compile(
    r"(?:people|men|women|children|percent|per|km|kilomet(?:er|re)s|ton(?:ne)?s|feet|ft|mi|miles|m|yards"
    r"|points|shares|troops|soldiers|million|billion|cases|jobs|dollars|euros|pounds|hp|mm|met(?:er|re)s|%|°"
    r"|[a-z]+(?:ese|ers|ors|ians|men))$"
)


def read_days(found: Found, context: Context) -> Reading | None:
    """Read a stretch with two ends: "Oct. 3-4", "3 to 5 October", "May and July 2017", "1914-18"."""
    year = context.year_of(found.words("year")) if found.words("year") else None
    if not found.words("month"):
        return _years(found, year)
    month = MONTHS[found.words("month")[0]]
    month2 = MONTHS[found.words("month2")[0]] if found.words("month2") else month
    if not found.words("day"):
        bounds = [
            Point(Grain.MONTH, (year or 0) - (month > month2), month),
            Point(Grain.MONTH, year or 0, month2),
        ]
    else:
        day, day2 = numbers.day_of_month(found.get("day")), numbers.day_of_month(found.get("day2"))
        if not day or not day2 or (month == month2 and day >= day2):
            return None
        if "and" in found.tokens.words(found.first, found.last) and day2 != day + 1:
            return None
        if year is None:
            near = context.nearest(
                found, [Point(Grain.DAY, y, month, day) for y in context.years() if safe_date(y, month, day)]
            )
            if near is None:
                return unresolved("DATE", None)
            year = near.year + (month > month2)
        bounds = [Point(Grain.DAY, year - (month > month2), month, day), Point(Grain.DAY, year, month2, day2)]
    if any(p.year > 0 and p.first() is None for p in bounds):
        return None
    return Reading("DATE", f"{bounds[0].value()}/{bounds[1].value()}", span_edtf(*bounds), None, bounds[1])


def _years(found: Found, year: int | None) -> Reading | None:
    second = found.get("year2")
    if found.words("era") and second.isdigit():
        bounds = Point(Grain.YEAR, 1 - int(found.get("year"))), Point(Grain.YEAR, 1 - int(second))
        return Reading("DATE", f"{bounds[0].value()}/{bounds[1].value()}", span_edtf(*bounds), None, bounds[1])
    if year is None or len(second) < 2:
        return None
    last = int(second) if len(second) == 4 else year // 100 * 100 + int(second)
    if last <= year:
        return None
    bounds = Point(Grain.YEAR, year), Point(Grain.YEAR, last)
    return Reading("DATE", f"{bounds[0].value()}/{bounds[1].value()}", span_edtf(*bounds), None, bounds[1])


def read_season(found: Found, context: Context) -> Reading | None:
    """Read "this fall", "the winter of 1994", "last summer"."""
    season = SEASONS[found.get("season")]
    year = context.year_of(found.words("year")) if found.words("year") else None
    if found.words("rel"):
        year = context.told_year(found.get("rel"))
    if year is None and found.get("season") in ("fall", "spring") and not _is_season(found):
        return None
    if year is not None:
        return dated(Point(Grain.SEASON, year, season), found.get("mod"))
    point = marked(found, context, [Point(Grain.SEASON, y, season) for y in context.years()])
    return dated(point, found.get("mod")) or unresolved("DATE", None, found.get("mod"))


def _is_season(found: Found) -> bool:
    """True where "fall" or "spring" is no verb and no fall of a city."""
    if found.after() in ("of", "to", "up", "into") or found.before() in (
        "to",
        "will",
        "would",
        "could",
        "may",
    ):
        return False
    if found.words("det") or found.words("mod"):
        return True
    inside = found.tokens.words(found.first, found.last)
    before = found.before()
    return "the" in inside or before in _SEASON_PREPOSITIONS


def read_year(found: Found, context: Context) -> Reading | None:
    """Read "2014", "fiscal 1989", "late 1999", "the year two thousand"."""
    words = found.words("year")
    year = context.year_of(words)
    if year is None:
        return None
    inside = found.tokens.words(found.first, found.last)
    if (
        len(words) == 1
        and not found.words("mod")
        and not {"year", "fiscal"} & set(inside)
        and not _is_year(found, year)
    ):
        return None
    return dated(Point(Grain.YEAR, year), found.get("mod"))


def _is_year(found: Found, year: int) -> bool:
    """True where a number of four figures names a year: by the words before and after it."""
    before, after = found.before(), found.after()
    if not 1400 <= year <= 2100 and before not in ("in", "since", "until", "from", "year"):
        return False
    if before in _NO_YEAR or _COUNTED.match(after):
        return False
    return before in _YEAR_PREPOSITIONS or not after.isalpha() or not after.endswith("s")


def read_decade(found: Found, context: Context) -> Reading | None:
    """Read "the 1990s", "the late '70s", "the nineties"."""
    word = found.get("decade")
    digits = re.sub(r"\D", "", word)
    inside = found.tokens.words(found.first, found.last)
    if len(digits) == 4:
        year = int(digits)
    elif inside[0] != "the" and not found.words("mod"):
        return None
    else:
        year = 1900 + (int(digits) if digits else DECADES[word])
    return dated(Point(Grain.DECADE, year), found.get("mod"))


def read_century(found: Found, context: Context) -> Reading | None:
    """Read "the 20th century", "the late eighteenth century"."""
    number = numbers.ordinal(found.get("ord"))
    if number is None or not 1 <= number <= 30:
        return None
    if found.get("era").startswith("b"):
        return unresolved("DATE", f"BC{number - 1:02d}", found.get("mod"))
    return dated(Point(Grain.CENTURY, (number - 1) * 100), found.get("mod"))
