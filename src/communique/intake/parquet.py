"""Parquet to reports: a row each, with a column ``text``; the other columns are the keys of JSON Lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from communique.errors import BadRecord, Damaged, IntakeError, Unreadable
from communique.extras import arrow
from communique.intake.objects import TEXT, read_one
from communique.intake.report import Known, Report

_COLUMNS = (TEXT, "id", "title", "published", "byline", "url", "publisher")
_ROWS = 64
"""Rows that are in memory at once."""


def read_parquet(stream: BinaryIO, known: Known) -> Iterator[Report | IntakeError]:
    """Yield the report of each row, or the error; some rows at a time are in memory.

    Raises:
        Unreadable: if pyarrow is not installed.
        Damaged: if it is no whole Parquet.
        BadRecord: if there is no column ``text``.
    """
    pyarrow = arrow(known.name, error=Unreadable)
    try:
        file = pyarrow.parquet.ParquetFile(stream)
        names = file.schema_arrow.names
        if TEXT not in names:
            problem = f'this is a table without a column "text" (its columns: {", ".join(names[:8])})'
            raise BadRecord(known.name, problem, 'Name the column with the reports "text"')
        number = 0
        for batch in file.iter_batches(_ROWS, columns=[name for name in _COLUMNS if name in names]):
            for row in batch.to_pylist():
                number += 1
                yield read_one(_plain(row), known, f"row {number}")
    except pyarrow.ArrowException as error:
        raise Damaged(known.name, f"it is no whole Parquet ({error})", "Copy the whole file again") from None


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row without what is not told, days as ISO dates."""
    return {name: _iso(value) for name, value in row.items() if value is not None}


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
