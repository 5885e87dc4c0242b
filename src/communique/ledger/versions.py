"""Making a ledger's tables, and bringing those of an older version up to date."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from communique.errors import LedgerDamaged, NewSchema, OldSchema
from communique.ledger.addresses import shown
from communique.ledger.files import is_somebodys

_MIGRATIONS = Path(__file__).with_name("migrations")


@cache
def known() -> tuple[str, ...]:
    """Return every version, the newest first: ``versions/v0002_search.py`` makes version 0002."""
    found = (path.name[1:].partition("_")[0] for path in (_MIGRATIONS / "versions").glob("v*_*.py"))
    return tuple(sorted(found, reverse=True))


def version_of(connection: Connection) -> str | None:
    """Return the version of the tables that are there, ``None`` where there is none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def make(connection: Connection, address: str, *, upgrade: bool, to: str = "head") -> None:
    """Make the tables where there are none; with ``upgrade``, bring older ones up to date.

    Raises:
        OldSchema: if they are older and ``upgrade`` is false.
        NewSchema: if they are of a version that this package does not know.
        LedgerDamaged: if there are tables of something else.
    """
    check_place(connection, address, upgrade=upgrade)
    if version_of(connection) == (known()[0] if to == "head" else to):
        return
    from alembic import command  # here, since it takes as long to import as a search takes
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def check_place(connection: Connection, address: str, *, upgrade: bool = False) -> None:
    """Raise unless there is a ledger that can be written to, or nothing at all.

    Raises:
        OldSchema: if the tables are older and ``upgrade`` is false.
        NewSchema: if they are of a version that this package does not know.
        LedgerDamaged: if there are tables of something else, or the file is marked as that of another program.
    """
    if version_of(connection) is not None:
        check(connection, address, upgrade=upgrade)
        return
    there = inspect(connection)
    if there.get_table_names() or there.get_view_names():
        raise _foreign(address)
    if connection.dialect.name == "sqlite" and is_somebodys(connection):
        raise _foreign(address)


def check(connection: Connection, address: str, *, upgrade: bool = False) -> None:
    """Raise unless the tables are of this package's version.

    Raises:
        OldSchema: if they are older and ``upgrade`` is false.
        NewSchema: if they are of a version that this package does not know.
        LedgerDamaged: if there are none, or they are of something else.
    """
    there = version_of(connection)
    if there is None or not inspect(connection).has_table("report"):
        raise _foreign(address)
    if there not in known():
        problem = f"it was made by a newer version of Communiqué (tables {there}, known here: {known()[0]})"
        raise NewSchema(shown(address), problem, "Install the newest version of communique")
    if there != known()[0] and not upgrade:
        problem = f"it was made by an older version of Communiqué (tables {there}, needed: {known()[0]})"
        raise OldSchema(shown(address), problem, "Keep a copy of it, then run: communique ingest --upgrade")


def _foreign(address: str) -> LedgerDamaged:
    remedy = "Give the path of a ledger, or one where nothing is yet"
    return LedgerDamaged(shown(address), "this is a database, but not a ledger of Communiqué", remedy)
