"""JSON Lines to reports: one object a line, with ``text`` and what else is known.

Keys: ``text``; and, each optional, ``id``, ``title``, ``published``, ``byline``, ``url``,
``publisher``. Other keys are ignored. A bad line gives an error and the next is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from communique.errors import BadDate, BadRecord, IntakeError
from communique.intake.decode import MAX_BYTES, check_length, check_size
from communique.intake.foreign import refuse_value
from communique.intake.report import Known, Report, build, check_date

_KEYS = ("title", "byline", "url", "publisher")


def read_jsonl(lines: Iterable[bytes], known: Known) -> Iterator[Report | IntakeError]:
    """Yield, for every line that is not blank, its report or the error that kept it from being one.

    ``known`` is what holds for all of them: its name, its days.
    """
    skipping = False
    number = 1
    for line in lines:
        ended = line.endswith(b"\n")
        if not skipping and line.strip(b" \t\r\n\xef\xbb\xbf"):
            yield _read_line(line, known, number)
        skipping = not ended
        number += ended


def bounded_lines(stream: Any, size: int | None = None) -> Iterator[bytes]:
    """Yield the lines of a binary stream; one over the limit comes in pieces without a line end.

    ``size`` is how much is read at most: what a file had when it was opened, so that one that grows comes to an end.
    """
    left = size
    while left is None or left > 0:
        line = stream.readline(MAX_BYTES + 2 if left is None else min(MAX_BYTES + 2, left))
        if not line:
            return
        yield line
        left = None if left is None else left - len(line)


def chain_of(ahead: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a binary stream of which the bytes ``ahead`` were read already."""
    *whole, rest = ahead.split(b"\n")
    yield from (line + b"\n" for line in whole)
    if rest:
        yield rest + stream.readline(MAX_BYTES + 2 - len(rest))
    yield from bounded_lines(stream)


def is_record(line: bytes) -> bool:
    """True where ``line`` is a JSON object, which is the sign of JSON Lines."""
    if not line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        return False
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict)


def _read_line(line: bytes, known: Known, number: int) -> Report | IntakeError:
    """Return the report of one line, or the error."""
    place = f"line {number}"
    try:
        raw = line.rstrip(b"\r\n")
        check_size(len(raw), f"{known.name}, {place}")
        return report_of(parse_record(raw, known.name, place), raw, known, place)
    except IntakeError as error:
        return error


def report_of(record: Mapping[str, Any], raw: bytes, known: Known, place: str) -> Report:
    """Return the report of an object with a ``text``, read from ``raw``; ``place`` is where in its file it stands.

    Raises:
        IntakeError: if it has no text, or a known key has a value of the wrong type.
    """
    text = record.get("text")
    if not isinstance(text, str):
        refuse_value(record, known.name, place)
        found = "no text" if text is None else f"a text of type {type(text).__name__}"
        raise BadRecord(known.name, f"the record has {found}", 'Give every record a string as "text"', place=place)
    check_length(text, f"{known.name}, {place}")
    return build(text, raw, _known(record, known, place))


def parse_record(raw: bytes, source: str, place: str) -> dict[str, Any]:
    """Return the JSON object in ``raw``, or raise :class:`BadRecord`."""
    remedy = "Mend or remove the line; the other lines are read all the same"
    try:
        value = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        problem = f"not UTF-8 at byte {error.start} of the line"
        raise BadRecord(source, problem, remedy, place=place) from None
    except (ValueError, RecursionError) as error:
        problem = f"not JSON ({str(error) or 'nested too deep'})"
        raise BadRecord(source, problem, remedy, place=place) from None
    if not isinstance(value, dict):
        problem = f"a JSON {type(value).__name__} where an object is needed"
        raise BadRecord(source, problem, remedy, place=place)
    return value


def _known(record: Mapping[str, Any], known: Known, place: str) -> Known:
    """Return what the record says of the report, and the day given for it where it says none.

    Raises:
        BadRecord: if a known key has a value of the wrong type, or a date is no ISO date.
    """
    for key in (*_KEYS, "published"):
        if not isinstance(record.get(key), str | None):
            problem = f"{key!r} is of type {type(record[key]).__name__}"
            raise BadRecord(known.name, problem, f"Give {key!r} as a string, or leave it out", place=place)
    given = record.get("id")
    if isinstance(given, bool) or not isinstance(given, str | int | None):
        problem = f"'id' is of type {type(given).__name__}"
        raise BadRecord(known.name, problem, "Give 'id' as a string or a whole number, or leave it out", place=place)
    try:
        own = check_date(record.get("published") or None, known.name)
    except BadDate as error:
        raise BadRecord(known.name, error.problem, error.remedy, place=place) from None
    return Known(
        name=f"{known.name}, {place}",
        id=_clean(None if given is None else str(given)),
        published=known.published or own or known.fallback,
        title=_clean(record.get("title")),
        byline=_clean(record.get("byline")),
        url=_clean(record.get("url")),
        publisher=_clean(record.get("publisher")),
    )


def _clean(value: str | None) -> str | None:
    """Return a string without outer blanks, ``None`` for an empty one."""
    return None if value is None else value.strip() or None
