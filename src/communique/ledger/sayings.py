"""Statements: how they are stored with their report, what is asked of them, and how they are answered.

A statement is one report's: statements of several reports are never joined. Who spoke, to whom and of whom are the
ledger's actors, by the appearances that the reading names, so that what people judge of actors holds here too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, func, insert, or_, select, tuple_

from communique.errors import UnknownId
from communique.ledger import identity, judgements, loading, lookup
from communique.ledger import schema as s
from communique.ledger.filters import ReportFilter, reports_from
from communique.ledger.fulltext import folded
from communique.ledger.order import Others, cursor
from communique.ledger.sides import beginning_so, is_country, is_id, several, sides_named
from communique.ledger.views import ActorRef, Regard, ReportRef, Saying
from communique.ledger.when import Relation, of_day
from communique.ledger.wordsearch import matching
from communique.reading.asked import country_code, since_until, window
from communique.records import About, Force, Stance, Statement, StatementKind, as_json, from_json


@dataclass(frozen=True, slots=True)
class SaidQuery:
    """What statements are asked for. All that is given must hold.

    ``by`` is who spoke and ``to`` to whom: an id, a name or a country. ``about`` is one of these whom the words speak
    of, or the id of an entry or an account. ``countries`` take part: one of theirs speaks or is spoken to. ``time`` is
    EDTF; ``relation`` is how the day of the report stands to it; ``since`` and ``until`` are the first and the last
    time (EDTF) of that day. ``sources`` are publishers or sites, of one of which the report is, ``publishers`` whole
    names of publishers, ``languages`` the codes of languages; ``report_day`` (EDTF) is its day too.
    ``words`` is a search by words (``fulltext``).

    ``limit`` and ``offset`` give a page; ``after``, which a page before gave (``ledger.pieces``), goes on there.
    """

    words: str | None = None
    by: str | None = None
    to: str | None = None
    about: str | None = None
    kinds: tuple[StatementKind, ...] = ()
    forces: tuple[Force, ...] = ()
    time: str | None = None
    relation: Relation = Relation.OVERLAPS
    newest_first: bool = False
    limit: int | None = None
    offset: int = 0
    countries: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    sources: tuple[str, ...] = ()
    report_day: str | None = None
    publishers: tuple[str, ...] = ()
    after: str | None = None
    languages: tuple[str, ...] = ()

    @property
    def of_report(self) -> ReportFilter:
        """What is asked of the reports."""
        return ReportFilter(self.sources, self.report_day, self.publishers, self.languages)


# in


def add(
    connection: Connection,
    report: int,
    items: Sequence[tuple[str, Statement]],
    appearances: Mapping[str, str],
    accounts: Mapping[str, str],
) -> None:
    """Add the statements of a report (by row number) under the ids given.

    ``appearances`` and ``accounts`` have the ids of appearances and accounts by those of the record.
    """
    if not items:
        return
    ref = loading.report_refs(connection, [report])[report]
    query = select(s.appearance.c.id, s.appearance.c.name).where(s.appearance.c.report == report)
    names = {r.id: r.name for r in connection.execute(query)}
    told = select(s.account.c.id, s.account.c.n).where(s.account.c.report == report)
    numbers = {r.id: r.n for r in connection.execute(told)}
    given = identity.all_inserted(connection, s.statement, rows_of(report, ref, items, appearances, names))
    for table, beneath in rows_beneath(zip(given, items, strict=True), appearances, accounts, numbers).items():
        if beneath:
            connection.execute(insert(table), beneath)


def rows_of(
    report: int, ref: ReportRef, items: Sequence[tuple[str, Statement]], appearances: Mapping[str, str],
    names: Mapping[str, str],
) -> list[dict[str, Any]]:  # fmt: skip
    """Return the rows of statements, without their numbers; ``names`` are those of appearances by id."""
    day, title = ref.published or "", ref.title
    return [{"id": id, "report": report, "day": day, **_row(x, appearances, names, title)} for id, x in items]


def _row(x: Statement, appearances: Mapping[str, str], names: Mapping[str, str], title: str | None) -> dict[str, Any]:
    speaker = appearances[x.speaker] if x.speaker else None
    return {
        "local": x.id,
        "kind": x.kind.value,
        "force": x.force.value,
        "speaker": speaker,
        "addressee": appearances[x.addressee] if x.addressee else None,
        "read": as_json(x),
        "passage": passage(x, names.get(speaker or "", ""), title),
    }


def rows_beneath(
    items: Iterable[tuple[int, tuple[str, Statement]]], appearances: Mapping[str, str], accounts: Mapping[str, str],
    numbers: Mapping[str, int],
) -> dict[Table, list[dict[str, Any]]]:  # fmt: skip
    """Return what statements, by row number, speak of: accounts, whose ``numbers`` are by id, and appearances."""
    found: dict[Table, list[dict[str, Any]]] = {s.statement_about: [], s.statement_toward: []}
    for number, (_, x) in items:
        of = {numbers[accounts[a.engagement]]: a.stance.value for a in x.about if a.engagement in accounts}
        found[s.statement_about] += [{"statement": number, "account": n, "stance": y} for n, y in of.items()]
        whom = {appearances[t.actor]: t.stance.value for t in x.toward}
        found[s.statement_toward] += [{"statement": number, "appearance": a, "stance": y} for a, y in whom.items()]
    return found


def passage(statement: Statement, speaker: str, title: str | None) -> str:
    """Return the folded text by which a statement is found."""
    return folded(" ".join([*(e.quote for e in statement.content), speaker, title or ""]))


# asked


def numbers(connection: Connection, query: SaidQuery) -> Iterator[int]:
    """Yield the row numbers of the statements asked for, in order.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if a name or an id in it is nobody's.
    """
    for row in connection.execute(asked(connection, query)):
        yield int(row.n)


def asked(connection: Connection, query: SaidQuery) -> Select[tuple[int, str]]:
    """Return the statement that selects the row numbers (``n``) of the statements asked for, and their days (``key``).

    They are in order; raises likewise.
    """
    c = s.statement.c
    found = _asked(connection, query).add_columns(c.day.label("key"))
    if query.after is not None:
        last = cursor(query.after, Others.STATEMENTS, query.newest_first)
        here, there = tuple_(c.day, c.n), tuple_(last.key, last.number)
        found = found.where(here < there if query.newest_first else here > there)
    order = (c.day.desc(), c.n.desc()) if query.newest_first else (c.day, c.n)
    found = found.order_by(*order).offset(query.offset or None)
    return found.limit(query.limit) if query.limit is not None else found


def count(connection: Connection, query: SaidQuery, most: int | None = None) -> int:
    """Return how many statements a query finds, its page aside; no more than ``most`` are counted."""
    found = _asked(connection, replace(query, limit=None, offset=0)).limit(most).subquery()
    return int(connection.scalar(select(func.count()).select_from(found)) or 0)


def _asked(connection: Connection, query: SaidQuery) -> Select[tuple[int]]:
    c = s.statement.c
    where: list[ColumnElement[bool]] = []
    if query.by:
        where.append(c.speaker.in_(_appearances(connection, query.by)))
    if query.to:
        where.append(c.addressee.in_(_appearances(connection, query.to)))
    if query.about:
        where.append(c.n.in_(_speaking_of(connection, query.about)))
    if query.kinds:
        where.append(c.kind.in_([x.value for x in query.kinds]))
    if query.forces:
        where.append(c.force.in_([x.value for x in query.forces]))
    if query.time:
        where.append(of_day(query.relation, window(query.time), c.day))
    if between := since_until(query.since, query.until):
        where.append(of_day(Relation.OVERLAPS, between, c.day))
    if query.countries:
        of = _of_countries([country_code(x) for x in query.countries])
        where.append(or_(c.speaker.in_(of), c.addressee.in_(of)))
    if query.of_report:
        where.append(c.report.in_(select(s.report.c.n).where(reports_from(connection, query.of_report))))
    if query.words:
        where.append(c.n.in_(matching(connection, "statement", query.words)))
    return select(c.n).where(*where)


def _of_countries(codes: Sequence[str]) -> Select[tuple[str]]:
    """The appearances of all who act for these countries."""
    c = s.appearance.c
    return select(c.id).join(s.actor, s.actor.c.id == c.actor).where(s.actor.c.country.in_(codes))


def _appearances(connection: Connection, name: str) -> Select[tuple[str]]:
    """The appearances of whoever a name, an id or a country's code means."""
    sides = sides_named(connection, name)
    if is_country(name):
        return _of_countries(sides)
    return select(s.appearance.c.id).where(s.appearance.c.actor.in_(sides))


