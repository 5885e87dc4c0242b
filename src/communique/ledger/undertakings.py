"""Promises followed: what was offered or planned, step by step, until it was held, called off, refused or lapsed.

An undertaking is an entry that some account tells as proposed, planned, possible or conditional. Its accounts, in the
order of their reports, and the invitations and agreements that are about it give the steps. What is due by a day and
has no account that it was kept, called off or refused has lapsed, as far as the ledger knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from communique.ledger.views import Account, Entry, Stage, Step, Undertaking
from communique.reading.periods import bounds
from communique.records import Status

AHEAD = frozenset({Status.PROPOSED, Status.PLANNED, Status.POSSIBLE, Status.CONDITIONAL})
CLOSED = frozenset({Stage.HELD, Stage.CANCELLED, Stage.DECLINED, Stage.LAPSED, Stage.DENIED})
_ENDS = {
    Status.HELD: Stage.HELD,
    Status.ONGOING: Stage.HELD,
    Status.CANCELLED: Stage.CANCELLED,
    Status.DECLINED: Stage.DECLINED,
    Status.DENIED: Stage.DENIED,
}
_OFFERS = frozenset({"invitation"})
_ANSWERS = frozenset({"agreement"})
SPOKEN = frozenset({"invitation", "agreement", "demand", "threat", "support", "criticism", "rejection"})
"""Kinds that are done once said, and so are no promise."""


def follow(entry: Entry, via: Sequence[Entry] = (), *, by: str | None = None) -> Undertaking | None:
    """Return the undertaking that an entry is, as it stands on the day ``by`` (ISO), ``None`` if it is none.

    ``via`` are the entries that are about it. An entry that no report tells as still ahead is none, nor is an act of
    speech, which is done once said.
    """
    if entry.kind in SPOKEN or not any(a.status in AHEAD for a in entry.accounts):
        return None
    told = [a for a in entry.accounts if by is None or (a.report.published or "") <= by]
    made = [v for v in via if v.kind in _OFFERS | _ANSWERS]
    steps = _steps(told, made)
    if not steps:
        return None
    due = entry.latest if entry.amended and "time" in entry.amended else _due(told)
    stage = steps[-1].stage
    if stage not in CLOSED and due and by and due < by:
        steps.append(Step(Stage.LAPSED, due, due, ()))
        stage = Stage.LAPSED
    return Undertaking(entry, stage, due, tuple(steps), tuple(v.id for v in made))


def _steps(told: Iterable[Account], via: Sequence[Entry]) -> list[Step]:
    """One step for each change of stage, and of what is open for each change of the day it is due."""
    offers = {id for v in via if v.kind in _OFFERS for a in v.accounts for id in a.about}
    steps: list[Step] = []
    for account in told:
        stage = _stage(account, steps, offers)
        due = _last_day(account)
        last = steps[-1] if steps else None
        if last is not None and last.stage is stage and (stage in CLOSED or due in (None, last.due)):
            steps[-1] = Step(stage, last.day, last.due, (*last.accounts, account.id))
        else:
            steps.append(Step(stage, account.report.published, due, (account.id,)))
    return steps


def _stage(account: Account, steps: Sequence[Step], offers: set[str]) -> Stage:
    """The stage that an account tells, given the steps before it: a plan is accepted until its day is fixed."""
    if account.status in _ENDS:
        return _ENDS[account.status]
    if account.status is not Status.PLANNED:
        return Stage.INVITED if account.id in offers else Stage.PROPOSED
    fixed = [x for x in steps if x.stage in (Stage.SCHEDULED, Stage.POSTPONED)]
    due = _last_day(account)
    if fixed and due and fixed[-1].due and due > fixed[-1].due:
        return Stage.POSTPONED
    return Stage.SCHEDULED if fixed or _is_fixed(account) else Stage.ACCEPTED


def _is_fixed(account: Account) -> bool:
    """Whether an account names a day, or days no more than a month apart."""
    first, last = bounds(account.time.edtf if account.time else None)
    return first > date.min and last < date.max and (last - first).days <= 31


def _last_day(account: Account) -> str | None:
    """The last day that the account's time may mean, ISO."""
    last = bounds(account.time.edtf if account.time else None)[1]
    return last.isoformat() if last < date.max else None


def _due(told: Sequence[Account]) -> str | None:
    """The last day told of what is still ahead, in the latest report that tells one."""
    days = [day for a in told if a.status in AHEAD and (day := _last_day(a))]
    return days[-1] if days else None
