"""What a cheap first look would save: ``python benchmarks/first_look.py [--train N] [--reports N]``.

Reads reports of ``../shared/data/train`` whole and learns from each sentence's words alone, without the model, whether
it holds an engagement or a statement (naive Bayes over words and pairs of words, Laplace's correction; Jurafsky and
Martin, Speech and Language Processing, chapter 4). Then says, for the marked reports of ``../shared/data/dev`` and for
general news (Worldwide newswire dev): how much stands in sentences that hold neither, which is the most that any first
look could skip, and how much this one skips where it loses one in two hundred of the sentences that do.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from language import newswire, with_blanks

from communique.intake import report_from_text
from communique.reading.read import traced

DATA = Path("../shared/data")
LOSS = 0.005
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Sentence:
    """A sentence: its words, what stands for them, and whether it holds an engagement or a statement."""

    words: int
    features: frozenset[str]
    engagement: bool
    statement: bool

    @property
    def holds(self) -> bool:
        """Whether it holds either."""
        return self.engagement or self.statement


def features(text: str) -> frozenset[str]:
    """Return the words of a sentence in small letters and their pairs."""
    words = [w.lower() for w in _WORD.findall(text)]
    return frozenset(words) | {f"{a} {b}" for a, b in pairwise(words)}


def sentences(text: str, published: str | None) -> Iterator[Sentence]:
    """Yield the sentences of a report with what the whole reading finds in them."""
    trace = traced(report_from_text(text, published=published))
    record, doc = trace.record, trace.doc
    told = [(x.start, x.end) for e in record.engagements for x in e.evidence]
    said = [(x.start, x.end) for s in record.statements for x in (*s.content, *filter(None, (s.cue, s.source)))]
    for run in doc.sents:
        start, end = doc.idx[run.start], doc.idx[run.end - 1] + len(doc.words[run.end - 1])
        words = len(text[start:end].split())
        if words and any(a <= run.start < b for a, b in doc.content):
            holds = [any(a < end and start < b for a, b in spans) for spans in (told, said)]
            yield Sentence(words, features(text[start:end]), *holds)


def marked(path: Path, most: int) -> Iterator[Sentence]:
    """Yield the sentences of reports in a file, evenly chosen."""
    rows = path.read_text(encoding="utf-8").splitlines()
    for line in rows[:: max(1, len(rows) // most)]:
        row = json.loads(line)
        yield from sentences(row["text"], row.get("published"))


def general(path: Path, most: int) -> Iterator[Sentence]:
    """Yield the sentences of general news, evenly chosen; every sentence of it is a paragraph."""
    documents = list(newswire(path))
    for document in documents[:: max(1, len(documents) // most)]:
        yield from sentences("\n\n".join("".join(with_blanks(words)) for words, _ in document), "2020-06-15")


class Look:
    """Naive Bayes: how much more likely the words are in a sentence that holds something."""

    def __init__(self, learned: Iterable[Sentence]) -> None:
        counts = {True: Counter[str](), False: Counter[str]()}
        for sentence in learned:
            counts[sentence.holds].update(sentence.features)
        sizes = {holds: sum(c.values()) + len(c) for holds, c in counts.items()}
        self._odds = {
            f: math.log((counts[True][f] + 1) / sizes[True]) - math.log((counts[False][f] + 1) / sizes[False])
            for f in counts[True] | counts[False]
        }

    def score(self, sentence: Sentence) -> float:
        """Return the mean of the log odds of its words: the higher, the likelier it holds something."""
        known = [self._odds[f] for f in sentence.features if f in self._odds]
        return sum(known) / math.sqrt(len(known)) if known else 0.0


def say(name: str, look: Look, found: list[Sentence]) -> None:
    """Print what could be skipped, and what would be."""
    words = sum(s.words for s in found)
    parts = [100 * sum(s.words for s in found if test(s)) / words for test in (
        lambda s: s.engagement, lambda s: s.statement, lambda s: not s.holds)]  # fmt: skip
    scores = sorted(look.score(s) for s in found if s.holds)
    bound = scores[int(LOSS * len(scores))]
    skipped = 100 * sum(s.words for s in found if look.score(s) < bound) / words
    print(f"{name}: {len(found)} sentences, {words} words")
    print(f"  words in sentences with an engagement {parts[0]:.1f} %, with a statement {parts[1]:.1f} %")
    print(f"  with neither, so the most that could be skipped  {parts[2]:.1f} %")
    print(f"  skipped where {100 * LOSS:g} % of the sentences with either are lost  {skipped:.1f} %")


def main() -> None:
    """Learn, and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--train", type=int, default=500, help="reports to learn from, of each of two files")
    parser.add_argument("--reports", type=int, default=200, help="reports to judge on, of each of two sets")
    args = parser.parse_args()
    files = [DATA / "train/reports" / name for name in ("reports.jsonl", "unmarked.jsonl")]
    look = Look(s for path in files for s in marked(path, args.train))
    say("marked reports, dev", look, list(marked(DATA / "dev/reports/reports.jsonl", args.reports)))
    say("general news", look, list(general(DATA / "dev/worldwide_newswire/dev.bio.tsv", args.reports)))


if __name__ == "__main__":
    main()
