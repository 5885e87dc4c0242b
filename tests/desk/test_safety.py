"""What reports, people and pages elsewhere may try at the desk: tried on every address that there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

import pytest
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from lxml import html

from communique.desk.app import create_app
from communique.desk.settings import Settings
from communique.desk.telling import API
from tests.desk.bench import HERE, problem
from tests.desk.hostile import ADDRESS, MARK, SUM, breaking, hostile_ledger

MOST = 150
"""Addresses that are looked at."""
EVIL = ("https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)")
ASKED = {"statement": "SELECT subject, by, note FROM judgement", "name": "LVA", "words": "parliament"}
"""What an address takes that shows nothing without."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A browser at a desk of such a ledger, which leads nowhere by itself."""
    address = str(tmp_path_factory.mktemp("hostile") / "ledger.sqlite")
    hostile_ledger(address)
    with TestClient(create_app(Settings(address)), base_url=HERE, follow_redirects=False) as client:
        client.cookies.set("communique-name", "Clara")
        yield client


def routes(client: TestClient) -> list[tuple[str, str]]:
    """Every method and path of the desk."""
    found = iter_route_contexts(client.app.router.routes)  # type: ignore[attr-defined]
    return sorted((method, x.path) for x in found for method in x.methods or ())


def filled(path: str, other: str) -> str:
    """A path with something in the place of its variables: a form where one belongs, else what is given."""
    plain = re.sub(r"(?<=\.)\{\w+\}", "csv", path)
    return re.sub(r"\{[^}]*\}", lambda _: other, plain)


def test_the_walk_sees_all_routes(hostile: TestClient) -> None:
    """Pages and operations, those that change something among them."""
    known = routes(hostile)
    assert {("GET", "/"), ("GET", "/engagement"), ("GET", "/api/engagements"), ("POST", "/api/judgements")} <= {*known}


def walked(client: TestClient) -> Iterator[tuple[str, Any]]:
    """Every page that the routes give, and that links on them lead to, each form of address a few times."""
    waiting = [path for method, path in routes(client) if method == "GET" and "{" not in path]
    waiting += [f"{path}?{urlencode(ASKED)}" for path in ("/sql", "/api/actors", "/engagements")]
    waiting += [
        f"/engagements?{urlencode({'words': breaking('asked')})}",
        f"/nowhere/{quote(breaking('path'))}",
        f"/engagements?{urlencode({breaking('n'): 1})}",
    ]
    seen: dict[tuple[str, str], int] = {}
    looked = 0
    while waiting and looked < MOST:
        address = waiting.pop(0)
        parts = urlsplit(address)
        kind = (parts.path, " ".join(sorted({name for name, _ in parse_qsl(parts.query)})))
        if parts.path.startswith(("/static/", "/help/")) or seen.get(kind, 0) >= 2:
            continue
        seen[kind] = seen.get(kind, 0) + 1
        looked += 1
        answer = client.get(address)
        yield address, answer
        if answer.headers.get("content-type", "").startswith("text/html") and answer.text.strip():
            here = urljoin(HERE, address)
            links = (
                link
                for _, name, link, _ in html.document_fromstring(answer.text).iterlinks()
                if name in ("href", "src")
            )
            waiting += [urljoin(here, x).removeprefix(HERE) for x in links if urljoin(here, x).startswith(f"{HERE}/")]
        elif answer.is_redirect:
            waiting.append(answer.headers["location"])


