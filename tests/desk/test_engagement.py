"""The pages of one engagement and of one statement."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from communique.desk.app import create_app
from communique.desk.settings import Settings
from communique.desk.wording import reasons
from communique.ledger.judgements import Verdict
from communique.ledger.sayings import SaidQuery
from communique.ledger.store import Ledger
from communique.records import Status, as_json
from tests.desk.bench import HERE, lines, page, quoted_at
from tests.ledger.stories import STORY, told
from tests.ledger.test_sayings import USEFUL, saying


@pytest.fixture(scope="module")
def told_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of a visit from the invitation to its day, copied once, told otherwise once; and of a saying."""
    path = tmp_path_factory.mktemp("story") / "story.sqlite"
    with Ledger(path) as ledger:
        for id, day, row in STORY:
            ledger.add(*told(id, day, [row]))
        text = ledger.report("arrived").layer.text
        ledger.add(*told("copied", "2018-10-04", [("visit", Status.HELD, "2018-10-03")], text=text))
        ledger.add(*told("denied", "2018-10-03", [("visit", Status.DENIED, "2018-10-03")]))
        ledger.add(*saying("said", "2018-10-05", USEFUL))
    return path


@pytest.fixture
def story(told_once: Path, tmp_path: Path) -> Iterator[tuple[Ledger, TestClient]]:
    """That ledger, to be written to, and a desk on it."""
    address = str(shutil.copy(told_once, tmp_path))
    with Ledger(address) as ledger, TestClient(create_app(Settings(address)), base_url=HERE) as client:
        yield ledger, client


def visit(ledger: Ledger) -> str:
    """The id of the visit."""
    return ledger.account("arrived/e1").entry or ""


def test_all_that_is_known(story: tuple[Ledger, TestClient]) -> None:
    """Who, when, where, its codes; every source with its quotations; copies of one report as one source."""
    ledger, desk = story
    entry = ledger.entry(visit(ledger))
    shown = page(desk.get(f"/engagement?id={entry.id}"))
    cards = shown.cssselect("ol.accounts > li")
    assert len(cards) == entry.sources == len(entry.accounts) - 1
    assert [len(card.cssselect(".copies a")) for card in cards].count(1) == 1
    quotes = quoted_at(shown, "ol.accounts blockquote")
    told = [a for a in entry.accounts if a.report.id != "copied"]
    assert quotes == {f"/report?id={a.report.id}&at={e.start}-{e.end}" for a in told for e in a.evidence}
    said = shown.text_content()
    assert "Riga" in said and "3 October 2018" in said and "CONSULT" in said and entry.id in said


def test_where_sources_differ(story: tuple[Ledger, TestClient]) -> None:
    """Each value stands beside the others with the reports that say so."""
    ledger, desk = story
    entry = ledger.entry(visit(ledger))
    assert [c.aspect.value for c in entry.contradictions] == ["status"]
    rows = page(desk.get(f"/engagement?id={entry.id}")).cssselect("table.differ tbody tr")
    found = {row.cssselect("td")[0].text_content().strip(): row.cssselect("td")[1].text_content() for row in rows}
    assert set(found) == {value for value, _ in entry.contradictions[0].values}
    assert "Report denied" in found["denied"] and "Report arrived" in found["held"]


def test_what_became_of_a_promise(story: tuple[Ledger, TestClient]) -> None:
    """Its steps in their order, each with its day."""
    ledger, desk = story
    life = ledger.undertaking(visit(ledger))
    assert life is not None and len(life.steps) > 3
    shown = page(desk.get(f"/engagement?id={visit(ledger)}"))
    assert [x.text_content() for x in shown.cssselect(".step .stage")] == [x.stage.value for x in life.steps]


def test_what_is_called_off_is_due_no_more(tmp_path: Path) -> None:
    """Told twice, with other days, it is called off once; only what is still ahead has a day that it is due."""
    address = str(tmp_path / "off.sqlite")
    plan, first, second = ("meeting", Status.PLANNED, "2018-08-06"), "2018-08-06", "2018-08"
    with Ledger(address) as ledger:
        ledger.add(*told("plan", "2018-08-01", [plan]))
        ledger.add(*told("off", "2018-08-03", [("meeting", Status.CANCELLED, first)]))
        ledger.add(*told("again", "2018-08-04", [("meeting", Status.CANCELLED, second)]))
        (entry,) = ledger.find()
        life = ledger.undertaking(entry.id)
        assert life is not None
        assert [(x.stage.value, len(x.accounts)) for x in life.steps] == [("scheduled", 1), ("cancelled", 2)]
    with TestClient(create_app(Settings(address)), base_url=HERE) as desk:
        steps = page(desk.get(f"/engagement?id={entry.id}")).cssselect("ol.steps .step")
    assert ["due" in step.text_content() for step in steps] == [True, False]


