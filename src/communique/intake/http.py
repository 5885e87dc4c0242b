"""An HTTP message as web archives keep it: its status, its headers, its body unpacked."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.parser import BytesHeaderParser

from communique.errors import Damaged, TooLarge
from communique.intake.decode import MAX_BYTES

MEDIA: Mapping[str, str] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/epub+zip": "epub",
    "message/rfc822": "mail",
    "text/plain": "text",
}
"""The kind of input that each media type is read as."""

_ENDS = (b"\r\n\r\n", b"\n\n")
_BOMB = f"it unpacks to more than {MAX_BYTES:,} bytes"
_SPLIT = "Look at what it is; the other records are read"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a server: its status, its headers by lower-case name, its body as it was sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def answer(block: bytes) -> Answer | None:
    """Return the answer that a record's block holds, ``None`` where it is none."""
    ends = [(place, mark) for mark in _ENDS if (place := block.find(mark)) >= 0]
    end, mark = min(ends, default=(len(block), b""))
    first, _, lines = block[:end].partition(b"\n")
    words = first.split()
    if len(words) < 2 or not words[0].startswith(b"HTTP/") or not words[1].isdigit():
        return None
    found = BytesHeaderParser().parsebytes(lines + b"\n\n")
    headers = {name.lower(): str(value) for name, value in found.items()}
    return Answer(int(words[1]), headers, block[end + len(mark) :])


def body_of(found: Answer, name: str) -> bytes:
    """Return an answer's body as it was before it was packed for the way: chunked, gzip, deflate, br.

    A body that is not packed, whatever the headers say, is returned as it is: archives keep bodies unpacked with the
    headers of the packed.

    Raises:
        Damaged: if it is broken, or packed in a way that is not known.
        TooLarge: if more comes of it than a report may have.
    """
    body = found.body
    if "chunked" in found.headers.get("transfer-encoding", "").lower():
        body = _joined(body)
    for way in reversed(found.headers.get("content-encoding", "").lower().replace(" ", "").split(",")):
        body = _unpacked(body, way, name)
    return body


def _joined(body: bytes) -> bytes:
    """Return the chunks of a body joined; the body itself where it is not chunked."""
    parts, place = list[bytes](), 0
    while True:
        end = body.find(b"\r\n", place, place + 100)
        try:
            size = int(body[place:end].partition(b";")[0], 16) if end >= 0 else -1
        except ValueError:
            size = -1
        if size < 0 or end + 2 + size > len(body):
            return b"".join(parts) + body[place:] if parts else body
        if size == 0:
            return b"".join(parts)
        parts.append(body[end + 2 : end + 2 + size])
        place = end + 2 + size + 2


def _unpacked(body: bytes, way: str, name: str) -> bytes:
    if way in ("gzip", "x-gzip"):
        return _inflated(body, 31, name) if body.startswith(b"\x1f\x8b") else body
    if way == "deflate":
        return _inflated(body, 15 if body[:1] == b"\x78" else -15, name)
    if way == "br":
        return _of_brotli(body, name)
    if way in ("", "identity"):
        return body
    raise Damaged(name, f"its content is packed in a way that is not read ({way})", "Save the page anew, unpacked")


def _inflated(body: bytes, window: int, name: str) -> bytes:
    inflate = zlib.decompressobj(window)
    try:
        made = inflate.decompress(body, MAX_BYTES + 1)
    except zlib.error as error:
        if not body[:1].strip() or body.lstrip()[:1] == b"<":
            return body
        raise Damaged(name, f"its packed content is broken ({error})", _SPLIT) from None
    if len(made) > MAX_BYTES:
        raise TooLarge(name, _BOMB, _SPLIT)
    if not inflate.eof:
        raise Damaged(name, "its packed content is cut short", _SPLIT)
    return made


def _of_brotli(body: bytes, name: str) -> bytes:
    import brotli

    unpack, made = brotli.Decompressor(), b""
    try:
        made = unpack.process(body, output_buffer_limit=MAX_BYTES + 1)
    except brotli.error as error:
        if body.lstrip()[:1] == b"<":
            return body
        raise Damaged(name, f"its packed content is broken ({error})", _SPLIT) from None
    if len(made) > MAX_BYTES or not unpack.can_accept_more_data():
        raise TooLarge(name, _BOMB, _SPLIT)
    if not unpack.is_finished():
        raise Damaged(name, "its packed content is cut short", _SPLIT)
    return bytes(made)
