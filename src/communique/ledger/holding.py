"""Which reports a ledger has, or was told to forget, asked for some of them: nothing of the others is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from communique.ledger import lookup
from communique.ledger import schema as s

if TYPE_CHECKING:
    from communique.ledger.store import Ledger


class Held:
    """The ids of the reports that a ledger has, each looked up when it is asked for."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def __contains__(self, id: object) -> bool:
        """Return whether a report of this id is in the ledger."""
        return isinstance(id, str) and self.hash_of(id) is not None

    def hash_of(self, id: str) -> str | None:
        """Return the hash (SHA-256) of a report's bytes, ``None`` where it is not in the ledger."""
        with self._ledger._read() as connection:
            found: str | None = connection.scalar(select(s.report.c.sha256).where(s.report.c.id == id))
            return found

    def settled(self, ids: Iterable[str]) -> frozenset[str]:
        """Return which of these reports need not be brought: the ledger has them, or was told to forget them."""
        with self._ledger._read() as connection:
            return frozenset(_settled(connection, list(dict.fromkeys(ids))))


def _settled(connection: Connection, ids: Sequence[str]) -> Iterator[str]:
    report, change = s.report.c, s.change.c
    for some in lookup.portions(ids):
        yield from connection.scalars(select(report.id).where(report.id.in_(some)))
        for row in connection.execute(select(change.report, change.what).where(change.report.in_(some))):
            if any(what["change"] == "forgotten" for what in row.what):
                yield row.report
