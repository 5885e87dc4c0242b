"""Statements as people amended them: who said it, to whom, of what kind it is, and which words of the report it is.

An amendment keeps which characters were said and finds the statement by them, also in another ledger, or where the
report was read anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, select, update

from communique.errors import BadJudgement
from communique.ledger import amended_spans, amendments, judgements, loading, lookup, naming, packing, sayings
from communique.ledger import schema as s
from communique.ledger.judgements import Judgement
from communique.records import Actor, Evidence, Record, Span, Statement, StatementKind, as_json, from_json

FIELDS = ("speaker", "addressee", "kind", "content", "cue", "source")
_WORDS = ("content", "cue", "source")
"""Fields that are words of the report; the content may be several pieces, and the others none."""


def find(connection: Connection, id: str) -> tuple[Row[Any], Statement] | None:
    """Return the report's row and the statement of an id (``denmark-call/s3``), ``None`` where there is none."""
    there = connection.execute(select(s.statement.c.report, s.statement.c.local).where(s.statement.c.id == id)).first()
    if there is None:
        return None
    row = connection.execute(select(s.report).where(s.report.c.n == there.report)).one()
    return next(((row, x) for x in packing.unpack_record(row).statements if x.id == there.local), None)


def checked(connection: Connection, judgement: Judgement) -> tuple[str, dict[str, Any]]:
    """Return the report of an amended statement and the value as it is kept.

    Raises:
        BadJudgement: if there is no such field, or the value is none of its.
        UnknownId: if the speaker or addressee is nobody's name.
    """
    found = find(connection, judgement.subject)
    report = judgement.subject.rpartition("/")[0]
    if judgement.field not in FIELDS:
        problem, remedy = f"{judgement.field!r} is no field that can be amended", f"Fields are {', '.join(FIELDS)}"
        raise BadJudgement(judgement.subject, problem, remedy, place="field")
    given, content = judgement.value, None
    value = given
    if isinstance(given, dict) and "is" in given:  # as it was kept
        value, content = given["is"], given.get("content")
    if content is None:
        content = [[x.start, x.end] for x in found[1].content] if found else []
    if not isinstance(content, list) or not all(_is_span(x) for x in content):
        raise BadJudgement(
            judgement.subject, f"{content!r} is no list of spans", "Leave it as it was exported", place="value"
        )
    return report, {"is": _value(connection, judgement, value), "content": content}


def _is_span(given: Any) -> bool:
    return (
        isinstance(given, list) and len(given) == 2 and all(type(x) is int for x in given) and 0 <= given[0] <= given[1]
    )


def _value(connection: Connection, judgement: Judgement, value: Any) -> Any:
    place = f"value of {judgement.field}"
    if judgement.field in _WORDS:
        return _words(connection, judgement, value)
    if judgement.field == "kind":
        if value not in list(StatementKind):
            problem, remedy = f"{value!r} is no kind of statement", f"Give one of {', '.join(StatementKind)}"
            raise BadJudgement(judgement.subject, problem, remedy, place=place)
        return value
    if value is None:
        return None
    if isinstance(value, str):
        value = {"actor": naming.actor(connection, value)}
    if not isinstance(value, dict) or amendments.party_of(connection, {"actor": None, **value}) is None:
        raise BadJudgement(judgement.subject, f"{value!r} is no actor", "Give a name, an id, or null", place=place)
    (held,) = naming.held(connection, [{**value, "part": "initiator"}])
    return {"actor": held["actor"], "anchor": held["anchor"]}


def _words(connection: Connection, judgement: Judgement, value: Any) -> Any:
    """The spans that a field is set to, as they are kept: of the content a list, of others one, or none."""
    if value is None and judgement.field != "content":
        return None
    report = judgement.subject.rpartition("/")[0]
    text = str(connection.scalar(select(s.report.c.text).where(s.report.c.id == report)))
    found = amended_spans.checked(judgement, text, value, several=judgement.field == "content")
    return found if judgement.field == "content" else found[0]


