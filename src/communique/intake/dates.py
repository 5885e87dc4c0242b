"""Calendar dates as publishers print them. Nothing is guessed: no year, no date."""

from __future__ import annotations

import datetime
import re
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

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
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_MAILED = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d")
_COMPACT = re.compile(r"(?:19|20)\d{6}")
_CLOCK = re.compile(r"\b(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?\s*(?:([ap])\.?m\b)?", re.IGNORECASE)
_LONGEST_OFFSET = 14 * 60


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as a publisher's data give it: the ISO day in its own zone, and the instant (UTC) where it gives one.

    ``offset`` is the zone's, in minutes east of UTC; ``None`` where no zone is given.
    """

    day: str
    instant: datetime.datetime | None = None
    offset: int | None = None


def moment(value: str) -> Moment | None:
    """Return what a date or date-time of a page's data says, ``None`` where it is none.

    ISO 8601, e-mail dates ("Tue, 01 Mar 2022 11:01:22 GMT"), eight digits, and dates in words.
    """
    text = value.strip()
    match = _FULL_ISO.fullmatch(text)
    try:
        if match is not None:
            return _of_iso(match)
        if _COMPACT.fullmatch(text):
            return Moment(datetime.datetime.strptime(text, "%Y%m%d").date().isoformat())
    except ValueError:
        return None
    if _MAILED.match(text):
        with suppress(ValueError, IndexError, TypeError, OverflowError):
            return _of_zoned(parsedate_to_datetime(text))
    day = date_in(text)
    return Moment(day) if day else None


def _of_iso(match: re.Match[str]) -> Moment:
    """Return the moment of an ISO date or date-time.

    Raises:
        ValueError: for a day or an hour that there is not.
    """
    day, hour, minute, second, zone = match.groups()
    date = datetime.date.fromisoformat(day)
    if hour is None or zone is None:
        return Moment(date.isoformat())
    time = datetime.time(int(hour), int(minute), int(second or 0), tzinfo=_zone(zone))
    return _of_zoned(datetime.datetime.combine(date, time))


def _of_zoned(when: datetime.datetime) -> Moment:
    """Return the moment of a date-time, with or without a zone."""
    shift = when.utcoffset()
    if shift is None:
        return Moment(when.date().isoformat())
    try:
        instant = when.astimezone(datetime.UTC)
    except OverflowError:
        return Moment(when.date().isoformat())
    return Moment(when.date().isoformat(), instant, round(shift.total_seconds() / 60))


def _zone(zone: str) -> datetime.timezone:
    """Return the zone of an ISO date-time.

    Raises:
        ValueError: for an offset of a day or more.
    """
    if zone in ("Z", "UTC", "GMT"):
        return datetime.UTC
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return datetime.timezone(datetime.timedelta(minutes=-minutes if zone[0] == "-" else minutes))


def printed_day(text: str, at: datetime.datetime) -> str | None:
    """Return the day that ``text`` prints with a time of day where some zone's clock shows that at the instant ``at``.

    So "January 16, 2023 4:30 p.m. PST" is the 16th for 2023-01-17T00:30 UTC. Zones are half hours apart.
    """
    dates = [(match.start(), _iso_of(match)) for match in _WORDS.finditer(text)]
    for clock in _CLOCK.finditer(text):
        hour, minute = int(clock[1]), int(clock[2])
        if clock[3]:
            hour = hour % 12 + 12 * (clock[3].lower() == "p")
        day = min(((abs(start - clock.start()), day) for start, day in dates if day), default=(0, None))[1]
        if day is None or hour > 23 or minute > 59:
            continue
        shown = datetime.datetime.fromisoformat(f"{day}T{hour:02}:{minute:02}+00:00")
        shift = round((shown - at.replace(second=0, microsecond=0)).total_seconds() / 60)
        if abs(shift) <= _LONGEST_OFFSET and shift % 30 == 0:
            return day
    return None


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
    found = {_iso_of(match) for match in _WORDS.finditer(text)}
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


def _iso_of(match: re.Match[str]) -> str | None:
    """Return a date in words as ISO, or ``None`` for a day that is not in the calendar."""
    return _iso(int(match["y1"] or match["y2"]), _month(match["m1"] or match["m2"]), int(match["d1"] or match["d2"]))


def _month(word: str) -> int:
    """Return the number of a month's name or short form."""
    return _MONTHS.index(word[:3].lower()) + 1


def _iso(year: int, month: int, day: int) -> str | None:
    """Return the date as ISO, or ``None`` for a day that is not in the calendar."""
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
