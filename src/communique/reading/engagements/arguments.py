"""Who fills the parts of an engagement: the slots of its argument map, read off the tree.

Slots are logical: a passive's subject is its object, its by-phrase its subject; subjects shared by
coordination or control are found (:meth:`communique.reading.page.tree.Tree.subject`). A noun borrows from the
verb that carries it ("hold talks with") or beside which it stands ("agreed with X during a meeting").
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field

from communique import wordlists
from communique.reading.lexicon import Lexicon
from communique.reading.lexicon.predicates import TIMES, Trigger
from communique.reading.page.tree import Tree
from communique.records import Status

_BORROWING = wordlists.words("engagements", "borrowing")
_COMMUNICATION = wordlists.words("engagements", "communicating")
_COUNTED = wordlists.words("engagements", "counted")


@dataclass(slots=True)
class Filled:
    """Tokens by part, tokens that may name the place, and the verb a noun leans on."""

    parts: dict[str, list[int]] = field(default_factory=dict)
    places: list[int] = field(default_factory=list)
    anchor: int | None = None
    shares: bool = False


class Arguments:
    """Fills argument maps in one report."""

    def __init__(self, tree: Tree, lexicon: Lexicon, speech: set[int], places: Container[int] = ()) -> None:
        """``speech`` holds the verbs of support, criticism and the like: what they are about lends them nobody.

        ``places`` are tokens of places: before a noun they say where, not who ("the Ankara trip").
        """
        self.t, self.lex, self.speech, self.places = tree, lexicon, speech, places

    def fill(self, trigger: Trigger) -> Filled:
        """Return the fillers of a trigger's frame."""
        t, i = self.t, trigger.token
        verb = t.is_verb(i)
        frame = trigger.sense.frame.verb if verb else trigger.sense.frame.noun
        filled = Filled()
        if not verb:
            filled.anchor, filled.shares = self._anchor(i)
        for part, slots in frame.items():
            names = [s for slot in slots for s in (trigger.sense.to if slot == "to*" else (slot,))]
            tokens = [x for name in names for x in self._slot(trigger, name, filled, verb)]
            tokens = [k for k in dict.fromkeys(tokens) if verb or self._fits_place(k, part)]
            if part == "place":
                filled.places = tokens
            elif tokens:
                filled.parts[part] = tokens
        if not verb:
            self._borrow(i, filled, next(iter(frame), ""))
        return filled

    def _fits_place(self, k: int, part: str) -> bool:
        """Whether a word before a noun is a place where one is asked for, and none where a party is."""
        if self.t.deps[k].split(":")[0] != "compound":
            return True
        return (k in self.places) == (part == "place")

    def _slot(self, trigger: Trigger, name: str, filled: Filled, verb: bool) -> list[int]:
        if verb:
            return self._of_verb(trigger, name)
        return self._of_noun(trigger.token, name, filled)

    def _of_verb(self, trigger: Trigger, name: str) -> list[int]:
        t, i = self.t, trigger.token
        passive = t.is_passive(i)
        if name == "subj":
            agent = t.agent(i)
            subject = agent if passive else t.subject(i)
            return [subject, *self._beside(i, subject)] if subject is not None else []
        if name == "obj":
            if passive:
                subject = t.heads[i] if t.deps[i] == "acl" else t.subject(i)
                return [subject] if subject is not None else []
            return [t.antecedent(k) for k in t.by(i, "obj") if k not in trigger.extra] + self._relative_object(i)
        if name == "iobj":
            return t.by(i, "iobj") + (t.by(i, "obj") if passive else [])
        if name.startswith("obj-"):
            return self._of_object(i, name[4:])
        if name == "of" and t.by(i, "obj") and not trigger.extra:
            return []
        hosts = [i, *trigger.extra]
        return [k for h in hosts for k in t.by(h, "obl", "nmod") if name in self._cases(k) and k not in trigger.extra]

    def _beside(self, i: int, subject: int) -> list[int]:
        """A headline's second subject, joined by a comma alone ("Harris, Macron to meet")."""
        verb = self.t.heads[subject]
        others = [k for k in self.t.by(verb, "nsubj") if k > subject and self.t.pos[k] == "PROPN"]
        return others if self.t.pos[subject] == "PROPN" and verb <= i else []

    def _relative_object(self, i: int) -> list[int]:
        """The noun that a relative clause lacks as its object: "the guests she met"."""
        t = self.t
        if t.deps[i] != "acl:relcl" or t.by(i, "obj"):
            return []
        subject = t.by(i, "nsubj")
        return [t.heads[i]] if subject and t.low[subject[0]] not in ("who", "which", "that") else []

    def _of_object(self, i: int, name: str) -> list[int]:
        t = self.t
        objects = [*t.by(i, "obj"), *t.by(i, "nsubj:pass")]
        if name == "poss":
            return [k for o in objects for k in t.by(o, "nmod:poss")]
        return [k for o in objects for k in t.by(o, "nmod") if name in self._cases(k)]

    def _cases(self, i: int) -> list[str]:
        """Prepositions of a phrase, those too that the tree hangs on a title or name within it."""
        t = self.t
        inner = {c for k in t.by(i, "nmod", "flat", "compound") for c in t.cases(k)}
        return [t.case(i), *t.cases(i), *sorted(inner & {"between", "with", "among"})]

    def _of_noun(self, i: int, name: str, filled: Filled) -> list[int]:
        t = self.t
        if name == "poss":
            return t.by(i, "nmod:poss")
        if name in ("compound", "amod"):
            direct = [k for k in t.by(i, name) if t.pos[k] == "PROPN" or t.words[k][:1].isupper()]
            return [
                *direct,
                *(n for k in direct for n in t.by(k, "compound", "conj", "amod") if t.words[n][:1].isupper()),
            ]
        found = [k for k in t.by(i, "nmod", "obl") if name in self._cases(k) and not t.deps[k].endswith("poss")]
        over = t.heads[i]
        if t.deps[i] == "obj" and over != filled.anchor:  # "conveyed an invitation from the king"
            found += [k for k in t.by(over, "obl") if name in self._cases(k) and min(t.subtree(k)) == i + 1]
        if not found and name in ("between", "with", "among"):  # "a handshake and some talk between A and B"
            found = [k for c in t.conjuncts(i)[1:] for k in t.by(c, "nmod") if name in self._cases(k)]
        if filled.anchor is not None and filled.shares and not t.deps[t.first_conjunct(i)].startswith("obl"):
            found += [k for k in t.by(filled.anchor, "obl") if name in self._cases(k) and k != i]
        return found

    def _anchor(self, i: int) -> tuple[int | None, bool]:
        """Return the verb a noun leans on, and whether that verb's arguments are the noun's too."""
        t = self.t
        head = t.first_conjunct(i)
        lent = next((v for v in t.by(i, "acl:relcl") if self._lends(v)), None)
        if lent is not None:
            return lent, True
        g, dep = t.heads[head], t.deps[head].split(":")[0]
        if dep == "obj" and t.lemmas[g] == "threaten":
            return g, True
        if dep == "nmod" and t.lemmas[g] in _COUNTED:
            head, g, dep = g, t.heads[g], t.deps[g].split(":")[0]
        if g != head and dep in ("obl", "nmod") and t.by(g, "cop") and t.by(g, "nsubj"):
            return g, True
        if g == head or not t.is_verb(g):
            return None, False
        if dep in ("obj", "nsubj") or (dep == "obl" and not t.case(head)):
            particle = next((t.low[k] for k in t.by(g, "compound:prt")), None)
            carrier = self.lex.carrier(t.lemmas[g], particle)
            known = carrier is not None or dep == "nsubj"
            return (g if known else None), bool(carrier and carrier.shares)
        if dep == "obl":
            if g in self.speech and t.case(head) not in ("during", "at", "in"):
                return None, False
            return (g, True) if t.case(head) in _BORROWING else (None, False)
        return None, False

    def _is_the(self, i: int) -> bool:
        """Whether a noun is somebody's told of before: who prepares "the visit" need not be the visitor."""
        return any(self.t.low[k] == "the" for k in self.t.by(i, "det"))

    def _lends(self, verb: int) -> bool:
        """Whether a relative clause says who did it: "the invitation that the speaker extended"."""
        carrier = self.lex.carrier(self.t.lemmas[verb])
        light = (carrier is not None and carrier.shares and carrier.status is None) or self.t.lemmas[verb] == "extend"
        subjects = self.t.by(verb, "nsubj")
        return light and bool(subjects) and self.t.low[subjects[0]] not in ("who", "which", "that")

    def _borrow(self, i: int, filled: Filled, first: str) -> None:
        """Take the carrying verb's subject, and by what it speaks to, where the noun names nobody there."""
        t, g = self.t, filled.anchor
        if g is None or not filled.shares or not first:
            return
        if first == "guest" and any(t.case(k) == "by" for k in t.by(i, "nmod")):
            return
        own = [k for k in t.by(i, "nmod:poss") if t.lemmas[k] not in TIMES]
        passive_object = t.deps[t.first_conjunct(i)].startswith("nsubj")
        if passive_object and not t.is_passive(g):
            return
        subject = t.agent(g) if t.is_passive(g) else t.subject(g)
        oblique = t.deps[t.first_conjunct(i)].startswith("obl")
        carrier = self.lex.carrier(t.lemmas[g])
        named = own or any(k in filled.parts.get(first, ()) for k in t.by(i, "compound", "amod"))
        between = [k for k in t.by(i, "nmod") if t.case(k) in ("between", "among", "of")]
        if not oblique and carrier is not None and carrier.status is not None and (named or between):
            return
        if first == "guest" and carrier is not None and carrier.status is Status.PLANNED and self._is_the(i):
            return
        wished = oblique and t.case(t.first_conjunct(i)) == "for"
        if oblique and first not in ("attendee", "guest") and not wished:
            return
        if carrier is not None and carrier.receives and first == "initiator":
            if subject is not None:
                filled.parts.setdefault("recipient", []).append(subject)
            return
        if subject is not None and not own and subject != i and subject not in filled.parts.get(first, ()):
            filled.parts[first] = [subject, *filled.parts.get(first, [])]
        if oblique and first == "attendee":
            others = [k for k in t.by(g, "obl") if t.case(k) == "with" and k != i]
            if t.lemmas[g] in _COMMUNICATION:
                others += t.by(g, "obj", "iobj")
            filled.parts["attendee"] = list(dict.fromkeys(filled.parts.get("attendee", []) + others))
