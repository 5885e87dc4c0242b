"""A PDF to a report: the characters of its pages as paragraphs, each page a part of the original.

The text layer is our own: what pdfium finds on the pages, in its order but for columns, lines joined to paragraphs,
running heads and feet left out. A page that is a picture has no characters; a PDF of pictures is refused.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import median
from typing import Any

import pypdfium2
from pypdfium2 import raw as pdfium

from communique.errors import Damaged, EmptyInput, Encrypted
from communique.intake.dates import iso_date
from communique.intake.decode import check_length, check_size
from communique.intake.pdflines import Line, Paragraph, Placed, counted, glued, in_order, paragraphs_of, without_heads
from communique.intake.report import Known, Report, build, completed
from communique.records import SourcePart, Span
from communique.text import SegmentKind

_LINE_ENDS = frozenset("\r\n")
_HYPHENS = frozenset("\ufffe\u0002")
_WIDE = 2.0
_LARGER = 1.15
_LONGEST_TITLE = 300
_DAY = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_FILE = re.compile(r"^Microsoft \w+ - |\.(?:docx?|odt|pdf|indd|qxd|tex|pptx?|rtf)$|^untitled", re.IGNORECASE)
_MADE = "is the day on which the PDF was made, as its own data say: it prints none itself"
_SAVE = "Save it again, or give its text as plain text"


def read_pdf(raw: bytes, known: Known) -> Report:
    """Return the report of a PDF; its pages are parts of it.

    What its data say (title, author, the day on which it was made) counts where the pages say nothing.

    Raises:
        Encrypted: if a password is needed.
        Damaged: if it is broken.
        EmptyInput: if there are no characters on its pages.
        TooLarge: if it is over the limits.
    """
    check_size(len(raw), known.name)
    document = _opened(raw, known.name)
    try:
        pages, broken = _pages(document)
        about = document.get_metadata_dict()
    finally:
        document.close()
    bodies, left = without_heads(pages)
    kept = [Placed(number, line) for number, page in enumerate(bodies, 1) for line in in_order(page)]
    if not kept:
        remedy = "Recognise its characters first (for example: ocrmypdf FILE NEW), and give the new file"
        raise EmptyInput(known.name, f"its {len(pages)} pages are pictures, with no characters in them", remedy)
    found = paragraphs_of(kept)
    text, spans, parts = _laid(found, counted(kept))
    check_length(text, known.name)
    warnings = tuple(f"page {number} could not be read: it is broken" for number in broken)
    if left:
        warnings += (f"{left} running heads, feet and page numbers are not in the text",)
    title = _title(found)
    fixed = {found.index(title): SegmentKind.TITLE} if title else {}
    headline = text[spans[found.index(title)].start : spans[found.index(title)].end] if title else None
    told = replace(known, title=known.title or headline, warnings=known.warnings + warnings)
    report = build(text, raw, told, spans=spans, fixed=fixed, parts=parts)
    given = {name: _said(about.get(name)) for name in ("Title", "Author")}
    name = given["Title"] if given["Title"] and not _FILE.search(given["Title"]) else None
    return completed(report, _day(about.get("CreationDate")), _MADE, title=name, byline=given["Author"])


def _opened(raw: bytes, name: str) -> Any:
    try:
        return pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            problem, remedy = "it is locked with a password", "Save it without one, and give that"
            raise Encrypted(name, problem, remedy) from None
        raise Damaged(name, "it is no whole PDF", _SAVE) from None


def _pages(document: Any) -> tuple[list[list[Line]], list[int]]:
    """Return the lines of each page, and the numbers of the pages that are broken."""
    pages, broken = list[list[Line]](), list[int]()
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage()
            pages.append(list(_lines(text.raw)))
            text.close()
            page.close()
        except pypdfium2.PdfiumError:
            pages.append([])
            broken.append(number + 1)
    return pages, broken


def _lines(text: Any) -> Iterator[Line]:
    """Yield the lines of a page in pdfium's order; a wide gap in a line divides it."""
    box, origin = [ctypes.c_double() for _ in range(4)], [ctypes.c_double() for _ in range(2)]
    chars, sizes, bounds, bases = list[str](), list[float](), list[tuple[float, ...]](), list[float]()

    def ended(hyphen: bool = False) -> Iterator[Line]:
        words = "".join(chars).encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()
        if words and bounds:
            left, right = min(b[0] for b in bounds), max(b[1] for b in bounds)
            yield Line(words + "-" * hyphen, left, right, median(bases), median(sizes))
        for found in (chars, sizes, bounds, bases):
            found.clear()

    for at in range(pdfium.FPDFText_CountChars(text)):
        char = chr(pdfium.FPDFText_GetUnicode(text, at))
        if char in _LINE_ENDS or char in _HYPHENS:
            yield from ended(hyphen=char in _HYPHENS)
            continue
        if char == "\x00":
            continue
        made = pdfium.FPDFText_IsGenerated(text, at) == 1
        if not char.isspace() and not made:
            pdfium.FPDFText_GetCharBox(text, at, *box)
            here = tuple(value.value for value in box)
            pdfium.FPDFText_GetCharOrigin(text, at, *origin)
            size = pdfium.FPDFText_GetFontSize(text, at)
            size = size if size > 1 else here[3] - here[2]
            if bounds and _is_apart(bounds[-1], here, size):
                yield from ended()
            bounds.append(here)
            bases.append(origin[1].value)
            sizes.append(size)
        if not char.isspace() or chars:
            chars.append(char)
    yield from ended()


