"""What is no report, though it is text: a ledger's export, a record, a table, settings. Told by its form, and named."""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Mapping
from typing import Any, NoReturn

from communique.errors import NotAReport

_RECORDS = 'Give objects with a "text", one or many (JSON, JSON Lines), or a table with a column "text"'
_READ = "Give what it was read from"
_RESTORE = "Put the whole of it into a new ledger: communique ingest --restore FILE"
_FORMS: tuple[tuple[frozenset[str], str, str], ...] = (
    (frozenset({"form", "tables"}), "a ledger that was exported", _RESTORE),
    (frozenset({"table", "row"}), "a line of a ledger that was exported", _RESTORE),
    (frozenset({"report", "engagements"}), "a record that was read from a report", _READ),
    (frozenset({"report", "engagement", "cameo"}), "an event that was read from a report", _READ),
    (frozenset({"judgement", "judge"}), "judgements on a ledger", "Take them in: communique judge --import FILE"),
    (frozenset({"type", "features"}), "a map (GeoJSON)", _RECORDS),
    (frozenset({"@context"}), "linked data (JSON-LD)", _RECORDS),
)
"""Keys that an object of a known form has, what it is, and what to do with it."""

_EVENTS = frozenset({"plover", "cameo", "quad"})
_LEAST_ROWS = 4
_LEAST_COLUMNS = 3
_LONGEST_HEAD = 40
_DELIMITERS = ",;\t|"


def refuse_value(value: Any, name: str, place: str | None = None) -> None:
    """Raise where a JSON value is of a known form that holds no report.

    Raises:
        NotAReport: naming what it is.
    """
    keys = value.keys() if isinstance(value, Mapping) else ()
    for known, what, remedy in _FORMS:
        if known <= set(keys):
            raise NotAReport(name, f"this is {what}, not a report", remedy, place=place)


def refuse_json(value: Any, name: str) -> NoReturn:
    """Raise for a JSON object or array without a report in it.

    Raises:
        NotAReport: naming what it is.
    """
    refuse_value(value[0] if isinstance(value, list) and value else value, name)
    raise NotAReport(name, "this is JSON without a report in it", _RECORDS)


def refuse_text(text: str, name: str) -> None:
    """Raise where a text is data: JSON, TOML or a table without a column of texts.

    Raises:
        NotAReport: naming what it is.
    """
    start = text.lstrip("\ufeff \t\r\n")
    if start[:1] in "{[" and start:
        value = _json(start)
        if value is not None:
            refuse_json(value, name)
    if _is_toml(start):
        raise NotAReport(name, "this is TOML (settings), not a report", "Give a text, a page, or objects with a text")
    found = _table(start)
    if found is not None:
        if set(found) >= _EVENTS:
            raise NotAReport(
                name, "this is a table of events, not a report", "Give the reports that they were read from"
            )
        problem = f"this is a table without a column of texts (its columns: {', '.join(found[:8])})"
        raise NotAReport(name, problem, 'Name the column with the reports "text"')


def columns_of(text: str) -> tuple[str, list[str]]:
    """Return the delimiter of a table's first line, and its cells; a comma, where it has none of the usual ones.

    >>> columns_of("id;text;published")
    (';', ['id', 'text', 'published'])
    """
    line = text.split("\n", 1)[0].rstrip("\r")
    rows = [(sign, next(csv.reader([line], delimiter=sign), [])) for sign in _DELIMITERS]
    sign, cells = max(rows, key=lambda row: len(row[1]))
    return sign, [cell.strip() for cell in cells]


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _is_toml(text: str) -> bool:
    """Whether a text is TOML with a table or a value in it."""
    first = text.split("\n", 1)[0].strip()
    if not (first.startswith(("[", "#")) or "=" in first):
        return False
    try:
        return bool(tomllib.loads(text))
    except (ValueError, RecursionError):
        return False


def _table(text: str) -> list[str] | None:
    """Return the head of a table, or ``None`` for what is none: rows of one length under cells that name something."""
    sign, head = columns_of(text)
    named = [cell for cell in head if cell and len(cell) <= _LONGEST_HEAD and cell[-1] not in ".!?"]
    if len(head) < _LEAST_COLUMNS or len(named) < len(head):
        return None
    try:
        rows = [row for row in csv.reader(text.splitlines(keepends=True), delimiter=sign) if row]
    except csv.Error:
        return None
    return head if len(rows) >= _LEAST_ROWS and all(len(row) == len(head) for row in rows) else None
