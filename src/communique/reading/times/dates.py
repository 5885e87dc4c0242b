"""Readers of days and months of the calendar, of weekdays and of feast days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from communique import wordlists
from communique.intake.dates import date_in_figures
from communique.reading.times import numbers
from communique.reading.times.context import Context, Found, Reading, dated, unresolved
from communique.reading.times.edtf_values import Grain, Point, safe_date
from communique.reading.times.lexicon import DAYPARTS, HOLIDAYS, MONTHS, WEEKDAYS

_MONTH_PREPOSITIONS = wordlists.words("times", "month_prepositions")
_PLAIN = wordlists.words("times", "plain")
_SURE = wordlists.words("times", "sure_prepositions")
_BEFORE_NAMED = _SURE | wordlists.words("times", "between_prepositions")
_MONTHS_AWAY = wordlists.words("times", "months_away")
_WEEKDAY_TOLD = wordlists.words("times", "weekday_told")
_WEEKDAY_AHEAD = wordlists.words("times", "weekday_ahead")
_WEEKDAY_BACK = wordlists.words("times", "weekday_back")


def read_date(found: Found, context: Context) -> Reading | None:
    """Read "6 August 2018", "Aug. 6", "early July", "May of last year"."""
    month = MONTHS[found.words("month")[0]]
    written = found.words("year")
    year = context.year_of(written) if written else None
    if found.words("rel"):
        year = context.told_year(found.get("rel"))
    mod = found.get("mod")
    if found.words("day"):
        day = numbers.day_of_month(found.get("day"))
        if day is None:
            return None
        return _day(found, context, year, month, day)
    if not (written or found.words("rel") or mod or found.words("det")) and not _is_month(found, context):
        return None
    if found.words("rel") and year is None:
        return unresolved("DATE", f"XXXX-{month:02d}", mod)
    if year is None:
        point = marked(found, context, [Point(Grain.MONTH, y, month) for y in context.years()])
    else:
        point = Point(Grain.MONTH, year, month)
    return dated(point, mod) or unresolved("DATE", f"XXXX-{month:02d}", mod)


def _day(found: Found, context: Context, year: int | None, month: int, day: int) -> Reading | None:
    if year is None and (month, day) == (9, 11) and found.after() in ("attacks", "terror", "terrorist", "hijackings"):
        year = 2001
    if year is None:
        days = [Point(Grain.DAY, y, month, day) for y in context.years() if safe_date(y, month, day)]
        if found.words("wd"):
            weekday = WEEKDAYS[found.words("wd")[0]]
            days = [p for p in days if (d := p.first()) and d.isoweekday() == weekday] or days
        point = marked(found, context, days)
    else:
        point = Point(Grain.DAY, year, month, day)
    if point is not None and found.words("unit"):
        point = point.at(Grain.WEEK)
    if point is None:
        return unresolved("DATE", f"XXXX-{month:02d}-{day:02d}") if safe_date(2000, month, day) else None
    return dated(point)


def _is_month(found: Found, context: Context) -> bool:
    """True where a lone month name is no surname, no verb and no first name."""
    word, before, after = (
        found.words("month")[0],
        found.before(),
        found.tokens.symbols[found.last : found.last + 1],
    )
    if len(word) < 5 and word not in ("may", "june", "july"):
        return before in (_MONTH_PREPOSITIONS if found.tokens.text[found.end - 1] == "." else _SURE)
    if word in ("may", "march"):
        if context.surname_may and word == "may":
            return before in _SURE and not found.after().startswith("'")
        return before in _MONTH_PREPOSITIONS
    named = bool(after) and found.tokens.text[found.tokens.starts[found.last]].isupper()
    glued = bool(after) and found.tokens.starts[found.last] == found.end + 1
    return before in _BEFORE_NAMED if named and glued else True


def marked(found: Found, context: Context, candidates: list[Point]) -> Point | None:
    """Choose among candidates by "last", "next", "this", else by tense."""
    marks = set(found.words("det"))
    today = context.published
    if today is None or context.narrative or not marks & _MONTHS_AWAY:
        if "this" in marks and today is not None:
            return next((p for p in candidates if p.year == today.year), None)
        return context.nearest(found, candidates)
    if marks & {"last", "past", "previous", "preceding"}:
        past = [p for p in candidates if (d := p.last()) and d < today]
        return past[-1] if past else None
    return next((p for p in candidates if (d := p.first()) and d > today), None)


def read_iso(found: Found, context: Context) -> Reading | None:
    """Read "2018-08-06", with or without a time of day."""
    text = found.get("iso").upper()
    year, month, day = (int(part) for part in text[:10].split("-"))
    point = Point(Grain.DAY, year, month, day)
    if point.first() is None:
        return None
    return Reading("TIME" if "T" in text else "DATE", text, point.edtf(), None, point)


def read_slash(found: Found, context: Context) -> Reading | None:
    """Read "8/16/2018", "26.05.2018", "2018/9/18"; a date that could be read in two orders has no value."""
    text = found.get("slash")
    first, second, third = re.split(r"[-/.]", text)
    if len(third) < 4 and len(first) < 4:
        year = context.year_of(("'" + third,))
        text = f"{first}/{second}/{year}" if year else ""
    iso = date_in_figures(text) if text else None
    if iso is not None:
        return dated(Point(Grain.DAY, *(int(part) for part in iso.split("-"))))
    day, month = sorted((int(first[-2:]), int(second)), reverse=True)
    return unresolved("DATE", None) if len(first) < 4 and month <= 12 and day <= 12 else None


def read_weekday(found: Found, context: Context) -> Reading | None:
    """Read "on Monday", "last Friday", "Monday night", "Tuesday of last week"."""
    name = found.words("wd")[0]
    if found.before() in ("bloody", "black", "ruby") or (len(name) < 6 and found.before() != "on"):
        return None
    weekday, marks = WEEKDAYS[name], set(found.words("det"))
    half = DAYPARTS.get(found.get("half"), "")
    point = _weekday_point(found, context, weekday, marks)
    if point is None:
        return unresolved("TIME" if half else "DATE", f"XXXX-WXX-{weekday}" + (f"T{half}" if half else ""))
    reading = dated(point, found.get("mod"))
    if reading and half:
        return Reading("TIME", f"{reading.value}T{half}", reading.edtf, reading.mod, point)
    return reading


def _weekday_point(found: Found, context: Context, weekday: int, marks: set[str]) -> Point | None:
    told = marks & _WEEKDAY_TOLD
    base = context.then(Grain.DAY) if told or context.narrative else context.now(Grain.DAY)
    if base is None or (told and context.anchor and context.anchor.grain is not Grain.DAY):
        return None
    day = base.first()
    if day is None:
        return None
    ahead = (weekday - day.isoweekday()) % 7
    if found.words("rel"):
        step = {"last": -7, "next": 7}.get(found.get("rel"), 0)
        return base.shift(weekday - day.isoweekday() + step)
    if marks & _WEEKDAY_BACK:
        return base.shift(ahead - 7)
    if marks & _WEEKDAY_AHEAD:
        return base.shift(ahead or 7)
    if context.narrative or marks & {"that", "same"}:
        return base.shift(ahead)
    future = context.tense_of(found) == "future" or ("this" in marks and context.tense_of(found) != "past")
    return base.shift(ahead if future or ahead == 0 else ahead - 7)


def read_monthday(found: Found, context: Context) -> Reading | None:
    """Read "on the 20th": a day of the month that was told last."""
    day, month = numbers.day_of_month(found.get("day")), context.then(Grain.MONTH)
    if (
        day is None
        or found.after() in ("anniversary", "century")
        or (found.after()[:1].isalpha() and found.after() not in _PLAIN)
    ):
        return None
    if month is None or context.anchor is None or context.anchor.grain not in (Grain.DAY, Grain.MONTH):
        return unresolved("DATE", f"XXXX-XX-{day:02d}")
    return dated(Point(Grain.DAY, month.year, month.part, day))


def read_ordinal(found: Found, context: Context) -> Reading | None:
    """Read "the second day" of something: a day that the text does not date."""
    return unresolved("DATE", "XXXX-XX-XX")


def movable(name: Sequence[str], year: int) -> date | None:
    """Return Thanksgiving (US), Easter Sunday or Monday of a year (Meeus/Jones/Butcher algorithm)."""
    if not 1583 <= year <= 9999:
        return None
    if name[0] == "thanksgiving":
        return date(year, 11, 22 + (3 - date(year, 11, 1).weekday()) % 7)
    century, rest = divmod(year, 100)
    skew = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    to_sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - skew - rest % 4) % 7
    shift = (year % 19 + 11 * skew + 22 * to_sunday) // 451
    month, day = divmod(skew + to_sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1) + timedelta(days="monday" in name)


def read_holiday(found: Found, context: Context) -> Reading | None:
    """Read "Christmas Eve", "New Year's Day", with or without a year."""
    inside = tuple(found.tokens.words(found.first, found.last))
    key = next((name for name in HOLIDAYS if inside[: len(name)] == name), None)
    if not found.tokens.text[found.start].isupper() or found.before() in ("white", "merry"):
        return None
    year = context.year_of(found.words("year")) if found.words("year") else None
    if inside[0] in ("thanksgiving", "easter"):
        years = context.years() if year is None else range(year, year + 1)
        days = [Point.of(feast, Grain.DAY) for y in years if (feast := movable(inside, y))]
        return dated(marked(found, context, days)) or unresolved("DATE", None)
    if key is None:
        return None
    month, day = HOLIDAYS[key]
    return _day(found, context, year, month, day)
