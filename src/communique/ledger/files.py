"""SQLite files before they are opened as ledgers: what is none of ours is not touched, nor anything put beside it.

A database that keeps a write-ahead log is marked as such in the file itself, and reading one puts two files beside it.
So a file is looked at first as one that nobody writes to (``immutable``), which changes nothing anywhere.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine

from communique.errors import LedgerError, LedgerMissing, LedgerReadOnly
from communique.ledger.addresses import file_of, shown

READ, UNCHANGING, WRITE = "mode=ro", "mode=ro&immutable=1", "mode=rwc"
"""How a file is opened; ``UNCHANGING``: without a lock, and without looking at its log."""


def check_place(path: Path, address: str, *, read_only: bool) -> None:
    """Raise unless there is a file, or there may be one.

    Raises:
        LedgerMissing: if it is no file, or there is none and it is to be read only.
        LedgerReadOnly: if it is to be written to and may not be.
    """
    if path.is_dir():
        raise LedgerMissing(shown(address), "this is a folder, not a ledger", "Give the path of a file (--ledger)")
    if path.exists() and not path.is_file():
        raise LedgerMissing(shown(address), "this is a device, not a file", "Give the path of a file (--ledger)")
    if read_only and not path.exists():
        remedy = "Check the path (--ledger), or make one: communique ingest"
        raise LedgerMissing(shown(address), "there is no ledger", remedy)
    if read_only or not path.exists():
        return
    for place, what in ((path, "the file"), (path.absolute().parent, "its folder")):
        if not os.access(place, os.W_OK):
            problem = f"it can be read, but not written to: {what} may not be written"
            remedy = "Copy the ledger to where you may write, or have the rights changed"
            raise LedgerReadOnly(shown(address), problem, remedy)


def beside(path: Path, ending: str) -> Path:
    """Return the path of a file that SQLite keeps beside a database."""
    return path.with_name(path.name + ending)


def has_log(path: Path) -> bool:
    """Whether a log with something in it lies beside a database: a part of what it holds."""
    return any(beside(path, e).exists() and beside(path, e).stat().st_size > 0 for e in ("-wal", "-journal"))


def written(path: Path) -> tuple[str, ...]:
    """Return what is another whenever a database has been written to: when its files were, and their sizes."""
    found: list[str] = []
    for file in (path, beside(path, "-wal")):
        with suppress(OSError):
            told = file.stat()
            found += [f"{told.st_mtime_ns:x}.{told.st_size:x}"] if told.st_size else []
    return tuple(found)


@contextmanager
def no_empty_file(address: str) -> Iterator[None]:
    """Take away a file that was made within the block, if no report is in it at its end."""
    path = file_of(address)
    new = path is not None and not path.exists()
    try:
        yield
    finally:
        if path is not None and new and path.exists() and not _has_report(path):
            for file in (path, *(beside(path, ending) for ending in ("-wal", "-shm", "-journal"))):
                file.unlink(missing_ok=True)


def _has_report(path: Path) -> bool:
    """Whether there is a report in a ledger; true where that cannot be told."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute("SELECT 1 FROM report LIMIT 1").fetchone() is not None
    except sqlite3.Error:
        return True


def look(path: Path, engine: Callable[[str], Engine], check: Callable[[Engine], None]) -> None:
    """Check a file that has something in it, in a way that changes neither it nor its folder.

    Raises:
        LedgerError: what ``check`` raises.
    """
    if not path.exists() or path.stat().st_size == 0:
        return
    how = READ if has_log(path) else UNCHANGING
    try:
        _check(engine(how), check)
    except LedgerError:
        if how == READ or not has_log(path):
            raise
        _check(engine(READ), check)  # another process began to write to it just now


def _check(engine: Engine, check: Callable[[Engine], None]) -> None:
    try:
        check(engine)
    finally:
        engine.dispose()


def is_somebodys(connection: Connection) -> bool:
    """Whether a SQLite database without tables is marked as that of another program."""
    marks = ("application_id", "user_version")
    return any(connection.exec_driver_sql(f"PRAGMA {mark}").scalar() for mark in marks)
