"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from communique import __version__
from communique.cli import main
from tests.readings import SAMPLES, index

SENATORS = str(SAMPLES / "senators-moscow.txt")
CALL = str(SAMPLES / "denmark-call.txt")
FRENCH = (
    "Le président français a rencontré le chancelier allemand à Berlin lundi. Ils ont parlé de la guerre et de la "
    "paix pendant des heures, et ils se verront à Paris dans une semaine.\n"
)


def run(*arguments: str, input: str | bytes | None = None, width: int = 80) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, list(arguments), input=input, env={"COLUMNS": str(width)})


def start(*arguments: str, stderr: Any = subprocess.PIPE) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    environment = {**os.environ, "COLUMNS": "80"}
    command = [sys.executable, "-m", "communique", *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=stderr, env=environment, check=False)


def records(result: Result) -> list[dict[str, Any]]:
    """The records of a run with ``--format jsonl``."""
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def bad(tmp_path: Path) -> dict[str, str]:
    """Sources that cannot be read, by what is wrong with each."""
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.7\n\x00\x01\x02")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "marked.txt").write_bytes(b"\xff\xfea\x00b")
    (tmp_path / "folder").mkdir()
    names = {"binary": "report.pdf", "empty": "empty.txt", "encoding": "marked.txt", "directory": "folder",
             "missing": "missing.txt"}  # fmt: skip
    return {what: str(tmp_path / name) for what, name in names.items()}


