"""W3C Web Annotation (https://www.w3.org/TR/annotation-model/) as JSON-LD: an annotation a piece of evidence.

The target is the report by its address, else by its IRI; a text quote selector finds the words in the page, a text
position selector gives their place in the report's text layer, in code points as the model asks. Before them, a
fragment selector names the page where the report is a PDF. The body is the entry as a schema.org Event, with
Communiqué's own terms beside it. One collection with one page is written, item by item; the total comes last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, BinaryIO

from communique.errors import QuoteMismatch
from communique.exchange.base import Options, Tally, Written
from communique.exchange.entries import evidence_of, headline, iso_date, json_bytes, link_of, point_of
from communique.ledger.views import Account, Entry
from communique.links import web_address
from communique.records import Evidence, Place, Status

ANNO = "http://www.w3.org/ns/anno.jsonld"
PDF = "https://www.rfc-editor.org/rfc/rfc8118"
"""What says how a page of a PDF is named in an address."""
_PAGE = re.compile(r"page (\d+)")
AROUND = 32
"""Code points of text before and after a quotation."""
NO_EVIDENCE = "no evidence"

_EVENT_STATUS = {Status.PLANNED: "EventScheduled", Status.CANCELLED: "EventCancelled"}
"""What schema.org has words for; every status is in ``communique:status``."""


def write(entries: Iterable[Entry], stream: BinaryIO, options: Options) -> Written:
    """Write an annotation collection; an entry without evidence is left out.

    So is one whose evidence is not what its report's text, as ``text_of`` gives it, has there (``QuoteMismatch``).
    """
    tally = Tally()
    stream.write(_head(options))
    for entry in tally.of_status(entries, options):
        found = tally.made(_annotations, entry, options)
        if found is not None:
            stream.write((b",\n" if tally.items else b"\n") + b",\n".join(found))
            tally.take(len(found))
    stream.write(b'\n]},"total":' + json_bytes(tally.items) + b"}\n")
    return tally.written()


def _head(options: Options) -> bytes:
    """The collection up to its first annotation."""
    own = {"schema": "https://schema.org/", "communique": options.iri("term", "")}
    collection = {
        "@context": [ANNO, own],
        "id": options.iri("annotations", "all"),
        "type": "AnnotationCollection",
        "label": options.title,
        "first": {"id": options.iri("annotations", "1"), "type": "AnnotationPage", "startIndex": 0, "items": []},
    }
    return json_bytes(collection).removesuffix(b"]}}")


def _annotations(entry: Entry, options: Options) -> list[bytes] | str:
    """The annotations of an entry, or why it has none."""
    found = [json_bytes(_annotation(entry, a, n, e, options)) for a, n, e in evidence_of(entry)]
    return found or NO_EVIDENCE


def _annotation(entry: Entry, account: Account, number: int, evidence: Evidence, options: Options) -> dict[str, Any]:
    report = account.report
    return {
        "id": options.iri("annotation", f"{account.id}/{number}"),
        "type": "Annotation",
        "motivation": "describing",
        "body": _body(entry, account, options),
        "target": {
            "type": "SpecificResource",
            "source": web_address(report.url) or options.iri("report", report.id),
            "selector": [*_page(account, number), *_selectors(account, evidence, options)],
        },
    }


def _page(account: Account, number: int) -> list[dict[str, Any]]:
    """The page of a PDF that a piece of evidence stands on, as RFC 8118 has it; nothing for other originals."""
    page = _PAGE.fullmatch(account.parts[number - 1] or "") if account.parts else None
    return [{"type": "FragmentSelector", "conformsTo": PDF, "value": f"page={page[1]}"}] if page else []


def _selectors(account: Account, evidence: Evidence, options: Options) -> list[dict[str, Any]]:
    position = {"type": "TextPositionSelector", "start": evidence.start, "end": evidence.end}
    if not options.with_text:
        return [position]
    quote = {"type": "TextQuoteSelector", "exact": evidence.quote}
    text = options.text_of(account.report.id) if options.text_of is not None else None
    if text is not None:
        start, end = evidence.start, evidence.end
        if text[start:end] != evidence.quote:
            problem = f"the text has {text[start:end]!r} where the evidence says {evidence.quote!r}"
            remedy = "Give the text as it was read, or leave it out"
            raise QuoteMismatch(f"report {account.report.id}", problem, remedy, place=f"{start}-{end}")
        quote["prefix"] = text[max(0, start - AROUND) : start]
        quote["suffix"] = text[end : end + AROUND]
    return [quote, position]


def _body(entry: Entry, account: Account, options: Options) -> dict[str, Any]:
    """The entry in terms of schema.org, and in our own where it has none."""
    body: dict[str, Any] = {
        "id": options.iri("entry", entry.id),
        "type": "schema:Event",
        "schema:name": headline(entry),
        "schema:participant": [
            {"id": options.iri("actor", p.actor.id), "schema:name": p.actor.name} for p in entry.parties
        ],
        "communique:kind": entry.kind,
        "communique:status": entry.status.value,
        "communique:told": account.status.value,
        "communique:plover": entry.plover.type,
        "communique:cameo": entry.cameo,
        "communique:edtf": entry.time,
        "schema:startDate": iso_date(entry.time) or entry.earliest,
        "schema:endDate": None if iso_date(entry.time) else entry.latest,
        "schema:location": _place(entry.place),
        "schema:url": link_of(entry, options),
    }
    if entry.status in _EVENT_STATUS:
        body["schema:eventStatus"] = {"id": f"schema:{_EVENT_STATUS[entry.status]}"}
    if account.voice is not None:
        body["communique:voice"] = {"id": options.iri("actor", account.voice.id), "schema:name": account.voice.name}
    return {name: value for name, value in body.items() if value}


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    found: dict[str, Any] = {"type": "schema:Place", "schema:name": place.name}
    if place.geonames is not None:
        found["id"] = f"https://sws.geonames.org/{place.geonames}/"
    point = point_of(place)
    if point is not None:
        found |= {"schema:latitude": point[0], "schema:longitude": point[1]}
    return found
