"""The pages of statements, reports and actors: what is counted, listed and taken away are the same."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.desk.bench import count, every_page, lines, page, quoted_at, table

ROWS = {"/statements": "li.saying", "/reports": "table.rows tbody tr", "/actors": "table.rows tbody tr"}
ASKED = [
    *(f"/statements?{x}" for x in ("limit=10", "newest=0&limit=9", "by=USA&limit=20", "to=PRK", "about=RUS",
      "words=talks", "force=denied&force=wants", "kind=direct&limit=20", "country=Russia", "since=2014&until=2018-03",
      "time=2018", "relation=before&time=2017&limit=30")),
    *(f"/reports?{x}" for x in ("limit=5", "words=summit", "since=2010", "until=2009", "words=nothing-has-this")),
    *(f"/actors?{x}" for x in ("limit=50", "name=k", "country=USA&kind=person", "kind=body&kind=organization",
      "name=zzz")),
]  # fmt: skip


@pytest.mark.parametrize("asked", ASKED)
def test_counted_listed_and_taken_away(shipped: TestClient, asked: str) -> None:
    """The same rows in the same order, for every filter: on all pages, as CSV, as JSON Lines."""
    path = asked.partition("?")[0]
    shown = page(shipped.get(asked))
    listed = every_page(shipped, asked, ROWS[path])
    assert count(shown) == len(listed) == len(set(listed))
    for link in shown.cssselect(".menu a"):
        taken = shipped.get(link.get("href"))
        name = "statement" if path == "/statements" else "id"
        ids = [row[name] for row in table(taken)] if ".csv" in link.get("href") else [x["id"] for x in lines(taken)]
        assert ids == listed, link.get("href")


@pytest.mark.parametrize("path", ROWS)
def test_what_is_asked_is_shown_and_can_be_taken_away(shipped: TestClient, path: str) -> None:
    """Each part of it, by a link to the same view without it."""
    shown = page(shipped.get(f"{path}?country=RUS&kind={'person' if path == '/actors' else 'direct'}"
                             if path != "/reports" else f"{path}?words=summit&since=2010"))  # fmt: skip
    chips = [a.get("href") for a in shown.cssselect(".chips a.chip")]
    assert len(chips) == 2 and all(a.startswith(f"{path}?") and "&" not in a for a in chips)
    assert shown.cssselect(".chips a.clear")[0].get("href") == path


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("/reports?kind=visit", "no such parameter"),
        ("/reports?source=nowhere.example", "no report in the ledger is from there"),
        ("/actors?kind=persn", "Did you mean person"),
        ("/actors?country=Atlantis", "this is no country"),
        ("/actors?limit=501", "no length of a page"),
        ("/statements?limit=0", "no length of a page"),
        ("/statements?after=none/s1", "leave it out for the first page"),
        ("/statements?after=a&after=b", "given twice"),
        ("/statements.docx", "no form .docx"),
        ("/reports.xml", "no form .xml"),
        ("/reports.csv?since=soon", "no time in EDTF"),
    ],
)
def test_what_is_refused(shipped: TestClient, address: str, problem: str) -> None:
    """With what is wrong, and before anything is sent."""
    response = shipped.get(address, headers={"Accept": "text/html"})
    assert 400 <= response.status_code < 500 and problem.lower() in response.text.lower()


def test_what_a_form_sends_is_tidied(shipped: TestClient) -> None:
    """Empty fields are left out of the address, and it stays on its own path."""
    response = shipped.get("/reports?words=summit&source=&since=+&until=", follow_redirects=False)
    assert response.status_code == 307 and response.headers["location"] == "/reports?words=summit"
    assert page(shipped.get("/reports?words=summit&until=")).cssselect("#of-words")[0].get("value") == "summit"


def test_how_much_was_found_in_each_report(shipped: TestClient) -> None:
    """As many statements as the search for them finds."""
    reports = {x["id"]: x["statements"] for x in lines(shipped.get("/reports.jsonl"))}
    said = [x["report"]["id"] for x in lines(shipped.get("/statements.jsonl"))]
    assert reports == {id: said.count(id) for id in reports} and sum(reports.values()) > 20


def test_a_quote_leads_to_its_place(shipped: TestClient) -> None:
    """The link names the report and the characters."""
    first = lines(shipped.get("/statements.jsonl"))[0]
    piece = first["content"][0]
    address = f"/report?id={first['report']['id']}&at={piece['start']}-{piece['end']}"
    assert address in quoted_at(page(shipped.get("/statements")), "li.saying")