def _speaking_of(connection: Connection, what: str) -> Select[tuple[int]]:
    """The statements that speak of an entry or an account, by its id, or else of an actor."""
    about, account = s.statement_about.c, s.account.c
    if what.startswith(f"{identity.ENTRY}-"):
        entry = _entry_number(connection, what)
        condition = account.entry == entry
    elif judgements.is_member(what) and what.rpartition("/")[2].startswith("e"):
        entry = connection.scalar(select(account.n).where(account.id == what))
        condition = account.n == entry
    else:
        toward = s.statement_toward.c
        return select(toward.statement).where(toward.appearance.in_(_appearances(connection, what)))
    if entry is None:
        raise UnknownId(what, "there is no engagement of this id", "Search for it: communique search")
    return select(about.statement).join(s.account, account.n == about.account).where(condition)


def _entry_number(connection: Connection, id: str) -> int | None:
    """The row number of an entry by its id, one that it once had, or the beginning of one."""
    now, c = identity.current_id(connection, id), s.entry.c
    number = connection.scalar(select(c.n).where(c.id == now))
    begun = beginning_so(connection, c.id, id) if number is None and is_id(id) else ()
    if len(begun) > 1:
        raise several(id, begun, "Give more of the id")
    return connection.scalar(select(c.n).where(c.id == begun[0])) if begun else number


