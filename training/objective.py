"""The losses: one a head, names with partial labels, trees within their own sentence."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn import functional as F

from training.corpora import NAMES, OUTSIDE_OR_MISC, UNKNOWN
from training.network import Network

WEIGHTS = {
    "upos": 0.5,
    "xpos": 0.3,
    "feats": 0.4,
    "scripts": 0.4,
    "names": 1.2,
    "starts": 0.5,
    "arcs": 1.0,
    "rels": 0.7,
    "cues": 3.0,
    "roles": 1.5,
}


def losses(network: Network, scores: Mapping[str, Tensor], batch: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the weighted loss of every head, a mean over the words it has labels for."""
    if "cues" in scores:
        return {k: WEIGHTS[k] * v for k, v in _attributions(network, scores, batch).items()}
    found: dict[str, Tensor] = {}
    for key in ("upos", "xpos", "feats", "scripts"):
        found[key] = _mean_entropy(scores[key].float().flatten(0, 1), batch[key].flatten())
    found["names"] = _names(scores["names"].float(), batch["names"])
    known = batch["starts"] != UNKNOWN
    if known.any():
        found["starts"] = F.binary_cross_entropy_with_logits(
            scores["starts"].float()[known], batch["starts"][known].float()
        )
    heads = batch["heads"]
    treed = heads != UNKNOWN
    if treed.any():
        arcs = same_sentence(scores["arcs"].float(), batch["sentence"])
        found["arcs"] = F.cross_entropy(arcs[treed], heads[treed])
        rels = network.relations(scores["dep"].float(), scores["head"].float(), heads.clamp(min=0))
        found["rels"] = _mean_entropy(rels.flatten(0, 1), batch["deprels"].flatten())
    return {k: WEIGHTS[k] * v for k, v in found.items()}


def _attributions(network: Network, scores: Mapping[str, Tensor], batch: Mapping[str, Tensor]) -> dict[str, Tensor]:
    known = batch["cues"] != UNKNOWN
    gold = batch["cues"][known].float()
    found = {"cues": F.binary_cross_entropy_with_logits(scores["cues"].float()[known], gold)}
    if len(batch["said"]):
        roles = network.roles(scores["as_cue"].float(), scores["as_word"].float(), batch["said"])
        found["roles"] = F.cross_entropy(roles.flatten(0, 1), batch["roles"].flatten(), ignore_index=UNKNOWN)
    return found


def same_sentence(arcs: Tensor, sentence: Tensor) -> Tensor:
    """Bar arcs between sentences; the root stays open to all."""
    allowed = sentence[:, :, None] == sentence[:, None, :]
    allowed = torch.cat((torch.ones_like(allowed[:, :, :1]), allowed), -1)
    return arcs.masked_fill(~allowed, -1e4)


def _mean_entropy(scores: Tensor, gold: Tensor) -> Tensor:
    if not (gold != UNKNOWN).any():
        return scores.sum() * 0
    return F.cross_entropy(scores, gold, ignore_index=UNKNOWN, label_smoothing=0.03)


def _names(scores: Tensor, gold: Tensor) -> Tensor:
    """Entropy over the labels a word may have: several where its corpus has no MISC."""
    known = gold != UNKNOWN
    if not known.any():
        return scores.sum() * 0
    logs = torch.log_softmax(scores[known], -1)
    gold = gold[known]
    hidden = [0] + [i for i, n in enumerate(NAMES) if n.endswith("MISC")]
    partial = torch.logsumexp(logs[:, hidden], -1)
    exact = logs.gather(1, gold.clamp(min=0)[:, None])[:, 0]
    return -torch.where(gold == OUTSIDE_OR_MISC, partial, exact).mean()
