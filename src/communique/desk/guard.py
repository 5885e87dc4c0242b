"""What every request passes before anything is done with it, and what every answer carries.

Who asks must ask by a name that is this desk's (a page elsewhere could point a name of its own here). What changes
something must come from these pages or from no page at all: browsers say so by ``Sec-Fetch-Site`` and ``Origin``, as
https://words.filippo.io/csrf/ describes; and no page elsewhere shows what is on them. Off this machine one address may
ask so much a minute (:mod:`communique.desk.pace`). What is sent must be small and come in time. Every answer forbids
the browser all that its own pages do not need, and bears the mark of what it is made from
(:mod:`communique.desk.caching`).
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from communique.desk.caching import is_there, mark_of
from communique.desk.pace import Buckets, cost
from communique.desk.problems import Refused
from communique.desk.settings import Settings
from communique.desk.telling import answered

_FILES = "/static/"
_LONGEST_ADDRESS, _LONGEST_HEADERS = 8_192, 32_768
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; base-uri 'none'; object-src 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class Guard:
    """The outermost part of the desk."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings
        self._buckets = Buckets(settings.rate) if settings.rate and not settings.is_local else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce
        answer = _Answer(send, nonce)
        headers = Headers(scope=scope)
        try:
            self._check(scope, headers)
            body = await self._body(receive, headers)
        except Refused as refused:
            await answered(Request(scope), refused)(scope, receive, answer)
            return
        if scope["method"] in ("GET", "HEAD") and not scope["path"].startswith(_FILES):
            answer.mark = await run_in_threadpool(mark_of, Request(scope))
            if answer.mark and is_there(answer.mark, headers.get("if-none-match")):
                await Response(status_code=304)(scope, receive, answer)
                return
        if scope["method"] == "HEAD":  # what GET answers, but for what it says
            scope, answer.has_body = {**scope, "method": "GET"}, False
        try:
            await self._app(scope, _replayed(body, receive), answer)
        except Exception as error:  # nothing outside of this would put the headers on the answer
            if not answer.has_begun:
                await answered(Request(scope), error)(scope, receive, answer)
            raise

    def _check(self, scope: Scope, headers: Headers) -> None:
        host = headers.get("host", "")
        hosts = self._settings.hosts
        if hosts is not None and _name(host) not in hosts:
            problem = f"this desk is not called {_name(host)!r}"
            raise Refused(421, "WrongHost", problem, "Ask it by the address it printed, or start it with --name")
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > _LONGEST_ADDRESS:
            problem = f"an address of over {_LONGEST_ADDRESS:,} bytes is not looked at"
            raise Refused(414, "TooLong", problem, "Ask for less at once")
        if sum(len(name) + len(value) for name, value in scope["headers"]) > _LONGEST_HEADERS:
            problem = f"over {_LONGEST_HEADERS:,} bytes of headers are not looked at"
            raise Refused(431, "TooLong", problem, "Send fewer headers, or smaller cookies")
        self._check_origin(scope["method"], headers, host)
        if self._buckets is not None:
            client = (scope.get("client") or ("", 0))[0]
            if wait := self._buckets.take(client, cost(scope["method"], scope["path"])):
                problem = f"more was asked from {client} than one address may ask"
                raise Refused(429, "TooMany", problem, f"Ask again in {wait} seconds", **{"Retry-After": str(wait)})

    @staticmethod
    def _check_origin(method: str, headers: Headers, host: str) -> None:
        """Refuse what a page elsewhere made a browser send, but for a link to here."""
        if method not in _SAFE and not _is_own(headers, host):
            problem = "what changes something must be sent from a page of this desk, and this was sent from elsewhere"
            raise Refused(403, "WrongOrigin", problem, "Open the desk itself and do it there, or use a token")
        is_link = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
        if headers.get("sec-fetch-site") == "cross-site" and not is_link:
            problem = "a page elsewhere may link to this desk, and not show or ask for what is on it"
            raise Refused(403, "WrongOrigin", problem, "Open the desk itself")

    async def _body(self, receive: Receive, headers: Headers) -> bytes:
        """Return what was sent, whole.

        Raises:
            Refused: if it is too large, or does not come in time.
        """
        most, announced = self._settings.body, headers.get("content-length", "0")
        if announced.isdigit() and int(announced) > most:
            raise _too_large(most)
        parts, size = list[bytes](), 0
        try:
            async with asyncio.timeout(self._settings.wait):
                while True:
                    message = await receive()
                    if message["type"] != "http.request":
                        raise Refused(
                            400, "Unfinished", "the connection was closed before all was sent", "Send it again"
                        )
                    parts.append(message.get("body", b""))
                    size += len(parts[-1])
                    if size > most:
                        raise _too_large(most)
                    if not message.get("more_body"):
                        return b"".join(parts)
        except TimeoutError:
            problem = f"what was sent did not come whole within {self._settings.wait:g} seconds"
            raise Refused(408, "TooSlow", problem, "Send it again, or send less") from None


def _too_large(most: int) -> Refused:
    return Refused(413, "TooLarge", f"over {most:,} bytes were sent", "Send less at once, or use communique ingest")


def _name(host: str) -> str:
    """The name in a Host header, without the port."""
    head, colon, tail = host.rpartition(":")
    return (head if colon and tail.isdigit() else host).lower()


def _is_own(headers: Mapping[str, str], host: str) -> bool:
    """Whether a request that changes something comes from a page of this desk, or from no browser."""
    if headers.get("authorization", "").lower().startswith("bearer "):  # which no page elsewhere can send unasked
        return True
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or (origin != "null" and urlsplit(origin).netloc.lower() == host.lower())


class _Answer:
    """Sends an answer with the headers that all have; ``mark`` is what it is made from, if that is known."""

    def __init__(self, send: Send, nonce: str) -> None:
        self._send, self._nonce = send, nonce
        self.mark: str | None = None
        self.has_body, self.has_begun = True, False

    async def __call__(self, message: Message) -> None:
        """Send a part of it."""
        if message["type"] == "http.response.start":
            self.has_begun = True
            self._complete(MutableHeaders(scope=message), message["status"])
        elif message["type"] == "http.response.body" and not self.has_body:
            message = {**message, "body": b""}
        await self._send(message)

    def _complete(self, headers: MutableHeaders, status: int) -> None:
        for name, value in _HEADERS.items():
            headers[name] = value
        if status != 304:  # by which what is kept stays as it was sent, with the policy that has its nonce
            headers["Content-Security-Policy"] = _POLICY.format(nonce=self._nonce)
        headers.setdefault("Cache-Control", "no-cache, private")
        if self.mark and status in (200, 304) and "no-store" not in headers["Cache-Control"]:
            headers["ETag"] = self.mark


def _replayed(body: bytes, receive: Receive) -> Receive:
    """What was received, to be received once more."""
    waiting = [body]

    async def receiving() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return receiving
