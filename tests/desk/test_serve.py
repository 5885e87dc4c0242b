"""``communique serve``, ``communique demo --serve``: processes that say where they are, and end when they are told."""

from __future__ import annotations

import signal
import socket
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
