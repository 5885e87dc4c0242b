"""What a new report brings, grouped anew with what fits it: so the order in which reports come in changes nothing.

A new appearance or account goes to what fits it best of all that is there (``grouping``). Where several fit one
another, what comes later may fit better; so the members of these are grouped by likeness, the fullest told first,
whatever order they came in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select

from communique.ledger import grouping, loading
from communique.ledger import schema as s
from communique.ledger.resolution import actors, engagements, names
from communique.ledger.resolution.likeness import Likeness, Verdict
from communique.ledger.resolution.outlines import Outline
from communique.ledger.resolution.profiles import Profile

_ROUNDS = 3
"""So often actors and entries are grouped anew, since each may change the other."""
_STEPS = 3
"""How far what fits is looked for: what fits a report's own, what fits that, and so on."""


def put_in_place(connection: Connection, report: int) -> None:
    """Group what a report (by row number) brought anew, with what fits it, until nothing changes."""
    for _ in range(_ROUNDS):
        if not (put_actors_in_place(connection, report) | _put(connection, report, _ENTRIES)):
            return


def put_actors_in_place(connection: Connection, report: int) -> bool:
    """Group the actors of a report (by row number) anew, with those that fit them; return whether any changed."""
    return _put(connection, report, _ACTORS)


def _put(connection: Connection, report: int, sort: _Sort) -> bool:
    whole = sort.member.c[sort.whole]
    mine = connection.scalars(select(whole).where(sort.member.c.report == report)).all()
    changed = False
    for rivals in _rivals(mine, lambda ids: _fitting(connection, ids, sort)):
        values, of = sort.members(connection, rivals)
        groups = sort.by_likeness(connection, values)
        if parts(of) != set(map(frozenset, groups)):
            sort.regroup(connection, rivals, _as_found(groups))
            changed = True
    return changed


def _as_found(groups: Sequence[tuple[str, ...]]) -> grouping.Parted:
    return lambda connection, members: groups


def _rivals(mine: Collection[Any], fitting: Callable[[Collection[Any]], Mapping[Any, set[Any]]]) -> list[set[Any]]:
    """Return what is joined by fitting one another, in sets apart, from mine on; what has no rival is left out."""
    fits: dict[Any, set[Any]] = {}
    ahead = set(mine)
    for _ in range(_STEPS):
        fits |= fitting(ahead - fits.keys())
        ahead = set().union(*fits.values()) - fits.keys()
    several: list[set[Any]] = []
    for one, others in sorted(fits.items()):
        whole = {one, *others}
        several, touching = [x for x in several if not x & whole], [x for x in several if x & whole]
        several.append(whole.union(*touching))
    return [x for x in several if len(x) > 1]


def _fitting(connection: Connection, ids: Collection[Any], sort: _Sort) -> dict[Any, set[Any]]:
    """Return for each of these what is the same, as far as is known, or has a member that is one of its own."""
    found = {}
    for id, whole in sort.wholes(connection, ids):
        near = [(other, value) for other, value in sort.near(connection, whole) if other != id]
        found[id] = _same(whole, near, sort.compare)
        left = {other for other, _ in near} - found[id]
        if left:
            found[id] |= _by_members(connection, id, left, sort)
    return found


def _by_members(connection: Connection, id: Any, left: Collection[Any], sort: _Sort) -> set[Any]:
    values, of = sort.members(connection, {id, *left})
    mine = {repr(value): value for member, value in values.items() if of[member] == id}
    theirs = {(of[member], repr(value)): value for member, value in values.items() if of[member] != id}
    others = [(other, value) for (other, _), value in theirs.items()]
    found = set[Any]()
    for value in mine.values():
        found |= _same(value, [x for x in others if x[0] not in found], sort.compare)
    return found


def _same(mine: Any, near: Sequence[tuple[Any, Any]], compare: Callable[[Any, Any], Likeness]) -> set[Any]:
    return {id for id, value in near if compare(mine, value).verdict is Verdict.SAME}


Members = Callable[[Connection, Collection[Any]], tuple[dict[str, Any], dict[str, Any]]]
"""What returns the members of actors or entries by id, as what is compared, and of which each is one."""


def actor_members(connection: Connection, ids: Collection[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the appearances of these actors by id: as profiles, and the actor of each."""
    found = loading.appearances(connection, s.appearance.c.actor.in_(sorted(ids)))
    return {a.id: Profile.of(a) for a in found}, {a.id: a.actor for a in found}


def entry_members(connection: Connection, numbers: Collection[int]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the accounts of these entries by id: as outlines, and the entry of each."""
    found = loading.accounts(connection, s.account.c.entry.in_(sorted(numbers)))
    of = {r.id: r.entry for r in loading.rows_in(connection, s.account, s.account.c.entry, numbers)}
    return {a.id: Outline.of(a) for a in found}, of


def parts(of: Mapping[str, Any]) -> set[frozenset[str]]:
    """Return members in groups, by what each is a part of."""
    groups: dict[Any, set[str]] = {}
    for member, whole in of.items():
        groups.setdefault(whole, set()).add(member)
    return {frozenset(group) for group in groups.values()}


def _actors(connection: Connection, ids: Collection[str]) -> Iterator[tuple[str, Profile]]:
    for row in loading.rows_in(connection, s.actor, s.actor.c.id, ids):
        yield row.id, Profile.from_json(row.profile)


def _entries(connection: Connection, numbers: Collection[int]) -> Iterator[tuple[int, Outline]]:
    for row in loading.rows_in(connection, s.entry, s.entry.c.n, numbers):
        yield row.n, Outline.from_json(row.outline)


def _near_actors(connection: Connection, profile: Profile) -> list[tuple[str, Profile]]:
    return grouping.actors_with(connection, names.keys(profile))


def _near_entries(connection: Connection, outline: Outline) -> list[tuple[int, Outline]]:
    return [(int(n), o) for n, o in grouping.entries_with(connection, engagements.keys(outline))]


@dataclass(frozen=True, slots=True)
class _Sort:
    """What is grouped: the table of members, their column for the whole, how wholes are found and compared."""

    member: Table
    whole: str
    wholes: Callable[[Connection, Collection[Any]], Iterator[tuple[Any, Any]]]
    near: Callable[[Connection, Any], list[tuple[Any, Any]]]
    compare: Callable[[Any, Any], Likeness]
    members: Members
    by_likeness: grouping.Parted
    regroup: Callable[[Connection, Collection[Any], grouping.Parted], None]


_ACTORS = _Sort(s.appearance, "actor", _actors, _near_actors, actors.compare, actor_members,
                grouping.actors_by_likeness, grouping.regroup_actors)  # fmt: skip
_ENTRIES = _Sort(s.account, "entry", _entries, _near_entries, engagements.compare, entry_members,
                 grouping.entries_by_likeness, grouping.regroup_entries)  # fmt: skip
