"""Which appearances are one actor, which accounts one entry: decided when a report comes in, and anew when judged.

A new appearance or account is held against what shares a key with it (``resolution``). A judgement that two are the
same or different, or its undoing, groups the members of what it touches anew. An id stays with the group that keeps
most of what had it; what a group loses gets a new id, and what it takes in leaves its id behind (``moved``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, Table, select, update

from communique.ledger import identity, judgements, loading, lookup, summary, touched
from communique.ledger import schema as s
from communique.ledger.judgements import Verdict
from communique.ledger.resolution import actors, engagements
from communique.ledger.resolution.names import is_named
from communique.ledger.resolution.names import keys as actor_keys
from communique.ledger.resolution.outlines import Outline, Who
from communique.ledger.resolution.profiles import Profile
from communique.ledger.views import Account, Appearance
from communique.records import ActorKind

_ENTRY_START: Mapping[str, Any] = {
    **dict.fromkeys(("kind", "status", "plover", "cameo", "day", "review", "voice", "added"), ""),
    "disputed": False,
    **dict.fromkeys(("sources", "confidence"), 0),
    **{name: [] for name in ("amended", "contradictions")},
    "outline": {},
}


# a new appearance or account


def actors_for(
    connection: Connection, appearances: Sequence[Appearance], taken: Collection[str]
) -> list[tuple[str, str]]:
    """Return the actors that the appearances of one report are of, made where there is none, and why; they are written.

    They choose in the order given. ``taken`` are actors that other appearances of the report are of already: one report
    tells its actors apart. So what one chose is none that another may choose, and all can be looked up at once.
    """
    looks = [Profile.of(x) for x in appearances]
    chosen, known = _looked_up(connection, s.actor_key, profiles, actor_keys, looks, actors.choose, taken)
    new = [[x.id] for x, (found, _) in zip(appearances, chosen, strict=True) if found is None]
    made = iter(identity.ids_for(connection, identity.ACTOR, new))
    out = [(found or next(made), why) for found, why in chosen]
    joined = {
        id: known[id].joined(profile) if id in known else profile for (id, _), profile in zip(out, looks, strict=True)
    }
    summary.write_actors(connection, joined)
    return out


def entries_for(connection: Connection, accounts: Sequence[Account], taken: Collection[int]) -> list[tuple[int, str]]:
    """Return the row numbers of the entries that the accounts of one report are of, made where there is none, and why.

    They choose in the order given, and none that is ``taken`` or that another chose: so all are looked up at once. The
    first that may join namesakes (``engagements.NAMESAKES``) is the last returned, since it may change what the others
    are held against.
    """
    told, last = [Outline.of(x) for x in accounts], engagements.NAMESAKES
    chosen, _ = _looked_up(connection, s.entry_key, outlines, engagements.keys, told, choose_entry, taken, last)
    new = [[x.id] for x, (number, _) in zip(accounts, chosen, strict=False) if number is None]
    made = iter(_new_entries(connection, new))
    return [(number if number is not None else next(made), why) for number, why in chosen]


def _looked_up(
    connection: Connection, block: Table, load: Callable[[Connection, Collection[Any]], dict[Any, Any]],
    keys: Callable[[Any], Iterable[str]], values: Sequence[Any], choose: Choose, taken: Collection[Any],
    last: str | None = None,
) -> tuple[list[tuple[Any | None, str]], dict[Any, Any]]:  # fmt: skip
    """Return what is chosen :func:`in_turn` of what shares a key with each value, and what is known of all of it."""
    keyed = [(value, set(keys(value))) for value in values]
    with_key = with_keys(connection, block, (own for _, own in keyed))
    known = load(connection, set[Any]().union(*with_key.values()).difference(taken))

    def near(keyed: tuple[Any, set[str]], gone: Collection[Any]) -> list[tuple[Any, Any]]:
        ids = set[Any]().union(*(with_key[key] for key in keyed[1])).difference(gone)
        return [(id, known[id]) for id in sorted(ids)]

    return in_turn(keyed, near, lambda keyed, some: choose(keyed[0], some), taken, last), known


Choose = Callable[[Any, Sequence[tuple[Any, Any]]], tuple[Any | None, str]]
"""What says which of several, each with its id, a value is, and why."""


def in_turn(
    values: Iterable[Any], near: Callable[[Any, Collection[Any]], Sequence[tuple[Any, Any]]], choose: Choose,
    taken: Collection[Any], last: str | None = None,
) -> list[tuple[Any | None, str]]:  # fmt: skip
    """Return which of what is near it each value is, ``None`` for a new one, and why, in their order.

    ``near`` gives what is near a value but for what is gone: what is ``taken``, and what another chose. The first that
    is chosen for the reason ``last`` is the last returned.
    """
    gone, found = set(taken), list[tuple[Any | None, str]]()
    for value in values:
        id, why = choose(value, near(value, gone))
        found.append((id, why))
        if id is not None:
            gone.add(id)
        if why == last:
            break
    return found


def choose_entry(outline: Outline, near: Sequence[tuple[int, Outline]]) -> tuple[int | None, str]:
    """Return which of these entries, by row number, an account is of, and why."""
    found, why = engagements.choose(outline, [(f"{n:09}", known) for n, known in near])
    return None if found is None else int(found), why


def with_keys(connection: Connection, block: Table, keys: Iterable[Collection[str]]) -> dict[str, set[Any]]:
    """Return what has each of these keys."""
    with_key = defaultdict[str, set[Any]](set)
    for key, id in map(tuple[Any, ...], lookup.rows_in(connection, block, block.c.key, set[str]().union(*keys))):
        with_key[key].add(id)
    return with_key


def profiles(connection: Connection, ids: Collection[str]) -> dict[str, Profile]:
    """Return what is known of actors, by id."""
    rows = lookup.columns_in(connection, (s.actor.c.id, s.actor.c.profile), s.actor.c.id, ids)
    return {r.id: Profile.from_json(r.profile) for r in rows}


def outlines(connection: Connection, numbers: Collection[int]) -> dict[int, Outline]:
    """Return what identifies entries, by row number."""
    rows = lookup.columns_in(connection, (s.entry.c.n, s.entry.c.outline), s.entry.c.n, numbers)
    return {r.n: Outline.from_json(r.outline) for r in rows}


def _new_entry(connection: Connection, group: Sequence[str]) -> int:
    return _new_entries(connection, [group])[0]


def _new_entries(connection: Connection, groups: Sequence[Sequence[str]]) -> list[int]:
    ids = identity.ids_for(connection, identity.ENTRY, groups)
    return identity.all_inserted(connection, s.entry, [{"id": id, **_ENTRY_START} for id in ids])


# grouping anew


def constraints(
    connection: Connection, members: Collection[str]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Pairs that people called the same, and different, among ``members``; of one pair the last word counts."""
    said: dict[frozenset[str], tuple[str, str, Verdict]] = {}
    for j in judgements.of_members(connection, members):
        judged = j.verdict in (Verdict.SAME, Verdict.DIFFERENT)
        if judged and j.other_anchor and {j.anchor, j.other_anchor} <= set(members):
            said[frozenset((j.anchor, j.other_anchor))] = (j.anchor, j.other_anchor, j.verdict)
    pairs = {v: [(a, b) for a, b, told in said.values() if told is v] for v in (Verdict.SAME, Verdict.DIFFERENT)}
    return pairs[Verdict.SAME], pairs[Verdict.DIFFERENT]


