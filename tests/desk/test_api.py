"""The API: what it answers is what the command line prints, whole, piece by piece, and every refusal has one shape."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from lxml import html

from communique.cli import main
from communique.desk.api.parameters import QUERY, QUEUE, SAID
from communique.desk.app import create_app
from communique.desk.asked import parameters_of
from communique.desk.downloads import DOWNLOADS
from communique.desk.settings import Settings
from communique.ledger.queries import Query
from communique.ledger.sayings import SaidQuery
from communique.ledger.store import Ledger
from communique.reading.tables import load
from tests.desk.bench import HERE, lines, problem
from tests.desk.bench import table as rows_of

TEXT = "PARIS (AFP) - French President Emmanuel Macron met German Chancellor Angela Merkel in Berlin on Friday."


def printed(ledger: str, *arguments: str) -> list[Any]:
    """What a command prints as JSON Lines."""
    result = CliRunner().invoke(main, [*arguments, "--ledger", ledger, "--format", "jsonl"])
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def whole(client: TestClient, address: str) -> list[Any]:
    """All items of a list, from piece to piece; each piece says how many there are in all."""
    found: list[Any] = []
    counts = set()
    following: str | None = address
    while following:
        answer = client.get(following)
        assert answer.status_code == 200, answer.text
        told = answer.json()
        assert set(told) == {"items", "next", "count", "is_exact"}
        found += told["items"]
        counts.add(told["count"])
        following = told["next"]
    assert counts == {len(found)}
    return found


SAME = [
    ("engagements?status=held&newest=1", ("search", "--status", "held", "--newest", "--limit", "0")),
    ("engagements?country=RUS&since=2018", ("search", "--country", "RUS", "--since", "2018", "--limit", "0")),
    ("statements?country=USA", ("said", "--country", "USA", "--limit", "0")),
    ("due?by=2030-01-01", ("due", "--by", "2030-01-01")),
    ("actors?name=USA", ("search", "--actors", "--country", "USA", "--limit", "0")),
    ("judgements", ("judge", "--list")),
]


@pytest.mark.parametrize(("address", "command"), SAME)
def test_the_same_as_the_command_prints(shipped: TestClient, address: str, command: tuple[str, ...]) -> None:
    """All items, in the same order, whatever the size of the pieces."""
    joint = "&" if "?" in address else "?"
    expected = printed(shipped.app.state.desk.ledger.address, *command)
    assert whole(shipped, f"/api/{address}{joint}limit=3") == expected
    assert whole(shipped, f"/api/{address}") == expected


@pytest.mark.parametrize("kind", ["engagement", "report/record", "statement"])
def test_one_thing_is_what_the_command_shows(shipped: TestClient, kind: str) -> None:
    """By its id."""
    lists = {"engagement": "engagements", "report/record": "reports", "statement": "statements"}
    for thing in shipped.get(f"/api/{lists[kind]}?limit=4").json()["items"]:
        (expected,) = printed(shipped.app.state.desk.ledger.address, "show", thing["id"])
        assert shipped.get(f"/api/{kind}", params={"id": thing["id"]}).json() == expected


def test_reports(shipped: TestClient) -> None:
    """Each is listed once, the newest first; its text is the one that evidence counts in."""
    listed = whole(shipped, "/api/reports?limit=5")
    asked = printed(shipped.app.state.desk.ledger.address, "search", "--reports", "--limit", "0")
    assert [{name: x[name] for name in asked[0]} for x in listed] == asked
    first = shipped.get("/api/report/record", params={"id": listed[0]["id"]}).json()
    text = shipped.get("/api/report/text", params={"id": listed[0]["id"]})
    assert text.headers["content-type"].startswith("text/plain") and text.text == first["report"]["text"]
    assert shipped.get("/api/report", params={"id": listed[0]["id"]}).json() == first["report"]
    assert first["report"]["language"] == asked[0]["language"]
    assert whole(shipped, f"/api/report/copies?id={listed[0]['id']}") == [listed[0]["id"]]


def test_promises_are_those_of_the_ledger(shipped: TestClient) -> None:
    """Found by the database, or by following every entry: the same."""
    ledger: Ledger = shipped.app.state.desk.ledger
    expected = [u.entry.id for u in ledger.undertakings()]
    assert len(expected) > 2
    assert [x["entry"]["id"] for x in whole(shipped, "/api/undertakings?limit=2")] == expected


@pytest.mark.parametrize("form", sorted(DOWNLOADS))
def test_a_file_is_of_all(shipped: TestClient, form: str) -> None:
    """In every form of the pages, and of the same kind."""
    page, api = (shipped.get(f"{where}/engagements.{form}?country=USA") for where in ("", "/api"))
    assert api.status_code == 200 and api.headers["content-type"] == page.headers["content-type"]
    assert len(api.content) > 500
    if form == "jsonl":
        assert lines(api) == whole(shipped, "/api/engagements?country=USA")


@pytest.mark.parametrize(
    "asked",
    ["statements?country=USA", "statements?newest=1&force=said", "reports?words=summit", "reports?country=RUS",
     "actors?name=USA", "actors?name=RUS&country=RUS"],
)  # fmt: skip
def test_a_file_has_the_rows_of_the_list(shipped: TestClient, asked: str) -> None:
    """As JSON Lines and as CSV, in the order of the list, with the columns of the pages."""
    name, _, query = asked.partition("?")
    listed = [x["id"] for x in whole(shipped, f"/api/{asked}&limit=3")]
    assert listed
    of_api, of_page = (shipped.get(f"{where}/{name}.jsonl{rest}") for where, rest in (("/api", f"?{query}"), ("", "")))
    assert [x["id"] for x in lines(of_api)] == listed
    known = {x["id"]: x for x in lines(of_page)}
    assert all(known[x["id"]] == x for x in lines(of_api))
    taken = shipped.get(f"/api/{name}.csv?{query}")
    assert taken.headers["content-disposition"] == f'attachment; filename="{name}.csv"'
    rows = rows_of(taken)
    assert [row["statement" if name == "statements" else "id"] for row in rows] == listed
    assert list(rows[0]) == list(rows_of(shipped.get(f"/{name}.csv"))[0])


@pytest.mark.parametrize("kind", ["engagement", "statement"])
@pytest.mark.parametrize(("form", "printed_as"), [("txt", "text"), ("bib", "bibtex"), ("csl.json", "csl")])
def test_a_citation_is_what_the_command_prints(shipped: TestClient, kind: str, form: str, printed_as: str) -> None:
    """With links to the desk that was asked; and what the page gives to take away."""
    ledger = shipped.app.state.desk.ledger.address
    for thing in shipped.get(f"/api/{kind}s?limit=3").json()["items"]:
        arguments = ["show", thing["id"], "--cite", printed_as, "--desk", HERE, "--ledger", ledger]
        expected = CliRunner().invoke(main, arguments)
        assert expected.exit_code == 0 and HERE in expected.stdout
        answer, page = (shipped.get(f"{where}/{kind}.{form}", params={"id": thing["id"]}) for where in ("/api", ""))
        assert answer.text == page.text == expected.stdout
        assert answer.headers["content-type"] == page.headers["content-type"]
        assert answer.headers["content-disposition"] == f'attachment; filename="{kind}.{form}"'


@pytest.mark.parametrize("address", ["statements?newest=1", "statements", "reports", "undertakings"])
def test_what_comes_in_between_moves_nothing(shipped: TestClient, tmp_path: Path, address: str) -> None:
    """Neither doubled nor lost: what was there when the first piece was asked for is on one piece each."""
    path = str(tmp_path / "copy.sqlite")
    with closing(sqlite3.connect(shipped.app.state.desk.ledger.address)) as of, closing(sqlite3.connect(path)) as to:
        of.backup(to)
    joint = "&" if "?" in address else "?"
    with TestClient(create_app(Settings(path)), base_url=HERE) as client:
        there = identities(client.get(f"/api/{address}{joint}limit=500").json()["items"])
        seen: list[str] = []
        following: str | None = f"/api/{address}{joint}limit=4"
        for n in count():
            piece = client.get(following or "").json()
            seen += identities(piece["items"])
            following = piece["next"]
            if following is None:
                break
            assert "after=" in following and "offset" not in following
            if n < 2:
                add_one(client, ("1999-01-01", "2031-01-01")[n], n)
        assert [id for id in seen if id in there] == there and len(there) > 4
        assert len(seen) == len(set(seen))


def identities(items: list[Any]) -> list[str]:
    """The ids of statements, of reports, or of the engagements that were promised."""
    return [x["entry"]["id"] if "entry" in x else x["id"] for x in items]


def add_one(client: TestClient, day: str, n: int) -> None:
    """Add a report of a day with a statement and a promise."""
    text = f'{TEXT} She will visit Oslo next week. "We agree on point {n}," Angela Merkel told Emmanuel Macron.'
    before = client.get("/api/statements").json()["count"]
    assert client.post("/api/reports", json={"text": text, "published": day, "id": f"came{n}"}).status_code == 201
    assert client.get("/api/statements").json()["count"] > before


def test_every_parameter_is_explained(shipped: TestClient) -> None:
    """With its meaning and an example that it takes; what a query can be asked is all there."""
    for kind, table, shown in ((Query, "query", QUERY), (SaidQuery, "said", SAID)):
        known = {x.name for x in parameters_of(kind)}
        assert known == set(load("parameters")[table]) == {x["name"] for x in shown}
        values = {x["name"]: str(load("parameters")[table][x["name"]]["example"]) for x in shown}
        for name, value in values.items():
            pairs = [(name, x) for x in (value.split() if name == "dyad" else [value])] + [("limit", "1")] * (
                name != "limit"
            )
            answer = shipped.get(f"/api/{'statements' if table == 'said' else 'engagements'}", params=pairs)
            assert answer.status_code in (200, 404) or name in ("dyad", "after"), answer.text
    assert set(load("parameters")["queue"]) <= {x["name"] for x in QUEUE}
    for operations in shipped.get("/api/openapi.json").json()["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                assert parameter["description"] and (parameter.get("example") or parameter["schema"]["examples"])


def test_operations_have_names(shipped: TestClient) -> None:
    """Each a word that a generated client can have for it, and none twice."""
    paths = shipped.get("/api/openapi.json").json()["paths"]
    names = [operation["operationId"] for operations in paths.values() for operation in operations.values()]
    assert len(names) == len(set(names)) > 20
    assert all(name.isidentifier() for name in names)


@pytest.mark.parametrize(
    ("address", "status", "title", "told"),
    [
        ("/api/engagements?contry=RUS", 400, "BadQuery", "Did you mean country"),
        ("/api/engagements?kind=vist", 400, "BadQuery", "Did you mean visit"),
        ("/api/engagements?limit=501", 400, "BadQuery", "Follow next"),
        ("/api/engagements?actor=RUS&actor=USA", 400, "BadQuery", "Give it once"),
        ("/api/engagement", 400, "BadQuery", "this parameter is needed"),
        ("/api/engagements?kind=", 400, "BadQuery", "Give it a value, or leave it out"),
        ("/api/engagement?id=E-none&by=tomorrow", 400, "BadQuery", "YYYY-MM-DD"),
        ("/api/engagement?id=E-none", 404, "UnknownId", "E-none"),
        ("/api/actors?name=Nobody+Whosoever", 404, "UnknownId", "no actor"),
        ("/api/counts?words=x", 400, "BadQuery", "no such parameter"),
        ("/api/nothing", 404, "NotHere", "nothing at this address"),
        ("/api/engagements.docx", 404, "NoForm", ".csv"),
        ("/api/statements.xlsx", 404, "NoForm", ".jsonl"),
        ("/api/reports.xlsx", 404, "NoForm", ".jsonl"),
        ("/api/actors.rss?name=USA", 404, "NoForm", ".jsonl"),
        ("/api/engagement.json?id=senators-moscow/e5", 404, "NoForm", ".csl.json"),
        ("/api/statement.ris?id=senators-moscow/s1", 404, "NoForm", ".bib"),
        ("/api/statement.txt?id=senators-moscow/s999", 404, "UnknownId", "no statement"),
        ("/api/statements?after=here", 400, "BadQuery", "leave it out for the first page"),
        ("/api/reports?after=here", 400, "BadQuery", "leave it out for the first page"),
        ("/api/precision", 404, "UnknownId", "no sample was drawn"),
    ],
)
def test_what_is_refused(shipped: TestClient, address: str, status: int, title: str, told: str) -> None:
    """It says what is wrong, and what to do."""
    assert told in problem(shipped.get(address), status, title)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'{"verdict":"accept"}', b'{"verdict":"praise","subject":"x"}',
     b'{"verdict":"accept","subject":"x","by":"somebody else"}', b'{"verdict":"accept","subject":"\\ud800"}',
     b'{"verdict":"accept","subject":"x","\\ud800":1}', b'{"verdict":"accept","subject":' + b"[" * 100_000],
)  # fmt: skip
def test_a_body_that_is_none(desk: TestClient, body: bytes) -> None:
    """Nothing is judged; who judges is never taken from it."""
    answer = desk.post("/api/judgements", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    problem(answer, answer.status_code)
    assert desk.get("/api/judgements").json()["count"] == 0


def test_methods(desk: TestClient) -> None:
    """HEAD is GET without its body, OPTIONS names what there is, anything else is refused with the same."""
    got, head = desk.get("/api/counts"), desk.head("/api/counts")
    assert head.status_code == 200 and head.content == b"" and head.headers["content-length"] == str(len(got.content))
    assert desk.head("/").status_code == 200 and desk.head("/api/nothing").status_code == 404
    options = desk.options("/api/judgements")
    assert options.status_code == 204 and options.headers["allow"] == "GET, POST, HEAD, OPTIONS"
    refused = desk.delete("/api/judgements")
    assert "Use GET, POST" in problem(refused, 405, "NotHere") and refused.headers["allow"] == options.headers["allow"]
    assert desk.options("/nothing").status_code == 404


def test_a_fault_of_the_desk(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told without what it was, in the same shape, with the headers that every answer has."""
    monkeypatch.setattr(Ledger, "counts", lambda _: 1 / 0)
    client = TestClient(desk.app, base_url=HERE, raise_server_exceptions=False)
    answer = client.get("/api/counts")
    assert "ZeroDivision" not in problem(answer, 500, "Fault")
    assert "default-src 'self'" in answer.headers["content-security-policy"]


