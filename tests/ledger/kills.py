"""Kills aimed at transactions: an ingest in a process of its own that says when one begins and when it has ended.

The process is forked from one that has the package loaded, and the reports' records are made beforehand, so that what
is killed is nearly all writing. All else is the command itself, in a process of its own that a signal ends.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import statistics
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess
from pathlib import Path
from signal import SIGKILL

from sqlalchemy import Connection, Engine

from communique import runs
from communique.cli import main
from communique.ledger import store
from communique.records import Record

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload([__name__])


class Where(StrEnum):
    """Where a kill fell."""

    STARTING = "before the first transaction"
    INSIDE = "inside a transaction"
    BETWEEN = "between transactions"
    ENDED = "after the end"


@dataclass(frozen=True, slots=True)
class Ingest:
    """A command that takes reports into a ledger, each with the record that it is read to."""

    path: Path
    address: str
    records: Mapping[str, Record]

    def whole(self) -> tuple[float, float]:
        """Run it to its end; return the seconds to its first transaction, and those of a usual one."""
        began, moments = time.monotonic(), []
        process, pipe = self._started()
        with pipe:
            while _said(pipe):
                moments.append(time.monotonic())
        process.join()
        assert process.exitcode == 0
        lengths = [end - start for start, end in zip(moments[::2], moments[1::2], strict=True)]
        return moments[0] - began, statistics.median(lengths)

    def killed(self, begun: int, after: float) -> Where:
        """Kill it so many seconds after so many of its transactions have begun; return where that was."""
        process, pipe = self._started()
        with pipe:
            said = ""
            while said.count("(") < begun and (mark := _said(pipe)):
                said += mark
            time.sleep(after)
            process.kill()
            process.join()
            while mark := _said(pipe):
                said += mark
        if process.exitcode != -SIGKILL:
            assert process.exitcode == 0
            return Where.ENDED
        if not said:
            return Where.STARTING
        return Where.INSIDE if said.endswith("(") else Where.BETWEEN

    def killed_somewhere(self, random_: random.Random, usual: tuple[float, float]) -> Where:
        """Kill it at random: mostly in one of its first transactions, of six once before them."""
        to_first, length = usual
        if random_.randrange(6) == 0:
            return self.killed(0, to_first * random_.random())
        return self.killed(random_.randint(1, 4), length * random_.random())

    def _started(self) -> tuple[BaseProcess, Pipe]:
        reads, writes = _CONTEXT.Pipe(duplex=False)
        process = _CONTEXT.Process(target=_run, args=(self, writes))
        process.start()
        writes.close()
        return process, reads


def _said(pipe: Pipe) -> str:
    """The next mark of a process, nothing when it has ended."""
    try:
        return str(pipe.recv())
    except EOFError:
        return ""


def _run(ingest: Ingest, pipe: Pipe) -> None:
    """The process: the command, which says ``(`` when a transaction that writes has begun, and ``)`` when it ended."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    real = store.writing

    @contextmanager
    def writing(engine: Engine, address: str) -> Iterator[Connection]:
        with real(engine, address) as connection:
            pipe.send("(")
            yield connection
        pipe.send(")")

    store.writing = writing  # type: ignore[assignment]
    runs.read = lambda report, **_: ingest.records[report.info.id]  # type: ignore[assignment]
    main(["ingest", str(ingest.path), "--ledger", ingest.address, "--quiet"])
