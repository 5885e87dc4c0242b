"""The house that the package is: its modules, and which of them import which."""

from __future__ import annotations

import ast
import graphlib
from collections.abc import Iterator, Mapping, Set
from functools import cache
from pathlib import Path

from tests.readings import ROOT

SOURCE = ROOT / "src" / "communique"
MODULES = sorted(SOURCE.rglob("*.py"))
FLOORS = {
    "tables": ("tables", "lines", "periods", "version"),
    "page": ("page",),
    "lexicon": ("lexicon",),
    "known": ("known",),
    "times": ("times",),
    "places": ("places",),
    "actors": ("actors",),
    "status": ("status",),
    "engagements": (
        "arguments", "evaluations", "drafts", "parties", "company", "anchoring", "timing", "tellings", "engagements",
    ),
    "statements": ("statements",),
    "coding": ("coding",),
    "read": ("read",),
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
