"""Statements in SQL that a person wrote: one at a time, which reads, for a time, so many rows.

Whoever asks may do so as a role that can do anything, so nothing here relies on rights. On SQLite the file is opened to
be read, and each step of a statement is allowed or not before it is run (an authorizer). On PostgreSQL the connection
and its transaction are read-only, and a statement is run as a cursor of the server, which takes one ``SELECT``,
``VALUES`` or ``TABLE`` and nothing else; but a function that it calls may still do anything, so ``calling`` looks at
those first.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from communique.errors import BadQuery
from communique.ledger import calling
from communique.ledger.connect import engine_for, explained, reading
from communique.ledger.deadline import CANCELLED, TimeOver, on_sqlite

SECONDS = 60
"""After how many a statement is broken off, where nothing else is said."""
_LONGEST = 256 * 2**20
"""Bytes of a value or a row on SQLite, which cannot be broken off while it makes one; reports are far shorter."""
_PRAGMAS = frozenset(
    "data_version foreign_key_check foreign_key_list index_info index_list index_xinfo integrity_check page_count "
    "quick_check table_info table_list table_xinfo".split()
)
"""Pragmas that tell something, and set nothing whatever their argument; the word index asks for the first."""
_OF_STATEMENT = tuple(f"SQLITE_{name}" for name in "ERROR AUTH TOOBIG READONLY MISMATCH RANGE MISUSE".split())
_OF_SERVER, _UNBOUND = frozenset(("08", "53", "57", "58", "XX")), "08P01"
"""PostgreSQL's classes of error that no statement is the cause of; that of one with a ``$1``."""
_WORD_FUNCTIONS = frozenset("match bm25 highlight snippet".split())
_INNOCUOUS = 0x200000
"""SQLite's mark of a function that does nothing but compute."""


class Answer(NamedTuple):
    """What a database answers."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    cut: bool = False
    """Whether there were more rows than were asked for."""
    warning: str | None = None
    """That the role which asked may do more than read."""


def ask(address: str, statement: str, *, limit: int | None, seconds: int | None) -> Answer:
    """Return what a ledger's database answers to one statement.

    Raises:
        BadQuery: if it is not one that reads, the database does not take it, or its time is over.
        LedgerError: of the kind that says why the database refused.
    """
    if not statement.strip():
        raise BadQuery(repr(statement), "there is no statement", "Give one in SQL")
    if re.search("[\0\ud800-\udfff]", statement):
        raise BadQuery(_short(statement), "it has characters that are no text", "Leave them out")
    engine = engine_for(address, read_only=True)
    try:
        with reading(engine, address) as connection, _refused(connection, statement, address, seconds):
            asked = _postgresql if connection.dialect.name == "postgresql" else _sqlite
            answer = asked(connection, statement, limit, seconds)
    finally:
        engine.dispose()
    if not answer.columns:
        raise BadQuery(_short(statement), "it asks for nothing", "Give one statement that reads")
    return answer


def _short(statement: str) -> str:
    return repr(statement if len(statement) <= 80 else statement[:79] + "…")


@contextmanager
def _refused(connection: Connection, statement: str, address: str, seconds: int | None) -> Iterator[None]:
    """Turn what a database says against a statement into a :class:`BadQuery`, but for faults of its own."""
    try:
        yield
    except TimeOver:
        raise _too_long(statement, seconds) from None
    except (connection.dialect.loaded_dbapi.Error, DBAPIError) as error:
        said = error.orig if isinstance(error, DBAPIError) else error
        if getattr(said, "sqlstate", None) == CANCELLED:
            raise _too_long(statement, seconds) from None
        if not _is_of_statement(said):
            raise explained(str(said), address) from error
        problem = f"the database refused it ({str(said).partition(chr(10))[0][:300]})"
        raise BadQuery(_short(statement), problem, "Correct it: one statement, which reads") from error


def _is_of_statement(error: BaseException | None) -> bool:
    """Whether a database refuses the statement, and not to work (a lock, a disk, a connection)."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorname", "SQLITE_ERROR").startswith(_OF_STATEMENT)
    state = getattr(error, "sqlstate", None)
    return state == _UNBOUND or state[:2] not in _OF_SERVER if state else type(error).__name__ != "OperationalError"


