"""Readings that several tests share: each text is read once a run."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from communique.intake import report_from_text
from communique.reading.read import read
from communique.records import Record, as_json, from_json
from tests.shared_work import once

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "src" / "communique" / "samples"
EXPECTED = Path(__file__).parent / "expected"
SEED = ROOT.parent / "shared" / "seed"
PUBLISHED = "2018-08-06"


@cache
def index() -> tuple[dict[str, Any], ...]:
    """The entries of the shipped sample reports."""
    return tuple(json.loads((SAMPLES / "index.json").read_text("utf-8")))


def read_entry(entry: dict[str, Any]) -> Record:
    """Read one sample report anew."""
    text = (SAMPLES / entry["file"]).read_text("utf-8")
    return read(report_from_text(text, published=entry["published"], id=entry["id"], name=entry["file"]))


@cache
def sample(id: str) -> Record:
    """The record of one sample report."""
    entry = next(e for e in index() if e["id"] == id)
    path = once(f"{id}.json", lambda new: new.write_text(as_text(read_entry(entry)), "utf-8"))
    return from_json(Record, json.loads(path.read_text("utf-8")))


@cache
def sentence(text: str) -> Record:
    """The record of a text published on Monday 2018-08-06."""
    return read(report_from_text(text, published=PUBLISHED))


def as_text(record: Record) -> str:
    """The record as one line of JSON, for comparing two readings."""
    return json.dumps(as_json(record), ensure_ascii=False, sort_keys=True)


def expected(id: str) -> dict[str, Any]:
    """The rows that a careful reader expects of a sample report."""
    found: dict[str, Any] = json.loads((EXPECTED / f"{id}.json").read_text("utf-8"))
    return found


def wrong_spans(record: Record) -> list[str]:
    """One line for each span of the record that does not lie in the text, or does not slice to its words."""
    text, found = record.report.text, []
    quoted = [e for g in record.engagements for e in g.evidence]
    quoted += [r.evidence for a in record.actors for r in a.roles] + [c.evidence for c in record.counterparts]
    quoted += [e for s in record.statements for e in (*s.content, s.source, s.cue) if e is not None]
    found += [f"{e}" for e in quoted if text[e.start : e.end] != e.quote or not e.quote.strip()]
    words = [(t.start, t.end, t.text) for t in record.times]
    words += [(w.start, w.end, w.text) for g in record.engagements if (w := g.time) and w.start is not None]
    found += [f"{w}" for w in words if text[w[0] : w[1]] != w[2]]
    plain = [m for a in record.actors for m in a.mentions]
    bounds = [(s.start, s.end) for s in plain] + [(p.start, p.end) for p in record.places]
    found += [f"{b}" for b in bounds if not 0 <= b[0] < b[1] <= len(text) or not text[b[0] : b[1]].strip()]
    return found
