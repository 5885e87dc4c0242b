"""The command as a process, with streams and files as they are on a bad day: a message, an exit code, an end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from communique.cli import main
from communique.intake import open_reports
from communique.intake.jsonl import bounded_lines
from communique.ledger.store import Ledger
from tests import readme

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes and devices as POSIX has them")
TEXT = "Angela Merkel met Emmanuel Macron in Oslo on 4 March 2019.\n"
LONG = 120
"""Seconds after which a process is taken to hang."""


def run(*arguments: str, before: str = "", after: str = "", **more: Any) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a shell, with redirections before or after it."""
    command = f'{before}"$PYTHON" -m communique "$@" {after}'
    env = {**os.environ, "PYTHON": sys.executable}
    return subprocess.run(
        ["bash", "-c", command, "communique", *arguments],
        capture_output=True, timeout=LONG, check=False, env=env, **{"stdin": subprocess.DEVNULL, **more},
    )  # fmt: skip


def fails(done: subprocess.CompletedProcess[bytes], words: str, code: int = 2) -> None:
    """See that it ended with a message that has the words, and no traceback."""
    err = done.stderr.decode()
    assert (done.returncode, "Traceback" in err, words in err) == (code, False, True), err
    assert err.startswith("communique: ")
    assert "Exception ignored" not in err


class Ended(NamedTuple):
    """How a command ended: its exit code, and what it said."""

    code: object
    err: str


