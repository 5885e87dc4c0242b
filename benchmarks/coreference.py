"""Score which mentions are told of one engagement: B-cubed on the samples, ``python benchmarks/coreference.py``.

    python benchmarks/coreference.py [--gold benchmarks/gold/engagements.jsonl] [--named] [--errors] [--check]

The gold mentions are given as triggers; the reader is not told of them. A gold mention belongs to the engagement
of the record of which a piece of evidence covers its trigger. Evidence is a clause, so several engagements may lay
claim to one trigger: of those the one that is of the cluster's kind, else of a kind that may name the same thing
(a meeting, a visit, talks), with the shortest evidence is taken; where none is of such a kind the mention is not
found. Engagements that tie are taken in turn, in the order of the text. A long clause may so be found to hold a
trigger that the reader never saw ("met on the eve of the summit"): with ``--named`` an engagement lays claim to a
trigger only if its ``why`` names the word too.

B-cubed (Bagga & Baldwin 1998) is printed three ways: over all mentions, those not found each alone in a cluster of
its own; over all, those not found counting nothing; and over the found ones only. The first gives a mention that
is alone in the gold set its due even where it was not found. Precision is over found mentions throughout.
MUC (Vilain and others, 1995) counts links. Mentions that the record has beyond the gold ones are not judged.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from communique.intake import report_from_text
from communique.reading.read import read
from communique.records import Engagement, Record

GOLD = Path(__file__).parent / "gold" / "engagements.jsonl"
FAMILIES = (
    ("meeting", "visit", "talks", "summit", "call"),
    ("agreement", "signing"),
    ("support", "recognition"),
    ("criticism", "accusation"),
    ("letter", "message"),
)
"""Kinds of which the one may be the other's name."""
TRIGGERS = re.compile(r"^sense '[^']*' of '([^']*)'|; also '([^']*)'")
"""The words in ``why`` that an engagement was read from."""
FAMILY = {kind: family[0] for family in FAMILIES for kind in family}


@dataclass(frozen=True, slots=True)
class Mention:
    """A trigger of the gold set: the cluster it is of, and the engagement it was found in, if any."""

    start: int
    end: int
    report: str
    kind: str
    label: str
    word: str
    found: str | None

    @property
    def gold(self) -> tuple[str, str]:
        """The gold cluster, of all reports."""
        return self.report, self.label

    @property
    def alone(self) -> tuple[str, str]:
        """The system's cluster, of all reports: that of an engagement, or one for this mention only."""
        return self.report, self.found or f"at {self.start}"


def records() -> dict[str, Record]:
    """Read every sample report."""
    folder = resources.files("communique.samples")
    out = {}
    for entry in json.loads((folder / "index.json").read_text("utf-8")):
        text = (folder / entry["file"]).read_text("utf-8")
        out[entry["id"]] = read(report_from_text(text, published=entry["published"], id=entry["id"]))
    return out


def named(engagement: Engagement) -> set[str]:
    """Return the words that an engagement says it was read from."""
    return {word for pair in TRIGGERS.findall(engagement.why) for words in pair for word in words.split()}


def claims(engagements: Iterable[Engagement], start: int, end: int, kind: str) -> list[str]:
    """Return the engagements that claim a trigger, the best only: several where they tie."""
    ranked: dict[tuple[bool, int], list[str]] = defaultdict(list)
    for e in engagements:
        if FAMILY.get(e.kind, e.kind) != FAMILY.get(kind, kind):
            continue
        lengths = [v.end - v.start for v in e.evidence if v.start <= start and end <= v.end]
        if lengths:
            ranked[e.kind != kind, min(lengths)].append(e.id)
    return ranked[min(ranked)] if ranked else []


def align(line: dict[str, object], record: Record, strict: bool = False) -> list[Mention]:
    """Return the gold mentions of a report, each with the engagement it was found in."""
    clusters = line["clusters"]
    assert isinstance(clusters, list)
    out: list[Mention] = []
    taken: Counter[str] = Counter()
    owner: dict[str, str] = {}
    for start, end, k in sorted((a, b, k) for k, c in enumerate(clusters) for a, b in c["mentions"]):
        kind, label, word = clusters[k]["kind"], clusters[k]["label"], record.report.text[start:end]
        able = [e for e in record.engagements if not strict or word in named(e)]
        tied = claims(able, start, end, kind)
        mine = [e for e in tied if owner.get(e) == label]
        best = min(mine or tied, key=lambda e: (taken[e], tied.index(e)), default=None)
        if best is not None:
            taken[best] += 1
            owner.setdefault(best, label)
        out.append(Mention(start, end, record.report.id, kind, label, word, best))
    return out


def b_cubed(mentions: Sequence[Mention], lost: float | None = None) -> tuple[float, float]:
    """Return B-cubed precision and recall; ``lost`` is the recall of a mention not found, else it is alone."""
    gold, system = Counter(m.gold for m in mentions), Counter(m.alone for m in mentions)
    both = Counter((m.gold, m.alone) for m in mentions)
    found = [m for m in mentions if m.found]
    precision = sum(both[m.gold, m.alone] / system[m.alone] for m in found) / max(1, len(found))
    shares = [both[m.gold, m.alone] / gold[m.gold] if m.found or lost is None else lost for m in mentions]
    return precision, sum(shares) / max(1, len(mentions))


