"""Parquet (https://parquet.apache.org/docs/file-format/): a row an entry, typed, with its parties, dyads and accounts.

Nested columns keep what a flat table loses: which report says what, with which quotation. Row groups of
:data:`ROWS` entries are written one by one, so that memory does not grow with the ledger. Needs pyarrow, the extra
``analysis``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from communique import extras
from communique.exchange.base import Options, Tally, Written
from communique.exchange.entries import Dyad, dyads_of, event_date, published_of
from communique.ledger.views import Account, ActorRef, Entry
from communique.links import web_address
from communique.records import Place, Side

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 5_000
"""Entries in a row group."""


def arrow() -> Any:
    """Return pyarrow.

    Raises:
        ExtraMissing: if it is not installed.
    """
    return extras.arrow("format parquet")


def schema() -> pa.Schema:
    """Return the schema of the file.

    Raises:
        ExtraMissing: if pyarrow is not installed.
    """
    pa = arrow()
    text, number, day, count = pa.string(), pa.float64(), pa.date32(), pa.int32()
    texts = pa.list_(text)
    actor = [("id", text), ("name", text), ("kind", text), ("country", text), ("sectors", texts), ("wikidata", text)]
    side = pa.struct([("id", text), ("name", text), ("country", text), ("sectors", texts)])
    place = pa.struct([("name", text), ("country", text), ("lat", number), ("lon", number), ("geonames", pa.int64())])
    evidence = pa.struct([("start", count), ("end", count), ("quote", text)])
    parties = pa.list_(pa.struct([*actor, ("part", text)]))
    account = pa.struct([
        ("id", text), ("report", text), ("title", text), ("publisher", text), ("url", text), ("published", day),
        ("group", text), ("kind", text), ("status", text), ("parties", parties), ("time", text), ("time_words", text),
        ("place", place), ("voice", pa.struct(actor)), ("confidence", number), ("why", text),
        ("evidence", pa.list_(evidence)),
    ])  # fmt: skip
    contradiction = pa.struct(
        [("aspect", text), ("values", pa.list_(pa.struct([("value", text), ("accounts", texts)])))]
    )
    return pa.schema([
        ("entry", text), ("kind", text), ("status", text), ("review", text), ("amended", texts),
        ("time", text), ("earliest", day), ("latest", day), ("event_date", day), ("date_basis", text),
        ("plover", text), ("mode", text), ("context", text), ("cameo", text), ("place", place), ("about", texts),
        ("confidence", number), ("sources", count), ("first_published", day), ("last_published", day),
        ("parties", parties),
        ("dyads", pa.list_(pa.struct(
            [("source", side), ("target", side), ("cameo", text), ("goldstein", number), ("quad", text)]
        ))),
        ("contradictions", pa.list_(contradiction)), ("accounts", pa.list_(account)),
    ])  # fmt: skip


def write(entries: Iterable[Entry], stream: BinaryIO, options: Options) -> Written:
    """Write every entry as a row; none is left out.

    Raises:
        ExtraMissing: if pyarrow is not installed.
    """
    pa = arrow()
    tally, form = Tally(), schema()
    chosen = tally.of_status(entries, options)
    with pa.parquet.ParquetWriter(stream, form, compression="zstd") as writer:
        while batch := list(islice(chosen, ROWS)):
            tables = _tables(pa, form, batch, options, tally)
            if tables:
                writer.write_table(pa.concat_tables(tables))
    return tally.written()


def _tables(pa: Any, form: pa.Schema, batch: list[Entry], options: Options, tally: Tally) -> list[Any]:
    """The entries as tables: one, or one of each that can be written where one cannot."""
    try:
        made = [pa.Table.from_pylist([_row(e, options) for e in batch], schema=form)]
        for _ in batch:
            tally.take()
    except Exception:  # one of them cannot be written: each is tried by itself
        made = []
        for entry in batch:
            table = tally.made(lambda e: pa.Table.from_pylist([_row(e, options)], schema=form), entry)
            if table is not None:
                made.append(table)
                tally.take()
    return made


def _row(entry: Entry, options: Options) -> dict[str, Any]:
    first, last = published_of(entry)
    date_, basis = event_date(entry, options)
    return {
        "entry": entry.id,
        "kind": entry.kind,
        "status": entry.status.value,
        "review": entry.review.value,
        "amended": entry.amended,
        "time": entry.time,
        "earliest": date_of(entry.earliest),
        "latest": date_of(entry.latest),
        "event_date": date_of(date_),
        "date_basis": basis.value if basis else None,
        "plover": entry.plover.type,
        "mode": entry.plover.mode,
        "context": entry.plover.context,
        "cameo": entry.cameo,
        "place": _place(entry.place),
        "about": entry.about,
        "confidence": entry.confidence,
        "sources": entry.sources,
        "first_published": date_of(first),
        "last_published": date_of(last),
        "parties": _parties(entry),
        "dyads": [_dyad(d) for d in dyads_of(entry, options)],
        "contradictions": [
            {"aspect": c.aspect.value, "values": [{"value": v, "accounts": a} for v, a in c.values]}
            for c in entry.contradictions
        ],
        "accounts": [_account(a, options) for a in entry.accounts],
    }


def _account(account: Account, options: Options) -> dict[str, Any]:
    report, time = account.report, account.time
    return {
        "id": account.id,
        "report": report.id,
        "title": report.title,
        "publisher": report.publisher,
        "url": web_address(report.url),
        "published": date_of(report.published),
        "group": report.group,
        "kind": account.kind,
        "status": account.status.value,
        "parties": _parties(account),
        "time": time.edtf if time else None,
        "time_words": time.text if time and options.with_text else None,
        "place": _place(account.place),
        "voice": _actor(account.voice) if account.voice else None,
        "confidence": account.confidence,
        "why": account.why if options.with_text else None,
        "evidence": [
            {"start": e.start, "end": e.end, "quote": e.quote if options.with_text else None} for e in account.evidence
        ],
    }


def _parties(told: Entry | Account) -> list[dict[str, Any]]:
    return [{**_actor(p.actor), "part": p.part.value} for p in told.parties]


def _actor(actor: ActorRef) -> dict[str, Any]:
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind.value,
        "country": actor.country,
        "sectors": actor.sectors,
        "wikidata": actor.wikidata,
    }


def _dyad(dyad: Dyad) -> dict[str, Any]:
    codes = {"cameo": dyad.cameo, "goldstein": dyad.goldstein, "quad": dyad.quad}
    return {"source": _side(dyad.source), "target": _side(dyad.target), **codes}


def _side(side: Side) -> dict[str, Any]:
    return {"id": side.id, "name": side.name, "country": side.country, "sectors": side.sectors}


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    names = ("name", "country", "lat", "lon", "geonames")
    return {name: getattr(place, name) for name in names}


def date_of(iso: str | None) -> date | None:
    """Return an ISO day as a date."""
    return date.fromisoformat(iso) if iso else None
