"""Offices that reports in English leave without a country: those of the United States.

"Secretary of State Mike Pompeo" and "Sen. Rand Paul" are American by their title. "President
Trump" is so only in a report that has other American offices or bodies without a country,
and only where no second sitting president goes without one. No person's name is looked at.
"""

from __future__ import annotations

import re

from communique.reading.actors.entities import Entity
from communique.reading.actors.marks import Marks
from communique.reading.actors.roles import RoleFound
from communique.reading.actors.words import Words

_ALWAYS = re.compile(
    r"secretary of state|(?:house|senate) (?:speaker|majority leader|minority leader|majority whip|minority whip)"
    r"|(?:majority|minority) (?:leader|whip)|congress(?:man|woman)|white house .*"
)
_AMERICAN = re.compile(
    r"president|vice president|president-elect|vice president-elect|press secretary|national security advis[eo]r|"
    r"first lady|senator|representative|speaker|attorney general|republican|democrat|"
    r"(?:defense|commerce|treasury|energy|homeland security|interior|agriculture) secretary|"
    r"director of national intelligence|.*joint chiefs of staff"
)
_ONE_HOLDER = frozenset(("president", "vice president", "president-elect", "national security adviser", "speaker"))
_BODIES = re.compile(
    r"\b(?:White House|State Department|Pentagon|Capitol Hill|Oval Office|Republicans?|Democrats?|Congress)\b"
)
_ABBREVIATIONS = frozenset("Sen. Sens. Rep. Reps. Congressman Congresswoman".split())


def settle(words: Words, marks: Marks, entities: list[Entity]) -> None:
    """Give American offices without a country theirs."""
    free = [(e, r) for e in entities if e.sort == "person" and e.country is None for r in e.roles if not r.country]
    always = [(e, r) for e, r in free if _ALWAYS.fullmatch(r.title) or _abbreviated(words, r)]
    for entity, _ in always:
        entity.country = "USA"
    home = bool(always) or bool(marks.tags) or _BODIES.search(words.raw) is not None
    if not home:
        return
    for entity, role in free:
        if entity.country is None and _AMERICAN.fullmatch(role.title) and not _foreign(role):
            rivals = [e for e, r in free if r.canon == role.canon and r.former == role.former and e.country is None]
            if role.canon not in _ONE_HOLDER or len({e.number for e in rivals}) == 1:
                entity.country = "USA"


def _abbreviated(words: Words, role: RoleFound) -> bool:
    return any(words.text[i] in _ABBREVIATIONS for i in range(role.start, role.end))


def _foreign(role: RoleFound) -> bool:
    """True where a body of its own makes an office no office of the United States."""
    return role.body is not None and re.search(r"(?i)house|senate|congress", role.body) is None
