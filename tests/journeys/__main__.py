"""The journeys from the wheel: ``python -m tests.journeys`` builds it, installs it for each user, and walks.

Each has an environment that was empty before: the journalist and the analyst by ``uv tool install``, the scholar and
the engineer by ``pip install`` with the extras that they need. A name given after it walks that one alone. It needs uv,
and a network or a cache for what the package depends on; the times are told at the end.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import venv
from importlib import import_module
from pathlib import Path
from types import ModuleType

from tests.journeys.steps import Journey, surroundings
from tests.readings import ROOT

BY_UV, BY_PIP = ("journalist", "analyst"), ("scholar", "engineer")
BESIDE = {"engineer": ("mypy",)}
"""What a user has beside the package."""


def run(*command: str, **more: str) -> None:
    """Run a program; what it prints is shown where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, env={**clean(), **more}, cwd=ROOT)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}\n{done.stderr}")


def clean() -> dict[str, str]:
    """The environment without what leads to this checkout."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "UV_RUN"))
    }


def wheel(folder: Path) -> Path:
    """Build the wheel."""
    run("uv", "build", "--quiet", "--wheel", "--out-dir", str(folder))
    (path,) = folder.glob("*.whl")
    return path


def by_uv(folder: Path, built: Path, extras: str) -> Path:
    """Install it as a tool; return the folder in which the command is."""
    places = {"UV_TOOL_DIR": str(folder / "tools"), "UV_TOOL_BIN_DIR": str(folder / "bin")}
    run("uv", "tool", "install", "--quiet", "--python", sys.executable, f"{built}{extras}", **places)
    return folder / "bin"


def by_pip(folder: Path, built: Path, extras: str, beside: tuple[str, ...]) -> Path:
    """Install it with pip in a virtual environment; return the folder of its programs."""
    venv.create(folder / "venv", with_pip=True)
    bin = folder / "venv" / "bin"
    run(str(bin / "python"), "-m", "pip", "install", "--quiet", f"{built}{extras}", *beside)
    return bin


def walk(way: str, built: Path, folder: Path) -> str:
    """Install the package and walk one way; return how long each step took."""
    module: ModuleType = import_module(f"tests.journeys.{way}")
    extras = f"[{','.join(module.EXTRAS)}]" if module.EXTRAS else ""
    start = time.perf_counter()
    bin = by_uv(folder, built, extras) if way in BY_UV else by_pip(folder, built, extras, BESIDE.get(way, ()))
    installed = time.perf_counter() - start
    here = folder / "a reader's folder"
    here.mkdir()
    journey = Journey(here, surroundings(bin), whole=True)
    journey.type("communique --version").says("communique, version ")
    module.walk(journey)
    how = "uv tool install" if way in BY_UV else "pip install"
    return f"{way}\n{installed:7.1f} s  {how} communique{extras}\n{journey.told()}\n"


def main(wanted: list[str]) -> None:
    """Walk all ways, or those that are named."""
    with tempfile.TemporaryDirectory(prefix="communique-journeys-") as folder:
        built = wheel(Path(folder, "wheel"))
        for way in wanted or (*BY_UV, *BY_PIP):
            place = Path(folder, way)
            place.mkdir()
            print(walk(way, built, place), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
