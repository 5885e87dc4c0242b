"""How long a page may count: all of its counts together, so that none is slow for what stands beside its list."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from communique.errors import BadQuery

COUNTS = "counts"
"""The parameter that has everything counted however long it takes (``counts=all``)."""
BUDGET, EACH = 60, 25
"""Milliseconds for all counts of a page, and for one of them."""


@dataclass(frozen=True, slots=True)
class Patience:
    """The time that a page has for its counts, from when it is made; without an end where whoever asks will wait."""

    is_endless: bool = False
    since: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> int | None:
        """Milliseconds for the next count, 0 where all time is over; ``None`` for any time."""
        whole = self.whole
        return None if whole is None else min(EACH, whole)

    @property
    def whole(self) -> int | None:
        """Milliseconds for all further counts; ``None`` for any time."""
        if self.is_endless:
            return None
        return max(0, int(BUDGET - 1_000 * (time.monotonic() - self.since)))


def endless(pairs: Iterable[tuple[str, str]]) -> tuple[list[tuple[str, str]], bool]:
    """Return parameters without the one that has everything counted, and whether it is there.

    Raises:
        BadQuery: if it is given twice, or is not ``all``.
    """
    given = list(pairs)
    found = [value for name, value in given if name == COUNTS]
    if len(found) > 1:
        raise BadQuery(repr(COUNTS), "this parameter is given twice", "Give it once")
    if found and found != ["all"]:
        raise BadQuery(repr(found[0]), "counts is all or nothing", f"Give {COUNTS}=all, or leave it out")
    return [pair for pair in given if pair[0] != COUNTS], bool(found)
