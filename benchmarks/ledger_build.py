"""How long a ledger takes to be built: ``python benchmarks/ledger_build.py [--sizes N ...] [--one-by-one N]``.

``python benchmarks/ledger_build.py --records DIR --sizes N`` writes the records of so many engagements as ``communique
batch`` does, by day, for ``communique build DIR``.

Makes reports of ten engagements between people who take part as they do in the news (``benchmarks/ledger_rows.py``),
each with its record, and adds them to a ledger on SQLite as ``communique build`` does; up to ``--one-by-one``
engagements also as ``communique ingest`` does, without the reading. Prints seconds, those of the processor among them,
engagements a second, and how both grow.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import ledger_rows as rows
import numpy as np

from communique.intake import Report, report_from_text
from communique.ledger.store import Ledger
from communique.records import Actor, ActorKind, Engagement, Part, Participant, Plover, Record, Span, Status, When
from communique.runs import Read
from communique.scale.places import Place, whole
from communique.scale.rows import arrow, row_of, schema
from communique.scale.settling import manifest, write_manifest
from communique.scale.work import Done, month_of, name_of, writer

SIZES = (1_000, 2_000, 4_000)
EACH = 10
"""Engagements in a report."""
SHARD = 1_000
"""Reports in a shard."""
Made = tuple[Report, Record, str]


def made(engagements: int, seed: int = 3, *, by_day: bool = False) -> Iterator[Made]:
    """Yield reports with their records: so many engagements, of days in thirty years, later ones more often."""
    rng, count = np.random.default_rng(seed), engagements // EACH
    people = rows.actor_rows()
    drawn = np.random.default_rng([seed, 1]).random(count)
    for number, when in enumerate(np.sort(drawn) if by_day else drawn):
        who = rows.zipf(rng, 2 * EACH, rows.ACTORS).reshape(EACH, 2)
        day = date(1995, 1, 1) + timedelta(days=int(11_500 * when**0.6))
        words = [[rows.word(int(w)) for w in rows.zipf(rng, 12, rows.WORDS)] for _ in range(EACH)]
        kinds = rng.choice(("meeting", "visit", "call", "talks"), EACH)
        yield _report(number, day.isoformat(), [(people[a], people[b]) for a, b in who], words, [*map(str, kinds)])


def _report(number: int, day: str, who: list[tuple[tuple, tuple]], words: list[list[str]], kinds: list[str]) -> Made:
    sentences = [f"{a[2]} met {b[2]} and {' '.join(said)}." for (a, b), said in zip(who, words, strict=True)]
    report = report_from_text("\n\n".join(sentences), published=day, id=f"r{number}", title=f"Report {number}")
    ids: dict[str, str] = {}
    actors, engagements, start = [], [], 0
    for n, ((a, b), sentence, kind) in enumerate(zip(who, sentences, kinds, strict=True), 1):
        for person, at in ((a, start), (b, start + len(a[2]) + 5)):
            if person[0] not in ids:
                ids[person[0]] = f"a{len(ids) + 1}"
                mentions = (Span(at, at + len(person[2])),)
                actors.append(Actor(ids[person[0]], ActorKind(person[1]), person[2], person[3], mentions=mentions))
        parties = tuple(Participant(ids[x[0]], Part.ATTENDEE) for x in dict.fromkeys((a, b)))
        evidence = (report.layer.evidence(start, start + len(sentence)),)
        engagements.append(
            Engagement(
                f"e{n}", kind, Status.HELD, parties, Plover("CONSULT"), "040", evidence, 0.9, "made", time=When(day)
            )
        )
        start += len(sentence) + 2
    return report, Record(report.info, actors=tuple(actors), engagements=tuple(engagements)), "made"


def write_records(engagements: int, folder: Path) -> None:
    """Write the records of so many engagements as a batch does: shards of reports, files by month, a marker each."""
    place, items, settled = Place(whole(str(folder))), made(engagements, by_day=True), list[Done]()
    while some := list(islice(items, SHARD)):
        name = f"made-{len(settled):05}.jsonl"
        by_month = defaultdict[str, list[dict[str, Any]]](list)
        for n, (report, record, _) in enumerate(some):
            by_month[month_of(report.info.published)].append(row_of(Read(report, record), name, n))
        files = dict[str, int]()
        with tempfile.TemporaryDirectory() as temporary:
            for month, found in sorted(by_month.items()):
                local = Path(temporary, month)
                with writer(local) as file:
                    file.write_table(arrow().Table.from_pylist(found, schema=schema()))
                files[name_of(local, month)] = len(found)
                place.put(local, name_of(local, month))
        settled.append(Done(name, "made", "made", len(some), files=files))
        settled[-1].write(place)
    write_manifest(place, manifest(settled, ()))


def seconds(engagements: int, path: Path, *, together: bool) -> tuple[float, float, int]:
    """Return how long a ledger of so many takes to be built, the processor's share, and how many entries it has."""
    items = list(made(engagements))
    with Ledger(path) as ledger:
        start, busy = time.perf_counter(), time.process_time()
        if together:
            assert all(x is True for x in ledger.add_all(items))
        else:
            assert all(ledger.add(report, record, reader=reader) for report, record, reader in items)
        took = time.perf_counter() - start, time.process_time() - busy
        return *took, ledger.counts().entries


def main() -> None:
    """Build ledgers, and print how long it took."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--one-by-one", type=int, default=4_000, metavar="N")
    parser.add_argument("--records", type=Path, metavar="DIR", help="write the records alone, those of the first size")
    given, last = parser.parse_args(), 0.0
    if given.records:
        write_records(given.sizes[0], given.records)
        return
    with tempfile.TemporaryDirectory() as folder:
        for size in given.sizes:
            took, busy, entries = seconds(size, Path(folder, f"{size}.sqlite"), together=True)
            grown = f", {busy / last:.2f} times the one before" if last else ""
            print(
                f"{size:>9,} engagements: {took:8.1f} s, {busy:8.1f} s of the processor, "
                f"{1_000 * busy / size:.2f} ms for each, {entries:,} entries{grown}",
                flush=True,
            )
            last = busy
            if size <= given.one_by_one:
                alone, all_busy, _ = seconds(size, Path(folder, f"{size}-alone.sqlite"), together=False)
                print(f"{'':9}  one by one:  {alone:8.1f} s, {all_busy:8.1f} s of the processor", flush=True)


if __name__ == "__main__":
    main()
