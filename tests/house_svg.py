"""A drawing of boxes that stand on each other: each above those that it imports, arrows with counts between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from itertools import pairwise

Counts = Mapping[tuple[str, str], int]
Node = tuple[str, ...]
"""A box (its name), or the place where an arrow (its two names and a row's number) passes a row of boxes."""

WIDE, HIGH, BETWEEN, APART, PASSING, EDGE = 124, 34, 62, 24, 20, 16
"""Pixels: a box, the space between rows and between boxes, the room for an arrow that passes, the margin."""
_HEAD = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img">
<title>{title}</title>
<style>
text {{ font: 13px sans-serif; text-anchor: middle; dominant-baseline: central; fill: #1c2733 }}
.count {{ font-size: 11px; fill: #4a6078; stroke: #fff; stroke-width: 4px; paint-order: stroke }}
.box {{ fill: #eef2f7; stroke: #4a6078 }}
.arrow {{ fill: none; stroke: #8a9bad; marker-end: url(#head) }}
</style>
<marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">
<path d="M0 0L8 4L0 8z" fill="#8a9bad"/></marker>
<rect width="{w}" height="{h}" fill="#fff"/>
"""


def below(name: str, counts: Counts) -> set[str]:
    """Every box that ``name`` reaches by arrows."""
    direct = {b for a, b in counts if a == name}
    return direct.union(*(below(b, counts) for b in direct))


def drawn(counts: Counts) -> list[tuple[str, str]]:
    """The arrows but those that a way by other boxes makes plain already."""
    over = {name: below(name, counts) for name in {x for pair in counts for x in pair}}
    return [(a, b) for a, b in counts if not any(b in over[m] for x, m in counts if x == a and m != b)]


def rows(counts: Counts, order: Iterable[str]) -> dict[str, int]:
    """The row of each box, from 0 at the bottom: as low as what it imports lets it, or near what imports it."""
    row: dict[str, int] = {}
    for name in order:
        row[name] = 1 + max((row[b] for a, b in counts if a == name), default=-1)
    for name in row:
        if all(a != name for a, _ in counts):
            row[name] = min((row[a] for a, b in counts if b == name), default=1) - 1
    return row


def ways(arrows: Iterable[tuple[str, str]], row: Mapping[str, int]) -> list[list[Node]]:
    """Each arrow as the nodes it goes by, one a row, from the top down."""
    return [[(a,), *((a, b, str(r)) for r in range(row[a] - 1, row[b], -1)), (b,)] for a, b in arrows]


def places(paths: list[list[Node]], row: Mapping[str, int]) -> dict[Node, float]:
    """How far to the right the middle of each node is: near its neighbours, and apart from those of its row."""
    near: dict[Node, set[Node]] = {}
    for a, b in (pair for path in paths for pair in pairwise(path)):
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    lines: list[list[Node]] = [[] for _ in range(max(row.values()) + 1)]
    for node in sorted(near):
        lines[int(node[2]) if len(node) == 3 else row[node[0]]].append(node)
    at: dict[Node, float] = {node: float(n) for line in lines for n, node in enumerate(line)}
    for turn in range(40):
        for line in lines if turn % 2 else reversed(lines):
            wish = {n: sum(at[x] for x in sorted(near[n])) / len(near[n]) for n in line}
            line.sort(key=lambda n: (wish[n], n))
            at |= settled(line, wish)
    least = min(at[n] - half(n) for n in at)
    return {n: x - least + EDGE for n, x in at.items()}


def half(node: Node) -> float:
    """Half the width of a node."""
    return (WIDE if len(node) == 1 else PASSING) / 2


def settled(line: list[Node], wish: Mapping[Node, float]) -> dict[Node, float]:
    """The nodes of a row as near to where they wish to be as the space between them allows."""
    need = [0.0]
    for a, b in pairwise(line):
        need.append(need[-1] + half(a) + APART + half(b))
    free = [wish[n] - x for n, x in zip(line, need, strict=True)]
    up = [max(free[: i + 1]) for i in range(len(free))]
    down = [min(free[i:]) for i in range(len(free))]
    return {n: x + (u + d) / 2 for n, x, u, d in zip(line, need, up, down, strict=True)}


def arrow(points: list[tuple[float, float]], count: int) -> str:
    """An arrow through points, from the top down, with its count beside its beginning."""
    text = f"M{points[0][0]:.0f} {points[0][1]:.0f}"
    for (x, y), (to_x, to_y) in pairwise(points):
        middle = (y + to_y) / 2
        text += f"C{x:.0f} {middle:.0f} {to_x:.0f} {middle:.0f} {to_x:.0f} {to_y:.0f}"
    (x, y), (to_x, to_y) = points[:2]
    label = f'<text class="count" x="{(x + to_x) / 2:.0f}" y="{(y + to_y) / 2:.0f}">{count}</text>'
    return f'<path class="arrow" d="{text}"/>\n{label}\n'


def drawing(counts: Counts, order: Iterable[str], title: str) -> str:
    """The drawing as SVG, the same for the same counts.

    Args:
        counts: how many imports lead from a box to another.
        order: the boxes from the bottom up, none before one that it imports.
        title: what is drawn, for who cannot see it.
    """
    row = rows(counts, order)
    paths = ways(drawn(counts), row)
    at = places(paths, row)
    top = {name: EDGE + (max(row.values()) - r) * (HIGH + BETWEEN) for name, r in row.items()}
    body = ""
    for path in paths:
        a, b = path[0][0], path[-1][0]
        inner = [(at[n], EDGE + (max(row.values()) - int(n[2])) * (HIGH + BETWEEN)) for n in path[1:-1]]
        passed = [point for x, y in inner for point in ((x, float(y)), (x, float(y + HIGH)))]
        body += arrow([(at[path[0]], top[a] + HIGH), *passed, (at[path[-1]], top[b])], counts[a, b])
    for name, y in top.items():
        x = at[(name,)]
        body += f'<rect class="box" x="{x - WIDE / 2:.0f}" y="{y}" width="{WIDE}" height="{HIGH}" rx="4"/>\n'
        body += f'<text x="{x:.0f}" y="{y + HIGH / 2:.0f}">{escape(name)}</text>\n'
    wide = round(max(x + half(n) for n, x in at.items()) + EDGE)
    high = max(top.values()) + HIGH + EDGE
    return _HEAD.format(w=wide, h=high, title=escape(title)) + body + "</svg>\n"
