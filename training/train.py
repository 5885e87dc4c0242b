"""Train the joint model: ``python -m training.train --data ../shared/data/train --encoder DIR --out DIR``.

DIR of the encoder holds ``model.safetensors`` and ``vocab.txt`` of all-MiniLM-L6-v2. Writes
``best.pt`` (averaged weights, label sets) and a log of scores on the sets' own dev files.
Needs the dependency group ``training``. Deterministic for one seed, thread count and machine.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections import Counter
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from communique.language.wordpiece import WordPiece
from training import corpora
from training.batches import Labels, batches, prepare, windows
from training.measure import measure
from training.network import Network, Sizes
from training.objective import losses


def read_all(data: Path) -> tuple[list[corpora.Document], list[corpora.Document], dict[str, list[corpora.Document]]]:
    """Return documents with trees, documents with names only, and dev documents by corpus."""
    ewt, uner, gum = data / "ud_english_ewt", data / "uner_english_ewt", data / "gum_open"
    trees = corpora.treebank(ewt / "train.conllu", uner / "train_recovered_2022-12-02.iob2")
    trees += corpora.treebank(gum / "train.conllu", from_entities=True)
    names = corpora.crossner(data / "crossner_politics" / "train.tsv")
    names += corpora.crossner(data / "crossner_politics" / "dev.tsv")
    names += corpora.redocred(data / "redocred" / "dev.json")
    names += corpora.re3d(data / "re3d") + corpora.meantime(data / "meantime_en")
    dev = {
        "ewt": corpora.treebank(ewt / "dev.conllu", uner / "dev.iob2"),
        "gum": corpora.treebank(gum / "dev.conllu"),
    }
    return trees, names, dev


def label_sets(trees: list[corpora.Document]) -> Labels:
    """Collect the labels of every head, most frequent first; rare lemma scripts are left out."""

    def ranked(attribute: str, least: int = 1) -> list[str]:
        count = Counter(v for d in trees for s in d for v in getattr(s, attribute))
        return [v for v, n in sorted(count.items(), key=lambda item: (-item[1], item[0])) if n >= least]

    return Labels(ranked("upos"), ranked("xpos"), ranked("feats"), ranked("scripts", 3), ranked("deprels"))


def optimizer_for(network: Network, args: argparse.Namespace) -> torch.optim.AdamW:
    """AdamW with a small rate for what was pretrained and a larger one for what is new."""
    old, new = [], []
    for name, parameter in network.named_parameters():
        pretrained = name.startswith(("words", "positions", "norm", "layers"))
        (old if pretrained else new).append(parameter)
    groups = [{"params": old, "lr": args.rate}, {"params": new, "lr": args.head_rate}]
    for group in groups:
        group["peak"] = group["lr"]
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)


def rate_at(step: int, total: int, warm: int) -> float:
    """Share of the peak rate: linear warm-up, then half a cosine to zero."""
    if step < warm:
        return step / warm
    return 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, total - warm)))


class Average:
    """Exponential moving average of the weights."""

    def __init__(self, network: Network, decay: float) -> None:
        self.decay, self.steps = decay, 0
        self.weights = {k: v.detach().clone().float() for k, v in network.state_dict().items()}

    def update(self, network: Network) -> None:
        """Move the average a little towards the network; faster at the beginning."""
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            for name, value in network.state_dict().items():
                self.weights[name].lerp_(value, 1 - decay)


def main() -> None:
    """Run the training."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/train"))
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=20)
    parser.add_argument("--batch-words", type=int, default=800)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=2e-3)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)

    trees, names, dev = read_all(args.data)
    labels = label_sets(trees)
    vocabulary = (args.encoder / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    pieces = WordPiece(vocabulary)
    train = [prepare(d, labels, pieces) for d in trees], [prepare(d, labels, pieces) for d in names]
    held = {k: [prepare(d, labels, pieces) for d in v] for k, v in dev.items()}
    sizes = Sizes(*(len(x) for x in labels.all()), names=len(corpora.NAMES), layers=args.layers)
    network = Network(sizes, len(vocabulary))
    network.load_encoder(load_file(args.encoder / "model.safetensors"))
    average = Average(network, 0.998)
    optimizer = optimizer_for(network, args)

    words = sum(len(s.words) for part in train for d in part for s in d)
    total = int(args.epochs * words / args.batch_words)
    meta = {"labels": labels.as_dict(), "sizes": vars(sizes), "args": {k: str(v) for k, v in vars(args).items()}}
    print(f"{words} words an epoch, {total} steps", json.dumps(meta["args"]), flush=True)
    step, epoch, started = 0, 0, time.monotonic()
    running: Counter[str] = Counter()
    while step < total:
        epoch += 1
        spans = [w for part in train for w in windows(part, rng)]
        for batch in batches(spans, args.batch_words, rng):
            share = rate_at(step, total, min(400, total // 10))
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * share
            network.train()
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = network(batch)
            found: dict[str, Tensor] = losses(network, scores, batch)
            loss = sum(found.values())
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimizer.step()
            if step % 4 == 0:
                average.update(network)
            running.update({k: float(v.detach()) for k, v in found.items()})
            step += 1
            if step % 200 == 0:
                shown = " ".join(f"{k} {v / 200:.3f}" for k, v in running.items())
                print(f"step {step}/{total} {time.monotonic() - started:.0f}s {shown}", flush=True)
                running.clear()
            if step >= total:
                break
        if epoch % 4 == 0 or step >= total:
            live = {k: v.clone() for k, v in network.state_dict().items()}
            network.load_state_dict(average.weights)
            print(f"epoch {epoch}", {k: measure(network, v, labels) for k, v in held.items()}, flush=True)
            torch.save({"weights": average.weights, **meta}, args.out / "best.pt")
            network.load_state_dict(live)


if __name__ == "__main__":
    main()
