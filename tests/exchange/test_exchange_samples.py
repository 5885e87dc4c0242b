"""Every format on what is read of the shipped reports; dyads of entries against those of events."""

from __future__ import annotations

from functools import cache

import pytest

from communique.exchange.entries import dyads_of
from communique.exchange.formats import FORMATS
from communique.ledger.views import Account, ActorRef, Entry, Party, ReportRef
from communique.reading.coding.events import events_of
from communique.reading.periods import bounds
from communique.records import Record
from tests.exchange.entries import export
from tests.readings import index, sample


def entries_of(record: Record) -> list[Entry]:
    """Each engagement of a report as an entry of one account."""
    info = record.report
    report = ReportRef(info.id, info.title, info.published, info.publisher, info.url, info.id)
    actors = {a.id: ActorRef(f"{info.id}-{a.id}", a.kind, a.name, a.country, a.sectors) for a in record.actors}
    found = []
    for e in record.engagements:
        parties = tuple(Party(actors[p.actor], p.part) for p in e.participants)
        account = Account(
            f"{info.id}/{e.id}", report, e.kind, e.status, parties, e.plover, e.cameo, e.evidence, e.confidence, e.why,
            actors[e.voice] if e.voice else None, e.time, e.place, entry=f"{info.id}-{e.id}",
        )  # fmt: skip
        time = e.time.edtf if e.time else None
        first, last = bounds(time)
        found.append(Entry(
            f"{info.id}-{e.id}", e.kind, e.status, parties, e.plover, e.cameo, time,
            first.isoformat() if first > first.min else None, last.isoformat() if last < last.max else None,
            e.place, (), (account,), 1, e.confidence,
        ))  # fmt: skip
    return found


@cache
def samples() -> tuple[list[Entry], dict[str, str]]:
    """The entries of all samples, and the texts by report."""
    records = [sample(row["id"]) for row in index()]
    return [e for r in records for e in entries_of(r)], {r.report.id: r.report.text for r in records}


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_samples_can_be_written(name: str) -> None:
    """All engagements of all samples, each counted; quotations stand where they should in their texts."""
    entries, texts = samples()
    out, written = export(name, *entries, text_of=texts.__getitem__)
    assert len(entries) > 100
    assert out
    if name != "csv-columns":
        assert written.entries + sum(written.left_out.values()) == len(entries)
        assert written.entries > 50


@pytest.mark.parametrize("id", [row["id"] for row in index()])
def test_dyads_are_those_of_events(id: str) -> None:
    """An entry has the pairs that ``communique events`` prints for its engagement."""
    record = sample(id)
    of_events = {
        (own, e.source.id, e.target.id or e.target.name) for e in events_of(record) for own in (e.engagement, *e.also)
    }
    of_entries = set()
    for entry in entries_of(record):
        own = entry.id.rpartition("-")[2]
        for d in dyads_of(entry):
            source, target = (s.id.rpartition("-")[2] if s.id else s.name for s in (d.source, d.target))
            of_entries.add((own, source, target))
    assert of_events <= of_entries
    assert {(s, t) for _, s, t in of_events} == {(s, t) for _, s, t in of_entries}