def _too_long(statement: str, seconds: int | None) -> BadQuery:
    problem = f"it was broken off after {seconds} second{'' if seconds == 1 else 's'}"
    return BadQuery(_short(statement), problem, "Ask for less, or give it longer (--seconds)")


def _some(cursor: Any, most: int) -> Iterator[Any]:
    """Yield so many rows, as long as all of them do not take more memory than one may."""
    size = 0
    while most and (row := cursor.fetchone()) is not None:
        most -= 1
        size += sum(len(x) for x in row if isinstance(x, (str, bytes)))
        if size > _LONGEST:
            problem = f"its answer is over {_LONGEST >> 20} MiB"
            raise BadQuery("the statement", problem, "Ask for fewer rows, or for less of each")
        yield row


def _fetched(cursor: Any, limit: int | None, warning: str | None = None) -> Answer:
    """The rows of a cursor; one more than is asked for is looked for, to know whether there are more."""
    columns = tuple(c[0] for c in cursor.description or ())
    rows = [tuple(r) for r in (cursor.fetchall() if limit is None else _some(cursor, limit + 1))]
    return Answer(columns, rows[:limit], limit is not None and len(rows) > limit, warning)


# PostgreSQL


def _postgresql(connection: Connection, statement: str, limit: int | None, seconds: int | None) -> Answer:
    settings = text(
        "SELECT set_config('statement_timeout', :time, true), set_config('standard_conforming_strings', 'on', true)"
    )
    connection.execute(settings, {"time": f"{seconds or 0}s"})
    calling.check(connection, statement, _short(statement))
    driver: Any = connection.connection.driver_connection
    with driver.cursor(name="asked") as cursor:
        cursor.execute(statement)
        return _fetched(cursor, limit, _role_warning(connection))


def _role_warning(connection: Connection) -> str | None:
    """What is to be said of a role that may do more than read."""
    query = text("""
        SELECT current_user AS name, rolsuper AS rules, EXISTS (
            SELECT FROM pg_class WHERE oid = to_regclass('report') AND pg_has_role(relowner, 'USAGE')) AS owns
        FROM pg_roles WHERE rolname = current_user""")
    role = connection.execute(query).one()
    if not role.rules and not role.owns:
        return None
    what = "a superuser of the server" if role.rules else "the owner of the ledger"
    return f"{role.name} is {what}: ask as a role that may only read (how to: Share a ledger)"


# SQLite


def _sqlite(connection: Connection, statement: str, limit: int | None, seconds: int | None) -> Answer:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    harmless = _functions()
    _open_virtual_tables(driver)
    driver.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    driver.set_authorizer(lambda action, one, other, *_: _allowed(action, one, other, harmless))
    try:
        with on_sqlite(driver, seconds or float("inf")):
            return _fetched(driver.execute(statement), limit)
    finally:
        driver.set_authorizer(None)


def _open_virtual_tables(driver: sqlite3.Connection) -> None:
    """Let SQLite open the word indexes and its own tables now: it declares them, which a statement may not."""
    made = driver.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'").fetchall()
    own = ("json_each", "json_tree", *(f"pragma_{name}" for name in sorted(_PRAGMAS - {"data_version"})))
    for name in (*(n for (n,) in made), *own):
        with suppress(sqlite3.OperationalError):  # not in every version
            driver.execute(f'SELECT 1 FROM "{name}" LIMIT 0').fetchall()


@cache
def _functions() -> frozenset[str]:
    """The functions of SQLite that do nothing but compute."""
    with sqlite3.connect(":memory:") as connection:
        rows = connection.execute("SELECT name FROM pragma_function_list WHERE flags & ?", (_INNOCUOUS,))
        found = frozenset(name for (name,) in rows)
    connection.close()
    return found | _WORD_FUNCTIONS


def _allowed(action: int, one: str | None, other: str | None, harmless: frozenset[str]) -> int:
    """Whether SQLite may take a step: of an action, a table or a function are named first or second."""
    if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE):
        return sqlite3.SQLITE_OK
    name = (other if action == sqlite3.SQLITE_FUNCTION else one) or ""
    if action == sqlite3.SQLITE_FUNCTION and (
        name.lower() in harmless or name.lower().startswith("json") or "->" in name
    ):
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and name.lower() in _PRAGMAS:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY
