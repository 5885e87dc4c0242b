"""The manual, the description of the API and questions in SQL, as pages of the desk."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from fastapi.exceptions import RequestValidationError
from fastapi.testclient import TestClient
from lxml import html
from starlette.exceptions import HTTPException

from communique.desk.app import create_app
from communique.desk.pages import sql
from communique.desk.pages.help import as_html
from communique.desk.problems import Refused, problem_of
from communique.desk.settings import Settings
from communique.errors import UnknownId
from communique.exchange.jsonschema import tables
from communique.ledger.store import Ledger
from communique.manual import pages, picture
from communique.records import Status
from tests.desk.bench import HERE, page
from tests.ledger.stories import told
from tests.readings import ROOT

COUNT = (
    "SELECT kind, count(*) AS n, NULL AS unknown, x'beef' AS bytes, '<b>&' AS text FROM entry GROUP BY kind ORDER BY 1"
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A browser at a desk of a small ledger."""
    address = str(tmp_path_factory.mktemp("manual") / "ledger.sqlite")
    with Ledger(address) as ledger:
        ledger.add(*told("deed", "2018-08-07", [("meeting", Status.HELD, None), ("call", Status.HELD, None)]))
    with TestClient(create_app(Settings(address)), base_url=HERE) as found:
        yield found


@pytest.mark.parametrize("name", sorted(pages()))
def test_links_of_the_manual_lead_somewhere(name: str) -> None:
    """Each page is shown whole; its links lead to pages and sections that there are, its pictures are there."""
    shown = html.fragment_fromstring(as_html(pages()[name]), create_parent="div")
    assert shown.cssselect("h1")
    for link in shown.cssselect("a[href^='/help/']"):
        target, _, part = link.get("href").removeprefix("/help/").partition("#")
        assert target in pages(), link.get("href")
        ids = html.fragment_fromstring(as_html(pages()[target]), create_parent="div").xpath("//@id")
        assert not part or part in ids, link.get("href")
    assert all(picture(x.get("src").rpartition("/")[2]) for x in shown.cssselect("img"))
    assert not shown.xpath("//@style") and len(shown.xpath("//@id")) == len(set(shown.xpath("//@id")))


def test_every_page_is_listed(client: TestClient) -> None:
    """And a page that is none says which was meant."""
    listed = [a.get("href") for a in page(client.get("/help")).cssselect(".shelf a")]
    assert listed == [f"/help/{name}" for name in pages()]
    missing = client.get("/help/keep-a-leger", headers={"Accept": "text/html"})
    assert missing.status_code == 404 and "keep-a-ledger" in missing.text
    assert client.get("/help/pictures/house.svg").headers["content-type"] == "image/svg+xml"


def test_what_is_html_in_the_manual_is_text() -> None:
    """No page of it makes an element of its own."""
    made = as_html(
        type(next(iter(pages().values())))("x", "how-to", "x", "", "how-to/x.md", "# <b>x</b>\n\n[a](javascript:b)")
    )
    assert "<b>" not in made and "href" not in made


def test_refusals_lead_to_the_manual(client: TestClient) -> None:
    """The type of a problem is a section of it, for every error that the desk may tell."""
    source = "".join(p.read_text("utf-8") for p in (ROOT / "src/communique/desk").rglob("*.py"))
    names = re.findall(r'Refused\(\s*\d+,\s*"(\w+)"', source)
    told_of = [*(Refused(400, name, "", "") for name in names), UnknownId("x", "y", "z"), ValueError(),
               HTTPException(404), RequestValidationError([{"loc": (), "msg": ""}])]  # fmt: skip
    types = [problem_of(error)["type"] for error in told_of]
    assert len(set(types)) > 10
    for target in set(types):
        name, _, part = target.removeprefix("/help/").partition("#")
        assert f'id="{part}"' in as_html(pages()[name]), target


