"""Statements as CSV, as Parquet and as JSON Lines: a row a statement, with who said what to whom, and of what.

CSV and Parquet have the columns of :data:`COLUMNS`; where Parquet has a list, CSV has bars between. What one report
says twice is two rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType
from typing import Any, BinaryIO

from communique.exchange.entries import json_bytes
from communique.exchange.parquet import ROWS, arrow, date_of
from communique.ledger.views import ActorRef, Saying
from communique.links import web_address
from communique.reading.coding.events import csv_lines
from communique.records import as_json

Value = str | tuple[str, ...] | None
_BAR = " | "


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its type, what it means, and how it is read off a statement."""

    name: str
    type: str
    meaning: str
    value: Callable[[Saying], Value]

    @property
    def is_list(self) -> bool:
        """True for several values."""
        return self.type in ("ids", "texts", "codes")


def _actor(name: str, of: Callable[[Saying], ActorRef | None], says: str) -> tuple[Column, ...]:
    """The columns of the speaker or the addressee."""
    return (
        Column(name, "id", f"{says}: id of the actor; empty where the report names nobody",
               lambda x: a.id if (a := of(x)) else None),
        Column(f"{name}_name", "text", "its name", lambda x: a.name if (a := of(x)) else None),
        Column(f"{name}_kind", "code", "person, organization, body, state or group",
               lambda x: a.kind.value if (a := of(x)) else None),
        Column(f"{name}_country", "code", "its country, ISO 3166-1 alpha-3",
               lambda x: a.country if (a := of(x)) else None),
    )  # fmt: skip


COLUMNS: tuple[Column, ...] = (
    Column("statement", "id", "id of the statement", lambda x: x.id),
    Column("kind", "code", "direct, mixed or indirect", lambda x: x.kind.value),
    Column("force", "code", "said, asked, promised, denied; believes, wants", lambda x: x.force.value),
    *_actor("speaker", lambda x: x.speaker, "who says it"),
    *_actor("addressee", lambda x: x.addressee, "to whom"),
    Column("content", "texts", "the words; empty without text", lambda x: tuple(e.quote for e in x.content)),
    Column("spans", "texts", "where they stand: start-end in code points, in the same order",
           lambda x: tuple(f"{e.start}-{e.end}" for e in x.content)),
    Column("source", "text", "the words that name the speaker; empty without text",
           lambda x: x.source.quote if x.source else None),
    Column("cue", "text", "the words that say that it was said; empty without text",
           lambda x: x.cue.quote if x.cue else None),
    Column("about", "ids", "entries that the words speak of", lambda x: tuple(a.engagement for a in x.about)),
    Column("about_stance", "codes", "how they stand to each: backs, criticises or neutral",
           lambda x: tuple(a.stance.value for a in x.about)),
    Column("toward", "ids", "actors that the words speak of", lambda x: tuple(r.actor.id for r in x.toward)),
    Column("toward_name", "texts", "their names", lambda x: tuple(r.actor.name for r in x.toward)),
    Column("toward_stance", "codes", "how the words stand to each", lambda x: tuple(r.stance.value for r in x.toward)),
    Column("report", "id", "report that has the statement", lambda x: x.report.id),
    Column("published", "day", "day of the report; empty where it is not known", lambda x: x.report.published),
    Column("title", "text", "its title", lambda x: x.report.title),
    Column("publisher", "text", "who published it", lambda x: x.report.publisher),
    Column("url", "text", "its address on the web", lambda x: web_address(x.report.url)),
)  # fmt: skip
"""The columns in their order."""
_WORDS = frozenset({"content", "source", "cue"})


def write_csv(sayings: Iterable[Saying], stream: BinaryIO, *, with_text: bool = True) -> int:
    """Write a header and a row for each statement, safe to open in a spreadsheet; return the number of statements."""
    stream.write(_line(c.name for c in COLUMNS))
    count = 0
    for saying in sayings:
        stream.write(_line(cells(saying, with_text=with_text)))
        count += 1
    return count


def cells(saying: Saying, *, with_text: bool = True) -> tuple[str | None, ...]:
    """Return a statement as a row of CSV has it."""
    values = (_value(c, saying, with_text) for c in COLUMNS)
    return tuple(_BAR.join(v) if isinstance(v, tuple) else v for v in values)


def _line(cells: Iterable[str | None]) -> bytes:
    return csv_lines([tuple(cells)]).encode("utf-8", errors="replace")


def _value(column: Column, saying: Saying, with_text: bool) -> Value:
    if column.name in _WORDS and not with_text:
        return () if column.is_list else None
    return column.value(saying)


def schema() -> Any:
    """Return the schema of the Parquet file.

    Raises:
        ExtraMissing: if pyarrow is not installed.
    """
    pa = arrow()
    types = {"day": pa.date32(), **dict.fromkeys(("ids", "texts", "codes"), pa.list_(pa.string()))}
    return pa.schema([(c.name, types.get(c.type, pa.string())) for c in COLUMNS])


def write_parquet(sayings: Iterable[Saying], stream: BinaryIO, *, with_text: bool = True) -> int:
    """Write every statement as a row, some thousands at a time; return their number.

    Raises:
        ExtraMissing: if pyarrow is not installed.
    """
    pa, form, rest = arrow(), schema(), iter(sayings)
    count = 0
    with pa.parquet.ParquetWriter(stream, form, compression="zstd") as writer:
        while batch := list(islice(rest, ROWS)):
            writer.write_table(pa.Table.from_pylist(list(_rows(batch, with_text)), schema=form))
            count += len(batch)
    return count


def _rows(batch: Iterable[Saying], with_text: bool) -> Iterator[dict[str, Any]]:
    for saying in batch:
        row = {c.name: _value(c, saying, with_text) for c in COLUMNS}
        yield {**row, "published": date_of(saying.report.published)}


def write_jsonl(sayings: Iterable[Saying], stream: BinaryIO, *, with_text: bool = True) -> int:
    """Write every statement as an object a line, as the ledger has it; return their number."""
    count = 0
    for saying in sayings:
        plain = as_json(replace(saying, report=replace(saying.report, url=web_address(saying.report.url))))
        if not with_text:
            plain.update({name: _places(plain[name]) for name in _WORDS})
        stream.write(json_bytes(plain) + b"\n")
        count += 1
    return count


def _places(piece: Any) -> Any:
    """Pieces of text without their words."""
    if isinstance(piece, list):
        return [_places(p) for p in piece]
    return piece and {"start": piece["start"], "end": piece["end"]}


WRITERS: Mapping[str, Callable[..., int]] = MappingProxyType(
    {"csv": write_csv, "parquet": write_parquet, "jsonl": write_jsonl}
)
"""What writes statements, by the format's name."""
