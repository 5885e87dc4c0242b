"""Words of a report that a person names in place of those that were read: evidence of an account, parts of a statement.

They are given by their characters (``120-164``) and kept with the words, which have to stand there. What was read stays
beside them in its row, under its own names; what was set is under ``amended``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Row, select, update

from communique.errors import BadJudgement
from communique.ledger import adding, judgements, loading, lookup
from communique.ledger import schema as s
from communique.ledger.judgements import Judgement, Verdict
from communique.records import Engagement, Evidence, Record, as_json, from_json

EVIDENCE = "evidence"
"""The one field of an account that can be amended."""
_REMEDY = "Give START-END, its first character, from 0, and the one after its last; of several with a comma between"
_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")


def checked(judgement: Judgement, text: str, value: Any, *, several: bool = True) -> list[dict[str, Any]]:
    """Return the spans that a value names, in their order and with their words, as they are kept.

    Raises:
        BadJudgement: if it names none, or one that is not in the text.
    """
    given = _given(value)
    if not given or (len(given) > 1 and not several):
        problem = f"{value!r} is no span of the text" if several or not given else f"{value!r} is more than one span"
        raise BadJudgement(judgement.subject, problem, _REMEDY, place=_place(judgement))
    found = sorted((_span(judgement, text, x) for x in given), key=lambda e: e.start)
    for one, other in pairwise(found):
        if one.end > other.start:
            problem = f"{one.start}-{one.end} and {other.start}-{other.end} overlap"
            raise BadJudgement(judgement.subject, problem, _REMEDY, place=_place(judgement))
    return [as_json(e) for e in found]


def _place(judgement: Judgement) -> str:
    return f"value of {judgement.field}"


def _given(value: Any) -> list[tuple[Any, Any, Any]] | None:
    """The starts, ends and words of a value: a text, a list of pairs, or spans as they are kept."""
    if isinstance(value, str):
        matches = [_SPAN.fullmatch(x) for x in re.split(r"\s*[,;]\s*|\s+", value.strip())]
        return [(int(m[1]), int(m[2]), None) for m in matches if m] if all(matches) else None
    pieces = [value] if isinstance(value, dict) else value
    if not isinstance(pieces, list):
        return None
    found: list[tuple[Any, Any, Any]] = []
    for piece in pieces:
        if isinstance(piece, dict) and {"start", "end"} <= set(piece) <= {"start", "end", "quote"}:
            found.append((piece["start"], piece["end"], piece.get("quote")))
        elif isinstance(piece, list) and len(piece) == 2:
            found.append((*piece, None))
        else:
            return None
    return found


def _span(judgement: Judgement, text: str, given: tuple[Any, Any, Any]) -> Evidence:
    start, end, words = given
    if not (type(start) is int and type(end) is int and 0 <= start < end <= len(text)):
        problem = f"{start!r}-{end!r} is no span of a text of {len(text):,} characters"
        raise BadJudgement(judgement.subject, problem, _REMEDY, place=_place(judgement))
    there = text[start:end]
    if words not in (None, there):
        problem = f"the text has {there[:60]!r} at {start}-{end}, not {str(words)[:60]!r}"
        raise BadJudgement(judgement.subject, problem, "Give the span alone", place=_place(judgement))
    if not there.strip():
        raise BadJudgement(judgement.subject, f"there is no word at {start}-{end}", _REMEDY, place=_place(judgement))
    return Evidence(start, end, there)


def of_account(connection: Connection, judgement: Judgement) -> list[dict[str, Any]]:
    """Return the evidence that an amendment of an account names, as it is kept.

    Raises:
        BadJudgement: if it names none, or what is not in the report's text.
    """
    query = select(s.report.c.text).join(s.account, s.account.c.report == s.report.c.n)
    text = connection.scalar(query.where(s.account.c.id == judgement.subject))
    return checked(judgement, str(text or ""), judgement.value)


def stands(text: str, spans: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the words of all spans are in a text where they are said to be."""
    return all(text[x["start"] : x["end"]] == x["quote"] for x in spans)


def renew(connection: Connection, ids: Collection[str]) -> None:
    """Bring accounts to the evidence that people set, or to that which was read where none stands."""
    said = {
        j.anchor: j.value
        for j in judgements.of_members(connection, ids)
        if j.verdict is Verdict.AMEND and j.field == EVIDENCE
    }
    for row in lookup.rows_in(connection, s.account, s.account.c.id, ids):
        read = {name: value for name, value in row.read.items() if name != loading.AMENDED}
        report = connection.execute(select(s.report.c.text, s.report.c.title).where(s.report.c.n == row.report)).one()
        spans = said.get(row.id)
        if spans is not None and stands(report.text, spans):
            sentence = read.get("sentence")
            whole = sentence if sentence and all(x["quote"] in sentence for x in spans) else None
            read[loading.AMENDED] = {"evidence": spans, "sentence": whole}
        if read != row.read:
            told = from_json(Engagement, loading.as_amended(read))
            passage = adding.passage(told, _names(connection, row.n), report.title)
            connection.execute(update(s.account).where(s.account.c.n == row.n).values(read=read, passage=passage))


def amended(connection: Connection, row: Row[Any], record: Record) -> Record:
    """Return a report's record with the evidence of its engagements as people amended it."""
    mine = lookup.rows_in(connection, s.account, s.account.c.report, [row.n])
    read = {r.local: loading.as_amended(r.read) for r in mine if r.local and loading.AMENDED in r.read}
    told = (
        replace(
            e,
            evidence=tuple(from_json(Evidence, x) for x in read[e.id]["evidence"]),
            sentence=read[e.id]["sentence"],
        )
        if e.id in read
        else e
        for e in record.engagements
    )
    return replace(record, engagements=tuple(told)) if read else record


def _names(connection: Connection, account: int) -> list[str]:
    party = s.account_party.c
    query = select(s.appearance.c.name).join(s.account_party, party.appearance == s.appearance.c.id)
    return list(connection.scalars(query.where(party.account == account).order_by(party.place)))
