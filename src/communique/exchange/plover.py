"""PLOVER events as JSON Lines, with the keys of NGEC where it has them: an event for each directed dyad.

PLOVER: Halterman and others (2023), "PLOVER and POLECAT: A New Political Event Ontology and Dataset",
https://osf.io/preprints/socarxiv/rm5dw/. Keys are those that NGEC, the coder of POLECAT, writes
(https://github.com/ahalterman/NGEC); ``edtf``, ``status``, ``cameo``, ``goldstein``, ``quad_class``, ``evidence``
and the actors' ``id``, ``kind`` and ``sectors`` are added. ``date_resolved`` is never the day of publication.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

from communique.exchange.base import NO_DYAD, Options, Tally, Written
from communique.exchange.entries import (
    Dyad,
    country_name,
    dyads_of,
    event_date,
    evidence_of,
    first_day,
    json_bytes,
    published_of,
    reports_of,
)
from communique.ledger.views import Entry
from communique.records import Place, Side

NO_TYPE = "no PLOVER type"
VERSION = "communique-plover-1"


def write(entries: Iterable[Entry], stream: BinaryIO, options: Options) -> Written:
    """Write a line a dyad; an entry with one side only, or without a type (CAMEO 01), is left out."""
    tally = Tally()
    for entry in tally.of_status(entries, options):
        lines = tally.made(_lines, entry, options)
        if lines is not None:
            stream.writelines(lines)
            tally.take(len(lines))
    return tally.written()


def _lines(entry: Entry, options: Options) -> list[bytes] | str:
    """The lines of an entry, or why it has none."""
    if not entry.plover.type:
        return NO_TYPE
    return [json_bytes(_event(d, n, options)) + b"\n" for n, d in enumerate(dyads_of(entry, options), 1)] or NO_DYAD


def _event(dyad: Dyad, number: int, options: Options) -> dict[str, Any]:
    entry = dyad.entry
    day, reports = first_day(entry, options), reports_of(entry)
    mode, context = entry.plover.mode, entry.plover.context
    words = next((a.time.text for a in entry.accounts if a.time and a.time.text), None)
    return {
        "id": f"{entry.id}_{number}",
        "entry": entry.id,
        "event_type": entry.plover.type,
        "event_mode": [mode] if mode else [],
        "contexts": [context] if context else [],
        "status": entry.status.value,
        "cameo": dyad.cameo,
        "goldstein": dyad.goldstein,
        "quad_class": dyad.quad,
        "date_resolved": day.isoformat() if day else None,
        "date_basis": event_date(entry, options)[1] if day else None,
        "date_raw": words if options.with_text else None,
        "edtf": entry.time,
        "pub_date": published_of(entry)[0],
        "attributes": {
            "ACTOR": [_actor(dyad, dyad.source)],
            "RECIP": [_actor(dyad, dyad.target)],
            "LOC": [{"text": entry.place.name}] if entry.place else [],
        },
        "event_geolocation": _place(entry.place),
        "story_id": reports[0].id if reports else None,
        "story_ids": [r.id for r in reports],
        "publisher": reports[0].publisher if reports else None,
        "headline": reports[0].title if reports else None,
        **_evidence(entry, options),
        "sources": entry.sources,
        "confidence": entry.confidence,
        "version": VERSION,
    }


def _evidence(entry: Entry, options: Options) -> dict[str, Any]:
    """The words, and where each stands: report, start and end in code points."""
    found = list(evidence_of(entry))
    spans = [{"story_id": a.report.id, "start": e.start, "end": e.end} for a, _, e in found]
    return {"event_text": " ".join(e.quote for _, _, e in found) if options.with_text else None, "evidence": spans}


def _actor(dyad: Dyad, side: Side) -> dict[str, Any]:
    """An actor as NGEC has it: ``code_1`` and ``code_2`` are its first two sectors, ``wiki`` its item in Wikidata."""
    actor, codes = dyad.actor(side), (*side.sectors, "", "")
    return {
        "id": side.id,
        "text": side.name,
        "kind": actor.kind.value if actor else None,
        "country": side.country or "",
        "country_name": country_name(side.country) or "",
        "code_1": codes[0],
        "code_2": codes[1],
        "sectors": list(side.sectors),
        "wiki": (actor.wikidata if actor else None) or "",
    }


def _place(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {"reason": "no place is told", "geo": None}
    geo = {
        "resolved_placename": place.name,
        "country_code3": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "geonameid": None if place.geonames is None else str(place.geonames),
    }
    return {"reason": "the place that the reports tell", "geo": geo}