class TestRead:
    """``communique read``."""

    @pytest.mark.parametrize("width", [80, 100, 60])
    def test_table_fits_the_terminal(self, width: int) -> None:
        """No line is wider than the terminal, and kinds, statuses and words are there."""
        result = run("read", SENATORS, "--published", "2018-07-03", width=width)
        assert result.exit_code == 0
        assert max(cell_len(line) for line in result.stdout.splitlines()) <= width
        for words in ("STATUS", "planned", "meeting", "STATEMENTS", "“Democrats criticized"):
            assert words in result.stdout

    def test_table_with_sentences(self) -> None:
        """``--sentences`` shows the whole sentence of an engagement, however long, in place of its evidence."""
        (line,) = [x for x in Path(CALL).read_text("utf-8").splitlines() if x.startswith("Secretary of State")]
        whole = line.split(" Kofod thanked")[0]
        shown, plain = (" ".join(run("read", CALL, *more).stdout.split()) for more in (("--sentences",), ()))
        assert f"“{whole}”" in shown
        assert f"“{whole}”" not in plain

    def test_table_without_statements(self) -> None:
        """``--no-statements`` leaves them out and nothing else."""
        whole, short = run("read", CALL), run("read", CALL, "--no-statements")
        assert "STATEMENTS" in whole.stdout
        assert whole.stdout.startswith(short.stdout)
        assert "STATEMENTS" not in short.stdout

    def test_json_is_one_object(self) -> None:
        """``json`` gives the contract's keys, characters as they are, and nothing on standard error."""
        result = run("read", SENATORS, "--published", "2018-07-03", "--format", "json")
        record = json.loads(result.stdout)
        assert (result.exit_code, result.stderr) == (0, "")
        assert list(record) == [
            "report", "actors", "counterparts", "engagements", "statements", "times", "places", "warnings",
        ]  # fmt: skip
        assert record["report"]["published"] == "2018-07-03"
        assert "“I’m not here today" in result.stdout

    def test_jsonl_is_an_object_a_line(self) -> None:
        """``jsonl`` gives a line a report, in the order of the sources; how many were read goes to standard error."""
        result = run("read", SENATORS, CALL, "--format", "jsonl")
        first, second = records(result)
        assert first["report"]["text"].startswith("U.S. Lawmakers")
        assert second["report"]["title"].startswith("Trump and Frederiksen")
        assert result.stderr == "2 reports read\n"

    @pytest.mark.parametrize("what", ["binary", "empty", "encoding", "directory", "missing"])
    def test_a_bad_report_is_named_and_the_others_are_read(self, bad: dict[str, str], what: str) -> None:
        """One source that cannot be read: named and counted, exit code 1, and the reports around it are there."""
        result = run("read", SENATORS, bad[what], CALL, "--format", "jsonl")
        assert result.exit_code == 1
        assert len(records(result)) == 2
        named, counted = result.stderr.splitlines()
        assert named.startswith(f"communique: {bad[what]}")
        assert counted == "2 reports read, 1 failed"

    def test_all_failures_are_counted(self, bad: dict[str, str]) -> None:
        """Five bad sources: five named lines and the count, nothing on standard output."""
        result = run("read", *bad.values(), "--format", "jsonl")
        assert (result.exit_code, result.stdout) == (1, "")
        *named, counted = result.stderr.splitlines()
        assert [line.split(":")[0] for line in named] == ["communique"] * 5
        assert counted == "0 reports read, 5 failed"

    def test_not_english(self, tmp_path: Path) -> None:
        """A French report gives a record without readings, a warning in it and in the table, and exit code 0."""
        path = tmp_path / "fr.txt"
        path.write_text(FRENCH, "utf-8")
        result = run("read", str(path), "--format", "jsonl")
        (record,) = records(result)
        assert result.exit_code == 0
        assert (record["engagements"], record["statements"]) == ([], [])
        assert any("not English" in warning for warning in record["warnings"])
        shown = run("read", str(path)).stdout
        assert "warning: not English" in " ".join(shown.split())
        assert "no engagement found" in shown

    @pytest.mark.parametrize("date", ["yesterday", "2018-13-01", "2018-02-30", ""])
    def test_a_bad_date_is_wrong_usage(self, date: str) -> None:
        """``--published`` that is no day: exit code 2, nothing read, and the value in the message."""
        result = run("read", SENATORS, "--published", date)
        assert (result.exit_code, result.stdout) == (2, "")
        assert repr(date) in result.stderr

    @pytest.mark.parametrize("arguments", [("read",), ("read", CALL, "--format", "xml"), ("read", CALL, "--jobs", "0")])
    def test_wrong_usage(self, arguments: tuple[str, ...]) -> None:
        """No source, an unknown format, no process at all: exit code 2."""
        assert run(*arguments).exit_code == 2

    def test_standard_input(self) -> None:
        """``-`` reads one report, the same as from its file."""
        given = records(run("read", "-", "--format", "jsonl", input=Path(CALL).read_bytes()))
        assert given == records(run("read", CALL, "--format", "jsonl"))

    def test_json_lines_on_standard_input(self) -> None:
        """JSON Lines give a record a line; a bad line is named by its number and the rest is read."""
        text = Path(CALL).read_text("utf-8")
        good = json.dumps({"id": "a", "text": text, "published": "2019-08-23"})
        lines = "\n".join((good, "not json", good.replace('"a"', '"b"')))
        result = run("read", "-", "--format", "jsonl", input=lines)
        assert [r["report"]["id"] for r in records(result)] == ["a", "b"]
        assert result.exit_code == 1
        assert "line 2" in result.stderr

    def test_two_processes_give_the_same(self) -> None:
        """``--jobs 2`` prints what ``--jobs 1`` prints, in the same order, failures included."""
        files = [str(SAMPLES / e["file"]) for e in index()[:4]]
        one, two = (start("read", *files, "missing.txt", CALL, "--format", "jsonl", "--jobs", n) for n in "12")
        assert (two.stdout, two.returncode) == (one.stdout, one.returncode)
        assert sorted(two.stderr.splitlines()) == sorted(one.stderr.splitlines())
        assert len(one.stdout.splitlines()) == 5

    def test_no_progress_bar_without_a_terminal(self) -> None:
        """Standard error that is no terminal gets the count and nothing that moves."""
        done = start("read", SENATORS, CALL, "--format", "jsonl")
        assert done.stderr == b"2 reports read\n"

    @pytest.mark.parametrize(("flags", "shown"), [((), True), (("--quiet",), False)])
    def test_progress_bar_on_a_terminal(self, flags: tuple[str, ...], shown: bool) -> None:
        """A terminal gets a bar on standard error, unless it is told to be quiet; standard output stays clean."""
        pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
        leader, follower = pty.openpty()
        done = start("read", SENATORS, CALL, "--format", "jsonl", *flags, stderr=follower)
        os.close(follower)
        seen = b""
        with contextlib.suppress(OSError):  # the end of a terminal is an error
            while piece := os.read(leader, 100_000):
                seen += piece
        os.close(leader)
        assert (b"reading" in seen) is shown
        assert b"2 reports read" in seen
        assert len(done.stdout.splitlines()) == 2

    def test_a_closed_pipe_is_no_failure(self) -> None:
        """A reader that has had enough ends the command quietly, with exit code 0."""
        read, write = os.pipe()
        os.close(read)
        command = [sys.executable, "-m", "communique", "read", CALL, SENATORS, "--format", "jsonl"]
        done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, check=False)
        os.close(write)
        assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


