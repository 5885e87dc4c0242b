"""Rows to take away as CSV or JSON: exactly those that a page shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from starlette.responses import Response

from communique.characters import json_text
from communique.desk.downloads import attached
from communique.desk.problems import Refused
from communique.reading.coding.events import csv_lines
from communique.records import as_json

Cell = str | float | None


def taken_away(
    name: str, suffix: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], things: Sequence[Any]
) -> Response:
    """Return rows as CSV, or what they are rows of as JSON, under a name with this suffix.

    Raises:
        Refused: if there is no such form.
    """
    headers = attached(f"{name}.{suffix}")
    if suffix == "csv":
        return Response(csv_lines([tuple(columns), *rows]).encode("utf-8", "replace"), 200, headers, "text/csv")
    if suffix == "json":
        return Response(json_text([as_json(x) for x in things], indent=1).encode(), 200, headers, "application/json")
    raise Refused(404, "NoForm", f"there is no form .{suffix}", "Ask for .csv or .json")
