"""A table held against the reports: what both tell, what one of the two lacks, and what they tell otherwise.

Both are in the ledger, so who is the same person and which row is the same engagement is the ledger's own answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from communique.ledger.queries import Query
from communique.ledger.resolution.engagements import ENCOUNTERS
from communique.ledger.rows import Lands, countries, hosts, row_in, rows_of, sides
from communique.ledger.views import Account, Entry
from communique.reading.periods import bounds
from communique.reading.rows.whys import is_of_row
from communique.records import Status

if TYPE_CHECKING:
    from communique.ledger.store import Ledger

_REFUSED = frozenset({Status.CANCELLED, Status.DENIED, Status.DECLINED})
_DONE = frozenset({Status.HELD, Status.ONGOING})


class Outcome(StrEnum):
    """What became of an engagement: both tell it, or otherwise; by the table alone, or by reports alone.

    Near is what the table has and reports tell of its days as an engagement of another kind ("met" for "visited").
    """

    BOTH = "both"
    DIFFERS = "differs"
    NEAR = "near"
    TABLE = "table"
    PRESS = "press"


@dataclass(frozen=True, slots=True)
class Compared:
    """An engagement as the table and as reports have it. ``differs`` says in what they are at odds."""

    outcome: Outcome
    year: str
    country: str
    entry: str
    kind: str
    parties: str
    table: str | None
    press: str | None
    row: str | None
    reports: tuple[str, ...]
    differs: tuple[str, ...] = ()


def compare(ledger: Ledger, table: str, since: str | None = None, until: str | None = None) -> list[Compared]:
    """Return what a table, by the publisher of its rows, and the reports of a ledger have of each engagement, by day.

    Of what reports tell, that is looked at which the table might have: of its kinds, done, in its years, by somebody
    who is in it or holds an office that people in it hold, and, where all its rows have one guest's or one host's
    country, of that.

    Raises:
        UnknownId: if no row of such a table is in the ledger.
    """
    rows = rows_of(ledger, table, since, until)
    scope = _Scope.of(ledger, rows)
    query = Query(kinds=scope.asked, since=since, until=until)
    told = [e for e in ledger.each(query) if _reports(e)]
    near = _by_person(told)
    found = [_of_row(e, row_in(e, table), scope, near) for e in rows]
    mine = {e.id for e in rows}
    found += [_of_press(e, scope) for e in told if e.id not in mine and scope.holds(e)]
    return sorted(found, key=lambda c: (c.table or c.press or "", c.entry))


def _reports(entry: Entry) -> list[Account]:
    """Return an entry's accounts by reports; rows of tables are none."""
    return [a for a in entry.accounts if not is_of_row(a.why)]


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a table might have: its kinds and years, its people and their offices, and the country it is about."""

    ledger: Ledger
    kinds: frozenset[str]
    years: tuple[str, str]
    people: frozenset[str]
    titles: frozenset[str]
    lands: Lands

    @classmethod
    def of(cls, ledger: Ledger, rows: Sequence[Entry]) -> _Scope:
        """Return the scope of these rows."""
        people = {actor.id for e in rows for actor in sides(e)[0]}
        days = [e.earliest for e in rows if e.earliest]
        return cls(
            ledger=ledger,
            kinds=frozenset(e.kind for e in rows),
            years=(min(days, default="")[:4], max(days, default="9999")[:4]),
            people=frozenset(people),
            titles=_titles(ledger, people),
            lands=Lands.of(rows),
        )

    @property
    def asked(self) -> tuple[str, ...]:
        """The table's kinds, and those that reports may use for them."""
        return tuple(sorted(self.kinds | ENCOUNTERS))

    def holds(self, entry: Entry) -> bool:
        """Return whether the table might have an engagement that only reports tell."""
        if entry.kind not in self.kinds or entry.status not in _DONE:
            return False
        if not entry.earliest or not self.years[0] <= entry.earliest[:4] <= self.years[1]:
            return False
        guests, lands = sides(entry)[0], self.lands
        if (lands.guest and lands.guest not in countries(guests)) or (lands.host and lands.host not in hosts(entry)):
            return False
        return any(a.id in self.people or _titles(self.ledger, {a.id}) & self.titles for a in guests)


def _titles(ledger: Ledger, people: Iterable[str]) -> frozenset[str]:
    """Return the titles of offices that people hold, without "former" ones."""
    return frozenset(o.title.lower() for id in people for o in ledger.actor(id).offices if not o.former)


def _by_person(told: Iterable[Entry]) -> dict[str, list[Entry]]:
    found = defaultdict(list)
    for entry in told:
        if entry.status in _DONE:
            for party in entry.parties:
                found[party.actor.id].append(entry)
    return found


def _of_row(entry: Entry, row: Account | None, scope: _Scope, near: dict[str, list[Entry]]) -> Compared:
    assert row is not None, entry.id
    reports, differs = _reports(entry), tuple[str, ...]()
    if reports:
        differs = tuple(_differing(row, reports))
        outcome = Outcome.DIFFERS if differs else Outcome.BOTH
    else:
        beside = [x for p in row.parties for x in near.get(p.actor.id, ()) if _is_beside(x, row)]
        reports = [a for x in beside for a in _reports(x)]
        outcome = Outcome.NEAR if beside else Outcome.TABLE
    when = row.time.edtf if row.time else None
    press = next((a.time.edtf for a in reports if a.time and a.time.edtf), None)
    return _compared(outcome, entry, scope.lands.country(row), when, press, row, reports, differs)


def _of_press(entry: Entry, scope: _Scope) -> Compared:
    return _compared(Outcome.PRESS, entry, scope.lands.country(entry), None, entry.time, None, _reports(entry))


def _compared(
    outcome: Outcome,
    entry: Entry,
    country: str,
    table: str | None,
    press: str | None,
    row: Account | None,
    reports: Iterable[Account],
    differs: tuple[str, ...] = (),
) -> Compared:
    told = row or entry
    return Compared(
        outcome=outcome,
        year=(table or entry.earliest or "")[:4],
        country=country,
        entry=entry.id,
        kind=told.kind,
        parties=", ".join(p.actor.name for p in told.parties),
        table=table,
        press=press,
        row=row.report.id if row else None,
        reports=tuple(sorted({a.report.id for a in reports})),
        differs=differs,
    )


def _is_beside(entry: Entry, row: Account) -> bool:
    """Whether an engagement that reports tell lies in the days of a row, with more than one of those who take part."""
    if row.time is None or entry.time is None:
        return False
    (a, b), (c, d) = bounds(row.time.edtf), bounds(entry.time)
    shared = countries(p.actor for p in row.parties) & (countries(p.actor for p in entry.parties) | hosts(entry))
    return a <= c and d <= b and len(shared) > 1


def _differing(row: Account, reports: Iterable[Account]) -> Iterator[str]:
    """Yield in what reports are at odds with a row: days that none share, another country, that it did not happen."""
    told = [a for a in reports if a.time and a.time.edtf]
    if row.time and told:
        first, last = bounds(row.time.edtf)
        days = [bounds(a.time.edtf) for a in told if a.time]
        if not any(a <= last and first <= b for a, b in days):
            yield "days"
    places = {a.place.country for a in reports if a.place and a.place.country}
    if row.place and row.place.country and places and row.place.country not in places:
        yield "country"
    if all(a.status in _REFUSED for a in reports):
        yield "status"
