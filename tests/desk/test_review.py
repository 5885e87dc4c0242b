"""The review: one after another, by keys or buttons; every verdict is in the log under its name."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from lxml import html
from lxml.html import HtmlElement

from communique.desk.app import create_app
from communique.desk.pages.review import KEYS
from communique.desk.settings import Settings
from communique.ledger.judgements import Judgement, Verdict
from communique.ledger.store import Ledger
from communique.ledger.views import Review
from communique.records import Status
from tests.desk.bench import HERE, page
from tests.ledger.stories import told
from tests.ledger.test_sayings import USEFUL, saying


@pytest.fixture
def client(small: str) -> Iterator[TestClient]:
    """A browser of somebody called Ada at the desk."""
    with TestClient(create_app(Settings(small)), base_url=HERE, follow_redirects=False) as made:
        assert made.post("/me", data={"name": " Ada  Lovelace "}).status_code == 303
        yield made


def ledger_of(client: TestClient) -> Ledger:
    """The desk's ledger."""
    found: Ledger = client.app.state.desk.ledger  # type: ignore[attr-defined]
    return found


def log(client: TestClient) -> list[Judgement]:
    """All that was judged."""
    return ledger_of(client).judgements()


def subject(shown: HtmlElement) -> str:
    """The engagement that a page asks about; empty where it asks about none."""
    found = shown.cssselect("article.subject")
    return str(found[0].get("id")) if found else ""


def filled(shown: HtmlElement, form: str = "#verdict") -> dict[str, str]:
    """What a form of a page sends if nothing is changed."""
    (found,) = shown.cssselect(form)
    return dict(found.fields)


def say(client: TestClient, address: str, what: str, **more: str) -> tuple[str, HtmlElement]:
    """Press a button on the page at an address; return what it was about, and the page that comes then."""
    shown = page(client.get(address))
    response = client.post(address, data={**filled(shown), "say": what, **more})
    assert response.status_code == 303, response.text
    return subject(shown), page(client.get(response.headers["location"]))


@pytest.mark.parametrize(
    ("verdict", "review"),
    [("accept", Review.ACCEPTED), ("reject", Review.REJECTED), ("unsure", Review.UNSURE)],
)
def test_a_verdict_is_in_the_log(client: TestClient, verdict: str, review: Review) -> None:
    """With who said it and the note; and the next one is shown."""
    before, after = say(client, "/review", verdict, note="as page 3 has it")
    (kept,) = log(client)
    assert (kept.verdict, kept.subject, kept.by, kept.note) == (verdict, before, "Ada Lovelace", "as page 3 has it")
    assert ledger_of(client).entry(before).review is review
    assert subject(after) not in ("", before)


def test_it_goes_on_to_the_end(client: TestClient) -> None:
    """Each is asked once, what is left and what is done add up, and at the end it says so."""
    ids, address = [e.id for e in ledger_of(client).find()], "/review?order=day"
    for n in range(len(ids)):
        shown = page(client.get(address))
        figures = [int(shown.get_element_by_id(name).text_content()) for name in ("left", "done")]
        assert figures == [len(ids) - n, n] and subject(shown) == ids[n]
        address = client.post(address, data={**filled(shown), "say": "accept"}).headers["location"]
        assert "order=day" in address
    for last in (address, "/review", "/review?kind=visit"):
        assert "Nothing is left" in page(client.get(last)).cssselect(".empty")[0].text_content()


def test_skipped_and_back(client: TestClient) -> None:
    """Nothing is judged by that; what was skipped is left."""
    ids = [e.id for e in ledger_of(client).find()]
    seen, address = [], "/review?order=day"
    for _ in ids:
        shown = page(client.get(address))
        seen.append(subject(shown))
        address = shown.cssselect("[data-key~=n]")[0].get("href")
    assert seen == ids
    assert "3 engagements that you skipped are left" in page(client.get(address)).text_content()
    back = shown.cssselect("[data-key~=k]")[0].get("href")
    assert subject(page(client.get(back))) == ids[-2] and not log(client)


def test_the_address_is_the_query(client: TestClient) -> None:
    """Of engagements, and of the queue's own parameters; what is none is refused."""
    (visit,) = [e.id for e in ledger_of(client).find() if e.kind == "visit"]
    shown = page(client.get("/review?kind=visit&country=LVA&order=confidence"))
    assert subject(shown) == visit and shown.get_element_by_id("left").text_content() == "1"
    assert not subject(page(client.get("/review?order=disputed")))
    for wrong in ("order=size", "others=2", "stauts=held"):
        assert client.get(f"/review?{wrong}").status_code == 400


