"""GEXF 1.2 (https://gexf.net/1.2/), dynamic, for Gephi: actors as nodes, what they did to each other as edges.

An edge's weight is its number of entries; its spells are their days, so that Gephi's timeline shows when. An edge
of whose entries no time is known has none and is always shown. The network is held in memory (see
:mod:`communique.exchange.graph`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, BinaryIO

from lxml import etree

from communique.exchange.base import Options, Tally, Written
from communique.exchange.graph import Edge, Network, Node, network_of
from communique.exchange.xml import safe
from communique.ledger.views import Entry

NAMESPACE = "http://www.gexf.net/1.2draft"
NODE = {"kind": "string", "country": "string", "sectors": "string", "wikidata": "string", "entries": "integer"}
EDGE = {
    "kind": "string",
    "status": "string",
    "plover": "string",
    "first": "string",
    "last": "string",
    "undated": "integer",
    "ids": "string",
}
"""Attributes of nodes and of edges with their types; ``ids`` are those of the entries, with blanks between."""


def write(entries: Iterable[Entry], stream: BinaryIO, options: Options) -> Written:
    """Write the network; an entry with one side only is left out."""
    tally = Tally()
    network = network_of(entries, options, tally)
    write_network(network, stream, options)
    return replace(tally.written(), items=len(network.edges))


def write_network(network: Network, stream: BinaryIO, options: Options) -> None:
    """Write a network that was made of entries, or a part of one."""
    with etree.xmlfile(stream, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("gexf", nsmap={None: NAMESPACE}, version="1.2"):
            _meta(xml, options)
            graph = {"mode": "dynamic", "defaultedgetype": "directed", "timeformat": "date"}
            with xml.element("graph", graph):
                _declare(xml, "node", NODE)
                _declare(xml, "edge", EDGE)
                with xml.element("nodes"):
                    for node in network.nodes.values():
                        _node(xml, node)
                with xml.element("edges"):
                    for number, edge in enumerate(network.edges.values(), 1):
                        _edge(xml, number, edge)


def _meta(xml: Any, options: Options) -> None:
    day = {"lastmodifieddate": options.made_at.date().isoformat()} if options.made_at else {}
    with xml.element("meta", day):
        for name, text in (("creator", "Communiqué"), ("description", options.title)):
            with xml.element(name):
                xml.write(safe(text))


def _declare(xml: Any, of: str, types: Mapping[str, str]) -> None:
    with xml.element("attributes", {"class": of, "mode": "static"}):
        for name, kind in types.items():
            with xml.element("attribute", id=name, title=name, type=kind):
                pass


def _node(xml: Any, node: Node) -> None:
    values = {"kind": node.kind, "country": node.country, "sectors": " ".join(node.sectors)}
    with xml.element("node", id=safe(node.id), label=safe(node.name)):
        _values(xml, {**values, "wikidata": node.wikidata, "entries": str(node.entries)})


def _edge(xml: Any, number: int, edge: Edge) -> None:
    ends = {"source": safe(edge.source), "target": safe(edge.target), "label": safe(edge.kind)}
    values = {
        "kind": edge.kind,
        "status": edge.status,
        "plover": edge.plover,
        "first": edge.first,
        "last": edge.last,
        "undated": str(len(edge.entries) - len(edge.days)),
        "ids": " ".join(edge.entries),
    }
    with xml.element("edge", {"id": str(number), **ends, "weight": str(float(len(edge.entries)))}):
        _values(xml, values)
        if edge.days:
            with xml.element("spells"):
                for first, last in sorted(set(edge.days), key=lambda d: (d[0] or "", d[1] or "")):
                    with xml.element("spell", {k: v for k, v in (("start", first), ("end", last)) if v}):
                        pass


def _values(xml: Any, values: Mapping[str, str | None]) -> None:
    with xml.element("attvalues"):
        for name, value in values.items():
            if value:
                with xml.element("attvalue", {"for": name, "value": safe(value)}):
                    pass
