"""Another ledger joined into this one: its reports, what people said of them, and the ids by which it was cited.

Reports come after those that are here, in their order, and judgements after the judgements that are here. A report that
both have is there once, as it was read here; what the other's people said of it finds its accounts by their evidence.
What the other reading alone says goes where a judgement holds on to it, as it does in a new reading.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from communique.errors import BadJudgement, ReportConflict, UnknownId
from communique.ledger import adding, judgements, judging, loading, lookup, packing, rereading, sayings
from communique.ledger import schema as s
from communique.ledger.judgements import Judgement, Taken
from communique.records import Actor, Engagement, Part, Participant, from_json


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of another ledger: reports that were added, that were there, that were refused; its judgements."""

    added: int
    there: int
    refused: tuple[ReportConflict, ...]
    judgements: Taken


def merge(connection: Connection, other: Connection) -> Merged:
    """Join what another ledger holds into this one; return what became of it."""
    said = [judgements.from_row(r) for r in other.execute(select(s.judgement).order_by(s.judgement.c.n))]
    held = {x for j in said for x in (j.anchor, j.other_anchor) if x}
    added = there = 0
    refused, ids = list[ReportConflict](), dict[str, str]()
    for number in other.scalars(select(s.report.c.n).order_by(s.report.c.n)).all():
        row = other.execute(select(s.report).where(s.report.c.n == number)).one()
        try:
            is_there = adding.present(connection, packing.unpack_report(row))
        except ReportConflict as error:
            refused.append(error)
            continue
        theirs = _Members.of(other, row)
        ids |= _known(connection, row, theirs, held) if is_there else _new(connection, other, row, theirs)
        added, there = added + (not is_there), there + is_there
    taken = _take(connection, other, said, ids)
    _keep_ids(connection, other, ids)
    _keep_changes(connection, other)
    return Merged(added, there, tuple(refused), taken)


@dataclass(frozen=True, slots=True)
class _Members:
    """The appearances and accounts of a report, rows and what was read; what people added comes with judgements."""

    rows: Mapping[str, Row[Any]]
    actors: Mapping[str, Actor]
    engagements: Mapping[str, Engagement]

    @classmethod
    def of(cls, connection: Connection, row: Row[Any]) -> _Members:
        """Return those of a report; in place of ids of the record they have lasting ones."""
        seen = lookup.rows_in(connection, s.appearance, s.appearance.c.report, [row.n])
        found = lookup.rows_in(connection, s.account, s.account.c.report, [row.n])
        told = sorted((r for r in found if not r.id.rpartition("/")[2].startswith("J-")), key=lambda r: r.n)
        read = {a.id: a for a in packing.unpack_record(row).actors}
        parties = defaultdict(list)
        for p in lookup.rows_in(connection, s.account_party, s.account_party.c.account, [r.n for r in told]):
            parties[p.account].append(p)
        return cls(
            {r.id: r for r in (*seen, *told)},
            {r.id: read[r.local] if r.local in read else from_json(Actor, r.read) for r in seen},
            {r.id: _engagement(r, parties[r.n]) for r in told},
        )


def _engagement(row: Row[Any], parties: Sequence[Row[Any]]) -> Engagement:
    ordered = sorted(parties, key=lambda p: p.place)
    participants = tuple(Participant(p.appearance, Part(p.part)) for p in ordered)
    read = from_json(Engagement, row.read)
    return replace(read, participants=participants, voice=row.voice, about=tuple(row.about))


def _new(connection: Connection, other: Connection, row: Row[Any], theirs: _Members) -> dict[str, str]:
    """Put a report in as it is there; return the ids of its members here by those there."""
    report, record = packing.unpack_report(row), packing.unpack_record(row)
    used = adding.used_before(connection, record)
    ids = {id: _shifted(row.id, id, used) for id in theirs.rows}
    highest = {letter: used[letter] + row.used[letter] for letter in row.used}
    number = adding.add_report(connection, report, record, row.reader, highest)
    values = {"layer": row.layer, "layer_version": row.layer_version, "added": row.added}
    connection.execute(update(s.report).where(s.report.c.n == number).values(**values))
    _put(connection, number, theirs, ids, in_reading=True)
    of = {r.local: ids[id] for id, r in theirs.rows.items() if r.local}
    there = other.execute(select(s.statement.c.id, s.statement.c.local).where(s.statement.c.report == row.n))
    said = {r.local: _shifted(row.id, r.id, used) for r in there}
    sayings.add(connection, number, [(said[x.id], x) for x in record.statements if x.id in said], of, of)
    judging.hold_again(connection, row.id)
    return ids


def _shifted(report: str, id: str, used: Mapping[str, int]) -> str:
    """The id of a member past the numbers that a report of this id had here before it was forgotten."""
    letter, number = id.rpartition("/")[2][:1], id.rpartition("/")[2][1:]
    return f"{report}/{letter}{int(number) + used[letter]}" if used.get(letter) and number.isdecimal() else id


