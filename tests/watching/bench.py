"""A watch in the test's own process: a stand-in clock, a ledger, and all that was told."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import TypeVar

from communique.ledger.store import Ledger
from communique.runs import ALL
from communique.taking import states_of
from communique.watching.events import Ended, Event
from communique.watching.lock import alone
from communique.watching.sources import Source
from communique.watching.standing import Standing, Standings
from communique.watching.stopping import Stop
from communique.watching.watch import Tools, Watch
from communique.web.states import States
from tests.web.server import PARAGRAPHS, FakeClock, Site, client, html, page

_E = TypeVar("_E", bound=Event)
HOUR, DAY = 3_600.0, 86_400.0


def feed(site: Site, *paths: str, at: str = "/feed", **headers: str) -> None:
    """Let the site have a feed of pages, each there."""
    items = "".join(f"<item><title>{path}</title><link>{path}</link></item>" for path in paths)
    site.routes[at] = html(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode(), **headers)
    site.routes |= {path: page(f"Ministers meet in Lisbon {path}") for path in paths}


def whole_feed(site: Site, count: int, *, first: int = 0, at: str = "/feed") -> None:
    """Let the site have a feed of so many whole articles, from a number on."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    items = [{"id": str(n), "title": f"Talks {n}", "content_html": body} for n in range(first, first + count)]
    told = {"version": "https://jsonfeed.org/version/1.1", "title": "Wire", "items": items}
    site.routes[at] = html(json.dumps(told).encode(), **{"Content-Type": "application/feed+json"})


class Bench:
    """Watches a site into a ledger; each watch is a new one, as after a restart."""

    def __init__(self, site: Site, folder: Path, stack: ExitStack) -> None:
        self.site, self.clock, self.told = site, FakeClock(), list[Event]()
        self.address = str(folder / "ledger.sqlite")
        self.ledger = stack.enter_context(Ledger(self.address))
        self.standings, self.states = Standings(states_of(self.address)), States(states_of(self.address))
        self.stop, self.cores = Stop(), ALL

    def source(
        self, path: str = "/feed", *, name: str = "Wire", every: float = HOUR, from_feed: bool = False
    ) -> Source:
        """A source on the site."""
        return Source(name, self.site.at(path), every, from_feed, "The Wire")

    def watch(self, *sources: Source) -> Watch:
        """A watch of these, of the one feed where none is given."""
        self.stop = Stop()
        tools = Tools(
            client(clock=self.clock), self.clock.clock(), self.stop, self._listen, cores=self.cores, random=Random(1)
        )
        with alone(self.address) as lock:
            watch = Watch(self.ledger, lock, sources or (self.source(),), self.standings, self.states, tools)
        watch.start()
        return watch

    def once(self, *sources: Source) -> Ended:
        """Poll each once."""
        return self.watch(*sources).once()

    def run(self, seconds: float, *sources: Source) -> Ended:
        """Watch for so long, by the stand-in clock."""
        return self.watch(*sources).run(seconds)

    def _listen(self, event: Event) -> None:
        self.told.append(event)

    def events(self, kind: type[_E]) -> list[_E]:
        """What was told of one kind."""
        return [event for event in self.told if isinstance(event, kind)]

    @property
    def standing(self) -> Standing:
        """How the feed stands."""
        return self.standings.of("Wire")

    @property
    def reports(self) -> int:
        """How many reports the ledger has."""
        return self.ledger.counts().reports
