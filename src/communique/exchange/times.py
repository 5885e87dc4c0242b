"""EDTF in words, for people: calendars, feeds and timelines show it."""

from __future__ import annotations

import re

_VALUE = re.compile(r"(\d{4}|\d{3}X|\d\dXX)(?:-(\d\d)(?:-(\d\d))?)?([~?%]?)")
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MARKS = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}


def in_words(edtf: str) -> str:
    """Return a time in words; what is not of the forms that Communiqué writes stays as it is.

    >>> in_words("2018-08-06"), in_words("2020-04~"), in_words("2017-24"), in_words("199X")
    ('6 August 2018', 'about April 2020', 'winter 2017/18', '1990s')
    >>> in_words("2019-06-28/2019-06-29"), in_words("../2018-05"), in_words("2019/..")
    ('28 June 2019 to 29 June 2019', 'until May 2018', 'from 2019 on')
    """
    start, slash, end = edtf.partition("/")
    if not slash:
        return _value(edtf)
    if start in ("", ".."):
        return edtf if end in ("", "..") else f"until {_value(end)}"
    return f"from {_value(start)} on" if end in ("", "..") else f"{_value(start)} to {_value(end)}"


def _value(edtf: str) -> str:
    match = _VALUE.fullmatch(edtf)
    if match is None:
        return edtf
    year, month, day, mark = match.groups()
    return _MARKS[mark] + (_year(year) if month is None else _date(year, month, day) or edtf)


def _year(year: str) -> str:
    if year.endswith("XX"):
        return f"{year[:2]}00 to {year[:2]}99"
    return year.replace("X", "0s")


def _date(year: str, month: str, day: str | None) -> str | None:
    if month in _SEASONS:
        following = f"/{(int(year) + 1) % 100:02d}" if month == "24" and year.isdecimal() else ""
        return f"{_SEASONS[month]} {year}{following}"
    if not 1 <= int(month) <= 12:
        return None
    name = f"{_MONTHS[int(month) - 1]} {year}"
    return name if day is None else f"{int(day)} {name}"
