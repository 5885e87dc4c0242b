"""Several reports at once: read in order, one bad one counted and named, none dropped in silence."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing import connection, get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING

from communique.errors import CommuniqueError, IntakeError, ModelError, TooSlow
from communique.intake import Report, open_reports
from communique.intake.arrivals import Fetched, Left
from communique.intake.languages import UNKNOWN
from communique.intake.listforms import Listed
from communique.intake.report import Known, check_date
from communique.intake.rows.report import is_row
from communique.intake.sources import holds_many, reports_of
from communique.language.named import Cores
from communique.reading.budget import Budget, OutOfTime, limited
from communique.reading.copies import Copies
from communique.reading.read import read
from communique.reading.rows.record import read_row
from communique.reading.version import SHIPPED, reader_version
from communique.records import Record
from communique.web.addresses import is_address

if TYPE_CHECKING:
    from communique.intake.fetch import Web

BUDGET = Budget()
"""The most that is spent on a report where nothing else is said."""

ALL = Cores()
"""All reports are read, by the shipped core."""

_FEW = 8
"""Reports that are sooner read than other processes are started."""

_AHEAD = 4
"""Reports handed to the workers ahead of the one awaited, for each worker: bounds the memory of a long run."""


class ReadingFailed(CommuniqueError):
    """A report that was taken in could not be read: a fault of this package, named and counted."""


class WorkerLost(CommuniqueError):
    """A worker process was ended from outside: what it was reading is not known, and the run ends."""


Source = str | Listed | IntakeError
"""A path, an address or ``-``; an address from a list, or the error for a row of one."""


@dataclass(frozen=True, slots=True)
class Read:
    """A report and what was read from it.

    ``token`` says of what it was brought from the web, if it was; ``reader`` is the version of the reader, if another
    core than the shipped one read it.
    """

    report: Report
    record: Record
    token: str | None = None
    reader: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A report that was not read since it is known, by id and hash of its bytes."""

    id: str
    sha256: str
    token: str | None = None


@dataclass(frozen=True, slots=True)
class Apart:
    """A report that was left out, since it is in a language that is not asked for."""

    id: str
    language: str


Result = Record | CommuniqueError
Outcome = Read | Skipped | Apart | Left | CommuniqueError


@dataclass(frozen=True, slots=True)
class Day:
    """A day of publication given for reports, an ISO date: for those that give none, or with ``override`` for all."""

    published: str | None = None
    override: bool = False


NO_DAY = Day()
"""Reports say themselves when they were published, or nobody knows."""


