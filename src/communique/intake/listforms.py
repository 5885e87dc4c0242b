"""The forms of lists of addresses: exports of GDELT and of Media Cloud, and addresses one a line.

They are told by their contents. The day of a row is the list's: the day of publication where it gives one, else the
day on which the list came upon the report.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import BinaryIO, NoReturn

from communique.errors import BadRecord, Damaged, IntakeError, NotAReport, TooLarge
from communique.intake.dates import iso_date
from communique.intake.decode import MAX_BYTES

_ADDRESS = re.compile(r"https?://[^\s<>\"]{4,}", re.IGNORECASE)
_TITLE = re.compile(r"<PAGE_TITLE>(.*?)</PAGE_TITLE>")
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:\d{6})?")
_GKG = re.compile(r"\d{14}-T?\d+")
HEAD = 64_000
_MEDIA_CLOUD = frozenset(("stories_id", "indexed_date", "media_name", "media_url", "ap_syndicated"))
_REMEDY = "Mend or remove the row; the others are read all the same"


@dataclass(frozen=True, slots=True)
class Listed:
    """An address on a list: what its row says of the report, and the row's place in the file.

    ``published`` is an ISO date.
    """

    address: str
    place: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A form of list: its name, how its rows are told apart, and what makes one of a row."""

    name: str
    rows: Callable[[Iterator[str]], Iterator[Sequence[str]]]
    make: Callable[[Sequence[str], Sequence[str]], tuple[str, str | None, str | None, str | None]]
    headed: bool = False


def refuse_list(raw: bytes, name: str) -> None:
    """Raise :class:`NotAReport` where a source is a list of addresses.

    Raises:
        NotAReport: with the kind of list, and what to do with it.
    """
    head = raw[:HEAD]
    if raw.startswith(b"PK\x03\x04"):
        try:
            with inside(io.BytesIO(raw), name) as stream:
                head = stream.read(HEAD)
        except IntakeError:
            return
    form = form_of(head)
    if form is not None:
        _refuse(name, form)


def _refuse(name: str, form: Form) -> NoReturn:
    remedy = "To ask these addresses, give it as one: --addresses FILE"
    raise NotAReport(name, f"this is a list of addresses, not of reports ({form.name})", remedy)


def form_of(head: bytes) -> Form | None:
    """Return the form of a list of addresses that begins with these bytes, ``None`` where it is no such list."""
    lines = head.decode("utf-8-sig", "replace").splitlines()
    rows = [line for line in (lines[:-1] if len(head) >= HEAD else lines)[:50] if line.strip()]
    if not rows:
        return None
    if all(_ADDRESS.fullmatch(row.strip()) or row.startswith("#") for row in rows):
        return _LINES if any(_ADDRESS.fullmatch(row.strip()) for row in rows) else None
    cells = rows[0].split("\t")
    if len(cells) == 27 and _GKG.fullmatch(cells[0]):
        return _GKG_FORM
    if len(cells) in (58, 61) and cells[0].isdigit() and len(cells[1]) == 8 and _ADDRESS.match(cells[-1]):
        return _EVENTS
    if len(cells) >= 14 and cells[0].isdigit() and len(cells[1]) == 14 and _ADDRESS.match(cells[5]):
        return _MENTIONS
    names = {name.strip().lower() for name in next(csv.reader(rows[:1]), [])}
    return _STORIES if "url" in names and names & _MEDIA_CLOUD and "text" not in names else None


def listed(lines: Iterator[str], form: Form, path: str) -> Iterator[Listed | IntakeError]:
    """Yield the addresses of a list's rows, each once, or the error for a row that has none."""
    rows, seen = form.rows(lines), set[int]()
    head = next(rows, ()) if form.headed else ()
    for number, row in enumerate(rows, 1 + form.headed):
        if not any(row) or row[0].startswith("#"):
            continue
        place = f"row {number}"
        try:
            address, title, published, publisher = form.make(row, head)
        except IndexError:
            address = ""
        if not _ADDRESS.fullmatch(address):
            yield BadRecord(path, "the row has no address (http://, https://)", _REMEDY, place=place)
        elif hash(address) not in seen:
            seen.add(hash(address))
            yield Listed(address, place, title, published, publisher)


def _day(value: str) -> str | None:
    """Return the day of a stamp (20180806120000) or of an ISO date, ISO."""
    match = _STAMP.fullmatch(value.strip())
    try:
        return iso_date("-".join(match.groups()) if match else value)
    except ValueError:
        return None


def _of_gkg(row: Sequence[str], head: Sequence[str]) -> tuple[str, str | None, str | None, str | None]:
    title = _TITLE.search(row[26])
    return row[4], unescape(title[1]).strip() or None if title else None, _day(row[1]), row[3] or None


def _of_events(row: Sequence[str], head: Sequence[str]) -> tuple[str, str | None, str | None, str | None]:
    return row[-1], None, _day(row[-2]), None


def _of_mentions(row: Sequence[str], head: Sequence[str]) -> tuple[str, str | None, str | None, str | None]:
    return row[5], None, _day(row[2]), row[4] or None


def _of_stories(row: Sequence[str], head: Sequence[str]) -> tuple[str, str | None, str | None, str | None]:
    known: Mapping[str, str] = dict(zip((name.strip().lower() for name in head), row, strict=False))
    title, publisher = (known.get(name, "").strip() or None for name in ("title", "media_name"))
    return known.get("url", "").strip(), title, _day(known.get("publish_date", "")), publisher


def _tabbed(lines: Iterator[str]) -> Iterator[Sequence[str]]:
    return (line.rstrip("\r\n").split("\t") for line in lines)


def _alone(lines: Iterator[str]) -> Iterator[Sequence[str]]:
    return ([line.strip()] for line in lines)


_LINES = Form("one a line", _alone, lambda row, head: (row[0], None, None, None))
_GKG_FORM = Form("GDELT's Global Knowledge Graph", _tabbed, _of_gkg)
_EVENTS = Form("GDELT's events", _tabbed, _of_events)
_MENTIONS = Form("GDELT's mentions", _tabbed, _of_mentions)
_STORIES = Form("Media Cloud's stories", csv.reader, _of_stories, headed=True)


def inside(raw: BinaryIO, name: str) -> BinaryIO:
    """Return a stream, or what is in it where it is a zip archive of one file.

    Raises:
        IntakeError: if the archive is broken, of several files, or a bomb.
    """
    head = raw.read(4)
    raw.seek(0)
    if head != b"PK\x03\x04":
        return raw
    try:
        archive = zipfile.ZipFile(raw)
        (only,) = (info for info in archive.infolist() if not info.is_dir())
        if only.file_size > 40 * MAX_BYTES:
            raise TooLarge(name, f"it unpacks to {only.file_size:,} bytes", "Unpack it, and split it")
        return archive.open(only)  # type: ignore[return-value]
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, RuntimeError) as error:
        raise Damaged(name, f"this is no zip archive of one list ({error})", "Unpack it, and give the list") from None
