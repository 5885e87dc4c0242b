"""The form of a feed before it is parsed: one that is made to keep a parser busy is refused by what no feed has."""

from __future__ import annotations

import re

from communique.errors import BadFeed, TooLarge

MOST_BYTES = 10_000_000
MOST_SIGNS = 250_000
"""Tags of a feed and of what it quotes."""
MOST_ATTRIBUTES = 256
DEEPEST = 100

_MANY = re.compile(rb"<[^<>=]*+(?:=[^<>=]*+){%d}" % (MOST_ATTRIBUTES + 1))
_PIECE = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<(/?)([A-Za-z][^\s<>/]{0,100})([^<>]*)", re.DOTALL)
_REMEDY = "Give the addresses of its pages one by one"


def check_form(raw: bytes, name: str) -> None:
    """Raise for a feed of a form that no feed has which is to be read.

    Raises:
        TooLarge: if it has more bytes or tags than are looked at.
        BadFeed: if it is nested too deep, or a tag of it has too many attributes.
    """
    if len(raw) > MOST_BYTES:
        raise TooLarge(name, f"the feed has {len(raw):,} bytes, and {MOST_BYTES:,} are looked at", _REMEDY)
    plain = raw.replace(b"\x00", b"")  # UTF-16
    signs = plain.count(b"<") + plain.count(b"&lt;")
    if signs > MOST_SIGNS:
        raise TooLarge(name, f"the feed has {signs:,} tags, and {MOST_SIGNS:,} are looked at", _REMEDY)
    if _MANY.search(plain) is not None:
        raise BadFeed(name, f"a tag of the feed has over {MOST_ATTRIBUTES} attributes", _REMEDY)
    if _depth(plain) > DEEPEST:
        raise BadFeed(name, f"the feed is nested deeper than {DEEPEST} elements", _REMEDY)


def _depth(plain: bytes) -> int:
    """Return how deep elements stand in one another, at most one more than is read; what closes none is passed over."""
    opened, most = list[bytes](), 0
    for piece in _PIECE.finditer(plain):
        if piece[2] is None or piece[3].endswith(b"/"):
            continue
        if not piece[1]:
            opened.append(piece[2])
            most = max(most, len(opened))
            if most > DEEPEST:
                break
        elif piece[2] in opened:
            while opened.pop() != piece[2]:
                pass
    return most
