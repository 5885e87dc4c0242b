"""What the joint model says of attributions: which words are cues, and whose words and which they bring.

The model gives chances (:mod:`communique.language.attributions`); here they become the same
:class:`Proposal` that the rules over the tree make, and both are weighed against each other.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from communique.language.attributions import ROLES, Array, Attribution
from communique.reading.page.ranges import Ranges
from communique.reading.statements.clauses import Proposal, addressee, is_nobody, proposals
from communique.reading.statements.cues import Cues
from communique.reading.statements.frames import Frame
from communique.reading.statements.groups import Group
from communique.reading.statements.marks import Marked, is_work, marked
from communique.reading.statements.quote import PROPOSITIONS
from communique.reading.statements.sources import RELATIVES, Source, child, source_at
from communique.reading.statements.view import TRIMMED, View

SURE = 0.5
"""Chance from which a cue that no rule knows is taken."""

DOUBTFUL = 0.4
"""Chance from which a cue that a rule proposes is taken."""

CLAUSE = 0.2
"""The same where what it governs is a clause: there the rules err less."""

SWITCH = 4.0
"""What it costs, in log odds, to begin or to end a content in the middle of a sentence."""

_SOURCE, _CONTENT, _CUE = (ROLES.index(r) for r in ("source", "content", "cue"))
_LEAST = 1e-4
_SPEECH = frozenset("clause wh according objinf inf".split())


class Learned:
    """The attributions of one report as the model sees them."""

    def __init__(self, view: View, said: Sequence[Attribution]) -> None:
        self._view = view
        self._by_cue = {a.cue: a for a in said}
        self._read = Ranges((a.words[0], a.words[-1] + 1, a) for a in self._by_cue.values())
        self._part = self._parts(said)
        self._marked: dict[int, list[Marked]] = {}

    def marked(self, para: int) -> list[Marked]:
        """Return the quoted stretches of a paragraph, looked for once."""
        if para not in self._marked:
            view, (first, last) = self._view, self._view.paras[para]
            self._marked[para] = marked(view.text, view.start[first], view.end[last - 1])
        return self._marked[para]

    def _parts(self, said: Sequence[Attribution]) -> dict[int, Attribution]:
        """Return for every other word of a cue ("has", "statement") the attribution it is a cue's part of."""
        found: dict[int, tuple[float, Attribution]] = {}
        for a in said:
            for k in np.flatnonzero(a.roles[:, _CUE] > SURE).tolist():
                weight = a.chance * float(a.roles[k, _CUE])
                if weight > found.get(a.words[k], (0.0, a))[0]:
                    found[a.words[k]] = (weight, a)
        return {word: a for word, (_, a) in found.items()}

    def at(self, cue: int) -> Attribution | None:
        """Return the attribution whose cue holds the token ``cue``."""
        own, part = self._by_cue.get(cue), self._part.get(cue)
        if own is None or part is None:
            return own or part
        return own if own.chance >= part.chance else part

    def cues(self) -> Iterator[Attribution]:
        """Yield the attributions that are likely enough without a rule."""
        return (a for a in self._by_cue.values() if a.chance >= SURE)

    def of_words(self, words: Sequence[int]) -> Attribution | None:
        """Return the likeliest attribution whose content holds most of ``words`` and whose cue is not among them."""
        inside, best = set(words), None
        for a in self._read.touching(min(inside), max(inside) + 1) if inside else ():
            if a.cue in inside or a.chance < DOUBTFUL:
                continue
            held = [float(row[_CONTENT]) for w, row in zip(a.words, a.roles, strict=True) if w in inside]
            if held and sum(held) >= SURE * len(held) and (best is None or a.chance > best.chance):
                best = a
        return best

    def content(self, a: Attribution) -> tuple[int, ...]:
        """Return the tokens of the likeliest content: runs of words, for each beginning and end a price."""
        odds = _odds(a.roles[:, _CONTENT])
        inside = runs(odds, [self._view.hard[w] for w in a.words])
        return tuple(w for w, chosen in zip(a.words, inside, strict=True) if chosen)

    def source(self, a: Attribution) -> Source | None:
        """Return the likeliest source: the run of words with the highest odds, ``None`` where none has any."""
        odds = _odds(a.roles[:, _SOURCE])
        best, low, high, total, start = 0.0, 0, 0, 0.0, 0
        for i, value in enumerate(odds):
            if total <= 0:
                total, start = 0.0, i
            total += value
            if total > best:
                best, low, high = total, start, i + 1
        return self._source(tuple(a.words[low:high])) if high else None

    def weight(self, a: Attribution, source: Source) -> float:
        """Return how likely the words of ``source`` are a source with this cue, on average."""
        chances = [float(row[_SOURCE]) for w, row in zip(a.words, a.roles, strict=True) if w in source.tokens]
        return sum(chances) / len(chances) if chances else 0.0

    def _source(self, tokens: tuple[int, ...]) -> Source | None:
        view = self._view
        words = [i for i in tokens if view.pos[i] not in TRIMMED]
        if not words:
            return None
        inside = set(words)
        named = [i for i in words if view.head[i] not in inside or view.head[i] == i]
        head = next((i for i in named if view.pos[i] in ("PROPN", "NOUN", "PRON")), named[0] if named else words[0])
        if view.low[head] in RELATIVES:
            return source_at(view, head)
        return Source(tuple(range(words[0], words[-1] + 1)), head, head)


