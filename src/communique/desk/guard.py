"""What every request passes before anything is done with it, and what every answer carries.

Who asks must ask by a name that is this desk's (a page elsewhere could point a name of its own here). What changes
something must come from these pages or from no page at all: browsers say so by ``Sec-Fetch-Site`` and ``Origin``, as
https://words.filippo.io/csrf/ describes. What is sent must be small and come in time. Every answer forbids the browser
all that its own pages do not need.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from communique.desk.problems import Refused
from communique.desk.settings import Settings
from communique.desk.telling import answered

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

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce
        guarded = _with_headers(send, nonce)
        headers = Headers(scope=scope)
        try:
            self._check(scope, headers)
            body = await self._body(receive, headers)
        except Refused as refused:
            await answered(Request(scope), refused)(scope, receive, guarded)
            return
        if scope["method"] == "HEAD":  # what GET answers, but for what it says
            scope, guarded = {**scope, "method": "GET"}, _without_body(guarded)
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await guarded(message)

        try:
            await self._app(scope, _replayed(body, receive), noting)
        except Exception as error:  # nothing outside of this would put the headers on the answer
            if not begun:
                await answered(Request(scope), error)(scope, receive, guarded)
            raise

    def _check(self, scope: Scope, headers: Headers) -> None:
        host = headers.get("host", "")
        hosts = self._settings.hosts
        if hosts is not None and _name(host) not in hosts:
            problem = f"this desk is not called {_name(host)!r}"
            raise Refused(421, "WrongHost", problem, "Ask it by the address it printed, or start it with --name")
        if scope["method"] not in _SAFE and not _is_own(headers, host):
            problem = "what changes something must be sent from a page of this desk, and this was sent from elsewhere"
            raise Refused(403, "WrongOrigin", problem, "Open the desk itself and do it there, or use a token")

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
    if headers.get("authorization"):  # which no page elsewhere can send unasked
        return True
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or (origin != "null" and urlsplit(origin).netloc.lower() == host.lower())


def _with_headers(send: Send, nonce: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            headers["Content-Security-Policy"] = _POLICY.format(nonce=nonce)
            headers.setdefault("Cache-Control", "no-cache, private")
        await send(message)

    return sending


def _without_body(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return sending


def _replayed(body: bytes, receive: Receive) -> Receive:
    """What was received, to be received once more."""
    waiting = [body]

    async def receiving() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return receiving
