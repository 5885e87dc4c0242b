"""A book (EPUB) to a report: its chapters in the order of reading, each a part of the original."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote

from lxml import etree

from communique.errors import BinaryInput, Damaged, EmptyInput, Encrypted, TooLarge
from communique.intake.dates import iso_date
from communique.intake.decode import MAX_BYTES, check_length, decode
from communique.intake.markup import BETWEEN, Laid, joined, laid_out
from communique.intake.report import Known, Report, build
from communique.records import SourcePart

_MOST_MADE = 4 * MAX_BYTES
_CONTAINER = "META-INF/container.xml"
_LOCKS = "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html", "application/xml")
_SAVE = "Save the book anew, or give its text as plain text"
_LONGEST_NAME = 80


class _Zip:
    """The files of a zip archive, of which no more is unpacked than a report may have."""

    def __init__(self, raw: bytes, name: str) -> None:
        self.name, self._left = name, _MOST_MADE
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise Damaged(name, f"its zip archive is broken ({error})", _SAVE) from None

    def __contains__(self, path: str) -> bool:
        return path in self._zip.NameToInfo

    def read(self, path: str) -> bytes:
        """Return a file of the archive.

        Raises:
            Damaged: if it is missing or broken.
            TooLarge: if all that was read is over the limit.
        """
        try:
            with self._zip.open(path) as stream:
                data = stream.read(self._left + 1)
        except KeyError:
            raise Damaged(self.name, f"it has no {path}", _SAVE) from None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise Damaged(self.name, f"{path} in it is broken ({error})", _SAVE) from None
        except (NotImplementedError, RuntimeError) as error:
            raise Encrypted(self.name, f"{path} in it cannot be unpacked ({error})", _SAVE) from None
        self._left -= len(data)
        if self._left < 0:
            problem = f"it unpacks to more than {_MOST_MADE:,} bytes of text"
            raise TooLarge(self.name, problem, "Give its chapters as files of their own")
        return data


@dataclass(frozen=True, slots=True)
class _Book:
    """What a book says of itself, and the paths of its chapters in the order of reading."""

    title: str | None
    byline: str | None
    publisher: str | None
    published: str | None
    chapters: tuple[str, ...]


def read_epub(raw: bytes, known: Known) -> Report:
    """Return the report of a book; its chapters are parts of it.

    Raises:
        Damaged: if it is broken.
        Encrypted: if its publisher has locked it.
        TooLarge: if it unpacks to more than a report may have.
        EmptyInput: if there is no text in it.
    """
    files = _Zip(raw, known.name)
    book = _book(files)
    if _LOCKS in files:
        locked = {unquote(uri) for uri in _xml(files, _LOCKS).xpath("//@URI")}
        if locked & set(book.chapters):
            raise Encrypted(known.name, "its publisher has locked it", "Give its text in a form that is not locked")
    chapters, parts, size = list[Laid](), list[SourcePart](), 0
    for number, path in enumerate(book.chapters, 1):
        chapter = laid_out(decode(files.read(path) or b" ", f"{known.name}, {path}").text)
        if chapter.spans:
            start = size + len(BETWEEN) * bool(chapters)
            size = start + len(chapter.text)
            chapters.append(chapter)
            parts.append(SourcePart(_name(number, chapter), start, size))
    if not parts:
        raise EmptyInput(known.name, "there is no text in this book", "Read its pictures' text into a file first")
    whole = joined(chapters)
    check_length(whole.text, known.name)
    told = replace(
        known,
        title=known.title or book.title,
        found=book.published,
        byline=known.byline or book.byline,
        publisher=known.publisher or book.publisher,
    )
    return build(whole.text, raw, told, spans=whole.spans, fixed=whole.fixed, parts=parts)


def _name(number: int, chapter: Laid) -> str:
    """Return how a chapter is cited: by its number, and its first line where that is short enough for a heading."""
    first = " ".join(chapter.text[chapter.spans[0].start : chapter.spans[0].end].split())
    short = len(first) <= _LONGEST_NAME and not first.endswith((".", "!", "?", ":", ";", ","))
    return f"chapter {number}: {first}" if short else f"chapter {number}"


def _book(files: _Zip) -> _Book:
    """Return what the book's own list says of it.

    Raises:
        BinaryInput: if it is no book.
        Damaged: if the list is missing or broken.
    """
    if _CONTAINER not in files:
        raise BinaryInput(files.name, "this is a zip archive and no book (EPUB)", "Unpack it and read the files inside")
    paths = _xml(files, _CONTAINER).xpath("//*[local-name()='rootfile']/@full-path")
    if not paths:
        raise Damaged(files.name, "it does not say where its list of chapters is", _SAVE)
    path = str(paths[0])
    tree = _xml(files, path)
    items = {
        item.get("id"): posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(item.get("href") or "")))
        for item in tree.xpath("//*[local-name()='manifest']/*[local-name()='item']")
        if item.get("media-type") in _PAGES and "nav" not in (item.get("properties") or "").split()
    }
    order = [str(ref) for ref in tree.xpath("//*[local-name()='spine']/*[local-name()='itemref']/@idref")]
    chapters = tuple(dict.fromkeys(items[ref] for ref in order if ref in items))
    return _Book(
        title=next(_told(tree, "title"), None),
        byline=", ".join(_told(tree, "creator")) or None,
        publisher=next(_told(tree, "publisher"), None),
        published=next(_days(tree), None),
        chapters=chapters,
    )


def _xml(files: _Zip, path: str) -> etree._Element:
    """Return the tree of an XML file, with nothing fetched and nothing expanded.

    Raises:
        Damaged: if it is none.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=False)
    try:
        return etree.fromstring(files.read(path), parser)
    except (etree.LxmlError, ValueError) as error:
        raise Damaged(files.name, f"{path} in it is broken ({error})", _SAVE) from None


def _told(tree: etree._Element, name: str) -> Iterator[str]:
    """Yield what the book's own data say under a name, each without outer blanks."""
    for element in tree.xpath("//*[local-name()='metadata']/*[local-name()=$name]", name=name):
        words = " ".join("".join(element.itertext()).split())
        if words:
            yield words


def _days(tree: etree._Element) -> Iterator[str]:
    for value in _told(tree, "date"):
        try:
            yield iso_date(value)
        except ValueError:
            continue
