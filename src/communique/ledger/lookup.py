"""Rows by the values of a column, however many: so many values a question."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, bindparam, select

T = TypeVar("T")

AT_ONCE = 500
"""Values asked for in one query."""


def portions(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield values in their order, at most :data:`AT_ONCE` together."""
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]


def rows_in(
    connection: Connection, table: Table, column: ColumnElement[Any], values: Collection[Any]
) -> list[Row[Any]]:
    """Return the rows of ``table`` whose ``column`` is among ``values``."""
    return columns_in(connection, tuple(table.c), column, values)


def columns_in(
    connection: Connection, columns: Sequence[ColumnElement[Any]], column: ColumnElement[Any], values: Collection[Any]
) -> list[Row[Any]]:
    """Return these columns of the rows whose ``column`` is among ``values``."""
    found: list[Row[Any]] = []
    for some in portions(sorted(set(values))):
        found += connection.execute(_asked(tuple(columns), column), {"some": some}).all()
    return found


@lru_cache(maxsize=200)
def _asked(columns: tuple[ColumnElement[Any], ...], column: ColumnElement[Any]) -> Select[Any]:
    """The statement that asks for some; made once, for making one takes longer than the database does."""
    return select(*columns).where(column.in_(bindparam("some", expanding=True)))
