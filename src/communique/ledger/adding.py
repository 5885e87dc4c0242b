"""One report into the ledger: its row, its appearances and accounts, and what they are taken for; all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select, update

from communique.errors import ReportConflict
from communique.intake import Report
from communique.intake.rows.report import is_row
from communique.ledger import grouping, identity, packing, placing, sayings, summary
from communique.ledger import schema as s
from communique.ledger.fulltext import folded
from communique.ledger.resolution import copies, engagements
from communique.ledger.views import Appearance, ReportRef
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
    placing.put_actors_in_place(connection, number)
    add_accounts(connection, number, [(told[e.id], e) for e in record.engagements], ids, told)
    placing.put_in_place(connection, number)
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
    contents = contents_of(report)
    bands = [] if is_row(report) else copies.bands(contents["signature"])  # rows are alike, and none copies another
    row = {
        **contents,
        "source_group": group_of(connection, report.info.id, contents["signature"], bands),
        "reader": reader,
        "reading": packing.pack_record(record),
        "used": dict(used),
        "added": identity.now(),
    }
    number = identity.inserted(connection, insert(s.report).values(row))
    if bands:
        connection.execute(insert(s.band), [{"band": b, "report": number} for b in sorted(set(bands))])
    return number


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
    ref = ReportRef(*connection.execute(_ref(report)).one())
    taken = set(connection.scalars(select(s.appearance.c.actor).where(s.appearance.c.report == report)))
    for id, actor in sorted(items, key=lambda item: fullest_first(item[1].name, item[0])):
        seen = Appearance(
            id, ref, actor.kind, actor.name, actor.country, actor.aliases, actor.roles, actor.sectors, actor.wikidata
        )
        found, why = grouping.actor_for(connection, seen, taken)
        taken.add(found)
        local = id.rpartition("/")[2]
        row = {"id": id, "report": report, "local": local, "actor": found, "why": why, **appearance_row(actor)}
        connection.execute(insert(s.appearance).values(row))


def fullest_first(name: str, id: str) -> tuple[int, str]:
    """Return the order in which the actors of one report choose: by the parts of their names, then by id."""
    return -len(name.split()), id


def _ref(report: int) -> Any:
    c = s.report.c
    return select(c.id, c.title, c.published, c.publisher, c.url, c.source_group).where(c.n == report)


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
) -> None:
    """Add the engagements of a report (by row number) under the ids given, and take each for an entry.

    ``appearances`` and ``ids`` have the ids of appearances and accounts by those of the record.
    """
    taken = set(connection.scalars(select(s.account.c.entry).where(s.account.c.report == report)))
    title = connection.scalar(select(s.report.c.title).where(s.report.c.n == report))
    names = {r.id: r.name for r in connection.execute(select(s.appearance).where(s.appearance.c.report == report))}
    touched = []
    for id, e in items:
        row = account_row(e, ids, appearances, names, title)
        local = id.rpartition("/")[2]
        values = {"id": id, "report": report, "local": local, "why": "", **row}
        number = identity.inserted(connection, insert(s.account).values(values))
        add_parties(connection, number, e, appearances)
        found, why = grouping.entry_for(connection, number, taken)
        taken.add(found)
        connection.execute(update(s.account).where(s.account.c.n == number).values(entry=found, why=why))
        summary.write_entry(connection, found)
        if why == engagements.NAMESAKES:
            grouping.join_namesakes(connection, found)
        touched.append(found)
    summary.link_entries(connection, touched)


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
    rows = [
        {"account": account, "place": i, "appearance": appearances[p.actor], "part": p.part.value}
        for i, p in enumerate(e.participants)
    ]
    if rows:
        connection.execute(insert(s.account_party), rows)
