"""A table held against the reports: what both tell, what one of the two lacks, and what they tell otherwise.

Both are in the ledger, so who is the same person and which row is the same engagement is the ledger's own answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from communique.errors import UnknownId
from communique.ledger.queries import Query
from communique.ledger.resolution.engagements import ENCOUNTERS
from communique.ledger.views import Account, ActorRef, Entry
from communique.reading.periods import bounds
from communique.reading.rows.whys import is_by_columns, is_of_row
from communique.records import RECEIVING, Status

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
    rows = [e for e in ledger.each(Query(publishers=(table,), since=since, until=until)) if _row(e, table)]
    if not rows:
        remedy = "Take it in first: communique ingest --table, or give other days"
        raise UnknownId(table, "no row of this table is in the ledger", remedy)
    scope = _Scope.of(ledger, rows)
    query = Query(kinds=scope.asked, since=since, until=until)
    told = [e for e in ledger.each(query) if _reports(e)]
    near = _by_person(told)
    found = [_of_row(e, _row(e, table), scope, near) for e in rows]
    mine = {e.id for e in rows}
    found += [_of_press(e, scope) for e in told if e.id not in mine and scope.holds(e)]
    return sorted(found, key=lambda c: (c.table or c.press or "", c.entry))


def _row(entry: Entry, table: str) -> Account | None:
    """Return the row of a table among an entry's accounts."""
    return next((a for a in entry.accounts if is_by_columns(a.why) and a.report.publisher == table), None)


def _reports(entry: Entry) -> list[Account]:
    """Return an entry's accounts by reports; rows of tables are none."""
    return [a for a in entry.accounts if not is_of_row(a.why)]


def _sides(entry: Entry | Account) -> tuple[list[ActorRef], list[ActorRef]]:
    """Return who comes and who receives; those who meet come."""
    guests = [p.actor for p in entry.parties if p.part not in RECEIVING]
    return guests, [p.actor for p in entry.parties if p.part in RECEIVING]


def _countries(actors: Iterable[ActorRef]) -> set[str]:
    return {actor.country for actor in actors if actor.country}


def _hosts(entry: Entry | Account) -> set[str]:
    """Return the countries that receive: those of the hosts, else that of the place."""
    place = {entry.place.country} if entry.place and entry.place.country else set()
    return _countries(_sides(entry)[1]) or place


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a table might have: its kinds and years, its people and their offices, and the country it is about."""

    ledger: Ledger
    kinds: frozenset[str]
    years: tuple[str, str]
    people: frozenset[str]
    titles: frozenset[str]
    guest: str | None
    host: str | None

    @classmethod
    def of(cls, ledger: Ledger, rows: Sequence[Entry]) -> _Scope:
        """Return the scope of these rows."""
        guests = [_sides(e)[0] for e in rows]
        people = {actor.id for some in guests for actor in some}
        homes, hosts = [_countries(some) for some in guests], [_hosts(e) for e in rows]
        days = [e.earliest for e in rows if e.earliest]
        return cls(
            ledger=ledger,
            kinds=frozenset(e.kind for e in rows),
            years=(min(days, default="")[:4], max(days, default="9999")[:4]),
            people=frozenset(people),
            titles=_titles(ledger, people),
            guest=_only(homes),
            host=_only(hosts),
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
        guests = _sides(entry)[0]
        if (self.guest and self.guest not in _countries(guests)) or (self.host and self.host not in _hosts(entry)):
            return False
        return any(a.id in self.people or _titles(self.ledger, {a.id}) & self.titles for a in guests)

    def country(self, entry: Entry | Account) -> str:
        """Return the countries that make one engagement of the table another than the next."""
        guests, hosts = _countries(_sides(entry)[0]), _hosts(entry)
        mine = guests if self.host and not self.guest else hosts if self.guest and not self.host else guests | hosts
        return " ".join(sorted(mine)) or "?"


def _only(found: Sequence[set[str]]) -> str | None:
    """Return the country that all have in common; ``None`` where there is none."""
    shared = set.intersection(*found) if found else set()
    return min(shared, default=None)


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
    return _compared(outcome, entry, scope.country(row), when, press, row, reports, differs)


def _of_press(entry: Entry, scope: _Scope) -> Compared:
    return _compared(Outcome.PRESS, entry, scope.country(entry), None, entry.time, None, _reports(entry))


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
    shared = _countries(p.actor for p in row.parties) & (_countries(p.actor for p in entry.parties) | _hosts(entry))
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