def test_what_people_said(story: tuple[Ledger, TestClient]) -> None:
    """All of it, what was undone struck through, what a person has set marked at its field."""
    ledger, desk = story
    id = visit(ledger)
    gone = ledger.judge(Verdict.REJECT, id, by="Ada", note="<b>no</b>")
    ledger.judge(Verdict.UNDO, gone.id, by="Ada")
    ledger.judge(Verdict.AMEND, id, by="Ben", field="status", value="held")
    shown = page(desk.get(f"/engagement?id={id}"))
    judged = [x.text_content() for x in shown.cssselect("ol.judged li")]
    assert "Ada rejected it" in judged[0] and "undone" in judged[0] and "<b>no</b>" in judged[0]
    assert [x.text_content() for x in shown.cssselect("ol.judged s")] == ["Ada rejected it"]
    assert "Ben set the status to held" in judged[-1]
    assert len(shown.cssselect("dl.fields .review.accepted")) == 1


def test_an_id_that_it_once_had(story: tuple[Ledger, TestClient]) -> None:
    """Leads to it, and so does that of one of its accounts; one that is none is told."""
    ledger, desk = story
    response = desk.get("/engagement?id=arrived/e1", follow_redirects=False)
    assert response.headers["location"] == f"/engagement?id={visit(ledger)}"
    assert desk.get("/engagement?id=E-aaaaaaaaaaaa").status_code == 404


def test_as_json(story: tuple[Ledger, TestClient]) -> None:
    """As the ledger has it."""
    ledger, desk = story
    assert desk.get(f"/engagement.json?id={visit(ledger)}").json() == as_json(ledger.entry(visit(ledger)))
    (said,) = ledger.said(SaidQuery())
    assert desk.get(f"/statement.json?id={said.id}").json() == as_json(said)


@pytest.mark.parametrize("path", ["/engagement", "/statement"])
def test_it_is_cited(story: tuple[Ledger, TestClient], path: str) -> None:
    """The page shows what the files hold: as text, for BibTeX, for CSL; links lead to pages of this desk."""
    ledger, desk = story
    (said,) = ledger.said(SaidQuery())
    id = visit(ledger) if path == "/engagement" else said.id
    shown = [x.text_content() for x in page(desk.get(f"{path}?id={id}")).cssselect(".cite pre")]
    assert shown == [desk.get(f"{path}.{x}?id={id}").text for x in ("txt", "bib", "csl.json")]
    pieces = said.content if path == "/statement" else ledger.account("arrived/e1").evidence
    report = "said" if path == "/statement" else "arrived"
    links = [f"{HERE}/report?id={report}&at={x.start}-{x.end}" for x in pieces]
    assert links and all(link in shown[0] for link in links)
    assert "@misc{" in shown[1] and len(json.loads(shown[2])) == (1 if path == "/statement" else 7)
    assert desk.get(f"{path}.docx?id={id}").status_code == 404


def test_a_statement(story: tuple[Ledger, TestClient]) -> None:
    """Who said what to whom, of what and whom, and where."""
    ledger, desk = story
    (said,) = ledger.said(SaidQuery())
    shown = page(desk.get(f"/statement?id={said.id}"))
    assert f"/report?id=said&at={said.content[0].start}-{said.content[0].end}" in shown.cssselect(".said a")[0].get(
        "href"
    )
    fields = [x.text_content() for x in shown.cssselect("dl.fields dd")]
    assert fields[0].startswith("Anna Berg") and "the speaker" in fields[0] and fields[1].startswith("Boris Klein")
    assert [x.get("id") for x in shown.cssselect("li.entry")] == [a.engagement for a in said.about]
    assert desk.get("/statement?id=said/s9").status_code == 404


def test_every_engagement_and_statement_has_a_page(shipped: TestClient) -> None:
    """Whatever a report says, with no style and no script of its own."""
    some = lines(shipped.get("/engagements.jsonl"))[::20]
    said = lines(shipped.get("/statements.jsonl"))[::20]
    paths = [*(f"/engagement?id={x['id']}" for x in some), *(f"/statement?id={x['id']}" for x in said)]
    assert len(paths) > 5
    for path in paths:
        shown = page(shipped.get(path))
        assert len(shown.cssselect("h1")) == 1 and shown.cssselect("a.quote")
        assert not shown.cssselect("[style], style, script:not([src])")


def test_every_reason_has_words(shipped: TestClient) -> None:
    """Whatever the reading of the shipped reports gives: nothing stays as the reader notes it."""
    ledger: Ledger = shipped.app.state.desk.ledger  # type: ignore[attr-defined]
    told_why = {a.why for entry in ledger.each() for a in entry.accounts}
    assert len(told_why) > 50
    for why in told_why:
        assert not [r for r in reasons(why) if r in why], why
