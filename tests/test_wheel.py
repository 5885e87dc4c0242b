"""What is in the wheel that people install."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.readings import ROOT

SOURCE = ROOT / "src"
_BUILD = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"


def build(folder: Path) -> None:
    """Build the wheel into a folder, with nothing fetched; skip where there is nothing to build it with."""
    if find_spec("hatchling") is not None:
        subprocess.run([sys.executable, "-c", _BUILD, str(folder)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        return
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("neither hatchling nor uv is installed, so no wheel can be built")
    command = [uv, "build", "--quiet", "--offline", "--wheel", "--python", sys.executable, "--out-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode and "hatchling" in done.stderr:
        pytest.skip("hatchling is not installed and not in uv's cache, so no wheel can be built offline")
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """The wheel, built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build(folder)
    (path,) = folder.glob("communique-*.whl")
    with zipfile.ZipFile(path) as opened:
        yield opened


def test_the_wheel_says_that_it_is_typed(wheel: zipfile.ZipFile) -> None:
    """The marker of PEP 561 lies in it: without it type checkers take everything of the package for ``Any``."""
    assert "communique/py.typed" in wheel.namelist()


def test_the_wheel_holds_the_whole_package(wheel: zipfile.ZipFile) -> None:
    """Every module, table, weight and sample of the checkout, the licence, and nothing beside the package."""
    there = {
        p.relative_to(SOURCE).as_posix() for p in SOURCE.rglob("*") if p.is_file() and "__pycache__" not in p.parts
    }
    held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert there - held == set()
    assert {name.partition("/")[0] for name in held} == {"communique"}
    assert {Path(name).name for name in wheel.namelist() if "/licenses/" in name} == {"LICENSE", "NOTICE"}


def test_the_wheel_holds_the_manual(wheel: zipfile.ZipFile) -> None:
    """Every page but the first, which is a list of them, word for word: ``communique help`` shows them."""
    docs = ROOT / "docs"
    pages = [page.relative_to(docs) for page in docs.rglob("*.md") if page.parent != docs]
    assert len(pages) > 30
    for page in pages:
        assert wheel.read(f"communique/docs/{page.as_posix()}") == (docs / page).read_bytes()
