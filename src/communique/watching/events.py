"""What happens in a watch, told to whoever listens: the log, the metrics."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Started:
    """The watch began."""

    name: ClassVar[str] = "started"
    ledger: str
    sources: int
    pid: int
    version: str
    metrics: str | None = None


@dataclass(frozen=True, slots=True)
class Polled:
    """A source was polled: ``read`` or ``unchanged``; how many of its items are new, known, or wait after a failure."""

    name: ClassVar[str] = "polled"
    source: str
    status: str
    items: int
    new: int
    known: int
    waiting: int


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A report was read and is in the ledger, or was there: ``added`` or ``unchanged``; ``cpu`` is in seconds."""

    name: ClassVar[str] = "taken in"
    source: str
    outcome: str
    report: str
    title: str | None
    url: str | None
    engagements: int
    cpu: float


@dataclass(frozen=True, slots=True)
class Failed:
    """A source, or one ``item`` of it, failed; ``next`` is when the source is polled again, where it is the source."""

    name: ClassVar[str] = "failed"
    source: str
    error: str
    message: str
    item: bool
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A source is not polled now: its server asked to be left alone ``until`` then."""

    name: ClassVar[str] = "waiting"
    source: str
    until: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The watch ended: what for, and what became of all."""

    name: ClassVar[str] = "stopped"
    by: str
    polls: int
    added: int
    unchanged: int
    items_failed: int
    polls_failed: int


Event = Started | Polled | TakenIn | Failed | Waiting | Ended
Listener = Callable[[Event], None]
