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
    at = np.sqrt((order + 0.5) / number)[:, None] * np.stack([np.cos(order * _TURN), np.sin(order * _TURN)], axis=1)
    pull = np.zeros((number, number))
    for one, other, weight in edges:
        pull[one, other] = pull[other, one] = 1 + np.log(weight)
    apart = 1.6 / np.sqrt(number)
    for step in range(_ROUNDS):
        gap = at[:, None] - at[None]
        far = np.maximum(np.sqrt((gap**2).sum(-1)), 1e-3)
        force = (apart**2 / far - pull * far**2 / apart) / far
        move = (gap * force[..., None]).sum(1) - 1.4 * at
        length = np.maximum(np.sqrt((move**2).sum(-1)), 1e-9)
        at = at + move * (np.minimum(length, 0.12 * (1 - step / _ROUNDS)) / length)[:, None]
    low, high = at.min(0), at.max(0)
    found: NDArray[np.float64] = (at - (low + high) / 2) / np.maximum((high - low) / 2, 1e-9)
    return found
