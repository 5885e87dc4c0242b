"""Several people who review one ledger: what each is asked next, a judgement of what has changed, the last one undone.

An entry is judged by somebody when that person accepted or rejected it, or was unsure of it, as a whole, and that
stands. Who amended it has not judged it by that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, false, func, or_, select

from communique.errors import BadJudgement, UnknownId
from communique.ledger import identity, judgements, loading, queries, sampling, stale
from communique.ledger import schema as s
from communique.ledger.connect import writing
from communique.ledger.judgements import Judgement, Verdict
from communique.ledger.queries import Query
from communique.ledger.stale import Seen
from communique.ledger.views import Entry

if TYPE_CHECKING:
    from communique.ledger.store import Ledger

SAID = (Verdict.ACCEPT, Verdict.REJECT, Verdict.UNSURE)
"""By which an entry is judged as a whole."""
_PAGE, _ALL = 50, Query()


def seen(ledger: Ledger, id: str) -> Seen:
    """Return an entry, an actor, a statement or a report by its id, or by that of an account or appearance.

    Its version is what :meth:`Ledger.judge` takes as ``seen``.

    Raises:
        UnknownId: if there is nothing of the id.
    """
    with ledger._read() as connection:
        return stale.seen(connection, id)


# the queue


class Order(StrEnum):
    """In which order entries are to be judged.

    By confidence, the least first; by how much their sources contradict each other, the most first, and only where they
    do; or in the order of the query, by their days.
    """

    CONFIDENCE = "confidence"
    DISPUTED = "disputed"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Queue:
    """What somebody is asked to judge: of what a query finds, what that person has not judged yet.

    With ``others`` entries that other people judged are in it, so that several judge the same; without, they are left
    out. ``sample`` is the id of a sample, of whose entries alone it is then.
    """

    by: str
    among: Query = _ALL
    order: Order = Order.CONFIDENCE
    others: bool = True
    sample: str | None = None


def waiting(ledger: Ledger, queue: Queue, *, after: str | None = None, limit: int = _PAGE) -> list[Entry]:
    """Return the next entries of a queue: its first, or those that come after an entry, judged or not.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if there is no entry or sample of an id.
    """
    with ledger._read() as connection:
        asked, keys = _queued(connection, queue)
        if after is not None:
            asked = asked.where(_after(connection, keys, after))
        asked = asked.order_by(*(k.desc() if falls else k for k, falls in keys)).limit(limit)
        return loading.entries(connection, [r.n for r in connection.execute(asked)])


def following(ledger: Ledger, queue: Queue, *, after: str | None = None) -> Entry | None:
    """Return the next entry of a queue, or the one after an entry; ``None`` where there is no more.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if there is no entry or sample of an id.
    """
    return next(iter(waiting(ledger, queue, after=after, limit=1)), None)


def preceding(ledger: Ledger, queue: Queue, before: str) -> Entry | None:
    """Return the entry of a queue that comes before an entry, judged or not; ``None`` where there is none.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if there is no entry or sample of an id.
    """
    with ledger._read() as connection:
        asked, keys = _queued(connection, queue)
        keys = tuple((key, not falls) for key, falls in keys)
        asked = asked.where(_after(connection, keys, before))
        asked = asked.order_by(*(k.desc() if falls else k for k, falls in keys)).limit(1)
        return next(iter(loading.entries(connection, [r.n for r in connection.execute(asked)])), None)


def done(ledger: Ledger, by: str, since: str) -> int:
    """Return how many entries a person judged from a moment on (UTC, ISO 8601), each once; only what stands counts."""
    c = s.judgement.c
    with ledger._read() as connection:
        query = select(c.id, c.anchor).where(c.by == by, c.at >= since, c.verdict.in_(SAID), c.other.is_(None))
        query = query.where(c.subject.not_like("%/%"))
        found = connection.execute(query).all()
        gone = judgements.undone(connection) if found else frozenset()
        return len({r.anchor for r in found if r.id not in gone})


def left(ledger: Ledger, queue: Queue, most: int | None = None) -> int:
    """Return how many entries are in a queue; no more than ``most`` are counted."""
    with ledger._read() as connection:
        found = _queued(connection, queue)[0].limit(most).subquery()
        return int(connection.scalar(select(func.count()).select_from(found)) or 0)


_Keys = tuple[tuple[ColumnElement[Any], bool], ...]


def _queued(connection: Connection, queue: Queue) -> tuple[Select[tuple[int]], _Keys]:
    """The entries of a queue, in no order, and the keys of its order, each with whether it falls."""
    e = s.entry.c
    rejected = queue.others or queue.among.rejected  # who is to agree must be asked of what another rejected
    asked = queries.statement(connection, replace(queue.among, rejected=rejected, limit=None, offset=0)).order_by(None)
    asked = asked.where(e.n.not_in(_judged(connection, queue.by if queue.others else None)))
    if queue.sample is not None:
        asked = asked.where(_of_sample(connection, queue.sample))
    disputes = func.json_array_length(e.contradictions)
    if queue.order is Order.DISPUTED:
        return asked.where(disputes > 0), ((disputes, True), (e.confidence, False), (e.n, False))
    if queue.order is Order.CONFIDENCE:
        return asked, ((e.confidence, False), (e.n, False))
    return asked, ((e.day, queue.among.newest_first), (e.n, queue.among.newest_first))


def _judged(connection: Connection, by: str | None) -> Select[tuple[int]]:
    """The row numbers of the entries that somebody has judged, or anybody; only those that stand count."""
    c, account = s.judgement.c, s.account.c
    said = and_(c.verdict.in_(SAID), c.other.is_(None), c.subject.not_like("%/%"))
    mine = said if by is None else and_(said, c.by == by)
    gone = judgements.undone(connection)
    undone = sorted(gone.intersection(connection.scalars(select(c.id).where(mine)))) if gone else []
    query = select(account.entry).join(s.judgement, c.anchor == account.id).where(mine, account.entry.is_not(None))
    return query.where(c.id.not_in(_many(undone))) if undone else query


def _many(values: Sequence[Any]) -> Any:
    """Values that are written into the statement, since there may be more than a database takes parameters."""
    return bindparam("many", value=list(values), expanding=True, literal_execute=True, unique=True)


def _of_sample(connection: Connection, id: str) -> ColumnElement[bool]:
    anchors = [x.anchor for x in sampling.find(connection, id).drawn]
    numbers = {r.entry for r in loading.rows_in(connection, s.account, s.account.c.id, anchors)}
    return s.entry.c.n.in_(_many(sorted(numbers))) if numbers else false()


def _after(connection: Connection, keys: _Keys, id: str) -> ColumnElement[bool]:
    """Whether an entry comes after this one: at the first key in which they differ."""
    number = loading.entry_number(connection, id)
    row = connection.execute(select(*(k for k, _ in keys)).where(s.entry.c.n == number)).first()
    if row is None:
        raise UnknownId(id, "there is no entry of this id", "Begin the queue anew")
    same: list[ColumnElement[bool]] = []
    found: list[ColumnElement[bool]] = []
    for (key, falls), value in zip(keys, row, strict=True):
        found.append(and_(*same, key < value if falls else key > value))
        same.append(key == value)
    return or_(*found)


# amended


def amend(
    ledger: Ledger, id: str, fields: Mapping[str, Any], *, by: str, note: str | None = None,
    seen: str | None = None, accept: bool = False,
) -> tuple[Judgement, ...]:  # fmt: skip
    """Set several fields of an entry or an actor, all or none of them; return the judgements as they are kept.

    With ``accept`` it is accepted as it is then.

    Raises:
        BadJudgement: if one cannot be made; the place is the part of it that is wrong.
        StaleJudgement: if it is no longer as it was ``seen``.
        UnknownId: if there is nothing of the id, or nobody of a name.
    """
    made = [Judgement("", Verdict.AMEND, id, by, identity.now(), None, *item, note) for item in fields.items()]
    if accept:
        made.append(Judgement("", Verdict.ACCEPT, id, by, identity.now(), note=note))
    with writing(ledger._engine, ledger.address) as connection:
        return tuple(stale.judge(connection, one, None if n else seen) for n, one in enumerate(made))


# undone


def judgement(ledger: Ledger, id: str) -> Judgement:
    """Return a judgement by its id.

    Raises:
        UnknownId: if there is none.
    """
    with ledger._read() as connection:
        row = connection.execute(select(s.judgement).where(s.judgement.c.id == id)).first()
        if row is None:
            raise UnknownId(id, "there is no judgement of this id", "List them: communique judge --list")
        return judgements.from_row(row)


def last(ledger: Ledger, by: str) -> Judgement | None:
    """Return the last judgement of a person that stands, ``None`` where none does; what was drawn (a sample) is none.

    It is what :func:`undo_last` would undo.
    """
    with ledger._read() as connection:
        return _last(connection, by)


def _last(connection: Connection, by: str) -> Judgement | None:
    c = s.judgement.c
    query = select(s.judgement).where(c.by == by, c.verdict.not_in((Verdict.UNDO, Verdict.SAMPLE))).order_by(c.n.desc())
    gone = judgements.undone(connection)
    with connection.execute(query.execution_options(yield_per=_PAGE)) as rows:
        return next((judgements.from_row(r) for r in rows if r.id not in gone), None)


def undo_last(ledger: Ledger, by: str) -> Judgement:
    """Undo the last judgement of a person that stands; return the undoing. Once more undoes the one before.

    What was drawn to be judged (a sample) is none.

    Raises:
        BadJudgement: if there is none.
    """
    with writing(ledger._engine, ledger.address) as connection:
        found = _last(connection, by)
        if found is None:
            raise BadJudgement(
                by, "nothing that this person judged stands", "See what there is: communique judge --list"
            )
        return stale.judge(connection, Judgement("", Verdict.UNDO, found.id, by, identity.now()), None)
