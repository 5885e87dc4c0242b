"""Ledgers to test with, on both databases; PostgreSQL where a server is named in the environment."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from communique.ledger.judgements import Verdict
from communique.ledger.store import Ledger
from tests import readme
from tests.shared_work import once

SERVER = os.environ.get("COMMUNIQUE_TEST_POSTGRESQL")
"""Address of a PostgreSQL server on which databases may be made, without the name of one."""
_NUMBERS = count(1)


@pytest.fixture(scope="session")
def template() -> Iterator[str | None]:
    """The name of a PostgreSQL database with an empty ledger, ``None`` where there is no server."""
    if SERVER is None:
        yield None
        return
    psycopg = pytest.importorskip("psycopg")
    name = (
        f"communique_test_{secrets.token_hex(6)}"  # in one process there may be several: others take this fixture too
    )
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        Ledger(f"{SERVER}/{name}").close()
        yield name
        made = [f"{name}_{n}" for n in range(1, next(_NUMBERS))]
        for database in (*made, name):
            connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path, template: str | None) -> str:
    """The address of an empty place for a ledger, on either database."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.sqlite")
    if SERVER is None or template is None:
        pytest.skip("no PostgreSQL: COMMUNIQUE_TEST_POSTGRESQL names no server")
    return empty_database(template)


@pytest.fixture
def other(address: str, tmp_path: Path, template: str | None) -> str:
    """The address of another empty place, on the same database."""
    return empty_database(template) if template and "://" in address else str(tmp_path / "other.sqlite")


def empty_database(template: str) -> str:
    """The address of a new database with an empty ledger."""
    return _copied(template, f"{template}_{next(_NUMBERS)}")


def _copied(template: str, name: str) -> str:
    import psycopg

    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return f"{SERVER}/{name}"


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    """An empty ledger."""
    with Ledger(address) as opened:
        yield opened


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def shipped(request: pytest.FixtureRequest, template: str | None) -> Iterator[Ledger]:
    """The ledger of the shipped reports, with judgements of every sort and some publishers; it is not to be written."""
    path = once("shipped.sqlite", _judged)
    if request.param == "sqlite":
        with Ledger(str(path), read_only=True) as made:
            yield made
        return
    if SERVER is None or template is None:
        pytest.skip("no PostgreSQL: COMMUNIQUE_TEST_POSTGRESQL names no server")
    address = once("shipped.postgresql", lambda new: new.write_text(_moved(str(path), template)))
    with Ledger(address.read_text(), read_only=True) as made:
        yield made


def _judged(path: Path) -> None:
    shutil.copy(readme.ledger(), path)
    with Ledger(str(path)) as made:
        judge_some(made)


def _moved(path: str, template: str) -> str:
    """The address of a database into which all of a ledger was put; it is there until the run is over."""
    address = _copied(template, f"communique_test_{secrets.token_hex(6)}")
    with Ledger(path, read_only=True) as here, Ledger(address) as there:
        there.restore(here.dump())
    return address


def judge_some(ledger: Ledger) -> None:
    """Accept, reject and doubt some entries, and set publishers of reports."""
    for n, entry in enumerate(ledger.find()):
        if n % 5 == 0:
            ledger.judge((Verdict.ACCEPT, Verdict.REJECT, Verdict.UNSURE)[n // 5 % 3], entry.id, by="anna")
    for n, report in enumerate(sorted(ledger.reports())):
        publisher = (None, "Riga Daily", "The Riga Daily", "Oslo Post")[n % 4]
        if publisher:
            ledger.judge(Verdict.AMEND, report, by="anna", field="publisher", value=publisher)
