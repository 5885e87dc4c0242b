"""Citations of an entry, an account, a statement or a report: as text, for BibTeX, for CSL (Zotero, Pandoc).

What is cited is the report, with the exact words and where they stand; of an entry, the entry first. Two links open a
report at its words: that of a desk, by characters, and the original's own with a text fragment
(https://wicg.github.io/scroll-to-text-fragment/), which browsers scroll to; of a PDF, with its page.

CSL is as https://resource.citationstyles.org/schema/latest/input/json/csl-data.json has it. The text is like that of
the Chicago Manual of Style, each quotation on a line beneath.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import count
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from communique.characters import json_text, printable, storable
from communique.exchange.base import Options
from communique.exchange.entries import headline, where
from communique.exchange.times import in_words
from communique.ledger.views import Account, Entry, ReportRef, Saying
from communique.links import web_address
from communique.records import Evidence

_PAGE = re.compile(r"page (\d+)")
_DAY = re.compile(r"\d{4}(-\d\d){0,2}")
_LONGEST, _ENDS = 16, 5
"""Words of a quotation that a link names whole, and how many at either end of a longer one."""
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a report, and the links that open it there: a desk's, and the original's."""

    evidence: Evidence
    desk: str | None
    original: str | None


@dataclass(frozen=True, slots=True)
class Reference:
    """What is cited: ``type`` is that of CSL, ``issued`` and ``accessed`` are days (ISO), ``remark`` is in words."""

    id: str
    type: str
    title: str
    accessed: str
    container: str | None = None
    author: str | None = None
    issued: str | None = None
    url: str | None = None
    remark: str | None = None
    passages: tuple[Passage, ...] = ()


# what is cited


def references(
    thing: Entry | Account | Saying | ReportRef, accessed: date, *, desk: str | None = None,
    bylines: Mapping[str, str] = _NO_NAMES,
) -> tuple[Reference, ...]:  # fmt: skip
    """Return what a citation of a thing names: of an entry itself and each report of it, else the report.

    ``desk`` is the address of a desk (``http://127.0.0.1:8420``), ``bylines`` who wrote the reports, by their ids.

    Raises:
        ValueError: if ``desk`` is no address of the web.
    """
    make = _Maker(Options(desk=desk), accessed.isoformat(), bylines)
    if isinstance(thing, ReportRef):
        return (make.report(thing.id, thing, (), None),)
    if isinstance(thing, Saying):
        return (make.report(thing.id, thing.report, _pieces(thing.content, thing.parts), _said(thing)),)
    if isinstance(thing, Account):
        return (make.report(thing.id, thing.report, _pieces(thing.evidence, thing.parts), headline(thing)),)
    pieces: dict[str, dict[Evidence, str | None]] = defaultdict(dict)
    for account in thing.accounts:
        pieces[account.report.id].update(_pieces(account.evidence, account.parts))
    refs = {a.report.id: a.report for a in thing.accounts}
    told = (make.report(id, ref, sorted(pieces[id].items()), None) for id, ref in refs.items())
    return (make.entry(thing), *told)


def _pieces(evidence: Sequence[Evidence], parts: Sequence[str | None]) -> list[tuple[Evidence, str | None]]:
    return list(zip(evidence, parts or [None] * len(evidence), strict=True))


def _said(saying: Saying) -> str:
    speaker = saying.speaker.name if saying.speaker else "a speaker who is not named"
    to = f" to {saying.addressee.name}" if saying.addressee else ""
    return f"{speaker}{to} ({saying.kind.value})"


@dataclass(frozen=True, slots=True)
class _Maker:
    options: Options
    accessed: str
    bylines: Mapping[str, str]

    def entry(self, entry: Entry) -> Reference:
        """The entry itself, with the page that a desk has of it."""
        time = f", {in_words(entry.time)}" if entry.time else ""
        place = f", {where(entry.place)}" if entry.place else ""
        sources = f"{entry.sources} source{'' if entry.sources == 1 else 's'}"
        remark = f"{entry.kind}, {entry.status.value}{time}{place}; {sources}; entry {entry.id}"
        url = self.options.url("entry", entry.id)
        return Reference(entry.id, "entry", headline(entry), self.accessed, "Communiqué", url=url, remark=remark)

    def report(
        self, id: str, ref: ReportRef, pieces: Sequence[tuple[Evidence, str | None]], remark: str | None
    ) -> Reference:
        """A report, with the words in it; it is of a newspaper where it has a publisher."""
        page = self.options.url("report", ref.id)
        passages = tuple(
            Passage(e, page and f"{page}&at={e.start}-{e.end}", original_at(ref.url, e.quote, part))
            for e, part in pieces
        )
        link = next((p.original for p in passages), web_address(ref.url))
        kind = "article-newspaper" if ref.publisher else "webpage" if link else "document"
        url = link or next((p.desk for p in passages), page)
        day = (ref.published or "")[:10]
        issued = day if _DAY.fullmatch(day) else None
        title, author = ref.title or f"Report {ref.id}", self.bylines.get(ref.id)
        return Reference(id, kind, title, self.accessed, ref.publisher, author, issued, url, remark, passages)


