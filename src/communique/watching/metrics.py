"""Figures of a watch for Prometheus, on this machine alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Summary, start_http_server

from communique.watching.events import Event, Failed, Polled, TakenIn

_HOST = "127.0.0.1"


class Metrics:
    """The figures; a listener of the watch's events."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self.registry, self._now = CollectorRegistry(), now
        to = self.registry
        self._polls = Counter("communique_polls", "Polls of sources.", ["source", "outcome"], registry=to)
        self._items = Counter(
            "communique_items", "Items of feeds as polls found them.", ["source", "outcome"], registry=to
        )
        self._reports = Counter(
            "communique_reports", "Reports by what became of them.", ["source", "outcome"], registry=to
        )
        self._errors = Counter(
            "communique_errors", "Failures of sources and items by their names.", ["source", "error"], registry=to
        )
        self._success = Gauge(
            "communique_last_success_timestamp_seconds", "When a source last answered.", ["source"], registry=to
        )
        self._reading = Summary("communique_reading_seconds", "CPU seconds that reports took to read.", registry=to)

    def __call__(self, event: Event) -> None:
        """Count an event."""
        if isinstance(event, Polled):
            self._polls.labels(event.source, event.status).inc()
            self._success.labels(event.source).set(self._now())
            for outcome in ("new", "known", "waiting"):
                self._items.labels(event.source, outcome).inc(getattr(event, outcome))
        elif isinstance(event, TakenIn):
            self._reports.labels(event.source, event.outcome).inc()
            self._reading.observe(event.cpu)
        elif isinstance(event, Failed):
            self._errors.labels(event.source, event.error).inc()
            what = self._reports if event.item else self._polls
            what.labels(event.source, "failed").inc()

    @contextmanager
    def served(self, port: int) -> Iterator[str]:
        """Serve them until the block ends; yield the address.

        Raises:
            OSError: if the port is taken.
        """
        server, thread = start_http_server(port, addr=_HOST, registry=self.registry)
        try:
            yield f"http://{_HOST}:{server.server_port}/metrics"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
