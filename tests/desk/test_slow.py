"""Clients that are slow on purpose, at a real server on a socket: each is cut, and others are answered meanwhile."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

from communique.commands.serving import Patient, server_of
from communique.desk.app import create_app
from communique.desk.settings import Settings
from communique.ledger.store import Ledger
from tests.ledger.stories import told

SOON = 0.4
"""Seconds that clients of the test are waited for."""


class Impatient(Patient):
    """The connection of the desk with shorter times."""

    headers_wait, read_wait, most_each = SOON, SOON, 3


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a desk that is served."""
    address = str(tmp_path_factory.mktemp("slow") / "ledger.sqlite")
    with Ledger(address) as ledger:
        ledger.add(*told("deed", "2018-08-07"))
    settings = Settings(address, wait=SOON)
    config = server_of(create_app(settings), settings, Impatient, timeout_keep_alive=1)
    server = uvicorn.Server(config)
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join()


def ask(port: int, sent: bytes, pause: float = 0.0, piece: int = 1 << 20) -> bytes:
    """What is answered until the connection ends, to what is sent piece by piece."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        found = b""
        try:
            for start in range(0, len(sent), piece):
                connection.sendall(sent[start : start + piece])
                time.sleep(pause)
            while part := connection.recv(65_536):
                found += part
        except (ConnectionError, BrokenPipeError):
            pass
        return found


def get(port: int, path: str = "/api/counts", *more: str) -> bytes:
    """A whole request, and its answer."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *more]
    return ask(port, "\r\n".join([*lines, "", ""]).encode())


def test_headers_that_trickle_in(port: int) -> None:
    """A byte now and then does not hold a connection open; who asks in time is answered."""
    assert ask(port, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"y" * 200, SOON / 10, 1) == b""
    assert get(port).startswith(b"HTTP/1.1 200")


def test_nothing_at_all(port: int) -> None:
    """A connection on which nothing is said ends too."""
    assert ask(port, b"") == b""


def test_a_body_that_trickles_in(port: int) -> None:
    """It is told that it was too slow."""
    head = b"POST /api/read HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 500\r\nConnection: close\r\n\r\n"
    assert ask(port, head + b"{" * 20, SOON / 10, len(head)).startswith(b"HTTP/1.1 408")


def test_a_second_request_is_waited_for_as_long(port: int) -> None:
    """On a connection that is kept, the first answer does not make the next headers come any later."""
    first = b"GET /api/counts HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(first)
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200")
        connection.sendall(first + b"GET / HTTP/1.1\r\n")
        rest = b""
        try:
            while part := connection.recv(65_536):
                rest += part
        except ConnectionError:
            pass
        assert rest.count(b"HTTP/1.1 200") == 1


def test_too_many_connections_of_one(port: int) -> None:
    """No more than so many from one address: the next is closed at once, and may come again later."""
    held = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(3)]
    assert get(port) == b""
    for connection in held:
        connection.close()
    for _ in range(100):
        if get(port).startswith(b"HTTP/1.1 200"):
            break
        time.sleep(0.05)
    else:
        raise AssertionError("nobody is let in any more")


@pytest.mark.parametrize(
    ("path", "header", "status"),
    [("/engagements?words=" + "x" * 9_000, "", 414), ("/", "X-Much: " + "y" * 40_000, 431),
     ("/", "X-Much: " + "y" * 400_000, 400), ("/", "no header", 400), ("/\x7f", "", 400)],
)  # fmt: skip
def test_requests_that_are_none(port: int, path: str, header: str, status: int) -> None:
    """An address or headers of a size that nobody needs, and what is no HTTP: a refusal, no fault."""
    found = get(port, path, *([header] if header else []))
    assert found.startswith(f"HTTP/1.1 {status}".encode()) or (status == 400 and found == b"")
    assert get(port).startswith(b"HTTP/1.1 200")
