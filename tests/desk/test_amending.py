"""Spans of a report corrected from its page: chosen, shown before they are kept, refused where stale, undone."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from lxml import html

from communique.about import VERSION
from communique.desk.amending import MORE, chosen, with_span
from communique.desk.app import create_app
from communique.desk.settings import Settings
from communique.errors import BadQuery
from communique.ledger.judgements import Verdict
from communique.ledger.reported import Reported, reported
from communique.ledger.store import Ledger
from communique.records import Evidence, Span
from tests.desk.bench import HERE, crowded, page
from tests.desk.test_report import bare, runs

WORDS = "Klein of Latvia"


def ledger_of(desk: TestClient) -> Ledger:
    """The ledger that a desk serves."""
    found: Ledger = desk.app.state.desk.ledger  # type: ignore[attr-defined]
    return found


def filled(shown: html.HtmlElement, **more: str) -> dict[str, Any]:
    """What the form of a correction sends, as a browser would send it, some of it filled in."""
    form = shown.cssselect("#amending form")[0]
    return {**{name: value for name, value in form.form_values() if value is not None}, **more}


def spans(found: Reported) -> dict[str, tuple[Evidence, ...]]:
    """Where everything stands, by what it is."""
    return {a.id: a.evidence for a in found.accounts}


def asked(desk: TestClient, what: str, words: str = WORDS, id: str = "deed") -> html.HtmlElement:
    """The form for some words of a report."""
    return page(desk.get("/report/amend", params={"id": id, "what": what, "words": words}))


def test_a_span_is_amended_and_no_other_moves(desk: TestClient) -> None:
    """It is shown first, with what stood there; then marked on the page that follows; and undone from there."""
    before = spans(reported(ledger_of(desk), "deed"))
    form = asked(desk, "evidence:e1")
    assert before["deed/e1"][0].quote in form.cssselect("fieldset")[0].text_content()
    assert form.cssselect("#amending mark")[0].text_content() == WORDS and VERSION in form.text_content()
    sent = desk.post("/report/amend", data=filled(form, note="seen"), follow_redirects=False)
    assert sent.status_code == 303 and urlsplit(sent.headers["location"]).fragment == "at"
    shown = page(desk.get(sent.headers["location"]))
    assert "".join(words for _, words in runs(shown, ".at")) == WORDS
    after = spans(reported(ledger_of(desk), "deed"))
    assert [e.quote for e in after["deed/e1"]] == [WORDS]
    assert {id: e for id, e in after.items() if id != "deed/e1"} == {
        id: e for id, e in before.items() if id != "deed/e1"
    }
    undo = shown.cssselect(".last form")[0]
    assert "evidence of e1 set" in shown.cssselect(".last")[0].text_content()
    gone = page(desk.post(undo.get("action"), data=dict(undo.form_values())))
    assert not gone.cssselect(".last form") and spans(reported(ledger_of(desk), "deed")) == before


def test_a_stale_one_is_refused_with_both_versions(desk: TestClient) -> None:
    """Whoever saw it before somebody else changed it is shown what it was, what it is, and who did it."""
    mine = filled(asked(desk, "evidence:e1"))
    theirs = reported(ledger_of(desk), "deed").text.index("speaker")
    ledger_of(desk).judge(Verdict.AMEND, "deed/e1", by="Bea", field="evidence", value=f"{theirs}-{theirs + 7}")
    refused = desk.post("/report/amend", data=mine)
    assert refused.status_code == 409
    told = html.document_fromstring(refused.text).cssselect(".versions")[0].text_content()
    assert "Anna Berg, Norway" in told and "“speaker”" in told and "Bea: amend evidence" in told
    assert [e.quote for e in spans(reported(ledger_of(desk), "deed"))["deed/e1"]] == ["speaker"]
    again = filled(html.document_fromstring(refused.text))
    assert desk.post("/report/amend", data=again, follow_redirects=False).status_code == 303


def test_what_was_missed_is_added(desk: TestClient) -> None:
    """With its words as evidence; it stands in the list and in the text, and an undoing takes it out."""
    given = filled(asked(desk, "missed"), kind="invitation", status="proposed", time="2019-05", place="Riga")
    given |= {"who": ["Anna Berg", "Boris Klein", ""], "part": ["initiator", "recipient", "attendee"]}
    shown = page(desk.post("/report/amend", data=given))
    item = next(x for x in shown.cssselect(".found li") if "invitation" in x.text_content())
    assert "added" in item.text_content() and "May 2019" in item.text_content() and WORDS in item.text_content()
    key = item.get("id")
    marked = "".join(x.text_content() for x in shown.cssselect("#text .run") if key in (x.get("data-of") or "").split())
    assert marked == WORDS
    undo = shown.cssselect(".last form")[0]
    assert "invitation" not in page(desk.post("/report/undo", data=dict(undo.form_values()))).text_content()


@pytest.mark.parametrize(
    ("what", "wrong", "told"),
    [
        ("missed", {"who": "Nobody Known", "part": "attendee"}, "no actor in the ledger"),
        ("missed", {}, "no list of participants"),
        ("missed", {"who": "Anna Berg", "part": "attendee", "time": "soon"}, "no EDTF time"),
        ("evidence:e1", {"start": "5", "end": "99999"}, "no span of a text"),
        ("evidence:e1", {"place_of": "7"}, "no such piece"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_lost(desk: TestClient, what: str, wrong: dict[str, str], told: str) -> None:
    """The form comes back with the reason and with what was filled in; nothing was kept."""
    refused = desk.post("/report/amend", data=filled(asked(desk, what), note="my note", **wrong))
    shown = html.document_fromstring(refused.text)
    assert refused.status_code in (400, 404, 422) and told in shown.cssselect("[role=alert]")[0].text_content()
    again = filled(shown)
    assert again["note"] == "my note" and (not wrong.get("who") or wrong["who"] in refused.text)
    assert not ledger_of(desk).judgements()


@pytest.mark.parametrize("what", ["evidence:e9", "content:e1", "kind:e1", "nonsense", "evidence:"])
def test_what_is_not_there(desk: TestClient, what: str) -> None:
    """An account or a statement that the report does not have, a field that is no span."""
    response = desk.get("/report/amend", params={"id": "deed", "what": what, "words": WORDS})
    assert response.status_code == 404 and "Choose from the list" in response.text


def test_without_script(desk: TestClient) -> None:
    """The page's form alone leads to it: by numbers, or by words that stand there once."""
    shown = page(desk.get("/report?id=deed&at=13-22"))
    form = next(x for x in shown.forms if x.get("id") == "choosing")
    assert form.get("method") == "get" and dict(form.form_values())["start"] == "13"
    options = [x.get("value") for x in form.cssselect("option")]
    assert options == ["missed", "evidence:e1", "evidence:e2"]
    asked_ = page(desk.get(form.get("action"), params={**dict(form.form_values()), "what": "evidence:e2"}))
    leave = asked_.cssselect(".buttons a")[0].get("href")
    assert parse_qs(urlsplit(leave).query)["at"] == ["13-22"]