def faults(answer: Any) -> list[str]:
    """What in a page would do something that the desk did not put there."""
    found = [f"made {MARK}: {x}" for x in re.findall(str(SUM), answer.text)]
    for element in html.document_fromstring(answer.text).iter():
        if not isinstance(element.tag, str):
            found += [f"a comment with {MARK}"] if MARK in (element.text or "") else []
            continue
        if element.tag.startswith(MARK) or (element.tag == "img" and element.get("src") == "x"):
            found.append(f"an element {element.tag}")
        if element.tag == "script" and not (element.get("src", "").startswith("/static/") and not element.text):
            found += [] if element.get("type") == "application/json" else [f"a script {element.text!r}"]
        for name, value in element.attrib.items():
            plain = re.sub(r"[\s\x00-\x1f]", "", value).lower()
            if name.startswith(("on", MARK, "hx-on")) or name in ("style", "srcdoc"):
                found.append(f"an attribute {name}={value!r}")
            if name in ("href", "src", "action", "formaction", "xlink:href") and plain.startswith(
                ("javascript:", "data:", "vbscript:", "//")
            ):
                found.append(f"a link {name}={value!r}")
        if any(name.startswith("hx-") for name in element.attrib) and not element.get("hx-nonce"):
            found.append(f"{element.tag} with hx- and no hx-nonce")
        if element.tag == "a" and "://" in element.get("href", "") and "noopener" not in element.get("rel", ""):
            found.append(f"a way out {element.get('href')!r}")
    return found


def test_no_text_becomes_a_part_of_a_page(hostile: TestClient) -> None:
    """Title, byline, publisher, names, roles, quotations, places, ids, notes, who judged; what is asked for, too."""
    shown, pages = set[str](), 0
    for address, answer in walked(hostile):
        assert answer.status_code < 500, address
        assert answer.headers["x-content-type-options"] == "nosniff"
        if answer.headers.get("content-type", "").startswith("text/html"):
            pages += 1
            assert faults(answer) == [], address
            shown |= set(re.findall(rf"&lt;{MARK}-(\w+)", answer.text))
        else:
            assert not re.match(
                r"text/html|.*script|image/svg|application/xhtml", answer.headers.get("content-type", "")
            )
    assert pages >= 8
    assert {"title", "anna", "publisher", "asked"} <= shown


def test_a_fault_is_noticed() -> None:
    """Each sort of them: a check that sees nothing proves nothing."""

    class Answer:
        """A page that has them all."""

        text = (
            f"<p>{SUM}</p><{MARK}-x></{MARK}-x><img src=x onerror=alert(1)><a href=' java\nscript:alert(1)'>a</a>"
            "<script>alert(1)</script><b style='color:red' hx-get=/>b</b><a href='https://x.example'>c</a>"
        )

    assert len(faults(Answer())) == 9


@pytest.mark.parametrize("form", ["csv", "jsonl", "rss", "geojson", "ics", "gexf", "jsonld"])
def test_files_of_hostile_reports(hostile: TestClient, form: str) -> None:
    """They are files of their kind, that no browser shows as a page, without an address that does something."""
    answer = hostile.get(f"/engagements.{form}")
    assert answer.status_code == 200 and answer.headers["content-disposition"].startswith("attachment")
    assert ADDRESS not in answer.text.replace('"url": null', "")


def test_nothing_leads_away(hostile: TestClient) -> None:
    """Whatever is given as an address, no answer leads elsewhere than on this desk."""
    names = ("id", "next", "url", "to", "back", "redirect", "return", "token", "name", "statement")
    for number, (method, path) in enumerate(routes(hostile)):
        for there in (EVIL[number % len(EVIL)], EVIL[(number + 1) % len(EVIL)]):
            asked = urlencode([(name, there) for name in ("id", "next", "url")])
            answer = hostile.request(
                method, f"{filled(path, there)}?{asked}",
                data=dict.fromkeys(names, there) if method == "POST" else None,
                headers={"Referer": there if there.isascii() else "", "X-Forwarded-Host": "evil.example"},
            )  # fmt: skip
            where = answer.headers.get("location", "/")
            assert re.match(r"/(?![/\\])", where), f"{method} {path} leads to {where}"
            assert "evil.example" not in urljoin(HERE, where).partition("?")[0]


