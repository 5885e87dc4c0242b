"""Whether a judgement can be made: each part of it by what it means, and a refusal says which, and what is allowed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from communique.characters import is_storable
from communique.errors import BadJudgement, UnknownId
from communique.ledger import (
    additions,
    amended_spans,
    amended_statements,
    amendments,
    identity,
    judgements,
    naming,
    sampling,
)
from communique.ledger import schema as s
from communique.ledger.judgements import Judgement, Verdict

LONGEST_ID = 600
"""Characters of an id, a name or a field in a judgement: a report's id, and what is added to it."""
LONGEST_NOTE = 10_000
_PAIRED = (Verdict.SAME, Verdict.DIFFERENT)


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
        if problem := sampling.refusal(judgement.value):
            remedy = "Leave what communique judge --export wrote as it is"
            raise BadJudgement(judgement.subject, problem, remedy, place="value")
        return replace(judgement, anchor="", other_anchor=None), "sample"
    if judgement.verdict is Verdict.ADD:
        return _addition(connection, judgement), "addition"
    if judgement.verdict is Verdict.AMEND and judgements.is_statement(connection, judgement.subject):
        return _statement(connection, judgement), "statement"
    near = _here(connection, judgement.subject, judgement.anchor)
    far = _here(connection, judgement.other, judgement.other_anchor)
    subject = _now(connection, near or judgement.subject)
    level = judgements.level_of(connection, subject)
    other = _now(connection, far or judgement.other) if judgement.other else None
    _check_sides(connection, judgement, subject, other, level)
    judgement = replace(judgement, value=_with_ids(connection, judgement))
    if judgement.verdict is Verdict.AMEND:
        _check_amendment(connection, judgement, level)
    elif judgement.field is not None:
        raise BadJudgement(subject, f"{judgement.verdict} has no field", "Leave it out, or use amend", place="field")
    anchor = judgement.anchor if near else judgements.anchor_of(connection, subject, level)
    end = judgement.other_anchor if far else judgements.anchor_of(connection, other, level) if other else None
    if anchor == end:
        problem = "both ids have the same first account or appearance"
        raise BadJudgement(subject, problem, "Name the account or appearance that is another", place="other")
    value = _held(connection, judgement)
    return replace(judgement, subject=subject, other=other, value=value, anchor=anchor, other_anchor=end), level


def _addition(connection: Connection, judgement: Judgement) -> Judgement:
    """Return an engagement that is added to a report, checked, holding on to the account that it makes."""
    if judgements.level_of(connection, judgement.subject) != "report":
        raise BadJudgement(judgement.subject, "this is no report", "Give the id of the report that says it")
    value = additions.checked(connection, judgement)
    return replace(judgement, value=value, anchor=additions.account_of(judgement), other_anchor=None)


def _statement(connection: Connection, judgement: Judgement) -> Judgement:
    """Return the amendment of a statement, checked, holding on to its report."""
    if judgement.anchor == "" and amended_statements.find(connection, judgement.subject) is None:
        remedy = "See which there are: communique show, with the id of the report"
        raise UnknownId(judgement.subject, "there is no statement of this id", remedy)
    report, value = amended_statements.checked(connection, judgement)
    return replace(judgement, value=value, anchor=report, other_anchor=None)


def _here(connection: Connection, id: str | None, anchor: str | None) -> str | None:
    """Return what a judgement made in another ledger is about in this one, by what it holds on to there.

    Two ledgers may have one engagement under two ids, if its reports came in another order; accounts have one.
    """
    if not id or not anchor:
        return None
    entry = select(s.entry.c.id).join(s.account, s.account.c.entry == s.entry.c.n).where(s.account.c.id == anchor)
    actor = select(s.appearance.c.actor).where(s.appearance.c.id == anchor)
    found = connection.scalar(entry) or connection.scalar(actor)
    return id if found and judgements.is_member(id) else found


def _now(connection: Connection, id: str) -> str:
    now = identity.current_id(connection, id)
    if now is None:
        raise UnknownId(id, "what had this id is no more: no report says it any longer", "Search for it anew")
    return now


def _check_undo(connection: Connection, judgement: Judgement) -> None:
    if connection.scalar(select(s.judgement.c.id).where(s.judgement.c.id == judgement.subject)) is None:
        raise UnknownId(judgement.subject, "there is no judgement of this id", "List them: communique judge --list")
    if judgement.subject in judgements.undone(connection):
        raise BadJudgement(judgement.subject, "it is undone already", "Undo the undoing to have it again")


def _check_sides(connection: Connection, judgement: Judgement, subject: str, other: str | None, level: str) -> None:
    if (other is not None) != (judgement.verdict in _PAIRED) and judgement.verdict is not Verdict.UNSURE:
        remedy = "Give two ids" if judgement.verdict in _PAIRED else "Give one id"
        raise BadJudgement(subject, f"{judgement.verdict} is about {'two' if other is None else 'one'}", remedy)
    if other is not None and judgements.level_of(connection, other) != level:
        raise BadJudgement(subject, f"{subject} and {other} are things of two sorts", "Give two of one sort")
    if level in ("report", "statement") and judgement.verdict is not Verdict.AMEND:
        fields = amended_statements.FIELDS if level == "statement" else amendments.fields_of(level)
        remedy = (
            f"Amend it ({', '.join(fields)}){'' if level == 'statement' else ', or take it out: communique forget'}"
        )
        raise BadJudgement(subject, f"this is a {level}, and {judgement.verdict} is said of an engagement", remedy)


def _check_amendment(connection: Connection, judgement: Judgement, level: str) -> None:
    fields = amendments.fields_of(level)
    is_one = judgements.is_member(judgement.subject) and level != "report"
    if judgement.field == amended_spans.EVIDENCE and level == "entry":
        if is_one:
            return
        remedy = f"Name the account: {judgements.anchor_of(connection, judgement.subject, level)}"
        raise BadJudgement(judgement.subject, "evidence is what one report has", remedy, place="field")
    if is_one:
        problem = f"what one report says is not amended{', but for its evidence' if level == 'entry' else ''}"
        raise BadJudgement(judgement.subject, problem, "Amend the entry or the actor")
    if judgement.field is None or judgement.field not in fields:
        problem = f"{judgement.field!r} is no field that can be amended"
        raise BadJudgement(judgement.subject, problem, f"Fields are {', '.join(fields)}", place="field")
    wrong = amendments.refusal(connection, level, judgement.field, judgement.value)
    if wrong:
        problem, allowed = wrong
        raise BadJudgement(judgement.subject, problem, allowed, place=f"value of {judgement.field}")


def _with_ids(connection: Connection, judgement: Judgement) -> Any:
    """The value of an amendment, participants who are named by their ids."""
    is_parties = judgement.field == "parties" and judgement.verdict is Verdict.AMEND
    return naming.parties(connection, judgement.value) if is_parties else judgement.value


def _held(connection: Connection, judgement: Judgement) -> Any:
    """The value of an amendment as it is kept: words with their span, participants with what each is found by."""
    if judgement.field == amended_spans.EVIDENCE and judgement.verdict is Verdict.AMEND:
        return amended_spans.of_account(connection, judgement)
    is_parties = judgement.field == "parties" and judgement.verdict is Verdict.AMEND
    return naming.held(connection, judgement.value) if is_parties else judgement.value


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
