"""CSV (RFC 4180, https://www.rfc-editor.org/rfc/rfc4180): a row for each directed dyad of each entry.

Rows are written one by one. :data:`COLUMNS` is the column dictionary, which the format ``csv-columns`` writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO

from communique.exchange.base import NO_DYAD, Options, Tally, Written
from communique.exchange.entries import Dyad, dyads_of, evidence_of, published_of, reports_of
from communique.ledger.views import ActorRef, Entry
from communique.links import web_address
from communique.reading.coding.events import csv_lines
from communique.records import Side

Cell = str | float | None
_BAR = " | "


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its type, what it means, and how it is read off a dyad."""

    name: str
    type: str
    meaning: str
    value: Callable[[Dyad], Cell]


def _side(name: str, of: Callable[[Dyad], Side], says: str) -> tuple[Column, ...]:
    """The columns of one side of a dyad."""

    def ref(dyad: Dyad) -> ActorRef | None:
        return dyad.actor(of(dyad))

    return (
        Column(name, "id", f"{says}: id of the actor; empty for a country visited, no host being named",
               lambda d: of(d).id),
        Column(f"{name}_name", "text", "its name; of a country visited, that of the place", lambda d: of(d).name),
        Column(f"{name}_kind", "code", "person, organization, body, state or group",
               lambda d: r.kind.value if (r := ref(d)) else None),
        Column(f"{name}_country", "code", "its country, ISO 3166-1 alpha-3", lambda d: of(d).country),
        Column(f"{name}_sectors", "codes", "its PLOVER sectors, with blanks between",
               lambda d: " ".join(of(d).sectors)),
        Column(f"{name}_wikidata", "id", "its item in Wikidata", lambda d: r.wikidata if (r := ref(d)) else None),
    )  # fmt: skip


def _voices(entry: Entry) -> dict[str, str]:
    return {a.voice.id: a.voice.name for a in entry.accounts if a.voice is not None}


