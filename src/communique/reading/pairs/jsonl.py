"""Sentences with their pair as JSON Lines in, their codes as JSON Lines out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from communique.errors import BadRecord, IntakeError
from communique.intake.decode import check_length, check_size
from communique.intake.jsonl import parse_record
from communique.reading.coding import quad
from communique.reading.lines import answered, id_of, whole
from communique.reading.pairs.code import Coded, code_pair
from communique.records import as_json

_FIELDS = ("sentence", "source", "target")


def code_jsonl(lines: Iterable[str | bytes], source: str = "<stdin>") -> Iterator[str | IntakeError]:
    """Yield, for every line that is not blank, its codes as a line of JSON, or the error.

    A line is ``{"id", "sentence", "source", "target"}``, its answer ``{"id", "plover", "cameo", "status", "why",
    "quad"}``. ``plover`` is ``{"type", "mode", "context"}``; all but ``id`` and ``why`` are null where the sentence
    has no event word. The error for a bad line names ``source`` and the line; the others are coded all the same.
    """

    def answer(raw: bytes, place: str) -> dict[str, Any]:
        given, texts = _task(raw, source, place)
        return answer_of(given, code_pair(*texts))

    return answered(lines, answer)


def answer_of(given: str | int | None, coded: Coded) -> dict[str, Any]:
    """Return the answer for one pair as plain JSON types."""
    return {
        "id": given,
        "plover": as_json(coded.plover) if coded.plover else None,
        "cameo": coded.cameo,
        "status": coded.status.value if coded.status else None,
        "why": coded.why,
        "quad": quad(coded.plover.type) if coded.plover else None,
    }


def _task(raw: bytes, source: str, place: str) -> tuple[str | int | None, list[str]]:
    """Return the id and the three texts of one line.

    Raises:
        BadRecord: if it lacks one, or one is of the wrong type.
        TooLarge: if it is over the limits of a report.
    """
    name = f"{source}, {place}"
    check_size(len(raw), name)
    record = parse_record(raw, source, place)
    texts = []
    for key in _FIELDS:
        value = record.get(key)
        if not isinstance(value, str) or not value.strip():
            found = f"no {key!r}" if value is None else f"an empty {key!r}"
            found = found if isinstance(value, str | None) else f"a {key!r} of type {type(value).__name__}"
            raise BadRecord(source, f"the record has {found}", f"Give every record a string as {key!r}", place=place)
        check_length(value, name)
        texts.append(whole(value))
    return id_of(record, source, place), texts
