"""Ledgers of older versions of the tables, made of those of today."""

from __future__ import annotations

from sqlalchemy import Connection, text


def back_to_0003(connection: Connection) -> None:
    """Take away what version 0004 of the tables added."""
    on_sqlite = connection.dialect.name == "sqlite"
    for table in ("entry", "side"):
        for name in ("in", "out", "change"):
            on = "" if on_sqlite else f" ON {table}"
            connection.execute(text(f"DROP TRIGGER {table}_tally_{name}{on}"))
            if not on_sqlite:
                connection.execute(text(f"DROP FUNCTION {table}_tally_{name}"))
    for name in ("day", "kind", "status", "place", "confidence", "added", "review", "disputed"):
        connection.execute(text(f"DROP INDEX entry_{name}"))
    for name in ("report_added", "report_publisher", "account_report", "account_number"):
        connection.execute(text(f"DROP INDEX {name}"))
    if not on_sqlite:
        connection.execute(text("ALTER TABLE side DROP CONSTRAINT side_pkey, ADD PRIMARY KEY (side, day, entry)"))
    for table, columns in (("entry", ("voice", "disputed", "added")), ("side", ("kind", "status", "review"))):
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
