"""A page's tags before they are parsed: the parser compares every attribute of a tag with every other one."""

from __future__ import annotations

import re

MOST_ATTRIBUTES = 256
"""Attributes kept of a tag; no page that people read has more."""

_OPEN = re.compile(r"<[A-Za-z][^\s/<>]*")
_ATTRIBUTE = re.compile(r"[\s/]+[^\s\"'>/=<]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")


def few_attributes(text: str) -> str:
    """Return the page with :data:`MOST_ATTRIBUTES` attributes at most in each tag, the first ones.

    >>> few_attributes("<p a=1 b>") == "<p a=1 b>"
    True
    """
    parts, kept, at = [], 0, 0
    while (tag := _OPEN.search(text, at)) is not None:
        at, count = tag.end(), 0
        last = at
        while (attribute := _ATTRIBUTE.match(text, at)) is not None:
            at, count = attribute.end(), count + 1
            last = at if count <= MOST_ATTRIBUTES else last
        if count > MOST_ATTRIBUTES:
            parts.append(text[kept:last])
            kept = at
    return "".join([*parts, text[kept:]]) if parts else text
