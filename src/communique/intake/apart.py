"""Reading what may be hostile in a process of its own, which has so much time and memory and no more.

Pages, PDF, books and mail go through parsers that a made-up input can keep busy for ever, fill the memory with, or
crash. They run in one worker process, which is used for one input after another and replaced when it was ended. The
limits are the system's own: what is stuck in C code is ended too. Where a system has none (Windows), the time alone
holds. What comes back is JSON: a worker that was taken over can say something wrong, and do nothing.
"""

from __future__ import annotations

import atexit
import json
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO

from communique import errors
from communique.errors import IntakeError, ParserLost, TooSlow
from communique.intake.datelines import Dateline
from communique.intake.readers import Reader, reader_of
from communique.intake.report import Known, Report
from communique.plain import as_json, from_json
from communique.records import ReportInfo
from communique.text import Segment, SegmentKind, TextLayer

SECONDS = 60.0
"""CPU seconds that one input may take."""
MEMORY = 2 << 30
"""Bytes of address space that the worker may have."""
_WAIT = 10
"""Seconds by the clock for each CPU second: a worker that waits, or that a busy machine does not run, ends too."""
_MUCH, _ALL = 0.5, 0.95
"""Shares of that memory by which it is told that it did not suffice: for what failed, and for what did not."""
_SIZE = struct.Struct(">Q")
_CLOCKED = hasattr(signal, "setitimer")

Result = Report | IntakeError


@dataclass(frozen=True, slots=True)
class _Task:
    """What the worker is asked: the kind of input, its bytes, what is known, the time."""

    kind: str
    raw: bytes
    known: Known
    seconds: float


class _Ended(Exception):
    """The worker ended before it answered; ``slow`` where its time was up."""

    def __init__(self, slow: bool, code: int | None) -> None:
        super().__init__(slow, code)
        self.slow, self.code = slow, code


class _Worker:
    """One worker process and the two ends of its pipes."""

    def __init__(self) -> None:
        start = f"import sys; sys.path[:] = {sys.path!r}; from communique.intake.apart import serve; serve({MEMORY})"
        self.owner, self.used = os.getpid(), 0
        self._process = subprocess.Popen(
            [sys.executable, "-c", start],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def ask(self, task: _Task) -> list[Result]:
        """Return the worker's answer.

        Raises:
            _Ended: if it ended, or was ended, before it had one.
        """
        assert self._process.stdin is not None and self._process.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(task.seconds * (_WAIT if _CLOCKED else 1), stop)
        timer.daemon = True  # nothing waits for it, where a signal ends the asking before the timer is cancelled
        try:
            timer.start()
            _send(self._process.stdin, pickle.dumps(task))
            head, *raws = _parts(self._process.stdout, task.raw)
        except (OSError, EOFError):
            code = self._process.wait()
            raise _Ended(late.is_set() or (_CLOCKED and code == -signal.SIGPROF), code) from None
        finally:
            timer.cancel()
        self.used += 1
        return [_result(plain, raw) for plain, raw in zip(head, raws, strict=True)]

    def end(self) -> None:
        """End the worker, whatever it does."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


class _Shared:
    """The worker of this process: made when it is first needed; a process that was forked has one of its own."""

    worker: _Worker | None = None
    lock = threading.Lock()

    @classmethod
    def ready(cls) -> _Worker:
        """Return the worker, a new one where there is none of this process."""
        if cls.worker is None or cls.worker.owner != os.getpid():
            cls.worker = _Worker()
        return cls.worker

    @classmethod
    def drop(cls) -> None:
        """End the worker, if it is this process's."""
        if cls.worker is not None and cls.worker.owner == os.getpid():
            cls.worker.end()
        cls.worker = None


atexit.register(_Shared.drop)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=lambda: setattr(_Shared, "lock", threading.Lock()))


def read_apart(kind: str, raw: bytes, known: Known, *, seconds: float | None = None) -> list[Result]:
    """Return the reports in ``raw``, or the errors, as the reader of the kind gives them in the worker process.

    That the input takes more than so many CPU ``seconds``, or ends the worker, is an error in the list.
    """
    most = SECONDS if seconds is None else min(seconds, SECONDS)
    task = _Task(kind, raw, known, most)
    with _Shared.lock:
        while True:
            worker = _Shared.ready()
            try:
                return worker.ask(task)
            except _Ended as ended:
                _Shared.drop()
                if ended.slow or not worker.used:
                    return [_lost(task, ended)]
                # memory that others have left may have been what was wanting: once more, alone
            except BaseException:  # an answer is on its way that nobody will take
                _Shared.drop()
                raise


