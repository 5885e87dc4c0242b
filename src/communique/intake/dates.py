"""Calendar dates as publishers print them. Nothing is guessed: no year, no date."""

from __future__ import annotations

import datetime
import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WORDS = re.compile(
    rf"\b(?:(?P<m1>{MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(?P<y1>\d{{4}})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<m2>{MONTH}),?\s+(?P<y2>\d{{4}}))\b",
    re.IGNORECASE,
)
FIGURES = r"(?:\d{4}(?P<ymd>[-/.])\d{1,2}(?P=ymd)\d{1,2}|\d{1,2}(?P<dmy>[-/.])\d{1,2}(?P=dmy)\d{4})"
_FIGURES = re.compile(rf"(?<![\d/.-]){FIGURES}(?![\d/-]|\.\d)")
_FULL_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:?\d{2}(?::?\d{2}(?:[.,]\d+)?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)


def iso_date(value: str) -> str:
    """Return the calendar date of an ISO date or date-time, as ``YYYY-MM-DD`` in its own time zone.

    Raises:
        ValueError: if ``value`` is neither, or names a day that is not in the calendar.
    """
    match = _FULL_ISO.fullmatch(value.strip())
    if match is None:
        raise ValueError(f"{value!r} is not an ISO date (YYYY-MM-DD)")
    return datetime.date.fromisoformat(match[1]).isoformat()


def date_in(text: str) -> str | None:
    """Return the one full date that ``text`` prints, as ISO, or ``None`` where none or several differ.

    Dates in figures are read by :func:`date_in_figures`: 06/08/2018 is none.
    """
    found = {_iso(y, _month(m), d) for y, m, d in _parts(text)}
    found |= {date_in_figures(m[0]) for m in _FIGURES.finditer(text)}
    dates = found - {None}
    return dates.pop() if len(dates) == 1 else None


def date_in_figures(text: str) -> str | None:
    """Return a date of three numbers as ISO, ``None`` where two orders of day and month fit.

    A year comes first or last. Dots put the day first, as wherever they are used for dates.

    >>> date_in_figures("26.05.2018"), date_in_figures("2018/9/18"), date_in_figures("06/08/2018")
    ('2018-05-26', '2018-09-18', None)
    """
    first, middle, last = re.split(r"[-/.]", text)
    if len(first) == 4:
        return _iso(int(first), int(middle), int(last))
    dates = {_iso(int(last), int(middle), int(first))}
    dates |= set() if "." in text else {_iso(int(last), int(first), int(middle))}
    dates.discard(None)
    return dates.pop() if len(dates) == 1 else None


def _parts(text: str) -> list[tuple[int, str, int]]:
    """Return year, month word and day of each date in words."""
    return [(int(m["y1"] or m["y2"]), m["m1"] or m["m2"], int(m["d1"] or m["d2"])) for m in _WORDS.finditer(text)]


def _month(word: str) -> int:
    """Return the number of a month's name or short form."""
    return _MONTHS.index(word[:3].lower()) + 1


def _iso(year: int, month: int, day: int) -> str | None:
    """Return the date as ISO, or ``None`` for a day that is not in the calendar."""
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
