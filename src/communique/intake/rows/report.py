"""A row as a report: its cells are the text, a line each, and its bytes are the cells with what they mean."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import defaultdict
from datetime import date, datetime
from typing import Any

from communique.characters import storable
from communique.errors import BadRecord
from communique.intake.report import MAX_ID, Report
from communique.intake.rows.cells import Row
from communique.intake.rows.layout import DIRECTIONS, Layout, layout_of, meaning
from communique.records import ReportInfo, SourcePart, Span
from communique.text import Segment, SegmentKind, TextLayer

VERSION = "row 1"
"""The version of the text layer of a row: by it a row is told from what people wrote."""
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_REMEDY = "Mend the cell; the other rows are taken in"


def is_row(report: Report) -> bool:
    """Return whether a report is a row of a table."""
    return report.layer.version == VERSION


def report_of(row: Row, layout: Layout) -> Report:
    """Return a row as a report, whose day is the last that it gives.

    Raises:
        BadRecord: if its days are none, or in the wrong order, its id is too long, or it is of no known kind or
            direction; the place is the row and the column.
    """
    row = Row(row.file, row.sha256, row.sheet, row.number, tuple((storable(a), storable(b)) for a, b in row.cells if b))
    raw = json.dumps({"cells": row.cells, "layout": layout.as_json()}, ensure_ascii=False).encode("utf-8")
    layout = _turned(row, layout)
    first, last = days_of(row, layout)
    _check_kind(row, layout)
    text, parts = _rendered(row, layout)
    info = ReportInfo(
        id=_id(row, layout),
        title=_title(row, layout),
        published=_whole(last) or _whole(first),
        text=text,
        language="en",
        byline=None,
        url=_address(given(row, layout, "source")),
        sha256=hashlib.sha256(raw).hexdigest(),
        publisher=layout.name,
        parts=parts,
    )
    segments = tuple(Segment(p.start, p.end, SegmentKind.BODY) for p in parts[1:])
    return Report(info, TextLayer(text, segments, VERSION), raw)


def row_of(raw: bytes) -> tuple[tuple[tuple[str, str], ...], Layout]:
    """Return the cells of a row, and what they mean, from its bytes."""
    value = json.loads(raw)
    cells = tuple((a, b) for a, b in value["cells"])
    return cells, _turned(Row("", "", "", 0, cells), layout_of(value["layout"], "row"))


def _turned(row: Row, layout: Layout) -> Layout:
    """Return what the columns mean for a row: of one whose direction is incoming, those called visitors receive.

    Raises:
        BadRecord: if the layout has a direction, and the row has none that is known.
    """
    if "direction" not in {*layout.columns, *layout.values}:
        return layout
    text = given(row, layout, "direction")
    way = meaning({**{x: x for x in DIRECTIONS}, **layout.directions}, text)
    if way is None:
        problem = f"the layout does not say what direction {text!r} is: give it under [directions]"
        raise _bad(row, layout, "direction", problem if text else "it does not say who came to whom: it is empty")
    return layout.turned() if way == "incoming" else layout


def fields_of(cells: tuple[tuple[str, str], ...], layout: Layout) -> dict[str, tuple[str, Span]]:
    """Return what each field of a row says, and where that stands in its text."""
    found: dict[str, tuple[str, Span]] = {}
    at, named = 0, defaultdict[str, list[str]](list)
    for key, column in layout.columns.items():
        named[column].append(key)
    for name, value, is_cell in _lines(cells, layout):
        start = at + len(name) + 2
        at = start + len(value) + 1
        for key in named.get(name, ()) if is_cell else (name,):
            found.setdefault(key, (value, Span(start, start + len(value))))
    return found


def _lines(cells: tuple[tuple[str, str], ...], layout: Layout) -> list[tuple[str, str, bool]]:
    """Return the lines of a row's text: its cells, then what the layout says of all rows and these do not."""
    told = {name for name, _ in cells}
    own = [(name, value, True) for name, value in cells]
    return own + [(key, value, False) for key, value in layout.values.items() if layout.columns.get(key) not in told]


