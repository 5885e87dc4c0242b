"""Indirect and mixed speech: what the cues of a report govern in its trees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from communique import wordlists
from communique.reading.statements.cues import Cues, Frames
from communique.reading.statements.frames import Frame, noun_frames, source_of_cue, verb_frames
from communique.reading.statements.sources import SUBJECTS, Source, child, is_passive, nearby, source_at
from communique.reading.statements.view import View

_ORDER = tuple("clause wh objinf raised inf small as of for to on object".split())
_SAID_TO = wordlists.words("statements", "said_to")
_FULL = frozenset("clause wh inf objinf".split())
_SPEECH = frozenset("clause wh according".split())
_NAMING = frozenset("judged mentions".split())
_TOLD = frozenset("clause wh inf if whether".split())
_NEAR = 6
_OPENING = 14
_LONGEST = 200
"""Words of the longest sentence that the model is given whole."""
_ENDS = frozenset(". ; : ? !".split())
_IMPERSONAL = wordlists.words("statements", "impersonal")


@dataclass(frozen=True, slots=True)
class Proposal:
    """An attribution that the tree allows, or that the model sees; ``chance`` is the model's for the cue."""

    cue: int
    frame: str
    tokens: tuple[int, ...]
    source: Source | None
    addressee: int | None
    use: str
    chance: float = 1.0


def proposals(view: View, cues: Cues, skipped: set[int]) -> Iterator[Proposal]:
    """Yield the attributions of the cues of a report, in order; ``skipped`` cues are spoken for."""
    for first, last in view.paras:
        for i in range(first, last):
            frames = cues.frames(view.low[i], view.pos[i])
            if frames is not None and i not in skipped:
                found = _of_cue(view, i, frames)
                if found is not None:
                    yield found
            elif view.low[i] == "according":
                found = _according(view, i)
                if found is not None:
                    yield found


def _of_cue(view: View, cue: int, frames: Frames) -> Proposal | None:
    noun = view.pos[cue] in ("NOUN", "PROPN")
    named = (f for f in (noun_frames if noun else verb_frames)(view, cue) if f.name in frames)
    options = [f for f in (_clipped(view, cue, f) for f in named) if f.tokens]
    best = min(options, key=_rank, default=None)
    if "clause" in frames and not noun and (best is None or best.name not in _FULL):
        best = _after_that(view, cue) or best
    if best is None:
        return None
    source = source_of_cue(view, cue) if best.name != "raised" else _agent(view, cue)
    if view.low[cue] == "asked" and view.dep[cue].startswith("advcl") and child(view, cue, *SUBJECTS) is None:
        source = None
    if source is None and best.name in ("clause", "wh") and not noun:
        source = _before(view, cue)
    if is_nobody(view, cue, source):
        return None
    if source is not None and (set(source.tokens) & set(best.tokens) or _far(view, cue, source)):
        source = None
    return Proposal(cue, best.name, best.tokens, source, addressee(view, cue, best), frames[best.name])


def _clipped(view: View, cue: int, frame: Frame) -> Frame:
    """Cut what lies in another sentence than the cue, should the analysis have joined two."""
    here = view.hard[cue]
    if all(view.hard[i] == here for i in frame.tokens):
        return frame
    return Frame(frame.name, tuple(i for i in frame.tokens if view.hard[i] == here))


def _before(view: View, cue: int) -> Source | None:
    """Return the noun phrase that opens the sentence of a finite cue whose subject the tree has lost."""
    if view.pos[cue] != "VERB" or view.low[cue].endswith("ing") or is_passive(view, cue):
        return None
    if child(view, cue, "mark", "expl", "aux", *SUBJECTS) is not None:
        return None
    first = cue
    while first and view.hard[first - 1] == view.hard[cue] and view.para[first - 1] == view.para[cue]:
        first -= 1
        if cue - first > _OPENING:
            return None
    return nearby(view, cue, first, cue)


def is_nobody(view: View, cue: int, source: Source | None) -> bool:
    """True for "it is said that" and "experience shows": nobody's words."""
    if source is not None and view.low[source.head] in _IMPERSONAL:
        return True
    it = child(view, cue, "expl", "expl:pass", "nsubj:pass")
    if it is None or view.low[it] != "it":
        return False
    return child(view, cue, "aux:pass") is not None and child(view, cue, "obl:agent") is None


