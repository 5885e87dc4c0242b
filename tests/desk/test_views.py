"""The views that draw: what is counted, drawn, listed and taken away is the same."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import etree

from communique.desk import patience
from communique.records import Status
from tests.desk.bench import ids, lines, page

SVG = "{http://www.w3.org/2000/svg}"
GEXF = {"g": "http://www.gexf.net/1.2draft"}
VIEWS = ["dyad?between=RUS&between=USA", "undertakings?by=2018-09-01", "calendar?month=2018-07", "map", "network",
         "body?name=foreign+affairs+committee"]  # fmt: skip


@pytest.fixture(autouse=True)
def waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, all is counted."""
    monkeypatch.setattr(patience, "BUDGET", 1_000_000)
    monkeypatch.setattr(patience, "EACH", 1_000_000)


def count(found: Any) -> int:
    """The number that a page shows at its top."""
    return int(found.get_element_by_id("count").text_content().replace(",", "").split()[0])


def engagements(found: Any, selector: str) -> list[str]:
    """The ids of the engagements to which links lead, each once, in order."""
    links = (a.get("href") for a in found.cssselect(selector))
    return list(dict.fromkeys(x.removeprefix("/engagement?id=") for x in links if x.startswith("/engagement?id=")))


def actor_of(client: TestClient, name: str) -> str:
    """The id of the actor of a name."""
    return str(client.get("/actor", params={"id": name}).url.params["id"])


@pytest.mark.parametrize("asked", ["", "&status=held", "&kind=visit", "&day=2018-08", "&status=declined"])
def test_dyad(desk: TestClient, asked: str) -> None:
    """Counted, drawn, in the table, listed and taken away: the same."""
    shown = page(desk.get(f"/dyad?between=NOR&between=LVA{asked}"))
    listed = ids(shown)
    assert count(shown) == len(listed)
    assert [row["id"] for row in lines(desk.get(f"/dyad.jsonl?between=NOR&between=LVA{asked}"))] == listed
    for of in ("#timeline a.mark", "details.same td a"):
        assert sorted(set(engagements(shown, of))) == sorted(listed)
    months = sum(int(x.text_content() or 0) for x in shown.cssselect("#months ~ details td.number")[: 4 * 24])
    assert months == len(listed)


def test_marks_are_told_apart(desk: TestClient) -> None:
    """By the sign of the status; a month is a bar, and what has no time stands in a frame."""
    shown = page(desk.get("/dyad?between=NOR&between=LVA"))
    for row in lines(desk.get("/dyad.jsonl?between=NOR&between=LVA")):
        (mark,) = shown.cssselect(f"#timeline a.mark[href$='{row['id']}']")
        assert mark.cssselect("use")[0].get("href").endswith(f"#{row['status']}")
        assert len(mark.cssselect("rect.frame")) == (row["time"] is None)
        assert len(mark.cssselect("rect.span")) == (row["time"] == "2018-08")
        assert row["status"] in mark.cssselect("title")[0].text


def test_countries_by_name(shipped: TestClient) -> None:
    """Lead to the same view by their codes; one alone, or a third, is refused."""
    assert shipped.get("/dyad?between=Russia&between=united+states").url.query == b"between=RUS&between=USA"
    for wrong in ("between=RUS", "between=RUS&between=USA&between=CHN", "between=RUS&between=RUS"):
        assert shipped.get(f"/dyad?{wrong}").status_code == 400
    assert shipped.get("/dyad?between=RUS&between=USA&dyad=CHN&dyad=USA").status_code == 400
    assert page(shipped.get("/dyad")).cssselect("form.asking input[name=between]")


def test_who_meets_whom_leads_to_their_own(shipped: TestClient) -> None:
    """The number beside two is that of the view it leads to."""
    shown = page(shipped.get("/dyad?between=RUS&between=USA"))
    links = shown.cssselect("td.number a[href^='/dyad']")
    assert links
    for link in links[:3]:
        assert count(page(shipped.get(link.get("href")))) == int(link.text_content())


@pytest.mark.parametrize(
    "view", ["dyad?between=RUS&between=USA", "body?name=foreign+affairs+committee", "actor?id=Donald+Trump"]
)
def test_choices_lead_to_as_many(shipped: TestClient, view: str) -> None:
    """What a view can be narrowed to shows as many as it says, and the way back."""
    shown = page(shipped.get(f"/{view}"))
    choices = shown.cssselect("nav.narrow a.choice")
    assert choices
    for choice in choices[:6]:
        narrowed = page(shipped.get(choice.get("href")))
        assert count(narrowed) == int(choice.cssselect(".quiet")[-1].text_content())
        (chosen,) = narrowed.cssselect("nav.narrow a[aria-current]")
        assert count(page(shipped.get(chosen.get("href")))) == count(shown)


