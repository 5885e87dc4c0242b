"""How much one address may ask for, elsewhere than on this machine."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from communique.desk import guard, pace
from communique.desk.app import create_app
from communique.desk.pace import Buckets
from communique.desk.settings import Settings
from tests.desk.bench import HERE, problem

THERE = "http://desk.example.org"


class Clock:
    """A clock that stands still until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def public(small: str, address: str = "192.0.2.7", **more: Any) -> TestClient:
    """A client of an address at a desk that others reach."""
    settings = Settings(small, **{"host": "0.0.0.0", "names": ("desk.example.org",), "rate": 60, **more})
    return TestClient(create_app(settings), base_url=THERE, client=(address, 50_000))


def test_a_bucket_fills_again() -> None:
    """What was taken is there again after its time, and never more than the bucket holds."""
    clock = Clock()
    buckets = Buckets(60, clock)
    assert [buckets.take("a", 10) for _ in range(3)] == [0, 0, 10]
    assert buckets.take("b", 20) == 0
    clock.now = 9.0
    assert buckets.take("a", 10) == 1
    clock.now = 10.0
    assert buckets.take("a", 10) == 0
    clock.now = 10_000.0
    assert [buckets.take("a", 20), buckets.take("a", 20)] == [0, 20]


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asked longest ago is forgotten; who asks on is not, whatever others send."""
    monkeypatch.setattr(pace, "MOST", 50)
    buckets = Buckets(60, Clock())
    for n in range(500):
        buckets.take(f"10.0.{n // 250}.{n % 250}", 1)
        buckets.take("192.0.2.7", 0.1)
    assert len(buckets._left) == 50
    assert buckets.take("192.0.2.7", 20) > 0


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Desks whose buckets do not fill while a test runs."""
    monkeypatch.setattr(guard, "Buckets", lambda rate: Buckets(rate, Clock()))


@pytest.mark.usefixtures("still")
def test_more_than_one_address_may_ask(small: str) -> None:
    """It is told when to ask again; another address is not held up, and a house of IPv6 is one."""
    with public(small) as client:
        assert [client.get("/engagements.csv").status_code for _ in range(2)] == [200, 200]
        refused = client.get("/api/counts")
        problem(refused, 429, "TooMany")
        assert refused.headers["retry-after"] == "1"
        assert client.get("/static/desk.css").status_code == 200
        house = [TestClient(client.app, base_url=THERE, client=(f"2001:db8::{n}", 1)) for n in (1, 2, 3)]
        assert [x.get("/engagements.csv").status_code for x in house] == [200, 200, 429]


@pytest.mark.usefixtures("still")
def test_another_address_is_not_believed(small: str) -> None:
    """A header says nothing of who asks, unless a proxy is known."""
    with public(small) as client:
        asked = [client.get("/engagements.csv", headers={"X-Forwarded-For": f"192.0.2.{n}"}) for n in range(3)]
        assert [x.status_code for x in asked] == [200, 200, 429]


def test_what_is_costly_costs_more() -> None:
    """Files, questions in SQL, and reading."""
    assert pace.cost("GET", "/api/counts") < pace.cost("GET", "/api/engagements.csv") < pace.cost("POST", "/api/read")
    assert pace.cost("GET", "/sql") == pace.cost("GET", "/sql.csv") == pace.cost("POST", "/api/reports")


@pytest.mark.usefixtures("still")
def test_this_machine_may_ask_on(small: str) -> None:
    """Whatever the rate."""
    with TestClient(create_app(Settings(small, rate=1)), base_url=HERE) as client:
        assert {client.get("/engagements.csv").status_code for _ in range(3)} == {200}
