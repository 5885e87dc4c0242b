"""Which predicate of a sentence tells what its source did to its target: candidates and their ranking.

Every predicate of the lexicon is weighed by how well source and target fit its argument map
(:mod:`communique.reading.pairs.links`). A predicate whose doer is the source, and that governs another which
reaches the target, takes that other's place ("demonstrated to demand", "refused to lift"): what it governs is
what the act is about. Where none links the pair, the one nearest to it in the tree is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from communique import wordlists
from communique.reading.lexicon import Lexicon
from communique.reading.lexicon.predicates import Trigger, find_triggers
from communique.reading.page.tree import Tree
from communique.reading.pairs.links import NO_FIT, Filler, Fit, Links
from communique.reading.pairs.mentions import Mention

_CLAUSES = ("xcomp", "ccomp", "advcl", "acl", "parataxis", "csubj")
SURE, LIKELY = 2.6, 1.4
"""Scores from which a predicate is said to link the pair, or to belong to one of them."""
_OWN = 0.55
"""From this fit on a predicate is the source's own act."""
_OBLIGING = wordlists.words("engagements", "obliging")
_SAYING = wordlists.words("engagements", "saying")
_AIMS = wordlists.words("engagements", "aims")
_TOPICS = wordlists.words("engagements", "topics")
_VEHICLES = frozenset({"call", "letter", "message", "interview"})
"""Kinds by which something is said: what is said comes first ("phoned to congratulate")."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A predicate, how the pair fits it, and its score; ``source`` and ``target`` are the mentions weighed."""

    trigger: Trigger
    source: Mention
    target: Mention
    doer: Fit
    other: Fit
    score: float
    fillers: tuple[Filler, ...] = ()

    @property
    def ladder(self) -> str:
        """The step of the ladder that the score stands on, in words."""
        return "links both" if self.score >= SURE else "links one" if self.score >= LIKELY else "nearest"


