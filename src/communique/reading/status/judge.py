"""Deed, plan, possibility or refusal: the status of an engagement from the grammar around its word.

The word's own clause is judged first (:mod:`clause`: tense, auxiliaries, negation, conditions), then what governs
it, going up: "may agree to meet" is a plan under a possibility; then what else the sentence says of it. Every step
leaves the words it used, so that each engagement can say why. Terms follow the factuality literature
(Saurí & Pustejovsky 2009).
"""

from __future__ import annotations

from dataclasses import replace

from communique import wordlists
from communique.reading.lexicon.idioms import carries, find_idiom, find_predicate
from communique.reading.status import conditions, signs
from communique.reading.status.answers import answered, dropped
from communique.reading.status.conditions import condition
from communique.reading.status.governing import Governors
from communique.reading.status.lasting import lasting
from communique.reading.status.outcomes import settled
from communique.reading.status.verdicts import CA, CO, COMING, DC, DE, ON, PL, PO, PR, H, Verdict, compose
from communique.records import Status

__all__ = ["Judge"]
_SHARES = wordlists.words("status", "sharing")
_BEFORE = wordlists.words("status", "before")
_TOWARDS = wordlists.words("status", "towards")
_ASIDE = wordlists.words("status", "aside")
_CAUSING = frozenset(wordlists.phrases("status", "causing"))
_TOUCHING = wordlists.words("status", "touching")
_SEEMING = wordlists.words("status", "seeming")
_SLIGHTING = wordlists.words("status", "slighting")
_DIARY = wordlists.words("status", "diaries")
_HAPPENING = wordlists.words("status", "happening")
_OCCURRING = wordlists.words("status", "occurring")
_HYPOTHESIS = frozenset({"if", "unless"})
_MODAL = wordlists.words("status", "modals")


