"""A judgement of what has changed since the person saw it: each thing has a version, and a judgement may say which.

The version is a hash of the thing as it is answered, with what people set of it, and the number of the last judgement
on it. So one that shows in nothing else makes it another, and what was judged in between can be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from communique.errors import StaleJudgement, UnknownId
from communique.ledger import identity, judgements, judging, loading, sayings
from communique.ledger import schema as s
from communique.ledger.judgements import Judgement, Verdict
from communique.ledger.views import Entry, LedgerActor, ReportRef, Saying, version_of


@dataclass(frozen=True, slots=True)
class Seen:
    """A thing as it is, and its version."""

    thing: Entry | LedgerActor | Saying | ReportRef
    version: str


def seen(connection: Connection, id: str) -> Seen:
    """Return an entry, an actor, a statement or a report by its id, or by that of an account or appearance.

    Raises:
        UnknownId: if there is nothing of the id.
    """
    if judgements.is_statement(connection, id):
        number = connection.scalar(select(s.statement.c.n).where(s.statement.c.id == id))
        if number is None:
            raise UnknownId(id, "there is no statement of this id", "Look at its report: communique show")
        saying = sayings.load(connection, [number])[0]
        return Seen(saying, saying.version)
    now = identity.current_id(connection, id) or id
    level = judgements.level_of(connection, now)
    if level == "entry":
        entry = loading.entry(connection, now)
        return Seen(entry, entry.version)
    if level == "report":
        number = connection.scalar(select(s.report.c.n).where(s.report.c.id == now)) or 0
        (ref,) = loading.report_refs(connection, [number]).values()
        return Seen(ref, version_of(ref, _last(connection, ref)))
    actor = connection.scalar(select(s.appearance.c.actor).where(s.appearance.c.id == now)) or now
    row = loading.one_actor(connection, actor)
    assert row is not None  # its level is known
    found = loading.ledger_actor(connection, row)
    return Seen(found, found.version)


def _members(thing: Entry | LedgerActor | Saying | ReportRef) -> tuple[Sequence[str], Sequence[str] | None]:
    """The ids that judgements on a thing hold on to, as :func:`judgements.trail` takes them."""
    if isinstance(thing, Entry):
        return [a.id for a in thing.accounts], None
    if isinstance(thing, LedgerActor):
        return thing.appearances, None
    return [thing.id], [thing.report.id if isinstance(thing, Saying) else thing.id]


def _last(connection: Connection, thing: ReportRef) -> int:
    return max(judgements.last_on(connection, *_members(thing)).values(), default=0)


def judge(connection: Connection, given: Judgement, versions: str | tuple[str, str] | None) -> Judgement:
    """Keep a judgement under an id of its own and apply it, if what it is about is as it was seen.

    Raises:
        BadJudgement: if it cannot be made.
        StaleJudgement: if what it is about is of another version.
        UnknownId: if what it is about is not there.
    """
    told = (versions,) if isinstance(versions, str) else versions or ()
    for id, version in zip((_subject(connection, given), given.other), told, strict=False):
        if id is not None:
            _check(connection, id, version)
    seed = f"{given.at}{given.by}{given.verdict}{given.subject}{given.other}{given.field}{given.value}"
    return judging.judge(connection, replace(given, id=judging.next_id(connection, seed)))


def _subject(connection: Connection, given: Judgement) -> str:
    """What a judgement is about; an undoing is about what the judgement that it undoes is."""
    id, undoes = given.subject, given.verdict is Verdict.UNDO
    while undoes:
        row = connection.execute(select(s.judgement).where(s.judgement.c.id == id)).first()
        if row is None:
            raise UnknownId(id, "there is no judgement of this id", "List them: communique judge --list")
        id, undoes = row.subject, row.verdict == Verdict.UNDO
    return id


def _check(connection: Connection, id: str, version: str) -> None:
    """Raise where a thing is not of this version."""
    now = seen(connection, id)
    if now.version == version:
        return
    last = version.rpartition("-")[2]
    rows = judgements.trail(connection, *_members(now.thing))
    since = tuple(judgements.from_row(r) for r, _ in rows if r.n > (int(last) if last.isdecimal() else 0))
    told = [f"{j.by}, {j.at}: {_in_words(j)}" for j in since]
    why = f"since then {'; '.join(told)}" if told else "a report that came, or was read anew, has changed it"
    raise StaleJudgement(
        id,
        f"it is no longer as you saw it ({version} is {now.version} now): {why}",
        "Look at it as it is, and judge that",
        seen=version,
        version=now.version,
        now=now.thing,
        since=since,
    )


def _in_words(judgement: Judgement) -> str:
    what = f" {judgement.field}" if judgement.field else f" {judgement.subject}"
    return f"{judgement.verdict.value}{what}{f' and {judgement.other}' if judgement.other else ''}"