def _far(view: View, cue: int, source: Source) -> bool:
    """True where the source stands in another sentence than the cue."""
    return view.hard[source.head] != view.hard[cue]


def _after_that(view: View, cue: int) -> Frame | None:
    """The clause from "that" on, where the tree has lost it: the rest of the sentence, which has an end."""
    last = min(view.paras[view.para[cue]][1], cue + _LONGEST)
    for i in range(cue + 1, min(cue + _NEAR, last)):
        if view.low[i] == "that" and view.pos[i] == "SCONJ":
            stop = i + 1
            while stop < last and view.hard[stop] == view.hard[i] and view.low[stop] not in _ENDS:
                stop += 1
            return Frame("clause", tuple(range(i, stop))) if stop - i > 2 else None
        if view.pos[i] in ("PUNCT", "VERB"):
            return None
    return None


def _agent(view: View, cue: int) -> Source | None:
    """Return the source of "is expected by X to", mostly none."""
    agent = child(view, cue, "obl:agent")
    return None if agent is None else source_at(view, agent)


def _rank(frame: Frame) -> int:
    return _ORDER.index(frame.name) if frame.name in _ORDER else len(_ORDER)


def addressee(view: View, cue: int, frame: Frame) -> int | None:
    """Return the head of whom it was said to: "told X", "was told", "said to X"."""
    if view.pos[cue] not in ("VERB", "AUX"):
        return None
    if is_passive(view, cue):
        return child(view, cue, "nsubj:pass") if view.low[cue] in ("told", "asked", "urged") else None
    if frame.name not in _TOLD:
        return None
    inside = set(frame.tokens)
    for kid in view.kids[cue]:
        if kid in inside or view.pos[kid] not in ("PROPN", "NOUN", "PRON"):
            continue
        if view.dep[kid] in ("obj", "iobj") and kid > cue:
            return kid
        case = child(view, kid, "case")
        to = case is not None and view.low[case] == "to"
        if view.dep[kid] == "obl" and to and view.low[cue] in _SAID_TO:
            return kid
    return None


def _according(view: View, at: int) -> Proposal | None:
    """ "According to X": what the rest of the sentence says."""
    head = view.head[at]
    if view.low[at + 1 : at + 2] != ["to"] or head == at:
        return None
    if view.pos[head] not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
        noun = child(view, at, "obl", "nmod", "obj")
        if noun is None:
            return None
        head, top = noun, view.head[at]
    else:
        top = view.head[head]
    if top == head:
        return None
    gone = set(view.tree(head)) | set(view.tree(at))
    top = _clause(view, top)
    tokens = [i for i in view.tree(top) if i not in gone and view.para[i] == view.para[top]]
    if sum(view.pos[i] not in ("PUNCT", "SPACE") for i in tokens) < 2:
        return None
    return Proposal(at, "according", tuple(tokens), source_at(view, head), None, "said")


def _clause(view: View, token: int) -> int:
    """Climb to the main clause of the sentence, or to the one that a cue governs."""
    while view.head[token] != token and view.dep[token] not in ("ccomp", "parataxis"):
        token = view.head[token]
    return token


def outermost(found: Sequence[Proposal]) -> list[Proposal]:
    """Drop what is said within something said, longest first, and give every word to one attribution only.

    What is said within something merely judged or mentioned ("praised the envoy who said ...")
    is kept beside it.
    """
    kept: list[Proposal] = []
    said: set[int] = set()
    named: set[int] = set()
    for one in sorted(found, key=lambda p: (-len(p.tokens), p.cue)):
        if one.cue in said or (one.cue in named and one.frame not in _SPEECH):
            continue
        kept.append(one)
        (named if one.use in _NAMING else said).update(one.tokens)
    return _disjoint(kept)


def _disjoint(found: Sequence[Proposal]) -> list[Proposal]:
    """Give a word that two contents claim to the one that is said, or to the likelier cue.

    What loses more than half its words is dropped.
    """
    kept: list[Proposal] = []
    taken: set[int] = set()
    for one in sorted(found, key=lambda p: (p.use in _NAMING, -p.chance, p.cue)):
        tokens = tuple(i for i in one.tokens if i not in taken)
        if one.cue not in taken and len(tokens) * 2 >= len(one.tokens):
            kept.append(replace(one, tokens=tokens))
            taken.update(tokens)
    return sorted(kept, key=lambda p: p.cue)
