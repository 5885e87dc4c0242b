"""Readers of units told from now or from another time: "last week", "the third quarter", "10 p.m."."""

from __future__ import annotations

import re
from dataclasses import replace

from communique import wordlists
from communique.reading.times import numbers
from communique.reading.times.amounts import duration_value, stretch
from communique.reading.times.context import Context, Found, Reading, dated, unresolved
from communique.reading.times.edtf_values import Grain, Point, span_edtf
from communique.reading.times.lexicon import DAYPARTS, ZONES

_GRAINS = {
    "day": Grain.DAY,
    "week": Grain.WEEK,
    "weekend": Grain.WEEKEND,
    "month": Grain.MONTH,
    "quarter": Grain.QUARTER,
    "year": Grain.YEAR,
    "decade": Grain.DECADE,
    "century": Grain.CENTURY,
}
_EMPTY = {
    "day": "XXXX-XX-XX",
    "week": "XXXX-WXX",
    "weekend": "XXXX-WXX-WE",
    "month": "XXXX-XX",
    "quarter": "XXXX-QX",
    "year": "XXXX",
}
_BACK = wordlists.words("times", "back")
_ON = wordlists.words("times", "on")
_TOLD = wordlists.words("times", "told")


_IDIOM = wordlists.words("times", "no_day")


def _is_title(found: Found) -> bool:
    """True for "This Week" or "Today" with capitals inside a sentence: the name of a programme or a paper."""
    text, first, last = (
        found.tokens.text,
        found.tokens.starts[found.first],
        found.tokens.starts[found.last - 1],
    )
    if not text[last].isupper() or not text[first].isupper():
        return False
    return found.last > found.first + 1 or found.before(1)[:1].isalpha()


def read_unit(found: Found, context: Context) -> Reading | None:
    """Read "last week", "this year", "the following day", "the end of the month"."""
    unit, marks, mod = found.get("unit"), set(found.words("det")), found.get("mod")
    grain = _GRAINS.get(unit)
    if grain is None or (unit == "day" and marks & {"last", "past", "current", "latest"}):
        return None
    the_next = {"the", "next"} <= marks or {"the", "previous"} <= marks
    told = bool(marks & _TOLD) or (the_next and unit == "day") or context.narrative
    if context.published is None and marks == {"the"}:
        told = True
    if (unit == "day" and found.before() in _IDIOM) or _is_title(found):
        return None
    base = context.then(grain) if told else context.now(grain)
    if told and unit == "day" and context.anchor and context.anchor.grain is not Grain.DAY:
        base = None
    if base is None and told and not marks & {"that", "same"} and unit != "day":
        base = context.now(grain)
    step = -1 if marks & _BACK else 1 if marks & _ON else 0
    if unit == "quarter" and not step and not marks & {"this", "current"}:
        return dated(context.quarter or (base.shift(-1) if base else None), mod) or unresolved(
            "DATE", _EMPTY[unit], mod
        )
    if unit == "weekend" and base and not step:
        step = _weekend_step(found, context)
    point = base.shift(step) if base else None
    if point is None:
        return unresolved("DATE", _EMPTY.get(unit), mod)
    if marks in ({"the", "past"}, {"the", "next"}) and not told and not mod:
        edtf = stretch(context, 1, unit, marks)
        if unit in ("decade", "century"):
            return Reading("DURATION", duration_value(1, unit), edtf)
        return Reading("DATE", point.value(), edtf or point.edtf(), None, point)
    reading = _within(found, context, point, mod)
    return _open(reading) if unit == "day" and marks == {"the"} and not told else reading


def _open(reading: Reading | None) -> Reading | None:
    """The reading without EDTF: "the day" of a story is not known to be the day of publication."""
    return replace(reading, edtf=None, point=None) if reading else None


def _weekend_step(found: Found, context: Context) -> int:
    """The weekend is the last one, unless it is on now or spoken of as to come."""
    today = context.published
    if today is None or context.narrative:
        return 0
    return 0 if today.isoweekday() >= 5 or context.tense_of(found) == "future" else -1


def _within(found: Found, context: Context, point: Point, mod: str) -> Reading | None:
    """The reading of a unit; "earlier this month" ends and "later this year" begins with the publication."""
    reading = dated(point, mod)
    today = context.published
    if reading is None or today is None or not (first := point.first()) or not (last := point.last()):
        return reading
    now = Point.of(today, Grain.DAY)
    if mod.startswith("earlier") and first < today <= last:
        return Reading("DATE", reading.value, span_edtf(Point.of(first, Grain.DAY), now), "START", point)
    if mod.startswith("later") and first <= today < last:
        return Reading("DATE", reading.value, span_edtf(now, Point.of(last, Grain.DAY)), "END", point)
    return reading


def read_ending(found: Found, context: Context) -> Reading | None:
    """Read "year-end", "the month's end"."""
    grain = _GRAINS[found.get("unit")]
    return dated(context.now(grain), "end") or unresolved("DATE", _EMPTY[found.get("unit")], "end")