def test_the_api_is_explained(client: TestClient) -> None:
    """Every operation, on the page and in the manual; the examples of the page are addresses that there are."""
    shown = page(client.get("/api"))
    operations = client.get("/api/openapi.json").json()["paths"]
    known = sorted(f"{method.upper()} {path}" for path, methods in operations.items() for method in methods)
    assert sorted(" ".join(x.text_content().split()[:2]) for x in shown.cssselect(".operation summary")) == known
    manual = pages()["api"].source
    assert sorted(re.findall(r"^\| `((?:GET|POST) \S+)`", manual, flags=re.M)) == known
    for link in shown.cssselect(".told a"):
        assert client.get(link.get("href")).status_code in (200, 404)


def test_asked_in_sql(client: TestClient) -> None:
    """What is shown is what is given to take away, all of it."""
    asked = urlencode({"statement": COUNT})
    shown = page(client.get(f"/sql?{asked}"))
    rows = [[cell.text_content() for cell in row] for row in shown.cssselect(".wide tbody tr")]
    given = client.get(f"/sql.json?{asked}").json()
    assert rows == [["null" if x is None else str(x) for x in row.values()] for row in given]
    assert given[0]["bytes"] == "beef" and given[0]["text"] == "<b>&"
    lines = client.get(f"/sql.csv?{asked}").text.splitlines()
    assert lines[0] == "kind,n,unknown,bytes,text" and len(lines) == len(rows) + 1
    assert shown.get_element_by_id("count").text_content().split()[0] == str(len(rows))
    links = [link.get("href") for link in shown.cssselect(".menu a")]
    assert [client.get(x).text for x in links] == [client.get(f"/sql.{x}?{asked}").text for x in ("csv", "json")]


def test_the_tables_are_shown(client: TestClient) -> None:
    """Every one with every column."""
    shown = page(client.get("/sql"))
    columns = [code.text_content() for code in shown.cssselect(".tables tbody td:first-child")]
    assert columns == [x["column"] for x in tables()]


@pytest.mark.parametrize(
    "statement", ["DROP TABLE entry", "SELECT", "PRAGMA journal_mode = DELETE", "ATTACH 'x' AS y", "SELECT 1; SELECT 2",
                  "SELECT load_extension('x')", "x" * 4_001],
)  # fmt: skip
def test_what_is_not_asked(client: TestClient, statement: str) -> None:
    """It is refused beside what was asked, and in every form."""
    asked = urlencode({"statement": statement})
    answer = client.get(f"/sql?{asked}")
    assert answer.status_code == 400
    assert html.document_fromstring(answer.text).get_element_by_id("statement").text == statement
    assert client.get(f"/sql.csv?{asked}").status_code == 400
    assert client.get("/sql.docx?statement=SELECT+1").status_code == 404


def test_long_answers_are_cut(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """And it is said; what takes too long is broken off."""
    monkeypatch.setattr(sql, "ROWS", 2)
    asked = urlencode({"statement": "VALUES (1), (2), (3)"})
    assert "the first 2 rows of more" in page(client.get(f"/sql?{asked}")).text_content()
    assert client.get(f"/sql.json?{asked}").json() == [{"column1": 1}, {"column1": 2}]
    monkeypatch.setattr(sql, "SECONDS", 1)
    endless = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r"
    assert "broken off after 1 second" in client.get(f"/sql?{urlencode({'statement': endless})}").text


@pytest.mark.parametrize(("host", "given", "answers"), [("127.0.0.1", None, 200), ("127.0.0.1", False, 403),
                                                        ("0.0.0.0", None, 403), ("0.0.0.0", True, 200)])  # fmt: skip
def test_who_may_ask_in_sql(small: str, host: str, given: bool | None, answers: int) -> None:
    """Whoever is at the machine of the desk, unless it is said otherwise."""
    with TestClient(create_app(Settings(small, host=host, sql=given)), base_url=HERE) as client:
        for path in ("/sql", "/sql?statement=SELECT+1", "/sql.csv?statement=SELECT+1"):
            assert client.get(path).status_code == answers


def test_an_answer_that_would_fill_the_memory(client: TestClient) -> None:
    """Many rows, each of them as large as one may be, are not gathered."""
    endless = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT zeroblob(150000000) FROM r"
    refused = client.get(f"/sql.json?{urlencode({'statement': endless})}", headers={"Accept": "application/json"})
    assert refused.status_code == 400 and "over 256 MiB" in json.dumps(refused.json())