def changed(old: bytes, new: bytes) -> list[dict[str, Any]]:
    """Return which cells of a row are other than before, an object each of field, old and new."""
    (before, _), (after, _) = row_of(old), row_of(new)
    was, now = dict(before), dict(after)
    return [
        {"change": "field", "field": name, "old": was.get(name), "new": now.get(name)}
        for name in {**was, **now}
        if was.get(name) != now.get(name)
    ]


def given(row: Row, layout: Layout, key: str) -> str:
    """Return what a row says of a field: its cell, else what the layout says of all rows; empty where neither does."""
    column = layout.columns.get(key)
    return (row.value(column) if column else "") or layout.values.get(key, "")


def days_of(row: Row, layout: Layout) -> tuple[str | None, str | None]:
    """Return the first and the last day of a row as ISO dates (a year, a month, a day); ``None`` where it gives none.

    Raises:
        BadRecord: if a cell holds no day, or the last comes before the first.
    """
    first, last = (_day(row, layout, key) for key in ("first", "last"))
    if first and last and last < first[: len(last)]:
        raise _bad(row, layout, "last", f"the last day, {last}, is before the first, {first}")
    return first or last, last


def _day(row: Row, layout: Layout, key: str) -> str | None:
    text = given(row, layout, key)
    if not text:
        return None
    day = text[:10] if "T" in text else text
    try:
        if layout.days and not _DAY.fullmatch(day):
            return datetime.strptime(text, layout.days).date().isoformat()
        if not _DAY.fullmatch(day):
            raise ValueError
        date.fromisoformat(f"{day}-01-01"[:10] if len(day) < 10 else day)
    except ValueError:
        form = f"in the form {layout.days!r}" if layout.days else "YYYY-MM-DD, YYYY-MM or YYYY"
        raise _bad(row, layout, key, f"{text!r} is no day {form}") from None
    return day


def _whole(day: str | None) -> str | None:
    return day if day is not None and len(day) == 10 else None


def _check_kind(row: Row, layout: Layout) -> None:
    text = given(row, layout, "kind")
    if text and meaning(layout.kinds, text) is None:
        raise _bad(row, layout, "kind", f"the layout does not say what kind {text!r} is: give it under [kinds]")


def _bad(row: Row, layout: Layout, key: str, problem: str) -> BadRecord:
    return BadRecord(row.file, problem, _REMEDY, place=f"{row.place}, column {layout.columns.get(key, key)!r}")


def _rendered(row: Row, layout: Layout) -> tuple[str, tuple[SourcePart, ...]]:
    """Return the text of a row, and the parts of it: the row, and each cell by its column."""
    at, lines, parts = 0, [], []
    where = f"{os.path.basename(row.file)}, {row.place}"
    for name, value, is_cell in _lines(row.cells, layout):
        line = f"{name}: {value}"
        column = f"{where}, column {name!r}" if is_cell else f"layout, {name}"
        parts.append(SourcePart(column, at + len(name) + 2, at + len(line)))
        lines.append(line)
        at += len(line) + 1
    text = "\n".join(lines)
    return text, (SourcePart(f"{where} (SHA-256 of the file {row.sha256[:16]})", 0, len(text)), *parts)


def _id(row: Row, layout: Layout) -> str:
    """Return the id of a row: the one that the table gives it, else one made from its cells."""
    own = "-".join(given(row, layout, "id").split())
    if not own:
        own = hashlib.sha256(json.dumps(row.cells).encode()).hexdigest()[:16]
    id = f"{layout.slug}-{own}".replace("/", "-")
    if len(id) > MAX_ID:
        raise _bad(row, layout, "id", f"an id of {len(id):,} characters is too long: at most {MAX_ID} are kept")
    return id


def _title(row: Row, layout: Layout) -> str:
    who = given(row, layout, "visitor") or given(row, layout, "visitor_country")
    where = given(row, layout, "country") or given(row, layout, "host") or given(row, layout, "host_country")
    return ", ".join(x for x in (who, where, given(row, layout, "first")) if x)


def _address(text: str) -> str | None:
    return text if text.startswith(("http://", "https://")) and " " not in text else None
