"""Several reports at once: read in order, one bad one counted and named, none dropped in silence."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain

from communique.errors import CommuniqueError, IntakeError, ModelError
from communique.intake import Report, open_reports
from communique.intake.report import check_date
from communique.reading.read import read
from communique.records import Record

_AHEAD = 4
"""Reports handed to the workers ahead of the one awaited, for each worker: bounds the memory of a long run."""


class ReadingFailed(CommuniqueError):
    """A report that was taken in could not be read: a fault of this package, named and counted."""


Result = Record | CommuniqueError


def read_all(sources: Sequence[str], *, published: str | None = None, jobs: int = 1) -> Iterator[Result]:
    """Yield a record, or the error, for every report of ``sources`` in their order.

    With several ``jobs``, files are opened and read in as many processes; what is many reports in
    one (JSON Lines, standard input) is taken apart here and read there.

    Raises:
        BadDate: if ``published`` is no ISO date.
        ModelError: if the language model cannot be used; no report can be read then.
    """
    check_date(published, "--published")
    tasks = chain.from_iterable(_tasks(source, published) for source in sources)
    if jobs <= 1:
        for task in tasks:
            yield from _work(task)
        return
    with ProcessPoolExecutor(jobs) as pool:
        waiting: deque[Future[list[Result]]] = deque()
        for task in tasks:
            waiting.append(pool.submit(_work_whole, task))
            if len(waiting) >= _AHEAD * jobs:
                yield from waiting.popleft().result()
        for future in waiting:
            yield from future.result()


@dataclass(frozen=True, slots=True)
class _File:
    """A file to be opened where it is read."""

    path: str
    published: str | None


def _tasks(source: str, published: str | None) -> Iterator[_File | Report | IntakeError]:
    if source == "-" or source.lower().endswith((".jsonl", ".ndjson")):
        yield from open_reports(source, published=published)
    else:
        yield _File(source, published)


def _work(task: _File | Report | IntakeError) -> Iterator[Result]:
    items = open_reports(task.path, published=task.published) if isinstance(task, _File) else iter((task,))
    for item in items:
        yield _one(item) if isinstance(item, Report) else item


def _work_whole(task: _File | Report | IntakeError) -> list[Result]:
    return list(_work(task))


def _one(report: Report) -> Result:
    try:
        return read(report)
    except ModelError:
        raise
    except Exception as error:
        problem = f"reading it failed with {type(error).__name__}: {error}"
        return ReadingFailed(report.info.id, problem, "Please report this with the text; the other reports are read")
