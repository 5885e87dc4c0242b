"""Characters that XML 1.0 can hold (https://www.w3.org/TR/xml/#charsets)."""

from __future__ import annotations

import re

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def safe(text: str) -> str:
    """Return text with U+FFFD in place of what XML cannot hold (control characters)."""
    return _ILLEGAL.sub("\ufffd", text)
