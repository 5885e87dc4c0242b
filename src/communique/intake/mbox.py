"""Files of mail: what is one, and the messages of a file of many, one after another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from communique.errors import IntakeError, TooLarge
from communique.intake.apart import read_apart
from communique.intake.decode import MAX_BYTES
from communique.intake.report import Known, Report

_FIRST = re.compile(rb"From \S+ .*\d\d:\d\d.*\d{4}\s*$|From - .*\d{4}\s*$")
_HEADER = re.compile(rb"^([A-Za-z][A-Za-z0-9-]*):[ \t]", re.MULTILINE)
_HEAD = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+\s")
_BY_PEOPLE = frozenset((b"from", b"date", b"subject"))
_BY_MACHINES = frozenset((b"message-id", b"mime-version", b"received", b"return-path", b"delivered-to"))
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)


def is_mail(raw: bytes) -> bool:
    """Whether the first bytes are the head of a mail: what people put into one, and what machines do.

    >>> is_mail(b"From: a@example.org\\nSubject: Talks\\nMessage-ID: <1@example.org>\\n\\nThey met.")
    True
    >>> is_mail(b"From: The Ministry\\nSubject: Talks\\n\\nThey met.")
    False
    """
    head = _HEAD.match(raw[:20_000].replace(b"\r\n", b"\n") + b"\n")
    names = {name.lower() for name in _HEADER.findall(head[0])} if head else set()
    return len(names & _BY_PEOPLE) > 1 and bool(names & _BY_MACHINES)


def is_mbox(head: bytes) -> bool:
    """Whether the first bytes are those of a file of mails: a "From " line, and a mail's head."""
    first, _, rest = head.partition(b"\n")
    return _FIRST.match(first.rstrip()) is not None and _HEADER.match(rest) is not None


def read_mbox(lines: Iterable[bytes], known: Known, seconds: float | None) -> Iterator[Report | IntakeError]:
    """Yield the reports of a file of mails, given by its lines; the place of each is the byte that it begins at."""
    offset, begun, size, kept = 0, 0, 0, list[bytes]()
    blank = True
    for line in lines:
        if blank and _FIRST.match(line):
            if kept:
                yield from _message(kept, size, begun, known, seconds)
            begun, size, kept = offset, 0, []
        else:
            size += len(line)
            if size <= MAX_BYTES:
                kept.append(line)
        blank = not line.strip()
        offset += len(line)
    if kept:
        yield from _message(kept, size, begun, known, seconds)


def _message(
    lines: list[bytes], size: int, begun: int, known: Known, seconds: float | None
) -> Iterator[Report | IntakeError]:
    place = f"byte {begun}"
    if size > MAX_BYTES:
        problem = f"{size:,} bytes are over the limit of {MAX_BYTES:,} for one mail"
        yield TooLarge(known.name, problem, "Save what it holds as files of their own", place=place)
        return
    raw = _ESCAPED.sub(rb"\1", b"".join(lines))
    yield from read_apart("mail", raw, replace(known, name=f"{known.name}, {place}"), seconds=seconds)
