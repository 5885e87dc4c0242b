"""Who read the reports of a ledger: the shipped core, or somebody's own for the reports in its languages."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import and_, false, func, or_, select

from communique.ledger import schema as s
from communique.reading.version import WITH, reader_version

if TYPE_CHECKING:
    from communique.ledger.store import Ledger


def outdated(ledger: Ledger, own: Mapping[str, str], only: Collection[str] = ()) -> tuple[str, ...]:
    """Return the ids of reports whose reading is not by the reader that is now that of their language.

    Those that another core read than the shipped one are left, unless it is in ``own``: nobody else can read them.

    Args:
        ledger: the ledger that is asked.
        own: versions of readers by language, where it is not the shipped one.
        only: languages; where any are given, reports in others are left.
    """
    c = s.report.c
    shipped = and_(c.reader != reader_version(), c.reader.not_like(f"%{WITH}%"))
    mine = [and_(c.language == language, c.reader != reader) for language, reader in own.items()]
    where = [or_(and_(shipped, func.coalesce(c.language, "").not_in(own)), or_(false(), *mine))]
    where += [c.language.in_(only)] if only else []
    with ledger._read() as connection:
        return tuple(connection.scalars(select(c.id).where(*where).order_by(c.n)))


def read_otherwise(ledger: Ledger, own: Mapping[str, str]) -> dict[str, int]:
    """Return how many reports in each language, but those of ``own``, were read with another core than the shipped."""
    c = s.report.c
    asked = select(c.language, func.count()).where(c.reader.like(f"%{WITH}%"), c.language.not_in(own))
    with ledger._read() as connection:
        return {language: int(many) for language, many in connection.execute(asked.group_by(c.language))}
