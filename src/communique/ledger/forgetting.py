"""A report taken out again: what only it supports goes with it, and the rest stands as if it had never come."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from communique.ledger import adding, identity, judgements, lookup, packing, queries, settling
from communique.ledger import schema as s
from communique.ledger.judgements import Verdict
from communique.ledger.resolution import copies


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
    seen = lookup.rows_in(connection, s.appearance, s.appearance.c.report, [row.n])
    told = lookup.rows_in(connection, s.account, s.account.c.report, [row.n])
    members = [r.id for r in (*seen, *told)]
    before, idle = _size(connection), judgements.idle(connection)
    plan = settling.plan(connection, row)
    _hold_on_elsewhere(connection, members, {r.actor for r in seen})
    _take_out(connection, row)
    _copies_anew(connection, row)
    settling.settle(connection, plan)
    record = packing.unpack_record(row)
    gone = tuple(a - b for a, b in zip(before, _size(connection), strict=True))
    left = len(judgements.idle(connection) - idle)
    mentions = sum(len(a.mentions) for a in record.actors)
    found = Forgotten(row.id, len(told), len(record.statements), mentions, len(seen), gone[0], gone[1], left)
    _note(connection, row, found)
    return found


def _size(connection: Connection) -> tuple[int, int]:
    return queries.size(connection, s.entry), queries.size(connection, s.actor)


# taking out


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
            for column in (s.statement.c.speaker, s.statement.c.addressee):
                connection.execute(update(s.statement).where(column.in_(mine)).values({column.name: rest}))
    for judgement in judgements.of_members(connection, members):
        if judgement.verdict is Verdict.ADD:
            continue
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
    connection.execute(delete(s.statement).where(s.statement.c.report == row.n))
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


def _note(connection: Connection, row: Row[Any], found: Forgotten) -> None:
    """Write down what was forgotten, and which numbers it had used."""
    what = {
        "what": "report", "id": row.id, "change": "forgotten", "old": row.title, "sha256": row.sha256,
        "reading": identity.digest(row.reading), "used": row.used, "accounts": found.accounts, "entries": found.entries,
    }  # fmt: skip
    noted = {"report": row.id, "at": identity.now(), "reader": row.reader, "what": [what]}
    connection.execute(insert(s.change).values(noted))
