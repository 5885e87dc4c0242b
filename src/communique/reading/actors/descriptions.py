"""Definite descriptions: which actor "the Kentucky senator", "the ministry" or "the two presidents" is."""

from __future__ import annotations

from itertools import islice

from communique import wordlists
from communique.reading.actors.entities import Entity, Trail
from communique.reading.actors.lexicon import (
    KIN,
    LEADERS,
    STATE_OFFICES,
)
from communique.reading.actors.mentions import Raw
from communique.reading.actors.pairs import Pairs
from communique.reading.actors.pronouns import Pronouns
from communique.reading.actors.roles import RoleFound
from communique.reading.actors.shelves import MOST, Shelves
from communique.reading.actors.words import Words

_SAME = wordlists.mapping("actors", "same_office")
_LOOSE = wordlists.words("actors", "loose_titles")
_ALIKE = tuple(frozenset(row) for row in wordlists.rows("actors", "alike"))
_SHORT = wordlists.words("actors", "short_titles")
_BARE_PAIRS = wordlists.words("actors", "bare_pairs")
_WIDE = wordlists.words("actors", "wide_titles")
_VAGUE = wordlists.words("actors", "vague")


class Descriptions:
    """Resolves noun phrases against the entities known so far."""

    def __init__(self, words: Words, trail: Trail, entities: list[Entity], pronouns: Pronouns) -> None:
        self.words, self.trail, self.entities, self.pronouns = words, trail, entities, pronouns
        self.pairs = Pairs(words, trail, entities, pronouns)
        self.by_title = Shelves()
        """Persons by the general titles of their roles."""
        self.unnamed = Shelves()
        """Actors without a name by the noun that introduced them."""
        self._long: dict[str, dict[str, None]] = {}
        self._known: list[Entity] | None = None

    def note(self, entity: Entity, role: RoleFound) -> None:
        """Make a person findable by a role."""
        for title in {
            role.canon,
            _SAME.get(role.canon, role.canon),
            "leader" if role.canon in LEADERS else role.canon,
        }:
            self.by_title.add(title, entity.number)
            words = title.split()
            for word in {words[0], words[-1]} if len(words) > 1 else ():
                self._long.setdefault(word, {})[title] = None

    def forget(self, entity: Entity) -> None:
        """Find nobody any more by the roles and nouns of one who turned out to be another."""
        self.by_title.drop(entity.number)
        self.unnamed.drop(entity.number)

    def person(self, raw: Raw, role: RoleFound | None) -> int | None:
        """Return the person that a description stands for, ``None`` for somebody new."""
        if raw.det == "a":
            return None
        if raw.noun in KIN:
            return self._owned(raw)
        if raw.noun == "counterpart" and raw.owner is not None and raw.owner in self.pronouns.at:
            owner = self.pronouns.at[raw.owner]
            pairs = [p for p in self.pronouns.recent_sets(raw.head, 3) if owner in p and len(p) == 2]
            return next((n for n in pairs[0] if n != owner), None) if pairs else None
        if raw.det == "poss" and raw.owner is not None:
            owned = self._owned(raw)
            is_state = role is not None and role.canon in STATE_OFFICES
            return self._only(role.canon, raw) if owned is None and is_state and role is not None else owned
        if raw.det == "" and not self._is_headline_title(raw):
            return None
        title = role.canon if role else raw.noun
        barred = self._barred(raw)
        holder = self._holder(raw, title, barred)
        if holder is not None:
            return holder
        unnamed = [
            n
            for n in reversed(self.unnamed.get(raw.noun))
            if n not in barred and self._country_fits(self.entities[n], raw)
        ]
        if unnamed:
            return unnamed[0]
        found = self._salient(raw, title, barred)
        if found is None and raw.noun not in _VAGUE:
            found = self._only(title, raw)
        return found if found not in barred else None

    def _only(self, title: str, raw: Raw) -> int | None:
        """Return the one person of the report who has the office, named later perhaps."""
        former = bool(raw.office and raw.office.former)
        options = [n for n in self.by_title.get(title) if self.entities[n].named]
        options = [n for n in options if any(r.former == former for r in self.entities[n].roles if r.canon == title)]
        fits = [n for n in options if self._country_fits(self.entities[n], raw)]
        return fits[0] if len(options) == len(fits) == 1 else None

    def _is_headline_title(self, raw: Raw) -> bool:
        return self.words.title[raw.head] or bool(raw.country and raw.office)

    def _owned(self, raw: Raw) -> int | None:
        """Return the known actor of "his spokesman" where the same owner's was met before."""
        owner = self.pronouns.at.get(raw.owner) if raw.owner is not None else None
        for number in reversed(self.unnamed.get(raw.noun)):
            if owner is not None and self.entities[number].owner == owner:
                return number
        return None

    def _country_fits(self, entity: Entity, raw: Raw) -> bool:
        if raw.region and entity.region and raw.region != entity.region:
            return False
        return raw.country is None or entity.home() in (None, raw.country)

    def _barred(self, raw: Raw) -> set[int]:
        """Return who is an argument of the same verb, and whose clause it lies in: none is described as another."""
        words = self.words
        first = words.first_conjunct(raw.head)
        fellows = {self.pronouns.at[first]} if first != raw.head and first in self.pronouns.at else set()
        fellows |= self._over(first) | self.pronouns.taking_turn(raw.head)
        if words.kid(raw.head, "cop") is not None or words.dep[first].startswith("nsubj"):
            return fellows
        subject = self.pronouns.subject(raw.head)
        return fellows if subject is None else fellows | {subject}

    def _over(self, token: int) -> set[int]:
        """Return the subjects of the clauses that a phrase's own clause is told in ("X said the president ...")."""
        words, found = self.words, set()
        inner = token
        for _ in range(20):
            over = words.head[inner]
            if over == inner:
                break
            if words.dep[inner] in ("ccomp", "csubj", "xcomp") and inner != token:
                subject = words.kid(over, "nsubj", "nsubj:pass")
                if subject is not None and subject < token and subject in self.pronouns.at:
                    found.add(self.pronouns.at[subject])
            inner = over
        return found

    def _holder(self, raw: Raw, title: str, barred: set[int]) -> int | None:
        """Return the person who has the office: best by country said, then by how much they stand out."""
        options = self.by_title.get(title) or self.by_title.get(_SAME.get(title, ""))
        if raw.noun in ("leader", "ruler", "strongman", "premier"):
            options = [*options, *self.by_title.get("leader")]
        exact_title = bool(options)
        options = options or self._longer(title)
        if not options:
            return None
        former = bool(raw.office and raw.office.former)
        scores = self.trail.scores(raw.head, 30)
        best: tuple[float, int] | None = None
        for number in dict.fromkeys(options):
            entity = self.entities[number]
            loose = title in ("leader", "ruler") or not exact_title
            known = [r for r in entity.roles if r.canon == title or loose or _SAME.get(r.canon)]
            if number in barred or not self._country_fits(entity, raw) or self._wrong_gender(entity, raw):
                continue
            exact = [r for r in known if r.canon == title]
            if raw.country and not entity.country and not exact:
                continue
            if title == "president" and raw.office and not raw.country and exact and all(r.body for r in exact):
                continue
            score = scores.get(number, 1.0 if raw.country and entity.country == raw.country else -100.0)
            score += 60.0 if raw.country and entity.country == raw.country else 0.0
            score += 30.0 if exact else 0.0
            score += 60.0 if raw.region and entity.region == raw.region else 0.0
            score -= 80.0 if known and all(r.former for r in known) != former else 0.0
            if score > 0 and (best is None or score > best[0]):
                best = (score, number)
        return best[1] if best else None

    def _longer(self, title: str) -> list[int]:
        """Return the persons whose title begins or ends with a short one ("the minister", "the secretary")."""
        titles = self._long.get(title, {}) if title in _SHORT else {}
        return [number for known in islice(titles, MOST) for number in self.by_title.get(known)][:MOST]

    def _wrong_gender(self, entity: Entity, raw: Raw) -> bool:
        return bool(raw.gender and entity.gender and raw.gender != entity.gender)

    def _salient(self, raw: Raw, title: str, barred: set[int]) -> int | None:
        """Return whom the last sentences are about, where nothing known of them speaks against it."""
        if raw.noun in _VAGUE or (raw.office and raw.office.sector in ("media",)):
            return None
        best: tuple[float, int] | None = None
        least = 75.0 if raw.office is None or raw.noun in _LOOSE else 40.0 if raw.country else 90.0
        for number, score in self.trail.scores(raw.head, 2).items():
            entity = self.entities[number]
            if entity.sort != "person" or not entity.named or number in barred or self._wrong_gender(entity, raw):
                continue
            had = entity.held(title)
            if had is False or not self._country_fits(entity, raw) or not self._may_hold(entity, raw, title):
                continue
            if raw.country and raw.office is not None and title not in _WIDE - LEADERS and entity.home() is None:
                continue
            score += 40.0 if (raw.country and entity.home() == raw.country) or had else 0.0
            if score > least and (best is None or score > best[0]):
                best = (score, number)
        if best is None and raw.country and raw.office is not None:
            known = self._well_known(raw, title, barred)
            return known if known is not None or title not in _WIDE - LEADERS else self._unroled(raw, barred)
        return best[1] if best else None

    def _well_known(self, raw: Raw, title: str, barred: set[int]) -> int | None:
        """Return the well-known person of the report who had the office in that country; the last one of several."""
        if self._known is None:  # names are grouped before anything is described
            self._known = [e for e in self.entities if e.sort == "person" and e.is_known()]
        fits = [e.number for e in self._known if e.home() == raw.country and e.held(title)]
        fits = [n for n in fits if n not in barred and not self._wrong_gender(self.entities[n], raw)]
        if len(fits) > 1:
            scores = self.trail.scores(raw.head, 30)
            fits = sorted((n for n in fits if n in scores), key=lambda n: (-scores[n], n))[:1]
        return fits[0] if fits else None

    def _unroled(self, raw: Raw, barred: set[int]) -> int | None:
        """Return the only person of the last sentences of whom no office and no country is known."""
        found = [
            n
            for n in self.trail.scores(raw.head, 8)
            if n not in barred and self.entities[n].sort == "person" and self.entities[n].named
        ]
        found = [n for n in found if not self.entities[n].roles and self.entities[n].country is None]
        return found[0] if len(found) == 1 and not self._wrong_gender(self.entities[found[0]], raw) else None

    def _may_hold(self, entity: Entity, raw: Raw, title: str) -> bool:
        """True where a person whose roles are known may also be described so."""
        titles = entity.titles()
        if entity.held(title) or (raw.country and entity.country == raw.country and title in _WIDE):
            return True
        if raw.noun in _LOOSE:
            return not titles or bool(titles & STATE_OFFICES)
        if title in STATE_OFFICES or raw.office is not None:
            return not titles or (titles == {"leader"} and title in LEADERS)
        return True

    def group(self, raw: Raw) -> tuple[int, ...]:
        """Return the actors that a plural phrase stands for; empty for a group not met before."""
        words = self.words
        if self.pairs.is_pair(raw):
            pair = self.pairs.find(raw)
            if pair:
                return pair
        if raw.det not in ("the", "poss") or (raw.det == "poss" and raw.owner is not None):
            return ()
        if raw.noun in _BARE_PAIRS and not raw.country and raw.end - raw.start == 2:
            pair = self.pairs.find(raw)
            if pair:
                return pair
        for trace in self.trail.back(raw.head, 12):
            entity = self.entities[trace.entity]
            if entity.sort == "group" and self._country_fits(entity, raw) and self._alike(entity, raw.noun):
                return (trace.entity,)
        plain = words.lower[raw.head]
        earlier = [n for n in self.unnamed.get(plain) if self._country_fits(self.entities[n], raw)]
        return (earlier[-1],) if earlier else ()

    def _alike(self, entity: Entity, noun: str) -> bool:
        return noun in entity.nouns or any(noun in row and entity.nouns & row for row in _ALIKE)

    def body(self, raw: Raw) -> int | None:
        """Return the body that "the ministry" stands for: the last one with that noun."""
        if raw.end - raw.start > 3:
            return None
        for trace in self.trail.back(raw.head, 30):
            entity = self.entities[trace.entity]
            if entity.sort in ("body", "organization") and raw.noun in entity.nouns and self._country_fits(entity, raw):
                return trace.entity
        return None
