"""Rows of a table, each with the file, sheet and number it stands at: CSV, workbooks, XML."""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from communique.errors import BadLayout, BadRecord, Damaged, IntakeError, NotFound, Unreadable
from communique.extras import install_extra
from communique.intake.decode import decode
from communique.intake.rows.layout import Layout

ENDINGS = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".xml")
"""How the names of files end that hold tables."""
_BOOKS = (".xlsx", ".xls", ".ods")
_REMEDY = "Mend the row; the others are taken in"


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its file with the file's hash, its sheet if any, its number, and its cells with their columns' names."""

    file: str
    sha256: str
    sheet: str
    number: int
    cells: tuple[tuple[str, str], ...]

    @property
    def place(self) -> str:
        """Where it stands in its file, for messages."""
        return f"sheet {self.sheet!r}, row {self.number}" if self.sheet else f"row {self.number}"

    def value(self, column: str) -> str:
        """Return the cell of a column, empty where there is none."""
        return next((value for name, value in self.cells if name == column), "")


def files_of(path: str) -> list[str]:
    """Return the file, or the tables in a folder and those below it, in the order of their names.

    Raises:
        NotFound: if there is none.
    """
    if os.path.isfile(path):
        return [path]
    found = sorted(str(x) for x in Path(path).rglob("*") if x.suffix.lower() in ENDINGS and x.is_file())
    if not found:
        problem = "there is no table in this folder" if os.path.isdir(path) else "there is no such file"
        raise NotFound(path, problem, f"Give a table: its name ends in {', '.join(ENDINGS)}")
    return found


def read_rows(path: str, layout: Layout) -> Iterator[Row | IntakeError]:
    """Yield the rows of a file that are not empty, or the error for one that cannot be read, in their order.

    Raises:
        BadLayout: if a column that the layout names is not in the table.
        IntakeError: if the file cannot be read.
    """
    ending = os.path.splitext(path)[1].lower()
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        problem = f"it cannot be read ({error.strerror or error})"
        raise Unreadable(path, problem, "Check that it is a file, and its rights") from None
    if ending == ".xml":
        from communique.intake.rows.xml import rows_of_xml

        yield from (Row(path, _hash(raw), "", n, cells) for n, cells in rows_of_xml(raw, path, layout))
        return
    sheet, lines = _book(raw, path, layout.sheet) if ending in _BOOKS else ("", _csv(raw, path))
    yield from _named(lines, Row(path, _hash(raw), sheet, 0, ()), layout)


def _hash(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _named(lines: Iterable[Sequence[str] | IntakeError], at: Row, layout: Layout) -> Iterator[Row | IntakeError]:
    """Yield rows with the names that the header gives their cells."""
    names: list[str] | None = None
    for number, line in enumerate(lines, 1):
        if number < layout.header:
            continue
        if isinstance(line, IntakeError):
            yield line
        elif names is None:
            names = [x.strip() for x in line]
            _check_names(names, at, layout)
        else:
            row = Row(at.file, at.sha256, at.sheet, number, ())
            cells = [x.strip() for x in line]
            beyond = next((x for x in cells[len(names) :] if x), None)
            if beyond is not None:
                problem = f"it has more cells than the table has columns ({beyond[:40]!r})"
                yield BadRecord(at.file, problem, _REMEDY, place=row.place)
            elif any(cells):
                yield Row(at.file, at.sha256, at.sheet, number, tuple(zip(names, cells, strict=False)))
    if names is None:
        raise BadLayout(at.file, f"it has no row {layout.header} with the names of columns", "Give a table with one")


def _check_names(names: Sequence[str], at: Row, layout: Layout) -> None:
    for key, column in layout.columns.items():
        if names.count(column) != 1:
            problem = (
                f"{column!r} is no column" if column not in names else f"{column!r} is {names.count(column)} columns"
            )
            where = f"sheet {at.sheet!r}, row {layout.header}" if at.sheet else f"row {layout.header}"
            there = ", ".join(n for n in names if n)
            remedy = f"Name the column for {key} as it stands there, in the layout or by --column {key}=NAME: {there}"
            raise BadLayout(at.file, problem, remedy, place=where)


def _csv(raw: bytes, path: str) -> Iterator[list[str] | IntakeError]:
    text = decode(raw, path).text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    most = max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=most, strict=True)
    number = 0
    while True:
        number += 1
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRecord(path, f"it is no row of CSV ({error})", _REMEDY, place=f"row {number}")


def _book(raw: bytes, path: str, sheet: str) -> tuple[str, list[list[str]]]:
    """Return the name of a workbook's sheet, the first if none is named, and its rows."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        remedy = f"Install it: {install_extra('excel')}"
        raise Unreadable(path, "workbooks are read with python-calamine, which is not installed", remedy) from None
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        names = book.sheet_names
        if sheet and sheet not in names:
            raise BadLayout(path, f"there is no sheet {sheet!r}", f"Name one of {', '.join(names)}", place="sheet")
        name = sheet or names[0]
        lines = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise Damaged(path, f"it is no whole workbook ({error})", "Save it again, or as CSV") from None
    return name, [[_plain(x) for x in line] for line in lines]


def _plain(value: Any) -> str:
    """Return a cell as text: a day in ISO 8601, a whole number without a point."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
