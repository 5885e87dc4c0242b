"""Along what a query walks: the days of two sides or of one where they are asked for, else those of all entries.

Rows of a side have what is chosen by most beside it, so that an entry is fetched only where more of it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from sqlalchemy import Column, ColumnElement, CompoundSelect, Connection, Select, Table, and_, exists, func, or_, select
from sqlalchemy.sql import visitors

from communique.errors import BadQuery
from communique.ledger import schema as s
from communique.ledger.order import Order
from communique.ledger.sides import sides_named
from communique.reading.asked import country_code

_MANY = 20_000
"""Rows of a side, beyond which entries are better looked at in the order asked for than put into it."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A table that has entries in the order of their days, and the condition on its rows."""

    table: Table
    where: tuple[ColumnElement[bool], ...] = ()

    @property
    def number(self) -> ColumnElement[int]:
        """The column of the entry's row number."""
        return s.entry.c.n if self.table is s.entry else self.table.c.entry

    def column(self, name: str) -> ColumnElement[Any]:
        """Return a column of the entry, as the table itself has it if it does."""
        return self.table.c[name] if name in self.table.c else s.entry.c[name]

    def select(self, *columns: ColumnElement[Any], where: Sequence[ColumnElement[bool]] = ()) -> Select[Any]:
        """Return the statement for columns of the entries for which all conditions hold."""
        found = select(*columns).select_from(self.table)
        if self.table is not s.entry and any(map(_of_entry, (*columns, *where))):
            found = found.join(s.entry, s.entry.c.n == self.number)
        return found.where(*self.where, *where)


EVERYWHERE = Walk(s.entry)


def _of_entry(element: ColumnElement[Any]) -> bool:
    return any(isinstance(x, Column) and x.table is s.entry for x in visitors.iterate(element))


def walk(
    connection: Connection, dyad: tuple[str, str] | None, actor: str | None, countries: Collection[str], order: Order
) -> Walk:
    """Return along what a query walks: two sides, else whoever the actor means, else the countries, else everything.

    Raises:
        BadQuery: if the two of a dyad are one, or a country is none.
        UnknownId: if a name is nobody's.
    """
    if dyad:
        one, other = (sides_named(connection, name) for name in dyad)
        pairs = sorted({(min(a, b), max(a, b)) for a, b in product(one, other) if a != b})
        if not pairs:
            raise BadQuery(repr(dyad[0]), f"{dyad[1]!r} is the same", "Give two, or one by itself")
        return _along(connection, s.dyad, lambda c: _is_pair(c, pairs), len(pairs), order)
    sides = sides_named(connection, actor) if actor else sorted(set(map(country_code, countries)))
    return _along(connection, s.side, lambda c: c.side.in_(sides), len(sides), order) if sides else EVERYWHERE


def _is_pair(columns: Any, pairs: Collection[tuple[str, str]]) -> ColumnElement[bool]:
    return or_(*(and_(columns.low == low, columns.high == high) for low, high in pairs))


def has_side(way: Walk, sides: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that one of some sides takes part in what is walked along."""
    side = s.side.alias()
    return exists().where(side.c.entry == way.number, side.c.side.in_(sides))


def among(
    connection: Connection, way: Walk, found: Select[Any], counted: Select[Any] | None = None
) -> ColumnElement[bool]:
    """Return the condition that what is walked along is among what a statement finds.

    Of few these are looked up; of many, what is walked along is held against them, in its order. ``counted`` is a
    statement that finds as many, by which that is told at less cost.
    """
    is_many = connection.dialect.name == "sqlite" and are_many(connection, found if counted is None else counted)
    return (way.number + 0 if is_many else way.number).in_(found)  # SQLite looks no sum up


def _along(
    connection: Connection, table: Table, condition: Callable[[Any], ColumnElement[bool]], keys: int, order: Order
) -> Walk:
    """Entries along an index of days: of one key in its own order, of several each once.

    Where there are many, and not in the order asked for, all entries are looked at in that order, until a page is full.
    """
    if keys == 1 and order is Order.DAY:
        return Walk(table, (condition(table.c),))
    other = table.alias()  # which none that is counted by stands for
    found = select(other.c.entry).where(condition(other.c))
    if are_many(connection, found):
        return Walk(s.entry, (found.where(other.c.entry == s.entry.c.n).exists(),))
    return Walk(table, (condition(table.c),)) if keys == 1 else Walk(s.entry, (s.entry.c.n.in_(found),))


def are_many(connection: Connection, found: Select[Any] | CompoundSelect[Any]) -> bool:
    """Whether a statement finds so many that entries are better looked at in the order asked for than put into it."""
    counted = select(func.count()).select_from(found.limit(_MANY + 1).subquery())
    return int(connection.scalar(counted) or 0) > _MANY
