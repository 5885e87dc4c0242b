"""A page's tags before they are parsed: the parser compares every attribute of a tag with every other one."""

from __future__ import annotations

import re

MOST_ATTRIBUTES = 256
"""Attributes kept of a tag; no page that people read has more."""

MOST_BARE = 12
"""Attributes without a value that stand in a row in a tag; more are text behind a tag without its ``>``."""

_OPEN = re.compile(r"<[A-Za-z][^\s/<>]*")
_ATTRIBUTE = re.compile(r"[\s/]+[^\s\"'>/=<]+(\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")


def few_attributes(text: str) -> str:
    """Return the page with :data:`MOST_ATTRIBUTES` attributes at most in each tag, the first ones.

    A tag that lacks its ``>`` ends before the text that follows it.

    >>> few_attributes("<p a=1 b>") == "<p a=1 b>"
    True
    >>> few_attributes("<p a=1 " + "word " * 20 + "</p>")[:16]
    '<p a=1> word wor'
    """
    parts, kept, at = [], 0, 0
    while (tag := _OPEN.search(text, at)) is not None:
        at, cut, resumed = _tag_end(text, tag.end())
        if cut < resumed or cut < at:
            parts.append(text[kept:cut] + (">" if resumed == cut else ""))
            kept = resumed
    return "".join([*parts, text[kept:]]) if parts else text


def _tag_end(text: str, at: int) -> tuple[int, int, int]:
    """Return where to look on, where what is kept of a tag ends, and where the text goes on, equal where it is text."""
    count = bare = 0
    kept = before = at
    while (attribute := _ATTRIBUTE.match(text, at)) is not None:
        if attribute[1] is not None:
            bare = 0
        elif not bare:
            before = at
        bare += attribute[1] is None
        if bare > MOST_BARE:
            return attribute.end(), before, before
        at, count = attribute.end(), count + 1
        kept = at if count <= MOST_ATTRIBUTES else kept
    return at, kept, at