Partition = Callable[..., "tuple[tuple[str, ...], ...]"]
Parted = Callable[[Connection, Mapping[str, Any]], Sequence[tuple[str, ...]]]
"""What groups members, by id: profiles or outlines."""


def _parted(
    connection: Connection,
    members: Mapping[str, Any],
    partition: Partition,
    joined: Callable[[Any, Any], Any],
    likely: Sequence[tuple[str, str]] = (),
) -> list[tuple[str, ...]]:
    """Return the members grouped anew, as people said, too."""
    return _grouped(members, partition, joined, constraints(connection, members.keys()), likely)


def _grouped(
    members: Mapping[str, Any],
    partition: Partition,
    joined: Callable[[Any, Any], Any],
    said: tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]],
    likely: Sequence[tuple[str, str]],
    shown: Callable[[Any], str] = repr,
) -> list[tuple[str, ...]]:
    """Return the members grouped anew; those that look alike go as one, but for what was judged itself.

    The pairs ``likely`` are the same unless people ``said`` otherwise, or what they are with is different.
    """
    same, different = said
    named = {id for pair in (*same, *different, *likely) for id in pair}
    alike: dict[tuple[str, int], list[str]] = defaultdict(list)
    twice = Counter[tuple[str, str]]()
    for id, value in sorted(members.items()):
        key = id if id in named else shown(value)
        alike[key, twice[key, _report(id)]].append(id)
        twice[key, _report(id)] += 1
    of = {ids[0]: ids for ids in alike.values()}
    items = []
    for first, ids in of.items():
        whole = members[first]
        for other in ids[1:]:
            whole = joined(whole, members[other])
        items.append((first, whole))
    reports = {first: frozenset(map(_report, ids)) for first, ids in of.items()}
    groups = partition(items, same, different, reports, likely)
    return [tuple(sorted(id for first in group for id in of[first])) for group in groups]


