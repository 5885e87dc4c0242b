"""Many reports at once are taken for what each is taken for alone, to the byte; what is held in memory says as much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from communique.ledger import bulk, identity
from communique.ledger.store import Ledger
from tests.ledger.conftest import empty_database
from tests.ledger.drawn import Item, reports


@pytest.fixture(autouse=True)
def one_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """All is added at one time, so that ledgers can be compared."""
    monkeypatch.setattr(identity, "now", lambda: "2020-01-01T00:00:00+00:00")
    yield


def alone(address: str, items: Sequence[Item]) -> list[str]:
    """The rows of a ledger to which reports were added one by one, sorted."""
    with Ledger(address) as ledger:
        for report, record, reader in items:
            ledger.add(report, record, reader=reader)
        return sorted(ledger.dump())


def together(address: str, items: Sequence[Item]) -> list[str]:
    """The rows of a ledger to which reports were added at once, sorted."""
    with Ledger(address) as ledger:
        assert set(ledger.add_all(items)) <= {True}
        return sorted(ledger.dump())


@pytest.mark.parametrize(("seed", "at_once"), [(1, 7), (2, 50), (3, 1), (4, 13), (5, 500)])
def test_drawn_reports(tmp_path: object, seed: int, at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", at_once)
    items = reports(seed, 80)
    assert together(f"{tmp_path}/many.sqlite", items) == alone(f"{tmp_path}/one.sqlite", items)
