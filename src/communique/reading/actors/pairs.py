"""Pairs: which two actors "the two leaders", "both sides" and "the couple" are."""

from __future__ import annotations

from communique.reading.actors.entities import Entity, Trail
from communique.reading.actors.lexicon import COUNTRY_PAIRS, LEADERS, PAIRS, SIDE_PAIRS
from communique.reading.actors.mentions import Raw
from communique.reading.actors.pronouns import Pronouns
from communique.reading.actors.words import Words

_ROLE_PAIRS = ("leaders", "presidents", "premiers", "ministers")


class Pairs:
    """Resolves phrases for two actors against what was resolved before."""

    def __init__(self, words: Words, trail: Trail, entities: list[Entity], pronouns: Pronouns) -> None:
        self.words, self.trail, self.entities, self.pronouns = words, trail, entities, pronouns

    def is_pair(self, raw: Raw) -> bool:
        """True for "the couple", "both sides", "the two leaders"."""
        words = self.words
        if raw.noun in ("pair", "couple", "duo"):
            return raw.det == "the"
        said = {words.lower[k] for k in words.kids[raw.head] if k < raw.head}
        return bool(said & {"two", "both"}) and (
            raw.noun == "two" or (raw.det in ("the", "") and bool(said & {"the", "both"}))
        )

    def find(self, raw: Raw) -> tuple[int, ...]:
        """Return the two actors met last that the noun fits."""
        sorts = {"person"}
        if raw.noun in COUNTRY_PAIRS:
            sorts = {"state"}
        elif raw.noun in SIDE_PAIRS:
            sorts = {"state", "body", "organization"}
        recent = self.pronouns.recent_sets(raw.head, 12)
        for members in recent:
            if len(members) == 2 and all(self._in_pair(self.entities[m], raw, sorts) for m in members):
                return members
        found = self._two(raw, sorts)
        if not found and raw.noun in SIDE_PAIRS:
            found = self._two(raw, {"person"})
        return found

    def _in_pair(self, entity: Entity, raw: Raw, sorts: set[str]) -> bool:
        if entity.sort not in sorts or (raw.gender and entity.gender not in ("", raw.gender)):
            return False
        if raw.noun in _ROLE_PAIRS:
            return not entity.roles or any(self._plural_of(r.canon, raw.noun) for r in entity.roles)
        return True

    def _plural_of(self, title: str, noun: str) -> bool:
        if noun == "leaders":
            return title in LEADERS or "leader" in title
        return title.endswith(noun[:-1]) or (noun == "ministers" and ("minister" in title or "secretary" in title))

    def _two(self, raw: Raw, sorts: set[str]) -> tuple[int, ...]:
        scores = self.trail.scores(raw.head, 4)
        fits = [n for n in scores if self._in_pair(self.entities[n], raw, sorts)]
        if "person" in sorts:
            fits = [n for n in fits if self.entities[n].named]
            with_role = [n for n in fits if self.entities[n].roles]
            fits = with_role if len(with_role) >= 2 and raw.noun in PAIRS else fits
        here = {t.entity for t in self.trail.back(raw.head, 0)}
        if len(here.intersection(fits)) == 1:
            fits = [n for n in fits if n not in here]
        if len(fits) < 2:
            return ()
        top = sorted(fits, key=lambda n: (-scores[n], n))[:2]
        return tuple(sorted(top))
