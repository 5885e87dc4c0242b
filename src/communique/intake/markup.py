"""Text laid out: pieces of it joined by blank lines, each with its paragraphs and the kinds that they have.

What is no page with an article on it (a chapter, a mail) is laid out whole: all its blocks, as a browser shows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import html
from lxml.html import HtmlElement

from communique.intake.blocks import Block, blocks
from communique.intake.flat import flattened, is_deep
from communique.records import Span
from communique.text import SegmentKind

BETWEEN = "\n\n"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


@dataclass(frozen=True, slots=True)
class Laid:
    """A text, its paragraphs in order, and the kinds of those whose kind is known, by number."""

    text: str
    spans: tuple[Span, ...] = ()
    fixed: Mapping[int, SegmentKind] = field(default_factory=dict)


def joined(pieces: Iterable[Laid]) -> Laid:
    """Return several texts as one, blank lines between them; those with nothing in them are left out."""
    parts, spans, fixed, start = list[str](), list[Span](), dict[int, SegmentKind](), 0
    for piece in pieces:
        if not piece.spans:
            continue
        fixed |= {number + len(spans): kind for number, kind in piece.fixed.items()}
        spans += (Span(span.start + start, span.end + start) for span in piece.spans)
        parts.append(piece.text)
        start += len(piece.text) + len(BETWEEN)
    return Laid(BETWEEN.join(parts), tuple(spans), fixed)


def laid(words: str, kind: SegmentKind | None = None) -> Laid:
    """Return words as one paragraph, of a kind where one is given; nothing for none."""
    return Laid(words, (Span(0, len(words)),), {0: kind} if kind else {}) if words.strip() else Laid("")


def laid_out(markup: str) -> Laid:
    """Return all that markup shows, in its order.

    >>> laid_out("<p>They met.</p><blockquote>We agree.</blockquote>").text
    'They met.\\n\\nWe agree.'
    """
    tree = _tree(markup)
    return laid_blocks(blocks(tree) if tree is not None else [])


def laid_blocks(found: Iterable[Block]) -> Laid:
    """Return the blocks that are shown, in their order."""
    return joined(laid(b.text, SegmentKind.BLOCK_QUOTE if b.quoted else None) for b in found if not b.folded)


def _tree(markup: str) -> HtmlElement | None:
    """Return the tree of markup, however deep; ``None`` where there is none."""
    parser = html.HTMLParser(huge_tree=True, remove_comments=False, remove_pis=True)
    clean = _DECLARATION.sub("", markup.replace("\x00", "\ufffd"))
    try:
        tree = html.document_fromstring(clean, parser=parser)
        return html.document_fromstring(flattened(clean, []), parser=parser) if is_deep(tree) else tree
    except (ValueError, html.etree.LxmlError):
        return None