def amended(connection: Connection, row: Row[Any], record: Record) -> Record:
    """Return a report's record with its statements as people amended them, and who they named among the actors."""
    judged = [j for j in judgements.of_members(connection, [row.id]) if j.field in FIELDS and j.subject != row.id]
    if not judged:
        return record
    statements = {x.id: x for x in record.statements}
    actors = {a.id: a for a in record.actors}
    locals_ = _locals(connection, row)
    for judgement in judged:
        told, given = _nearest(record.statements, judgement.value["content"]), judgement.value["is"]
        if told is None or (judgement.field in _WORDS and not amended_spans.stands(row.text, _listed(given))):
            continue
        if judgement.field in _WORDS:
            value: Any = _pieces(given)
        else:
            value = StatementKind(given) if judgement.field == "kind" else _actor(connection, given, locals_, actors)
        changed: dict[str, Any] = {str(judgement.field): value}
        statements[told.id] = replace(statements[told.id], **changed)
    return replace(record, statements=tuple(statements.values()), actors=tuple(actors.values()))


def _listed(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [given] if given else []


def _pieces(given: Any) -> Any:
    """Words as a statement has them: several pieces, one, or none."""
    found = tuple(from_json(Evidence, x) for x in _listed(given))
    return found if isinstance(given, list) else found[0] if found else None


def renew(connection: Connection, id: str) -> None:
    """Bring the rows of a report's statements to what people set of them; none there is, nothing is done."""
    row = connection.execute(select(s.report).where(s.report.c.id == id)).first()
    if row is None:
        return
    seen = {local: actor for actor, local in _locals(connection, row).items()}
    mine = {r.actor: r.id for r in lookup.rows_in(connection, s.appearance, s.appearance.c.report, [row.n])}

    def appearance(actor: str | None) -> str | None:
        of = seen.get(actor or "", actor)
        first = select(s.appearance.c.id).where(s.appearance.c.actor == of).order_by(s.appearance.c.id)
        return None if of is None else mine.get(of) or connection.scalar(first.limit(1))

    record = packing.unpack_record(row)
    there = {r.local: r for r in lookup.rows_in(connection, s.statement, s.statement.c.report, [row.n])}
    before = {x.id: x for x in record.statements}
    for told in amended(connection, row, record).statements:
        values: dict[str, Any] = {
            "kind": told.kind.value,
            "speaker": appearance(told.speaker),
            "addressee": appearance(told.addressee),
        }
        read = _with_words(before[told.id], told)
        if told.id in there and there[told.id].read != read:
            name = connection.scalar(select(s.appearance.c.name).where(s.appearance.c.id == values["speaker"]))
            values |= {"read": read, "passage": sayings.passage(told, name or "", row.title)}
        mine_ = (s.statement.c.report == row.n, s.statement.c.local == told.id)
        connection.execute(update(s.statement).where(*mine_).values(**values))


def _with_words(was: Statement, told: Statement) -> dict[str, Any]:
    """What was read of a statement, with the words that people set beside it."""
    words = {name: as_json(getattr(told, name)) for name in _WORDS if getattr(told, name) != getattr(was, name)}
    return {**as_json(was), **({loading.AMENDED: words} if words else {})}


def _locals(connection: Connection, row: Row[Any]) -> dict[str, str]:
    """Ids in the record of a report's actors, by those in the ledger."""
    c = s.appearance.c
    rows = connection.execute(select(c.actor, c.local).where(c.report == row.n, c.local.is_not(None)))
    return {r.actor: r.local for r in rows}


def _actor(
    connection: Connection, given: Mapping[str, Any] | None, locals_: Mapping[str, str], actors: dict[str, Actor]
) -> str | None:
    """The id in the record of a speaker or addressee; one who is not in the report is added to its actors."""
    id = given and amendments.party_of(connection, given)
    if not id:
        return None
    if id in locals_:
        return locals_[id]
    found = connection.execute(
        select(s.appearance).where(s.appearance.c.actor == id).order_by(s.appearance.c.id)
    ).first()
    if found is not None:
        actors[id] = replace(from_json(Actor, found.read), id=id, roles=(), mentions=())
    return id


def _nearest(statements: Sequence[Statement], content: Sequence[Sequence[int]]) -> Statement | None:
    """The statement that has most of these characters, and half of them at least."""
    wanted = {i for a, b in content for i in range(a, b)}
    scored = [(len(wanted & _characters(x.content)), -n, x) for n, x in enumerate(statements)]
    best = max(scored, key=lambda x: x[:2], default=None)
    return best[2] if best is not None and wanted and 2 * best[0] >= len(wanted) else None


def _characters(spans: Sequence[Span]) -> set[int]:
    return {i for x in spans for i in range(x.start, x.end)}
