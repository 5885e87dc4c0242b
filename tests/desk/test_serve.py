"""``communique serve``, ``communique demo --serve``: processes that say where they are, and end when they are told."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import time
import urllib.request

import pytest
from click.testing import CliRunner

from communique.cli import main
from tests.desk.bench import served

SECONDS = 60.0
"""After which a process is given up."""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_end(small: str, number: int) -> None:
    """At the address it printed; a signal is no failure, and nothing of a trace is printed."""
    with served("serve", "--ledger", small, "--port", "0") as (process, where):
        with urllib.request.urlopen(where, timeout=SECONDS) as answer:
            assert answer.status == 200 and b"Communiqu" in answer.read()
        process.send_signal(number)
        _, rest = process.communicate(timeout=SECONDS)
        assert (process.returncode, rest) == (0, "")


@pytest.mark.skipif(shutil.which("ps") is None, reason="ps lists the processes")
def test_several_processes_serve_and_all_end(small: str) -> None:
    """Each page comes, whichever of two answers; told to end, it ends well and leaves no process behind."""
    with served("serve", "--ledger", small, "--port", "0", "--workers", "2") as (process, where):
        for path in ("", "engagements", "api/counts", "", "reports", "api/counts"):
            with urllib.request.urlopen(f"{where}{path}", timeout=SECONDS) as answer:
                assert answer.status == 200 and answer.read()
        begun = {number for number, parent in running() if parent == process.pid}
        assert len(begun) >= 2
        process.send_signal(signal.SIGTERM)
        _, rest = process.communicate(timeout=SECONDS)
        assert (process.returncode, rest) == (0, "")
        end = time.monotonic() + SECONDS
        while begun & {number for number, _ in running()}:  # Python's own, which tidies up, ends a moment later
            assert time.monotonic() < end, "a process is left"
            time.sleep(0.05)
        with pytest.raises(OSError):
            urllib.request.urlopen(where, timeout=SECONDS)


def running() -> list[tuple[int, int]]:
    """The processes that have not ended, by their numbers, each with that of the one which began it."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True)
    rows = (line.split() for line in listed.stdout.splitlines())
    return [(int(number), int(parent)) for number, parent, state in rows if not state.startswith("Z")]


def test_a_port_that_is_taken(small: str) -> None:
    """It is told in plain words, with what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(main, ["serve", "--ledger", small, "--port", port])
    assert result.exit_code == 2 and f"--port {port}" in result.stderr and "Give another --port" in result.stderr


def test_no_ledger(tmp_path: pytest.TempPathFactory) -> None:
    """One is not made: a wrong path would show an empty desk."""
    result = CliRunner().invoke(main, ["serve", "--ledger", f"{tmp_path}/none.sqlite", "--port", "0"])
    assert result.exit_code == 2 and "communique ingest" in result.stderr
