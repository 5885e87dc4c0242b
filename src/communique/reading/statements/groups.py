"""Utterances in the making, and the search for the words that introduce them."""

from __future__ import annotations

from dataclasses import dataclass, field

from communique.reading.statements.cues import Cues
from communique.reading.statements.marks import Marked
from communique.reading.statements.sources import Source, nearby, source_at, source_of
from communique.reading.statements.view import View

STOPS = frozenset(". ! ? …".split())
REACH = 28
"""How many words away from a quotation its cue is looked for."""
_LABEL = 8


@dataclass(slots=True)
class Group:
    """One utterance in the making: its stretches and what is known of its source."""

    stretches: list[Marked]
    para: int
    cue: int | None = None
    source: Source | None = None
    use: str = "said"
    block: bool = False
    colon: int | None = None


@dataclass(slots=True)
class Quoted:
    """All quoted stretches of a report by paragraph, the utterances, and the fragments left over."""

    stretches: dict[int, list[Marked]] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    fragments: list[tuple[int, Marked]] = field(default_factory=list)


def introduce(view: View, cues: Cues, group: Group, first: int) -> bool:
    """Find a cue in the sentence that ends in a colon just before token ``first``."""
    at = previous(view, first)
    if at is None or view.low[at] not in (":", "—", ","):
        return False
    return cue_before(view, cues, group, at + 1)


def previous(view: View, token: int) -> int | None:
    """Return the last token before ``token`` that is no blank."""
    at = token - 1
    while at >= 0 and view.pos[at] == "SPACE":
        at -= 1
    return at if at >= 0 else None


def cue_before(view: View, cues: Cues, group: Group, stop: int, start: int = 0) -> bool:
    """Look back from token ``stop`` to the start of the sentence for a verb that introduces a quotation."""
    at = stop - 1
    colon = None
    for _ in range(REACH):
        if at < start or at < 0 or view.low[at] in STOPS:
            break
        if view.low[at] == ":" and colon is None:
            colon = at
        use = cues.speaks(view.low[at]) if view.pos[at] in ("VERB", "AUX", "NOUN", "PROPN") else None
        if use is not None and (view.pos[at] == "VERB" or colon is not None):
            group.cue, group.use = at, use
            group.source = source_of(view, at) or nearby(view, at, max(start, at - 12), at)
            return True
        at -= 1
    if colon is None:
        return False
    group.colon = colon
    group.source = _subject_before(view, colon)
    return True


def _subject_before(view: View, colon: int) -> Source | None:
    """Return the subject of the sentence that a colon ends."""
    first = max(view.opens[colon], view.paras[view.para[colon]][0])
    for i in range(first, colon):
        if view.dep[i] in ("nsubj", "nsubj:pass") and view.pos[i] in ("PROPN", "PRON", "NOUN"):
            return source_at(view, i)
    if colon - first > _LABEL:
        return None
    name = next((i for i in range(first, colon) if view.pos[i] == "PROPN"), None)
    return nearby(view, colon, first, colon) or (source_at(view, name) if name is not None else None)


def governor(view: View, stretch: Marked) -> tuple[int | None, Source | None]:
    """Return the verb whose clause holds a quoted stretch, and the verb's source."""
    words = view.words(stretch.start, stretch.end)
    inside = set(words)
    for word in words:
        at = word
        for _ in range(REACH):
            if at not in inside or view.head[at] == at:
                break
            at = view.head[at]
        for _ in range(4):
            if at in inside:
                break
            if view.pos[at] == "VERB":
                source = source_of(view, at)
                apart = source is not None and not inside.intersection(source.tokens)
                return (at, source) if apart else (None, None)
            at = view.head[at]
    return None, None
