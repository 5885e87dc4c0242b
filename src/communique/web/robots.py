"""What sites want: robots.txt, asked once for each origin and kept for a day (RFC 9309)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from communique.errors import BadRedirect, RobotsRefused, TooSlow, Unreachable, WebError
from communique.web.addresses import Address
from communique.web.pace import Clock
from communique.web.settings import PROGRAM

MOST = 500 * 1024
"""So many bytes of a robots.txt are looked at, as RFC 9309 asks at least."""

_KEPT = 86_400.0
_KEPT_FAILURE = 300.0
_ORIGINS = 1_000
_BUSY = 429

Ask = Callable[[Address], tuple[int, bytes]]
"""What brings a robots.txt: its status and the first bytes of it."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """What an origin wants until some time: its rules, or why nothing is asked of it; neither, if all is allowed.

    ``failed`` is how the last question ended, so that a host that is not there is not asked for each page again.
    """

    until: float
    rules: Protego | None = None
    closed: str | None = None
    failed: WebError | TooSlow | None = None


class Robots:
    """The rules of the origins that were asked."""

    def __init__(self, ask: Ask, clock: Clock) -> None:
        self._ask, self._clock = ask, clock
        self._known: dict[str, _Rules] = {}

    def check(self, address: Address) -> float:
        """Return the seconds that the site wants between two requests, 0 where it does not say.

        Raises:
            RobotsRefused: if the site does not want the address read, or its robots.txt cannot be read.
            WebError: if the site cannot be asked at all.
        """
        rules = self._of(address)
        if rules.failed is not None:
            error = rules.failed
            raise type(error)(str(address), error.problem, error.remedy)
        if rules.closed is not None:
            raise RobotsRefused(str(address), rules.closed, "Try again later, or save the page and give its file")
        if rules.rules is None:
            return 0.0
        if not rules.rules.can_fetch(str(address), PROGRAM):
            problem = f"{address.origin}/robots.txt does not want it read by programs"
            raise RobotsRefused(str(address), problem, "Open it in a browser, save the page and give its file")
        return max(0.0, rules.rules.crawl_delay(PROGRAM) or 0.0)

    def _of(self, address: Address) -> _Rules:
        now = self._clock.ticks()
        known = self._known.get(address.origin)
        if known is not None and known.until > now:
            return known
        self._known.pop(address.origin, None)
        found = self._asked(Address(address.scheme, address.host, address.port, "/robots.txt"), now)
        while len(self._known) >= _ORIGINS:
            del self._known[next(iter(self._known))]
        self._known[address.origin] = found
        return found

    def _asked(self, address: Address, now: float) -> _Rules:
        """Return the rules as they are told now: by RFC 9309 a missing file allows all, a failing server nothing."""
        try:
            status, body = self._ask(address)
        except BadRedirect:
            return _Rules(now + _KEPT)
        except (TooSlow, WebError) as error:
            if isinstance(error, Unreachable) or error.place is None:
                return _Rules(now + _KEPT_FAILURE, failed=error)
            return _Rules(now + _KEPT_FAILURE, closed=f"its robots.txt cannot be read: {error.problem}")
        if status >= 500 or status == _BUSY:
            return _Rules(now + _KEPT_FAILURE, closed=f"its robots.txt cannot be read: the server answered {status}")
        if status >= 300:
            return _Rules(now + _KEPT)
        return _Rules(now + _KEPT, rules=Protego.parse(body.decode("utf-8-sig", "replace")))
