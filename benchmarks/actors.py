"""Pronouns on GAP: ``python benchmarks/actors.py [--data ../shared/data/train] [--most N]``.

GAP (Webster and others, 2018) asks of a pronoun in a Wikipedia snippet which of two names, if
either, it stands for. A name counts as chosen where the pronoun's actor is the actor of one of
the name's words. The names are not given to the reader: it has to find them first. The
development part served to set the weights, the validation part to see what they are worth.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from communique.intake import report_from_text
from communique.language.core import analyse
from communique.language.doc import Doc
from communique.reading.actors import Cast, find_cast

REFERENCE = "syntactic parallelism with the names given: F1 66.9 on the test part (GAP's own README)"
MASCULINE = frozenset(("he", "him", "his"))


def rows(path: Path, most: int) -> Iterator[dict[str, str]]:
    """Yield the snippets of a GAP file."""
    with path.open(encoding="utf-8", newline="") as lines:
        for k, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)):
            if k == most:
                return
            yield row


def tokens(doc: Doc, start: int, end: int) -> list[int]:
    """Return the words that begin within some characters."""
    return [t.i for t in doc if start <= t.idx < end and t.pos != "PUNCT"]


def judge(row: dict[str, str], doc: Doc, cast: Cast) -> Iterator[str]:
    """Yield for each of the two names whether it was rightly chosen, wrongly, or missed."""
    at = int(row["Pronoun-offset"])
    (pronoun,) = [t.i for t in doc if t.idx <= at < t.idx + len(t)]
    actor = cast.at(pronoun)
    for name in "AB":
        start = int(row[f"{name}-offset"])
        chosen = actor is not None and any(cast.at(i) == actor for i in tokens(doc, start, start + len(row[name])))
        gold = row[f"{name}-coref"] == "TRUE"
        yield "right" if chosen and gold else "wrong" if chosen else "missed" if gold else "none"


def f1(count: Counter[str]) -> str:
    """Return precision, recall and F1 in per cent."""
    p = count["right"] / max(1, count["right"] + count["wrong"])
    r = count["right"] / max(1, count["right"] + count["missed"])
    return f"P {100 * p:5.1f} R {100 * r:5.1f} F1 {200 * p * r / max(1e-9, p + r):5.1f}"


def score(path: Path, most: int) -> None:
    """Print the scores of one GAP file and the speed of finding casts."""
    counts = {"masculine": Counter[str](), "feminine": Counter[str]()}
    words, spent = 0, 0.0
    for row in rows(path, most):
        layer = report_from_text(row["Text"]).layer
        doc = analyse(layer)
        began = time.perf_counter()
        cast = find_cast(doc, layer)
        spent += time.perf_counter() - began
        words += len(doc)
        gender = "masculine" if row["Pronoun"].lower() in MASCULINE else "feminine"
        counts[gender].update(judge(row, doc, cast))
    print(f"{path.stem}: {f1(counts['masculine'] + counts['feminine'])}   [{REFERENCE}]")
    for gender, count in counts.items():
        print(f"  {gender}: {f1(count)}")
    print(f"  casts: {words / max(1e-9, spent):,.0f} words/s of {words:,}")


def main() -> None:
    """Score the development and the validation part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/train"))
    parser.add_argument("--most", type=int, default=-1, help="snippets of each part that are read (all)")
    options = parser.parse_args()
    for part in ("development", "validation"):
        score(options.data / "gap_coref" / f"{part}.tsv", options.most)


if __name__ == "__main__":
    main()
