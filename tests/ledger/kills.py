"""Kills aimed at transactions: an ingest in a process of its own that says when one begins and when it has ended.

``python -m tests.ledger.kills PIPE ARGUMENTS`` is ``communique ARGUMENTS`` that writes ``(`` into the pipe as soon as a
transaction that writes has begun, and ``)`` when it has ended.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Engine


class Where(StrEnum):
    """Where a kill fell."""

    STARTING = "before the first transaction"
    INSIDE = "inside a transaction"
    BETWEEN = "between transactions"
    ENDED = "after the end"


def undisturbed(path: Path, address: str) -> tuple[float, float]:
    """Take reports into a ledger; return the seconds to the first transaction, and those of a usual one."""
    began, moments = time.monotonic(), []
    process, pipe = _started(path, address)
    with pipe:
        while pipe.read(1):
            moments.append(time.monotonic())
    assert process.wait() == 0
    lengths = [end - start for start, end in zip(moments[::2], moments[1::2], strict=True)]
    return moments[0] - began, statistics.median(lengths)


def killed(path: Path, address: str, *, begun: int, after: float) -> Where:
    """Kill an ingest so many seconds after so many transactions have begun; return where that was."""
    process, pipe = _started(path, address)
    with pipe:
        said = b""
        while said.count(b"(") < begun and (mark := pipe.read(1)):
            said += mark
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        ended = process.wait() == 0
        said += pipe.read()
    if ended:
        return Where.ENDED
    if not said:
        return Where.STARTING
    return Where.INSIDE if said.endswith(b"(") else Where.BETWEEN


def _started(path: Path, address: str) -> tuple[subprocess.Popen[bytes], IO[bytes]]:
    read, write = os.pipe()
    command = [sys.executable, "-m", "tests.ledger.kills", str(write), "ingest", str(path), "--ledger", address]
    with open(os.devnull, "wb") as nothing:
        process = subprocess.Popen(command, pass_fds=(write,), stdout=nothing, stderr=nothing, cwd=_ROOT)
    os.close(write)
    return process, os.fdopen(read, "rb", buffering=0)


_ROOT = Path(__file__).parents[2]


def _say_transactions(pipe: int) -> None:
    """Have the ledger say its transactions."""
    from communique.ledger import store

    real = store.writing

    @contextmanager
    def writing(engine: Engine, address: str) -> Iterator[Connection]:
        with real(engine, address) as connection:
            os.write(pipe, b"(")
            yield connection
        os.write(pipe, b")")

    store.writing = writing  # type: ignore[assignment]


if __name__ == "__main__":
    from communique.cli import main

    _say_transactions(int(sys.argv[1]))
    main(sys.argv[2:])