# out


def load(connection: Connection, found: Sequence[int]) -> list[Saying]:
    """Return the statements of these row numbers, in this order."""
    rows = {r.n: r for r in lookup.rows_in(connection, s.statement, s.statement.c.n, found)}
    refs = loading.report_refs(connection, [r.report for r in rows.values()])
    toward = lookup.rows_in(connection, s.statement_toward, s.statement_toward.c.statement, rows)
    seen = {t.appearance for t in toward} | {x for r in rows.values() for x in (r.speaker, r.addressee) if x}
    of = {a.id: a.actor for a in lookup.rows_in(connection, s.appearance, s.appearance.c.id, seen)}
    known = loading.actor_refs(connection, list(of.values()))
    actors = {appearance: known[actor] for appearance, actor in of.items()}
    whom: dict[int, dict[str, Regard]] = defaultdict(dict)
    for t in sorted(toward, key=lambda t: (t.statement, t.appearance)):
        actor = actors[t.appearance]
        whom[t.statement].setdefault(actor.id, Regard(actor, Stance(t.stance)))
    about = _about(connection, list(rows))
    parts = loading.report_parts(connection, [r.report for r in rows.values()])
    made = {
        n: _saying(r, refs[r.report], actors, tuple(about[n].values()), tuple(whom[n].values()))
        for n, r in rows.items()
    }
    placed = {n: loading.parts_of(parts.get(rows[n].report, ()), saying.content) for n, saying in made.items()}
    last = judgements.last_on(connection, [r.id for r in rows.values()], [x.id for x in refs.values()])
    return [replace(made[n], parts=placed[n], judged=last.get(made[n].id, 0)) for n in found if n in rows]


def _about(connection: Connection, found: Sequence[int]) -> dict[int, dict[str, About]]:
    rows = lookup.rows_in(connection, s.statement_about, s.statement_about.c.statement, found)
    accounts = lookup.rows_in(connection, s.account, s.account.c.n, [r.account for r in rows])
    entries = lookup.rows_in(connection, s.entry, s.entry.c.n, [a.entry for a in accounts if a.entry])
    ids = {e.n: e.id for e in entries}
    of = {a.n: ids[a.entry] for a in accounts if a.entry in ids}
    out: dict[int, dict[str, About]] = defaultdict(dict)
    for r in sorted((r for r in rows if r.account in of), key=lambda r: (r.statement, r.account)):
        out[r.statement].setdefault(of[r.account], About(of[r.account], Stance(r.stance)))
    return out


def _saying(
    row: Row[Any],
    ref: ReportRef,
    actors: Mapping[str, ActorRef],
    about: tuple[About, ...],
    toward: tuple[Regard, ...],
) -> Saying:
    x = from_json(Statement, loading.as_amended(row.read))
    return Saying(
        id=row.id,
        report=ref,
        kind=StatementKind(row.kind),
        force=x.force,
        content=x.content,
        speaker=actors.get(row.speaker),
        source=x.source,
        cue=x.cue,
        addressee=actors.get(row.addressee),
        about=about,
        toward=toward,
    )
