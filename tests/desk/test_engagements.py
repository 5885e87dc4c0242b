"""The page of engagements: what is counted, what is listed, what is taken away and what a facet says are the same."""

from __future__ import annotations

from dataclasses import fields
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import feedparser
import pytest
from fastapi.testclient import TestClient

from communique.desk import asked as addresses
from communique.desk.pages.engagements import query_of
from communique.desk.searching import COUNTED
from communique.ledger.judgements import Verdict
from communique.ledger.queries import Query
from communique.ledger.store import Ledger
from communique.records import Status
from tests.desk.bench import HERE, count, every_page, ids, lines, page, table
from tests.ledger.stories import told

FEW = ["", "status=held", "status=planned&status=denied", "kind=visit", "country=LVA", "actor=Anna+Berg&kind=call",
       "time=2018-08-06", "time=2018-08&undated=1", "place=Riga", "words=meeting", "since=2019",
       "order=confidence", "order=added", "newest=0"]  # fmt: skip
ASKED = [
    "words=summit", "words=Trump+OR+Kim+-summit", "actor=USA", "actor=Donald+Trump&status=held", "dyad=USA&dyad=PRK",
    "body=Senate", "kind=meeting", "kind=visit&kind=invitation", "status=planned", "status=denied&status=cancelled",
    "time=2018", "time=2018-06&relation=during", "time=2017&relation=before", "time=2010&date-fallback=reported",
    "time=2018&undated=1", "place=USA", "place=Singapore", "rejected=1", "newest=0&limit=20", "newest=1&offset=5",
    "from=USA", "to=PRK", "country=RUS", "country=Russia&country=China", "since=2017", "since=2010&until=2018-03",
    "source=nowhere&report-day=2018", "report-day=2018", "publisher=Nobody", "day=2018-06", "voice=quoted",
    "voice=reporter&kind=meeting", "review=none", "review=accepted&review=rejected", "confidence-from=0.9",
    "confidence-from=0.4&confidence-to=0.6", "disputed=1", "order=confidence&limit=30", "order=added&limit=30",
    "language=en", "language=en&kind=visit",
]  # fmt: skip


_FEW = 30


@pytest.mark.parametrize("asked", FEW)
def test_counted_listed_and_taken_away(desk: TestClient, asked: str) -> None:
    """The same engagements in the same order, for every filter."""
    shown = page(desk.get(f"/engagements?{asked}"))
    listed = ids(shown)
    assert count(shown) == len(listed)
    assert [row["id"] for row in lines(desk.get(f"/engagements.jsonl?{asked}"))] == listed


def test_every_filter_is_tried() -> None:
    """No part of a query is forgotten below; ``after`` is what leads from page to page."""
    names = {addresses._NAMES.get(f.name, f.name) for f in fields(Query)} - {"after"}
    assert names == {name for x in ASKED for name, _ in parse_qsl(x)}


