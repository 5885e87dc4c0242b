"""What governs a clause: verbs, nouns and idioms above it, and what they make of it.

The half of :class:`~communique.reading.status.Judge` that goes up from a clause; the other half goes up from a noun.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from communique import wordlists
from communique.reading.lexicon import Lexicon
from communique.reading.lexicon.attitudes import Carrier
from communique.reading.lexicon.idioms import find_idiom, find_predicate
from communique.reading.page.tree import Tree
from communique.reading.status.clause import Clause
from communique.reading.status.phrase import Phrase
from communique.reading.status.verdicts import CA, CO, DC, DE, NEGATED, ON, PL, PO, PR, H, Verdict, compose
from communique.records import Status

__all__ = ["Governors"]

_WHEN = wordlists.words("status", "when")
_SPEECH = wordlists.words("status", "telling")
_WISHING = wordlists.words("status", "wishing")
_UNSURE = wordlists.words("status", "unsure")
_BEARING_OUT = wordlists.words("status", "bearing_out")
_DISPUTING = wordlists.words("status", "disputing")
_UNCHANGED = wordlists.words("status", "unchanged")
_PARTICLES = wordlists.words("status", "particles")


class Governors(ABC):
    """Judges clauses by what they stand under."""

    def __init__(self, tree: Tree, lexicon: Lexicon, future: set[int], title: tuple[int, int]) -> None:
        """``future`` holds tokens of times that lie after publication; ``title`` the headline's tokens."""
        self.t, self.lex, self.future = tree, lexicon, future
        self.clause = Clause(tree, lexicon, future, title)
        self.phrase = Phrase(tree, lexicon, self.clause)

    @abstractmethod
    def verdict(self, i: int, depth: int = 0) -> Verdict:
        """Return the status of what token ``i`` names or does."""

    @abstractmethod
    def _noun(self, i: int, depth: int) -> Verdict:
        """Return the status of what a noun names."""

    def _own(self, i: int) -> Verdict:
        """Judge the clause of ``i`` by itself; an adjective may say more ("he would be welcome")."""
        own = self.clause.own(i)
        if (
            self.t.by(i, "cop")
            and self.t.case(i) in ("for", "against")
            and self.t.pos[i] == "NOUN"
            and own.status is not DE
        ):
            return own.then(self._asked(PR if self.t.case(i) == "for" else DC, own.status), self.t.case(i))
        predicate = find_predicate(self.t, i, self.lex.attitudes.predicates) if self.t.by(i, "cop") else None
        return own.then(self._asked(predicate.status or H, own.status), self.t.words[i]) if predicate else own

    def _under(self, i: int, own: Verdict, depth: int) -> Verdict:
        t = self.t
        dep, g = t.deps[i], t.heads[i]
        if g == i:
            return own
        if dep == "advcl" and t.deps[g] == "advmod":
            g = t.heads[g]
        if dep == "conj":
            return self._shared(i, own, depth)
        complement = dep.split(":")[0] in ("xcomp", "ccomp", "csubj", "parataxis")
        if complement or (dep == "advcl" and (self.clause.infinitive(i) or self._object_clause(i, g))):
            return self._complement(i, g, own, depth)
        wanted = own.status is H and "Tense=Past" not in t.feats[i] and "that" in t.marks(i)
        wanted = wanted and not t.by(i, "aux", "cop") and self.lex.attitudes.nouns.get(t.lemmas[g]) is PR
        if own.status in (PL, H) and (told := self._aside(i, g, own, depth)):
            return told
        loose = "VerbForm=Ger" in t.feats[i] and not t.by(i, "nsubj")
        if dep == "acl" and (self.clause.infinitive(i) or loose or wanted):
            return self._of_noun(i, g, own, depth)
        return own

    def _aside(self, i: int, g: int, own: Verdict, depth: int) -> Verdict | None:
        """A plan of what is itself off ("a seminar at which they were to meet was dropped"); a coming "when"."""
        t = self.t
        if t.deps[i] == "acl:relcl" and own.status is PL and {"which", "where"} & set(t.low[g + 1 : i]):
            noun = self._noun(g, depth + 1)
            return own.then(noun.status, *noun.cues) if noun.status in (CA, PO, DC) else None
        if t.deps[i] == "acl" and "that" in t.marks(i) and self.lex.attitudes.nouns.get(t.lemmas[g]) in (PO, PL):
            if own.status is PL and self.lex.attitudes.nouns[t.lemmas[g]] is PO:
                own = own.then(PO, t.words[g])
            noun = self._noun(g, depth + 1)
            return own.then(noun.status, t.words[g], *noun.cues) if noun.status in (CA, DE, DC) else own
        if t.deps[i] == "advcl" and own.status is H and _WHEN & set(t.marks(i)) and self._now(i):
            governor = self.verdict(g, depth + 1)
            return own.then(PL, "when", *governor.cues) if governor.status in (PL, PO, PR, CO) else None
        return None

    def _object_clause(self, i: int, g: int) -> bool:
        """Whether an -ing form is what its verb is about though the tree hangs it loosely ("not rule out asking")."""
        near = self.clause.participle(i) and g < i and "," not in self.t.low[g:i]
        marks = {*self.t.marks(i), *self.t.cases(i)} - {"to", "at", "of", "from", "about", "on"}
        return near and not marks and self._effect(g) is not None

    def _shared(self, i: int, own: Verdict, depth: int) -> Verdict:
        """A coordinated infinitive or participle stands under what governs the first."""
        t = self.t
        first = t.first_conjunct(i)
        joined = " ".join(t.low[d] for k in t.by(i, "cc") for d in (k, *t.kids[k]))
        if joined in ("rather than", "instead of") and own.status in (H, PL):
            return own.then(DC if self.clause.bare(i) else DE, joined)
        alone = t.by(i, "nsubj") or any("VerbForm=Fin" in t.feats[k] for k in t.by(i, "aux"))
        if own.status is H and not own.cues and "VerbForm=Fin" not in t.feats[i] and t.is_verb(first) and not alone:
            return self.verdict(first, depth + 1)
        if t.is_verb(first) and t.deps[first] in ("xcomp", "ccomp") and self.clause.bare(i):
            return self._complement(first, t.heads[first], own, depth)
        return own

    def _complement(self, i: int, g: int, own: Verdict, depth: int) -> Verdict:
        t = self.t
        if own.status is PO and "whether" in own.cues:
            return own
        noun = next((k for k in t.by(g, "obj") if k < i and t.lemmas[k] in self.lex.attitudes.nouns), None)
        if noun is not None and self.clause.infinitive(i):
            return self._of_noun(i, noun, own, depth)
        finite = "VerbForm=Fin" in t.feats[i] or any("VerbForm=Fin" in t.feats[k] for k in t.by(i, "aux", "cop"))
        effect = self._effect(g)
        if t.lemmas[g] == "let" and "Mood=Imp" in t.feats[g]:
            effect = None if "me" in t.low[g:i] else PR
        if t.lemmas[g] in ("have", "be") and "yet" in t.low[g:i]:
            effect = DE
        told = t.lemmas[g] in ("tell", "warn", "say") and t.by(i, "nsubj")
        if (finite or told) and not self.clause.infinitive(i):
            return self._reported(i, g, own, effect, depth)
        if t.deps[i] == "advcl" and self.clause.infinitive(i):
            return self._purpose(i, g, own, effect, depth)
        if t.lemmas[g] in _SPEECH and t.deps[i] == "ccomp" and i < g:
            return own.then(PL, "to", t.words[i], "in a headline")
        governor = self.verdict(g, depth + 1)
        if effect is None:
            inner = PO if own.status is H and self.clause.infinitive(i) and not self._bears_out(g) else own.status
            return own.then(compose(inner, governor.status), *((t.words[g],) if inner is PO else ()), *governor.cues)
        if t.lemmas[g] == "be" and "Tense=Past" in t.feats[g] and any(t.low[k] == "have" for k in t.by(i, "aux")):
            return own.then(CA, t.words[g], "to have")
        if effect in (PL, PO) and any(t.low[k] == "have" for k in t.by(i, "aux")):
            return own.then(compose(PO, governor.status), t.words[g], "to have")
        inner = NEGATED[effect] if own.status in (DE, DC) else effect
        return own.then(self._asked(inner, governor.status), t.words[g], *governor.cues)

    def _asked(self, inner: Status, outer: Status) -> Status:
        """What is to be asked for is proposed, not planned: "will urge him to come", "would be ready to meet"."""
        return inner if outer is PL and inner in (PR, PO) else compose(inner, outer)

    def _effect(self, g: int) -> Status | None:
        """What a governing verb, adjective or predicate does to a clause under it."""
        t, tables = self.t, self.lex.attitudes
        lemma = tables.lemma(t.low[g], t.lemmas[g])
        matched = find_idiom(t, g, lemma, tables.idioms)
        effect = matched[0].status if matched else tables.complements.get(lemma) or tables.complements.get(t.low[g])
        if effect is None and t.by(g, "cop"):
            predicate = find_predicate(t, g, tables.predicates)
            effect = predicate.status if predicate else None
        return effect

    def _bears_out(self, g: int) -> bool:
        """Verbs whose infinitive happens with them: "helped broker", "went on to visit", "had to leave"."""
        return self.t.lemmas[g] in _BEARING_OUT

    def _reported(self, i: int, g: int, own: Verdict, effect: Status | None, depth: int) -> Verdict:
        """A finite clause keeps its own status, but for denials and subjunctives; what reports it may be unreal."""
        t = self.t
        if t.lemmas[g] in _UNSURE and own.status in (PL, H) and not t.by(g, "nsubj:pass"):
            return own.then(PO, t.words[g])
        if effect in (DE, DC) and t.lemmas[g] in _DISPUTING:
            if self.clause.negation(g):
                nobody = self.clause.negation(g) in ("Nobody", "nobody", "None", "none", "No", "no")
                return own if nobody else own.then(PO, "not", t.words[g])
            return own.then(DE, t.words[g])
        if t.lemmas[g] in ("suggest", "propose") and own.cues == ("would",):
            return own.then(PR, t.words[g])
        if (
            effect is PR
            and own.status is H
            and not any(t.low[k] in ("has", "have", "had", "is", "are", "was", "were") for k in t.by(i, "aux", "cop"))
            and ("Tense=Past" not in t.feats[i] or t.low[i] in _UNCHANGED)
            and t.lemmas[g] in _WISHING
        ):
            return own.then(PR, t.words[g])
        if t.lemmas[g] not in _SPEECH and own.status is H:
            governor = self.verdict(g, depth + 1)
            if governor.status is CO:
                return own.then(CO, *governor.cues)
        return own

    def _purpose(self, i: int, g: int, own: Verdict, effect: Status | None, depth: int) -> Verdict:
        """ "Flew to Moscow to meet Putin": done if the journey was, else a plan."""
        t = self.t
        governor = self.verdict(g, depth + 1)
        if effect in (PR, DC, DE) and own.status in (H, PL):
            return own.then(self._asked(effect, governor.status), t.words[g], *governor.cues)
        moves = any(p.sense.id in ("visit", "send", "meet") for p in self.lex.verbs.get(t.lemmas[g], ()))
        if governor.status is ON or (governor.status is H and not moves):
            return own.then(PL if own.status is H else own.status, "to")
        return own.then(compose(own.status, governor.status), *governor.cues)

    def _of_noun(self, i: int, g: int, own: Verdict, depth: int) -> Verdict:
        t, tables = self.t, self.lex.attitudes
        effect = tables.nouns.get(t.lemmas[g])
        up = t.heads[g]
        matched = find_idiom(t, up, tables.lemma(t.low[up], t.lemmas[up]), tables.idioms) if t.is_verb(up) else None
        if matched is not None and g in matched[1] and own.status is H:
            governor = self.verdict(up, depth + 1)
            status = matched[0].status or H
            return own.then(compose(status, governor.status), t.words[up], t.words[g], *governor.cues)
        if effect is None:
            ordinal = any(t.lemmas[k] in ("first", "last", "only", "latest", "second") for k in t.kids[g])
            open_ = own.status is H and self.clause.infinitive(i) and not ordinal and t.pos[g] == "NOUN"
            predicate = find_predicate(t, g, tables.predicates) if t.by(g, "cop") else None
            if open_ and predicate is not None:
                return own.then(compose(predicate.status or H, self.clause.own(g).status), t.words[g])
            if open_ and any(t.deps[k] == "aux:pass" for k in t.kids[i]):
                return own.then(PL, "to be")
            return own.then(PO, t.words[g], "to") if open_ else own
        governor = self._noun(g, depth + 1)
        if governor.status is DE and effect is PL:
            return own.then(DE, t.words[g], *governor.cues)
        inner = effect if own.status in (H, ON) else NEGATED[effect] if own.status in (DE, DC) else own.status
        return own.then(compose(inner, governor.status), t.words[g], *governor.cues)

    def _carrier(self, verb: int) -> Carrier | None:
        """The table's entry for a verb, with its particle where the table has that."""
        t = self.t
        return self.lex.carrier(self.lex.attitudes.lemma(t.low[verb], t.lemmas[verb]), self._particle(verb))

    def _particle(self, verb: int) -> str | None:
        t = self.t
        aside = (t.low[k] for k in t.by(verb, "advmod") if t.low[k] in _PARTICLES)
        return next((t.low[k] for k in t.by(verb, "compound:prt")), None) or next(aside, None)

    def _now(self, i: int) -> bool:
        """Whether the clause that tells of ``i`` is in the present."""
        t = self.t
        verb = i if t.is_verb(i) else t.heads[i]
        bare = bool(t.by(verb, "nsubj")) and not t.by(verb, "aux", "mark") and "VerbForm=Inf" in t.feats[verb]
        return bare or ("Tense=Pres" in t.feats[verb] and "VerbForm=Fin" in t.feats[verb])
