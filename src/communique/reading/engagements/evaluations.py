"""Criticism and praise told by what a deed is called: "called the measures unacceptable", "branded it a mistake".

Verbs and words are in ``data/evaluations.toml``.
"""

from __future__ import annotations

from functools import cache

from communique.reading.lexicon import Lexicon
from communique.reading.lexicon.predicates import Trigger
from communique.reading.page.tree import Tree
from communique.reading.tables import load

_SAID = ("xcomp", "obj", "ccomp", "advcl", "parataxis", "appos", "dep", "amod", "acl")


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(load("evaluations")[key])


def find_evaluation(tree: Tree, verb: int, lexicon: Lexicon) -> Trigger | None:
    """Return the trigger of a verb by which something is called good or bad; ``None`` if it is no such verb."""
    lemma = tree.lemmas[verb]
    if f"{lemma}+as" in _words("verbs"):
        said = [k for k in tree.by(verb, "obl", "advcl", "xcomp") if "as" in (*tree.cases(k), *tree.marks(k))]
        said += [k for k in tree.by(verb, "xcomp", "advcl") if tree.low[k - 1] == "as"]
    elif lemma in _words("verbs"):
        said = _complements(tree, verb)
    else:
        return None
    words = [w for k in said for w in _near(tree, k)]
    found = next((w for w in words if tree.lemmas[w] in _words("bad") | _words("good")), None)
    if found is None:
        return None
    bad = any(tree.lemmas[w] in _words("bad") for w in words)
    if not bad and any(tree.low[w] in _words("spoilt") for w in words):
        return None
    return Trigger(verb, lexicon.senses["criticise" if bad else "support"], (found,))


def _complements(tree: Tree, verb: int) -> list[int]:
    """What an object is called: the verb's second complement, or what the tree hangs on the object after it."""
    objects = tree.by(verb, "obj")
    if not objects:
        return []
    first = objects[0]
    said = [k for k in tree.kids[verb] if k > first and tree.deps[k].split(":")[0] in _SAID]
    said += [k for h in (verb, first) for k in tree.by(h, "obl", "nmod") if "out" in tree.case(k)]
    return said + [k for k in tree.kids[first] if k > first and tree.deps[k].split(":")[0] in _SAID]


def _near(tree: Tree, top: int) -> list[int]:
    """A word with its conjuncts and what modifies them."""
    tops = tree.conjuncts(top)
    near = [k for t in tops for k in tree.by(t, "amod", "compound", "advmod", "det", "nmod") if not tree.is_verb(k)]
    return [*tops, *near, *(k for t in near for k in tree.by(t, "amod", "compound"))]
