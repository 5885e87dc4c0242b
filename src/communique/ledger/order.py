"""In which order entries come, and where a page goes on: after the last of the page before.

A cursor says the key that this one is sorted by and its row number, so that a page deep in an answer is found as the
first is, and nothing is given twice or left out since reports came in between.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from communique.errors import BadQuery

_LETTERS, _TIME = re.compile(r"[A-Za-z0-9_-]{1,200}"), re.compile(r"[0-9TZ:.+-]{0,40}")
"""What a cursor is written with, and what a day or the time of an adding is."""


class Order(StrEnum):
    """What entries are sorted by: their day, their confidence (lowest first), when they were added (last first)."""

    DAY = "day"
    CONFIDENCE = "confidence"
    ADDED = "added"


class Others(StrEnum):
    """What else goes on from page to page, by its days: statements, reports."""

    STATEMENTS = "statements"
    REPORTS = "reports"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ends: of what in which order, whether that is turned, and the key and row number of its last."""

    order: Order | Others
    newest_first: bool
    key: str | float
    number: int

    def __str__(self) -> str:
        """Return it as text of letters, digits, "-" and "_", which :func:`cursor` reads."""
        value = json.dumps([self.order, int(self.newest_first), self.key, self.number], separators=(",", ":"))
        return base64.urlsafe_b64encode(value.encode()).decode().rstrip("=")


def after(rows: Sequence[Any], limit: int | None, order: Order | Others, newest_first: bool) -> str | None:
    """Return the cursor of a page of so many of these rows, ``None`` where no row is beyond it.

    Each row has what it is sorted by as ``key``, and its number as ``n``.
    """
    shown = rows[:limit]
    if not shown or len(shown) == len(rows):
        return None
    return str(Cursor(order, newest_first, shown[-1].key, shown[-1].n))


def cursor(given: str, order: Order | Others, newest_first: bool) -> Cursor:
    """Return the cursor that a text is.

    Raises:
        BadQuery: if it is none, or one in another order or of something else.
    """
    found = _read(given)
    if found is None or str(found) != given:
        raise _bad(given, "this is no place in an answer")
    if (found.order, found.newest_first) != (order, newest_first):
        raise _bad(given, "this is a place in another answer, or in another order of this one")
    return found


def _read(given: str) -> Cursor | None:
    """The cursor that a text may be, ``None`` where it has keys or numbers that no entry has."""
    if not _LETTERS.fullmatch(given):
        return None
    try:
        value = json.loads(base64.b64decode(given + "=" * (-len(given) % 4), b"-_"), parse_constant=int)
        found = Cursor(_order(value[0]), bool(value[1]), value[2], value[3])
    except (ValueError, LookupError, TypeError):
        return None
    has_key = type(found.key) is float if found.order is Order.CONFIDENCE else _is_time(found.key)
    return found if has_key and type(found.number) is int and 0 <= found.number < 2**31 else None


def _order(name: Any) -> Order | Others:
    return Order(name) if name in list(Order) else Others(name)


def _is_time(key: str | float) -> bool:
    return isinstance(key, str) and _TIME.fullmatch(key) is not None


def _bad(given: str, problem: str) -> BadQuery:
    short = given if len(given) <= 80 else f"{given[:79]}…"
    return BadQuery(repr(short), problem, "Take it as the page before gave it, or leave it out for the first page")
