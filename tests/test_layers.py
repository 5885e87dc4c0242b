"""The layers of the package: who may import whom, and how long modules and functions may be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.readings import ROOT

SOURCE = ROOT / "src" / "communique"
MODULES = sorted(SOURCE.rglob("*.py"))
LAYERS = (
    ("__init__", "errors", "records"),
    ("text", "wordlists"),
    ("intake",),
    ("language",),
    ("reading",),
    ("ledger",),
    ("exchange", "explain", "runs", "scale", "table"),
    ("desk",),
    ("commands",),
    ("cli",),
    ("__main__",),
)
"""From the bottom up: a module imports from its own layer or one below."""
LONGEST_MODULE, LONGEST_FUNCTION = 500, 40
FOLDERS = {"data": "reading", "samples": "cli"}
"""Folders without code, and the layer that reads them."""


def part_of(module: str) -> str:
    """The part of the package that a dotted name belongs to."""
    parts = module.split(".")
    return FOLDERS.get(parts[1], parts[1]) if len(parts) > 1 else "__init__"


def level(part: str) -> int:
    """How high a part stands; fails for one that has no layer yet."""
    found = [n for n, parts in enumerate(LAYERS) if part in parts]
    assert found, f"{part} stands in no layer: give it one"
    return found[0]


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every import of the package's own modules in a file, wherever it stands, with its line."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, a.name) for a in node.names if a.name.split(".")[0] == "communique")
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            if node.module == "communique":
                yield from ((node.lineno, f"communique.{a.name}") for a in node.names)
            elif node.module and node.module.startswith("communique."):
                yield node.lineno, node.module


def name_of(path: Path) -> str:
    """The dotted name of a module."""
    parts = ("communique", *path.relative_to(SOURCE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 2 else parts)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_imports_upwards(path: Path) -> None:
    """A module imports from its own layer or from one below it."""
    own = level(part_of(name_of(path)))
    names = [(line, name.replace("communique.__version__", "communique")) for line, name in imports(path)]
    assert [f"{path.name}:{line} imports {name}" for line, name in names if level(part_of(name)) > own] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_heavy_libraries_stay_in_their_layer(path: Path) -> None:
    """Each by what it is for: ONNX Runtime by the language core alone, lxml by what reads or writes XML, and so on."""
    homes = {"onnxruntime": ("language",), "trafilatura": ("intake",), "lxml": ("intake", "exchange"),
             "htmldate": ("intake",), "rich": ("cli", "commands", "explain", "table"),
             "click": ("cli", "commands"), "torch": (),
             "pyarrow": ("exchange",), "icalendar": ("exchange",)}  # fmt: skip
    used = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            used |= {a.name.split(".")[0] for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            used.add(node.module.split(".")[0])
    part = part_of(name_of(path))
    assert [name for name, parts in homes.items() if name in used and part not in parts] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_is_no_longer_than_a_reader_can_hold(path: Path) -> None:
    """At most 500 lines a module, and it says what it is for."""
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    assert ast.get_docstring(ast.parse(text)) or not text.strip()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_functions_are_short(path: Path) -> None:
    """At most 40 lines a function, its docstring among them."""
    functions = (n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.FunctionDef))
    lengths = {f"{f.name} (line {f.lineno})": (f.end_lineno or f.lineno) - f.lineno + 1 for f in functions}
    assert {name: n for name, n in lengths.items() if n > LONGEST_FUNCTION} == {}


def test_modules_are_short_on_the_whole() -> None:
    """Half of the modules have 150 lines or fewer."""
    lengths = sorted(len(p.read_text("utf-8").splitlines()) for p in MODULES if p.stat().st_size)
    assert lengths[len(lengths) // 2] <= 150


def test_upward_import_is_noticed(tmp_path: Path) -> None:
    """The walk sees imports of every form, also within a function."""
    path = tmp_path / "sample.py"
    path.write_text(
        "import communique.cli\nfrom communique import table\ndef f():\n    from communique.reading.read import read\n",
        "utf-8",
    )
    assert [name for _, name in imports(path)] == ["communique.cli", "communique.table", "communique.reading.read"]
    assert level("cli") > level("reading") > level("language") > level("intake") > level("text")