def test_judged_and_undone(desk: TestClient) -> None:
    """As if by the command, under the name of whoever asks; what changed in between is not judged."""
    entry = desk.get("/api/engagements?kind=visit").json()["items"][0]
    version = desk.get(f"/api/seen?id={entry['id']}").json()["version"]
    said = {"verdict": "accept", "subject": entry["id"], "seen": version, "note": "so it was"}
    made = desk.post("/api/judgements", json=said)
    assert made.status_code == 201 and made.json()["by"] == desk.app.state.desk.ledger.judgements()[0].by
    assert desk.get(f"/api/engagement?id={entry['id']}").json()["review"] == "accepted"
    problem(desk.post("/api/judgements", json=said), 409, "StaleJudgement")
    assert desk.get(f"/api/seen?id={entry['id']}").json()["version"] != version
    undone = desk.post("/api/judgements/undo", json={"id": made.json()["id"]})
    assert undone.status_code == 201 and undone.json()["verdict"] == "undo"
    assert desk.get(f"/api/engagement?id={entry['id']}").json()["review"] == "none"
    assert [x.get("undone") for x in whole(desk, "/api/judgements?limit=1")] == [True, None]
    problem(desk.post("/api/judgements", json={**said, "seen": None, "subject": "E-none"}), 404, "UnknownId")
    amend = {"verdict": "amend", "subject": entry["id"], "field": "status", "value": "sideways"}
    problem(desk.post("/api/judgements", json=amend), 422, "BadJudgement")


