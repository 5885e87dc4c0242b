"""Train the engagements' branch: ``python -m training.acts --data ../shared/data/train --out FILE.pt``.

Reads the marked reports with the joint model, which stays as it is, and trains a branch of its last layers beside it
(:mod:`training.acts_network`). Every twelfth report is left out: it gives the scores and the calibration. The
checkpoint goes into the shipped weights by :mod:`training.graft`. Needs the dependency group ``training``.
Deterministic for one seed, thread count and machine.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import onnx
import torch
from torch import Tensor

from training.acts_batches import collate, groups
from training.acts_data import Document, collect, read_reports
from training.acts_marks import MARKS, lines, own_reports
from training.acts_measure import LEANING, calibrate, leaning, measure, off_graph, shown
from training.acts_network import Branch
from training.acts_objective import losses
from training.graft import TARGET
from training.train import Average

HELD = 12
"""One report in so many is left out."""

WARM = 100
"""Steps until the rates are whole."""


def optimizer_for(branch: Branch, args: argparse.Namespace) -> torch.optim.AdamW:
    """AdamW with a small rate for the layers and a larger one for what is new."""
    sides: dict[bool, list[Tensor]] = {True: [], False: []}
    for name, parameter in branch.named_parameters():
        sides[name.startswith("layers")].append(parameter)
    rates = {True: args.rate, False: args.head_rate}
    parts = [{"params": sides[old], "lr": rates[old], "peak": rates[old]} for old in (True, False)]
    return torch.optim.AdamW(parts, weight_decay=0.02, betas=(0.9, 0.98))


def rate_at(step: int, total: int) -> float:
    """Share of the peak rate: half a cosine to zero, risen linearly at first."""
    return min(1, step / WARM) * 0.5 * (1 + math.cos(math.pi * step / total))


def train(branch: Branch, documents: Sequence[Document], args: argparse.Namespace) -> Iterator[dict[str, float]]:
    """Train the branch and leave the averaged weights in it; yield the mean losses of every epoch."""
    rng = random.Random(args.seed)
    optimizer = optimizer_for(branch, args)
    average = Average(branch, 0.995)
    total = args.epochs * sum(1 for _ in groups(documents, rng))
    step = 0
    branch.train()
    for _ in range(args.epochs):
        running: Counter[str] = Counter()
        before = step
        for group in groups(documents, rng):
            for side in optimizer.param_groups:
                side["lr"] = side["peak"] * rate_at(step, total)
            running.update(learn(branch, group, optimizer))
            average.update(branch)
            step += 1
        yield {k: v / (step - before) for k, v in running.items()}
    branch.load_state_dict(average.weights)
    branch.eval()


def learn(branch: Branch, group: Sequence[Document], optimizer: torch.optim.AdamW) -> dict[str, float]:
    """Take one step on a batch of reports; return its losses."""
    batch = collate(group, branch.labels)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        found = losses(branch, batch)
    loss = sum(found.values())
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(branch.parameters(), 2.0)
    optimizer.step()
    return {k: float(v.detach()) for k, v in found.items()}


def arguments() -> argparse.Namespace:
    """Return the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/train"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--base", type=Path, default=TARGET, help="the joint model, with a branch or without")
    parser.add_argument("--after", type=Path, help="train on from this checkpoint")
    parser.add_argument("--marks", type=Path, default=MARKS, help="the project's own marks")
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--fork", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--head-rate", type=float, default=1.5e-3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=3)
    return parser.parse_args()


def main() -> None:
    """Run the training."""
    args = arguments()
    torch.set_num_threads(args.threads)
    reports = lines(args.data / "reports" / "reports.jsonl") + own_reports(args.data, args.marks)
    documents = read_reports(reports, args.base, args.fork)
    held = documents[::HELD]
    kept = [d for i, d in enumerate(documents) if i % HELD]
    labels = collect(kept)
    print(f"{len(kept)} reports, {len(held)} left out", flush=True)
    print(f"{len(labels.paths)} paths, {len(labels.cases)} prepositions, {len(labels.deps)} relations", flush=True)

    torch.manual_seed(args.seed)
    branch = Branch(args.fork, labels)
    branch.load_encoder(onnx.load(args.base))
    if args.after is not None:
        weights = torch.load(args.after, map_location="cpu", weights_only=False)["weights"]
        branch.load_state_dict({k: v for k, v in weights.items() if k != LEANING})
    branch.eval()
    print(f"off the graph by {off_graph(branch, collate(held[:1], labels)):.3f}", flush=True)
    started = time.monotonic()
    for number, found in enumerate(train(branch, kept, args), 1):
        row = " ".join(f"{k} {v:.3f}" for k, v in found.items())
        print(f"epoch {number} {time.monotonic() - started:.0f}s {row}", flush=True)

    print("left out:", shown(measure(branch, held)))
    table = leaning(kept)
    calibration = calibrate(branch, held, table)
    print("calibration", calibration)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    trained = branch.checkpoint(calibration)
    trained["weights"][LEANING] = table
    torch.save(trained, args.out)


if __name__ == "__main__":
    main()
