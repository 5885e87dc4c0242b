"""Engagements that a person adds to what was read of a report: checked, put in as accounts, taken out again.

The evidence of such an account is the words that the person names, and its source is the judgement: its id is that of
the report, a slash, and that of the judgement. It is in no reading, so a new reading leaves it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, select, update

from communique.errors import BadJudgement
from communique.ledger import adding, amended_spans, amendments, naming, summary
from communique.ledger import schema as s
from communique.ledger.judgements import Judgement, undone
from communique.reading.coding import code
from communique.reading.lexicon import lexicon
from communique.records import Engagement, Evidence, Part, Participant, Status, When

_NEEDED, _OPTIONAL = ("kind", "status", "parties"), ("time", "place")
_SPAN = ("start", "end", "quote")


def account_of(judgement: Judgement) -> str:
    """Return the id of the account that an addition makes."""
    return f"{judgement.subject}/{judgement.id}"


def checked(connection: Connection, judgement: Judgement) -> dict[str, Any]:
    """Return the value of an addition as it is kept: words with their span, parties with their ids.

    Raises:
        BadJudgement: if a part of it is wrong; the place is that part.
        UnknownId: if a party is nobody's name.
    """
    value, report = judgement.value, judgement.subject
    if not isinstance(value, dict) or set(value) - {*_SPAN, *_NEEDED, *_OPTIONAL}:
        remedy = f"Give an object of quote (start, end), {', '.join((*_NEEDED, *_OPTIONAL))}"
        raise BadJudgement(report, "this is no engagement", remedy, place="value")
    kept = {**dict.fromkeys(_OPTIONAL), **value}
    for name in (*_NEEDED, *_OPTIONAL):
        given = naming.parties(connection, kept.get(name)) if name == "parties" else kept.get(name)
        wrong = amendments.refusal(connection, "entry", name, given)
        if wrong:
            raise BadJudgement(report, wrong[0], wrong[1], place=name)
        kept[name] = naming.held(connection, given) if name == "parties" else given
    text = str(connection.scalar(select(s.report.c.text).where(s.report.c.id == report)))
    return {**kept, **_span(report, text, value)}


def _span(report: str, text: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """Where the words stand: as given, else the one place that has them."""
    quote, start, end = (value.get(name) for name in ("quote", "start", "end"))
    if start is not None or end is not None:
        if not (type(start) is int and type(end) is int and 0 <= start < end <= len(text)):
            problem = f"{start!r} to {end!r} is no span of a text of {len(text):,} characters"
            raise BadJudgement(
                report, problem, "Give its first character, from 0, and the one after its last", place="span"
            )
        if quote not in (None, text[start:end]):
            problem = f"the text has {text[start:end][:60]!r} at {start} to {end}, not {str(quote)[:60]!r}"
            raise BadJudgement(report, problem, "Give the words alone, or the span alone", place="span")
        return {"start": start, "end": end, "quote": text[start:end]}
    if not isinstance(quote, str) or not quote.strip():
        raise BadJudgement(
            report, "no words are named that say it", "Give them as they stand in the report", place="words"
        )
    found = [m.start() for m in re.finditer(f"(?={re.escape(quote)})", text)]
    if len(found) != 1:
        several = f"these words stand {len(found)} times in it, at {', '.join(map(str, found[:5]))}"
        problem = several if found else "these words do not stand in it"
        remedy = "Give more of them, or the span" if found else "Give them exactly as they stand there: communique show"
        raise BadJudgement(report, f"{quote[:60]!r}: {problem}", remedy, place="words")
    return {"start": found[0], "end": found[0] + len(quote), "quote": quote}


def apply(connection: Connection, judgement: Judgement) -> None:
    """Put the account in where the addition stands, take it out where it is undone."""
    id = account_of(judgement)
    there = connection.execute(select(s.account).where(s.account.c.id == id)).first()
    stands = judgement.id not in undone(connection)
    if there is not None and not stands:
        connection.execute(delete(s.account).where(s.account.c.n == there.n))
        summary.write_entry(connection, there.entry)
    elif there is None and stands:
        _put(connection, id, judgement)


def _put(connection: Connection, id: str, judgement: Judgement) -> None:
    row = connection.execute(select(s.report.c.n, s.report.c.text).where(s.report.c.id == judgement.subject)).first()
    value = judgement.value
    if row is None or row.text[value["start"] : value["end"]] != value["quote"]:
        return  # its report was forgotten, or another came in its place
    parties = [(_appearance(connection, row.n, x), Part(x["part"])) for x in value["parties"]]
    status = Status(value["status"])
    plover, cameo = code(_sense(value["kind"]), status)
    made = Engagement(
        id=judgement.id,
        kind=value["kind"],
        status=status,
        participants=tuple(Participant(a, part) for a, part in parties if a),
        plover=plover,
        cameo=cameo,
        evidence=(Evidence(value["start"], value["end"], value["quote"]),),
        confidence=1.0,
        why=f"added by {judgement.by} ({judgement.id})",
        time=When(value["time"]) if value["time"] else None,
        place=summary.place_of(value["place"]),
    )
    adding.add_accounts(connection, row.n, [(id, made)], {a: a for a, _ in parties if a}, {})
    connection.execute(update(s.account).where(s.account.c.id == id).values(local=None))
    amended_spans.renew(connection, [id])


def _sense(kind: str) -> Any:
    words = lexicon()
    return words.plain(kind) if kind in words.kinds else next(x for x in words.senses.values() if x.kind == kind)


def _appearance(connection: Connection, report: int, party: Mapping[str, Any]) -> str | None:
    """Return an appearance by which a party is found: one of the report where it has one, else any."""
    actor = amendments.party_of(connection, party)
    c = s.appearance.c
    found = connection.execute(select(c.id, c.report).where(c.actor == actor)).all()
    return min(found, key=lambda r: (r.report != report, r.report, r.id)).id if found else None