class TestDemo:
    """``communique demo``."""

    def test_reads_into_a_ledger_and_prints_promises(self, tmp_path: Path) -> None:
        """One record in full, a line for each report, promises followed, counts; the ledger is kept where asked."""
        path = tmp_path / "Anna's demo.sqlite"
        result = run("demo", "--ledger", str(path))
        assert result.exit_code == 0
        assert max(cell_len(line) for line in result.stdout.splitlines()) <= 80
        assert f"{len(index())} reports, " in result.stdout
        assert result.stdout.count("published ") == 1
        shown = " ".join(result.stdout.split())
        assert all(" ".join(e["title"].split()[:3]) in shown for e in index())
        assert "Promises followed through several reports" in shown
        assert shown.count("promise: ") >= 3
        assert f"{len(index())} reports (1 copy) in the ledger: " in shown
        hints = [line.strip() for line in result.stderr.splitlines() if line.startswith("  communique ")]
        assert len(hints) > 3
        for line in hints:
            answer = run(*shlex.split(line)[1:])
            assert (answer.exit_code, len(answer.stdout.splitlines()) > 3) == (0, True), line

    def test_all_prints_every_record_and_leaves_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """``--all`` prints every report's record; without ``--ledger`` no file is left."""
        monkeypatch.chdir(tmp_path)
        result = run("demo", "--all", "--quiet")
        assert result.stdout.count("published 2") == len(index())
        assert "\n  communique demo --ledger demo.sqlite\n" in result.stderr
        assert "\n  communique timeline USA RUS --ledger demo.sqlite\n" in result.stderr
        assert list(tmp_path.iterdir()) == []


class TestTag:
    """``communique tag``."""

    WORDS = "# sent_id = 1\n" + "".join(
        f"{n}\t{w}\t_\t_\t_\t_\t_\t_\t_\t_\n" for n, w in enumerate("Angela Merkel visited Kyiv .".split(), 1)
    )

    def test_fills_the_columns(self) -> None:
        """Words and comments stay; tags, heads, relations, lemmas and names are filled in."""
        result = run("tag", "--conllu", input=self.WORDS + "\n")
        comment, *rows = result.stdout.rstrip("\n").split("\n")
        columns = [row.split("\t") for row in rows]
        assert (result.exit_code, comment) == (0, "# sent_id = 1")
        assert [c[1] for c in columns] == "Angela Merkel visited Kyiv .".split()
        assert columns[2][2:4] == ["visit", "VERB"]
        assert [c[6] for c in columns].count("0") == 1
        assert [c[9] for c in columns][:3] == ["NER=B-PER", "NER=I-PER", "NER=O"]

    def test_reads_a_file(self, tmp_path: Path) -> None:
        """A path in place of standard input gives the same."""
        path = tmp_path / "words.conllu"
        path.write_text(self.WORDS + "\n", "utf-8")
        assert run("tag", "--conllu", str(path)).stdout == run("tag", "--conllu", input=self.WORDS + "\n").stdout

    def test_a_bad_line_is_named(self) -> None:
        """A line without ten columns: exit code 2, with its number."""
        result = run("tag", "--conllu", input="1\tMet\t_\n")
        assert result.exit_code == 2
        assert "line 1: 3 columns" in result.stderr

    def test_the_form_must_be_said(self) -> None:
        """Without ``--conllu`` nothing is read: exit code 2."""
        assert run("tag", input=self.WORDS).exit_code == 2


