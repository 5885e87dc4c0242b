"""What the model and the lexicon together say is told: engagements with their mentions, parties, status.

The model's last layers (:mod:`communique.language.acts`) are given what the rules know of a word: the lexicon's kind,
what its frame fills, the status that the sentence's grammar gives it. What comes out is one telling an engagement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from communique import wordlists
from communique.language.acts import PARTS, Array, Heads, Looked, Window, WordChances
from communique.reading.engagements.links import grouped, linked, tied
from communique.reading.engagements.parties import Acts, phrases
from communique.reading.page.tree import Tree
from communique.reading.status.verdicts import Verdict
from communique.records import Part

_BESIDE = wordlists.words("engagements", "beside")
TOLD = 0.3
"""Chance from which a word is looked at as one that tells of an engagement."""
LIKELY = 0.5
"""Chance from which a phrase that takes part in what is told stands for somebody."""
TAKES_PART = 0.35
"""Chance from which a word is taken for a party, chosen on training reports that were left out."""
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

_NEVER = frozenset({"PUNCT", "SPACE", "ADP", "AUX", "CCONJ", "SCONJ", "PART", "INTJ"})
"""Tags of words that are no party, time or place; none of them was marked as one."""

_FRAME = {"initiator": "far", "guest": "far", "mediator": "far", "recipient": "near", "host": "near", "place": "place"}
_SIDES = {"visit": (Part.GUEST, Part.HOST), "mediation": (Part.MEDIATOR, Part.RECIPIENT)}


@dataclass(frozen=True, slots=True)
class Telling:
    """One engagement as it is told.

    Attributes:
        token: the word that tells it most plainly.
        mentions: all words that tell it, in order, ``token`` among them.
        kind: what it is; ``kinds`` are the chances of all kinds.
        statuses: log chance of each status by the model.
        ruled: where the rules say that it stands, by its plainest word.
        known: the lexicon's kind of the plainest word, if it has one.
        chance: how likely the words tell an engagement, 0 to 1; ``best``: how likely the plainest tells it best.
        parts: words that take part, each with its part, in order.
        times, places: words that say when and where, likeliest first.
        ties: the model's score for being one with another telling, by that one's ``token``; of those near it only
            (:data:`communique.reading.engagements.links.STRETCH`).
        by: what says that it is told: the model, or the lexicon alone.
    """

    token: int
    mentions: tuple[int, ...]
    kind: str
    kinds: Mapping[str, float]
    statuses: Mapping[str, float]
    ruled: Verdict
    known: str | None
    chance: float
    best: float
    parts: tuple[tuple[int, Part], ...]
    times: tuple[int, ...]
    places: tuple[int, ...]
    ties: Mapping[int, float]
    by: str = "model"

    @property
    def family(self) -> float:
        """How likely its kind is one of the family that it is taken for."""
        return sum(chance for kind, chance in self.kinds.items() if FAMILIES[kind] == FAMILIES[self.kind])

    @property
    def plain(self) -> float:
        """How plainly its best word tells it."""
        return self.best * self.family


def is_another(tree: Tree, word: int) -> bool:
    """Return whether a verb says that its deed is one beside what was told before: "also met with"."""
    return tree.is_verb(word) and any(tree.low[k] in _BESIDE for k in tree.by(word, "advmod"))


class Teller:
    """Finds the tellings of one report.

    Args:
        heads: the model's last layers.
        tree: the report's trees.
        acts: what the lexicon finds.
        judge: gives the status of a word by the rules.

    Attributes:
        kinds: the lexicon's kind of a word.
        frames: the parts that the lexicon's frame of a word gives to others, named as :data:`PARTS`.
    """

    def __init__(self, heads: Heads, tree: Tree, acts: Acts, judge: Callable[[int], Verdict]) -> None:
        self._heads, self._tree, self._judge = heads, tree, judge
        self._looked: dict[int, tuple[list[int], Looked]] = {}
        self.kinds = {t.token: t.sense.kind for t, _ in acts.filled}
        self.frames: dict[int, dict[int, str]] = {}
        for trigger, filled in acts.filled:
            frame = self.frames.setdefault(trigger.token, {})
            for part, tokens in filled.parts.items():
                frame.update(dict.fromkeys(tokens, _FRAME.get(part, "attendee")))
            for token in filled.places:
                frame.setdefault(token, "place")

    def find(self, windows: Sequence[Window]) -> list[Telling]:
        """Return the tellings of a report, in the order of their plainest words."""
        seen = sorted(((w, at) for w in windows for at in self._likely(w)), key=lambda s: s[0].words[s[1]])
        if not seen:
            return []
        tokens = [w.words[at] for w, at in seen]
        vectors = np.stack([w.vectors[at] for w, at in seen])
        ruled = [self._judge(i) for i in tokens]
        known, pos, deps = self._features(tokens)
        chances = self._heads.words(vectors, known, [v.status.value for v in ruled], pos, deps)
        kinds = [self._heads.kinds[i] for i in chances.kinds.argmax(1)]
        links = linked(self._heads, vectors, [self._tree.lemmas[t] for t in tokens], [FAMILIES[k] for k in kinds])
        groups = grouped(links, len(tokens), {i for i, t in enumerate(tokens) if is_another(self._tree, t)})
        plainest = [members[int(chances.telling[members, 1].argmax())] for members in groups]
        ties = tied(links, groups, [tokens[i] for i in plainest])
        rows = zip(ties, groups, plainest, strict=True)
        out = [self._telling(members, at, seen, ruled, chances, row) for row, members, at in rows]
        return sorted(out, key=lambda t: t.token)

    def _likely(self, window: Window) -> list[int]:
        """Return the places in a window of the words that may tell an engagement."""
        told = 1 - self._heads.telling(window.vectors, *self._features(window.words))[:, 0]
        places: list[int] = np.flatnonzero(told >= TOLD).tolist()
        return places

    def _features(self, tokens: Sequence[int]) -> tuple[list[str | None], list[str], list[str]]:
        t = self._tree
        return [self.kinds.get(i) for i in tokens], [t.pos[i] for i in tokens], [t.deps[i] for i in tokens]

    def _telling(
        self, members: Sequence[int], best: int, seen: Sequence[tuple[Window, int]], ruled: Sequence[Verdict],
        chances: WordChances, ties: Mapping[int, float],
    ) -> Telling:  # fmt: skip
        told = chances.telling[members]
        kinds = ((1 - told[:, :1]) * chances.kinds[members]).sum(0)
        kinds = kinds / kinds.sum()
        kind = self._heads.kinds[int(kinds.argmax())]
        weights = told[:, 1:2] + 0.3 * told[:, 2:]
        status = (np.log(chances.status[members] + 1e-3) * weights).sum(0) / weights.sum()
        window, at = seen[best]
        words, parts = self.parts(window, at, kind)
        return Telling(
            token=window.words[at],
            mentions=tuple(sorted(w.words[k] for w, k in (seen[i] for i in members))),
            kind=kind,
            kinds=dict(zip(self._heads.kinds, kinds.tolist(), strict=True)),
            statuses=dict(zip(self._heads.status, status.tolist(), strict=True)),
            ruled=ruled[best],
            known=self.kinds.get(window.words[at]),
            chance=float((1 - told[:, 0]).max()),
            best=float(told[:, 1].max()),
            parts=_parties(words, parts, kind),
            times=_likeliest(words, parts, "time"),
            places=_likeliest(words, parts, "place"),
            ties=ties,
        )

    def parts(self, window: Window, at: int, kind: str) -> tuple[list[int], Array]:
        """Return the words of a window that may take part, with the chances of their parts in its word ``at``'s act."""
        token = window.words[at]
        words, looked = self._looked_at(window)
        frame = self.frames.get(token, {})
        given = [frame.get(w) for w in words] if token in self.kinds else None
        return words, self._heads.parts(looked, at, kind, paths(self._tree, token, words), given)

    def _looked_at(self, window: Window) -> tuple[list[int], Looked]:
        """Return the words of a window that may take part: by number, and as the model's last layers take them."""
        known = self._looked.get(window.words[0])
        if known is None:
            t = self._tree
            places = [k for k, w in enumerate(window.words) if t.pos[w] not in _NEVER]
            words = [window.words[k] for k in places]
            tags, cases = [t.pos[w] for w in words], [case(t, w) for w in words]
            known = self._looked[window.words[0]] = words, self._heads.looked_at(window, places, tags, cases)
        return known


