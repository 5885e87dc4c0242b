"""Signs beside the chain of governors that change a status: doubt, refutation, emptiness, questions."""

from __future__ import annotations

from communique.reading.tree import Tree

__all__ = ["doubt", "nothing", "open_question", "refuted"]

_DOUBTS = frozenset("perhaps possibly maybe conceivably potentially presumably allegedly supposedly purportedly "
                    "reputedly".split())  # fmt: skip
_REPORTS = frozenset(
    "report claim charge allegation accusation rumour rumor suggestion assertion notion story talk speculation "
    "account version idea".split()
)
_DENYING = frozenset(
    "deny reject dismiss refute dispute rebut repudiate scotch quash contradict disown ridicule".split()
)
_FALSE = frozenset(
    "untrue false baseless fabricated unfounded wrong incorrect groundless invented fake bogus fictitious nonsense "
    "rubbish fiction fabrication invention lie hoax myth fantasy fake-news".split()
)
_NOTHING = frozenset("nothing nobody none neither".split())
_WH = frozenset("who what when where why how which whom whose".split())


def doubt(t: Tree, i: int) -> str | None:
    """Return the adverb that puts the clause of ``i`` in doubt ("perhaps")."""
    return next((t.words[k] for k in t.kids[i] if t.low[k] in _DOUBTS), None)


def open_question(t: Tree, i: int) -> str | None:
    """Return the mark of a question that leaves open whether ``i`` is so: "Did they meet?", "Summit in sight?"."""
    first, last = t.bounds[t.sentence[i]]
    ends = next((k for k in range(last - 1, max(first, last - 3), -1) if t.low[k] == "?"), None)
    if ends is None or any(t.low[k] in _WH for k in range(first, last)):
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
    if t.low[g] in _FALSE and dep != "nmod":
        return t.words[g]
    told = dep == "acl" or (dep == "nmod" and t.case(i) in ("of", "about"))
    if t.lemmas[g] not in _REPORTS or not told:
        return None
    up = t.heads[g]
    if up != g and (t.lemmas[up] in _DENYING or t.low[up] in _FALSE):
        return t.words[up]
    return next((t.words[k] for k in t.kids[g] if t.low[k] in _FALSE), None)


def _it_is_false(t: Tree, i: int) -> str | None:
    """ "It is untrue that": the predicate of an empty "it" before a clause with "that"."""
    first, _ = t.bounds[t.sentence[i]]
    for k in range(first, i):
        if t.low[k] in _FALSE and any(t.low[d] in ("it", "this") for d in t.by(k, "nsubj", "expl")):
            return t.words[k]
    return None


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
