"""A clause by itself: what its auxiliaries, tense, negation and marks make of what it tells."""

from __future__ import annotations

from communique import wordlists
from communique.reading.lexicon import Lexicon
from communique.reading.page.tree import Tree
from communique.reading.status import conditions
from communique.reading.status.verdicts import CA, CO, COMING, DC, DE, NEGATED, ON, PL, PO, PR, H, Verdict

__all__ = ["Clause"]

_NEGATIVE = wordlists.words("status", "clause_negations")
_FUTURE = wordlists.words("status", "future_auxiliaries")
_MAYBE = wordlists.words("status", "possible_auxiliaries")
_OUGHT = frozenset({"should", "must", "ought"})
_WOULD = frozenset({"would", "'d", "’d"})
_PRESENT = wordlists.words("status", "present_of_be")
_DAYS = wordlists.words("status", "days")
_TRAVELS = wordlists.words("status", "travels")
_NEVER = wordlists.phrases("status", "never")
_AFTER_ALL = wordlists.rows("status", "after_all")
_HABIT = wordlists.words("status", "habits")
_BEFORE = wordlists.words("status", "before")
_RATHER = frozenset({"without", "instead"})


class Clause:
    """Judges clauses without what governs them."""

    def __init__(self, tree: Tree, lexicon: Lexicon, future: set[int], title: tuple[int, int]) -> None:
        """``future`` holds tokens of times that lie after publication; ``title`` the headline's tokens."""
        self.t, self.lex, self.future, self.title = tree, lexicon, future, title

    def own(self, i: int, depth: int = 0) -> Verdict:
        """Return the verdict on a clause by its own auxiliaries, tense, negation and conditions."""
        t = self.t
        aux = [k for k in t.kids[i] if t.deps[k] in ("aux", "aux:pass", "cop")]
        head = t.heads[i]
        joined = any(t.low[k] in ("or", "nor") for k in t.by(i, "cc"))
        shared = self.bare(i) or (
            self.negation(head) and (joined or ("VerbForm=Fin" not in t.feats[i] and not t.by(i, "nsubj")))
        )
        if not aux and t.deps[i] == "conj" and shared and t.is_verb(head) and depth < 8:
            return self.own(head, depth + 1)
        verdict = self._marked(i, self._modal(i, aux) or self._tensed(i, aux))
        negative = self.negation(i)
        if not negative or (verdict.status is CO and "unless" in verdict.cues):
            return verdict
        if verdict.status is PL and self._given_up(i):
            return verdict.then(CA, negative)
        return verdict.then(NEGATED[verdict.status], negative)

    def _modal(self, i: int, aux: list[int]) -> Verdict | None:
        """Return what the modal among a clause's auxiliaries says."""
        low = [self.t.low[k] for k in aux]
        have = "have" in low
        for words, status in ((_FUTURE, PL), (_MAYBE, PO), (_OUGHT, PR)):
            if found := [w for w in low if w in words]:
                if status is PR:
                    status = DE if have else PL if self._expected(i) else PR
                return Verdict(status, (*found, "have") if have and status is DE else tuple(found))
        if not _WOULD & set(low) or ("had" in low and not have):
            return None
        if have:
            return Verdict(DE, ("would have",))
        habit = next((self.t.words[k] for d in self.t.kids[i] for k in self._shallow(d) if self._recurs(k)), None)
        return Verdict(H, ("would", habit)) if habit and not self._is_told(i) else Verdict(PL, ("would",))

    def _expected(self, i: int) -> bool:
        """ "Should be signed in June" foresees: a passive or a thing with a coming time."""
        passive = any(self.t.deps[k] in ("aux:pass", "nsubj:pass") for k in self.t.kids[i])
        return passive and self.has_future(i)

    def _recurs(self, k: int) -> bool:
        return self.t.low[k] in _HABIT or any(self.t.low[d] in ("every", "each") for d in self.t.kids[k])

    def _is_told(self, i: int) -> bool:
        """True for a clause that is what somebody says, where "would" may be "will" put into the past."""
        t, g = self.t, self.t.heads[i]
        present = "Tense=Pres" in "".join(t.feats[k] for k in (g, *t.by(g, "aux", "aux:pass"))) and g != i
        return t.deps[i].split(":")[0] in ("ccomp", "conj", "parataxis") and not present

    def shifted(self, i: int) -> bool:
        """Whether a clause is told by a verb of the past, so that its own past may be the present of then."""
        t, g = self.t, self.t.heads[i]
        return t.deps[i] in ("ccomp", "parataxis") and g != i and "Tense=Past" in t.feats[g]

    def _tensed(self, i: int, aux: list[int]) -> Verdict:
        """Judge a clause without a modal by tense and form."""
        t = self.t
        low = [t.low[k] for k in aux]
        due = any(t.low[k] == "due" for k in t.by(i, "mark", "case", "advmod"))
        if due and any(t.lemmas[k] == "be" for k in aux):
            return Verdict(CA if "had" in low else PL, (*low, "due to"))
        if set(low) & {"is", "are", "was", "were", "'s", "’s"} and self.infinitive(i):
            past = {"was", "were"} & set(low) and "have" in low
            return Verdict(CA if past else PL, (*low, "to"))
        if self.set_for(i) and not set(low) & _PRESENT:
            return Verdict(PL, ("for a coming day",))
        if self._present(i, aux) and (self.has_future(i) or self._dated(i)):
            return Verdict(PL, (COMING,))
        if set(low) & _PRESENT and (word := self._stands(i, low)):
            return Verdict(ON, (*low, word))
        if self.participle(i) and {"was", "were"} & set(low) and (t.lemmas[i] in _TRAVELS or self.shifted(i)):
            return Verdict(PL if self.has_future(i) else ON, (*low, t.words[i]))
        if "Mood=Imp" in t.feats[i] and t.lemmas[i] != "let" and not aux and not t.by(i, "nsubj"):
            return Verdict(PR, (t.words[i],))
        if self.participle(i) and (not aux or set(low) & _PRESENT):
            if self.has_future(i):
                return Verdict(PL, (COMING,))
            if aux:
                return Verdict(ON, (*low, t.words[i]))
        if self._headline(i) and self.infinitive(i) and self._leads(i):
            return Verdict(PL, ("to", t.words[i], "in a headline"))
        if self.infinitive(i) and t.deps[i].split(":")[0] != "xcomp" and (word := self._before_to(i)):
            effect = self.lex.effect(word)
            return Verdict(effect or H, (word, "to"))
        return Verdict(H)

    def _stands(self, i: int, low: list[str]) -> str | None:
        """ "Is a guest until Friday", "is being trained", "is on a visit": a state of the present."""
        t = self.t
        if "being" in low:
            return t.words[i]
        if not t.by(i, "cop") or any(t.lemmas[k] == "eye" for k in t.by(i, "nsubj")):
            return None
        bounds = (t.case(k) for k in t.by(i, "obl", "nmod") if t.case(k) in ("until", "till"))
        return t.case(i) if t.case(i) in ("on", "in", "at", "under", "amid") else next(bounds, None)

    def set_for(self, i: int) -> bool:
        """Whether a verb is said with the day that something is for: "has been convened for Thursday"."""
        days = (k for k in self.t.by(i, "obl") if self.t.case(k) == "for")
        return any(k in self.future or self.t.low[k] in _DAYS for k in days)

    def _dated(self, i: int) -> bool:
        """ "Returns on the 9th", "leave by the end of January": a day that a present tense looks forward to."""
        t = self.t
        for k in t.by(i, "obl"):
            day = t.case(k) == "on" and t.low[k][:-2].isdigit() and t.low[k][-2:] in ("st", "nd", "rd", "th")
            month = t.low[k] == "end" and t.case(k) in ("by", "at", "before", "towards") and t.by(k, "nmod")
            if (day or month) and t.lemmas[i] != "be":
                return True
        return False

    def participle(self, i: int) -> bool:
        """True for a present participle."""
        feats = self.t.feats[i]
        return self.t.low[i].endswith("ing") and ("VerbForm=Part" in feats or "VerbForm=Ger" in feats)

    def _headline(self, i: int) -> bool:
        """True in a title, at a sentence's root, hung on one, and in a sentence without a finite verb."""
        t = self.t
        first, last = t.bounds[t.sentence[i]]
        named = t.deps[i] in ("acl", "parataxis") and t.pos[t.heads[i]] == "PROPN"
        root = t.deps[i] == "root" or (named and t.deps[t.first_conjunct(t.heads[i])] == "root")
        return i in range(*self.title) or root or not any("VerbForm=Fin" in t.feats[k] for k in range(first, last))

    def _leads(self, i: int) -> bool:
        """Whether an infinitive is what a headline says: its root, or hung on a name ("Trump, Kim to meet")."""
        t = self.t
        return t.deps[i] in ("root", "parataxis") or (t.deps[i] == "acl" and t.pos[t.heads[i]] == "PROPN")

    def _before_to(self, i: int) -> str | None:
        """The word before "to", where it governs infinitives though the tree says otherwise ("is due to hold")."""
        to = next(k for k in self.t.by(i, "mark") if self.t.low[k] == "to")
        word = self.t.lemmas[to - 1] if to else ""
        return word if self.lex.effect(word) and self.t.pos[to - 1] in ("ADJ", "VERB", "ADP") else None

    def bare(self, i: int) -> bool:
        """True for an infinitive, with or without "to"."""
        return "VerbForm=Inf" in self.t.feats[i] or "VerbForm" not in self.t.feats[i]

    def infinitive(self, i: int) -> bool:
        """True for an infinitive with "to"."""
        base = "VerbForm=Fin" not in self.t.feats[i] and not self.participle(i)
        return base and any(self.t.low[k] == "to" for k in self.t.by(i, "mark"))

    def present(self, i: int) -> bool:
        """Whether a clause is in the present tense."""
        return self._present(i, self.t.by(i, "aux", "cop"))

    def _present(self, i: int, aux: list[int]) -> bool:
        feats = " ".join([self.t.feats[i], *(self.t.feats[k] for k in aux)])
        if "Tense=Past" in feats and "Tense=Pres" not in feats:
            return False
        return "Tense=Pres" in feats and not any(self.t.low[k] in ("has", "have", "had") for k in aux)

    def has_future(self, i: int) -> bool:
        """Whether a coming time stands with ``i``, not inside another clause."""
        return any(k in self.future for d in self.t.kids[i] for k in self._shallow(d))

    def _shallow(self, i: int) -> list[int]:
        """``i`` and what leans on it without passing into another clause."""
        return [i, *(k for k in self.t.kids[i] if not self.t.is_verb(k))] if not self.t.is_verb(i) else [i]

    def negation(self, i: int) -> str | None:
        """Return the word that negates a clause."""
        t = self.t
        if (opening := self._inverted(i)) is not None:
            return opening
        for k in t.kids[i]:
            if t.low[k] in _NEGATIVE and t.deps[k] in ("advmod", "cc", "cc:preconj", "mark"):
                if self._asks(i, k) or (k > 2 and t.low[k - 2] == "or"):
                    continue
                return t.words[k]
            if t.low[k] == "longer" and any(t.low[d] == "no" for d in t.kids[k]):
                return "no longer"
            if t.deps[k] in ("nsubj", "nsubj:pass") and self._empty(k):
                return t.words[k] if t.low[k] in ("nobody", "none", "nothing", "neither") else "no"
            if t.deps[k] in ("advmod", "obl") and any(
                t.low[d] == "neither" and t.deps[d] in ("cc:preconj", "cc") for d in t.kids[k]
            ):
                return "neither"
            if t.deps[k] in ("obl", "obl:unmarked") and any(t.low[d] == "no" for d in t.by(k, "det")):
                phrase = " ".join([t.case(k), "no", t.low[k]])
                if phrase in _NEVER:
                    return phrase
        return None

    def _inverted(self, i: int) -> str | None:
        """Return the negative word that opens a sentence whose verb stands before its subject ("nowhere have they")."""
        t = self.t
        first, _ = t.bounds[t.sentence[i]]
        subjects, aux = t.by(i, "nsubj"), t.by(i, "aux", "cop")
        if not subjects or not aux or min(aux) > min(subjects):
            return None
        opening = t.low[first : first + 2]
        negative = opening[0] in ("nowhere", "never", "nor") or opening[1:] == ["no"] or opening == ["not", "once"]
        return t.words[first] if negative else None

    def _asks(self, i: int, negative: int) -> bool:
        """True for "could he not come": an auxiliary before its subject, the negation behind it."""
        subjects, aux = self.t.by(i, "nsubj"), self.t.by(i, "aux")
        return bool(subjects and aux) and min(aux) < min(subjects) < negative

    def _empty(self, k: int) -> bool:
        low = self.t.low
        near = (k, *self.t.kids[k])
        return low[k] in ("nobody", "none", "nothing") or any(low[d] in ("no", "neither", "not") for d in near)

    def _given_up(self, i: int) -> bool:
        """ "Will no longer", "will not now", "will not ... after all": what was planned is not to be."""
        first, last = self.t.bounds[self.t.sentence[i]]
        low = self.t.low[first:last]
        return any(tuple(low[k : k + 2]) in _AFTER_ALL for k in range(len(low)))

    def _marked(self, i: int, verdict: Verdict) -> Verdict:
        """Weigh the words that open the clause: "if", "whether", "without", "before"."""
        t = self.t
        marks = t.marks(i)
        if word := conditions.inside(t, i):
            first, last = t.bounds[t.sentence[i]]
            counterfactual = word.lower() == "had" and {"would", "have"} <= set(t.low[first:last])
            return verdict.then(DE if counterfactual else CO, word)
        if "whether" in marks or ("if" in marks and t.deps[i] == "ccomp"):
            return verdict.then(PO, "whether")
        if "than" in marks and verdict.status in (H, PL) and self.bare(i) and not t.by(i, "nsubj"):
            return verdict.then(DC, "than")
        if verdict.status is H and _RATHER & set(marks + t.cases(i)):
            return verdict.then(DE, "without") if not self.negation(t.heads[i]) else verdict
        if verdict.status is H and _BEFORE & set(marks) and "Tense=Past" not in t.feats[i]:
            return verdict.then(PL, "before") if self._before_what_comes(i) else verdict
        return verdict

    def _before_what_comes(self, i: int) -> bool:
        """Whether the clause above is still to come; a clause that nothing stands above, such as a title, has none."""
        head = self.t.heads[i]
        return head != i and self.t.is_verb(head) and self.own(head, 7).status in (PL, PO, CO)
