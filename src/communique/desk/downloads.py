"""What a view gives to take away: exactly its rows, in the forms of :mod:`communique.exchange`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from tempfile import SpooledTemporaryFile
from types import MappingProxyType
from typing import Any, BinaryIO, cast

from starlette.background import BackgroundTask
from starlette.responses import Response, StreamingResponse

from communique.characters import json_text
from communique.desk.problems import Refused
from communique.exchange.base import Options
from communique.exchange.entries import with_links
from communique.exchange.formats import FORMATS
from communique.exchange.statements import WRITERS
from communique.ledger.queries import Query
from communique.ledger.sayings import SaidQuery
from communique.ledger.store import Ledger
from communique.reading.coding.events import csv_lines
from communique.records import as_json

DOWNLOADS = MappingProxyType(
    {"csv": "csv", "jsonl": "jsonl", "ics": "ical", "rss": "rss", "geojson": "geojson", "gexf": "gexf",
     "jsonld": "webannotation"}
)  # fmt: skip
"""Forms by what an address ends in."""
SAID = MappingProxyType({"csv": "text/csv", "jsonl": "application/jsonl"})
"""Media types of statements, by what an address ends in."""
ROWS = SAID
"""Those of reports and actors."""
_IN_MEMORY = 8 << 20
_CHUNK = 1 << 16


def download(ledger: Ledger, query: Query, suffix: str, desk: str) -> Response:
    """Return what a query finds in a form, by the suffix of its files; links in it lead to the desk at an address.

    Raises:
        Refused: if there is no such form.
        BadQuery, UnknownId: if the query cannot be understood.
    """
    _check(suffix, DOWNLOADS)
    ledger.find(replace(query, limit=0))  # so that an error comes before anything is sent
    out = _file()
    if suffix == "jsonl":
        media = "application/jsonl"
        for entry in ledger.each(query):
            out.write(json_text(as_json(with_links(entry))).encode() + b"\n")
    else:
        form = FORMATS[DOWNLOADS[suffix]]
        media = form.media_type
        options = Options(desk=desk.rstrip("/"), text_of=lambda id: ledger.report(id).layer.text, actor_of=ledger.actor,
                          statuses=query.statuses or None, reported=query.reported)  # fmt: skip
        form.write(ledger.each(query), out, options)
    return _sent(out, media, f"engagements.{suffix}")


def said_download(ledger: Ledger, query: SaidQuery, suffix: str) -> Response:
    """Return the statements that a query finds in a form, likewise.

    Raises:
        Refused, BadQuery, UnknownId: likewise.
    """
    _check(suffix, SAID)
    ledger.count_said(query, 1)
    out = _file()
    WRITERS[suffix](ledger.said(query), out)
    return _sent(out, SAID[suffix], f"statements.{suffix}")


def rows_download(name: str, suffix: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Response:
    """Return rows as CSV or as JSON Lines, as they come.

    Raises:
        Refused: if another form is asked for.
    """
    _check(suffix, ROWS)

    def lines() -> Iterator[str]:
        if suffix == "csv":
            yield csv_lines([columns])
        for row in rows:
            yield csv_lines([[_cell(row[x]) for x in columns]]) if suffix == "csv" else f"{json_text(row)}\n"

    return StreamingResponse(lines(), media_type=ROWS[suffix], headers=attached(f"{name}.{suffix}"))


def _cell(value: Any) -> str | float | None:
    return " | ".join(value) if isinstance(value, (tuple, list)) else value


def _check(suffix: str, known: Collection[str]) -> None:
    if suffix not in known:
        listed = ", ".join(f".{x}" for x in known)
        raise Refused(404, "NoForm", f"there is no form .{suffix}", f"Ask for one of {listed}")


def _file() -> BinaryIO:
    return cast(BinaryIO, SpooledTemporaryFile(_IN_MEMORY))


def _sent(out: BinaryIO, media: str, name: str) -> Response:
    """A file that was written, some at a time; it is closed when all of it was sent."""
    out.seek(0)
    return StreamingResponse(
        iter(lambda: out.read(_CHUNK), b""), media_type=media, headers=attached(name),
        background=BackgroundTask(out.close),
    )  # fmt: skip


def attached(name: str) -> dict[str, str]:
    """Return the headers that make of an answer a file of a name."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}
