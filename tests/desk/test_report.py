"""A report's page: its text as it is, cut where marks begin and end, and what was found in it beside."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markupsafe import Markup
from sqlalchemy import event

from communique.characters import printable
from communique.desk.app import create_app
from communique.desk.marking import own, pieces
from communique.desk.settings import Settings
from communique.intake import Report, report_from_text
from communique.intake.report import Known, build
from communique.ledger.reported import Reported, reported
from communique.ledger.store import Ledger
from communique.ledger.views import Account, ReportRef, Saying
from communique.reading.read import read
from communique.records import (
    Actor,
    ActorKind,
    Evidence,
    Force,
    Record,
    SourcePart,
    Span,
    Statement,
    StatementKind,
)
from tests.desk.bench import HERE, crowded, page
from tests.ledger.stories import told

NASTY = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}"
MIXED = (
    "Anna Berg 🇳🇴 met 𝒟𝒾𝓅𝓁. Boris Klein.\r\n\r\nالتقى وزير الخارجية Anna Berg في الرياض 😀 today.\n\n"
    "Boris Klein: “I will”."
)


def desk_of(address: str, **more: Any) -> TestClient:
    """A browser at the desk of a ledger."""
    return TestClient(create_app(Settings(address, **more)), base_url=HERE)


def ledger_with(folder: Path, *told_: tuple[Report, Record]) -> str:
    """The address of a ledger of some reports."""
    address = str(folder / "told.sqlite")
    with Ledger(address) as ledger:
        for report, record in told_:
            ledger.add(report, record)
    return address


def runs(shown: html.HtmlElement, asked: str = "") -> list[tuple[int, str]]:
    """The pieces of text on a page, or those of a class: where each begins, and its words."""
    return [(int(x.get("data-start")), x.text_content()) for x in shown.cssselect(f"#text .run{asked}")]


def holds(text: str, found: list[tuple[int, str]]) -> bool:
    """Whether every piece is what the text has where the piece begins."""
    return all(text[start : start + len(words)] == words for start, words in found)


def bare(words: str) -> str:
    """Words without the blanks between them, since paragraphs are apart by more than their text."""
    return "".join(words.split())


def quote_links(shown: html.HtmlElement) -> list[tuple[str, str]]:
    """Where the quotes of a page lead, and their words."""
    return [(x.get("href"), x.text_content()) for x in shown.cssselect("a.quote")]


def test_all_that_was_found_is_marked_exactly(shipped: TestClient) -> None:
    """Each engagement and statement of the shipped reports lies on its quotes, character by character."""
    ledger: Ledger = shipped.app.state.desk.ledger  # type: ignore[attr-defined]
    checked = 0
    for id in ledger.known():
        found = reported(ledger, id)
        made = [p for some in pieces(found) for p in some]
        assert holds(found.text, [(p.start, p.text) for p in made])
        shown = {x for p in made for x in range(p.start, p.start + len(p.text))}
        for one in (*found.accounts, *found.sayings):
            held = one.evidence if isinstance(one, Account) else (*one.content, *filter(None, (one.source, one.cue)))
            mine = {x for p in made if own(one.id) in p.of.split() for x in range(p.start, p.start + len(p.text))}
            assert mine == {x for e in held for x in range(e.start, e.end)} & shown
            checked += len(held)
    assert checked > 200


def test_every_quote_is_marked_exactly(shipped: TestClient) -> None:
    """Asked for by its characters, the first quote of every engagement of the shipped reports is what is marked."""
    ledger: Ledger = shipped.app.state.desk.ledger  # type: ignore[attr-defined]
    for id in ledger.known():
        found = reported(ledger, id)
        for evidence in (a.evidence[0] for a in found.accounts):
            marked = [p for some in pieces(found, evidence) for p in some if "at" in p.kinds.split()]
            assert marked[0].start == evidence.start and marked[-1].start + len(marked[-1].text) == evidence.end
            assert bare("".join(p.text for p in marked)) == bare(evidence.quote)


def test_quote_links_lead_to_their_words(shipped: TestClient) -> None:
    """From the list of engagements: the page that a quote leads to marks what the quote says."""
    links = quote_links(page(shipped.get("/engagements")))
    seen = set[str]()
    for href, words in links:
        id = parse_qs(urlsplit(href).query)["id"][0]
        if id in seen:
            continue
        seen.add(id)
        marked = "".join(x for _, x in runs(page(shipped.get(href)), ".at"))
        assert bare(marked) == bare(words) or bare(marked).startswith(bare(words).removesuffix("..."))
        assert urlsplit(href).fragment == "at"
    assert len(seen) > 6


def test_everything_leads_both_ways(shipped: TestClient) -> None:
    """Each mark leads to an item that is there, each item's quotes to its marks, by ids of which there is one each."""
    shown = page(shipped.get("/report?id=senators-moscow"))
    ids = Counter(shown.xpath("//@id"))
    assert max(ids.values()) == 1
    signs = shown.cssselect("#text a[href]")
    assert len(signs) > 40 and all(ids[x.get("href")[1:]] for x in signs)
    assert all(ids[x.get("href")[1:]] for x in shown.cssselect(".found a.sign"))
    places = {key for x in shown.cssselect("#text [data-of]") for key in x.get("data-of").split()}
    assert places == {x.get("data-key") for x in shown.cssselect("[data-key]")}


