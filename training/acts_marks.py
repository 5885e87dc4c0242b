"""The project's own marks of engagements, kept without the texts: ``python -m training.acts_marks``.

A mark says where something stands, never what stands there; the texts are in the data. Without options the marks are
checked against the texts and counted. ``--add FILE`` keeps marked reports (as in ``reports.jsonl``) as marks.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

MARKS = Path(__file__).parent / "marks" / "marks.jsonl"
LEFT = MARKS.with_name("left.jsonl")
"""Marks that no model is trained on: what is weighed is fitted on them (:mod:`training.weighing`)."""

REPORTS, TEXTS = Path("reports/reports.jsonl"), Path("reports/unmarked.jsonl")

HELD = 12
"""One marked report in so many is left out of training: for scores, and for :mod:`training.weighing`."""

Entry = dict[str, Any]
Span = tuple[int, int]


def lines(path: Path) -> list[Entry]:
    """Return the objects of a file of JSON Lines."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def nearest(text: str, words: str, to: int) -> Span | None:
    """Return the occurrence of words that begins nearest to an offset; of two as near, the first."""
    starts = []
    start = text.find(words) if words else -1
    while start >= 0:
        starts.append(start)
        start = text.find(words, start + 1)
    if not starts:
        return None
    best = min(starts, key=lambda s: abs(s - to))
    return best, best + len(words)


def bare(report: Mapping[str, Any], text: str) -> Entry:
    """Return the marks of a marked report, without its words."""
    engagements = [_bare(e, text) for e in report["engagements"]]
    return {"id": report["id"], "sha256": digest(text), "engagements": engagements}


def _bare(e: Mapping[str, Any], text: str) -> Entry:
    time, place, start = e["time"], e["place"], e["trigger"]["span"][0]
    return {
        **{k: e[k] for k in ("id", "kind", "status", "scope", "sure")},
        "trigger": e["trigger"]["span"],
        "also": [m["span"] for m in e["also"]],
        "participants": [{"part": p["part"], "span": p.get("span")} for p in e["participants"]],
        "time": time and {"span": nearest(text, time["words"], start), "edtf": time["edtf"]},
        "place": place and {"span": nearest(text, place["words"], start), "country": place["country"]},
        "about": e["about"],
    }


def joined(marks: Iterable[Mapping[str, Any]], texts: Iterable[Mapping[str, Any]]) -> list[Entry]:
    """Join marks with their texts, in the form of ``reports.jsonl``; what a name stood for is not kept.

    Raises:
        SystemExit: if a text is missing or is not the one that was marked.
    """
    known = {t["id"]: t for t in texts}
    out = []
    for mark in marks:
        report = known.get(mark["id"])
        if report is None or digest(report["text"]) != mark["sha256"]:
            raise SystemExit(f"{mark['id']}: the text that was marked is not there")
        known_of = {k: report[k] for k in ("id", "published", "text")}
        out.append({**known_of, "engagements": [_joined(e, report["text"]) for e in mark["engagements"]]})
    return out


def _joined(e: Mapping[str, Any], text: str) -> Entry:
    def worded(span: Span | None) -> Entry:
        return {"words": text[span[0] : span[1]] if span else None, "span": span}

    time, place = e["time"], e["place"]
    parties = [{"part": p["part"], **worded(p["span"])} for p in e["participants"]]
    return {
        **e,
        "trigger": worded(e["trigger"]),
        "also": [worded(s) for s in e["also"]],
        "participants": [{**p, "name": p["words"]} for p in parties],
        "time": time and {**worded(time["span"]), "edtf": time["edtf"]},
        "place": place and {**worded(place["span"]), "country": place["country"]},
        "voice": None,
    }


def own_reports(data: Path, marks: Path = MARKS) -> list[Entry]:
    """Return the reports of the project's own marks with their texts from the data."""
    return joined(lines(marks), lines(data / TEXTS))


def divided(data: Path, marks: Path = MARKS) -> tuple[list[Entry], list[Entry]]:
    """Return the marked reports that are trained on, and those of the same sources that are left out."""
    marked = lines(data / REPORTS) + own_reports(data, marks)
    return [r for i, r in enumerate(marked) if i % HELD], marked[::HELD]


def main() -> None:
    """Check and count the marks, or make them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/train"))
    parser.add_argument("--marks", type=Path, default=MARKS, help="the file of marks")
    parser.add_argument("--add", type=Path, nargs="*", default=[], help="files of marked reports to keep as marks")
    args = parser.parse_args()
    if args.add:
        texts = {t["id"]: t["text"] for t in lines(args.data / TEXTS)}
        old = {m["id"]: m for m in lines(args.marks)} if args.marks.exists() else {}
        new = {r["id"]: bare(r, texts[r["id"]]) for path in args.add for r in lines(path)}
        rows = [json.dumps(m, separators=(",", ":")) for m in (old | new).values()]
        args.marks.write_text("\n".join(rows) + "\n", encoding="utf-8")
    reports = own_reports(args.data, args.marks)
    engagements = [e for r in reports for e in r["engagements"]]
    print(f"{len(reports)} reports, {len(engagements)} engagements, {sum(not e['sure'] for e in engagements)} unsure")
    for key in ("kind", "status", "scope"):
        print(key, ", ".join(f"{k} {n}" for k, n in Counter(e[key] for e in engagements).most_common()))


if __name__ == "__main__":
    main()
