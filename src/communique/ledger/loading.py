"""Rows of the store to the types that the ledger answers with; a handful of queries for any number of entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from communique.errors import UnknownId
from communique.ledger import identity, judgements, lookup, packing
from communique.ledger import schema as s
from communique.ledger.views import (
    Account,
    ActorRef,
    Appearance,
    Aspect,
    Contradiction,
    Entry,
    LedgerActor,
    Office,
    Party,
    ReportRef,
    Review,
)
from communique.records import (
    Actor,
    ActorKind,
    Engagement,
    Evidence,
    Part,
    Place,
    Plover,
    SourcePart,
    Status,
    from_json,
    part_at,
)

AMENDED = "amended"
"""The key, beside those of what was read of an account or a statement, of what people set in its place."""


def as_amended(read: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was read of an account or a statement, as people amended its words."""
    return {**read, **read.get(AMENDED, {})}


_REF = (
    *(s.report.c.n, s.report.c.id, s.report.c.title, s.report.c.published, s.report.c.publisher, s.report.c.url),
    s.report.c.source_group,
)
_REPORT_PARTS = (s.report.c.n, s.report.c.layer["parts"].label("parts"))
_ACTOR_REF = tuple(s.actor.c[x] for x in ("id", "kind", "name", "country", "sectors", "wikidata"))


def report_refs(connection: Connection, numbers: Collection[int]) -> dict[int, ReportRef]:
    """Return reports, as they are cited, by their row numbers."""
    rows = lookup.columns_in(connection, _REF, s.report.c.n, numbers)
    return {r.n: ReportRef(r.id, r.title, r.published, r.publisher, r.url, r.source_group) for r in rows}


def report_parts(connection: Connection, numbers: Collection[int]) -> dict[int, tuple[SourcePart, ...]]:
    """Return the parts of the originals of reports, by row numbers; of those that have any."""
    rows = lookup.columns_in(connection, _REPORT_PARTS, s.report.c.n, numbers)
    return {r.n: packing.unpack_parts(r.parts) for r in rows if r.parts}


def parts_of(parts: Sequence[SourcePart], pieces: Sequence[Evidence]) -> tuple[str | None, ...]:
    """Return the name of the part that each piece of a report stands in; nothing where the report has no parts."""
    return tuple(part_at(parts, piece.start) for piece in pieces) if parts else ()


def actor_refs(connection: Connection, ids: Collection[str]) -> dict[str, ActorRef]:
    """Return actors, as they are cited, by id."""
    rows = lookup.columns_in(connection, _ACTOR_REF, s.actor.c.id, ids)
    return {r.id: ActorRef(r.id, ActorKind(r.kind), r.name, r.country, tuple(r.sectors), r.wikidata) for r in rows}


def appearances(connection: Connection, where: ColumnElement[bool]) -> list[Appearance]:
    """Return the appearances that ``where`` selects, by id."""
    rows = connection.execute(select(s.appearance).where(where).order_by(s.appearance.c.id)).all()
    refs = report_refs(connection, [r.report for r in rows])
    return [_appearance(r, refs[r.report]) for r in rows]


def _appearance(row: Row[Any], ref: ReportRef) -> Appearance:
    read = from_json(Actor, row.read)
    return Appearance(
        row.id,
        ref,
        read.kind,
        read.name,
        read.country,
        read.aliases,
        read.roles,
        read.sectors,
        read.wikidata,
        row.actor,
    )


def accounts(connection: Connection, where: ColumnElement[bool]) -> list[Account]:
    """Return the accounts that ``where`` selects, in the order of their rows."""
    rows = connection.execute(select(s.account).where(where).order_by(s.account.c.n)).all()
    return _accounts(connection, rows, report_parts(connection, [r.report for r in rows]))


def told(connection: Connection, numbers: Collection[int]) -> dict[int, list[Account]]:
    """Return the accounts of each of these entries (by row number), in the order they are told.

    They are without the parts of the originals in which they stand, which nothing is computed from.
    """
    rows = sorted(lookup.rows_in(connection, s.account, s.account.c.entry, numbers), key=lambda r: r.n)
    out: dict[int, list[Account]] = defaultdict(list)
    for row, account in zip(rows, _accounts(connection, rows, {}), strict=True):
        out[row.entry].append(account)
    for several in out.values():
        several.sort(key=told_order)
    return out


def actors_of(connection: Connection, ids: Collection[str]) -> dict[str, ActorRef]:
    """Return the actors that these appearances (by id) are of, by the ids of the appearances."""
    columns = (s.appearance.c.id, s.appearance.c.actor)
    of = {r.id: r.actor for r in lookup.columns_in(connection, columns, s.appearance.c.id, ids)}
    known = actor_refs(connection, list(of.values()))
    return {id: known[actor] for id, actor in of.items()}


def _accounts(
    connection: Connection, rows: Sequence[Row[Any]], parts: Mapping[int, Sequence[SourcePart]]
) -> list[Account]:
    refs = report_refs(connection, [r.report for r in rows])
    parties = lookup.rows_in(connection, s.account_party, s.account_party.c.account, [r.n for r in rows])
    seen = {p.appearance for p in parties} | {r.voice for r in rows if r.voice}
    actors = actors_of(connection, seen)
    by_account: dict[int, list[Party]] = defaultdict(list)
    for p in sorted(parties, key=lambda p: (p.account, p.place)):
        by_account[p.account].append(Party(actors[p.appearance], Part(p.part)))
    ids = entry_ids(connection, [r.entry for r in rows if r.entry])
    return [
        replace(
            account_of(
                r.id, refs[r.report], from_json(Engagement, as_amended(r.read)), r.about, parts.get(r.report, ())
            ),
            parties=tuple(by_account[r.n]),
            voice=actors[r.voice] if r.voice else None,
            entry=ids.get(r.entry),
        )
        for r in rows
    ]


