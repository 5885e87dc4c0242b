"""Titles and offices in running text, by code-point offsets.

The longest form wins. Abbreviations and words with another sense in small letters ("Sen.",
"MP", "General", "Secretary") count only as written; all else in any case. What stands before
a title ("former", "ex-", "deputy", "acting") or after it ("-elect") is part of the match.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from communique import wordlists
from communique.reading.tables import alternatives, load

_FORMER = r"former(?:ly)?|ex|then|one-?time|ousted|late|deposed|retired|erstwhile"
_OTHER = wordlists.alternation("actors", "office_modifiers").replace(r"\ ", r"\s+")
_WORDS = "|".join((_FORMER, _OTHER))
_TOPICS = wordlists.alternation("actors", "office_topics")


_JOINTS = (
    " of ",
    " for ",
    "-in-chief",
    " in chief",
    " general",
    "-general",
    "-at-large",
    "-elect",
    " d'affaires",
)
_CASED = wordlists.words("actors", "cased_titles")


@dataclass(frozen=True, slots=True)
class OfficeInfo:
    """What a title says.

    Attributes:
        title: canonical form, without what modifies it.
        sector: executive, legislative, military, judiciary, party, media, civilian, international,
            royal or religious.
        former: true after "former", "ex-", "then-" and the like.
        modifiers: other words before or after it, in small letters ("deputy", "acting", "elect").
        plural: true for "senators", "Reps.".
        congress: true where it makes its holder a member of the US Congress; "Sen." and "Rep." do
            so only where a party tag or the country agrees, which is the caller's to see.
    """

    title: str
    sector: str
    former: bool = False
    modifiers: tuple[str, ...] = ()
    plural: bool = False
    congress: bool = False


@dataclass(frozen=True, slots=True)
class _Form:
    title: str
    sector: str
    plural: bool
    congress: bool


def _plural(form: str) -> str:
    """Return the plural of a title: the noun before "of", "for", "to", "in", "-in-chief" takes it."""
    head, cut, tail = form, "", ""
    for joint in _JOINTS:
        at = form.find(joint)
        if at > 0:
            head, cut, tail = form[:at], joint, form[at + len(joint) :]
            break
    if re.search(r"(?:wo)?man$", head):
        return head[:-2] + "en" + cut + tail
    if head.endswith("y") and head[-2:-1] not in "aeiou":
        return head[:-1] + "ies" + cut + tail
    return head + ("es" if head.endswith(("s", "ch", "x")) else "s") + cut + tail


def _add(found: dict[str, _Form], row: dict[str, Any], form: str, cased: bool) -> None:
    congress = form in row.get("congress", ())
    found.setdefault(form, _Form(row["title"], row["sector"], form in ("Sens.", "Reps.", "MPs", "MEPs"), congress))
    if not cased:
        found.setdefault(_plural(form).lower(), _Form(row["title"], row["sector"], True, congress))


@cache
def _forms() -> tuple[dict[str, _Form], dict[str, _Form]]:
    """Forms that match in any case (keys in small letters), and those that match only as written."""
    free: dict[str, _Form] = {}
    cased: dict[str, _Form] = {}
    for row in load("offices")["office"]:
        written = row.get("cased", ())
        for form in written:
            _add(cased, row, form, cased=True)
        for form in (row["title"], *row.get("also", ())):
            if form.capitalize() not in written:
                _add(free, row, form.lower(), cased=False)
    return free, cased


@cache
def _pattern() -> re.Pattern[str]:
    free, cased = _forms()
    before = rf"(?P<before>(?i:(?:{_WORDS})(?:\s+|-))+)?"
    of_topic = r"(?:ministers?|secretar(?:y|ies))\s+(?:of|for)\s+(?:the\s+)?"
    # Another topic than those with a title of their own: "health minister", "minister for water".
    topical = rf"(?i:(?:{_TOPICS})\s+(?:ministers?|secretar(?:y|ies))|{of_topic}(?:{_TOPICS}))"
    plain = {form: row for form, row in free.items() if row.title != "minister" or " " in form}
    main = rf"(?:(?P<free>(?i:{alternatives(plain)}))|(?P<cased>{alternatives(cased)})|(?P<topical>{topical}))(?!\w)"
    main = rf"(?:{main}|(?P<bare>(?i:ministers?))(?!\w))"
    return re.compile(rf"(?<![\w.@])(?<!\w-){before}{main}(?P<after>(?i:-elect|-designate|\s+emeritus))?")


def _topical(words: str) -> _Form:
    """Return the form of a minister for some topic: "ministers for health" gives "health minister"."""
    match = re.fullmatch(rf"(?i)(minister|secretar)\w*\s+(?:of|for)\s+(?:the\s+)?({_TOPICS})", words)
    if match is None:
        match = re.fullmatch(rf"(?i)({_TOPICS})\s+(minister|secretar)\w*", words)
        assert match is not None, words
        topic, noun = match[1], match[2]
    else:
        topic, noun = match[2], match[1]
    noun = "minister" if noun.lower() == "minister" else "secretary"
    many = re.search(r"(?i)\b(?:ministers|secretaries)\b", words) is not None
    return _Form(f"{topic.lower()} {noun}", "executive", many, False)


def _office(match: re.Match[str]) -> OfficeInfo:
    free, cased = _forms()
    words = " ".join((match["free"] or match["cased"] or match["topical"] or match["bare"]).split())
    form = _topical(words) if match["topical"] else cased[words] if match["cased"] else free[words.lower()]
    before = re.findall(rf"(?i)\b(?:{_WORDS})(?=[\s-])", match["before"] or "")
    former = any(re.fullmatch(rf"(?i)(?:{_FORMER})", word) for word in before)
    others = [" ".join(w.lower().split()) for w in before if not re.fullmatch(rf"(?i)(?:{_FORMER})", w)]
    if match["after"]:
        others.append(match["after"].strip(" -").lower())
    title = form.title
    if title == "president" and "vice" in others:
        others.remove("vice")
        title = "vice president"
    return OfficeInfo(title, form.sector, former, tuple(others), form.plural, form.congress)


def _stands(text: str, match: re.Match[str]) -> bool:
    """False for titles that are something else: "late" alone, "a former" of a verb, "Sen" of a currency."""
    if match["cased"] in _CASED:
        return re.match(r"\s+[A-Z]", text[match.end() : match.end() + 4]) is not None
    before_of = re.match(r"\s+of\b", text[match.end() : match.end() + 8]) is not None
    return before_of or (match["free"] or "").lower() not in ("head", "heads", "member", "members")


def find_offices(text: str) -> tuple[tuple[int, int, OfficeInfo], ...]:
    """Return (start, end, office) for every title in ``text``, in order and without overlaps.

    Offsets are code points and take in modifiers: "former Deputy Foreign Minister" is one match.
    "member" and "head" count only before "of".
    """
    return tuple((m.start(), m.end(), _office(m)) for m in _pattern().finditer(text) if _stands(text, m))
