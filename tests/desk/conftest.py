"""Desks to test with: one on reports made by hand, and one on the shipped reports, which is not written to."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from communique.desk.app import create_app
from communique.desk.settings import Settings
from communique.ledger.store import Ledger
from communique.records import Status
from tests.desk.bench import HERE, shipped_ledger
from tests.ledger.stories import told


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the small ledger, to be copied."""
    path = tmp_path_factory.mktemp("small") / "ledger.sqlite"
    with Ledger(path) as ledger:
        ledger.add(*told("plan", "2018-08-01", [("meeting", Status.PLANNED, "2018-08-06")]))
        ledger.add(*told("deed", "2018-08-07", [("meeting", Status.HELD, "2018-08-06"), ("call", Status.HELD, None)]))
        ledger.add(*told("denial", "2018-09-01", [("visit", Status.DENIED, "2018-08")]))
    return path


@pytest.fixture
def small(made_once: Path, tmp_path: Path) -> str:
    """The address of a ledger of three reports of Berg and Klein: a plan, a deed, a denial."""
    return str(shutil.copy(made_once, tmp_path))


@pytest.fixture
def desk(small: str) -> Iterator[TestClient]:
    """A browser at the desk of that ledger, on the machine that serves it."""
    with TestClient(create_app(Settings(small)), base_url=HERE) as client:
        yield client


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A browser at a desk, to be read only, of some of the shipped reports."""
    address = shipped_ledger(tmp_path_factory.mktemp("desk"))
    with TestClient(create_app(Settings(address, writable=False)), base_url=HERE) as client:
        yield client
