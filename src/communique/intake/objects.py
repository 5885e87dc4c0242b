"""JSON objects and arrays, and tables with a column ``text``, to reports: the keys are those of JSON Lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from communique.errors import BadRecord, IntakeError
from communique.intake.decode import MAX_BYTES, decode
from communique.intake.foreign import columns_of, refuse_json, refuse_text
from communique.intake.jsonl import report_of
from communique.intake.report import Known, Report

TEXT = "text"
"""The key, or the column, of a report's text."""


def read_json(raw: bytes, known: Known) -> Iterator[Report | IntakeError]:
    """Yield the report of a JSON object, or of each object of an array; ``raw`` is the whole file.

    Raises:
        IntakeError: if it is no JSON, or not of reports.
    """
    text = decode(raw, known.name).text
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        problem = f"not JSON ({str(error) or 'nested too deep'})"
        raise BadRecord(known.name, problem, "Mend it, or give one object a line as JSON Lines (.jsonl)") from None
    if isinstance(value, dict) and TEXT in value:
        yield read_one(value, known, "the object")
    elif isinstance(value, list) and any(isinstance(item, dict) and TEXT in item for item in value):
        for number, item in enumerate(value, 1):
            yield read_one(item, known, f"item {number}")
    else:
        if isinstance(value, (dict, list)):
            refuse_json(value, known.name)
        raise BadRecord(known.name, "there is no report in it", 'Give objects with a string as "text"')


def read_table(raw: bytes, known: Known) -> Iterator[Report | IntakeError]:
    """Yield the report of each row of a table with a column ``text``; ``raw`` is the whole file.

    Raises:
        IntakeError: if it is no text, or a table without such a column.
    """
    text = decode(raw, known.name).text.lstrip("\ufeff")
    sign, head = columns_of(text)
    names = [name.lower() for name in head]
    if TEXT not in names:
        refuse_text(text, known.name)
        problem = f'this is a table without a column "text" (its columns: {", ".join(head[:8])})'
        raise BadRecord(known.name, problem, 'Name the column with the reports "text"')
    csv.field_size_limit(MAX_BYTES)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    try:
        for number, row in enumerate(rows, 1):
            if number > 1 and any(row):
                yield _row(row, names, known, f"row {number}")
    except csv.Error as error:
        remedy = "Mend the row (a quotation mark that is not closed?); the rows before it are read"
        yield BadRecord(known.name, f"not CSV ({error})", remedy, place=f"line {rows.line_num}")


def is_table(text: str) -> bool:
    """Whether a text begins with the head of a table that has a column ``text`` beside others.

    >>> is_table("id,text\\n1,They met.")
    True
    """
    names = [cell.lower() for cell in columns_of(text)[1]]
    return len(names) > 1 and TEXT in names and all(name.isidentifier() for name in names)


def _row(row: list[str], names: list[str], known: Known, place: str) -> Report | IntakeError:
    if len(row) != len(names):
        problem = f"the row has {len(row)} cells, and the table {len(names)} columns"
        return BadRecord(known.name, problem, "Mend the row; the others are read all the same", place=place)
    return read_one({name: cell for name, cell in zip(names, row, strict=True) if cell}, known, place)


def read_one(value: Any, known: Known, place: str) -> Report | IntakeError:
    """Return the report of one object; its bytes are the object's, written in one way whatever the file's is."""
    if not isinstance(value, Mapping):
        problem = f"a JSON {type(value).__name__} where an object is needed"
        return BadRecord(known.name, problem, "Mend or remove it; the others are read all the same", place=place)
    raw = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8", "surrogatepass")
    try:
        return report_of(value, raw, known, place)
    except IntakeError as error:
        return error
