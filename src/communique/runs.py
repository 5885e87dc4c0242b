"""Several reports at once: read in order, one bad one counted and named, none dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import chain

from communique.errors import CommuniqueError, ModelError
from communique.intake import Report, open_reports
from communique.reading.read import read
from communique.records import Record

_AHEAD = 4
"""Reports handed to the workers ahead of the one awaited, for each worker: bounds the memory of a long run."""


class ReadingFailed(CommuniqueError):
    """A report that was taken in could not be read: a fault of this package, named and counted."""


@dataclass(slots=True)
class Tally:
    """What became of a run."""

    read: int = 0
    failures: list[CommuniqueError] = field(default_factory=list)


def read_all(
    sources: Sequence[str], *, published: str | None = None, jobs: int = 1
) -> Iterator[Record | CommuniqueError]:
    """Yield a record, or the error, for every report of ``sources`` in their order.

    Raises:
        BadDate: if ``published`` is no ISO date.
        ModelError: if the language model cannot be used; no report can be read then.
    """
    opened = [open_reports(source, published=published) for source in sources]
    items = chain.from_iterable(opened)
    if jobs <= 1:
        for item in items:
            yield _one(item) if isinstance(item, Report) else item
        return
    with ProcessPoolExecutor(jobs) as pool:
        waiting: list[Future[Record | CommuniqueError] | CommuniqueError] = []
        for item in items:
            waiting.append(pool.submit(_one, item) if isinstance(item, Report) else item)
            if len(waiting) >= _AHEAD * jobs:
                yield _done(waiting.pop(0))
        for future in waiting:
            yield _done(future)


def _done(item: Future[Record | CommuniqueError] | CommuniqueError) -> Record | CommuniqueError:
    return item.result() if isinstance(item, Future) else item


def _one(report: Report) -> Record | CommuniqueError:
    try:
        return read(report)
    except ModelError:
        raise
    except Exception as error:
        problem = f"reading it failed with {type(error).__name__}: {error}"
        return ReadingFailed(report.info.id, problem, "Please report this with the text; the other reports are read")