def test_what_others_judged(client: TestClient) -> None:
    """Is asked too, so that two judge the same, unless it is left out."""
    first, _ = say(client, "/review?order=day", "reject")
    client.post("/me", data={"name": "Boris"})
    assert subject(page(client.get("/review?order=day"))) == first
    assert subject(page(client.get("/review?order=day&others=0"))) != first


def test_undone(client: TestClient) -> None:
    """The last one is shown again, as it was; once more undoes the one before."""
    first, _ = say(client, "/review?order=day", "accept")
    second, shown = say(client, f"/review?order=day&after={first}", "reject")
    assert "reject" in shown.cssselect(".last")[0].text_content()
    for id in (second, first):
        address = client.post("/review/undo?order=day").headers["location"]
        assert subject(page(client.get(address))) == id
        assert ledger_of(client).entry(id).review is Review.NONE
    refused = client.post("/review/undo")
    assert refused.status_code == 422 and "nothing that this person judged stands" in refused.text


def test_amended(client: TestClient) -> None:
    """Only what was changed, all or nothing; it is shown again until it is judged."""
    (call,) = [e for e in ledger_of(client).find() if e.kind == "call"]
    address = f"/review?kind=call&id={call.id}"
    form = filled(page(client.get(address)), "#amend form")
    assert form["kind"] == "call" and form["party-0"] == "Anna Berg"
    wrong = client.post(address, data={**form, "say": "amend", "time": "2018-99", "status": "planned"})
    assert wrong.status_code == 422 and "value of time" in wrong.text and not log(client)
    typed = filled(page_of(wrong.text), "#amend form")
    assert (typed["time"], typed["status"]) == ("2018-99", "planned")
    changed = {"time": "2018-08", "status": "planned", "place": "", "part-1": "recipient"}
    stays = client.post(address, data={**form, "say": "amend", **changed})
    assert subject(page(client.get(stays.headers["location"]))) == call.id
    assert {j.field for j in log(client)} == {"time", "status", "place", "parties"}
    now = ledger_of(client).entry(call.id)
    assert (now.time, now.status, now.place, now.review) == ("2018-08", Status.PLANNED, None, Review.NONE)
    assert [p.part.value for p in now.parties] == ["attendee", "recipient"]


def test_amended_and_accepted(client: TestClient) -> None:
    """At once, and the next one comes; a name may be that of anybody in the ledger, or go."""
    shown = page(client.get("/review?order=day"))
    form = {**filled(shown, "#amend form"), "party-0": "", "say": "amend accept"}
    response = client.post("/review?order=day", data=form)
    id = subject(shown)
    assert subject(page(client.get(response.headers["location"]))) != id
    now = ledger_of(client).entry(id)
    assert [p.actor.name for p in now.parties] == ["Boris Klein"] and now.review is Review.ACCEPTED
    nobody = client.post("/review", data={**form, "party-0": "Nobody", "seen": now.version})
    assert nobody.status_code == 404 and "Nobody" in nobody.text


def test_a_form_that_does_not_say_what_it_showed(client: TestClient) -> None:
    """Nothing is amended by it."""
    form = filled(page(client.get("/review")), "#amend form")
    for was in ("[]", "{", '{"parties": 3}', '{"parties": ["x"]}'):
        assert client.post("/review", data={**form, "say": "amend", "was": was}).status_code == 422
    assert not log(client)


def test_the_same_and_different(client: TestClient) -> None:
    """Those near in time are offered, those of a kind first; what is said to be another is not offered again."""
    ledger = ledger_of(client)
    ledger.add(*told("late", "2018-09-20", [("visit", Status.HELD, "2018-09-19")]))
    one, other = (e.id for e in ledger.find() if e.kind == "visit")
    shown = page(client.get(f"/review?id={one}"))
    offered = [b.get("value").split()[1] for b in shown.cssselect(".near button[value^=same]")]
    assert offered[0] == other and one not in offered and len(offered) == 3
    (button,) = shown.cssselect(f".near button[value^='different {other}']")
    _, again = say(client, f"/review?id={one}", button.get("value"))
    assert subject(again) == one and not again.cssselect(f".near button[value^='same {other}']")
    assert (log(client)[-1].verdict, log(client)[-1].other) == (Verdict.DIFFERENT, other)
    client.post("/review/undo")
    _, joined = say(client, f"/review?id={one}", "same", other=other)
    assert ledger.entry(one).id == ledger.entry(other).id == subject(joined)
    assert log(client)[-1].verdict is Verdict.SAME