def test_whom_a_word_stands_for(shipped: TestClient) -> None:
    """ "I" and a capital show whose they are, and the list has the words by which each actor is named."""
    shown = page(shipped.get("/report?id=senators-moscow"))
    stands = {(x.text_content(), x.get("data-stands")) for x in shown.cssselect("#text [data-stands]")}
    assert ("Kremlin", "Russia") in stands and any(word == "I" and "Shelby" in who for word, who in stands)
    item = next(x for x in shown.cssselect(".found li") if "Shelby" in x.text_content() and x.get("id").startswith("a"))
    assert "×2" in item.text_content() and "we" in [q.text_content() for q in item.cssselect("a.quote")]


def test_any_text(tmp_path: Path) -> None:
    """Characters beyond the first plane, right-to-left script, carriage returns: pieces are where they say."""
    address = ledger_with(tmp_path, told("mixed", "2018-08-01", text=MIXED))
    with desk_of(address) as desk:
        shown = page(desk.get("/report?id=mixed"))
        assert holds(MIXED, runs(shown)) and bare("".join(x for _, x in runs(shown))) == bare(MIXED)
        start = MIXED.index("😀")
        assert runs(page(desk.get(f"/report?id=mixed&at={start}-{start + 1}")), ".at") == [(start, "😀")]
        assert [x.get("dir") for x in shown.cssselect("#text p")] == ["auto"] * 3
        assert desk.get("/report.txt?id=mixed").content.decode() == MIXED


@given(
    st.text(st.sampled_from("ab \n\r\t😀א\u202e\x1b<&\"'"), min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12),
)
def test_marks_may_lie_anyhow(text: str, spans: list[tuple[int, int]]) -> None:
    """In each other, across each other, beyond the text: nothing is lost or moves, and each has its characters."""
    marked = [(f"s{n}", *sorted(span)) for n, span in enumerate(spans)]
    ref = ReportRef("r", None, None, None, None, "r")
    sayings = tuple(
        Saying(f"r/{id}", ref, StatementKind.DIRECT, Force.SAID, (Evidence(a, b, "x" * (b - a)),))
        for id, a, b in marked
    )
    found = Reported(ref, text, None, None, None, "", "", (), (), (), {}, sayings, (), (), 0)
    made = [(p.start, words_of(p.text), p.of.split()) for paragraph in pieces(found) for p in paragraph]
    assert holds(printable(text), [(start, words) for start, words, _ in made])
    assert bare("".join(words for _, words, _ in made)) == bare(printable(text))
    shown = {x for start, words, _ in made for x in range(start, start + len(words))}
    for id, a, b in marked:
        if a < b <= len(text):
            mine = {x for start, words, of in made if id in of for x in range(start, start + len(words))}
            assert mine == set(range(a, b)) & shown


def words_of(shown: str) -> str:
    """The characters of a piece, which is markup where it has a carriage return in it."""
    return unescape(shown) if isinstance(shown, Markup) else shown


def hostile() -> tuple[Report, Record]:
    """A report in which everything that can be a name is markup."""
    text = f"{NASTY}\n\nBerg said {NASTY} to all."
    report = report_from_text(text, id=f"r/{NASTY}", title=NASTY, url=f"javascript:alert(1)//{NASTY}", byline=NASTY,
                              publisher=NASTY, published="2018-08-06")  # fmt: skip
    start = text.index("Berg")
    content = report.layer.evidence(start + 10, start + 10 + len(NASTY))
    actor = Actor("a1", ActorKind.PERSON, NASTY, mentions=(Span(start, start + 4),))
    said = Statement("s1", StatementKind.DIRECT, (content,), "a1")
    return report, Record(report.info, actors=(actor,), statements=(said,), warnings=(NASTY,))


def test_markup_in_a_report_is_text(tmp_path: Path) -> None:
    """Title, names, quotes, warnings, address and id: shown as they are, and nothing of them runs or leads anywhere."""
    report, record = hostile()
    with desk_of(ledger_with(tmp_path, (report, record))) as desk:
        shown = page(desk.get("/report", params={"id": report.info.id}))
        assert shown.cssselect("h1")[0].text_content() == NASTY
        assert NASTY in shown.cssselect(".found .evidence")[0].text_content()
        assert all(x.get("nonce") and not x.text for x in shown.cssselect("script"))
        assert not shown.cssselect("img, iframe, [style]")
        assert not [x for x in shown.xpath("//@*") if x.attrname.startswith("on")]
        leads = [urlsplit(x) for x in shown.xpath("//@href | //@src | //@action")]
        assert {x.scheme for x in leads} == {""} and {x.netloc for x in leads} == {""}


