"""Measure the finding and reading of time expressions against TIMEX3 gold.

    python benchmarks/times.py [--data DIR] [--errors N]

Prints, for each corpus, precision, recall and F1 in per cent of spans (strict: the same
characters; relaxed: some character shared, one to one) and F1 of values (relaxed, and the
same TIMEX3 value), as TempEval-3 scored them. The reference is what HeidelTime had on
TempEval-3's platinum set, another sample of news. DIR holds ``timebank_aquaint/TimeBank``,
``timebank_aquaint/AQUAINT`` and ``wikiwars`` (what is missing is passed over); WikiWars is
read without a publication date too, as narrative. TIMEX3 marks the two ends of a range
apart, so an interval of ours is counted as its two ends.
"""

from __future__ import annotations

import argparse
import html
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from communique.reading.times import find_times
from communique.records import TimeMention

REFERENCE = "HeidelTime, TempEval-3 platinum (reported): strict 81.3, relaxed 90.3, value 77.6 F1"
_TIMEX = re.compile(r"<TIMEX3\b([^>]*)>|</TIMEX3>|<[^>]*>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated expression."""

    start: int
    end: int
    type: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document's name, plain text, creation date and annotated expressions."""

    name: str
    text: str
    published: date | None
    gold: tuple[Gold, ...]


def read_tml(path: Path) -> Document:
    """Return one TimeML file: its TEXT part without tags, and the TIMEX3 in it (outermost only)."""
    source = path.read_text(encoding="utf-8")
    created = re.search(r'<DCT>.*?value="(\d{4}-\d\d-\d\d)', source, re.DOTALL)
    body = source[source.index("<TEXT>") + 6 : source.index("</TEXT>")]
    parts: list[str] = []
    length, at, open_tags = 0, 0, []
    gold: list[Gold] = []
    for match in [*_TIMEX.finditer(body), None]:
        piece = html.unescape(body[at : match.start() if match else len(body)])
        parts.append(piece)
        length += len(piece)
        if match is None:
            break
        at = match.end()
        if match.group(1) is not None:
            open_tags.append((length, dict(_ATTRIBUTE.findall(match.group(1)))))
        elif match.group() == "</TIMEX3>":
            start, attributes = open_tags.pop()
            if not open_tags:
                text = "".join(parts)[start:length]
                gold.append(Gold(start, length, attributes.get("type", ""), attributes.get("value", ""), text))
    published = date.fromisoformat(created.group(1)) if created else None
    return Document(path.stem, "".join(parts), published, tuple(gold))


def pair(gold: Sequence[Gold], found: Sequence[TimeMention]) -> Iterator[tuple[Gold | None, TimeMention | None]]:
    """Yield gold and found expressions that overlap, one to one in reading order, then the rest alone."""
    used: set[int] = set()
    for wanted in gold:
        hits = [i for i, m in enumerate(found) if i not in used and m.start < wanted.end and wanted.start < m.end]
        exact = [i for i in hits if (found[i].start, found[i].end) == (wanted.start, wanted.end)]
        if hits:
            best = (exact or hits)[0]
            used.add(best)
            yield wanted, found[best]
        else:
            yield wanted, None
    yield from ((None, mention) for i, mention in enumerate(found) if i not in used)


def ends(mention: TimeMention) -> list[TimeMention]:
    """Return a mention with an interval for a value as its two ends, which is how TIMEX3 marks them."""
    cut = re.search(r"\s*(?:[-\u2013\u2014]+|\b(?:to|and|until|till|through)\b)\s*", mention.text)
    if cut is None or "/" not in (mention.value or ""):
        return [mention]
    first, last = (mention.value or "").split("/")
    left = replace(mention, end=mention.start + cut.start(), text=mention.text[: cut.start()], value=first)
    return [
        left,
        replace(mention, start=mention.start + cut.end(), text=mention.text[cut.end() :], value=last),
    ]


def scores(pairs: Iterable[tuple[Gold | None, TimeMention | None]]) -> dict[str, tuple[float, float, float]]:
    """Return precision, recall and F1 in per cent of strict spans, relaxed spans and values."""
    listed = list(pairs)
    n_gold = sum(g is not None for g, _ in listed)
    n_found = sum(m is not None for _, m in listed)
    both = [(g, m) for g, m in listed if g and m]
    hits = {
        "strict": sum((g.start, g.end) == (m.start, m.end) for g, m in both),
        "relaxed": len(both),
        "value": sum(g.value == m.value for g, m in both),
    }
    out = {}
    for name, hit in hits.items():
        precision, recall = 100 * hit / max(n_found, 1), 100 * hit / max(n_gold, 1)
        out[name] = (precision, recall, 2 * precision * recall / max(precision + recall, 1e-9))
    return out


def main() -> None:
    """Read the corpora and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[1] / ".." / "shared" / "data" / "dev")
    parser.add_argument("--errors", type=int, default=0, help="print so many differences of each corpus")
    options = parser.parse_args()
    print(f"{'corpus':28}{'strict P/R/F1':>20}{'relaxed P/R/F1':>20}{'value P/R/F1':>20}{'chars/s':>12}")
    runs = [("TimeBank", "timebank_aquaint/TimeBank", True), ("AQUAINT", "timebank_aquaint/AQUAINT", True)]
    runs += [("WikiWars", "wikiwars", True), ("WikiWars, undated", "wikiwars", False)]
    for name, folder, dated in runs:
        documents = [read_tml(path) for path in sorted((options.data / folder).glob("*.tml"))]
        if not documents:
            continue
        began = time.perf_counter()
        read = [(d, find_times(d.text, d.published if dated else None)) for d in documents]
        speed = sum(len(d.text) for d in documents) / max(time.perf_counter() - began, 1e-9)
        pairs = [(d, g, m) for d, found in read for g, m in pair(d.gold, [e for m in found for e in ends(m)])]
        result = scores((g, m) for _, g, m in pairs)
        cells = "".join(f"{'/'.join(f'{x:.1f}' for x in result[k]):>20}" for k in ("strict", "relaxed", "value"))
        print(f"{name:28}{cells}{speed:12,.0f}")
        show_errors(pairs, options.errors)
    print(REFERENCE)


def show_errors(pairs: Sequence[tuple[Document, Gold | None, TimeMention | None]], most: int) -> None:
    """Print up to ``most`` differences: gold, found, and the words around."""
    shown = 0
    for document, gold, mention in pairs:
        same = gold and mention and (gold.start, gold.end, gold.value) == (mention.start, mention.end, mention.value)
        if same or shown >= most:
            continue
        shown += 1
        start, end = (gold.start, gold.end) if gold else (mention.start, mention.end) if mention else (0, 0)
        around = " ".join(document.text[max(start - 70, 0) : end + 50].split())
        left = f"{gold.text} {gold.value}" if gold else "-"
        right = f"{mention.text} {mention.value}" if mention else "-"
        print(f"  {document.name} {document.published} | {left} | {right} | {around}")


if __name__ == "__main__":
    main()
