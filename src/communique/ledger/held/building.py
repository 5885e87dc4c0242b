"""Reports added to a ledger that is held in memory: decided as when each comes alone, written many at once.

What a report brings is looked up in memory. Where it fits what is there in several ways, or joins what was apart, all
that waits is written, the tables decide (``placing``, ``grouping``), and what that touched is looked up again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import Connection, select

from communique.intake import Report
from communique.ledger import (
    adding,
    filling,
    grouping,
    identity,
    loading,
    lookup,
    placing,
    sayings,
    summary,
    touched,
)
from communique.ledger import schema as s
from communique.ledger.held.actors import Actors
from communique.ledger.held.entries import Entries
from communique.ledger.held.waiting import Numbers, Waiting
from communique.ledger.placing import Rivals
from communique.ledger.resolution import engagements
from communique.ledger.resolution.outlines import Outline
from communique.ledger.resolution.profiles import Profile
from communique.ledger.views import Account, ActorRef, Appearance, ReportRef
from communique.records import Actor, Engagement, Record, Statement


class Building:
    """A ledger, held in memory while reports are added to it."""

    def __init__(self, connection: Connection) -> None:
        self._actors = Actors(connection)
        self._entries = Entries(connection, self._actors.ref)
        self._moved = set(connection.scalars(select(s.moved.c.old)))
        self._waiting, self._numbers = Waiting(), Numbers()

    def add(self, connection: Connection, report: Report, record: Record, reader: str) -> bool:
        """Add a report of which the ledger knows nothing; return false where it is there already.

        Nothing that people judged, and no report that was forgotten, may be in the ledger.

        Raises:
            ReportConflict: if its id is in the ledger with other bytes.
        """
        if adding.present(connection, report):
            return False
        items = record.actors, record.engagements, record.statements
        seen, told, said = ({x.id: f"{report.info.id}/{x.id}" for x in several} for several in items)
        used = dict(zip("aes", map(len, items), strict=True))
        row = adding.report_row(connection, report, record, reader, used)
        (number,) = self._numbers.next(connection, s.report, 1)
        filling.fill(connection, s.report, [{"n": number, **row}])
        adding.add_bands(connection, number, adding.bands_of(report, row["signature"]))
        info = report.info
        ref = ReportRef(info.id, info.title, info.published, info.publisher, info.url, row["source_group"])
        one = _One(self, connection, number, ref, row["added"], seen, told)
        rivals = one.add_actors(record.actors)
        joined = one.add_engagements(record.engagements)
        one.put_in_place(None if joined else rivals)
        one.add_statements([(said[x.id], x) for x in record.statements])
        return True

    def write(self, connection: Connection) -> None:
        """Write all that waits."""
        summary.write_actors(connection, self._actors.waiting)
        self._actors.waiting.clear()
        self._waiting.write(connection)
        self._waiting = Waiting()

    def by_tables(self, connection: Connection, decide: Callable[[], Any]) -> Any:
        """Let the tables decide, with all that waits written before; look up again what that touched."""
        self.write(connection)
        found = touched.noting(connection)
        try:
            answer = decide()
        finally:
            touched.no_more(connection)
        self._actors.renew(connection, found.actors)
        self._entries.renew(connection, found.entries)
        self._moved -= found.moved
        self._moved |= {r.old for r in lookup.columns_in(connection, (s.moved.c.old,), s.moved.c.old, found.moved)}
        self._numbers.forget(s.entry)
        return answer


class _One:
    """One report that is being added."""

    def __init__(
        self, whole: Building, connection: Connection, number: int, ref: ReportRef, added: str,
        seen: Mapping[str, str], told: Mapping[str, str],
    ) -> None:  # fmt: skip
        self._whole, self._connection, self._number, self._ref, self._added = whole, connection, number, ref, added
        self._seen, self._told = seen, told
        self._names: dict[str, str] = {}
        self._actor_of: dict[str, str] = {}
        self._accounts: dict[str, int] = {}
        self._entries: set[int] = set()
        self._taken: set[int] = set()
        self._about: dict[int, set[str]] = {}
        self._new: dict[int, str] = {}

    # actors

    def add_actors(self, items: Sequence[Actor]) -> Rivals | None:
        """Add the actors, the fullest names first; return what fits them, ``None`` where it may be another now."""
        ids = self._seen
        ordered = sorted(((ids[a.id], a) for a in items), key=lambda item: adding.fullest_first(item[1].name, item[0]))
        looks = [adding.appearance(id, self._ref, a) for id, a in ordered]
        rows = [adding.appearance_row(a) for _, a in ordered]
        actors = self._placed(looks)
        self._whole._waiting.rows(
            s.appearance,
            (
                {"id": x.id, "report": self._number, "local": a.id, "actor": actor, "why": why, **row}
                for x, (_, a), row, (actor, why) in zip(looks, ordered, rows, actors, strict=True)
            ),
        )
        self._names = {id: a.name for id, a in ordered}
        self._actor_of = {x.id: actor for x, (actor, _) in zip(looks, actors, strict=True)}
        rivals = self._rival_actors()
        return None if self._put_actors(rivals) else rivals

    def _placed(self, looks: Sequence[Appearance]) -> list[tuple[str, str]]:
        """Which actors appearances are of, and why; they are kept."""
        actors, profiles = self._whole._actors, [Profile.of(x) for x in looks]
        chosen = actors.chosen(profiles)
        new = [x.id for x, (id, _) in zip(looks, chosen, strict=True) if id is None]
        made = iter(self._new_ids(identity.ACTOR, new, actors))
        found = [(id or next(made), why) for id, why in chosen]
        for (id, _), look, profile in zip(found, looks, profiles, strict=True):
            actors.add(self._connection, id, look.id, profile)
        return found

    def _new_ids(self, prefix: str, members: Sequence[str], there: Any) -> list[str]:
        """Ids for what has none: those of their first members, where nothing has or had them."""
        ids = [identity.new_id(prefix, member) for member in members]
        if len(set(ids)) == len(ids) and not any(id in there or id in self._whole._moved for id in ids):
            return ids
        groups = [[member] for member in members]
        given: list[str] = self._whole.by_tables(
            self._connection, lambda: identity.ids_for(self._connection, prefix, groups)
        )
        return given

    def _rival_actors(self) -> Rivals:
        actors = self._whole._actors
        return placing.among(set(self._actor_of.values()), lambda ids: actors.fitting(self._connection, ids))

    def _put_actors(self, rivals: Rivals) -> bool:
        """Group anew those of the rivals that do not stand, and what comes after them; whether that changed any."""
        first = next((n for n, several in enumerate(rivals) if not self._stand(several)), len(rivals))
        return self._put(rivals[first:], placing.put_actors)

    def _stand(self, rivals: Collection[str]) -> bool:
        actors = self._whole._actors
        if not actors.knows(rivals):
            self._whole.write(self._connection)
            actors.look_up(self._connection, rivals)
        return actors.stand(rivals)

    def _put(self, rivals: Rivals, put: Callable[[Connection, Rivals], bool]) -> bool:
        if not rivals:
            return False
        changed: bool = self._whole.by_tables(self._connection, lambda: put(self._connection, rivals))
        if changed:
            self._look_up()
        return changed

    def _look_up(self) -> None:
        """Look up again of which actors and entries the report's appearances and accounts are."""
        c, d = s.appearance.c, s.account.c
        found = self._connection.execute(select(c.id, c.actor).where(c.report == self._number))
        self._actor_of = {r.id: r.actor for r in found}
        self._entries = set(self._connection.scalars(select(d.entry).where(d.report == self._number)))

    # engagements

    def add_engagements(self, items: Sequence[Engagement]) -> bool:
        """Add the engagements; return whether any may have made one of several actors."""
        rows, left, joined = self._account_rows(items), list(items), False
        while left:
            rows_left = rows[len(rows) - len(left) :]
            told = [
                adding.account(row, self._ref, e, self._seen, self._ref_of)
                for row, e in zip(rows_left, left, strict=True)
            ]
            outlines = [Outline.of(x) for x in told]
            chosen = self._whole._entries.chosen(outlines, self._taken)
            entries = self._kept(rows_left, left, told, chosen)
            self._write_entries(entries)
            left = left[len(chosen) :]
            if chosen[-1][1] == engagements.NAMESAKES:
                join = partial(grouping.join_namesakes, self._connection, entries[-1])
                self._whole.by_tables(self._connection, join)
                self._look_up()
                joined = True
        there = [n for n in self._taken if n in self._whole._entries]
        told_last = self._told_of(there) if joined else {}
        about = {n: {id for x in told_last[n] for id in x.about} if joined else self._about[n] for n in there}
        self._whole._waiting.about(self._connection, about)
        return joined

    def _account_rows(self, items: Sequence[Engagement]) -> list[dict[str, Any]]:
        numbers = self._whole._numbers.next(self._connection, s.account, len(items))
        self._accounts = {self._told[e.id]: n for e, n in zip(items, numbers, strict=True)}
        return [
            {
                "n": n,
                "id": self._told[e.id],
                "report": self._number,
                "local": e.id,
                **adding.account_row(e, self._told, self._seen, self._names, self._ref.title),
            }
            for e, n in zip(items, numbers, strict=True)
        ]

    def _ref_of(self, appearance: str) -> ActorRef:
        return self._whole._actors.ref(self._actor_of[appearance])

    def _kept(
        self, rows: Sequence[dict[str, Any]], items: Sequence[Engagement], told: Sequence[Account],
        chosen: Sequence[tuple[int | None, str]],
    ) -> list[int]:  # fmt: skip
        """Let accounts wait; return of which entries they are, by row number, new ones among them."""
        whole = self._whole
        new = [x.id for x, (n, _) in zip(told, chosen, strict=False) if n is None]
        ids = self._new_ids(identity.ENTRY, new, whole._entries.ids)
        made = dict(zip(whole._numbers.next(self._connection, s.entry, len(new)), ids, strict=True))
        self._new, fresh = made, iter(made)
        entries = [n if n is not None else next(fresh) for n, _ in chosen]
        placed = zip(rows, entries, chosen, strict=False)
        whole._waiting.rows(s.account, ({**row, "entry": n, "why": why} for row, n, (_, why) in placed))
        with_row = ((row["n"], e) for row, e, _ in zip(rows, items, entries, strict=False))
        whole._waiting.rows(s.account_party, adding.party_rows(with_row, self._seen))
        whole._waiting.accounts(zip(entries, told, strict=False))
        self._entries |= set(entries)
        self._taken |= set(entries)
        return entries

    def _write_entries(self, numbers: Collection[int]) -> None:
        """Let entries wait as their accounts make them."""
        whole, told = self._whole, self._told_of(numbers)
        for number in sorted(numbers):
            new = self._new.get(number)
            id = new or whole._entries.id_of(number)
            added = whole._entries.since(number, self._added)
            made = summary.computed(self._connection, told[number], added)
            whole._entries.put(number, id, made.outline, told[number], added)
            whole._waiting.entry(number, made, new)
            self._about[number] = {id for x in told[number] for id in x.about}
            if len(told[number]) > 1:
                whole._actors.met({p.actor.id for x in told[number] for p in x.parties})

    def _told_of(self, numbers: Collection[int]) -> dict[int, list[Account]]:
        """All accounts of entries, written or waiting, with those who take part as they are cited now."""
        written = loading.told(self._connection, [n for n in numbers if n not in self._new])
        cited, waiting = self._whole._actors.ref, self._whole._waiting.told
        found = {n: [*written.get(n, ()), *waiting.get(n, ())] for n in numbers}
        return {
            n: several if n in self._new else sorted((_cited(x, cited) for x in several), key=loading.told_order)
            for n, several in found.items()
        }

    # in their places

    def put_in_place(self, rivals: Rivals | None) -> None:
        """Group what the report brought anew, with what fits it."""
        entries = self._whole._entries
        placing.until_in_place(
            rivals,
            (self._rival_actors, self._put_actors),
            (
                lambda: placing.among(self._entries, lambda ns: entries.fitting(self._connection, ns)),
                lambda found: self._put(found, placing.put_entries),
            ),
        )

    def add_statements(self, items: Sequence[tuple[str, Statement]]) -> None:
        """Add the statements."""
        waiting = self._whole._waiting
        numbers = self._whole._numbers.next(self._connection, s.statement, len(items))
        rows = sayings.rows_of(self._number, self._ref, items, self._seen, self._names)
        waiting.rows(s.statement, ({"n": n, **row} for n, row in zip(numbers, rows, strict=True)))
        beneath = sayings.rows_beneath(zip(numbers, items, strict=True), self._seen, self._told, self._accounts)
        for table, several in beneath.items():
            waiting.rows(table, several)


def _cited(account: Account, cited: Callable[[str], ActorRef]) -> Account:
    """The account, with those who take part as they are cited now."""
    parties = tuple(replace(p, actor=cited(p.actor.id)) for p in account.parties)
    return replace(account, parties=parties, voice=cited(account.voice.id) if account.voice else None)
