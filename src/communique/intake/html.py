"""A saved page to a report.

The text layer is our own, by fixed rules: the title, then the article's blocks as a browser
shows them, joined by blank lines. trafilatura says which blocks are the article; its own
text is not used, since half of its paragraphs do not stand in the page as they are. Where it
finds too little, the blocks are chosen by their place and length.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import trafilatura
from lxml import html
from lxml.html import HtmlElement

from communique.errors import NoArticle
from communique.intake.blocks import Block, blocks
from communique.intake.decode import decode
from communique.intake.pagemeta import PageMeta, page_meta
from communique.intake.report import Known, Report, build
from communique.intake.tags import few_attributes
from communique.records import Span
from communique.text import SegmentKind

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,200}encoding=[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SPACES = re.compile(r"\s+")
_PROSE = frozenset(("p", "blockquote", "li", "pre", "div", "section", "article", "body", "td", "dd", "main"))
_OPEN_DIV = re.compile(r"<div\b", re.IGNORECASE)
_ANY_DIV = re.compile(r"<(/?)div\b", re.IGNORECASE)
_DEEPEST = 1500
_LEAST_CHARS = 25


def read_html(raw: bytes, known: Known) -> Report:
    """Return the report in ``raw``, the bytes of a page.

    What the caller knows (title, date, address) wins over what the page says of itself.

    Raises:
        NoArticle: if the page has no paragraph of running text.
        IntakeError: as :func:`communique.intake.decode.decode`.
    """
    match = _CHARSET.search(raw[:4096])
    declared = (match[1] or match[2]).decode("ascii") if match else None
    decoded = decode(raw, known.name, declared=declared)
    page = _flattened(few_attributes(decoded.text))
    tree = _parse(page, known.name)
    meta = page_meta(tree, url=known.url)
    chosen, warnings = _article(tree, page)
    title = known.title or meta.title
    lead = title or _heading(chosen)
    chosen = [block for block in chosen if lead is None or _squeeze(block.text) != _squeeze(lead)]
    if not chosen:
        remedy = "Save the page after it has loaded, or give its text as plain text"
        raise NoArticle(known.name, "the page was read, but there is no article text in it", remedy)
    text, spans, fixed = _layer(lead, chosen)
    told = _told(known, meta, title, decoded.warnings + warnings)
    return build(text, raw, told, spans=spans, fixed=fixed)


def _flattened(text: str) -> str:
    """Return the page, its ``div`` elements as paragraphs where it has too many for the parser's depth.

    The parser drops what lies over some 2,000 elements deep; paragraphs close each other.
    """
    deep = len(_OPEN_DIV.findall(text)) > _DEEPEST and _depth(text) > _DEEPEST
    return _ANY_DIV.sub(r"<\1p", text) if deep else text


def _depth(text: str) -> int:
    """Return how deep the page's ``div`` elements stand in each other."""
    depth = deepest = 0
    for match in _ANY_DIV.finditer(text):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _parse(text: str, name: str) -> HtmlElement:
    """Return the page's tree, however deep; NUL becomes U+FFFD, as HTML has it."""
    clean = _DECLARATION.sub("", text.replace("\x00", "\ufffd"))
    parser = html.HTMLParser(huge_tree=True, remove_comments=False, remove_pis=True)
    try:
        return html.document_fromstring(clean, parser=parser)
    except Exception as error:  # lxml raises several kinds on a page without a single element
        raise NoArticle(name, f"no page can be made of it ({error})", "Give its text as plain text") from None


def _article(tree: HtmlElement, text: str) -> tuple[list[Block], tuple[str, ...]]:
    """Return the blocks that are the article, and a warning where trafilatura did not help."""
    found = blocks(tree)
    wanted = _extracted(text)
    chosen = [_is_in(block, wanted) for block in found] if wanted else [False] * len(found)
    fallback = [_is_prose(block) for block in found]
    if any(block.article for block, good in zip(found, fallback, strict=True) if good):
        fallback = [good and block.article for block, good in zip(found, fallback, strict=True)]
    got = sum(len(b.text) for b, c in zip(found, chosen, strict=True) if c)
    could = sum(len(b.text) for b, c in zip(found, fallback, strict=True) if c)
    if got < 0.25 * could or not got:
        said = ("article told by place and length of its paragraphs: check that all of it is there",)
        return [b for b, c in zip(found, fallback, strict=True) if c], said if could else ()
    _fill(found, chosen)
    return [b for b, c in zip(found, chosen, strict=True) if c], ()


def _extracted(text: str) -> str:
    """Return trafilatura's text of the page without white space, or nothing where it finds none."""
    try:
        got = trafilatura.extract(
            text, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False
        )
    except Exception:  # a third party's extractor on an untrusted page: the fallback serves
        return ""
    return _squeeze(got or "")


def _squeeze(text: str) -> str:
    """Return ``text`` without white space and list marks, for comparison."""
    return _SPACES.sub("", text.replace("|", ""))


def _is_in(block: Block, wanted: str) -> bool:
    """True where the extracted text has the block, or most of a long one's pieces."""
    bare = _squeeze(block.text)
    if len(bare) < 2 or block.tag in ("h1", "title"):
        return False
    if bare in wanted:
        return len(bare) >= _LEAST_CHARS or not block.around
    pieces = [bare[i : i + 40] for i in range(0, len(bare), 40)]
    return len(pieces) > 2 and sum(piece in wanted for piece in pieces) >= 0.6 * len(pieces)


def _is_prose(block: Block) -> bool:
    """True for a block of running text outside what surrounds an article."""
    if block.around or block.linked > 0.5 or block.tag not in _PROSE:
        return False
    return block.quoted or (len(block.text) >= 40 and len(block.text.split()) >= 6) or block.tag == "p"


def _fill(found: list[Block], chosen: list[bool]) -> None:
    """Choose also the running text between two chosen blocks that are not far apart."""
    places = [number for number, good in enumerate(chosen) if good]
    for before, after in pairwise(places):
        for number in range(before + 1, after):
            block = found[number]
            near = after - before <= 6 and found[before].article == block.article
            if near and block.tag in ("p", "blockquote") and _is_prose(block):
                chosen[number] = True


def _heading(chosen: list[Block]) -> str | None:
    """Return the first block where it is a heading: the title of a page that names none."""
    return chosen[0].text if chosen and chosen[0].tag in ("h1", "h2") else None


def _layer(title: str | None, chosen: list[Block]) -> tuple[str, list[Span], dict[int, SegmentKind]]:
    """Return the text, its paragraphs' spans, and the kinds that markup has given."""
    parts = ([title] if title else []) + [block.text for block in chosen]
    fixed = {0: SegmentKind.TITLE} if title else {}
    spans: list[Span] = []
    start = 0
    for number, part in enumerate(parts):
        spans.append(Span(start, start + len(part)))
        start += len(part) + 2
        if number >= bool(title) and chosen[number - bool(title)].quoted:
            fixed[number] = SegmentKind.BLOCK_QUOTE
    return "\n\n".join(parts), spans, fixed


def _told(known: Known, meta: PageMeta, title: str | None, warnings: tuple[str, ...]) -> Known:
    """Return what the caller knows, completed by what the page says of itself."""
    said = meta.warnings if known.published is None else ()
    return replace(
        known,
        title=title,
        found=None if meta.warnings and known.published else meta.published,
        byline=known.byline or meta.byline,
        url=meta.url or known.url,
        publisher=known.publisher or meta.publisher,
        warnings=known.warnings + warnings + said,
    )
