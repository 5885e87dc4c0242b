"""A saved page to a report.

The text layer is our own, by fixed rules: the title, then the article's blocks as a browser
shows them, joined by blank lines. trafilatura says which blocks are the article; its own
text is not used, since half of its paragraphs do not stand in the page as they are. Where it
finds too little, the blocks are chosen by their place and length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import trafilatura
from lxml import etree, html
from lxml.html import HtmlElement

from communique.errors import NoArticle
from communique.intake.blocks import Block, blocks
from communique.intake.decode import decode
from communique.intake.flat import flattened, is_deep
from communique.intake.losses import PROSE, body_paragraphs, swallowed, take_in, unfold, untold, warning
from communique.intake.mend import mended, never_closed, opened
from communique.intake.pagemeta import PageMeta, page_meta
from communique.intake.report import Known, Report, build
from communique.intake.tags import few_attributes
from communique.intake.trim import trim
from communique.intake.walls import refuse_wall
from communique.records import Span
from communique.text import SegmentKind

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,200}encoding=[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SPACES = re.compile(r"\s+")
_LEAST_CHARS = 25
_OFTEN = 10


def read_html(raw: bytes, known: Known) -> Report:
    """Return the report in ``raw``, the bytes of a page.

    What the caller knows (title, date, address) wins over what the page says of itself.

    Raises:
        NoArticle: if the page has no paragraph of running text.
        Wall: if it stands before the article, and asks for something.
        IntakeError: as :func:`communique.intake.decode.decode`.
    """
    match = _CHARSET.search(raw[:4096])
    declared = (match[1] or match[2]).decode("ascii") if match else None
    decoded = decode(raw, known.name, declared=known.charset or declared)
    mend, slips = mended(few_attributes(decoded.text))
    tree, page = _shallow(mend, known.name)
    meta = page_meta(tree, url=known.url)
    chosen, warnings = _article(tree, page)
    title = known.title or meta.title
    lead = title or _heading(chosen)
    chosen = [block for block in chosen if lead is None or _squeeze(block.text) != _squeeze(lead)]
    refuse_wall(known.name, title, (block.text for block in chosen or blocks(tree)))
    if chosen:
        warnings += untold(meta.body, chosen) + swallowed(tree, chosen)
    else:
        chosen, warnings = _told_elsewhere(tree, meta, known.name)
    text, spans, fixed = _layer(lead, chosen)
    told = _told(replace(known, language=tree.get("lang")), meta, title, decoded.warnings + slips + warnings)
    return build(text, raw, told, spans=spans, fixed=fixed)


def _shallow(page: str, name: str) -> tuple[HtmlElement, str]:
    """Return the page's tree and its markup, neither too deep, nor with the article in what was never closed."""
    tree = _parse(page, name)
    unclosed = never_closed(page)
    if is_deep(tree):
        page = flattened(page, [name for name, more in unclosed.items() if more >= _OFTEN])
        tree = _parse(page, name)
    if opened(tree, unclosed):
        page = etree.tostring(tree, encoding="unicode", method="html")
    return tree, page


def _told_elsewhere(tree: HtmlElement, meta: PageMeta, name: str) -> tuple[list[Block], tuple[str, ...]]:
    """Return the article of a page that shows none: from its own data, or from what it holds unshown.

    Raises:
        NoArticle: if it stands nowhere.
    """
    held = [block for block in blocks(tree) if block.folded and _is_prose(block)]
    told = [Block(text, "p", False, False, True, 0.0, True, (0,)) for text in body_paragraphs(meta.body or "")]
    size = {True: sum(len(block.text) for block in told), False: sum(len(block.text) for block in held)}
    if any(size.values()):
        where = "its own data (articleBody)" if size[True] >= size[False] else "what it holds without showing it"
        said = f"the page shows no article: read from {where}, check that this is what was published"
        return (told if size[True] >= size[False] else held), (said,)
    remedy = "Save the page after it has loaded, or give its text as plain text"
    if next(tree.iter("frame", "iframe"), None) is not None:
        remedy = "Its text may stand in a frame: save the frame's page, or give the text as plain text"
    raise NoArticle(name, "the page was read, but there is no article text in it", remedy)


def _parse(text: str, name: str) -> HtmlElement:
    """Return the page's tree, however deep; NUL becomes U+FFFD, as HTML has it."""
    clean = _DECLARATION.sub("", text.replace("\x00", "\ufffd"))
    parser = html.HTMLParser(huge_tree=True, remove_comments=False, remove_pis=True)
    try:
        return html.document_fromstring(clean, parser=parser)
    except Exception as error:  # lxml raises several kinds on a page without a single element
        raise NoArticle(name, f"no page can be made of it ({error})", "Give its text as plain text") from None


def _article(tree: HtmlElement, text: str) -> tuple[list[Block], tuple[str, ...]]:
    """Return the blocks that are the article, and warnings where some of it may be missing."""
    every = blocks(tree)
    found = [block for block in every if not block.folded]
    wanted = _extracted(text)
    chosen = [_is_in(block, wanted) for block in found] if wanted else [False] * len(found)
    fallback = [_is_prose(block) for block in found]
    if any(block.article for block, good in zip(found, fallback, strict=True) if good):
        fallback = [good and block.article for block, good in zip(found, fallback, strict=True)]
    got, could = _size(found, chosen), _size(found, fallback)
    warnings: tuple[str, ...] = ()
    if got < 0.25 * could or not got:
        chosen = fallback
        warnings = ("article told by place and length of its paragraphs: check that all of it is there",)
    else:
        take_in(found, chosen)
        trim(found, chosen)
    article = [block for block, good in zip(found, chosen, strict=True) if good]
    if not article:
        return [], ()
    return _with_folds(every, article, warnings + warning(found, article))


def _with_folds(
    every: Sequence[Block], article: list[Block], warnings: tuple[str, ...]
) -> tuple[list[Block], tuple[str, ...]]:
    """Return the article with what of it the page folds away, and a warning where there is any."""
    more = unfold(every, article)
    if not more:
        return article, warnings
    own = {id(block) for block in (*article, *more)}
    share = sum(len(block.text) for block in more) / sum(len(block.text) for block in every if id(block) in own)
    said = f"{share:.0%} of the text is folded away on the page (read more, paywall) and read all the same"
    return [block for block in every if id(block) in own], (*warnings, said)


def _size(found: Sequence[Block], good: Sequence[bool]) -> int:
    """Return how many characters the good blocks have."""
    return sum(len(block.text) for block, is_good in zip(found, good, strict=True) if is_good)


def _extracted(text: str) -> str:
    """Return trafilatura's text of the page without white space, or nothing where it finds none."""
    try:
        got = trafilatura.extract(text, include_comments=False, include_tables=True, deduplicate=False, fast=True)
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
    if block.around or block.linked > 0.5 or block.tag not in PROSE:
        return False
    return block.quoted or (len(block.text) >= 40 and len(block.text.split()) >= 6) or block.tag == "p"


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
