"""What the model and the lexicon together say is told: engagements with their mentions, parties, status.

The model's last layers (:mod:`communique.language.acts`) are given what the rules know of a word: the lexicon's kind,
what its frame fills, the status that the sentence's grammar gives it. What comes out is one telling an engagement.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from communique.language.acts import PARTS, Array, Heads, Window, WordChances
from communique.reading.parties import Acts
from communique.reading.tree import Tree
from communique.records import Part, Status

TOLD = 0.4
"""Chance from which a word is looked at as one that tells of an engagement."""
ADMITTED = 0.6
"""Chance from which what is told is recorded."""
TAKES_PART = 0.35
"""Chance from which a word is taken for a party, chosen on training reports that were left out."""
LINKS = -0.5
"""Score from which a mention is linked to one told before; the model knows no engagement that is told once from 0."""
SETS = 0.4
"""Chance from which a word is taken for the time or the place."""

FAMILIES = {
    kind: family
    for family, kinds in {
        "meeting": "meeting summit talks", "visit": "visit", "call": "call", "mediation": "mediation",
        "message": "interview letter message", "invitation": "invitation",
        "agreement": "agreement signing cooperation", "support": "support recognition",
        "criticism": "criticism accusation investigation protest", "demand": "demand", "rejection": "rejection",
        "threat": "threat", "aid": "aid", "yielding": "concession retreat", "sanction": "sanction expulsion recall",
        "force": "mobilization coercion assault",
    }.items()
    for kind in kinds.split()
}  # fmt: skip
"""Kinds that may be names of one engagement share a family."""

CONSULTATIONS = frozenset("meeting summit talks call visit mediation invitation signing".split())
"""Kinds whose status the sentence's grammar tells best; acts of speech are held once made."""

_FRAME = {"initiator": "far", "guest": "far", "mediator": "far", "recipient": "near", "host": "near", "place": "place"}
_SIDES = {"visit": (Part.GUEST, Part.HOST), "mediation": (Part.MEDIATOR, Part.RECIPIENT)}


@dataclass(frozen=True, slots=True)
class Telling:
    """One engagement as it is told.

    Attributes:
        token: the word that tells it most plainly.
        mentions: all words that tell it, in order, ``token`` among them.
        kind: what it is.
        status: where it stands.
        chance: how likely the words tell an engagement, 0 to 1.
        sure: how likely the status is.
        confidence: how likely it is an engagement, and its status right.
        parts: words that take part, each with its part, in order.
        times, places: words that say when and where, likeliest first.
    """

    token: int
    mentions: tuple[int, ...]
    kind: str
    status: Status
    chance: float
    sure: float
    confidence: float
    parts: tuple[tuple[int, Part], ...]
    times: tuple[int, ...]
    places: tuple[int, ...]