def _is_apart(before: tuple[float, ...], here: tuple[float, ...], size: float) -> bool:
    """Whether a character stands on another line than the one before it, or far from it on the same."""
    height = max(here[3] - here[2], before[3] - before[2], size)
    if here[2] > before[3] or here[3] < before[2]:
        return abs(here[2] - before[2]) > height * 0.7
    return here[0] - before[1] > _WIDE * height or before[0] - here[1] > _WIDE * height


def _laid(found: Sequence[Paragraph], known: Mapping[str, int]) -> tuple[str, list[Span], list[SourcePart]]:
    """Return the text of paragraphs, their spans, and where each page's begins and ends in it."""
    pieces, spans, pages, at = list[str](), list[Span](), dict[int, tuple[int, int]](), 0
    for paragraph in found:
        start, lines = at, paragraph.lines
        for placed, after in zip(lines, (*lines[1:], None), strict=True):
            words = placed.line.text
            words = glued(words, after.line.text, known) if after else words
            pages[placed.page] = (pages.get(placed.page, (at,))[0], at + len(words.rstrip()))
            pieces.append(words)
            at += len(words)
        spans.append(Span(start, at))
        pieces.append("\n\n")
        at += 2
    return "".join(pieces[:-1]), spans, [SourcePart(f"page {n}", a, b) for n, (a, b) in sorted(pages.items())]


def _title(found: Sequence[Paragraph]) -> Paragraph | None:
    """Return the paragraph of the first page that is set in the largest letters, where it is the only one."""
    first = [p for p in found if p.lines[0].page == found[0].lines[0].page]
    most = max(p.size for p in first)
    largest = [p for p in first if p.size > 0.98 * most]
    usual = median(placed.line.size for p in found for placed in p.lines)
    short = sum(len(placed.line.text) for placed in largest[0].lines) <= _LONGEST_TITLE
    return largest[0] if len(largest) == 1 and most > _LARGER * usual and short and len(found) > 1 else None


def _said(value: object) -> str | None:
    return (" ".join(value.split()) or None) if isinstance(value, str) else None


def _day(value: object) -> str | None:
    """Return the day of a PDF's date, ISO."""
    match = _DAY.match(value) if isinstance(value, str) else None
    try:
        return iso_date("-".join(match.groups())) if match else None
    except ValueError:
        return None
