"""The first page: each number is that of the rows behind its link; an empty ledger says how to begin."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from communique.desk.app import create_app
from communique.desk.settings import Settings
from communique.ledger.judgements import Verdict
from communique.ledger.store import Ledger
from communique.records import Status
from communique.taking import states_of
from communique.watching.standing import Standing, Standings
from tests.desk.bench import HERE, count, every_page, ids, page
from tests.ledger.stories import told

ROWS = {"/engagements": "li.entry", "/statements": "li.saying", "/reports": "table.rows tbody tr", "/actors":
        "table.rows tbody tr"}  # fmt: skip


def at(day: int) -> str:
    """A day from today, ISO."""
    return (date.today() + timedelta(day)).isoformat()


def test_each_number_is_that_of_its_rows(small: str, desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """How much there is, what is to be looked at, what was added when."""
    monkeypatch.setattr("communique.desk.pages.front._EACH", 60_000)
    with Ledger(small) as ledger:
        ledger.add(*told("soon", at(-1), [("summit", Status.PLANNED, at(9))]))
        ledger.add(*told("late", at(-99), [("signing", Status.PLANNED, at(-30))]))
        ledger.add(*told("no", "2018-09-02", [("meeting", Status.DENIED, "2018-08-06")]))
        ledger.judge(Verdict.REJECT, ids(page(desk.get("/engagements?kind=call")))[0], by="Ada")
        ledger.judge(Verdict.ACCEPT, ids(page(desk.get("/engagements?kind=summit")))[0], by="Ada")
    links = page(desk.get("/")).cssselect("ul.numbers a, ul.concerns a, ul.days a")
    found = {
        a.cssselect("span")[0].text_content(): (int(a.cssselect("b")[0].text_content()), a.get("href")) for a in links
    }
    assert {"Engagements", "Reports", "Actors", "engagements where sources differ", "due within 30 days"} <= set(found)
    assert {"that people rejected", "past their day, and nothing told", "that people accepted"} <= set(found)
    for name, (many, link) in found.items():
        rows = every_page(desk, link, ROWS[link.partition("?")[0]])
        assert many == len(rows) == count(page(desk.get(link))), name
    assert found["due within 30 days"][0] == found["past their day, and nothing told"][0] == 1


def test_what_is_due_and_what_is_new(small: str, desk: TestClient) -> None:
    """The nearest first; what was added last first."""
    with Ledger(small) as ledger:
        ledger.add(*told("far", at(-1), [("summit", Status.PLANNED, at(20))]))
        ledger.add(*told("near", at(-1), [("visit", Status.PROPOSED, at(3))]))
    shown = page(desk.get("/"))
    kinds = [a.text_content() for a in shown.cssselect("#due a.kind")]
    assert kinds[:2] == ["visit", "summit"]
    assert shown.cssselect(".newest a.kind")[0].text_content() == "visit"


def test_watched_sources_that_fail(small: str, desk: TestClient) -> None:
    """Are told with what went wrong, and nothing in it is taken for markup."""
    assert not page(desk.get("/")).cssselect("#watched")
    standings = Standings(states_of(small))
    standings.put("good", "https://a.example/feed", Standing(polls=3))
    standings.put("bad", "https://b.example/feed", Standing().failed(1, 2, 3, "Unreachable", "no <i>answer</i>"))
    (section,) = page(desk.get("/")).cssselect("#watched")
    assert "2 sources, of which 1 fails" in section.text_content()
    (failed,) = section.cssselect("li")
    assert failed.text_content().startswith("bad Unreachable") and "no <i>answer</i>" in failed.text_content()
    states_of(small).write_bytes(b"no database at all, but as long as the head of one would be, and longer" * 20)
    assert not page(desk.get("/")).cssselect("#watched")


def test_an_empty_ledger_says_how_to_begin(tmp_path: Path) -> None:
    """The commands, and the page that reads, where it may be written to."""
    address = str(tmp_path / "none.sqlite")
    Ledger(address).close()
    for writable in (True, False):
        with TestClient(create_app(Settings(address, writable=writable)), base_url=HERE) as client:
            shown = page(client.get("/"))
            assert "nothing in this ledger yet" in shown.text_content() and not shown.cssselect("ul.numbers")
            assert "communique ingest" in shown.text_content()
            assert bool(shown.cssselect('main a[href="/read"]')) is writable
            assert page(client.get("/engagements")).cssselect('.empty a[href="/"]')


def test_reports_without_engagements(tmp_path: Path) -> None:
    """It is told that there are some."""
    address = str(tmp_path / "dull.sqlite")
    with Ledger(address) as ledger:
        ledger.add(*told("dull", "2018-01-01", [], text="Anna Berg and Boris Klein were not there."))
    with TestClient(create_app(Settings(address)), base_url=HERE) as client:
        assert "1 report is in this ledger" in page(client.get("/")).text_content()
