"""A report taken out again: what only it supports goes with it, and the rest stands as if it had never come.

What it took part in is decided anew in the order in which the reports came, together with what is like it: there a
report that is gone may have stood between two, or been one of several that fitted. Where that order does not explain
how things stand (a person judged, a report was read anew), only what it took part in is grouped anew, by likeness.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from communique.ledger import adding, grouping, identity, judgements, loading, packing, summary
from communique.ledger import schema as s
from communique.ledger.resolution import actors, copies, engagements
from communique.ledger.resolution.outlines import Outline
from communique.ledger.resolution.profiles import Profile


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What went with a report: how much it had, how many entries and actors only it supported, judgements left idle."""

    report: str
    accounts: int
    statements: int
    mentions: int
    appearances: int
    entries: int
    actors: int
    judgements: int


def forget(connection: Connection, row: Row[Any]) -> Forgotten:
    """Take a report (its row) out of the ledger; return what went."""
    seen = loading.rows_in(connection, s.appearance, s.appearance.c.report, [row.n])
    told = loading.rows_in(connection, s.account, s.account.c.report, [row.n])
    members = [r.id for r in (*seen, *told)]
    who, what = {r.actor for r in seen}, {r.entry for r in told}
    before = _size(connection)
    idle = judgements.idle(connection)
    actors_of = _plan(connection, who, _actors_like, _actor_members, _actors_in_order, grouping.actors_by_likeness)
    entries_of = _plan(connection, what, _entries_like, _entry_members, _entries_in_order, grouping.entries_by_likeness)
    beside = _entries_beside(connection, row)
    _hold_on_elsewhere(connection, members, who)
    _take_out(connection, row)
    _copies_anew(connection, row)
    _regroup(connection, (who, *actors_of), (what, *entries_of), beside)
    record = packing.unpack_record(row)
    gone = tuple(a - b for a, b in zip(before, _size(connection), strict=True))
    left = len(judgements.idle(connection) - idle)
    mentions = sum(len(a.mentions) for a in record.actors)
    found = Forgotten(row.id, len(told), len(record.statements), mentions, len(seen), gone[0], gone[1], left)
    _note(connection, row, found)
    return found


def _size(connection: Connection) -> tuple[int, int]:
    from communique.ledger.queries import size

    return size(connection, s.entry), size(connection, s.actor)


# how what it took part in is decided anew

Plan = tuple[set[Any], "grouping.Parted"]
_Members = Callable[[Connection, Collection[Any]], "tuple[dict[str, Any], dict[str, Any]]"]


def _plan(
    connection: Connection,
    touched: set[Any],
    like: Callable[[Connection, Collection[Any]], set[Any]],
    members: _Members,
    in_order: grouping.Parted,
    by_likeness: grouping.Parted,
) -> Plan:
    """Return what to group anew, and how: in order where that order explains how things stand now."""
    for several in (touched | like(connection, touched), touched):
        values, of = members(connection, several)
        if _parts(of) == {frozenset(group) for group in in_order(connection, values)}:
            return several, in_order
    return touched, by_likeness


def _parts(of: Mapping[str, Any]) -> set[frozenset[str]]:
    groups: dict[Any, set[str]] = {}
    for member, whole in of.items():
        groups.setdefault(whole, set()).add(member)
    return {frozenset(group) for group in groups.values()}


def _actors_like(connection: Connection, ids: Collection[str]) -> set[str]:
    keys = {r.key for r in loading.rows_in(connection, s.actor_key, s.actor_key.c.actor, ids)}
    return {r.actor for r in loading.rows_in(connection, s.actor_key, s.actor_key.c.key, keys)}


def _entries_like(connection: Connection, numbers: Collection[int]) -> set[int]:
    keys = {r.key for r in loading.rows_in(connection, s.entry_key, s.entry_key.c.entry, numbers)}
    return {r.entry for r in loading.rows_in(connection, s.entry_key, s.entry_key.c.key, keys)}


