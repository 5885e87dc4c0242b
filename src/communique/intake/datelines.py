"""Datelines: "MOSCOW, Aug. 6 (Reuters) - ", "WASHINGTON (AP) — ", "BRUSSELS —".

A dateline stands at the start of a body paragraph and stays part of it; what it says is
also kept apart, for the reading of places and times.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from communique import wordlists
from communique.intake.dates import MONTH, date_in
from communique.intake.phrases import AGENCIES

_CAPS = r"(?:[A-Z][A-Z.'’-]+|[A-Z]{2,})(?:[ /-](?:[A-Z][A-Z.'’-]+|of|de|al|[A-Z]\.))*"
_CITY = r"[A-Z][\w.'’-]+(?: (?:[A-Z][\w.'’-]+|of|de|al|el))*"
_REGION = r"(?:, (?!(?i:" + MONTH + r")\s*\d)[A-Z][\w.'’]*(?: [A-Z][\w.'’]*){0,2})?"
_WHEN = rf"(?:,? (?P<date>(?i:{MONTH})\s+\d{{1,2}}(?:,? \d{{4}})?|\d{{1,2}} (?i:{MONTH})(?:,? \d{{4}})?))?"
_DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
_BRACKETED = rf" \({_DAY}(?P<date>(?i:{MONTH})\s+\d{{1,2}}(?:,? \d{{4}})?|\d{{1,2}} (?i:{MONTH})(?:,? \d{{4}})?)\)"
_AGENCY = rf"\((?P<agency>(?:{AGENCIES})(?:/[\w ]+)?)\)"
_DASH = r"\s*(?:--?|[–—]+|:)\s*"
_FORMS = (
    re.compile(rf"(?P<what>(?P<place>{_CAPS}{_REGION}){_WHEN}(?:,? ?{_AGENCY})?),?{_DASH}(?=\S)"),
    re.compile(rf"(?P<what>(?P<place>{_CITY}{_REGION}){_WHEN} {_AGENCY}),?{_DASH}(?=\S)"),
    re.compile(rf"(?P<what>(?P<place>{_CITY}{_REGION})){_WHEN}\s*[–—]+\s+(?=[A-Z“\"])"),
    re.compile(rf"(?P<what>(?P<place>{_CITY}{_REGION}){_BRACKETED})\s*(?:--?|[–—]+)\s+(?=[A-Z“\"])"),
    re.compile(rf"(?P<what>{_AGENCY}){_DASH}(?=[A-Z“\"])"),
)
_NOT_PLACES = wordlists.words("intake", "no_places")


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline: bounds in the text (the dash included) and what it says.

    ``words`` is the dateline as printed, without agency and dash; ``published`` the ISO
    date where it prints day, month and year.
    """

    start: int
    end: int
    words: str | None
    place: str | None
    date: str | None
    agency: str | None
    published: str | None


def dateline_at(text: str, start: int, end: int) -> Dateline | None:
    """Return the dateline that opens ``text[start:end]``, or ``None``.

    A colon is taken for a dash only after capitals ("ISLAMABAD: ..."), and a mixed-case
    city only before an agency in brackets or, alone, before a long dash.
    """
    window = text[start : min(end, start + 120)]
    for form in _FORMS:
        match = form.match(window)
        if match is not None and _plausible(match, window):
            return _dateline(match, start)
    return None


def _plausible(match: re.Match[str], window: str) -> bool:
    """True where the match is no label ("UPDATE:") and no sentence with a dash in it."""
    place = match.groupdict().get("place")
    if place is None:
        return True
    first = place.split(",")[0]
    if first.split()[0].strip(".") in _NOT_PLACES or len(first) < 3 or len(first.split()) > 4:
        return False
    if match["agency"] if "agency" in match.re.groupindex else None:
        return True
    if re.match(r"(?:The|A|An|In|On|At|But|And|He|She|It|They|This|That|For|With)\b", first):
        return False
    rest = window[match.end() :]
    spaced = match[0][-1].isspace() or match[0].endswith(("–", "—", "--"))
    return spaced and (rest[:1] in "“\"‘'«(" or rest[:1].isupper() or rest[:1].isdigit())


def _dateline(match: re.Match[str], start: int) -> Dateline:
    """Return the parts of a matched dateline."""
    groups = match.groupdict()
    place, date, agency = groups.get("place"), groups.get("date"), groups.get("agency")
    words = ", ".join(part for part in (place, date) if part) or None
    return Dateline(start, start + match.end(), words, place, date, agency, date_in(date) if date else None)
