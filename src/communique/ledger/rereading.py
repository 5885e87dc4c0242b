"""A report read anew: what was there keeps its id, what a person judged stays, and what changed is written down.

An account of the new reading is one of the old if their evidence overlaps and no other pair overlaps more, a
statement if their content does, an appearance if they have mentions in common. What the new reading has no more is
removed, unless a person has judged it: then it stays as it was, with no place in the reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, delete, insert, select, update

from communique.ledger import (
    adding,
    amended_spans,
    amended_statements,
    grouping,
    identity,
    judgements,
    packing,
    sayings,
    summary,
)
from communique.ledger import schema as s
from communique.records import Actor, Engagement, Evidence, Record, Span, Statement, as_json, from_json

_T = TypeVar("_T", Actor, Engagement, Statement)
_TOLD = ("kind", "status", "time", "place", "cameo", "participants", "voice")
_SAID = ("kind", "name", "country")


def reread(connection: Connection, row: Row[Any], record: Record, reader: str) -> tuple[dict[str, Any], ...]:
    """Put a new record in the place of a report's old one; return what changed, one object a change."""
    return replaced(connection, row, packing.unpack_record(row), record, reader, BY_PLACE, [])


def replaced(
    connection: Connection,
    row: Row[Any],
    old: Record,
    record: Record,
    reader: str,
    alike: Alike,
    changes: list[dict[str, Any]],
) -> tuple[dict[str, Any], ...]:
    """Put a record in the place of the old one, things that are ``alike`` being one; return all ``changes``."""
    used = dict(row.used)
    before = _rows(connection, s.appearance, row.n)
    ids = _ids(row.id, "a", used, _match(before, {a.id: a for a in old.actors}, record.actors, alike.actors))
    told = _rows(connection, s.account, row.n)
    pairs = _match(told, {e.id: e for e in old.engagements}, record.engagements, alike.engagements)
    told_ids = _ids(row.id, "e", used, pairs)
    _appearances(connection, row, before, record.actors, ids, changes)
    _accounts(connection, row, told, record.engagements, told_ids, ids, changes)
    used.setdefault("s", len(old.statements))  # a ledger from before statements had rows of their own
    said = _rows(connection, s.statement, row.n)
    known = {x.id: x for x in old.statements}
    said_ids = _ids(row.id, "s", used, _match(said, known, record.statements, alike.statements))
    _statements(connection, row, said, record.statements, said_ids, ids, changes)
    sayings.add(connection, row.n, [(said_ids[x.id], x) for x in record.statements], ids, told_ids)
    _drop_appearances(connection, before, set(ids.values()), changes)
    values = {"reader": reader, "reading": packing.pack_record(record), "used": used}
    connection.execute(update(s.report).where(s.report.c.n == row.n).values(values))
    amended_statements.renew(connection, row.id)
    if changes:
        noted = {"report": row.id, "at": identity.now(), "reader": reader, "what": changes}
        connection.execute(insert(s.change).values(noted))
    return tuple(changes)


def _rows(connection: Connection, table: Any, report: int) -> dict[str, Row[Any]]:
    return {r.id: r for r in connection.execute(select(table).where(table.c.report == report))}


def _match(
    rows: Mapping[str, Row[Any]], old: Mapping[str, _T], new: Sequence[_T], likeness: Callable[[_T, _T], float]
) -> dict[str, str | None]:
    """Return for each new thing, by its id in the record, the lasting id of the old one that it is."""
    known = {id: old[r.local] for id, r in rows.items() if r.local in old}
    return matched(known, {item.id: item for item in new}, likeness)


def matched(
    known: Mapping[str, _T], new: Mapping[str, _T], likeness: Callable[[_T, _T], float]
) -> dict[str, str | None]:
    """Return for each new thing the id of the known one that it is, if any: no other pair of either is more alike."""
    scored = sorted(
        (
            (-score, id, local)
            for id, was in known.items()
            for local, item in new.items()
            if (score := likeness(was, item)) > 0
        )
    )
    found: dict[str, str | None] = dict.fromkeys(new, None)
    used: set[str] = set()
    for _, id, local in scored:
        if id not in used and found[local] is None:
            found[local] = id
            used.add(id)
    return found


def by_mentions(old: Actor, new: Actor) -> float:
    """Return the share of mentions in common; a name in common counts beside it."""
    a, b = set(old.mentions), set(new.mentions)
    shared = len(a & b) / max(1, min(len(a), len(b)))
    return shared + (1.0 if old.name == new.name else 0.0) if shared else 0.0


