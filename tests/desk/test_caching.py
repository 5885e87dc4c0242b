"""What a browser has already is not made again, and what has changed is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from communique.desk import caching
from communique.ledger.judgements import Verdict
from communique.ledger.store import Ledger
from communique.records import Status
from tests.ledger.stories import told

ADDRESSES = ["/", "/engagements", "/engagements?kind=visit", "/engagements.csv", "/api/engagements", "/api/counts"]


def again(client: TestClient, address: str, answer: Any, **headers: str) -> Any:
    """Ask once more, as a browser does that has an answer."""
    return client.get(address, headers={"If-None-Match": answer.headers["etag"], **headers})


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_asked_twice(desk: TestClient, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No question is put to the ledger but for its state."""
    first = desk.get(address)

    def fails(*_: object) -> None:
        raise AssertionError("the ledger was asked")

    for name in ("find", "count", "counts", "each", "entry"):
        monkeypatch.setattr(Ledger, name, fails)
    second = again(desk, address, first)
    assert (second.status_code, second.content) == (304, b"")
    assert second.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_kept_stays_as_it_was_sent(desk: TestClient, address: str) -> None:
    """Browsers put the headers of this answer on what they keep: a new policy would bar the scripts of the old page."""
    second = again(desk, address, desk.get(address))
    assert "content-security-policy" not in second.headers
    assert second.headers["cache-control"] == "no-cache, private"


def _add(ledger: Ledger) -> None:
    ledger.add(*told("more", "2019-01-01", [("call", Status.HELD, None)]))


def _judge(ledger: Ledger) -> None:
    ledger.judge(Verdict.ACCEPT, ledger.find()[0].id, by="Anna")


def _forget(ledger: Ledger) -> None:
    ledger.forget("deed")


def _reread(ledger: Ledger) -> None:
    ledger.reread(ledger.record("plan"), reader="another")


@pytest.mark.parametrize("change", [_add, _judge, _forget, _reread])
def test_what_has_changed_is_sent(desk: TestClient, small: str, change: Any) -> None:
    """By another process too: a report, a judgement, what was forgotten, a report read anew."""
    before = {address: desk.get(address) for address in ADDRESSES}
    with Ledger(small) as other:
        change(other)
    for address, answer in before.items():
        assert again(desk, address, answer).status_code == 200


def test_what_is_watched_has_changed(desk: TestClient, small: str) -> None:
    """The first page says which sources fail, which the ledger does not know."""
    first = desk.get("/")
    Path(f"{small}-web").write_bytes(b"x")
    assert again(desk, "/", first).status_code == 200


def test_others_have_answers_of_their_own(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """By name and rights, by address, by what part of a page is asked for, by the day, by the software."""
    first = desk.get("/engagements")
    assert again(desk, "/engagements", first).status_code == 304
    assert again(desk, "/engagements?kind=visit", first).status_code == 200
    assert again(desk, "/engagements", first, **{"HX-Request": "true"}).status_code == 200
    assert again(desk, "/engagements", first, Cookie="communique-name=Clara").status_code == 200
    assert again(desk, "/engagements", first, Host="localhost").status_code == 200
    monkeypatch.setattr(caching, "_software", lambda: "newer")
    assert again(desk, "/engagements", first).status_code == 200


def test_errors_and_files_have_no_mark(desk: TestClient) -> None:
    """An error may be over at once; files have their hash in their address."""
    for address in ("/nowhere", "/api/engagements?kind=vist", "/static/desk.css"):
        assert not desk.get(address).headers.get("etag", "").startswith("W/")
    assert desk.get("/nowhere", headers={"If-None-Match": "*"}).status_code == 404
    assert desk.get("/", headers={"If-None-Match": "*"}).status_code == 200
