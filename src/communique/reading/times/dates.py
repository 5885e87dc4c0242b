"""Readers of calendar dates, weekdays, seasons, years, decades and centuries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from communique.reading.times import numbers
from communique.reading.times.context import Context, Found, Reading, dated, unresolved
from communique.reading.times.edtf_values import SEASONS, Grain, Point, safe_date, span_edtf
from communique.reading.times.lexicon import DAYPARTS, DECADES, HOLIDAYS, MONTHS, WEEKDAYS

_MONTH_PREPOSITIONS = frozenset(
    "in since until till during by of from before after through between throughout for to and or".split()
)
_PLAIN = frozenset("and was were the to when they he she it a in with by but for at from as after".split())
_SURE = frozenset("in since until till during throughout".split())
_YEAR_PREPOSITIONS = frozenset(
    "in since by of until till from during before after through between the and or to for late early mid than ( , - –".split()
)
_COUNTED = re.compile(
    r"(?:people|men|women|children|percent|per|km|kilometers|kilometres|tons|tonnes|feet|ft|mi|miles|m|yards|points"
    r"|shares|troops|soldiers|million|billion|cases|jobs|dollars|euros|pounds|hp|mm|metres|meters|%|°|[a-z]+(?:ese|ers|ors|ians|men)$)$"
)


def read_date(found: Found, context: Context) -> Reading | None:
    """Read "6 August 2018", "Aug. 6", "early July", "May of last year"."""
    month = MONTHS[found.words("month")[0]]
    written = found.words("year")
    year = (
        context.year_of(written)
        if written
        else context.told_year(found.get("rel"))
        if found.words("rel")
        else None
    )
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
        point = _marked(found, context, [Point(Grain.MONTH, y, month) for y in context.years()])
    else:
        point = Point(Grain.MONTH, year, month)
    return dated(point, mod) or unresolved("DATE", f"XXXX-{month:02d}", mod)


def _day(found: Found, context: Context, year: int | None, month: int, day: int) -> Reading | None:
    if (
        year is None
        and (month, day) == (9, 11)
        and found.after() in ("attacks", "terror", "terrorist", "hijackings")
    ):
        year = 2001
    if year is None:
        days = [Point(Grain.DAY, y, month, day) for y in context.years() if safe_date(y, month, day)]
        if found.words("wd"):
            weekday = WEEKDAYS[found.words("wd")[0]]
            days = [p for p in days if (d := p.first()) and d.isoweekday() == weekday] or days
        point = _marked(found, context, days)
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
    return before in _MONTH_PREPOSITIONS or not (named and glued)


def _marked(found: Found, context: Context, candidates: list[Point]) -> Point | None:
    """Choose among candidates by "last", "next", "this", else by tense."""
    marks = set(found.words("det"))
    today = context.published
    if (
        today is None
        or context.narrative
        or not marks & {"last", "next", "past", "coming", "following", "previous", "preceding"}
    ):
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
    """Read "8/16/2018"; a date that could be read in two orders has no value."""
    first, second, written = found.get("slash").split("/")
    year = int(written) if len(written) == 4 else context.year_of(("'" + written,))
    pairs = {(int(first), int(second)), (int(second), int(first))}
    fits = [Point(Grain.DAY, year or 0, m, d) for m, d in pairs if year and safe_date(year, m, d)]
    return dated(fits[0]) if len(fits) == 1 else unresolved("DATE", None) if fits else None


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
        return Reading(
            "DATE", f"{bounds[0].value()}/{bounds[1].value()}", span_edtf(*bounds), None, bounds[1]
        )
    if year is None or len(second) < 2:
        return None
    last = int(second) if len(second) == 4 else year // 100 * 100 + int(second)
    if last <= year:
        return None
    bounds = Point(Grain.YEAR, year), Point(Grain.YEAR, last)
    return Reading("DATE", f"{bounds[0].value()}/{bounds[1].value()}", span_edtf(*bounds), None, bounds[1])


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
    told = marks & {"that", "same", "following", "previous", "preceding", "subsequent"}
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
    if marks & {"last", "past", "previous", "preceding"}:
        return base.shift(ahead - 7)
    if marks & {"next", "coming", "following", "upcoming", "subsequent"}:
        return base.shift(ahead or 7)
    if context.narrative or marks & {"that", "same"}:
        return base.shift(ahead)
    future = context.tense_of(found) == "future"
    return base.shift(ahead if future or ahead == 0 else ahead - 7)


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
    point = _marked(found, context, [Point(Grain.SEASON, y, season) for y in context.years()])
    return dated(point, found.get("mod")) or unresolved("DATE", None, found.get("mod"))


def _is_season(found: Found) -> bool:
    """True where "fall" or "spring" is no verb and no fall of a city."""
    if found.after() == "of" or found.before() in ("to", "will", "would", "could", "may"):
        return False
    if found.words("det") or found.words("mod"):
        return True
    inside = found.tokens.words(found.first, found.last)
    before = found.before()
    return "the" in inside or before in ("in", "by", "since", "until", "during", "and", "early", "late")


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
    if before in (
        "no",
        "no.",
        "#",
        "$",
        "number",
        "room",
        "flight",
        "nos",
        "resolution",
        "highway",
        "route",
        "page",
    ) or _COUNTED.match(after):
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


def read_monthday(found: Found, context: Context) -> Reading | None:
    """Read "on the 20th": a day of the month that was told last."""
    day, month = numbers.day_of_month(found.get("day")), context.then(Grain.MONTH)
    if (
        day is None
        or found.after() in ("anniversary", "century")
        or found.after()[:1].isalpha()
        and found.after() not in _PLAIN
    ):
        return None
    if month is None or context.anchor is None or context.anchor.grain not in (Grain.DAY, Grain.MONTH):
        return unresolved("DATE", f"XXXX-XX-{day:02d}")
    return dated(Point(Grain.DAY, month.year, month.part, day))


def read_ordinal(found: Found, context: Context) -> Reading | None:
    """Read "the second day" of something: a day that the text does not date."""
    return unresolved("DATE", "XXXX-XX-XX")


def movable(name: Sequence[str], year: int) -> date | None:
    """Return the day of Thanksgiving (US), Easter Sunday or Monday in a year (Meeus/Jones/Butcher algorithm)."""
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
        days = [Point.of(day, Grain.DAY) for y in years if (day := movable(inside, y))]
        return dated(_marked(found, context, days)) or unresolved("DATE", None)
    if key is None:
        return None
    month, day = HOLIDAYS[key]
    return _day(found, context, year, month, day)