DOCUMENTS = (
    '{"id": "a", "text": "France said on Friday that it would send an envoy to Rabat.", "published": "2018-08-06"}',
    "not json",
    json.dumps({"id": "b", "text": "“We are ready,” said Angela Merkel in Paris on May 3, 2018."}, ensure_ascii=False),
)
KEYS = {"quotes": "quotes", "times": "times", "places": "places"}


class TestDocuments:
    """``communique quotes``, ``times`` and ``places``."""

    @pytest.mark.parametrize("command", KEYS)
    def test_a_line_for_a_line(self, command: str) -> None:
        """Each document is answered in order, with its id and something found."""
        result = run(command, input="\n".join((DOCUMENTS[0], DOCUMENTS[2])) + "\n")
        answers = [json.loads(line) for line in result.stdout.splitlines()]
        assert result.exit_code == 0
        assert [a["id"] for a in answers] == ["a", "b"]
        assert all(a[KEYS[command]] for a in answers)

    @pytest.mark.parametrize("command", KEYS)
    def test_the_lines_around_a_bad_one_are_answered(self, command: str) -> None:
        """Two good documents around a line that is no JSON: two answers."""
        result = run(command, input="\n".join(DOCUMENTS) + "\n")
        assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a", "b"]

    @pytest.mark.parametrize("command", KEYS)
    def test_a_bad_line_is_named_and_counted(self, command: str) -> None:
        """The bad line's number and the count are on standard error; exit code 1."""
        result = run(command, input="\n".join(DOCUMENTS) + "\n")
        assert result.exit_code == 1
        assert "line 2" in result.stderr
        assert "2 documents read, 1 failed" in result.stderr

    @pytest.mark.parametrize("command", KEYS)
    def test_bytes_that_are_no_utf8(self, command: str) -> None:
        """A line that is no UTF-8 is a bad line like another."""
        bad = b'\n{"id": "x", "text": "\xff\xfe"}\n'
        result = run(command, input=DOCUMENTS[0].encode() + bad + DOCUMENTS[2].encode())
        assert len(result.stdout.splitlines()) == 2
        assert result.exit_code == 1

    def test_quotes_slice_to_words(self) -> None:
        """Offsets of a quotation, its source and its cue count in the document's text."""
        (answer,) = [json.loads(line) for line in run("quotes", input=DOCUMENTS[2]).stdout.splitlines()]
        text = json.loads(DOCUMENTS[2])["text"]
        (quote,) = answer["quotes"]
        words = {key: [text[a:b] for a, b in quote[key]] for key in ("content", "source", "cue")}
        assert words["source"] == ["Angela Merkel"]
        assert words["cue"] == ["said"]
        assert words["content"][0].strip("“”,") == "We are ready"

    def test_times_are_resolved(self) -> None:
        """A weekday is told from the document's publication date, a full date from itself."""
        result = run("times", input="\n".join((DOCUMENTS[0], DOCUMENTS[2])))
        found = [t["edtf"] for line in result.stdout.splitlines() for t in json.loads(line)["times"]]
        assert found == ["2018-08-03", "2018-05-03"]

    def test_places_have_coordinates(self) -> None:
        """A town has its country and a position."""
        (answer,) = [json.loads(line) for line in run("places", input=DOCUMENTS[2]).stdout.splitlines()]
        paris = next(p for p in answer["places"] if p["name"] == "Paris")
        assert paris["country"] == "FRA"
        assert (round(paris["lat"]), round(paris["lon"])) == (49, 2)


def test_version() -> None:
    """``--version`` prints the package's own."""
    assert run("--version").stdout == f"communique, version {__version__}\n"


def test_unknown_command_is_wrong_usage() -> None:
    """A command that there is not: exit code 2."""
    assert run("frobnicate").exit_code == 2
