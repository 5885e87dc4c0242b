"""How a report and its record are kept in a row, and taken out whole again."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row

from communique.records import Record, ReportInfo, SourcePart, as_json, from_json
from communique.text import Segment, SegmentKind, TextLayer

if TYPE_CHECKING:
    from communique.intake import Report


def pack(data: bytes) -> bytes:
    """Return bytes made smaller."""
    return zlib.compress(data, 6)


def unpack(data: bytes) -> bytes:
    """Return the bytes that were made smaller."""
    return zlib.decompress(data)


def pack_record(record: Record) -> bytes:
    """Return a record as packed JSON; the report's text, which its row has, is left out."""
    plain = as_json(record)
    plain["report"]["text"] = ""
    return pack(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))


def unpack_record(row: Row[Any]) -> Record:
    """Return the record of a report's row."""
    plain = json.loads(unpack(row.reading))
    plain["report"]["text"] = row.text
    return from_json(Record, plain)


def pack_layer(report: Report) -> dict[str, Any]:
    """Return what a report has beside its row's columns: its paragraphs, warnings, dateline and parts."""
    return {
        "segments": [[s.start, s.end, s.kind.value] for s in report.layer.segments],
        "warnings": list(report.warnings),
        "dateline": as_json(report.dateline) if report.dateline else None,
        **({"parts": as_json(report.info.parts)} if report.info.parts else {}),
    }


def unpack_parts(plain: list[Any] | None) -> tuple[SourcePart, ...]:
    """Return the parts of a report's original; ledgers of older versions have none."""
    return tuple(from_json(SourcePart, part) for part in plain or ())


def unpack_report(row: Row[Any]) -> Report:
    """Return the report of a row: the text layer is the one that was made when it was added."""
    names = ("id", "title", "published", "text", "language", "byline", "url", "sha256", "publisher", "dateline")
    parts = unpack_parts(row.layer.get("parts"))
    info = ReportInfo(**{name: getattr(row, name) for name in names}, parts=parts)
    return report_of(info, row.layer, row.layer_version, unpack(row.raw))


def report_of(info: ReportInfo, layer: dict[str, Any], version: str, raw: bytes) -> Report:
    """Return a report of what is known of it, what :func:`pack_layer` kept, the version of that, and its bytes."""
    from communique.intake import Report  # here, since a search needs nothing of the intake
    from communique.intake.datelines import Dateline

    line = layer["dateline"]
    segments = tuple(Segment(a, b, SegmentKind(kind)) for a, b, kind in layer["segments"])
    return Report(
        info=info,
        layer=TextLayer(info.text, segments, version),
        raw=raw,
        warnings=tuple(layer["warnings"]),
        dateline=from_json(Dateline, line) if line else None,
    )
