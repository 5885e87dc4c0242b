"""The house that the package is, drawn from its imports: ``python -m tests.house --write`` renews the page."""

from __future__ import annotations

import ast
import graphlib
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import cache
from pathlib import Path

from tests import marked
from tests.house_svg import drawing
from tests.readings import ROOT

SOURCE = ROOT / "src" / "communique"
MODULES = sorted(SOURCE.rglob("*.py"))
PAGE = ROOT / "docs" / "explanation" / "house.md"
LAYERS = (
    ("about", "characters", "errors", "extras", "links", "manual", "nearest", "plain"),
    ("webpage",),
    ("records",),
    ("text", "wordlists"),
    ("web",),
    ("intake",),
    ("language",),
    ("reading",),
    ("ledger",),
    ("exchange", "explain", "runs", "scale", "shortcuts", "table", "taking"),
    ("frames", "watching"),
    ("__init__",),
    ("desk",),
    ("commands",),
    ("cli",),
    ("__main__",),
)
"""From the bottom up: a module imports from its own layer or one below."""
FOLDERS = {"data": "reading", "samples": "cli"}
"""Folders without code, and the layer that reads them."""
FLOORS = {
    "tables": ("tables", "lines", "periods", "asked", "version"),
    "page": ("page",),
    "lexicon": ("lexicon",),
    "known": ("known",),
    "times": ("times",),
    "places": ("places",),
    "actors": ("actors",),
    "status": ("status",),
    "engagements": ("engagements",),
    "statements": ("statements",),
    "coding": ("coding",),
    "read": ("read", "budget", "copies"),
    "rows": ("rows",),
    "pairs": ("pairs",),
    "lines out": ("jsonl",),
}  # fmt: skip
"""The floors of the reading from the bottom up, each with its rooms: a module imports from its own floor or below."""


def name_of(path: Path) -> str:
    """The dotted name of a module."""
    parts = ("communique", *path.relative_to(SOURCE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = frozenset(map(name_of, MODULES))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every import of the package's own modules in a file, wherever it stands, with its line."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, a.name) for a in node.names if a.name.split(".")[0] == "communique")
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            if node.module and node.module.split(".")[0] == "communique":
                full = (f"{node.module}.{a.name}" for a in node.names)
                yield from dict.fromkeys((node.lineno, name if name in NAMES else node.module) for name in full)


def part_of(module: str) -> str:
    """The part of the package that a dotted name belongs to."""
    parts = module.split(".")
    return FOLDERS.get(parts[1], parts[1]) if len(parts) > 1 else "__init__"


def floor_of(name: str) -> str | None:
    """The floor of the reading that a module stands on; ``None`` outside the reading, fails where it has no floor."""
    parts = name.split(".")
    if parts[:2] != ["communique", "reading"] or len(parts) == 2:
        return None
    found = [floor for floor, rooms in FLOORS.items() if parts[2] in rooms]
    assert len(found) == 1, f"{name} stands on {found or 'no floor'}: give it one, in tests/house.py"
    return found[0]


def above(name: str) -> tuple[str, ...]:
    """The packages that a module lies in, the outermost first."""
    parts = name.split(".")
    return tuple(".".join(parts[:n]) for n in range(1, len(parts)))


def run_by(importer: str, imported: str) -> Set[str]:
    """The modules that an import runs: the one named, and the packages on the way that do not hold the importer."""
    return {imported} | ({*above(imported)} - {*above(importer), importer})


@cache
def graph() -> Mapping[str, Set[str]]:
    """What each module imports of the package, at whatever place in it."""
    return {name_of(path): {name for _, name in imports(path)} for path in MODULES}


def circle(edges: Mapping[str, Set[str]]) -> list[str]:
    """A circle of imports, each module before the one that imports it; empty where there is none."""
    running = {name: {r for i in found for r in run_by(name, i)} for name, found in edges.items()}
    try:
        graphlib.TopologicalSorter(running).prepare()
    except graphlib.CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


def counts(box_of: Callable[[str], str | None]) -> dict[tuple[str, str], int]:
    """How many imports lead from a box to another: pairs of modules, one of which imports the other."""
    boxes = ((box_of(name), box_of(other)) for name, found in sorted(graph().items()) for other in sorted(found))
    return dict(sorted(Counter((a, b) for a, b in boxes if a and b and a != b).items()))


def layers() -> tuple[dict[tuple[str, str], int], list[str]]:
    """The imports between the parts of the package, and the parts that there are, from the bottom up."""
    between = counts(lambda name: None if part_of(name).startswith("__") else part_of(name))
    return between, [part for parts in LAYERS for part in parts if any(part in pair for pair in between)]


def floors() -> tuple[dict[tuple[str, str], int], list[str]]:
    """The imports between the floors of the reading, and the floors from the bottom up."""
    return counts(floor_of), list(FLOORS)


def drawings() -> dict[Path, str]:
    """The drawings of the page, by their files."""
    return {
        PAGE.with_name("house.svg"): drawing(*layers(), "The parts of the package and the imports between them"),
        PAGE.with_name("reading.svg"): drawing(*floors(), "The floors of the reading and the imports between them"),
    }


def says(module: str) -> str:
    """The first line of a module's docstring."""
    path = next(p for p in MODULES if name_of(p) == module)
    return (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n")[0]


def table(between: Mapping[tuple[str, str], int], order: Sequence[str], box_of: Callable[[str], str | None]) -> str:
    """A row a box, the highest first: its modules, and of which others it imports how often."""
    rows = ["| | modules | imports |", "|---|---|---|"]
    for box in reversed(order):
        found = ", ".join(f"{b} {between[box, b]}" for b in reversed(order) if (box, b) in between)
        rows.append(f"| {box} | {sum(box_of(name) == box for name in NAMES)} | {found} |")
    return "\n".join(rows)


def rooms() -> str:
    """A row a room of the reading, the highest first: its floor, and what it is for, as it says itself."""
    rows = ["| floor | room | |", "|---|---|---|"]
    for floor, found in reversed(FLOORS.items()):
        rows += [f"| {floor} | `{room}` | {says(f'communique.reading.{room}')} |" for room in found]
    return "\n".join(rows)


def renewed(text: str) -> str:
    """The page with its tables as the house stands now."""
    made = {"parts": table(*layers(), part_of), "floors": table(*floors(), floor_of), "rooms": rooms()}
    for name, new in made.items():
        text = marked.renewed(text, name, new)
    return text


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        PAGE.write_text(renewed(PAGE.read_text("utf-8")), "utf-8")
        for path, svg in drawings().items():
            path.write_text(svg, "utf-8")
    else:
        print(rooms(), table(*layers(), part_of), table(*floors(), floor_of), sep="\n\n")
