"""Where the nodes of a network stand: drawn together by what joins them, pushed apart by all others.

T. Fruchterman, E. Reingold: Graph drawing by force-directed placement. Software: Practice and Experience 21 (1991),
1129-1164. It begins with the nodes on a spiral in the order given, so the same network always looks the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_ROUNDS = 300
_TURN = 2.399963229728653
"""The golden angle: nodes on this spiral never stand in lines."""


def placed(number: int, edges: Sequence[tuple[int, int, int]]) -> NDArray[np.float64]:
    """Return the positions, from -1 to 1, of so many nodes; edges are two nodes and a weight."""
    if number < 2:
        return np.zeros((number, 2))
    order = np.arange(number)
    at = np.sqrt((order + 0.5) / number) * np.exp(1j * order * _TURN)  # in the plane of complex numbers
    pull = np.zeros((number, number))
    for one, other, weight in edges:
        pull[one, other] = pull[other, one] = 1 + np.log(weight)
    apart = 1.6 / np.sqrt(number)
    for step in range(_ROUNDS):
        gap = at[:, None] - at
        far = np.maximum(np.sqrt(gap.real**2 + gap.imag**2), 1e-3)
        move = (gap * (apart**2 / far**2 - pull * far / apart)).sum(1) - 1.4 * at
        length = np.maximum(np.abs(move), 1e-9)
        at = at + move * np.minimum(length, 0.12 * (1 - step / _ROUNDS)) / length
    found = np.stack([at.real, at.imag], axis=1)
    low, high = found.min(0), found.max(0)
    within: NDArray[np.float64] = (found - (low + high) / 2) / np.maximum((high - low) / 2, 1e-9)
    return within
