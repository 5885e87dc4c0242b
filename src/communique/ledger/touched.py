"""What a transaction has computed anew, for who holds some of it in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection

_KEY = "communique touched"


@dataclass(frozen=True, slots=True)
class Touched:
    """Ids of actors, row numbers of entries, and ids that moved or came back."""

    actors: set[str] = field(default_factory=set)
    entries: set[int] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)


def noting(connection: Connection) -> Touched:
    """Return what is touched from now on, kept up to date until :func:`no_more`."""
    found = Touched()
    connection.info[_KEY] = found
    return found


def no_more(connection: Connection) -> None:
    """Note nothing more."""
    connection.info.pop(_KEY, None)


def note(
    connection: Connection, *, actors: Iterable[str] = (), entries: Iterable[int] = (), moved: Iterable[str] = ()
) -> None:
    """Note what is computed anew or goes, where somebody wants to know."""
    kept: Touched | None = connection.info.get(_KEY)
    if kept is not None:
        kept.actors.update(actors)
        kept.entries.update(entries)
        kept.moved.update(moved)
