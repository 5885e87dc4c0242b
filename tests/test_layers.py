"""The layers of the package: who may import whom, and how long modules and functions may be."""

from __future__ import annotations

import ast
from itertools import pairwise
from pathlib import Path

import pytest

from tests import house, house_svg
from tests.house import FLOORS, LAYERS, MODULES, circle, floor_of, graph, imports, name_of, part_of

LONGEST_MODULE, LONGEST_FUNCTION = 500, 40


def level(part: str) -> int:
    """How high a part stands; fails for one that has no layer yet."""
    found = [n for n, parts in enumerate(LAYERS) if part in parts]
    assert found, f"{part} stands in no layer: give it one"
    return found[0]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_imports_upwards(path: Path) -> None:
    """A module imports from its own layer or from one below it."""
    own = level(part_of(name_of(path)))
    assert [f"{path.name}:{line} imports {name}" for line, name in imports(path) if level(part_of(name)) > own] == []


@pytest.mark.parametrize("path", [p for p in MODULES if ".reading." in name_of(p)], ids=name_of)
def test_nothing_in_the_reading_imports_from_a_floor_above(path: Path) -> None:
    """A module of the reading imports from its own floor or from one below it."""
    order = [None, *FLOORS]
    own = order.index(floor_of(name_of(path)))
    found = [(line, name) for line, name in imports(path) if order.index(floor_of(name)) > own]
    assert [f"{path.name}:{line} imports {name}" for line, name in found] == []


def test_rooms_of_the_floors_are_there() -> None:
    """What stands directly in the reading has one floor, and no floor has a room that is gone."""
    rooms = [room for floor in FLOORS.values() for room in floor]
    assert sorted(rooms) == sorted({name.split(".")[2] for name in graph() if floor_of(name)})


def test_no_circle_of_imports() -> None:
    """No module needs itself: not within a function either, not for types alone, nor by a package's ``__init__``."""
    assert circle(graph()) == []


@pytest.mark.parametrize(
    ("edges", "found"),
    [
        ({"communique.a": {"communique.b"}, "communique.b": {"communique.a"}}, {"communique.a", "communique.b"}),
        ({"communique.a": {"communique.p.x"}, "communique.p": {"communique.a"}, "communique.p.x": set()},
         {"communique.a", "communique.p"}),
        ({"communique.p": {"communique.p.x"}, "communique.p.x": {"communique.p"}}, {"communique.p", "communique.p.x"}),
        ({"communique.a": {"communique.a"}}, {"communique.a"}),
        ({"communique.p": {"communique.p.x"}, "communique.p.x": {"communique.p.y"}, "communique.p.y": set()}, set()),
    ],
)  # fmt: skip
def test_circle_is_noticed(edges: dict[str, set[str]], found: set[str]) -> None:
    """Two modules, a module and a package that runs on the way to another, a package and its own, one alone."""
    assert set(circle(edges)) == found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_heavy_libraries_stay_in_their_layer(path: Path) -> None:
    """Each by what it is for: ONNX Runtime by the language core alone, lxml by what reads or writes XML, and so on."""
    homes = {"onnxruntime": ("language",), "trafilatura": ("intake",), "lxml": ("intake", "exchange"),
             "htmldate": ("intake",), "rich": ("cli", "commands", "explain", "table"),
             "click": ("cli", "commands"), "torch": (),
             "pyarrow": ("exchange", "extras", "intake", "scale"), "fsspec": ("scale",), "ray": ("scale",),
             "pandas": ("frames",), "icalendar": ("exchange",),
             "jinja2": ("webpage", "desk"), "markdown_it": ("desk",),
             "urllib3": ("web",), "certifi": ("web",), "protego": ("web",),
             "feedparser": ("web",), "http": ("web", "desk"),
             "fastapi": ("desk",), "starlette": ("desk",), "uvicorn": ("commands",),
             "structlog": ("watching",), "prometheus_client": ("watching",)}  # fmt: skip
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


def test_the_house_is_drawn_as_it_stands() -> None:
    """The page and its drawings show the imports there are; if not: ``python -m tests.house --write``."""
    made = house.drawings() | {house.PAGE: house.renewed(house.PAGE.read_text("utf-8"))}
    assert [path.name for path, text in made.items() if path.read_text("utf-8") != text] == []


def test_drawing_leaves_out_what_is_plain() -> None:
    """An arrow that a way by another box implies is not drawn, nor is a box without arrows; counts are."""
    counts = {("a", "b"): 2, ("b", "c"): 34, ("a", "c"): 56}
    assert house_svg.drawn(counts) == [("a", "b"), ("b", "c")]
    svg = house_svg.drawing(counts, "cba", "A & B")
    assert svg.count('class="arrow"') == 2 and svg.count('class="box"') == 3
    assert ">34<" in svg and ">56<" not in svg and "A &amp; B" in svg


def test_boxes_of_a_drawing_stand_apart() -> None:
    """No two boxes of a row overlap, and none stands below what it imports."""
    for counts, order in (house.layers(), house.floors()):
        row = house_svg.rows(counts, order)
        assert all(row[a] > row[b] for a, b in counts)
        at = house_svg.places(house_svg.ways(house_svg.drawn(counts), row), row)
        for level in set(row.values()):
            line = sorted(at[(name,)] for name, r in row.items() if r == level)
            assert all(b - a >= house_svg.WIDE for a, b in pairwise(line))


def test_upward_import_is_noticed(tmp_path: Path) -> None:
    """The walk sees imports of every form, also within a function."""
    path = tmp_path / "sample.py"
    path.write_text(
        "import communique.cli\nfrom communique import table\ndef f():\n    from communique.reading.read import read\n",
        "utf-8",
    )
    assert [name for _, name in imports(path)] == ["communique.cli", "communique.table", "communique.reading.read"]
    assert level("cli") > level("reading") > level("language") > level("intake") > level("text")
