"""What people say of the record: kept for good, undone by a row of its own, never written over what was read."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, insert, literal, or_, select

from communique.characters import is_storable
from communique.errors import BadJudgement, UnknownId
from communique.ledger import amendments, identity
from communique.ledger import schema as s


class Verdict(StrEnum):
    """What a judgement says; ``SAMPLE`` is that engagements were drawn to be judged."""

    ACCEPT = "accept"
    REJECT = "reject"
    AMEND = "amend"
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    SAMPLE = "sample"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judgement: of what, by whom, when (UTC, ISO 8601), and of which field if it amends one.

    ``subject`` and ``other`` are ids of entries, accounts, actors or appearances; to undo, that of a judgement.
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


LONGEST_ID = 600
"""Characters of an id, a name or a field in a judgement: a report's id, and what is added to it."""
LONGEST_NOTE = 10_000
_PAIRED = (Verdict.SAME, Verdict.DIFFERENT)


def is_member(id: str) -> bool:
    """True for the id of an appearance or an account, which has that of its report before it."""
    return "/" in id


def level_of(connection: Connection, id: str) -> str:
    """Return ``"actor"``, ``"entry"`` or ``"report"``: what an id is of.

    Raises:
        UnknownId: if there is nothing of that id.
    """
    member, whole = (s.appearance, s.account), (s.actor, s.entry)
    for name, table in zip(("actor", "entry"), member if is_member(id) else whole, strict=True):
        if connection.scalar(select(table.c.id).where(table.c.id == id)) is not None:
            return name
    if connection.scalar(select(s.report.c.id).where(s.report.c.id == id)) is not None:
        return "report"
    problem = "there is no entry, account, actor, appearance or report of this id"
    raise UnknownId(id, problem, "Look it up: communique search")


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


def check(connection: Connection, judgement: Judgement) -> tuple[Judgement, str]:
    """Return the judgement with its ids brought up to date and its anchors, and the level it is of.

    Raises:
        BadJudgement: if it cannot be made; the place is the part of it that is wrong.
        UnknownId: if a side is not there.
    """
    _check_text(judgement)
    if not judgement.by.strip():
        raise BadJudgement(judgement.subject, "nobody is named who judges", "Give a name: --by NAME", place="by")
    if judgement.verdict is Verdict.UNDO:
        _check_undo(connection, judgement)
        return replace(judgement, anchor=judgement.subject), "judgement"
    if judgement.verdict is Verdict.SAMPLE:
        return replace(judgement, anchor="", other_anchor=None), "sample"
    near = _here(connection, judgement.subject, judgement.anchor)
    far = _here(connection, judgement.other, judgement.other_anchor)
    subject = _now(connection, near or judgement.subject)
    level = level_of(connection, subject)
    other = _now(connection, far or judgement.other) if judgement.other else None
    _check_sides(connection, judgement, subject, other, level)
    if judgement.verdict is Verdict.AMEND:
        _check_amendment(connection, judgement, level)
    elif judgement.field is not None:
        raise BadJudgement(subject, f"{judgement.verdict} has no field", "Leave it out, or use amend", place="field")
    anchor = judgement.anchor if near else anchor_of(connection, subject, level)
    end = judgement.other_anchor if far else anchor_of(connection, other, level) if other else None
    if anchor == end:
        problem = "both ids have the same first account or appearance"
        raise BadJudgement(subject, problem, "Name the account or appearance that is another", place="other")
    value = _held(connection, judgement)
    return replace(judgement, subject=subject, other=other, value=value, anchor=anchor, other_anchor=end), level


def _here(connection: Connection, id: str | None, anchor: str | None) -> str | None:
    """Return what a judgement made in another ledger is about in this one, by what it holds on to there.

    Two ledgers may have one engagement under two ids, if its reports came in another order; accounts have one.
    """
    if not id or not anchor:
        return None
    entry = select(s.entry.c.id).join(s.account, s.account.c.entry == s.entry.c.n).where(s.account.c.id == anchor)
    actor = select(s.appearance.c.actor).where(s.appearance.c.id == anchor)
    found = connection.scalar(entry) or connection.scalar(actor)
    return id if found and is_member(id) else found


def _now(connection: Connection, id: str) -> str:
    now = identity.current_id(connection, id)
    if now is None:
        raise UnknownId(id, "what had this id is no more: no report says it any longer", "Search for it anew")
    return now


def _check_undo(connection: Connection, judgement: Judgement) -> None:
    if connection.scalar(select(s.judgement.c.id).where(s.judgement.c.id == judgement.subject)) is None:
        raise UnknownId(judgement.subject, "there is no judgement of this id", "List them: communique judge --list")
    if judgement.subject in undone(connection):
        raise BadJudgement(judgement.subject, "it is undone already", "Undo the undoing to have it again")


