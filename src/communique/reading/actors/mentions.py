"""Mentions: the phrases of a report that may stand for an actor, before anything is known of who it is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from communique import wordlists
from communique.reading.actors.lexicon import PRONOUNS
from communique.reading.actors.marks import Marks, OfficeInfo, region_named, seat_of
from communique.reading.actors.words import Words

DETERMINERS = {word: sort for sort, found in wordlists.groups("actors", "determiners").items() for word in found}


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase that stands for an actor: token range, head token, the actor's id if known.

    ``kind`` is "name", "pronoun", "description" or "group"; the range leaves out relative
    clauses and appositions.
    """

    start: int
    end: int
    head: int
    actor: str | None
    kind: str


@dataclass(slots=True)
class Raw:
    """A mention as found, with what its own words say.

    Attributes:
        sort: person, state, body, organization, group or pronoun.
        name: range of the bare name within the phrase; empty for descriptions.
        noun: the head in small letters.
        det: "the", "a", "poss", "no" or "" for none.
        country, region: alpha-3 code and state's code that the phrase says.
        owner: token of the possessor ("her spokesman"), where no country is it.
        weak: true where it counts only if the actor is named elsewhere in an acting part.
        assumed: true for a body whose country only the table says.
        shares: the countries of which each has its own ("the leaders of Chile and Peru").
        key: what tells bodies and organizations apart.
    """

    start: int
    end: int
    head: int
    kind: str
    sort: str
    name: tuple[int, int] = (0, 0)
    noun: str = ""
    det: str = ""
    office: OfficeInfo | None = None
    country: str | None = None
    region: str | None = None
    owner: int | None = None
    plural: bool = False
    gender: str = ""
    weak: bool = False
    assumed: bool = False
    shares: tuple[str, ...] = ()
    key: tuple[str, ...] = field(default=())


def determiner(words: Words, head: int) -> tuple[str, int | None]:
    """Return the kind of determiner a noun has, and the token of its possessor if it has one."""
    for kid in words.kids[head]:
        if kid < head and words.dep[kid] == "nmod:poss":
            return "poss", kid
    for kid in words.kids[head]:
        if kid < head and words.dep[kid] in ("det", "det:predet") and words.lower[kid] in DETERMINERS:
            return DETERMINERS[words.lower[kid]], None
    return "", None


def described(words: Words, marks: Marks, raw: Raw) -> Raw:
    """Fill in what a phrase says beside its noun: determiner, owner, country, state."""
    det, owner = determiner(words, raw.head)
    country, region = raw.country, raw.region
    if owner is not None and owner in marks.country:
        country, owner = country or marks.country[owner].code, None
    elif owner is not None and words.text[owner][:1].isupper() and raw.office is not None:
        seat = seat_of(words.text[owner])
        country, owner = country or seat, None if seat else owner
    for token in range(raw.start, raw.end):
        found = marks.country.get(token)
        if found is None or token != found.start or _is_aside(words, raw.head, token):
            continue
        country = country or found.code
        region = region or _region(words, found.start, found.end)
    return replace(raw, det=det, owner=owner, country=country, region=region)


def _region(words: Words, start: int, end: int) -> str | None:
    found = region_named(words.raw[words.start[start] : words.end[end - 1]])
    return found.code if found else None


def _is_aside(words: Words, head: int, token: int) -> bool:
    """True for a country after "to", "in" or "for" ("envoy to Washington", "visitor from" is none)."""
    for _ in range(12):
        if token == head or token == words.head[token]:
            return False
        if token > head and words.case(token) in ("to", "in", "on", "for", "with", "at", "against", "about"):
            return True
        token = words.head[token]
    return False


def pronouns(words: Words) -> list[Raw]:
    """Return the personal and possessive pronouns of what is read."""
    found = []
    for i, word in enumerate(words.lower):
        known = PRONOUNS.get(word)
        if known is None or not words.content[i]:
            continue
        if words.pos[i] not in ("PRON", "DET") or words.dep[i] == "expl":
            continue
        if word == "us" and words.text[i] == "US":
            continue
        _, number, gender = known
        found.append(Raw(i, i + 1, i, "pronoun", "pronoun", noun=word, plural=number == "plur", gender=gender))
    for i, word in enumerate(words.lower):
        if word == "both" and words.content[i] and words.dep[i] in ("nsubj", "obj", "obl", "iobj", "nsubj:pass"):
            found.append(Raw(i, i + 1, i, "pronoun", "pronoun", noun=word, plural=True))
    return found