def _lost(task: _Task, ended: _Ended) -> IntakeError:
    if ended.slow:
        problem = f"it could not be made a report within {task.seconds:g} CPU seconds"
        return TooSlow(task.known.name, problem, "Give its text as plain text; the other reports are read")
    problem = f"the process that read it was ended by it (exit code {ended.code}): it crashed, or needed over "
    problem += f"{MEMORY >> 20:,} MB of memory"
    return ParserLost(task.known.name, problem, "Give its text as plain text; the other reports are read")


def _result(plain: Any, raw: bytes) -> Result:
    """Return a report or an error from its JSON.

    Raises:
        ValueError: if it is neither.
    """
    if "error" in plain:
        kind = getattr(errors, plain["error"], None)
        if not (isinstance(kind, type) and issubclass(kind, IntakeError)):
            raise ValueError(f"{plain['error']!r} is no error of the intake")
        return kind(plain["source"], plain["problem"], plain["remedy"], place=plain["place"])
    info = from_json(ReportInfo, plain["info"])
    segments = tuple(Segment(start, end, SegmentKind(kind)) for start, end, kind in plain["segments"])
    line = from_json(Dateline, plain["dateline"]) if plain["dateline"] else None
    return Report(info, TextLayer(info.text, segments, plain["layer"]), raw, tuple(plain["warnings"]), line)


# What both ends do.


def _send(stream: BinaryIO | Any, data: bytes) -> None:
    stream.write(_SIZE.pack(len(data)))
    stream.write(data)
    stream.flush()


def _receive(stream: BinaryIO | Any) -> bytes:
    """Return what was sent.

    Raises:
        EOFError: if the other end is closed before that.
    """
    head = stream.read(_SIZE.size)
    size = _SIZE.unpack(head)[0] if len(head) == _SIZE.size else -1
    data: bytes = stream.read(size) if size >= 0 else b""
    if len(data) != size:
        raise EOFError
    return data


def _parts(stream: Any, raw: bytes) -> list[Any]:
    """Return an answer's JSON and the bytes of each of its reports, which are those sent unless it says otherwise."""
    head = json.loads(_receive(stream))
    return [head, *(_receive(stream) if plain.get("own") else raw for plain in head)]


# The worker's end.


def serve(memory: int) -> None:
    """Read what comes on standard input until it is closed: what the worker process runs."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nothing, stream)
    _limit(memory)
    while True:
        try:
            task: _Task = pickle.loads(_receive(source))
        except EOFError:
            return
        reader = reader_of(task.kind)
        _clock(task.seconds)
        found = _answer(reader, task)
        if _was_short(memory, any(isinstance(item, IntakeError) for item in found)):
            os._exit(1)
        _send(sink, json.dumps([_plain(item, task.raw) for item in found]).encode())
        for item in found:
            if isinstance(item, Report) and item.raw != task.raw:
                _send(sink, item.raw)
        _clock(0)


def _answer(reader: Reader, task: _Task) -> Sequence[Result]:
    """Return what a reader gives; that it wants memory ends the worker."""
    try:
        return reader(task.raw, task.known)
    except IntakeError as error:
        return [error]
    except (MemoryError, RecursionError):
        os._exit(1)


def _was_short(memory: int, failed: bool) -> bool:
    """Whether memory may have been wanting, which libraries call by other names, or hide; only Linux tells.

    Where it was not this input that took it, a worker of its own reads it again and comes to another end.
    """
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            peak = next((int(line.split()[1]) << 10 for line in status if line.startswith("VmPeak:")), 0)
    except (OSError, ValueError):
        return False
    return peak > memory * (_MUCH if failed else _ALL)


def _plain(item: Result, raw: bytes) -> dict[str, Any]:
    if isinstance(item, IntakeError):
        names = ("source", "problem", "remedy", "place")
        return {"error": type(item).__name__, **{name: getattr(item, name) for name in names}}
    return {
        "info": as_json(item.info),
        "segments": [[s.start, s.end, s.kind.value] for s in item.layer.segments],
        "layer": item.layer.version,
        "warnings": item.warnings,
        "dateline": as_json(item.dateline) if item.dateline else None,
        "own": item.raw != raw,
    }


def _limit(memory: int) -> None:
    """Take on the limits of a worker, where the system has such; Ctrl-C is for the process that asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        import resource
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))
        except (OSError, ValueError):
            continue


def _clock(seconds: float) -> None:
    """Let the system end this process after so many CPU seconds, also in C code; 0 for no end."""
    if _CLOCKED:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)
