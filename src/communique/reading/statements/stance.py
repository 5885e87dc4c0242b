"""Stance: how the speaker of a clause stands to an actor or an engagement that the clause names.

Read off the tree, upwards from the token: what describes it, what it does or is said to be, whose
praise or blame it gets. The words come from ``stances.toml``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from communique import wordlists
from communique.reading.page.tree import Tree
from communique.reading.tables import TableError, load
from communique.records import Stance

_RANKS = ("full", "mild", "predicate")
_SIGNS = {"backs": 1, "criticises": -1, "neutral": 0}
_STANCES = {1: Stance.BACKS, -1: Stance.CRITICISES, 0: Stance.NEUTRAL}
_MORE = {"attitude": "kind slots things", "deed": "", "quality": "kind rank ours", "fault": ""}
_KEYS = {name: {"stance", "negated", "words", "phrases", *more.split()} for name, more in _MORE.items()}
_KINDS = {"attitude": ("verb", "noun", "adjective"), "quality": ("noun", "adjective")}
_SLOTS = frozenset("obj inf that about against at behind by for from in of on over to toward towards with".split())
_LISTS = frozenset(
    """amends apart bodies calling claims denying deontic doing doings fighting fostering generic greeting
    happening hoping idioms light losing meeting negations opinion patients possible raising refusing slurs sorts
    standing stopping urging vague""".split()
)
_KIND = {"VERB": ("verb", "adjective"), "AUX": ("verb",), "ADJ": ("adjective",), "ADV": ("adjective",)}
_KIND |= dict.fromkeys(("NOUN", "PROPN", "INTJ"), ("noun",))
_UNREAL = wordlists.words("statements", "unreal")
_HIGH = 16


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word says: its sign and the sign when negated, where its object stands, what must stand by it."""

    sign: int
    negated: int
    slots: frozenset[str]
    needs: tuple[str, ...]
    things: bool
    ours: bool
    rank: int


