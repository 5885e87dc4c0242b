"""Tokens: made and removed by the command, kept as hashes, enforced at the desk; what strangers may and may not."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from fastapi.testclient import TestClient

from communique.cli import main
from communique.desk import tokens as tokens_module
from communique.desk.app import create_app
from communique.desk.settings import Settings
from communique.desk.tokens import tokens_of
from communique.errors import LedgerError
from tests.desk.bench import page, problem

THERE = "https://desk.example.org"
ELSEWHERE: dict[str, Any] = {"host": "0.0.0.0", "names": ("desk.example.org",), "writable": True, "rate": 0}


def run(small: str, *arguments: str) -> Result:
    """Run the command on a ledger."""
    return CliRunner().invoke(main, ["token", *arguments, "--ledger", small])


def made(small: str, name: str, *rights: str) -> str:
    """A new token."""
    result = run(small, "add", name, *(x for right in rights for x in ("--may", right)))
    assert result.exit_code == 0, result.stderr
    return result.stdout.strip()


def public(small: str, **more: Any) -> TestClient:
    """A browser at a desk that others reach."""
    return TestClient(create_app(Settings(small, **{**ELSEWHERE, **more})), base_url=THERE, follow_redirects=False)


def bearer(token: str) -> dict[str, str]:
    """How a program shows a token."""
    return {"Authorization": f"Bearer {token}"}


def entry_of(client: TestClient) -> str:
    """An engagement to judge."""
    return str(client.get("/api/engagements?limit=1").json()["items"][0]["id"])


def test_the_file_has_no_token(small: str) -> None:
    """Its hash alone, in a file that its owner alone may read; nothing else is left beside the ledger."""
    token = made(small, "Anna", "judge")
    path = Path(f"{small}-tokens")
    assert len(token) >= 40 and token not in path.read_text("utf-8")
    assert path.stat().st_mode & 0o777 == 0o600
    made(small, "Boris", "judge", "add")
    assert path.stat().st_mode & 0o777 == 0o600
    assert [x for x in os.listdir(path.parent) if "tokens" in x] == [path.name]


def test_listed_and_removed(small: str) -> None:
    """The list shows whose they are and what they may, never the token; removed, one is none at once."""
    token = made(small, "Anna", "judge")
    other = made(small, "Boris", "add")
    listed = run(small, "list", "--json")
    assert [(x["name"], x["rights"]) for x in map(json.loads, listed.stdout.splitlines())] == [
        ("Anna", ["judge"]), ("Boris", ["add"]),
    ]  # fmt: skip
    assert token not in listed.stdout and other not in listed.stdout
    with public(small) as client:
        said = {"verdict": "accept", "subject": entry_of(client)}
        assert client.post("/api/judgements", json=said, headers=bearer(token)).status_code == 201
        assert run(small, "remove", "Anna").exit_code == 0
        problem(client.post("/api/judgements", json=said, headers=bearer(token)), 401, "NoToken")
        assert client.get("/api/counts", headers=bearer(other)).status_code == 200


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", "Anna"), "--may judge"),
        (("add",), "Give a name"),
        (("add", "Anna", "--may", "rule"), "Give one of judge, add"),
        (("add", " ", "--may", "judge"), "no name"),
        (("add", "a\nb", "--may", "judge"), "no name"),
        (("remove", "Nobody"), "no token of this name"),
        (("remove", "Anna", "--may", "judge"), "goes with add"),
        (("make", "Anna"), "Give one of add, list, remove"),
    ],
)
def test_what_makes_no_token(small: str, arguments: tuple[str, ...], told: str) -> None:
    """It says what to do, and leaves the file as it was."""
    result = run(small, *arguments)
    assert result.exit_code == 2 and told in result.stderr
    assert not Path(f"{small}-tokens").exists()


def test_one_of_a_name(small: str) -> None:
    """Two of one name could not be told apart in what they judged."""
    made(small, "Anna", "judge")
    assert "a token of this name" in run(small, "add", "Anna", "--may", "add").stderr


def test_no_ledger_no_token(tmp_path: Path) -> None:
    """A mistyped path is told, not taken."""
    assert "there is no ledger" in run(str(tmp_path / "none.sqlite"), "list").stderr


@pytest.mark.parametrize("line", ["", "{}", "[]", "null", '{"name": 1}', "\xff"])
def test_a_damaged_file(small: str, line: str) -> None:
    """Nobody is let in by it, and the line is named."""
    Path(f"{small}-tokens").write_text(f"{line}\n", "latin-1")
    with pytest.raises(LedgerError, match="tokens"):
        tokens_of(small).find("cq_x")
    with public(small) as client:
        problem(client.post("/api/judgements", json={}, headers=bearer("cq_x")), 500)
        assert client.get("/api/counts").status_code == 200


def test_rights_are_those_given(small: str) -> None:
    """Who may judge may not add, and the other way round; what is judged bears the name of the token."""
    judge, add = made(small, "Anna", "judge"), made(small, "Boris", "add")
    report = {"text": "Minister Anna Berg met Boris Klein in Riga on Friday.", "id": "new"}
    with public(small) as client:
        said = {"verdict": "accept", "subject": entry_of(client)}
        assert client.post("/api/judgements", json=said, headers=bearer(judge)).json()["by"] == "Anna"
        problem(client.post("/api/judgements", json=said, headers=bearer(add)), 403, "NotAllowed")
        problem(client.post("/api/reports", json=report, headers=bearer(judge)), 403, "NotAllowed")
        problem(client.post("/api/read", json=report, headers=bearer(judge)), 403, "NotAllowed")
        assert client.post("/api/reports", json=report, headers=bearer(add)).status_code == 201


@pytest.mark.parametrize("given", ["", "cq_", "x", "\x00", "é", "x" * 5_000])
def test_a_token_that_is_none(small: str, given: str) -> None:
    """It lets nobody in, in a header or a cookie."""
    made(small, "Anna", "judge", "add")
    with public(small) as client:
        said = {"verdict": "accept", "subject": entry_of(client)}
        header = {b"Authorization": b"Bearer " + given.encode()}
        assert client.post("/api/judgements", json=said, headers=header).status_code in (401, 403)
        cookie = {b"Cookie": b"communique-token=" + given.encode()}
        assert client.post("/api/judgements", json=said, headers=cookie).status_code == 403


def test_all_are_compared_whichever_it_is(small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first, the last or none: as many comparisons, each in time that says nothing."""
    known = [made(small, name, "judge") for name in ("Anna", "Boris", "Clara")]
    compared: list[int] = []
    same = tokens_module.hmac.compare_digest

    def counted(one: str, other: str) -> bool:
        compared[-1] += 1
        return same(one, other)

    monkeypatch.setattr(tokens_module.hmac, "compare_digest", counted)
    for given in (known[0], known[2], "cq_none"):
        compared.append(0)
        tokens_of(small).find(given)
    assert compared == [3, 3, 3]


