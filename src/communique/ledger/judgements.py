"""What people say of the record: kept for good, undone by a row of its own, never written over what was read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, and_, insert, literal, or_, select

from communique.errors import BadJudgement, UnknownId
from communique.ledger import identity, lookup
from communique.ledger import schema as s

_ANY = select(s.judgement.c.n).limit(1)


class Verdict(StrEnum):
    """What a judgement says; ``ADD`` is what the reader missed, ``SAMPLE`` what was drawn to be judged."""

    ACCEPT = "accept"
    REJECT = "reject"
    AMEND = "amend"
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    ADD = "add"
    SAMPLE = "sample"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judgement: of what, by whom, when (UTC, ISO 8601), and of which field if it amends one.

    ``subject`` and ``other`` are ids of entries, accounts, actors or appearances; that of a report, to add to it or to
    amend it, or of a statement; to undo, that of a judgement.
    ``anchor`` and ``other_anchor`` are the account or appearance that each held on to when it was judged.
    """

    id: str
    verdict: Verdict
    subject: str
    by: str
    at: str
    other: str | None = None
    field: str | None = None
    value: Any = None
    note: str | None = None
    anchor: str = ""
    other_anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of judgements from elsewhere: how many were added, how many were there, why others were refused."""

    added: int
    there: int
    refused: tuple[BadJudgement | UnknownId, ...] = ()


def is_member(id: str) -> bool:
    """True for the id of an appearance or an account, which has that of its report before it."""
    return "/" in id


def level_of(connection: Connection, id: str) -> str:
    """Return ``"actor"``, ``"entry"``, ``"report"`` or ``"statement"``: what an id is of.

    Raises:
        UnknownId: if there is nothing of that id.
    """
    member, whole = (s.appearance, s.account), (s.actor, s.entry)
    for name, table in zip(("actor", "entry"), member if is_member(id) else whole, strict=True):
        if connection.scalar(select(table.c.id).where(table.c.id == id)) is not None:
            return name
    if connection.scalar(select(s.report.c.id).where(s.report.c.id == id)) is not None:
        return "report"
    if is_statement(connection, id):
        return "statement"
    problem = "there is no entry, account, actor, appearance or report of this id"
    raise UnknownId(id, problem, "Look it up: communique search")


def is_statement(connection: Connection, id: str) -> bool:
    """Whether an id is that of a statement of a report that is here (``denmark-call/s3``)."""
    report, slash, local = id.rpartition("/")
    if not slash or re.fullmatch(r"s\d+", local) is None:
        return False
    return connection.scalar(select(s.report.c.id).where(s.report.c.id == report)) is not None


def anchor_of(connection: Connection, id: str, level: str) -> str:
    """Return what a judgement of ``id`` holds on to: itself, or the first account or appearance that it has."""
    if is_member(id) or level == "report":
        return id
    if level == "actor":
        query = select(s.appearance.c.id).join(s.report).where(s.appearance.c.actor == id)
        return str(connection.scalars(query.order_by(s.report.c.published, s.appearance.c.id)).first())
    query = (
        select(s.account.c.id)
        .join(s.entry, s.entry.c.n == s.account.c.entry)
        .join(s.report, s.report.c.n == s.account.c.report)
    )
    return str(
        connection.scalars(query.where(s.entry.c.id == id).order_by(s.report.c.published, s.account.c.id)).first()
    )


def another(connection: Connection, member: str, gone: Collection[str]) -> str | None:
    """Return what a judgement may hold on to in place of a member: the first other of its whole, of those not gone."""
    for table, whole in ((s.account, s.account.c.entry), (s.appearance, s.appearance.c.actor)):
        of = connection.scalar(select(whole).where(table.c.id == member))
        if of is not None:
            found = select(table.c.id).join(s.report, s.report.c.n == table.c.report).where(whole == of)
            ids = connection.scalars(found.order_by(s.report.c.published, table.c.id))
            return next((str(id) for id in ids if id not in gone), None)
    return None


def keep(connection: Connection, judgement: Judgement) -> None:
    """Add a judgement to those that are kept."""
    columns = ("id", "subject", "other", "field", "value", "by", "at", "note", "anchor", "other_anchor")
    row = {name: getattr(judgement, name) for name in columns}
    connection.execute(insert(s.judgement).values(verdict=judgement.verdict.value, **row))


def undone(connection: Connection) -> frozenset[str]:
    """Return the ids of all judgements that are undone, undoings that were undone themselves left out."""
    c = s.judgement.c
    gone: set[str] = set()
    for row in connection.execute(select(c.id, c.subject).where(c.verdict == Verdict.UNDO).order_by(c.n.desc())):
        if row.id not in gone:
            gone.add(row.subject)
    return frozenset(gone)


def idle(connection: Connection) -> frozenset[str]:
    """Return the ids of the judgements that stand and are about what is in no report of the ledger any more."""
    found = lost(connection)
    return found - undone(connection) if found else found


def lost(connection: Connection) -> frozenset[str]:
    """Return the ids of the judgements, undoings aside, that hold on to what is not in the ledger, undone or not."""
    c = s.judgement.c
    where = or_(_is_lost(c.anchor), and_(c.other_anchor.is_not(None), _is_lost(c.other_anchor)))
    return frozenset(connection.scalars(select(c.id).where(c.verdict.not_in((Verdict.UNDO, Verdict.SAMPLE)), where)))


def _is_lost(anchor: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(*(~select(t.c.id).where(t.c.id == anchor).exists() for t in (s.appearance, s.account, s.report)))


def of_actors(connection: Connection, ids: Collection[str]) -> dict[str, list[Judgement]]:
    """Return the judgements that hold on to actors' appearances and stand, by actor, in the order they were made."""
    return _of_wholes(connection, s.appearance, "actor", ids)


