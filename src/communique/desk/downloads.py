"""What a view gives to take away: exactly its rows, in the forms of :mod:`communique.exchange`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from tempfile import SpooledTemporaryFile
from types import MappingProxyType
from typing import BinaryIO, cast

from starlette.background import BackgroundTask
from starlette.responses import Response, StreamingResponse

from communique.characters import json_text
from communique.desk.problems import Refused
from communique.exchange.base import Options
from communique.exchange.entries import with_links
from communique.exchange.formats import FORMATS
from communique.ledger.queries import Query
from communique.ledger.store import Ledger
from communique.ledger.views import Entry
from communique.records import as_json

DOWNLOADS = MappingProxyType(
    {"csv": "csv", "jsonl": "jsonl", "ics": "ical", "rss": "rss", "geojson": "geojson", "gexf": "gexf",
     "jsonld": "webannotation"}
)  # fmt: skip
"""Forms by what an address ends in."""
_IN_MEMORY = 8 << 20
_CHUNK = 1 << 16


def download(
    ledger: Ledger, query: Query, suffix: str, base: str, rows: Callable[[], Iterable[Entry]] | None = None
) -> Response:
    """Return what a query finds in a form, by the suffix of its files; of it ``rows`` alone, where a view has those.

    Raises:
        Refused: if there is no such form.
        BadQuery, UnknownId: if the query cannot be understood.
    """
    if suffix not in DOWNLOADS:
        known = ", ".join(f".{x}" for x in DOWNLOADS)
        raise Refused(404, "NoForm", f"there is no form .{suffix}", f"Ask for one of {known}")
    ledger.find(replace(query, limit=0))  # so that an error comes before anything is sent
    found = ledger.each(query) if rows is None else rows()
    out = cast(BinaryIO, SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115  # closed when all of it was sent
    if suffix == "jsonl":
        media = "application/jsonl"
        for entry in found:
            out.write(json_text(as_json(with_links(entry))).encode() + b"\n")
    else:
        form = FORMATS[DOWNLOADS[suffix]]
        media = form.media_type
        options = Options(base=base, text_of=lambda id: ledger.report(id).layer.text, actor_of=ledger.actor,
                          statuses=query.statuses or None, reported=query.reported)  # fmt: skip
        form.write(found, out, options)
    return sent(out, media, f"engagements.{suffix}")


def sent(out: BinaryIO, media: str, name: str) -> Response:
    """Return what was written to a file, to be kept under a name; the file is closed when all of it was sent."""
    out.seek(0)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(
        iter(lambda: out.read(_CHUNK), b""), media_type=media, headers=headers, background=BackgroundTask(out.close)
    )
