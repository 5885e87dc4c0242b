"""The network of actors that entries make, for GEXF and GraphML: who did what to whom, how often and when.

An edge joins all dyads of one source, target, kind and status. Both formats want every node before the first edge,
so the network is held in memory: a node an actor, an edge a kind of thing between two, with its days and the ids
of its entries (not the entries themselves).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from communique.exchange.base import NO_DYAD, Options, Tally
from communique.exchange.entries import Dyad, country_name, dyads_of
from communique.ledger.views import Entry
from communique.records import Side


@dataclass(slots=True)
class Node:
    """An actor, or a country that was visited without a host being named (``kind`` is then "place")."""

    id: str
    name: str
    kind: str
    country: str | None
    sectors: tuple[str, ...]
    wikidata: str | None
    entries: int = 0


@dataclass(slots=True)
class Edge:
    """What one did to another: kind and status, the days of each time known in part, the ids of the entries."""

    source: str
    target: str
    kind: str
    status: str
    plover: str
    days: list[tuple[str | None, str | None]] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)

    @property
    def first(self) -> str | None:
        """The first day of all; ``None`` where none is known."""
        return min((a for a, _ in self.days if a), default=None)

    @property
    def last(self) -> str | None:
        """The last day of all; ``None`` where none is known."""
        return max((b for _, b in self.days if b), default=None)


@dataclass(slots=True)
class Network:
    """Nodes and edges in the order in which they were met."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[tuple[str, ...], Edge] = field(default_factory=dict)

    def among(self, ids: Collection[str]) -> Network:
        """Return the part of it that is these nodes and the edges between them."""
        nodes = {id: node for id, node in self.nodes.items() if id in ids}
        return Network(nodes, {key: x for key, x in self.edges.items() if x.source in nodes and x.target in nodes})


def network_of(entries: Iterable[Entry], options: Options, tally: Tally) -> Network:
    """Return the network of entries; those with one side only are counted as left out."""
    network = Network()
    for entry in tally.of_status(entries, options):
        pairs = tally.made(_pairs, entry, options)
        if pairs is None:
            continue
        for node in {id for d in pairs for id in (_node(network, d, d.source), _node(network, d, d.target))}:
            network.nodes[node].entries += 1
        for dyad in pairs:
            _add(network, dyad)
        tally.take(len(pairs))
    return network


def _pairs(entry: Entry, options: Options) -> tuple[Dyad, ...] | str:
    return dyads_of(entry, options) or NO_DYAD


def _add(network: Network, dyad: Dyad) -> None:
    entry = dyad.entry
    key = (node_id(dyad.source), node_id(dyad.target), entry.kind, entry.status.value, entry.plover.type)
    edge = network.edges.setdefault(key, Edge(*key))
    edge.entries.append(entry.id)
    if entry.earliest or entry.latest:
        edge.days.append((entry.earliest, entry.latest))


def node_id(side: Side) -> str:
    """Return the id of the node that a side is: an actor's, or that of a country visited."""
    return side.id if side.id is not None else f"country:{side.country}"


def _node(network: Network, dyad: Dyad, side: Side) -> str:
    """The id of a side's node, which is made if it is new."""
    id, actor = node_id(side), dyad.actor(side)
    if id not in network.nodes:
        name = side.name if actor else country_name(side.country) or side.name
        kind, wikidata = (actor.kind.value, actor.wikidata) if actor else ("place", None)
        network.nodes[id] = Node(id, name, kind, side.country, side.sectors, wikidata)
    return id