def test_signed_in_and_out(small: str) -> None:
    """The token is in a cookie that no script reads and no other site makes the browser send."""
    token = made(small, "Anna", "judge")
    with public(small) as client:
        assert "Sign in" in page(client.get("/sign-in")).text_content()
        wrong = client.post("/sign-in", data={"token": "cq_none"})
        assert wrong.status_code == 401 and "set-cookie" not in wrong.headers and "not known here" in wrong.text
        answer = client.post("/sign-in", data={"token": f" {token} "})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        cookie = answer.headers["set-cookie"]
        assert all(part in cookie for part in ("HttpOnly", "SameSite=strict", "Secure", "Path=/"))
        assert "Anna" in page(client.get("/")).cssselect("footer")[0].text_content()
        said = {"verdict": "accept", "subject": entry_of(client)}
        assert client.post("/api/judgements", json=said).json()["by"] == "Anna"
        assert client.post("/sign-out").headers["location"] == "/"
        problem(client.post("/api/judgements", json=said), 403, "NotAllowed")


def test_a_name_is_enough_on_this_machine(desk: TestClient) -> None:
    """No token is asked for there."""
    assert desk.get("/sign-in").url.path == "/me"


def test_strangers_only_read(small: str) -> None:
    """A desk that others reach: nothing is changed without a token, and with none where it is to be read only."""
    token = made(small, "Anna", "judge", "add")
    for client in (public(small), public(small, writable=False)):
        with client:
            for address in ("/api/judgements", "/api/judgements/undo", "/api/reports", "/api/read", "/api/samples?n=1"):
                body = {"verdict": "accept", "subject": "E-x", "id": "x", "text": "x"}
                wanted = {k: body[k] for k in {"judgements": ("verdict", "subject"), "undo": ("id",)}.get(
                    address.rpartition("/")[2], ("text",))}  # fmt: skip
                problem(client.post(address, json=wanted), 403, "NotAllowed")
    with public(small, writable=False) as client:
        said = {"verdict": "accept", "subject": entry_of(client)}
        assert "--writable" in problem(client.post("/api/judgements", json=said, headers=bearer(token)), 403)


