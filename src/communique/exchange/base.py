"""What every format is given and gives back: options, a tally of what was written, the form of a format."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO, Concatenate, ParamSpec, TypeVar
from urllib.parse import quote, urlencode

from communique.errors import CommuniqueError, LedgerError
from communique.ledger.views import Entry, LedgerActor
from communique.links import web_address
from communique.records import Status

_T = TypeVar("_T")
_P = ParamSpec("_P")

NO_DYAD = "one side only"
"""Left out by formats of pairs: an engagement that names no second side."""
NO_TIME = "no time"
NOT_A_DAY = "no day, only a longer time"
FAILED = "could not be written"
"""Left out by any format: an entry of which it can make nothing; :attr:`Written.failed` names each."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to write. The defaults write everything that a format holds.

    ``base`` is the IRI that those of entries, actors and reports begin with; where it is ``http(s)`` they are links
    too. ``desk`` is the address of a desk (``communique serve``), whose pages links lead to then, while ids stay as
    they are. ``link`` is the page of the whole (the query, the ledger). ``with_text=False`` writes no quotation, for
    texts that may not be passed on. ``text_of`` gives a report's text by its id (for words before and after a
    quotation), ``actor_of`` a ledger's actor by its id (for all its names and offices). ``statuses`` is the choice
    of statuses, ``None`` that of the format. ``made_at`` is the only moment of making that is ever written. With
    ``reported``, what is told without a time is dated by its first report where a format has one date for it.

    Raises:
        ValueError: if ``base`` is neither an address of the web nor a URN, or ``desk`` no address of the web.
    """

    title: str = "Communiqué"
    base: str = "urn:communique:"
    link: str | None = None
    with_text: bool = True
    text_of: Callable[[str], str | None] | None = None
    actor_of: Callable[[str], LedgerActor | None] | None = None
    statuses: Collection[Status] | None = None
    made_at: datetime | None = None
    reported: bool = False
    desk: str | None = None

    def __post_init__(self) -> None:
        if web_address(self.base) != self.base and re.fullmatch(r"urn:[A-Za-z0-9][\w.:-]*", self.base) is None:
            raise ValueError(f"base {self.base!r} is no IRI for ids: give http(s)://… or urn:…")
        if self.desk is not None and (web_address(self.desk) != self.desk or re.search(r"[?#]", self.desk)):
            raise ValueError(
                f"desk {self.desk!r} is no address of a desk: give http(s)://…, such as http://127.0.0.1:8420"
            )

    def iri(self, kind: str, id: str) -> str:
        """Return the IRI of an entry, an actor or a report by its id."""
        return _under(self.base, kind, id)

    def url(self, kind: str, id: str) -> str | None:
        """Return the link to an entry, an actor or a report; ``None`` without a ``desk`` or a ``base`` on the web."""
        if self.desk is None:
            return web_address(_under(self.base, kind, id))
        return f"{self.desk.rstrip('/')}/{_PAGES[kind]}?{urlencode({'id': id}, errors='replace')}"


_PAGES = {"entry": "engagement", "actor": "actor", "report": "report"}
"""What a desk calls the page of one."""


def _under(base: str, kind: str, id: str) -> str:
    separator = ":" if base.startswith("urn:") else "/"
    return f"{base.rstrip(separator)}{separator}{kind}{separator}{quote(id, safe='/-._~', errors='replace')}"


@dataclass(frozen=True, slots=True)
class Written:
    """What an export holds: entries, items made of them (rows, features, annotations), entries left out by reason.

    ``failed`` says of each entry that could not be written why: "E-…: problem".
    """

    entries: int
    items: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    failed: tuple[str, ...] = ()


class Tally:
    """Counts while a format is written."""

    def __init__(self) -> None:
        self.entries = 0
        self.items = 0
        self._left_out: Counter[str] = Counter()
        self._failed: list[str] = []

    def take(self, items: int = 1) -> None:
        """Count an entry that is in, and the items made of it."""
        self.entries += 1
        self.items += items

    def leave(self, reason: str) -> None:
        """Count an entry that the format cannot hold."""
        self._left_out[reason] += 1

    def made(
        self, make: Callable[Concatenate[Entry, _P], _T | str], entry: Entry, *rest: _P.args, **named: _P.kwargs
    ) -> _T | None:
        """Return what ``make`` makes of an entry; ``None`` where it is left out.

        ``make`` gives the reason, a text, for what the format cannot hold. Where it fails the entry is named.

        Raises:
            LedgerError: if the ledger fails; that concerns every entry.
        """
        try:
            found = make(entry, *rest, **named)
        except (LedgerError, MemoryError):
            raise
        except Exception as error:  # whatever a report had in it: the other entries are written
            problem = str(error) if isinstance(error, CommuniqueError) else f"{type(error).__name__}: {error}"
            self._failed.append(f"{entry.id}: {problem}")
            found = FAILED
        if isinstance(found, str):
            self.leave(found)
            return None
        return found

    def of_status(
        self, entries: Iterable[Entry], options: Options, default: Collection[Status] = tuple(Status)
    ) -> Iterator[Entry]:
        """Yield the entries of the chosen statuses (``default``: those of the format) and count the others."""
        chosen = default if options.statuses is None else options.statuses
        for entry in entries:
            if entry.status in chosen:
                yield entry
            else:
                self.leave(f"status {entry.status.value}")

    def left_out(self) -> dict[str, int]:
        """Return the entries left out, by reason in order of the alphabet."""
        return dict(sorted(self._left_out.items()))

    def written(self) -> Written:
        """Return what was counted."""
        return Written(self.entries, self.items, self.left_out(), tuple(self._failed))


Writer = Callable[[Iterable[Entry], BinaryIO, Options], Written]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, what files of it end in, its media type, its writer, and what of the ledger it loses."""

    name: str
    suffix: str
    media_type: str
    write: Writer
    loses: str