class Chooser:
    """Ranks the predicates of one sentence for one pair."""

    def __init__(self, tree: Tree, lexicon: Lexicon) -> None:
        self.t, self.lex, self.links = tree, lexicon, Links(tree, lexicon)

    def ranked(self, sources: Sequence[Mention], targets: Sequence[Mention]) -> list[Candidate]:
        """Return the candidates, best first; ties go to the one that comes first in the sentence.

        Where one of the pair is nowhere named, the other alone is weighed.
        """
        if not sources and not targets:
            whole = [Mention(frozenset(), 0)]
            sources, targets = whole, []
        names = {i for m in (*sources, *targets) for i in m.tokens if self.t.pos[i] == "PROPN"}
        words = find_triggers(self.t, self.lex, range(len(self.t.words)), names, pair=True)
        triggers = [trigger for trigger in words if "said" not in trigger.sense.needs]
        found = [c for trigger in (*triggers, *self._said(triggers)) for c in self._weighed(trigger, sources, targets)]
        found = [self._raised(c, found) for c in found]
        found = [self._carried(c, found) for c in found]
        coded = [c for c in found if c.trigger.sense.plover] or found
        return sorted(coded, key=lambda c: (-c.score, c.trigger.token))

    def _weighed(self, trigger: Trigger, sources: Sequence[Mention], targets: Sequence[Mention]) -> Iterator[Candidate]:
        """Yield the candidate that a predicate is with the best of its mentions; none where they are the same words."""
        fillers = self.links.fillers(trigger)
        others = [(t, self.links.fit(trigger, fillers, t)) for t in targets] or [(s, NO_FIT) for s in sources]
        doers = [(s, self.links.fit(trigger, fillers, s)) for s in sources] or [(t, NO_FIT) for t in targets]
        fits = [
            Candidate(trigger, s, t, a, b, self._score(trigger, s, t, a, b), tuple(fillers))
            for s, a in doers
            for t, b in others
            if s.tokens != t.tokens or not sources or not targets
        ]
        if fits:
            yield max(fits, key=lambda c: c.score)

    def _said(self, triggers: Sequence[Trigger]) -> Iterator[Trigger]:
        """Yield a demand for every "said that X must", and a charge for every "said that X was responsible"."""
        t, taken = self.t, {trigger.token for trigger in triggers}
        for i, lemma in enumerate(t.lemmas):
            if lemma not in _SAYING or not t.is_verb(i) or i in taken:
                continue
            said = [*t.by(i, "ccomp", "parataxis"), *([t.heads[i]] if t.deps[i] == "parataxis" else [])]
            if any(t.lemmas[k] in _OBLIGING and self._obliges(k) for s in said for k in t.by(s, "aux", "xcomp")):
                yield Trigger(i, self.lex.senses["demand"])
            elif any("said" in p.sense.needs for s in said for p in self.lex.adjectives.get(t.lemmas[s], ())):
                yield Trigger(i, self.lex.senses["accuse"])

    def _obliges(self, k: int) -> bool:
        return self.t.lemmas[k] not in ("have", "need") or self.t.deps[k] == "xcomp"

    def _score(self, trigger: Trigger, source: Mention, target: Mention, a: Fit, b: Fit) -> float:
        i, t = trigger.token, self.t
        low, high = sorted((source.head, target.head))
        score: float = 2 * a.doer + 1.6 * b.done_to - 0.5 * b.doer * (a.doer < 0.5)
        score += 0.06 * min(trigger.weight, 4) + 0.12 * t.is_verb(i)
        score += (0.6 if a.doer + b.done_to < 0.2 else 0.1) * (low < i < high)
        score -= 0.4 * (trigger.sense.plover == "") + 0.25 * (trigger.sense.kind in _VEHICLES)
        score -= 0.6 * (i in source.tokens | target.tokens) + 0.7 * (t.pos[i] == "PROPN")
        score -= 0.06 * min(5, self._height(i)) + 0.02 * min(10, max(0, low - i, i - high))
        return score - (0.5 if t.is_verb(i) and t.deps[i] == "amod" else 0.0)

    def _height(self, i: int) -> int:
        """Clauses above a predicate: what is said further out comes first."""
        return sum(self.t.deps[k].split(":")[0] in _CLAUSES for k in (i, *self.t.ancestors(i)))

    def _raised(self, outer: Candidate, found: Sequence[Candidate]) -> Candidate:
        """Return the candidate with the score of what it governs, where it is the source's own act."""
        if outer.doer.doer < _OWN or outer.trigger.sense.kind in _VEHICLES:
            return outer
        under = [c.score for c in found if c is not outer and self.governs(outer, c)]
        return replace(outer, score=max(outer.score, max(under, default=0.0) + 0.05))

    def _carried(self, inner: Candidate, found: Sequence[Candidate]) -> Candidate:
        """Return the candidate with the score of the call or letter by which the source says it."""
        if inner.doer.doer < _OWN or inner.trigger.sense.kind in _VEHICLES or inner.trigger.sense.plover == "CONSULT":
            return inner
        verb = self.t.heads[self.t.first_conjunct(inner.trigger.token)]
        over = [
            c.score for c in found if c.trigger.sense.kind in _VEHICLES and verb in (c.trigger.token, *c.trigger.extra)
        ]
        return replace(inner, score=max(inner.score, max(over, default=0.0) + 0.05))

    def governs(self, outer: Candidate, inner: Candidate) -> bool:
        """Whether what ``inner`` tells is what the act of ``outer`` is for or about."""
        t, top, path = self.t, {outer.trigger.token, *outer.trigger.extra}, [inner.trigger.token]
        while path[-1] not in top:
            if t.heads[path[-1]] == path[-1]:
                return False
            path.append(t.heads[path[-1]])
        if len(path) == 1:
            return False
        edges = [t.deps[k] for k in path[:-1]]
        if any(e in ("acl:relcl", "parataxis", "appos") for e in edges):
            return False
        return self._is_content(path[-2], edges[-1].split(":")[0], outer)

    def _is_content(self, k: int, dep: str, outer: Candidate) -> bool:
        """Whether a dependent says what an act is for or about."""
        t = self.t
        if dep in ("xcomp", "ccomp", "obj", "csubj"):
            return True
        protest = outer.trigger.sense.plover == "PROTEST"
        if dep in ("advcl", "acl"):
            return protest or bool(_AIMS & {*t.marks(k), *t.cases(k)})
        if dep in ("obl", "nmod"):
            return t.case(k) in _TOPICS or (protest and t.case(k) in ("in", "over"))
        return False
