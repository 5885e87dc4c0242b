"""What a view gives to take away: exactly its rows, in the forms of :mod:`communique.exchange`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from tempfile import SpooledTemporaryFile
from types import MappingProxyType
from typing import Any, BinaryIO, cast

from starlette.background import BackgroundTask
from starlette.responses import Response, StreamingResponse

from communique.characters import json_text
from communique.desk import sheet
from communique.desk.problems import Refused
from communique.desk.searching import View
from communique.exchange.base import Options
from communique.exchange.entries import with_links
from communique.exchange.formats import FORMATS
from communique.exchange.statements import WRITERS
from communique.ledger.queries import Query
from communique.ledger.sayings import SaidQuery
from communique.ledger.store import Ledger
from communique.ledger.views import Entry
from communique.reading.coding.events import csv_lines
from communique.records import as_json

DOWNLOADS = MappingProxyType(
    {"csv": "CSV, a row each", "jsonl": "JSON Lines, whole", "rss": "RSS", "ics": "iCal: what has days",
     "geojson": "GeoJSON: what has a place", "gexf": "GEXF: who with whom", "jsonld": "JSON-LD: the quotations",
     "events.csv": "CSV of events: a row a pair"}
)  # fmt: skip
"""Forms of engagements by what an address ends in, and what they are called."""
_FORMATS = MappingProxyType(
    {"ics": "ical", "rss": "rss", "geojson": "geojson", "gexf": "gexf", "jsonld": "webannotation", "events.csv": "csv"}
)
SAID = MappingProxyType({"csv": "text/csv", "jsonl": "application/jsonl"})
"""Media types of statements, by what an address ends in."""
ROWS = SAID
"""Those of reports and actors."""
LISTED = MappingProxyType({"csv": "CSV", "jsonl": "JSON Lines"})
"""What these are called."""
_IN_MEMORY = 8 << 20
_CHUNK = 1 << 16


def download(
    ledger: Ledger, query: Query, suffix: str, desk: str, rows: Callable[[], Iterable[Entry]] | None = None
) -> Response:
    """Return what a query finds in a form, by the suffix of its files; links in it lead to the desk at an address.

    Where a view has but some of that, ``rows`` gives those.

    Raises:
        Refused: if there is no such form.
        BadQuery, UnknownId: if the query cannot be understood.
    """
    check_form(suffix, DOWNLOADS)
    ledger.find(replace(query, limit=0))  # so that an error comes before anything is sent
    found = ledger.each(query) if rows is None else rows()
    out, desk = new_file(), desk.rstrip("/")
    if suffix in ROWS:
        media = ROWS[suffix]
        write = _write_jsonl if suffix == "jsonl" else sheet.write
        write(found, out, desk)
    else:
        form = FORMATS[_FORMATS[suffix]]
        media = form.media_type
        options = Options(title="Communiqué: engagements", link=f"{desk}{View.of('/engagements', query).link}",
            desk=desk, text_of=lambda id: ledger.report(id).layer.text, actor_of=ledger.actor,
                          statuses=query.statuses or None, reported=query.reported)  # fmt: skip
        form.write(found, out, options)
    return sent(out, media, f"engagements.{suffix}")


def _write_jsonl(entries: Iterable[Entry], out: BinaryIO, _: str) -> None:
    for entry in entries:
        out.write(json_text(as_json(with_links(entry))).encode() + b"\n")


def said_download(ledger: Ledger, query: SaidQuery, suffix: str) -> Response:
    """Return the statements that a query finds in a form, likewise.

    Raises:
        Refused, BadQuery, UnknownId: likewise.
    """
    check_form(suffix, SAID)
    ledger.count_said(query, 1)
    out = new_file()
    WRITERS[suffix](ledger.said(query), out)
    return sent(out, SAID[suffix], f"statements.{suffix}")


def rows_download(name: str, suffix: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Response:
    """Return rows as CSV or as JSON Lines, as they come.

    Raises:
        Refused: if another form is asked for.
    """
    check_form(suffix, ROWS)

    def lines() -> Iterator[str]:
        if suffix == "csv":
            yield csv_lines([columns])
        for row in rows:
            yield csv_lines([[_cell(row[x]) for x in columns]]) if suffix == "csv" else f"{json_text(row)}\n"

    return StreamingResponse(lines(), media_type=ROWS[suffix], headers=attached(f"{name}.{suffix}"))


def _cell(value: Any) -> str | float | None:
    return " | ".join(value) if isinstance(value, (tuple, list)) else value


def check_form(suffix: str, known: Collection[str]) -> None:
    """Raise where a form is asked for that there is not.

    Raises:
        Refused: then.
    """
    if suffix not in known:
        listed = ", ".join(f".{x}" for x in known)
        raise Refused(404, "NoForm", f"there is no form .{suffix}", f"Ask for one of {listed}")


def new_file() -> BinaryIO:
    """Return a file to write to what is then :func:`sent`."""
    return cast(BinaryIO, SpooledTemporaryFile(_IN_MEMORY))


def sent(out: BinaryIO, media: str, name: str) -> Response:
    """Return a file that was written, some at a time; it is closed when all of it was sent."""
    out.seek(0)
    return StreamingResponse(
        iter(lambda: out.read(_CHUNK), b""), media_type=media, headers=attached(name),
        background=BackgroundTask(out.close),
    )  # fmt: skip


def attached(name: str) -> dict[str, str]:
    """Return the headers that make of an answer a file of a name."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}
