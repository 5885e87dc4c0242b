"""Which drafts are one engagement told again: the model's link, the parties, day, place and words weighed together.

The model links mentions one by one before anybody is known (:mod:`communique.reading.engagements.tellings`). Here
whole drafts are compared, likeliest pairs first, and two that are one become one: the plainer telling stays, and takes
from the other what it lacks. In a long report only those near each other are compared.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from communique.reading.engagements.drafts import FAR, NEAR, Draft
from communique.reading.engagements.tellings import FAMILIES, Telling, is_another
from communique.reading.engagements.weighing import Features, weighings
from communique.reading.page.tree import Tree
from communique.reading.periods import bounds

SAME = 0.4
"""Chance from which two drafts are one, chosen on training reports that were left out."""

ALIKE = 0.3
"""How far the kinds of two drafts must overlap, from 0 to 1, to be compared at all."""

REACH = 96
"""How many drafts before it one is compared with: as many as are told in some three thousand words."""

_KNOWN = frozenset({"the", "this", "that", "these", "those", "his", "her", "their", "its"})

Pair = tuple[Draft, Telling]
"""A draft and what it was made from."""


def joined(tree: Tree, told: Sequence[Pair]) -> tuple[list[Pair], dict[int, int]]:
    """Return the drafts, each engagement once, in order; and by its number the number that stands for each."""
    weighing = weighings("joining")["same"]
    pairs = []
    near = _near([telling for _, telling in told])
    for k, later in enumerate(told):
        for i in near(k):
            earlier = told[i]
            tied = later[1].token in earlier[1].ties and comparable(earlier[1], later[1])
            if tied and not _is_beside(tree, earlier, later):
                chance = weighing.chance(likeness(tree, earlier, later))
                if chance >= SAME:
                    pairs.append((-chance, i, k))
    stands, found = list(range(len(told))), list(told)
    for _, i, k in sorted(pairs):
        a, b = _last(stands, i), _last(stands, k)
        if a != b:
            stays, goes = (a, b) if told[a][1].plain >= told[b][1].plain else (b, a)
            found[stays] = found[stays][0].absorbing(found[goes][0]), found[stays][1]
            stands[goes] = stays
    stands = [_last(stands, i) for i in stands]
    numbers = {draft.number: told[s][0].number for (draft, _), s in zip(told, stands, strict=True)}
    return [found[i] for i in sorted(set(stands))], numbers


def _last(stands: list[int], i: int) -> int:
    """Return what stands for ``i`` in the end, where what stands for it has another in its stead."""
    while stands[i] != i:
        stands[i] = stands[stands[i]]
        i = stands[i]
    return i


def _near(told: Sequence[Telling]) -> Callable[[int], list[int]]:
    """Return a function that gives those before the telling of a number, near it, that may be comparable with it."""
    names = sorted({kind for telling in told for kind in telling.kinds})
    chances = np.array([[telling.kinds.get(kind, 0.0) for kind in names] for telling in told])
    families = np.array([FAMILIES[telling.kind] for telling in told])

    def near(k: int) -> list[int]:
        before = slice(max(0, k - REACH), k)
        shared = np.minimum(chances[before], chances[k]).sum(1)
        likely = np.flatnonzero((families[before] == families[k]) | (shared > ALIKE - 1e-6))
        return [before.start + int(i) for i in likely]

    return near


def comparable(a: Telling, b: Telling) -> bool:
    """Whether two tellings may be one engagement by their kinds."""
    if FAMILIES[a.kind] == FAMILIES[b.kind]:
        return True
    return overlap(a, b) > ALIKE


def overlap(a: Telling, b: Telling) -> float:
    """Return how much chance of kinds two tellings share, 0 to 1."""
    return sum(min(chance, b.kinds.get(kind, 0.0)) for kind, chance in a.kinds.items())


def _is_beside(tree: Tree, earlier: Pair, later: Pair) -> bool:
    """Whether a verb says that its deed is another than the one told before, and is of others."""
    (a, _), (b, telling) = earlier, later
    return bool(a.actors - b.actors) and bool(b.actors - a.actors) and is_another(tree, telling.token)


def likeness(tree: Tree, earlier: Pair, later: Pair) -> Features:
    """Return what speaks for two drafts to be one engagement."""
    (a, ta), (b, tb) = earlier, later
    score = ta.ties[tb.token]
    gap = abs(b.sentence - a.sentence)
    found = {
        "link": score,
        "no link": min(score, 0.0),
        "kind": float(ta.kind == tb.kind),
        "family": float(FAMILIES[ta.kind] == FAMILIES[tb.kind]),
        "kinds shared": overlap(ta, tb),
        "one lemma": float(tree.lemmas[ta.token] == tree.lemmas[tb.token]),
        "one sentence": float(gap == 0),
        "next sentence": float(gap == 1),
        "sentences between": math.log1p(gap),
        "first sentence": float(min(a.sentence, b.sentence) == 0),
        "known noun": float(b.noun and any(tree.low[k] in _KNOWN for k in tree.by(tb.token, "det", "nmod:poss"))),
        "two nouns": float(a.noun and b.noun),
        "one voice": float(a.voice == b.voice),
        "one status": float(a.status is b.status),
        "one reality": float(a.is_deed == b.is_deed),
    }
    return found | _parties(a, b) | _setting(a, b)


def _parties(a: Draft, b: Draft) -> dict[str, float]:
    left, right = dict(a.parts), dict(b.parts)
    shared = left.keys() & right.keys()
    turned = [x for x in shared if {left[x], right[x]} & FAR and {left[x], right[x]} & NEAR]
    return {
        "party": float(bool(shared)),
        "all parties": float(bool(shared) and (left.keys() <= right.keys() or right.keys() <= left.keys())),
        "two parties": float(len(shared) > 1),
        "other parties": float(bool(left) and bool(right) and not shared),
        "no party": float(not left or not right),
        "turned": float(bool(turned)),
    }


def _setting(a: Draft, b: Draft) -> dict[str, float]:
    found = {"one place": float(a.place is not None and b.place is not None and a.place.name == b.place.name)}
    if a.edtf and b.edtf:
        (first, last), (begin, end) = bounds(a.edtf), bounds(b.edtf)
        meet = first <= end and begin <= last
        found |= {"one time": float(a.edtf == b.edtf), "times meet": float(meet), "other time": float(not meet)}
    return found