def test_what_has_changed_is_refused(client: TestClient) -> None:
    """Both versions are shown, and one may say it all the same."""
    shown = page(client.get("/review?kind=meeting"))
    id, form = subject(shown), filled(shown, "#amend form")
    ledger_of(client).judge(Verdict.AMEND, id, by="Boris", field="time", value="2018-08-05", note="by the gazette")
    stale = client.post("/review?kind=meeting", data={**form, "time": "2018-08-07", "say": "amend"})
    assert stale.status_code == 409 and len(log(client)) == 1
    told_it = page_of(stale.text)
    rows = {row[0].text_content(): [cell.text_content() for cell in row[1:]] for row in told_it.cssselect("tbody tr")}
    assert rows["time"] == ["2018-08-06", "2018-08-05 changed", "2018-08-07"]
    assert rows["kind"] == ["meeting", "meeting", ""]
    since = told_it.cssselect(".since")[0].text_content()
    assert "Boris" in since and "by the gazette" in since
    anyway = client.post("/review?kind=meeting", data=filled(told_it, "main form"))
    assert anyway.status_code == 303 and ledger_of(client).entry(id).time == "2018-08-07"


def test_the_other_has_changed(client: TestClient) -> None:
    """Of two things each is looked at; said again it is of both as they are."""
    one, other, *_ = (e.id for e in ledger_of(client).find())
    shown = page(client.get(f"/review?id={one}"))
    (button,) = shown.cssselect(f"button[value^='different {other}']")
    ledger_of(client).judge(Verdict.ACCEPT, other, by="Boris")
    stale = client.post("/review", data={**filled(shown), "say": button.get("value")})
    assert stale.status_code == 409 and len(log(client)) == 1
    assert client.post("/review", data=filled(page_of(stale.text), "main form")).status_code == 303
    assert log(client)[-1].verdict is Verdict.DIFFERENT


def test_a_button_pressed_twice(client: TestClient) -> None:
    """Says it once; something else is refused."""
    form = {**filled(page(client.get("/review"))), "say": "accept"}
    one, other = (client.post("/review", data=form) for _ in range(2))
    assert one.headers["location"] == other.headers["location"] and len(log(client)) == 1
    assert client.post("/review", data={**form, "say": "reject"}).status_code == 409


def test_the_keys(client: TestClient) -> None:
    """Each does one thing, has one element on the page, and none is another page's."""
    say(client, "/review", "accept")
    keys = [key.key for key in KEYS]
    shown = page(client.get("/review"))
    pressed = [key for x in shown.cssselect("[data-key]") for key in x.get("data-key").split()]
    assert len(set(keys)) == len(keys) and sorted(pressed) == sorted(keys)
    taken = {x.get("aria-keyshortcuts") for x in shown.cssselect("[aria-keyshortcuts]")}
    assert taken == {"/"} and not taken & set(keys)
    assert [x.text_content() for x in shown.cssselect("#keys kbd")] == keys


def test_elsewhere(client: TestClient) -> None:
    """On the page of an engagement, and of an actor by its id; it leads back there."""
    entry = ledger_of(client).find()[0]
    path = f"/engagement?id={entry.id}"
    form = filled(page(client.get(path)), "form.verdict")
    assert client.post("/judge", data={**form, "say": "accept"}).headers["location"] == path
    assert client.post("/judge", data={**form, "say": "reject"}).status_code == 409
    actor = ledger_of(client).actors("Anna Berg")[0]
    was = {"name": actor.name, "kind": actor.kind.value, "country": actor.country, "wikidata": ""}
    (way,) = page(client.get(f"/actor?id={actor.id}")).cssselect("a[href^='/judge']")
    shown = filled(page(client.get(way.get("href"))), "section:first-of-type form")
    assert json.loads(shown["was"]) == was
    form = {**shown, "name": "Anna Bergh"}
    assert client.post("/judge", data={**form, "say": "amend"}).headers["location"] == f"/actor?id={actor.id}"
    assert ledger_of(client).actor(actor.id).name == "Anna Bergh"
    stale = client.post("/judge", data={**form, "name": "A. Berg", "say": "amend"})
    assert stale.status_code == 409 and "Anna Bergh" in stale.text
    assert client.get(f"/judge?id={entry.id}").headers["location"] == f"/review?id={entry.id}"


