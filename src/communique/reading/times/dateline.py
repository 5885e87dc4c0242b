"""The day of a report that carries its own date: a dateline, or a line that is nothing but a date."""

from __future__ import annotations

import re
from datetime import date

from communique.reading.times.edtf_values import safe_date
from communique.reading.times.lexicon import MONTHS, WEEKDAYS

_REACH = 800
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_DATE = (
    rf"(?:(?:{_DAY})\.?,?\s+)?"
    rf"(?:(?P<m>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m2>{_MONTH})\.?,?\s+(?P<y2>\d{{4}})"
    r"|(?P<iso>\d{4}-\d\d-\d\d))"
)
_ALONE = re.compile(
    rf"^[^\S\n]*(?:(?:first\s+)?(?:published|posted|updated|dated?|issued|released)(?:\s+(?:on|at))?:?\s*)?"
    rf"{_DATE}(?:,?\s+(?:at\s+)?[\d:.]+\s*(?:[ap]\.?m\.?)?\s*[A-Z]{{0,4}})?[^\S\n.]*\.?$",
    re.IGNORECASE | re.MULTILINE,
)
_PLACED = re.compile(
    r"^[^\S\n]*(?-i:[A-Z][A-Z.'’ -]+)(?:[/,][^\n,]{1,30})?,\s+"
    rf"{_DATE}\s*(?:\([^)\n]{{1,30}}\)|[-\u2013\u2014:])",
    re.IGNORECASE | re.MULTILINE,
)


def dateline(text: str) -> date | None:
    """Return the day that the head of a report gives as its own, ``None`` where it gives none or several.

    Only a date with its year counts, and only where it stands alone on a line or after a
    place in capitals and before the agency or a dash. A date in a sentence is never taken.
    """
    days = {day for pattern in (_PLACED, _ALONE) for match in pattern.finditer(text[:_REACH]) if (day := _day(match))}
    return days.pop() if len(days) == 1 else None


def _day(match: re.Match[str]) -> date | None:
    if match["iso"]:
        year, month, day = (int(part) for part in match["iso"].split("-"))
        return safe_date(year, month, day)
    name, day_text, year_text = (
        match["m"] or match["m2"],
        match["d"] or match["d2"],
        match["y"] or match["y2"],
    )
    return safe_date(int(year_text), MONTHS[name.lower()], int(day_text))