@pytest.mark.parametrize("path", ["/", "/engagements", "/sign-in", "/nowhere", "/engagement?id=none", "/api/nowhere"])
def test_strangers_do_not_learn_where_it_lies(small: str, path: str) -> None:
    """The path of the ledger is shown on this machine alone."""
    with public(small) as client:
        assert str(Path(small).parent) not in client.get(path).text
    Path(small).write_bytes(b"no ledger any more" * 500)
    with pytest.raises(LedgerError):
        create_app(Settings(small))


def test_nor_by_an_error(small: str) -> None:
    """Of a ledger that is damaged while it is served, strangers see no path; its owner does."""
    with public(small) as client, TestClient(create_app(Settings(small)), base_url="http://127.0.0.1") as own:
        Path(small).write_bytes(b"no ledger any more" * 500)
        Path(f"{small}-wal").unlink(missing_ok=True)
        for path in ("/api/counts", "/engagements"):
            refused = client.get(path)
            assert refused.status_code == 500 and "the ledger" in refused.text
            assert str(Path(small).parent) not in refused.text
        assert small in problem(own.get("/api/counts"), 500)


@pytest.mark.parametrize(
    ("settings", "is_local"),
    [
        ({}, True),
        ({"host": "localhost", "names": ("127.0.0.1",)}, True),
        ({"names": ("desk.example.org",)}, False),
        ({"proxies": ("127.0.0.1",)}, False),
        ({"host": "0.0.0.0"}, False),
        ({"host": "192.0.2.1"}, False),
    ],
)
def test_behind_a_proxy_nobody_is_the_owner(small: str, settings: dict[str, Any], is_local: bool) -> None:
    """A desk that listens on this machine and is asked by another name, or by a proxy, is reached from elsewhere."""
    assert Settings(small, **settings).is_local == is_local
    host = {"Host": settings.get("names", (settings.get("host", "127.0.0.1"),))[0]}
    with TestClient(create_app(Settings(small, **settings)), base_url="http://127.0.0.1") as client:
        answer = client.post("/api/judgements/undo", json={"id": "J-none"}, headers=host)
        assert answer.status_code == (404 if is_local else 403)


def test_the_password_of_a_proxy_is_no_token(small: str) -> None:
    """A browser sends it with everything, also what a page elsewhere makes it send: it lets nobody in, nor through."""
    basic = {"Authorization": "Basic YW5uYTpiZXJn"}
    with public(small) as client:
        assert client.get("/api/counts", headers=basic).status_code == 200
        forged = {**basic, "Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
        problem(client.post("/api/judgements", json={}, headers=forged), 403, "WrongOrigin")
        problem(client.get("/api/counts", headers={"Authorization": "Token x"}), 401, "NoToken")
