"""Records of a web archive (WARC 1.0 and 1.1, ISO 28500), one after another, with little memory.

A record is checked as far as its archive allows: its length, its digests, the checksum of its gzip member. One that is
damaged or cut short is told by its place, and the next is looked for: no reader may end in silence where an archive
is broken. What unpacks to far more than it is worth is given up.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from communique.intake.decode import MAX_BYTES

GZIP = b"\x1f\x8b"
MARK = b"WARC/"
_CHUNK = 1 << 16
_LOOK = 1 << 12
_MOST_HEAD = 1 << 16
_KEPT = ("response", "resource", "conversion")
_FREE = 100_000_000
_FREE_IN_ALL = 1_000_000_000
_RATIO = 200
"""Bytes that one byte may unpack to, where more than ``_FREE`` come of a record or ``_FREE_IN_ALL`` of an archive.
Pages come to ten or so, and zeros to a thousand."""


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """A record: the byte that it, or its gzip member, begins at, its headers by lower-case name, its block.

    ``block`` is ``None`` where it is not looked at: of another type than pages come in, or over the limit on bytes.
    """

    offset: int
    headers: Mapping[str, str]
    size: int
    block: bytes | None

    @property
    def type(self) -> str:
        """What sort of record it is: ``response``, ``resource``, ``revisit``, ``request``, …"""
        return self.headers.get("warc-type", "").lower()


@dataclass(frozen=True, slots=True)
class Broken:
    """A byte from which on an archive is no good, and what is wrong. ``last`` where nothing is read after it."""

    offset: int
    problem: str
    last: bool = False


class _Bad(Exception):
    """A record cannot be read."""


class _Bomb(Exception):
    """Far too much comes of too little."""


class _Input:
    """A stream of bytes that can be looked at ahead, and knows where it is."""

    def __init__(self, stream: BinaryIO, ahead: bytes = b"") -> None:
        self._stream, self._ahead, self.offset = stream, ahead, 0

    def peek(self, size: int) -> bytes:
        """Return the next bytes without taking them; fewer at the end."""
        while len(self._ahead) < size and (more := self._stream.read(max(_CHUNK, size - len(self._ahead)))):
            self._ahead += more
        return self._ahead[:size]

    def take(self, size: int) -> bytes:
        """Return the next bytes, at most so many; nothing at the end."""
        found = self.peek(1) and self._ahead[:size]
        self._ahead = self._ahead[len(found) :]
        self.offset += len(found)
        return found

    def give_back(self, data: bytes) -> None:
        """Let the next bytes be these, which were taken last."""
        self._ahead = data + self._ahead
        self.offset -= len(data)

    def back_to(self, offset: int) -> None:
        """Go back to a byte, where the stream can; else stay."""
        if self._stream.seekable() and offset < self.offset:
            self._stream.seek(offset - self.offset - len(self._ahead), 1)
            self._ahead, self.offset = b"", offset

    def find(self, marks: tuple[bytes, ...]) -> bool:
        """Go on to the next of some marks; false where none comes, and then all is taken."""
        longest = max(map(len, marks))
        while window := self.peek(_CHUNK):
            places = [place for mark in marks if (place := window.find(mark)) >= 0]
            if places:
                self.take(min(places))
                return True
            self.take(max(1, len(window) - longest + 1))
        return False


class _Plain:
    """The bytes of an archive that is not packed."""

    def __init__(self, source: _Input) -> None:
        self._source = source

    def peek(self, size: int) -> bytes:
        """Return the next bytes without taking them."""
        return self._source.peek(size)

    def take(self, size: int) -> bytes:
        """Return the next bytes, at most so many."""
        return self._source.take(size)


class _Member:
    """The bytes of one gzip member."""

    def __init__(self, source: _Input) -> None:
        self._source, self._ahead = source, b""
        self._inflate = zlib.decompressobj(31)
        self._start, self.made = source.offset, 0

    def peek(self, size: int) -> bytes:
        """Return the next bytes without taking them; fewer at the member's end.

        Raises:
            _Bad: if it is damaged, or the archive ends in it.
            _Bomb: if far too much comes of it.
        """
        while len(self._ahead) < size and not self._inflate.eof:
            self._more()
        return self._ahead[:size]

    def _more(self) -> None:
        packed = self._inflate.unconsumed_tail or self._source.take(_CHUNK)
        if not packed:
            raise _Bad("the archive ends in the middle of this record")
        try:
            more = self._inflate.decompress(packed, _CHUNK)
        except zlib.error as error:
            self._source.give_back(packed)
            raise _Bad(f"its gzip data are damaged ({error})") from None
        self._ahead += more
        self.made += len(more)
        if self._inflate.eof:
            self._source.give_back(self._inflate.unused_data)
        left = self._inflate.unconsumed_tail
        if self.made > _FREE and self.made > _RATIO * (self._source.offset - self._start - len(left)):
            self._source.give_back(left)
            raise _Bomb

    def take(self, size: int) -> bytes:
        """Return the next bytes, at most so many."""
        self.peek(1)
        found, self._ahead = self._ahead[:size], self._ahead[size:]
        return found


class Archive:
    """A web archive, packed (a gzip member a record, or one for all) or not, read once from beginning to end."""

    def __init__(self, stream: BinaryIO, ahead: bytes = b"") -> None:
        """Begin with a stream, of which the bytes ``ahead`` were read already."""
        self._source, self._made, self._began = _Input(stream, ahead), 0, 0

    def __iter__(self) -> Iterator[WarcRecord | Broken]:
        """Yield every record, and every place where there should be one and is not."""
        while head := self._source.peek(2):
            start = self._source.offset
            packed = head == GZIP
            data = _Member(self._source) if packed else _Plain(self._source)
            try:
                yield from self._records(data, start, packed)
            except _Bad as bad:
                began = start if packed else max(start, self._began)
                yield Broken(began, str(bad))
                self._source.back_to(began + 1)
                self._source.take(max(0, began + 1 - self._source.offset))
                self._look_on()
            except _Bomb:
                yield Broken(start, f"it unpacks to more than {_RATIO} times its size: it is not read on")
                self._look_on()
            if isinstance(data, _Member):
                self._made += data.made
            if self._made > _FREE_IN_ALL and self._made > _RATIO * self._source.offset:
                yield Broken(start, f"it unpacks to more than {_RATIO} times its size: the rest is not read", last=True)
                return

    def _records(self, data: _Plain | _Member, start: int, packed: bool) -> Iterator[WarcRecord]:
        """Yield the records of a member, or of an archive that is not packed up to where packed data begin."""
        while _skip_blank(data):
            if not packed and data.peek(2) == GZIP:
                return
            self._began = start if packed else self._source.offset
            yield self._one(data, self._began)

    def _one(self, data: _Plain | _Member, offset: int) -> WarcRecord:
        headers = _head(data)
        try:
            size = int(headers.get("content-length", ""))
        except ValueError:
            size = -1
        if size < 0:
            raise _Bad("its head gives no length (Content-Length)")
        wanted = headers.get("warc-type", "").lower() in _KEPT and size <= MAX_BYTES
        block, left = bytearray(), size
        while left:
            piece = data.take(min(_CHUNK, left))
            if not piece:
                raise _Bad(f"it ends {left:,} bytes short of the length that its head gives")
            left -= len(piece)
            if wanted:
                block += piece
        _skip_blank(data)
        digest = headers.get("warc-block-digest")
        if wanted and is_wrong(digest, bytes(block)):
            raise _Bad("its digest is not what its head says (WARC-Block-Digest)")
        if not (wanted and digest) and data.peek(len(MARK)) not in (b"", MARK) and data.peek(2) != GZIP:
            raise _Bad("its length is not what its head says")
        return WarcRecord(offset, headers, size, bytes(block) if wanted else None)

    def _look_on(self) -> None:
        """Go on to where the next record begins."""
        while self._source.find((b"\n" + MARK, GZIP + b"\x08")):
            ahead = self._source.peek(_LOOK)
            if _begins(ahead):
                return
            self._source.take(1)
            if ahead.startswith(b"\n"):
                return


def _begins(packed: bytes) -> bool:
    """Whether these are the first bytes of a packed record."""
    if not packed.startswith(GZIP):
        return False
    try:
        return zlib.decompressobj(31).decompress(packed, len(MARK)) == MARK
    except zlib.error:
        return False


def is_archive(head: bytes) -> bool:
    """Whether these are the first bytes of a web archive, packed or not."""
    return head.startswith(MARK) or _begins(head)


def _skip_blank(data: _Plain | _Member) -> bool:
    """Pass over line ends; whether anything follows."""
    while (ahead := data.peek(1)) and ahead in b"\r\n":
        data.take(1)
    return bool(ahead)


def _head(data: _Plain | _Member) -> dict[str, str]:
    """Return the headers of a record by lower-case name.

    Raises:
        _Bad: if there are none.
    """
    if data.peek(len(MARK)) != MARK:
        raise _Bad("there is no record where one should begin")
    size = 512
    while not (ends := _ends(ahead := data.peek(size))):
        if size > _MOST_HEAD or len(ahead) < size:
            raise _Bad("its head does not end")
        size *= 2
    end, mark = min(ends)
    data.take(end + len(mark))
    lines = ahead[:end].decode("utf-8", "replace").splitlines()
    return {name.strip().lower(): value.strip() for line in lines[1:] for name, _, value in [line.partition(":")]}


def _ends(ahead: bytes) -> list[tuple[int, bytes]]:
    """Return where blank lines begin, each with its characters."""
    return [(place, mark) for mark in (b"\r\n\r\n", b"\n\n") if (place := ahead.find(mark)) >= 0]


def is_wrong(digest: str | None, data: bytes) -> bool:
    """Whether data have another digest than a header gives, where it gives one that can be checked."""
    name, _, given = (digest or "").strip().partition(":")
    name, given = name.lower().replace("-", ""), given.strip()
    if name not in ("md5", "sha1", "sha256", "sha512") or not given:
        return False
    found = hashlib.new(name, data, usedforsecurity=False).digest()
    written = (found.hex(), base64.b32encode(found).decode().rstrip("="), base64.b64encode(found).decode().rstrip("="))
    return given.rstrip("=").lower() not in [written[0], written[1].lower()] and given.rstrip("=") != written[2]
