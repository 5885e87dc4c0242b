"""The server under the desk: uvicorn, which waits for no client longer than it may, and lets none have all of it."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import socket
from collections import Counter
from typing import TYPE_CHECKING, Any, ClassVar

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.supervisors import Multiprocess

from communique.plain import as_json, from_json

if TYPE_CHECKING:
    from communique.desk.settings import Settings

_SETTINGS = "COMMUNIQUE_DESK"
"""The variable by which the processes of a desk are told how to serve it."""
HEADERS_WAIT, READ_WAIT = 10.0, 60.0
"""Seconds in which the headers of a request must have come, and in which a client must go on taking what it asked."""
_YOUNG = 20_000
"""Objects that come before the youngest are collected."""
MOST, MOST_EACH = 256, 32
"""Connections in all, and from one address."""


class Patient(H11Protocol):
    """A connection that is cut where its client is too slow: to say what it wants, or to take it."""

    headers_wait, read_wait, most_each = HEADERS_WAIT, READ_WAIT, MOST_EACH
    _open: ClassVar[Counter[str]] = Counter()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request; an address that has many connections gets no more."""
        super().connection_made(transport)
        self._from = self.client[0] if self.client else ""
        self._timer: asyncio.TimerHandle | None = None
        self._open[self._from] += 1
        if self._open[self._from] > self.most_each:
            transport.abort()
            return
        self._wait(self.headers_wait)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop()
        self._open[self._from] -= 1
        if not self._open[self._from]:
            del self._open[self._from]
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Go on; from the first byte of a request the rest of its headers must come in time."""
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before:
            self._stop()
        elif self.conn.their_state is h11.IDLE and self._timer is None:
            self._wait(self.headers_wait)

    def pause_writing(self) -> None:
        """Wait for the client to take what was sent."""
        super().pause_writing()
        self._stop()
        self._wait(self.read_wait)

    def resume_writing(self) -> None:
        """Go on sending."""
        self._stop()
        super().resume_writing()

    def _wait(self, seconds: float) -> None:
        self._timer = self.loop.call_later(seconds, self._too_slow)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _too_slow(self) -> None:
        self._timer = None
        if not self.transport.is_closing() or self.transport.get_write_buffer_size():
            self.transport.abort()


def server_of(app: Any, settings: Settings, http: type[Patient] = Patient, **more: Any) -> uvicorn.Config:
    """Return how an application is served."""
    return uvicorn.Config(
        app,
        http=http,
        ws="none",
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=5,
        limit_concurrency=MOST,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        **more,
    )


def serve(settings: Settings, listening: socket.socket, workers: int) -> None:
    """Serve a desk until it is stopped, in so many processes."""
    if workers == 1:
        uvicorn.Server(server_of(_made(settings), settings)).run(sockets=[listening])
        return
    os.environ[_SETTINGS] = json.dumps(as_json(settings))
    config = server_of("communique.commands.serving:app_from_environment", settings, factory=True, workers=workers)
    Multiprocess(config, sockets=[listening]).run()


def app_from_environment() -> Any:
    """Return the application of a process of a desk."""
    from communique.desk.settings import Settings

    return _made(from_json(Settings, json.loads(os.environ[_SETTINGS])))


def _made(settings: Settings) -> Any:
    """Return the application, its templates made, and what stays as long as the process left out of all collections.

    A page of many parts makes so many objects that it would be held up by several collections of all that there is.
    """
    from communique.desk.app import create_app
    from communique.desk.rendering import make_ready

    app = create_app(settings)
    make_ready()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 20, 50)
    return app
