"""Train the joint model: ``python -m training.train --data ../shared/data/train --encoder DIR --out DIR``.

Begins with the encoder in DIR (``model.safetensors`` and ``vocab.txt`` of all-MiniLM-L6-v2), or, with ``--after FILE``,
with weights that were shipped and a share of that encoder in their layers. Writes ``best.pt`` (averaged weights, label
sets) after every epoch, and prints scores on the sets' own dev files and on marked reports left out. Trees and rules
for the reports come from the shipped weights.
Needs the dependency group ``training``. Deterministic for one seed, thread count and machine.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from communique.language.wordpiece import WordPiece
from training import acts_batches, acts_measure, acts_network, acts_objective, corpora, encoder
from training.acts_data import Document, collect, read_reports
from training.acts_marks import MARKS, divided
from training.acts_network import Acts, acts_of
from training.batches import Labels, Prepared, batches, prepare, windows
from training.export import TARGET
from training.measure import measure, measure_statements
from training.network import Network, Sizes
from training.objective import losses

HELD = 10
"""One document of PolNeAR's training part in so many is kept for choosing thresholds."""

HALVES: bool = torch.ops.mkldnn._is_mkldnn_bf16_supported()
"""Whether the processor multiplies in bfloat16 at all; one that emulates it is forty times slower than in float32."""

PASSES = 5
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


def optimizer_for(network: Network, new: Iterable[str], args: argparse.Namespace) -> torch.optim.AdamW:
    """AdamW with a small rate for what was trained before and a larger one for what begins at random."""
    fresh = set(new)
    sides: dict[bool, list[Tensor]] = {True: [], False: []}
    for name, parameter in network.named_parameters():
        sides[name in fresh].append(parameter)
    rates = {False: args.rate, True: args.head_rate}
    groups = [{"params": v, "lr": rates[k], "peak": rates[k]} for k, v in sides.items() if v]
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)


def rate_at(step: int, total: int, warm: int) -> float:
    """Share of the peak rate: linear warm-up, then half a cosine to zero."""
    if step < warm:
        return step / warm
    return 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, total - warm)))


Documents = Sequence[Sequence[Prepared]]


@dataclass(frozen=True)
class Matter:
    """What is trained on, and what is kept for scores.

    Attributes:
        words: documents with trees, documents with names only.
        statements, said: documents with attributions, and those left out.
        reports, left: marked reports, and those left out.
        dev: documents of the treebanks' dev files.
    """

    words: Sequence[Documents]
    statements: Documents
    said: Documents
    reports: Sequence[Document]
    left: Sequence[Document]
    dev: Mapping[str, Documents]

    def size(self, share: float) -> int:
        """Return about how many words an epoch reads."""
        words = sum_words(d for part in self.words for d in part) * share
        return int(words + sum_words(self.statements) / PASSES + sum_report_words(self.reports))


