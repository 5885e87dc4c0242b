"""Measure attribution against PolNeAR: who is quoted as saying, thinking or wanting what.

    python benchmarks/statements.py GOLD.jsonl [--verbs FILE] [--documents N] [--errors N]

GOLD holds a document a line: ``{"id", "outlet", "text", "title", "attributions": [{"type", "source", "cue",
"content"}]}``, each of the last three a list of ``[start, end]``. Spans are compared as sets of
words. A quotation and an attribution are paired, one to one, where the Jaccard index of their
contents is at least 0.5 (partial; exact is 1); with the source too where both have none or share a word that
is no function word. Half of PolNeAR's attributions are beliefs and intentions: a *statement* is one
with quotation marks, or whose cue has "according", a colon or a verb of FILE (one a line or blank between;
GenderGapTracker's list of reporting verbs was used). The references are for PolNeAR's test part. The last
lines give the speed of the finding itself and its share of the time of the whole command.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from communique.intake import report_from_text
from communique.language.core import analyse
from communique.reading.statements import Quote, find_quotes

REFERENCES = (
    "content and source F1 on the test part: people 76.3, BERT 63.3, Citron 55.9, GenderGapTracker 43.0; asked: 66",
    "content F1 asked: 74; recall of statements asked: 80 (people 89.6, BERT 75.4, Citron 62.7, GenderGapTracker 56.7)",
)
_WORD = re.compile(r"\w+(?:['\u2019]\w+)*")
_CUE = re.compile(r"[\w']+|:")
_FUNCTION = frozenset("the a an of and in for to at on from by s his her their its as with that who which".split())

Words = frozenset[int]
Pair = tuple[Words, Words]
"""The words of a content and of its source, by number."""


class Document:
    """One annotated document, its words, and what was found in it."""

    def __init__(self, row: dict[str, Any], verbs: frozenset[str]) -> None:
        self.text: str = row["text"]
        self.outlet: str = row.get("outlet") or row["id"].split("_")[0]
        self.spans = [m.span() for m in _WORD.finditer(self.text)]
        gold = [a for a in row["attributions"] if a["content"]]
        self.kinds = [a["type"] for a in gold]
        self.gold = [(self.words(a["content"]), self.words(a["source"])) for a in gold]
        self.spoken = [self.is_statement(a, verbs) for a in gold]
        self.report = report_from_text(self.text, title=row.get("title"))
        began = time.perf_counter()
        self.doc = analyse(self.report.layer)
        self.analysis = time.perf_counter() - began
        began = time.perf_counter()
        self.quotes: Sequence[Quote] = find_quotes(self.doc, self.report.layer)
        self.seconds = time.perf_counter() - began
        self.found = [self.of_quote(q) for q in self.quotes]

    def is_statement(self, attribution: dict[str, Any], verbs: frozenset[str]) -> bool:
        """True for an utterance: in marks, or with a saying cue."""
        cue = " ".join(self.text[s:e] for s, e in attribution["cue"]).lower()
        saying = verbs | {"according", ":"}
        return attribution["type"] != "indirect" or not saying.isdisjoint(_CUE.findall(cue))

    def words(self, spans: Sequence[Sequence[int]]) -> Words:
        """Return the numbers of the words that ``spans`` touch."""
        return frozenset(i for i, (a, b) in enumerate(self.spans) if any(a < e and b > s for s, e in spans))

    def of_quote(self, quote: Quote) -> Pair:
        """Return the words of a quotation."""
        source = [(quote.source.start, quote.source.end)] if quote.source else []
        return self.words([(s.start, s.end) for s in quote.content]), self.words(source)

    def names(self, words: Words) -> set[str]:
        """Return the words that tell sources apart."""
        texts = (self.text[slice(*self.spans[i])].lower().replace("\u2019", "'") for i in words)
        return {t.removesuffix("'s") for t in texts} - _FUNCTION

    def same_source(self, found: Pair, gold: Pair) -> bool:
        """True where both have no source, or their sources share a word."""
        a, b = self.names(found[1]), self.names(gold[1])
        return bool(a & b) or not (a or b)

    def pairs(self) -> list[tuple[int, int, bool]]:
        """Return numbers of quotation and attribution and whether they are the same words, the best overlaps first."""
        scored = sorted(
            (
                (len(f[0] & g[0]) / len(f[0] | g[0]), i, j)
                for i, f in enumerate(self.found)
                for j, g in enumerate(self.gold)
                if f[0] & g[0]
            ),
            reverse=True,
        )
        left, right, kept = set[int](), set[int](), []
        for score, i, j in scored:
            if score >= 0.5 and i not in left and j not in right:
                left.add(i)
                right.add(j)
                kept.append((i, j, score == 1))
        return kept


def count(document: Document, totals: Counter[str]) -> None:
    """Add a document's figures to ``totals``."""
    totals["gold"] += len(document.gold)
    totals["found"] += len(document.found)
    totals["words"] += len(document.doc)
    kinds = [[k, "statement"] if s else [k] for k, s in zip(document.kinds, document.spoken, strict=True)]
    totals.update(f"gold {kind}" for row in kinds for kind in row)
    totals.update(f"found {quote.kind.value}" for quote in document.quotes)
    for i, j, exact in document.pairs():
        right = document.same_source(document.found[i], document.gold[j])
        hits = ["content", *["exact"] * exact, *["both"] * right]
        totals.update(hits)
        totals.update(f"{hit} {kind}" for hit in hits for kind in kinds[j])
        totals[f"true {document.quotes[i].kind.value}"] += right


