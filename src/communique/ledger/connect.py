"""Connections to the store: settings of each database, and errors in plain words.

SQLite runs with a write-ahead log, so that readers never wait for a writer; a writer takes the whole ledger when it
begins. On PostgreSQL writers take turns by an advisory lock: what is the same as what is decided against all that is
there.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from communique.errors import (
    BadQuery,
    LedgerBusy,
    LedgerDamaged,
    LedgerError,
    LedgerFull,
    LedgerMissing,
    LedgerReadOnly,
    LedgerUnreachable,
    ReportRefused,
)
from communique.extras import install_extra
from communique.ledger.addresses import check_kind, file_of, hidden, shown, url_of
from communique.ledger.files import READ, UNCHANGING, WRITE, has_log

BUSY_SECONDS = 60
_FOR_MANY = {"cache_size": -500_000, "wal_autocheckpoint": 50_000, "synchronous": "NORMAL"}
"""How SQLite is set while many reports are added: half a gigabyte of pages in memory, and pages that change often are
written seldom, up to 200 MB of the log at once. Until the end a loss of power may take the last transactions, whole
ones (https://www.sqlite.org/pragma.html#pragma_synchronous)."""
_LOCK = 0x636F6D6D


def engine_for(address: str, *, read_only: bool = False) -> Engine:
    """Return the engine of a ledger's database; nothing is opened yet.

    Raises:
        LedgerError: if the address is of another kind of database, or PostgreSQL's driver is not installed.
    """
    check_kind(address)
    path = file_of(address)
    if path is None:
        return _postgresql(address, read_only)
    return sqlite_engine(path, READ if read_only else WRITE)


def _postgresql(address: str, read_only: bool) -> Engine:
    try:
        import psycopg  # noqa: F401  # so that the message below can say what is missing
    except ImportError:
        remedy = f"Install it: {install_extra('postgresql')}"
        raise LedgerUnreachable(shown(address), "the driver of PostgreSQL is not installed", remedy) from None
    url, apart = url_of(address)
    apart["options"] += " -c jit=off" + (" -c default_transaction_read_only=on" if read_only else "")
    engine = create_engine(url, pool_pre_ping=True, connect_args=apart)
    if read_only:
        return engine.execution_options(postgresql_readonly=True)
    return engine


def sqlite_engine(path: Path, how: str) -> Engine:
    """Return the engine of a SQLite file, opened as :mod:`communique.ledger.files` says."""
    writes = how == WRITE
    engine = create_engine("sqlite://", creator=lambda: _opened(path, how), poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -65536")
        if writes:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reads = not writes or connection.get_execution_options().get("reads")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _opened(path: Path, how: str) -> sqlite3.Connection:
    """Open a file; one that may only be read, in a folder that may only be read, as one that nobody writes to."""
    connection = _connection(path, how)
    if how != READ:
        return connection
    try:
        connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if not re.search("unable to open|readonly", str(error)):
            raise
        if has_log(path):
            problem = (
                f"a writer left a log ({path.name}-wal) beside it, which cannot be used where nothing may be written"
            )
            remedy = "Copy both files to a folder that you may write to, and read the ledger there"
            raise LedgerReadOnly(str(path), problem, remedy) from None
        return _connection(path, UNCHANGING)
    return connection


def _connection(path: Path, how: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?{how}"
    return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)


@contextmanager
def writing(engine: Engine, address: str) -> Iterator[Connection]:
    """Yield a connection within one transaction, alone in writing; all of it is kept, or nothing.

    Raises:
        LedgerError: of the kind that says why the database refused.
    """
    with translated(address), engine.connect() as connection, writing_on(connection):
        yield connection


@contextmanager
def writing_on(connection: Connection) -> Iterator[None]:
    """Within one transaction of a connection, be alone in writing; all of it is kept, or nothing."""
    with connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'"))
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        yield


@contextmanager
def filling_many(engine: Engine, address: str) -> Iterator[Connection]:
    """Yield a connection for many transactions, which waits for the disk seldom; at the end all of it is on the disk.

    What is written last, the version that is there already, is waited for, and with it the log before it.

    Raises:
        LedgerError: of the kind that says why the database refused.
    """
    with translated(address), engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            yield connection
            return
        raw: Any = connection.connection.driver_connection
        _set(raw, _FOR_MANY)
        try:
            yield connection
        finally:
            _set(raw, {"synchronous": "FULL"})
            with writing_on(connection):
                _set(raw, {"user_version": raw.execute("PRAGMA user_version").fetchone()[0]})


def _set(connection: sqlite3.Connection, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        connection.execute(f"PRAGMA {name} = {value}")


@contextmanager
def reading(engine: Engine, address: str) -> Iterator[Connection]:
    """Yield a connection that sees one state of the ledger throughout.

    Raises:
        LedgerError: of the kind that says why the database refused.
    """
    with translated(address), engine.connect() as raw:
        connection = raw.execution_options(reads=True)
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


@contextmanager
def translated(address: str) -> Iterator[None]:
    """Turn what the database raises into a :class:`LedgerError` that says what to do."""
    try:
        yield
    except DBAPIError as error:
        raise explained(str(error.orig), address) from _tellable(error, address)
    except sqlite3.Error as error:
        raise explained(str(error), address) from error
    except (UnicodeError, OverflowError) as error:  # a value that the driver cannot hand over
        raise LedgerError(
            shown(address), f"the database cannot hold a value ({error})", "Report this as a fault"
        ) from error
    except SQLAlchemyError as error:
        problem = f"the database refused: {hidden(str(error), address)}"
        raise LedgerError(shown(address), problem, "Report this as a fault") from _tellable(error, address)


@contextmanager
def of_one_report(id: str) -> Iterator[None]:
    """Turn a refusal that is for no fault of the database into one of the report that is being written.

    Raises:
        ReportRefused: if the database does not take what is in the report.
    """
    try:
        yield
    except LedgerError as error:
        if type(error) is not LedgerError:
            raise
        raise ReportRefused(id, error.problem, "The other reports can be taken in; shorten or mend this one") from error


def _tellable(error: Exception, address: str) -> Exception | None:
    """The error, ``None`` where its own words have a password in them, which a traceback would show."""
    return error if hidden(str(error), address) == str(error) else None


_CAUSES: tuple[tuple[str, type[LedgerError], str, str], ...] = (
    ("readonly|read-only|permission denied", LedgerReadOnly, "it may not be written to",
     "Check the rights of the file and its folder (on a server: of the role), or copy it to where you may write"),
    ("disk is full|no space|disk I/O|could not extend", LedgerFull, "there is no room left where it is kept",
     "Free some space and run the same command again: it goes on where it stopped"),
    ("locked|lock timeout|busy", LedgerBusy, "another process is writing to it and did not end in time",
     "Wait for it to end, then run the same command again"),
    ("not a database|malformed|corrupt|file is encrypted", LedgerDamaged, "the file is damaged, or is no ledger",
     "Check the path; restore it from a copy, or make it anew from the reports"),
    ("unable to open", LedgerMissing, "the file cannot be opened", "Check the path and the rights of its folder"),
    ("connection|could not translate|authentication|does not exist", LedgerUnreachable, "the database does not answer",
     "Check that the server runs and that the address names user, host and database rightly"),
)  # fmt: skip


def explained(problem: str, address: str) -> LedgerError:
    """Return the error that says, of what a database said, what to do."""
    short, address = hidden(" ".join(problem.split()), address)[:300], shown(address)
    for pattern, kind, words, remedy in _CAUSES:
        if re.search(pattern, problem, re.IGNORECASE):
            return kind(address, f"{words} ({short})", remedy)
    if re.search("syntax|no such|undefined|cannot execute|not authorized", problem, re.IGNORECASE):
        return BadQuery(address, f"the database refused the query ({short})", "Correct it and try again")
    return LedgerError(address, f"the database refused ({short})", "Report this as a fault")
