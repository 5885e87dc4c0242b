"""What a database answers to a question in SQL, as plain JSON and as CSV."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from communique.characters import json_text
from communique.ledger.asking import Answer
from communique.reading.coding.events import csv_lines


def objects(answer: Answer) -> Iterator[dict[str, Any]]:
    """Yield each row as an object; of columns of one name the second has a number: none is lost as a key."""
    names = _apart(answer.columns)
    for row in answer.rows:
        yield dict(zip(names, map(plain, row), strict=True))


def csv_of(answer: Answer) -> str:
    """Return all rows as CSV under the names of the columns, safe to open in a spreadsheet."""
    rows = (tuple(cell(plain(value)) for value in row) for row in answer.rows)
    return csv_lines([tuple(answer.columns), *rows])


def _apart(names: Sequence[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        number, new = 1, name
        while new in found:
            number += 1
            new = f"{name}_{number}"
        found.append(new)
    return found


def plain(value: Any) -> Any:
    """Return a value of the database as one of JSON: bytes as hexadecimal digits, what JSON has no form of as text."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value if value is None or isinstance(value, (bool, int, float, str, list, dict)) else str(value)


def cell(value: Any) -> str | float | None:
    """Return a value of JSON as a cell of CSV."""
    return json_text(value) if isinstance(value, (bool, list, dict)) else value
