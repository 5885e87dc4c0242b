"""Bytes to text: limits, what is not text, and encodings.

Order of trust: a byte order mark, UTF-8, the encoding that a page declares, UTF-16
without a mark (told by its zero bytes), then a guess, which is always said in a warning.
A byte order mark is dropped; nothing else is: offsets count in the decoded text.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from communique.errors import BadEncoding, BinaryInput, EmptyInput, TooLarge

MAX_BYTES = 50_000_000
MAX_CHARS = 20_000_000

_SAMPLE = 200_000
_CONVERT = "Convert it to plain text or HTML and read that"
_UNPACK = "Unpack it and read the files inside"
_IMAGE = "Read its text into a file first (optical character recognition)"
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF document", "Give it under a name that ends in .pdf"),
    (b"\x89PNG\r\n", "a PNG image", _IMAGE),
    (b"\xff\xd8\xff", "a JPEG image", _IMAGE),
    (b"GIF8", "a GIF image", _IMAGE),
    (b"\x1f\x8b", "a gzip archive", "Unpack it (gunzip FILE) and read the file inside"),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ", "an xz archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"Rar!", "a RAR archive", _UNPACK),
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office document", _CONVERT),
    (b"{\\rtf", "a rich text (RTF) document", _CONVERT),
    (b"SQLite format 3\x00", "an SQLite database", "Give the path of a report"),
    (b"\x7fELF", "a program", "Give the path of a report"),
    (b"OggS", "an Ogg recording", "Read its transcript"),
    (b"ID3", "an MP3 recording", "Read its transcript"),
    (b"PAR1", "a Parquet table", "Export it as JSON Lines with a text field and read that"),
)
_PAGE = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|article)\b",
    re.IGNORECASE | re.DOTALL,
)
_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text as decoded, the name of its encoding, and what a user should know of the decoding."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(raw: bytes, source: str, *, declared: str | None = None) -> Decoded:
    """Return the text of ``raw``; ``declared`` is the encoding that the document itself names.

    Raises:
        TooLarge: over :data:`MAX_BYTES` bytes or :data:`MAX_CHARS` characters.
        EmptyInput: no bytes.
        BinaryInput: no text, as told by the first bytes or by zero bytes.
        BadEncoding: in no encoding that can be told; the place is the first bad byte.
    """
    check_size(len(raw), source)
    if not raw:
        raise EmptyInput(source, "there is nothing in it", "Give a report with text in it")
    refuse_binary(raw, source)
    decoded = _decode(raw, source, declared)
    check_length(decoded.text, source)
    return decoded


def looks_like_html(raw: bytes) -> bool:
    """True where the first bytes are those of an HTML page."""
    head = raw[:2000]
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\x00", b"")[2:]
    return _PAGE.match(head) is not None


def check_size(size: int, source: str) -> None:
    """Raise :class:`TooLarge` where ``size``, in bytes, is over :data:`MAX_BYTES`."""
    if size > MAX_BYTES:
        problem = f"{size:,} bytes are over the limit of {MAX_BYTES:,} for one report"
        raise TooLarge(source, problem, "Split it, or give many reports as JSON Lines (one a line)")


def check_length(text: str, source: str) -> None:
    """Raise :class:`TooLarge` where ``text`` has over :data:`MAX_CHARS` characters."""
    if len(text) > MAX_CHARS:
        problem = f"{len(text):,} characters are over the limit of {MAX_CHARS:,} for one report"
        raise TooLarge(source, problem, "Split it, or give many reports as JSON Lines (one a line)")


def refuse_binary(raw: bytes, source: str) -> None:
    """Raise :class:`BinaryInput`, naming what ``raw`` is, where it is known not to be text."""
    if raw.startswith(b"PK\x03\x04"):
        what = "a Word document" if b"word/" in raw[:4000] else "a zip archive or office document"
        raise BinaryInput(source, f"this is {what}, not text", f"{_UNPACK}, or save the document as plain text")
    for magic, what, remedy in _MAGIC:
        if raw.startswith(magic):
            raise BinaryInput(source, f"this is {what}, not text", remedy)
    if _bom(raw) is None and _wide(raw) is None:
        head = raw[:_SAMPLE]
        controls = sum(head.count(bytes([b])) for b in (*range(9), *range(14, 27), *range(28, 32)))
        if controls > 0.1 * len(head):
            place = f"byte {next(i for i, b in enumerate(head) if b < 9)}" if min(head) < 9 else None
            problem = f"this is not text ({controls / len(head):.0%} of its bytes are control codes)"
            raise BinaryInput(source, problem, "Give a text, HTML or JSON Lines file", place=place)


def _bom(raw: bytes) -> tuple[bytes, str] | None:
    """Return the byte order mark at the start and its encoding, or ``None``."""
    return next(((mark, name) for mark, name in _BOMS if raw.startswith(mark)), None)


def _wide(raw: bytes) -> str | None:
    """Return the byte order of UTF-16 without a mark, told by zero bytes in every other place."""
    head = raw[: _SAMPLE - _SAMPLE % 2]
    if len(raw) < 4 or len(raw) % 2:
        return None
    even, odd = head[::2].count(0) / len(head[::2]), head[1::2].count(0) / len(head[1::2])
    letters = head[::2] if odd > even else head[1::2]
    if max(odd, even) < 0.6 or min(odd, even) > 0.1 or sum(b < 9 for b in letters) > 0.05 * len(letters):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _decode(raw: bytes, source: str, declared: str | None) -> Decoded:
    """Try the encodings in their order of trust."""
    marked = _bom(raw)
    if marked is not None:
        return _strict(raw[len(marked[0]) :], marked[1], source, skipped=len(marked[0]))
    wide = _wide(raw)
    if wide is not None:
        said = (f"no encoding is named; read as {wide.upper()}, told by its zero bytes",)
        return Decoded(_strict(raw, wide, source).text, wide, said)
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        bad = error.start
    named = _known(declared)
    if named is not None:
        try:
            return Decoded(raw.decode(named), named)
        except UnicodeDecodeError:
            pass
    return _guess(raw, source, bad)


def _strict(raw: bytes, encoding: str, source: str, *, skipped: int = 0) -> Decoded:
    """Return ``raw`` decoded, or raise :class:`BadEncoding` at the first bad byte."""
    try:
        return Decoded(raw.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        problem = f"marked as {encoding.upper()} but not valid as such ({error.reason})"
        raise BadEncoding(source, problem, "Save it as UTF-8", place=f"byte {error.start + skipped}") from None


def _known(name: str | None) -> str | None:
    """Return Python's name of a declared text encoding (Latin-1 is read as Windows-1252), or ``None``."""
    if name is None:
        return None
    try:
        found = codecs.lookup(name.strip()).name
        "".encode(found)
    except (LookupError, ValueError, UnicodeError):
        return None
    return "cp1252" if found in ("iso8859-1", "ascii") else found


