"""Where the state of addresses is kept between two runs: a small SQLite file of its own, beside the ledger."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from communique.errors import Unreadable
from communique.web.polling import State

_WAIT = 30.0


class States:
    """The states by their addresses; in memory only, where no file is given. Each change is on the disk at once."""

    def __init__(self, path: str | Path | None = None) -> None:
        self._path = None if path is None else Path(path)
        self._held: dict[str, State] = {}

    def of(self, address: str) -> State:
        """Return what is known of an address, an empty state if nothing is.

        Raises:
            Unreadable: if the file is no database, or cannot be opened.
        """
        if address in self._held or self._path is None or not self._path.exists():
            return self._held.get(address, State())
        rows = self._run("SELECT state FROM web_state WHERE address = ?", address)
        return State.from_text(rows[0][0]) if rows else State()

    def put(self, address: str, state: State) -> None:
        """Keep what is known of an address.

        Raises:
            Unreadable: if the file is no database, or cannot be written to.
        """
        if self._path is None:
            self._held[address] = state
            return
        self._run("INSERT OR REPLACE INTO web_state VALUES (?, ?)", address, state.as_text())

    def _run(self, statement: str, *values: str) -> list[tuple[str, ...]]:
        assert self._path is not None
        try:
            with closing(sqlite3.connect(self._path, timeout=_WAIT)) as base, base:
                base.execute("CREATE TABLE IF NOT EXISTS web_state (address TEXT PRIMARY KEY, state TEXT NOT NULL)")
                return base.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            problem = f"what is known of addresses cannot be kept there ({error})"
            raise Unreadable(str(self._path), problem, "Move the file away: all is then asked for anew") from None
