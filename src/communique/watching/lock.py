"""No two watchers on one ledger: a lock that ends with the process that has it, however that ends.

Beside a ledger that is a file it is a transaction held open in a small SQLite file, on PostgreSQL an advisory lock.
Who has it is written where others can read it.
"""

from __future__ import annotations

import os
import re
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from communique.errors import AlreadyWatched, LedgerError
from communique.ledger.addresses import file_of, shown
from communique.ledger.connect import engine_for, translated
from communique.ledger.files import beside

_PATIENCE = 0.5
"""Seconds to wait for one that only looks whether anybody watches."""
_KEY = 0x77617463
_NAME = re.compile(r"communique watch (?P<since>\S+) (?P<pid>\d+)@(?P<host>.*)")
_LONGEST = 63
"""So many bytes of a connection's name are kept by PostgreSQL."""
_HOLDER = text(
    "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND granted"
    " AND classid = 0 AND objid = :key AND objsubid = 1"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that watches: its number, its machine, and since when (ISO 8601, UTC)."""

    pid: int
    host: str
    since: str

    def __str__(self) -> str:
        """Return it as messages name it."""
        return f"process {self.pid} on {self.host}, since {self.since}"


class Lock(Protocol):
    """The lock, while it is held."""

    def check(self) -> None:
        """Make sure that it is still held: a server may have been started anew.

        Raises:
            AlreadyWatched: if another process has it now.
            LedgerUnreachable: if the server does not answer.
        """


@contextmanager
def alone(address: str) -> Iterator[Lock]:
    """Hold the lock of a ledger until the block ends.

    Raises:
        AlreadyWatched: if another process has it.
        LedgerError: if it cannot be told.
    """
    path = file_of(address)
    if path is not None:
        with _file_held(beside(path, "-watch"), address) as lock:
            yield lock
        return
    held = _OnServer(address)
    try:
        held.check()
        yield held
    finally:
        held.close()


def holder(address: str) -> Holder | None:
    """Return who watches for a ledger, ``None`` if nobody does.

    Raises:
        LedgerError: if a server does not answer.
    """
    path = file_of(address)
    if path is not None:
        return _holder_by_file(beside(path, "-watch"))
    engine = engine_for(address, read_only=True)
    try:
        with translated(address), engine.connect() as connection:
            return _holder_on_server(connection)
    finally:
        engine.dispose()


def _me() -> Holder:
    return Holder(os.getpid(), socket.gethostname(), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def _taken(address: str, by: Holder | None) -> AlreadyWatched:
    problem = f"feeds are watched for it already, by {by or 'another process'}"
    return AlreadyWatched(shown(address), problem, "Stop that one first, or watch for a ledger of another name")


class _ByFile:
    """The lock of a file: it cannot be lost."""

    def check(self) -> None:
        """Do nothing: the transaction is open."""


@contextmanager
def _file_held(path: Path, address: str) -> Iterator[Lock]:
    me = _me()
    with closing(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)) as base:
        try:
            base.execute("CREATE TABLE IF NOT EXISTS watcher (pid INTEGER, host TEXT, since TEXT)")
            while True:
                base.execute("BEGIN IMMEDIATE")
                base.execute("DELETE FROM watcher")
                base.execute("INSERT INTO watcher VALUES (?, ?, ?)", (me.pid, me.host, me.since))
                base.execute("COMMIT")
                base.execute("BEGIN IMMEDIATE")
                if _row(base) == me:
                    break
                base.execute("ROLLBACK")  # another came between the two transactions, and has left
        except sqlite3.Error as error:
            if "locked" in str(error):
                raise _taken(address, _row_of(path)) from None
            with translated(str(path)):
                raise
        yield _ByFile()


def _row(base: sqlite3.Connection) -> Holder | None:
    found = base.execute("SELECT pid, host, since FROM watcher").fetchone()
    return None if found is None else Holder(*found)


def _row_of(path: Path) -> Holder | None:
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as base:
        return _row(base)
    return None


def _holder_by_file(path: Path) -> Holder | None:
    """Return what the file says, if its lock is held: nobody else can then begin to write."""
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=0)) as base:
            base.execute("BEGIN IMMEDIATE")
            base.execute("ROLLBACK")
    except sqlite3.Error as error:
        return _row_of(path) if "locked" in str(error) else None
    return None


def _holder_on_server(connection: Connection) -> Holder | None:
    name = connection.execute(_HOLDER, {"key": _KEY}).scalar()
    found = _NAME.fullmatch(name or "")
    return Holder(int(found["pid"]), found["host"], found["since"]) if found else None


class _OnServer:
    """The lock of a database on a server, which is that of a connection."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._engine: Engine = engine_for(address)
        self._connection: Connection | None = None

    def check(self) -> None:
        """Make sure that the connection is there, else take the lock anew."""
        if self._connection is not None:
            try:
                self._connection.execute(text("SELECT 1"))
                return
            except DBAPIError:
                self.close()
        with translated(self._address):
            self._take()

    def _take(self) -> None:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            me = _me()
            name = f"communique watch {me.since} {me.pid}@{me.host}".encode()[:_LONGEST].decode("utf-8", "ignore")
            connection.execute(text("SELECT set_config('application_name', :name, false)"), {"name": name})
            if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _KEY}).scalar():
                raise _taken(self._address, _holder_on_server(connection))
        except (DBAPIError, LedgerError):
            connection.close()
            raise
        self._connection = connection

    def close(self) -> None:
        """Let go of it: the connection is ended, and not kept for another use."""
        if self._connection is not None:
            with suppress(DBAPIError):
                self._connection.invalidate()
            self._connection.close()
            self._connection = None
        self._engine.dispose()
