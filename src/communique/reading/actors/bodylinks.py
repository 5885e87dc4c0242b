"""Which states, bodies and organizations are one: by name, country, part of a name, initials."""

from __future__ import annotations

from communique import wordlists
from communique.reading.actors.descriptions import Descriptions
from communique.reading.actors.entities import Entity
from communique.reading.actors.mentions import Raw
from communique.reading.actors.pronouns import Pronouns
from communique.reading.actors.words import Words

_SKIPPED = wordlists.words("actors", "skipped")
_BODIES = frozenset(("body", "organization"))


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


class BodyLinks:
    """Links the mentions of states, bodies and organizations of one report."""

    def __init__(self, words: Words, entities: list[Entity], pronouns: Pronouns, descriptions: Descriptions) -> None:
        self.words, self.entities = words, entities
        self.pronouns, self.descriptions = pronouns, descriptions
        self._by_key: dict[tuple[str, str], int] = {}
        self._latest: dict[str, int] = {}
        self._by_word: dict[str, list[int]] = {}
        self._by_initials: dict[str, int] = {}
        self._said: dict[str, int] = {}
        self._states: dict[str, int] = {}

    def _new(self, sort: str) -> int:
        entity = Entity(len(self.entities), sort, named=True)
        self.entities.append(entity)
        return entity.number

    def state(self, code: str) -> int:
        """Return the state of a country code."""
        if code not in self._states:
            self._states[code] = self._new("state")
        return self._states[code]

    def body(self, raw: Raw) -> int | None:
        """Return the body or organization of a name or of "the ministry", ``None`` where it is unknown."""
        over = self.pronouns.at.get(self.words.head[raw.head])
        if self.words.dep[raw.head] == "appos" and over is not None and self.entities[over].sort in _BODIES:
            return over
        if not raw.key:
            return self.descriptions.body(raw)
        name, country = raw.key
        said = self.words.words(*raw.name).lower()
        if raw.assumed and said in self._said:
            return self._said[said]
        number = self._known(name, country)
        number = self._alias(raw) if number is None else number
        number = self._long_form(name) if number is None else number
        if number is None:
            number = self._new(raw.sort)
            for word in self._content(raw):
                self._by_word.setdefault(word, []).append(number)
        self._by_key[name, country] = self._latest[name] = number
        if country and not raw.assumed:
            self._said[said] = number
        if len(name.split()) > 1:
            self._by_initials.setdefault(_initials(name), number)
        return number

    def _known(self, name: str, country: str) -> int | None:
        """Return the body of that name and country; a name without a country takes the last one."""
        if (name, country) in self._by_key:
            return self._by_key[name, country]
        near = self._by_key.get((name, ""))
        if country and near is not None and self.entities[near].country in (None, country):
            return near
        return None if country else self._latest.get(name)

    def _long_form(self, name: str) -> int | None:
        """Return the body known by its initials so far ("DNC")."""
        initials = _initials(name)
        return self._by_key.get((initials, "")) if len(initials) > 2 and initials != name else None

    def _content(self, raw: Raw) -> list[str]:
        text = self.words.words(*raw.name).lower().split() if raw.name[1] else []
        return [w for w in text if w not in _SKIPPED]

    def _alias(self, raw: Raw) -> int | None:
        """Return the body whose longer name holds all words of a shorter one ("the Council Committee")."""
        content = self._content(raw)
        if len(content) < 2:
            name = self.words.words(*raw.name)
            return self._by_initials.get(name) if name.isupper() and len(name) > 1 else None
        rows = [set(self._by_word.get(w, ())) for w in content]
        options = [n for n in set.intersection(*rows) if self._fits(n, raw)]
        return options[0] if len(options) == 1 else None

    def _fits(self, number: int, raw: Raw) -> bool:
        return not raw.country or self.entities[number].country in (None, raw.country)