def within(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> Ended:
    """Run the command in this process."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    return Ended(caught.value.code, capsys.readouterr().err)


@pytest.fixture
def report(tmp_path: Path) -> str:
    """A report in a file."""
    path = tmp_path / "report.txt"
    path.write_text(TEXT, "utf-8")
    return str(path)


class TestOutput:
    """Standard output that takes nothing."""

    @pytest.mark.parametrize("command", [
        ("search", "--json"), ("search",), ("export", "--format", "csv"),
    ], ids=" ".join)  # fmt: skip
    @pytest.mark.parametrize(("after", "words"), [
        (">/dev/full", "standard output: it cannot be written (No space left on device)"),
        (">&-", "standard output: it cannot be written (Bad file descriptor)"),
    ], ids=["full", "closed"])  # fmt: skip
    def test_full_or_closed(self, command: tuple[str, ...], after: str, words: str) -> None:
        """It is said, with exit code 2."""
        fails(run(*command, "--ledger", readme.ledger(), after=after), words)

    def test_closed_where_nothing_is_printed(self, report: str, tmp_path: Path) -> None:
        """A ledger is made all the same, and its file is not what is taken for standard output."""
        address = str(tmp_path / "ledger.sqlite")
        done = run("ingest", report, "--ledger", address, after="<&- >&- 2>&-")
        assert done.returncode == 0
        found = run("search", "--json", "--ledger", address)
        assert json.loads(found.stdout)["kind"] == "meeting"

    @pytest.mark.parametrize("after", ["2>&-", "2>/dev/full"])
    def test_no_standard_error(self, report: str, after: str) -> None:
        """A message that nobody can be told ends nothing; the exit code says it."""
        done = run("read", report, "missing.txt", "--format", "jsonl", after=after)
        assert done.returncode == 1
        assert json.loads(done.stdout)["report"]["text"] == TEXT

    def test_head(self) -> None:
        """A reader that has had enough is no failure."""
        done = run("search", "--limit", "0", "--json", "--ledger", readme.ledger(),
                   after="| head -1; exit ${PIPESTATUS[0]}")  # fmt: skip
        assert (done.returncode, done.stderr, done.stdout.count(b"\n")) == (0, b"", 1)


class TestExportedFile:
    """``--output``."""

    def test_a_device_is_written_to_not_replaced(self, tmp_path: Path) -> None:
        """A device or a pipe stays what it is; a full one is said to be."""
        link = tmp_path / "full"
        link.symlink_to("/dev/full")
        done = run("export", "--format", "csv", "-o", str(link), "--ledger", readme.ledger())
        fails(done, "it cannot be written (No space left on device)")
        assert link.is_symlink() and Path("/dev/full").is_char_device()
        assert list(tmp_path.iterdir()) == [link]
        done = run("judge", "--export", "/dev/full", "--ledger", readme.ledger())
        assert (done.returncode, Path("/dev/full").is_char_device()) == (0, True)

    def test_a_folder(self, tmp_path: Path) -> None:
        """A folder is no file."""
        done = run("judge", "--export", str(tmp_path), "--ledger", readme.ledger())
        fails(done, "cannot be written (Is a directory)")


class TestInput:
    """What is read."""

    @pytest.mark.parametrize("command", [
        ("read", "-"), ("ingest", "-", "--ledger", "LEDGER"), ("quotes",), ("code",), ("times",), ("places", "-"),
        ("tag", "--conllu"), ("explain", "-"), ("judge", "--import", "-", "--ledger", "LEDGER"),
        ("ingest", "--restore", "-", "--ledger", "LEDGER"),
    ], ids=" ".join)  # fmt: skip
    @pytest.mark.parametrize("closed", [True, False], ids=["closed", "refused"])
    def test_standard_input(
        self, command: tuple[str, ...], closed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:  # fmt: skip
        """That it is closed, or that the system refuses to read it, is said, and counted where reports are."""
        address = str(tmp_path / "ledger.sqlite")
        Ledger(address).close()
        arguments = [address if x == "LEDGER" else x for x in command]
        counts = command[:2] in (("read", "-"), ("ingest", "-"))
        if closed:
            monkeypatch.setattr(sys, "stdin", None)
        elif Path("/proc/self/mem").exists():
            monkeypatch.setattr(sys, "stdin", open("/proc/self/mem"))  # noqa: SIM115
        else:
            pytest.skip("nothing here that cannot be read")
        words = "standard input is closed" if closed else "it cannot be read (Input/output error)"
        ended = within(arguments, capsys)
        assert (ended.code, words in ended.err, "Traceback" in ended.err) == (1 if counts else 2, True, False)
        assert not counts or "1 failed" in ended.err

    @pytest.mark.parametrize("command", [
        ("read",), ("read", "--format", "jsonl"), ("quotes",), ("tag", "--conllu"), ("ingest", "--restore"),
    ], ids=" ".join)  # fmt: skip
    def test_no_file(self, command: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """A pipe, a device, a folder, nothing: none is waited for, wherever it lies."""
        shared = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else tmp_path
        fifos = [folder / f"fifo-{os.getpid()}.jsonl" for folder in (tmp_path, shared)]
        more = ("--ledger", str(tmp_path / "new.sqlite")) if command[0] == "ingest" else ()
        wrong = {**dict.fromkeys([*map(str, fifos), "/dev/zero"], "this is not a regular file"),
                 str(tmp_path / "empty"): "this is a directory",
                 str(tmp_path / "none"): "there is no such file"}  # fmt: skip
        (tmp_path / "empty").mkdir()
        if Path("/proc/self/mem").exists():
            wrong["/proc/self/mem"] = "it cannot be read (Input/output error)"
        for fifo in dict.fromkeys(fifos):
            os.mkfifo(fifo)
        signal.alarm(LONG)
        try:
            for path, words in wrong.items():
                ended = within([*command, path, *more], capsys)
                assert (ended.code, words in ended.err) == (1 if command[0] == "read" else 2, True), ended
        finally:
            signal.alarm(0)
            for fifo in dict.fromkeys(fifos):
                fifo.unlink()

    @pytest.mark.parametrize("after", ['<<<"$TEXT"', '< <(echo "$TEXT")'])
    def test_what_the_shell_has_opened_is_read(self, after: str) -> None:
        """``/dev/stdin``, and a process that writes for us."""
        before = f"TEXT='{TEXT.strip()}'; "
        done = run("read", "/dev/stdin", "--format", "jsonl", before=before, after=after, stdin=None)
        assert json.loads(done.stdout)["report"]["text"] == TEXT

    def test_a_process_as_a_file(self) -> None:
        """``<(...)`` is a pipe that somebody writes to."""
        done = subprocess.run(
            ["bash", "-c", f'"{sys.executable}" -m communique read <(echo "{TEXT.strip()}") --format jsonl'],
            capture_output=True, timeout=LONG, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert json.loads(done.stdout)["report"]["text"] == TEXT

    def test_a_file_that_is_put_in_place_of_another_meanwhile(
        self, report: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A pipe that was a file when it was looked at is not waited for either."""
        fifo = tmp_path / "fifo"
        os.mkfifo(fifo)
        monkeypatch.setattr("os.path.isfile", lambda path: True)
        (error,) = open_reports(str(fifo))
        assert "not a regular file" in str(error)

    def test_a_file_that_grows(self, tmp_path: Path) -> None:
        """What was in it when it was opened is read; what comes meanwhile is for the next run."""
        path = tmp_path / "reports.jsonl"
        line = json.dumps({"text": TEXT}) + "\n"
        path.write_text(line * 3, "utf-8")
        found = []
        for item in open_reports(str(path)):
            found.append(item)
            with path.open("a", encoding="utf-8") as more:
                more.write(line * 10_000)
        assert len(found) == 3

    def test_lines_up_to_a_size(self) -> None:
        """A stream without end comes to one."""

        class Endless:
            def readline(self, most: int) -> bytes:
                return b"{}\n"[:most]

        assert list(bounded_lines(Endless(), 8)) == [b"{}\n", b"{}\n", b"{}"]


def children(pid: int) -> Iterator[int]:
    """The processes that a process has started."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parts = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(parts[1]) == pid:
            yield int(path.parent.name)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
class TestWorkers:
    """``--jobs``."""

    @pytest.fixture
    def busy(self, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
        """A run with two workers that wait for more input."""
        whole = [sys.executable, "-m", "communique", "read", "-", "--jobs", "2", "--format", "jsonl"]
        process = subprocess.Popen(whole, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdin is not None and process.stdout is not None
        lines = (json.dumps({"text": TEXT, "id": f"r{n}"}).encode() + b"\n" for n in range(40))
        threading.Thread(target=self.feed, args=(process, list(lines)), daemon=True).start()
        assert process.stdout.readline()
        yield process
        process.kill()
        process.stdin.close()
        process.wait()

    @staticmethod
    def feed(process: subprocess.Popen[bytes], lines: list[bytes]) -> None:
        """Give a process lines and leave its input open."""
        assert process.stdin is not None
        for line in lines:
            process.stdin.write(line)
        process.stdin.flush()

    def test_they_end_with_the_one_that_started_them(self, busy: subprocess.Popen[bytes]) -> None:
        """Killed, it tells nobody: they notice."""
        workers = list(children(busy.pid))
        assert len(workers) >= 2
        busy.kill()
        busy.wait()
        ends = [os.pidfd_open(pid) for pid in workers if Path(f"/proc/{pid}").exists()]
        import select

        poll = select.poll()
        for end in ends:
            poll.register(end, select.POLLIN)
        left = set(ends)
        while left and (ready := poll.poll(30_000)):
            for end, _ in ready:
                poll.unregister(end)
                left.discard(end)
        for end in ends:
            os.close(end)
        assert left == set()

    def test_one_that_is_ended_from_outside_is_said_to_be(self, busy: subprocess.Popen[bytes]) -> None:
        """The system takes a worker for its memory: a message, and exit code 2."""
        for pid in list(children(busy.pid)):
            os.kill(pid, 9)
        assert busy.stdin is not None
        _, err = busy.communicate(timeout=LONG)
        assert busy.returncode == 2
        assert b"Traceback" not in err
        assert b"communique: --jobs: a process that reads reports was ended from outside" in err
