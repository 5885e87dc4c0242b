"""Evidence that stands no longer: what people judged, or the ledger holds, of words that its reports do not have.

A text is never changed, so what was read has its words for as long as its report is there. What people said may outlive
that: a report is forgotten, and another comes under its id; a new reading says it no more; it was brought in from a
ledger with another text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from communique.ledger import judgements, loading, lookup
from communique.ledger import schema as s
from communique.ledger.judgements import Judgement, Verdict
from communique.records import Engagement, Evidence, from_json

if TYPE_CHECKING:
    from communique.ledger.store import Ledger

_PAGE = 100
"""Reports that are looked at together."""


class Lack(StrEnum):
    """Why evidence stands no longer: other words are there, no reading has it any more, nothing of it is there."""

    WORDS = "other words"
    READING = "not in the last reading"
    ALL = "not in the ledger"


@dataclass(frozen=True, slots=True)
class Adrift:
    """A judgement or an account without its evidence: its id, that of the report, and what it lacks.

    ``evidence`` is as it was kept, ``there`` what the text has in its place; ``None`` where there is neither.
    """

    id: str
    report: str
    lack: Lack
    evidence: Evidence | None = None
    there: str | None = None


def adrift(ledger: Ledger, *, whole: bool = False) -> Iterator[Adrift]:
    """Yield the judgements that stand without their evidence, then the accounts, from one state of the ledger.

    Of accounts those are looked at that somebody judged or added, with ``whole`` all of them, report by report.
    """
    with ledger._read() as connection:
        rows = connection.execute(select(s.judgement).order_by(s.judgement.c.n)).all()
        gone, lost = judgements.undone(connection), judgements.lost(connection)
        standing = [judgements.from_row(r) for r in rows if r.id not in gone]
        standing = [j for j in standing if j.verdict not in (Verdict.UNDO, Verdict.SAMPLE)]
        texts = _texts(connection, {_report(j) for j in standing if _spans(j)})
        for judgement in standing:
            yield from _of_judgement(judgement, texts, judgement.id in lost)
        held = {x for j in standing for x in (j.anchor, j.other_anchor) if x}
        for numbers in _reports(connection, None if whole else held):
            yield from _of_accounts(connection, numbers, None if whole else held)


def _report(judgement: Judgement) -> str:
    """The report that a judgement with spans of its own is about."""
    if judgement.verdict is Verdict.ADD:
        return judgement.subject
    return judgement.anchor.rpartition("/")[0] if judgements.is_member(judgement.anchor) else judgement.anchor


def _spans(judgement: Judgement) -> list[Evidence]:
    """The words of the report that a judgement names."""
    value = judgement.value
    if judgement.verdict is Verdict.AMEND and isinstance(value, dict):
        value = value.get("is")
    pieces = value if isinstance(value, list) else [value]
    found = (x for x in pieces if isinstance(x, dict) and {"start", "end", "quote"} <= set(x))
    return [Evidence(x["start"], x["end"], x["quote"]) for x in found]


def _texts(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    rows = lookup.rows_in(connection, s.report, s.report.c.id, set(ids))
    return {r.id: r.text for r in rows}


def _of_judgement(judgement: Judgement, texts: dict[str, str], is_lost: bool) -> Iterator[Adrift]:
    report = _report(judgement)
    other = list(_other_words(judgement.id, report, _spans(judgement), texts[report])) if report in texts else []
    yield from other
    if is_lost and not other:
        yield Adrift(judgement.id, report, Lack.ALL, next(iter(_spans(judgement)), None))


def _other_words(id: str, report: str, spans: Iterable[Evidence], text: str) -> Iterator[Adrift]:
    for x in spans:
        if text[x.start : x.end] != x.quote:
            yield Adrift(id, report, Lack.WORDS, x, text[x.start : x.end])


def _reports(connection: Connection, held: set[str] | None) -> Iterator[list[int]]:
    """The row numbers of the reports to look at, some at a time: those with any of these members, or all."""
    if held is not None:
        of = sorted({r.report for r in lookup.rows_in(connection, s.account, s.account.c.id, held)})
        yield from (of[k : k + _PAGE] for k in range(0, len(of), _PAGE))
        return
    last = 0
    query = select(s.report.c.n).order_by(s.report.c.n).limit(_PAGE)
    while some := list(connection.scalars(query.where(s.report.c.n > last))):
        yield some
        last = some[-1]


def _of_accounts(connection: Connection, numbers: list[int], held: set[str] | None) -> Iterator[Adrift]:
    columns = (s.report.c.n, s.report.c.id, s.report.c.text)
    reports: dict[int, Any] = {r.n: r for r in connection.execute(select(*columns).where(s.report.c.n.in_(numbers)))}
    rows = lookup.rows_in(connection, s.account, s.account.c.report, numbers)
    for row in sorted(rows, key=lambda r: r.n):
        report = reports[row.report]
        if held is not None and row.id not in held:
            continue
        told = from_json(Engagement, loading.as_amended(row.read)).evidence
        other = list(_other_words(row.id, report.id, told, report.text))
        yield from other
        added = row.id.rpartition("/")[2].startswith("J-")
        if row.local is None and not added and not other:
            yield Adrift(row.id, report.id, Lack.READING, told[0] if told else None)
