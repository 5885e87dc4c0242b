"""A noun by itself: what the words at it make of the engagement that it names."""

from __future__ import annotations

from communique import wordlists
from communique.reading.lexicon import Lexicon
from communique.reading.lexicon.idioms import find_predicate
from communique.reading.page.tree import Tree
from communique.reading.status.clause import Clause
from communique.reading.status.verdicts import DE, H, Verdict

__all__ = ["Phrase"]

_TOOK_PLACE = wordlists.words("status", "took_place")


class Phrase:
    """Judges nouns without what governs them."""

    def __init__(self, tree: Tree, lexicon: Lexicon, clause: Clause) -> None:
        """``clause`` judges the verbs that nouns hang on, and knows the coming times."""
        self.t, self.lex, self.clause = tree, lexicon, clause

    def modifiers(self, i: int) -> Verdict:
        """Judge a noun by the words at it: "no", "planned", "on the cards", "pencilled in"."""
        t, tables = self.t, self.lex.attitudes
        for k in t.kids[i]:
            if (t.deps[k] == "det" and t.low[k] in ("no", "neither")) or (t.low[k] == "not" and k < i):
                return Verdict(DE, (t.words[k],))
        for k in [*t.kids[i], *(d for name in t.by(i, "nmod") for d in t.by(name, "acl"))]:
            relation = t.deps[k].split(":")[0] if t.deps[k] != "acl:relcl" else "told"
            if relation in ("amod", "acl", "compound", "advmod") or (relation == "nmod" and not t.case(k)):
                if status := tables.modifiers.get(t.low[k]):
                    return Verdict(status, (t.words[k],))
            elif relation == "nmod" and (predicate := find_predicate(t, k, tables.predicates)) and predicate.words:
                return Verdict(predicate.status or H, (" ".join((*predicate.words, t.words[k])),))
        return Verdict(H)

    def followed(self, i: int) -> Verdict | None:
        """A headline's noun before what is said of it without a verb: "Paris talks set to resume"."""
        t = self.t
        nxt = i + 1
        if t.deps[i] not in ("root", "parataxis", "nsubj", "obj") or nxt + 1 >= t.bounds[t.sentence[i]][1]:
            return None
        effect = self.lex.effect(t.lemmas[nxt]) if t.low[nxt + 1] == "to" and t.deps[nxt] != "root" else None
        return Verdict(effect, (t.words[nxt], "to")) if effect and t.deps[nxt] != "conj" else None

    def comes(self, i: int) -> bool:
        """Whether a noun, or a name under it, has a coming time of its own ("his visit to Berlin next Thursday")."""
        near = [i, *(k for k in self.t.kids[i] if self.t.pos[k] == "PROPN")]
        return any(d in self.clause.future for k in near for d in self.t.kids[k])

    def definite(self, i: int) -> bool:
        t = self.t
        fixed = ("the", "this", "that", "these", "those")
        return any(t.deps[k] == "nmod:poss" or (t.deps[k] == "det" and t.low[k] in fixed) for k in t.kids[i])

    def happened(self, i: int) -> bool:
        """Whether the verb of ``i`` says that it took place in the end: "the twice postponed visit ended"."""
        t, g = self.t, self.t.heads[self.t.first_conjunct(i)]
        past = "Tense=Past" in t.feats[g] and "Mood=Ind" in t.feats[g] and not self.clause.negation(g)
        return past and t.deps[i].startswith("nsubj") and t.lemmas[g] in _TOOK_PLACE