def _odds(chances: Array) -> list[float]:
    found: list[float] = np.log(np.maximum(chances, _LEAST) / np.maximum(1 - chances, _LEAST)).tolist()
    return found


def runs(odds: Sequence[float], sentence: Sequence[int], price: float = SWITCH) -> list[bool]:
    """Choose the words of a content so that the odds of the chosen, less the price of every switch, are highest.

    Args:
        odds: the log odds of every word that it is content.
        sentence: the number of every word's sentence; between sentences a switch costs half.
        price: what it costs to begin or to end a run.
    """
    back: list[tuple[bool, bool]] = []
    outside, inside = 0.0, -math.inf
    for i, value in enumerate(odds):
        cost = price if i and sentence[i] == sentence[i - 1] else price / 2
        back.append((inside - cost > outside, inside >= outside - cost))
        outside, inside = max(outside, inside - cost), max(inside, outside - cost) + value
    state, chosen = inside > outside, []
    for from_in, stayed_in in reversed(back):
        chosen.append(state)
        state = stayed_in if state else from_in
    return chosen[::-1]


def settled(view: View, group: Group, learned: Learned) -> None:
    """Give an utterance in quotation marks the cue and source that the model is surer of than the rules."""
    words = [i for m in group.stretches for i in view.words(m.start, m.end)]
    at = group.cue if group.cue is not None else group.colon
    a = learned.at(at) if at is not None else None
    if a is None or a.chance < SURE:
        a = learned.of_words(words) or a
    if a is None:
        return
    source = learned.source(a)
    if source is None or learned.weight(a, source) < SURE or set(source.tokens) & set(words):
        return
    if group.source is None or learned.weight(a, group.source) < DOUBTFUL:
        group.source = source
        group.cue = a.cue if group.cue is None and group.colon is None else group.cue


def weighed(view: View, cues: Cues, skipped: set[int], learned: Learned) -> list[Proposal]:
    """Return what rules and model propose together, in the order of the cues."""
    found: dict[int, Proposal] = {}
    for proposal in proposals(view, cues, skipped):
        a = learned.at(proposal.cue)
        if a is None or a.chance < _least(proposal) or a.cue in skipped:
            continue
        found[a.cue] = _merged(view, proposal, a, learned)
    for a in learned.cues():
        if a.cue not in found and a.cue not in skipped:
            alone = _alone(view, cues, a, learned)
            if alone is not None:
                found[a.cue] = alone
    return [found[cue] for cue in sorted(found)]


def _least(proposal: Proposal) -> float:
    return CLAUSE if proposal.frame in _SPEECH else DOUBTFUL


def _merged(view: View, proposal: Proposal, a: Attribution, learned: Learned) -> Proposal:
    """Keep the rule's reading of the cue; the words are the model's."""
    tokens = learned.content(a) or proposal.tokens
    source = learned.source(a)
    if source is not None and source.head == proposal.addressee:
        source = None
    elif source is None and proposal.source is not None and not set(proposal.source.tokens) & set(tokens):
        source = proposal.source
    use = "mentions" if proposal.use in PROPOSITIONS and not _is_clause(view, tokens) else proposal.use
    return replace(proposal, tokens=tokens, source=source, use=use, chance=a.chance)


def _alone(view: View, cues: Cues, a: Attribution, learned: Learned) -> Proposal | None:
    tokens, source = learned.content(a), learned.source(a)
    words = [i for i in tokens if view.pos[i] not in TRIMMED]
    if not words or is_nobody(view, a.cue, source) or _is_title(view, words, learned):
        return None
    use = _use(view, cues, a.cue, tokens)
    return Proposal(a.cue, "clause", tokens, source, addressee(view, a.cue, Frame("clause", tokens)), use, a.chance)


def _is_title(view: View, words: Sequence[int], learned: Learned) -> bool:
    """True where a content begins with a title in quotation marks: "read “The Long Road” on the train"."""
    stretches = learned.marked(view.para[words[0]])
    for opens in (view.start[i] for i in words[:2]):
        at = bisect_left(stretches, opens, key=lambda m: m.start)
        there = at < len(stretches) and stretches[at].start == opens
        if there and is_work(view.text[opens : stretches[at].end]):
            return True
    return False


def _use(view: View, cues: Cues, cue: int, tokens: Sequence[int]) -> str:
    """Return the use of a cue that no rule has read: what the table says of the word, else a thought.

    What is no clause ("backed the senator") is only mentioned.
    """
    if not _is_clause(view, tokens):
        return "mentions"
    frames = cues.frames(view.low[cue], view.pos[cue]) or {}
    return next((frames[f] for f in ("clause", "wh", "inf", "objinf", "quote") if f in frames), "believes")


def _is_clause(view: View, tokens: Sequence[int]) -> bool:
    """True where the words hold a predicate with its subject, its "to" or its "that", or a whole participle."""
    inside = set(tokens)
    if len(inside) < 2:
        return False
    predicates = (i for i in tokens if view.pos[i] in ("VERB", "AUX", "ADJ") or child(view, i, "cop") is not None)
    return any(view.pos[i] == "VERB" or child(view, i, "nsubj", "nsubj:pass", "mark") in inside for i in predicates)