def test_whatever_can_be_judged(client: TestClient) -> None:
    """By its id or a name, as on the command line: each leads to the form that judges it."""
    entry = ledger_of(client).find()[0]
    account, actor = entry.accounts[0], ledger_of(client).actors("Anna Berg")[0]
    for name in (entry.id, entry.id[:9], account.id):
        assert client.get("/judge", params={"id": name}).headers["location"] == f"/review?id={entry.id}"
    for name in ("Anna Berg", "berg", actor.id[:9], actor.appearances[0]):
        assert client.get("/judge", params={"id": name}).headers["location"] == f"/judge?id={actor.id}"
    report = ledger_of(client).report(account.report.id)
    named = client.get("/judge", params={"id": report.info.title or ""})
    assert named.headers["location"] == f"/judge?id={report.info.id}"
    form = filled(page(client.get(named.headers["location"])), "main form")
    assert json.loads(form["was"])["published"] == report.info.published
    sent = {**form, "publisher": "Riga Daily", "published": "2018-08-03", "say": "amend"}
    assert client.post("/judge", data=sent).headers["location"] == f"/report?id={report.info.id}"
    assert {j.field for j in log(client)} == {"publisher", "published"}
    now = ledger_of(client).report(report.info.id).info
    assert (now.publisher, now.published, now.title) == ("Riga Daily", "2018-08-03", report.info.title)
    stale = client.post("/judge", data={**sent, "publisher": "Oslo Daily"})
    assert stale.status_code == 409 and "Riga Daily" in stale.text and len(log(client)) == 2


def test_the_words_of_a_statement(client: TestClient) -> None:
    """Its form is that by which words of a report are set, with those that it has now."""
    ledger_of(client).add(*saying("said", "2018-03-01", USEFUL))
    (link,) = page(client.get("/statement?id=said/s1")).cssselect("a[href^='/judge']")
    answer = client.get(link.get("href"))
    assert answer.status_code == 303 and answer.headers["location"].startswith("/report/amend?id=said&start=")
    shown = page(client.get(answer.headers["location"]))
    said = next(iter(ledger_of(client).said()))
    assert shown.cssselect("mark")[0].text_content() == said.content[0].quote
    assert shown.cssselect("input[name=what]")[0].get("value") == "content:s1"


@pytest.mark.parametrize(
    ("name", "status", "told"),
    [("", 400, "Give its id"), ("E-none", 404, "neither the id nor the name"), ("plan/s99", 404, "no statement"),
     ("report", 400, "Give the id, or more of the name")],
)  # fmt: skip
def test_what_cannot_be_judged(client: TestClient, name: str, status: int, told: str) -> None:
    """It is said, with what to do; so it is of a judgement, which is undone."""
    answer = client.get("/judge", params={"id": name})
    assert answer.status_code == status and told in page_of(answer.text).text_content()
    made = ledger_of(client).judge(Verdict.ACCEPT, ledger_of(client).find()[0].id, by="Boris")
    answer = client.get("/judge", params={"id": made.id})
    assert answer.status_code == 422 and "Undo it" in answer.text


def test_what_says_nothing(client: TestClient) -> None:
    """No verdict, or of nothing, or of one where two are meant."""
    for what in ("", "undo", "sample", "accept", "same"):
        id = "" if what == "accept" else ledger_of(client).find()[0].id
        assert client.post("/judge", data={"say": what, "subject": id}).status_code == 422
    assert not log(client)


def test_who_judges(client: TestClient) -> None:
    """The name is kept in the browser; one that is none is refused."""
    assert "Ada Lovelace" in page(client.get("/me")).text_content()
    assert client.post("/me", data={"name": "Åsa <b>"}).headers["location"] == "/review"
    assert "Åsa <b>" in page(client.get("/review")).text_content()
    for name in ("", "  ", "x" * 201):
        assert client.post("/me", data={"name": name}).status_code == 422


@pytest.mark.parametrize("path", ["/review", "/review/undo", "/judge", "/me", "/precision"])
def test_a_desk_to_be_read_only(shipped: TestClient, path: str) -> None:
    """Nothing is judged, and no form is shown."""
    assert shipped.post(path, data={"say": "accept", "name": "x", "n": "5"}).status_code == 403
    for shown in ("/review", "/me", "/precision"):
        assert not page(shipped.get(shown)).cssselect("main form[method=post]")


def page_of(text: str) -> HtmlElement:
    """A page that came with an error."""
    return html.document_fromstring(text)