def _report(member: str) -> str:
    """Return the id of the report that a member is of."""
    return member.rpartition("/")[0]


def _ids_kept(
    groups: Sequence[tuple[str, ...]], before: Mapping[str, Any], prefix: str, ids: Mapping[Any, str]
) -> list[Any | None]:
    """Return for each group which of the old ones (``ids`` has their ids) it keeps.

    Each goes where most of what was in it went, of equal shares to that of the member it has its id from.
    """
    shares = Counter((before[m], n) for n, group in enumerate(groups) for m in group)
    founders = {(old, n) for old, n in shares if ids[old] in {identity.new_id(prefix, m) for m in groups[n]}}
    kept: list[Any | None] = [None] * len(groups)
    used: set[Any] = set()
    ordered = sorted(shares.items(), key=lambda x: (-x[1], x[0] not in founders, str(x[0][0]), x[0][1]))
    for (old, n), _ in ordered:
        if kept[n] is None and old not in used:
            kept[n] = old
            used.add(old)
    return kept


def join_namesakes(connection: Connection, number: int) -> None:
    """Make one of the people of an entry whose names may be one's: who met at one place on one day is one."""
    told = loading.accounts(connection, s.account.c.entry == number)
    parties = [Who.of(p) for account in told for p in account.parties]
    alike = {
        x
        for a in parties
        for b in parties
        if a.actor != b.actor and engagements.may_be(a, b)
        for x in (a.actor, b.actor)
    }
    if alike:
        regroup_actors(connection, alike)


def met(connection: Connection, members: Collection[str]) -> list[tuple[str, str]]:
    """Pairs of appearances, of two reports, that take part in one entry and whose names and countries may be one's."""
    rows = lookup.rows_in(connection, s.account_party, s.account_party.c.appearance, members)
    entries = {r.n: r.entry for r in lookup.rows_in(connection, s.account, s.account.c.n, {r.account for r in rows})}
    seen = {r.id: r for r in lookup.rows_in(connection, s.appearance, s.appearance.c.id, members)}
    by: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        by[entries[row.account]].add(row.appearance)
    found = []
    for there in by.values():
        who = {id: Who(id, seen[id].kind, seen[id].country, "", seen[id].name) for id in sorted(there)}
        people = [w for w in who.values() if w.kind == ActorKind.PERSON and is_named(w.name)]
        for a, b in combinations(people, 2):
            if seen[a.actor].report != seen[b.actor].report and engagements.may_be(a, b):
                found.append((a.actor, b.actor))
    return found


