"""Who is said to have said what: the model's cues, and the part every word has with each of them.

The scores of a word's part with a cue come from both sides' vectors and from how far apart they
are, in the manner of a semantic role labeller (He et al. 2018, doi:10.18653/v1/P18-2058).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROLES = ("none", "source", "content", "cue")
"""The parts a word can have; the order is part of the trained weights."""

DISTANCES = 32
"""Classes of :func:`distance`."""

LEAST = 0.05
"""Chance from which a word is looked at as a cue."""

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue and its words.

    Attributes:
        cue: the cue's main word.
        chance: how likely it is a cue, 0 to 1.
        words: the words the scores are of, in order.
        roles: a row a word, the chance of each of :data:`ROLES`; rows sum to 1.
    """

    cue: int
    chance: float
    words: Sequence[int]
    roles: Array


def _class(far: Array) -> Array:
    size = np.abs(far)
    wide = 6 + np.floor(2 * np.log2(np.maximum(size, 5) / 5)).astype(np.int64)
    step = np.minimum(np.where(size <= 5, size, wide), DISTANCES // 2 - 1)
    return np.where(far < 0, DISTANCES // 2 - step, DISTANCES // 2 + step)


_FAR = 512
"""Words; all that stand farther are of one class."""

_CLASSES = _class(np.arange(-_FAR, _FAR + 1))


def distance(far: Array) -> Array:
    """Return the class of signed distances in words: exact up to five, then in widening steps."""
    return np.asarray(_CLASSES[np.clip(far, -_FAR, _FAR) + _FAR])


class RoleScorer:
    """The small last layer of the roles, applied to likely cues only.

    Args:
        weights: ``role_out.weight`` [roles, 2*k], ``role_out.bias`` [roles], ``role_far.weight`` [distances, roles].
    """

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self._weight = np.ascontiguousarray(weights["role_out.weight"].T)
        self._bias, self._far = weights["role_out.bias"], weights["role_far.weight"]

    def attributions(self, cues: Array, sides: Array) -> list[Attribution]:
        """Return the likely cues of a window in order; ``cues`` are scores [n], ``sides`` the vectors [n,4*k]."""
        chances = 1 / (1 + np.exp(-cues))
        likely = np.flatnonzero(chances >= LEAST).tolist()
        c1, c2, w1, w2 = np.split(sides, 4, axis=1)
        n = len(cues)
        found = []
        for at in likely:
            joined = np.concatenate((np.maximum(c1[at] + w1, 0), c2[at] * w2), 1)
            scores = product(joined, self._weight) + self._bias + self._far[distance(np.arange(n) - at)]
            found.append(Attribution(at, float(chances[at]), range(n), softmax(scores)))
        return found


def softmax(scores: Array) -> Array:
    """Return the chances of each row of scores; rows sum to 1."""
    e = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(e / e.sum(1, keepdims=True))


_ROWS = 16
"""Rows multiplied at a time: few enough that no linear algebra library starts threads of its own for them."""


def product(rows: Array, weight: Array) -> Array:
    """Return ``rows @ weight``, a few rows at a time."""
    n, whole = len(rows), len(rows) - len(rows) % _ROWS
    out = np.empty((n, weight.shape[1]), np.result_type(rows, weight))
    if whole:
        parts = (whole // _ROWS, _ROWS, -1)
        np.matmul(rows[:whole].reshape(parts), weight, out=out[:whole].reshape(parts))
    if whole < n:
        np.matmul(rows[whole:], weight, out=out[whole:])
    return out
