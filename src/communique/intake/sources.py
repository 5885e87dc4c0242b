"""Paths and standard input to reports: which reader a source goes to, and what is refused."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, Literal

from communique.errors import BadRecord, IntakeError, NotAFile, NotFound, Unreadable
from communique.intake.arrivals import Fetched
from communique.intake.decode import MAX_BYTES, check_size, looks_like_html
from communique.intake.foreign import refuse_text
from communique.intake.jsonl import bounded_lines, chain_of, is_record, read_jsonl
from communique.intake.listforms import refuse_list
from communique.intake.mbox import is_mail, is_mbox, read_mbox
from communique.intake.objects import is_table, read_json, read_table
from communique.intake.parquet import read_parquet
from communique.intake.plain import read_plain
from communique.intake.report import Known, Report, check_date
from communique.web.addresses import is_address

if TYPE_CHECKING:
    from communique.intake.fetch import Web

Format = Literal["auto", "text", "html", "jsonl", "json", "csv", "parquet", "pdf", "epub", "mail", "mbox", "warc"]

_NAMED: Mapping[str, Format] = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    **dict.fromkeys((".jsonl", ".ndjson"), "jsonl"),
    **dict.fromkeys((".json",), "json"),
    **dict.fromkeys((".csv", ".tsv"), "csv"),
    ".parquet": "parquet",
    ".pdf": "pdf",
    ".epub": "epub",
    ".eml": "mail",
    ".mbox": "mbox",
    **dict.fromkeys((".warc", ".warc.gz", ".wet", ".wet.gz"), "warc"),
}
_APART: Mapping[str, str] = {"html": "html", "pdf": "pdf", "epub": "epub", "mail": "mail"}
"""The kinds of file that are read in a process of their own."""
MANY = tuple(ending for ending, format in _NAMED.items() if format not in _APART)
"""How names of files end that may hold many reports."""


def holds_many(source: str) -> bool:
    """Whether a source may hold many reports: standard input, and what is so by its name or its first bytes."""
    if source == "-" or source.lower().endswith(MANY):
        return True
    if _GIVEN.fullmatch(source) or not os.path.isfile(source):
        return False  # what is taken out of a pipe is not there to be read
    try:
        with open_file(source) as stream:
            head = stream.read(HEAD)
    except (IntakeError, OSError):
        return False
    from communique.intake.warc import is_archive

    return is_archive(head) or is_mbox(head)


ENDINGS = (".txt", ".text", ".md", *_NAMED)
"""How names of files end that are read in a folder."""

HEAD = 1 << 14
"""So many bytes at the beginning of a file tell what is never held whole."""
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
    name: str | None = None,
    web: Web | None = None,
    seconds: float | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> Iterator[Report | IntakeError]:
    """Return an iterator over the reports in ``source``: a path, an address, or ``-`` for standard input.

    What cannot be read is yielded as an :class:`IntakeError`, not raised, so that one bad input or line never stops
    the rest; the caller counts the two. A file of which the first ten items fail alike is not read on. ``url`` and
    ``title`` are what the caller knows; ``published`` is the day of reports that give none, with ``override`` of
    all. ``format`` is told from the name and the first bytes unless given. ``stdin`` stands in for standard input,
    and ``name`` is what messages then call it. ``web`` is how addresses are asked; a page is one report, a feed is all
    the pages that it leads to. A page, a PDF, a book or a mail may take so many CPU ``seconds``. ``tell`` is told what
    was counted and not read, a line a source.

    Raises:
        BadDate: at once, if ``published`` is no ISO date.
    """
    date = check_date(published, "--published")
    day, fallback = (date, None) if override else (None, date)
    name = (name or "<stdin>") if source == "-" else source
    known = Known(name, title=title, published=day, fallback=fallback, url=url)
    how = _How(format, seconds, tell)
    if is_address(source):
        return _at(source, known, how, web)
    return _stream(stdin, known, how) if source == "-" else _file(source, known, how)


@dataclass(frozen=True, slots=True)
class _How:
    """How a source is read: its format, the CPU seconds for a page or the like, who is told what was not read."""

    format: Format
    seconds: float | None
    tell: Callable[[str], None]


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
            if name.lower().endswith(ENDINGS):
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


def _at(source: str, known: Known, how: _How, web: Web | None) -> Iterator[Report | IntakeError]:
    """Yield the reports that stand at an address."""
    from communique.intake.fetch import Web

    for item in (web or Web()).fetched(source, known):
        if isinstance(item, IntakeError):
            yield item
        elif isinstance(item, Fetched):
            format = item.format if how.format == "auto" else how.format
            yield from reports_of(item.raw, item.known, format, how.seconds)


def reports_of(
    raw: bytes, known: Known, format: Format, seconds: float | None = None
) -> Iterator[Report | IntakeError]:
    """Yield the reports in bytes that are at hand, or the error; each may take so many CPU ``seconds``."""
    yield from _while_any(_caught(raw, known, _How(format, seconds, lambda line: None)))


def _caught(raw: bytes, known: Known, how: _How) -> Iterator[Report | IntakeError]:
    try:
        yield from _whole(raw, known, how)
    except IntakeError as error:
        yield error


def _file(path: str, known: Known, how: _How) -> Iterator[Report | IntakeError]:
    """Yield the reports of a file."""
    try:
        with open_file(path) as stream:
            size = os.fstat(stream.fileno()).st_size
            if how.format == "auto":
                ending = next((e for e in sorted(_NAMED, key=len, reverse=True) if path.lower().endswith(e)), "")
                how = replace(how, format=_NAMED.get(ending, "auto"))
            if how.format == "jsonl":
                yield from _while_any(read_jsonl(bounded_lines(stream, size or None), known))
                return
            if how.format == "parquet":
                yield from _while_any(read_parquet(stream, known))
                return
            head = stream.read(HEAD)
            if (many := _many(stream, head, known, how)) is not None:
                yield from many
                return
            check_size(size, path)
            raw = head + stream.read(MAX_BYTES + 1 - len(head))
        yield from _while_any(_whole(raw, known, how))
    except IntakeError as error:
        yield error
    except OSError as error:
        yield unreadable(path, error)


def _many(stream: BinaryIO, head: bytes, known: Known, how: _How) -> Iterator[Report | IntakeError] | None:
    """Return the reports of what is never held whole (a web archive, a file of mails), ``None`` for anything else."""
    from communique.intake.warc import Archive, is_archive

    if how.format == "warc" or (how.format == "auto" and is_archive(head)):
        from communique.intake.crawl import read_archive

        return read_archive(Archive(stream, head), known, how.seconds, how.tell)
    if how.format == "mbox" or (how.format == "auto" and is_mbox(head)):
        return read_mbox(chain_of(head, stream), known, how.seconds)
    return None


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


def _stream(given: BinaryIO | None, known: Known, how: _How) -> Iterator[Report | IntakeError]:
    """Yield the reports of standard input: JSON Lines where the first line is a record."""
    try:
        yield from _streamed(given or standard_input(known.name), known, how)
    except IntakeError as error:
        yield error
    except OSError as error:
        yield unreadable(known.name, error)


def _streamed(stream: BinaryIO, known: Known, how: _How) -> Iterator[Report | IntakeError]:
    first = stream.readline(MAX_BYTES + 2)
    first += stream.read(HEAD) if first.startswith((b"\x1f\x8b", b"From ")) else b""
    if how.format == "jsonl" or (how.format == "auto" and is_record(first)):
        yield from _while_any(read_jsonl(chain_of(first, stream), known))
    elif (many := _many(stream, first, known, how)) is not None:
        yield from many
    else:
        yield from _while_any(_whole(first + stream.read(max(0, MAX_BYTES + 1 - len(first))), known, how))


def _whole(raw: bytes, known: Known, how: _How) -> Iterator[Report | IntakeError]:
    """Yield the reports in ``raw``, or the error: a page, a document, a mail, a plain text, JSON, a table.

    Raises:
        IntakeError: if there is no report in it at all.
    """
    format = kind_of(raw) if how.format == "auto" else how.format
    if format in _APART:
        from communique.intake.apart import read_apart

        check_size(len(raw), known.name)
        yield from read_apart(_APART[format], raw, known, seconds=how.seconds)
        return
    refuse_list(raw, known.name)
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


def kind_of(raw: bytes) -> Format:
    """Return the kind of file that the first bytes tell: a page, a PDF, a book, a mail; ``auto`` for any other."""
    if looks_like_html(raw):
        return "html"
    if raw[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if raw.startswith(b"PK\x03\x04") and raw[30:58] == b"mimetypeapplication/epub+zip":
        return "epub"
    return "mail" if is_mail(raw) else "auto"


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
