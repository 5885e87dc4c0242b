"""Roles: the offices that titles, appositions and "X is a member of Y" give a person."""

from __future__ import annotations

import re
from dataclasses import dataclass

from communique import wordlists
from communique.reading.actors.lexicon import BODY_NOUNS, FORMER, KIN, PERSONS
from communique.reading.actors.marks import Marks, OfficeInfo, body_of, party, region_named
from communique.reading.actors.mentions import Raw
from communique.reading.actors.words import Words

_SINCE = re.compile(r"^,?\s+(?:has (?:been|held)[^.,]{0,30} )?since\s+((?:[A-Z][a-z]+\s+)?\d{4})")
_ADJECTIVES = wordlists.words("actors", "role_adjectives")
_NO_ROLES = wordlists.words("actors", "no_roles")
_HEADING = wordlists.mapping("actors", "role_verbs")
_TITLE_PARTIES = wordlists.words("actors", "title_parties")


@dataclass(frozen=True, slots=True)
class RoleFound:
    """A role as found, with the token range that says it; ``canon`` is the office's general title."""

    title: str
    canon: str
    start: int
    end: int
    body: str | None = None
    country: str | None = None
    region: str | None = None
    former: bool = False
    since: str | None = None


class Roles:
    """Reads roles from phrases of a report."""

    def __init__(self, words: Words, marks: Marks) -> None:
        self.words, self.marks = words, marks

    def before(self, raw: Raw) -> RoleFound | None:
        """Return the role that a title before a name gives ("Russian Foreign Minister Sergei Lavrov")."""
        a = raw.name[0]
        if raw.start >= a:
            return None
        last = a - 1
        while last > raw.start and self.words.pos[last] == "SPACE":
            last -= 1
        office = self.marks.office.get(last)
        if office is None:
            office = next(
                (self.marks.office[k] for k in range(last, raw.start - 1, -1) if k in self.marks.office), None
            )
            office = office if office is not None and self.words.lower[office[1]] in ("of", "for") else None
        if office is None:
            return self._plain(raw, last)
        country, region = raw.country, raw.region
        if country is None and self._is_american(raw, office[2]):
            country = "USA"
        return self._role(raw, office, raw.start, a, country, region, evidence=(raw.start, raw.end))

    def described(self, raw: Raw) -> RoleFound | None:
        """Return the role that a description says ("the chairman of the committee")."""
        office = self.marks.office.get(raw.head)
        if office is None:
            return self._noun(raw)
        return self._role(raw, office, raw.start, raw.end, raw.country, raw.region, evidence=(raw.start, raw.end))

    def _plain(self, raw: Raw, last: int) -> RoleFound | None:
        """Return the role of a noun before a name that is no office ("his sister Kim Yo Jong")."""
        words = self.words
        if words.pos[last] not in ("NOUN", "PROPN") or words.dep[last] not in (
            "nmod:desc",
            "compound",
            "appos",
        ):
            return None
        if words.lower[last] in KIN or words.lower[last] in ("democrat", "republican"):
            title = self._title(raw.start, last, last + 1)
            return RoleFound(title, title, raw.start, raw.end, country=raw.country or party(words.text[last]))
        return None

    def _is_american(self, raw: Raw, office: OfficeInfo) -> bool:
        return office.congress and any(i in self.marks.tags for i in range(raw.end, min(raw.end + 4, self.words.size)))

    def _role(
        self,
        raw: Raw,
        office: tuple[int, int, OfficeInfo],
        start: int,
        end: int,
        country: str | None,
        region: str | None,
        evidence: tuple[int, int],
    ) -> RoleFound:
        words = self.words
        a, b, info = office
        body = self._body(raw, a, b, end)
        known = body_of(body, country) if body else None
        country = country or (known.country if known else None) or ("USA" if region else None)
        former = info.former or any(words.lower[i] in FORMER for i in range(start, a))
        former = former or self._until(raw)
        title = self._office_title(start, a, b, info)
        return RoleFound(title, info.title, *evidence, body, country, region, former, self._since(raw))

    def _office_title(self, start: int, a: int, b: int, info: OfficeInfo) -> str:
        text = self.words.words(a, b)
        short = text.endswith(".") or (text.isupper() and len(text) < 5) or text in ("Sen", "Rep")
        if short or info.plural:
            return " ".join((*info.modifiers, info.title))
        return self._title(start, b - 1, b, at_least=a)

    def _title(self, start: int, head: int, end: int, at_least: int | None = None) -> str:
        """Return a title in small letters: the head with the nouns and fixed adjectives right before it."""
        words = self.words
        first = head if at_least is None else at_least
        while first > start and self._belongs(first - 1):
            first -= 1
        kept = [i for i in range(first, end) if words.lower[i] not in FORMER and words.pos[i] != "SPACE"]
        while kept and words.text[kept[0]] in "-–":
            kept.pop(0)
        text = words.words(kept[0], end) if kept else words.words(head, end)
        return re.sub(r"^(?:(?:former|ex|then|late)[\s-]+)+", "", text.lower())

    def _belongs(self, i: int) -> bool:
        words = self.words
        if words.text[i] in "-–":
            return i > 0 and self._belongs(i - 1)
        if i in self.marks.country or words.lower[i] in FORMER:
            return False
        if words.lower[i] == "cabinet":
            return True
        if party(words.text[i]):
            return words.lower[i + 1] in _TITLE_PARTIES
        if words.pos[i] == "ADJ":
            return words.lower[i] in _ADJECTIVES
        if words.pos[i] not in ("NOUN", "PROPN") or words.dep[i] == "nmod:poss":
            return False
        return not self._ends_body(i) and words.ent[i] < 0

    def _ends_body(self, i: int) -> bool:
        return any(body_of(self.words.words(k, i + 1)) for k in range(max(0, i - 2), i + 1))

    def _body(self, raw: Raw, a: int, b: int, end: int) -> str | None:
        """Return the body of an office: before it, in a possessive, or after "of"."""
        words = self.words
        for first in range(raw.start, a):
            text = words.words(first, a)
            if text.lower().endswith("cabinet"):
                continue
            if words.pos[first] not in ("DET", "PUNCT", "PART") and body_of(text) is not None:
                return text
        head = words.top(a, b)
        owner = words.kid(head, "nmod:poss")
        if owner is not None and owner < a and owner not in self.marks.country:
            start, stop = words.phrase(owner)
            text = words.words(start, min(stop, a))
            if body_of(text) is not None:
                return re.sub(r"^(?i:the)\s+", "", text)
        return self._body_after(head, b, end)

    def _body_after(self, head: int, b: int, end: int) -> str | None:
        words = self.words
        for kid in words.kids[head]:
            if kid >= b and words.dep[kid] in ("nmod", "obl") and words.case(kid) in ("of", "for", "at", "in", "on"):
                start, stop = words.phrase(kid)
                ent = words.ent[kid]
                if ent >= 0 and words.ents[ent][2] == "ORG":
                    start, stop = min(start, words.ents[ent][0]), max(stop, words.ents[ent][1])
                text = re.sub(r"^(?i:the)\s+", "", words.words(start, stop))
                is_name = words.ent[kid] >= 0 and words.ents[words.ent[kid]][2] == "ORG"
                if kid not in self.marks.country and (body_of(text) is not None or is_name):
                    return text
                if ent >= 0:
                    short = words.words(*words.ents[ent][:2])
                    if body_of(short) is not None:
                        return re.sub(r"^(?i:the)\s+", "", short)
                break
        return None

    def _noun(self, raw: Raw) -> RoleFound | None:
        """Return the role that a noun for kin or a party's member gives."""
        words = self.words
        word = words.lower[raw.head]
        named = words.text[raw.head][:1].isupper() and party(words.text[raw.head])
        if word in _NO_ROLES or raw.plural or words.pos[raw.head] == "ADJ":
            return None
        if region_named(words.text[raw.head]) or (raw.noun not in PERSONS and not named):
            return None
        in_law = raw.head + 4 < raw.end + 1 and words.lower[raw.head + 2 : raw.head + 3] == ["in"]
        title = self._title(raw.start, raw.head, raw.end if in_law else raw.head + 1)
        former = any(words.lower[i] in FORMER for i in range(raw.start, raw.head))
        country = raw.country
        body = self._body_after(raw.head, raw.head + 1, raw.end)
        if word in ("member", "head"):
            body = body or self._antecedent(raw.head)
            if body is None:
                return None
        known = body_of(body, country) if body else None
        country = country or (known.country if known else None)
        return RoleFound(title, title, raw.start, raw.end, body, country, raw.region, former, self._since(raw))

    def headings(self, raw: Raw) -> list[RoleFound]:
        """Return the roles of "X, who chairs the committee"."""
        words, found = self.words, []
        for kid in words.kids[raw.head]:
            thing = words.kid(kid, "obj") if words.lower[kid] in _HEADING else None
            if thing is not None and words.dep[kid] == "acl:relcl":
                role = self.heading(kid, thing, _HEADING[words.lower[kid]])
                found += [role] if role is not None else []
        return found

    def origin(self, raw: Raw) -> tuple[str | None, str | None]:
        """Return country and state of "President Moon Jae-in of South Korea", "Senator X of Alabama"."""
        words, after = self.words, raw.end
        if after + 1 >= words.size or words.lower[after] != "of":
            return None, None
        known = self.marks.country.get(after + 1 + (words.lower[after + 1] == "the"))
        if known is None:
            return None, None
        region = region_named(words.words(known.start, known.end))
        return known.code, region.code if region else None

    def heading(self, verb: int, thing: int, title: str) -> RoleFound | None:
        """Return the role of "who heads its foreign affairs committee", for something with a body's noun."""
        words = self.words
        if words.lower[thing] not in BODY_NOUNS and words.lower[thing] not in (
            "delegation",
            "group",
            "mission",
        ):
            return None
        start, end = words.phrase(thing)
        text = re.sub(r"^(?i:the|its|his|her|their)\s+", "", words.words(start, end))
        country = self.marks.country_in(start, thing)
        known = body_of(text, country)
        country = country or (known.country if known else None)
        former = words.lower[verb].endswith("ed") or words.lower[verb] == "led"
        return RoleFound(title, title, verb, end, text, country, None, former)

    def _antecedent(self, head: int) -> str | None:
        """Return the body in "the committee, of which he is a member"."""
        words = self.words
        cases = {words.case(head)} | {words.case(k) for k in words.kids[head] if words.lower[k] == "which"}
        which = "of" in cases and any(words.lower[k] == "which" for k in words.kids[head])
        if words.dep[head] != "acl:relcl" or not which:
            return None
        start, end = words.phrase(words.head[head])
        return re.sub(r"^(?i:the)\s+", "", words.words(start, end))

    def _until(self, raw: Raw) -> bool:
        """True after "until last year" right before the phrase."""
        words = self.words
        for i in range(raw.start - 1, max(-1, raw.start - 5), -1):
            if words.text[i] in ",.":
                return False
            if words.lower[i] in ("until", "then", "formerly", "once", "previously"):
                return True
        return False

    def _since(self, raw: Raw) -> str | None:
        after = self.words.raw[self.words.end[raw.end - 1] : self.words.end[raw.end - 1] + 60]
        match = _SINCE.match(after)
        return match[1] if match else None
