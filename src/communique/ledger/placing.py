"""What a new report brings, grouped anew with what fits it: so the order in which reports come in changes nothing.

A new appearance or account goes to what fits it best of all that is there (``grouping``). Where several fit one
another, what comes later may fit better; so the members of these are grouped by likeness, the fullest told first,
whatever order they came in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select

from communique.ledger import grouping, loading, lookup
from communique.ledger import schema as s
from communique.ledger.resolution import actors, engagements, names
from communique.ledger.resolution.likeness import Likeness, Verdict
from communique.ledger.resolution.outlines import Outline
from communique.ledger.resolution.profiles import Profile

_ROUNDS = 3
"""So often actors and entries are grouped anew, since each may change the other."""
_STEPS = 3
"""How far what fits is looked for: what fits a report's own, what fits that, and so on."""


Rivals = Sequence[Collection[Any]]
"""Actors, or entries, that fit one another, in sets apart."""


def put_in_place(connection: Connection, report: int, rivals: Rivals | None = None) -> None:
    """Group what a report (by row number) brought anew, with what fits it, until nothing changes.

    ``rivals`` are what fits its actors, where that is known.
    """
    until_in_place(
        rivals,
        (lambda: _found(connection, report, _ACTORS), lambda rivals: put_actors(connection, rivals)),
        (lambda: _found(connection, report, _ENTRIES), lambda rivals: put_entries(connection, rivals)),
    )


Placing = tuple[Callable[[], Rivals], Callable[[Rivals], bool]]
"""What finds rivals, and what groups them anew and returns whether that changed anything."""


def until_in_place(rivals: Rivals | None, actors: Placing, entries: Placing) -> None:
    """Group actors and entries anew until nothing changes; ``rivals`` are the first actors', where they are known."""
    for _ in range(_ROUNDS):
        changed = actors[1](actors[0]() if rivals is None else rivals)
        if not (entries[1](entries[0]()) or changed):
            return
        rivals = None


def put_actors_in_place(connection: Connection, report: int) -> Rivals | None:
    """Group the actors of a report (by row number) anew, with those that fit them.

    Returns what fits them, ``None`` where it may be another now, since some were grouped anew.
    """
    found = _found(connection, report, _ACTORS)
    return None if _put(connection, found, _ACTORS) else found


def _found(connection: Connection, report: int, sort: _Sort) -> Rivals:
    whole = sort.member.c[sort.whole]
    mine = connection.scalars(select(whole).where(sort.member.c.report == report)).all()
    return among(mine, lambda ids: _fitting(connection, ids, sort))


def put_actors(connection: Connection, rivals: Rivals) -> bool:
    """Group actors that fit one another anew; return whether that changed anything."""
    return _put(connection, rivals, _ACTORS)


def put_entries(connection: Connection, rivals: Rivals) -> bool:
    """Group entries that fit one another anew; return whether that changed anything."""
    return _put(connection, rivals, _ENTRIES)


def _put(connection: Connection, found: Rivals, sort: _Sort) -> bool:
    changed = False
    for rivals in found:
        values, of = sort.members(connection, rivals)
        groups = sort.by_likeness(connection, values)
        if parts(of) != set(map(frozenset, groups)):
            sort.regroup(connection, rivals, _as_found(groups))
            changed = True
    return changed


def _as_found(groups: Sequence[tuple[str, ...]]) -> grouping.Parted:
    return lambda connection, members: groups


def among(mine: Collection[Any], fitting: Callable[[Collection[Any]], Mapping[Any, set[Any]]]) -> list[set[Any]]:
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
    """Return for each of these what is the same, as far as is known, or has a member that is one of its own.

    What they are held against is taken out of the ledger once, however many of them it is near to.
    """
    wholes = sort.wholes(connection, ids)
    near = _near(connection, wholes, sort)
    known = wholes | sort.wholes(connection, set[Any]().union(*near.values()) - wholes.keys())
    alone = defaultdict[Any, set[Any]](set)
    for id, value in known.items():
        alone[sort.alone(value)].add(id)
    alone.pop(None, None)
    found, left = dict[Any, set[Any]](), dict[Any, set[Any]]()
    for id, whole in wholes.items():
        others = near[id].difference((id,), alone.get(sort.alone(whole), ()))
        found[id] = _same(whole, ((other, known[other]) for other in others), sort.compare)
        left[id] = others - found[id]
    looked_at = set[Any]().union(*({id, *others} for id, others in left.items() if others))
    members = _members(connection, looked_at, sort)
    for id, others in left.items():
        for value in members[id].values() if others else ():
            theirs = ((other, x) for other in others - found[id] for x in members[other].values())
            found[id] |= _same(value, theirs, sort.compare)
    return found


