"""A web server of the tests' own, on this machine: it answers as each test says, and remembers what it was asked."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from communique.web.client import Client
from communique.web.pace import Clock
from communique.web.settings import Settings

Answer = tuple[int, Mapping[str, str], bytes]
Route = Answer | bytes | Callable[[BaseHTTPRequestHandler], None]

PARAGRAPHS = (
    "LISBON, March 4 (Agency) - The foreign ministers of Portugal and Morocco met in Lisbon on Monday and agreed to "
    "renew the ferry treaty that both countries had let lapse.",
    "Portugal's foreign minister told reporters after the meeting that a joint commission would meet in Rabat in the "
    "autumn, and that Morocco had invited him to the opening.",
    "Moroccan officials confirmed the invitation on Monday evening and said that the two governments would publish the "
    "text of the treaty when both parliaments had approved it.",
)


def page(title: str = "Ministers meet in Lisbon", *, more: str = "", head: str = "") -> bytes:
    """A page with an article in it."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1>{body}{more}</article></body></html>"
    ).encode()


def html(body: bytes, **headers: str) -> Answer:
    """An answer that is a page."""
    return 200, {"Content-Type": "text/html; charset=utf-8", **headers}, body


def redirect(to: str, status: int = 302) -> Answer:
    """An answer that leads on."""
    return status, {"Location": to}, b""


@dataclass
class Site:
    """What the server answers by its paths, and what it was asked: paths, with the headers of each."""

    port: int
    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def at(self, path: str, host: str = "news.example") -> str:
        """The address of a path."""
        return f"http://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, but for robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


class FakeClock:
    """Time that goes on only where somebody waits, and how long was waited."""

    def __init__(self) -> None:
        self.time = 1_000_000.0
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Wait, without waiting."""
        self.waits.append(seconds)
        self.time += seconds

    def clock(self) -> Clock:
        """The clock that a client takes."""
        return Clock(lambda: self.time, lambda: self.time, self.sleep)


def client(
    settings: Settings | None = None, *, clock: FakeClock | None = None, names: Mapping[str, str] | None = None
) -> Client:
    """A client for which every name is this machine's, but for those given."""
    given = names or {}
    return Client(
        settings or Settings(loopback=True),
        clock=(clock or FakeClock()).clock(),
        resolver=lambda host, port: (given.get(host, "127.0.0.1"),),
    )


def handler_of(site: Site) -> type[BaseHTTPRequestHandler]:
    """The class that answers for a site."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers.items())))
            route = site.routes.get(self.path, (404, {}, b""))
            with suppress(ConnectionError):
                if callable(route):
                    route(self)
                else:
                    self._answer(html(route) if isinstance(route, bytes) else route)

        def _answer(self, answer: Answer) -> None:
            status, headers, body = answer
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Say nothing: that a client leaves is what is tested."""


@contextmanager
def served(secured: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serve a site until the block ends, over TLS where its certificate is given."""
    site = Site(0)
    server = _Server(("127.0.0.1", 0), handler_of(site))
    if secured is not None:
        server.socket = secured.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.stop.set()
        server.shutdown()
        server.server_close()
        thread.join()
