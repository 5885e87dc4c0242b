"""Words that stand for an engagement told elsewhere: "the move", "it", "the cancellation".

What they may stand for is in ``data/standins.toml``. They are drafts that count only where they join one that is
recorded (:mod:`communique.reading.referring`).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from functools import cache

from communique.reading.drafts import Draft
from communique.reading.lexicon import Frame, Sense
from communique.reading.tables import load
from communique.reading.tree import Tree
from communique.reading.verdicts import Verdict

_NOTHING = Frame({}, {})
_PRONOUNS = frozenset({"it", "this", "that", "they", "them", "these", "those"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word may stand for: kinds of engagement, and whether one that is off or still open."""

    kinds: frozenset[str]
    off: bool = False
    open: bool = False


@cache
def _nouns() -> dict[str, Meaning]:
    found: dict[str, Meaning] = {}
    for row in load("standins")["noun"]:
        for word in row["words"]:
            before = found.get(word, Meaning(frozenset()))
            kinds = before.kinds | frozenset(row["kinds"])
            found[word] = Meaning(kinds, bool(row.get("off")), bool(row.get("open")))
    return found


@cache
def _verbs(slot: str) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in load("standins")["pronoun"]:
        for verb in row[slot]:
            found[verb] = found.get(verb, frozenset()) | frozenset(row["kinds"])
    return found


@cache
def _answers() -> dict[str, Meaning]:
    return {word: Meaning(frozenset(row["kinds"])) for row in load("standins")["verb"] for word in row["words"]}


def is_definite(tree: Tree, noun: int) -> bool:
    """Whether a noun has an article, a demonstrative or a possessor that makes it one already told of."""
    return any(tree.deps[k] == "nmod:poss" or tree.low[k] in _DEFINITE for k in tree.by(noun, "nmod:poss", "det"))


def find_standins(
    tree: Tree, tokens: Iterable[int], taken: Container[int], verdict: Callable[[int], Verdict]
) -> list[Draft]:
    """Return a draft for every such word among ``tokens`` that is no trigger (``taken``)."""
    out = []
    for i in tokens:
        meaning = _answers().get(tree.lemmas[i]) if tree.pos[i] == "VERB" else None
        if meaning is not None and tree.by(i, "obj", "xcomp", "ccomp", "nsubj:pass"):
            meaning = None
        if meaning is None and i not in taken:
            meaning = _meaning(tree, i)
        if meaning is None or not meaning.kinds:
            continue
        sense = Sense(tree.low[i], "", "", "010", _NOTHING)
        draft = Draft(i, sense, verdict(i), tree.words[i], noun=True, definite=True, known=False)
        draft.meaning = meaning
        draft.tokens = [i]
        if tree.pos[i] == "PRON":
            draft.tokens.append(tree.heads[i])
        out.append(draft)
    return out


def _meaning(tree: Tree, i: int) -> Meaning | None:
    if tree.pos[i] == "NOUN":
        found = _nouns().get(tree.lemmas[i])
        claim = any("that" in tree.marks(k) and tree.by(k, "nsubj") for k in tree.by(i, "acl"))
        return found if found is not None and is_definite(tree, i) and not claim else None
    if tree.low[i] not in _PRONOUNS or tree.pos[i] != "PRON":
        return None
    verb, dep = tree.heads[i], tree.deps[i]
    if tree.deps[verb] == "acl:relcl" and tree.low[i] == "that":
        return None
    kinds: frozenset[str] = frozenset()
    if dep == "nsubj:pass" or (dep == "nsubj" and tree.is_verb(verb)):
        kinds = _verbs("subject").get(tree.lemmas[verb], kinds)
    elif dep == "obj":
        kinds = _verbs("object").get(tree.lemmas[verb], kinds)
    return Meaning(kinds)
