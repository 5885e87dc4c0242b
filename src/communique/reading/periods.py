"""First and last day of an EDTF value, so that times can be compared.

Covers the forms this package writes: dates, months, seasons (21 to 24), years, decades and
centuries (``199X``, ``19XX``), intervals, open ends, and the marks ``~ ? %``.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

_VALUE = re.compile(r"(-?\d{1,4}X{0,3})(?:-(\d\d))?(?:-(\d\d))?")
_LONGEST = 60
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}


@lru_cache(maxsize=10_000)
def bounds(edtf: str | None) -> tuple[date, date]:
    """Return the first and the last day ``edtf`` may mean; open ends are the calendar's own limits.

    What is no such value, or unknown, may be any day.
    """
    if not edtf:
        return date.min, date.max
    if "/" in edtf:
        left, _, right = edtf.partition("/")
        first = bounds(left)[0] if left not in ("", "..") else date.min
        last = bounds(right)[1] if right not in ("", "..") else date.max
        return first, last
    match = _VALUE.match(edtf.strip("~?%"))
    if not match:
        return date.min, date.max
    try:
        return _span(match.group(1), int(match.group(2) or 0), int(match.group(3) or 0))
    except ValueError:
        return date.min, date.max


def is_time(edtf: str) -> bool:
    """True for an EDTF value whose days :func:`bounds` knows, both ends of an interval, the first before the last."""
    from edtf import EDTFParseException, parse_edtf  # here, since only what people write is checked by it

    if len(edtf) > _LONGEST:
        return False
    try:
        parse_edtf(edtf)
    except EDTFParseException:
        return False
    ends = edtf.split("/")
    told = [x for x in ends if x not in ("", "..")]
    if not told or any(_VALUE.fullmatch(x.rstrip("~?%")) is None or bounds(x) == bounds(None) for x in told):
        return False
    first, last = bounds(edtf)
    return first <= last


def _span(year: str, month: int, day: int) -> tuple[date, date]:
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if not 1 <= low <= high <= 9999:
        return date.min, date.max
    if month in _SEASONS:
        first, last = _SEASONS[month]
        end_year, end_month = (high, last) if last <= 12 else (min(high + 1, 9999), last - 12)
        return date(low, first, 1), date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])
    if not month:
        return date(low, 1, 1), date(high, 12, 31)
    if not day:
        return date(low, month, 1), date(low, month, calendar.monthrange(low, month)[1])
    return date(low, month, day), date(low, month, day)