class Teller:
    """Finds the tellings of one report.

    Args:
        heads: the model's last layers.
        tree: the report's trees.
        acts: what the lexicon finds.
        judge: gives the status of a word by the rules.
    """

    def __init__(self, heads: Heads, tree: Tree, acts: Acts, judge: Callable[[int], Status]) -> None:
        self._heads, self._tree, self._judge = heads, tree, judge
        self._kinds = {t.token: t.sense.kind for t, _ in acts.filled}
        self._frames: dict[int, dict[int, str]] = {}
        for trigger, filled in acts.filled:
            frame = self._frames.setdefault(trigger.token, {})
            for part, tokens in filled.parts.items():
                frame.update(dict.fromkeys(tokens, _FRAME.get(part, "attendee")))
            for token in filled.places:
                frame.setdefault(token, "place")

    def find(self, windows: Sequence[Window]) -> list[Telling]:
        """Return the tellings of a report, in the order of their plainest words."""
        seen = [(w, at, c) for w in windows for at, c in self._likely(w)]
        if not seen:
            return []
        seen.sort(key=lambda s: s[0].words[s[1]])
        tokens = [w.words[at] for w, at, _ in seen]
        vectors = np.stack([w.vectors[at] for w, at, _ in seen])
        chances = self._chances(vectors, tokens, judged=True)
        kinds = [self._heads.kinds[i] for i in chances.kinds.argmax(1)]
        links = self._heads.links(vectors, [self._tree.lemmas[t] for t in tokens], [FAMILIES[k] for k in kinds])
        groups: dict[int, list[int]] = {}
        first: list[int] = []
        for i in range(len(tokens)):
            best = int(links[i, :i].argmax()) if i else -1
            first.append(first[best] if best >= 0 and links[i, best] > LINKS else i)
            groups.setdefault(first[i], []).append(i)
        out = [self._telling(members, seen, tokens, chances) for members in groups.values()]
        return sorted((t for t in out if t.chance >= ADMITTED), key=lambda t: t.token)

    def _likely(self, window: Window) -> list[tuple[int, float]]:
        told = 1 - self._chances(window.vectors, window.words, judged=False).telling[:, 0]
        return [(i, float(told[i])) for i in np.flatnonzero(told >= TOLD).tolist()]

    def _chances(self, vectors: Array, tokens: Sequence[int], judged: bool) -> WordChances:
        t = self._tree
        status = [self._judge(i).value if judged else None for i in tokens]
        kinds = [self._kinds.get(i) for i in tokens]
        return self._heads.words(vectors, kinds, status, [t.pos[i] for i in tokens], [t.deps[i] for i in tokens])

    def _telling(
        self, members: Sequence[int], seen: Sequence[tuple[Window, int, float]], tokens: Sequence[int],
        chances: WordChances,
    ) -> Telling:  # fmt: skip
        told = chances.telling[members]
        best = members[int(told[:, 1].argmax())]
        kinds = ((1 - told[:, :1]) * chances.kinds[members]).sum(0)
        kind = self._heads.kinds[int(kinds.argmax())]
        weights = told[:, 1:2] + 0.3 * told[:, 2:]
        log = np.log(chances.status[members] + 1e-3)
        if kind in CONSULTATIONS:
            log = log + self._heads.leaning([self._judge(tokens[i]).value for i in members])
        status = (log * weights).sum(0) / weights.sum()
        number = int(status.argmax())
        window, at, _ = seen[best]
        chance, sure = float((1 - told[:, 0]).max()), float(np.exp(status[number]) / np.exp(status).sum())
        parts = self.parts(window, at, kind)
        return Telling(
            token=tokens[best],
            mentions=tuple(sorted(tokens[i] for i in members)),
            kind=kind,
            status=Status(self._heads.status[number]),
            chance=chance,
            sure=sure,
            confidence=self._heads.confidence(chance, sure),
            parts=_parties(window, parts, kind),
            times=_likeliest(window, parts, "time"),
            places=_likeliest(window, parts, "place"),
        )

    def parts(self, window: Window, at: int, kind: str) -> Array:
        """Return the chances of every word of a window to have a part in what its word ``at`` tells."""
        t, token = self._tree, window.words[at]
        frame = self._frames.get(token, {})
        pairs = [(path(t, token, w), _case(t, w), frame.get(w)) for w in window.words]
        return self._heads.parts(window, at, kind, pairs, [t.pos[w] for w in window.words], token in self._kinds)


def acting(tree: Tree, told: Sequence[Telling]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the words that take part: phrases of their own with their owners, and words before a noun."""
    alone: set[int] = set()
    before: set[int] = set()
    for word in (c for t in told for w, _ in t.parts for c in tree.conjuncts(w)):
        modifies = tree.deps[word].split(":")[0] in ("compound", "amod") or tree.deps[word] == "nmod:desc"
        (before if modifies else alone).add(word)
        alone.update(tree.by(word, "nmod:poss"))
    return frozenset(alone), frozenset(before)


def _parties(window: Window, parts: Array, kind: str) -> tuple[tuple[int, Part], ...]:
    far, near = _SIDES.get(kind, (Part.INITIATOR, Part.RECIPIENT))
    names = {PARTS.index("far"): far, PARTS.index("near"): near, PARTS.index("attendee"): Part.ATTENDEE}
    likely = parts[:, 1:4]
    return tuple(
        (word, names[1 + int(row.argmax())])
        for word, row in zip(window.words, likely, strict=True)
        if row.sum() >= TAKES_PART
    )


def _likeliest(window: Window, parts: Array, what: str) -> tuple[int, ...]:
    column = parts[:, PARTS.index(what)]
    return tuple(window.words[i] for i in np.argsort(-column, kind="stable") if column[i] >= SETS)


def _case(tree: Tree, word: int) -> str:
    return next((tree.low[k] for k in tree.kids[word] if tree.deps[k] == "case"), "")


LONGEST = 5
"""Steps that a path between two words may have; longer ones are one class."""


def path(tree: Tree, start: int, end: int) -> str:
    """Return the way from one word to another over the tree: relations upwards, a bar, relations downwards."""
    if tree.sentence[start] != tree.sentence[end]:
        return "far-" if end < start else "far+"
    ups = {node: k for k, node in enumerate((start, *tree.ancestors(start)))}
    down: list[str] = []
    node = end
    while node not in ups:
        down.append(tree.deps[node])
        if tree.heads[node] == node:
            return "none"
        node = tree.heads[node]
    up = _relations(tree, start, ups[node])
    if len(up) + len(down) > LONGEST:
        return "long"
    return "^".join(up) + "|" + ".".join(reversed(down))


def _relations(tree: Tree, start: int, steps: int) -> list[str]:
    out = []
    for _ in range(steps):
        out.append(tree.deps[start])
        start = tree.heads[start]
    return out
