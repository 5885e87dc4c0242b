"""Connections to the store: addresses, settings of each database, and errors in plain words.

An address is a path (SQLite), ``sqlite:///path`` or ``postgresql://user@host/name``. SQLite runs with a write-ahead
log, so that readers never wait for a writer; a writer takes the whole ledger when it begins. On PostgreSQL writers
take turns by an advisory lock: what is the same as what is decided against all that is there.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
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

BUSY_SECONDS = 60
_LOCK = 0x636F6D6D
_POSTGRESQL = re.compile(r"postgres(?:ql)?(?:\+psycopg)?://")
_PASSWORD = re.compile(r"(://[^:/@]*):[^@]*@")


def shown(address: str) -> str:
    """Return an address as messages give it, without a password."""
    return _PASSWORD.sub(r"\1@", address)


def is_postgresql(address: str) -> bool:
    """True for the address of a PostgreSQL database."""
    return _POSTGRESQL.match(address) is not None


def file_of(address: str) -> Path | None:
    """Return the file of a SQLite ledger, ``None`` for a database that is no file."""
    return None if is_postgresql(address) else Path(address.removeprefix("sqlite:///"))


def engine_for(address: str, *, read_only: bool = False) -> Engine:
    """Return the engine of a ledger's database; nothing is opened yet.

    Raises:
        LedgerError: if the address is of another kind of database, or PostgreSQL's driver is not installed.
    """
    path = file_of(address)
    if path is None:
        return _postgresql(address, read_only)
    if "://" in address.removeprefix("sqlite:///"):
        raise LedgerError(shown(address), "this kind of database is not known", "Give a path or postgresql://...")
    return _sqlite(path, read_only)


def _postgresql(address: str, read_only: bool) -> Engine:
    try:
        import psycopg  # noqa: F401  # so that the message below can say what is missing
    except ImportError:
        remedy = "Install it: pip install 'communique[postgresql]'"
        raise LedgerUnreachable(shown(address), "the driver of PostgreSQL is not installed", remedy) from None
    engine = create_engine(
        _POSTGRESQL.sub("postgresql+psycopg://", address, count=1),
        pool_pre_ping=True,
        connect_args={"options": "-c jit=off"},
    )
    if read_only:
        return engine.execution_options(postgresql_readonly=True)
    return engine


def _sqlite(path: Path, read_only: bool) -> Engine:
    mode = "ro" if read_only else "rwc"

    def connect() -> sqlite3.Connection:
        uri = f"{path.absolute().as_uri()}?mode={mode}"
        return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -65536")
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = not read_only and not connection.get_execution_options().get("reads")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def writing(engine: Engine, address: str) -> Iterator[Connection]:
    """Yield a connection within one transaction, alone in writing; all of it is kept, or nothing.

    Raises:
        LedgerError: of the kind that says why the database refused.
    """
    with translated(address), engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'"))
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        yield connection


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
        raise _explained(str(error.orig), shown(address)) from error
    except sqlite3.Error as error:
        raise _explained(str(error), shown(address)) from error
    except (UnicodeError, OverflowError) as error:  # a value that the driver cannot hand over
        raise LedgerError(
            shown(address), f"the database cannot hold a value ({error})", "Report this as a fault"
        ) from error
    except SQLAlchemyError as error:
        raise LedgerError(shown(address), f"the database refused: {error}", "Report this as a fault") from error


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


def keep_to_one_file(connection: Connection) -> None:
    """Let a connection to SQLite open no other file (``ATTACH``)."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    refused = (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH)
    driver.set_authorizer(lambda action, *_: sqlite3.SQLITE_DENY if action in refused else sqlite3.SQLITE_OK)


@contextmanager
def statement_refused(statement: str) -> Iterator[None]:
    """Turn what the database says against a statement that a person wrote into a :class:`BadQuery`."""
    try:
        yield
    except DBAPIError as error:
        if re.search("disk|locked|lost|closed|terminated", str(error.orig)):
            raise
        problem = " ".join(str(error.orig).split())[:300]
        remedy = "Correct it: one statement, which reads"
        raise BadQuery(repr(statement[:80]), f"the database refused it ({problem})", remedy) from error


_CAUSES: tuple[tuple[str, type[LedgerError], str, str], ...] = (
    ("readonly|read-only|permission denied", LedgerReadOnly, "it may not be written to",
     "Check the rights of the file and its folder, or copy it to where you may write"),
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


def _explained(problem: str, address: str) -> LedgerError:
    short = " ".join(problem.split())[:300]
    for pattern, kind, words, remedy in _CAUSES:
        if re.search(pattern, problem, re.IGNORECASE):
            return kind(address, f"{words} ({short})", remedy)
    if re.search("syntax|no such|undefined|cannot execute|not authorized", problem, re.IGNORECASE):
        return BadQuery(address, f"the database refused the query ({short})", "Correct it and try again")
    return LedgerError(address, f"the database refused ({short})", "Report this as a fault")
