"""The words that tell credits from what a report reports.

General habits of English-language publishers. Each pattern is matched against a whole
paragraph, its white space collapsed and its length limited by the caller.
"""

from __future__ import annotations

import re

from communique import wordlists
from communique.intake.dates import MONTH

AGENCIES = wordlists.alternation("intake", "agencies")
_OFFICES = wordlists.alternation("intake", "desks")
_AGENCY = rf"(?:The )?(?:{AGENCIES}|{_OFFICES})"
_WORD = r"[A-Z][\w.'’-]*"
_NAME = rf"{_WORD}(?: (?:(?:de|da|del|van|von|der|bin|al|el) )*{_WORD}){{0,4}}"
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_FIGURES = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
_DATE = (
    rf"(?:(?:{_DAY},? )?(?:{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? {MONTH},? \d{{4}}|{_FIGURES}))"
)
_CLOCK = (
    r"(?:(?: ?[,|•·–—-]| at|T)? ?\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?"
    r"(?: ?\(?(?:[A-Z]{1,5}|local time)(?:[+-]\d+)?\)?)?)?"
)
_ISSUED = r"(?:first )?(?:published|posted|issued|released|date|publication date)(?: (?:on|at))?:? ?"


def whole(*patterns: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Return one pattern out of several alternatives; it is to be used with ``fullmatch``."""
    return re.compile("|".join(f"(?:{p})" for p in patterns), flags)


ONLY_AGENCIES = re.compile(
    rf"[\[(©/–—-]*\s*{_AGENCY}(?:\s*(?:[/,;|&+–—-]|and|via|for|with)\s*{_AGENCY})*\s*[\])]*\s*[–—-]*\.?"
)
"""A line of news agencies' names and nothing else."""

BYLINE = re.compile(
    rf"(?i:(?:(?:written|reported|story|words|analysis) )?by:? |byline:? ?|author:? )"
    rf"(?P<who>{_NAME}(?:,? (?:and|&) {_NAME}|, {_NAME})*)"
    r"(?P<rest>(?:\s*[,|/•·–—(-][^.!?]{0,60})?)\.?"
)
"""A line "By ...": ``who`` is the names."""

DATE_LINE = whole(
    rf"(?:(?:{_ISSUED}|(?:last )?(?:updated|modified)(?: (?:on|at))?:? ?))?{_DATE}{_CLOCK}\.?",
    r"(?:first )?(?:published|posted|updated|last updated)(?: (?:on|at))?:? [^.!?]{0,40}\d[^!?]{0,30}",
    r"\d+ (?:minutes?|mins?|hours?|days?) ago|\d+[ -]?min(?:ute)?s? read",
)
"""A line that is only a date or a time, of publication or of change."""

PUBLISHED = whole(rf"(?:{_ISSUED})?{_DATE}{_CLOCK}\.?")
"""A line that gives the date of publication."""

PLACE_DATE = re.compile(
    rf"(?!(?i:{_DAY},? ))(?P<place>{_WORD}(?: {_WORD}){{0,3}}(?:, {_WORD}(?: {_WORD}){{0,2}})?)"
    rf"(?:,| [(|•·–—-]) ?(?P<date>(?i:{_DATE}))"
    rf"(?i:{_CLOCK})\)?\.?"
)
"""A line that is only a place and a full date: a dateline on a line of its own."""

HEAD_CREDIT = whole(
    r"(?:by|from) (?:(?:our|a|an|the) )?(?:[\w’'-]+ ){0,5}"
    r"(?:correspondents?|reporters?|staff(?: writers?)?|writers?|editors?"
    r"|desk|bureau|newsroom|team|agencies|partners?|wires?|sources)\b[^.!?:]{0,60}\.?",
    r"(?:[\w’'-]+ ){1,4}(?:desk|bureau|newsroom|correspondent|reporter|service|staff)[.,]?(?: [\w ]{2,30})?",
    rf"(?:[^.!?:\"“”]{{0,60}}[,|•·–—(-] ?)?{_DATE}{_CLOCK}\)?(?: ?[,|•·–—(-] ?[^.!?\"“”]{{0,40}})?\.?",
)
"""Lines at the head of a report that name an office, a correspondent or a date; credits only there."""

CHANGED = whole(r"(?:last )?(?:updated|modified|corrected)\b.*")
"""A line that gives the date of a change, which is no date of publication."""

CREDIT = whole(
    r"\(?(?:additional |further )?(?:reporting|writing|editing|compiled|translated|edited) "
    r"(?:in \w+ )?by .{3,300}",
    r".{3,160}\bcontributed (?:to this (?:report|story|article)|reporting)\b.{0,120}",
    r"\(?(?:file |stock |handout )?(?:photos?|photograph|image|picture|graphic|video|illustration)"
    r"(?: ?credit| by|:|/| courtesy).{0,160}",
    r"(?:additional |further )?reporting (?:by|from) .{3,200}",
    r"(?:credit|source|caption|photographer): .{2,80}|courtesy of .{2,60}",
    r".{0,400}[(\[|–—] ?(?:ap photo|reuters/|afp/|epa/|getty images?\b|(?:photo|image) by |photo: |image: "
    r"|file photo|.{3,40}/ ?(?:getty images|afp|ap|reuters|epa|shutterstock|pool)).{0,120}",
    r".{0,400}\([^()]{2,60} (?:via|for) (?:getty images|the associated press|ap|reuters|afp)\)\.?",
    r".{0,80}/ ?(?:getty images|afp|ap|reuters|epa|pool photo)[)\]]?\.?",
    r"(?:section|length|load-date|language|publication-type|dateline|journal-code|word count): ?.{1,80}",
)
"""Who reported, edited, translated or photographed; captions that end in such a credit."""

SIGNATURE = re.compile(rf"[-–—] ?{_WORD} {_WORD}\.?")
"""A name after a dash, as reports are signed at their end."""
