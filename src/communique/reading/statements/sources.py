"""Whose words: the source of a cue, found in the tree, and the bounds of its phrase."""

from __future__ import annotations

from dataclasses import dataclass

from communique import wordlists
from communique.reading.statements.view import View

SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")
RELATIVES = wordlists.words("statements", "relatives")
NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ", "X"))
EXPLETIVE = frozenset(("expl", "expl:pass"))
_TEXTS = wordlists.words("statements", "texts")
_CUT = frozenset("parataxis discourse vocative list reparandum".split())
_LEADING = wordlists.words("statements", "leading")
_OBLIQUE = frozenset("obl nmod obl:unmarked obj".split())
_FAR = 5


@dataclass(frozen=True, slots=True)
class Source:
    """The tokens of a source phrase, its head, and the token that it stands for."""

    tokens: tuple[int, ...]
    head: int
    refers: int


def child(view: View, token: int, *deps: str) -> int | None:
    """Return the first dependent of ``token`` with one of the relations ``deps``."""
    for kid in view.kids[token]:
        if view.dep[kid] in deps:
            return kid
    return None


def is_passive(view: View, verb: int) -> bool:
    """True where ``verb`` has a passive auxiliary or subject."""
    return child(view, verb, "aux:pass", "nsubj:pass") is not None


def phrase(view: View, head: int) -> tuple[int, ...]:
    """Return the tokens of the noun phrase of ``head`` without its case marker and outer punctuation."""
    dropped: set[int] = set()
    for kid in view.kids[head]:
        if _outside(view, head, kid):
            dropped.update(view.tree(kid))
    tokens = [i for i in view.tree(head) if i not in dropped and view.para[i] == view.para[head]]
    return tuple(_contiguous(view, tokens, head))


def _outside(view: View, head: int, kid: int) -> bool:
    """True where ``kid`` is no part of the phrase of ``head`` as a source: its case, its copula."""
    dep = view.dep[kid]
    if dep in _CUT or (dep == "case" and (kid < head or view.low[kid] in ("'s", "'"))):
        return True
    if dep in ("cop", "mark", "nsubj", "aux"):
        return view.pos[head] != "VERB"
    return dep in ("advmod", "cc") and kid == view.tree(head)[0] and view.low[kid] in _LEADING


def _contiguous(view: View, tokens: list[int], head: int) -> list[int]:
    """Return the run of ``tokens`` around ``head``, gaps of punctuation bridged, ends trimmed."""
    at = tokens.index(head)
    first = last = at
    while first and _bridged(view, tokens[first - 1], tokens[first]):
        first -= 1
    while last + 1 < len(tokens) and _bridged(view, tokens[last], tokens[last + 1]):
        last += 1
    run = tokens[first : last + 1]
    if view.low[run[-1]] != ")" and run[-1] + 1 < len(view.low) and view.low[run[-1] + 1] == ")":
        run += [run[-1] + 1] * any(view.low[i] == "(" for i in run)
    while len(run) > 1 and view.low[run[-1]] != ")" and view.pos[run[-1]] in ("PUNCT", "SPACE", "CCONJ"):
        run.pop()
    while len(run) > 1 and view.pos[run[0]] in ("PUNCT", "SPACE", "CCONJ"):
        run.pop(0)
    return run


def _bridged(view: View, left: int, right: int) -> bool:
    return all(view.pos[k] in ("PUNCT", "SPACE") for k in range(left + 1, right))


def source_at(view: View, head: int) -> Source:
    """Return the source whose phrase has ``head``; a relative pronoun stands for what it refers to."""
    if view.low[head] in RELATIVES:
        return Source((head,), head, _antecedent(view, head))
    tokens = phrase(view, head)
    name = _name_after(view, tokens)
    return Source(tokens, head, head) if not name else Source((*tokens, *name), head, name[0])


def _name_after(view: View, tokens: tuple[int, ...]) -> list[int]:
    """Return the person's name right after a title ("Congressman") that the tree leaves apart."""
    at = tokens[-1] + 1
    if view.pos[tokens[-1]] not in ("NOUN", "PROPN") or view.person[tokens[-1]]:
        return []
    name = []
    while at < len(view.low) and view.person[at] and view.pos[at] != "SPACE":
        name.append(at)
        at += 1
    return name


