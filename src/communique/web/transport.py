"""One request and its answer: a connection to a number that was looked at, within limits of time and size.

The socket is ours, urllib3 speaks HTTP on it and unpacks. Nothing is taken from the environment: no proxy, no
password file.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from threading import Timer
from typing import TYPE_CHECKING

import certifi
import urllib3
from urllib3.connection import HTTPConnection
from urllib3.response import HTTPResponse

from communique.errors import TooLarge, TooSlow, Unreachable, WrongType
from communique.web.addresses import Address, Resolver, numbers_of

if TYPE_CHECKING:
    from communique.web.settings import Settings

_PIECE = 65_536
_MOST_NUMBERS = 4
_CODINGS = frozenset({*HTTPResponse.CONTENT_DECODERS, "identity", ""})
_AGAIN = "Try again later, or save the page and give its file"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answers: the number, the headers by their names in small letters, and its body to be read."""

    address: Address
    status: int
    headers: Mapping[str, str]
    response: HTTPResponse
    settings: Settings

    def body(self) -> bytes:
        """Return the body, unpacked.

        Raises:
            TooLarge: if it is over the limit, over the line or unpacked: no more of it is read.
            WrongType: if it is packed in a way that was not asked for.
        """
        most_sent, most = self.settings.most_sent, self.settings.most_bytes
        self._check_coding()
        said = self.headers.get("content-length", "")
        if said.isascii() and said.isdigit() and int(said[:20]) > most_sent:
            raise self._too_large(int(said[:20]), most_sent, "")
        pieces, size = list[bytes](), 0
        for piece in self.response.stream(_PIECE, decode_content=True):
            size += len(piece)
            if size > most:
                raise self._too_large(size, most, " unpacked")
            if self.response.tell() > most_sent:
                raise self._too_large(self.response.tell(), most_sent, "")
            pieces.append(piece)
        return b"".join(pieces)

    def start(self, most: int) -> bytes:
        """Return no more than the first ``most`` bytes of the body, unpacked.

        Raises:
            WrongType: as :meth:`body`.
        """
        self._check_coding()
        pieces, size = list[bytes](), 0
        for piece in self.response.stream(_PIECE, decode_content=True):
            pieces.append(piece)
            size += len(piece)
            if size >= most:
                break
        return b"".join(pieces)[:most]

    def _check_coding(self) -> None:
        codings = {coding.strip().lower() for coding in self.headers.get("content-encoding", "").split(",")}
        if codings <= _CODINGS:
            return
        problem = f"it is packed as {', '.join(sorted(codings - _CODINGS))}, which was not asked for"
        raise WrongType(str(self.address), problem, "Save the page and give its file")

    def _too_large(self, size: int, most: int, how: str) -> TooLarge:
        problem = f"over {most:,} bytes{how} ({size:,} so far or announced)"
        return TooLarge(str(self.address), problem, "Save it, split it, and give the parts")


@contextmanager
def asked(address: Address, headers: Mapping[str, str], settings: Settings, resolver: Resolver) -> Iterator[Reply]:
    """Ask an address, and hold its answer open until the block ends or its time is over.

    Raises:
        AddressRefused: if its host leads to nothing that is open.
        Unreachable: if there is no such host, it does not answer, or its answer breaks off.
        TooSlow: if it does not answer in time.
    """
    over = list[bool]()
    line = _connected(address, settings, resolver)
    handle = line.dup()  # which stays one of this connection when TLS takes the other

    def stop() -> None:
        over.append(True)
        with suppress(OSError):
            handle.shutdown(socket.SHUT_RDWR)

    timer = Timer(settings.whole_time, stop)
    timer.daemon = True
    timer.start()
    connection: HTTPConnection | None = None
    try:
        line.settimeout(settings.read_time)
        connection = HTTPConnection(address.host, address.port, timeout=settings.read_time)
        connection.sock = _secured(line, address) if address.scheme == "https" else line
        sent = {"Host": address.netloc, "Connection": "close", **headers}
        connection.request("GET", address.target, headers=sent, preload_content=False, decode_content=False)
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.headers.items()}
        yield Reply(address, response.status, found, response, settings)
        if over:  # an answer of no known length looks whole where it was cut
            raise TimeoutError
    except (OSError, http.client.HTTPException, urllib3.exceptions.HTTPError) as error:
        raise _failure(address, error, settings, bool(over)) from None
    finally:
        timer.cancel()
        for end in (connection, line, handle):
            if end is not None:
                end.close()


def _connected(address: Address, settings: Settings, resolver: Resolver) -> socket.socket:
    """Return a connection to one of the numbers that an address may be asked at, and to no other."""
    failed: OSError | None = None
    for number in numbers_of(address, resolver, loopback=settings.loopback)[:_MOST_NUMBERS]:
        line = socket.socket(socket.AF_INET6 if ":" in number else socket.AF_INET, socket.SOCK_STREAM)
        try:
            line.settimeout(settings.connect_time)
            line.connect((number, address.port))
            return line
        except OSError as error:
            failed = error
            line.close()
    raise _failure(address, failed or OSError("no number"), settings, False)


def _secured(line: socket.socket, address: Address) -> ssl.SSLSocket:
    return _context().wrap_socket(line, server_hostname=address.host)


@cache
def _context() -> ssl.SSLContext:
    """Return what TLS trusts: the system's authorities, else Mozilla's where the system names none."""
    paths = ssl.get_default_verify_paths()
    context = ssl.create_default_context()
    if not (paths.cafile or paths.capath or context.get_ca_certs()):
        context.load_verify_locations(certifi.where())
    return context


def _failure(address: Address, error: Exception, settings: Settings, over: bool) -> Unreachable | TooSlow:
    """Return the error for what broke off."""
    name = str(address)
    if over:
        return TooSlow(name, f"it was not there whole within {settings.whole_time:g} seconds", _AGAIN)
    if isinstance(error, (TimeoutError, urllib3.exceptions.TimeoutError)):
        problem = f"{address.host} did not answer for {settings.read_time:g} seconds"
        return TooSlow(name, problem, _AGAIN)
    if isinstance(error, ssl.SSLCertVerificationError):
        problem = f"the certificate of {address.host} is not trusted ({error.verify_message})"
        return Unreachable(name, problem, "Check the address; what is not who it says it is, is not read")
    if isinstance(error, ConnectionRefusedError):
        return Unreachable(name, f"{address.host} takes no connection at port {address.port}", _AGAIN)
    said = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
    return Unreachable(name, f"the connection to {address.host} broke off ({said})", _AGAIN)
