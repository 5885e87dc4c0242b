"""The cast of a report: its actors, every mention of them, and who stands where."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from types import MappingProxyType

from communique import wordlists
from communique.language.doc import Doc
from communique.reading.actors.coreference import Linker
from communique.reading.actors.entities import Entity
from communique.reading.actors.institutions import Institutions
from communique.reading.actors.known import known_country
from communique.reading.actors.lexicon import PRONOUNS
from communique.reading.actors.marks import Marks
from communique.reading.actors.mentions import Mention, Raw, pronouns
from communique.reading.actors.namefinder import NameFinder
from communique.reading.actors.people import People
from communique.reading.actors.words import Words
from communique.reading.known.countries import usual_name
from communique.reading.page.ranges import Ranges
from communique.reading.tables import load
from communique.records import Actor, ActorKind, Role, Span
from communique.text import TextLayer

_KINDS = {
    "person": ActorKind.PERSON,
    "state": ActorKind.STATE,
    "body": ActorKind.BODY,
    "organization": ActorKind.ORGANIZATION,
    "group": ActorKind.GROUP,
}
_ARTICLE = re.compile(r"^(?:the|a|an|this|that|these|those|his|her|their|its|some)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")


class Cast:
    """Actors of one report and their mentions. Made by :func:`find_cast`; never changes."""

    def __init__(
        self,
        words: Words,
        actors: tuple[Actor, ...],
        mentions: tuple[Mention, ...],
        together: dict[int, tuple[str, ...]],
    ) -> None:
        self.actors = actors
        self.mentions = mentions
        self._words = words
        self._together = together
        self._by_id = {actor.id: actor for actor in actors}
        self._heads: dict[int, Mention] = {}
        self._cover: dict[int, Mention] = {}
        for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
            for token in range(mention.start, mention.end):
                self._cover[token] = mention
        for mention in mentions:
            self._heads.setdefault(mention.head, mention)

    def mention_at(self, token: int) -> Mention | None:
        """Return the mention whose head ``token`` is, else the innermost one around it."""
        return self._heads.get(token) or self._cover.get(token)

    def at(self, token: int) -> str | None:
        """Return the id of the actor of the mention at ``token``; ``None`` for none or several."""
        mention = self.mention_at(token)
        return mention.actor if mention is not None else None

    def members(self, token: int) -> tuple[str, ...]:
        """Return the actors of the phrase headed at ``token``, its conjuncts and plural pronouns included."""
        found: dict[str, None] = {}
        waiting = [token]
        seen: set[int] = set()
        while waiting:
            head = waiting.pop(0)
            if head in seen:
                continue
            seen.add(head)
            mention = self.mention_at(head)
            if mention is not None and mention.head in self._together:
                found.update(dict.fromkeys(self._together[mention.head]))
            elif mention is not None and mention.actor is not None:
                found.setdefault(mention.actor)
            waiting += [k for k in self._words.kids[head] if self._words.dep[k] == "conj"]
            if mention is not None and mention.head != head and mention.start <= head < mention.end:
                waiting += [k for k in self._words.kids[mention.head] if self._words.dep[k] == "conj"]
        return tuple(found)

    def get(self, actor_id: str) -> Actor:
        """Return the actor of an id.

        Raises:
            KeyError: if the report has no such actor.
        """
        return self._by_id[actor_id]

    def with_actor(self, actor: Actor) -> Cast:
        """Return a cast with one actor more, whom nothing in what is read stands for yet."""
        return Cast(self._words, (*self.actors, actor), self.mentions, self._together)

    def with_first_person(self, spoken: Sequence[tuple[Span, str]]) -> Cast:
        """Return a cast in which "I" and "we" in the given spans stand for their speakers.

        Args:
            spoken: spans of what is said, in code points, and the speaker's id; of nested
                spans the innermost counts. "we" takes in whom the speaker says to have met.
        """
        words = self._words
        rows = sorted((s for s in spoken if s[1] in self._by_id), key=lambda row: row[0].start - row[0].end)
        around = Ranges((span.start, span.end, actor) for span, actor in rows)
        speaker: dict[int, str] = {}
        for k, mention in enumerate(self.mentions):
            if mention.kind == "pronoun" and PRONOUNS.get(words.lower[mention.head], (3,))[0] == 1:
                for actor in around.holding(words.start[mention.start], words.end[mention.end - 1])[-1:]:
                    speaker[k] = actor
        mentions = tuple(replace(m, actor=speaker.get(k, m.actor)) for k, m in enumerate(self.mentions))
        together = dict(self._together)
        for k in speaker:
            self._with_others(mentions, k, together)
        added: dict[str, list[Span]] = {}
        for k, actor in speaker.items():
            m = mentions[k]
            added.setdefault(actor, []).append(Span(words.start[m.start], words.end[m.end - 1]))
        actors = tuple(
            replace(a, mentions=tuple(sorted({*a.mentions, *added[a.id]}))) if a.id in added else a for a in self.actors
        )
        return Cast(words, actors, mentions, together)

    def with_described(self, tokens: Sequence[int], lands: Mapping[int, str] = MappingProxyType({})) -> Cast:
        """Return a cast in which the noun phrases headed at ``tokens`` that stand for nobody are groups of their own.

        "The murder of six hostages", "sent officials": who takes part is told by a description alone. Phrases of the
        same words are one group. Those in ``lands`` stand for the country of a code: a visit to Munich is to Germany.
        """
        states = {a.country: a for a in self.actors if a.kind is ActorKind.STATE}
        words = self._words
        mentions, found = list(self.mentions), dict[str, Actor]()
        for token in tokens:
            if words.pos[token] not in ("NOUN", "PROPN") or self.members(token) or self.mention_at(token) is not None:
                continue
            first, last = self._phrase(token)
            name, land = _ARTICLE.sub("", words.words(first, last)), lands.get(token)
            number = len(self.actors) + sum(a.id not in self._by_id for a in found.values()) + 1
            new = Actor(f"a{number}", ActorKind.GROUP, name)
            if land is not None:
                name = usual_name(land)
                new = states.get(land, replace(new, kind=ActorKind.STATE, name=name, country=land))
            known = found.get(name.casefold(), new)
            spans = {*known.mentions, Span(words.start[first], words.end[last - 1])}
            found[name.casefold()] = replace(known, mentions=tuple(sorted(spans)))
            mentions.append(Mention(first, last, token, known.id, "name" if land else "description"))
        own = {a.id: a for a in found.values()}
        actors = (*(own.pop(a.id, a) for a in self.actors), *own.values())
        return Cast(words, actors, tuple(mentions), self._together)

    def _phrase(self, head: int) -> tuple[int, int]:
        """Return the range from the first of the words that stand right before a noun and belong to it."""
        words, first = self._words, head
        while first and words.head[first - 1] in range(first, head + 1) and words.dep[first - 1] in _BEFORE:
            first -= 1
        return first, head + 1

    def _with_others(self, mentions: tuple[Mention, ...], k: int, together: dict[int, tuple[str, ...]]) -> None:
        """Add to "we" whom "I met with" names before it in the same sentence."""
        words, mention = self._words, mentions[k]
        if words.lower[mention.head] not in ("we", "us", "our") or mention.actor is None:
            return
        for j in range(k - 1, max(-1, k - 8), -1):
            other = mentions[j]
            if words.sent[other.head] != words.sent[mention.head]:
                return
            verb = words.head[other.head]
            subject = words.kid(verb, "nsubj")
            by_me = subject is not None and words.lower[subject] in ("i", "we")
            joined = words.dep[other.head] in ("obl", "obj") and words.case(other.head) in ("with", "")
            if by_me and joined and other.actor not in (None, mention.actor) and words.lower[verb] in _MET:
                together[mention.head] = (mention.actor, str(other.actor))
                return


_BEFORE = frozenset("det amod nummod compound nmod:poss nmod:desc advmod flat".split())
"""Relations of the words before a noun that are of its phrase."""

_MET = wordlists.words("actors", "met")


def find_cast(doc: Doc, layer: TextLayer, told: Set[int] = frozenset(), modifying: Set[int] = frozenset()) -> Cast:
    """Return the actors of a report and every phrase that stands for one of them.

    Args:
        doc: the analysed report (:func:`communique.language.core.analyse`).
        layer: its text layer.
        told: tokens where a word for an engagement has its parties; names there act.
        modifying: words before such a word that may name a party ("Russian", "US").
    """
    words = Words(doc, layer)
    if not words.ranges:
        return Cast(words, (), (), {})
    marks = Marks(words)
    names = NameFinder(words, marks, told)
    raws = names.find()
    raws += Institutions(words, marks, names.taken, told, modifying).find()
    raws = _unique([*raws, *People(words, marks, names.taken).find(), *pronouns(words)])
    linker = Linker(words, marks, raws)
    linker.run()
    return _Staging(words, layer, linker).cast()


def _unique(raws: list[Raw]) -> list[Raw]:
    """Return mentions in order of their heads, one a head; the first found wins."""
    by_head: dict[int, Raw] = {}
    for raw in raws:
        by_head.setdefault(raw.head, raw)
    return sorted(by_head.values(), key=lambda raw: (raw.head, raw.start))


def _small(name: str, sure: bool) -> str:
    """Return a name in capitals as it is written elsewhere; what may be initials stays if it is not ``sure``."""
    shouted = name.isupper() and (sure or " " in name or len(name) > 4)
    return re.sub(r"(?![IVX]+\b)\w+", lambda m: m[0].capitalize(), name) if shouted else name


class _Staging:
    """Turns linked entities into actors with ids in order of first mention."""

    def __init__(self, words: Words, layer: TextLayer, linker: Linker) -> None:
        self.words, self.layer, self.linker = words, layer, linker
        self.raws = linker.raws

    def cast(self) -> Cast:
        """Return the cast of what acts; what is only a place somewhere is left out."""
        kept = [e for e in self.linker.entities if self._acts(e)]
        kept.sort(key=lambda e: (min(self.raws[i].start for i in e.raws), e.number))
        ids = {e.number: f"a{k}" for k, e in enumerate(kept, 1)}
        mentions, together = [], dict[int, tuple[str, ...]]()
        spans: dict[int, list[Span]] = {e.number: [] for e in kept}
        for raw, found in zip(self.raws, self.linker.of, strict=True):
            known = [n for n in found if n in ids]
            if found and not known:
                continue
            if not found and raw.kind != "pronoun":
                continue
            actor = ids[known[0]] if len(known) == 1 else None
            mentions.append(Mention(raw.start, raw.end, raw.head, actor, raw.kind))
            if len(known) > 1:
                together[raw.head] = tuple(ids[n] for n in known)
            for n in known:
                spans[n].append(self._span(raw.start, raw.end))
        actors = tuple(self._actor(e, ids[e.number], spans[e.number]) for e in kept)
        return Cast(self.words, actors, tuple(mentions), together)

    def _acts(self, entity: Entity) -> bool:
        """True for an entity that is named or described somewhere as acting, not only as a place."""
        return any(self.raws[i].kind != "pronoun" and not self.raws[i].weak for i in entity.raws)

    def _span(self, start: int, end: int) -> Span:
        return Span(self.words.start[start], self.words.end[end - 1])

    def _actor(self, entity: Entity, actor_id: str, spans: list[Span]) -> Actor:
        names = self._names(entity)
        name = self._best(entity, names)
        aliases = tuple(n for n in dict.fromkeys(names) if n != name)
        roles = tuple(
            Role(
                r.title,
                self.layer.evidence(self.words.start[r.start], self.words.end[r.end - 1]),
                r.body,
                r.country,
                r.former,
                r.since,
            )
            for r in entity.roles
        )
        country = entity.country
        if country is None and entity.sort == "person" and entity.named:
            country = known_country(name, titled=bool(roles))
        return Actor(actor_id, _KINDS[entity.sort], name, country, aliases, roles, tuple(sorted(set(spans))))

    def _names(self, entity: Entity) -> list[str]:
        """Return the names an actor goes by: for those without a name, its descriptions."""
        names, words = [entity.label] if entity.label else [], self.words
        bare = [self.raws[i] for i in entity.raws if self.raws[i].name[1]]
        if entity.sort == "person" and entity.named:
            sure = [raw.start < raw.name[0] or words.label[raw.head] for raw in bare]
            names = [_small(self._clean(words.words(*raw.name)), known) for raw, known in zip(bare, sure, strict=True)]
            return sorted(names, key=lambda name: name.isupper())
        for i in entity.raws:
            raw = self.raws[i]
            if raw.kind in ("pronoun", "adjective") or raw.shares:
                continue
            if entity.sort in ("state", "organization") and raw.name[1]:
                names.append(self._clean(words.words(*raw.name)))
            else:
                names.append(self._clean(words.words(raw.start, raw.end)))
        return names

    def _clean(self, text: str) -> str:
        return _POSSESSIVE.sub("", _ARTICLE.sub("", text)).strip(" ,") or text

    def _best(self, entity: Entity, names: list[str]) -> str:
        if entity.sort == "state" and entity.country:
            row = load("demonyms")["country"].get(entity.country)
            if row:
                return str(row["names"][0])
        if entity.sort == "person" and entity.named:
            most = max(len(n.split()) for n in names)
            return next(n for n in names if len(n.split()) == most)
        if entity.sort in ("body", "organization"):
            return max(names, key=len)
        return names[0]
