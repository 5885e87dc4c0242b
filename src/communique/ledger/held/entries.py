"""The entries of a ledger in memory: what identifies each, and by which keys and days it is found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from sqlalchemy import Connection, select

from communique.ledger import grouping, loading, lookup
from communique.ledger import schema as s
from communique.ledger.held.blocks import Blocks
from communique.ledger.resolution import engagements
from communique.ledger.resolution.likeness import Verdict
from communique.ledger.resolution.outlines import Outline, Who, each
from communique.ledger.views import Account, ActorRef, Party
from communique.records import Part

_MOST_DAYS = 31
"""An entry of more days is looked for by its keys alone."""
Cited = Callable[[str], ActorRef]
"""What returns an actor by its id, as it is cited now."""


@dataclass(slots=True)
class _Entry:
    """An entry: its id, its outline, since when it is here, and the outlines of its accounts where it has several.

    These are nothing (``None``) where they are to be looked up.
    """

    id: str
    outline: Outline
    added: str
    members: tuple[Outline, ...] | None


class Entries:
    """All entries of a ledger, by row number."""

    def __init__(self, connection: Connection, cited: Cited) -> None:
        self._cited = cited
        self._there: dict[int, _Entry] = {}
        self.ids: set[str] = set()
        self._with_key = Blocks[int]()
        self._on_day = defaultdict[int, set[int]](set)
        self._on_no_day: set[int] = set()
        self._once: dict[Any, Any] = {}
        for n, id, outline, added in connection.execute(select(*_COLUMNS)):
            self._put_read(n, id, Outline.from_json(outline), added)

    def __contains__(self, number: int) -> bool:
        """Whether there is an entry of this number."""
        return number in self._there

    def chosen(self, outlines: Sequence[Outline], taken: Collection[int]) -> list[tuple[int | None, str]]:
        """Return which entries the accounts of one report are of, ``None`` for a new one, and why; in their order.

        The first that may join namesakes is the last returned.
        """
        return grouping.in_turn(outlines, self._candidates, grouping.choose_entry, taken, engagements.NAMESAKES)

    def _candidates(self, outline: Outline, gone: Collection[int]) -> list[tuple[int, Outline]]:
        keys = engagements.keys(outline)
        near = sorted(self._near(outline, keys).difference(gone)) or self._any(keys, gone)
        return [(n, self._there[n].outline) for n in near]

    def put(self, number: int, id: str, outline: Outline, told: Sequence[Account], added: str) -> None:
        """Put in an entry, new or as it is now that these accounts are told of it."""
        several = tuple(self._thrifty(Outline.of(x)) for x in told) if len(told) > 1 else ()
        self._put(number, id, self._thrifty(outline), several, added)

    def since(self, number: int, now: str) -> str:
        """Return since when an entry is here that is told again now, or for the first time."""
        was = self._there.get(number)
        return now if was is None else min(was.added, now)

    def id_of(self, number: int) -> str:
        """Return the id of an entry."""
        return self._there[number].id

    def fitting(self, connection: Connection, numbers: Collection[int]) -> dict[int, set[int]]:
        """Return for each of these the others that are the same, or have an account that is one of its own."""
        return {n: self._fitting(connection, n) for n in numbers if n in self._there}

    def renew(self, connection: Connection, numbers: Iterable[int]) -> None:
        """Look entries up again, whose rows are others now, or gone."""
        wanted = set(numbers)
        for number in wanted & self._there.keys():
            self._drop(number)
        for row in lookup.columns_in(connection, _COLUMNS, s.entry.c.n, wanted):
            self._put_read(row.n, row.id, Outline.from_json(row.outline), row.added)

    def _put_read(self, number: int, id: str, outline: Outline, added: str) -> None:
        self._put(number, id, self._thrifty(outline), () if outline.accounts == 1 else None, added)

    def _put(self, n: int, id: str, outline: Outline, members: tuple[Outline, ...] | None, added: str) -> None:
        if n in self._there:
            self._drop(n)
        self._there[n] = _Entry(id, outline, added, members)
        self.ids.add(id)
        self._with_key.add(engagements.keys(outline), n)
        for at in self._days(outline):
            at.add(n)

    def _drop(self, number: int) -> None:
        was = self._there.pop(number)
        self.ids.discard(was.id)
        self._with_key.drop(engagements.keys(was.outline), number)
        for at in self._days(was.outline):
            at.discard(number)

    def _days(self, outline: Outline) -> Iterator[set[int]]:
        """Where an entry is kept by its days."""
        days = engagements.days_of(outline)
        if days is None or len(days) > _MOST_DAYS:
            yield self._on_no_day
        else:
            yield from (self._on_day[day] for day in days)

    def _near(self, outline: Outline, keys: Iterable[str]) -> set[int]:
        """What shares a key and may be the same: of deeds on other days, none is."""
        days = engagements.days_of(outline)
        if days is None or len(days) > _MOST_DAYS:
            return {n for key in keys for n in self._with_key.having(key)}
        around = range(days.start - 1, days.stop + 1)
        of_time = set[int]().union(*(self._on_day[day] for day in around if day in self._on_day))
        found = set[int]()
        for key in keys:
            having = self._with_key.having(key)
            if isinstance(having, set):
                found |= having & of_time
                found |= having & self._on_no_day
            else:
                found.update(n for n in having if n in of_time or n in self._on_no_day)
        return found

    def _any(self, keys: Iterable[str], gone: Collection[int]) -> list[int]:
        """One that shares a key, if there is one: all say alike that none like it is the same."""
        return next(([n] for key in keys for n in self._with_key.having(key) if n not in gone), [])

    def _fitting(self, connection: Connection, number: int) -> set[int]:
        mine, found = self._there[number], set[int]()
        for other in self._near(mine.outline, engagements.keys(mine.outline)) - {number}:
            theirs = self._there[other]
            whole = mine.outline, theirs.outline
            pairs = product(self._members(connection, number), self._members(connection, other))
            if _is_same(*whole) or any(_is_same(*pair) for pair in pairs if pair != whole):
                found.add(other)
        return found

    def _members(self, connection: Connection, number: int) -> tuple[Outline, ...]:
        """The outlines of an entry's accounts, with those who take part as they are cited now."""
        entry = self._there[number]
        if entry.members is None:
            told = loading.accounts(connection, s.account.c.entry == number)
            entry = self._there[number] = replace(entry, members=tuple(self._thrifty(Outline.of(a)) for a in told))
        return tuple(self._renewed(x) for x in entry.members or (entry.outline,))

    def _renewed(self, outline: Outline) -> Outline:
        now = [Who.of(Party(self._cited(p.actor), Part(p.part))) for p in outline.parties]
        return outline if all(map(Who.__eq__, now, outline.parties)) else replace(outline, parties=each(now))

    def _thrifty(self, outline: Outline) -> Outline:
        """The same, of which what others have too takes room once."""
        once = self._once.setdefault
        parties = tuple(once(p, p) for p in outline.parties)
        kinds, told, places = (once(x, x) for x in (outline.kinds, outline.told, outline.places))
        reports = once(outline.reports, outline.reports)
        return replace(outline, kinds=kinds, parties=parties, told=told, places=places, reports=reports)


_COLUMNS = (s.entry.c.n, s.entry.c.id, s.entry.c.outline, s.entry.c.added)


def _is_same(a: Outline, b: Outline) -> bool:
    return engagements.compare(a, b).verdict is Verdict.SAME
