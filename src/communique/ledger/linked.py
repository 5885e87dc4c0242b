"""What an entry has to do with others: those that it speaks of or led to, those that speak of it, what was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Column, select

from communique.ledger import loading, sayings
from communique.ledger import schema as s
from communique.ledger.sayings import SaidQuery
from communique.ledger.views import Entry

if TYPE_CHECKING:
    from communique.ledger.store import Ledger

MOST = 50
"""Entries of a sort that are given, the first by their days, and statements that are counted."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Entries that one speaks of (``about``), entries that speak of it (``by``), how many statements do (``said``)."""

    about: tuple[Entry, ...]
    by: tuple[Entry, ...]
    said: int


def linked(ledger: Ledger, entry: Entry) -> Linked:
    """Return what an entry has to do with others, no more than :data:`MOST` of a sort."""
    e, about = s.entry.c, s.entry_about.c
    with ledger._read() as connection:
        number = connection.scalar(select(e.n).where(e.id == entry.id))

        def beyond(here: Column[int], there: Column[int]) -> tuple[Entry, ...]:
            others = select(e.n).join(s.entry_about, e.n == there).where(here == number).order_by(e.day, e.n)
            return tuple(loading.entries(connection, list(connection.scalars(others.limit(MOST)))))

        on, by = beyond(about.entry, about.about), beyond(about.about, about.entry)
        return Linked(on, by, sayings.count(connection, SaidQuery(about=entry.id), MOST + 1))
