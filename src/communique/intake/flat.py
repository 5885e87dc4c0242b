"""A page nested deeper than parsers bear, made shallow; no character of its text is touched.

libxml2 breaks a page off at a depth of 256 (2,048 at most), and what follows is gone without a
word: a page that never closes its ``div`` elements loses its second half. Here what stands too
deep is put side by side: blocks become paragraphs, inline elements are taken off around their
text. What is hidden, or beside the article, stays marked so. One pass, linear in the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from communique.intake.blocks import ASIDE, BLOCKS, FOLDED, MARKED, NO_TEXT, is_around

DEEPEST = 100
"""How deep a page may be nested; written pages stay under 60."""

_MOST = 80
_MOST_ALIKE = 25
_MISNESTED = 50
_TAG = re.compile(
    r"<(/?)([a-zA-Z][^\s/>]*+)((?:[^>\"'=]++|=\s*+\"[^\"]*+\"|=\s*+'[^']*+'|[\"'=])*+)>",
)
_MARKS = re.compile(r"\b(?:class|id|role)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_UNSHOWN = re.compile(r"(?:^|\s)hidden(?:[\s=/]|$)|\bstyle\s*=\s*[\"'][^\"']*display\s*:\s*none", re.IGNORECASE)
_RAW = frozenset(("script", "style", "textarea", "title", "xmp"))
_KEPT = frozenset(
    "html head body frameset br hr img input meta link wbr source col embed area base track param frame".split()
)
_END_THEMSELVES = frozenset("p li td th tr dt dd option".split())


def is_deep(tree: HtmlElement) -> bool:
    """True for a page nested deeper than :data:`DEEPEST`."""
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            return True
    return False


def flattened(text: str, plain: Container[str] = ()) -> str:
    """Return the page ``text`` with no more than some 160 elements in each other; those of the names in ``plain``
    are taken for ``div``.
    """
    flat = _Flat(plain)
    at = 0
    while (start := text.find("<", at)) >= 0:
        flat.text(text[at:start])
        at = _passed_over(text, start)
        if at > start:
            flat.parts.append(text[start:at])
            continue
        match = _TAG.match(text, start)
        if match is None and text[start + 1 : start + 2].isalpha():
            at = start
            break
        at = match.end() if match else start + 1
        if match is None:
            flat.text("<")
        elif match[1]:
            flat.end(match[2].lower(), match[0])
        else:
            flat.start(match[2].lower(), match[3], match[0])
            raw = _end_of_raw(text, at, match[2].lower())
            flat.parts.append(text[at:raw])
            at = raw
    flat.text(text[at:])
    return "".join(flat.parts)


def _passed_over(text: str, start: int) -> int:
    """Return where the comment or declaration at ``start`` ends, ``start`` where there is none."""
    if text.startswith("<!--", start):
        end = text.find("-->", start + 4)
        return end + 3 if end >= 0 else len(text)
    if text.startswith(("<!", "<?"), start):
        end = text.find(">", start)
        return end + 1 if end >= 0 else len(text)
    return start


def _end_of_raw(text: str, at: int, name: str) -> int:
    """Return where the end tag of an element begins whose content is no markup; ``at`` for another."""
    if name not in _RAW:
        return at
    match = re.compile(rf"</{name}\b", re.IGNORECASE).search(text, at)
    return match.start() if match else len(text)


@dataclass(frozen=True, slots=True)
class _Open:
    """An open element: whether it stands in the flat page, and the attribute its paragraphs carry."""

    name: str
    kept: bool
    mark: str


@dataclass(slots=True)
class _Flat:
    """The flat page as far as it is written, and the elements open in the page that is read."""

    plain: Container[str] = ()
    parts: list[str] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    alike: Counter[str] = field(default_factory=Counter)
    kept: int = 0
    waiting: str | None = None
    within: bool = False

    def text(self, text: str) -> None:
        """Write text, in the paragraph that waits for it."""
        if self.waiting is not None and text.strip():
            self.parts.append(f"<p{self.waiting}>")
            self.waiting, self.within = None, True
        self.parts.append(text)

    def start(self, name: str, attributes: str, tag: str) -> None:
        """Write a start tag, a paragraph's in its place, or none."""
        if name in _KEPT or name in _RAW:
            self.parts.append(tag)
            return
        if name in self.plain:
            name, tag = "div", f"<div{attributes}>"
        if self.stack and self.stack[-1].name == name and name in _END_THEMSELVES:
            self._pop()
        most = 1 if name == "a" else _MOST_ALIKE
        kept = self.alike[name] < most and (self.kept < _MOST or name == "a")
        outer = self.stack[-1].mark if self.stack else ""
        mark = outer or ("" if kept else _mark(name, attributes))
        self.stack.append(_Open(name, kept, mark))
        self.alike[name] += 1
        self.kept += kept
        if kept:
            self.parts.append(tag)
        elif name in BLOCKS or mark != outer:
            self._break(mark)

    def end(self, name: str, tag: str) -> None:
        """Write an end tag with those of what it ends; none where nothing of the name is open."""
        if name in _KEPT or name in _RAW:
            self.parts.append(tag)
            return
        name = "div" if name in self.plain else name
        if not self.alike[name] or (name not in BLOCKS and not self._is_near(name)):
            return
        while self.stack[-1].name != name:
            self._write_end(self._pop())
        self._write_end(self._pop())
        outer = self.stack[-1].mark if self.stack else ""
        if self.waiting is not None or (outer and name in BLOCKS):
            self._break(outer)

    def _is_near(self, name: str) -> bool:
        """True where an inline element is open and no block has begun since."""
        for one in self.stack[: -_MISNESTED - 1 : -1]:
            if one.name == name:
                return True
            if one.name in BLOCKS:
                return False
        return False

    def _pop(self) -> _Open:
        """Return the innermost element, which is open no more."""
        one = self.stack.pop()
        self.alike[one.name] -= 1
        self.kept -= one.kept
        return one

    def _write_end(self, one: _Open) -> None:
        """Write the end tag of what stands for an element in the flat page."""
        if one.kept:
            self.parts.append(f"</{one.name}>")
        elif one.name in BLOCKS:
            self._break("")

    def _break(self, mark: str) -> None:
        """End the paragraph; the next begins where text comes."""
        if self.within:
            self.parts.append("</p>")
        self.waiting, self.within = mark, False


def _mark(name: str, attributes: str) -> str:
    """Return the attribute by which paragraphs say that they are hidden, or beside the article."""
    if name in NO_TEXT or name in FOLDED or (attributes and _UNSHOWN.search(attributes)):
        return " hidden"
    around = (
        attributes
        and name in MARKED
        and is_around(" ".join(value.strip("\"'") for value in _MARKS.findall(attributes)))
    )
    return ' class="sidebar"' if around or name in ASIDE else ""
