"""What the engagements' branch is worth on reports left out of training, and how sure its answers may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from communique.language.acts import Heads, Window, odds
from communique.language.attributions import softmax
from communique.reading.tellings import CONSULTATIONS, FAMILIES, TOLD, Teller, Telling
from training.acts_batches import Batch, collate
from training.acts_data import SURE, Document
from training.acts_network import KINDS, STATUS, Branch
from training.graft import small

RIDGE = 1e-2
"""Keeps the calibration finite where few tellings are seen."""


LEANING = "c_st.weight"
"""The name of the :func:`leaning` among the weights."""

DRAWN = 8
"""Words of no opinion that every row of the leaning is mixed with."""


def measure(branch: Branch, documents: Sequence[Document]) -> dict[str, float]:
    """Return P, R, F1 of words that tell or mention an engagement, and shares of right families, kinds, statuses.

    What a reader was not sure of is neither asked for nor counted against.
    """
    count: Counter[str] = Counter()
    for document in documents:
        batch = collate([document], branch.labels)
        with torch.no_grad():
            telling, kinds, status = (s.numpy() for s in branch.words(branch(batch), batch))
        told = 1 - softmax(telling)[:, 0] >= TOLD
        for row, (_, token) in enumerate(batch.words):
            gold = document.told.get(token)
            if gold is None:
                count["extra"] += int(told[row])
            elif gold.weight == SURE:
                kind = int(kinds[row].argmax())
                count.update(asked=1, found=int(told[row]), kind=int(kind == gold.kind))
                count["family"] += FAMILIES[KINDS[kind]] == FAMILIES[KINDS[gold.kind]]
                count["status"] += int(status[row].argmax()) == gold.status
    asked, found = max(1, count["asked"]), count["found"]
    scores = {"P": found / max(1, found + count["extra"]), "R": found / asked}
    scores["F1"] = 2 * found / max(1, found + count["extra"] + asked)
    return scores | {k: count[k] / asked for k in ("family", "kind", "status")}


def tellings(branch: Branch, heads: Heads, document: Document) -> list[Telling]:
    """Return what is told in a report, found as it is when a report is read."""
    batch = collate([document], branch.labels)
    with torch.no_grad():
        vectors = branch(batch).numpy()
    windows = [Window(window.words, vectors[rows]) for _, window, rows in batch.slices()]
    return Teller(heads, document.tree, document.acts, document.judge).find(windows)


def calibrate(branch: Branch, documents: Sequence[Document], table: torch.Tensor) -> list[float]:
    """Fit :meth:`communique.language.acts.Heads.confidence`: is an engagement there, and its status right?

    ``table`` is the :func:`leaning`.
    """
    trained = branch.checkpoint()
    trained["weights"][LEANING] = table
    heads = Heads(small(trained))
    seen = [pair for d in documents for pair in _judged(d, tellings(branch, heads, d))]
    if not seen:
        return [0.0, 1.0, 0.0]
    features = np.array([[1.0, odds(t.chance), odds(t.sure)] for t, _ in seen])
    return _logistic(features, np.array([float(right) for _, right in seen]))


def leaning(documents: Sequence[Document]) -> torch.Tensor:
    """Return what a status by the rules adds to the log chance of each of a consultation [1 + statuses, statuses].

    How much likelier a status is among the marked words of which the rules say so, than among all; each row is drawn
    to nothing by :data:`DRAWN` more words. The first row, of words that the rules were not asked for, is empty.
    """
    count = np.zeros((1 + len(STATUS), len(STATUS)))
    for document in documents:
        for token, gold in document.told.items():
            plain = gold.role == 1 and gold.weight == SURE and KINDS[gold.kind] in CONSULTATIONS
            if plain and token in document.ruled:
                count[1 + STATUS.index(document.ruled[token]), gold.status] += 1
    share = (count.sum(0) + 1) / (count.sum() + len(STATUS))
    total = count.sum(1, keepdims=True)
    table = np.log((count + DRAWN * share) / ((total + DRAWN) * share))
    table[0] = 0
    return torch.tensor(table, dtype=torch.float32)


def _judged(document: Document, found: Sequence[Telling]) -> list[tuple[Telling, bool]]:
    """Say of each telling whether it is one by the marks; each of the marked is met once, by most words first."""
    shared: Counter[tuple[int, int]] = Counter()
    labels = {}
    for number, telling in enumerate(found):
        for gold in (document.told[t] for t in telling.mentions if t in document.told):
            if FAMILIES[KINDS[gold.kind]] == FAMILIES[telling.kind]:
                shared[number, gold.engagement] += 1
                labels[gold.engagement] = gold
    met: dict[int, int] = {}
    for (number, engagement), _ in shared.most_common():
        if number not in met and engagement not in met.values():
            met[number] = engagement
    out = []
    for number, telling in enumerate(found):
        gold = labels[met[number]] if number in met else None
        if gold is None or gold.weight == SURE:
            out.append((telling, gold is not None and STATUS[gold.status] == telling.status.value))
    return out


def _logistic(x: NDArray[Any], y: NDArray[Any], steps: int = 50) -> list[float]:
    """Return the weights of a logistic regression, by Newton's method."""
    weights = np.zeros(x.shape[1])
    ridge = RIDGE * np.eye(x.shape[1])
    for _ in range(steps):
        chance = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (chance - y) + ridge @ weights
        weights = weights - np.linalg.solve((x.T * (chance * (1 - chance))) @ x + ridge, slope)
    return [round(float(w), 4) for w in weights]


def off_graph(branch: Branch, batch: Batch) -> float:
    """Return how far the untrained branch is from the joint model's last state, as a share of it, in the mean."""
    with torch.no_grad():
        last = branch.states(batch)[-1]
    return float(((last - batch.top)[batch.mask].abs().mean()) / batch.top[batch.mask].abs().mean())


def shown(scores: Mapping[str, float]) -> str:
    """Return scores in one line, in per cent."""
    return ", ".join(f"{k} {100 * v:.1f}" for k, v in scores.items())
