"""Idioms found in a tree: a verb with the words that follow it, a predicate with the words before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from communique import wordlists
from communique.reading.lexicon.attitudes import Idiom
from communique.reading.page.tree import Tree
from communique.records import Status

__all__ = ["carries", "find_idiom", "find_predicate", "words_of"]

_GAP = 3
"""How many words may stand between two words of an idiom that the tree does not tie together."""
_BESIDE = wordlists.words("status", "beside")
_BREAKS = frozenset(", ; : and but who which that".split())


def find_idiom(t: Tree, verb: int, lemma: str, table: Mapping[str, Sequence[Idiom]]) -> tuple[Idiom, list[int]] | None:
    """Return the longest idiom of ``table`` that ``verb`` begins, with the tokens of its further words."""
    for idiom in table.get(lemma, ()):
        tokens = words_of(t, verb, idiom.words)
        if tokens is not None and all(t.low[k] in idiom.words for k in _particles(t, verb)):
            return idiom, tokens
    return None


def _particles(t: Tree, verb: int) -> list[int]:
    """The particles of a verb, those too that the tree calls adverbs."""
    beside = [k for k in t.by(verb, "advmod") if k == verb + 1 and t.low[k] in _BESIDE]
    return [*t.by(verb, "compound:prt"), *beside]


def words_of(t: Tree, verb: int, words: Sequence[str]) -> list[int] | None:
    """Return the tokens of ``words``, in their order after ``verb`` and near it or under it; ``None`` if one lacks."""
    last, at, found = t.bounds[t.sentence[verb]][1], verb, list[int]()
    for word in words:
        token = next((k for k in range(at + 1, last) if _is(t, k, word) and _near(t, k, at, verb)), None)
        if token is None:
            aside = (k for k in t.kids[verb] if k not in found and (k > verb or t.deps[k] == "nsubj:pass"))
            token = next((k for k in aside if _is(t, k, word)), None)
            if token is None:
                return None
        at = max(at, token)
        found.append(token)
    return found


def _is(t: Tree, k: int, word: str) -> bool:
    return word in (t.lemmas[k], t.low[k])


def _near(t: Tree, k: int, at: int, verb: int) -> bool:
    """True for a word close behind ``at``, or one that hangs on the verb through no other clause."""
    if k - at <= _GAP and not _BREAKS & set(t.low[at + 1 : k]):
        return True
    up = t.heads[k]
    return verb in (up, t.heads[up]) and not (t.is_verb(up) and up != verb)


def carries(t: Tree, i: int, verb: int, idiom: Idiom, tokens: Sequence[int]) -> bool:
    """Return whether an engagement at ``i`` is what the idiom at ``verb`` is about, not an aside ("after talks")."""
    head = t.first_conjunct(i)
    dep = t.deps[head].split(":")[0]
    if i in tokens or head in tokens:
        return True
    up = t.heads[head]
    if dep in ("obj", "nsubj", "iobj") and up == verb:
        objects = [k for k in t.by(verb, "obj") if k not in tokens]
        return t.deps[head] == "nsubj:pass" or dep != "nsubj" or not objects
    words = set(idiom.words)
    case = t.case(head).split()
    return dep in ("obl", "nmod") and (up == verb or up in tokens) and bool(case) and case[-1] in words


def find_predicate(t: Tree, i: int, table: Mapping[str, Sequence[Idiom]]) -> Idiom | None:
    """Return the predicate that ``i`` is the head of, with the prepositions it needs ("out of the question")."""
    if t.low[i] == "off" and any(t.case(k) == "to" for k in t.by(i, "obl", "nmod")):
        return Idiom((), Status.PLANNED)
    if t.low[i] == "off" and any(t.by(k, "nummod") for k in t.kids[i]):
        return Idiom((), Status.PLANNED)
    before = [k for k in t.kids[i] if t.deps[k] in ("case", "det", "advmod", "amod")]
    cases = {t.low[d] for k in before for d in (k, *t.kids[k])}
    for idiom in table.get(t.low[i], ()):
        if set(idiom.words) <= cases:
            return idiom
    return None
