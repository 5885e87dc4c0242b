"""How closely an actor stands to a predicate: the slot it fills, and how deep in the filler it lies.

Slots are logical, as in the argument maps: a passive's subject is its ``obj``. Beside a predicate's own
dependents count what it shares: the subject of the verb that governs it, what a relative clause hangs on,
the subject and prepositions of the verb that carries a noun ("held talks with").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from communique import wordlists
from communique.reading.lexicon import Lexicon, Sense
from communique.reading.lexicon.predicates import Trigger
from communique.reading.page.tree import Tree
from communique.reading.pairs.mentions import Mention

_CLAUSES = ("xcomp", "ccomp", "advcl", "parataxis", "csubj")
_STEP = {
    "conj": 0.97, "flat": 1.0, "compound": 0.96, "appos": 0.95, "amod": 0.95, "nmod:poss": 0.95, "nmod": 0.9,
    "nummod": 0.95, "acl": 0.6, "advcl": 0.6, "ccomp": 0.6, "parataxis": 0.5, "xcomp": 0.75, "obl": 0.8,
}  # fmt: skip
"""What is left of a fit for each step down from the filler."""
_PRONOUNS = wordlists.words("engagements", "pronouns")
_PAPERS = wordlists.words("engagements", "papers")
_NOUN_AGENTS = frozenset({"poss", "by", "from", "compound", "amod", "subj", "among", "between"})
_TAKES = wordlists.words("engagements", "taking")


@dataclass(frozen=True, slots=True)
class Filler:
    """A phrase that fills a slot: the token it hangs on, and how sure it is that it does."""

    slot: str
    token: int
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an actor fits as doer and as the one done to, between 0 and 1, and the slot of each."""

    doer: float
    doer_slot: str
    done_to: float
    done_to_slot: str


NO_FIT = Fit(0.0, "", 0.0, "")