def _check_sides(connection: Connection, judgement: Judgement, subject: str, other: str | None, level: str) -> None:
    if (other is not None) != (judgement.verdict in _PAIRED) and judgement.verdict is not Verdict.UNSURE:
        remedy = "Give two ids" if judgement.verdict in _PAIRED else "Give one id"
        raise BadJudgement(subject, f"{judgement.verdict} is about {'two' if other is None else 'one'}", remedy)
    if other is not None and level_of(connection, other) != level:
        raise BadJudgement(subject, f"{subject} and {other} are things of two sorts", "Give two of one sort")
    if level == "report" and judgement.verdict is not Verdict.AMEND:
        remedy = f"Amend it ({', '.join(amendments.fields_of(level))}), or take it out: communique forget"
        raise BadJudgement(subject, f"this is a report, and {judgement.verdict} is said of an engagement", remedy)


def _check_amendment(connection: Connection, judgement: Judgement, level: str) -> None:
    fields = amendments.fields_of(level)
    if is_member(judgement.subject) and level != "report":
        raise BadJudgement(judgement.subject, "what one report says is not amended", "Amend the entry or the actor")
    if judgement.field is None or judgement.field not in fields:
        problem = f"{judgement.field!r} is no field that can be amended"
        raise BadJudgement(judgement.subject, problem, f"Fields are {', '.join(fields)}", place="field")
    wrong = amendments.refusal(connection, level, judgement.field, judgement.value)
    if wrong:
        problem, allowed = wrong
        raise BadJudgement(judgement.subject, problem, allowed, place=f"value of {judgement.field}")


def _held(connection: Connection, judgement: Judgement) -> Any:
    """The value of an amendment as it is kept: participants with an appearance that each is found by."""
    if judgement.field != "parties" or judgement.verdict is not Verdict.AMEND:
        return judgement.value
    ids = [(amendments.party_of(connection, item), item) for item in judgement.value]
    return [
        {"actor": id, "part": item["part"], "anchor": item.get("anchor") or anchor_of(connection, id or "", "actor")}
        for id, item in ids
    ]


def _check_text(judgement: Judgement) -> None:
    """Raise where a part of a judgement is no text that can be kept, or its id or moment is none."""
    for name in ("subject", "other", "anchor", "other_anchor", "by", "note", "field"):
        text = getattr(judgement, name)
        most = LONGEST_NOTE if name == "note" else LONGEST_ID
        if text is not None and (not is_storable(text) or len(text) > most):
            problem = f"{text[:60]!r} cannot be kept"
            remedy = f"Give a text of at most {most:,} characters, without NUL and lone surrogates"
            raise BadJudgement(judgement.subject[:60], problem, remedy, place=name)
    if re.fullmatch(r"J-[a-z2-7]{12}", judgement.id) is None:
        remedy = "Leave ids as communique judge --export wrote them"
        raise BadJudgement(judgement.subject, f"{judgement.id[:60]!r} is no id of a judgement", remedy, place="id")
    try:
        datetime.fromisoformat(judgement.at)
    except ValueError:
        problem, remedy = f"{judgement.at[:60]!r} is no moment", "Give it as ISO 8601: 2018-08-06T12:00:00+00:00"
        raise BadJudgement(judgement.subject, problem, remedy, place="at") from None


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
    """Return the ids of the judgements, undoings aside, that are about what is in no report of the ledger any more."""
    c = s.judgement.c
    lost = or_(_is_lost(c.anchor), and_(c.other_anchor.is_not(None), _is_lost(c.other_anchor)))
    return frozenset(connection.scalars(select(c.id).where(c.verdict.not_in((Verdict.UNDO, Verdict.SAMPLE)), lost)))


def _is_lost(anchor: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(*(~select(t.c.id).where(t.c.id == anchor).exists() for t in (s.appearance, s.account, s.report)))


def of_actor(connection: Connection, id: str) -> list[Judgement]:
    """Return the judgements that hold on to an actor's appearances and stand, in the order they were made."""
    c = s.appearance.c
    return _standing(connection, select(c.id).where(c.actor == id))


def of_entry(connection: Connection, number: int) -> list[Judgement]:
    """Return the judgements that hold on to an entry's accounts and stand, in the order they were made."""
    c = s.account.c
    return _standing(connection, select(c.id).where(c.entry == number))


def of_members(connection: Connection, ids: Collection[str]) -> list[Judgement]:
    """Return the judgements that hold on to these appearances or accounts and stand."""
    wanted = sorted(ids)
    found = {j.id: j for k in range(0, len(wanted), 500) for j in _standing(connection, wanted[k : k + 500])}
    return list(found.values())


def _standing(connection: Connection, anchors: Select[tuple[str]] | list[str]) -> list[Judgement]:
    c = s.judgement.c
    query = select(s.judgement).where(or_(c.anchor.in_(anchors), c.other_anchor.in_(anchors))).order_by(c.n)
    rows = connection.execute(query).all()
    gone = undone(connection) if rows else frozenset[str]()
    return [from_row(r) for r in rows if r.id not in gone]


def on(connection: Connection, id: str) -> ColumnElement[bool]:
    """Return the condition on a judgement that it is on what has this id, under whatever id it was made.

    Raises:
        UnknownId: if there is nothing of the id.
    """
    now, c = identity.current_id(connection, id) or id, s.judgement.c
    level = level_of(connection, now)
    if is_member(now) or level == "report":
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
