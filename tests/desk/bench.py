"""What the tests of the desk share: a ledger of shipped reports, and how a page is looked at."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from lxml import html
from starlette.responses import Response

from communique.intake import Report, report_from_text
from communique.ledger.store import Ledger
from communique.records import (
    Actor,
    ActorKind,
    Engagement,
    Part,
    Participant,
    Plover,
    Record,
    Span,
    Statement,
    StatementKind,
    Status,
    When,
)
from tests.readings import SAMPLES, index, sample
from tests.shared_work import once

HERE = "http://127.0.0.1:8420"
_SHOWN = 12
ADDRESSES = (
    "/", "/engagements", "/engagements?country=RUS&status=held", "/engagements?since=2090", "/engagements?words=Trump",
    "/engagement?id=senators-moscow/e5", "/statements", "/statement?id=senators-moscow/s1", "/reports",
    "/report?id=senators-moscow", "/report?id=senators-moscow&at=0-13", "/actors", "/actor?id=Vladimir+Putin",
    "/dyad", "/dyad?between=USA&between=RUS", "/body?name=Federation+Council", "/undertakings",
    "/calendar?month=2018-07", "/map", "/network", "/review", "/read", "/precision", "/agreement", "/evidence", "/me",
    "/sign-in", "/sql", "/help", "/help/errors", "/api",
    "/report/amend?id=senators-moscow&start=0&end=13&what=missed",
    "/judge?id=senators-moscow/e5", "/judge?id=senators-moscow",
)  # fmt: skip
"""An address of every page, some with what is seldom: nothing found, much found."""


def shipped_ledger(folder: Path) -> str:
    """The address of a new ledger of the first dozen of the shipped reports, by day."""
    return str(shutil.copy(once("dozen.sqlite", _dozen), folder / "shipped.sqlite"))


def _dozen(path: Path) -> None:
    with Ledger(str(path)) as ledger:
        for entry in sorted(index(), key=lambda e: str(e["published"]))[:_SHOWN]:
            text = (SAMPLES / entry["file"]).read_text("utf-8")
            ledger.add(report_from_text(text, published=entry["published"], id=entry["id"]), sample(entry["id"]))


def crowded(folder: Path, sentences: int = 200) -> str:
    """The address of a ledger of one long report ("crowded") in which each sentence tells of a meeting and quotes.

    Two hundred make a text of 60,000 characters with 400 engagements and statements, and two names and a cue in each.
    """
    address, speaker, hearer = str(folder / f"crowded{sentences}.sqlite"), "Anna Berg", "Boris Klein"
    about = "the talks on borders, trade and the common river were useful " * 4
    parts = [f"{speaker} met {hearer} in town {n} and said {about}there." for n in range(sentences)]
    text = "\n\n".join(parts)
    report = report_from_text(text, published="2018-08-06", id="crowded", title="Crowded")
    starts = list(accumulate((len(part) + 2 for part in parts[:-1]), initial=0))
    actors = tuple(
        Actor(f"a{n}", ActorKind.PERSON, name, mentions=tuple(Span(x + at, x + at + len(name)) for x in starts))
        for n, name, at in ((1, speaker, 0), (2, hearer, len(speaker) + 5))
    )
    with Ledger(address) as ledger:
        made = [_told_in(report, n, x, parts[n - 1]) for n, x in enumerate(starts, 1)]
        engagements, statements = tuple(e for e, _ in made), tuple(s for _, s in made)
        ledger.add(report, Record(report.info, actors=actors, engagements=engagements, statements=statements))
    return address


def _told_in(report: Report, n: int, start: int, sentence: str) -> tuple[Engagement, Statement]:
    """What a sentence of the crowded report tells: a meeting on a day of its own, and a statement across its end."""
    said = sentence.index("said")
    evidence, cue, content = (
        report.layer.evidence(start + a, start + b)
        for a, b in ((0, said + 20), (said, said + 4), (said + 5, len(sentence)))
    )
    parties = (Participant("a1", Part.ATTENDEE), Participant("a2", Part.ATTENDEE))
    day = f"{2000 + n % 1000}-01-01"
    engagement = Engagement(f"e{n}", "meeting", Status.HELD, parties, Plover("CONSULT"), "040", (evidence,), 0.9,
                            "made", time=When(day))  # fmt: skip
    return engagement, Statement(f"s{n}", StatementKind.INDIRECT, (content,), "a1", cue=cue)


def page(response: Any) -> html.HtmlElement:
    """The page that was answered; fails where it is none, or an error."""
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/html")
    return html.document_fromstring(response.text)


def ids(found: html.HtmlElement) -> list[str]:
    """The engagements that a page lists, in order."""
    return [item.get("id") for item in found.cssselect("li.entry")]


def count(found: html.HtmlElement) -> int:
    """The number that a page says."""
    said: str = found.get_element_by_id("count").text_content()
    return int(said.removeprefix("more than ").split(maxsplit=1)[0].replace(",", ""))


def every_page(client: TestClient, address: str, rows: str, most: int = 60) -> list[str]:
    """The ids of the rows on all pages of a view, by the links from each to the next."""
    listed: list[str] = []
    while True:
        shown = page(client.get(address))
        listed += [row.get("id") for row in shown.cssselect(rows)]
        further = shown.cssselect('a[rel="next"]')
        most -= 1
        assert most, "the pages have no end"
        if not further:
            return listed
        address = further[0].get("href")


def quoted_at(found: html.HtmlElement, within: str) -> set[str]:
    """Where the quotations of a part of a page lead: a report and its characters."""
    return {a.get("href").partition("#")[0] for a in found.cssselect(f"{within} a.quote")}


def table(response: Any) -> list[dict[str, str]]:
    """The rows of CSV."""
    return list(csv.DictReader(io.StringIO(bytes(response.content).decode())))


def lines(response: Response) -> list[dict[str, Any]]:
    """The objects that JSON Lines hold."""
    return [json.loads(line) for line in bytes(response.content).decode().splitlines()]  # type: ignore[attr-defined]


def problem(response: Any, status: int, title: str | None = None) -> str:
    """What an answer says that refuses; fails where it has not the one shape of all refusals (RFC 9457)."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    told = response.json()
    assert {"type", "title", "status", "detail"} <= set(told) <= {
        "type", "title", "status", "detail", "source", "place", "remedy"
    }  # fmt: skip
    assert told["status"] == status and told["type"].startswith("/help/")
    assert title is None or told["title"] == title
    assert "Traceback" not in response.text
    return " ".join(map(str, told.values()))


@contextmanager
def served(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A desk in a process of its own, and its address."""
    command = [sys.executable, "-m", "communique", *arguments]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        said = process.stderr.readline()
        match = re.search(r"http://\S+/", said)
        assert match, said + process.stderr.read()
        yield process, match.group()
    finally:
        process.kill()
        process.communicate()
