"""Paths and standard input to reports: which reader a source goes to, and what is refused."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterator
from typing import BinaryIO, Literal

from communique.errors import IntakeError, NotAFile, NotFound, Unreadable
from communique.intake.decode import MAX_BYTES, check_size, looks_like_html
from communique.intake.jsonl import bounded_lines, is_record, read_jsonl
from communique.intake.plain import read_plain
from communique.intake.report import Known, Report, check_date

Format = Literal["auto", "text", "html", "jsonl"]

_JSONL = (".jsonl", ".ndjson")
_HTML = (".html", ".htm", ".xhtml")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_GIVEN = re.compile(r"/dev/stdin|/dev/fd/\d+|/proc/self/fd/\d+")
_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
"""Opened so, a pipe that nobody writes to is not waited for; a regular file is read as ever."""
_NO_PIPE = "Give a file; what comes through a pipe is read from '-'"


def open_reports(
    source: str,
    *,
    published: str | None = None,
    url: str | None = None,
    title: str | None = None,
    format: Format = "auto",
    stdin: BinaryIO | None = None,
) -> Iterator[Report | IntakeError]:
    """Return an iterator over the reports in ``source``, a path or ``-`` for standard input.

    What cannot be read is yielded as an :class:`IntakeError`, not raised, so that one bad
    input or line never stops the rest; the caller counts the two. ``published``, ``url`` and
    ``title`` are what the caller knows. ``format`` is told from the name and the first bytes
    unless given. ``stdin`` stands in for standard input.

    Raises:
        BadDate: at once, if ``published`` is no ISO date.
    """
    date = check_date(published, "--published")
    known = Known(name="<stdin>" if source == "-" else source, published=date, url=url, title=title)
    if source == "-":
        return _stream(stdin, known, format)
    return _file(source, known, format)


def _file(path: str, known: Known, format: Format) -> Iterator[Report | IntakeError]:
    """Yield the reports of a file."""
    try:
        with open_file(path) as stream:
            size = os.fstat(stream.fileno()).st_size
            if format == "jsonl" or (format == "auto" and path.lower().endswith(_JSONL)):
                yield from read_jsonl(bounded_lines(stream, size or None), path, published=known.published)
                return
            check_size(size, path)
            raw = stream.read(MAX_BYTES + 1)
        as_html = format == "html" or (format == "auto" and path.lower().endswith(_HTML))
        yield _one(raw, known, format, as_html=as_html)
    except IntakeError as error:
        yield error
    except OSError as error:
        yield unreadable(path, error)


def unreadable(name: str, error: OSError) -> Unreadable:
    """Return the error for an input that the system refused to read."""
    return Unreadable(name, f"it cannot be read ({error.strerror or error})", "Check that it is a file, and its rights")


def standard_input(name: str = "<stdin>") -> BinaryIO:
    """Return standard input as bytes.

    Raises:
        Unreadable: if it is closed.
    """
    if sys.stdin is None or sys.stdin.closed:
        raise Unreadable(name, "standard input is closed", "Give a file, or something on standard input")
    return sys.stdin.buffer


def _stream(given: BinaryIO | None, known: Known, format: Format) -> Iterator[Report | IntakeError]:
    """Yield the reports of standard input: JSON Lines where the first line is a record."""
    try:
        yield from _streamed(given or standard_input(known.name), known, format)
    except IntakeError as error:
        yield error
    except OSError as error:
        yield unreadable(known.name, error)


def _streamed(stream: BinaryIO, known: Known, format: Format) -> Iterator[Report | IntakeError]:
    first = stream.readline(MAX_BYTES + 2)
    if format == "jsonl" or (format == "auto" and is_record(first)):
        yield from read_jsonl(_chain(first, stream), known.name, published=known.published)
        return
    raw = first + stream.read(max(0, MAX_BYTES + 1 - len(first)))
    yield _one(raw, known, format, as_html=format == "html")


def _chain(first: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """Yield a line read already, then the rest of the stream's."""
    yield first
    yield from bounded_lines(stream)


def _one(raw: bytes, known: Known, format: Format, *, as_html: bool) -> Report | IntakeError:
    """Return the report in ``raw``, a page or a plain text, or the error."""
    try:
        if as_html or (format == "auto" and looks_like_html(raw)):
            from communique.intake.html import read_html  # here, since few runs need its libraries

            return read_html(raw, known)
        return read_plain(raw, known)
    except IntakeError as error:
        return error


def open_file(path: str) -> BinaryIO:
    """Open a file to be read; what is no regular file is never waited for.

    A pipe or a device is read only where the shell has opened it already: ``/dev/stdin``, ``/dev/fd/63``.

    Raises:
        IntakeError: if it is no file to be read.
        OSError: if the system refuses to open it.
    """
    _refuse(path)
    if _GIVEN.fullmatch(path):
        return open(path, "rb")
    stream = open(path, "rb", opener=_at_once)  # noqa: SIM115 -- the caller closes it
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise NotAFile(path, "this is not a regular file", _NO_PIPE)
    return stream


def _at_once(name: str, flags: int) -> int:
    return os.open(name, flags | _AT_ONCE)


def _refuse(path: str) -> None:
    """Raise the error for a path that is no file to be read."""
    if _ADDRESS.match(path):
        remedy = "Save the page and give its path; files, '-' and JSON Lines are read"
        raise NotAFile(path, "this is an address, and pages are not fetched in this version", remedy)
    if not os.path.exists(path):
        raise NotFound(path, "there is no such file", "Check the spelling, or give '-' to read standard input")
    if os.path.isdir(path):
        raise NotAFile(path, "this is a directory", "Give the files in it one by one, for example: DIRECTORY/*.txt")
    if not os.path.isfile(path) and not _GIVEN.fullmatch(path):
        raise NotAFile(path, "this is not a regular file", _NO_PIPE)