def original_at(url: str | None, words: str, part: str | None = None) -> str | None:
    """Return the address of an original that opens it at some words, or at its page where it is a PDF.

    ``None`` where it has none on the web. Of a long quotation, or one of several paragraphs, its two ends are named.

    >>> original_at("https://x.example/a#top", "Xi, well-known, came")
    'https://x.example/a#top:~:text=Xi%2C%20well%2Dknown%2C%20came'
    """
    link = web_address(url)
    if link is None:
        return None
    bare, _, fragment = link.partition("#")
    page = _PAGE.fullmatch(part or "")
    if page:
        return f"{bare}#page={page[1]}"
    lines = [line.split() for line in words.splitlines() if line.split()]
    if not lines:
        return link
    is_long = len(lines) > 1 or len(lines[0]) > _LONGEST
    shown = [lines[0][:_ENDS], lines[-1][-_ENDS:]] if is_long else lines
    text = ",".join(quote(" ".join(x), safe="", errors="replace").replace("-", "%2D") for x in shown)
    return f"{bare}#{fragment.partition(':~:')[0]}:~:text={text}"


# as text


def as_text(found: Sequence[Reference]) -> str:
    """Return references as lines of text, the words of each beneath it."""
    return "".join(f"{line}\n" for x in found for line in (_in_a_line(x), *map(_passage, x.passages)))


def _in_a_line(x: Reference) -> str:
    title = x.title if x.title.endswith(("?", "!", ".")) else f"{x.title}."
    printed = ", ".join(part for part in (x.container, in_words(x.issued) if x.issued else None) if part)
    parts = [x.author, f"“{title}”", printed or "n.d.", x.remark, f"Accessed {in_words(x.accessed)}", x.url]
    ended = (f"{p}." if p and not p.endswith((".", "”")) and p is not x.url else p for p in parts)
    return _line(" ".join(p for p in ended if p))


def _passage(x: Passage) -> str:
    links = " ".join(link for link in (x.desk, x.original) if link)
    return f"    “{_line(x.evidence.quote)}” ({_span(x.evidence)}){f': {links}' if links else ''}"


def _span(evidence: Evidence) -> str:
    return f"characters {evidence.start}–{evidence.end}"


def _line(text: str) -> str:
    return printable(" ".join(text.split()), line=True)


# for BibTeX

_TEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", **{c: f"\\{c}" for c in "&%$#_"},
}  # fmt: skip
"""What TeX would not print as it is. A brace has no brace in its stead: those of a file have to be in pairs."""


def as_bibtex(found: Sequence[Reference]) -> str:
    """Return references as entries of BibTeX, in UTF-8."""
    keys: set[str] = set()
    return "\n".join(_bibtex(x, _key(x.id, keys)) for x in found)


def _bibtex(x: Reference, key: str) -> str:
    year, *month = (x.issued or "").split("-")
    fields = {
        "author": x.author and f"{{{_tex(x.author)}}}",
        "title": f"{{{_tex(x.title)}}}",
        "howpublished": x.container and f"{{{_tex(x.container)}}}",
        "date": x.issued,
        "year": year or None,
        "month": month[0] if month else None,
        "url": x.url,
        "urldate": x.accessed,
        "note": _note(x, _tex, _tex_link),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@misc{{{key},\n{''.join(lines)}}}\n"


def _key(id: str, used: set[str]) -> str:
    """A key for an id, of letters and digits as BibTeX takes them, which no other has in whatever case."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", id).strip("-")
    if not (id.isascii() and plain):
        plain = f"{plain or 'report'}-{sha256(storable(id).encode()).hexdigest()[:8]}"
    key = next(k for n in count(1) if (k := plain if n == 1 else f"{plain}-{n}").lower() not in used)
    used.add(key.lower())
    return key


def _tex(text: str) -> str:
    return "".join(_TEX.get(c, c) for c in _line(text))


def _tex_link(link: str) -> str:
    escaped = link.replace("%", r"\%").replace("#", r"\#")
    return f"\\url{{{escaped}}}"


def _note(x: Reference, text: Callable[[str], str], link: Callable[[str], str]) -> str:
    """The remark, and each quotation with where it stands and the desk's link."""
    told = (f"{text(f'“{p.evidence.quote}”')} ({_span(p.evidence)}){f': {link(p.desk)}' if p.desk else ''}"
            for p in x.passages)  # fmt: skip
    return "; ".join([*([text(x.remark)] if x.remark else []), *told])


# for CSL


def as_csl(found: Sequence[Reference]) -> str:
    """Return references as an array of CSL-JSON, which Zotero and Pandoc take."""
    return json_text([_csl(x) for x in found], indent=1) + "\n"


def _csl(x: Reference) -> dict[str, Any]:
    item = {
        "id": x.id,
        "type": x.type,
        "title": _line(x.title),
        "author": [{"literal": _line(x.author)}] if x.author else None,
        "container-title": _line(x.container) if x.container else None,
        "issued": _parts(x.issued),
        "accessed": _parts(x.accessed),
        "URL": x.url,
        "note": _note(x, _line, str),
    }
    return {name: value for name, value in item.items() if value}


def _parts(day: str | None) -> dict[str, Any] | None:
    return {"date-parts": [[int(n) for n in day.split("-")]]} if day else None


FORMS: Mapping[str, Callable[[Sequence[Reference]], str]] = MappingProxyType(
    {"text": as_text, "bibtex": as_bibtex, "csl": as_csl}
)
"""What writes references, by the form's name."""
