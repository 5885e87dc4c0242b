"""Mentions of states, bodies and organizations: where a name acts, and where it is only a place."""

from __future__ import annotations

from collections.abc import Set

from communique.reading.actors.lexicon import (
    BODY_NOUNS,
    CAMPS,
    PERSONS,
    PLURALS,
    POSSESSED_ACTS,
)
from communique.reading.actors.marks import (
    BodyInfo,
    Marks,
    body_of,
    country_named,
    demonym,
    organization_at,
    party,
    region_named,
    seat_of,
)
from communique.reading.actors.mentions import Raw, determiner
from communique.reading.actors.standing import INNER, Standing
from communique.reading.actors.words import Words
from communique.reading.known.bodies import of_country

_KINDS = {"intl": "organization", "party": "organization"}


def sort_of(info: BodyInfo) -> str:
    """Return the sort of actor that a known body is."""
    return _KINDS.get(info.kind, "body")


class Institutions:
    """Finds states, bodies and organizations in a report's words."""

    def __init__(
        self,
        words: Words,
        marks: Marks,
        taken: dict[int, int],
        told: Set[int] = frozenset(),
        modifying: Set[int] = frozenset(),
    ) -> None:
        self.told, self.modifying = told, modifying
        self.words, self.marks, self.taken = words, marks, taken
        self.standing = Standing(words)
        self.used: set[int] = set()

    def find(self) -> list[Raw]:
        """Return all of them: names of bodies first, so that "Russian Federation Council" is one."""
        bodies = self._bodies()
        states = self._states()
        return [*bodies, *states, *self._camps(), *self._parts(), *self._adjectives()]

    def _bodies(self) -> list[Raw]:
        """Names of bodies and organizations that the name finder saw."""
        words, found = self.words, []
        for a, b, kind in words.ents:
            a, b = self._trimmed(a, b)
            if b <= a or not words.content[a] or a in self.taken or kind == "PER":
                continue
            text = words.words(a, b)
            if words.lower[b - 1] in PLURALS or words.lower[b - 1] in PERSONS or self._is_native(a, b):
                continue
            if country_named(text) or demonym(text) or region_named(text) or seat_of(text) or a in self.marks.tags:
                continue
            info = body_of(text)
            head = words.last_top(a, b)
            if info is not None or (kind == "ORG" and self._is_name(a, b)):
                raw = self._body(a, b, head, info)
                if raw is not None:
                    found.append(raw)
        return found

    def _trimmed(self, a: int, b: int) -> tuple[int, int]:
        words = self.words
        while a < b and words.pos[a] in ("DET", "PUNCT", "ADP", "CCONJ"):
            a += 1
        while b > a and (words.pos[b - 1] in ("PUNCT", "SPACE", "ADP") or words.lower[b - 1] in ("'s", "’s", "'", "’")):
            b -= 1
        return a, b

    def _is_native(self, a: int, b: int) -> bool:
        """True for "the Alabaman": one word in -an with an article."""
        words = self.words
        text = words.text[a]
        article = words.kid(a, "det") is not None
        return b - a == 1 and article and text.endswith("n") and region_named(text[:-1]) is not None

    def _is_name(self, a: int, b: int) -> bool:
        """True for what may be an organization's name: capitalised, no scrap of a headline or a number."""
        words = self.words
        if words.title[a] and words.quoted[a]:
            return False
        if any("\n" in words.text[i] for i in range(a, b)) or organization_at(words.words(a, b)):
            return False
        if words.title[a] and not self._in_body(words.words(a, b)):
            return False
        nouns = [i for i in range(a, b) if words.pos[i] in ("PROPN", "NOUN")]
        return bool(nouns) and words.text[nouns[-1]][:1].isupper() and len(words.words(a, b)) > 1

    def _in_body(self, text: str) -> bool:
        return self.words.raw.count(text) > 1

    def _body(self, a: int, b: int, head: int, info: BodyInfo | None) -> Raw | None:
        """Return the mention of a body named at ``a`` to ``b``, with the country said before or after it."""
        words = self.words
        self.used.update(range(a, b))
        if words.dep[head] in INNER and not (words.dep[head] == "flat" and words.head[head] not in range(a, b)):
            return None
        start, end = words.phrase(head)
        start, end = min(start, a), max(end, b)
        whole, country = self._widest(start, end, a, b, info)
        info = whole or info
        part = self.standing.part(head) or ("weak" if words.case(words.first_conjunct(head)) == "of" else "")
        if not part:
            return None
        text = words.words(a, b)
        name = info.name if info else text
        key = (name, (info.country if info else None) or country or "")
        sort = sort_of(info) if info else "organization"
        if info is None and party(text):
            sort = "organization"
        raw = Raw(start, end, head, "name", sort, (a, b), words.lower[head], key=key, weak=part == "weak")
        raw.country = (info.country if info else None) or (country if sort == "body" else None)
        told = country is not None or self.marks.country_in(start, b) is not None
        raw.assumed = not told and info is not None and info.country is not None
        raw.det, raw.owner = determiner(words, head)
        return raw

    def _widest(
        self, start: int, end: int, a: int, b: int, info: BodyInfo | None
    ) -> tuple[BodyInfo | None, str | None]:
        """Look the phrase up with its modifiers; a country within it goes to the body."""
        words = self.words
        country = next((self.marks.country[i].code for i in range(start, a) if i in self.marks.country), None)
        if country is None and b < end and words.lower[b] == "of":
            country = self.marks.country_in(b, min(end, b + 4))
        if country is None and b + 1 < end and words.lower[b] in ("in", "at"):
            country = self.marks.country_in(b, end) or seat_of(words.words(b + 1, end))
        if info is None or info.country is None:
            text = words.words(start, end)
            wider = body_of(text) or body_of(words.words(a, end), country) or body_of(words.words(a, b), country)
            return wider, country
        return of_country(info, words.words(a, b), country), country

    def _parts(self) -> list[Raw]:
        """Phrases with a noun for a body that are no name ("the Chinese foreign ministry")."""
        words, found = self.words, []
        for i, word in enumerate(words.lower):
            if word not in BODY_NOUNS or not words.content[i] or i in self.used or i in self.taken:
                continue
            if words.pos[i] not in ("NOUN", "PROPN") or words.dep[i] in INNER or words.is_plural(i):
                continue
            raw = self._described(i)
            if raw is not None:
                found.append(raw)
                self.used.update(range(raw.start, raw.end))
        return found

    def _camps(self) -> list[Raw]:
        """What bears a person's name: "the Clinton campaign", "Obama's administration"."""
        words, found = self.words, []
        for i, word in enumerate(words.lower):
            if word not in CAMPS or not words.content[i] or i in self.used or i in self.taken:
                continue
            owner = words.kid(i, "nmod:poss", "compound", "nmod", "nmod:desc")
            if owner is None or owner > i or owner not in self.taken or not self.standing.part(i):
                continue
            start, end = words.phrase(i)
            start = min(start, self.taken[owner])
            last = max(k for k in range(owner, i) if k in self.taken)
            key = (f"{words.text[last]} {word}", "")
            found.append(Raw(start, end, i, "name", "organization", (self.taken[owner], i + 1), word, key=key))
            self.used.update(range(i, end))
        return found

    def _described(self, i: int) -> Raw | None:
        words = self.words
        start, end = words.phrase(i)
        det, owner = determiner(words, i)
        part = self.standing.part(i) or ("weak" if words.case(words.first_conjunct(i)) == "of" else "")
        if det == "no" or not part or self._overlaps(start, i):
            return None
        country = self.marks.country_in(start, i)
        if country is None and i + 1 < end and words.lower[i + 1] == "of":
            country = self.marks.country_in(i + 1, min(end, i + 5))
        info = body_of(words.words(start, end)) or body_of(words.words(start, i + 1), country)
        first = next((k for k in range(start, i + 1) if self._is_core(k)), i)
        info = info or body_of(words.words(first, i + 1), country)
        if info is None and det not in ("the", "poss"):
            return None
        code = (info.country if info else None) or country
        key = (info.name, code or "") if info else ()
        sort = sort_of(info) if info else "body"
        kind = "description"
        name = (first, end) if info else (0, 0)
        raw = Raw(start, end, i, kind, sort, name, words.lower[i], det, key=key, weak=part == "weak")
        raw.country = code
        raw.owner = owner if owner not in self.marks.country else None
        return raw

    def _overlaps(self, start: int, i: int) -> bool:
        """True where another institution stands in the phrase, but for its possessor ("the Diet's committee")."""
        words = self.words
        owner = words.kid(i, "nmod:poss")
        before = owner + 1 if owner is not None and owner < i else start
        return any(k in self.used for k in range(before, i))

    def _is_core(self, token: int) -> bool:
        """False for articles, possessors and adjectives of a country before a body's noun."""
        words = self.words
        return not (
            words.pos[token] in ("DET", "PUNCT", "PART", "NUM", "SPACE", "PRON")
            or token in self.marks.country
            or words.dep[token] in ("det", "nmod:poss")
        )

    def _states(self) -> list[Raw]:
        words, found = self.words, []
        for country in self.marks.countries:
            a, b = country.start, country.end
            if not country.is_name or not words.content[a] or a in self.used or a in self.taken:
                continue
            ent = words.ent[a]
            if ent >= 0 and words.ents[ent][1] - words.ents[ent][0] > b - a and words.ents[ent][2] == "ORG":
                continue
            raw = self._state(a, b, country.code)
            if raw is not None:
                found.append(raw)
                self.used.update(range(a, b))
        for a, b, _ in words.ents:
            a, b = self._trimmed(a, b)
            if b > a and words.content[a] and not self.used & {*range(a, b)} and a not in self.taken:
                raw = self._seat(a, b)
                if raw is not None:
                    found.append(raw)
        return found

    def _adjectives(self) -> list[Raw]:
        """Adjectives of a country before a word for an engagement: its party ("Russian-Turkish talks")."""
        words, found = self.words, []
        for i in sorted(self.modifying):
            country = self.marks.country.get(i)
            if country is None or country.is_name or i in self.used or i in self.taken or not words.content[i]:
                continue
            if words.text[i][:1].isupper():
                found.append(Raw(i, i + 1, i, "adjective", "state", noun=words.lower[i], country=country.code))
                found[-1].key = (country.code,)
        return found

    def _state(self, a: int, b: int, code: str) -> Raw | None:
        words = self.words
        head = words.top(a, b)
        part = "acts" if head in self.told or head in self.modifying else self.standing.part(head)
        if not part or (words.dep[head] in INNER and head not in self.modifying):
            return None
        det = words.kid(head, "det")
        start = det if det is not None and det < a and words.lower[det] == "the" else a
        return Raw(
            start,
            b,
            head,
            "name",
            "state",
            (a, b),
            words.lower[head],
            country=code,
            key=(code,),
            weak=part == "weak",
        )

    def _seat(self, a: int, b: int) -> Raw | None:
        """Return a capital's name where it acts for its government ("Moscow said")."""
        words = self.words
        text = words.words(a, b)
        head = words.top(a, b)
        first = words.first_conjunct(head)
        if text.isupper() and len(text) > 3:
            return None
        acting = words.dep[first] in ("nsubj", "obl:agent") and words.pos[words.head[first]] == "VERB"
        acting = acting or head in self.told
        if words.title[head] and b < words.size and words.pos[b] not in ("VERB", "AUX", "ADV", "PART", "PUNCT"):
            return None
        case = words.case(first)
        over = words.head[first]
        acting = acting or (
            words.dep[first] in ("obl", "nmod") and case in ("with", "between", "against", "by", "among")
        )
        acting = acting or (words.dep[first] == "nmod:poss" and words.lower[over] in POSSESSED_ACTS)
        told = words.dep[first] in ("obj", "iobj") or (words.dep[first] == "obl" and case == "to")
        acting = acting or (told and self.standing.part(first) == "acts")
        if not acting:
            return None
        organization = organization_at(text)
        if organization is not None:
            info = body_of(organization)
            return (
                Raw(a, b, head, "name", "organization", (a, b), words.lower[head], key=(organization, ""))
                if info
                else None
            )
        code = seat_of(text)
        if code is None:
            return None
        return Raw(a, b, head, "name", "state", (a, b), words.lower[head], country=code, key=(code,))
