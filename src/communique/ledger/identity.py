"""Identifiers of actors and entries: made once, never used again, found again after they moved."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Insert, Table, delete, insert, select, update

from communique.ledger import lookup, touched
from communique.ledger.schema import actor, entry, moved

ACTOR, ENTRY, JUDGEMENT = "A", "E", "J"


def new_id(prefix: str, seed: str) -> str:
    """Return an id of twelve letters and digits after its prefix, the same for the same seed (60 bits of SHA-256)."""
    digest = hashlib.sha256(f"{prefix}\0{seed}".encode()).digest()
    return f"{prefix}-{base64.b32encode(digest)[:12].decode().lower()}"


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def free_id(connection: Connection, prefix: str, seed: str, but: Collection[str] = ()) -> str:
    """Return an id that nothing has or had, none of ``but``: that of the seed, or of the seed with a number."""
    table: Table = actor if prefix == ACTOR else entry
    number = 0
    while True:
        id = new_id(prefix, f"{seed}#{number}" if number else seed)
        there = id in but or connection.scalar(select(table.c.id).where(table.c.id == id)) is not None
        if not there and connection.scalar(select(moved.c.old).where(moved.c.old == id)) is None:
            return id
        number += 1


def id_for(connection: Connection, prefix: str, group: Sequence[str]) -> str:
    """Return an id for a group that has none: the one that a member's group had before it was joined, or a free one."""
    return ids_for(connection, prefix, [group])[0]


def ids_for(connection: Connection, prefix: str, groups: Sequence[Sequence[str]]) -> list[str]:
    """Return an id for each of these groups, as :func:`id_for` does for one after another."""
    if not groups:
        return []
    table: Table = actor if prefix == ACTOR else entry
    seeds = {member: new_id(prefix, member) for group in groups for member in group}
    had = {r.old for r in lookup.columns_in(connection, (moved.c.old,), moved.c.old, seeds.values())}
    firsts = {seeds[group[0]] for group in groups}
    there = {r.id for r in lookup.columns_in(connection, (table.c.id,), table.c.id, firsts)}
    back, given = set[str](), dict[str, None]()
    for group in groups:
        again = next((seeds[m] for m in group if seeds[m] in had - back), None)
        if again is not None:
            back.add(again)
        first = seeds[group[0]]
        free = first not in there and first not in had and first not in given
        given[again or (first if free else free_id(connection, prefix, group[0], given))] = None
    if back:
        touched.note(connection, moved=back)
        connection.execute(delete(moved).where(moved.c.old.in_(sorted(back))))
    return list(given)


def move(connection: Connection, old: str, new: str | None) -> None:
    """Keep that ``old`` became part of ``new``, and so did all that had become part of it."""
    touched.note(connection, moved=[old])
    connection.execute(update(moved).where(moved.c.new == old).values(new=new))
    connection.execute(insert(moved).values(old=old, new=new))


def current_id(connection: Connection, id: str) -> str | None:
    """Return the id under which an actor or entry stands now; the same where it never moved."""
    row = connection.execute(select(moved.c.new).where(moved.c.old == id)).first()
    return row.new if row is not None else id


def inserted(connection: Connection, statement: Insert) -> int:
    """Run an insertion of one row and return its row number."""
    key = connection.execute(statement).inserted_primary_key
    assert key is not None
    return int(key[0])


def all_inserted(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows that have ids, in their order, and return their row numbers."""
    if not rows:
        return []
    connection.execute(insert(table), rows)
    wanted = [row["id"] for row in rows]
    numbers = {r.id: int(r.n) for r in lookup.columns_in(connection, (table.c.id, table.c.n), table.c.id, wanted)}
    return [numbers[id] for id in wanted]


def now() -> str:
    """Return the time, UTC, as ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")
