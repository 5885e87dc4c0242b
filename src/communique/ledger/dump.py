"""A whole ledger as JSON Lines, and back: nothing is lost, ids and judgements among it, and either database takes it.

The first line names the form and the version of the tables; then comes a line a row, tables in the order in which
they need each other: ``{"table": "report", "row": {...}}``. Bytes are base64. The last line counts the rows, so that a
file that was cut is noticed.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, insert, select, text

from communique.errors import BadRecord, LedgerError
from communique.ledger.schema import metadata
from communique.ledger.versions import version_of

FORM = "communique-ledger"
_BATCH = 500


def _tables() -> Iterator[Table]:
    """The tables in the order in which they need each other, but what the database computes from others."""
    return (table for table in metadata.sorted_tables if not table.info.get("derived"))


def lines(connection: Connection) -> Iterator[str]:
    """Yield the lines of a ledger's dump, without line feeds."""
    yield _line({"form": FORM, "tables": version_of(connection)})
    count = 0
    for table in _tables():
        packed = [c.name for c in table.c if isinstance(c.type, LargeBinary)]
        for row in connection.execute(select(table).order_by(*table.primary_key)).mappings():
            plain = {str(k): base64.b64encode(v).decode() if k in packed else v for k, v in row.items()}
            count += 1
            yield _line({"table": table.name, "row": plain})
    yield _line({"rows": count})


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def restore(connection: Connection, given: Iterable[str], name: str, address: str) -> int:
    """Put a dump into a ledger that holds nothing; return the number of rows. ``name`` is what messages call it.

    Raises:
        LedgerError: if the ledger holds something already.
        BadRecord: if a line is none of a dump, if it was made from other tables, or if the end is missing.
    """
    if any(connection.execute(select(table).limit(1)).first() is not None for table in _tables()):
        raise LedgerError(address, "there is something in this ledger already", "Restore into a new one (--ledger)")
    numbered = enumerate(given, 1)
    _check_head(connection, numbered, name)
    count, waiting, table = 0, list[dict[str, Any]](), None
    for number, line in numbered:
        value = _parsed(line, name, number)
        if "rows" in value:
            _put(connection, table, waiting)
            _check_count(value["rows"], count, name, number)
            _restart_numbers(connection)
            return count
        there = metadata.tables.get(value.get("table", ""))
        if there is None or not isinstance(value.get("row"), dict):
            raise _bad(name, number, "this is no row of a ledger")
        if there is not table or len(waiting) >= _BATCH:
            _put(connection, table, waiting)
            table, waiting = there, []
        waiting.append(_row(there, value["row"]))
        count += 1
    raise BadRecord(name, f"the end is missing after {count} rows", "Export the ledger again, and copy the whole file")


def _check_head(connection: Connection, numbered: Iterator[tuple[int, str]], name: str) -> None:
    number, line = next(numbered, (1, ""))
    head = _parsed(line, name, number)
    if head.get("form") != FORM:
        raise _bad(name, number, "this is no export of a ledger")
    if head.get("tables") != version_of(connection):
        problem = f"it was made from tables of version {head.get('tables')}, here they are {version_of(connection)}"
        raise BadRecord(name, problem, "Export it with this version of communique", place=f"line {number}")


def _check_count(said: Any, count: int, name: str, number: int) -> None:
    if said != count:
        raise BadRecord(name, f"{said} rows are announced, {count} are there", "Export again", place=f"line {number}")


def _parsed(line: str, name: str, number: int) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError:
        raise _bad(name, number, "this is no JSON") from None
    if not isinstance(value, dict):
        raise _bad(name, number, "this is no row of a ledger")
    return value


def _bad(name: str, number: int, problem: str) -> BadRecord:
    remedy = "Give a file that communique export --format ledger wrote"
    return BadRecord(name, problem, remedy, place=f"line {number}")


def _row(table: Table, plain: dict[str, Any]) -> dict[str, Any]:
    packed = {c.name for c in table.c if isinstance(c.type, LargeBinary)}
    return {k: base64.b64decode(v) if k in packed else v for k, v in plain.items()}


def _put(connection: Connection, table: Table | None, rows: list[dict[str, Any]]) -> None:
    if table is not None and rows:
        connection.execute(insert(table), rows)


def _restart_numbers(connection: Connection) -> None:
    """Let PostgreSQL count on from the rows that were put in with their numbers."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        if "n" in table.c:
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'n'), "
                    f"coalesce((SELECT max(n) FROM {table.name}), 0) + 1, false)"
                )
            )
