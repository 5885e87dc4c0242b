"""Web archives, PDF, books and mail made for tests; every name and word in them is made up."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from email.message import EmailMessage

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HTML = {"Content-Type": "text/html; charset=utf-8"}


def page(number: int = 0, head: str = "") -> bytes:
    """A page with an article of its own number on it, and no day."""
    text = f"The foreign minister of Norway met her Swedish colleague in Oslo for talks of round {number}."
    more = "They talked for two hours about a border that both would like to see open again."
    body = f"<article><h1>Talks {number}</h1><p>{text}</p><p>{more}</p></article>"
    return f"<html><head><title>Talks {number}</title>{head}</head><body>{body}</body></html>".encode()


class Warc:
    """A web archive, as a writer that is not ours makes it."""

    def __init__(self, *, packed: bool = True) -> None:
        self.out, self.offsets = io.BytesIO(), list[int]()
        self._writer = WARCWriter(self.out, gzip=packed)

    @property
    def raw(self) -> bytes:
        """The archive."""
        return self.out.getvalue()

    def add(
        self,
        body: bytes,
        *,
        type: str = "response",
        status: str = "200 OK",
        headers: Mapping[str, str] = HTML,
        url: str = "",
        warc: Mapping[str, str] | None = None,
    ) -> Warc:
        """Add a record; return the archive."""
        self.offsets.append(self.out.tell())
        url = url or f"https://news.example/{len(self.offsets)}"
        http = StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1") if type == "response" else None
        given = {"WARC-Date": "2018-08-06T23:10:00Z", **(warc or {})}
        extra = {} if http else {"warc_content_type": headers.get("Content-Type", "")}
        record = self._writer.create_warc_record(
            url, type, payload=io.BytesIO(body), http_headers=http, warc_headers_dict=given, **extra
        )
        self._writer.write_record(record)
        return self


def warc_of(*bodies: bytes, packed: bool = True) -> Warc:
    """An archive with these pages."""
    made = Warc(packed=packed)
    for body in bodies:
        made.add(body)
    return made


Set = tuple[float, float, float, str]
"""Words set on a page: how far from the left and from the foot, in what size, which."""


def pdf(pages: Sequence[Iterable[Set]], about: Mapping[str, str] | None = None, *, lock: bool = False) -> bytes:
    """A PDF of pages of words set in Helvetica; with a lock, one that asks for a password."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for words in pages:
        shown = "".join(f"BT /F {size} Tf {x} {y} Td ({_escaped(text)}) Tj ET\n" for x, y, size, text in words)
        content = shown.encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        box = "/MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} /Contents {len(objects)} 0 R >>".encode())
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    trailer = "/Root 1 0 R"
    if about:
        objects.append(f"<< {' '.join(f'/{k} ({_escaped(v)})' for k, v in about.items())} >>".encode("cp1252"))
        trailer += f" /Info {len(objects)} 0 R"
    if lock:
        key = "61" * 32
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{key}> /U <{key}> >>".encode())
        trailer += f" /Encrypt {len(objects)} 0 R /ID [<{'00' * 16}> <{'00' * 16}>]"
    out, places = io.BytesIO(b""), list[int]()
    out.write(b"%PDF-1.4\n")
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode())
    out.write(f"trailer << /Size {len(objects) + 1} {trailer} >>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def lines(words: Sequence[str], *, left: float = 60, top: float = 740, size: float = 11, step: float = 14) -> list[Set]:
    """Lines of words, one below the other."""
    return [(left, top - step * number, size, line) for number, line in enumerate(words)]


def epub(chapters: Mapping[str, str], about: str = "", extra: Mapping[str, bytes] | None = None) -> bytes:
    """A book of chapters, given by the names of their files and what is in their bodies."""
    out = io.BytesIO()
    items = "".join(
        f'<item id="c{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(chapters)
    )
    order = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    package = f"""<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{about}</metadata>
<manifest>{items}</manifest><spine>{order}</spine></package>"""
    container = """<?xml version="1.0"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        made.writestr("META-INF/container.xml", container)
        made.writestr("OPS/book.opf", package)
        for name, body in chapters.items():
            head = (
                '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head>'
            )
            made.writestr(f"OPS/{name}", f"{head}<body>{body}</body></html>")
        for name, data in (extra or {}).items():
            made.writestr(name, data)
    return out.getvalue()


def mail(words: str = "", markup: str = "", **headers: str) -> EmailMessage:
    """A mail of the ministry's press office."""
    made = EmailMessage()
    given = {
        "From": "Kari Nordmann <press@ministry.example>",
        "To": "list@news.example",
        "Subject": "Talks in Oslo",
        "Date": "Tue, 07 Aug 2018 00:30:00 +0200",
        "Message-ID": "<1@ministry.example>",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    for name, value in given.items():
        made[name] = value
    if words:
        made.set_content(words)
    if markup and words:
        made.add_alternative(markup, subtype="html")
    elif markup:
        made.set_content(markup, subtype="html")
    return made
