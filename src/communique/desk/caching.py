"""What a browser or a program has already: told by a mark (ETag) of all that an answer to GET is made from.

The mark is of the state of the ledger and of the sources that are watched for it, the address, who asks, the day, and
this software. Where whoever asks has the answer of the same mark, it is told so before anything is looked up; what has
been answered is then as it was, its policy and its nonce too, and so neither is sent again.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from pathlib import Path

from starlette.requests import Request

import communique
from communique.about import VERSION
from communique.desk.access import visitor_of
from communique.desk.problems import Refused
from communique.desk.state import desk_of
from communique.errors import CommuniqueError
from communique.ledger.files import written
from communique.ledger.pieces import state
from communique.taking import states_of


def mark_of(request: Request) -> str | None:
    """Return the mark of what is answered to a request; ``None`` where it cannot be told, and the answer says why."""
    try:
        visitor, held = visitor_of(request), state(desk_of(request).ledger)
    except (Refused, CommuniqueError):
        return None
    url, watched = request.url, written(states_of(desk_of(request).settings.ledger))
    asked = sorted((name, value) for name, value in request.headers.items() if name in _ASKED or name.startswith("hx-"))
    made = (
        held,
        watched,
        url.scheme,
        url.path,
        url.query,
        visitor.name,
        sorted(visitor.rights),
        asked,
        date.today(),
        _software(),
    )
    return f'W/"{hashlib.sha256(repr(made).encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'


_ASKED = frozenset({"host", "accept", "accept-language"})


def is_there(mark: str, header: str | None) -> bool:
    """Whether the mark is one of those that a request names (``If-None-Match``).

    >>> is_there('W/"b"', '"a", W/"b"'), is_there('W/"b"', "*")
    (True, False)
    """
    return mark.removeprefix("W/") in {x.strip().removeprefix("W/") for x in (header or "").split(",")}


@cache
def _software() -> str:
    """What is another whenever the software may be: its version, and when the last of its files was written."""
    folder = Path(communique.__file__).parent
    files = (x for x in folder.rglob("*") if x.suffix in (".py", ".html", ".toml", ".css", ".js", ".svg", ".md"))
    return f"{VERSION} {max(x.stat().st_mtime_ns for x in files)}"