def acting(tree: Tree, told: Sequence[Telling]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the words that take part, as :func:`communique.reading.engagements.parties.phrases` parts them."""
    return phrases(tree, (word for t in told if t.chance >= LIKELY for word, _ in t.parts))


def _parties(words: Sequence[int], parts: Array, kind: str) -> tuple[tuple[int, Part], ...]:
    far, near = _SIDES.get(kind, (Part.INITIATOR, Part.RECIPIENT))
    names = {PARTS.index("far"): far, PARTS.index("near"): near, PARTS.index("attendee"): Part.ATTENDEE}
    likely = parts[:, 1:4]
    taking = np.flatnonzero(likely.sum(1) >= TAKES_PART).tolist()
    return tuple((words[i], names[1 + int(likely[i].argmax())]) for i in taking)


def _likeliest(words: Sequence[int], parts: Array, what: str) -> tuple[int, ...]:
    column = parts[:, PARTS.index(what)]
    likely: list[int] = np.flatnonzero(column >= SETS).tolist()
    return tuple(words[i] for i in sorted(likely, key=lambda i: -column[i]))


def case(tree: Tree, word: int) -> str:
    """Return the first preposition of a word, in small letters; empty where it has none."""
    return next(iter(tree.cases(word)), "")


LONGEST = 5
"""Steps that a path between two words may have; longer ones are one class."""


def paths(tree: Tree, start: int, ends: Sequence[int]) -> list[str]:
    """Return the way from a word to each of others over the tree: relations upwards, a bar, relations downwards."""
    over = [start, *tree.ancestors(start)]
    steps = {node: k for k, node in enumerate(over)}
    up = [tree.deps[node] for node in over]
    out = []
    for end in ends:
        if tree.sentence[start] != tree.sentence[end]:
            out.append("far-" if end < start else "far+")
            continue
        below = [end, *tree.ancestors(end)]
        meets = next((k for k, node in enumerate(below) if node in steps), None)
        if meets is None:
            out.append("none")
            continue
        rise = steps[below[meets]]
        down = [tree.deps[node] for node in reversed(below[:meets])]
        out.append("long" if rise + meets > LONGEST else "^".join(up[:rise]) + "|" + ".".join(down))
    return out
