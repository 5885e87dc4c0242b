"""Reading in the browser: what is given is read and shown, and stored only when somebody says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from lxml import html
from lxml.html import HtmlElement

from communique.desk.app import create_app
from communique.desk.problems import Refused
from communique.desk.reading import Answer, Asked, Reader
from communique.desk.settings import Settings
from communique.desk.shelf import Shelf
from communique.desk.state import Desk
from communique.errors import ParserLost, TooSlow
from communique.ledger.store import Ledger
from communique.records import as_json
from communique.runs import Read
from tests.containers import lines, mail, pdf
from tests.desk.bench import HERE, page

TEXT = "Talks in Oslo\n\nOSLO (Reuters) - Foreign minister Anna Berg met her colleague Boris Klein in Oslo on Monday."
PAGE = (
    "<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
    "<p>OSLO (Reuters) - Foreign minister Anna Berg met her colleague Boris Klein in Oslo on Friday for long talks "
    "about fish.</p><p>They agreed to meet again in the autumn, said a spokesman for the ministry.{more}</p>"
    "</article></body></html>"
)
LINE = json.dumps({"text": TEXT, "id": "one", "published": "2018-08-08"})
LINES = f"{LINE}\n{json.dumps({'text': TEXT + ' They agreed.', 'id': 'two'})}\n{{}}\n"
FILES = {
    "talks.txt": TEXT.encode(),
    "talks.html": PAGE.format(title="Talks in Oslo", more="").encode(),
    "talks.pdf": pdf([lines(["Foreign minister Anna Berg met her colleague", "Boris Klein in Oslo on Friday."])]),
    "talks.eml": mail(TEXT).as_bytes(),
    "talks.jsonl": LINE.encode(),
}
NEVER = (
    "http://127.0.0.1/", "http://localhost:8420/", "http://[::1]/", "http://10.0.0.1/", "http://169.254.169.254/x",
    "http://2130706433/", "file:///etc/passwd", "/etc/passwd", "ftp://example.org/", "https://me:secret@example.org/",
)  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """One process that reads, for all that is read here."""
    made = Reader()
    yield made
    made.close()


@pytest.fixture
def empty(tmp_path: Path) -> str:
    """The address of a ledger with nothing in it."""
    address = str(tmp_path / "ledger.sqlite")
    Ledger(address).close()
    return address


@pytest.fixture
def client(empty: str, reader: Reader) -> Iterator[TestClient]:
    """A browser at the desk of that ledger."""
    app = create_app(Settings(empty))
    app.state.desk = replace(app.state.desk, reader=reader)
    with TestClient(app, base_url=HERE, follow_redirects=False) as made:
        yield made


def desk_of(client: TestClient) -> Desk:
    """What the desk has at hand."""
    found: Desk = client.app.state.desk  # type: ignore[attr-defined]
    return found


def ledger_of(client: TestClient) -> Ledger:
    """The desk's ledger."""
    return desk_of(client).ledger


def key_of(response: Response) -> str:
    """The key of what was read, to which the answer leads."""
    assert response.status_code == 303
    found = urlsplit(response.headers["location"])
    assert found.path == "/read" and not found.netloc
    return response.headers["location"].split("key=")[1]


def page_of(response: Response) -> HtmlElement:
    """A page that came with an error."""
    return html.document_fromstring(response.text)


def test_a_text_is_shown_and_not_stored(client: TestClient) -> None:
    """With its marks, and what was found in it."""
    key = key_of(client.post("/read", data={"text": TEXT, "published": "2018-08-08"}))
    shown = page(client.get(f"/read?key={key}"))
    assert "Not stored" in shown.text_content() and "6 August 2018" in shown.text_content()
    assert shown.cssselect("mark.engagement") and shown.cssselect(".item .status.held")
    assert [x.text_content() for x in shown.cssselect("h1")] == ["Talks in Oslo"]
    assert ledger_of(client).counts().reports == 0