def muc(mentions: Sequence[Mention]) -> tuple[float, float]:
    """Return MUC precision and recall, a mention not found being alone."""

    def links(pairs: Iterable[tuple[object, object]]) -> float:
        parts: dict[object, set[object]] = defaultdict(set)
        size: Counter[object] = Counter()
        for whole, part in pairs:
            parts[whole].add(part)
            size[whole] += 1
        return sum(size[k] - len(parts[k]) for k in size) / max(1, sum(n - 1 for n in size.values()))

    return links((m.alone, m.gold) for m in mentions), links((m.gold, m.alone) for m in mentions)


def row(name: str, scores: tuple[float, float]) -> str:
    """Return a line of precision, recall and F1 in per cent."""
    p, r = scores
    return f"  {name:38} P {100 * p:5.1f} R {100 * r:5.1f} F1 {200 * p * r / max(1e-9, p + r):5.1f}"


def show(mentions: Sequence[Mention]) -> None:
    """Print the figures."""
    sizes = Counter(m.gold for m in mentions)
    found = [m for m in mentions if m.found]
    several = [m for m in mentions if sizes[m.gold] > 1]
    print(f"{len(mentions)} mentions, {len(sizes)} clusters, {sum(n > 1 for n in sizes.values())} of two or more")
    for name, of in (("all", mentions), ("of clusters of two or more", several)):
        n = sum(m.found is not None for m in of)
        print(f"  found, {name}: {n} of {len(of)}, {100 * n / max(1, len(of)):.1f} %")
    print(row("B-cubed, not found: alone", b_cubed(mentions)))
    print(row("B-cubed, not found: nothing", b_cubed(mentions, 0.0)))
    print(row("B-cubed, found only", b_cubed(found)))
    print(row("B-cubed, found only, two or more", b_cubed([m for m in found if sizes[m.gold] > 1])))
    print(row("MUC, not found: alone", muc(mentions)))
    print(row("MUC, found only", muc(found)))
    share = sum(1 / sizes[m.gold] for m in mentions) / max(1, len(mentions))
    print(row("for comparison, every mention alone", (1.0, share)))


def errors(mentions: Sequence[Mention]) -> None:
    """Print the clusters that were split, and the engagements that hold more than one cluster, by report."""
    for report in dict.fromkeys(m.report for m in mentions):
        gold: dict[str, list[Mention]] = defaultdict(list)
        system: dict[str, list[Mention]] = defaultdict(list)
        for m in mentions:
            if m.report == report:
                gold[m.label].append(m)
                system[m.found or ""].append(m)
        lost = " ".join(f"{m.word}:{m.start}({m.kind})" for m in system.pop("", []))
        print(f"{report}\n  not found: {lost}" if lost else report)
        for label, members in gold.items():
            if len({m.found for m in members if m.found}) > 1:
                print(f"  split  {label}: " + " ".join(f"{m.word}:{m.start}={m.found or '-'}" for m in members))
        for id, members in system.items():
            if len({m.label for m in members}) > 1:
                print(f"  merged {id}: " + " | ".join(f"{m.word}:{m.start} [{m.label}]" for m in members))


def check(lines: Sequence[dict[str, object]], read_: dict[str, Record]) -> list[str]:
    """Return what is wrong with the gold set: bad offsets, triggers of two words, spans and labels used twice."""
    wrong = [f"no line for {id}" for id in read_.keys() - {line["id"] for line in lines}]
    for line in lines:
        clusters, text = line["clusters"], read_[str(line["id"])].report.text
        assert isinstance(clusters, list)
        spans = Counter((a, b) for c in clusters for a, b in c["mentions"])
        labels = Counter(c["label"] for c in clusters)
        wrong += [f"{line['id']}: {span} is in {n} clusters" for span, n in spans.items() if n > 1]
        wrong += [f"{line['id']}: two clusters are called {label}" for label, n in labels.items() if n > 1]
        wrong += [f"{line['id']}: empty cluster {c['label']}" for c in clusters if not c["mentions"]]
        for a, b in spans:
            if not (0 <= a < b <= len(text) and text[a:b].isalpha()) or text[a - 1 : a].isalpha() or text[b].isalpha():
                wrong.append(f"{line['id']}: {a}..{b} is no one word: {text[a:b]!r}")
    return wrong


def main() -> None:
    """Score the sample reports."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--named", action="store_true", help="take only triggers that the record names")
    parser.add_argument("--errors", action="store_true", help="print split and merged clusters by report")
    parser.add_argument("--check", action="store_true", help="only see whether the gold set is sound")
    options = parser.parse_args()
    lines = [json.loads(line) for line in options.gold.read_text("utf-8").splitlines() if line.strip()]
    found = records()
    if options.check:
        wrong = check(lines, found)
        print("\n".join(wrong) or f"{len(lines)} reports, nothing wrong")
        raise SystemExit(bool(wrong))
    mentions = [m for line in lines for m in align(line, found[str(line["id"])], options.named)]
    if options.errors:
        errors(mentions)
    show(mentions)


if __name__ == "__main__":
    main()
