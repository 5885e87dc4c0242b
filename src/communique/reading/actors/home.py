"""Countries that roles leave unsaid: American offices, and what a report says of body or predecessor.

"Secretary of State Mike Pompeo" and "Sen. Rand Paul" are American by their title. "President
Trump" is so only in a report that speaks of American parties or of Congress without saying
whose they are, and only where no second sitting president goes without a country. A former
holder of an office shares the country of the one present holder that the report knows. No
person's name is looked at.
"""

from __future__ import annotations

import re

from communique import wordlists
from communique.reading.actors.entities import Entity
from communique.reading.actors.lexicon import LEADERS
from communique.reading.actors.marks import Marks, body_of, seat_of
from communique.reading.actors.roles import RoleFound
from communique.reading.actors.words import Words

_ALWAYS = re.compile(
    r"secretary of state|(?:house|senate) (?:speaker|(?:majority|minority) (?:leader|whip))"
    r"|(?:majority|minority) (?:leader|whip)|congress(?:man|woman)|white house .*"
)
_AMERICAN = re.compile(
    r"(?:vice )?president(?:-elect)?|press secretary|national security advis[eo]r|"
    r"first lady|senator|representative|speaker|attorney general|republican|democrat|"
    r"(?:defense|commerce|treasury|energy|homeland security|interior|agriculture) secretary|"
    r"director of national intelligence|.*joint chiefs of staff"
)
_ONE_HOLDER = wordlists.words("actors", "one_holder")
_HOME = re.compile(r"\b(?:GOP|Republicans?|Congress|(?<!Social )(?<!Christian )(?<!Liberal )(?<!Sweden )Democrats?)\b")
_SEATS = re.compile(
    r"\b(?:Kremlin|\u00c9lys\u00e9e|Elysee|Blue House|Downing Street|Zhongnanhai|Planalto|Malaca\u00f1ang|"
    r"Los Pinos|Miraflores)\b"
)
_ABBREVIATIONS = wordlists.words("actors", "congress_titles")
_DATELINE = re.compile(r"^(?:[A-Z][A-Z.'\u2019-]+\s?){1,3}(?=[,:\s(\u2014\u2013-])", re.MULTILINE)


def settle(words: Words, marks: Marks, entities: list[Entity]) -> None:
    """Give persons whose roles leave their country unsaid the one that the report implies."""
    free = [(e, r) for e in entities if e.sort == "person" and e.country is None for r in e.roles if not r.country]
    if not free:
        return
    _bodies(entities, free)
    _ministries(entities, free)
    for entity, role in free:
        if _ALWAYS.fullmatch(role.title) or any(words.text[i] in _ABBREVIATIONS for i in range(role.start, role.end)):
            entity.country = entity.country or "USA"
    if _is_home(words, marks) and _seats_held(words, entities):
        rivals = _rivals(free)
        for entity, role in free:
            if entity.country is not None or role.former or not _AMERICAN.fullmatch(role.title) or _foreign(role):
                continue
            if role.canon not in _ONE_HOLDER or len(rivals[role.canon]) == 1:
                entity.country = "USA"
                for held in entity.roles:
                    rivals.get(held.canon, set()).discard(entity.number)
    _predecessors(entities, free)


def _rivals(free: list[tuple[Entity, RoleFound]]) -> dict[str, set[int]]:
    """Return who now holds each office, their country unsaid."""
    found: dict[str, set[int]] = {}
    for entity, role in free:
        if not role.former and entity.country is None:
            found.setdefault(role.canon, set()).add(entity.number)
    return found


def _is_home(words: Words, marks: Marks) -> bool:
    line = _dateline(words)
    return bool(marks.tags) or line == "USA" or (line is None and _HOME.search(words.raw) is not None)


def _dateline(words: Words) -> str | None:
    """Return the country of the capital that a paragraph opens with in capital letters."""
    for match in _DATELINE.finditer(words.raw):
        code = seat_of(match[0].strip(" ,").title())
        if code is not None:
            return code
    return None


def _seats_held(words: Words, entities: list[Entity]) -> bool:
    """True where somebody of the country is known for each seat of another presidency that is named."""
    known = {r.country or e.country for e in entities for r in e.roles if r.canon in LEADERS}
    codes = {seat_of(match[0]) for match in _SEATS.finditer(words.raw)}
    return all(code in known for code in codes)


def _foreign(role: RoleFound) -> bool:
    """True where a body of its own makes an office no office of the United States."""
    return role.body is not None and re.search(r"(?i)house|senate|congress", role.body) is None


def _bodies(entities: list[Entity], free: list[tuple[Entity, RoleFound]]) -> None:
    """Give an office of "the parliament" the country of the one parliament the report knows."""
    rows: dict[str, set[str]] = {}
    for entity in entities:
        if entity.sort == "body" and entity.country:
            for noun in entity.nouns:
                rows.setdefault(noun, set()).add(entity.country)
    for entity, role in free:
        if role.body is None or entity.country is not None:
            continue
        known = body_of(role.body)
        codes = rows.get(role.body.lower().split()[-1], set())
        if known is not None and known.country is not None:
            entity.country = known.country
        elif len(codes) == 1:
            entity.country = next(iter(codes))


def _ministries(entities: list[Entity], free: list[tuple[Entity, RoleFound]]) -> None:
    """Give "Foreign Minister X" the country of the one foreign ministry that the report knows."""
    codes = {e.country for e in entities if e.sort == "body" and e.country and "ministry" in e.nouns}
    for entity, role in free:
        is_foreign = role.canon == "foreign minister" or role.body in ("foreign ministry", "Foreign Ministry")
        if is_foreign and entity.country is None and len(codes) == 1:
            entity.country = next(iter(codes))


def _predecessors(entities: list[Entity], free: list[tuple[Entity, RoleFound]]) -> None:
    present: dict[str, set[int]] = {}
    for entity in entities:
        for role in entity.roles:
            if entity.sort == "person" and not role.former:
                present.setdefault(role.canon, set()).add(entity.number)
    for entity, role in free:
        holders = present.get(role.canon, set())
        if role.former and entity.country is None and len(holders) - (entity.number in holders) == 1:
            entity.country = entities[next(n for n in holders if n != entity.number)].country