def _put(connection: Connection, number: int, theirs: _Members, ids: Mapping[str, str], *, in_reading: bool) -> None:
    """Add members to a report (by row number) under the ids given, with what was read of each as it is there."""
    adding.add_appearances(connection, number, [(ids[id], a) for id, a in theirs.actors.items()])
    adding.add_accounts(connection, number, [(ids[id], e) for id, e in theirs.engagements.items()], ids, ids)
    for table, members in ((s.appearance, theirs.actors), (s.account, theirs.engagements)):
        for id in members:
            read = {name: x for name, x in theirs.rows[id].read.items() if name != loading.AMENDED}
            values = {"local": theirs.rows[id].local if in_reading else None, "read": read}
            connection.execute(update(table).where(table.c.id == ids[id]).values(**values))


def _known(connection: Connection, row: Row[Any], theirs: _Members, held: Collection[str]) -> dict[str, str]:
    """Return the ids here of the members of a report that both have; what a judgement needs beside is put in."""
    mine = connection.execute(select(s.report).where(s.report.c.id == row.id)).one()
    ours = _Members.of(connection, mine)
    matched = {
        **rereading.matched(ours.actors, theirs.actors, rereading.by_mentions),
        **rereading.matched(ours.engagements, theirs.engagements, rereading.by_evidence),
    }
    ids = {there: here for there, here in matched.items() if here is not None}
    told = {id: e for id, e in theirs.engagements.items() if id in held and id not in ids}
    needed = {x for e in told.values() for x in (*(p.actor for p in e.participants), e.voice) if x}
    seen = {id: a for id, a in theirs.actors.items() if (id in held or id in needed) and id not in ids}
    used = dict(mine.used)
    for letter, several in (("a", seen), ("e", told)):
        for id in several:
            used[letter] += 1
            ids[id] = f"{row.id}/{letter}{used[letter]}"
    if seen or told:
        connection.execute(update(s.report).where(s.report.c.n == mine.n).values(used=used))
        _put(connection, mine.n, _Members(theirs.rows, seen, told), ids, in_reading=False)
    return ids


# judgements, ids and changes


def _take(connection: Connection, other: Connection, said: Sequence[Judgement], ids: Mapping[str, str]) -> Taken:
    """Take in judgements in their order; one about what neither ledger has is kept in the log."""
    lost = judgements.lost(other)
    added = there = 0
    refused: list[BadJudgement | UnknownId] = []
    for judgement in said:
        taken = judging.take(connection, [_translated(judgement, ids)])
        keeps = bool(taken.refused) and judgement.id in lost
        if keeps:
            judgements.keep(connection, judgement)
        added, there = added + taken.added + keeps, there + taken.there
        refused += () if keeps else taken.refused
    return Taken(added, there, tuple(refused))


def _translated(judgement: Judgement, ids: Mapping[str, str]) -> Judgement:
    """The judgement with the ids that members have here."""
    names = ("subject", "other", "anchor", "other_anchor")
    own = {name: ids.get(given, given) for name in names if (given := getattr(judgement, name)) is not None}
    return replace(judgement, value=_with_anchors(judgement.value, ids), **own)


def _with_anchors(value: Any, ids: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_with_anchors(x, ids) for x in value]
    if isinstance(value, dict):
        return {k: ids.get(v, v) if k == "anchor" and v else _with_anchors(v, ids) for k, v in value.items()}
    return value


def _keep_ids(connection: Connection, other: Connection, ids: Mapping[str, str]) -> None:
    """Let ids of actors and entries by which the other ledger was cited find what they are here."""
    accounts = other.execute(select(s.entry.c.id, s.account.c.id).join(s.account, s.account.c.entry == s.entry.c.n))
    whole = dict(
        _current(connection, [(r[0], r[1]) for r in accounts], ids, select(s.account.c.id, s.entry.c.id).join(s.entry))
    )
    seen = other.execute(select(s.appearance.c.actor, s.appearance.c.id))
    whole |= _current(connection, [(r[0], r[1]) for r in seen], ids, select(s.appearance.c.id, s.appearance.c.actor))
    moved = other.execute(select(s.moved.c.old, s.moved.c.new)).all()
    whole |= {old: whole.get(new) if new else None for old, new in moved}
    used = {id for c in (s.actor.c.id, s.entry.c.id, s.moved.c.old) for id in connection.scalars(select(c))}
    rows = [{"old": old, "new": new} for old, new in sorted(whole.items()) if old not in used]
    if rows:
        connection.execute(insert(s.moved), rows)


def _current(
    connection: Connection, pairs: Sequence[tuple[str, str]], ids: Mapping[str, str], here: Any
) -> dict[str, str | None]:
    """What is here, by the ids there, of wholes given with their members."""
    of: dict[str, str] = {r[0]: r[1] for r in connection.execute(here)}
    found: dict[str, str | None] = {}
    for whole, member in pairs:
        found[whole] = found.get(whole) or of.get(ids.get(member, member))
    return found


def _keep_changes(connection: Connection, other: Connection) -> None:
    """Add what is written down there of new readings and forgotten reports, each once."""
    names = ("report", "at", "reader", "what")
    columns = [s.change.c[name] for name in names]
    there = {json.dumps(tuple(r)) for r in connection.execute(select(*columns))}
    rows = [r for r in other.execute(select(*columns).order_by(s.change.c.n)) if json.dumps(tuple(r)) not in there]
    if rows:
        connection.execute(insert(s.change), [dict(zip(names, r, strict=True)) for r in rows])
