"""Every page is known to those who look at all pages, and every link at the top leads somewhere."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from communique.desk.pages import PAGES
from communique.desk.rooms import ROOMS
from tests.desk.bench import ADDRESSES


def test_every_page_has_an_address_to_be_looked_at() -> None:
    """The browser's tests go through these."""
    routes = [x for router in PAGES for x in router.routes if isinstance(x, APIRoute)]
    pages = {x.path for x in routes if "GET" in x.methods and not {".", "{"} & set(x.path)}
    assert pages | {"/help/errors"} == {urlsplit(address).path for address in ADDRESSES}


def test_links_at_the_top(desk: TestClient) -> None:
    """Each shows a page, in which it is marked as the present one."""
    for path, name in ROOMS:
        answer = desk.get(path)
        assert answer.status_code == 200, path
        assert f'<a href="{path}" aria-current="page">{name}</a>' in answer.text