def scores(hits: int, totals: Counter[str]) -> str:
    """Return precision, recall and F1 in per cent."""
    precision, recall = hits / max(1, totals["found"]), hits / max(1, totals["gold"])
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return f"P {100 * precision:5.1f}  R {100 * recall:5.1f}  F1 {100 * f1:5.1f}"


def show(totals: Counter[str], outlets: dict[str, Counter[str]]) -> None:
    """Print the tables: over all, by kind, by outlet."""
    for name, key in (("content, exact", "exact"), ("content", "content"), ("content and source", "both")):
        print(f"{name:20} {scores(totals[key], totals)}")
    print(f"{'kind':10} {'gold':>5}  recall: exact  content  with source   precision with source")
    for kind in ("direct", "mixed", "indirect", "statement"):
        gold = totals[f"gold {kind}"]
        shares = [100 * totals[f"{hit} {kind}"] / max(1, gold) for hit in ("exact", "content", "both")]
        found = totals[f"found {kind}"]
        precision = f"{100 * totals[f'true {kind}'] / found:5.1f}" if found else "    –"
        print(f"{kind:10} {gold:5} {shares[0]:14.1f} {shares[1]:8.1f} {shares[2]:12.1f} {precision:>17}")
    print(f"{'outlet':15} {'gold':>5}  content and source")
    for outlet, own in sorted(outlets.items()):
        print(f"{outlet:15} {own['gold']:5}  {scores(own['both'], own)}")


def show_errors(document: Document, most: int) -> int:
    """Print up to ``most`` quotations that no attribution matches; return how many."""
    right = {i for i, _, _ in document.pairs()}
    wrong = [q for i, q in enumerate(document.quotes) if i not in right][:most]
    for quote in wrong:
        content = " … ".join(document.text[s.start : s.end] for s in quote.content)
        print(f"  not in gold ({quote.force}): {' '.join(content.split())[:160]}")
    return len(wrong)


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--verbs", type=Path, help="verbs of saying, by which statements are told from thoughts")
    parser.add_argument("--documents", type=int, help="read the first N only")
    parser.add_argument("--errors", type=int, default=0, help="print N quotations that are not in the gold")
    options = parser.parse_args()
    verbs = frozenset(options.verbs.read_text(encoding="utf-8").split()) if options.verbs else frozenset()
    totals: Counter[str] = Counter()
    outlets: dict[str, Counter[str]] = {}
    seconds, analysis, errors = 0.0, 0.0, options.errors
    with options.gold.open(encoding="utf-8") as lines:
        for row in itertools.islice(lines, options.documents):
            document = Document(json.loads(row), verbs)
            for counter in (totals, outlets.setdefault(document.outlet, Counter())):
                count(document, counter)
            seconds, analysis = seconds + document.seconds, analysis + document.analysis
            errors -= show_errors(document, errors)
    show(totals, outlets)
    print("\n".join(f"reference: {line}" for line in REFERENCES))
    print(f"finding alone: {totals['words'] / max(seconds, 1e-9):,.0f} words a second")
    print(f"analysis and finding: {analysis / (analysis + seconds):.2f} of the analysis's speed (asked: 0.67)")


if __name__ == "__main__":
    main()