class Judge(Governors):
    """Decides statuses in one report."""

    def verdict(self, i: int, depth: int = 0) -> Verdict:
        """Return the status of what token ``i`` names or does."""
        if depth > 8:
            return Verdict(H)
        t = self.t
        told = any(t.deps[k] in ("cop", "nsubj", "aux") for k in t.kids[i]) and t.deps[i] not in ("obj", "iobj")
        clause = t.is_verb(i) or told
        found = self._under(i, self.clause.own(i) if depth else self._own(i), depth) if clause else self._noun(i, depth)
        if depth:
            return found
        found = self._signs(i, found)
        return replace(found, plain=self._plainly(i, found) if t.is_verb(i) else self._noun_plainly(i, found))

    def _plainly(self, i: int, found: Verdict) -> bool:
        """Whether its own auxiliaries, negation and objects, an if-clause under it, or a denial over it decide."""
        t = self.t
        if found.status is DE and found.cues[-1:] == (signs.nothing(t, i),):
            return True
        if found.status is CO:
            tied = (k for k in t.by(i, "advcl") if t.by(k, "nsubj", "nsubj:pass", "expl"))
            return any((word := conditions.inside(t, k)) and word.lower() in _HYPOTHESIS for k in tied)
        said = t.deps[i] in ("ccomp", "xcomp", "csubj")
        if said and found.status in (DE, DC) and found.cues == (t.words[t.heads[i]],):
            return True
        own = self.clause.own(i)
        return found.status in (CA, DE, DC, PO) and (own.status, own.cues) == (found.status, found.cues)

    def _noun_plainly(self, i: int, found: Verdict) -> bool:
        """Whether a noun is called off, or did not happen, by the verb right over it, and nothing else speaks."""
        t = self.t
        verb = t.heads[i]
        if found.status is DE and any(t.low[k] in ("no", "neither") for k in t.by(i, "det")):
            return True
        if t.deps[i].startswith("nsubj") and self._occurs(verb) and (negation := self.clause.negation(verb)):
            return found.status is DE is self.clause.own(verb).status and negation in found.cues
        carrier = self._carrier(verb) if t.deps[i] in ("obj", "nsubj:pass") and t.is_verb(verb) else None
        words = (t.words[verb], *filter(None, [self._particle(verb)]))
        return carrier is not None and carrier.status is CA is found.status and found.cues[-len(words) :] == words

    def _occurs(self, verb: int) -> bool:
        t = self.t
        takes_place = t.lemmas[verb] == "take" and [t.low[k] for k in t.by(verb, "obj")] == ["place"]
        return takes_place or t.lemmas[verb] in _OCCURRING

    def promised(self, i: int) -> Verdict:
        """Return the status of what token ``i`` asks for, promises or refuses: the visit of "invited him to Rome"."""
        found = self.verdict(i)
        lemma = self.t.lemmas[i]
        effect = self.lex.effect(lemma) or self.lex.attitudes.nouns.get(lemma)
        carrier = self._carrier(i)
        effect = effect or (carrier.status if carrier else None)
        if effect is None:
            return found
        return self._signs(i, found.then(compose(effect, found.status), self.t.words[i]))

    def _signs(self, i: int, found: Verdict) -> Verdict:
        """Weigh what the sentence says beside the chain of governors: refutation, lasting, doubt, condition."""
        t, lex = self.t, self.lex
        if found.status in (H, ON, PO, DC) and (word := signs.refuted(t, i)):
            return found.then(DE, word)
        if found.status is H and not t.is_verb(i) and (word := signs.unbegun(t, i)):
            return found.then(CA, word)
        if found.status is H and t.is_verb(i) and (word := signs.nothing(t, i)):
            return found.then(DE, word)
        if found.status in (H, DE, PL, PO) and not self.clause.negation(i) and (word := lasting(t, i, self.future)):
            return found.then(ON, word)
        if told := settled(t, i, found.status):
            return found.then(*told)
        if found.status is H and not t.is_verb(i) and self.phrase.comes(i):
            return found.then(PL, COMING)
        if found.status in (H, PL) and (word := signs.open_question(t, i)):
            return found.then(PO, word)
        if found.status is H and not t.is_verb(i) and (told := self._asked_about(i)):
            return found.then(*told)
        if found.status in (PR, CO) or (found.status is PO and "whether" in found.cues):
            found = answered(t, lex, i, found)
        if found.status is PL:
            found = dropped(t, lex, i, found)
        if found.status in (H, PL, PR) and (word := signs.doubt(t, i)):
            found = found.then(PO, word)
        negated = found.status in (DE, DC)
        open_ = found.status in (PL, PO, PR) or negated or (found.status is H and self._now(i))
        if not open_ or not (word := condition(t, i, negated)):
            return found
        sure = found.status is PL and not t.is_verb(i) and not _MODAL & {c.lower() for c in found.cues}
        if found.status is PR and word == "if" and signs.if_asked(t, i):
            return found
        aside = (sure and word == "if") or (negated and not word.startswith("not ") and word.lower() != "unless")
        return found if aside else found.then(CO, word)

    def _asked_about(self, i: int) -> tuple[Status, str] | None:
        """ "Asked about a summit, she ruled it out": what became of it is told of a pronoun."""
        t = self.t
        first, last = t.bounds[t.sentence[i]]
        if t.lemmas[t.heads[i]] != "ask" or t.case(i) not in ("about", "of", "on"):
            return None
        for verb in (k for k in range(first, last) if any(t.low[o] in ("it", "that") for o in t.by(k, "obj"))):
            carrier = self._carrier(verb)
            if carrier is not None and carrier.status in (CA, DC, DE, PO):
                return compose(carrier.status, self.clause.own(verb).status), t.words[verb]
        return None

    # nouns

    def _noun(self, i: int, depth: int) -> Verdict:
        t = self.t
        own = self.phrase.modifiers(i)
        if own.status in (CA, PL, PO) and self.phrase.happened(i):
            own = Verdict(H)
        if own.status in (DE, CA):
            return own
        told = None if self._taken_up(i) else self._told_of(i, depth) or self.phrase.followed(i)
        if told is not None and told.status is PL and own.status is H:
            own, told = told, None
        if told is not None:
            return told
        head, g = t.first_conjunct(i), t.heads[t.first_conjunct(i)]
        if g == head:
            return own
        dep = t.deps[head].split(":")[0]
        if (by_idiom := self._idiomatic(i, head, own, depth)) is not None:
            return by_idiom
        if dep == "obj" or ((dep in ("nsubj", "iobj") or (dep == "obl" and not t.case(head))) and t.is_verb(g)):
            return self._outcome(head, g, self._carried(head, g, own, depth), own, depth)
        if dep == "xcomp" and t.is_verb(g) and t.pos[head] == "NOUN":
            return self._carried(head, g, own, depth)
        if dep == "nsubj" or dep == "xcomp":
            return own if t.is_verb(g) else self._predicated(g, own, depth)
        if dep == "obl" and t.low[g] in ("ahead", "prior"):
            return own.then(PL, t.low[g]) if own.status is H and not self._past_time(i) else own
        if dep in ("obl", "nmod") and t.by(g, "cop") and (stated := self._of_predicate(head, g, own, dep)):
            return stated
        if dep == "obl" and t.is_verb(g):
            return self._oblique(head, g, own, depth)
        if dep == "appos" and own.status is H and t.pos[g] == "PROPN":
            return self._noun(g, depth + 1)
        if dep == "nmod" and not t.deps[head].endswith("poss"):
            return self._nested(head, g, own, depth)
        return own

    def _of_predicate(self, head: int, g: int, own: Verdict, dep: str) -> Verdict | None:
        """ "Is in talks", "is keen on a visit", "will be in Delhi as a guest"."""
        t = self.t
        if dep == "obl" and t.case(head) == "in" and self.clause.present(g):
            return own.then(ON, "in") if own.status is H and not self.clause.negation(g) else own
        if t.low[g] in ("middle", "midst", "thick", "throes") and t.case(head) == "of" and self.clause.present(g):
            return own.then(ON, "in", t.words[g])
        if t.case(head) in _TOWARDS and own.status is H:
            effect = self._effect(g)
            return own.then(self._asked(effect, self.clause.own(g).status), t.words[g]) if effect else own
        if dep == "obl" and own.status is H and t.case(head) not in _ASIDE | _BEFORE | _CAUSING:
            told = self.clause.own(g)
            return own.then(told.status, *told.cues) if told.status in (PL, PO, PR, CO) else own
        return None

    def _opens_relative(self, clause: int) -> bool:
        """Whether the first word that hangs on a clause is "which" or "that"."""
        return any(self.t.low[k] in ("which", "that") for k in self.t.kids[clause][:1])

    def _taken_up(self, i: int) -> bool:
        """Whether the main clause goes past what a relative clause tells: "resume talks that were suspended".

        What had been called off before the deed of the main clause is no bar to it: "met for a summit that had been
        cancelled twice".
        """
        t = self.t
        g, clauses = t.heads[i], t.by(i, "acl:relcl")
        if g == i or not clauses or not t.is_verb(g):
            return False
        if t.deps[i] == "obj":
            carrier = self._carrier(g)
            return carrier is not None and carrier.status in (None, ON)
        before = any(t.low[k] == "had" for c in clauses for k in t.by(c, "aux"))
        return before and t.deps[i] == "obl" and self.clause.own(g).status is H

    def _told_of(self, i: int, depth: int) -> Verdict | None:
        """What a relative clause says became of it: "a meeting which had been planned but was called off"."""
        t = self.t
        found = None
        clauses = [c for k in (i, *t.by(i, "nmod")) for c in t.by(k, "acl:relcl") if k == i or t.pos[k] == "PROPN"]
        for clause in clauses:
            for verb in t.conjuncts(clause):
                subject = next((k for k in t.by(clause, "nsubj") if t.low[k] in ("which", "that")), None)
                carrier = self._carrier(verb)
                if subject is not None and t.is_passive(verb) and carrier is not None and carrier.status is not None:
                    if carrier.status is ON and "Tense=Past" in "".join(t.feats[k] for k in t.by(verb, "aux")):
                        continue
                    status = compose(carrier.status, self.clause.own(verb).status)
                    found = Verdict(status, (t.words[verb],))
                elif carrier is not None and carrier.status in (CA, DC) and self._opens_relative(clause):
                    gap = any(t.low[o] in ("which", "that") for o in t.by(verb, "obj"))
                    found = (
                        Verdict(compose(carrier.status, self.clause.own(verb).status), (t.words[verb],))
                        if gap
                        else found
                    )
                elif carrier is not None and found is None and (own := self.clause.own(verb)).status is PL:
                    found = own if carrier.status in (None, ON, PL) and not t.by(verb, "ccomp", "xcomp") else None
        return found

    def _idiomatic(self, i: int, head: int, own: Verdict, depth: int) -> Verdict | None:
        """An engagement that an idiom is about: "pulled the plug on its tour", "the talks came to nothing"."""
        t, tables = self.t, self.lex.attitudes
        g = t.heads[head]
        up = g if t.is_verb(g) or t.deps[head] == "obj" else t.heads[g]
        matched = find_idiom(t, up, tables.lemma(t.low[up], t.lemmas[up]), tables.idioms)
        if matched is None or not carries(t, i, up, *matched):
            return None
        idiom, tokens = matched
        clause = self.verdict(up, depth + 1)
        words = " ".join([t.words[up], *(t.words[k] for k in tokens)])
        status = idiom.status or H
        if clause.status in (DE, DC) and idiom.words in (("off", "ground"), ("off",), ("see", "light", "of", "day")):
            return own.then(CA, *clause.cues, words)
        if (
            words.lower() == "came of"
            and t.lemmas[head] not in self.lex.attitudes.nouns
            and head == i
            and clause.status in (DE, DC)
        ):
            return own.then(CA, "nothing", words)
        if status is ON and clause.status is H:
            now = {"has", "have", "is", "are"} & {t.low[k] for k in t.by(up, "aux", "aux:pass")}
            status = ON if (now and t.is_passive(up)) or "Tense=Pres" in t.feats[up] or self.clause.shifted(up) else H
        return own.then(self._asked(status, clause.status), words, *clause.cues)

    def _carried(self, i: int, g: int, own: Verdict, depth: int) -> Verdict:
        """An engagement that is subject or object of a verb: "hold", "cancel", "propose" a meeting."""
        t = self.t
        particle = self._particle(g)
        carrier = self._carrier(g)
        clause = self.verdict(g, depth + 1)
        if t.deps[i].startswith("nsubj") and (raised := self._raised(g, own, clause)):
            return raised
        if t.lemmas[g] in _SLIGHTING and self.lex.attitudes.nouns.get(t.lemmas[i]) is PR and clause.status is H:
            return own.then(DC, t.words[g])
        if t.lemmas[g] == "cost" and t.deps[i] == "obj" and t.by(g, "iobj") and clause.status is H:
            return own.then(CA, t.words[g])
        if t.deps[i] == "obj" and own.status is H and any(t.lemmas[s] in _DIARY for s in t.by(g, "nsubj")):
            return own.then(compose(PL, clause.status), t.words[g])
        if carrier is None:
            return self._unlisted(i, g, own, clause, particle)
        if carrier.status is None:
            if own.status is PL and clause.status in (DC, DE):
                return own.then(CA, *clause.cues)
            if t.deps[i] == "nsubj" and (told := self._imagined(i, g, clause)):
                return own.then(told, *clause.cues)
            if (own.status is H and clause.status is ON) or (own.status is ON and clause.status is PL):
                return own.then(ON, *clause.cues)
            return own.then(compose(own.status, clause.status), *clause.cues)
        inner = carrier.status
        if self.clause.set_for(g) or (carrier.unless and any(t.case(k) in carrier.unless for k in t.by(g, "obl"))):
            inner = PL
        if inner is PL and clause.status is DE and carrier.receives and t.lemmas[g] == "accept":
            return own.then(DC, *clause.cues, t.words[g])
        if inner is PL and clause.status is DE:
            return own.then(DE, *clause.cues, t.words[g])
        if inner is ON and clause.status is H:
            inner = H if "Tense=Past" in t.feats[g] and not self.clause.shifted(g) else ON
        return own.then(self._asked(inner, clause.status), t.words[g], *([particle] if particle else ()), *clause.cues)

    def _raised(self, g: int, own: Verdict, clause: Verdict) -> Verdict | None:
        """What a subject's verb passes on: "had to be put off", "look likely", "is expected to be cancelled"."""
        t = self.t
        looks = t.by(g, "obl") if t.lemmas[g] in _SEEMING else []
        for x in [*t.by(g, "xcomp"), *looks]:
            if x in looks and not ((p := find_predicate(t, x, self.lex.attitudes.predicates)) and p.words):
                continue
            if t.is_verb(x):
                carrier = self._carrier(x)
                off = carrier is not None and carrier.status in (CA, DC, DE) and t.is_passive(x) and not carrier.unless
                status = carrier.status if carrier and off else None
                if carrier and carrier.unless and t.is_passive(x):
                    status = PL if any(t.case(k) in carrier.unless for k in t.by(x, "obl")) else CA
            else:
                predicate = find_predicate(t, x, self.lex.attitudes.predicates)
                status = predicate.status if predicate else self.lex.effect(t.lemmas[x])
            if status is not None:
                return own.then(compose(status, clause.status), t.words[x], *clause.cues)
        return None

    def _imagined(self, i: int, g: int, clause: Verdict) -> Status | None:
        """What will not happen is denied; "a visit would mark a thaw" speaks of one that may be."""
        happens = self.t.lemmas[g] in _HAPPENING
        if clause.status is DC and happens:
            return DE
        return PO if clause.cues == ("would",) and not happens and not self.phrase.definite(i) else None

    def _unlisted(self, i: int, g: int, own: Verdict, clause: Verdict, particle: str | None) -> Verdict:
        """An engagement under a verb that the table of carriers lacks; an indefinite one shares the clause's status."""
        effect = self.lex.effect(self.t.lemmas[g])
        if effect in (PL, PR, PO, DC) and not particle:
            return own.then(self._asked(effect, clause.status), self.t.words[g], *clause.cues)
        kept = clause.status is DE and own.status is H and self.t.lemmas[g] in _TOUCHING
        if clause.status in (H, ON) or kept or self.phrase.definite(i):
            return own
        return own.then(compose(own.status, clause.status), *clause.cues)

    def _outcome(self, head: int, g: int, found: Verdict, own: Verdict, depth: int) -> Verdict:
        """What a later verb of the same subject adds: "was adjourned and will be taken up on the 12th"."""
        t = self.t
        if found.status not in (CA, PL) or not t.deps[head].startswith("nsubj"):
            return found
        for verb in t.by(g, "conj"):
            if not t.is_verb(verb) or t.by(verb, "nsubj"):
                continue
            later = self._carried(head, verb, own, depth) if self._carrier(verb) else self.clause.own(verb)
            if later.status in (PL, CA) and later.status is not found.status and later.cues:
                return found.then(later.status, *later.cues)
        return found

    def _predicated(self, g: int, own: Verdict, depth: int) -> Verdict:
        """ "A meeting is possible", "talks are under way"."""
        t, tables = self.t, self.lex.attitudes
        clause = self.clause.own(g)
        predicate = find_predicate(t, g, tables.predicates)
        effect = predicate.status if predicate else self.lex.effect(t.lemmas[g]) or tables.modifiers.get(t.low[g])
        effect = None if "due to" in clause.cues else effect
        if effect is None:
            return own.then(compose(own.status, clause.status), *clause.cues)
        if effect is PL and clause.status in (DC, DE, CA):
            return own.then(CA if "no longer" in clause.cues else DE, t.words[g], *clause.cues)
        return own.then(self._asked(effect, clause.status), t.words[g], *clause.cues)

    def _oblique(self, i: int, g: int, own: Verdict, depth: int) -> Verdict:
        t = self.t
        case = t.case(i)
        clause = self.verdict(g, depth + 1)
        if case in _BEFORE or case.startswith("ahead"):
            return own.then(PL, case) if own.status is H and not self._past_time(i) else own
        asked = next((k for k in t.by(g, "obj") if k < i and t.lemmas[k] in self.lex.attitudes.nouns), None)
        if asked is not None and case in ("for", "to", "of", "on") and i - asked < 6:
            return self._nested(i, asked, own, depth)
        there = next(
            (k for k in t.by(g, "nsubj") if t.lemmas[g] == "be" and t.lemmas[k] in self.lex.attitudes.nouns), None
        )
        if there is not None and case in ("of", "for", "about") and own.status is H:
            return self._nested(i, there, own, depth)
        if case in ("for", "to") and t.lemmas[g] != "be" and self.lex.effect(t.lemmas[g]) and own.status is H:
            return own.then(compose(self.lex.effect(t.lemmas[g]) or H, clause.status), t.words[g], *clause.cues)
        if case in _CAUSING:
            return own
        if case in ("without", "instead of", "rather than") and own.status is H:
            return own.then(DE, case) if not self.clause.negation(g) else own
        if case in _ASIDE or (case == "with" and i < g):
            return own if clause.status not in (PL, CO) or case not in ("after", "following") else own.then(PL)
        return own.then(compose(own.status, clause.status), *clause.cues)

    def _past_time(self, i: int) -> bool:
        return any("Tense=Past" in self.t.feats[k] for k in self.t.kids[i])

    def _nested(self, i: int, g: int, own: Verdict, depth: int) -> Verdict:
        """ "Plans for a meeting", "the cancellation of the visit", "no talk of a summit"."""
        t = self.t
        if t.pos[g] == "PROPN" and t.case(i) == "for" and t.lemmas[t.heads[g]] in self.lex.attitudes.nouns:
            g = t.heads[g]
        effect = self.lex.attitudes.nouns.get(t.lemmas[g])
        if effect is not None and own.status is H:
            governor = self._noun(g, depth + 1)
            return own.then(compose(effect, governor.status), t.words[g], *governor.cues)
        if t.low[g] == "way" and t.case(g) == "on" and t.case(i) == "to" and own.status is H:
            return own.then(PL, "on", "way", "to")
        up = t.heads[g]
        carrier = self._carrier(up) if t.case(i) == "for" and t.deps[g] in ("obj", "nsubj:pass") else None
        if carrier is not None and carrier.status in (PL, PR, PO) and own.status is H:
            return own.then(self._asked(carrier.status, self.verdict(up, depth + 1).status), t.words[up])
        if t.low[g] == "result" and t.case(g) == "as":
            return own
        if t.lemmas[g] in _SHARES:
            return self._noun(g, depth + 1) if own.status is H else own
        return own
