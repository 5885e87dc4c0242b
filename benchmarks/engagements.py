"""The record of real reports: ``python benchmarks/engagements.py ../shared/data/dev/reports/reports.jsonl``.

Reads the marked reports and scores the records with the scorer that lies beside the data
(``../shared/annotation/score.py``), for all kinds and for consultations alone, beside what readers reach with each
other and what the rules reached before engagements were learned. Then says how far ``confidence`` holds: of the
engagements told with a chance between two bounds, how many are told by the reader too, with the same status
(``--plot FILE.svg`` draws it; needs the dependency group ``benchmarks``).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from communique.intake import report_from_text
from communique.reading.engagements.tellings import FAMILIES
from communique.reading.read import read
from communique.records import as_json

SCORER = Path("../shared/annotation/score.py")
CONSULTATIONS = frozenset(
    "meeting summit talks visit call mediation interview letter message invitation signing".split()
)
DEEDS = frozenset({"held", "ongoing"})
REFERENCES = """two readers with each other         found 87-91, status the same, parties 86-89, day and country 82-85
rules before (these reports)        found 47.7   status 36.1   parties 31.3   placed 20.0   false deeds 37.3 %
UniversalPetrarch (other reports)   found 31.5   status 20.8   parties 14.7   placed  5.7   false deeds 73 %
asked (other reports)               found 65     status 57     parties 48     placed 33     false deeds 22 %
asked of consultations              found 78     status 70     parties 62"""

Row = dict[str, Any]


def load(path: Path) -> list[Row]:
    """Return the marked reports."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def record_of(row: Row) -> Row:
    """Return the record of a marked report, under the report's own id."""
    found = as_json(read(report_from_text(row["text"], published=row.get("published"))))
    found["report"]["id"] = row["id"]
    return dict(found)


def only(rows: list[Row], kinds: frozenset[str]) -> list[Row]:
    """Return reports, or records, with only the engagements of some kinds."""
    return [{**r, "engagements": [e for e in r["engagements"] if e["kind"] in kinds]} for r in rows]


def score(gold: list[Row], records: list[Row]) -> str:
    """Return what the scorer prints."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("gold.jsonl", "records.jsonl")]
        for path, rows in zip(paths, (gold, records), strict=True):
            path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
        command = [sys.executable, str(SCORER), *map(str, paths)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def outcomes(gold: list[Row], records: list[Row]) -> list[tuple[float, bool]]:
    """Return for every engagement told its confidence, and whether a reader marked it with that status.

    What meets only a mark that its reader was not sure of is left out.
    """
    out = []
    for marked, record in zip(gold, records, strict=True):
        for engagement in record["engagements"]:
            met = [m for m in marked["engagements"] if _meets(m, engagement)]
            if any(m["sure"] for m in met) or not met:
                right = any(m["sure"] and _same(m["status"], engagement["status"]) for m in met)
                out.append((engagement["confidence"], right))
    return out


def _meets(mark: Row, engagement: Row) -> bool:
    spans = [m["span"] for m in (mark["trigger"], *mark["also"]) if m.get("span")]
    hit = any(e["start"] < b and a < e["end"] for e in engagement["evidence"] for a, b in spans)
    return hit and FAMILIES[mark["kind"]] == FAMILIES[engagement["kind"]]


def _same(one: str, other: str) -> bool:
    return one == other or {one, other} <= DEEDS


def reliability(rows: list[tuple[float, bool]], steps: int = 5) -> list[tuple[float, float, int]]:
    """Return mean confidence, share right and count of each step from 0 to 1 that has any."""
    out = []
    for k in range(steps):
        inside = [r for r in rows if k / steps <= r[0] < (k + 1) / steps or (k == steps - 1 and r[0] == 1)]
        if inside:
            n = len(inside)
            out.append((sum(c for c, _ in inside) / n, sum(right for _, right in inside) / n, n))
    return out


def plot(rows: list[tuple[float, float, int]], path: Path) -> None:
    """Draw confidence against the share that is right."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(4, 4))
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    axes.plot([c for c, _, _ in rows], [r for _, r, _ in rows], marker="o")
    axes.set(xlabel="confidence", ylabel="share right", xlim=(0, 1), ylim=(0, 1), title="Engagements, development part")
    figure.tight_layout()
    figure.savefig(path)


def main() -> None:
    """Read, score, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--plot", type=Path)
    args = parser.parse_args()
    gold = load(args.gold)
    records = [record_of(row) for row in gold]
    print(score(gold, records))
    print("consultations alone")
    print(score(only(gold, CONSULTATIONS), only(records, CONSULTATIONS)))
    print(REFERENCES)
    steps = reliability(outcomes(gold, records))
    print("\nconfidence   right   engagements")
    for mean, right, n in steps:
        print(f"  {mean:.2f}       {right:.2f}    {n}")
    if args.plot:
        plot(steps, args.plot)


if __name__ == "__main__":
    main()
