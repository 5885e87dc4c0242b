"""Several people who review one ledger: what each is asked next, a judgement of what has changed, the last one undone.

An entry is judged by somebody when that person accepted or rejected it, or was unsure of it, as a whole, and that
stands. Who amended it has not judged it by that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Integer, Select, and_, bindparam, false, func, select, tuple_

from communique.errors import BadJudgement, UnknownId
from communique.ledger import identity, judgements, loading, lookup, queries, sampling, stale
from communique.ledger import schema as s
from communique.ledger.connect import writing
from communique.ledger.judgements import Judgement, Verdict
from communique.ledger.order import Order as By
from communique.ledger.queries import Query
from communique.ledger.sampling import Sample
from communique.ledger.stale import Seen
from communique.ledger.views import Entry
from communique.ledger.walking import EVERYWHERE, Walk

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
        return loading.entries(connection, _next(connection, queue, after, limit))


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
        return next(iter(loading.entries(connection, _next(connection, queue, before, 1, back=True))), None)


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
        way, where = _queued(connection, queue)
        found = way.select(way.number, where=where).limit(most).subquery()
        return int(connection.scalar(select(func.count()).select_from(found)) or 0)


def _next(connection: Connection, queue: Queue, at: str | None, limit: int, *, back: bool = False) -> list[int]:
    """The row numbers of the next entries of a queue after one, or, back, of those before it, the nearest first."""
    way, where = _queued(connection, queue)
    keys = _keys(queue.order, way)
    falls = (queue.order is Order.DAY and queue.among.newest_first) is not back
    if at is not None:
        here, there = tuple_(*keys), tuple_(*_place(connection, queue.order, at))
        where.append(here < there if falls else here > there)
    asked = way.select(way.number.label("n"), *keys, where=where)
    asked = asked.order_by(*(k.desc() if falls else k for k in keys)).limit(limit)
    return [r.n for r in connection.execute(asked)]


def _queued(connection: Connection, queue: Queue) -> tuple[Walk, list[ColumnElement[bool]]]:
    """Along what a queue goes, and the conditions on what is in it."""
    rejected = queue.others or queue.among.rejected  # who is to agree must be asked of what another rejected
    asked = replace(queries.whole(queue.among), rejected=rejected)
    if queue.order is not Order.DAY:
        asked = replace(asked, order=By.CONFIDENCE)
    if queue.order is Order.DISPUTED:
        asked = replace(asked, disputed=True)
    way = queries.way_of(connection, asked)
    where = list(queries.conditions(connection, asked, way))
    where.append(way.number.not_in(_judged(connection, queue.by if queue.others else None)))
    if queue.sample is not None:
        where.append(_of_sample(connection, queue.sample, way))
    return way, where


def _keys(order: Order, way: Walk) -> tuple[ColumnElement[Any], ...]:
    """What an order sorts by; all of it rises, or falls."""
    if order is Order.DAY:
        return way.column("day"), way.number
    disputes = func.json_array_length(s.entry.c.contradictions, type_=Integer)
    first = (-disputes,) if order is Order.DISPUTED else ()
    return *first, way.column("confidence"), way.number


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


def _of_sample(connection: Connection, id: str, way: Walk) -> ColumnElement[bool]:
    anchors = [x.anchor for x in sampling.find(connection, id).drawn]
    numbers = {r.entry for r in lookup.rows_in(connection, s.account, s.account.c.id, anchors)}
    return way.number.in_(_many(sorted(numbers))) if numbers else false()


def _place(connection: Connection, order: Order, id: str) -> Sequence[Any]:
    """What an entry, whether it is in the queue or not, is sorted by."""
    number = loading.entry_number(connection, id)
    row = connection.execute(select(*_keys(order, EVERYWHERE)).where(s.entry.c.n == number)).first()
    if row is None:
        raise UnknownId(id, "there is no entry of this id", "Begin the queue anew")
    return tuple(row)


def samples(ledger: Ledger) -> list[Sample]:
    """Return the samples that stand, in the order in which they were drawn."""
    with ledger._read() as connection:
        return sampling.kept(connection)


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
