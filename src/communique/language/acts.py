"""Which words tell an engagement, of what kind and status, who takes part and which mentions are one.

The graph gives every word of a window a vector; the small last layers are here, so that they see what the lexicon and
the tree say too: the lexicon's kind and the rules' status of a word, and for a pair of words the path between them.
Parts of words are scored in the manner of a semantic role labeller (He et al. 2018, doi:10.18653/v1/P18-2058),
mentions of one engagement by ranking what was told before (Lee et al. 2017, doi:10.18653/v1/D17-1018).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.language.attributions import distance, product, softmax
from communique.language.packing import unpack

Array = NDArray[Any]

PARTS = ("none", "far", "near", "attendee", "time", "place")
"""Parts a word can have: who acts (initiator, guest, mediator), who is acted on (recipient, host), who shares, when
and where; the order is part of the trained weights."""

MENTION, SIDE, LINK = 256, 96, 64
"""Widths of what the graph gives a word: for itself, for each of four sides of a pair, for each of two of a link."""

WIDTH = MENTION + 4 * SIDE + 2 * LINK

FARTHEST = 23
"""The last class of :func:`step`."""

_LAYERS = ("cls", "kind", "status", "role", "new")


@dataclass(frozen=True, slots=True)
class Window:
    """Words read in one call, with their vectors.

    Attributes:
        words: the words by number, in order.
        vectors: a row a word, :data:`WIDTH` wide.
    """

    words: Sequence[int]
    vectors: Array


@dataclass(frozen=True, slots=True)
class WordChances:
    """What every word of a row tells: chances that it tells nothing, tells an engagement best, or mentions one
    [n,3]; of its kinds [n, kinds]; of its statuses [n, statuses]."""

    telling: Array
    kinds: Array
    status: Array


@dataclass(frozen=True, slots=True)
class Looked:
    """The words of a window that may take part in what others of it tell.

    Attributes:
        window: where they stand; ``rows`` are their places in it.
        near, with_: their sides of the pairs that they may make [n, SIDE].
        scores: what their tags and prepositions say of their parts [n, PARTS].
    """

    window: Window
    rows: Array
    near: Array
    with_: Array
    scores: Array


class Heads:
    """The last layers, as they were trained with their label sets.

    Attributes:
        kinds: names of the kinds, in the order of the scores.
        status: names of the statuses.
    """

    def __init__(self, text: str) -> None:
        found = json.loads(text)
        labels: Mapping[str, list[Any]] = found["labels"]
        self.kinds: list[str] = labels["kinds"]
        self.status: list[str] = labels["status"]
        self._kind_at = {k: i for i, k in enumerate(self.kinds)}
        self._status_at = {k: i for i, k in enumerate(self.status)}
        self._pos = {k: i for i, k in enumerate(labels["pos"])}
        self._deps = {k: i for i, k in enumerate(labels["deps"])}
        self._paths = {k: i for i, k in enumerate(labels["paths"])}
        self._cases = {k: i for i, k in enumerate(labels["cases"])}
        self._w = {k: unpack(v) for k, v in found["weights"].items()}
        self._columns = {k: np.ascontiguousarray(self._w[f"{k}.weight"].T) for k in _LAYERS}

    def words(
        self, vectors: Array, kinds: Sequence[str | None], status: Sequence[str | None], pos: Sequence[str],
        deps: Sequence[str],
    ) -> WordChances:  # fmt: skip
        """Return the chances of a row of words.

        Args:
            vectors: their vectors [n, WIDTH].
            kinds: the lexicon's kind of each, ``None`` where it has no pattern.
            status: what the rules say of each, ``None`` where they were not asked.
            pos, deps: their tags and relations.
        """
        m, w = vectors[:, :MENTION], self._w
        kind = self._known(kinds)
        told = np.array([0 if s is None else 1 + self._status_at[s] for s in status])
        kinds_ = self._linear(m, "kind") + w["t_kind.weight"][kind]
        status_ = self._linear(m, "status") + w["t_st.weight"][kind] + w["s_st.weight"][told]
        return WordChances(self.telling(vectors, kinds, pos, deps), softmax(kinds_), softmax(status_))

    def telling(
        self, vectors: Array, kinds: Sequence[str | None], pos: Sequence[str], deps: Sequence[str]
    ) -> Array:  # fmt: skip
        """Return the first of the chances of :meth:`words` alone."""
        w = self._w
        tag = np.array([self._pos.get(p, 1) for p in pos])
        dep = np.array([self._deps.get(d, 0) for d in deps])
        scores = self._linear(vectors[:, :MENTION], "cls") + w["t_cls.weight"][self._known(kinds)]
        return softmax(scores + w["p_cls.weight"][tag] + w["d_cls.weight"][dep])

    def _known(self, kinds: Sequence[str | None]) -> Array:
        return np.array([0 if k is None else 1 + self._kind_at[k] for k in kinds])

    def looked_at(self, window: Window, at: Sequence[int], pos: Sequence[str], cases: Sequence[str]) -> Looked:
        """Return the words of a window that may take part in what others tell: their places, tags, prepositions."""
        rows = np.asarray(at, np.int64)
        _, _, near, with_ = np.split(window.vectors[rows, MENTION : MENTION + 4 * SIDE], 4, axis=1)
        tags = np.array([self._pos.get(p, 1) for p in pos], np.int64)
        before = np.array([self._cases.get(c, 0) for c in cases], np.int64)
        w = self._w
        return Looked(window, rows, near, with_, w["r_pos.weight"][tags] + w["r_case.weight"][before])

    def parts(
        self, looked: Looked, at: int, kind: str, paths: Sequence[str], frame: Sequence[str | None] | None
    ) -> Array:
        """Return the chances [n, PARTS] of words of a window to have a part in what its word ``at`` tells.

        Args:
            looked: the words.
            kind: of what is told.
            paths: the path from each to the telling word.
            frame: the part that the lexicon's frame of the telling word gives each; ``None`` where it has no pattern.
        """
        t1, t2 = np.split(looked.window.vectors[at, MENTION : MENTION + 2 * SIDE], 2)
        joined = np.concatenate((np.maximum(t1 + looked.near, 0), t2 * looked.with_), 1)
        w = self._w
        ways = np.array([self._paths.get(p, 0) for p in paths], np.int64)
        given = [6] * len(ways) if frame is None else [PARTS.index(r) if r else 0 for r in frame]
        scores = self._linear(joined, "role") + w["r_far.weight"][distance(looked.rows - at)] + looked.scores
        scores += w["r_path.weight"][ways] + w["r_rule.weight"][np.array(given, np.int64)]
        return softmax(scores + w["r_kind.weight"][self._kind_at[kind]])

    def links(self, vectors: Array, lemmas: Sequence[str], families: Sequence[str]) -> Array:
        """Return scores [n,n] of each mention (row) to be another of one told before it (column), 0 where it is new."""
        left, right = np.split(vectors[:, MENTION + 4 * SIDE :], 2, axis=1)
        n, w = len(vectors), self._w
        scores = product(product(left, w["bil"]), np.ascontiguousarray(right.T))
        steps = np.array([step(gap) for gap in range(n)])
        scores = scores + w["j_dist.weight"][steps[np.maximum(np.arange(n)[:, None] - np.arange(n), 0)], 0]
        scores = scores + w["j_lem.weight"][_equal(lemmas), 0]
        scores = scores + w["j_fam.weight"][_equal(families), 0]
        return np.asarray(scores - self._linear(vectors[:, :MENTION], "new"))

    def _linear(self, x: Array, name: str) -> Array:
        return np.asarray(product(x, self._columns[name]) + self._w[f"{name}.bias"])


def _equal(names: Sequence[str]) -> Array:
    """Return for each name (row) and each other (column) 1 where they are the same, else 0."""
    numbers = np.unique(np.array(names), return_inverse=True)[1]
    return np.asarray(numbers[:, None] == numbers, np.int64)


def step(gap: int) -> int:
    """Class of a distance in mentions: exact up to seven, then in widening steps."""
    return min(FARTHEST, gap if gap < 8 else 8 + int(2 * math.log2(gap / 8)))