def test_actor(desk: TestClient) -> None:
    """By its name; its engagements are counted, listed and taken away the same, in pages."""
    id = actor_of(desk, "Anna Berg")
    shown = page(desk.get("/actor", params={"id": id}))
    assert shown.cssselect("h1")[0].text_content() == "Anna Berg"
    assert count(shown) == len(ids(shown)) == len(lines(desk.get("/actor.jsonl", params={"id": id}))) > 2
    found, at = [], f"/actor?id={id}&limit=1"
    while at:
        part = page(desk.get(at))
        found += ids(part)
        at = next((a.get("href").partition("#")[0] for a in part.cssselect("a[rel=next]")), "")
    assert found == ids(shown)
    assert "speaker" in shown.cssselect("#offices")[0].text_content()
    assert "Boris Klein" in shown.cssselect(".beside table")[0].text_content()


def test_a_name_of_several(shipped: TestClient) -> None:
    """Leads to a choice; one of nobody is not found, and who is called like it is named."""
    several = page(shipped.get("/actor?id=kim+jong"))
    assert "Who is meant" in several.cssselect("h1")[0].text_content()
    assert len(several.cssselect("a.actor")) > 1
    nobody = shipped.get("/actor?id=Donald+Trumpf")
    assert nobody.status_code == 404 and "Donald Trump" in nobody.text


@pytest.mark.parametrize("asked", ["", "&country=USA", "&status=planned&kind=visit", "&limit=7", "&country=FJI"])
def test_undertakings(shipped: TestClient, asked: str) -> None:
    """All pages together are what is counted and taken away, as known on the day."""
    at, found = f"/undertakings?by=2018-09-01{asked}", list[str]()
    while at:
        shown = page(shipped.get(at))
        found += [row.get("id") for row in shown.cssselect("table.lanes tbody tr")]
        at = next((a.get("href") for a in shown.cssselect("a[rel=next]")), "")
    assert count(shown) == len(found)
    assert [x["id"] for x in lines(shipped.get(f"/undertakings.jsonl?by=2018-09-01{asked}"))] == found
    days = shipped.get("/undertakings.ics?by=2018-09-01&limit=7").text.count("BEGIN:VEVENT")
    assert 0 < days <= len(lines(shipped.get("/undertakings.jsonl?by=2018-09-01")))


def test_a_promise_as_known_on_a_day(desk: TestClient) -> None:
    """Planned before it was held, and each step said in words beside the drawing."""
    before = page(desk.get("/undertakings?by=2018-08-02"))
    after = page(desk.get("/undertakings?by=2018-08-08"))
    for shown, outcome in ((before, "scheduled"), (after, "held")):
        (row,) = shown.cssselect("table.lanes tbody tr")
        assert row.cssselect("td .status")[-1].text_content() == outcome
        assert outcome in row.cssselect("p.facts")[0].text_content()
        assert [g.get("class").split()[-1] for g in row.cssselect("g.step")][-1] == outcome
    assert desk.get("/undertakings?by=soon").status_code == 400


@pytest.mark.parametrize("asked", ["2018-07", "2018-05", "2018-03", "2018-07&country=USA", "2031-01"])
def test_calendar(shipped: TestClient, asked: str) -> None:
    """Each engagement of the month is on its page once, or counted among those that are not, and taken away."""
    shown = page(shipped.get(f"/calendar?month={asked}"))
    listed = engagements(shown, "main a")
    further = (a.text_content() for a in shown.cssselect("main a[href^='/engagements']"))
    more = sum(int(found[1]) for text in further if (found := re.search(r"(\d+) more", text)))
    assert count(shown) == len(listed) + more
    taken = [x["id"] for x in lines(shipped.get(f"/calendar.jsonl?month={asked}"))]
    assert len(taken) == count(shown)
    assert set(listed) <= set(taken)


def test_days_of_the_calendar(desk: TestClient) -> None:
    """A day's is in its cell, a month's beside the weeks, and what has no time where it was reported, said so."""
    shown = page(desk.get("/calendar?month=2018-08"))
    cells = [x.text_content() for x in shown.cssselect("tr.on td")]
    dates = [x.text_content() for x in shown.cssselect("tr.dates time")]
    assert len(cells) == len(dates) and "meeting" in cells[dates.index("6")]
    longer, reported = (x.text_content() for x in shown.cssselect(".beside section"))
    assert "denied" in longer and "August 2018" in longer
    assert "call" in reported and "reported 7 August 2018" in reported
    for wrong in ("2018-13", "9999-12", "0001-01", "٢٠١٨-08"):
        assert desk.get(f"/calendar?month={wrong}").status_code == 400