@pytest.mark.parametrize("at", ["5", "9-5", "0-99999", "-1-5", "a-b", "٣-٤", "5-5", "1-2-3", "1" * 30 + "-2"])
def test_characters_that_are_none(desk: TestClient, at: str) -> None:
    """What is no span of the text is refused, with what is one."""
    response = desk.get("/report", params={"id": "plan", "at": at})
    assert response.status_code == 400 and "at=120-188" in response.text


def test_what_can_be_taken_away(shipped: TestClient) -> None:
    """The text as it is, and the record as JSON, which holds it too."""
    text = shipped.get("/report.txt?id=senators-moscow").content.decode()
    record = json.loads(shipped.get("/report.json?id=senators-moscow").content)
    assert record["report"]["text"] == text
    assert all(text[e["start"] : e["end"]] == e["quote"] for x in record["engagements"] for e in x["evidence"])
    assert shipped.get("/report.pdf?id=senators-moscow").status_code == 404
    assert shipped.get("/report?id=nowhere").status_code == 404


def test_copies_are_one_source(tmp_path: Path) -> None:
    """A report that agencies' customers printed alike names its copies."""
    same = "Anna Berg met Boris Klein in Riga. " + "They spoke of the sea and of the ports for an hour. " * 20
    address = ledger_with(tmp_path, *(told(id, "2018-08-01", text=same) for id in ("one", "two", "three")))
    with desk_of(address) as desk:
        copies = page(desk.get("/report?id=one")).cssselect(".copies")[0]
        assert "2 copies" in copies.text_content()
        assert [x.get("href") for x in copies.cssselect("a")] == ["/report?id=two", "/report?id=three"]


def test_parts_of_the_original(tmp_path: Path) -> None:
    """Where a page begins it says so; and what reader read it, and its hash, stand below."""
    text = "Anna Berg met Boris Klein.\n\nThey parted in Riga."
    parts = (SourcePart("page 1", 0, 26), SourcePart("page 2", 28, len(text)))
    report = build(text, text.encode(), Known(id="paged", published="2018-08-01"), parts=parts)
    with desk_of(ledger_with(tmp_path, (report, Record(report.info)))) as desk:
        shown = page(desk.get("/report?id=paged"))
        assert [x.text_content() for x in shown.cssselect(".sign.part")] == ["page 1", "page 2"]
        assert holds(text, runs(shown)) and report.info.sha256 in shown.text_content()
        assert "No engagement was found" in shown.text_content()


@pytest.fixture(scope="module")
def long_ones(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Ledger]]:
    """Ledgers of a report with so many sentences, in each of which things are marked."""
    folder = tmp_path_factory.mktemp("long")
    ledgers = {n: Ledger(crowded(folder, n), read_only=True) for n in (3, 12)}
    yield ledgers
    for ledger in ledgers.values():
        ledger.close()


def test_a_long_report_costs_what_its_length_does(long_ones: dict[int, Ledger]) -> None:
    """Four times the marks: as many questions to the database, and four times the pieces, no more."""
    asked, cut = {}, {}
    for n, ledger in long_ones.items():
        counted = list[str]()
        event.listen(ledger._engine, "before_cursor_execute", lambda *args, counted=counted: counted.append(args[2]))
        cut[n] = sum(len(x) for x in pieces(reported(ledger, "crowded")))
        asked[n] = len(counted)
    assert asked[3] == asked[12] < 40
    assert cut[12] <= 4 * cut[3]


def test_nothing_is_amended_on_a_desk_to_be_read(shipped: TestClient) -> None:
    """No form is shown, and none is taken, whether a program or a browser asks."""
    shown = page(shipped.get("/report?id=senators-moscow"))
    assert not shown.cssselect("#text ~ * form, .beside form") and "Correct this" not in shown.text_content()
    given_ = {"id": "senators-moscow", "what": "missed", "start": "0", "end": "9"}
    assert shipped.get("/report/amend", params=given_).status_code == 403
    for path in ("/report/amend", "/report/undo"):
        assert shipped.post(path, data={**given_, "judgement": "J-aaaaaaaaaaaa"}).status_code == 403


def test_another_language_is_shown(tmp_path: Path) -> None:
    """A report in another language says which, and that it was not read; an English one says nothing of it."""
    german = report_from_text("Die Kanzlerin traf am Montag den Präsidenten und sprach mit ihm über Öl.", id="de")
    english = report_from_text("Anna Berg met Boris Klein in Oslo on Monday.", id="en")
    desk = desk_of(ledger_with(tmp_path, *((x, read(x)) for x in (german, english))))
    shown = [page(desk.get(f"/report?id={id}")).cssselect("header.about")[0].text_content() for id in ("de", "en")]
    assert "language de" in shown[0] and "not English (taken for 'de')" in shown[0]
    assert "language" not in shown[1]
