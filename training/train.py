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
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from communique.language.wordpiece import WordPiece
from training import corpora
from training.batches import Labels, Prepared, batches, prepare, windows
from training.measure import measure, measure_statements
from training.network import Network, Sizes
from training.objective import losses

HELD = 10
"""One document of PolNeAR's training part in so many is kept for choosing thresholds."""

PASSES = 3
"""An epoch reads one document of PolNeAR in so many."""


def read_statements(data: Path) -> tuple[list[corpora.Document], list[corpora.Document]]:
    """Return the documents with attributions to train on and those held back from training."""
    documents = corpora.polnear(data / "polnear" / "train.jsonl")
    return [d for i, d in enumerate(documents) if i % HELD], documents[::HELD]


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


Batch = tuple[str, dict[str, Tensor]]
Documents = Sequence[Sequence[Prepared]]


def epoch_of(words: Sequence[Documents], statements: Documents, size: int, rng: random.Random) -> Iterator[Batch]:
    """Yield the batches of an epoch with the part of the network they train, both parts in random turn."""
    some = rng.sample(statements, len(statements) // PASSES)
    feeds = {
        "words": batches([w for part in words for w in windows(part, rng)], size, rng),
        "statements": batches(list(windows(some, rng)), size, rng),
    }
    count = {"words": sum_words(d for part in words for d in part), "statements": sum_words(some)}
    while feeds:
        part = rng.choices(list(feeds), [count[k] for k in feeds])[0]
        try:
            yield part, next(feeds[part])
        except StopIteration:
            del feeds[part]


def sum_words(documents: Iterable[Sequence[Prepared]]) -> int:
    """Return the number of words."""
    return sum(len(s.words) for d in documents for s in d)


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
    said, said_held = read_statements(args.data)
    labels = label_sets(trees)
    vocabulary = (args.encoder / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    pieces = WordPiece(vocabulary)
    train = [prepare(d, labels, pieces) for d in trees], [prepare(d, labels, pieces) for d in names]
    statements = [prepare(d, labels, pieces) for d in said]
    statements_held = [prepare(d, labels, pieces) for d in said_held]
    held = {k: [prepare(d, labels, pieces) for d in v] for k, v in dev.items()}
    sizes = Sizes(*(len(x) for x in labels.all()), names=len(corpora.NAMES), layers=args.layers)
    network = Network(sizes, len(vocabulary))
    network.load_encoder(load_file(args.encoder / "model.safetensors"))
    average = Average(network, 0.998)
    optimizer = optimizer_for(network, args)

    words = sum_words(d for part in train for d in part) + sum_words(statements) // PASSES
    total = int(args.epochs * words / args.batch_words)
    meta = {"labels": labels.as_dict(), "sizes": vars(sizes), "args": {k: str(v) for k, v in vars(args).items()}}
    print(f"{words} words an epoch, {total} steps", json.dumps(meta["args"]), flush=True)
    step, epoch, started = 0, 0, time.monotonic()
    running: Counter[str] = Counter()
    while step < total:
        epoch += 1
        for part, batch in epoch_of(train, statements, args.batch_words, rng):
            share = rate_at(step, total, min(400, total // 10))
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * share
            network.train()
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = network(batch, part)
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
            print("statements", measure_statements(network, statements_held), flush=True)
            torch.save({"weights": average.weights, **meta}, args.out / "best.pt")
            network.load_state_dict(live)


if __name__ == "__main__":
    main()
