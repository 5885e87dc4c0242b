"""The losses of the engagements' heads: words, parts of words, links of mentions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor
from torch.nn import functional as F

from communique.reading.engagements.tellings import FAMILIES
from training.acts_batches import Batch, pairs_of
from training.acts_data import TELLS
from training.acts_network import KINDS, Acts, acts_of
from training.network import Network

WEIGHTS = {"cls": 8.0, "kind": 0.8, "status": 0.8, "roles": 0.35, "join": 0.8}

MENTIONED = 0.6
"""Weight of kind and status at a word that is not the plainest of its engagement."""

MOST_MENTIONS = 160

LONGER = 1.35
"""Windows read together differ in length by this factor at most."""


def vectors(network: Network, batch: Batch) -> Tensor:
    """Return the vectors of a batch's words [n, WIDTH]; windows of like length are read together."""
    acts = acts_of(network)
    count = [len(w.words) for _, w in batch.windows]
    found: list[Tensor | None] = [None] * len(count)
    for rows in _alike([len(w.inputs["pieces"]) for _, w in batch.windows]):
        pieces = max(len(batch.windows[r][1].inputs["pieces"]) for r in rows)
        words = max(count[r] for r in rows)
        states = network.states({k: v[rows, :pieces] for k, v in batch.inputs.items()})
        ends = batch.first[rows, :words], batch.last[rows, :words]
        some = acts(states, *ends, batch.real[rows, :words])
        for row, part in zip(rows, some.split([count[r] for r in rows]), strict=True):
            found[row] = part
    return torch.cat([f for f in found if f is not None])


def _alike(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield numbers of windows, shortest first, none much longer than the first beside it."""
    rows = sorted(range(len(lengths)), key=lambda r: lengths[r])
    group: list[int] = []
    for row in rows:
        if group and lengths[row] > LONGER * lengths[group[0]]:
            yield group
            group = []
        group.append(row)
    yield group


def losses(network: Network, batch: Batch) -> dict[str, Tensor]:
    """Return the weighted losses that the batch has labels for."""
    acts, found = acts_of(network), vectors(network, batch)
    losses = _words(acts, found, batch)
    roles = _parts(acts, found, batch)
    join = _links(acts, found, batch)
    losses |= {k: v for k, v in (("roles", roles), ("join", join)) if v is not None}
    return {k: WEIGHTS[k] * v for k, v in losses.items()}


def _words(acts: Acts, vectors: Tensor, batch: Batch) -> dict[str, Tensor]:
    telling, kinds, status = acts.words(vectors, batch)
    gold = torch.zeros(len(vectors), dtype=torch.long)
    weight = torch.ones(len(vectors))
    labelled = [
        (batch.rows[number, token], told)
        for number, document in enumerate(batch.documents)
        for token, told in document.told.items()
        if (number, token) in batch.rows
    ]
    for row, told in labelled:
        gold[row], weight[row] = told.role, told.weight
    found = {"cls": (F.cross_entropy(telling, gold, reduction="none") * weight).mean()}
    if labelled:
        rows = torch.tensor([row for row, _ in labelled])
        shares = torch.tensor([t.weight * (1 if t.role == TELLS else MENTIONED) for _, t in labelled])
        found["kind"] = _shared(kinds[rows], torch.tensor([t.kind for _, t in labelled]), shares)
        found["status"] = _shared(status[rows], torch.tensor([t.status for _, t in labelled]), shares)
    return found


def _shared(scores: Tensor, gold: Tensor, shares: Tensor) -> Tensor:
    found = F.cross_entropy(scores, gold, reduction="none", label_smoothing=0.05)
    return (found * shares).sum() / shares.sum()


def _parts(acts: Acts, vectors: Tensor, batch: Batch) -> Tensor | None:
    """A sum over the words of a window, a mean over what is told."""
    total, count = vectors.new_zeros(()), 0.0
    for document, window, rows in batch.slices():
        for at, token in enumerate(window.words):
            if token not in document.parts:
                continue
            told = document.told[token]
            pairs = pairs_of(document, window, at, acts.labels)
            scores = acts.parts(vectors[rows], at, told.kind, pairs)
            total = total + told.weight * F.cross_entropy(scores, pairs.gold, reduction="sum")
            count += told.weight
    return total / count if count else None


def _links(acts: Acts, vectors: Tensor, batch: Batch) -> Tensor | None:
    """The chance of all right antecedents together, or of being new, a mean over mentions."""
    total, count = vectors.new_zeros(()), 0
    for number, document in enumerate(batch.documents):
        tokens = sorted(t for t in document.told if (number, t) in batch.rows)[:MOST_MENTIONS]
        if len(tokens) < 2:
            continue
        rows = torch.tensor([batch.rows[number, t] for t in tokens])
        told = [document.told[t] for t in tokens]
        families = [FAMILIES[KINDS[t.kind]] for t in told]
        scores, new = acts.links(vectors[rows], [document.tree.lemmas[t] for t in tokens], families)
        earlier = torch.ones(len(tokens), len(tokens)).tril(-1).bool()
        engagement = torch.tensor([t.engagement for t in told])
        same = (engagement[:, None] == engagement[None]) & earlier
        every = torch.cat((new[:, None], scores.masked_fill(~earlier, -1e4)), 1)
        good = torch.cat((~same.any(1, keepdim=True), same), 1)
        right = torch.logsumexp(every.masked_fill(~good, -1e4), 1)
        total = total + (torch.logsumexp(every, 1) - right).sum()
        count += len(tokens)
    return total / count if count else None
