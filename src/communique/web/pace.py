"""Manners: one request to a host at a time, with a pause between two; a host that asks to be left alone is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from communique.errors import RetryLater
from communique.web.addresses import Address

_HOSTS = 10_000
_UNSAID = 60.0
"""Seconds that a host is left alone that asks to wait and does not say how long."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What time it is and how one waits; a test gives its own. ``ticks`` never goes back, ``now`` is the calendar's."""

    ticks: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


class Pace:
    """When each host may be asked next."""

    def __init__(self, clock: Clock, pause: float, most_wait: float) -> None:
        self._clock, self._pause, self._most = clock, pause, most_wait
        self._due: dict[str, float] = {}

    def wait(self, address: Address, delay: float) -> None:
        """Wait until the host may be asked; the next request is due after ``delay``, or the usual pause if longer.

        Raises:
            RetryLater: if that is longer than is waited for.
        """
        left = self.left(address.host)
        if left > self._most:
            problem = f"{address.host} is to be asked again in {left:,.0f} seconds, and not before"
            raise RetryLater(str(address), problem, "Run it again then")
        if left > 0:
            self._clock.sleep(left)
        self.hold(address.host, max(delay, self._pause))

    def left(self, host: str) -> float:
        """Return for how many seconds yet a host is not asked."""
        return max(0.0, self._due.get(host, 0.0) - self._clock.ticks())

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host alone for some seconds from now."""
        now = self._clock.ticks()
        if len(self._due) >= _HOSTS:
            self._due = {name: due for name, due in self._due.items() if due > now}
        self._due[host] = max(now + seconds, self._due.get(host, 0.0))

    def told(self, value: str | None) -> float:
        """Return the seconds that a server asks to wait (``Retry-After``: a number or a date); a minute, where none."""
        text = (value or "").strip()
        if text.isascii() and text.isdigit():
            return float(text[:9])
        try:
            due = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError):
            return _UNSAID
        due = due if due.tzinfo else due.replace(tzinfo=UTC)
        return max(0.0, (due - datetime.fromtimestamp(self._clock.now(), UTC)).total_seconds())