def by_evidence(old: Engagement, new: Engagement) -> float:
    """Return the share of the evidence in common, in characters; one kind, status and number of parties count too."""
    shared = _overlap(old.evidence, new.evidence)
    if shared < 0.5:
        return 0.0
    alike = (
        (old.kind == new.kind) * 4 + (old.status == new.status) + (len(old.participants) == len(new.participants)) / 2
    )
    return shared + alike


def by_content(old: Statement, new: Statement) -> float:
    """Share of the words in common, in characters; one kind counts beside it."""
    shared = _overlap(old.content, new.content)
    return shared + (old.kind == new.kind) if shared >= 0.5 else 0.0


def _overlap(old: Iterable[Span], new: Iterable[Span]) -> float:
    a = {i for x in old for i in range(x.start, x.end)}
    b = {i for x in new for i in range(x.start, x.end)}
    return len(a & b) / max(1, min(len(a), len(b)))


@dataclass(frozen=True, slots=True)
class Alike:
    """How alike two readings of one thing are, of each sort of thing; 0 where they are none."""

    actors: Callable[[Actor, Actor], float]
    engagements: Callable[[Engagement, Engagement], float]
    statements: Callable[[Statement, Statement], float]


BY_PLACE = Alike(by_mentions, by_evidence, by_content)
"""By where their words stand, in one and the same text."""


def _same_actor(old: Actor, new: Actor) -> float:
    return 2.0 if old.name == new.name else 1.0 if (old.kind, old.mentions[:1]) == (new.kind, new.mentions[:1]) else 0.0


def _same_words(old: Sequence[Evidence], new: Sequence[Evidence]) -> float:
    a, b = (Counter(w for x in spans for w in x.quote.split()) for spans in (old, new))
    return (a & b).total() / max(1, min(a.total(), b.total()))


BY_WORDS = Alike(
    _same_actor,
    lambda old, new: _same_words(old.evidence, new.evidence) if old.kind == new.kind else 0.0,
    lambda old, new: _same_words(old.content, new.content),
)
"""By what they are called and the words that say them, where the text is another."""


def _ids(report: str, letter: str, used: dict[str, int], matched: Mapping[str, str | None]) -> dict[str, str]:
    """Return the lasting ids by those of the new record: the old one's, or the next number never used."""
    out = {}
    for local, id in matched.items():
        if id is None:
            used[letter] += 1
            id = f"{report}/{letter}{used[letter]}"
        out[local] = id
    return out


def _appearances(
    connection: Connection,
    row: Row[Any],
    before: Mapping[str, Row[Any]],
    actors: Sequence[Actor],
    ids: Mapping[str, str],
    changes: list[dict[str, Any]],
) -> None:
    """Write the actors of the new reading: those known under their ids, the new ones resolved."""
    new = [(ids[a.id], a) for a in actors if ids[a.id] not in before]
    kept = [(ids[a.id], a) for a in actors if ids[a.id] in before]
    for id, actor in kept:
        was = from_json(Actor, before[id].read)
        changes += [_change("actor", id, f, getattr(was, f), getattr(actor, f)) for f in _differing(was, actor, _SAID)]
        values = {"local": actor.id, **adding.appearance_row(actor)}
        connection.execute(update(s.appearance).where(s.appearance.c.id == id).values(values))
    adding.add_appearances(connection, row.n, new)
    for id, actor in new:
        local = {"local": actor.id}
        connection.execute(update(s.appearance).where(s.appearance.c.id == id).values(local))
        changes.append({"what": "actor", "id": id, "change": "added", "new": actor.name})
    summary.renew_actors(connection, {before[id].actor for id, _ in kept})


def _differing(old: Any, new: Any, fields: Sequence[str]) -> list[str]:
    return [f for f in fields if getattr(old, f) != getattr(new, f)]


def _change(what: str, id: str, field: str, old: Any, new: Any) -> dict[str, Any]:
    return {"what": what, "id": id, "change": "field", "field": field, "old": as_json(old), "new": as_json(new)}


