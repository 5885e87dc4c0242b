"""Deed, plan, possibility or refusal: the status of an engagement from the grammar around its word.

The word's own clause is judged first (tense, auxiliaries, negation, conditions), then what governs it,
going up: "may agree to meet" is a plan under a possibility. Every step leaves the words it used, so
that each engagement can say why. Terms follow the factuality literature (Saurí & Pustejovsky 2009).
"""

from __future__ import annotations

from dataclasses import dataclass

from communique.reading import signs
from communique.reading.lexicon import Carrier, Lexicon
from communique.reading.tree import Tree
from communique.records import Status

H, ON, PL, PR, PO, CA, DE, DC, CO = (
    Status.HELD, Status.ONGOING, Status.PLANNED, Status.PROPOSED, Status.POSSIBLE,
    Status.CANCELLED, Status.DENIED, Status.DECLINED, Status.CONDITIONAL,
)  # fmt: skip

COMING = "present tense with a coming time"
_NEGATIVE = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "hardly", "no"})
_FUTURE = frozenset({"will", "'ll", "’ll", "shall", "wo", "gonna", "ll"})
_MAYBE = frozenset({"may", "might", "could", "can", "ca", "mayn"})
_MODAL = _FUTURE | _MAYBE | {"would", "'d", "’d", "to", "not"}
_OUGHT = frozenset({"should", "must", "ought"})
_NEGATED = {H: DE, ON: DE, PL: DC, PR: DC, PO: DE, CO: DC, CA: PL, DE: PO, DC: PO}
_ADJECTIVES = {
    **dict.fromkeys(
        "planned scheduled arranged pencilled penciled slated upcoming forthcoming future coming expected next "
        "impending imminent".split(),
        PL,
    ),
    **dict.fromkeys("proposed suggested sought-after offered requested".split(), PR),
    **dict.fromkeys("possible potential prospective hypothetical would-be likely eventual".split(), PO),
    **dict.fromkeys("cancelled canceled aborted abandoned scrapped".split(), CA),
    **dict.fromkeys("postponed delayed rescheduled".split(), PL),
    **dict.fromkeys("ongoing continuing current continued".split(), ON),
}
_PREDICATES = {
    "off": CA, "underway": ON, "force": ON, "conditional": CO, "contingent": CO, "dependent": CO,
    "reach": PO, "cards": PO, "option": PO, "options": PO, "table": PR, "imminent": PL,
}  # fmt: skip
_SHARES = frozenset(
    "dollar euro pound million billion ton tonne package shipment round series day hour start end opening result part "
    "invitation".split()
)
"""Nouns that share what becomes of them with what they measure or are part of ("a round of talks")."""
_BEFORE = frozenset({"before", "ahead of", "ahead", "pending", "until", "prior"})
_SPEECH = frozenset(
    "say tell announce state report add claim confirm reveal disclose insist note explain declare write think believe "
    "know reply answer argue stress acknowledge admit recall remember".split()
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status and the words that decided it, in the order they were used."""

    status: Status
    cues: tuple[str, ...] = ()

    def then(self, status: Status, *cues: str) -> Verdict:
        """Return the verdict changed by what governs it."""
        return Verdict(status, self.cues + cues)


def compose(inner: Status, outer: Status) -> Status:
    """Status of what is planned, proposed ... (``inner``) by an act that is itself ``outer``."""
    if outer in (H, ON):
        return inner
    if outer is DC and inner in (H, ON, PL, PR):
        return DC
    if outer in (DE, DC):
        return _NEGATED[inner]
    if outer is CA:
        return CA
    if inner in (H, ON, PL) or (inner is PR and outer is PL):
        return outer
    return inner if inner in (CA, DE, DC) else CO if outer is CO else inner


def _modal(low: list[str]) -> Verdict | None:
    """Return what the modal among a clause's auxiliaries says."""
    for words, status in ((_FUTURE, PL), (_MAYBE, PO), (_OUGHT, PR)):
        if set(low) & words:
            return Verdict(status, tuple(w for w in low if w in words))
    return Verdict(PL, ("would",)) if {"would", "'d", "’d"} & set(low) and "had" not in low else None


class Judge:
    """Decides statuses in one report."""

    def __init__(self, tree: Tree, lexicon: Lexicon, future: set[int], title: tuple[int, int]) -> None:
        """``future`` holds tokens of times that lie after publication; ``title`` the headline's tokens."""
        self.t, self.lex, self.future, self.title = tree, lexicon, future, title

    def verdict(self, i: int, depth: int = 0) -> Verdict:
        """Return the status of what token ``i`` names or does."""
        if depth > 8:
            return Verdict(H)
        t = self.t
        clause = t.is_verb(i) or any(t.deps[k] in ("cop", "nsubj", "aux") for k in t.kids[i])
        found = self._verb(i, depth) if clause else self._noun(i, depth)
        return self._signs(i, found) if depth == 0 else found

    def _signs(self, i: int, found: Verdict) -> Verdict:
        """Weigh what the sentence says beside the chain of governors: refutation, lasting, doubt, condition."""
        t = self.t
        if found.status in (H, ON) and (word := signs.refuted(t, i)):
            return found.then(DE, word)
        if found.status is H and t.is_verb(i) and (word := signs.nothing(t, i)):
            return found.then(DE, word)
        if found.status in (H, DE) and not self._negation(i) and (word := signs.lasting(t, i)):
            return found.then(ON, word)
        if found.status is PR and (word := signs.turned_down(t, i)):
            return found.then(DC, word)
        if found.status is PL and (word := signs.dropped(t, i)):
            return found.then(CA, word)
        if not t.is_verb(i) and (word := signs.ended(t, i)):
            return found.then(CA, word)
        if found.status is PL and (word := signs.doubt(t, i)):
            found = found.then(PO, word)
        if found.status in (PL, PO, PR) and set(found.cues) & _MODAL and (word := signs.condition(t, i)):
            return found.then(CO, word)
        return found

    # clauses

    def _verb(self, i: int, depth: int) -> Verdict:
        own = self._own(i, depth)
        return self._under(i, own, depth)

    def _own(self, i: int, depth: int) -> Verdict:
        """Judge a clause by its own auxiliaries, tense, negation and conditions."""
        t = self.t
        aux = [k for k in t.kids[i] if t.deps[k] in ("aux", "aux:pass", "cop")]
        if not aux and t.deps[i] == "conj" and self._bare(i) and t.is_verb(t.heads[i]):
            return self._own(t.heads[i], depth + 1)
        verdict = self._conditions(i, _modal([t.low[k] for k in aux]) or self._tensed(i, aux))
        negative = self._negation(i)
        if negative and verdict.status is CO and "unless" in verdict.cues:
            return verdict
        return verdict.then(_NEGATED[verdict.status], negative) if negative else verdict

    def _tensed(self, i: int, aux: list[int]) -> Verdict:
        """Judge a clause without a modal by tense and form."""
        t = self.t
        low = [t.low[k] for k in aux]
        due = any(t.low[k] == "due" for k in t.by(i, "mark", "case", "advmod"))
        if due and any(t.lemmas[k] == "be" for k in aux):
            return Verdict(CA if "had" in low else PL, (*low, "due to"))
        if set(low) & {"is", "are", "was", "were", "'s", "’s"} and self._infinitive(i):
            past = {"was", "were"} & set(low) and "have" in low
            return Verdict(CA if past else PL, (*low, "to"))
        if self._present(i, aux) and self._has_future(i):
            return Verdict(PL, (COMING,))
        participle = "VerbForm=Part" in t.feats[i] and "Tense=Pres" in t.feats[i]
        if participle and set(low) & {"is", "are", "'s", "’s", "am"}:
            return Verdict(ON, (*low, t.words[i]))
        headline = i in range(*self.title) or t.deps[i] == "root" or not self._finite(i)
        if headline and self._infinitive(i) and self._leads(i):
            return Verdict(PL, ("to", t.words[i], "in a headline"))
        if self._infinitive(i) and t.deps[i].split(":")[0] != "xcomp" and (word := self._before_to(i)):
            return Verdict(self.lex.complements[word], (word, "to"))
        return Verdict(H)

    def _finite(self, i: int) -> bool:
        """Whether the sentence of ``i`` has a finite verb, and so is no headline."""
        first, last = self.t.bounds[self.t.sentence[i]]
        return any("VerbForm=Fin" in self.t.feats[k] for k in range(first, last))

    def _leads(self, i: int) -> bool:
        """Whether an infinitive is what a headline says: its root, or hung on a name ("Trump, Kim to meet")."""
        t = self.t
        return t.deps[i] in ("root", "parataxis") or (t.deps[i] == "acl" and t.pos[t.heads[i]] == "PROPN")

    def _before_to(self, i: int) -> str | None:
        """The word before "to", where it governs infinitives though the tree says otherwise ("is due to hold")."""
        to = next(k for k in self.t.by(i, "mark") if self.t.low[k] == "to")
        word = self.t.lemmas[to - 1] if to else ""
        return word if word in self.lex.complements and self.t.pos[to - 1] in ("ADJ", "VERB", "ADP") else None

    def _bare(self, i: int) -> bool:
        return "VerbForm=Inf" in self.t.feats[i] or "VerbForm" not in self.t.feats[i]

    def _present(self, i: int, aux: list[int]) -> bool:
        feats = " ".join([self.t.feats[i], *(self.t.feats[k] for k in aux)])
        if "Tense=Past" in feats and "Tense=Pres" not in feats:
            return False
        return "Tense=Pres" in feats and not any(self.t.low[k] in ("has", "have", "had") for k in aux)

    def _has_future(self, i: int) -> bool:
        return any(k in self.future for d in self.t.kids[i] for k in self._shallow(d))

    def _shallow(self, i: int) -> list[int]:
        """``i`` and what leans on it without passing into another clause."""
        return [i, *(k for k in self.t.kids[i] if not self.t.is_verb(k))]

    def _negation(self, i: int) -> str | None:
        t = self.t
        for k in t.kids[i]:
            if t.low[k] in _NEGATIVE and t.deps[k] in ("advmod", "cc", "cc:preconj", "mark"):
                return t.words[k]
            if t.low[k] == "longer" and any(t.low[d] == "no" for d in t.kids[k]):
                return "no longer"
            if t.deps[k] in ("nsubj", "nsubj:pass") and any(t.low[d] in ("no", "neither") for d in t.kids[k]):
                return "no"
        return None

    def _conditions(self, i: int, verdict: Verdict) -> Verdict:
        t = self.t
        marks = t.marks(i)
        found = {"if", "unless", "provided"} & set(marks)
        if found:
            return verdict.then(CO, *sorted(found))
        if t.deps[i] == "advcl" and any(t.low[k] == "had" and k < min(t.kids[i][0], i) + 1 for k in t.by(i, "aux")):
            return verdict.then(CO, "had")
        if "whether" in marks:
            return verdict.then(PO, "whether")
        if verdict.status in (PL, PO, PR):
            for k in t.by(i, "advcl"):
                found = {"if", "unless", "provided"} & set(t.marks(k))
                if found:
                    return verdict.then(CO, *sorted(found))
        if verdict.cues == ("would",) and (word := self._if_nearby(i)):
            return verdict.then(CO, word)
        if verdict.status is H and {"without", "instead"} & set(marks + t.cases(i)):
            return verdict.then(DE, "without") if not self._negation(t.heads[i]) else verdict
        if verdict.status is H and _BEFORE & set(marks) and not any("Tense=Past" in t.feats[k] for k in (i,)):
            return verdict.then(PL, "before") if self._coming(t.heads[i]) else verdict
        return verdict

    def _if_nearby(self, i: int) -> str | None:
        """A condition in the same sentence that the tree does not tie to the clause."""
        t = self.t
        first, last = t.bounds[t.sentence[i]]
        for k in range(first, last):
            if t.low[k] in ("if", "unless") and t.deps[k] == "mark" and t.deps[t.heads[k]] != "ccomp":
                return t.low[k]
            if t.lemmas[k] in ("circumstance", "condition") and t.case(k) == "under":
                return f"under {t.words[k]}"
        return None

    def _coming(self, head: int) -> bool:
        return self._own(head, 7).status in (PL, PO) if self.t.is_verb(head) else False

    # what governs a clause

    def _under(self, i: int, own: Verdict, depth: int) -> Verdict:
        t = self.t
        dep, g = t.deps[i], t.heads[i]
        if g == i:
            return own
        if dep == "conj":
            return self._shared(i, own, depth)
        if dep.split(":")[0] in ("xcomp", "ccomp", "csubj", "parataxis") or (dep == "advcl" and self._infinitive(i)):
            return self._complement(i, g, own, depth)
        wanted = own.status is H and "Tense=Past" not in t.feats[i] and "that" in t.marks(i)
        wanted = wanted and self.lex.attitude_nouns.get(t.lemmas[g]) is PR
        if dep == "acl" and (self._infinitive(i) or "VerbForm=Ger" in t.feats[i] or wanted):
            return self._of_noun(i, g, own, depth)
        if dep in ("obl", "nmod") and t.is_verb(i):
            return own
        return own

    def _infinitive(self, i: int) -> bool:
        return "VerbForm=Fin" not in self.t.feats[i] and any(self.t.low[k] == "to" for k in self.t.by(i, "mark"))

    def _shared(self, i: int, own: Verdict, depth: int) -> Verdict:
        """A coordinated infinitive or participle stands under what governs the first."""
        t = self.t
        first = t.first_conjunct(i)
        if own.status is H and not own.cues and ("VerbForm=Fin" not in t.feats[i]) and t.is_verb(first):
            return self.verdict(first, depth + 1)
        if t.is_verb(first) and t.deps[first] in ("xcomp", "ccomp") and self._bare(i):
            return self._complement(first, t.heads[first], own, depth)
        return own

    def _complement(self, i: int, g: int, own: Verdict, depth: int) -> Verdict:
        t = self.t
        lemma = t.lemmas[g]
        noun = next((k for k in t.by(g, "obj") if k < i and t.lemmas[k] in self.lex.attitude_nouns), None)
        if noun is not None and self._infinitive(i):
            return self._of_noun(i, noun, own, depth)
        finite = "VerbForm=Fin" in t.feats[i] or any("VerbForm=Fin" in t.feats[k] for k in t.by(i, "aux", "cop"))
        effect = self.lex.complements.get(lemma)
        if finite and not self._infinitive(i):
            return self._reported(i, g, own, effect, depth)
        if t.deps[i] == "advcl":
            return self._purpose(i, g, own, depth)
        if effect is None:
            governor = self.verdict(g, depth + 1)
            inner = PO if own.status is H and self._infinitive(i) and not self._bears_out(g) else own.status
            return own.then(compose(inner, governor.status), *((t.words[g],) if inner is PO else ()), *governor.cues)
        if lemma == "be" and "Tense=Past" in t.feats[g] and any(t.low[k] == "have" for k in t.by(i, "aux")):
            return own.then(CA, t.words[g], "to have")
        governor = self.verdict(g, depth + 1)
        inner = effect if own.status in (H, ON) else _NEGATED[effect] if own.status in (DE, DC) else effect
        return own.then(compose(inner, governor.status), t.words[g], *governor.cues)

    def _bears_out(self, g: int) -> bool:
        """Verbs whose infinitive happens with them: "helped broker", "went on to visit", "had to leave"."""
        return self.t.lemmas[g] in ("help", "go", "come", "have", "make", "see", "hear", "use", "get", "move", "rush")

    def _reported(self, i: int, g: int, own: Verdict, effect: Status | None, depth: int) -> Verdict:
        """A finite clause keeps its own status, but for denials and subjunctives; what reports it may be unreal."""
        t = self.t
        if effect in (DE, DC) and t.lemmas[g] in ("deny", "refute", "reject", "dispute", "refuse"):
            if self._negation(g):
                return own.then(PO, "not", t.words[g])
            return own.then(DE, t.words[g])
        if (
            effect is PR
            and own.status is H
            and not any(t.low[k] in ("has", "have", "had", "is", "are", "was", "were") for k in t.by(i, "aux", "cop"))
            and "Tense=Past" not in t.feats[i]
            and t.lemmas[g] in ("suggest", "propose", "demand", "insist", "urge", "ask")
        ):
            return own.then(PR, t.words[g])
        if t.lemmas[g] not in _SPEECH and own.status is H:
            governor = self.verdict(g, depth + 1)
            if governor.status is CO:
                return own.then(CO, *governor.cues)
        return own

    def _purpose(self, i: int, g: int, own: Verdict, depth: int) -> Verdict:
        """ "Flew to Moscow to meet Putin": done if the journey was, else a plan."""
        effect = self.lex.complements.get(self.t.lemmas[g])
        governor = self.verdict(g, depth + 1)
        if effect in (PR, DC, DE) and own.status in (H, PL):
            return own.then(compose(effect, governor.status), self.t.words[g], *governor.cues)
        moves = any(p.sense.id in ("visit", "send", "meet") for p in self.lex.verbs.get(self.t.lemmas[g], ()))
        if governor.status in (H, ON) and not moves:
            return own.then(PL if own.status is H else own.status, "to")
        return own.then(compose(own.status, governor.status), *governor.cues)

    def _of_noun(self, i: int, g: int, own: Verdict, depth: int) -> Verdict:
        effect = self.lex.attitude_nouns.get(self.t.lemmas[g])
        if effect is None:
            ordinal = any(self.t.lemmas[k] in ("first", "last", "only", "latest", "second") for k in self.t.kids[g])
            open_ = own.status is H and self._infinitive(i) and not ordinal and self.t.pos[g] == "NOUN"
            return own.then(PO, self.t.words[g], "to") if open_ else own
        governor = self._noun(g, depth + 1)
        if governor.status is DE and effect is PL:
            return own.then(DE, self.t.words[g], *governor.cues)
        inner = effect if own.status in (H, ON) else _NEGATED[effect] if own.status in (DE, DC) else own.status
        return own.then(compose(inner, governor.status), self.t.words[g], *governor.cues)

    # nouns

    def _noun(self, i: int, depth: int) -> Verdict:
        t = self.t
        own = self._modifiers(i)
        if own.status in (DE, CA):
            return own
        told = self._told_of(i, depth)
        if told is not None:
            return told
        head, g = t.first_conjunct(i), t.heads[t.first_conjunct(i)]
        if g == head:
            return own
        dep = t.deps[head].split(":")[0]
        if (dep in ("obj", "nsubj", "iobj") or (dep == "obl" and not t.case(head))) and t.is_verb(g):
            return self._carried(g, own, depth)
        if dep == "nsubj" or dep == "xcomp":
            return own if t.is_verb(g) else self._predicated(g, own, depth)
        if dep == "obl" and t.is_verb(g):
            return self._oblique(head, g, own, depth)
        if dep == "nmod" and not t.deps[head].endswith("poss"):
            return self._nested(head, g, own, depth)
        return own

    def _modifiers(self, i: int) -> Verdict:
        t = self.t
        for k in t.kids[i]:
            if t.deps[k] == "det" and t.low[k] in ("no", "neither"):
                return Verdict(DE, (t.words[k],))
            if t.deps[k] in ("amod", "acl", "nmod", "compound", "advmod") and t.low[k] in _ADJECTIVES:
                return Verdict(_ADJECTIVES[t.low[k]], (t.words[k],))
        return Verdict(H)

    def _told_of(self, i: int, depth: int) -> Verdict | None:
        """What a relative clause says became of it: "a meeting which had been planned but was called off"."""
        t = self.t
        found = None
        for clause in t.by(i, "acl:relcl"):
            for verb in t.conjuncts(clause):
                subject = next((k for k in t.by(clause, "nsubj") if t.low[k] in ("which", "that")), None)
                carrier = self._carrier(verb)
                if subject is not None and t.is_passive(verb) and carrier is not None and carrier.status is not None:
                    status = compose(carrier.status, self._own(verb, depth + 1).status)
                    found = Verdict(status, (t.words[verb],))
        return found

    def _carrier(self, verb: int) -> Carrier | None:
        """The table's entry for a verb, with its particle where the table has that."""
        return self.lex.carrier(self.t.lemmas[verb], self._particle(verb))

    def _particle(self, verb: int) -> str | None:
        t = self.t
        aside = (t.low[k] for k in t.by(verb, "advmod") if t.low[k] in ("aside", "away", "off", "down"))
        return next((t.low[k] for k in t.by(verb, "compound:prt")), None) or next(aside, None)

    def _carried(self, g: int, own: Verdict, depth: int) -> Verdict:
        """An engagement that is subject or object of a verb: "hold", "cancel", "propose" a meeting."""
        t = self.t
        particle, lemma = self._particle(g), t.lemmas[g]
        carrier = self._carrier(g)
        clause = self.verdict(g, depth + 1)
        if carrier is None:
            effect = self.lex.complements.get(lemma)
            known = effect in (PL, PR, PO, DC) and not particle
            inner = effect if known and effect else own.status
            passive = own.status if clause.status in (H, ON) or not known else clause.status
            return own.then(compose(inner, clause.status) if known else passive, *((t.words[g],) if known else ()))
        if carrier.status is None:
            if own.status is PL and clause.status in (DC, DE):
                return own.then(CA, *clause.cues)
            return own.then(compose(own.status, clause.status), *clause.cues)
        inner = carrier.status
        if carrier.unless and any(t.case(k) in carrier.unless for k in t.by(g, "obl")):
            inner = PL
        if inner is PL and clause.status is DE:
            return own.then(DE, *clause.cues, t.words[g])
        if inner is ON and clause.status is H:
            inner = H if "Tense=Past" in t.feats[g] else ON
        return own.then(compose(inner, clause.status), t.words[g], *([particle] if particle else ()), *clause.cues)

    def _predicated(self, g: int, own: Verdict, depth: int) -> Verdict:
        """ "A meeting is possible", "talks are under way"."""
        t = self.t
        effect = _PREDICATES.get(t.low[g]) or self.lex.complements.get(t.lemmas[g]) or _ADJECTIVES.get(t.low[g])
        clause = self._own(g, depth + 1)
        if effect is None:
            return own.then(compose(own.status, clause.status), *clause.cues)
        return own.then(compose(effect, clause.status), t.words[g], *clause.cues)

    def _oblique(self, i: int, g: int, own: Verdict, depth: int) -> Verdict:
        t = self.t
        case = t.case(i)
        clause = self.verdict(g, depth + 1)
        if case in _BEFORE or case.startswith("ahead"):
            return own.then(PL, case) if own.status is H and not self._past_time(i) else own
        if case in ("for", "to") and t.lemmas[g] in self.lex.complements and own.status is H:
            return own.then(compose(self.lex.complements[t.lemmas[g]], clause.status), t.words[g], *clause.cues)
        if case in ("after", "following", "since", "despite", "over", "about", "of", "against", "by", "from"):
            return own if clause.status not in (PL, CO) or case not in ("after", "following") else own.then(PL)
        if case in ("from", "out of") and t.lemmas[g] in ("withdraw", "pull", "back"):
            return own.then(CA, t.words[g])
        return own.then(compose(own.status, clause.status), *clause.cues)

    def _past_time(self, i: int) -> bool:
        return any("Tense=Past" in self.t.feats[k] for k in self.t.kids[i])

    def _nested(self, i: int, g: int, own: Verdict, depth: int) -> Verdict:
        """ "Plans for a meeting", "the cancellation of the visit", "no talk of a summit"."""
        t = self.t
        effect = self.lex.attitude_nouns.get(t.lemmas[g])
        if effect is not None and own.status is H:
            governor = self._noun(g, depth + 1)
            return own.then(compose(effect, governor.status), t.words[g], *governor.cues)
        if t.lemmas[g] in _SHARES:
            return self._noun(g, depth + 1) if own.status is H else own
        return own
