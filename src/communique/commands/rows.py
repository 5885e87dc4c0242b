"""What a database answers, as a table that fits the terminal, or as a list of each row's values where none does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from communique.table import one_line

NULL = "NULL"
_GAP, _NARROWEST, _WIDEST = 2, 12, 60
"""Cells between columns; to how many a column may be narrowed, and to how many it is where there is room for more."""


def print_rows(console: Console, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> int:
    """Print the answer to a statement in SQL, a line a row; return how many values were cut to fit.

    Where even narrow columns do not fit beside each other, each row is printed as a list of its values.
    """
    shown = [[_shown(value) for value in row] for row in rows]
    wide = [max([cell_len(name), *(cell_len(row[k][0]) for row in shown)]) for k, name in enumerate(names)]
    fitted = _fitted(wide, [cell_len(name) for name in names], console.width)
    if fitted is None:
        return _print_lists(console, names, shown)
    table = Table(box=None, padding=(0, _GAP, 0, 0), header_style="dim", expand=False)
    for k, name in enumerate(names):
        is_number = bool(rows) and all(row[k] is None or isinstance(row[k], (int, float)) for row in rows)
        table.add_column(Text(name), justify="right" if is_number else "left", no_wrap=True, max_width=fitted[k])
    cut = 0
    for row in shown:
        cells = [_cut(text, style, width) for (text, style), width in zip(row, fitted, strict=True)]
        cut += sum(text != cell.plain for (text, _), cell in zip(row, cells, strict=True))
        table.add_row(*cells)
    console.print(table)
    return cut


def _fitted(wide: Sequence[int], heads: Sequence[int], width: int) -> list[int] | None:
    """How wide each column is: as its widest value, narrowed where there is no room; ``None`` where none fits."""
    room = width - _GAP * len(wide)
    least = [min(w, max(_NARROWEST, h)) for w, h in zip(wide, heads, strict=True)]
    if sum(least) > room:
        return None
    fitted = [min(w, max(_WIDEST, low)) for w, low in zip(wide, least, strict=True)]
    while sum(fitted) > room:
        most = max(range(len(fitted)), key=lambda k: fitted[k] - least[k])
        fitted[most] -= 1
    while (spare := room - sum(fitted)) > 0 and (short := [k for k, w in enumerate(wide) if fitted[k] < w]):
        for k in short[:spare]:
            fitted[k] += 1
    return fitted


def _print_lists(console: Console, names: Sequence[str], rows: Sequence[Sequence[tuple[str, str]]]) -> int:
    """Print each row as a list, a value a line after the name of its column."""
    cut, left = 0, max(map(cell_len, names))
    for number, row in enumerate(rows, 1):
        console.print(Text(f"row {number}", style="dim"))
        for name, (text, style) in zip(names, row, strict=True):
            cell = _cut(text, style, max(_NARROWEST, console.width - left - _GAP))
            cut += cell.plain != text
            padded = set_cell_size(name, left) + " " * _GAP
            console.print(Text.assemble((padded, "dim"), cell), no_wrap=True, overflow="ignore", crop=False)
    return cut


def _shown(value: Any) -> tuple[str, str]:
    """A value as a line of text, and its style."""
    if value is None:
        return NULL, "dim italic"
    if isinstance(value, bytes):
        return f"<{len(value):,} bytes>", "dim"
    return one_line(str(value)), ""


def _cut(text: str, style: str, width: int) -> Text:
    fits = cell_len(text) <= width
    return Text(text if fits else set_cell_size(text, width - 1).rstrip() + "…", style=style)