def _accounts(
    connection: Connection,
    row: Row[Any],
    before: Mapping[str, Row[Any]],
    engagements: Sequence[Engagement],
    ids: Mapping[str, str],
    appearances: Mapping[str, str],
    changes: list[dict[str, Any]],
) -> None:
    """Write the engagements of the new reading: those known stay in their entries, the new ones are resolved."""
    names = {r.id: r.name for r in connection.execute(select(s.appearance).where(s.appearance.c.report == row.n))}
    touched = set()
    for e in engagements:
        id = ids[e.id]
        if id not in before:
            continue
        was = from_json(Engagement, before[id].read)
        lasting = _lasting(before[id], was, e, connection, appearances)
        changes += [_change("account", id, f, getattr(was, f), getattr(e, f)) for f in lasting]
        values = {"local": e.id, **adding.account_row(e, ids, appearances, names, row.title)}
        connection.execute(update(s.account).where(s.account.c.id == id).values(values))
        adding.add_parties(connection, before[id].n, e, appearances)
        touched.add(before[id].entry)
    amended_spans.renew(connection, [id for id in ids.values() if id in before])
    new = [(ids[e.id], e) for e in engagements if ids[e.id] not in before]
    touched |= _drop_accounts(connection, before, set(ids.values()), changes)
    for number in sorted(touched):
        summary.write_entry(connection, number)
    adding.add_accounts(connection, row.n, new, appearances, ids)
    for id, e in new:
        connection.execute(update(s.account).where(s.account.c.id == id).values(local=e.id))
        changes.append({"what": "account", "id": id, "change": "added", "new": f"{e.kind}, {e.status}"})
    summary.link_entries(connection, touched)


def _statements(
    connection: Connection,
    row: Row[Any],
    before: Mapping[str, Row[Any]],
    statements: Sequence[Statement],
    ids: Mapping[str, str],
    appearances: Mapping[str, str],
    changes: list[dict[str, Any]],
) -> None:
    """Remove the statements of the old reading, and say what is new, other or gone."""
    for x in statements:
        id, words = ids[x.id], " … ".join(e.quote for e in x.content)
        if id not in before:
            changes.append({"what": "statement", "id": id, "change": "added", "new": words})
            continue
        was, read = before[id], from_json(Statement, before[id].read)  # a row is as people amended it
        speaker = appearances[x.speaker] if x.speaker else None
        told = (("kind", read.kind, x.kind), ("force", read.force, x.force), ("speaker", was.speaker, speaker))
        changes += [_change("statement", id, field, old, value) for field, old, value in told if old != value]
    for id in sorted(before.keys() - set(ids.values())):
        words = " … ".join(e.quote for e in from_json(Statement, before[id].read).content)
        changes.append({"what": "statement", "id": id, "change": "removed", "old": words})
    connection.execute(delete(s.statement).where(s.statement.c.report == row.n))


def _lasting(
    row: Row[Any], old: Engagement, new: Engagement, connection: Connection, appearances: Mapping[str, str]
) -> list[str]:
    """Fields that differ; participants and voices are held against each other by their lasting ids."""
    c = s.account_party.c
    query = select(c.appearance, c.part).where(c.account == row.n).order_by(c.place)
    parties = [tuple(p) for p in connection.execute(query)]
    fields = [f for f in _differing(old, new, _TOLD) if f not in ("participants", "voice")]
    if parties != [(appearances[p.actor], p.part.value) for p in new.participants]:
        fields.append("participants")
    if row.voice != (appearances[new.voice] if new.voice else None):
        fields.append("voice")
    return fields


def _drop_accounts(
    connection: Connection, before: Mapping[str, Row[Any]], kept: set[str], changes: list[dict[str, Any]]
) -> set[int]:
    """Remove what the new reading does not say, but for what was judged; return the entries that lost something."""
    gone = sorted(before.keys() - kept)
    judged = {x for j in judgements.of_members(connection, gone) for x in (j.anchor, j.other_anchor)}
    touched = set()
    for id in gone:
        touched.add(before[id].entry)
        if id in judged:
            connection.execute(update(s.account).where(s.account.c.id == id).values(local=None))
        else:
            connection.execute(delete(s.account).where(s.account.c.id == id))
        if before[id].local is not None:
            change = "kept for its judgement" if id in judged else "removed"
            changes.append({"what": "account", "id": id, "change": change, "old": before[id].kind})
    return touched


def _drop_appearances(
    connection: Connection, before: Mapping[str, Row[Any]], kept: set[str], changes: list[dict[str, Any]]
) -> None:
    gone = sorted(before.keys() - kept)
    judged = {x for j in judgements.of_members(connection, gone) for x in (j.anchor, j.other_anchor)}
    needed = set(connection.scalars(select(s.account_party.c.appearance).where(s.account_party.c.appearance.in_(gone))))
    needed |= set(connection.scalars(select(s.account.c.voice).where(s.account.c.voice.in_(gone))))
    for id in gone:
        if id in judged or id in needed:
            connection.execute(update(s.appearance).where(s.appearance.c.id == id).values(local=None))
            continue
        connection.execute(delete(s.appearance).where(s.appearance.c.id == id))
        changes.append({"what": "actor", "id": id, "change": "removed", "old": before[id].name})
    summary.renew_actors(connection, {before[id].actor for id in gone})
    grouping.drop_empty_actors(connection, {before[id].actor for id in gone})
