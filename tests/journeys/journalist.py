"""A journalist: pages saved from the browser and a text from a colleague, to a sentence that can be cited."""

from __future__ import annotations

import re

from tests.journeys.reports import PROMISE, page, text_of
from tests.journeys.steps import Journey, plain

EXTRAS: tuple[str, ...] = ()


def walk(j: Journey) -> None:
    """Read, look, keep, search, find what is overdue, cite; and be told what to do with a file that is no text."""
    j.write("saved pages/cancelled.html", page("denmark-cancelled"))
    j.write("saved pages/colleague.txt", PROMISE)
    j.write("call.txt", text_of("denmark-call"))
    _look(j)
    _keep(j)
    _cite(j)
    _stumble(j)


def _look(j: Journey) -> None:
    """One page, in the terminal and as a page in the browser."""
    read = j.type("communique read 'saved pages/cancelled.html' --format html -o report.html")
    assert (read.out, read.err) == ("", "")
    made = j.read("report.html")
    assert all(x in made for x in ("published 2019-08-21", "The Harbour Courier", "called off a state visit"))
    assert "Ferry strike" not in made and "<script" not in made
    if j.whole:
        table = j.type("communique read call.txt --published 2019-08-23 --no-statements")
        table.says("Trump and Frederiksen speak by phone", "2019-08-22 held call", "“Danish Prime Minister Mette")
        assert max(map(len, table.out.splitlines())) <= 80


def _keep(j: Journey) -> None:
    """All of them in a ledger, and what it answers."""
    taken = j.type("communique ingest 'saved pages' call.txt --published 2019-08-23")
    taken.notes("reports: 3 added", "communique.sqlite: 3 reports")
    taken.notes(
        "warning: ", "(“No Greenland deal, no trip: Trump cancels visit to Denmark”): published 2019-08-21 as the"
    )
    j.type("communique search '\"state visit\"' --status cancelled").says("Donald Trump", "Copenhagen", "2019-09-02")
    said = j.type("communique said conversation --by Trump")
    said.says("We had a great conversation", "Trump and Frederiksen speak by phone").notes("1 statement found")
    due = j.type("communique due --by 2019-12-31 --actor Søreide --kind visit")
    due.says("2019-10-31 lapsed visit Ine Eriksen Søreide → Canada").notes("1 promise due by 2019-12-31")


def _cite(j: Journey) -> None:
    """A sentence, word by word as the page has it, with its outlet and its day."""
    id = j.type("communique search 'state visit' --kind visit").found(r"(E-\w{12})")
    shown = j.type(f"communique show {id}")
    shown.says("2019-08-21", "No Greenland deal, no trip: Trump cancels visit to Denmark", "The Harbour Courier")
    whole = re.search(r" in “(.+)” sense ", plain(shown.out))
    assert whole, shown
    cited = whole[1].split(" … ")
    assert any("has called off a state visit to Denmark because" in x for x in cited), shown
    assert [x for x in cited if x not in plain(text_of("denmark-cancelled"))] == []


def _stumble(j: Journey) -> None:
    """A photograph is no text: the message says so, and where to read more."""
    j.write("clipping.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01")
    told = j.type("communique read clipping.jpg", code=1).notes("clipping.jpg: this is ", "not text", "0 reports read")
    hint = told.found(r"See: (.+)")
    assert hint == "communique help BinaryInput"
    j.type(hint).says("The file holds no text")
