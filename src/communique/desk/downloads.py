"""What a view gives to take away: exactly its rows, in the forms of :mod:`communique.exchange`."""

from __future__ import annotations

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
from communique.records import as_json

DOWNLOADS = MappingProxyType(
    {"csv": "csv", "jsonl": "jsonl", "ics": "ical", "rss": "rss", "geojson": "geojson", "gexf": "gexf",
     "jsonld": "webannotation"}
)  # fmt: skip
"""Forms by what an address ends in."""
_IN_MEMORY = 8 << 20
_CHUNK = 1 << 16


def download(ledger: Ledger, query: Query, suffix: str, base: str) -> Response:
    """Return what a query finds in a form, by the suffix of its files.

    Raises:
        Refused: if there is no such form.
        BadQuery, UnknownId: if the query cannot be understood.
    """
    if suffix not in DOWNLOADS:
        known = ", ".join(f".{x}" for x in DOWNLOADS)
        raise Refused(404, "NoForm", f"there is no form .{suffix}", f"Ask for one of {known}")
    ledger.find(replace(query, limit=0))  # so that an error comes before anything is sent
    out = cast(BinaryIO, SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115  # closed when all of it was sent
    if suffix == "jsonl":
        media = "application/jsonl"
        for entry in ledger.each(query):
            out.write(json_text(as_json(with_links(entry))).encode() + b"\n")
    else:
        form = FORMATS[DOWNLOADS[suffix]]
        media = form.media_type
        options = Options(base=base, text_of=lambda id: ledger.report(id).layer.text, actor_of=ledger.actor,
                          statuses=query.statuses or None, reported=query.reported)  # fmt: skip
        form.write(ledger.each(query), out, options)
    out.seek(0)
    headers = {"Content-Disposition": f'attachment; filename="engagements.{suffix}"'}
    return StreamingResponse(
        iter(lambda: out.read(_CHUNK), b""), media_type=media, headers=headers, background=BackgroundTask(out.close)
    )
