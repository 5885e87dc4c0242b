"""One shard, read: its records into Parquet by month, its failures beside them, its marker last.

The task keeps nothing and asks nobody: the same shard gives the same bytes under the same names, on whatever machine
and however often it is begun, and counts for nothing until its marker is there. So any engine may run it again.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from communique.characters import json_text
from communique.errors import CommuniqueError, ReportConflict
from communique.intake.arrivals import NotRead
from communique.plain import as_json
from communique.reading.budget import Budget, noted
from communique.reading.version import reader_version
from communique.runs import Day, Read, read_reports
from communique.scale.places import Place, on_this_machine
from communique.scale.rows import arrow, row_of, schema
from communique.scale.shards import Shard

FORM = "communique-batch 1"
MARKERS, RECORDS, FAILED = "shards", "records", "failed"
THERE = "there already"
"""Why a report is left out that stood in a shard, or in this one, before."""
_AT_ONCE = 32 << 20
"""Bytes of rows that are in memory before they are written."""
UNDATED = "unknown"


@dataclass(frozen=True, slots=True)
class Job:
    """How every shard of a batch is read, and the address of the folder that its records go to."""

    output: str
    day: Day
    budget: Budget

    @property
    def stamp(self) -> str:
        """Return what is another where records may be others: the reader, or how it is told to read."""
        told = [FORM, reader_version(), as_json(self.day), as_json(self.budget)]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a shard, as its marker says it; ``left_to`` has the stamps of shards with reports of its own."""

    shard: str
    stamp: str
    job: str
    read: int
    in_part: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)
    failed: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[str, int] = field(default_factory=dict)
    left_to: Mapping[str, str] = field(default_factory=dict)
    failures: tuple[str, ...] = ()

    @property
    def marker(self) -> str:
        """Return the name of its marker."""
        return marker_of(Shard(self.shard, self.stamp))

    def write(self, place: Place) -> None:
        """Write the marker: from then on the shard is done."""
        place.write(self.marker, json_text({"form": FORM, **as_json(self)}, indent=1).encode() + b"\n")


def marker_of(shard: Shard) -> str:
    """Return the name of a shard's marker."""
    return f"{MARKERS}/{shard.key}.json"


def from_marker(data: bytes) -> Done | None:
    """Return what a marker says; ``None`` for one of another form."""
    plain = json.loads(data)
    if plain.pop("form", None) != FORM:
        return None
    return Done(**{**plain, "failures": tuple(plain["failures"])})


def work(job: Job, shard: Shard) -> Done:
    """Read a shard, write what it gives, and say so.

    Raises:
        ModelError: if the language model cannot be used.
        OSError: if the shard cannot be brought, or what it gives cannot be written.
    """
    place = Place(job.output)
    told = list[str]()
    with TemporaryDirectory(prefix="communique-") as folder, on_this_machine(shard.address) as path:
        counts, tables, files = _Counts(), _Tables(Path(folder)), dict[str, int]()
        outcomes = read_reports([path], day=job.day, budget=job.budget, tell=told.append)
        for n, outcome in enumerate(outcomes):
            item = counts.once(outcome) if isinstance(outcome, Read) else outcome
            if isinstance(item, Read):
                tables.add(row_of(item, shard.address, n))
            elif isinstance(item, CommuniqueError):
                counts.fail(item, shard.address, path)
        for local, name, rows in tables.finished():
            place.put(local, name)
            files[name] = rows
    skipped = Counter(counts.skipped)
    for line in told:
        skipped.update(line.counts if isinstance(line, NotRead) else {})
    failures = (write_failures(place, counts.lines),) if counts.lines else ()
    done = Done(shard.address, shard.stamp, job.stamp, sum(files.values()), counts.in_part,
                _sorted(skipped), _sorted(counts.failed), _sorted(files), failures=failures)  # fmt: skip
    done.write(place)
    return done


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: counts[name] for name in sorted(counts) if counts[name]}


def write_failures(place: Place, lines: list[str]) -> str:
    """Write failures, a line each, under the name that their contents give; return it."""
    data = "".join(f"{line}\n" for line in lines).encode()
    name = f"{FAILED}/{hashlib.sha256(data).hexdigest()[:32]}.jsonl"
    if place.read(name) is None:
        place.write(name, data)
    return name


def failure(error: CommuniqueError, shard: str) -> str:
    """Return the line that is kept of a failure."""
    names = ("source", "place", "problem", "remedy")
    return json_text({"shard": shard, "error": error.topic, **{name: getattr(error, name) for name in names}})


def conflict(id: str) -> ReportConflict:
    """Return the error for a report whose id another one has that comes before it."""
    problem = "a report of this id, with other contents, comes before it"
    return ReportConflict(id, problem, "Give the new version an id of its own")


class _Counts:
    """What became of the reports of a shard."""

    def __init__(self) -> None:
        self.seen: dict[str, str] = {}
        self.skipped, self.failed = Counter[str](), Counter[str]()
        self.lines: list[str] = []
        self.in_part = 0

    def once(self, read: Read) -> Read | CommuniqueError | None:
        """Return a report that is the first of its id; ``None`` for the same again, the error for another one."""
        info = read.report.info
        there = self.seen.get(info.id)
        if there is None:
            self.seen[info.id] = info.sha256
            self.in_part += noted(read.record.warnings) is not None
            return read
        if there != info.sha256:
            return conflict(info.id)
        self.skipped[THERE] += 1
        return None

    def fail(self, error: CommuniqueError, shard: str, path: str) -> None:
        """Count a failure, and keep its words, in which the shard has its own name."""
        self.failed[error.topic] += 1
        named = type(error)(error.source.replace(path, shard), error.problem, error.remedy, place=error.place)
        self.lines.append(failure(named, shard))


class _Tables:
    """Rows on their way into files, one a month, in a folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._writers: dict[str, Any] = {}
        self._size = 0

    def add(self, row: dict[str, Any]) -> None:
        """Take in a row; when there are many, they are written."""
        self._rows[month_of(row["published"])].append(row)
        self._size += len(row["record"]) + len(row["raw"])
        if self._size > _AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        for month, rows in sorted(self._rows.items()):
            if month not in self._writers:
                self._writers[month] = writer(self._folder / month)
            self._writers[month].write_table(arrow().Table.from_pylist(rows, schema=schema()))
        self._rows.clear()
        self._size = 0

    def finished(self) -> Iterator[tuple[Path, str, int]]:
        """Write what is left; yield each file, the name that its contents give, and its rows."""
        self._flush()
        for month, made in sorted(self._writers.items()):
            made.close()
            local = self._folder / month
            yield local, name_of(local, month), arrow().parquet.read_metadata(local).num_rows


def month_of(published: str | None) -> str:
    """Return the month, by which files are parted, of a day of publication."""
    return published[:7] if published else UNDATED


def writer(path: Path) -> Any:
    """Return what writes rows to a file."""
    return arrow().parquet.ParquetWriter(path, schema(), compression="zstd")


def name_of(local: Path, month: str) -> str:
    """Return the name of a file of records: its month, and the hash of its bytes."""
    with open(local, "rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()[:32]
    return f"{RECORDS}/month={month}/{digest}.parquet"


def month_in(name: str) -> str:
    """Return the month that the name of a file of records has."""
    return name.split("month=", 1)[1].split("/", 1)[0]
