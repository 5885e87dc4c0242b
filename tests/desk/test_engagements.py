"""The page of engagements: what is counted, what is listed and what is taken away are the same."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.desk.bench import ids, lines, page

ASKED = ["", "status=held", "status=planned&status=denied", "kind=visit", "country=LVA", "actor=Anna+Berg&kind=call",
         "time=2018-08-06", "time=2018-08&undated=1", "place=Riga", "words=meeting", "since=2019"]  # fmt: skip


@pytest.mark.parametrize("asked", ASKED)
def test_counted_listed_and_taken_away(desk: TestClient, asked: str) -> None:
    """The same engagements in the same order, for every filter."""
    shown = page(desk.get(f"/engagements?{asked}"))
    listed = ids(shown)
    count = shown.get_element_by_id("count").text_content().split()[0]
    assert int(count) == len(listed)
    assert [row["id"] for row in lines(desk.get(f"/engagements.jsonl?{asked}"))] == listed


def test_an_empty_answer_says_so(desk: TestClient) -> None:
    """And leads back to all."""
    shown = page(desk.get("/engagements?since=2019"))
    assert "Nothing in the ledger" in shown.text_content()


def test_what_cannot_be_understood(desk: TestClient) -> None:
    """A page with what is wrong and what to do, to people; the same as a problem, to programs."""
    wrong = desk.get("/engagements?kind=vist", headers={"Accept": "text/html"})
    assert wrong.status_code == 400 and "Did you mean visit" in wrong.text
    told = desk.get("/engagements?kind=vist", headers={"Accept": "application/json"})
    assert told.headers["content-type"] == "application/problem+json"
    assert told.json()["title"] == "BadQuery" and told.json()["status"] == 400


def test_a_form_that_is_none(desk: TestClient) -> None:
    """It says which there are."""
    response = desk.get("/engagements.docx")
    assert response.status_code == 404 and ".csv" in response.text
