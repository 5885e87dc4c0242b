"""Measure attribution against PolNeAR: who is quoted as saying, thinking or wanting what.

    python benchmarks/statements.py GOLD.jsonl [--documents N] [--errors N]

GOLD holds a document a line: ``{"id", "text", "title", "attributions": [{"type", "source", "cue",
"content"}]}``, each of the last three a list of ``[start, end]``. Spans are compared as sets of
words. A quotation and an attribution are paired, one to one, where the Jaccard index of their
contents is at least 0.5; with the source too where both have none or share a word that is no
function word. The references are for PolNeAR's test part; half of its attributions are beliefs
and intentions. The last line is the speed of the finding itself, the analysis of the text left out.
"""

from __future__ import annotations

import argparse
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

REFERENCE = "content and source F1 on the test part: people 76.3, BERT 63.3, Citron 55.9, GenderGapTracker 43.0"
_WORD = re.compile(r"\w+(?:['\u2019]\w+)*")
_FUNCTION = frozenset("the a an of and in for to at on from by s his her their its as with that who which".split())

Words = frozenset[int]
Pair = tuple[Words, Words]
"""The words of a content and of its source, by number."""


class Document:
    """One annotated document, its words, and what was found in it."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.text: str = row["text"]
        self.spans = [m.span() for m in _WORD.finditer(self.text)]
        gold = [a for a in row["attributions"] if a["content"]]
        self.kinds = [a["type"] for a in gold]
        self.gold = [(self.words(a["content"]), self.words(a["source"])) for a in gold]
        self.report = report_from_text(self.text, title=row.get("title"))
        self.doc = analyse(self.report.layer)
        began = time.perf_counter()
        self.quotes: Sequence[Quote] = find_quotes(self.doc, self.report.layer)
        self.seconds = time.perf_counter() - began
        self.found = [self.of_quote(q) for q in self.quotes]

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

    def pairs(self) -> list[tuple[int, int]]:
        """Return numbers of quotation and attribution, the best overlaps first."""
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
                kept.append((i, j))
        return kept


def count(document: Document, totals: Counter[str]) -> None:
    """Add a document's figures to ``totals``."""
    totals["gold"] += len(document.gold)
    totals["found"] += len(document.found)
    totals["words"] += len(document.doc)
    totals.update(f"gold {kind}" for kind in document.kinds)
    for i, j in document.pairs():
        right = document.same_source(document.found[i], document.gold[j])
        totals["content"] += 1
        totals["both"] += right
        totals[f"both {document.kinds[j]}"] += right


def line(name: str, hits: int, totals: Counter[str]) -> str:
    """Return precision, recall and F1 in per cent."""
    precision, recall = hits / max(1, totals["found"]), hits / max(1, totals["gold"])
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return f"{name:20} P {100 * precision:5.1f}  R {100 * recall:5.1f}  F1 {100 * f1:5.1f}"


def show_errors(document: Document, most: int) -> int:
    """Print up to ``most`` quotations that no attribution matches; return how many."""
    right = {i for i, _ in document.pairs()}
    wrong = [q for i, q in enumerate(document.quotes) if i not in right][:most]
    for quote in wrong:
        content = " … ".join(document.text[s.start : s.end] for s in quote.content)
        print(f"  not in gold ({quote.force}): {' '.join(content.split())[:160]}")
    return len(wrong)


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--documents", type=int, help="read the first N only")
    parser.add_argument("--errors", type=int, default=0, help="print N quotations that are not in the gold")
    options = parser.parse_args()
    totals: Counter[str] = Counter()
    seconds, errors = 0.0, options.errors
    with options.gold.open(encoding="utf-8") as lines:
        for number, row in enumerate(lines):
            if options.documents is not None and number >= options.documents:
                break
            document = Document(json.loads(row))
            count(document, totals)
            seconds += document.seconds
            errors -= show_errors(document, errors)
    print(line("content", totals["content"], totals))
    print(line("content and source", totals["both"], totals))
    for kind in ("direct", "mixed", "indirect"):
        print(f"  recall of {kind:9} {100 * totals[f'both {kind}'] / max(1, totals[f'gold {kind}']):5.1f}")
    print(f"reference: {REFERENCE}")
    print(f"{totals['words'] / max(seconds, 1e-9):,.0f} words a second, analysis left out")


if __name__ == "__main__":
    main()
