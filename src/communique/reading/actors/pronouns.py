"""Pronouns: who "he", "they" and "its" are, by gender, number, recency, grammar and who is speaking."""

from __future__ import annotations

from communique import wordlists
from communique.reading.actors.entities import Entity, Trail
from communique.reading.actors.lexicon import REFLEXIVES, SPEECH
from communique.reading.actors.mentions import Raw
from communique.reading.actors.words import Words

_ARGUMENTS = frozenset("nsubj nsubj:pass obj iobj obl obl:agent".split())
_TOLD = _ARGUMENTS | {"nsubj:outer", "conj"}
OWN_SUBJECT = 1.3
UNKNOWN_GENDER = 0.8
UNNAMED = 0.85
_MUTUAL = wordlists.words("actors", "mutual")
_FORMS = wordlists.mapping("actors", "speech_forms")


def spoken(word: str) -> bool:
    """True for a form of a verb of speech ("said", "announces")."""
    base = _FORMS.get(word, word)
    if base in SPEECH:
        return True
    for end in ("s", "es", "d", "ed", "ing"):
        if base.endswith(end) and (base[: -len(end)] in SPEECH or base[: -len(end)] + "e" in SPEECH):
            return True
    return base.endswith("ied") and base[:-3] + "y" in SPEECH


