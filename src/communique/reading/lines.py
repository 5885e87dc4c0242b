"""Lines of JSON in, lines of JSON out: what the commands share that answer one line with one line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from communique.characters import json_text
from communique.errors import BadRecord, IntakeError

_SURROGATE = re.compile("[\ud800-\udfff]")

Answer = Callable[[bytes, str], Mapping[str, Any]]
"""Answers the bytes of a line at a place such as "line 3"; raises IntakeError where the line is bad."""


def answered(lines: Iterable[str | bytes], answer: Answer) -> Iterator[str | IntakeError]:
    """Yield, for every line that is not blank, its answer as a line of JSON, or the error."""
    for number, line in enumerate(lines, 1):
        raw = line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line
        if not raw.strip(b" \t\r\n\xef\xbb\xbf"):
            continue
        try:
            found = answer(raw, f"line {number}")
        except IntakeError as error:
            yield error
        else:
            yield json_text(found)


def id_of(record: Mapping[str, Any], source: str, place: str) -> str | int | None:
    """Return the id of a record, ``None`` where it has none.

    Raises:
        BadRecord: if it is neither text nor a whole number.
    """
    given = record.get("id")
    if isinstance(given, bool) or not isinstance(given, str | int | None):
        problem = f"'id' is of type {type(given).__name__}"
        raise BadRecord(source, problem, "Give 'id' as a string or a whole number", place=place)
    return whole(given) if isinstance(given, str) else given


def whole(text: str) -> str:
    """Return ``text`` with lone surrogates, which UTF-8 cannot hold, replaced one for one."""
    return _SURROGATE.sub("\ufffd", text)
