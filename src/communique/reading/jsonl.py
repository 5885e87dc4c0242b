"""Documents in JSON Lines to their times or places, a line for a line.

A document is ``{"id", "text", "published"?}``; the answer repeats its id. For a line that is no
document a :class:`~communique.errors.BadRecord` is yielded in place of an answer, naming the
line, and the next line is read (see the decision "Failures are yielded, not raised").
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from communique.errors import BadRecord, IntakeError
from communique.intake import report_from_text
from communique.intake.decode import check_length, check_size
from communique.intake.jsonl import parse_record
from communique.intake.report import check_date
from communique.reading.lines import answered, id_of, whole
from communique.reading.times import find_times
from communique.records import PlaceMention, Span, as_json

__all__ = ["places_jsonl", "times_jsonl"]


@dataclass(frozen=True, slots=True)
class _Document:
    """One line: ``spans`` are the names given with it, ``None`` where they are to be found."""

    id: str | int | None
    text: str
    published: date | None
    spans: tuple[Span, ...] | None


def times_jsonl(lines: Iterable[str | bytes], source: str = "<stdin>") -> Iterator[str | IntakeError]:
    """Yield, for every line that is not blank, ``{"id", "times"}`` as JSON, or the error.

    Each time has ``start``, ``end``, ``text``, ``edtf``, ``type``, ``value`` and ``mod``.
    """
    return _answers(lines, source, "times", lambda doc: find_times(doc.text, doc.published))


def places_jsonl(lines: Iterable[str | bytes], source: str = "<stdin>") -> Iterator[str | IntakeError]:
    """Yield, for every line that is not blank, ``{"id", "places"}`` as JSON, or the error.

    Each place has ``start``, ``end``, ``name``, ``country``, ``lat``, ``lon``, ``geonames`` and
    ``metonym``. Where a document has ``"spans": [[start, end], ...]``, those names are resolved,
    one place for each, in their order; else the names are found first.
    """
    return _answers(lines, source, "places", _places)


def _places(doc: _Document) -> tuple[PlaceMention, ...]:
    from communique.language.core import analyse  # here, since times need no model
    from communique.reading.places.setting import find_setting, resolve_names

    if not doc.text.strip():
        return ()
    layer = report_from_text(doc.text).layer
    words = analyse(layer)
    if doc.spans is None:
        return find_setting(words, layer, doc.published)
    return resolve_names(words, layer, doc.spans)


def _answers(
    lines: Iterable[str | bytes], source: str, key: str, read: Callable[[_Document], tuple[Any, ...]]
) -> Iterator[str | IntakeError]:
    def answer(raw: bytes, place: str) -> dict[str, Any]:
        doc = _document(raw, source, place)
        return {"id": doc.id, key: as_json(read(doc))}

    return answered(lines, answer)


def _document(raw: bytes, source: str, place: str) -> _Document:
    """Return the document of one line.

    Raises:
        BadRecord: if it is none.
        TooLarge: if it is over the limits of a report.
    """
    name = f"{source}, {place}"
    check_size(len(raw), name)
    record = parse_record(raw, source, place)
    text = record.get("text")
    if not isinstance(text, str):
        found = "no text" if text is None else f"a text of type {type(text).__name__}"
        raise BadRecord(source, f"the record has {found}", 'Give every record a string as "text"', place=place)
    check_length(text, name)
    given = id_of(record, source, place)
    published = _published(record.get("published"), source, place)
    spans = _spans(record.get("spans"), len(text), source, place)
    return _Document(given, whole(text), published, spans)


def _published(value: object, source: str, place: str) -> date | None:
    if not isinstance(value, str | None):
        problem = f"'published' is of type {type(value).__name__}"
        raise BadRecord(source, problem, "Give 'published' as a string, or leave it out", place=place)
    try:
        iso = check_date(value, source)
    except IntakeError as error:
        raise BadRecord(source, error.problem, error.remedy, place=place) from None
    return date.fromisoformat(iso) if iso else None


def _spans(value: object, length: int, source: str, place: str) -> tuple[Span, ...] | None:
    """Return the names given with a document, checked against its length."""
    if value is None:
        return None
    pairs: list[Any] = value if isinstance(value, list) else [value]
    for pair in pairs:
        paired = isinstance(pair, list) and len(pair) == 2 and all(type(n) is int for n in pair)
        if not paired or not 0 <= pair[0] < pair[1] <= length:
            problem = f"'spans' holds {json.dumps(pair)[:60]}, which is no stretch of the text"
            remedy = "Give pairs [start, end] of code-point offsets, or leave 'spans' out"
            raise BadRecord(source, problem, remedy, place=place)
    return tuple(Span(start, end) for start, end in pairs)