def _near(connection: Connection, wholes: Mapping[Any, Any], sort: _Sort) -> dict[Any, set[Any]]:
    """Return for each of these all that share a key with it."""
    keys = {id: sort.keys(value) for id, value in wholes.items()}
    with_key = grouping.with_keys(connection, sort.block, keys.values())
    return {id: set[Any]().union(*(with_key[key] for key in own)) for id, own in keys.items()}


def _members(connection: Connection, ids: Collection[Any], sort: _Sort) -> Mapping[Any, dict[str, Any]]:
    """Return the members of each of these, those that look alike once."""
    found = defaultdict[Any, dict[str, Any]](dict)
    values, of = sort.members(connection, ids) if ids else ({}, {})
    for member, value in values.items():
        found[of[member]][repr(value)] = value
    return found


def _same(mine: Any, near: Iterable[tuple[Any, Any]], compare: Callable[[Any, Any], Likeness]) -> set[Any]:
    found = set[Any]()
    for id, value in near:
        if id not in found and compare(mine, value).verdict is Verdict.SAME:
            found.add(id)
    return found


Members = Callable[[Connection, Collection[Any]], tuple[dict[str, Any], dict[str, Any]]]
"""What returns the members of actors or entries by id, as what is compared, and of which each is one."""


def actor_members(connection: Connection, ids: Collection[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the appearances of these actors by id: as profiles, and the actor of each."""
    found = loading.appearances(connection, s.appearance.c.actor.in_(sorted(ids)))
    return {a.id: Profile.of(a) for a in found}, {a.id: a.actor for a in found}


def entry_members(connection: Connection, numbers: Collection[int]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the accounts of these entries by id: as outlines, and the entry of each."""
    found = loading.accounts(connection, s.account.c.entry.in_(sorted(numbers)))
    columns = (s.account.c.id, s.account.c.entry)
    of = {r.id: r.entry for r in lookup.columns_in(connection, columns, s.account.c.entry, numbers)}
    return {a.id: Outline.of(a) for a in found}, of


def parts(of: Mapping[str, Any]) -> set[frozenset[str]]:
    """Return members in groups, by what each is a part of."""
    groups: dict[Any, set[str]] = {}
    for member, whole in of.items():
        groups.setdefault(whole, set()).add(member)
    return {frozenset(group) for group in groups.values()}


def _report_alone(outline: Outline) -> str | None:
    """The report that alone tells of an entry: it tells it apart from all that it alone tells of."""
    return outline.reports[0] if len(outline.reports) == 1 else None


@dataclass(frozen=True, slots=True)
class _Sort:
    """What is grouped: the table of members, their column for the whole, how wholes are found and compared.

    ``block`` has the ``keys`` of wholes. Two that are ``alone`` with the same are never one.
    """

    member: Table
    whole: str
    wholes: Callable[[Connection, Collection[Any]], dict[Any, Any]]
    block: Table
    keys: Callable[[Any], Collection[str]]
    alone: Callable[[Any], str | None]
    compare: Callable[[Any, Any], Likeness]
    members: Members
    by_likeness: grouping.Parted
    regroup: Callable[[Connection, Collection[Any], grouping.Parted], None]


_ACTORS = _Sort(s.appearance, "actor", grouping.profiles, s.actor_key, names.keys, lambda profile: None,
                actors.compare, actor_members, grouping.actors_by_likeness, grouping.regroup_actors)  # fmt: skip
_ENTRIES = _Sort(s.account, "entry", grouping.outlines, s.entry_key, engagements.keys, _report_alone,
                 engagements.compare, entry_members, grouping.entries_by_likeness,
                 grouping.regroup_entries)  # fmt: skip
