"""Promises along one axis: their steps, the day they are due, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from communique.desk.svg.days import Axis, Tick, axis_of, day_of
from communique.ledger.undertakings import CLOSED
from communique.ledger.views import Step, Undertaking

WIDTH = 480
_EDGE, _APART = 10.0, 13.0


@dataclass(frozen=True, slots=True)
class Sign:
    """A step and where it stands."""

    step: Step
    x: float


@dataclass(frozen=True, slots=True)
class Lane:
    """A promise: its signs, where its line begins and ends, where it is due."""

    promise: Undertaking
    signs: tuple[Sign, ...]
    due: float | None
    is_open: bool

    @property
    def first(self) -> float:
        """Where the line begins."""
        return self.signs[0].x if self.signs else 0.0

    @property
    def last(self) -> float:
        """Where it ends: at its last sign, or where it is due if it is still open."""
        ends = [self.signs[-1].x] if self.signs else [0.0]
        return max(ends + ([self.due] if self.is_open and self.due is not None else []))


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lanes, the words of their axis, and where the day stands by which they are told, if it is on it."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    by: float | None
    width: int = WIDTH


def lanes(promises: Sequence[Undertaking], by: date) -> Lanes:
    """Return the lanes of promises, as they stand on a day."""
    days = [day for x in promises for text in (x.due, *(step.day for step in x.steps)) if (day := day_of(text))]
    axis = axis_of(days, _EDGE, WIDTH - _EDGE)
    if axis is None:
        return Lanes(tuple(Lane(x, (), None, x.stage not in CLOSED) for x in promises), (), None)
    made = tuple(_lane(axis, x) for x in promises)
    return Lanes(made, axis.ticks(), axis.middle(by) if axis.first <= by <= axis.last else None)


def _lane(axis: Axis, promise: Undertaking) -> Lane:
    """One lane; a sign that would cover the one before stands beside it."""
    signs: list[Sign] = []
    for step in promise.steps:
        day = day_of(step.day)
        x = axis.middle(day) if day else (signs[-1].x if signs else axis.left)
        signs.append(Sign(step, round(max(x, signs[-1].x + _APART) if signs else x, 1)))
    beyond = signs[-1].x - axis.right if signs else 0.0
    if beyond > 0:
        signs = [Sign(sign.step, round(sign.x - beyond, 1)) for sign in signs]
    due = day_of(promise.due)
    return Lane(promise, tuple(signs), axis.end(due) if due else None, promise.stage not in CLOSED)
