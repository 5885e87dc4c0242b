"""What may become a link: an address of the web, and nothing else. All formats and pages ask here."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_WEB = re.compile(r"https?://[^/?#]", re.IGNORECASE)
_NOT_IRI = re.compile(r"[<>\"{}|\\^`]")


def web_address(url: str | None) -> str | None:
    """Return an address of the web as a link; ``None`` for any other (``javascript:``, ``file:``, no scheme at all).

    What no IRI can hold (RFC 3987) is percent-encoded: blanks, control characters, marks of direction. An address
    without a host is none.

    >>> web_address("https://x.example/a b"), web_address("java\\nscript:alert(1)")
    ('https://x.example/a%20b', None)
    """
    if url is None or _WEB.match(url := url.strip()) is None:
        return None
    try:
        if not urlsplit(url).hostname:
            return None
    except ValueError:
        return None
    return "".join(_encoded(c) for c in url)


def _encoded(c: str) -> str:
    return quote(c, errors="replace") if _NOT_IRI.match(c) or c == " " or not c.isprintable() else c
