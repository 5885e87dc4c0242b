"""Signs beside the chain of governors that change a status: doubt, refutation, emptiness, questions."""

from __future__ import annotations

from communique import wordlists
from communique.reading.page.tree import Tree

__all__ = ["doubt", "nothing", "open_question", "refuted"]

_DOUBTS = wordlists.words("status", "doubts")
_GUESSES = wordlists.phrases("status", "guesses")
_REPORTS = wordlists.words("status", "reports")
_DENYING = wordlists.words("status", "denying")
_FALSE = wordlists.words("status", "untrue")
_GROUNDS = wordlists.words("status", "grounds")
_NAMING = wordlists.words("status", "naming")
_TRUE = wordlists.words("status", "called_true")
_NOTHING = wordlists.words("status", "empty_objects")
_ASKED = wordlists.words("status", "if_asked")
_WH = wordlists.words("status", "question_words")


def doubt(t: Tree, i: int) -> str | None:
    """Return the words that put what ``i`` tells in doubt: "perhaps", "my guess:", "rumour has it that"."""
    if adverb := next((t.words[k] for k in t.kids[i] if t.low[k] in _DOUBTS), None):
        return adverb
    before = " ".join(t.low[t.bounds[t.sentence[i]][0] : i])
    return next((phrase for phrase in _GUESSES if phrase in before), None)


def open_question(t: Tree, i: int) -> str | None:
    """Return the mark of a question that leaves open whether ``i`` is so: "Did they meet?", "Summit in sight?"."""
    first, last = t.bounds[t.sentence[i]]
    ends = next((k for k in range(last - 1, max(first, last - 3), -1) if t.low[k] == "?"), None)
    asking = (k for k in range(first, last) if t.low[k] in _WH and (k == first or "PronType=Int" in t.feats[k]))
    if ends is None or next(asking, None) is not None:
        return None
    own = i
    while t.deps[own] not in ("root", "parataxis") and t.heads[own] != own:
        if t.deps[own] in ("acl:relcl", "advcl", "acl"):
            return None
        own = t.heads[own]
    return t.words[ends]


def refuted(t: Tree, i: int) -> str | None:
    """Return the word by which the report or claim that ``i`` is told in is denied or called false."""
    if not t.is_verb(i) and t.deps[i] in ("obj", "nsubj:pass", "nsubj") and t.is_verb(t.heads[i]):
        i = t.heads[i]
    if "that" in t.marks(i) and (word := _it_is_false(t, i)):
        return word
    dep = t.deps[i].split(":")[0]
    if dep not in ("acl", "ccomp", "csubj", "nsubj", "nmod"):
        return None
    g = t.heads[i]
    if (t.low[g] in _FALSE or _untrue(t, g)) and dep != "nmod":
        return t.words[g]
    told = dep == "acl" or (dep == "nmod" and t.case(i) in ("of", "about"))
    if t.lemmas[g] not in _REPORTS or not told:
        return None
    up = t.heads[g]
    if t.low[up] in ("nothing", "little") and t.case(g) in ("in", "to", "behind"):
        return t.words[up]
    empty = t.low[up] in _GROUNDS and ("without" in t.cases(up) or any(t.low[d] == "no" for d in t.kids[up]))
    if empty or any(t.low[o] in _GROUNDS and any(t.low[d] == "no" for d in t.kids[o]) for o in t.by(up, "obj")):
        return t.words[up]
    false = [k for k in (up, *t.by(up, "amod", "compound", "xcomp")) if t.low[k] in _FALSE]
    if t.lemmas[up] in _NAMING:
        false += [k for k in t.subtree(up) if t.low[k] in _FALSE]
    if up != g and (t.lemmas[up] in _DENYING or false):
        return t.words[up]
    return next((t.words[k] for k in t.kids[g] if t.low[k] in _FALSE), None)


def _untrue(t: Tree, g: int) -> bool:
    """True for "not true", "hardly the case"."""
    return t.low[g] in _TRUE and any(t.low[k] in ("not", "n't", "n’t", "never", "hardly") for k in t.kids[g])


def _it_is_false(t: Tree, i: int) -> str | None:
    """ "It is untrue that": the predicate of an empty "it" before a clause with "that"."""
    first, _ = t.bounds[t.sentence[i]]
    for k in range(first, i):
        if (t.low[k] in _FALSE or _untrue(t, k)) and any(t.low[d] in ("it", "this") for d in t.by(k, "nsubj", "expl")):
            return t.words[k]
    return None


def if_asked(t: Tree, i: int) -> bool:
    """ "If asked, we would be glad to mediate": politeness, not a condition."""
    first, last = t.bounds[t.sentence[i]]
    return any(t.low[k] == "if" and t.low[k + 1] in _ASKED for k in range(first, last - 1))


def unbegun(t: Tree, i: int) -> str | None:
    """Return the words of an end before the beginning: "collapsed before they had begun"."""
    g = t.heads[t.first_conjunct(i)]
    started = ("begin", "start", "open", "leave")
    before = [k for k in t.by(g, "advcl") if "before" in t.marks(k) and t.lemmas[k] in started]
    return f"before {t.words[before[0]]}" if before and t.deps[i].startswith("nsubj") else None


def nothing(t: Tree, i: int) -> str | None:
    """Return what empties the object of a verb: "imposed no sanctions", "sent nothing", "met with nobody"."""
    objects = [*t.by(i, "obj"), *(k for k in t.by(i, "obl") if t.case(k) in ("with", "to"))]
    for k in objects:
        if t.low[k] in _NOTHING or (t.low[k] in ("one", "no-one") and any(t.low[d] == "no" for d in t.kids[k])):
            return t.words[k]
        for d in t.kids[k]:
            if t.low[d] in ("no", "neither") and t.deps[d] in ("det", "cc:preconj") and t.deps[k] == "obj":
                return t.words[d]
            if t.low[d] in ("nobody", "none", "neither") and t.deps[k] == "obj":
                return t.words[d]
    return None