def epoch_of(matter: Matter, args: argparse.Namespace, acts: Acts, rng: random.Random) -> Iterator[tuple[str, Any]]:
    """Yield the batches of an epoch with the part of the network they train, all parts in random turn."""
    some = rng.sample(matter.statements, len(matter.statements) // PASSES)
    read = [rng.sample(part, round(len(part) * args.share)) for part in matter.words]
    feeds: dict[str, Iterator[Any]] = {
        "words": batches([w for part in read for w in windows(part, rng)], args.batch_words, rng),
        "statements": batches(list(windows(some, rng)), args.batch_words, rng),
        "engagements": (acts_batches.collate(g, acts.labels, rng) for g in acts_batches.groups(matter.reports, rng)),
    }
    count = {
        "words": sum_words(d for part in read for d in part),
        "statements": sum_words(some),
        "engagements": sum_report_words(matter.reports),
    }
    while feeds:
        part = rng.choices(list(feeds), [count[k] for k in feeds])[0]
        try:
            yield part, next(feeds[part])
        except StopIteration:
            del feeds[part]


def losses_of(network: Network, part: str, batch: Any) -> dict[str, Tensor]:
    """Return the weighted losses of a batch."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALVES):
        if part == "engagements":
            return acts_objective.losses(network, batch)
        scores = network(batch, part)
    return losses(network, scores, batch)


def sum_report_words(reports: Iterable[Document]) -> int:
    """Return the number of words of reports."""
    return sum(len(w.words) for d in reports for w in d.windows)


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


def read_matter(args: argparse.Namespace, start: encoder.Start) -> tuple[Matter, Labels]:
    """Read everything that is trained on, and the label sets."""
    trees, names, dev = read_all(args.data)
    said, said_left = read_statements(args.data)
    labels = label_sets(trees) if start.labels is None else Labels(**start.labels)
    pieces = WordPiece(start.vocabulary)

    def made(documents: Iterable[corpora.Document]) -> Documents:
        return [prepare(d, labels, pieces) for d in documents]

    kept, left = (read_reports(reports, args.base) for reports in divided(args.data, args.marks))
    held = {k: made(v) for k, v in dev.items()}
    return Matter([made(trees), made(names)], made(said), made(said_left), kept, left, held), labels


class Training:
    """One run: the network, the average of its weights, and what goes into the checkpoint."""

    def __init__(self, matter: Matter, labels: Labels, start: encoder.Start, args: argparse.Namespace) -> None:
        self.matter, self.labels, self.args = matter, labels, args
        self.vocabulary = list(start.vocabulary)
        upos, xpos, feats, scripts, deprels = (len(x) for x in labels.all())
        self.sizes = Sizes(upos, xpos, feats, scripts, deprels, len(corpora.NAMES), layers=args.layers)
        known = start.engagements
        classes = collect(matter.reports) if known is None else acts_network.Labels.of(known)
        self.network = Network(self.sizes, len(self.vocabulary), Acts(classes, args.layers))
        new = self.network.begin(start.weights)
        self.average = Average(self.network, 0.996)
        self.optimizer = optimizer_for(self.network, new, args)
        self.total = int(args.epochs * matter.size(args.share) / args.batch_words)
        self.step = 0

    def epoch(self, rng: random.Random) -> None:
        """Train for an epoch, or up to the last step; print the mean losses now and then."""
        running: dict[str, float] = defaultdict(float)
        seen: Counter[str] = Counter()
        self.network.train()
        for part, batch in epoch_of(self.matter, self.args, acts_of(self.network), rng):
            if self.step >= self.total:
                return
            for k, v in self.learn(part, batch).items():
                running[k] += v
                seen[k] += 1
            if self.step % 200 == 0:
                shown = " ".join(f"{k} {running[k] / seen[k]:.3f}" for k in sorted(seen))
                print(f"step {self.step}/{self.total} {time.monotonic() - STARTED:.0f}s {shown}", flush=True)
                running.clear()
                seen.clear()

    def learn(self, part: str, batch: Any) -> dict[str, float]:
        """Take one step; return the losses."""
        share = rate_at(self.step, self.total, min(400, self.total // 10))
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * share
        found = losses_of(self.network, part, batch)
        loss = sum(found.values())
        assert isinstance(loss, Tensor)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 2.0)
        self.optimizer.step()
        if self.step % 4 == 0:
            self.average.update(self.network)
        self.step += 1
        return {k: float(v.detach()) for k, v in found.items()}

    def finish(self, scores: bool) -> dict[str, Any]:
        """Return the checkpoint of the averaged weights; print their scores, of all parts if asked for."""
        live = {k: v.clone() for k, v in self.network.state_dict().items()}
        self.network.load_state_dict(self.average.weights)
        self.network.eval()
        if scores:
            print({k: measure(self.network, v, self.labels) for k, v in self.matter.dev.items()}, flush=True)
            print("statements", measure_statements(self.network, self.matter.said), flush=True)
        left = self.matter.left
        print("engagements", acts_measure.shown(acts_measure.measure(self.network, left)), flush=True)
        trained = {
            "weights": dict(self.average.weights),
            "labels": self.labels.as_dict(),
            "sizes": vars(self.sizes),
            "vocabulary": self.vocabulary,
            "engagements": acts_of(self.network).label_sets(),
            "args": {k: str(v) for k, v in vars(self.args).items()},
        }
        self.network.load_state_dict(live)
        return trained


STARTED = time.monotonic()


def arguments() -> argparse.Namespace:
    """Return the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/train"))
    parser.add_argument("--encoder", type=Path, required=True, help="folder of the encoder as it was published")
    parser.add_argument("--after", type=Path, help="shipped weights, or a run's best.pt, to train on from")
    parser.add_argument("--blend", type=float, default=0.5, help="share of the published encoder in what goes on")
    parser.add_argument("--base", type=Path, default=TARGET, help="weights that read the marked reports")
    parser.add_argument("--marks", type=Path, default=MARKS, help="the project's own marks")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=20)
    parser.add_argument("--share", type=float, default=1, help="of the documents with trees and names, an epoch")
    parser.add_argument("--batch-words", type=int, default=800)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=2e-3)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


def main() -> None:
    """Run the training."""
    args = arguments()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    start = encoder.published(args.encoder)
    if args.after is not None and args.after.suffix == ".pt":
        start = encoder.checkpoint(args.after)
    elif args.after is not None:
        start = encoder.blended(encoder.shipped(args.after), start, args.blend)
    matter, labels = read_matter(args, start)
    run = Training(matter, labels, start, args)
    print(f"{matter.size(args.share)} words an epoch, {run.total} steps, {len(matter.reports)} reports", flush=True)
    epoch = 0
    while run.step < run.total:
        run.epoch(rng)
        epoch += 1
        print(f"epoch {epoch} {time.monotonic() - STARTED:.0f}s", flush=True)
        torch.save(run.finish(scores=epoch % 4 == 0 or run.step >= run.total), args.out / "best.pt")


if __name__ == "__main__":
    main()
