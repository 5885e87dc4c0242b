"""Scores on dev files while training: greedy heads, single sentences, gold words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import torch

from communique.language.attributions import ROLES
from training.batches import Labels, Prepared, collate
from training.corpora import NAMES, UNKNOWN
from training.network import Network
from training.objective import same_sentence


def spans_of(labels: Sequence[int]) -> set[tuple[int, int, str]]:
    """Return the person, organisation and place spans of a row of BIO numbers."""
    found, start, kind = set(), 0, ""
    for i, label in enumerate([*labels, 0]):
        name = NAMES[label] if label > 0 else "O"
        if kind and not (name.startswith("I-") and name[2:] == kind):
            found.add((start, i, kind))
            kind = ""
        if name != "O" and not kind:
            start, kind = i, name[2:]
    return {s for s in found if s[2] != "MISC"}


@torch.no_grad()
def measure(network: Network, documents: Sequence[Sequence[Prepared]], labels: Labels) -> dict[str, float]:
    """Return percentages: LAS (universal relations), UAS, UPOS, FEATS, lemma script, name F1, sentence starts F1."""
    network.eval()
    count: Counter[str] = Counter()
    universal = torch.tensor([labels.deprels.index(next(x for x in labels.deprels if x.split(":")[0] == r.split(":")[0])) for r in labels.deprels])  # fmt: skip  # noqa: E501
    sentences = sorted((s for d in documents for s in d), key=lambda s: len(s.words))
    for start in range(0, len(sentences), 32):
        group = sentences[start : start + 32]
        batch = collate([[s] for s in group])
        scores = network(batch)
        heads = same_sentence(scores["arcs"], batch["sentence"]).argmax(-1)
        rels = network.relations(scores["dep"], scores["head"], heads).argmax(-1)
        known = batch["heads"] != UNKNOWN
        right = (heads == batch["heads"]) & known
        gold_rel = universal[batch["deprels"].clamp(min=0)]
        count["n"] += int(known.sum())
        count["uas"] += int(right.sum())
        count["las"] += int((right & (universal[rels] == gold_rel)).sum())
        for key in ("upos", "feats", "scripts"):
            count[key] += int(((scores[key].argmax(-1) == batch[key]) & known).sum())
        named = scores["names"].argmax(-1)
        for row, gold, sentence in zip(named.tolist(), batch["names"].tolist(), group, strict=True):
            if UNKNOWN in gold[: len(sentence.words)]:
                continue
            a, b = spans_of(row[: len(sentence.words)]), spans_of(gold[: len(sentence.words)])
            count["name tp"] += len(a & b)
            count["name p"] += len(a)
            count["name g"] += len(b)
    for document in documents:
        for start in range(0, len(document), 4):
            batch = collate([list(document[start : start + 4])])
            found = network(batch)["starts"] > 0
            gold = batch["starts"] == 1
            open_ = batch["starts"] != UNKNOWN
            count["s tp"] += int((found & gold).sum())
            count["s p"] += int((found & open_).sum())
            count["s g"] += int(gold.sum())
    n = max(1, count["n"])
    out = {k: round(100 * count[k] / n, 2) for k in ("las", "uas", "upos", "feats", "scripts")}
    out["names"] = round(200 * count["name tp"] / max(1, count["name p"] + count["name g"]), 2)
    out["starts"] = round(200 * count["s tp"] / max(1, count["s p"] + count["s g"]), 2)
    return out


@torch.no_grad()
def measure_statements(network: Network, documents: Sequence[Sequence[Prepared]]) -> dict[str, float]:
    """Return percentages: F1 of cues; with the cue given, contents and sources of a Jaccard index of at least 0.5."""
    network.eval()
    count: Counter[str] = Counter()
    paragraphs = [s for d in documents for s in d]
    for start in range(0, len(paragraphs), 32):
        batch = collate([[s] for s in paragraphs[start : start + 32]])
        scores = network(batch, "statements")
        found, gold, known = scores["cues"] > 0, batch["cues"] == 1, batch["cues"] != UNKNOWN
        count["cue tp"] += int((found & gold).sum())
        count["cue p"] += int((found & known).sum())
        count["cue g"] += int(gold.sum())
        if not len(batch["said"]):
            continue
        best = network.roles(scores["as_cue"], scores["as_word"], batch["said"]).argmax(-1)
        for role in (ROLES.index("source"), ROLES.index("content")):
            a, b = (best == role) & (batch["roles"] != UNKNOWN), batch["roles"] == role
            has = b.any(-1)
            share = (a & b).sum(-1) / (a | b).sum(-1).clamp(min=1)
            count[f"{ROLES[role]} right"] += int(((share >= 0.5) & has).sum())
            count[f"{ROLES[role]} all"] += int(has.sum())
    out = {"cues": round(200 * count["cue tp"] / max(1, count["cue p"] + count["cue g"]), 2)}
    for name in ("source", "content"):
        out[name] = round(100 * count[f"{name} right"] / max(1, count[f"{name} all"]), 2)
    return out
