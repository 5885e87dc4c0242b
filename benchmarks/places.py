"""Accuracy of place resolution with the names given, at 161 km (100 miles).

Run ``python benchmarks/places.py --lgl FILE.xml --geovirus FILE.xml``: the Local-Global Lexicon
(local papers; Lieberman and others, 2010) and GeoVirus (Wikinews; Gritta and others, 2018),
in the XML form of "A Pragmatic Guide to Geoparsing Evaluation". Neither is in this repository.

A name counts where the gold gives a position; one without an answer counts as wrong.
Reference: Mordecai 3 reports 82.7 on LGL. Ours to reach: LGL 83, GeoVirus 85.
``--errors N`` prints the N most frequent wrong names, to see what kind they are of.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from communique.reading.places import Gazetteer, distance_km
from communique.records import Span

LIMIT_KM = 161.0
REFERENCES = {"lgl": ("Mordecai 3 (reported)", 82.7, 83.0), "geovirus": ("none", float("nan"), 85.0)}


@dataclass(frozen=True, slots=True)
class Gold:
    """One name of a document: its span and its position in degrees."""

    span: Span
    lat: float
    lon: float
    kind: str


def read_lgl(path: Path) -> Iterator[tuple[str, list[Gold]]]:
    """Yield text and names of each article of an LGL file; names without a position are left out."""
    for article in ET.parse(path).getroot():
        gold = []
        for row in article.iter("toponym"):
            tag = row.find("gaztag")
            if tag is not None and tag.findtext("lat"):
                span = Span(int(row.findtext("start", "0")), int(row.findtext("end", "0")))
                lat, lon = float(tag.findtext("lat", "")), float(tag.findtext("lon", ""))
                gold.append(Gold(span, lat, lon, tag.findtext("fcode", "?")))
        yield article.findtext("text", ""), gold


def read_geovirus(path: Path) -> Iterator[tuple[str, list[Gold]]]:
    """Yield text and names of each article of a GeoVirus file, whose offsets count from 1."""
    for article in ET.parse(path).getroot():
        gold = []
        for row in article.iter("location"):
            start, end = int(row.findtext("start", "1")) - 1, int(row.findtext("end", "1")) - 1
            lat, lon = float(row.findtext("lat", "")), float(row.findtext("lon", ""))
            gold.append(Gold(Span(start, end), lat, lon, "?"))
        yield article.findtext("text", ""), gold


@dataclass(slots=True)
class Score:
    """Distances in kilometres of every answer (infinite where there is none), and what was wrong."""

    distances: list[float]
    wrong: Counter[tuple[str, str, str]]
    seconds: float

    def accuracy(self) -> float:
        """Return the share of names placed within the limit, in percent."""
        return 100.0 * sum(d <= LIMIT_KM for d in self.distances) / max(1, len(self.distances))


def measure(documents: Iterator[tuple[str, list[Gold]]], gazetteer: Gazetteer) -> Score:
    """Resolve the given names of every document and return the score."""
    score = Score([], Counter(), 0.0)
    for text, gold in documents:
        began = time.perf_counter()
        found = gazetteer.find(text, [g.span for g in gold])
        score.seconds += time.perf_counter() - began
        for want, got in zip(gold, found, strict=True):
            far = float("inf")
            if got.lat is not None and got.lon is not None:
                far = distance_km((want.lat, want.lon), (got.lat, got.lon))
            score.distances.append(far)
            if far > LIMIT_KM:
                answer = f"{got.name} {got.country}" if far < float("inf") else "-"
                score.wrong[text[want.span.start : want.span.end], want.kind, answer] += 1
    return score


def report(name: str, score: Score, errors: int) -> None:
    """Print one corpus's figures beside the reference and the aim."""
    who, reference, aim = REFERENCES[name]
    near = [d for d in score.distances if d != float("inf")]
    count = len(score.distances)
    print(f"{name}: accuracy@161km {score.accuracy():.1f} of {count} names; aim {aim}; {who} {reference}")
    middle = statistics.median(near) if near else float("nan")
    print(f"  unknown names {count - len(near)}, median distance {middle:.0f} km, {score.seconds:.1f} s")
    kinds = Counter[str]()
    for (_, kind, _), count in score.wrong.items():
        kinds[kind] += count
    if errors:
        print("  wrong by kind:", dict(kinds.most_common(12)))
    for (words, kind, answer), count in score.wrong.most_common(errors):
        print(f"  {count:4d} {words} ({kind}) -> {answer}")


def main(argv: list[str] | None = None) -> int:
    """Run what the arguments ask for; return 0, or 2 where they name no corpus."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--lgl", type=Path)
    parser.add_argument("--geovirus", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args(argv)
    if not (options.lgl or options.geovirus):
        parser.print_usage(sys.stderr)
        return 2
    gazetteer = Gazetteer()
    if options.lgl:
        report("lgl", measure(read_lgl(options.lgl), gazetteer), options.errors)
    if options.geovirus:
        report("geovirus", measure(read_geovirus(options.geovirus), gazetteer), options.errors)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