def _actor_members(connection: Connection, ids: Collection[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    found = loading.appearances(connection, s.appearance.c.actor.in_(sorted(ids)))
    return {a.id: Profile.of(a) for a in found}, {a.id: a.actor for a in found}


def _entry_members(connection: Connection, numbers: Collection[int]) -> tuple[dict[str, Any], dict[str, Any]]:
    found = loading.accounts(connection, s.account.c.entry.in_(sorted(numbers)))
    return {a.id: Outline.of(a) for a in found}, {a.id: a.entry for a in found}


def _actors_in_order(connection: Connection, members: Mapping[str, Any]) -> Sequence[tuple[str, ...]]:
    rows = loading.rows_in(connection, s.appearance, s.appearance.c.id, members.keys())
    rows.sort(key=lambda r: (r.report, *adding.fullest_first(r.name, r.id)))
    items = [(r.id, str(r.report), members[r.id]) for r in rows]
    return actors.replay(items, *grouping.constraints(connection, members.keys()))


def _entries_in_order(connection: Connection, members: Mapping[str, Any]) -> Sequence[tuple[str, ...]]:
    rows = loading.rows_in(connection, s.account, s.account.c.id, members.keys())
    items = [(r.id, str(r.report), members[r.id]) for r in sorted(rows, key=lambda r: r.n)]
    return engagements.replay(items, *grouping.constraints(connection, members.keys()))


# taking out


def _entries_beside(connection: Connection, row: Row[Any]) -> set[int]:
    """Entries told by copies of the report: how many sources they have may change."""
    group = select(s.report.c.n).where(s.report.c.source_group == row.source_group, s.report.c.n != row.n)
    rows = loading.rows_in(connection, s.account, s.account.c.report, connection.scalars(group).all())
    return {r.entry for r in rows}


def _hold_on_elsewhere(connection: Connection, members: Sequence[str], who: Collection[str]) -> None:
    """Let what other reports have, and judgements of a whole, hold on to what stays: another member of the same."""
    gone = set(members)
    for id in sorted(who):
        found = connection.scalars(select(s.appearance.c.id).where(s.appearance.c.actor == id)).all()
        rest = min((x for x in found if x not in gone), default=None)
        mine = [x for x in found if x in gone]
        if rest is not None:
            party, account = s.account_party, s.account
            connection.execute(update(party).where(party.c.appearance.in_(mine)).values(appearance=rest))
            connection.execute(update(account).where(account.c.voice.in_(mine)).values(voice=rest))
    for judgement in judgements.of_members(connection, members):
        values = {}
        for name, anchor in (("subject", "anchor"), ("other", "other_anchor")):
            subject, held = getattr(judgement, name), getattr(judgement, anchor)
            if held in gone and not judgements.is_member(subject or held):
                rest = judgements.another(connection, held, gone)
                if rest is not None:
                    values[anchor] = rest
        if values:
            connection.execute(update(s.judgement).where(s.judgement.c.id == judgement.id).values(**values))


def _take_out(connection: Connection, row: Row[Any]) -> None:
    """Remove the rows of a report; entries and actors are left as they are."""
    mine = select(s.appearance.c.id).where(s.appearance.c.report == row.n)
    connection.execute(delete(s.account).where(s.account.c.report == row.n))
    connection.execute(delete(s.account_party).where(s.account_party.c.appearance.in_(mine)))
    connection.execute(update(s.account).where(s.account.c.voice.in_(mine)).values(voice=None))
    connection.execute(delete(s.appearance).where(s.appearance.c.report == row.n))
    connection.execute(delete(s.report).where(s.report.c.n == row.n))


def _copies_anew(connection: Connection, row: Row[Any]) -> None:
    """Find anew, in their order, of what the report's copies are copies."""
    c = s.report.c
    rest = connection.execute(select(c.n, c.id, c.signature).where(c.source_group == row.source_group).order_by(c.n))
    for other in rest.all():
        group = adding.group_of(connection, other.id, other.signature, copies.bands(other.signature), before=other.n)
        connection.execute(update(s.report).where(c.n == other.n).values(source_group=group))


def _regroup(connection: Connection, who: tuple[Any, ...], what: tuple[Any, ...], beside: Collection[int]) -> None:
    """Group the actors, then the entries, and compute anew what lost something."""
    (lost, several, parted), (told, wide, entries_parted) = who, what
    empty = {id for id in lost if _is_empty(connection, s.appearance.c.actor, id)}
    concerned = {id for id in several if id not in empty}
    grouping.regroup_actors(connection, concerned, parted)
    summary.renew_actors(connection, lost - empty)
    with_actors = _entries_with(connection, lost)
    for number in sorted(_there(connection, told | with_actors)):
        summary.write_entry(connection, number)
    rest = _there(connection, wide)
    if rest:
        grouping.regroup_entries(connection, rest, entries_parted)
    amended = _entries_with(connection, empty)
    connection.execute(delete(s.entry_party).where(s.entry_party.c.actor.in_(sorted(empty))))
    grouping.drop_empty_actors(connection, empty)
    for number in sorted(_there(connection, amended | set(beside))):
        summary.write_entry(connection, number)


def _is_empty(connection: Connection, column: Any, id: Any) -> bool:
    return connection.scalar(select(column).where(column == id).limit(1)) is None


def _there(connection: Connection, numbers: Collection[int]) -> set[int]:
    return {r.n for r in loading.rows_in(connection, s.entry, s.entry.c.n, numbers)}


def _entries_with(connection: Connection, ids: Collection[str]) -> set[int]:
    """Entries in which any of these actors takes part."""
    return {r.entry for r in loading.rows_in(connection, s.entry_party, s.entry_party.c.actor, ids)}


def _note(connection: Connection, row: Row[Any], found: Forgotten) -> None:
    """Write down what was forgotten, and which numbers it had used."""
    what = {
        "what": "report", "id": row.id, "change": "forgotten", "old": row.title, "sha256": row.sha256,
        "reading": identity.digest(row.reading), "used": row.used, "accounts": found.accounts, "entries": found.entries,
    }  # fmt: skip
    noted = {"report": row.id, "at": identity.now(), "reader": row.reader, "what": [what]}
    connection.execute(insert(s.change).values(noted))
