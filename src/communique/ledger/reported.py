"""One report with all that the ledger has of it: what it says, in whose words, and whom each word names."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, or_, select

from communique.errors import UnknownId
from communique.ledger import judgements, loading, packing, sayings
from communique.ledger import schema as s
from communique.ledger.judgements import Judgement, Verdict
from communique.ledger.views import Account, ActorRef, ReportRef, Review, Saying
from communique.records import Actor, Role, SourcePart, Span, from_json

if TYPE_CHECKING:
    from communique.ledger.store import Ledger

_COPIES, _LAST = 50, 3
SPANS = ("evidence", "content", "source", "cue")
"""Fields of accounts and statements that are characters of their report."""


@dataclass(frozen=True, slots=True)
class Named:
    """An actor of the ledger where one report names it: by its name, by "I" or "he", by a capital for a government."""

    id: str
    actor: ActorRef
    mentions: tuple[Span, ...]
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Reported:
    """A report, and what the ledger has of it, with people's judgements applied.

    ``reader`` is the version that read it. ``reviews`` are those of the entries that its accounts are of, by id.
    ``copies`` are reports that count as one source with it, the first of ``copied``.
    """

    ref: ReportRef
    text: str
    language: str | None
    byline: str | None
    dateline: str | None
    sha256: str
    reader: str
    warnings: tuple[str, ...]
    parts: tuple[SourcePart, ...]
    accounts: tuple[Account, ...]
    reviews: Mapping[str, Review]
    sayings: tuple[Saying, ...]
    named: tuple[Named, ...]
    copies: tuple[ReportRef, ...]
    copied: int


def reported(ledger: Ledger, id: str) -> Reported:
    """Return a report with all that the ledger has of it.

    Raises:
        UnknownId: if there is no such report.
    """
    with ledger._read() as connection:
        row = connection.execute(select(s.report).where(s.report.c.id == id)).first()
        if row is None:
            raise UnknownId(id, "there is no report of this id", "Search for what it tells, and open it from there")
        return _reported(connection, row)


def _reported(connection: Connection, row: Row[Any]) -> Reported:
    read = json.loads(packing.unpack(row.reading))  # the record is not made whole for two parts of it
    said = connection.scalars(select(s.statement.c.n).where(s.statement.c.report == row.n).order_by(s.statement.c.n))
    entries = select(s.account.c.entry).where(s.account.c.report == row.n)
    reviews = connection.execute(select(s.entry.c.id, s.entry.c.review).where(s.entry.c.n.in_(entries)))
    same = select(s.report.c.n).where(s.report.c.source_group == row.source_group, s.report.c.n != row.n)
    copies = connection.scalars(same.order_by(s.report.c.published, s.report.c.n)).all()
    return Reported(
        ref=loading.report_refs(connection, [row.n])[row.n],
        text=row.text,
        language=row.language,
        byline=row.byline,
        dateline=row.dateline,
        sha256=row.sha256,
        reader=row.reader,
        warnings=tuple(dict.fromkeys((*row.layer["warnings"], *read.get("warnings", ())))),
        parts=packing.unpack_parts(row.layer.get("parts")),
        accounts=tuple(loading.accounts(connection, s.account.c.report == row.n)),
        reviews={r.id: Review(r.review) for r in reviews},
        sayings=tuple(sayings.load(connection, list(said))),
        named=_named(connection, row.n, {a["id"]: a["mentions"] for a in read["actors"]}),
        copies=tuple(loading.report_refs(connection, copies[:_COPIES]).values()),
        copied=len(copies),
    )


def _named(connection: Connection, report: int, mentions: Mapping[str, Any]) -> tuple[Named, ...]:
    """Whom a report names: appearances that were taken for one actor are one, under the id of the first."""
    rows = connection.execute(select(s.appearance).where(s.appearance.c.report == report)).all()
    actors = loading.actor_refs(connection, [r.actor for r in rows])
    together: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: (len(r.id), r.id)):
        together[row.actor].append(row)
    return tuple(_one(actors[actor], mine, mentions) for actor, mine in together.items())


def _one(actor: ActorRef, rows: Sequence[Row[Any]], mentions: Mapping[str, Any]) -> Named:
    spans = {Span(m["start"], m["end"]) for row in rows for m in mentions.get(row.local, ())}
    roles = dict.fromkeys(role for row in rows for role in from_json(Actor, row.read).roles)
    return Named(rows[0].id, actor, tuple(sorted(spans)), tuple(roles))


def amendments(ledger: Ledger, id: str, limit: int = _LAST) -> list[Judgement]:
    """Return what people set of where things stand in a report, or added to it, and stands; the last first."""
    c = s.judgement.c
    with ledger._read() as connection:
        accounts = select(s.account.c.id).join(s.report, s.report.c.n == s.account.c.report).where(s.report.c.id == id)
        on = or_(c.anchor == id, c.anchor.in_(accounts))
        query = select(s.judgement).where(on, or_(c.verdict == Verdict.ADD, c.field.in_(SPANS))).order_by(c.n.desc())
        gone = judgements.undone(connection)
        standing = (judgements.from_row(r) for r in connection.execute(query) if r.id not in gone)
        return list(islice(standing, limit))