Senses = Mapping[str, tuple[Sense, ...]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The senses of words, by kind and lemma ("verb support"), and plain lists of words."""

    attitudes: Senses
    deeds: Senses
    qualities: Senses
    faults: Senses
    words: Mapping[str, frozenset[str]]


@cache
def shipped() -> Lexicon:
    """Return the words of ``stances.toml``."""
    return lexicon(load("stances"))


def lexicon(table: Mapping[str, Any]) -> Lexicon:
    """Return the words of a table.

    Raises:
        TableError: if a section, key, stance or slot is unknown, an entry is empty, or a word stands twice.
    """
    for name in table:
        _need(name in _KEYS or name == "words", name, "is no section")
    lists = table.get("words", {})
    for name in _LISTS | set(lists):
        _need(name in _LISTS, f"words.{name}", "is no list")
        _need(isinstance(lists.get(name), str) and lists[name].strip() != "", f"words.{name}", "has no words")
    attitudes, deeds, qualities, faults = (_section(name, table.get(name, ())) for name in _KEYS)
    return Lexicon(attitudes, deeds, qualities, faults, {name: frozenset(lists[name].split()) for name in lists})


def _need(condition: bool, entry: str, what: str) -> None:
    if not condition:
        raise TableError(f"stances.toml, {entry}: {what}")


def _section(name: str, rows: Any) -> Senses:
    found: dict[str, tuple[Sense, ...]] = {}
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(rows, start=1):
        entry = f"{name} {number}"
        _need(set(row) <= _KEYS[name], entry, f"unknown keys in {sorted(row)}")
        for key in ("stance", "negated"):
            _need(row.get(key, "neutral") in _SIGNS and "stance" in row, entry, f"{row.get(key)!r} is no stance")
        _need(name not in _KINDS or row.get("kind") in _KINDS[name], entry, f"{row.get('kind')!r} is no kind")
        _need(row.get("rank", "full") in _RANKS, entry, f"{row.get('rank')!r} is no rank")
        for slot in row.get("slots", "").split():
            _need(slot in _SLOTS, entry, f"{slot!r} is no slot")
        sign, rank = _SIGNS[row["stance"]], _RANKS.index(row.get("rank", "full"))
        negated = _SIGNS[row["negated"]] if "negated" in row else -sign
        slots = frozenset(row.get("slots", "").split())
        words = [*row.get("words", "").split(), *row.get("phrases", ())]
        _need(bool(words) and all(words), entry, "has no words")
        for word in words:
            key = f"{row['kind']} {word}" if "kind" in row else word
            for slot in row.get("slots", "-").split():
                _need((key, slot) not in seen, entry, f"{word!r} stands under two entries")
                seen.add((key, slot))
            lemma, *needs = word.split()
            key = f"{row['kind']} {lemma}" if "kind" in row else lemma
            sense = Sense(sign, negated, slots, tuple(needs), "things" in row, "ours" in row, rank)
            found[key] = tuple(sorted((*found.get(key, ()), sense), key=lambda s: -len(s.needs)))
    return found


def never(token: int) -> bool:
    """Return ``False``: no token is known to be the speaker."""
    return False


def _first(signs: Iterable[int]) -> int:
    return next(filter(None, signs), 0)


class Stances:
    """The stances that the clauses of a report take.

    ``speaker`` tells which tokens are the speaker: the subject of the verb that reports the clause, and what
    refers to it inside. Without it, first person pronouns are, and whoever is reported at the top.
    """

    def __init__(self, tree: Tree, speaker: Callable[[int], bool] = never) -> None:
        self._tree, self._speaker, self._lex = tree, speaker, shipped()
        self._asks = ["?" in tree.low[max(start, end - 3) : end] for start, end in tree.bounds]

    def toward(self, token: int) -> Stance:
        """Return the stance of whoever speaks the clause around ``token`` to the actor or engagement it heads."""
        if "Person=1" in self._tree.feats[token]:
            return Stance.NEUTRAL
        return _STANCES[self._described(token) or self._climb(token) or self._relative(token)]

    def of_cue(self, cue: int) -> Stance:
        """Return the stance that a reporting word has of itself: "praised", "condemned", "support for"."""
        verb = self._tree.is_verb(cue)
        for sense in self._attitudes(cue):
            at = {self._tree.case(k) for k in self._tree.by(cue, "obl")}
            if not verb or "obj" in sense.slots or at & sense.slots:
                return _STANCES[self._signed(sense, cue)]
        return _STANCES[self._named(cue)]

    def _is(self, i: int, name: str) -> bool:
        return self._tree.lemmas[i] in self._lex.words[name]

    def _senses(self, part: Senses, i: int, *kinds: str) -> Iterator[Sense]:
        """Yield the senses of a word whose further words stand below it; the fullest come first."""
        for kind in kinds:
            guess = self._tree.lemmas[i] + "e" if self._tree.pos[i] == "VERB" else self._tree.lemmas[i]  # for "meddl"
            for form in dict.fromkeys((self._tree.low[i], self._tree.lemmas[i], guess)):
                for sense in part.get(f"{kind} {form}".strip(), ()):
                    if not sense.needs or self._below(i).issuperset(sense.needs):
                        yield sense

    def _below(self, i: int) -> set[str]:
        near = (g for k in self._tree.kids[i] for g in (k, *self._tree.kids[k]))
        return {form for k in near for form in (self._tree.low[k], self._tree.lemmas[k])}

    def _attitudes(self, i: int) -> Iterator[Sense]:
        return self._senses(self._lex.attitudes, i, *_KIND.get(self._tree.pos[i], ()))

    def _signed(self, sense: Sense, i: int) -> int:
        return sense.negated if self._negated(i) else sense.sign

    def _mine(self, i: int) -> bool:
        """True for the speaker, a first person, and words for everybody."""
        return "Person=1" in self._tree.feats[i] or self._tree.low[i] in self._lex.words["generic"] or self._speaker(i)

    def _holds(self, i: int) -> bool:
        """True where the speaker is the subject of ``i``, or nobody is, or anybody should be."""
        subject = self._tree.subject(i)
        if subject is None or self._tree.deps[subject].startswith("csubj") or self._must(i):
            return True
        return any(self._mine(s) for s in self._tree.conjuncts(subject))

    def _must(self, i: int) -> bool:
        if any(self._is(k, "deontic") for k in self._tree.by(i, "aux")):
            return True
        head, dep = self._tree.heads[i], self._tree.deps[i]
        if dep in ("xcomp", "advcl", "ccomp") and self._is(head, "urging") and "VerbForm=Inf" in self._tree.feats[i]:
            return self._holds(head)
        yet = any(self._tree.low[k] == "yet" for k in self._tree.kids[head])
        return not yet and dep == "xcomp" and self._tree.lemmas[head] in ("have", "need", "ought", "deserve")

    def _negated(self, i: int) -> bool:
        """True for an odd number of negations, those of "refuse to" and "do not want to" above included."""
        tree = self._tree
        surpassed = "Degree=Cmp" in tree.feats[i] or {"enough", "more"} & {tree.low[k] for k in tree.kids[i]}
        odd = not surpassed and any(self._negates(k) for k in tree.kids[i])
        head, dep = tree.heads[i], tree.deps[i]
        if dep == "xcomp" and (self._is(head, "refusing") or self._is(head, "raising")):
            return odd ^ self._negated(head) ^ self._is(head, "refusing")
        shared = dep == "conj" and any(tree.low[k] == "or" for k in tree.by(i, "cc")) and not tree.by(i, "nsubj")
        if dep in ("csubj", "acl", "advcl") and "VerbForm=Inf" in tree.feats[i] and self._worth(head) < 0:
            odd = not odd  # "a mistake to trust"
        purpose = dep == "advcl" and "VerbForm=Inf" in tree.feats[i] and head < i
        return odd ^ self._negated(head) if shared or purpose else odd

    def _negates(self, k: int) -> bool:
        tree, no = self._tree, self._lex.words["negations"]
        base = tree.deps[k].split(":")[0]
        if base in ("advmod", "det", "cc", "nsubj", "aux") and tree.low[k] in no:
            return tree.low[k + 1 : k + 2] not in (["only"], ["just"], ["merely"], ["simply"])
        return base in ("advmod", "nsubj") and any(tree.low[g] == "no" for g in tree.kids[k])

    def _weight(self, i: int, held: bool = False) -> int:
        """Return 1 where the speaker says ``i``, -1 where the speaker denies it, else 0."""
        tree, sign = self._tree, 0 if self._asks[self._tree.sentence[i]] else 1
        for _ in range(_HIGH):
            if not sign or set(tree.marks(i)) & _UNREAL or any(tree.low[k] == "?" for k in tree.kids[i]):
                return 0
            head, dep = tree.heads[i], tree.deps[i]
            if head == i:
                break
            if dep == "acl" and tree.by(i, "mark") and self._is(head, "claims"):
                return 0
            if dep == "ccomp":
                subject = tree.subject(head)
                mine = subject is None or self._mine(subject)
                sign *= self._reported(head, subject, mine or held)
                if subject is not None and mine:
                    return sign
            i = head
        return sign

    def _reported(self, verb: int, subject: int | None, mine: bool) -> int:
        """Return what a verb makes of the clause below it, as :meth:`_weight` does."""
        tree, negated = self._tree, self._negated(verb)
        if self._is(verb, "denying"):
            return 1 if negated else -1 if mine and tree.lemmas[verb] == "doubt" else 0
        if self._is(verb, "hoping"):
            return 0
        if negated and self._is(verb, "opinion"):
            return -1 if mine else 0
        if mine:
            return 1
        nested = tree.deps[verb] in ("ccomp", "xcomp", "acl", "advcl")
        return int(self._speaker is never and not nested and tree.low[subject or 0] not in self._lex.words["vague"])

    def _climb(self, at: int) -> int:
        """Return the stance that the phrases and the clause above a token take to it."""
        for _ in range(_HIGH):
            head, dep = self._tree.heads[at], self._tree.deps[at].split(":")[0]
            if head == at:
                return 0
            if dep in ("nsubj", "csubj"):
                return self._as_subject(at, head)
            if dep in ("obj", "iobj", "obl", "vocative"):
                return self._as_object(at, head, dep)
            if dep not in ("conj", "appos", "flat"):
                found = self._owned(at, head)
                if found or not self._passes(at, head):
                    return found
            elif self._tree.pos[head] not in ("NOUN", "PROPN", "PRON"):
                return 0
            at = head
        return 0

    def _owns(self, at: int) -> bool:
        """True for an owner: "X's", "of X", "by X", and names before a noun."""
        dep = self._tree.deps[at]
        if dep in ("compound", "amod"):
            return self._tree.words[at][:1].isupper() and (dep == "amod" or self._is(self._tree.heads[at], "bodies"))
        return dep == "nmod:poss" or (dep.startswith("nmod") and self._tree.case(at) in ("of", "by"))

    def _passes(self, at: int, noun: int) -> bool:
        """True where what is said of ``noun`` is said of its owner ``at``."""
        suffered = self._tree.deps[at] == "nmod" and self._is(noun, "patients")
        return self._owns(at) and not suffered and not self._is(noun, "apart")

    def _owned(self, at: int, noun: int) -> int:
        """Return the stance of "confidence in X", "the brutality of X", "X's reckless policy"."""
        for sense in self._attitudes(noun):
            if self._tree.deps[at] != "nmod:poss" and self._tree.case(at) in sense.slots:
                return self._of_noun(noun, sense)
        named = self._tree.deps[at] == "compound" and self._tree.words[at][:1].isupper()
        fault = self._fault(noun)
        if not self._passes(at, noun) and not (named and fault):
            return 0
        return (fault or self._modified(noun, int(self._is(noun, "doings")))) * abs(self._weight(noun))

    def _fault(self, noun: int) -> int:
        return next((s.sign for s in self._senses(self._lex.faults, noun, "")), 0)

    def _modified(self, noun: int, rank: int) -> int:
        """Return the sign of the first evaluative adjective of a noun, up to a rank of words."""
        tree = self._tree
        for k in tree.by(noun, "amod"):
            name = tree.words[k][:1].isupper() and (tree.pos[noun] == "PROPN" or tree.idx[k] - tree.end(k - 1) == 1)
            idiom = f"{tree.low[k]}-{tree.lemmas[noun]}"
            for sense in self._senses(self._lex.qualities, k, "adjective"):
                if not sense.needs and sense.rank <= rank and not name and idiom not in self._lex.words["idioms"]:
                    return sense.negated if self._negated(k) else sense.sign
        return 0

    def _of_noun(self, noun: int, sense: Sense) -> int:
        """Return the stance of a noun like "support" to what its preposition leads."""
        tree, up = self._tree, self._tree.heads[noun]
        owners = tree.by(noun, "nmod:poss")
        odd, top = self._negated(noun), noun
        if tree.lemmas[up] in ("lack", "loss", "absence", "end") and tree.case(noun) == "of":
            odd, top, up, owners = not odd, up, tree.heads[up], owners or tree.by(up, "nmod:poss")
        free = up == top or tree.by(up, "expl") or tree.deps[top] == "conj"
        held = free or (tree.deps[top] != "nsubj" and self._holds(up))
        if not (self._mine(owners[0]) if owners else held):
            return 0
        if tree.deps[top] == "obj":
            odd ^= self._negated(up) ^ self._is(up, "losing")
        elif free and up != top:
            odd ^= self._negated(up) ^ self._negates(top)
        return (sense.negated if odd else sense.sign) * self._weight(top, held=True)

    def _as_object(self, at: int, head: int, dep: str) -> int:
        """Return the stance of the subject of ``head``, if that is the speaker, to an object."""
        slot = self._tree.case(at) if dep == "obl" else "obj" if dep != "vocative" or self._is(head, "greeting") else ""
        found = self._at_slot(at, head, slot)
        if found is None and dep == "obj" and self._holds(head):
            found = self._named(head) * self._weight(head, held=True)
        if not found and slot == "by" and self._tree.is_verb(head):
            found = next((self._signed(s, head) for s in self._senses(self._lex.deeds, head, "")), 0)
        if not found and slot == "of" and self._it(head):
            found = self._judge(head) * self._weight(head)
        if not found and slot in ("obj", "with", "to") and self._is(head, "meeting"):  # "glad to meet"
            over = self._tree.deps[head] in ("xcomp", "advcl", "csubj", "acl", "ccomp", "obl")
            found = self._at_slot(head, self._tree.heads[head], "inf") if over else 0
        return found or 0

    def _at_slot(self, at: int, head: int, slot: str) -> int | None:
        """Return what an attitude says of its object in ``slot``; ``None`` where it has no such slot."""
        for sense in self._attitudes(head):
            if slot in sense.slots and not (sense.things and self._tree.pos[at] != "NOUN"):
                if "noun" in _KIND[self._tree.pos[head]]:
                    return self._of_noun(head, sense)
                if not self._holds(head):
                    return 0
                odd = self._negated(head) ^ any(self._tree.low[k] == "neither" for k in self._tree.kids[at])
                return (sense.negated if odd else sense.sign) * self._weight(head, held=True)
        if self._is(head, "light") or self._is(head, "losing"):
            pairs = ((noun, s) for noun in self._tree.by(head, "obj", "nsubj") for s in self._attitudes(noun))
            return next((self._of_noun(n, s) for n, s in pairs if slot in s.slots and slot != "obj"), None)
        return None

    def _named(self, verb: int) -> int:
        """Return the sign of what a verb calls its object: "calls X a disgrace"."""
        tree = self._tree
        small = (
            k for k in tree.kids[verb] if tree.deps[k] in ("xcomp", "ccomp") or "as" in tree.cases(k) + tree.marks(k)
        )
        found = _first(map(self._judge, small)) if self._is(verb, "calling") else 0
        return -found if self._negated(verb) else found

    def _as_subject(self, at: int, head: int) -> int:
        """Return what is said of a subject: what it is, what it does, what it deserves."""
        passive = self._tree.deps[at] == "nsubj:pass"
        found = _first(self._said(v, passive) for v in self._joined(head))
        return found * self._weight(head) if found else self._in_clause(head)

    def _said(self, i: int, passive: bool) -> int:
        """Return the sign of what a clause says of its subject, participles taken as adjectives where they can be."""
        found = self._suffers(i) if passive else self._does(i) if self._tree.is_verb(i) else 0
        adjective = not self._tree.by(i, "obj") and (passive or self._tree.low[i].endswith("ing"))
        return found or (self._judge(i) if adjective or self._tree.pos[i] != "VERB" or self._tree.by(i, "cop") else 0)

    def _in_clause(self, verb: int) -> int:
        """Return the stance to the subject of "it is good that", "we are glad that"."""
        tree, head = self._tree, self._tree.heads[verb]
        if tree.deps[verb] not in ("csubj", "ccomp", "advcl") or self._negated(verb):
            return 0
        if self._it(head) and tree.deps[verb] != "advcl":
            return self._judge(head) * self._weight(head)
        return self._at_slot(verb, head, "that") or 0

    def _it(self, i: int) -> bool:
        """True for a clause with the subject "it"."""
        return any(self._tree.low[k] == "it" for k in self._tree.by(i, "expl", "nsubj"))

    def _suffers(self, verb: int) -> int:
        """Return the stance to the subject of a passive: "must be condemned", "is respected"."""
        agent = self._tree.agent(verb)
        mine = agent is not None and self._mine(agent)
        if agent is None:
            unable = self._negated(verb) and any(self._is(k, "possible") for k in self._tree.by(verb, "aux"))
            mine = unable or self._must(verb) or self._is(verb, "standing")
        senses = (s for s in self._attitudes(verb) if "obj" in s.slots)
        return next((self._signed(s, verb) for s in senses), 0) if mine else 0

    def _does(self, verb: int) -> int:
        """Return the sign of what a subject does."""
        tree = self._tree
        negated = self._negated(verb)
        if any(self._is(k, "possible") for k in tree.by(verb, "aux")) and not negated:
            return 0
        if self._is(verb, "stopping"):
            given_up = [*(self._deed(k)[0] for k in tree.by(verb, "xcomp")), *map(self._wrong, tree.by(verb, "obj"))]
            return min(given_up, default=0)
        if any(self._is(k, "deontic") for k in tree.by(verb, "aux")):
            return -int(self._is(verb, "happening" if negated else "amends"))
        return self._deed(verb)[negated]

    def _deed(self, verb: int) -> tuple[int, int]:
        """Return the sign of a deed, and the sign of not doing it."""
        for k in self._tree.by(verb, "xcomp"):
            undone = any(map(self._negates, self._tree.kids[k]))
            sign = self._deed(k)[undone] if self._tree.is_verb(k) else self._worth(k)
            if self._tree.lemmas[verb] == "deserve":
                sign = next((s.sign for s in self._attitudes(k)), 0)
            if sign and self._is(verb, "refusing"):
                return -sign, sign
            if self._is(verb, "raising") or (sign and self._tree.lemmas[verb] == "deserve"):
                return sign, -sign
        sign = self._of_means(verb)
        if sign:
            return sign, -sign
        return next(((s.sign, s.negated) for s in self._senses(self._lex.deeds, verb, "")), (0, 0))

    def _of_means(self, verb: int) -> int:
        """Return the sign of a deed by its object or manner: "sponsors terror", "did a great job"."""
        for k in self._tree.by(verb, "obj", "obl"):
            wrong = self._wrong(k)
            if wrong < 0 and (self._is(verb, "fostering") or self._is(verb, "fighting")):
                return -1 if self._is(verb, "fostering") else 1
            if self._is(verb, "doing") and self._tree.deps[k] == "obj" and (wrong or self._worth(k)):
                return wrong or self._worth(k)
        for k in self._tree.by(verb, "advmod"):
            adjective = self._tree.low[k].removesuffix("ly")
            for sense in self._lex.qualities.get(f"adjective {adjective}", ()):
                if adjective != self._tree.low[k] and not sense.rank and not sense.needs:
                    return sense.sign
        return 0

    def _wrong(self, noun: int) -> int:
        """Return the sign of a noun as a deed, negative too for the people who do such deeds."""
        return self._fault(noun) or -int(self._is(noun, "slurs"))

    def _joined(self, i: int) -> list[int]:
        """Return ``i`` and what is coordinated with it under the same subject."""
        tree = self._tree
        return [i, *(k for k in tree.kids[i] if tree.deps[k] == "conj" and not tree.by(k, "nsubj", "csubj"))]

    def _judge(self, i: int) -> int:
        """Return the sign of a predicate with what is coordinated with it and its negation."""
        sign = _first(map(self._worth, self._joined(i)))
        return -sign if self._negated(i) else sign

    def _worth(self, i: int) -> int:
        """Return the sign of a predicate without its negation; 0 for a comparison."""
        tree = self._tree
        if tree.lemmas[i] in ("far", "anything"):
            return -_first(map(self._worth, tree.by(i, "advcl", "xcomp", "nmod", "obl")))
        if "Degree=Cmp" in tree.feats[i] or {"more", "less"} & {tree.low[k] for k in tree.by(i, "advmod")}:
            return 0
        kind = "noun" if tree.pos[i] in ("NOUN", "PROPN") else "adjective"
        owners = [*tree.by(i, "nmod:poss"), *tree.by(tree.first_conjunct(i), "nmod:poss")]
        other = any(not self._mine(k) for k in owners)
        for sense in self._senses(self._lex.qualities, i, kind):
            if not sense.ours:
                return 0 if other and sense.sign > 0 else sense.sign
            other = other or any(tree.pos[k] == "PROPN" and tree.case(k) == "of" for k in tree.by(i, "nmod"))
            return sense.sign if not other and (owners or self._modified(i, 2) * sense.sign > 0) else 0
        found = 0 if other or kind != "noun" else self._modified(i, 2)
        inner = tree.by(i, "nmod") if not found and self._is(i, "sorts") else ()
        return found or _first(self._worth(k) or self._wrong(k) for k in inner)

    def _described(self, i: int) -> int:
        """Return the sign of the adjectives and nouns that stand by a name or noun."""
        tree = self._tree
        found = self._modified(i, int(tree.pos[i] == "NOUN" and not tree.by(i, "nmod")))
        if not found and tree.pos[i] == "NOUN":
            friend = any(s.ours for s in self._senses(self._lex.qualities, i, "noun"))
            found = self._worth(i) if friend else -int(self._is(i, "slurs"))
        near = [k for k in tree.by(i, "appos", "compound", "flat", "nmod:desc") if tree.pos[k] == "NOUN"]
        over = tree.heads[i] if tree.deps[i] in ("appos", "flat", "nmod:desc") else max(i - 1, 0)
        title = tree.heads[i] == over or (tree.heads[i], tree.deps[i]) == (tree.heads[over], tree.deps[over])
        if title and over != i and tree.pos[over] == "NOUN":
            near.append(over)
        return found or _first(map(self._judge, near))

    def _relative(self, i: int) -> int:
        """Return what a relative clause says of a noun."""
        for k in self._tree.by(i, "acl:relcl"):
            subjects = self._tree.by(k, "nsubj")
            if subjects and self._tree.low[subjects[0]] in ("who", "that", "which"):
                found = self._said(k, self._tree.deps[subjects[0]] == "nsubj:pass")
            else:
                found = (self._at_slot(i, k, "obj") or 0) if subjects else 0
            if found:
                return found * abs(self._weight(k))
        return 0