@pytest.mark.parametrize("asked", ["", "?country=USA", "?kind=visit", "?country=FJI"])
def test_map(shipped: TestClient, asked: str) -> None:
    """Every engagement is on the map, at a place that cannot be drawn, or of no place; each number leads to as many."""
    shown = page(shipped.get(f"/map{asked}"))
    first, areas, absent = (x.cssselect("table") for x in shown.cssselect(".beside section"))
    numbers = [[int(td.text_content()) for td in table[0].cssselect("td:nth-last-child(1)")] if table else []
               for table in (first, absent)]  # fmt: skip
    within = [int(td.text_content()) for table in areas for td in table.cssselect("td:nth-child(2)")]
    nowhere = int(shown.cssselect(".beside section")[2].cssselect("p")[-1].text_content().split()[0])
    assert sum(numbers[0]) + sum(numbers[1]) + sum(within) + nowhere == count(shown)
    assert len(shown.cssselect("#map circle")) == len(numbers[0])
    for link in shown.cssselect(".beside td.number a")[:4] + [a for x in areas for a in x.cssselect("a")][:3]:
        assert count(page(shipped.get(link.get("href")))) == int(link.text_content())


def test_a_country_is_no_pin(shipped: TestClient) -> None:
    """It is an area of the shipped outlines, and a town a circle."""
    shown = page(shipped.get("/map"))
    drawn = {use.get("href").partition("#")[2] for use in shown.cssselect("#map use.shaded")}
    assert drawn == {"USA"}
    names = [a.cssselect("title")[0].text.partition(":")[0] for a in shown.cssselect("#map a") if a.cssselect("circle")]
    assert "Moscow" in names and not {"United States", "Punggye-ri", "castle square"} & set(names)


@pytest.mark.parametrize("asked", ["", "?country=RUS", "?kind=visit"])
def test_network(shipped: TestClient, asked: str) -> None:
    """The same pairs are drawn, listed and taken away, and as often."""
    shown = page(shipped.get(f"/network{asked}"))
    drawn = {frozenset((x.get("data-one"), x.get("data-other"))) for x in shown.cssselect("#network line.edge")}
    nodes = {x.get("data-id") for x in shown.cssselect("#network a[data-id]")}
    file = etree.fromstring(shipped.get(f"/network.gexf{asked}").content)
    assert {x.get("id") for x in file.iterfind(".//g:node", GEXF)} == nodes
    told: dict[frozenset[str], set[str]] = {}
    for edge in file.iterfind(".//g:edge", GEXF):
        pair = frozenset((edge.get("source", ""), edge.get("target", "")))
        told.setdefault(pair, set()).update(edge.find(".//g:attvalue[@for='ids']", GEXF).get("value").split())
    assert set(told) == drawn
    listed = [int(td.text_content()) for td in shown.cssselect("section td.number")]
    assert sorted(listed) == sorted(len(x) for x in told.values())


def test_body(shipped: TestClient) -> None:
    """Itself, its members by their offices, its engagements as counted and taken away."""
    shown = page(shipped.get("/body?name=foreign+affairs+committee"))
    (members,) = shown.cssselect(".beside section:nth-child(2) ul.plain:not(.quiet)")
    assert "Konstantin Kosachev" in members.text_content() and "foreign affairs committee" in members.text_content()
    assert count(shown) == len(ids(shown)) == len(lines(shipped.get("/body.jsonl?name=foreign+affairs+committee")))
    assert shipped.get("/body?name=nothing+of+the+kind").status_code == 404


@pytest.mark.parametrize("view", [*VIEWS, "actor?id=Donald+Trump"])
def test_every_drawing_says_what_it_is(shipped: TestClient, view: str) -> None:
    """A title and a description, or words of its own; nothing styled or run in the page itself."""
    shown = page(shipped.get(f"/{view}"))
    named = {x.get("id") for x in shown.iter("title", "desc")}
    for drawing in shown.cssselect(".drawing svg"):
        assert {*drawing.get("aria-labelledby").split()} <= named
    for drawing in shown.xpath("//svg[not(ancestor::figure)]"):
        assert drawing.get("aria-hidden") == "true" or drawing.get("aria-label")
    assert not shown.xpath("//*[@style] | //style | //script[not(@src)] | //@*[starts-with(name(), 'on')]")
    assert all(x.get("nonce") for x in shown.iter("script"))
    every = [x.get("id") for x in shown.xpath("//*[@id]")]
    assert [id for id, n in Counter(every).items() if n > 1] == []


def test_every_sign_is_there(desk: TestClient) -> None:
    """One for each status and each stage of a promise."""
    from communique.ledger.views import Stage

    signs = {x.get("id") for x in etree.fromstring(desk.get("/static/glyphs.svg").content).iter(f"{SVG}symbol")}
    assert signs >= {x.value for x in Status} | {x.value for x in Stage}


def test_what_takes_too_long(shipped: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is said, and the rest of the page is there."""
    monkeypatch.setattr(patience, "BUDGET", 0)
    for view in ("dyad?between=RUS&between=USA", "actor?id=Donald+Trump", "body?name=foreign+affairs+committee"):
        shown = page(shipped.get(f"/{view}"))
        assert "it took too long" in shown.text_content() and ids(shown)
