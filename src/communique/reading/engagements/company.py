"""Who "they", "the two" or "both sides" are where the pronoun itself is not resolved: the two told of just before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from communique import wordlists
from communique.reading.page.tree import Tree

_PLURAL = wordlists.words("engagements", "together")
_SIDES = wordlists.words("engagements", "sides")
_ARGUMENTS = ("nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod", "nmod:poss", "appos", "conj")

_BACK = 4
"""How many sentences are looked at, the subject's own among them."""


def is_company(tree: Tree, token: int) -> bool:
    """Whether a subject is several who were named before."""
    if tree.low[token] in ("couple", "pair"):
        return _told_before(tree, token)
    if tree.low[token] in _PLURAL:
        return tree.pos[token] in ("PRON", "NUM", "DET") or _told_before(tree, token)
    return tree.low[token] in _SIDES and _told_before(tree, token)


def _told_before(tree: Tree, token: int) -> bool:
    return any(tree.low[k] in ("the", "both", "two") for k in tree.by(token, "det", "nummod", "amod"))


def company_of(
    tree: Tree, token: int, members: Callable[[int], Sequence[str]], may_be: Callable[[str, bool], bool]
) -> tuple[str, ...]:
    """Return the two actors that the words just before ``token`` are about; none where there are more or fewer.

    ``members`` gives the actors of a phrase by its head; ``may_be`` says whether one may be meant: a named person,
    or a state where the second argument asks for one.
    """
    if tree.low[token] in ("couple", "pair"):  # the last two who were named together
        joined = (
            members(i) for i in range(token - 1, -1, -1) if tree.by(i, "conj") and tree.pos[i] in ("PROPN", "NOUN")
        )
        return next((tuple(m) for m in joined if len(m) == 2 and all(may_be(a, False) for a in m)), ())
    states, sentence = tree.low[token] in _SIDES, tree.sentence[token]
    found: dict[str, None] = {}
    for back in range(min(_BACK, sentence + 1)):
        first, last = tree.bounds[sentence - back]
        for i in range(first, min(last, token)):
            if tree.pos[i] in ("PROPN", "NOUN", "PRON") and tree.deps[i] in _ARGUMENTS:
                found.update(dict.fromkeys(a for a in members(i) if may_be(a, states)))
        if len(found) > 1:
            return tuple(found) if len(found) == 2 else ()
    return ()
