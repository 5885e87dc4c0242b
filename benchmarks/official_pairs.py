"""Persons of official tables and of reports, who is who: ``python -m benchmarks.official_pairs [--errors]``.

200 pairs (``benchmarks/gold/official_pairs.jsonl``): on one side a person as a table of the Office of the Historian has
them, with the office and the day of a row; on the other as a report of some day could. Half are one person. What the
ledger's own comparison says is counted: the same, unsure (kept apart, and asked of people), another. Precision and
recall are of what it joins.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from benchmarks.resolution import compare_actors
from communique.ledger.resolution.likeness import Verdict

GOLD = Path(__file__).parent / "gold" / "official_pairs.jsonl"


def main() -> None:
    """Compare, count, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="print every pair that is wrong or unsure")
    options = parser.parse_args()
    counts = Counter[tuple[bool, Verdict]]()
    for row in map(json.loads, GOLD.read_text("utf-8").splitlines()):
        found = compare_actors(row)
        counts[row["same"], found.verdict] += 1
        if options.errors and (found.verdict is Verdict.SAME) != row["same"]:
            sides = (
                f"{x['name']} ({', '.join(r['title'] for r in x['roles'])}, {x['published']})"
                for x in (row["a"], row["b"])
            )
            print(f"  {row['id']} {' / '.join(sides)} [{row['note']}]: {found.verdict}, {found.why}")
    for same, name in ((True, "one person"), (False, "two persons")):
        told = {verdict: counts[same, verdict] for verdict in (Verdict.SAME, Verdict.UNSURE, Verdict.DIFFERENT)}
        print(f"{name:12} {sum(told.values()):4}  same {told[Verdict.SAME]:3}  unsure {told[Verdict.UNSURE]:3}  "
              f"another {told[Verdict.DIFFERENT]:3}")  # fmt: skip
    hits, wrong = counts[True, Verdict.SAME], counts[False, Verdict.SAME]
    pairs = sum(n for (same, _), n in counts.items() if same)
    print(f"joined: P {100 * hits / max(1, hits + wrong):.1f}  R {100 * hits / max(1, pairs):.1f}")


if __name__ == "__main__":
    main()
