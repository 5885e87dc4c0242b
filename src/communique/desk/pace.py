"""How much one address may ask for: a bucket for each, which fills by the minute, and which costly questions empty."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable

MOST = 10_000
"""Addresses that are kept in mind; the one that asked longest ago is forgotten for another."""
_SHARE = 6
_COSTLY = 20.0
_COSTS = (("/static/", 0.0), ("/api/read", _COSTLY), ("/sql", _COSTLY), ("/sign-in", 5.0))
"""By the beginning of a path."""


def cost(method: str, path: str) -> float:
    """Return what a request costs, in plain pages.

    >>> cost("GET", "/engagements"), cost("GET", "/engagements.csv"), cost("POST", "/api/reports")
    (1.0, 10.0, 20.0)
    """
    if method == "POST" and path == "/api/reports":
        return _COSTLY
    plain = 10.0 if "." in path.rpartition("/")[2] else 1.0
    return next((price for start, price in _COSTS if path.startswith(start)), plain)


class Buckets:
    """What is left to each address, of so many requests a minute, a sixth of which may come at once."""

    def __init__(self, rate: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._each, self._clock = rate / 60, clock
        self._full = max(rate / _SHARE, _COSTLY)
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, address: str, price: float) -> int:
        """Take a price from the bucket of an address; return 0, or the seconds after which there is enough."""
        now, key = self._clock(), network(address)
        left, then = self._left.pop(key, (self._full, now))
        left = min(self._full, left + (now - then) * self._each)
        wait = math.ceil((price - left) / self._each) if left < price else 0
        self._left[key] = (left if wait else left - price, now)
        while len(self._left) > MOST:
            self._left.popitem(last=False)
        return wait


def network(address: str) -> str:
    """Return what counts as one asker: an address; of IPv6 the half that one household or host is given.

    >>> network("2001:db8:1:2:3:4:5:6"), network("192.0.2.7"), network("::ffff:192.0.2.7")
    ('2001:db8:1:2::', '192.0.2.7', '192.0.2.7')
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.IPv6Address(int(found) >> 64 << 64))
