"""Data frames of pandas: events, statements and entries, a row each, with types that lose nothing.

pandas is the extra ``pandas``; it is imported when a frame is made. What is not known is ``<NA>`` (``NaT`` for a day).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from communique.errors import CommuniqueError, ExtraMissing
from communique.exchange.csv import COLUMNS as ENTRY_COLUMNS
from communique.exchange.entries import dyads_of
from communique.extras import install_extra
from communique.ledger.views import Entry
from communique.reading.coding.events import COLUMNS as EVENT_COLUMNS
from communique.reading.coding.events import csv_row, events_of
from communique.records import Event, Record

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "Rows", "to_frame"]

Rows = Literal["events", "statements", "entries"]
_Item = Record | Event | Entry | CommuniqueError
_LOG = logging.getLogger("communique")
_LOG.addHandler(logging.NullHandler())

_DAY, _NUMBER, _COUNT, _TEXT = "datetime64[s]", "Float64", "Int64", "string"
_OF_EVENTS = dict.fromkeys(("published", "earliest", "latest"), _DAY) | dict.fromkeys(
    ("goldstein", "confidence"), _NUMBER
)
_OF_TYPES = {"day": _DAY, "number": _NUMBER, "count": _COUNT}
_STATEMENT_COLUMNS = (
    *("report", "published", "statement", "kind", "force", "speaker", "speaker_name", "speaker_country"),
    *("addressee", "addressee_name", "cue", "content", "spans", "about", "toward"),
)
COLUMNS: dict[Rows, dict[str, str]] = {
    "events": {name: _OF_EVENTS.get(name, _TEXT) for name in EVENT_COLUMNS},
    "statements": {name: _DAY if name == "published" else _TEXT for name in _STATEMENT_COLUMNS},
    "entries": {column.name: _OF_TYPES.get(column.type, _TEXT) for column in ENTRY_COLUMNS},
}
"""The columns of each sort of rows, in their order, with their types."""


def to_frame(items: _Item | Iterable[_Item], rows: Rows | None = None) -> pd.DataFrame:
    """Return a frame of records, events or entries: a row an event, a statement, or a pair of an entry.

    Records give events, or statements where ``rows`` says so. Failures among them, as ``read_all`` yields them, are
    logged and left out. Without any item there are the columns of ``rows`` (events, where it is not given).

    Raises:
        ExtraMissing: if pandas is not installed.
        TypeError: if an item is none of these, or gives no such rows.
    """
    pandas = _pandas()
    given = [items] if isinstance(items, (Record, Event, Entry, CommuniqueError)) else items
    found = [item for item in given if not _failed(item)]
    sort: Rows = rows or ("entries" if found and isinstance(found[0], Entry) else "events")
    table = [row for item in found for row in _rows(item, sort)]
    return pandas.DataFrame(
        {name: _series(pandas, [row[k] for row in table], kind) for k, (name, kind) in enumerate(COLUMNS[sort].items())}
    )


def _pandas() -> Any:
    try:
        import pandas
    except ImportError:
        remedy = f"Install it: {install_extra('pandas')}"
        raise ExtraMissing("to_frame", "it needs pandas, which is not installed", remedy) from None
    return pandas


def _failed(item: object) -> bool:
    """Whether an item is a failure, which is logged."""
    if isinstance(item, CommuniqueError):
        _LOG.warning("left out of the frame: %s", item)
        return True
    return False


def _series(pandas: Any, values: Sequence[Any], kind: str) -> Any:
    if kind == _DAY:
        import numpy as np

        return pandas.Series(np.array([value or "NaT" for value in values], dtype=_DAY))
    return pandas.Series([pandas.NA if value is None else value for value in values], dtype=kind)


def _rows(item: _Item, sort: Rows) -> Iterator[Sequence[Any]]:
    """Yield the rows of an item, in the order of the columns."""
    makers: dict[tuple[type, str], Callable[[Any], Iterable[Sequence[Any]]]] = {
        (Record, "events"): lambda record: map(csv_row, events_of(record)),
        (Record, "statements"): _statements,
        (Event, "events"): lambda event: [csv_row(event)],
        (Entry, "entries"): lambda entry: [[c.value(dyad) for c in ENTRY_COLUMNS] for dyad in dyads_of(entry)],
    }
    make = makers.get((type(item), sort))
    if make is None:
        raise TypeError(f"{type(item).__name__} gives no rows of {sort}: give records, events_of(record) or entries")
    for row in make(item):
        yield [None if value == "" else value for value in row]


def _statements(record: Record) -> Iterator[Sequence[Any]]:
    actors, report = {a.id: a for a in record.actors}, record.report
    for s in record.statements:
        speaker = actors.get(s.speaker or "")
        addressee = actors.get(s.addressee or "")
        yield (
            *(report.id, report.published, s.id, s.kind.value, s.force.value),
            *((speaker.id, speaker.name, speaker.country) if speaker else (None, None, None)),
            *((addressee.id, addressee.name) if addressee else (None, None)),
            s.cue.quote if s.cue else None,
            " | ".join(piece.quote for piece in s.content),
            " ".join(f"{piece.start}-{piece.end}" for piece in s.content),
            " ".join(a.engagement for a in s.about),
            " ".join(t.actor for t in s.toward),
        )