def entry_ids(connection: Connection, numbers: Collection[int]) -> dict[int, str]:
    """Return the ids of entries by their row numbers."""
    return {r.n: r.id for r in lookup.columns_in(connection, (s.entry.c.n, s.entry.c.id), s.entry.c.n, numbers)}


def account_of(
    id: str, ref: ReportRef, e: Engagement, about: Sequence[str], parts: Sequence[SourcePart] = ()
) -> Account:
    """Return an engagement as an account, without who takes part, its voice and its entry."""
    return Account(
        id=id,
        report=ref,
        kind=e.kind,
        status=e.status,
        parties=(),
        plover=e.plover,
        cameo=e.cameo,
        evidence=e.evidence,
        confidence=e.confidence,
        why=e.why,
        time=e.time,
        place=e.place,
        about=tuple(about),
        sentence=e.sentence,
        parts=parts_of(parts, e.evidence),
    )


def entries(connection: Connection, numbers: Sequence[int]) -> list[Entry]:
    """Return the entries of these row numbers, in this order."""
    rows = {r.n: r for r in lookup.rows_in(connection, s.entry, s.entry.c.n, numbers)}
    told: dict[str, list[Account]] = defaultdict(list)
    for some in lookup.portions(sorted(rows)):
        for account in accounts(connection, s.account.c.entry.in_(some)):
            told[account.entry or ""].append(account)
    parties = _entry_parties(connection, list(rows))
    about = _about(connection, list(rows))
    last = judgements.last_on(connection, [a.id for several in told.values() for a in several])
    made = (
        _entry(rows[n], tuple(parties[n]), tuple(about[n]), tuple(sorted(told[rows[n].id], key=told_order)))
        for n in numbers
        if n in rows
    )
    return [replace(x, judged=max((last.get(a.id, 0) for a in x.accounts), default=0)) for x in made]


def each(connection: Connection, numbers: Sequence[int]) -> Iterator[Entry]:
    """Yield the entries of these row numbers, in this order, some at a time."""
    for some in lookup.portions(numbers):
        yield from entries(connection, some)


def entry(connection: Connection, id: str) -> Entry:
    """Return an entry by its id, an id that it once had, or that of one of its accounts.

    Raises:
        UnknownId: if there is none.
    """
    number = entry_number(connection, id)
    if number is None:
        raise UnknownId(id, "there is no entry of this id", "Search for it: communique search")
    return entries(connection, [number])[0]


def entry_number(connection: Connection, id: str) -> int | None:
    """Return the row number of an entry by its id, an id that it once had, or that of one of its accounts."""
    if judgements.is_member(id):
        return connection.scalar(select(s.account.c.entry).where(s.account.c.id == id))
    return connection.scalar(select(s.entry.c.n).where(s.entry.c.id == identity.current_id(connection, id)))


def told_order(account: Account) -> tuple[str, str]:
    """Order of accounts: by the day of their report, then by id."""
    return account.report.published or "", account.id


def _entry_parties(connection: Connection, numbers: Collection[int]) -> dict[int, list[Party]]:
    rows = lookup.rows_in(connection, s.entry_party, s.entry_party.c.entry, numbers)
    known = actor_refs(connection, [r.actor for r in rows])
    out: dict[int, list[Party]] = defaultdict(list)
    for r in sorted(rows, key=lambda r: (r.entry, r.place)):
        out[r.entry].append(Party(known[r.actor], Part(r.part)))
    return out


def _about(connection: Connection, numbers: Collection[int]) -> dict[int, list[str]]:
    rows = lookup.rows_in(connection, s.entry_about, s.entry_about.c.entry, numbers)
    ids = entry_ids(connection, [r.about for r in rows])
    out: dict[int, list[str]] = defaultdict(list)
    for r in sorted(rows, key=lambda r: (r.entry, r.about)):
        out[r.entry].append(ids[r.about])
    return out


def _entry(r: Row[Any], parties: tuple[Party, ...], about: tuple[str, ...], told: tuple[Account, ...]) -> Entry:
    return Entry(
        id=r.id,
        kind=r.kind,
        status=Status(r.status),
        parties=parties,
        plover=Plover(r.plover, r.mode, r.context),
        cameo=r.cameo,
        time=r.time,
        earliest=r.earliest,
        latest=r.latest,
        place=Place(r.place, r.place_country, r.lat, r.lon, r.geonames) if r.place else None,
        about=about,
        accounts=told,
        sources=r.sources,
        confidence=r.confidence,
        contradictions=tuple(
            Contradiction(Aspect(c["aspect"]), tuple((v, tuple(ids)) for v, ids in c["values"]))
            for c in r.contradictions
        ),
        review=Review(r.review),
        amended=tuple(r.amended),
    )


def ledger_actor(connection: Connection, row: Row[Any]) -> LedgerActor:
    """Return the actor of a row, with the ids of its appearances."""
    query = select(s.appearance.c.id).where(s.appearance.c.actor == row.id).order_by(s.appearance.c.id)
    ids = tuple(connection.scalars(query))
    return LedgerActor(
        id=row.id,
        kind=ActorKind(row.kind),
        name=row.name,
        country=row.country,
        names=tuple(row.names),
        offices=tuple(from_json(Office, o) for o in row.offices),
        sectors=tuple(row.sectors),
        wikidata=row.wikidata,
        appearances=ids,
        judged=max(judgements.last_on(connection, ids).values(), default=0),
    )


def one_actor(connection: Connection, id: str) -> Row[Any] | None:
    """Return the row of an actor, ``None`` where there is none of this id."""
    return connection.execute(select(s.actor).where(s.actor.c.id == id)).first()
