"""Readers of durations, of times reckoned by them ("two days ago"), of sets and of words like "now"."""

from __future__ import annotations

import re
from dataclasses import replace

from communique import wordlists
from communique.reading.times import numbers
from communique.reading.times.context import Context, Found, Reading, dated, mod_of, unresolved
from communique.reading.times.edtf_values import Grain, Point, approximate, span_edtf
from communique.reading.times.lexicon import DAYPARTS, MONTHS, REFERENCES, SETS, UNITS, WEEKDAYS

_GRAINS = {
    "D": Grain.DAY,
    "W": Grain.WEEK,
    "M": Grain.MONTH,
    "Q": Grain.QUARTER,
    "Y": Grain.YEAR,
    "E": Grain.DECADE,
    "C": Grain.CENTURY,
}
_HALVES = {
    "Y": ("Y", 12, "M"),
    "TH": ("H", 60, "M"),
    "TM": ("M", 60, "S"),
    "E": ("E", 10, "Y"),
    "C": ("C", 100, "Y"),
}
_SEASON_CODES = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}
_VAGUE = wordlists.words("times", "vague_amounts")


def duration_value(amount: float | None, unit: str) -> str | None:
    """Return the TIMEX3 duration of an amount (``None``: not told, X) of a unit of the lexicon."""
    code = UNITS.get(unit, "")
    if not code:
        return None
    if code == "WE":
        return f"P{'X' if amount is None else int(amount)}WE"
    prefix, letter = ("PT", code[1]) if code.startswith("T") else ("P", code)
    if amount is None:
        return f"{prefix}X{letter}"
    if code in ("E", "C", "L"):
        return f"P{round(amount * {'E': 10, 'C': 100, 'L': 1000}[code])}Y"
    whole, part = int(amount), amount - int(amount)
    if not part:
        return f"{prefix}{whole}{letter}"
    if code not in _HALVES:
        return f"{prefix}{amount:g}{letter}"
    _, size, small = _HALVES[code]
    first = f"{whole}{letter}" if whole else ""
    return f"{prefix}{first}{round(part * size)}{small}"


def _amount(found: Found) -> float | None:
    """The amount of a match; ``None`` where it is vague ("several")."""
    words = found.words("q")
    inside = found.tokens.words(found.first, found.last)
    if _VAGUE & set(words):
        return 2.0 if "couple" in words else None
    if "to" in words or "or" in words:
        return numbers.count(words[: words.index("to" if "to" in words else "or")])
    amount = numbers.count(words) if words else None
    if "half" in inside and "half" not in words and amount is not None:
        amount += 0.5
    return 0.5 if words and words[-1] in ("a", "an", "half") and "half" in words and len(words) < 3 else amount


def read_duration(found: Found, context: Context) -> Reading | None:
    """Read "three days", "10-year", "the past two weeks", "hour-long", "weeks"."""
    unit, det = found.get("unit"), set(found.words("det"))
    if not unit:
        return unresolved("DURATION", "PXX")
    words = found.words("q")
    amount = _amount(found) if words else 1.0 if not unit.endswith(("s", "ia")) else None
    if unit == "second" or not _is_duration(found, unit, words):
        return None
    value = duration_value(amount, unit)
    if value is None:
        return None
    phrase = " ".join([*found.words("apx"), "so" if "so" in found.tokens.words(found.first, found.last) else ""])
    edtf = stretch(context, amount, unit, det) or _ahead(found, context, amount, unit)
    return Reading("DURATION", value, edtf, mod_of(phrase))


_SUPERLATIVE = re.compile(r"\b(?:first|last|only|second|third|[a-z]+est|most|least)\b")


def _ahead(found: Found, context: Context, amount: float | None, unit: str) -> str | None:
    """The EDTF, roughly, of the end of "will meet in two weeks"; not of "the first visit in two years"."""
    if found.before() != "in" or amount is None or context.published is None or context.narrative:
        return None
    if found.words("det") or context.lean(found) < 0.3 or _SUPERLATIVE.search(found.before(12)):
        return None
    if UNITS[unit] == "W":
        amount, unit = 7 * amount, "day"
    point = reckon(Point.of(context.published, Grain.DAY), amount, unit)
    return approximate(point) if point else None


def _is_duration(found: Found, unit: str, words: tuple[str, ...]) -> bool:
    """False for ages, for three quarters of a thing, and for "a quarter" or "a night"."""
    inside = found.tokens.words(found.first, found.last)
    if unit in ("quarter", "night") and words in (("a",), ("one",), ("an",)):
        return False
    if unit.startswith("quarter") and (words in (("three",), ("some",)) or found.after() == "of"):
        return False
    return not (inside[-1] == "old" and unit.startswith("year") and "long" not in inside)