def _antecedent(view: View, pronoun: int) -> int:
    """Return the noun a relative pronoun refers to, or the pronoun where none is found."""
    at = view.head[pronoun]
    for _ in range(_FAR):
        if view.dep[at] == "acl:relcl":
            return view.head[at]
        if view.head[at] == at:
            break
        at = view.head[at]
    return pronoun


def source_of(view: View, cue: int) -> Source | None:
    """Return the source of a cue that is a verb or an adjective."""
    at = cue
    for _ in range(_FAR):
        if is_passive(view, at) and at == cue:
            agent = child(view, at, "obl:agent")
            return source_at(view, agent) if agent is not None else None
        own = child(view, at, *SUBJECTS)
        if own is not None and own != cue:
            return None if view.dep[own] in EXPLETIVE else source_at(view, own)
        if child(view, at, *EXPLETIVE) is not None:
            return None
        controller = _controller(view, at)
        if controller is not None:
            return source_at(view, controller)
        up = _governor(view, at)
        if up is None:
            return _above(view, at)
        if view.pos[up] in ("NOUN", "PROPN", "PRON") and view.dep[at].startswith("acl"):
            return _by_noun(view, up)
        at = up
    return None


def _governor(view: View, at: int) -> int | None:
    """Return the word whose subject a subjectless ``at`` shares."""
    dep, up = view.dep[at], view.head[at]
    if up == at or dep in ("root", "parataxis", "ccomp", "csubj"):
        return None
    if dep in ("conj", "xcomp", "acl", "acl:relcl") or dep.startswith("advcl") or dep == "cop":
        return up
    return up if view.pos[up] in ("VERB", "ADJ") else None


def _controller(view: View, at: int) -> int | None:
    """Return the object that does the deed in "asked them to say"."""
    up = view.head[at]
    if view.dep[at] != "xcomp" or is_passive(view, up):
        return None
    found = child(view, up, "obj", "iobj")
    return found if found is not None and found < at else None


def _above(view: View, at: int) -> Source | None:
    """Return the nearest subject on the way up the tree, for a cue that lacks its own."""
    for _ in range(_FAR):
        up = view.head[at]
        if up == at:
            return None
        own = child(view, up, *SUBJECTS)
        if own is not None and own != at:
            return None if view.dep[own] in EXPLETIVE else source_at(view, own)
        at = up
    return None


def _by_noun(view: View, noun: int) -> Source | None:
    """Return the source of words that qualify ``noun``: its maker where it is a text, else the noun."""
    if view.low[noun] in _TEXTS or view.low[noun].removesuffix("s") in _TEXTS:
        maker = noun_source(view, noun)
        if maker is not None:
            return maker
    return source_at(view, noun)


def noun_source(view: View, noun: int) -> Source | None:
    """Return the source of a noun such as "claim": its possessor, "by X", or the subject of its verb."""
    owner = child(view, noun, "nmod:poss")
    if owner is not None:
        return source_at(view, owner)
    for kid in view.kids[noun]:
        case = child(view, kid, "case")
        if view.dep[kid] == "nmod" and case is not None and view.low[case] in ("by", "from", "among"):
            return source_at(view, kid)
    up = view.head[noun]
    if view.dep[noun] in ("obj", "obl", "xcomp") and view.pos[up] == "VERB" and not is_passive(view, up):
        return source_of(view, up)
    return None


def nearby(view: View, cue: int, first: int, last: int) -> Source | None:
    """Return the noun phrase among tokens ``first`` to ``last``, should the tree have no subject."""
    best = None
    for i in range(first, last):
        if view.low[i] in RELATIVES or (view.dep[i] in _OBLIQUE and child(view, i, "case") is not None):
            continue
        if view.pos[i] in ("PROPN", "PRON", "NOUN"):
            head = view.head[i]
            if not first <= head < last or view.pos[head] not in NOMINAL:
                best = i
                break
    if best is None:
        return None
    tokens = tuple(i for i in phrase(view, best) if first <= i < last and i != cue)
    return Source(tokens or (best,), best, best)
