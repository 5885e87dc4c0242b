"""Engagements as a table, a row each: what a spreadsheet opens of a view."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from communique.desk.rendering import acting, towards
from communique.exchange.entries import published_of
from communique.ledger.views import Entry, Party
from communique.links import web_address
from communique.reading.coding.events import csv_lines

COLUMNS = (
    "id", "kind", "status", "time", "earliest", "latest", "first_reported", "acting", "toward", "place",
    "place_country", "lat", "lon", "plover", "cameo", "sources", "confidence", "review", "disputed", "voice", "quote",
    "report", "published", "publisher", "url", "page",
)  # fmt: skip
"""The quotation and the report are those of the last account; ``page`` is the engagement's on the desk."""
_BAR = " | "


def write(entries: Iterable[Entry], stream: BinaryIO, desk: str) -> None:
    """Write a header and a row for each entry, safe to open in a spreadsheet."""
    stream.write(_line(COLUMNS))
    for entry in entries:
        stream.write(_line(_row(entry, desk)))


def _line(cells: Iterable[str | float | None]) -> bytes:
    return csv_lines([tuple(cells)]).encode("utf-8", errors="replace")


def _row(entry: Entry, desk: str) -> tuple[str | float | None, ...]:
    place, last = entry.place, entry.accounts[-1]
    where = (place.name, place.country, place.lat, place.lon) if place else (None, None, None, None)
    voices = dict.fromkeys(a.voice.name for a in entry.accounts if a.voice)
    return (
        *(entry.id, entry.kind, entry.status.value, entry.time, entry.earliest, entry.latest, published_of(entry)[0]),
        *(_names(acting(entry.parties)), _names(towards(entry.parties)), *where),
        *(entry.plover.type, entry.cameo, entry.sources, entry.confidence, entry.review.value),
        *(" ".join(c.aspect.value for c in entry.contradictions), _BAR.join(voices)),
        *(last.evidence[0].quote if last.evidence else None, last.report.id, last.report.published),
        *(last.report.publisher, web_address(last.report.url), f"{desk}/engagement?id={entry.id}"),
    )


def _names(parties: Iterable[Party]) -> str:
    return _BAR.join(dict.fromkeys(p.actor.name for p in parties))
