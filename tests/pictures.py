"""Pictures of the desk for the README and the manual: ``python -m tests.pictures`` makes them anew.

The desk is that of ``communique demo --serve``; each picture is of a page at a size, light or dark, in Chromium.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.desk.bench import served
from tests.desk.browser.conftest import FLAGS, chromium
from tests.readings import ROOT

FOLDER = ROOT / "docs" / "images"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its name, the page, the height of the window, whether it is dark, what is clicked before."""

    name: str
    address: str
    height: int = 800
    width: int = 1280
    dark: bool = False
    click: str | None = None


PICTURES = (
    Picture("desk-engagements", "/engagements?country=RUS&until=2019&newest=1"),
    Picture("desk-report", "/report?id=senators-moscow", width=1000, height=760),
    Picture("desk-engagement", "/engagement?id=singapore-held/e1", width=1000, height=760, dark=True),
    Picture("desk-undertakings", "/undertakings?by=2019-08-25", width=1000, height=760),
    Picture("desk-map", "/map", width=1000, height=760),
)  # fmt: skip


@contextmanager
def demo() -> Iterator[str]:
    """The address of a desk of the shipped reports."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = str(Path(folder, "demo.sqlite"))
        subprocess.run([sys.executable, "-m", "communique", "demo", "--quiet", "--ledger", ledger], check=True,
                       capture_output=True)  # fmt: skip
        with served("serve", "--port", "0", "--ledger", ledger) as (_, where):
            yield where.rstrip("/")


def main() -> None:
    """Make them, those named on the command line or all."""
    FOLDER.mkdir(exist_ok=True)
    path = chromium()
    assert path, "no Chromium on the PATH"
    with demo() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        for picture in PICTURES:
            if sys.argv[1:] and picture.name not in sys.argv[1:]:
                continue
            scheme = "dark" if picture.dark else "light"
            page = browser.new_page(
                base_url=site, color_scheme=scheme, viewport={"width": picture.width, "height": picture.height}
            )
            page.goto(picture.address)
            if picture.click:
                page.click(picture.click)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=FOLDER / f"{picture.name}.png")
            print(f"{picture.name}: {(FOLDER / f'{picture.name}.png').stat().st_size >> 10} KB")
        browser.close()


if __name__ == "__main__":
    main()
