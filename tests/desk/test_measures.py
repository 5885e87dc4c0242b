"""Precision and agreement: a sample is drawn and judged in the review; what is shown is what is taken away."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from communique.desk.app import create_app
from communique.desk.settings import Settings
from communique.ledger.agreement import agreement
from communique.ledger.store import Ledger
from tests.desk.bench import HERE, page
from tests.desk.test_review import filled, subject


@pytest.fixture
def client(small: str) -> Iterator[TestClient]:
    """A browser of Ada at the desk."""
    with TestClient(create_app(Settings(small)), base_url=HERE, follow_redirects=False) as made:
        made.post("/me", data={"name": "Ada"})
        yield made


def drawn(client: TestClient, **asked: str) -> str:
    """The id of a sample that is drawn."""
    response = client.post("/precision", data={"n": "10", "seed": "1", "kind": "", "words": "", **asked})
    assert response.status_code == 303, response.text
    return response.headers["location"].removeprefix("/precision?sample=")


def judge(client: TestClient, address: str, *verdicts: str) -> None:
    """Judge what comes in a queue, one after another."""
    for verdict in verdicts:
        shown = page(client.get(address))
        assert subject(shown)
        address = client.post(address, data={**filled(shown), "say": verdict}).headers["location"]


def table(client: TestClient, path: str) -> list[dict[str, str]]:
    """The rows that are taken away as CSV."""
    return list(csv.DictReader(io.StringIO(client.get(path).text)))


def test_a_sample_is_judged(client: TestClient) -> None:
    """In the review, which ends with it; the figures are those of the ledger, and those that are taken away."""
    assert "No sample was drawn yet" in page(client.get("/precision")).text_content()
    id = drawn(client, kind="meeting") and drawn(client)
    judge(client, f"/review?sample={id}", "accept", "reject", "unsure")
    shown = page(client.get("/precision"))
    whole = client.app.state.desk.ledger.precision(id).whole  # type: ignore[attr-defined]
    assert (whole.right, whole.n, whole.unsure, whole.unjudged) == (1, 2, 1, 0)
    assert "50.0 %" in shown.text_content() and "9.5 to 90.5" in shown.text_content()
    rows = shown.cssselect("tbody tr")
    taken = table(client, f"/precision.csv?sample={id}")
    assert [row.get("data-of") for row in rows] == [row["of"] for row in taken]
    for row, line in zip(rows, taken, strict=True):
        assert [int(x.text_content()) for x in row.cssselect("td.number")[1:]] == [
            int(line[name]) for name in ("right", "n", "unsure", "unjudged")
        ]
    (plain,) = client.get(f"/precision.json?sample={id}").json()
    assert plain["sample"]["id"] == id and plain["whole"]["precision"] == 0.5
    end = page(client.get(f"/review?sample={id}"))
    assert not subject(end) and end.cssselect(f"a[href='/precision?sample={id}']")


def test_the_same_seed_draws_the_same(client: TestClient) -> None:
    """And a query draws from what it finds."""
    assert drawn(client, seed="7") == drawn(client, seed="7")
    id = drawn(client, kind="visit", country="LVA", n="1")
    shown = page(client.get(f"/precision?sample={id}"))
    assert "1 of 1 engagement" in shown.text_content() and shown.get_element_by_id("unjudged").text_content() == "1"


def test_what_cannot_be_drawn(client: TestClient) -> None:
    """It says why, and nothing is kept."""
    for asked in ("n=0", "n=x", "n=10001", "seed=-1", "kind=vist", "since=then", "x=1", "kind=summit"):
        name, value = asked.split("=")
        response = client.post("/precision", data={"n": "3", "seed": "1", name: value})
        assert response.status_code in (400, 422), asked
    assert client.app.state.desk.ledger.counts().judgements == 0  # type: ignore[attr-defined]


def test_two_who_judge(client: TestClient) -> None:
    """The page shows kappa, its interval and the table; the same is taken away."""
    assert "No two people" in page(client.get("/agreement")).text_content()
    judge(client, "/review?order=day", "accept", "reject", "accept")
    client.post("/me", data={"name": "<b>Boris</b>"})
    judge(client, "/review?order=day", "accept", "reject", "unsure")
    shown = page(client.get("/agreement"))
    ledger: Ledger = client.app.state.desk.ledger  # type: ignore[attr-defined]
    (found,) = agreement(ledger)
    assert found.kappa is not None and f"{found.kappa:.2f}" in shown.text_content() and "67 %" in shown.text_content()
    numbers = [int(x.text_content()) for x in shown.cssselect("table.said td")]
    (row,) = table(client, "/agreement.csv")
    assert numbers == [n for line in found.table for n in line] == [int(x) for x in list(row.values())[-9:]]
    assert {row["one"], row["other"]} == {"Ada", "<b>Boris</b>"} and not shown.cssselect("main bdi b")
    assert client.get("/agreement.json").json()[0]["n"] == 3
    id = drawn(client, kind="call")
    assert [x["n"] for x in client.get(f"/agreement.json?sample={id}").json()] == [1]


def test_what_there_is_not(client: TestClient) -> None:
    """It is no fault of the desk."""
    drawn(client)
    for path in ("/agreement.xml", "/precision.xml", "/precision?sample=J-none", "/agreement?sample=x"):
        assert client.get(path).status_code == 404
