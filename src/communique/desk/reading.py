"""Reading in the browser: one report after another, in a process of its own that has so much time and no more.

The process keeps the language model, so that only the first report waits for it, and the pages stay quick while it
reads. What is hostile in a file is dealt with below it (:mod:`communique.intake.apart`); what keeps it busy is ended
with it.
"""

from __future__ import annotations

import io
import multiprocessing
import pickle
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection

from communique.desk.problems import Refused
from communique.errors import AddressRefused, CommuniqueError, IntakeError, ParserLost, TooSlow
from communique.intake import Report, open_reports, report_from_text
from communique.intake.fetch import Web
from communique.language.named import Cores
from communique.reading.budget import Budget
from communique.runs import ALL, Read, read_again
from communique.web.addresses import is_address
from communique.web.client import Client
from communique.web.settings import from_environment

BUDGET = Budget(words=20_000, seconds=30.0)
"""The most that is read of one report."""
MOST = 10
"""Reports that are read of one file or feed."""
_ENOUGH = 45.0
"""Seconds after which no further report of a file is begun."""
_LONGEST = 150.0
"""Seconds by the clock after which the process is ended, whatever it does."""
_PATIENCE, _WAITING = 30.0, 3
"""Seconds for which one waits for its turn, and how many may wait."""
_REMEDY = "Give less of it, or read it on the command line: communique ingest"

Outcome = Read | CommuniqueError


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be read: a text, the bytes of a file, or what stands at an address; and what is known of it.

    Of a text or a file ``address`` is where it stands. ``again`` is a report that was read, to be read anew.
    """

    name: str = "the text"
    text: str | None = None
    raw: bytes | None = field(default=None, repr=False)
    address: str | None = None
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    again: Report | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was read, or why not; ``more`` where there is more than was read. ``size`` is how many bytes it takes."""

    outcomes: tuple[Outcome, ...]
    more: bool = False
    size: int = 0


class Reader:
    """Reads what people give to a desk, one thing at a time. Its process is started when it is first needed."""

    def __init__(self, longest: float = _LONGEST, patience: float = _PATIENCE, cores: Cores = ALL) -> None:
        self._longest, self._patience, self._cores = longest, patience, cores
        self._turn, self._waiting = threading.Lock(), threading.BoundedSemaphore(_WAITING)
        self._worker: _Worker | None = None

    def read(self, asked: Asked) -> Answer:
        """Return what was read.

        Raises:
            Refused: if others are read first, and its turn does not come.
        """
        if not self._waiting.acquire(blocking=False):
            raise _busy()
        try:
            has_turn = self._turn.acquire(timeout=self._patience)
        finally:
            self._waiting.release()
        if not has_turn:
            raise _busy()
        try:
            return self._ask(asked)
        finally:
            self._turn.release()

    def warm(self) -> None:
        """Begin to load the model, if nothing is loaded or read yet; return at once."""
        if self._worker is None:
            threading.Thread(target=self._warm, name="load the model", daemon=True).start()

    def _warm(self) -> None:
        if self._turn.acquire(blocking=False):
            try:
                self._ask(Asked(text="France recalled its ambassador."))
            finally:
                self._turn.release()

    def _ask(self, asked: Asked) -> Answer:
        self._worker = worker = self._worker or _Worker(self._cores)
        try:
            return worker.ask(asked, self._longest)
        except TimeoutError:
            self.close()
            problem = f"it could not be read within {self._longest:g} seconds"
            return Answer((TooSlow(asked.name, problem, _REMEDY),))
        except (EOFError, OSError):
            self.close()
            return Answer((ParserLost(asked.name, "it ended the process that read it", _REMEDY),))

    def close(self) -> None:
        """End the process, whatever it does."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()


def _busy() -> Refused:
    problem = "other reports are being read here"
    return Refused(503, "Busy", problem, "Wait half a minute and send it again", **{"Retry-After": "30"})


class _Worker:
    """The process that reads, and the pipe to it."""

    def __init__(self, cores: Cores) -> None:
        context = multiprocessing.get_context("spawn")  # a process with threads is not to be forked
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, cores), name="communique reader", daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, asked: Asked, seconds: float) -> Answer:
        """Return the answer.

        Raises:
            TimeoutError: if there is none in time.
            EOFError, OSError: if the process ended.
        """
        self._pipe.send(asked)
        if not self._pipe.poll(seconds):
            raise TimeoutError
        raw = self._pipe.recv_bytes()
        answer: Answer = pickle.loads(raw)  # from a process that runs this same code
        return replace(answer, size=len(raw))

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


# The worker's end.


def serve(pipe: Connection, cores: Cores = ALL) -> None:
    """Read what comes through the pipe until it is closed: what the process runs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the desk, which ends this process
    client = Client(from_environment())
    while True:
        try:
            asked: Asked = pipe.recv()
        except EOFError:
            return
        pipe.send(answer(asked, client, cores))


def answer(asked: Asked, client: Client, cores: Cores = ALL) -> Answer:
    """Return what was read of what is asked, or the errors."""
    ends = time.monotonic() + _ENOUGH
    found: list[Outcome] = []
    try:
        for report in _reports(asked, client):
            if len(found) == MOST or (found and time.monotonic() > ends):
                return Answer(tuple(found), more=True)
            found.append(report if isinstance(report, IntakeError) else _read(report, asked, cores))
    except CommuniqueError as error:
        found.append(error)
    return Answer(tuple(found))


def _reports(asked: Asked, client: Client) -> Iterator[Report | IntakeError]:
    """Yield the reports that are asked for.

    Raises:
        IntakeError: if a text is none, or the day.
    """
    if asked.again is not None:
        yield asked.again
    elif asked.text is not None:
        yield report_from_text(asked.text, published=asked.published, title=asked.title, url=asked.address,
                               publisher=asked.publisher, name=asked.name)  # fmt: skip
    elif asked.raw is not None:
        yield from open_reports("-", stdin=io.BytesIO(asked.raw), name=asked.name, url=asked.address, title=asked.title,
                                published=asked.published, override=True, seconds=BUDGET.seconds)  # fmt: skip
    else:
        yield from _at(asked, client)


def _at(asked: Asked, client: Client) -> Iterator[Report | IntakeError]:
    address = asked.address or ""
    if not is_address(address):  # which would be a path otherwise
        problem, remedy = "this is no address of the web", "Give one that begins with https://"
        raise AddressRefused(address, problem, remedy)
    yield from open_reports(address, published=asked.published, override=True, title=asked.title, web=Web(client),
                            seconds=BUDGET.seconds)  # fmt: skip


def _read(report: Report, asked: Asked, cores: Cores) -> Outcome:
    """Return the record of a report, what is known of it taken into account; or the error."""
    info = report.info
    info = replace(info, publisher=asked.publisher or info.publisher, published=asked.published or info.published)
    report = replace(report, info=info)
    return next(iter(read_again([report], BUDGET, cores)))