def stretch(context: Context, amount: float | None, unit: str, det: set[str]) -> str | None:
    """The EDTF interval of "the past two weeks" or "the next three days", ``None`` for other durations."""
    grain = _GRAINS.get(UNITS.get(unit, ""))
    step = -1 if det & {"last", "past"} else 1 if det & {"next", "coming"} else 0
    if not step or amount is None or grain is None or context.published is None or context.narrative:
        return None
    if UNITS[unit] == "W":
        amount, unit = 7 * amount, "day"
    finer = Grain.DAY if grain in (Grain.DAY, Grain.WEEK) else Grain.MONTH
    now, other = (
        Point.of(context.published, finer),
        reckon(Point.of(context.published, Grain.DAY), step * amount, unit),
    )
    other = other.at(finer) if other and other.grain is Grain.DAY else other
    if other is None:
        return None
    if finer is Grain.MONTH and other.grain is not Grain.MONTH:
        other = Point(Grain.MONTH, other.year, now.part)
    return span_edtf(other, now) if step < 0 else span_edtf(now, other)


def reckon(base: Point, amount: float, unit: str) -> Point | None:
    """Return what lies ``amount`` (negative: back) of a lexicon unit from ``base``, in that unit's grain."""
    code = UNITS.get(unit, "")
    grain = _GRAINS.get(code)
    if grain is None or abs(amount) > 10_000:
        return None
    if code in ("E", "C"):
        amount, grain = amount * (10 if code == "E" else 100), Grain.YEAR
    if grain is Grain.YEAR and amount % 1 and base.grain in (Grain.DAY, Grain.MONTH):
        amount, grain = amount * 12, Grain.MONTH
    at = base.at(grain)
    return at.shift(round(amount)) if at else None


def read_ago(found: Found, context: Context) -> Reading | None:
    """Read "two weeks ago", "three days later", "a year earlier", "six months from now"."""
    unit, way, apx = found.get("unit"), found.get("dir"), found.get("apx")
    amount = _amount(found) if found.words("q") else None
    if unit == "second" and amount == 1:
        return None
    back = way in ("ago", "earlier", "previously", "back")
    grain = _GRAINS.get(UNITS.get(unit, ""))
    if amount is None or grain is None:
        if not found.words("q"):
            return unresolved("DURATION", duration_value(None, unit))
        return unresolved("DATE" if grain else "TIME", "PAST_REF" if back else "FUTURE_REF", apx)
    base = context.now(Grain.DAY) if way in ("ago", "from now", "hence") else context.anchor or context.now(Grain.DAY)
    if way == "later" and context.anchor is None:
        base = None
    if back and amount == 1 and unit == "year" and context.quarter and not context.narrative:
        return _unnoted(dated(context.quarter.shift(-4), apx))
    if base is None or (grain in (Grain.DAY, Grain.WEEK) and base.grain not in (Grain.DAY, Grain.WEEK)):
        return unresolved("DATE", None, apx)
    return dated(reckon(base, -amount if back else amount, unit), apx) or unresolved("DATE", None, apx)


def _unnoted(reading: Reading | None) -> Reading | None:
    """The reading without its calendar unit, so that nothing later is reckoned from it."""
    return replace(reading, point=None) if reading else None


def read_each(found: Found, context: Context) -> Reading | None:
    """Read what recurs: "daily", "every Monday", "Tuesday nights", "twice a week"."""
    if found.words("setword"):
        if found.get("setword") == "quarterly" and found.after()[:1].isalpha():
            return None
        return unresolved("SET", SETS[found.get("setword")][1])
    half = DAYPARTS.get(found.get("half"), "")
    if found.words("wd"):
        return unresolved("SET", f"XXXX-WXX-{WEEKDAYS[found.words('wd')[0]]}" + (f"T{half}" if half else ""))
    if found.words("month"):
        return unresolved("SET", f"XXXX-{MONTHS[found.get('month')]:02d}")
    if found.words("season"):
        return unresolved("SET", f"XXXX-{_SEASON_CODES[found.get('season')]}")
    if half and not found.words("unit"):
        return unresolved("SET", f"XXXX-XX-XXT{half}")
    amount = 2.0 if "other" in found.words("every") else _amount(found) if found.words("q") else 1.0
    if found.get("unit") == "second" and amount == 1:
        return None
    value = duration_value(amount, found.get("unit"))
    return unresolved("SET", value) if value else None


def read_reference(found: Found, context: Context) -> Reading | None:
    """Read words for the present, the past and the future: "now", "recent years", "the near future"."""
    words = found.tokens.words(found.first, found.last)
    if "term" in words and found.tokens.words(found.last - 2, found.last - 1) == ["-"]:
        return None
    if words == ["soon"] and (
        found.after() in ("as", "after", "afterward", "afterwards") or context.tense_of(found) != "future"
    ):
        return None
    if found.words("unit"):
        return unresolved("DURATION", duration_value(None, found.get("unit")))
    if "time" in words:
        return unresolved("DATE", "PRESENT_REF" if "this" in words else "PAST_REF")
    if "term" in words:
        return unresolved("DATE", "FUTURE_REF")
    return unresolved("DATE", REFERENCES.get(found.get("word"), "PAST_REF" if "recently" in words else "PRESENT_REF"))