def read_quarter(found: Found, context: Context) -> Reading | None:
    """Read "the third quarter", "first-quarter", "this year's second quarter", "Q2"."""
    mod = found.get("mod")
    year = context.year_of(found.words("year")) if found.words("year") else None
    if found.words("rel"):
        year = context.told_year(found.get("rel"))
    number = numbers.ordinal(found.get("ord")) if found.words("ord") else None
    if number is None and found.words("det"):
        step = -1 if set(found.words("det")) & _BACK else 1 if set(found.words("det")) & _ON else 0
        base = context.now(Grain.QUARTER)
        return dated(base.shift(step) if base else None, mod) or unresolved("DATE", "XXXX-QX", mod)
    if number is None or not 1 <= number <= 4:
        return None
    if year is not None:
        return dated(Point(Grain.QUARTER, year, number), mod)
    base = context.now(Grain.QUARTER)
    if base is None:
        return unresolved("DATE", f"XXXX-Q{number}", mod)
    told = None if context.narrative else context.tense_of(found)
    shift = 1 if told == "future" and number < base.part - 1 else -1 if told == "past" and number > base.part else 0
    return dated(Point(Grain.QUARTER, base.year + shift, number), mod)


def read_half(found: Found, context: Context) -> Reading | None:
    """Read "the second half of 1989", "the first half of this year"."""
    year = context.year_of(found.words("year")) if found.words("year") else context.told_year(found.get("rel"))
    if year is None:
        return unresolved("DATE", None)
    return dated(Point(Grain.HALF, year, 1 if found.get("ord") == "first" else 2))


def read_period(found: Found, context: Context) -> Reading | None:
    """Read business periods: "the year-ago quarter", "the 1988 period", "the latest quarter"."""
    base = context.quarter or ((now := context.now(Grain.QUARTER)) and now.shift(-1))
    words = found.tokens.words(found.first, found.last)
    if base is None:
        return unresolved("DATE", None)
    if found.words("ord"):
        number = numbers.ordinal(found.get("ord"))
        base = Point(Grain.QUARTER, base.year, number) if number and 1 <= number <= 4 else base
    if found.words("year"):
        year = context.year_of(found.words("year"))
        if year is not None and ("quarter" in words or (context.quarter and "period" in words)):
            return Reading("DATE", f"{year:04d}-Q{base.part}", Point(Grain.QUARTER, year, base.part).edtf())
        return dated(Point(Grain.YEAR, year)) if year is not None else None
    if "latest" in words:
        return dated(base)
    reading = dated(base.shift(-4))
    return replace(reading, point=None) if reading else None


def read_day(found: Found, context: Context) -> Reading | None:
    """Read "today", "yesterday morning", "tonight", "overnight"."""
    word, half = found.get("day"), DAYPARTS.get(found.get("half"), "")
    if _is_title(found):
        return None
    today = None if context.published is None else Point.of(context.published, Grain.DAY)
    if word in ("tonight", "overnight"):
        half = "NI"
    if today is None:
        return unresolved("TIME" if half else "DATE", None)
    point = today.shift({"yesterday": -1, "tomorrow": 1}.get(word, 0))
    return _halved(dated(point, found.get("mod")), half)


def _halved(reading: Reading | None, half: str) -> Reading | None:
    if reading is None or not half:
        return reading
    return Reading("TIME", f"{reading.value}T{half}", reading.edtf, reading.mod, reading.point)


def read_daypart(found: Found, context: Context) -> Reading | None:
    """Read "last night", "this morning", "that evening", "at night"."""
    name, marks = found.get("half"), set(found.words("det"))
    half = DAYPARTS.get(name, "")
    if not half or (marks & {"next", "coming"} and "the" not in marks):
        return None
    told = bool(marks & _TOLD) or {"the", "next"} <= marks or context.narrative
    base = context.then(Grain.DAY) if told else context.now(Grain.DAY)
    if context.anchor and told and context.anchor.grain is not Grain.DAY:
        base = None
    if base is None or not marks:
        return unresolved("TIME", f"XXXX-XX-XXT{half}", found.get("mod"))
    step = -1 if marks & _BACK else 1 if marks & _ON else 0
    reading = _halved(dated(base.shift(step), found.get("mod")), half)
    return _open(reading) if marks == {"the"} and not told else reading


def read_clock(found: Found, context: Context) -> Reading | None:
    """Read "10 p.m.", "14:30 GMT", "noon": on the day told just before, else EDTF leaves it open.

    The TIMEX3 value then takes the day of publication, as TimeML has it.
    """
    words = found.words("clock")
    time = _time_of_day(words)
    if time is None or found.before() == "high":
        return None
    zone = ZONES.get(found.get("zone") or words[-1], "")
    near, mod = context.near_day(found), "APPROX" if found.words("apx") else None
    if near is not None:
        return Reading("TIME", f"{near.value()}T{time}{zone}", near.edtf(), mod, near)
    today = None if context.narrative else context.published
    return Reading("TIME", f"{today.isoformat() if today else 'XXXX-XX-XX'}T{time}{zone}", None, mod)


def _time_of_day(words: tuple[str, ...]) -> str | None:
    """Return "hh:mm" for the words of a clock time, ``None`` where it is none."""
    if words[0] in ("noon", "midday", "midnight"):
        return DAYPARTS[words[0]]
    figures = re.match(r"(\d{1,2})(?:[:.](\d\d))?(?::\d\d)?$|(\d\d)(\d\d)$", words[0])
    if figures:
        hour, minute = (
            int(figures.group(1) or figures.group(3)),
            int(figures.group(2) or figures.group(4) or 0),
        )
    else:
        hour, minute = int(numbers.count(words[:1]) or 99), 0
    marks = [w[0] for w in words[1:] if w[0] in "ap" and w.endswith(("m", "m."))]
    if marks and 1 <= hour <= 12:
        hour = hour % 12 + (12 if marks[0] == "p" else 0)
    return f"{hour:02d}:{minute:02d}" if hour < 25 and minute < 60 else None
