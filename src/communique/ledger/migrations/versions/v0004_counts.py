"""What is asked for and counted often: columns to choose by, indexes in the order of answers, and a tally.

Revision 0004, after 0003.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Boolean, Column, Connection, Integer, PrimaryKeyConstraint, Text, false, text

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_CHOSEN = (
    *("kind", "status", "review", "place_country", "voice", "disputed", "confidence", "added", "day"),
    *("time", "earliest", "latest"),
)
_ORDERS = (
    ("day", "day", "n"),
    ("kind", "kind", "day", "n"),
    ("status", "status", "day", "n"),
    ("place", "place_country", "day", "n"),
    ("confidence", "confidence", "n"),
    ("added", "added", "n"),
)
"""What most entries are chosen by, and in which orders they come."""
_LONG = "time IS NOT NULL AND (earliest IS NULL OR latest IS NULL OR substr(earliest, 1, 7) <> substr(latest, 1, 7))"
"""What has a time that is open, or goes beyond a month of the calendar."""
_BESIDE = {"side": ("kind", "status", "review"), "dyad": ("kind", "status", "review", "cameo")}
"""What of an entry stands beside its sides, and beside two of them."""
_KEYS = {"side": "side, day, entry", "dyad": "low, high, day, entry"}
_KEPT = "{row}.review <> 'rejected'"
_OF_ENTRY = (
    ("review", "{row}.review", "true"),
    ("kind", "{row}.kind", _KEPT),
    ("voice", "{row}.voice", _KEPT),
    ("place", "{row}.place_country", _KEPT + " AND {row}.place_country IS NOT NULL"),
    ("month", "substr({row}.day, 1, 7) || ' ' || {row}.status", _KEPT),
)
_OF_SIDE = (
    ("actor", "{row}.side", _KEPT + " AND {row}.side LIKE '_-%'"),
    ("country", "{row}.side", _KEPT + " AND {row}.side NOT LIKE '_-%'"),
)
"""What a row counts for: a facet, the value of it, and where it counts. What people rejected is a review alone."""
_TABLES = {
    "entry": (_OF_ENTRY, ("kind", "status", "place_country", "voice", "review", "day")),
    "side": (_OF_SIDE, ("side", "review")),
}
"""What is counted, and the columns on which it hangs."""


def upgrade() -> None:
    """Make the change."""
    _columns()
    _indexes()
    op.create_table(
        "tally",
        Column("facet", Text, nullable=False),
        Column("value", Text, nullable=False),
        Column("entries", Integer, nullable=False),
        PrimaryKeyConstraint("facet", "value"),
        sqlite_with_rowid=False,
    )
    op.create_index("tally_most", "tally", ["facet", "entries"])
    _fill(op.get_bind())
    for table in _TABLES:
        _keep_in_step(table)


def _columns() -> None:
    """Columns to choose by, of entries and of their sides."""
    op.add_column("entry", Column("voice", Text, nullable=False, server_default="reporter"))
    op.add_column("entry", Column("disputed", Boolean, nullable=False, server_default=false()))
    op.add_column("entry", Column("added", Text, nullable=False, server_default=""))
    for table, names in _BESIDE.items():
        for name in names:
            op.add_column(table, Column(name, Text, nullable=False, server_default=""))


def _indexes() -> None:
    """Indexes in the order of answers, with what most entries are chosen by, so that no row is fetched for it."""
    for name in ("day", "kind", "status", "place", "earliest"):
        op.drop_index(f"entry_{name}", "entry")
    for name, *columns in _ORDERS:
        op.create_index(f"entry_{name}", "entry", [*columns, *(x for x in _CHOSEN if x not in columns)])
    for name in ("review", "disputed"):
        op.create_index(f"entry_{name}", "entry", [name, "day", "n"])
    is_long = text(_LONG)
    op.create_index(
        "entry_long", "entry", ["latest", "earliest", "day", "n"], sqlite_where=is_long, postgresql_where=is_long
    )
    for name in ("added", "publisher"):
        op.create_index(f"report_{name}", "report", [name])
    op.drop_index("account_report", "account")
    op.create_index("account_report", "account", ["report", "entry"])
    op.create_index("account_number", "account", ["n", "entry"])
    if op.get_bind().dialect.name == "postgresql":  # as SQLite has it: the whole row in the order of its key
        for table, names in _BESIDE.items():
            key = f"PRIMARY KEY ({_KEYS[table]}) INCLUDE ({', '.join(names)})"
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey, ADD {key}")


def _fill(connection: Connection) -> None:
    """Compute the columns, and count everything."""
    quoted = "NOT EXISTS (SELECT 1 FROM account AS a WHERE a.entry = entry.n AND a.voice IS NULL)"
    added = "SELECT min(r.added) FROM account AS a JOIN report AS r ON r.n = a.report WHERE a.entry = entry.n"
    for statement in (
        f"UPDATE entry SET voice = 'quoted' WHERE {quoted}",
        "UPDATE entry SET disputed = true WHERE json_array_length(contradictions) > 0",
        f"UPDATE entry SET added = coalesce(({added}), '')",
        *(
            f"UPDATE {x} SET ({', '.join(y)}) = (SELECT {', '.join(y)} FROM entry WHERE n = {x}.entry)"
            for x, y in _BESIDE.items()
        ),
        *counting(),
    ):
        connection.execute(text(statement))


def counting() -> tuple[str, ...]:
    """Return the statements that count all that is there."""
    counted = (_count(table, *part) for table, (parts, _) in _TABLES.items() for part in parts)
    return ("DELETE FROM tally", *counted)


def _count(table: str, facet: str, value: str, where: str) -> str:
    """The statement that counts all rows of a table for a facet."""
    value, where = value.format(row=table), where.format(row=table)
    return f"INSERT INTO tally SELECT '{facet}', {value}, count(*) FROM {table} WHERE {where} GROUP BY 2"


def _keep_in_step(table: str) -> None:
    """Triggers that count a row of a table when it comes, goes or changes."""
    parts, columns = _TABLES[table]
    added = {row: _added(parts, row, sign) for row, sign in (("new", 1), ("old", -1))}
    _trigger(table, "in", "INSERT", added["new"])
    _trigger(table, "out", "DELETE", added["old"])
    is_same = "IS NOT" if op.get_bind().dialect.name == "sqlite" else "IS DISTINCT FROM"
    changed = " OR ".join(f"old.{c} {is_same} new.{c}" for c in columns)
    _trigger(table, "change", f"UPDATE OF {', '.join(columns)}", added["old"] + added["new"], f"WHEN ({changed})")


def _added(parts: tuple[tuple[str, str, str], ...], row: str, sign: int) -> str:
    """The statement that counts a row once more, or once less."""
    rows = " UNION ALL ".join(
        f"SELECT '{facet}' AS facet, {value.format(row=row)} AS value WHERE {where.format(row=row)}"
        for facet, value, where in parts
    )
    return (
        f"INSERT INTO tally (facet, value, entries) SELECT x.facet, x.value, {sign} FROM ({rows}) AS x WHERE true "
        "ON CONFLICT (facet, value) DO UPDATE SET entries = tally.entries + excluded.entries; "
    )


def _trigger(table: str, name: str, event: str, steps: str, when: str = "") -> None:
    """A trigger of a table; on PostgreSQL with the function that it calls."""
    name = f"{table}_tally_{name}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table} {when} BEGIN {steps} END")
        return
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {steps} RETURN NULL; END $$")
    op.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION {name}()")
