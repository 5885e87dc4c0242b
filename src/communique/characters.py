"""Characters that something cannot take: a database, a terminal, a line of JSON. Each is dealt with here alone.

A replacement is always one for one, so that no offset moves.
"""

from __future__ import annotations

import json
import re
from typing import Any

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]|\r(?!\n)")
_RAW_IN_JSON = re.compile("[\x7f-\x9f\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_REPLACED = "\ufffd"
_ONE_LINE = str.maketrans({"\n": "\u240a", "\r": "\u240d", "\t": " "})


def storable(text: str) -> str:
    """Return text with U+FFFD for what no database and no UTF-8 can hold: NUL and lone surrogates.

    >>> storable("a\\x00b")
    'a�b'
    """
    return _UNSTORABLE.sub(_REPLACED, text)


def is_storable(text: str) -> bool:
    """True where :func:`storable` has nothing to replace."""
    return _UNSTORABLE.search(text) is None


def printable(text: str, *, line: bool = False) -> str:
    """Return text that cannot steer a terminal: control characters are shown as pictures, not sent.

    Tabs and line feeds stay, but in a ``line``, which stays one. Overrides of the direction of writing, C1 controls
    and lone surrogates become U+FFFD.

    >>> printable("\\x1b]8;;http://x.example\\x07here")
    '␛]8;;http://x.example␇here'
    """
    shown = _STEERING.sub(_picture, text)
    return shown.translate(_ONE_LINE) if line else shown


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else _REPLACED


def json_text(value: Any, *, indent: int | None = None, compact: bool = False) -> str:
    """Return plain JSON in which every character that could steer a terminal is an escape; nothing is lost.

    Raises:
        ValueError: if a number in it is none that JSON can hold (infinite, or not a number).
    """
    separators = (",", ":") if compact else None
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent, separators=separators)
    return _RAW_IN_JSON.sub(lambda m: f"\\u{ord(m[0]):04x}", text)