def test_a_queue_is_judged_to_its_end(desk: TestClient) -> None:
    """By a program as on the page: the same first, what was judged does not come again, each with its version."""
    for asked in ("", "order=day&newest=1", "order=disputed", "kind=visit", "order=day&others=0"):
        first = desk.get(f"/api/review?{asked}&limit=1".replace("?&", "?")).json()["items"]
        shown = html.document_fromstring(desk.get(f"/review?{asked}").text).cssselect("input[name=subject]")
        assert [x["thing"]["id"] for x in first] == [shown[0].get("value")] if shown else first == [], asked
    waiting = whole(desk, "/api/review?limit=1")
    assert sorted(x["thing"]["id"] for x in waiting) == sorted(x["id"] for x in whole(desk, "/api/engagements"))
    confidences = [x["thing"]["confidence"] for x in waiting]
    assert confidences == sorted(confidences)
    for left in range(len(waiting), 0, -1):
        piece = desk.get("/api/review?limit=1").json()
        assert piece["count"] == left
        (it,) = piece["items"]
        assert it == desk.get("/api/seen", params={"id": it["thing"]["id"]}).json()
        said = {"verdict": "accept", "subject": it["thing"]["id"], "seen": it["version"]}
        assert desk.post("/api/judgements", json=said).status_code == 201
        problem(desk.post("/api/judgements", json=said), 409, "StaleJudgement")
    assert desk.get("/api/review").json() == {"items": [], "next": None, "count": 0, "is_exact": True}
    desk.cookies.set("communique-name", "Boris")
    assert len(whole(desk, "/api/review?limit=2")) == len(waiting) and whole(desk, "/api/review?others=0") == []