@pytest.mark.parametrize(
    "path",
    ["/static/../settings.py", "/static/%2e%2e/settings.py", "/static/..%2f..%2fsettings.py", "/static//etc/passwd",
     "/static/..\\settings.py", "/help/../../settings", "/help/%2e%2e/%2e%2e/pyproject", "/help/pictures/..%2fhouse.md",
     "/help/pictures/%2fetc%2fpasswd", "/engagements.%2e%2e%2fcsv", "/static/%00desk.css"],
)  # fmt: skip
def test_no_file_of_the_machine(hostile: TestClient, path: str) -> None:
    """No path leads to another file than the desk's own."""
    answer = hostile.get(path)
    assert answer.status_code == 404
    assert "class Settings" not in answer.text and "root:" not in answer.text and "[project]" not in answer.text


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "evil.example:8420", ""]
)
def test_every_route_asks_by_which_name(hostile: TestClient, host: str) -> None:
    """A name of somebody else that leads here reads nothing and changes nothing."""
    for method, path in routes(hostile):
        assert hostile.request(method, path, headers={"Host": host}).status_code == 421, path


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
     {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "same-site"}],
)  # fmt: skip
def test_no_page_elsewhere_changes_anything(hostile: TestClient, headers: dict[str, str]) -> None:
    """On every route that is no GET, with what a browser would send of its own accord."""
    changing = [(method, path) for method, path in routes(hostile) if method not in ("GET", "HEAD", "OPTIONS")]
    assert len(changing) >= 6
    for method, path in changing:
        body = "verdict=accept&subject=x&token=x&name=x"
        sent = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
        refused = hostile.request(method, path, content=body, headers=sent)
        assert refused.status_code == 403 and "elsewhere" in refused.text, path


@pytest.mark.parametrize(("mode", "dest"), [("no-cors", "image"), ("cors", "empty"), ("navigate", "iframe")])
def test_no_page_elsewhere_shows_what_is_here(hostile: TestClient, mode: str, dest: str) -> None:
    """Not as a picture, by a script or in a frame, and it starts no costly question; a link leads here."""
    there = {"Sec-Fetch-Site": "cross-site"}
    for path in ("/", "/sql?statement=SELECT+1", "/api/engagements", "/engagements.csv"):
        refused = hostile.get(path, headers={**there, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest})
        assert refused.status_code == 403
    link = {**there, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert hostile.get("/", headers=link).status_code == 200


def test_nothing_is_changed_by_looking(hostile: TestClient) -> None:
    """No GET writes: a browser fetches ahead, and a link is enough for it."""
    before = hostile.get("/api/judgements?limit=500").json(), hostile.get("/api/counts").json()
    for method, path in routes(hostile):
        if method == "GET" and "{" not in path:
            hostile.get(f"{path}?{urlencode({'id': 'x', 'verdict': 'accept', 'subject': 'x'})}")
    assert (hostile.get("/api/judgements?limit=500").json(), hostile.get("/api/counts").json()) == before


def test_bodies_are_bounded_everywhere(hostile: TestClient) -> None:
    """Too much is refused by every route that takes anything, before it is looked at."""
    address = hostile.app.state.desk.ledger.address  # type: ignore[attr-defined]
    with TestClient(create_app(Settings(address, body=1_000)), base_url=HERE) as client:
        for method, path in routes(client):
            if method != "GET":
                assert client.request(method, path, content=b"x" * 1_001).status_code == 413, path


def test_every_refusal_of_the_api_has_one_shape(hostile: TestClient) -> None:
    """On every operation: a parameter that is none, a method that is none, a body that is none."""
    operations = [(method, path) for method, path in routes(hostile) if path.startswith(API)]
    assert len(operations) > 20
    for method, path in operations:
        target = filled(path, "x")
        if path.endswith("openapi.json"):
            continue
        refused = hostile.request(method, f"{target}?nonsense=1", json={})
        problem(refused, refused.status_code)
        assert refused.status_code in (400, 422), path
        problem(hostile.request("PATCH", target), 405, "NotHere")


def test_the_policy_of_every_answer(hostile: TestClient) -> None:
    """On every route and whatever it answers: nothing but the desk's own runs, in no frame."""
    for method, path in routes(hostile):
        headers = hostile.request(method, path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert headers["referrer-policy"] == "same-origin" and headers["x-frame-options"] == "DENY"
