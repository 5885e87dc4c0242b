"""Mentions of persons and groups without a name: offices, nouns for people, natives of places."""

from __future__ import annotations

from communique import wordlists
from communique.reading.actors.genders import gender_of_title
from communique.reading.actors.lexicon import COLLECTIVES, COUNTRY_PAIRS, PERSONS, PLURALS
from communique.reading.actors.marks import (
    Marks,
    demonym,
    party,
    region_named,
)
from communique.reading.actors.mentions import Raw, described
from communique.reading.actors.shared import Shared
from communique.reading.actors.words import Words

_NO_NOUN = frozenset("compound amod nmod:desc flat fixed case goeswith".split())
_AGENTS = wordlists.words("actors", "agents")
_NO_CASE = frozenset(("as", "like"))


class People:
    """Finds offices and nouns for persons and groups that are no part of a name's phrase."""

    def __init__(self, words: Words, marks: Marks, taken: dict[int, int]) -> None:
        self.words, self.marks, self.taken = words, marks, taken
        self.shared = Shared(words, marks)

    def find(self) -> list[Raw]:
        """Return offices and nouns for persons and groups that are no part of a name's phrase."""
        found, words = [], self.words
        heads: set[int] = set()
        for a, b, info in self.marks.offices:
            head = words.top(a, b)
            if words.pos[head] not in ("NOUN", "PROPN"):
                head = next((i for i in range(b - 1, a - 1, -1) if words.pos[i] in ("NOUN", "PROPN")), head)
            heads.add(head)
            if self._free(head):
                found.append(self._described(head, "group" if info.plural else "person", a))
        for i, word in enumerate(words.lower):
            if not words.content[i] or i in heads or words.pos[i] not in ("NOUN", "PROPN", "ADJ"):
                continue
            sort = self._sort(i, word)
            if sort == "state":
                code = self.marks.country[i].code if i in self.marks.country else ""
                found.append(Raw(i, i + 1, i, "name", sort, (i, i + 1), word, country=code, key=(code,), weak=True))
            elif sort and self._free(i) and i not in self.marks.office:
                found.append(self._described(i, sort, i))
        return [raw for raw in found if raw.det != "no"]

    def _sort(self, i: int, word: str) -> str:
        words = self.words
        if words.pos[i] == "ADJ":
            old = word == "old" and words.dep[i] in ("nsubj", "obj", "obl") and words.kid(i, "det") is not None
            return "person" if old else ""
        if i in self.marks.country and self.marks.country[i].is_name:
            return ""
        if word in COUNTRY_PAIRS:
            return "group" if self.shared.countries(i) else ""
        if word in PLURALS or word in COLLECTIVES or (word.endswith("s") and word[:-1] in COLLECTIVES):
            return "group"
        if word in ("agent", "agents") and words.lower[i - 1] not in _AGENTS:
            return ""
        if word in PERSONS:
            return "group" if words.is_plural(i) and word.endswith("s") else "person"
        if words.is_plural(i) and word.endswith(("s", "men", "women")):
            single = word[:-3] + "an" if word.endswith("men") else word[:-1]
            if single in PERSONS or (word.endswith("ies") and word[:-3] + "y" in PERSONS):
                return "group"
        if words.text[i][:1].isupper() and demonym(words.text[i]) and words.pos[i] in ("NOUN", "PROPN"):
            if word.endswith(("s", "ese")) and words.is_plural(i):
                return "group"
            if words.dep[i] == "conj" and words.kid(i, "det") is None and words.head[i] in self.marks.country:
                return "state"
            return "person" if words.kid(i, "det") is not None else ""
        if words.text[i][:1].isupper() and party(words.text[i]) and word.endswith("s"):
            return "group"
        return self._native(i)

    def _native(self, i: int) -> str:
        """Return "person" for a native of a state with an article ("the Alabaman")."""
        words = self.words
        text = words.text[i]
        if (
            text.endswith("n")
            and text[:1].isupper()
            and words.kid(i, "det") is not None
            and words.kid(i, "flat") is None
        ):
            stems = (text[:-1], text[:-2], text[:-3], text[:-2] + "o")
            return "person" if any(len(s) > 3 and region_named(s) for s in stems) else ""
        return ""

    def _free(self, head: int) -> bool:
        """True for a noun that stands for somebody here, not as a title or within another word."""
        words = self.words
        if head in self.taken or words.label[head] or not words.content[head]:
            return False
        ent = words.ent[head]
        known = words.lower[head] in PERSONS or words.lower[head] in PLURALS
        if (
            ent >= 0
            and not known
            and words.ents[ent][2] in ("ORG", "LOC")
            and words.ents[ent][1] - words.ents[ent][0] > 1
        ):
            return False
        if words.dep[head] in _NO_NOUN or words.case(head) in _NO_CASE:
            return False
        if words.lower[head + 1 : head + 5] == ["-", "in", "-", "law"]:
            return True
        following = head + 1 < words.size and words.text[head + 1] in "-–" and not words.raw[words.end[head]].isspace()
        return not following

    def _described(self, head: int, sort: str, first: int) -> Raw:
        words = self.words
        start, end = words.phrase(head)
        if words.pos[head] == "ADJ":
            start = words.kid(head, "det") or start
        if words.lower[head + 1 : head + 5] == ["-", "in", "-", "law"]:
            end = max(end, head + 5)
        info = self.marks.office.get(first)
        raw = Raw(
            min(start, first) if words.sent[first] == words.sent[head] else start,
            end,
            head,
            "group" if sort == "group" else "description",
            sort,
            noun=words.lower[head],
            office=info[2] if info else None,
            plural=sort == "group",
            gender=gender_of_title(words.lower[head]),
        )
        raw = described(words, self.marks, raw)
        raw.shares = self.shared.countries(head) if sort == "group" else ()
        if raw.shares:
            raw.country = None
            return raw
        if raw.country is None and words.text[head][:1].isupper():
            other = head > start and words.text[head - 1][:1].isupper() and head - 1 not in self.marks.country
            raw.country = party(words.words(head - 1, head + 1) if other else words.text[head])
        if raw.country is None:
            raw.country = self._party_before(raw)
        return raw

    def _party_before(self, raw: Raw) -> str | None:
        for i in range(raw.start, raw.head):
            if self.words.text[i][:1].isupper() and (code := party(self.words.text[i])):
                return code
        return None
