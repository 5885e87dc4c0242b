"""One report into the ledger: its row, its appearances and accounts, and what they are taken for; all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, insert, select, update

from communique.errors import ReportConflict
from communique.intake import Report
from communique.intake.rows.report import is_row
from communique.ledger import filling, grouping, identity, loading, lookup, packing, placing, sayings, summary
from communique.ledger import schema as s
from communique.ledger.fulltext import folded
from communique.ledger.resolution import copies, engagements
from communique.ledger.views import Account, ActorRef, Appearance, Party, ReportRef
from communique.records import Actor, Engagement, Record, as_json


def present(connection: Connection, report: Report) -> bool:
    """Whether a report is in the ledger already, with the same bytes.

    Raises:
        ReportConflict: if its id is, with other bytes.
    """
    there = connection.execute(select(s.report.c.sha256).where(s.report.c.id == report.info.id)).first()
    if there is None:
        return False
    if there.sha256 != report.info.sha256:
        problem = "a report of this id is in the ledger with other contents"
        raise ReportConflict(report.info.id, problem, "Give the new version an id of its own")
    return True


def add(connection: Connection, report: Report, record: Record, reader: str) -> bool:
    """Add a report with its record, as ``reader`` (a version) read it; return false where it is there already.

    Raises:
        ReportConflict: if its id is in the ledger with other bytes.
    """
    if present(connection, report):
        return False
    used = used_before(connection, record)
    ids = _ids(report.info.id, "a", used, [a.id for a in record.actors])
    told = _ids(report.info.id, "e", used, [e.id for e in record.engagements])
    said = _ids(report.info.id, "s", used, [x.id for x in record.statements])
    highest = {"a": used["a"] + len(ids), "e": used["e"] + len(told), "s": used["s"] + len(said)}
    number = add_report(connection, report, record, reader, highest)
    add_appearances(connection, number, [(ids[a.id], a) for a in record.actors])
    rivals = placing.put_actors_in_place(connection, number)
    joined = add_accounts(connection, number, [(told[e.id], e) for e in record.engagements], ids, told)
    placing.put_in_place(connection, number, None if joined else rivals)
    sayings.add(connection, number, [(said[x.id], x) for x in record.statements], ids, told)
    for table, lasting in ((s.appearance, ids), (s.account, told)):
        for local, id in lasting.items():
            if id.rpartition("/")[2] != local:
                connection.execute(update(table).where(table.c.id == id).values(local=local))
    return True


_NONE_USED: Mapping[str, int] = dict.fromkeys("aes", 0)


def used_before(connection: Connection, record: Record) -> Mapping[str, int]:
    """Return the numbers that a report of this id had when it was forgotten, none where it is read as it was then."""
    c = s.change.c
    for changed in connection.scalars(select(c.what).where(c.report == record.report.id).order_by(c.n.desc())):
        for what in changed:
            if what["change"] == "forgotten":
                again = what["reading"] == identity.digest(packing.pack_record(record))
                return _NONE_USED if again else {**_NONE_USED, **what["used"]}
    return _NONE_USED


def _ids(report: str, letter: str, used: Mapping[str, int], local: Sequence[str]) -> dict[str, str]:
    """Return lasting ids by those of the record: the same number, or the next that was never used."""
    first = used[letter]
    return {x: f"{report}/{letter}{first + n}" if first else f"{report}/{x}" for n, x in enumerate(local, 1)}


def add_report(connection: Connection, report: Report, record: Record, reader: str, used: Mapping[str, int]) -> int:
    """Add the row of a report, its appearances and accounts aside, and return its number."""
    row = report_row(connection, report, record, reader, used)
    number = identity.inserted(connection, insert(s.report).values(row))
    add_bands(connection, number, bands_of(report, row["signature"]))
    return number


def report_row(
    connection: Connection, report: Report, record: Record, reader: str, used: Mapping[str, int]
) -> dict[str, Any]:
    """Return the row of a report, without its number."""
    contents = contents_of(report)
    bands = bands_of(report, contents["signature"])
    return {
        **contents,
        "source_group": group_of(connection, report.info.id, contents["signature"], bands),
        "reader": reader,
        "reading": packing.pack_record(record),
        "used": dict(used),
        "added": identity.now(),
    }


def bands_of(report: Report, signature: bytes) -> Sequence[str]:
    """Return what copies of a report are found by; nothing of a row of a table: rows are alike, and none is a copy."""
    return () if is_row(report) else copies.bands(signature)


def add_bands(connection: Connection, number: int, bands: Sequence[str]) -> None:
    """Add what copies of a report (by row number) are found by."""
    filling.fill(connection, s.band, [{"band": band, "report": number} for band in sorted(set(bands))])


def contents_of(report: Report) -> dict[str, Any]:
    """Return the columns of a report that come from its bytes."""
    info = report.info
    names = ("id", "sha256", "url", "title", "byline", "publisher", "published", "language", "dateline", "text")
    return {
        **{name: getattr(info, name) for name in names},
        "raw": packing.pack(report.raw),
        "layer_version": report.layer.version,
        "layer": packing.pack_layer(report),
        "signature": copies.signature(info.text),
        "passage": folded(f"{info.title or ''} {info.text}"),
    }


def group_of(connection: Connection, id: str, signature: bytes, bands: Sequence[str], before: int | None = None) -> str:
    """Return the syndication group of a report: that of the report it is nearest to a copy of, else its own id.

    Only reports that came ``before`` it (a row number) are looked at, all where none is given.
    """
    found_by = select(s.band.c.report).where(s.band.c.band.in_(sorted(set(bands))))
    if before is not None:
        found_by = found_by.where(s.band.c.report < before)
    numbers = connection.scalars(found_by).all()
    query = select(s.report.c.id, s.report.c.source_group, s.report.c.signature).where(
        s.report.c.n.in_(sorted(set(numbers)))
    )
    near = [(copies.similarity(signature, r.signature), r) for r in connection.execute(query)]
    found = [(score, r) for score, r in near if copies.is_copy(signature, r.signature)]
    return str(min(found, key=lambda x: (-x[0], x[1].id))[1].source_group) if found else id


def add_appearances(connection: Connection, report: int, items: Sequence[tuple[str, Actor]]) -> None:
    """Add the actors of a report (by row number) under the ids given; the fullest names choose first."""
    if not items:
        return
    ref = loading.report_refs(connection, [report])[report]
    taken = set(connection.scalars(select(s.appearance.c.actor).where(s.appearance.c.report == report)))
    ordered = sorted(items, key=lambda item: fullest_first(item[1].name, item[0]))
    seen = [appearance(id, ref, a) for id, a in ordered]
    found = grouping.actors_for(connection, seen, taken)
    rows = [
        {"id": id, "report": report, "local": _local(id), "actor": actor, "why": why, **appearance_row(a)}
        for (id, a), (actor, why) in zip(ordered, found, strict=True)
    ]
    connection.execute(insert(s.appearance), rows)


def appearance(id: str, ref: ReportRef, a: Actor) -> Appearance:
    """Return an actor of a report as an appearance, of which nothing is decided yet."""
    return Appearance(id, ref, a.kind, a.name, a.country, a.aliases, a.roles, a.sectors, a.wikidata)


def _local(id: str) -> str:
    return id.rpartition("/")[2]


def fullest_first(name: str, id: str) -> tuple[int, str]:
    """Return the order in which the actors of one report choose: by the parts of their names, then by id."""
    return -len(name.split()), id


def appearance_row(actor: Actor) -> dict[str, Any]:
    """Return the columns of an appearance that come from its reading; mentions stay in the record."""
    read = as_json(actor)
    read["mentions"] = []
    return {"kind": actor.kind.value, "name": actor.name, "country": actor.country, "read": read}


def add_accounts(
    connection: Connection,
    report: int,
    items: Sequence[tuple[str, Engagement]],
    appearances: Mapping[str, str],
    ids: Mapping[str, str],
) -> bool:
    """Add the engagements of a report (by row number) under the ids given, and take each for an entry.

    Returns whether any may have made one of several actors: of namesakes who met at one place on one day.

    ``appearances`` and ``ids`` have the ids of appearances and accounts by those of the record.
    """
    taken = set(connection.scalars(select(s.account.c.entry).where(s.account.c.report == report)))
    ref = loading.report_refs(connection, [report])[report]
    columns = (s.appearance.c.id, s.appearance.c.name)
    names = {r.id: r.name for r in lookup.columns_in(connection, columns, s.appearance.c.report, [report])}
    rows = [
        {"id": id, "report": report, "local": _local(id), **account_row(e, ids, appearances, names, ref.title)}
        for id, e in items
    ]
    touched, joined = list[int](), False
    while len(touched) < len(items):
        done = len(touched)
        told = _told(connection, ref, rows[done:], [e for _, e in items[done:]], appearances)
        found = grouping.entries_for(connection, told, taken)
        several = zip(rows[done:], found, strict=False)
        placed = [{**row, "entry": entry, "why": why} for row, (entry, why) in several]
        numbers = identity.all_inserted(connection, s.account, placed)
        _insert(connection, party_rows(zip(numbers, (e for _, e in items[done:]), strict=False), appearances))
        touched += [entry for entry, _ in found]
        taken.update(touched)
        summary.write_entries(connection, touched[done:])
        last, why = found[-1]
        if why == engagements.NAMESAKES:
            grouping.join_namesakes(connection, last)
            joined = True
    summary.link_entries(connection, touched)
    return joined


def _told(
    connection: Connection,
    ref: ReportRef,
    rows: Sequence[Mapping[str, Any]],
    items: Sequence[Engagement],
    appearances: Mapping[str, str],
) -> list[Account]:
    """The accounts that are to be added, with the actors that their parties are of now."""
    who = {appearances[p.actor] for e in items for p in e.participants} | {r["voice"] for r in rows if r["voice"]}
    actors = loading.actors_of(connection, who)
    return [account(row, ref, e, appearances, actors.__getitem__) for row, e in zip(rows, items, strict=True)]


def account(
    row: Mapping[str, Any], ref: ReportRef, e: Engagement, appearances: Mapping[str, str],
    actor_of: Callable[[str], ActorRef],
) -> Account:  # fmt: skip
    """Return an account that is added by this row, with the actors that its appearances are of now."""
    parties = tuple(Party(actor_of(appearances[p.actor]), p.part) for p in e.participants)
    voice = actor_of(row["voice"]) if row["voice"] else None
    return replace(loading.account_of(row["id"], ref, e, row["about"]), parties=parties, voice=voice)


def account_row(
    e: Engagement, ids: Mapping[str, str], appearances: Mapping[str, str], names: Mapping[str, str], title: str | None
) -> dict[str, Any]:
    """Return the columns of an account that come from its reading."""
    who = [names.get(appearances[p.actor], "") for p in e.participants]
    return {
        "kind": e.kind,
        "status": e.status.value,
        "voice": appearances[e.voice] if e.voice else None,
        "about": [ids[x] for x in e.about if x in ids],
        "read": as_json(e),
        "passage": passage(e, who, title),
    }


def passage(e: Engagement, who: Iterable[str], title: str | None) -> str:
    """Return the folded text by which an account is found."""
    where = [e.place.name] if e.place else []
    return folded(" ".join([e.kind, *(x.quote for x in e.evidence), *who, *where, title or ""]))


def add_parties(connection: Connection, account: int, e: Engagement, appearances: Mapping[str, str]) -> None:
    """Write the participants of an account (by row number) anew."""
    connection.execute(s.account_party.delete().where(s.account_party.c.account == account))
    _insert(connection, party_rows([(account, e)], appearances))


def party_rows(items: Iterable[tuple[int, Engagement]], appearances: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the rows of those who take part in accounts, which are given by row number."""
    return [
        {"account": account, "place": i, "appearance": appearances[p.actor], "part": p.part.value}
        for account, e in items
        for i, p in enumerate(e.participants)
    ]


def _insert(connection: Connection, parties: Sequence[Mapping[str, Any]]) -> None:
    if parties:
        connection.execute(insert(s.account_party), parties)
