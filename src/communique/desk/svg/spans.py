"""Offices over time: a bar from the day of the first report that gives one to that of the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communique.desk.svg.days import Tick, axis_of, day_of
from communique.ledger.views import Office

WIDTH, ROW, HEAD = 1000, 34, 4
_LEAST = 6.0
_EDGE, _LETTER = 12.0, 6.6


@dataclass(frozen=True, slots=True)
class Span:
    """An office and its bar; its words begin at ``words``, or end there where ``ends``."""

    office: Office
    x: float
    y: float
    width: float
    words: float
    ends: bool


@dataclass(frozen=True, slots=True)
class Spans:
    """The bars, one under the other, and the words under them."""

    spans: tuple[Span, ...]
    ticks: tuple[Tick, ...]
    base: int
    height: int
    width: int = WIDTH


def called(office: Office) -> str:
    """Return an office in words.

    >>> called(Office("chair", "Foreign Relations Committee", "USA", True, None, None))
    'former chair, Foreign Relations Committee, USA'
    """
    title = f"former {office.title}" if office.former else office.title
    return ", ".join(x for x in (title, office.body, office.country) if x)


def spans(offices: Sequence[Office]) -> Spans | None:
    """Return the bars of those offices whose days are known, the earliest first; ``None`` for none."""
    found = sorted(((a, b, office) for office in offices if (a := day_of(office.first)) and (b := day_of(office.last))),
                   key=lambda x: (x[0], x[1], x[2].title))  # fmt: skip
    axis = axis_of((day for a, b, _ in found for day in (a, b)), _EDGE, WIDTH - _EDGE)
    if axis is None:
        return None
    made = []
    for n, (first, last, office) in enumerate(found):
        x, end = axis.x(first), axis.end(last)
        ends = x + len(called(office)) * _LETTER > WIDTH
        width = round(max(_LEAST, end - x), 1)
        made.append(Span(office, x, HEAD + n * ROW + 18, width, round(x + width, 1) if ends else x, ends))
    base = HEAD + len(found) * ROW + 4
    return Spans(tuple(made), axis.ticks(), base, base + 26)
