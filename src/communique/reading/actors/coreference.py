"""Linking: every mention of a report to what it stands for, read from left to right."""

from __future__ import annotations

from dataclasses import replace

from communique import wordlists
from communique.reading.actors import home
from communique.reading.actors.appositions import Appositions
from communique.reading.actors.bodylinks import BodyLinks
from communique.reading.actors.descriptions import Descriptions
from communique.reading.actors.entities import Entity, Trail
from communique.reading.actors.genders import gender_of_title
from communique.reading.actors.lexicon import COUNTRY_PAIRS, LEADERS, STATE_OFFICES
from communique.reading.actors.marks import Marks
from communique.reading.actors.mentions import Raw
from communique.reading.actors.names import Person, persons
from communique.reading.actors.pronouns import Pronouns
from communique.reading.actors.roles import RoleFound, Roles
from communique.reading.actors.shared import label_of
from communique.reading.actors.words import Words

_ROYAL = wordlists.words("actors", "royal")


class Linker:
    """Links the mentions of one report. After :meth:`run`, ``of`` gives entities by mention."""

    def __init__(self, words: Words, marks: Marks, raws: list[Raw]) -> None:
        self.words, self.marks, self.raws = words, marks, raws
        self.entities: list[Entity] = []
        self.of: list[tuple[int, ...]] = [()] * len(raws)
        self.roles = Roles(words, marks)
        self.trail = Trail(words)
        self.pronouns = Pronouns(words, self.trail, self.entities)
        self.descriptions = Descriptions(words, self.trail, self.entities, self.pronouns)
        self.bodies = BodyLinks(words, self.entities, self.pronouns, self.descriptions)
        self._groups: dict[str, int] = {}
        self._role_of: dict[int, RoleFound | None] = {}

    def run(self) -> None:
        """Link all mentions."""
        self._persons()
        self._appose()
        home.settle(self.words, self.marks, self.entities)
        for i, raw in enumerate(self.raws):
            found = self._link(i, raw)
            self.of[i] = found
            if len(found) == 1:
                self._record(i, raw, found[0])
            elif found:
                self.pronouns.join(raw.head, found)
                for number in found:
                    self.trail.add(number, raw)
                    self.entities[number].raws += [i] if raw.shares else []
        home.settle(self.words, self.marks, self.entities)

    def _new(self, sort: str) -> Entity:
        entity = Entity(len(self.entities), sort)
        self.entities.append(entity)
        return entity

    def _persons(self) -> None:
        """Group the names of persons, with the roles that titles give them."""
        self._names = [i for i, raw in enumerate(self.raws) if raw.sort == "person" and raw.name[1]]
        texts = [self.words.words(*self.raws[i].name) for i in self._names]
        royal = {k for k, i in enumerate(self._names) if self._is_royal(self.raws[i])}
        found, self._options = persons(texts, royal)
        self._place = {i: k for k, i in enumerate(self._names)}
        self._counts = [0] * len(found)
        self._person: list[Person] = found
        for person in found:
            entity = self._new("person")
            entity.named, entity.gender = True, person.gender
            entity.names = [name.text for name in person.names]
        for k, i in enumerate(self._names):
            if len(self._options[k]) == 1:
                self._titled(self.entities[self._options[k][0]], self.raws[i], i)
                self.pronouns.named[self.raws[i].head] = self._options[k][0]

    def _is_royal(self, raw: Raw) -> bool:
        return any(self.words.lower[t] in _ROYAL for t in range(raw.start, raw.name[0]))

    def _titled(self, entity: Entity, raw: Raw, i: int) -> None:
        """Add what a name's own phrase says: role, country, gender."""
        role = self.roles.before(raw)
        if raw.gender:
            entity.gender = raw.gender
        if role is not None:
            self._give(entity, role)
        for found in self.roles.headings(raw):
            self._give(entity, found)
        if role is None and raw.country and raw.start < raw.name[0]:
            entity.country = entity.country or raw.country
        after = range(raw.end, min(raw.end + 3, self.words.size))
        if any(t in self.marks.tags for t in after):
            entity.country = entity.country or "USA"
        if role is not None and entity.country is None and role.country is None:
            entity.country, entity.region = self.roles.origin(raw)

    def _give(self, entity: Entity, role: RoleFound) -> None:
        same = [r for r in entity.roles if (r.title, r.former) == (role.title, role.former)]
        if any(role.body in (None, r.body) and role.country in (None, r.country) for r in same):
            pass
        else:
            for r in same:
                if r.body is None and r.country in (None, role.country):
                    entity.roles.remove(r)
            entity.roles.append(role)
        entity.country = entity.country or role.country
        entity.region = entity.region or role.region
        if not entity.gender:
            entity.gender = gender_of_title(role.title.rpartition(" ")[2])
        self.descriptions.note(entity, role)

    def _appose(self) -> None:
        """Tie descriptions to the names beside them, and give those their roles."""
        tied = Appositions(self.words).find(self.raws, self._names)
        self._tied = {i: name for i, name in tied.items() if len(self._options[self._place[name]]) == 1}
        for i, name in self._tied.items():
            role = self._role(i, self.raws[i])
            if role is not None:
                self._give(self.entities[self._options[self._place[name]][0]], role)

    def _role(self, i: int, raw: Raw) -> RoleFound | None:
        if i not in self._role_of:
            self._role_of[i] = self.roles.described(raw)
        return self._role_of[i]

    def _link(self, i: int, raw: Raw) -> tuple[int, ...]:
        if raw.kind == "pronoun":
            return () if raw.noun in _FIRST else self.pronouns.resolve(raw)
        if raw.sort == "person":
            return self._link_person(i, raw)
        if raw.sort == "group":
            return self._link_group(raw)
        if raw.sort == "state":
            return (self.bodies.state(raw.key[0]),)
        number = self.bodies.body(raw)
        return () if number is None else (number,)

    def _link_person(self, i: int, raw: Raw) -> tuple[int, ...]:
        if i in self._place:
            return self._choose(self._place[i], raw)
        if i in self._tied:
            return self._options[self._place[self._tied[i]]]
        if raw.owner is not None and raw.country is None:
            self._owner_country(raw)
        role = self._role(i, raw)
        subject = self._predicated(raw)
        if subject is not None:
            if subject >= 0 and role is not None and self.entities[subject].sort == "person":
                self._give(self.entities[subject], role)
                return (subject,)
            return ()
        number = self.descriptions.person(raw, role)
        if number is None:
            if raw.det == "" and not raw.country and self.words.dep[raw.head] not in ("nsubj", "appos"):
                return ()
            entity = self._new("person")
            entity.gender = raw.gender
            entity.owner = self.pronouns.at.get(raw.owner) if raw.owner is not None else None
            if raw.det != "a" or role is None or role.canon not in LEADERS:
                self.descriptions.unnamed.add(raw.noun, entity.number)
            number = entity.number
            if role is not None and raw.det == "a" and role.canon in LEADERS:
                entity.roles, entity.country = [role], role.country
                return (number,)
        if role is not None:
            self._give(self.entities[number], role)
        return (number,)

    def _owner_country(self, raw: Raw) -> None:
        """Give "its prime minister" and "his foreign minister" the owner's country."""
        owner = self.pronouns.at.get(raw.owner) if raw.owner is not None else None
        if owner is not None and raw.office is not None:
            raw.country = self.entities[owner].country
        elif raw.owner is not None and raw.office is not None and self.words.lower[raw.owner] == "its":
            first = self.words.sent_start[self.words.sent[raw.head]]
            named = [self.marks.country[i] for i in range(first, raw.owner) if i in self.marks.country]
            raw.country = named[-1].code if named and named[-1].is_name else None

    def _predicated(self, raw: Raw) -> int | None:
        """Return the subject of "X is a member of Y", -1 where it is unknown, ``None`` for no predicate."""
        words = self.words
        verb = words.head[raw.head]
        if words.kid(raw.head, "cop") is not None:
            owner = raw.head
        elif words.dep[raw.head] == "xcomp" and words.lower[verb] in (
            "became",
            "become",
            "becomes",
            "remains",
            "remain",
        ):
            owner = verb
        else:
            return None
        subject = words.kid(owner, "nsubj", "nsubj:outer")
        if words.kid(raw.head, "advmod") is not None and any(words.lower[k] == "not" for k in words.kids[raw.head]):
            return -1
        return self.pronouns.at.get(subject, -1) if subject is not None else -1

    def _choose(self, k: int, raw: Raw) -> tuple[int, ...]:
        """Return the person a name stands for; of several, the one spoken of most so far."""
        options = self._options[k]
        if len(options) > 1:
            gender, country = raw.gender, raw.country
            fits = [
                n
                for n in options
                if not (gender and self.entities[n].gender not in ("", gender))
                and not (country and self.entities[n].country not in (None, country))
            ]
            firsts = {n: self._person[n].places[0] for n in options}
            before = [n for n in fits or options if firsts[n] < k] or fits or list(options)
            options = (min(before, key=lambda n: (-self._counts[n], firsts[n])),)
            self._titled(self.entities[options[0]], raw, k)
        if options:
            if not self._counts[options[0]]:
                self._introduced(self.entities[options[0]], raw)
            self._counts[options[0]] += 1
        return options

    def _introduced(self, entity: Entity, raw: Raw) -> None:
        """Learn from a first mention: "his Chinese counterpart X", or X after "the adviser said."."""
        words = self.words
        owner = self.pronouns.at.get(raw.owner) if raw.owner is not None else None
        if owner is not None and words.lower[raw.name[0] - 1] == "counterpart":
            for role in self.entities[owner].roles[:1]:
                self._give(entity, replace(role, start=raw.start, end=raw.end, country=raw.country, body=None))
        if entity.roles or entity.country or not words.dep[raw.head].startswith("nsubj"):
            return
        for trace in self.trail.back(raw.head, 2):
            before = self.entities[trace.entity]
            subject = words.dep[trace.head].startswith("nsubj") and trace.sent < words.sent[raw.head]
            if subject and before.sort == "person" and not before.named and before.country and before.roles:
                self._merge(before, entity)
                return

    def _merge(self, old: Entity, new: Entity) -> None:
        """Make the mentions of ``old`` those of ``new``."""
        for i in old.raws:
            self.of[i] = (new.number,)
            self.pronouns.at[self.raws[i].head] = new.number
        new.raws, old.raws = sorted({*old.raws, *new.raws}), []
        for role in old.roles:
            self._give(new, role)
        self.descriptions.forget(old)

    def _link_shared(self, raw: Raw) -> tuple[int, ...]:
        """Return one actor for each country of "the presidents of Chile and Peru"."""
        if raw.noun in COUNTRY_PAIRS:
            states = tuple(self.bodies.state(code) for code in raw.shares)
            for number, code in zip(states, raw.shares, strict=True):
                self.entities[number].country = code
            return states
        role = self.roles.described(raw) or self._owners_role(raw)
        each = role is not None and (role.canon in STATE_OFFICES or role.canon.endswith("minister"))
        return tuple(self._share(raw, code, role if each else None) for code in raw.shares)

    def _owners_role(self, raw: Raw) -> RoleFound | None:
        """Return the role that "his French and German counterparts" share with whose they are."""
        owner = self.pronouns.at.get(raw.owner) if raw.owner is not None and raw.noun == "counterparts" else None
        roles = self.entities[owner].roles[:1] if owner is not None else []
        return replace(roles[0], start=raw.start, end=raw.end, former=False, since=None) if roles else None

    def _share(self, raw: Raw, code: str, role: RoleFound | None) -> int:
        """Return the holder of an office in a country, or the persons of a kind from it, met before or not."""
        if role is not None:
            role = replace(role, country=code, body=None, region=None)
            known = self.descriptions.person(replace(raw, country=code, shares=(), det="the"), role)
            if known is not None:
                self._give(self.entities[known], role)
                return known
        noun = role.title if role is not None else self.words.words(raw.head, raw.head + 1).lower()
        label = label_of(noun, code)
        if label not in self._groups:
            entity = self._new("group" if role is None else "person")
            entity.label, entity.country, self._groups[label] = label, code, entity.number
            self.descriptions.unnamed.add(noun, entity.number)
            if role is not None:
                self._give(entity, role)
        return self._groups[label]

    def _link_group(self, raw: Raw) -> tuple[int, ...]:
        if raw.shares:
            return self._link_shared(raw)
        text = self.words.words(raw.start, raw.end).lower()
        over = self.words.head[raw.head]
        known = self.pronouns.at.get(over)
        if known is not None and self.entities[known].sort == "group":
            same = self.words.dep[raw.head] == "appos"
            part = self.words.case(raw.head) == "of" and self.words.lower[over] in _PARTITIVES
            if same or part:
                return (known,)
        found = self.descriptions.group(raw)
        if found:
            return found
        if raw.det == "" and text in self._groups:
            return (self._groups[text],)
        if self.words.kid(raw.head, "cop") is not None:
            return ()
        entity = self._new("group")
        self.descriptions.unnamed.add(raw.noun, entity.number)
        self._groups[text] = entity.number
        return (entity.number,)

    def _record(self, i: int, raw: Raw, number: int) -> None:
        """Enter a resolved mention into its entity and the trail, and join it with its conjuncts."""
        entity, words = self.entities[number], self.words
        entity.raws.append(i)
        self.pronouns.at[raw.head] = number
        self.trail.add(number, raw)
        if raw.kind == "pronoun":
            return
        entity.nouns.add(raw.noun)
        if raw.sort != "person":
            entity.country = entity.country or raw.country
        first = words.first_conjunct(raw.head)
        if first != raw.head and first in self.pronouns.at:
            members = self.pronouns.sets.get(first, (self.pronouns.at[first],))
            alike = {self.entities[n].sort == "person" for n in (*members, number)}
            if number not in members and len(alike) == 1:
                self.pronouns.join(first, (*members, number))
        self.pronouns.heard(raw, number)
        if raw.sort == "person":
            self.pronouns.meeting(raw, number)


_PARTITIVES = wordlists.words("actors", "partitives")
_FIRST = wordlists.words("actors", "first_person")
