"""Web Annotation: read by rdflib as JSON-LD, with the model's MUSTs asked of the graph; no network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.term import Node

from communique.exchange.webannotation import ANNO, AROUND
from tests.exchange.entries import ENTRIES, REPORT, TEXT, export

OA = Namespace("http://www.w3.org/ns/oa#")
AS = Namespace("http://www.w3.org/ns/activitystreams#")
SCHEMA = Namespace("https://schema.org/")
CONTEXT = json.loads((Path(__file__).parent / "anno-context.json").read_text("utf-8"))
"""Terms of the Web Annotation context that the export uses, as the vocabulary's recommendation defines them."""


def collection(**options: object) -> dict[str, Any]:
    """The export."""
    found: dict[str, Any] = json.loads(export("webannotation", **options)[0])
    return found


def graph(**options: object) -> Graph:
    """The export as RDF, with the context put in its place."""
    found = collection(**options)
    assert found["@context"][0] == ANNO
    found["@context"][0] = CONTEXT["@context"]
    return Graph().parse(data=json.dumps(found), format="json-ld")


def one(rdf: Graph, subject: Node, predicate: URIRef) -> Node:
    """The one value of a property."""
    (value,) = rdf.objects(subject, predicate)
    return value


def test_no_term_is_lost() -> None:
    """Every key of an annotation, its target and its selectors is a term of the context, or of ours."""
    terms = set(CONTEXT["@context"]) | {"@context"}

    def keys(value: Any) -> set[str]:
        if isinstance(value, list):
            return {k for v in value for k in keys(v)}
        return set(value) | keys(list(value.values())) if isinstance(value, dict) else set()

    assert {k for k in keys(collection()) if ":" not in k} - {"schema", "communique"} <= terms


def test_musts_of_the_model() -> None:
    """An annotation has one or more targets, an IRI, and a type; a specific resource has exactly one source."""
    rdf = graph()
    annotations = set(rdf.subjects(RDF.type, OA.Annotation))
    assert len(annotations) == sum(len(a.evidence) for e in ENTRIES for a in e.accounts)
    for annotation in annotations:
        assert isinstance(annotation, URIRef)
        target = one(rdf, annotation, OA.hasTarget)
        assert (target, RDF.type, OA.SpecificResource) in rdf
        assert isinstance(one(rdf, target, OA.hasSource), URIRef)
        assert one(rdf, annotation, OA.motivatedBy) == OA.describing


def test_selectors_have_what_they_must() -> None:
    """Exactly one exact; start and end are numbers that are not negative, in code points: they slice the text."""
    rdf = graph()
    for target in rdf.subjects(RDF.type, OA.SpecificResource):
        by_type = {one(rdf, s, RDF.type): s for s in rdf.objects(target, OA.hasSelector)}
        position, quote = by_type[OA.TextPositionSelector], by_type[OA.TextQuoteSelector]
        start, end = (one(rdf, position, p).toPython() for p in (OA.start, OA.end))  # type: ignore[attr-defined]
        assert TEXT[start:end] == str(one(rdf, quote, OA.exact))


def test_collection_counts_its_items() -> None:
    """The total is that of the page, which comes first."""
    found = collection()
    assert found["type"] == "AnnotationCollection"
    assert found["total"] == len(found["first"]["items"]) == export("webannotation")[1].items
    rdf = graph()
    (whole,) = rdf.subjects(RDF.type, AS.OrderedCollection)
    assert int(str(one(rdf, whole, AS.totalItems))) == found["total"]


def test_source_is_the_address_or_a_name() -> None:
    """A report without an address has an IRI all the same."""
    sources = {a["target"]["source"] for a in collection()["first"]["items"]}
    assert sources == {REPORT.url, "urn:communique:report:beef/2", "https://example.org/c"}


def test_words_around_come_from_the_text() -> None:
    """Prefix and suffix are those of the text that is given, and no longer than they may be."""
    items = collection(text_of=lambda id: TEXT if id == "f00d" else None)["first"]["items"]
    quote = items[1]["target"]["selector"][0]
    assert quote["prefix"] + quote["exact"] + quote["suffix"] in TEXT
    assert len(quote["suffix"]) == AROUND
    assert "prefix" not in items[2]["target"]["selector"][0]


def test_other_text_is_noticed() -> None:
    """What does not stand where it should is left out, and named with the report and the place."""
    out, written = export("webannotation", text_of=lambda id: "x" + TEXT)
    assert json.loads(out)["total"] == written.items == 0
    assert written.left_out["could not be written"] == len(written.failed)
    assert "e1: report f00d, 0-26: the text has" in written.failed[0]


def test_without_text_positions_stay() -> None:
    """A selector of positions alone is one still."""
    items = collection(with_text=False, text_of=lambda id: TEXT)["first"]["items"]
    assert [s["type"] for s in items[0]["target"]["selector"]] == ["TextPositionSelector"]
    assert not {"exact", "prefix", "suffix"} & set(items[0]["target"]["selector"][0])


def test_body_is_an_event() -> None:
    """In terms of schema.org; a plan is scheduled, and whose words it is stands there."""
    rdf = graph()
    body = URIRef("urn:communique:entry:e3")
    assert (body, RDF.type, SCHEMA.Event) in rdf
    assert one(rdf, body, SCHEMA.eventStatus) == SCHEMA.EventScheduled
    assert str(one(rdf, body, URIRef("urn:communique:term:status"))) == "planned"
    assert one(rdf, body, SCHEMA.location) == URIRef("https://sws.geonames.org/1853909/")