def _guess(raw: bytes, source: str, bad: int) -> Decoded:
    """Return ``raw`` in a guessed encoding with a warning, or raise :class:`BadEncoding`."""
    name = "cp1252" if _looks_western(raw) else None
    if name is None:
        best = from_bytes(raw[:_SAMPLE]).best()
        name = None if best is None else best.encoding
    if name is not None:
        try:
            text = raw.decode(name)
        except (UnicodeDecodeError, LookupError):
            pass
        else:
            said = f"not UTF-8 (byte {bad}); read as {name}, which is a guess: check accented letters and quotes"
            return Decoded(text, name, (said,))
    problem = "not UTF-8 and in no other encoding that can be told"
    raise BadEncoding(source, problem, "Save it as UTF-8", place=f"byte {bad}")


def _looks_western(raw: bytes) -> bool:
    """True for mostly ASCII text whose other bytes are the common ones of Windows-1252."""
    high = [b for b in raw[:_SAMPLE] if b >= 0x80]
    usual = sum(b >= 0xC0 or 0x91 <= b <= 0x97 or b in (0x85, 0xA0, 0xA3, 0xA9, 0xAB, 0xB4, 0xBB, 0x80) for b in high)
    return len(high) < 0.1 * min(len(raw), _SAMPLE) and usual >= 0.9 * len(high)