class Links:
    """Reads fits off one sentence's tree."""

    def __init__(self, tree: Tree, lexicon: Lexicon) -> None:
        self.t, self.lex = tree, lexicon

    def fillers(self, trigger: Trigger) -> list[Filler]:
        """Return what fills the slots of a trigger, nearest first."""
        i = trigger.token
        found = list(self._of_verb(trigger) if self.heads_clause(i) else self._of_noun(trigger))
        return [f for f in found if f.token != i] + list(self._antecedents(found, i))

    def heads_clause(self, i: int) -> bool:
        """Whether a predicate is a verb or an adjective, with a subject of its own."""
        return self.t.is_verb(i) or self.t.pos[i] == "ADJ"

    def fit(self, trigger: Trigger, fillers: list[Filler], mention: Mention) -> Fit:
        """Return how well ``mention`` fits the trigger, as doer and as done to."""
        doers = agent_slots(trigger.sense, self.heads_clause(trigger.token))
        best = {True: (0.0, ""), False: (0.0, "")}
        for filler in fillers:
            share = self._depth(filler.token, mention) * filler.share
            if not share:
                continue
            best[True] = max(best[True], (share * as_doer(filler.slot, doers), filler.slot))
            best[False] = max(best[False], (share * as_done_to(filler.slot, doers, trigger.sense), filler.slot))
        return Fit(*best[True], *best[False])

    def _depth(self, top: int, mention: Mention) -> float:
        """Return what is left of the fit at the mention's head, 0 where it does not lie under ``top``."""
        t, i, share = self.t, mention.head, 1.0
        if top in mention.tokens:
            return 1.0
        while i != top:
            if t.heads[i] == i:
                return 0.0
            dep = t.deps[i]
            share *= _STEP.get(dep, _STEP.get(dep.split(":")[0], 0.8))
            i = t.heads[i]
        return share

    # verbs

    def _of_verb(self, trigger: Trigger) -> Iterator[Filler]:
        t, i = self.t, trigger.token
        passive = t.is_passive(i)
        subject = t.heads[i] if passive and t.deps[i] == "acl" else t.subject(i)
        if subject is not None:
            yield Filler("obj" if passive else "subj", subject)
        agent = t.agent(i) if passive else None
        if agent is not None:
            yield Filler("subj", agent)
        yield from self._objects(trigger)
        for host in (i, *trigger.extra):
            for k in t.kids[host]:
                dep = t.deps[k].split(":")[0]
                if k in trigger.extra or k == agent:
                    continue
                if dep in ("obl", "nmod") and not t.deps[k].endswith("poss"):
                    yield Filler(t.case(k) or "obl", k, 1.0 if host == i else 0.97)
                elif t.deps[k].endswith("poss") or (host != i and dep in ("compound", "amod")):
                    yield Filler("obj-poss", k)
                elif dep in _CLAUSES or (host != i and dep == "acl"):
                    yield Filler(self._clause_slot(k), k, 0.8)
        if subject is None and t.deps[i] == "acl:relcl":
            yield Filler("subj", t.heads[i], 0.9)

    def _objects(self, trigger: Trigger) -> Iterator[Filler]:
        t, i = self.t, trigger.token
        for k in t.by(i, "obj"):
            if k not in trigger.extra:
                yield Filler("obj", t.antecedent(k))
        for k in t.by(i, "iobj"):
            yield Filler("iobj", k)
        own = t.by(i, "nsubj")
        if t.deps[i] == "acl:relcl" and own and t.low[own[0]] not in ("who", "which", "that") and not t.by(i, "obj"):
            yield Filler("obj", t.heads[i], 0.9)

    def _clause_slot(self, k: int) -> str:
        marks = [*self.t.marks(k), *self.t.cases(k)]
        return f"clause {marks[0]}" if marks else "clause"

    # nouns

    def _of_noun(self, trigger: Trigger) -> Iterator[Filler]:
        t, i = self.t, trigger.token
        for host in (i, *trigger.extra):
            for k in t.kids[host]:
                dep = t.deps[k].split(":")[0]
                if t.deps[k] == "nmod:poss":
                    yield Filler("poss", k)
                elif dep in ("compound", "amod") and k not in trigger.extra:
                    yield Filler(dep, k, 0.95)
                elif dep in ("nmod", "obl"):
                    yield Filler(t.case(k) or "nmod", k)
                elif dep in ("acl", "appos", *_CLAUSES):
                    yield Filler(self._clause_slot(k), k, 0.7)
        yield from self._carried(i)

    def _carried(self, i: int) -> Iterator[Filler]:
        """Fillers lent by the verb of which a noun is object, subject or adjunct."""
        t = self.t
        head = t.first_conjunct(i)
        g, dep = t.heads[head], t.deps[head].split(":")[0]
        if dep == "nmod" and t.pos[g] == "NOUN" and t.case(head) == "of":
            head, g, dep = g, t.heads[g], t.deps[g].split(":")[0]
        if g == head or not (t.is_verb(g) or t.by(g, "cop")):
            return
        subject = t.agent(g) if t.is_passive(g) else t.subject(g)
        if dep == "obj" or t.deps[head] == "nsubj:pass":
            if subject is not None:
                takes = t.lemmas[g] in _TAKES
                yield Filler("to" if takes else "subj", subject, 0.95 if t.deps[head] != "nsubj:pass" else 0.9)
        elif dep == "obl" and subject is not None:
            yield Filler("subj", subject, 0.75)
        for k in t.kids[g]:
            kind = t.deps[k].split(":")[0]
            if k == head:
                continue
            if kind == "obl":
                yield Filler(t.case(k) or "obl", k, 0.85 if dep == "obj" else 0.6)
            elif kind in ("obj", "iobj"):
                yield Filler("of", k, 0.7)
            elif kind in _CLAUSES:
                yield Filler(self._clause_slot(k), k, 0.5)

    # what pronouns stand for

    def _antecedents(self, fillers: list[Filler], i: int) -> Iterator[Filler]:
        """The subject of a clause above, for a pronoun that fills a slot, and who issued a paper that does."""
        t = self.t
        for filler in fillers:
            if t.lemmas[filler.token] in _PAPERS and filler.slot == "subj":
                author = t.subject(t.heads[filler.token]) if t.deps[filler.token] == "obj" else None
                if author is not None:
                    yield Filler("subj", author, filler.share * 0.9)
            if t.low[filler.token] not in _PRONOUNS and t.pos[filler.token] != "PRON":
                continue
            seen = t.subject(i)
            for up in t.ancestors(i):
                above = t.subject(up) if t.is_verb(up) else None
                if above is not None and above != filler.token and above != seen and t.pos[above] != "PRON":
                    yield Filler(filler.slot, above, filler.share * 0.85)
                    break


def agent_slots(sense: Sense, verb: bool) -> frozenset[str]:
    """Return the slots of the doer in a sense's argument map."""
    frame = sense.frame.verb if verb else sense.frame.noun
    slots = next(iter(frame.values()), ())
    own = {x for s in slots for x in (sense.to if s == "to*" else (s,))}
    return frozenset(own or {"subj"} if verb else own | _NOUN_AGENTS)


def as_doer(slot: str, doers: frozenset[str]) -> float:
    """Return how far a slot is one of a doer."""
    if slot in doers:
        return 1.0
    return 0.25 if slot.startswith("clause") else 0.35


def as_done_to(slot: str, doers: frozenset[str], sense: Sense) -> float:
    """Return how far a slot is one of who is done to."""
    together = "attendee" in sense.frame.verb
    if slot in doers:
        return 0.9 if together else 0.75 if slot in ("compound", "amod") else 0.3
    return 0.7 if slot.startswith("clause") else 1.0
