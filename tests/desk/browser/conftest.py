"""A browser, and a desk of the shipped reports in a process of its own, to be written to."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.desk.bench import served, shipped_ledger
from tests.desk.browser.looks import Watched

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
          "--disable-component-update", "--disable-sync")  # fmt: skip


def chromium() -> str | None:
    """The machine's Chromium."""
    return os.environ.get("COMMUNIQUE_TEST_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, where the machine has one."""
    path = chromium()
    if path is None:
        pytest.skip("no Chromium: neither on the PATH, nor named in COMMUNIQUE_TEST_CHROMIUM")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the desk."""
    ledger = shipped_ledger(tmp_path_factory.mktemp("browser"))
    with served("serve", "--port", "0", "--ledger", ledger) as (_, where):
        yield where.rstrip("/")


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A reader of his own, who sees what a laptop shows."""
    with browser.new_context(base_url=site, viewport={"width": 1280, "height": 900}) as made:
        yield made


@pytest.fixture
def watched(context: BrowserContext) -> Iterator[Watched]:
    """A page; at the end nothing may have gone wrong in it."""
    page: Page = context.new_page()
    seen = Watched(page)
    yield seen
    assert seen.errors == []
