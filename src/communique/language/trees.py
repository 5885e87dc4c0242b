"""Best tree from arc scores: greedy where the greedy heads are a tree, else Chu-Liu/Edmonds.

Chu & Liu 1965, Edmonds 1967, with exactly one word under the root as Universal Dependencies asks.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


def best_tree(scores: Scores) -> list[int]:
    """Return the head of every word: 0 for the root, else the number of a word, counted from 1.

    Args:
        scores: ``[n, 1 + n]``, row = dependent, column = head, column 0 the root.
    """
    n = scores.shape[0]
    if n == 1:
        return [0]
    scores = scores.copy()
    scores[np.arange(n), np.arange(1, n + 1)] = -np.inf
    heads = scores.argmax(1)
    roots = np.flatnonzero(heads == 0)
    if len(roots) == 1 and _acyclic(heads.tolist()):
        return [int(h) for h in heads]
    return _with_one_root(scores)


def _with_one_root(scores: Scores) -> list[int]:
    """Try the likeliest roots, one at a time, and keep the tree of the best total."""
    n = scores.shape[0]
    gain = scores[:, 0] - scores[:, 1:].max(1)
    best: tuple[float, list[int]] | None = None
    for root in np.argsort(-gain)[:4].tolist():
        only = scores.astype(np.float64)
        only[:, 0] = -1e6
        only[root, 0] = 1e6
        full = np.full((n + 1, n + 1), -np.inf)
        full[1:] = only
        heads = _edmonds(full)[1:]
        total = float(scores[np.arange(n), heads].sum())
        if best is None or total > best[0]:
            best = total, heads
    assert best is not None
    return best[1]


def _acyclic(heads: list[int]) -> bool:
    state = [0] * (len(heads) + 1)
    state[0] = 2
    for start in range(1, len(heads) + 1):
        path = []
        node = start
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = heads[node - 1]
        if state[node] == 1:
            return False
        for seen in path:
            state[seen] = 2
    return True


def _cycle(heads: list[int]) -> list[int]:
    """Return the nodes of one cycle, or an empty list; ``heads[0]`` is -1."""
    seen: dict[int, int] = {}
    for start in range(1, len(heads)):
        node = start
        while node > 0 and node not in seen:
            seen[node] = start
            node = heads[node]
        if node > 0 and seen[node] == start:
            cycle = [node]
            nxt = heads[node]
            while nxt != node:
                cycle.append(nxt)
                nxt = heads[nxt]
            return cycle
    return []


def _edmonds(scores: NDArray[np.float64]) -> list[int]:
    """Maximum arborescence rooted at node 0; ``scores[d, h]``. Contracts one cycle at a time."""
    n = scores.shape[0]
    np.fill_diagonal(scores, -np.inf)
    heads = [-1] + [int(h) for h in scores[1:].argmax(1)]
    cycle = _cycle(heads)
    if not cycle:
        return heads
    rest = np.array([i for i in range(n) if i not in set(cycle)])
    k = len(rest)
    inside = np.array(cycle)
    own = scores[inside, [heads[c] for c in cycle]]
    small = np.full((k + 1, k + 1), -np.inf)
    small[:k, :k] = scores[np.ix_(rest, rest)]
    small[0] = -np.inf
    out = scores[np.ix_(rest, inside)]
    small[:k, k] = out.max(1)
    small[0, k] = -np.inf
    into = scores[np.ix_(inside, rest)] - own[:, None]
    small[k, :k] = into.max(0)
    leave, enter = out.argmax(1), into.argmax(0)
    found = _edmonds(small)
    for i in range(1, k):
        heads[int(rest[i])] = int(inside[leave[i]] if found[i] == k else rest[found[i]])
    broken = int(inside[enter[found[k]]])
    heads[broken] = int(rest[found[k]])
    return heads
