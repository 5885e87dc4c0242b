"""Rows of a table among the entries of a ledger: which they are, whose countries they are about, and in which years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from communique.errors import UnknownId
from communique.ledger.queries import Query
from communique.ledger.views import Account, ActorRef, Entry
from communique.reading.rows.whys import is_by_columns
from communique.records import RECEIVING

if TYPE_CHECKING:
    from communique.ledger.store import Ledger

OPEN = "?"
"""What stands for a country that a row does not tell."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A row: its entry, its year and the countries that make it another than the next."""

    entry: str
    year: str
    country: str


@dataclass(frozen=True, slots=True)
class Run:
    """Years one after another in which a country has rows."""

    country: str
    first: int
    last: int

    @property
    def years(self) -> int:
        """How many there are."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Lands:
    """The country of the guests of all rows of a table, and that of their hosts, where it is one."""

    guest: str | None
    host: str | None

    @classmethod
    def of(cls, rows: Sequence[Entry]) -> Lands:
        """Return those of these rows."""
        return cls(_shared([countries(sides(e)[0]) for e in rows]), _shared([hosts(e) for e in rows]))

    def country(self, entry: Entry | Account) -> str:
        """Return the countries that make one engagement of the table another than the next."""
        guests, receiving = countries(sides(entry)[0]), hosts(entry)
        if self.host and not self.guest:
            mine = guests
        else:
            mine = receiving if self.guest and not self.host else guests | receiving
        return " ".join(sorted(mine)) or OPEN


def rows_of(ledger: Ledger, table: str, since: str | None = None, until: str | None = None) -> list[Entry]:
    """Return the entries that a table, by the publisher of its rows, has as a row.

    Raises:
        UnknownId: if no row of such a table is in the ledger.
    """
    rows = [e for e in ledger.each(Query(publishers=(table,), since=since, until=until)) if row_in(e, table)]
    if not rows:
        remedy = "Take it in first: communique ingest --table, or give other days"
        raise UnknownId(table, "no row of this table is in the ledger", remedy)
    return rows


def row_in(entry: Entry, table: str) -> Account | None:
    """Return the row of a table among an entry's accounts."""
    return next((a for a in entry.accounts if is_by_columns(a.why) and a.report.publisher == table), None)


def sides(entry: Entry | Account) -> tuple[list[ActorRef], list[ActorRef]]:
    """Return who comes and who receives; those who meet come."""
    guests = [p.actor for p in entry.parties if p.part not in RECEIVING]
    return guests, [p.actor for p in entry.parties if p.part in RECEIVING]


def countries(actors: Iterable[ActorRef]) -> set[str]:
    """Return the countries of actors."""
    return {actor.country for actor in actors if actor.country}


def hosts(entry: Entry | Account) -> set[str]:
    """Return the countries that receive: those of the hosts, else that of the place."""
    place = {entry.place.country} if entry.place and entry.place.country else set()
    return countries(sides(entry)[1]) or place


def _shared(found: Sequence[set[str]]) -> str | None:
    """Return the country that all have in common; ``None`` where there is none."""
    return min(set.intersection(*found) if found else set(), default=None)


def visits(ledger: Ledger, table: str) -> list[Visit]:
    """Return the rows of a table, by the publisher of its rows, in the order of their days.

    Raises:
        UnknownId: if no row of such a table is in the ledger.
    """
    rows = rows_of(ledger, table)
    lands = Lands.of(rows)
    return [Visit(e.id, (e.earliest or "")[:4], lands.country(e)) for e in rows]


def longest(found: Iterable[Visit], most: int) -> list[Run]:
    """Return the longest runs of years with rows of one country, the longest first."""
    years = defaultdict[str, set[int]](set)
    for visit in found:
        if visit.year and visit.country != OPEN:
            years[visit.country].add(int(visit.year))
    runs = [run for country, some in years.items() for run in _runs(country, sorted(some))]
    return sorted(runs, key=lambda run: (-run.years, run.first, run.country))[:most]


def _runs(country: str, years: Sequence[int]) -> list[Run]:
    """Return the runs of years without a gap."""
    breaks = [i for i, (a, b) in enumerate(pairwise(years), 1) if b > a + 1]
    return [Run(country, years[a], years[b - 1]) for a, b in pairwise([0, *breaks, len(years)])]