def actors_by_likeness(connection: Connection, members: Mapping[str, Any]) -> Sequence[tuple[str, ...]]:
    """Return appearances in groups, whatever order they came in."""
    return _parted(connection, members, actors.partition, Profile.joined, met(connection, members.keys()))


def actors_unjudged(members: Mapping[str, Profile], met: Sequence[tuple[str, str]]) -> Sequence[tuple[str, ...]]:
    """Return appearances in groups, where nobody judged any of them; ``met`` are those who :func:`met`."""
    return _grouped(members, actors.partition, Profile.joined, ((), ()), met, _shown)


_shown = lru_cache(maxsize=100_000)(repr)


def entries_by_likeness(connection: Connection, members: Mapping[str, Any]) -> Sequence[tuple[str, ...]]:
    """Return accounts in groups, whatever order they came in."""
    return _parted(connection, members, engagements.partition, Outline.joined)


def regroup_actors(connection: Connection, ids: Collection[str], parted: Parted = actors_by_likeness) -> None:
    """Group the appearances of these actors anew, by likeness, by whom they met, and by what people said."""
    found = loading.appearances(connection, s.appearance.c.actor.in_(sorted(ids)))
    before = {a.id: a.actor for a in found}
    profiles = {a.id: Profile.of(a) for a in found}
    groups = parted(connection, profiles)
    moved: set[str] = set()
    for group, kept in zip(groups, _ids_kept(groups, before, identity.ACTOR, {id: id for id in ids}), strict=True):
        profile = profiles[group[0]]
        for member in group[1:]:
            profile = profile.joined(profiles[member])
        id = kept or identity.id_for(connection, identity.ACTOR, group)
        if kept is None:
            summary.write_actor(connection, id, profile)
        moving = [m for m in group if before[m] != id]
        _assign(connection, s.appearance, s.appearance.c.id, moving, "actor", id)
        summary.write_actor(connection, id, profile)
        moved |= set(moving)
    numbers = _entries_of(connection, moved)
    summary.write_entries(connection, numbers)
    drop_empty_actors(connection, ids, before)
    _join_alike(connection, numbers)


def _assign(connection: Connection, table: Any, key: Any, members: Sequence[Any], column: str, value: Any) -> None:
    for some in lookup.portions(members):
        connection.execute(update(table).where(key.in_(some)).values({column: value}))


def _entries_of(connection: Connection, appearances: Collection[str]) -> set[int]:
    """Row numbers of the entries whose accounts have any of these appearances among their parties."""
    rows = lookup.rows_in(connection, s.account_party, s.account_party.c.appearance, appearances)
    return {r.entry for r in lookup.rows_in(connection, s.account, s.account.c.n, {r.account for r in rows})}


def drop_empty_actors(connection: Connection, ids: Collection[str], before: Mapping[str, Any] | None = None) -> None:
    """Remove the actors that have no appearance left; each id is found under what took most of it in.

    ``before`` has the actor that each appearance was of, where any went to another.
    """
    for id in sorted(ids):
        if connection.scalar(select(s.appearance.c.id).where(s.appearance.c.actor == id).limit(1)) is None:
            had = [m for m, old in (before or {}).items() if old == id]
            rows = lookup.rows_in(connection, s.appearance, s.appearance.c.id, had)
            heirs = Counter(r.actor for r in rows)
            heir = min(heirs, key=lambda a: (-heirs[a], a)) if heirs else None
            if heir is not None:
                connection.execute(update(s.entry_party).where(s.entry_party.c.actor == id).values(actor=heir))
            connection.execute(s.actor.delete().where(s.actor.c.id == id))
            touched.note(connection, actors=[id])
            identity.move(connection, id, heir)