def test_what_is_added_is_what_was_shown(client: TestClient) -> None:
    """To the letter; and what is in the ledger is not added twice."""
    key = key_of(client.post("/read", data={"text": TEXT}))
    (read,) = desk_of(client).shelf.get(key).outcomes
    assert isinstance(read, Read)
    for _ in range(2):
        assert key_of(client.post("/read/add", data={"key": key})) == key
    assert ledger_of(client).counts().reports == 1
    assert as_json(ledger_of(client).record(read.report.info.id)) == as_json(read.record)
    again = key_of(client.post("/read", data={"text": TEXT}))
    for it in (key, again):
        shown = page(client.get(f"/read?key={it}"))
        assert "It is in the ledger" in shown.text_content() and not shown.cssselect("form[action='/read/add']")


def test_left(client: TestClient) -> None:
    """It is gone, and nothing of it is in the ledger."""
    key = key_of(client.post("/read", data={"text": TEXT}))
    assert client.post("/read/leave", data={"key": key}).headers["location"] == "/read"
    assert client.get(f"/read?key={key}").status_code == 404
    assert client.post("/read/add", data={"key": key}).status_code == 404
    assert ledger_of(client).counts().reports == 0


def test_the_day_is_asked_for(client: TestClient) -> None:
    """Where something cannot be dated without it; then the report is read anew, and it stays under its key."""
    key = key_of(client.post("/read", data={"text": TEXT}))
    assert "“Monday”" in page(client.get(f"/read?key={key}")).text_content()
    assert client.post("/read/again", data={"key": key, "published": "2018-13-08"}).status_code == 422
    assert key_of(client.post("/read/again", data={"key": key, "published": "2018-08-08"})) == key
    shown = page(client.get(f"/read?key={key}"))
    assert "6 August 2018" in shown.text_content() and not shown.cssselect("form[action='/read/again']")


@pytest.mark.parametrize("name", FILES)
def test_kinds_of_files(client: TestClient, name: str) -> None:
    """Each is told by what is in it, whatever it is called, and read as on the command line."""
    key = key_of(client.post("/read", files={"file": (name, FILES[name])}, data={"address": "https://example.org/a"}))
    shown = page(client.get(f"/read?key={key}"))
    assert "Berg" in shown.text_content() and shown.cssselect("li.item .status")
    (read,) = desk_of(client).shelf.get(key).outcomes
    assert isinstance(read, Read) and read.report.info.url == (
        None if name == "talks.jsonl" else "https://example.org/a"
    )


def test_many_in_a_file(client: TestClient) -> None:
    """Each is shown, what could not be read is named, and all are added at once."""
    key = key_of(client.post("/read", files={"file": ("talks.jsonl", LINES)}))
    shown = page(client.get(f"/read?key={key}"))
    assert len(shown.cssselect("li.entry")) == 2 and "talks.jsonl" in shown.cssselect(".refusal")[0].text_content()
    assert "They agreed" in page(client.get(f"/read?key={key}&n=2")).text_content()
    assert client.get(f"/read?key={key}&n=3").status_code == 404
    client.post("/read/add", data={"key": key, "n": "2"})
    assert ledger_of(client).known().keys() == {"two"}
    client.post("/read/add", data={"key": key})
    assert ledger_of(client).known().keys() == {"one", "two"}


def test_addresses_that_are_never_asked(client: TestClient) -> None:
    """No file of this machine, no other machine of its network; the form keeps what was given."""
    for address in NEVER:
        response = client.post("/read", data={"address": address}, headers={"Accept": "text/html"})
        assert response.status_code == 422 and "root:" not in response.text, address
        assert 'role="alert"' in response.text and "secret" not in response.text.split("<form class=")[0]
        assert page_of(response).get_element_by_id("address").get("value") == address


def test_what_cannot_be_read(client: TestClient) -> None:
    """It says why, above what was given."""
    for text, day, problem in (("", "", "nothing was given"), (" \n ", "", "nothing was given"),
                               (TEXT, "Monday", "not a day of the calendar")):  # fmt: skip
        response = client.post("/read", data={"text": text, "published": day})
        assert response.status_code == 422 and problem in response.text
        assert page_of(response).get_element_by_id("text").text_content().strip() == text.strip()


