"""Measure event coding with the pair given: PLOVER roots and quad classes against hand-coded sentences.

    python benchmarks/events.py SET.tsv ... [--errors N] [--root X]

A set is a table divided by tabs with the columns ``sentence``, ``source``, ``target``, ``gold_root`` (YIELD is
CONCEDE or RETREAT) and ``gold_penta`` (the quad class as a number: 1 verbal and 2 material cooperation, 3 verbal
and 4 material conflict). Macro-F1 is the mean over the roots, or quad classes, that the set holds; a pair without
an answer counts as missed. The quad of an answer is that of its root: AGREE, CONSULT, SUPPORT 1; COOPERATE, AID,
YIELD 2; REQUEST, ACCUSE, REJECT, THREATEN 3; the others 4.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from communique.reading.pairs import Coded, code_tree, read_tree

REFERENCES = {
    "plv_train": "aim 80 / 88; no training: ZSP tree 74 / -",
    "plv_test": "no training: ZSP tree 81.5 / 88.8, GPT-4 61.5, UniversalPetrarch 46.3; "
    "trained on PLV: ConfliBERT 86.7",
}
"""Published root and quad macro-F1 (reported), by the beginning of a file's name."""
QUAD = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), "1"),
    **dict.fromkeys(("COOPERATE", "AID", "YIELD"), "2"),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "3"),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "4"),
}
NONE = "-"


@dataclass(frozen=True, slots=True)
class Case:
    """One pair: what the set says, and what was found."""

    row: dict[str, str]
    found: Coded

    @property
    def root(self) -> str:
        """The root found, in the set's terms."""
        root = self.found.plover.type if self.found.plover else NONE
        return "YIELD" if root in ("CONCEDE", "RETREAT") else root or NONE


def macro(pairs: Sequence[tuple[str, str]]) -> tuple[float, dict[str, tuple[float, float, float, int]]]:
    """Return the macro-F1 of (gold, found) pairs, and precision, recall, F1 and count of each class."""
    gold, found = Counter(g for g, _ in pairs), Counter(f for _, f in pairs)
    hits = Counter(g for g, f in pairs if g == f)
    rows = {}
    for name in sorted(gold):
        p, r = hits[name] / max(1, found[name]), hits[name] / gold[name]
        rows[name] = (p, r, 2 * p * r / (p + r) if hits[name] else 0.0, gold[name])
    return sum(row[2] for row in rows.values()) / max(1, len(rows)), rows


def measure(path: Path) -> tuple[list[Case], float]:
    """Code every pair of a set; return the cases and the seconds it took, model and all."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    read_tree("The model is loaded before the clock starts.")
    began = time.perf_counter()
    cases = [Case(row, code_tree(read_tree(row["sentence"]), row["source"], row["target"])) for row in rows]
    return cases, time.perf_counter() - began


def show(name: str, cases: Sequence[Case], seconds: float) -> None:
    """Print the figures of one set."""
    roots = [(c.row["gold_root"], c.root) for c in cases]
    quads = [(c.row["gold_penta"], QUAD.get(c.root, NONE)) for c in cases]
    score, rows = macro(roots)
    quad, _ = macro(quads)
    right = sum(g == f for g, f in roots)
    print(f"{name}: {len(cases)} pairs, {len(cases) / max(seconds, 1e-9):,.0f} sentences a second")
    accuracy, unanswered = 100 * right / max(1, len(cases)), sum(f == NONE for _, f in roots)
    print(f"  root macro-F1 {100 * score:5.1f}   quad macro-F1 {100 * quad:5.1f}   accuracy {accuracy:5.1f}")
    print(f"  without an answer: {unanswered}")
    for start, text in REFERENCES.items():
        if name.startswith(start):
            print(f"  references: {text}")
    for root, (p, r, f1, n) in rows.items():
        print(f"  {root:10} P {100 * p:5.1f}  R {100 * r:5.1f}  F1 {100 * f1:5.1f}  ({n})")


def show_errors(cases: Sequence[Case], most: int, root: str | None) -> None:
    """Print up to ``most`` wrong answers, those with ``root`` as gold or answer where it is given."""
    wrong = [c for c in cases if c.row["gold_root"] != c.root and root in (None, c.row["gold_root"], c.root)]
    for case in wrong[:most]:
        row = case.row
        print(f"\n  {row['gold_root']} read as {case.root}: {row['source']} -> {row['target']}")
        print(f"    {row['sentence']}\n    {case.found.why}")


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--errors", type=int, default=0, help="print N wrong answers of each set")
    parser.add_argument("--root", help="only wrong answers with this root, as gold or as answer")
    options = parser.parse_args()
    for path in options.sets:
        cases, seconds = measure(path)
        show(path.name, cases, seconds)
        show_errors(cases, options.errors, options.root)


if __name__ == "__main__":
    main()
