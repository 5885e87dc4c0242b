"""Reading for a time: the database itself breaks off when it is over, and the transaction goes on."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

STEPS = 10_000
"""So many steps of SQLite go by between two looks at the clock, a few thousandths of a second."""
CANCELLED = "57014"
"""PostgreSQL's mark of a statement whose time is over."""


class TimeOver(Exception):
    """The time of a statement is over."""


@contextmanager
def within(connection: Connection, milliseconds: int | None) -> Iterator[None]:
    """Run what is read within a time, ``None`` for as long as it takes.

    Raises:
        TimeOver: if it is over; the same transaction can be read on.
    """
    if milliseconds is None:
        yield
        return
    if milliseconds <= 0:
        raise TimeOver
    if connection.dialect.name == "postgresql":
        with _on_postgresql(connection, milliseconds):
            yield
        return
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    with on_sqlite(driver, milliseconds / 1000):
        yield


@contextmanager
def on_sqlite(driver: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """The same on a connection of SQLite's driver.

    Raises:
        TimeOver: if it is over.
    """
    end, late = time.monotonic() + seconds, False

    def look_at_clock() -> bool:
        nonlocal late
        late = time.monotonic() > end
        return late

    driver.set_progress_handler(look_at_clock, STEPS)
    try:
        yield
    except (sqlite3.OperationalError, DBAPIError) as error:
        if str(error.orig if isinstance(error, DBAPIError) else error) != "interrupted":
            raise
        if late:
            raise TimeOver from None
        raise KeyboardInterrupt from None  # raised while SQLite asked for the time, it comes back as this
    finally:
        driver.set_progress_handler(None, 0)


@contextmanager
def _on_postgresql(connection: Connection, milliseconds: int) -> Iterator[None]:
    """The same on PostgreSQL, between savepoints: what is set there is as before when it is rolled back."""
    savepoint = connection.begin_nested()
    try:
        connection.execute(text(f"SET LOCAL statement_timeout = {int(milliseconds)}"))
        yield
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == CANCELLED:
            raise TimeOver from None
        raise
    finally:
        savepoint.rollback()
