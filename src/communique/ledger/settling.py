"""What a report took part in decided anew, when the report goes or its day is another.

It is decided in the order in which the reports came, together with what is like it: a report may have stood between
two, or been one of several that fitted. Where that order does not explain how things stand (a person judged, a report
was read anew), only what the report took part in is grouped anew, by likeness.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from communique.ledger import adding, grouping, lookup, summary
from communique.ledger import schema as s
from communique.ledger.placing import actor_members, entry_members, parts
from communique.ledger.resolution import actors, engagements

_Members = Callable[[Connection, Collection[Any]], "tuple[dict[str, Any], dict[str, Any]]"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is decided anew, by ids of actors and row numbers of entries, and how.

    ``who`` and ``what`` are those that the report took part in, ``beside`` entries that its copies tell.
    """

    who: frozenset[str]
    what: frozenset[int]
    beside: frozenset[int]
    actors: tuple[set[str], grouping.Parted]
    entries: tuple[set[int], grouping.Parted]


def plan(connection: Connection, row: Row[Any]) -> Plan:
    """Return what to decide anew once a report (its row) has changed; to be asked before it does."""
    who = {r.actor for r in lookup.rows_in(connection, s.appearance, s.appearance.c.report, [row.n])}
    what = {r.entry for r in lookup.rows_in(connection, s.account, s.account.c.report, [row.n])}
    by_likeness = grouping.actors_by_likeness, grouping.entries_by_likeness
    return Plan(
        frozenset(who),
        frozenset(what),
        frozenset(_entries_beside(connection, row)),
        _chosen(connection, who, _actors_like, actor_members, _actors_in_order, by_likeness[0]),
        _chosen(connection, what, _entries_like, entry_members, _entries_in_order, by_likeness[1]),
    )


def settle(connection: Connection, plan: Plan) -> None:
    """Group the actors, then the entries, and compute anew what lost something."""
    who = {r.id for r in lookup.rows_in(connection, s.actor, s.actor.c.id, plan.who)}
    empty = {id for id in who if _is_empty(connection, s.appearance.c.actor, id)}
    several = {r.actor for r in lookup.rows_in(connection, s.appearance, s.appearance.c.actor, plan.actors[0])}
    grouping.regroup_actors(connection, several, plan.actors[1])
    summary.renew_actors(connection, who - empty)
    for number in sorted(_there(connection, plan.what | _entries_with(connection, who))):
        summary.write_entry(connection, number)
    wide = _there(connection, plan.entries[0])
    if wide:
        grouping.regroup_entries(connection, wide, plan.entries[1])
    amended = _entries_with(connection, empty)
    connection.execute(delete(s.entry_party).where(s.entry_party.c.actor.in_(sorted(empty))))
    grouping.drop_empty_actors(connection, empty)
    for number in sorted(_there(connection, amended | plan.beside)):
        summary.write_entry(connection, number)


def _entries_beside(connection: Connection, row: Row[Any]) -> set[int]:
    """Entries told by copies of the report: how many sources they have may change."""
    group = select(s.report.c.n).where(s.report.c.source_group == row.source_group, s.report.c.n != row.n)
    rows = lookup.rows_in(connection, s.account, s.account.c.report, connection.scalars(group).all())
    return {r.entry for r in rows}


def _chosen(
    connection: Connection,
    touched: set[Any],
    like: Callable[[Connection, Collection[Any]], set[Any]],
    members: _Members,
    in_order: grouping.Parted,
    by_likeness: grouping.Parted,
) -> tuple[set[Any], grouping.Parted]:
    """Return what to group anew, and how: in order where that order explains how things stand now."""
    for several in (touched | like(connection, touched), touched):
        values, of = members(connection, several)
        if parts(of) == {frozenset(group) for group in in_order(connection, values)}:
            return several, in_order
    return touched, by_likeness


def _actors_like(connection: Connection, ids: Collection[str]) -> set[str]:
    keys = {r.key for r in lookup.rows_in(connection, s.actor_key, s.actor_key.c.actor, ids)}
    return {r.actor for r in lookup.rows_in(connection, s.actor_key, s.actor_key.c.key, keys)}


def _entries_like(connection: Connection, numbers: Collection[int]) -> set[int]:
    keys = {r.key for r in lookup.rows_in(connection, s.entry_key, s.entry_key.c.entry, numbers)}
    return {r.entry for r in lookup.rows_in(connection, s.entry_key, s.entry_key.c.key, keys)}


def _actors_in_order(connection: Connection, members: Mapping[str, Any]) -> Sequence[tuple[str, ...]]:
    rows = lookup.rows_in(connection, s.appearance, s.appearance.c.id, members.keys())
    rows.sort(key=lambda r: (r.report, *adding.fullest_first(r.name, r.id)))
    items = [(r.id, str(r.report), members[r.id]) for r in rows]
    return actors.replay(items, *grouping.constraints(connection, members.keys()))


def _entries_in_order(connection: Connection, members: Mapping[str, Any]) -> Sequence[tuple[str, ...]]:
    rows = lookup.rows_in(connection, s.account, s.account.c.id, members.keys())
    items = [(r.id, str(r.report), members[r.id]) for r in sorted(rows, key=lambda r: r.n)]
    return engagements.replay(items, *grouping.constraints(connection, members.keys()))


def _is_empty(connection: Connection, column: Any, id: Any) -> bool:
    return connection.scalar(select(column).where(column == id).limit(1)) is None


def _there(connection: Connection, numbers: Collection[int]) -> set[int]:
    return {r.n for r in lookup.rows_in(connection, s.entry, s.entry.c.n, numbers)}


def _entries_with(connection: Connection, ids: Collection[str]) -> set[int]:
    """Entries in which any of these actors takes part."""
    return {r.entry for r in lookup.rows_in(connection, s.entry_party, s.entry_party.c.actor, ids)}
