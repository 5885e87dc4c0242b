"""The forms that an answer is printed in: a table for people, CSV, JSON, JSON Lines; to a file or standard output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from communique.characters import json_text
from communique.commands.streams import output

TABLE, CSV, JSON, JSONL = "table", "csv", "json", "jsonl"
Cell = str | float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a thing is a row of CSV: the names of the columns, and what gives its cells."""

    columns: Sequence[str]
    row: Callable[[Any], Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was asked for, and the file that it goes to (``None`` for standard output)."""

    name: str = TABLE
    path: Path | None = None

    @property
    def is_table(self) -> bool:
        """Whether it is for people."""
        return self.name == TABLE

    def write(self, items: Iterable[Any], sheet: Sheet) -> int:
        """Write every item, in a form that is no table; return how many these are.

        What is wrong with the question is raised before anything is written.
        """
        rest = iter(items)
        begun = [item for item in (next(rest, _NOTHING),) if item is not _NOTHING]
        count = 0
        sys.stdout.flush()
        with output(self.path) as out:
            if self.name == CSV:
                out.write(line(sheet.columns))
            for item in chain(begun, rest):
                out.write(self._piece(item, sheet))
                count += 1
        return count

    def _piece(self, item: Any, sheet: Sheet) -> bytes:
        from communique.records import as_json

        if self.name == CSV:
            return line(sheet.row(item))
        return json_text(as_json(item), indent=1 if self.name == JSON else None).encode() + b"\n"


_NOTHING = object()


def line(cells: Iterable[Cell]) -> bytes:
    """Return a row of CSV, safe to open in a spreadsheet."""
    from communique.reading.coding.events import csv_lines

    return csv_lines([tuple(cells)]).encode("utf-8", "replace")


@contextmanager
def printing(path: Path | None, echo: Callable[[str], object], end: str = "") -> Iterator[Callable[[str], object]]:
    """Yield what prints a piece of text: ``echo`` to standard output, else what writes it and ``end`` to a file."""
    if path is None:
        yield echo
        return
    with output(path) as out:
        yield lambda text: out.write((text + end).encode("utf-8", "replace"))