def of_entries(connection: Connection, numbers: Collection[int]) -> dict[int, list[Judgement]]:
    """Return the judgements that hold on to entries' accounts and stand, by entry, in the order they were made."""
    return _of_wholes(connection, s.account, "entry", numbers)


def _of_wholes(connection: Connection, member: Table, whole: str, ids: Collection[Any]) -> dict[Any, list[Judgement]]:
    """The judgements on the members of each of these."""
    found = defaultdict[Any, list[Judgement]](list)
    wanted = sorted(set(ids))
    if not wanted or connection.scalar(_ANY) is None:
        return found
    column = member.c[whole]
    for some in lookup.portions(wanted):
        judged = _standing(connection, select(member.c.id).where(column.in_(some)))
        held = {x for j in judged for x in (j.anchor, j.other_anchor) if x}
        rows = lookup.columns_in(connection, (member.c.id, column), member.c.id, held)
        of = {id: one for id, one in map(tuple[Any, ...], rows) if one in some}
        for judgement in judged:
            for one in {of[x] for x in (judgement.anchor, judgement.other_anchor) if x in of}:
                found[one].append(judgement)
    return found


def of_members(connection: Connection, ids: Collection[str]) -> list[Judgement]:
    """Return the judgements that hold on to these appearances or accounts and stand."""
    found = {j.id: j for some in lookup.portions(sorted(ids)) for j in _standing(connection, some)}
    return list(found.values())


def _standing(connection: Connection, anchors: Select[tuple[str]] | Sequence[str]) -> list[Judgement]:
    c = s.judgement.c
    query = select(s.judgement).where(or_(c.anchor.in_(anchors), c.other_anchor.in_(anchors))).order_by(c.n)
    rows = connection.execute(query).all()
    gone = undone(connection) if rows else frozenset[str]()
    return [from_row(r) for r in rows if r.id not in gone]


def trail(
    connection: Connection, ids: Collection[str], held: Collection[str] | None = None
) -> list[tuple[Row[Any], frozenset[str]]]:
    """Return the rows of the log on these members, in their order, each with those that it is on.

    Undone judgements are among them, and undoings, of undoings too. With ``held`` the ids are those of statements or
    reports, whose judgements hold on to the reports in ``held``.
    """
    c = s.judgement.c
    leads, wanted = {id: frozenset((id,)) for id in ids}, sorted(set(ids if held is None else held))
    found: dict[int, tuple[Row[Any], frozenset[str]]] = {}
    while wanted:
        parts = lookup.portions(wanted)
        asked = (select(s.judgement).where(or_(c.anchor.in_(x), c.other_anchor.in_(x))) for x in parts)
        rows = {r.n: r for query in asked for r in connection.execute(query)}
        wanted = []
        for r in rows.values():
            names = (r.anchor, r.other_anchor) if held is None else (r.subject,)
            on = frozenset[str]().union(*(leads[x] for x in names if x in leads))
            if on and r.n not in found:
                found[r.n] = (r, on)
                leads[r.id] = on
                wanted.append(r.id)
    return [found[n] for n in sorted(found)]


def last_on(connection: Connection, ids: Collection[str], held: Collection[str] | None = None) -> dict[str, int]:
    """Return the number in the log of the last judgement on each of these, as :func:`trail` finds them."""
    return {id: row.n for row, of in trail(connection, ids, held) for id in of}


def on(connection: Connection, id: str) -> ColumnElement[bool]:
    """Return the condition on a judgement that it is on what has this id, under whatever id it was made.

    Raises:
        UnknownId: if there is nothing of the id.
    """
    now, c = identity.current_id(connection, id) or id, s.judgement.c
    level = level_of(connection, now)
    if is_member(now) or level == "report":  # a statement's amendments hold on to its report
        members: Select[tuple[str]] = select(literal(now))
    elif level == "actor":
        members = select(s.appearance.c.id).where(s.appearance.c.actor == now)
    else:
        members = select(s.account.c.id).join(s.entry, s.entry.c.n == s.account.c.entry).where(s.entry.c.id == now)
    return or_(c.anchor.in_(members), c.other_anchor.in_(members), c.subject == id, c.other == id)


def from_row(r: Row[Any]) -> Judgement:
    """Return the judgement of a row."""
    return Judgement(
        r.id, Verdict(r.verdict), r.subject, r.by, r.at, r.other, r.field, r.value, r.note, r.anchor, r.other_anchor
    )
