"""A verb told once for two engagements: "met Merkel in Berlin on Monday and, a day later, Macron in Paris"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from communique.reading.drafts import Draft
from communique.reading.tree import Tree

_KINDS = frozenset({"meeting", "call", "visit", "talks"})


def find_gapped(tree: Tree, draft: Draft, members: Callable[[int], Sequence[str]]) -> list[Draft]:
    """Take from a draft the later objects that have a day or place of their own; return a draft for each.

    It is so where another phrase of the verb stands between an object and the one joined to it.
    """
    if draft.noun or draft.sense.kind not in _KINDS:
        return []
    for first in tree.by(draft.token, "obj", "obl"):
        others = set(members(first))
        for second in _seconds(tree, draft.token, first):
            own = set(members(second))
            if not own or not _parted(tree, draft.token, first, second):
                continue
            part = next((p for a, p in draft.parts if a in others - own), None)
            side = [(a, p) for a, p in draft.parts if a not in others | own]
            if part is None or not side:
                continue
            new = Draft(second, draft.sense, draft.verdict, f"{draft.words} … {tree.words[second]}", noun=False)
            new.parts = [*side, *((a, part) for a in own)]
            new.tokens = [draft.token, second]
            draft.parts = [(a, p) for a, p in draft.parts if a not in own]
            below = set(tree.subtree(second))
            draft.tokens = [k for k in draft.tokens if k not in below]
            draft.gapped.append(new)
    return draft.gapped


def _seconds(tree: Tree, verb: int, first: int) -> list[int]:
    """Names joined to an object, or which the tree joins to the verb or to the place before them instead."""
    astray = [k for h in (verb, *tree.by(verb, "obl")) for k in tree.by(h, "conj")]
    astray = [k for k in astray if k > first and tree.pos[k] == "PROPN" and not tree.case(k)]
    return [*tree.conjuncts(first)[1:], *astray]


def _parted(tree: Tree, verb: int, first: int, second: int) -> bool:
    """Whether a phrase of the verb stands between the two, and one after the second."""
    between = [k for k in (*tree.by(verb, "obl", "advmod"), *tree.by(first, "nmod", "obl")) if first < k < second]
    within = [k for k in tree.kids[second] if tree.deps[k].split(":")[0] in ("nmod", "obl", "orphan", "advmod")]
    after = [k for k in (*tree.by(verb, "obl"), *within) if k > second]
    return any(tree.case(k) in ("on", "in", "at", "") for k in between) and bool(after)
