"""How much of a report is read: by its words, and by the time that it takes.

A report over its budget is read from the beginning as far as the budget goes, and its record says where reading ended.
What is read of it is what would be read if the text ended there. By words this is the same every time. By time it is
not, which is why the place is told: read up to there, the record is the same again.
"""

from __future__ import annotations

import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from types import FrameType

from communique.intake import Report
from communique.language.core import go_on
from communique.text import Segment, TextLayer

_WORD = re.compile(r"\S+")
_ENDS = re.compile(r"[.!?][\"”’')\]]*(?=\s)")
_BEGAN = "read up to character "
_WORDS_SHARE = 0.25
"""Share of the time in which the words must have gone through the model: what comes after takes about as long again,
and what was read is read once more, up to where time was up."""


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that is spent on one report; ``None`` for no limit.

    Attributes:
        words: words read, as blanks divide them.
        seconds: CPU seconds. A report that needs more is read anew up to where the time got it, so that it may take
            twice as long in all.
    """

    words: int | None = 100_000
    seconds: float | None = 300.0


UNLIMITED = Budget(None, None)


class OutOfTime(BaseException):
    """Time was up; no ``Exception``, so that nobody takes it for a failure of their own.

    Attributes:
        at: the character that reading had got to, if that is known.
    """

    def __init__(self, at: int | None = None) -> None:
        super().__init__(at)
        self.at = at


@contextmanager
def limited(seconds: float | None) -> Iterator[Callable[[int], None]]:
    """Break the body off with :class:`OutOfTime` when it has used so many CPU seconds.

    In the main thread of a system that has a clock for it (not Windows) this happens anywhere; elsewhere where the
    body calls what is yielded with the character that it has got to, as the model does from window to window. By that
    call it happens after a quarter of the time already.
    """
    if seconds is None:
        yield go_on
        return
    began = time.process_time()

    def got_to(at: int) -> None:
        if time.process_time() - began > seconds * _WORDS_SHARE:
            raise OutOfTime(at)

    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield got_to
        return
    before = signal.signal(signal.SIGPROF, _up)
    signal.setitimer(signal.ITIMER_PROF, seconds, max(seconds / 10, 0.01))  # again, should a library swallow the first
    try:
        yield got_to
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _up(number: int, frame: FrameType | None) -> None:
    raise OutOfTime


def words_end(text: str, words: int) -> int | None:
    """Return where a text is over so many words, ``None`` where it has no more than that."""
    over = next(islice(_WORD.finditer(text), words, None), None)
    return None if over is None else over.start()


def up_to(report: Report, most: int) -> tuple[Report, int]:
    """Return the beginning of a report, at most so many characters, and where it ends.

    It ends with a paragraph, else with a sentence, else with a word, if that leaves half of it or more.
    """
    text = report.info.text
    ends = max((s.end for s in report.layer.segments if s.end <= most), default=0)
    if ends < most // 2:
        last = max((m.end() for m in _ENDS.finditer(text, most // 2, most)), default=0)
        blank = max(text.rfind(" ", most // 2, most), text.rfind("\n", most // 2, most))
        ends = last or (blank if blank > 0 else most)
    kept = (s for s in report.layer.segments if s.start < ends)
    segments = tuple(Segment(s.start, min(s.end, ends), s.kind) for s in kept)
    layer = TextLayer(text[:ends], segments, report.layer.version)
    line = report.dateline if report.dateline is not None and report.dateline.end <= ends else None
    return replace(report, info=replace(report.info, text=layer.text), layer=layer, dateline=line), ends


def note(ends: int, report: Report, limit: str) -> str:
    """Return the warning that a report was read in part."""
    return f"{_BEGAN}{ends} of {len(report.info.text)}: the report is over the limit of {limit}"


def noted(warnings: tuple[str, ...]) -> str | None:
    """Return of a record's warnings the one that says where reading ended, ``None`` where all was read."""
    return next((warning for warning in warnings if warning.startswith(_BEGAN)), None)
