"""A batch on one machine: records as ``read`` gives them, each report once, whatever is broken off on the way."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from communique.errors import BatchError, NotFound
from communique.ledger.readers import read_otherwise
from communique.ledger.store import Ledger
from communique.reading.budget import Budget
from communique.runs import NO_DAY, Read, read_reports
from communique.scale.batch import Progress, batch
from communique.scale.engines import Lost, Outcomes, in_processes
from communique.scale.rows import processor, read_of
from communique.scale.shards import Shard, shards_of, share_of
from communique.scale.work import Done, Job, work
from tests.batch.made import LINES, files, full, jsonl, manifest, records, run, shards
from tests.readings import ROOT


def job(output: Path) -> Job:
    """How a batch is read in tests."""
    return Job(str(output), NO_DAY, Budget())


def here(job: Job, todo: Sequence[Shard]) -> Outcomes:
    """An engine that reads in this process."""
    for shard in todo:
        yield work(job, shard)


def done(source: Path, output: Path) -> None:
    """Run a batch in this process."""
    batch(str(source), job(output), here, tell=lambda progress: None)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shards (``in``), and what the command gave of them (``out``)."""
    folder = tmp_path_factory.mktemp("batch")
    result = run("batch", shards(folder / "in"), "-o", folder / "out", "--jobs", 2)
    assert result.exit_code == 1, result.output
    assert "4 reports read; 1 left out; failed: 1 BadRecord" in result.output
    return folder


class TestRecords:
    """What is written."""

    def test_records_are_those_that_read_prints(self, whole: Path) -> None:
        """To the byte, and in the order of the shards."""
        paths = [whole / "in" / name for name in ("a.jsonl", "b.jsonl", "c.parquet")]
        printed = run("read", *paths, "--format", "jsonl").stdout.splitlines()
        twice = printed.pop(2)
        assert twice == printed[1]
        assert [row["record"] for row in records(whole / "out")] == printed

    def test_reports_are_had_again(self, whole: Path) -> None:
        """With their bytes and their text layer."""
        read = [x for x in read_reports([str(whole / "in" / "a.jsonl")]) if isinstance(x, Read)]
        assert [read_of(row) for row in records(whole / "out")][:2] == read

    def test_rows_say_who_read(self, whole: Path) -> None:
        """Version, weights and kind of processor; the manifest says the same."""
        made = manifest(whole / "out")
        for row in records(whole / "out"):
            assert {name: row[name] for name in ("version", "reader", "weights", "processor")}.items() <= made.items()
        assert made["processor"] == processor() and len(made["weights"]) == 64

    def test_months(self, whole: Path) -> None:
        """Files are parted by the month of publication."""
        months = {name.split("/")[1] for name in files(whole / "out") if name.startswith("records")}
        assert months == {"month=2018-08", "month=2018-09", "month=unknown"}

    def test_counts(self, whole: Path) -> None:
        """Read, left out and failed, by reason; each failure with its words."""
        made = manifest(whole / "out")
        assert made["reports"] == {
            "read": 4, "in_part": 0, "skipped": {"there already": 1}, "failed": {"BadRecord": 1},
            "other_languages": {}, "languages_left_out": {},
        }  # fmt: skip
        assert sum(made["files"].values()) == sum(made["months"].values()) == 4
        (name,) = (whole / "out" / "failed").iterdir()
        (line,) = map(json.loads, name.read_text("utf-8").splitlines())
        assert line["place"] == "line 3" and line["shard"].endswith("a.jsonl") and "not JSON" in line["problem"]


GERMAN = {
    "id": "wien",
    "text": "Der Außenminister hat sich am Montag mit seinem Kollegen in Wien getroffen, und die beiden haben geredet.",
}