@pytest.mark.parametrize("asked", [x for x in ASKED if "source=" not in x])
def test_all_pages_and_all_files(shipped: TestClient, asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number shown is that of the rows on all pages, and of the rows of every form that leaves nothing out."""
    monkeypatch.setattr("communique.desk.patience.BUDGET", 0)  # facets are tried below
    shown = page(shipped.get(f"/engagements?{asked}"))
    listed = every_page(shipped, f"/engagements?{asked}", "li.entry")
    offset = 5 if "offset" in asked else 0
    assert count(shown) == len(listed) + offset == len(set(listed)) + offset
    links = {a.get("href").partition("?")[0]: a.get("href") for a in shown.cssselect(".heading .menu a")}
    rows = [row["id"] for row in table(shipped.get(links["/engagements.csv"]))]
    assert rows[offset:] == listed
    if len(rows) > _FEW:  # the other forms take the same rows
        return
    assert [row["id"] for row in lines(shipped.get(links["/engagements.jsonl"]))] == rows
    feed = feedparser.parse(shipped.get(links["/engagements.rss"]).content)
    assert [x.id.removeprefix("urn:communique:entry:") for x in feed.entries] == rows


def test_a_source_that_is_none(shipped: TestClient) -> None:
    """It is told that nothing is from there, in every form alike."""
    for suffix in ("", ".csv", ".rss"):
        response = shipped.get(f"/engagements{suffix}?source=nowhere")
        assert response.status_code == 404 and "no report in the ledger is from there" in response.text


@pytest.mark.parametrize("asked", ["", "country=USA&kind=meeting", "words=summit", "time=2018&status=held",
                                   "day=2018", "voice=quoted&actor=USA"])  # fmt: skip
def test_facets_lead_to_what_they_count(shipped: TestClient, asked: str) -> None:
    """Each number is that of the engagements behind its link, and what is chosen can be seen."""
    ledger = shipped.app.state.desk.ledger  # type: ignore[attr-defined]
    shown = page(shipped.get(f"/engagements?{asked}{'&' if asked else ''}counts=all"))
    links = shown.cssselect("nav.facets li a")
    assert len(links) > 20
    for a in links:
        many = int(a.cssselect(".many")[0].text_content().replace(",", ""))
        query = query_of(parse_qsl(urlsplit(a.get("href")).query))
        assert ledger.count(query) == many, a.get("href")
    last = links[-1]
    assert count(page(shipped.get(last.get("href")))) == int(last.cssselect(".many")[0].text_content())
    chosen = {
        a.getparent().getparent().getparent().get("data-facet") for a in shown.cssselect("nav.facets [aria-current]")
    }
    wanted = {{"day": "year"}.get(name, name) for name, _ in parse_qsl(asked)} - {"words", "time"}
    assert wanted - {"actor"} <= chosen


def test_what_was_not_counted_is_told(shipped: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A facet that takes too long says so, and can be counted all the same."""
    monkeypatch.setattr("communique.desk.patience.BUDGET", 0)
    shown = page(shipped.get("/engagements?kind=visit"))
    assert "not counted: took too long" in shown.get_element_by_id("facets").text_content()
    (again,) = shown.cssselect('#facets a[rel="nofollow"]')
    whole = page(shipped.get(again.get("href")))
    assert "not counted" not in whole.get_element_by_id("facets").text_content()
    assert count(whole) == count(shown)


def test_what_is_asked_can_be_taken_away(shipped: TestClient) -> None:
    """Part by part: each chip leads to the query without it."""
    pairs = [("words", "summit"), ("country", "USA"), ("status", "held"), ("status", "planned"), ("dyad", "USA"),
             ("dyad", "PRK")]  # fmt: skip
    shown = page(shipped.get(f"/engagements?{urlencode(pairs)}"))
    chips = {a.text_content().split("×")[0].strip(): a.get("href") for a in shown.cssselect("a.chip")}
    assert set(chips) == {
        "words summit",
        "country United States",
        "status held",
        "status planned",
        "between USA and PRK",
    }
    left = {name: parse_qsl(urlsplit(href).query) for name, href in chips.items()}
    assert left["status held"] == [p for p in pairs if p != ("status", "held")]
    assert left["between USA and PRK"] == pairs[:4]


def test_an_actor_is_shown_by_name(shipped: TestClient) -> None:
    """A chip says who is meant by an id."""
    actor = next(x for x in lines(shipped.get("/actors.jsonl")) if x["kind"] == "person")
    (chip,) = page(shipped.get(f"/engagements?actor={actor['id']}")).cssselect("a.chip bdi")
    assert chip.text_content() == actor["name"]


def test_what_has_no_time_is_told(desk: TestClient) -> None:
    """How many are left out for their time alone, with the way to see them too."""
    shown = page(desk.get("/engagements?time=2018"))
    (told_,) = shown.cssselect(".told-apart")
    assert told_.text_content().startswith("1 more is left out")
    both = page(desk.get(told_.cssselect("a")[0].get("href")))
    assert count(both) == count(shown) + 1 and not both.cssselect(".told-apart")


def test_pages_hold_while_reports_come_in(small: str, desk: TestClient) -> None:
    """Nothing twice, nothing left out: what comes in between stands on pages that were not turned yet, or before."""
    before = every_page(desk, "/engagements?limit=1", "li.entry")
    first = page(desk.get("/engagements?limit=2"))
    with Ledger(small) as ledger:
        ledger.add(*told("newest", "2020-01-01", [("signing", Status.HELD, "2020-01-01")]))
    rest = every_page(desk, first.cssselect('a[rel="next"]')[0].get("href"), "li.entry")
    assert ids(first) + rest == before and len(every_page(desk, "/engagements", "li.entry")) == len(before) + 1


def test_many_are_counted_up_to_a_bound(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """And it is told that there are more."""
    monkeypatch.setattr("communique.desk.pages.engagements.COUNTED", 2)
    assert page(desk.get("/engagements")).get_element_by_id("count").text_content() == "more than 2 engagements"
    assert COUNTED == 10_000


def test_frequent_words_are_told(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of words that very many reports have says of what it is made."""
    monkeypatch.setattr(Ledger, "is_cut", lambda self, query: query.words == "report")
    assert "those added last" in page(desk.get("/engagements?words=report")).cssselect(".told-apart")[0].text_content()
    assert not page(desk.get("/engagements?words=berg")).cssselect(".told-apart")


def test_a_feed_is_found(desk: TestClient) -> None:
    """By the page's head: what is asked for, those added last first, with links to their pages."""
    (link,) = page(desk.get("/engagements?kind=meeting&kind=call")).cssselect('link[rel="alternate"]')
    assert link.get("type") == "application/rss+xml"
    found = feedparser.parse(desk.get(link.get("href")).content)
    (meeting, call) = (x for x in reversed(found.entries))
    assert {meeting.title.split(":")[0], call.title.split(":")[0]} == {"Meeting", "Call"}
    assert all(
        x.link.startswith(f"{HERE}/engagement?id=E-") and desk.get(x.link).status_code == 200 for x in found.entries
    )


def test_what_people_rejected(small: str, desk: TestClient) -> None:
    """Is left out, found when it is asked for, and counted where people's reviews are."""
    first = ids(page(desk.get("/engagements")))[0]
    with Ledger(small) as ledger:
        ledger.judge(Verdict.REJECT, first, by="Ada")
    assert first not in ids(page(desk.get("/engagements")))
    assert ids(page(desk.get("/engagements?review=rejected"))) == [first]
    facet = page(desk.get("/engagements?counts=all")).cssselect('[data-facet="review"] a')
    assert {a.cssselect("bdi")[0].text_content(): a.cssselect(".many")[0].text_content() for a in facet}[
        "rejected"
    ] == "1"


def test_an_empty_answer_says_so(desk: TestClient) -> None:
    """And leads back to all."""
    shown = page(desk.get("/engagements?since=2019"))
    assert "Nothing in the ledger" in shown.text_content()


def test_what_cannot_be_understood(desk: TestClient) -> None:
    """A page with what is wrong and what to do, to people; the same as a problem, to programs."""
    wrong = desk.get("/engagements?kind=vist", headers={"Accept": "text/html"})
    assert wrong.status_code == 400 and "Did you mean visit" in wrong.text
    told_ = desk.get("/engagements?kind=vist", headers={"Accept": "application/json"})
    assert told_.headers["content-type"] == "application/problem+json"
    assert told_.json()["title"] == "BadQuery" and told_.json()["status"] == 400


@pytest.mark.parametrize(
    ("asked", "problem"),
    [("confidence-from=2", "no share"), ("confidence-to=٠", "no share"), ("voice=loud", "Give one of"),
     ("after=xyz", "no place in an answer"), ("limit=1000", "no length of a page"), ("counts=all&counts=all", "twice")],
)  # fmt: skip
def test_what_is_refused(desk: TestClient, asked: str, problem: str) -> None:
    """With what is wrong."""
    response = desk.get(f"/engagements?{asked}")
    assert response.status_code == 400 and problem in response.text


def test_a_form_that_is_none(desk: TestClient) -> None:
    """It says which there are."""
    response = desk.get("/engagements.docx")
    assert response.status_code == 404 and ".csv" in response.text


@pytest.mark.parametrize("path", ["/", "/engagements?country=USA", "/statements?by=USA", "/reports", "/actors?name=k"])
def test_nothing_is_styled_or_run_in_place(shipped: TestClient, path: str) -> None:
    """No style and no script stands in a page, and what htmx is to follow bears the page's nonce."""
    shown = page(shipped.get(path))
    assert not shown.cssselect("[style], style, script:not([src])")
    nonce = shown.cssselect("script")[0].get("nonce")

    def hx(element: Any) -> list[str]:
        return [name for name in element.attrib if name.startswith(("hx-", "on")) and name != "hx-nonce"]

    marked = [x for x in shown.iter() if isinstance(x.tag, str) and hx(x)]
    assert all(x.get("hx-nonce") == nonce and not any(n.startswith("on") for n in hx(x)) for x in marked)
    assert path == "/" or marked
