"""Ledgers of older versions of the tables, made of those of today."""

from __future__ import annotations

from sqlalchemy import Connection, text

_ADDED = {
    "entry": ("voice", "disputed", "added"),
    "side": ("kind", "status", "review"),
    "dyad": ("kind", "status", "review", "cameo"),
}


def back_to_0003(connection: Connection) -> None:
    """Take away what version 0004 of the tables added."""
    on_sqlite = connection.dialect.name == "sqlite"
    for table in ("entry", "side"):
        for name in ("in", "out", "change"):
            on = "" if on_sqlite else f" ON {table}"
            connection.execute(text(f"DROP TRIGGER {table}_tally_{name}{on}"))
            if not on_sqlite:
                connection.execute(text(f"DROP FUNCTION {table}_tally_{name}"))
    for name in ("day", "kind", "status", "place", "confidence", "added", "review", "disputed", "long"):
        connection.execute(text(f"DROP INDEX entry_{name}"))
    for name in ("report_added", "report_publisher", "account_report", "account_number"):
        connection.execute(text(f"DROP INDEX {name}"))
    if not on_sqlite:
        for table, key in (("side", "side, day, entry"), ("dyad", "low, high, day, entry")):
            changed = f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey, ADD PRIMARY KEY ({key})"
            connection.execute(text(changed))
    for table, columns in _ADDED.items():
        for column in columns:
            connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
    for index in (
        *("entry_day ON entry (day)", "entry_kind ON entry (kind, day)", "entry_status ON entry (status, latest)"),
        *("entry_place ON entry (place_country, day)", "entry_earliest ON entry (earliest)"),
        "account_report ON account (report)",
    ):
        connection.execute(text(f"CREATE INDEX {index}"))
    connection.execute(text("DROP TABLE tally"))
    connection.execute(text("UPDATE alembic_version SET version_num = '0003'"))
