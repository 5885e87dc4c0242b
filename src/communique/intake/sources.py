"""Paths and standard input to reports: which reader a source goes to, and what is refused."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO, Literal

from communique.errors import BadRecord, IntakeError, NotAFile, NotFound, Unreadable
from communique.intake.arrivals import Fetched
from communique.intake.decode import MAX_BYTES, check_size, looks_like_html
from communique.intake.foreign import refuse_text
from communique.intake.jsonl import bounded_lines, is_record, read_jsonl
from communique.intake.objects import is_table, read_json, read_table
from communique.intake.plain import read_plain
from communique.intake.report import Known, Report, check_date
from communique.web.addresses import is_address

if TYPE_CHECKING:
    from communique.intake.fetch import Web

Format = Literal["auto", "text", "html", "jsonl", "json", "csv"]

_NAMED: Mapping[str, Format] = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    **dict.fromkeys((".jsonl", ".ndjson"), "jsonl"),
    **dict.fromkeys((".json",), "json"),
    **dict.fromkeys((".csv", ".tsv"), "csv"),
}
MANY = tuple(ending for ending, format in _NAMED.items() if format != "html")
"""How names of files end that may hold many reports."""

ENDINGS = (".txt", ".text", ".md", *_NAMED)
"""How names of files end that are read in a folder."""

_ALIKE = 10
"""So many items of a file that fail alike, before any is read, and the rest is not looked at."""
_PARTICULAR = re.compile(r"\d+|'[^']*'|\([^)]*\)")
_GIVEN = re.compile(r"/dev/stdin|/dev/fd/\d+|/proc/self/fd/\d+")
_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
"""Opened so, a pipe that nobody writes to is not waited for; a regular file is read as ever."""
_NO_PIPE = "Give a file; what comes through a pipe is read from '-'"


def open_reports(
    source: str,
    *,
    published: str | None = None,
    override: bool = False,
    url: str | None = None,
    title: str | None = None,
    format: Format = "auto",
    stdin: BinaryIO | None = None,
    web: Web | None = None,
) -> Iterator[Report | IntakeError]:
    """Return an iterator over the reports in ``source``: a path, an address, or ``-`` for standard input.

    What cannot be read is yielded as an :class:`IntakeError`, not raised, so that one bad
    input or line never stops the rest; the caller counts the two. A file of which the first
    ten items fail alike is not read on. ``url`` and ``title`` are what the caller knows;
    ``published`` is the day of reports that give none, with ``override`` of all. ``format`` is
    told from the name and the first bytes unless given. ``stdin`` stands in for standard input.
    ``web`` is how addresses are asked; a page is one report, a feed is all the pages that it leads to.

    Raises:
        BadDate: at once, if ``published`` is no ISO date.
    """
    date = check_date(published, "--published")
    day, fallback = (date, None) if override else (None, date)
    name = "<stdin>" if source == "-" else source
    known = Known(name, title=title, published=day, fallback=fallback, url=url)
    if is_address(source):
        return _at(source, known, format, web)
    return _while_any(_stream(stdin, known, format) if source == "-" else _file(source, known, format))


def reports_in(folder: str) -> tuple[list[str], Counter[str]]:
    """Return the files that may hold reports in a folder and the folders in it, in order, and what else is there.

    That is the files of other kinds, counted by the endings of their names. What is hidden, by a dot, is not looked at.

    Raises:
        Unreadable: if the system refuses to list it.
    """
    found, others = list[str](), Counter[str]()

    def refused(error: OSError) -> None:
        raise unreadable(folder, error)

    for path, folders, names in os.walk(folder, onerror=refused):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in names if not name.startswith(".")):
            ending = os.path.splitext(name)[1].lower()
            if ending in ENDINGS:
                found.append(os.path.join(path, name))
            else:
                others[ending or "(none)"] += 1
    return found, others


def _while_any(items: Iterable[Report | IntakeError]) -> Iterator[Report | IntakeError]:
    """Yield the items of one source; where the first ten fail alike, an error says that the rest is not looked at."""
    rest, failed = iter(items), list[IntakeError]()
    for item in rest:
        yield item
        if isinstance(item, Report):
            break
        failed = [*failed, item] if failed and _kind(failed[0]) == _kind(item) else [item]
        if len(failed) == _ALIKE:
            said = f"the first {_ALIKE} items fail alike: the rest of it is not read"
            yield BadRecord(item.source, said, 'Look at what kind of file this is; reports have a string as "text"')
            return
    yield from rest


def _kind(error: IntakeError) -> tuple[type[IntakeError], str]:
    """Return what is alike in errors of one kind: their problem without numbers and quotations."""
    return type(error), _PARTICULAR.sub("", error.problem)


def _at(source: str, known: Known, format: Format, web: Web | None) -> Iterator[Report | IntakeError]:
    """Yield the reports that stand at an address."""
    from communique.intake.fetch import Web

    for item in (web or Web()).fetched(source, known):
        if isinstance(item, IntakeError):
            yield item
        elif isinstance(item, Fetched):
            yield from reports_of(item.raw, item.known, item.format if format == "auto" else format)


def reports_of(raw: bytes, known: Known, format: Format) -> Iterator[Report | IntakeError]:
    """Yield the reports in bytes that are at hand, or the error."""
    yield from _while_any(_caught(raw, known, format))


def _caught(raw: bytes, known: Known, format: Format) -> Iterator[Report | IntakeError]:
    try:
        yield from _whole(raw, known, format)
    except IntakeError as error:
        yield error


def _file(path: str, known: Known, format: Format) -> Iterator[Report | IntakeError]:
    """Yield the reports of a file."""
    try:
        with open_file(path) as stream:
            size = os.fstat(stream.fileno()).st_size
            if format == "auto":
                format = _NAMED.get(os.path.splitext(path)[1].lower(), "auto")
            if format == "jsonl":
                yield from read_jsonl(bounded_lines(stream, size or None), known)
                return
            check_size(size, path)
            raw = stream.read(MAX_BYTES + 1)
        yield from _whole(raw, known, format)
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
        yield from read_jsonl(_chain(first, stream), known)
        return
    yield from _whole(first + stream.read(max(0, MAX_BYTES + 1 - len(first))), known, format)


def _chain(first: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """Yield a line read already, then the rest of the stream's."""
    yield first
    yield from bounded_lines(stream)


