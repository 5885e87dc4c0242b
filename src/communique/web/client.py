"""What stands at an address: asked with manners, through redirects that are each looked at, within limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from urllib3.util import make_headers

from communique.errors import BadRedirect, BadStatus, IntakeError, RetryLater, WrongType
from communique.web.addresses import Address, Resolver, joined, parse, shown, system_resolver
from communique.web.headers import media_type
from communique.web.pace import Clock, Pace
from communique.web.robots import MOST, Robots
from communique.web.settings import Settings
from communique.web.transport import Reply, asked

ACCEPT = (
    "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,"
    "application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5"
)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})
_UNCHANGED = 304
_NO_REPORT = re.compile(
    r"(?:image|audio|video|font|model)/.*|text/(?:css|javascript|calendar|vcard)"
    r"|application/(?:javascript|ecmascript|wasm|zip|gzip|x-.*(?:tar|zip|rar|compressed)|java-archive|ogg|vnd\.apple.*)"
)
_SAY = {401: "it asks for a name and a password", 402: "it asks for money", 403: "it does not give it to programs",
        404: "there is nothing there", 410: "it was there and is gone",
        451: "it may not be given, for reasons of law"}  # fmt: skip
_SAVE = "Check the address in a browser; a page that you can see there can be saved, and its file given"


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server wants to be told of the version that is known: its ``ETag`` and ``Last-Modified``."""

    etag: str | None = None
    modified: str | None = None

    def headers(self) -> dict[str, str]:
        """Return them as a request has them."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in pairs.items() if value}


NOTHING = Validators()


@dataclass(frozen=True, slots=True)
class Answer:
    """What stood at an address: where it was found in the end, its bytes unpacked, its type and encoding as told.

    Where ``unchanged``, the server says that it is what it was, and gives no bytes.
    """

    address: str
    raw: bytes = b""
    type: str = ""
    charset: str | None = None
    validators: Validators = NOTHING
    unchanged: bool = False


class Client:
    """Asks addresses. It keeps, for its lifetime, when each host may be asked next and what each site wants."""

    def __init__(
        self, settings: Settings | None = None, *, clock: Clock | None = None, resolver: Resolver = system_resolver
    ) -> None:
        self.settings = settings or Settings()
        clock = clock or Clock()
        self._resolver = resolver
        self._pace = Pace(clock, self.settings.pause, self.settings.most_wait)
        self._robots = Robots(self._robots_txt, clock)

    def get(self, text: str, validators: Validators = NOTHING) -> Answer:
        """Return what stands at an address; ``unchanged``, if it is the version that the validators are of.

        A server that asks to wait, and not longer than is waited for, is asked a second time.

        Raises:
            WebError: of the kind that says why it could not be brought; its place is the hop that failed.
            TooLarge, TooSlow: if it is over the limits.
        """
        try:
            return self._got(text, validators)
        except RetryLater as error:
            if self.left(error) > self.settings.most_wait:
                raise
            return self._got(text, validators)

    def left(self, error: RetryLater) -> float:
        """Return for how many seconds yet the host is left alone that asked to wait."""
        return self._pace.left(_host(error))

    def _got(self, text: str, validators: Validators) -> Answer:
        headers = {**self._headers(), **validators.headers()}
        with self._last(parse(text), headers, self._polite) as reply:
            return self._answer(reply, asked_so=bool(validators.headers()))

    def _headers(self) -> dict[str, str]:
        packed = make_headers(accept_encoding=True)["accept-encoding"]
        return {"User-Agent": self.settings.user_agent, "Accept": ACCEPT, "Accept-Encoding": packed}

    def _polite(self, address: Address) -> None:
        """Ask what the site wants, and wait until the host may be asked."""
        self._pace.wait(address, self._robots.check(address))

    def _robots_txt(self, address: Address) -> tuple[int, bytes]:
        """Return the status and the start of a robots.txt, for which nobody waits and nobody is asked."""
        with self._last(address, self._headers(), lambda _: None) as reply:
            return reply.status, reply.start(MOST) if reply.status < 300 else b""

    @contextmanager
    def _last(self, address: Address, headers: Mapping[str, str], before: Callable[[Address], None]) -> Iterator[Reply]:
        """Hold the answer open that stands at the end of an address's redirects; an error names the hop."""
        first, seen = str(address), [str(address)]
        while True:
            try:
                before(address)
                with asked(address, headers, self.settings, self._resolver) as reply:
                    if reply.status not in _REDIRECTS:
                        yield reply
                        return
                    address = self._next(reply, seen)
            except IntakeError as error:
                raise _at_hop(error, first, seen) from None
            seen.append(str(address))

    def _next(self, reply: Reply, seen: list[str]) -> Address:
        """Return where a redirect leads."""
        here, link = reply.address, reply.headers.get("location", "")
        if not link.strip():
            raise BadRedirect(str(here), f"it answered {reply.status} and does not say where it leads on to", _SAVE)
        there = joined(here, link)
        if str(there) in seen:
            raise BadRedirect(str(here), f"it leads on to {there}, in a circle", _SAVE)
        if len(seen) > self.settings.redirects:
            problem = f"it leads on more than {self.settings.redirects} times (to {there} now)"
            raise BadRedirect(str(here), problem, "Give the address that it leads to in the end")
        if here.scheme == "https" and there.scheme == "http":
            problem = f"it leads from https on to {there}, where anybody may change what is sent"
            raise BadRedirect(str(here), problem, "Give that address itself, if it is what you want")
        return there

    def _answer(self, reply: Reply, *, asked_so: bool) -> Answer:
        """Return what a last answer holds.

        Raises:
            WebError: if it holds nothing that can be read.
        """
        name, headers = str(reply.address), reply.headers
        if reply.status == _UNCHANGED and asked_so:
            return Answer(name, unchanged=True)
        if reply.status in _BUSY:
            wait = self._pace.told(headers.get("retry-after"))
            self._pace.hold(reply.address.host, wait)
            problem = f"the server answered {reply.status} and asks to wait {wait:,.0f} seconds"
            raise RetryLater(name, problem, "Run it again then")
        if not 200 <= reply.status < 300 or reply.status in (204, 205, 206):
            said = _SAY.get(reply.status)
            problem = f"the server answered {reply.status}" + (f": {said}" if said else "")
            raise BadStatus(name, problem, _SAVE)
        kind, charset = media_type(headers.get("content-type"))
        if _NO_REPORT.fullmatch(kind):
            raise WrongType(name, f"this is {kind}, nothing that a report is read from", "Give a page or a feed")
        validators = Validators(_short(headers.get("etag")), _short(headers.get("last-modified")))
        return Answer(name, reply.body(), kind, charset, validators)


def _host(error: RetryLater) -> str:
    """Return the host that asked to wait: that of the last address, where it led on to another."""
    last = (error.place or "").rpartition(", ")[2] or error.source
    return parse(last).host


def _at_hop(error: IntakeError, first: str, seen: list[str]) -> IntakeError:
    """Return an error as one of the address that was asked, with the hop as its place."""
    place = f"hop {len(seen)}, {shown(seen[-1])}" if len(seen) > 1 else error.place
    return type(error)(shown(first), error.problem, error.remedy, place=place)


def _short(value: str | None) -> str | None:
    """Return a header that is to be sent back, ``None`` for one that is none."""
    return value if value and len(value) <= 1_000 and value.isascii() and value.isprintable() else None
