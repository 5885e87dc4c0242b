"""A page's tree into blocks of text, as a browser would show them.

White space is collapsed as HTML has it (no-break spaces stay); ``br`` ends a line, two end a
block. The walk does not recurse: depth of nesting is no limit to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th "
    "thead tr ul html".split()
)
NO_TEXT = frozenset(
    "script style head title svg math iframe object embed video audio canvas button select option textarea "
    "input nav menu".split()
)
FOLDED = frozenset(("noscript", "template", "dialog", "noframes"))
_HOMES = frozenset(("article", "body", "center", "details", "div", "fieldset", "form", "main", "section", "td"))
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|banner|breadcrumbs?|byline|comments?|cookies?|disqus|footer|masthead|menu"
    r"|nav\w*|newsletter|outbrain|paywall|popup|promo\w*|recirc\w*|recommend\w*|related\w*|share|sharing"
    r"|sidebar|skip|social|sponsor\w*|subscri\w*|taboola|tags|toolbar|trending|widget)(?:$|[\s_-])",
    re.IGNORECASE,
)
ASIDE = frozenset(("aside", "figure", "figcaption", "address", "footer"))
MARKED = frozenset(("div", "section", "ul", "ol", "p", "aside", "span", "header", "footer", "figure", "table"))
_PLACES = BLOCKS | NO_TEXT | FOLDED | MARKED | frozenset("a")
_SPACE = re.compile(r"[ \t\n\r\f]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A block: its text, the tag it stands in, and what it stands in.

    ``linked`` is the share of its characters that are link text, 0 to 1; ``around`` is true
    inside what pages carry around an article, told by class, id or role. ``folded`` is true
    for what the page holds but does not show at once, and ``homes`` are the numbers of the
    containers that the block is in, the outermost first.
    """

    text: str
    tag: str
    quoted: bool
    around: bool
    article: bool
    linked: float
    folded: bool
    homes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """What the walk stands in: the nearest block's tag, and marks handed down from above."""

    tag: str = "body"
    quoted: bool = False
    around: bool = False
    article: bool = False
    link: bool = False
    folded: bool = False
    homes: tuple[int, ...] = (0,)


@dataclass(slots=True)
class _Gatherer:
    """Gathers text into blocks; ``blank`` while there is nothing to see in the open one."""

    found: list[Block] = field(default_factory=list)
    parts: list[tuple[str, bool]] = field(default_factory=list)
    place: _Place = field(default_factory=_Place)
    blank: bool = True
    aside: list[tuple[list[tuple[str, bool]], _Place, bool]] = field(default_factory=list)

    def fold(self) -> None:
        """Lay the open block aside while what is not shown in the middle of it is gathered."""
        self.aside.append((self.parts, self.place, self.blank))
        self.parts, self.blank = [], True

    def unfold(self) -> None:
        """End what is not shown and go on with the block laid aside."""
        self.flush()
        self.parts, self.place, self.blank = self.aside.pop()

    def add(self, text: str | None, place: _Place) -> None:
        """Add text that stands in ``place`` to the open block."""
        if text:
            if self.blank:
                self.place = place
            self.blank = self.blank and not text.strip()
            self.parts.append((_SPACE.sub(" ", text), place.link))

    def line_end(self) -> None:
        """End a line; end the block where the line before is ended already."""
        if self.parts and self.parts[-1][0] == "\n":
            self.flush()
        elif self.parts:
            self.parts.append(("\n", False))

    def flush(self) -> None:
        """End the open block and keep it where it has text."""
        if self.blank:
            self.parts = []
            return
        text = re.sub(r" ?\n ?", "\n", re.sub(r" {2,}", " ", "".join(part for part, _ in self.parts))).strip(" \n")
        linked = sum(len(part.strip()) for part, link in self.parts if link)
        self.parts, self.blank = [], True
        if text.strip():
            place = self.place
            share = min(1.0, linked / len(text))
            self.found.append(
                Block(text, place.tag, place.quoted, place.around, place.article, share, place.folded, place.homes)
            )


def blocks(tree: HtmlElement) -> list[Block]:
    """Return the blocks of the page in document order, none of them empty."""
    gather = _Gatherer()
    stack = [_Place()]
    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for number, (event, element) in enumerate(walk, 1):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            outer = stack[-1]
            stack.append(_inside(element, name, outer, number))
            if name in NO_TEXT:
                walk.skip_subtree()
                continue
            if stack[-1].folded and not outer.folded:
                gather.fold()
            elif name in BLOCKS:
                gather.flush()
            if name == "br":
                gather.line_end()
            gather.add(element.text, stack[-1])
            continue
        if event == "end":
            if stack.pop().folded and not stack[-1].folded:
                gather.unfold()
            if name in BLOCKS:
                gather.flush()
        gather.add(element.tail if element is not tree else None, stack[-1])
    gather.flush()
    return gather.found


def _inside(element: HtmlElement, name: str, outer: _Place, number: int) -> _Place:
    """Return the place that ``element`` opens inside ``outer``; ``number`` is one of its own."""
    if name not in _PLACES and not element.attrib:
        return outer
    marks = " ".join(element.get(key) or "" for key in ("class", "id", "role")) if name in MARKED else ""
    return _Place(
        tag=name if name in BLOCKS else outer.tag,
        quoted=outer.quoted or name == "blockquote",
        around=outer.around or name in ASIDE or is_around(marks),
        article=outer.article or name in ("article", "main") or element.get("itemprop") == "articleBody",
        link=outer.link or name == "a",
        folded=outer.folded or _is_folded(element, name),
        homes=(*outer.homes, number) if name in _HOMES else outer.homes,
    )


def is_around(marks: str) -> bool:
    """True where an element's class, id and role are those of what pages carry around an article."""
    return len(marks) < 300 and _AROUND.search(marks) is not None


def _is_folded(element: HtmlElement, name: str) -> bool:
    """True for what a browser holds without showing it, or shows on demand."""
    if name in NO_TEXT:
        return False
    style = (element.get("style") or "").replace(" ", "").lower()
    return name in FOLDED or element.get("hidden") is not None or "display:none" in style
