"""Names of persons in the text, with the titles before them."""

from __future__ import annotations

from collections.abc import Set

from communique import wordlists
from communique.reading.actors.genders import gender_of_name, gender_of_title
from communique.reading.actors.known import name_words
from communique.reading.actors.lexicon import HONORIFICS, KIN, PERSONS, PLURALS
from communique.reading.actors.marks import (
    Marks,
    body_of,
    country_named,
    demonym,
    party,
    region_named,
    seat_of,
)
from communique.reading.actors.mentions import Raw, described
from communique.reading.actors.names import EASTERN, PARTICLES, fold
from communique.reading.actors.words import Words
from communique.reading.page.turns import is_anybody

_MONTHS = wordlists.words("actors", "dates")
_LEFT = frozenset("det amod nmod:desc compound nmod:poss flat nummod nmod".split())
_MOST_BEFORE = 6
"""Words that are taken in before a name; no person has more given names."""

_NAMED = frozenset("flat compound nsubj nsubj:pass obj iobj obl nmod nmod:poss conj appos root".split())
_SURE = frozenset(("nsubj", "nsubj:pass", "obj", "iobj"))
_RELATIONS = wordlists.words("actors", "relations")


class NameFinder:
    """Finds the names of persons in a report's words."""

    def __init__(self, words: Words, marks: Marks, told: Set[int] = frozenset()) -> None:
        self.words, self.marks, self.told = words, marks, told
        self.taken: dict[int, int] = {}
        """Tokens of names, with the first token of their phrase."""
        self._known: set[str] = set()

    def find(self) -> list[Raw]:
        """Return the names of persons, titles before them taken in."""
        spans = self._spans()
        inside = {i for a, b in spans for i in range(a, b)}
        spans += [span for span in self._labels() if inside.isdisjoint(range(*span))]
        self._known = {self.words.text[i] for a, b in spans if b - a > 1 for i in (a, b - 1)}
        spans = sorted({*spans, *self._stray(spans)}, key=lambda span: (span[0], -span[1]))
        found = []
        for a, b in self._split(spans):
            if any(i in self.taken for i in range(a, b)):
                continue
            raw = self._named(a, b)
            found.append(raw)
            for i in range(raw.start, raw.end):
                self.taken[i] = raw.start
        return found

    def _spans(self) -> list[tuple[int, int]]:
        """Names of type PER, and names of any type right after a title, trimmed and judged."""
        words = self.words
        found: list[tuple[int, int]] = []
        elsewhere = {
            words.text[i] for a, b, kind in words.ents if kind == "PER" for i in range(a, b) if not words.title[a]
        }
        for a, b, kind in words.ents:
            if not words.content[a]:
                continue
            if words.title[a] and kind == "PER":
                a, b = self._headline(a, b, elsewhere)
            titled = self._title_before(a) is not None
            kind = "PER" if self._is_eastern(a, b) else kind
            if kind != "PER" and not titled:
                continue
            a, b = self._grown(*self._glued(*self._trim(a, b)))
            if b > a and self._is_person(a, b, kind == "PER", titled):
                if found and found[-1][1] == a and self._continues(found[-1], a, b):
                    a = found.pop()[0]
                found.append((a, b))
        return found

    def _labels(self) -> list[tuple[int, int]]:
        """Return the names in the labels of a transcript that the model has not seen ("MR. PRICE:")."""
        words, found = self.words, []
        for a, b in words.labels:
            while a < b and (
                a in self.marks.office or words.lower[a] in HONORIFICS or words.pos[a] in ("PUNCT", "DET")
            ):
                a += 1
            end = next((i for i in range(a, b) if words.text[i] == "("), b)
            text = words.words(a, end)
            known = country_named(text) or body_of(text) is not None or demonym(text)
            if a < end and len(text) > 2 and not known and not is_anybody(text):
                found.append((a, end))
        return found

    def _trim(self, a: int, b: int) -> tuple[int, int]:
        """Cut titles before a name and possessives or marks after it."""
        words = self.words
        while a < b and (a in self.marks.office or words.lower[a] in HONORIFICS or words.pos[a] in ("PUNCT", "DET")):
            a += 1
        while b > a and (words.lower[b - 1] in ("'s", "’s", "'", "’") or words.pos[b - 1] in ("PUNCT", "SPACE")):
            b -= 1
        for i in range(a, b):
            if "\n" in words.text[i]:
                return a, i
            if words.text[i] in "()[]" and i + 1 < b:
                return self._trim(i + 1, b)
        return a, b

    def _continues(self, first: tuple[int, int], a: int, b: int) -> bool:
        """True where the tree makes two names beside each other one ("Moon" and "Jae-in")."""
        top = self.words.top(a, b)
        return self.words.dep[top] == "flat" and first[0] <= self.words.head[top] < first[1]

    def _headline(self, a: int, b: int, elsewhere: set[str]) -> tuple[int, int]:
        """Cut words before a surname in a headline that are in no name of the report ("Scraps Trump")."""
        while b - a > 1 and self.words.text[a] not in elsewhere and self.words.text[b - 1] in elsewhere:
            a += 1
        return a, b

    def _glued(self, a: int, b: int) -> tuple[int, int]:
        """Take in what a hyphen joins to a name ("Moon Jae-in", "Jean-Yves")."""
        words = self.words
        if b > a and b + 1 < words.size and self._hyphen(b):
            rest = words.text[b + 1]
            b += 2 if rest.islower() and len(rest) < 7 and b + 1 not in self.marks.office else 0
        if a > 1 and b > a and self._hyphen(a - 1):
            a -= 2 if words.pos[a - 2] == "PROPN" and a - 2 not in self.marks.country else 0
        return a, b

    def _is_eastern(self, a: int, b: int) -> bool:
        """True for a surname of the east and a given name whose second half a hyphen joins ("Ban Ki-moon")."""
        words = self.words
        joined = b - a == 2 and b + 1 < words.size and self._hyphen(b) and words.text[b + 1].islower()
        return joined and fold(words.text[a]) in EASTERN and len(words.text[b + 1]) < 6

    def _grown(self, a: int, b: int) -> tuple[int, int]:
        """Take in the words with a capital before a name that the tree makes one with it ("Moon" before "Jae-in")."""
        words, first = self.words, a
        while b > a and first > max(0, a - _MOST_BEFORE) and self._is_part(first - 1):
            first -= 1
        while first < a:
            tops = [i for i in range(first, b) if not first <= words.head[i] < b or words.head[i] == i]
            whole = all(words.ent[i] < 0 or words.ents[words.ent[i]][0] >= first for i in range(first, a))
            if len(tops) == 1 and whole and self._opens(first):
                return first, b
            first += 1
        return a, b

    def _opens(self, i: int) -> bool:
        """True for a given name, or a surname that comes first."""
        words = self.words
        return bool(gender_of_name(fold(words.text[i]))) or words.text[i] in name_words()

    def _is_part(self, i: int) -> bool:
        """True for a word with a capital that may belong to a person's name, whatever the model calls it."""
        words = self.words
        if not (words.text[i][:1].isupper() and words.pos[i] in ("PROPN", "NOUN") and words.content[i]):
            return False
        if words.text[i].isupper() or words.dep[i] not in _NAMED or not words.raw[words.end[i] :][:1].isspace():
            return False
        known = i in self.marks.country or i in self.marks.office or words.lower[i] in HONORIFICS
        if known or words.lower[i] in _MONTHS or words.lower[i] in PERSONS or words.lower[i] in PLURALS:
            return False
        return words.ent[i] < 0 or words.ents[words.ent[i]][2] != "LOC"

    def _hyphen(self, i: int) -> bool:
        """True for a hyphen with no blank on either side."""
        return self.words.text[i] in "-\u2010\u2011" and self._touch(i - 1) and self._touch(i)

    def _touch(self, i: int) -> bool:
        return self.words.end[i] == self.words.start[i + 1]

    def _is_person(self, a: int, b: int, is_per: bool, titled: bool) -> bool:
        words = self.words
        text = words.words(a, b)
        if len(text) < 2 or not self._has_capital(a, b) or a in self.marks.tags:
            return False
        if b - a == 1 and words.lower[a] in PLURALS:
            return False
        if any(i in self.marks.office for i in range(a, b)) and all(map(self._is_title, range(a, b))):
            return False
        if b - a == 1 and (text.lower() in _MONTHS and not titled and not self._acts(a)):
            return False
        if b - a == 1 and text.isupper() and len(text) <= 3:
            return False
        if country_named(text) or demonym(text) or party(text) or body_of(text) is not None:
            return False
        if b - a == 1 and not titled and seat_of(text) is not None:
            return False
        if b - a == 1 and not titled and words.case(a) == "of" and words.head[a] in self.marks.office:
            return False
        if not is_per:
            office = self._title_before(a)
            civil = office is not None and words.dep[a - 1] not in ("compound", "case")
            return civil and region_named(text) is None and seat_of(text) is None and self._is_upper_name(a, b)
        return not (b - a == 1 and words.pos[a] in ("VERB", "ADV", "ADP", "DET", "PRON", "AUX") and not titled)

    def _is_title(self, i: int) -> bool:
        """True for a word of an office, or of the country whose it is ("U.S. Secretary")."""
        return i in self.marks.office or i in self.marks.country

    def _has_capital(self, a: int, b: int) -> bool:
        """True where a name begins with a capital, after what comes before a surname ("da Silva", "van der Stoel")."""
        first = next((i for i in range(a, b) if self.words.text[i] not in PARTICLES), a)
        return self.words.text[first][:1].isupper()

    def _is_upper_name(self, a: int, b: int) -> bool:
        return all(self.words.text[i][:1].isupper() or self.words.text[i] == "-" for i in range(a, b)) and b - a < 5

    def _acts(self, i: int) -> bool:
        """True where a lone word such as "May" is the subject or object of a verb, not a month."""
        words = self.words
        following = words.lower[i + 1] if i + 1 < words.size else ""
        over = words.head[i]
        named = words.pos[over] == "NOUN" and words.kid(over, "cop") is not None and over not in self.marks.office
        if (
            (named and words.dep[i] == "nsubj")
            or following[:1].isdigit()
            or words.case(i) in ("in", "by", "until", "since", "from", "on", "for")
        ):
            return False
        return words.dep[i] in ("nsubj", "nsubj:pass", "obj", "nmod:poss", "iobj", "appos", "conj", "obl")

    def _title_before(self, a: int) -> tuple[int, int] | None:
        """Return the range of the office or honorific that ends right before token ``a``."""
        words, i = self.words, a - 1
        if i >= 0 and words.pos[i] == "SPACE" and "\n" not in words.text[i]:
            i -= 1
        if i < 0 or not words.content[i]:
            return None
        if words.sent[i] != words.sent[a] and (i < a - 1 or not words.text[i].endswith(".")):
            return None
        if words.lower[i] in HONORIFICS:
            return i, i + 1
        if (words.lower[i] in KIN or words.lower[i] in _RELATIONS) and self._owned(i):
            return i, i + 1
        office = self.marks.office.get(i)
        if office is not None and office[1] == i + 1 and words.lower[i] not in ("member", "members"):
            return office[0], office[1]
        return self._long_title(i)

    def _titles_before(self, a: int) -> tuple[int, int] | None:
        """Return the range of the first of the titles right before token ``a``: of "Amir Sheikh Tamim" the Amir."""
        found = title = self._title_before(a)
        while title is not None and self.words.text[title[0]][:1].isupper():
            found, title = title, self._title_before(title[0])
        return found

    def _long_title(self, i: int) -> tuple[int, int] | None:
        """Return the range of "Director of National Intelligence" that ends with token ``i``."""
        words = self.words
        if not words.text[i][:1].isupper():
            return None
        for k in range(i, max(i - 6, 0), -1):
            office = self.marks.office.get(k - 1)
            if words.lower[k] in ("of", "for") and office is not None and office[1] == k and k < i:
                return office[0], i + 1
            if not (words.text[k][:1].isupper() or words.lower[k] in ("of", "for", "and", "the")):
                return None
        return None

    def _owned(self, i: int) -> bool:
        """True for "his sister" and "the leader's sister" right before a name."""
        return any(
            self.words.dep[k] == "nmod:poss" for k in (*self.words.kids[i], *self.words.kids[self.words.head[i]])
        )

    def _stray(self, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Capitalised words outside names that are the surname of somebody named, or follow a title."""
        words, inside = self.words, {i for a, b in spans for i in range(a, b)}
        found = []
        for i, text in enumerate(words.text):
            if i in inside or not (words.content[i] and text[:1].isupper() and self._is_naming(i)):
                continue
            if words.ent[i] >= 0 and words.ents[words.ent[i]][2] != "PER" and text not in self._known:
                continue
            if text in self._known and len(text) > 2 and (text.lower() not in _MONTHS or self._acts(i)):
                if words.ent[i] < 0 and not country_named(text) and i not in self.marks.office:
                    found.append((i, i + 1))
            elif words.ent[i] < 0 and self._title_before(i) is not None and i not in self.marks.office:
                end = i + 1
                while end < words.size and words.pos[end] == "PROPN" and words.dep[end] == "flat":
                    end += 1
                if self._is_person(i, end, False, True):
                    found.append((i, end))
            elif words.ent[i] < 0 and (i in self.told or words.dep[i] == "iobj") and self._is_lone_name(i):
                end = i + 1
                while end < words.size and words.pos[end] == "PROPN" and words.dep[end] == "flat":
                    end += 1
                found.append(self._grown(i, end))
        return found

    def _is_naming(self, i: int) -> bool:
        """True for a proper noun, and for a surname taken for a noun that no article is with ("Moon invited Kim")."""
        words = self.words
        if words.pos[i] != "NOUN" or words.text[i] not in name_words():
            return words.pos[i] == "PROPN"
        alone = words.kid(i, "det", "amod", "compound", "nmod:poss", "nummod") is None and not words.is_plural(i)
        return alone and words.dep[i] in ("nsubj", "nsubj:pass", "obj", "iobj", "conj")

    def _is_lone_name(self, i: int) -> bool:
        """True for a capitalised word that no table knows, where a party is told ("met Dahlan")."""
        words, text = self.words, self.words.text[i]
        if len(text) < 3 or text.isupper() or words.title[i] or words.kid(i, "det", "compound", "amod"):
            return False
        opens = i == words.sent_start[words.sent[i]] and text not in name_words()
        if words.dep[i] == "flat" or opens:
            return False
        month = text.lower() in _MONTHS and not (words.dep[i] in _SURE and self._acts(i))
        known = i in self.marks.country or i in self.marks.office or month
        return not known and not text.endswith("s") and self._is_person(i, i + 1, True, False)

    def _split(self, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Part "Trump-Putin" into two names where either is known otherwise."""
        words, found = self.words, []
        surnames = {words.text[b - 1] for a, b in spans} | self._known
        for a, b in spans:
            pair = b - a == 3 and words.text[a + 1] in "-–‐/" and words.text[b - 1][:1].isupper()
            if pair and (words.text[a] in surnames - {words.text[b - 1]} or words.text[b - 1] in self._known):
                found += [(a, a + 1), (b - 1, b)]
            else:
                found.append((a, b))
        return found

    def _named(self, a: int, b: int) -> Raw:
        """Return the mention of the name ``a`` to ``b`` with what stands before it as its title."""
        words = self.words
        head, start, gender = words.top(a, b), a, ""
        office = None
        title = self._titles_before(a)
        if title is not None:
            start = title[0]
            gender = gender_of_title(words.lower[title[1] - 1])
            office = self.marks.office[title[0]][2] if title[0] in self.marks.office else None
        start = self._modifiers(start, head, b)
        if words.head[head] in range(start, a) and words.dep[head] in (
            "flat",
            "appos",
            "nmod",
            "compound",
            "dep",
        ):
            head = words.top(start, b)
        raw = Raw(start, b, head, "name", "person", (a, b), words.lower[b - 1], "", office, gender=gender)
        return described(words, self.marks, raw)

    def _modifiers(self, start: int, head: int, end: int) -> int:
        """Move the start of a name's phrase left over what modifies its title or it."""
        words = self.words
        floor = words.sent_start[words.sent[head]]
        while start > floor:
            i = start - 1
            if words.pos[i] in ("PUNCT", "SPACE", "VERB", "AUX", "CCONJ", "ADV"):
                if not (words.text[i] in "-–" and i - 1 >= floor and start - 2 in self.marks.country):
                    break
            elif not (words.dep[i] in _LEFT and start - 1 < words.head[i] < end) and not (
                words.dep[i] == "case" and words.dep[words.head[i]] == "nmod:poss" and words.head[i] < i
            ):
                break
            start -= 1
            if i in self.taken:
                start += 1
                break
        while start < head and words.pos[start] in ("PART", "PUNCT", "SPACE"):
            start += 1
        return start
