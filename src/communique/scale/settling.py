"""The end of a batch: each report once, what nobody names removed, all of it counted.

Of several reports of one id the first stays, by the order of the shards' names and then by its place in the shard; the
same bytes again are left out, other bytes are a failure, as they are to a ledger. A shard that left reports to another
is read again if that one changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from communique.characters import json_text
from communique.scale.engines import Lost
from communique.scale.once import Again, come_again
from communique.scale.places import Place
from communique.scale.rows import arrow, readers, rows_in, schema
from communique.scale.shards import Shard
from communique.scale.work import (
    FAILED,
    FORM,
    MARKERS,
    RECORDS,
    THERE,
    Done,
    Job,
    conflict,
    failure,
    from_marker,
    marker_of,
    month_in,
    name_of,
    write_failures,
    writer,
)

MANIFEST = "manifest.json"


def all_done(place: Place) -> list[Done]:
    """Return what the markers of a batch say, in the order of the shards' names."""
    found = (from_marker(place.read(name) or b"{}") for name in place.names(MARKERS))
    return sorted((done for done in found if done is not None), key=lambda done: done.shard)


def still_done(place: Place, job: Job, shards: Iterable[Shard]) -> dict[str, Done]:
    """Return those shards, by address, that need not be read: neither they nor what they left reports to changed."""
    there = {done.marker: done for done in all_done(place)}
    now = {shard.address: shard.stamp for shard in shards}
    known = {done.shard: done.stamp for done in there.values() if done.job == job.stamp} | now
    found = {}
    for address, stamp in now.items():
        done = there.get(marker_of(Shard(address, stamp)))
        if done is None or (done.stamp, done.job) != (stamp, job.stamp):
            continue
        if all(known.get(other) == its for other, its in done.left_to.items()):
            found[address] = done
    return found


def settle(place: Place) -> list[Done]:
    """Leave each report once among all that is done; return what is done now."""
    done_now = all_done(place)
    comes = come_again(_ids(place, done) for done in done_now)
    settled = [
        _without(place, done, _named(place, done, comes[n], done_now)) if n in comes else done
        for n, done in enumerate(done_now)
    ]
    _tidy(place, settled)
    return settled


def _named(place: Place, done: Done, rows: Mapping[int, Again], others: Sequence[Done]) -> dict[str, tuple[Done, str]]:
    """Return by their ids the reports of a shard that come again: whose they are, and why they go."""
    return {
        id: (others[rows[n].first], THERE if rows[n].same else "")
        for n, (id, _) in enumerate(_ids(place, done))
        if n in rows
    }


def _ids(place: Place, done: Done) -> Iterator[tuple[str, str]]:
    for name in done.files:
        with place.opened(name) as stream:
            for row in rows_in(stream, ["report", "sha256"]):
                yield row["report"], row["sha256"]


def _without(place: Place, done: Done, again: Mapping[str, tuple[Done, str]]) -> Done:
    """Write a shard's files anew without some reports, then its marker."""
    files = dict[str, int]()
    for name, rows in done.files.items():
        new, left = _rewritten(place, name, again.keys())
        files |= {new: left} if left else {}
        if new == name:
            files[name] = rows
    skipped, failed = Counter(done.skipped), Counter(done.failed)
    lines = [failure(conflict(id), done.shard) for id, (_, why) in sorted(again.items()) if not why]
    skipped[THERE] += len(again) - len(lines)
    failed["ReportConflict"] += len(lines)
    left_to = {**done.left_to, **{other.shard: other.stamp for other, _ in again.values()}}
    failures = (*done.failures, *([write_failures(place, lines)] if lines else []))
    made = replace(done, read=sum(files.values()), files=dict(sorted(files.items())), failures=failures,
                   skipped=dict(sorted((+skipped).items())), failed=dict(sorted((+failed).items())),
                   left_to=dict(sorted(left_to.items())))  # fmt: skip
    made.write(place)
    return made


def _rewritten(place: Place, name: str, without: Collection[str]) -> tuple[str, int]:
    """Write a file anew without some reports; return its name, and how many rows it has."""
    pa = arrow()
    month = month_in(name)
    with place.opened(name) as stream:
        file = pa.parquet.ParquetFile(stream)
        ids = file.read(["report"]).column("report").to_pylist()
        left = sum(id not in without for id in ids)
        if left in (0, len(ids)):
            return (name, left) if left else ("", 0)
        with TemporaryDirectory(prefix="communique-") as folder:
            local = Path(folder, month)
            with writer(local) as made:
                for batch in file.iter_batches(100):
                    rows = [row for row in batch.to_pylist() if row["report"] not in without]
                    if rows:
                        made.write_table(pa.Table.from_pylist(rows, schema=schema()))
            new = name_of(local, month)
            place.put(local, new)
    return new, left


def _tidy(place: Place, settled: Iterable[Done]) -> None:
    """Remove what no marker names: of shards that were read again, or not to their end."""
    named = {name for done in settled for name in (*done.files, *done.failures)}
    for name in (*place.names(RECORDS), *place.names(FAILED)):
        if name not in named:
            place.remove(name)


def manifest(settled: Iterable[Done], lost: Iterable[Lost]) -> dict[str, Any]:
    """Return the counts of a batch, and the names of its files with their rows."""
    settled, lost = list(settled), list(lost)
    skipped, failed, months = Counter[str](), Counter[str](), Counter[str]()
    for done in settled:
        skipped.update(done.skipped)
        failed.update(done.failed)
        for name, rows in done.files.items():
            months[month_in(name)] += rows
    return {
        "form": FORM,
        **readers(),
        "shards": {"done": len(settled), "lost": {x.shard: x.problem for x in sorted(lost, key=lambda x: x.shard)}},
        "reports": {
            "read": sum(done.read for done in settled),
            "in_part": sum(done.in_part for done in settled),
            "skipped": dict(sorted(skipped.items())),
            "failed": dict(sorted(failed.items())),
        },
        "months": dict(sorted(months.items())),
        "files": {name: rows for done in settled for name, rows in done.files.items()},
    }


def write_manifest(place: Place, made: Mapping[str, Any]) -> None:
    """Write the manifest."""
    place.write(MANIFEST, json_text(made, indent=1).encode() + b"\n")