def _join_alike(connection: Connection, numbers: Collection[int]) -> None:
    """Join entries that became the same when their actors did."""
    for number in sorted(numbers):
        row = connection.execute(select(s.entry).where(s.entry.c.n == number)).first()
        if row is None:
            continue
        outline = Outline.from_json(row.outline)
        near = set[int]().union(*with_keys(connection, s.entry_key, [engagements.keys(outline)]).values()) - {number}
        found, _ = choose_entry(outline, [*outlines(connection, near).items()])
        if found is not None and not _kept_apart(connection, number, found):
            _merge(connection, number, found)


def _kept_apart(connection: Connection, one: int, other: int) -> bool:
    """Whether people have said that what these two entries tell are two engagements."""
    rows = lookup.rows_in(connection, s.account, s.account.c.entry, [one, other])
    of = {r.id: r.entry for r in rows}
    _, different = constraints(connection, of.keys())
    return any(of[a] != of[b] for a, b in different)


def _merge(connection: Connection, one: int, other: int) -> None:
    """Put the accounts of the newer of two entries to the older."""
    new, old = max(one, other), min(one, other)
    touched.note(connection, entries=[one, other])
    ids = loading.entry_ids(connection, [one, other])
    connection.execute(update(s.account).where(s.account.c.entry == new).values(entry=old))
    connection.execute(s.entry.delete().where(s.entry.c.n == new))
    identity.move(connection, ids[new], ids[old])
    summary.write_entry(connection, old)
    summary.link_entries(connection, [old])


def regroup_entries(connection: Connection, numbers: Collection[int], parted: Parted = entries_by_likeness) -> None:
    """Group the accounts of these entries (by row number) anew, by likeness and by what people have said."""
    told = loading.accounts(connection, s.account.c.entry.in_(sorted(numbers)))
    ids = {r.id: r.n for r in lookup.rows_in(connection, s.entry, s.entry.c.n, numbers)}
    before = {a.id: ids[a.entry or ""] for a in told}
    names = {number: id for id, number in ids.items()}
    groups = parted(connection, {a.id: Outline.of(a) for a in told})
    changed = set(numbers)
    for group, kept in zip(groups, _ids_kept(groups, before, identity.ENTRY, names), strict=True):
        number = kept if kept is not None else _new_entry(connection, group)
        _assign(connection, s.account, s.account.c.id, [m for m in group if before[m] != number], "entry", number)
        changed.add(number)
    heirs = _heirs(connection, before)
    for number in sorted(changed):
        if number in heirs:
            summary.write_entry(connection, number)
        else:
            _retire(connection, number, before, heirs)
    summary.link_entries(connection, [*(n for n in changed if n in heirs), *_speaking(connection, before.keys())])


def _speaking(connection: Connection, accounts: Collection[str]) -> set[int]:
    """Row numbers of the entries with an account that stands in one report with any of these, and may speak of it."""
    reports = {r.report for r in lookup.rows_in(connection, s.account, s.account.c.id, accounts)}
    return {r.entry for r in lookup.rows_in(connection, s.account, s.account.c.report, reports)}


def _heirs(connection: Connection, before: Mapping[str, Any]) -> dict[int, list[str]]:
    """Row numbers of the entries that have accounts now, with the ids of those accounts."""
    out: dict[int, list[str]] = defaultdict(list)
    for r in lookup.rows_in(connection, s.account, s.account.c.id, before.keys()):
        out[r.entry].append(r.id)
    return out


def _retire(connection: Connection, number: int, before: Mapping[str, Any], heirs: Mapping[int, Sequence[str]]) -> None:
    """Remove an entry without accounts; its id is found under what took most of them in."""
    touched.note(connection, entries=[number])
    had = {m for m, old in before.items() if old == number}
    heir = max(heirs, key=lambda n: (len(had & set(heirs[n])), -n))
    ids = loading.entry_ids(connection, [number, heir])
    connection.execute(s.entry.delete().where(s.entry.c.n == number))
    identity.move(connection, ids[number], ids[heir])
