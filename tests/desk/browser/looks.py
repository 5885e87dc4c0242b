"""What a page looks like to a machine: whether anything went wrong in it, fits, and can be read by everybody."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

_NO_GPU = "GL Driver Message"
"""What the browser says of drawing on a machine without a graphics processor."""
_SERIOUS = ("serious", "critical")
_WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Watched:
    """A page whose errors are kept."""

    def __init__(self, page: Page) -> None:
        self.page, self.errors = page, list[str]()
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        page.on("requestfailed", lambda request: self.errors.append(f"{request.url}: {request.failure}"))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and _NO_GPU not in message.text:
            self.errors.append(f"{self.page.url}: {message.text}")

    def look(self, address: str) -> None:
        """Go to a page, wide and light."""
        self.turn(1280, dark=False)
        answer = self.page.goto(address)
        assert answer is not None and answer.ok, f"{address}: {answer and answer.status}"

    def turn(self, width: int, *, dark: bool) -> None:
        """Show it at a width, light or dark."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")

    def too_wide(self) -> int:
        """How many pixels of it lie beside the window."""
        return int(self.page.evaluate(_WIDER))

    def barriers(self) -> list[str]:
        """What axe-core finds that is serious: rule, where, why."""
        found: dict[str, Any] = Axe().run(self.page).response
        return [
            f"{rule['id']}: {node['target']} {node['failureSummary']}"
            for rule in found["violations"]
            if rule["impact"] in _SERIOUS
            for node in rule["nodes"]
        ]
