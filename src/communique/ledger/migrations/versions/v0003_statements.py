"""Statements in rows of their own, taken from the readings that are there.

Revision 0003, after 0002.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from alembic import op
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Row,
    Table,
    Text,
    UniqueConstraint,
    insert,
    select,
)

from communique.ledger.fulltext import folded
from communique.ledger.migrations.versions.v0002_search import index_words

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_BATCH = 500


def upgrade() -> None:
    """Make the change."""
    statement = _statements()
    about, toward = _spoken_of()
    connection = op.get_bind()
    rows: dict[str, list[dict[str, Any]]] = {"statement": [], "about": [], "toward": []}
    tables = (("statement", statement), ("about", about), ("toward", toward))
    for said, of, whom in _read(connection):
        rows["statement"].append(said)
        rows["about"] += of
        rows["toward"] += whom
        if len(rows["statement"]) >= _BATCH:
            _put(connection, tables, rows)
    _put(connection, tables, rows)
    if connection.dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('statement', 'n'), coalesce((SELECT max(n) FROM statement), 0) + 1, "
            "false)"
        )
    index_words("statement")


def _statements() -> Table:
    """Statements."""
    statement = op.create_table(
        "statement",
        Column("n", Integer, nullable=False),
        Column("id", Text, nullable=False),
        Column("report", Integer, ForeignKey("report.n", ondelete="CASCADE"), nullable=False),
        Column("local", Text, nullable=False),
        Column("day", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("force", Text, nullable=False),
        Column("speaker", Text, ForeignKey("appearance.id", ondelete="SET NULL")),
        Column("addressee", Text, ForeignKey("appearance.id", ondelete="SET NULL")),
        Column("read", JSON, nullable=False),
        Column("passage", Text, nullable=False),
        PrimaryKeyConstraint("n"),
        UniqueConstraint("id"),
    )
    for name, columns in (
        ("report", ["report"]), ("day", ["day", "n"]), ("speaker", ["speaker"]), ("addressee", ["addressee"]),
    ):  # fmt: skip
        op.create_index(f"statement_{name}", "statement", columns)
    return statement


def _spoken_of() -> tuple[Table, Table]:
    """What and whom they speak of."""
    about = op.create_table(
        "statement_about",
        Column("statement", Integer, ForeignKey("statement.n", ondelete="CASCADE"), nullable=False),
        Column("account", Integer, ForeignKey("account.n", ondelete="CASCADE"), nullable=False),
        Column("stance", Text, nullable=False),
        PrimaryKeyConstraint("statement", "account"),
        sqlite_with_rowid=False,
    )
    op.create_index("statement_about_account", "statement_about", ["account"])
    toward = op.create_table(
        "statement_toward",
        Column("statement", Integer, ForeignKey("statement.n", ondelete="CASCADE"), nullable=False),
        Column("appearance", Text, ForeignKey("appearance.id", ondelete="CASCADE"), nullable=False),
        Column("stance", Text, nullable=False),
        PrimaryKeyConstraint("statement", "appearance"),
        sqlite_with_rowid=False,
    )
    op.create_index("statement_toward_appearance", "statement_toward", ["appearance"])
    return about, toward


Rows = list[dict[str, Any]]


def _put(connection: Connection, tables: tuple[tuple[str, Table], ...], rows: dict[str, Rows]) -> None:
    for name, table in tables:
        if rows[name]:
            connection.execute(insert(table), rows[name])
            rows[name] = []


def _read(connection: Connection) -> Iterator[tuple[dict[str, Any], Rows, Rows]]:
    """Yield a row for each statement of each reading, with the rows of what and of whom it speaks."""
    report, appearance, account = _known()
    number = 1
    for n in connection.scalars(select(report.c.n).order_by(report.c.n)).all():
        row = connection.execute(select(report).where(report.c.n == n)).one()
        actors = {r.local: r for r in connection.execute(select(appearance).where(appearance.c.report == n))}
        told = {r.local: r.n for r in connection.execute(select(account).where(account.c.report == n))}
        for said in json.loads(zlib.decompress(row.reading))["statements"]:
            about = {told[x["engagement"]]: x["stance"] for x in said["about"] if x["engagement"] in told}
            toward = {actors[x["actor"]].id: x["stance"] for x in said.get("toward", ()) if x["actor"] in actors}
            yield (
                _row(number, row, said, actors),
                [{"statement": number, "account": k, "stance": v} for k, v in about.items()],
                [{"statement": number, "appearance": k, "stance": v} for k, v in toward.items()],
            )
            number += 1


def _known() -> tuple[Table, Table, Table]:
    """The columns that are read of the tables that are there."""
    known = MetaData()
    report = Table(
        "report", known, Column("n", Integer), Column("id", Text), Column("title", Text), Column("published", Text),
        Column("text", Text), Column("reading", LargeBinary),
    )  # fmt: skip
    appearance = Table(
        "appearance", known, Column("id", Text), Column("report", Integer), Column("local", Text), Column("name", Text)
    )
    account = Table("account", known, Column("n", Integer), Column("report", Integer), Column("local", Text))
    return report, appearance, account


def _row(number: int, report: Row[Any], said: dict[str, Any], actors: Mapping[str, Row[Any]]) -> dict[str, Any]:
    """The row of a statement; its words are taken from the text, where the reading has their offsets alone."""
    for piece in (*said["content"], said["source"], said["cue"]):
        if piece is not None:
            piece["quote"] = report.text[piece["start"] : piece["end"]]
    speaker, addressee = actors.get(said["speaker"]), actors.get(said["addressee"])
    words = [*(piece["quote"] for piece in said["content"]), speaker.name if speaker else "", report.title or ""]
    return {
        "n": number,
        "id": f"{report.id}/{said['id']}",
        "report": report.n,
        "local": said["id"],
        "day": report.published or "",
        "kind": said["kind"],
        "force": said.get("force", "said"),
        "speaker": speaker.id if speaker else None,
        "addressee": addressee.id if addressee else None,
        "read": said,
        "passage": folded(" ".join(words)),
    }