_ENTRY = (
    Column("entry", "id", "id of the entry; the same in every row of it", lambda d: d.entry.id),
    Column("kind", "code", "what passed: meeting, visit, call, invitation ...", lambda d: d.entry.kind),
    Column("status", "code", "deed, plan or refusal: held, planned, denied ...", lambda d: d.entry.status.value),
    Column("review", "code", "what people said of it: none, accepted, rejected or unsure",
           lambda d: d.entry.review.value),
    Column("amended", "codes", "fields that a person has set, with blanks between",
           lambda d: " ".join(d.entry.amended)),
    Column("time", "EDTF", "when, as EDTF (ISO 8601-2)", lambda d: d.entry.time),
    Column("earliest", "day", "the first day that the time may mean; empty where open", lambda d: d.entry.earliest),
    Column("latest", "day", "the last day that the time may mean; empty where open", lambda d: d.entry.latest),
    Column("event_date", "day", "one date: the first day that the time may mean, else the last; where no time is told,"
           " the day of the first report if asked for (--date-fallback reported)", lambda d: d.event_date),
    Column("date_basis", "code", "what event_date rests on: told or reported", lambda d: d.date_basis),
)  # fmt: skip
_CODES = (
    Column("plover", "code", "PLOVER event type; empty for CAMEO 01", lambda d: d.entry.plover.type),
    Column("mode", "code", "PLOVER mode", lambda d: d.entry.plover.mode),
    Column("context", "code", "PLOVER context", lambda d: d.entry.plover.context),
    Column("cameo", "code", "CAMEO code, text of two to four digits; hosting (043) as the visit (042)",
           lambda d: d.cameo),
    Column("goldstein", "number", "Goldstein's score of the CAMEO code, -10 to 10", lambda d: d.goldstein),
    Column("quad", "text", "class of the PLOVER type: verbal or material, cooperation or conflict", lambda d: d.quad),
)  # fmt: skip
_SOURCES = (
    Column("voice", "ids", "actors whose words say it, with bars between", lambda d: _BAR.join(_voices(d.entry))),
    Column("voice_name", "texts", "their names, with bars between", lambda d: _BAR.join(_voices(d.entry).values())),
    Column("own_voice", "count", "accounts that say it in the reporter's own words",
           lambda d: sum(a.voice is None for a in d.entry.accounts)),
    Column("place", "text", "where", lambda d: d.entry.place.name if d.entry.place else None),
    Column("place_country", "code", "country of the place, ISO 3166-1 alpha-3",
           lambda d: d.entry.place.country if d.entry.place else None),
    Column("lat", "number", "latitude of the place, degrees (WGS 84)",
           lambda d: d.entry.place.lat if d.entry.place else None),
    Column("lon", "number", "longitude of the place, degrees (WGS 84)",
           lambda d: d.entry.place.lon if d.entry.place else None),
    Column("geonames", "count", "id of the place in GeoNames",
           lambda d: d.entry.place.geonames if d.entry.place else None),
    Column("about", "ids", "entries that this one speaks of or leads to, with bars between",
           lambda d: _BAR.join(d.entry.about)),
    Column("contradictions", "codes", "what reports contradict each other in: status, time, place",
           lambda d: " ".join(c.aspect.value for c in d.entry.contradictions)),
    Column("confidence", "number", "chance, 0 to 1, that a reader enters it with this status",
           lambda d: d.entry.confidence),
    Column("sources", "count", "independent sources: copies of one report count once", lambda d: d.entry.sources),
    Column("accounts", "count", "accounts of it in reports", lambda d: len(d.entry.accounts)),
    Column("first_published", "day", "day of the first report of it", lambda d: published_of(d.entry)[0]),
    Column("last_published", "day", "day of the last report of it", lambda d: published_of(d.entry)[1]),
    Column("reports", "ids", "reports that tell of it, with bars between",
           lambda d: _BAR.join(r.id for r in reports_of(d.entry))),
    Column("urls", "texts", "their addresses on the web, with bars between",
           lambda d: _BAR.join(url for r in reports_of(d.entry) if (url := web_address(r.url)))),
    Column("spans", "texts", "evidence: report:start-end in code points, with bars between",
           lambda d: _BAR.join(f"{a.report.id}:{e.start}-{e.end}" for a, _, e in evidence_of(d.entry))),
    Column("quotes", "texts", "the characters there, in the same order, with bars between; empty without text",
           lambda d: _BAR.join(e.quote for _, _, e in evidence_of(d.entry))),
)  # fmt: skip

COLUMNS: tuple[Column, ...] = (
    *_ENTRY,
    *_side("source", lambda d: d.source, "who acts"),
    *_side("target", lambda d: d.target, "on whom"),
    *_CODES,
    *_SOURCES,
)
"""The columns in their order."""


def write(entries: Iterable[Entry], stream: BinaryIO, options: Options) -> Written:
    """Write a header and a row for each dyad of each entry; an entry with one side only is left out."""
    tally = Tally()
    stream.write(_line(c.name for c in COLUMNS))
    for entry in tally.of_status(entries, options):
        rows = tally.made(_rows, entry, options)
        if rows is not None:
            stream.writelines(rows)
            tally.take(len(rows))
    return tally.written()


def _rows(entry: Entry, options: Options) -> list[bytes] | str:
    hidden = () if options.with_text else ("quotes",)
    return [
        _line(None if c.name in hidden else c.value(d) for c in COLUMNS) for d in dyads_of(entry, options)
    ] or NO_DYAD


def write_columns(entries: Iterable[Entry], stream: BinaryIO, options: Options) -> Written:
    """Write the column dictionary as CSV: name, type and meaning of each column; no entry is read."""
    del entries, options
    stream.write(_line(("name", "type", "meaning")))
    for column in COLUMNS:
        stream.write(_line((column.name, column.type, column.meaning)))
    return Written(0, len(COLUMNS))


def _line(cells: Iterable[Cell]) -> bytes:
    return csv_lines([tuple(cells)]).encode("utf-8", errors="replace")