class TestLanguages:
    """Reports in languages that no core reads."""

    def test_kept_and_counted(self, tmp_path: Path) -> None:
        """With their text, each once; the same report in another shard is not counted twice."""
        jsonl(tmp_path / "in" / "a.jsonl", [LINES[0], GERMAN])
        jsonl(tmp_path / "in" / "b.jsonl", [GERMAN])
        result = run("batch", tmp_path / "in", "-o", tmp_path / "out", "--jobs", 1)
        assert "1 report read; 1 left out; 1 in another language kept, not read: de 1" in result.output
        counts = manifest(tmp_path / "out")["reports"]
        assert (counts["read"], counts["other_languages"], counts["languages_left_out"]) == (1, {"de": 1}, {})
        assert [(row["report"], row["language"]) for row in records(tmp_path / "out")] == [
            ("lisbon", "en"),
            ("wien", "de"),
        ]

    def test_only_some(self, tmp_path: Path) -> None:
        """Others are left out and counted; asked for later, they are read then."""
        jsonl(tmp_path / "in" / "a.jsonl", [LINES[0], GERMAN])
        result = run("batch", tmp_path / "in", "-o", tmp_path / "out", "--jobs", 1, "--language", "en")
        assert "1 in another language left out (--language): de 1" in result.output
        assert manifest(tmp_path / "out")["reports"]["languages_left_out"] == {"de": 1}
        assert [row["report"] for row in records(tmp_path / "out")] == ["lisbon"]
        run("batch", tmp_path / "in", "-o", tmp_path / "out", "--jobs", 1)
        assert [row["report"] for row in records(tmp_path / "out")] == ["lisbon", "wien"]

    def test_a_core_of_ones_own(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its rows say who read them, and have no hash of the shipped weights; without it all is read anew."""
        jsonl(tmp_path / "in" / "a.jsonl", [LINES[0], GERMAN])
        (tmp_path / "core_of_a_batch.py").write_text(CORE, "utf-8")
        monkeypatch.chdir(tmp_path)
        result = run("batch", "in", "-o", "out", "--jobs", 1, "--core", "core_of_a_batch:german")
        assert "2 reports read" in result.output and result.exit_code == 0, result.output
        english, german = records(tmp_path / "out")
        assert german["reader"] == f"{english['reader']} with ours 1" and german["weights"] is None
        assert json.loads(german["record"])["warnings"][0].startswith("read with ours 1: ")
        run("build", "out", "--ledger", "l.sqlite")
        with Ledger("l.sqlite") as ledger:
            assert read_otherwise(ledger, {}) == {"de": 1}
        run("batch", "in", "-o", "out", "--jobs", 1)
        assert [row["reader"] for row in records(tmp_path / "out")] == [english["reader"]] * 2


CORE = """
from communique.language.outside import OutsideCore, Said, WordSaid

def say(text):
    words, at = [], 0
    for n, piece in enumerate(text.split()):
        at = text.index(piece, at)
        words.append(WordSaid(at, at + len(piece), "X", "", piece, 0, "dep" if n else "root"))
        at += len(piece)
    return Said(words)

def german():
    return OutsideCore("ours 1", frozenset({"de"}), say)
"""


class TestOnce:
    """Each report once."""

    def test_another_of_its_id_is_a_failure(self, tmp_path: Path) -> None:
        """In one shard or in two; the first by name and place stays."""
        other = {**LINES[0], "text": "The ministers of Norway and Spain met in Madrid on Friday."}
        jsonl(tmp_path / "in" / "a.jsonl", [LINES[0], other])
        jsonl(tmp_path / "in" / "b.jsonl", [other])
        done(tmp_path / "in", tmp_path / "out")
        (row,) = records(tmp_path / "out")
        assert "Portugal" in row["record"] and row["shard"].endswith("a.jsonl")
        assert manifest(tmp_path / "out")["reports"]["failed"] == {"ReportConflict": 2}

    def test_a_shard_takes_back_what_it_left_to_another(self, tmp_path: Path) -> None:
        """When that one has it no more."""
        first = jsonl(tmp_path / "in" / "a.jsonl", LINES[:2])
        jsonl(tmp_path / "in" / "b.jsonl", LINES[1:3])
        done(tmp_path / "in", tmp_path / "out")
        jsonl(first, LINES[:1])
        done(tmp_path / "in", tmp_path / "out")
        assert [(r["report"], r["shard"][-7:]) for r in records(tmp_path / "out")] == [
            ("lisbon", "a.jsonl"), ("oslo", "b.jsonl"), ("bonn", "b.jsonl")
        ]  # fmt: skip
        fresh = tmp_path / "fresh"
        done(tmp_path / "in", fresh)
        assert files(fresh) == files(tmp_path / "out")


class TestBrokenOff:
    """Runs that did not come to their end."""

    def test_a_run_goes_on_where_one_was_killed(self, tmp_path: Path) -> None:
        """The driver with its processes; in the end all is there as if it had not been, to the byte."""
        source, output, straight = tmp_path / "in", tmp_path / "out", tmp_path / "straight"
        for n in range(20):
            jsonl(source / f"{n:02}.jsonl", [{**LINES[n % 4], "id": f"r{n}"}])
        command = [sys.executable, "-m", "communique", "batch", str(source), "-o", str(output), "--jobs", "1"]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            while not list(output.glob("shards/*.json")):
                assert process.poll() is None
                time.sleep(0.01)
            os.kill(process.pid, signal.SIGKILL)
        assert len(list(output.glob("shards/*.json"))) < 20
        done(source, straight)
        done(source, output)
        assert files(output) == files(straight)

    def test_what_is_done_is_not_read_again(self, whole: Path, tmp_path: Path) -> None:
        """Nor is anything written another time."""
        before = {path: path.stat().st_mtime_ns for path in (whole / "out" / "records").rglob("*.parquet")}

        def none(job: Job, todo: Sequence[Shard]) -> Outcomes:
            raise AssertionError(todo)

        batch(str(whole / "in"), job(whole / "out"), none, tell=lambda progress: None)
        assert {path: path.stat().st_mtime_ns for path in before} == before

    def test_what_no_marker_names_is_removed(self, whole: Path, tmp_path: Path) -> None:
        """What a task left that was ended before its marker."""
        left = whole / "out" / "records" / "month=2018-08" / "0.parquet.1.part"
        left.write_bytes(b"PAR")
        done(whole / "in", whole / "out")
        assert not left.exists()


def fragile(job: Job, shard: Shard) -> Done:
    """A task that ends its process: always on "b", once on "a"."""
    mark = Path(job.output, "begun")
    if shard.address == "b" or (shard.address == "a" and not mark.exists()):
        mark.touch()
        os._exit(1)
    return Done(shard.address, shard.stamp, job.stamp, 1)


class TestLost:
    """Processes that are ended, and tasks that fail."""

    def test_a_shard_that_ends_its_process_ends_no_other(self, tmp_path: Path) -> None:
        """It is given up after three times; one whose process was ended once is read."""
        todo = [Shard(name, "") for name in "abcd"]
        found = [x for x in in_processes(job(tmp_path), todo, 2, fragile) if x is not None]
        assert sorted(x.shard for x in found if isinstance(x, Done)) == ["a", "c", "d"]
        (lost,) = (x for x in found if isinstance(x, Lost))
        assert lost.shard == "b" and "ended 3 times" in lost.problem

    def test_a_task_that_fails_is_taken_up_again(self, tmp_path: Path) -> None:
        """By a further run; the manifest names it until then."""
        source, output = jsonl(tmp_path / "in" / "a.jsonl", LINES[:1]), tmp_path / "out"

        def engine(job: Job, todo: Sequence[Shard]) -> Outcomes:
            return in_processes(job, todo, 1, full)

        made, lost = batch(str(source), job(output), engine, tell=lambda progress: None)
        assert [x.problem for x in lost] == ["OSError: [Errno 28] No space left on device"]
        assert made["shards"]["lost"] == {str(source): lost[0].problem}
        done(source, output)
        assert manifest(output)["shards"] == {"done": 1, "lost": {}}

    def test_word_is_given_now_and_then(self, tmp_path: Path) -> None:
        """Also while no shard is done."""
        source, told = jsonl(tmp_path / "in" / "a.jsonl", LINES[:1]), list[Progress]()

        def slow(job: Job, todo: Sequence[Shard]) -> Iterator[Done | Lost | None]:
            yield None
            yield work(job, todo[0])

        batch(str(source), job(tmp_path / "out"), slow, tell=told.append)
        assert [(x.done, x.read) for x in told] == [(0, 0), (0, 0), (1, 1)]


class TestShards:
    """What is read."""

    def test_shares_are_a_whole(self) -> None:
        """Counted from 0 or from 1, as arrays of jobs do."""
        todo = [Shard(str(n), "") for n in range(7)]
        for start in (0, 1):
            shares = [share_of(todo, f"{n}/3") for n in range(start, start + 3)]
            assert sorted((x for share in shares for x in share), key=lambda x: x.address) == todo

    @pytest.mark.parametrize("part", ["4/3", "1/0", "one", "1/2/3"])
    def test_no_share(self, part: str) -> None:
        """The message says what one is."""
        with pytest.raises(BatchError, match="3/8"):
            share_of([], part)

    def test_shares_by_the_command(self, whole: Path, tmp_path: Path) -> None:
        """Two shares, then a run without one, give what one run gives."""
        for part in ("1/2", "2/2"):
            result = run("batch", whole / "in", "-o", tmp_path, "--jobs", 1, "--shard", part)
            assert "run it once more without --shard" in result.output
        assert not (tmp_path / "manifest.json").exists()
        run("batch", whole / "in", "-o", tmp_path, "--jobs", 1)
        assert files(tmp_path) == files(whole / "out")

    def test_array_of_jobs(self, whole: Path, tmp_path: Path) -> None:
        """As Slurm runs it: each job of the array with its number, then one that waited for them."""
        bin = tmp_path / "bin"
        bin.mkdir()
        command = bin / "communique"
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m communique "$@"\n', "utf-8")
        command.chmod(0o755)
        for job in ({"SLURM_ARRAY_TASK_ID": n, "SLURM_ARRAY_TASK_COUNT": "2"} for n in "01"):
            self._submitted(whole, tmp_path / "out", bin, job)
        assert not (tmp_path / "out" / "manifest.json").exists()
        self._submitted(whole, tmp_path / "out", bin, {})
        assert files(tmp_path / "out") == files(whole / "out")

    @staticmethod
    def _submitted(whole: Path, output: Path, bin: Path, job: dict[str, str]) -> None:
        env = {**os.environ, **job, "PATH": f"{bin}:{os.environ['PATH']}"}
        script = str(ROOT / "deploy" / "slurm-array.sh")
        assert subprocess.run(["sh", script, str(whole / "in"), str(output)], env=env).returncode <= 1

    def test_files_of_a_pattern_and_of_a_folder(self, whole: Path) -> None:
        """Those of kinds that are read, in the order of their names; hidden ones are not."""
        (whole / "in" / "notes.bin").touch()
        (whole / "in" / ".hidden.jsonl").touch()
        names = [Path(x.address).name for x in shards_of(str(whole / "in"))]
        assert names == ["a.jsonl", "b.jsonl", "c.parquet"]
        assert [Path(x.address).name for x in shards_of(str(whole / "in" / "*.jsonl"))][-2:] == names[:2]
        with pytest.raises(NotFound):
            shards_of(str(whole / "in" / "*.warc.gz"))

    def test_archive(self, tmp_path: Path) -> None:
        """What a web archive holds beside pages is counted as left out, by what it is."""
        packed = io.BytesIO()
        archive = WARCWriter(packed, gzip=True)
        page = f"<html><body><article><h1>Talks</h1><p>{LINES[0]['text']} They agreed on the water.</p></article>"
        for uri, kind, body in (("https://a.example/1", "text/html", page), ("https://a.example/2", "image/gif", "")):
            head = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
            made = archive.create_warc_record(uri, "response", payload=io.BytesIO(body.encode()), http_headers=head)
            archive.write_record(made)
        (tmp_path / "a.warc.gz").write_bytes(packed.getvalue())
        done(tmp_path / "a.warc.gz", tmp_path / "out")
        counted = manifest(tmp_path / "out")["reports"]
        assert counted["read"] == 1 and counted["skipped"] == {"of image/gif": 1}


def test_ledger_of_a_shard_s_report_is_that_of_reading_it(whole: Path, tmp_path: Path) -> None:
    """A report that is had again goes into a ledger as the one that was read."""
    for name, found in (
        ("a", [x for x in read_reports([str(whole / "in" / "b.jsonl")]) if isinstance(x, Read)][1:]),
        ("b", [read_of(row) for row in records(whole / "out") if row["report"] == "bonn"]),
    ):
        with Ledger(tmp_path / name) as ledger:
            (read,) = found
            ledger.add(read.report, read.record)
    with Ledger(tmp_path / "a") as one, Ledger(tmp_path / "b") as other:
        assert one.report("bonn") == other.report("bonn") and one.find() == other.find()
