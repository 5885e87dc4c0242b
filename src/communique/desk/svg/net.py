"""Who engages whom as a network: the most engaged, and between two of them how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from communique.desk.svg.force import placed
from communique.exchange.entries import country_name
from communique.exchange.graph import node_id
from communique.ledger.marks import Mark
from communique.reading.coding.dyads import dyads
from communique.records import Side

WIDTH, HEIGHT, EDGE = 1000, 640, 40
_LARGEST, _LEAST = 15.0, 4.0


@dataclass(frozen=True, slots=True)
class Node:
    """An actor, or a country that was visited ("place"): how many engagements, and where it stands."""

    id: str
    name: str
    kind: str
    country: str | None
    count: int
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Edge:
    """Two nodes, and in how many engagements one does something to the other, or both meet."""

    one: Node
    other: Node
    count: int
    width: float


@dataclass(frozen=True, slots=True)
class Net:
    """The nodes, the edges from the most, and how many nodes there are of all."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    all: int
    width: int = WIDTH
    height: int = HEIGHT


def most_engaged(marks: Sequence[Mark], most: int) -> frozenset[str]:
    """Return the ids of the nodes that have most engagements."""
    return frozenset(id for id, _ in _ranked(_counts(map(_pairs, marks)))[:most])


def net(marks: Sequence[Mark], most: int) -> Net:
    """Return the network of marks, of so many nodes at most."""
    joined = [_pairs(mark) for mark in marks]
    counts, named, pairs = _counts(joined), dict[str, tuple[str, str, str | None]](), Counter[tuple[str, str]]()
    ids = sorted(id for id, _ in _ranked(counts)[:most])
    index = {id: n for n, id in enumerate(ids)}
    for mark, found in zip(marks, joined, strict=True):
        pairs.update(pair for pair in found if pair[0] in index and pair[1] in index)
        if all(id in named for pair in found for id in pair):
            continue
        kinds = {party.actor.id: party.actor.kind.value for party in mark.parties}
        for one, other in _sides(mark):
            for side in (one, other):
                name = side.name if side.id else country_name(side.country) or side.name
                named.setdefault(node_id(side), (name, kinds.get(side.id or "", "place"), side.country))
    at = placed(len(ids), [(index[a], index[b], n) for (a, b), n in sorted(pairs.items())])
    largest = max((counts[id] for id in ids), default=1)
    nodes = {
        id: Node(id, *named[id], counts[id], round(WIDTH / 2 + float(at[n, 0]) * (WIDTH / 2 - EDGE * 2.5), 1),
                 round(HEIGHT / 2 + float(at[n, 1]) * (HEIGHT / 2 - EDGE), 1),
                 round(max(_LEAST, _LARGEST * (counts[id] / largest) ** 0.5), 1))
        for id, n in index.items()
    }  # fmt: skip
    strongest = max(pairs.values(), default=1)
    edges = [Edge(nodes[a], nodes[b], n, round(0.8 + 5 * n / strongest, 1)) for (a, b), n in pairs.items()]
    edges.sort(key=lambda x: (-x.count, x.one.name, x.other.name, x.one.id, x.other.id))
    ordered = sorted(nodes.values(), key=lambda x: (-x.count, x.name, x.id))
    return Net(tuple(ordered), tuple(edges), len(counts))


def _counts(joined: Iterable[set[tuple[str, str]]]) -> Counter[str]:
    """In how many engagements each node has somebody on the other side."""
    return Counter(id for pairs in joined for id in {id for pair in pairs for id in pair})


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda x: (-x[1], x[0]))


def _pairs(mark: Mark) -> set[tuple[str, str]]:
    """The pairs of nodes, the lesser first, however often and in whichever direction."""
    found = ((node_id(one), node_id(other)) for one, other in _sides(mark))
    return {(min(pair), max(pair)) for pair in found}


def _sides(mark: Mark) -> Iterator[tuple[Side, Side]]:
    parties = [(Side(p.actor.id, p.actor.name, p.actor.country, p.actor.sectors), p.part) for p in mark.parties]
    return iter(dyads(mark.kind, parties, mark.place))
