"""What the engagements' heads are worth on reports left out of training."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import torch

from communique.language.attributions import softmax
from communique.reading.engagements.tellings import FAMILIES, TOLD
from training.acts_batches import collate
from training.acts_data import SURE, Document
from training.acts_network import KINDS, acts_of
from training.acts_objective import vectors
from training.network import Network


def measure(network: Network, documents: Sequence[Document]) -> dict[str, float]:
    """Return P, R, F1 of words that tell or mention an engagement, and shares of right families, kinds, statuses.

    What a reader was not sure of is neither asked for nor counted against.
    """
    acts = acts_of(network)
    count: Counter[str] = Counter()
    for document in documents:
        batch = collate([document], acts.labels)
        with torch.no_grad():
            telling, kinds, status = (s.numpy() for s in acts.words(vectors(network, batch), batch))
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


def shown(scores: Mapping[str, float]) -> str:
    """Return scores in one line, in per cent."""
    return ", ".join(f"{k} {100 * v:.1f}" for k, v in scores.items())