class Pronouns:
    """Finds antecedents among what was resolved before."""

    def __init__(self, words: Words, trail: Trail, entities: list[Entity]) -> None:
        self.words, self.trail, self.entities = words, trail, entities
        self.at: dict[int, int] = {}
        """Entities by the head tokens of their mentions resolved so far."""
        self.named: dict[int, int] = {}
        """Entities by the head tokens of names in the whole report."""
        self.sets: dict[int, tuple[int, ...]] = {}
        """Several actors together by the head token of their phrase."""
        self._order: list[int] = []
        self._speaker: tuple[int, int] | None = None

    def resolve(self, raw: Raw) -> tuple[int, ...]:
        """Return the entities that a pronoun of the third person stands for; empty where unknown."""
        barred = self._barred(raw.head) | self._speaking(raw.head)
        if raw.noun in REFLEXIVES:
            subject = self.subject(raw.head)
            return (subject,) if subject is not None and self._agrees(subject, raw) else ()
        if raw.noun == "both":
            pair = self._last_set(raw.head)
            return pair if len(pair) == 2 else ()
        if raw.gender in ("m", "f"):
            return self._person(raw, barred)
        if raw.plural:
            return self._plural(raw, barred)
        return self._thing(raw, barred)

    def _agrees(self, number: int, raw: Raw) -> bool:
        entity = self.entities[number]
        if raw.gender in ("m", "f"):
            return entity.sort == "person" and entity.gender in ("", raw.gender)
        if raw.plural:
            return entity.sort != "person"
        return entity.sort in ("state", "body", "organization")

    def _person(self, raw: Raw, barred: set[int]) -> tuple[int, ...]:
        best: tuple[float, int] | None = None
        ahead = self._ahead(raw.head)
        if ahead is not None and ahead not in barred and self._agrees(ahead, raw):
            return (ahead,)
        owner = self.subject(raw.head) if self.words.dep[raw.head] == "nmod:poss" else None
        for number, score in self.trail.scores(raw.head).items():
            if number in barred or not self._agrees(number, raw):
                continue
            entity = self.entities[number]
            score *= OWN_SUBJECT if number == owner else 1.0
            score *= 1.0 if entity.gender else UNKNOWN_GENDER
            score *= 1.0 if entity.named else UNNAMED
            if best is None or score > best[0]:
                best = (score, number)
        if best is None:
            return ()
        entity = self.entities[best[1]]
        entity.gender = entity.gender or raw.gender
        return (best[1],)

    def _ahead(self, head: int) -> int | None:
        """Return the named subject that follows a pronoun in what is put first ("In his speech, X")."""
        words, token = self.words, head
        first = words.sent_start[words.sent[head]]
        for _ in range(10):
            if words.dep[token] in ("obl", "advcl") or words.head[token] == token:
                break
            token = words.head[token]
        verb = words.head[token]
        if verb == token or verb < head or words.dep[token] not in ("obl", "advcl"):
            return None
        subject = words.kid(verb, "nsubj", "nsubj:pass")
        if subject is None or subject < head or subject not in self.named:
            return None
        opens = all(not words.dep[i].startswith("nsubj") or i == head for i in range(first, head))
        return self.named[subject] if opens else None

    def _plural(self, raw: Raw, barred: set[int]) -> tuple[int, ...]:
        scores = self.trail.scores(raw.head, 2)
        options: list[tuple[float, tuple[int, ...]]] = []
        for number, score in scores.items():
            entity = self.entities[number]
            if number not in barred and entity.sort != "person":
                weight = {"group": 1.0, "state": 0.8}.get(entity.sort, 0.85)
                options.append((score * weight, (number,)))
        for members in self.recent_sets(raw.head, 2):
            if not barred & set(members):
                options.append((max(scores.get(m, 0.0) for m in members) * 1.05, members))
        best = max(options, default=(0.0, ()), key=lambda option: option[0])[1]
        return (
            self._both_states(raw.head, best[0]) if len(best) == 1 and self.entities[best[0]].sort == "state" else best
        )

    def _both_states(self, head: int, state: int) -> tuple[int, ...]:
        """Return whom "they" after a state means: it and the one other that its sentence tells a deed of.

        Where a plural noun stands there, a state alone, which is one, is not meant.
        """
        words = self.words
        last = next(t for t in self.trail.back(head, 2) if t.entity == state)
        first = words.sent_start[last.sent]
        told = {t.entity for t in self.trail.back(head, 2) if t.sent == last.sent and words.dep[t.head] in _TOLD}
        others = {n for n in told if self.entities[n].sort == "state"} - {state}
        if len(others) == 1:
            return tuple(sorted((state, *others)))
        plural = any(
            words.pos[i] == "NOUN" and words.is_plural(i) and words.dep[i] in ("nsubj", "nsubj:pass", "obj")
            for i in range(first, head)
            if words.sent[i] in (last.sent, words.sent[head])
        )
        return () if plural and words.dep[head] != "nmod:poss" else (state,)

    def _thing(self, raw: Raw, barred: set[int]) -> tuple[int, ...]:
        words, head = self.words, raw.head
        if raw.noun == "it" and not (words.dep[head].startswith("nsubj") and spoken(words.lower[words.head[head]])):
            return ()
        best: tuple[float, int] | None = None
        for trace in self.trail.back(head, 1):
            entity = self.entities[trace.entity]
            if trace.entity in barred or entity.sort not in ("state", "body", "organization"):
                continue
            same = trace.sent == words.sent[head]
            subject = words.dep[words.first_conjunct(trace.head)].startswith("nsubj")
            if raw.noun == "it" and not subject:
                continue
            score = trace.weight * (1.0 if same else 0.6 if subject else 0.0)
            if score > 0 and (best is None or score > best[0]):
                best = (score, trace.entity)
        return (best[1],) if best else ()

    def join(self, token: int, members: tuple[int, ...]) -> None:
        """Record that the phrase at ``token`` names several actors together."""
        if token not in self.sets:
            self._order.append(token)
        self.sets[token] = members

    def recent_sets(self, head: int, sentences: int) -> list[tuple[int, ...]]:
        """Return the actors that were named together in the last sentences, latest first."""
        found, sent = [], self.words.sent[head]
        for token in reversed(self._order):
            if sent - self.words.sent[token] > sentences:
                break
            if token < head and len(self.sets[token]) > 1:
                found.append(self.sets[token])
        return found

    def _last_set(self, head: int) -> tuple[int, ...]:
        return next(iter(self.recent_sets(head, 3)), ())

    def _verb(self, token: int) -> int:
        """Return the verb that a phrase hangs on, through nouns it is part of."""
        words = self.words
        for _ in range(10):
            if words.head[token] == token or words.dep[token] in (
                "acl:relcl",
                "acl",
                "advcl",
                "ccomp",
                "xcomp",
            ):
                break
            token = words.head[token]
            if words.pos[token] in ("VERB", "AUX"):
                break
        return token

    def subject(self, token: int) -> int | None:
        """Return the actor that is the subject of the verb over ``token``, or that controls it."""
        words = self.words
        verb = self._verb(token)
        for _ in range(6):
            subject = words.kid(verb, "nsubj", "nsubj:pass", "nsubj:outer")
            if subject is not None:
                return self.at.get(subject) if subject != token else None
            if words.dep[verb] not in ("xcomp", "advcl", "conj") or words.head[verb] == verb:
                return None
            controller = words.kid(words.head[verb], "obj", "iobj") if words.dep[verb] == "xcomp" else None
            if controller is not None and controller in self.at and controller < verb:
                return self.at[controller]
            verb = words.head[verb]
        return None

    def _barred(self, head: int) -> set[int]:
        """Return what grammar forbids: a fellow argument of the verb, the owned thing's own actor."""
        words, barred = self.words, set()
        dep, over = words.dep[head], words.head[head]
        if dep == "nmod:poss":
            for token in (
                over,
                *(k for k in words.kids[over] if words.dep[k] in ("appos", "flat", "nmod:desc")),
            ):
                barred |= {self.named[token]} if token in self.named else set()
                barred |= {self.at[token]} if token in self.at else set()
            if words.dep[over] in ("nmod:desc", "compound") and words.head[over] in self.named:
                barred.add(self.named[words.head[over]])
            return barred
        first = words.first_conjunct(head)
        if first != head and first in self.at:
            barred.add(self.at[first])
        verb = self._verb(first)
        if verb != head and words.dep[first] != "nsubj":
            for kid in words.kids[verb]:
                if words.dep[kid] in _ARGUMENTS and kid in self.at and kid != first:
                    is_near = words.head[first] == verb or words.dep[kid].startswith("nsubj")
                    barred |= {self.at[kid]} if is_near else set()
            if words.dep[verb] in ("xcomp", "advcl"):
                subject = self.subject(first)
                barred |= {subject} if subject is not None and words.head[first] == verb else set()
        return barred

    def _speaking(self, head: int) -> set[int]:
        """Return the speaker of the quotation around ``head``, who is no "he" in it."""
        words = self.words
        if words.turn[head] >= 0 and not words.label[head]:
            return self.taking_turn(head)
        if not words.quoted[head]:
            return set()
        token = head
        for _ in range(40):
            if words.head[token] == token or not words.quoted[token]:
                break
            token = words.head[token]
        if not words.quoted[token]:
            for kid in words.kids[token]:
                if words.dep[kid].startswith("nsubj") and not words.quoted[kid]:
                    number = self.at.get(kid, self.named.get(kid))
                    if number is not None:
                        self._speaker = (words.sent[head], number)
                        return {number}
            return set()
        if self._speaker is not None and words.sent[head] - self._speaker[0] <= 4:
            return {self._speaker[1]}
        return set()

    def taking_turn(self, head: int) -> set[int]:
        """Return who speaks the paragraph of a transcript that a token stands in."""
        if self.words.turn[head] < 0:
            return set()
        tokens = range(*self.words.labels[self.words.turn[head]])
        return {self.at[i] for i in tokens if i in self.at}

    def heard(self, raw: Raw, number: int) -> None:
        """Note who spoke last, so that a quotation after it is known as theirs."""
        words = self.words
        if (
            words.dep[raw.head].startswith("nsubj")
            and not words.quoted[raw.head]
            and spoken(words.lower[words.head[raw.head]])
        ):
            self._speaker = (words.sent[raw.head], number)

    def meeting(self, raw: Raw, number: int) -> None:
        """Note two persons that a verb such as "met" joins, for a "they" that follows."""
        words, first = self.words, raw.head
        verb = words.head[first]
        if words.dep[first] not in ("obj", "obl") or words.lower[verb] not in _MUTUAL:
            return
        if words.dep[first] == "obl" and words.case(first) != "with":
            return
        subject = next((k for k in words.kids[verb] if words.dep[k].startswith("nsubj") and k in self.at), None)
        if subject is not None and subject not in self.sets and self.at[subject] != number:
            pair = (self.at[subject], number)
            if all(self.entities[n].sort == "person" for n in pair):
                self.join(first, pair)
