"""Each journey with the package that is installed here; ``python -m tests.journeys`` walks them from the wheel."""

from __future__ import annotations

import shutil
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.journeys.steps import Journey, as_installed_here

WAYS = ("journalist", "scholar", "analyst", "engineer")
NEEDED = {"scholar": ("pandas", "pyarrow")}


@pytest.mark.skipif(shutil.which("bash") is None, reason="the commands are typed in bash")
@pytest.mark.parametrize("way", WAYS)
def test_journey(way: str, tmp_path: Path) -> None:
    """Every step ends as it should and prints what this user needs; the times are told, and nothing hangs on them."""
    missing = [name for name in NEEDED.get(way, ()) if find_spec(name) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} is not installed")
    folder = tmp_path / "a reader's folder"
    folder.mkdir()
    journey = Journey(folder, as_installed_here(tmp_path))
    try:
        import_module(f"tests.journeys.{way}").walk(journey)
    finally:
        print(f"\n{way}\n{journey.told()}")