def _whole(raw: bytes, known: Known, format: Format) -> Iterator[Report | IntakeError]:
    """Yield the reports in ``raw``, or the error: a page, a plain text, JSON, a table.

    Raises:
        IntakeError: if there is no report in it at all.
    """
    if format == "html" or (format == "auto" and looks_like_html(raw)):
        from communique.intake.html import read_html  # here, since few runs need its libraries

        yield read_html(raw, known)
        return
    first, _, rest = raw.partition(b"\n")
    if format in ("json", "auto") and rest.strip() and is_record(first):
        yield from read_jsonl(raw.splitlines(keepends=True), known)
        return
    if format == "json" or (format == "auto" and _is_json(raw)):
        yield from read_json(raw, known)
        return
    report = read_plain(raw, known) if format != "csv" else None
    if report is None or (format == "auto" and is_table(report.layer.text)):
        yield from read_table(raw, known)
        return
    if format == "auto":
        refuse_text(report.layer.text, known.name)
    yield report


def _is_json(raw: bytes) -> bool:
    """Whether the bytes are a JSON object or array."""
    start = raw[:100].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start not in (b"{", b"["):
        return False
    try:
        json.loads(raw)
    except (ValueError, RecursionError):
        return False
    return True


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
    if not os.path.exists(path):
        raise NotFound(path, "there is no such file", "Check the spelling, or give '-' to read standard input")
    if os.path.isdir(path):
        raise NotAFile(path, "this is a directory", "Give the files in it, for example: DIRECTORY/*.txt")
    if not os.path.isfile(path) and not _GIVEN.fullmatch(path):
        raise NotAFile(path, "this is not a regular file", _NO_PIPE)
