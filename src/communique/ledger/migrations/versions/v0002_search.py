"""Search by words: an index over the passages of accounts and reports.

Revision 0002, after 0001.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    index_words("account")
    index_words("report")


def index_words(table: str) -> None:
    """Make an index of the words of a table's passages."""
    make = _sqlite if op.get_bind().dialect.name == "sqlite" else _postgresql
    make(table)


def _sqlite(table: str) -> None:
    """An FTS5 table without a text of its own, kept in step by triggers."""
    words = f"{table}_words"
    op.execute(
        f"CREATE VIRTUAL TABLE {words} USING fts5(passage, content='{table}', content_rowid='n', "
        "tokenize='unicode61', columnsize=0)"
    )
    new, old = (
        "(rowid, passage) VALUES (new.n, new.passage)",
        f"({words}, rowid, passage) VALUES ('delete', old.n, old.passage)",
    )
    op.execute(f"CREATE TRIGGER {words}_in AFTER INSERT ON {table} BEGIN INSERT INTO {words}{new}; END")
    op.execute(f"CREATE TRIGGER {words}_out AFTER DELETE ON {table} BEGIN INSERT INTO {words}{old}; END")
    op.execute(
        f"CREATE TRIGGER {words}_change AFTER UPDATE OF passage ON {table} BEGIN INSERT INTO {words}{old}; "
        f"INSERT INTO {words}{new}; END"
    )
    op.execute(f"INSERT INTO {words}({words}) VALUES ('rebuild')")


def _postgresql(table: str) -> None:
    """A column that the database computes from the passage, and an index of it."""
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', passage)) STORED"
    )
    op.execute(f"CREATE INDEX {table}_words ON {table} USING gin (words)")
