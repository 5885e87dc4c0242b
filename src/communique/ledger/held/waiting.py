"""What waits to be written: rows, and entries as they are now; the database is told many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, func, select, text

from communique.ledger import filling, lookup, summary
from communique.ledger import schema as s
from communique.ledger.summary import Computed
from communique.ledger.views import Account

_IN_ORDER = (s.account, s.account_party, s.statement, s.statement_about, s.statement_toward)
"""Tables in the order in which they need each other, after those of actors, appearances and entries."""


class Waiting:
    """Rows that are to be written."""

    def __init__(self) -> None:
        self.told: dict[int, list[Account]] = {}
        """Accounts that wait, by the row number of their entry."""
        self._rows = defaultdict[Table, list[dict[str, Any]]](list)
        self._entries: dict[int, Computed] = {}
        self._new: dict[int, str] = {}
        self._about: dict[int, Collection[int]] = {}
        self._entry_of: dict[str, int] = {}

    def rows(self, table: Table, rows: Iterable[dict[str, Any]]) -> None:
        """Let rows wait."""
        self._rows[table] += rows

    def accounts(self, told: Iterable[tuple[int, Account]]) -> None:
        """Let it be known of which entries accounts are, by row number, whose rows wait."""
        for number, account in told:
            self.told.setdefault(number, []).append(account)
            self._entry_of[account.id] = number

    def entry(self, number: int, made: Computed, new: str | None) -> None:
        """Let an entry wait, as it is now; ``new`` is its id where it has no row yet."""
        self._entries[number] = made
        if new is not None:
            self._new[number] = new

    def about(self, connection: Connection, speaking: Mapping[int, Collection[str]]) -> None:
        """Let it wait of which entries these entries speak, by the accounts that theirs are about."""
        asked = {id for ids in speaking.values() for id in ids if id not in self._entry_of}
        columns = (s.account.c.id, s.account.c.entry)
        written = {r.id: r.entry for r in lookup.columns_in(connection, columns, s.account.c.id, asked)}
        for number, ids in speaking.items():
            found = {self._entry_of.get(id, written.get(id)) for id in ids}
            self._about[number] = sorted({n for n in found if n is not None} - {number})

    def write(self, connection: Connection) -> None:
        """Write what waits; the actors that appearances are of must be there."""
        self._insert(connection, s.appearance)
        summary.put_entries(connection, self._entries, self._new)
        summary.put_about(connection, self._about, self._new)
        for table in _IN_ORDER:
            self._insert(connection, table)

    def _insert(self, connection: Connection, table: Table) -> None:
        filling.fill(connection, table, self._rows[table])


class Numbers:
    """Row numbers, given out as the database would give them."""

    def __init__(self) -> None:
        self._next: dict[Table, int] = {}

    def forget(self, table: Table) -> None:
        """Ask the database for the next ones of a table again, since it gave some out itself."""
        self._next.pop(table, None)

    def next(self, connection: Connection, table: Table, count: int) -> list[int]:
        """Return so many new numbers of a table."""
        if not count:
            return []
        if connection.dialect.name == "postgresql":
            query = text("SELECT nextval(pg_get_serial_sequence(:name, 'n')) FROM generate_series(1, :count)")
            return list(connection.scalars(query, {"name": table.name, "count": count}))
        if table not in self._next:
            self._next[table] = int(connection.scalar(select(func.max(table.c.n))) or 0) + 1
        first = self._next[table]
        self._next[table] = first + count
        return list(range(first, first + count))
