"""The rows of a batch's Parquet: a report each, with all that it takes to have it again, and who read it.

``record`` is the line that ``communique read --format jsonl`` prints. Last digits of scores may differ between kinds
of processor, so each row says its own.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from communique import extras
from communique.about import VERSION
from communique.characters import json_text
from communique.ledger import packing
from communique.reading.version import reader_version, weights_hash
from communique.records import Record, as_json, from_json
from communique.runs import Read

if TYPE_CHECKING:
    import pyarrow as pa

_TEXTS = (
    *("report", "sha256", "published", "language", "publisher", "url", "title", "record", "layer", "layer_version"),
    *("version", "reader", "weights", "processor", "shard"),
)


@cache
def arrow() -> Any:
    """Return pyarrow.

    Raises:
        ExtraMissing: if it is not installed.
    """
    return extras.arrow("communique batch", "batch")


def schema() -> pa.Schema:
    """Return the schema of the files.

    Raises:
        ExtraMissing: if pyarrow is not installed.
    """
    pa = arrow()
    texts = [(name, pa.string()) for name in _TEXTS]
    return pa.schema([*texts, ("place", pa.int64()), ("raw", pa.binary())])


@cache
def processor() -> str:
    """Return the kind of processor that this process runs on: its machine, and its widest vectors."""
    return f"{platform.machine().lower()} {arrow().runtime_info().detected_simd_level}"


def readers() -> dict[str, str]:
    """Return who reads: the version of this package and of its reader, the weights' hash, the kind of processor."""
    return {
        "version": VERSION,
        "reader": reader_version(),
        "weights": weights_hash(),
        "processor": processor(),
    }


def row_of(read: Read, shard: str, place: int) -> dict[str, Any]:
    """Return the row of a report that was read, the one at ``place`` (from 0) in its shard."""
    report, info = read.report, read.report.info
    return {
        "report": info.id,
        **{name: getattr(info, name) for name in ("sha256", "published", "language", "publisher", "url", "title")},
        "record": json_text(as_json(read.record)),
        "layer": json_text(packing.pack_layer(report), compact=True),
        "layer_version": report.layer.version,
        **readers(),
        **({"reader": read.reader, "weights": None} if read.reader else {}),
        "shard": shard,
        "place": place,
        "raw": report.raw,
    }


def read_of(row: dict[str, Any]) -> Read:
    """Return the report and the record of a row.

    Raises:
        ValueError: if it is none that :func:`row_of` made.
    """
    record = from_json(Record, json.loads(row["record"]))
    report = packing.report_of(record.report, json.loads(row["layer"]), row["layer_version"], row["raw"])
    return Read(report, record)


def rows_in(stream: Any, columns: list[str] | None = None) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file, in their order, some at a time in memory."""
    for batch in arrow().parquet.ParquetFile(stream).iter_batches(100, columns=columns):
        yield from batch.to_pylist()
