"""Where a sentence names its source and its target: given as strings, found as words of the tree."""

from __future__ import annotations

import re
from dataclasses import dataclass

from communique.reading.page.tree import Tree

_EDGE = re.compile(r"^(?:the|a|an)\s+|['\u2019]s$|^\W+|\W+$", re.IGNORECASE)
_WORD = re.compile(r"\w+")
MOST = 6
"""How many places of one name are weighed; a sentence that names one actor more often is no sentence."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the tree that name one of the pair, and the one that the others hang on."""

    tokens: frozenset[int]
    head: int


def find_mentions(tree: Tree, name: str) -> list[Mention]:
    """Return the places where ``name`` stands, in the order of the text; empty where no word of it does.

    The exact string counts first, then whatever its case, then without article and possessive, and
    last the longest run of its words.
    """
    bare = _bare(name)
    for text, flags in ((name, 0), (name, re.IGNORECASE), (bare, 0), (bare, re.IGNORECASE)):
        found = _exact(tree, text, flags)
        if found:
            return found[:MOST]
    return _loose(tree, bare)[:MOST]


def _bare(name: str) -> str:
    """Return a name without article, possessive and outer marks."""
    before = None
    while before != name:
        before, name = name, _EDGE.sub("", name.strip())
    return name


def _exact(tree: Tree, name: str, flags: int) -> list[Mention]:
    words = name.split()
    if not words:
        return []
    body = r"\s+".join(re.escape(w) for w in words)
    pattern = re.compile(rf"(?<!\w){body}(?!\w)", flags)
    return [m for found in pattern.finditer(tree.text) if (m := _mention(tree, *found.span())) is not None]


def _mention(tree: Tree, start: int, end: int) -> Mention | None:
    tokens = [i for i, at in enumerate(tree.idx) if at < end and tree.end(i) > start and tree.pos[i] != "SPACE"]
    return Mention(frozenset(tokens), _head(tree, tokens)) if tokens else None


def _head(tree: Tree, tokens: list[int]) -> int:
    """Return the word whose head lies outside; of several, the one nearest the root, then a name, then the first."""
    inside = set(tokens)
    tops = [i for i in tokens if tree.heads[i] not in inside or tree.heads[i] == i]
    solid = [i for i in tops if tree.pos[i] not in ("PUNCT", "DET", "ADP", "PART", "CCONJ")] or tops
    return min(solid, key=lambda i: (sum(1 for _ in tree.ancestors(i)), tree.pos[i] != "PROPN", i))


def _loose(tree: Tree, name: str) -> list[Mention]:
    """Return the longest runs of words that are words of ``name``."""
    wanted = {w.lower() for w in _WORD.findall(name) if len(w) > 2}
    runs: list[list[int]] = [[]]
    for i, word in enumerate(tree.low):
        if word in wanted:
            runs[-1].append(i)
        elif runs[-1]:
            runs.append([])
    longest = max(map(len, runs))
    return [Mention(frozenset(r), _head(tree, r)) for r in runs if r and len(r) == longest]
