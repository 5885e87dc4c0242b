"""A judgement made, undone or brought in from elsewhere, and what it changes at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace

from sqlalchemy import Connection, func, select

from communique.characters import is_storable
from communique.errors import BadJudgement, UnknownId
from communique.intake import Report
from communique.ledger import (
    adding,
    additions,
    amended_spans,
    amended_statements,
    checking,
    grouping,
    identity,
    judgements,
    lookup,
    restating,
    sampling,
    summary,
)
from communique.ledger import schema as s
from communique.ledger.judgements import Judgement, Taken, Verdict
from communique.ledger.queries import Query
from communique.ledger.sampling import Sample
from communique.records import Record, Status

_GROUPING = (Verdict.SAME, Verdict.DIFFERENT)


def judge(connection: Connection, judgement: Judgement) -> Judgement:
    """Keep a judgement and apply it; return it as it is kept.

    Raises:
        BadJudgement: if it cannot be made.
        UnknownId: if what it is about is not there.
    """
    checked, level = checking.check(connection, judgement)
    judgements.keep(connection, checked)
    if level == "judgement":
        _apply_undone(connection, checked.subject)
    elif level != "sample":
        _apply(connection, checked, level)
    return checked


def take(connection: Connection, given: Sequence[Judgement]) -> Taken:
    """Keep judgements that were made elsewhere, each or not at all; return what became of them."""
    added = there = 0
    refused: list[BadJudgement | UnknownId] = []
    for judgement in given:
        try:
            if _is_there(connection, judgement):
                there += 1
                continue
            with connection.begin_nested():
                judge(connection, judgement)
            added += 1
        except (BadJudgement, UnknownId) as error:
            refused.append(type(error)(f"{judgement.id[:20]} on {error.source}", error.problem, error.remedy,
                                       place=error.place))  # fmt: skip
    return Taken(added, there, tuple(refused))


def _is_there(connection: Connection, judgement: Judgement) -> bool:
    """Whether a judgement is in the ledger.

    Raises:
        BadJudgement: if another is, under its id.
    """
    if not is_storable(judgement.id):
        return False
    row = connection.execute(select(s.judgement).where(s.judgement.c.id == judgement.id)).first()
    if row is None:
        return False
    kept = judgements.from_row(row)
    if any(getattr(kept, name) != getattr(judgement, name) for name in ("verdict", "by", "at", "field", "note")):
        remedy = "Leave what communique judge --export wrote as it is"
        raise BadJudgement(judgement.subject, "another judgement has this id here", remedy, place="id")
    return True


def draw(
    connection: Connection, n: int, seed: int, by: str, among: Query, kinds: Sequence[str], statuses: Sequence[Status]
) -> Sample:
    """Draw a sample of what a query finds and keep it in the log; one that is the same as the last is that.

    Raises:
        BadQuery: if there is nothing to draw from.
        BadJudgement: if nobody draws.
    """
    asked = replace(among, kinds=(*among.kinds, *kinds), statuses=(*among.statuses, *statuses), rejected=True)
    value = sampling.draw(connection, n, seed, asked)
    there = sampling.kept(connection)
    if there and sampling.as_kept(there[-1]) == value:
        return there[-1]
    id, at = next_id(connection, f"{seed}{n}{by}"), identity.now()
    judge(connection, Judgement(id, Verdict.SAMPLE, sampling.SUBJECT, by, at, value=value))
    return sampling.find(connection, id)


def next_id(connection: Connection, seed: str) -> str:
    """Return an id for a new judgement, the next of this ledger."""
    count = connection.scalar(select(func.max(s.judgement.c.n))) or 0
    return identity.new_id(identity.JUDGEMENT, f"{count}\0{seed}")


def _apply_undone(connection: Connection, id: str) -> None:
    """Apply anew what a judgement touched, down to the one that a chain of undoings is about."""
    row = connection.execute(select(s.judgement).where(s.judgement.c.id == id)).one()
    kept = judgements.from_row(row)
    if kept.verdict is Verdict.UNDO:
        _apply_undone(connection, kept.subject)
        return
    with suppress(UnknownId):  # its report was forgotten
        _apply(connection, kept, _level(connection, kept))


def _level(connection: Connection, kept: Judgement) -> str:
    return "addition" if kept.verdict is Verdict.ADD else judgements.level_of(connection, kept.anchor)


def add(connection: Connection, report: Report, record: Record, reader: str) -> bool:
    """Add a report and apply what stands of it from before; return false where it is there already.

    Raises:
        ReportConflict: if its id is in the ledger with other contents.
    """
    is_new = adding.add(connection, report, record, reader)
    if is_new:
        hold_again(connection, report.info.id)
    return is_new


def hold_again(connection: Connection, report: str) -> None:
    """Apply what stands of a report that was forgotten and has been taken in again."""
    if connection.scalar(select(s.change.c.n).where(s.change.c.report == report).limit(1)) is None:
        return
    members = [
        r.id
        for table in (s.appearance, s.account)
        for r in connection.execute(select(table.c.id).join(s.report).where(s.report.c.id == report))
    ]
    added = select(s.judgement.c.anchor).where(s.judgement.c.verdict == Verdict.ADD, s.judgement.c.subject == report)
    for judgement in judgements.of_members(connection, [report, *members, *connection.scalars(added)]):
        with suppress(UnknownId):
            _apply(connection, judgement, _level(connection, judgement))


def _apply(connection: Connection, judgement: Judgement, level: str) -> None:
    anchors = [a for a in (judgement.anchor, judgement.other_anchor) if a]
    if level == "addition":
        additions.apply(connection, judgement)
    elif level in ("report", "statement"):
        restating.restate(connection, judgement.anchor)
        amended_statements.renew(connection, judgement.anchor)
    elif level == "actor":
        _apply_to_actors(connection, judgement, anchors)
    else:
        _apply_to_entries(connection, judgement, anchors)


def _apply_to_actors(connection: Connection, judgement: Judgement, anchors: Collection[str]) -> None:
    ids = {r.actor for r in lookup.rows_in(connection, s.appearance, s.appearance.c.id, anchors)}
    if judgement.verdict in _GROUPING:
        grouping.regroup_actors(connection, ids)
    else:
        summary.renew_actors(connection, ids)


def _apply_to_entries(connection: Connection, judgement: Judgement, anchors: Collection[str]) -> None:
    numbers = {r.entry for r in lookup.rows_in(connection, s.account, s.account.c.id, anchors)}
    if judgement.field == amended_spans.EVIDENCE:
        amended_spans.renew(connection, anchors)
    if judgement.verdict in _GROUPING:
        grouping.regroup_entries(connection, numbers)
    else:
        for number in sorted(numbers):
            summary.write_entry(connection, number)