def test_words_are_found_where_they_stand_once() -> None:
    """Blanks of any kind between them; words that are there twice, or not, are refused with where."""
    text = "He met\nher. He left 😀 then."
    assert text[(span := chosen(text, "", "", "met her")).start : span.end] == "met\nher"
    assert chosen(text, " 12 ", "14", "") == Span(12, 14)
    assert chosen(text, "", "", "😀 then") == Span(20, 26)
    with pytest.raises(BadQuery, match="2 times, at 0, 12"):
        chosen(text, "", "", "He")
    with pytest.raises(BadQuery, match="do not stand in the text"):
        chosen(text, "", "", "we")


def test_a_piece_is_put_in_place_of_one_or_besides() -> None:
    """The other pieces stay as they are."""
    now = (Evidence(0, 2, "He"), Evidence(12, 14, "He"))
    assert with_span(now, Span(3, 6), MORE) == (Span(0, 2), Span(3, 6), Span(12, 14))
    assert with_span(now, Span(3, 6), "1") == (Span(0, 2), Span(3, 6))
    for wrong in ("2", "-1", "x", "٢"):
        with pytest.raises(BadQuery, match="no such piece"):
            with_span(now, Span(3, 6), wrong)


def test_parts_of_a_statement(tmp_path: Path) -> None:
    """Its words, who says it and that it is said: each is set by itself, and the other statement stays."""
    with TestClient(create_app(Settings(crowded(tmp_path, 2))), base_url=HERE) as desk:
        before = {x.id: x for x in reported(ledger_of(desk), "crowded").sayings}
        for what, words in (("cue:s1", "met"), ("source:s1", "in town 0"), ("content:s1", "town 0 and said")):
            form = filled(asked(desk, what, words, "crowded") if what != "cue:s1" else by_number(desk, what, 10, 13))
            assert desk.post("/report/amend", data=form, follow_redirects=False).status_code == 303
        one, other = reported(ledger_of(desk), "crowded").sayings
        assert one.cue and one.source and (one.cue.quote, one.source.quote) == ("met", "in town 0")
        assert [e.quote for e in one.content] == ["town 0 and said"]
        assert (other.content, other.cue, other.source) == (
            before["crowded/s2"].content,
            before["crowded/s2"].cue,
            before["crowded/s2"].source,
        )
        told = page(desk.get("/report?id=crowded")).cssselect(".last")[0].text_content()
        assert told.index("content of s1") < told.index("source of s1") < told.index("cue of s1")


def by_number(desk: TestClient, what: str, start: int, end: int) -> html.HtmlElement:
    """The form for some characters of the crowded report."""
    return page(desk.get("/report/amend", params={"id": "crowded", "what": what, "start": start, "end": end}))


def test_pieces_of_one_thing_are_marked_each(desk: TestClient) -> None:
    """Evidence in two places: both are marked, and each leads to the other by the list."""
    text = reported(ledger_of(desk), "deed").text
    other = text.index("said")
    form = filled(asked(desk, "evidence:e1"), place_of="more", start=str(other), end=str(other + 4))
    shown = page(desk.post("/report/amend", data={k: v for k, v in form.items() if k != "words"}))
    quotes = [x.text_content() for x in shown.cssselect("#e1 a.quote")]
    assert len(quotes) == 2 and quotes[1] == "said" and bare(quotes[0]).startswith("AnnaBerg")