def read_all(
    sources: Sequence[Source],
    *,
    day: Day = NO_DAY,
    jobs: int | None = 1,
    budget: Budget = BUDGET,
    cores: Cores = ALL,
    web: Web | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> Iterator[Result]:
    """Yield a record, or the error, for every report of ``sources`` in their order, each read within its budget.

    A source is a path, an address of a page or a feed, by itself or from a list, or ``-``; ``web`` is how addresses are
    asked. ``cores`` says in which languages reports are read, and by which core; those in others are left out.
    ``tell`` is told what an archive holds beside reports, a line an archive.

    Raises:
        BadDate: if ``day`` is no ISO date.
        ModelError: if the language model cannot be used; no report can be read then.
    """
    for outcome in read_reports(sources, day=day, jobs=jobs, budget=budget, cores=cores, web=web, tell=tell):
        if isinstance(outcome, Read):
            yield outcome.record
        elif isinstance(outcome, CommuniqueError):
            yield outcome


def read_reports(
    sources: Sequence[Source],
    *,
    day: Day = NO_DAY,
    jobs: int | None = 1,
    known: Container[str] = frozenset(),
    budget: Budget = BUDGET,
    cores: Cores = ALL,
    web: Web | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> Iterator[Outcome]:
    """Yield every report of ``sources`` with its record, or the error, in their order; those ``known`` are not read.

    ``cores`` says in which languages reports are read, and by which core. ``tell`` is told what an archive holds beside
    reports.

    With several ``jobs``, files are opened and read in as many processes; what is many reports in
    one (JSON Lines, a web archive, standard input) is taken apart here and read there; addresses are asked here, one
    after another. ``known`` is then handed to each of them. With ``None`` there are as many as this process may use
    processors, once there are more than a few reports; what comes by standard input is answered line by line.

    Raises:
        BadDate: if ``day`` is no ISO date.
        ModelError: if the language model, or a core that is named, cannot be used; no report can be read then.
        WorkerLost: if one of those processes was ended from outside.
    """
    check_date(day.published, "--published")
    jobs = 1 if jobs is None and "-" in sources else jobs
    yield from _outcomes(_tasks(sources, day, budget, web, tell), jobs, _How(known, budget, cores))


def read_given(reports: Iterable[Report], *, jobs: int | None = 1, budget: Budget = BUDGET) -> Iterator[Outcome]:
    """Yield every one of reports that are at hand with its record, or the error, in their order.

    ``jobs`` are as for :func:`read_reports`.

    Raises:
        ModelError: if the language model cannot be used.
        WorkerLost: if a process that reads was ended from outside.
    """
    yield from _outcomes(iter(reports), jobs, _How(budget=budget))


def _outcomes(tasks: Iterator[_Task], jobs: int | None, how: _How) -> Iterator[Outcome]:
    alone, jobs = _FEW if jobs is None else 0, jobs or processors()
    if jobs == 1 or alone:
        how.cores.check()
        copies = how.copies()
        for task in tasks if jobs == 1 else islice(tasks, alone):
            yield from _work(task, how, copies)
    if jobs > 1:
        yield from _in_processes(tasks, jobs, how)


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _in_processes(tasks: Iterable[_Task], jobs: int, how: _How) -> Iterator[Outcome]:
    try:
        with workers(jobs, how.cores, _start, how) as pool:
            if how.cores.named:
                pool.submit(how.cores.check).result()
            waiting: deque[Future[list[Outcome]]] = deque()
            for task in tasks:
                waiting.append(pool.submit(_work_whole, task))
                if len(waiting) >= _AHEAD * jobs:
                    yield from waiting.popleft().result()
            for future in waiting:
                yield from future.result()
    except BrokenProcessPool:
        problem = "a process that reads reports was ended from outside, perhaps for want of memory"
        remedy = "Run it again with fewer --jobs; a ledger goes on where it stopped"
        raise WorkerLost("--jobs", problem, remedy) from None


def read_again(
    reports: Iterable[Report], budget: Budget = BUDGET, cores: Cores = ALL
) -> Iterator[Read | CommuniqueError]:
    """Yield what is read of reports that are at hand, or the error, in their order."""
    copies = _How(frozenset(), budget, cores).copies()
    for report in reports:
        yield _one(report, copies, cores)


def workers(jobs: int, cores: Cores, start: Callable[..., None], *given: object) -> ProcessPoolExecutor:
    """Return so many processes that read, each begun with ``start``.

    Where cores are named they share nothing with this process: the threads of what these load end in a fork.
    """
    context = get_context("spawn") if cores.named else None
    return ProcessPoolExecutor(jobs, context, initializer=start, initargs=given)


@dataclass(frozen=True, slots=True)
class _How:
    """How reports are read: ids of those that need not be, the budget of each, and the cores."""

    known: Container[str] = frozenset()
    budget: Budget = BUDGET
    cores: Cores = ALL

    def copies(self) -> Copies:
        """Return what reads so, and copies once."""
        return Copies(lambda report: read(report, self.budget, self.cores.of(report.info.language)))


class _Kept:
    """What a worker process knows from its start, and the records of what it has read."""

    how = _How()
    copies = how.copies()

    @classmethod
    def keep(cls, how: _How) -> None:
        """Keep it for the tasks to come."""
        cls.how, cls.copies = how, how.copies()


def _start(how: _How) -> None:
    """Begin as a worker process: keep what is known, and end when the process that started this one does."""
    _Kept.keep(how)
    end_with_parent()


def end_with_parent() -> None:
    """Let this process end when the one that started it does."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent.sentinel,), name="end with the parent", daemon=True).start()


def _end_with(sentinel: int) -> None:
    """Wait for the parent's end, however it comes: a killed one tells nobody. Works on every system."""
    connection.wait([sentinel])
    os._exit(1)


@dataclass(frozen=True, slots=True)
class _File:
    """A file to be opened where it is read."""

    path: str
    day: Day


_Task = _File | Fetched | Left | Report | IntakeError


def _tasks(
    sources: Sequence[Source], day: Day, budget: Budget, web: Web | None, tell: Callable[[str], None]
) -> Iterator[_Task]:
    given, fallback = (day.published, None) if day.override else (None, day.published)
    for source in sources:
        if isinstance(source, IntakeError):
            yield source
        elif isinstance(source, Listed) or is_address(source):
            from communique.intake.fetch import Web

            web = web or Web()
            listed = source if isinstance(source, Listed) else Listed(source, "")
            known = Known(listed.address, published=given, fallback=listed.published or fallback)
            yield from web.fetched(listed.address, replace(known, publisher=listed.publisher))
        elif holds_many(source):
            yield from open_reports(
                source, published=day.published, override=day.override, seconds=budget.seconds, tell=tell
            )
        else:
            yield _File(source, day)


def _work(task: _Task, how: _How, copies: Copies) -> Iterator[Outcome]:
    token = task.token if isinstance(task, Fetched) else None
    for item in _opened(task, how.budget) if isinstance(task, (_File, Fetched)) else (task,):
        if isinstance(item, Report) and item.info.id in how.known:
            yield Skipped(item.info.id, item.info.sha256, token)
        elif isinstance(item, Report) and not how.cores.wants(item.info.language):
            yield Apart(item.info.id, item.info.language or UNKNOWN)
        elif isinstance(item, Report):
            outcome = _one(item, copies, how.cores)
            yield replace(outcome, token=token) if isinstance(outcome, Read) else outcome
        else:
            yield item


def _opened(task: _File | Fetched, budget: Budget) -> list[Report | IntakeError]:
    """Return the reports of a file or a page, or the error; that it cannot be taken in within the time is one."""
    name = task.path if isinstance(task, _File) else task.known.name
    try:
        with limited(budget.seconds):
            if isinstance(task, Fetched):
                return list(reports_of(task.raw, task.known, task.format, budget.seconds))
            day, most = task.day, budget.seconds
            return list(open_reports(task.path, published=day.published, override=day.override, seconds=most))
    except OutOfTime:
        problem = f"it could not be made a report within {budget.seconds:g} CPU seconds"
        return [TooSlow(name, problem, "Give its text as plain text, or more time (--most-seconds)")]


def _work_whole(task: _Task) -> list[Outcome]:
    return list(_work(task, _Kept.how, _Kept.copies))


def _one(report: Report, copies: Copies, cores: Cores) -> Read | CommuniqueError:
    core = cores.of(report.info.language)
    own = core.name != SHIPPED
    try:
        read_it = read_row if is_row(report) else copies.record
        return Read(report, read_it(report), reader=reader_version(core) if own else None)
    except ModelError:
        raise
    except Exception as error:
        problem = f"reading it failed with {type(error).__name__}: {error}"
        remedy = f"Try {core.name} on its text by itself" if own else "Please report this with the text"
        return ReadingFailed(report.info.id, problem, f"{remedy}; the other reports are read")