def test_a_sample_and_how_right_it_is(desk: TestClient) -> None:
    """Drawn by whoever asks, of what a query finds."""
    drawn = desk.post("/api/samples?n=2&seed=7&status=held")
    assert drawn.status_code == 201 and drawn.json()["statuses"] == ["held"] and len(drawn.json()["drawn"]) == 2
    assert whole(desk, "/api/samples") == [drawn.json()]
    for one in drawn.json()["drawn"]:
        desk.post("/api/judgements", json={"verdict": "accept", "subject": one["id"]})
    assert desk.get(f"/api/precision?sample={drawn.json()['id']}").json()["whole"]["right"] == 2
    problem(desk.post("/api/samples?n=0"), 400, "BadQuery")


def test_read_and_added(desk: TestClient) -> None:
    """Read alone, nothing is kept; added, it is there, and once."""
    before = desk.get("/api/counts").json()["reports"]
    read = desk.post("/api/read", json={"text": TEXT, "published": "2018-08-06"})
    assert read.status_code == 200 and read.json()["engagements"][0]["kind"] == "meeting"
    assert desk.get("/api/counts").json()["reports"] == before
    sent = {"text": TEXT, "id": "berlin", "published": "2018-08-06"}
    added = desk.post("/api/reports", json=sent)
    assert (added.status_code, added.json()) == (201, {"report": "berlin", "added": True})
    again = desk.post("/api/reports", json=sent)
    assert (again.status_code, again.json()) == (200, {"report": "berlin", "added": False})
    problem(desk.post("/api/reports", json={**sent, "text": f"{TEXT} And so on."}), 409, "ReportConflict")
    problem(desk.post("/api/read", json={"text": "  "}), 422, "EmptyInput")
    problem(desk.post("/api/read", json={"text": TEXT, "published": "Monday"}), 422, "BadDate")
    assert desk.get("/api/counts").json()["reports"] == before + 1


