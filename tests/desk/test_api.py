"""The API: what it answers is what the command line prints, whole, piece by piece, and every refusal has one shape."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from communique.cli import main
from communique.desk.api.parameters import QUERY, SAID
from communique.desk.app import create_app
from communique.desk.asked import parameters_of
from communique.desk.downloads import DOWNLOADS
from communique.desk.settings import Settings
from communique.ledger.queries import Query
from communique.ledger.sayings import SaidQuery
from communique.ledger.store import Ledger
from communique.reading.tables import load
from tests.desk.bench import HERE, lines, problem

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
