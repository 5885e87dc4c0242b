"""GeoJSON (RFC 7946, https://www.rfc-editor.org/rfc/rfc7946): a point for each entry whose place has coordinates.

Features are written one by one. Entries without a place, or with one that is not on the map, are counted in the
foreign member ``left_out`` (section 6.1 of the RFC) at the end of the collection.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

from communique.exchange.base import Options, Tally, Written
from communique.exchange.entries import evidence_of, headline, json_bytes, link_of, point_of, published_of, reports_of
from communique.ledger.views import Entry
from communique.records import Place

NO_PLACE = "no place"
NO_POINT = "place without coordinates"


def write(entries: Iterable[Entry], stream: BinaryIO, options: Options) -> Written:
    """Write a feature collection; what has no point is counted in it and in what is returned."""
    tally = Tally()
    stream.write(b'{"type":"FeatureCollection","title":' + json_bytes(options.title) + b',"features":[')
    for entry in tally.of_status(entries, options):
        feature = tally.made(_located, entry, options)
        if feature is not None:
            stream.write((b",\n" if tally.items else b"\n") + feature)
            tally.take()
    stream.write(b'\n],"left_out":' + json_bytes(tally.left_out()) + b"}\n")
    return tally.written()


def _located(entry: Entry, options: Options) -> bytes | str:
    """The feature of an entry, or why it has none."""
    if entry.place is None:
        return NO_PLACE
    point = point_of(entry.place)
    return NO_POINT if point is None else json_bytes(_feature(entry, entry.place, point, options))


def _feature(entry: Entry, place: Place, point: tuple[float, float], options: Options) -> dict[str, Any]:
    first, last = published_of(entry)
    return {
        "type": "Feature",
        "id": options.iri("entry", entry.id),
        "geometry": {"type": "Point", "coordinates": [point[1], point[0]]},
        "properties": {
            "entry": entry.id,
            "title": headline(entry),
            "kind": entry.kind,
            "status": entry.status.value,
            "time": entry.time,
            "earliest": entry.earliest,
            "latest": entry.latest,
            "place": place.name,
            "country": place.country,
            "geonames": place.geonames,
            "parties": [
                {"id": p.actor.id, "name": p.actor.name, "country": p.actor.country, "part": p.part.value}
                for p in entry.parties
            ],
            "plover": entry.plover.type,
            "cameo": entry.cameo,
            "sources": entry.sources,
            "confidence": entry.confidence,
            "published": [first, last],
            "reports": [r.id for r in reports_of(entry)],
            "quotes": [e.quote for _, _, e in evidence_of(entry)] if options.with_text else [],
            "url": link_of(entry, options),
        },
    }