def test_a_file_that_is_none(client: TestClient) -> None:
    """It is named."""
    response = client.post("/read", files={"file": ("<i>cat.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)})
    assert response.status_code == 422 and "&lt;i&gt;cat.png" in response.text


def test_a_hostile_page_is_inert(client: TestClient) -> None:
    """Whatever stands in it, in its address or in what is said of it, is text."""
    evil = PAGE.format(title="&lt;script&gt;alert(1)&lt;/script&gt;", more='"&gt;&lt;img src=x onerror=alert(2)&gt;')
    given = {"address": "javascript:alert(3)", "publisher": "<svg onload=alert(4)>"}
    key = key_of(client.post("/read", files={"file": ("evil.html", evil)}, data=given))
    shown = page(client.get(f"/read?key={key}"))
    assert "alert(1)" in shown.text_content() and "alert(4)" in shown.text_content()
    assert all(x.get("src", "").startswith("/static/") for x in shown.cssselect("script"))
    assert not shown.cssselect("main svg:not(.glyph), main img, main script, a[href^=javascript]")


def test_a_long_text_is_no_fault(client: TestClient) -> None:
    """A field may be as long as all that may be sent; of the text so much is read as the budget allows."""
    response = client.post("/read", data={"text": "Zur Sache. " * 110_000})
    shown = page(client.get(f"/read?key={key_of(response)}"))
    assert "not English" in shown.text_content()


def test_too_large(empty: str) -> None:
    """More than may be sent is refused before anything is done with it."""
    with TestClient(create_app(Settings(empty, body=1_000)), base_url=HERE) as client:
        assert client.post("/read", data={"text": "x" * 1_001}).status_code == 413


@pytest.mark.parametrize("path", ["/read", "/read/add", "/read/again", "/read/leave"])
def test_a_desk_to_be_read_only(shipped: TestClient, path: str) -> None:
    """It reads nothing, and shows no form."""
    assert shipped.post(path, data={"text": TEXT, "key": "x"}).status_code == 403
    assert not page(shipped.get("/read")).cssselect("main form")


def test_one_at_a_time(client: TestClient) -> None:
    """Who does not get a turn is told when to come again, and keeps what was typed."""
    busy = Reader(patience=0.01)
    client.app.state.desk = replace(desk_of(client), reader=busy)  # type: ignore[attr-defined]
    with busy._turn:
        response = client.post("/read", data={"text": TEXT})
    assert response.status_code == 503 and response.headers["retry-after"] == "30"
    assert "Anna Berg" in response.text


def test_who_waits_is_bounded() -> None:
    """More than a few are told at once."""
    reader = Reader(patience=0.01)
    while reader._waiting.acquire(blocking=False):
        pass
    with pytest.raises(Refused) as refused:
        reader.read(Asked(text=TEXT))
    assert refused.value.status == 503


def test_what_takes_too_long_is_ended() -> None:
    """With the process; the next is read by another."""
    reader = Reader(longest=0)
    (error,) = reader.read(Asked(text=TEXT)).outcomes
    assert isinstance(error, TooSlow) and reader._worker is None


def test_what_ends_the_process_is_named(reader: Reader) -> None:
    """And nothing else suffers."""
    reader.read(Asked(text=TEXT))
    assert reader._worker is not None
    reader._worker._process.kill()
    (error,) = reader.read(Asked("evil.pdf", raw=b"%PDF-")).outcomes
    assert isinstance(error, ParserLost) and "evil.pdf" in str(error) and reader._worker is None


def test_the_shelf_is_bounded() -> None:
    """In number and in bytes; what was looked at longest ago goes first."""
    shelf = Shelf(most=3, size=100)
    first, second = (shelf.put(Answer((), size=10)) for _ in range(2))
    shelf.get(first)
    keys = [shelf.put(Answer((), size=10)) for _ in range(2)]
    assert [k for k in (first, second, *keys) if k in shelf._held] == [first, *keys]
    large = shelf.put(Answer((), size=90))
    assert list(shelf._held) == [keys[-1], large]
    assert len({first, second, *keys, large}) == 5 and min(map(len, (first, large))) >= 32
