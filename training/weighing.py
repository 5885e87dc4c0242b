"""Fit the weighings: ``python -m training.weighing --data ../shared/data/train``.

Reads marked reports that the shipped weights were not trained on (every twelfth, and those of ``marks/left.jsonl``),
stage by stage as they are read, and fits what is weighed at each (:mod:`communique.reading.engagements.weighing`):
where an engagement stands, which drafts are one, which are recorded, how sure they are. Logistic regressions with a
ridge. Prints how much is found from a threshold, each fifth of the reports judged by weights fitted on the rest.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from communique.intake.report import report_from_text
from communique.reading.engagements import admission, joining, judging, weighing
from communique.reading.engagements.drafts import Draft
from communique.reading.engagements.joining import Pair
from communique.reading.engagements.make import drafted
from communique.reading.engagements.tellings import FAMILIES
from communique.reading.engagements.weighing import Features
from communique.reading.lexicon import lexicon
from communique.reading.page.tree import Tree
from communique.reading.read import parsed, staged
from training.acts_data import SURE, UNSURE, head_in
from training.acts_marks import LEFT, divided, own_reports
from training.acts_network import STATUS

TARGET = Path("src/communique/data/weights.json")

RIDGE = {"joining": 1.0, "status": 2.0, "admission": 3.0}
STAGES = ("leaning", "plain", *RIDGE)
FOLDS = 5
SHARED = {"model": 1.0, "leaning": 0.8}
"""What speaks for one status, and is worth the same for each; not fitted, since rare statuses are too few to say."""

DRAWN = 8
"""Words of no opinion that every row of the leaning is mixed with."""

FEW = 5
"""Words that are too few to say how often grammar is right for a sort of engagements."""

PLAIN = 0.75
"""How often what the grammar right at the word says must be right, to decide alone."""

Weights = dict[str, dict[str, float]]


@dataclass
class Case:
    """A report that was left out of training.

    Attributes:
        tree: its trees.
        pairs: its drafts, after the stages that were fitted so far.
        marks: what its reader marked.
        published: its day.
    """

    tree: Tree
    pairs: list[Pair]
    marks: Sequence[Mapping[str, Any]]
    published: Any
    met: dict[int, Mapping[str, Any]] = field(default_factory=dict)

    def match(self) -> None:
        """Meet every draft with a mark of its family at most, each mark once, most words in common first."""
        common = [
            (_common(draft.spans, mark), -k, -i)
            for i, (draft, telling) in enumerate(self.pairs)
            for k, mark in enumerate(self.marks)
            if FAMILIES[mark["kind"]] == FAMILIES[telling.kind]
        ]
        self.met = {}
        taken = set()
        for count, k, i in sorted(common, reverse=True):
            if count and -k not in taken and -i not in self.met:
                self.met[-i] = self.marks[-k]
                taken.add(-k)


def _spans(mark: Mapping[str, Any]) -> list[tuple[int, int]]:
    return [m["span"] for m in (mark["trigger"], *mark["also"]) if m.get("span")]


def _common(spans: Sequence[tuple[int, int]], mark: Mapping[str, Any]) -> int:
    return sum(a < end and start < b for a, b in spans for start, end in _spans(mark))


def read_case(report: Mapping[str, Any]) -> Case:
    """Read a report up to its drafts."""
    scene = staged(report_from_text(report["text"], published=report.get("published") or None)).scene
    return Case(scene.tree, drafted(scene, lexicon())[1], report["engagements"], scene.published)


def logistic(rows: Sequence[Features], right: Sequence[float], ridge: float) -> dict[str, float]:
    """Return the weights of a logistic regression."""
    names, x = _matrix(rows)
    y = torch.tensor(right, dtype=torch.double)
    (w,) = _fit([torch.zeros(len(names), dtype=torch.double)], lambda w: _entropy(x @ w[0], y), ridge)
    return {n: round(float(v), 4) for n, v in zip(names, w, strict=True)}


def _entropy(scores: Tensor, y: Tensor) -> Tensor:
    return torch.nn.functional.binary_cross_entropy_with_logits(scores, y, reduction="sum")


def choices(
    rows: Sequence[Features], fixed: Sequence[Sequence[float]], right: Sequence[str], weight: Sequence[float]
) -> Weights:
    """Return the weights of every status, beside those of :data:`SHARED`, whose sums each row has in ``fixed``."""
    names, x = _matrix(rows)
    given = torch.tensor(fixed, dtype=torch.double)
    gold = torch.tensor([STATUS.index(s) for s in right])
    shares = torch.tensor(weight, dtype=torch.double)
    start = [torch.zeros(len(names), len(STATUS), dtype=torch.double)]

    def loss(w: Sequence[Tensor]) -> Tensor:
        return (torch.nn.functional.cross_entropy(given + x @ w[0], gold, reduction="none") * shares).sum()

    (own,) = _fit(start, loss, RIDGE["status"])
    columns = {s: dict(zip(names, own[:, i].tolist(), strict=True)) for i, s in enumerate(STATUS)}
    return {s: SHARED | {k: round(v, 4) for k, v in c.items()} for s, c in columns.items()}


def _matrix(rows: Sequence[Features]) -> tuple[list[str], Tensor]:
    names = ["1", *sorted({n for row in rows for n in row})]
    at = {n: i for i, n in enumerate(names)}
    x = torch.zeros(len(rows), len(names), dtype=torch.double)
    x[:, 0] = 1
    for k, row in enumerate(rows):
        for name, value in row.items():
            x[k, at[name]] = value
    return names, x


def _fit(start: Sequence[Tensor], loss: Callable[[Sequence[Tensor]], Tensor], ridge: float) -> list[Tensor]:
    """Minimise a loss and the ridge, which leaves the base alone."""
    weights = [w.clone().requires_grad_() for w in start]
    optimizer = torch.optim.LBFGS(weights, max_iter=200, line_search_fn="strong_wolfe")

    def step() -> Tensor:
        optimizer.zero_grad()
        total = loss(weights) + ridge / 2 * sum(((w - s)[1:] ** 2).sum() for w, s in zip(weights, start, strict=True))
        total.backward()
        return total

    optimizer.step(step)
    return [w.detach() for w in weights]


def fit_status(cases: Sequence[Case]) -> Weights:
    """Fit where an engagement stands, on drafts that meet a mark and of which grammar alone does not decide."""
    shared = weighing.Weighing(SHARED)
    rows, fixed, right, weight = [], [], [], []
    for case in cases:
        case.match()
        for i, mark in case.met.items():
            draft, telling = case.pairs[i]
            if judging.by_grammar(telling):
                continue
            rows.append(judging.evidence(draft, telling, case.published))
            fixed.append([shared.score(judging.for_status(telling, s)) for s in STATUS])
            right.append(mark["status"])
            weight.append(SURE if mark["sure"] else UNSURE)
    return choices(rows, fixed, right, weight)


def fit_joining(cases: Sequence[Case]) -> Weights:
    """Fit which drafts are one: pairs of which at least one meets a mark in its own words."""
    rows, right = [], []
    for case in cases:
        marks = [_mark_of(case, draft, telling.kind) for draft, telling in case.pairs]
        for k, later in enumerate(case.pairs):
            for i, earlier in enumerate(case.pairs[:k]):
                if (marks[i], marks[k]) != (None, None) and joining.comparable(earlier[1], later[1]):
                    rows.append(joining.likeness(case.tree, earlier, later))
                    right.append(float(marks[i] == marks[k]))
    return {"same": logistic(rows, right, RIDGE["joining"])}


def _mark_of(case: Case, draft: Draft, kind: str) -> int | None:
    family = FAMILIES[kind]
    found = [
        (FAMILIES[mark["kind"]] == family, _common([draft.own, *draft.spans[1:]], mark), -k)
        for k, mark in enumerate(case.marks)
    ]
    met = [f for f in found if f[1]]
    return -max(met)[2] if met else None


def fit_admission(cases: Sequence[Case]) -> Weights:
    """Fit which drafts are engagements, and which of them have the right status too; unsure marks have no say."""
    rows, told, right = [], [], []
    for case in cases:
        case.match()
        for i, (draft, _, found) in enumerate(admission.supported(case.pairs)):
            mark = case.met.get(i)
            if mark is None or mark["sure"]:
                rows.append(found)
                told.append(float(mark is not None))
                right.append(float(mark is not None and mark["status"] == draft.status.value))
    return {"told": logistic(rows, told, RIDGE["admission"]), "right": logistic(rows, right, RIDGE["admission"])}


def fit_rules(reports: Sequence[Mapping[str, Any]]) -> tuple[Weights, Weights]:
    """Return what the rules' status says of each status: the leaning, and what the grammar right at the word decides.

    The leaning is how much likelier a status is, in log, among the marked words of meetings and visits of which the
    rules say so than among all; each row is drawn to nothing by :data:`DRAWN` more words. Where the grammar right at
    the word decides, its row holds the log chances of each status. The model has no say in either, so that reports it
    was trained on may have one.
    """
    count = {rules: Counter[str]() for rules in STATUS}
    plain: dict[tuple[str, str], Counter[str]] = {}
    for report in reports:
        parse = parsed(report_from_text(report["text"], published=report.get("published") or None))
        for mark in report["engagements"]:
            token = head_in(parse.tree, *mark["trigger"]["span"]) if mark["trigger"].get("span") else None
            if token is None or not mark["sure"]:
                continue
            verdict = parse.judge.verdict(token)
            if FAMILIES[mark["kind"]] in judging.MEETINGS:
                count[verdict.status.value][mark["status"]] += 1
            if verdict.plain:
                row = verdict.status.value, judging.sort_of(mark["kind"])
                plain.setdefault(row, Counter())[mark["status"]] += 1
    return leaning(count), deciding(plain)


def deciding(plain: Mapping[tuple[str, str], Counter[str]]) -> Weights:
    """Return the rows of what the grammar says that are right often enough, one more word of another status thought of.

    What was seen of fewer than :data:`FEW` meetings is counted with deeds, and the other way round.
    """
    out = {}
    for status in STATUS:
        both = sum((plain.get((status, sort), Counter[str]()) for sort in judging.ACTS), Counter[str]())
        for sort in judging.ACTS:
            own = plain.get((status, sort), Counter[str]())
            seen = own if own.total() >= FEW else both
            if seen[status] >= PLAIN * (seen.total() + 1):
                out[judging.plainly(status, sort)] = chances(seen)
    return out


def chances(seen: Counter[str]) -> dict[str, float]:
    """Return log chances from counts; one word of no opinion is shared by all."""
    return {s: round(math.log((seen[s] + 1 / len(STATUS)) / (seen.total() + 1)), 4) for s in STATUS}


def leaning(count: Mapping[str, Counter[str]]) -> Weights:
    """Return how much likelier, in log, each status is where the rules say a status."""
    total = sum((Counter(c) for c in count.values()), Counter[str]())
    share = {s: (total[s] + 1) / (total.total() + len(STATUS)) for s in STATUS}

    def log_share(seen: Counter[str], status: str) -> float:
        more = (seen[status] + DRAWN * share[status]) / ((seen.total() + DRAWN) * share[status])
        return round(math.log(more), 4)

    return {rules: {s: log_share(seen, s) for s in STATUS} for rules, seen in count.items()}


def use(name: str, weights: Weights) -> None:
    """Let the reading weigh with these weights."""
    weighing.weighings(name).clear()
    weighing.weighings(name).update({k: weighing.Weighing(v) for k, v in weights.items()})


def judge(cases: Sequence[Case]) -> None:
    """Give all drafts their status."""
    for case in cases:
        case.pairs = [(judging.judged(draft, telling, case.published), telling) for draft, telling in case.pairs]


def scores(cases: Sequence[Case], threshold: float) -> Counter[str]:
    """Count what is found where drafts are admitted from a threshold."""
    count: Counter[str] = Counter()
    for case in cases:
        chance = weighing.weighings("admission")["told"].chance
        kept = [(d, t) for d, t, found in admission.supported(case.pairs) if chance(found) >= threshold]
        one = Case(case.tree, kept, case.marks, case.published)
        one.match()
        count["asked"] += sum(m["sure"] for m in case.marks)
        for i, (draft, _) in enumerate(kept):
            mark = one.met.get(i)
            if mark is None or mark["sure"]:
                held = mark is not None and mark["status"] in ("held", "ongoing")
                count.update(told=1, found=int(mark is not None), deeds=int(draft.is_deed))
                count["status"] += mark is not None and mark["status"] == draft.status.value
                count["false"] += draft.is_deed and not held
    return count


def shown(count: Counter[str]) -> str:
    """Return scores in one line, in per cent."""
    told, asked = max(1, count["told"]), max(1, count["asked"])
    found, status = (200 * count[k] / (told + asked) for k in ("found", "status"))
    p, r = 100 * count["found"] / told, 100 * count["found"] / asked
    false = 100 * count["false"] / max(1, count["deeds"])
    return f"P {p:.1f} R {r:.1f} found {found:.1f} status {status:.1f} false deeds {false:.1f} %"


def main() -> None:
    """Fit all stages and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/train"))
    args = parser.parse_args()
    weights: dict[str, Weights] = {}
    known = json.loads(TARGET.read_text(encoding="utf-8")) if TARGET.exists() else {}
    TARGET.write_text(json.dumps({k: known.get(k, {}) for k in STAGES}), encoding="utf-8")
    trained, left = divided(args.data)
    cases = [read_case(r) for r in (*left, *own_reports(args.data, LEFT))]
    weights["leaning"], weights["plain"] = fit_rules(trained)
    use("leaning", weights["leaning"])
    use("plain", weights["plain"])
    weights["status"] = fit_status(cases)
    use("status", weights["status"])
    judge(cases)
    weights["joining"] = fit_joining(cases)
    use("joining", weights["joining"])
    for case in cases:
        case.pairs, _ = joining.joined(case.tree, case.pairs)
    weights["admission"] = fit_admission(cases)
    for threshold in (0.25, 0.3, 0.35, 0.4, 0.45, 0.5):
        count: Counter[str] = Counter()
        for fold in range(FOLDS):
            use("admission", fit_admission([c for i, c in enumerate(cases) if i % FOLDS != fold]))
            count += scores(cases[fold::FOLDS], threshold)
        print(f"admitted from {threshold}: {shown(count)}", flush=True)
    text = json.dumps(weights, indent=1, sort_keys=True, ensure_ascii=False)
    TARGET.write_text(text + "\n", encoding="utf-8")
    print(f"{TARGET}: {sum(len(v) for w in weights.values() for v in w.values())} weights of {len(cases)} reports")


if __name__ == "__main__":
    main()
