"""GraphML (http://graphml.graphdrawing.org/specification.html): the network of actors, for networkx, igraph, yEd.

The network is held in memory (see :mod:`communique.exchange.graph`). GraphML has no times of its own: ``first`` and
``last`` are the ends of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, BinaryIO

from lxml import etree

from communique.exchange.base import Options, Tally, Written
from communique.exchange.graph import Edge, Node, network_of
from communique.exchange.xml import safe
from communique.ledger.views import Entry

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
NODE = {
    "label": "string",
    "kind": "string",
    "country": "string",
    "sectors": "string",
    "wikidata": "string",
    "entries": "int",
}
EDGE = {
    "weight": "double",
    "kind": "string",
    "status": "string",
    "plover": "string",
    "first": "string",
    "last": "string",
    "undated": "int",
    "ids": "string",
}
"""Attributes of nodes and of edges with their types; ``ids`` are those of the entries, with blanks between."""


def write(entries: Iterable[Entry], stream: BinaryIO, options: Options) -> Written:
    """Write the network; an entry with one side only is left out."""
    tally = Tally()
    network = network_of(entries, options, tally)
    with etree.xmlfile(stream, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("graphml", nsmap={None: NAMESPACE}):
            for of, types in (("node", NODE), ("edge", EDGE)):
                for name, kind in types.items():
                    with xml.element("key", {"id": f"{of}_{name}", "for": of, "attr.name": name, "attr.type": kind}):
                        pass
            with xml.element("graph", edgedefault="directed"):
                for node in network.nodes.values():
                    with xml.element("node", id=safe(node.id)):
                        _data(xml, "node", _of_node(node))
                for number, edge in enumerate(network.edges.values(), 1):
                    ends = {"source": safe(edge.source), "target": safe(edge.target)}
                    with xml.element("edge", {"id": f"e{number}", **ends}):
                        _data(xml, "edge", _of_edge(edge))
    return replace(tally.written(), items=len(network.edges))


def _of_node(node: Node) -> dict[str, str | None]:
    names = {"label": node.name, "kind": node.kind, "country": node.country, "wikidata": node.wikidata}
    return {**names, "sectors": " ".join(node.sectors), "entries": str(node.entries)}


def _of_edge(edge: Edge) -> dict[str, str | None]:
    return {
        "weight": str(float(len(edge.entries))),
        "kind": edge.kind,
        "status": edge.status,
        "plover": edge.plover,
        "first": edge.first,
        "last": edge.last,
        "undated": str(len(edge.entries) - len(edge.days)),
        "ids": " ".join(edge.entries),
    }


def _data(xml: Any, of: str, values: Mapping[str, str | None]) -> None:
    for name, value in values.items():
        if value:
            with xml.element("data", key=f"{of}_{name}"):
                xml.write(safe(value))