def test_a_desk_that_is_only_read(small: str) -> None:
    """Nothing is changed by any operation that would."""
    with TestClient(create_app(Settings(small, writable=False)), base_url=HERE) as client:
        for address, body in (
            ("judgements", {"verdict": "accept", "subject": "E-x"}), ("judgements/undo", {"id": "J-x"}),
            ("reports", {"text": TEXT}), ("samples?n=1", None),
        ):  # fmt: skip
            assert "--writable" in problem(client.post(f"/api/{address}", json=body), 403, "NotAllowed")
        assert "--writable" in problem(client.get("/api/review"), 403, "NotAllowed")


@pytest.mark.parametrize(
    ("asked", "told"),
    [("order=size", "Give order as one of"), ("others=2", "others has no such value"),
     ("order=day&order=disputed", "given twice"), ("after=E-none", "E-none"), ("sample=J-none", "J-none"),
     ("offset=3", "no such parameter"), ("country=Atlantis", "no country")],
)  # fmt: skip
def test_a_queue_that_is_none(desk: TestClient, asked: str, told: str) -> None:
    """What is wrong is said, by the API as by the page."""
    answer = desk.get(f"/api/review?{asked}")
    assert told in problem(answer, answer.status_code) and answer.status_code in (400, 404)
    if asked.startswith("o") and "offset" not in asked:
        assert told in desk.get(f"/review?{asked}").text
