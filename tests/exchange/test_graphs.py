"""GEXF and GraphML: opened by networkx; actors as nodes, what they did as edges with weights and days."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import networkx as nx
import pytest
from lxml import etree

from communique.exchange.entries import dyads_of
from tests.exchange.entries import ENTRIES, FORMULA, MEETING, export


def gexf(*made: object) -> Any:
    """The GEXF as networkx has it."""
    return nx.read_gexf(io.BytesIO(export("gexf", *made)[0]))  # type: ignore[arg-type]


def graphml(*made: object) -> Any:
    """The GraphML as networkx has it."""
    return nx.read_graphml(io.BytesIO(export("graphml", *made)[0]))  # type: ignore[arg-type]


@pytest.mark.parametrize("read", [gexf, graphml])
class TestBoth:
    """What the two have in common."""

    def test_edges_are_the_dyads(self, read: Any) -> None:
        """Weights add up to the dyads of all entries."""
        total = sum(w for *_, w in read().edges(data="weight"))
        assert total == sum(len(dyads_of(e)) for e in ENTRIES)
        assert read().is_directed()

    def test_nodes_have_their_attributes(self, read: Any) -> None:
        """Name, kind, country, number of entries; markup and formulas are text."""
        node = read().nodes["p1"]
        assert (node["label"], node["kind"], node["country"], node["entries"]) == ("Xi Jinping", "person", "CHN", 5)
        assert read().nodes[FORMULA.id]["label"] == FORMULA.name

    def test_country_without_a_host_is_a_node(self, read: Any) -> None:
        """It has an id that no actor has."""
        assert read().nodes["country:JPN"]["kind"] == "place"

    def test_same_dyads_are_one_edge(self, read: Any) -> None:
        """Of one kind and status; the ids of the entries stay."""
        graph = read(MEETING, replace(MEETING, id="x", time=None, earliest=None, latest=None))
        (edge,) = (d for *_, d in graph.edges("p1", data=True))
        assert (edge["weight"], edge["ids"], edge["undated"]) == (2.0, "e1 x", 1)
        assert (edge["first"], edge["last"]) == ("2019-06-28", "2019-06-28")

    def test_kinds_and_statuses_stay_apart(self, read: Any) -> None:
        """A planned visit is another edge than a cancelled one."""
        kinds = {(d["kind"], d["status"]) for *_, d in read().edges(data=True)}
        assert {("visit", "planned"), ("visit", "cancelled"), ("talks", "ongoing")} <= kinds


def test_gexf_is_dynamic() -> None:
    """Edges have spells with the days of their entries, which Gephi's timeline reads."""
    root = etree.fromstring(export("gexf")[0])
    names = {"g": root.nsmap[None]}
    assert root.xpath("string(g:graph/@mode)", namespaces=names) == "dynamic"
    spells = root.xpath("//g:edge[@label='talks']//g:spell", namespaces=names)
    assert {(s.get("start"), s.get("end")) for s in spells} == {("2019-06-28", "2019-06-29")}
    undated = root.xpath("//g:edge[@label='criticism']", namespaces=names)
    assert undated
    assert not any(len(e.xpath(".//g:spell", namespaces=names)) for e in undated)
