"""Where a page's heading stands, and what stands beside the article: seen from the heading."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import dropwhile, islice

from lxml import etree
from lxml.html import HtmlElement

from communique.intake.blocks import BLOCKS, MARKED
from communique.intake.pagedata import ARTICLES, alike, plain

_BESIDE = frozenset(("aside", "nav", "noscript", "template"))
_OTHERS = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|comments?|disqus|latest|menu|more|nav\w*|newsletter|outbrain|popular|promo\w*"
    r"|recirc\w*|recommend\w*|related\w*|sidebar|sponsor\w*|taboola|teasers?|trending|widget)(?:$|[\s_-])",
    re.IGNORECASE,
)
LONGEST_LINE = 200
"""Characters that a date or a byline stands among, at most."""
_NEAR = 150
_MOST_STEPS = 400


@dataclass(frozen=True, slots=True)
class Heading:
    """The page's heading, its text, and all that it stands in; ``None`` and empty for a page without one."""

    element: HtmlElement | None
    text: str | None
    inside: frozenset[HtmlElement]

    def is_beside(self, element: HtmlElement) -> bool:
        """True for what stands in a box around the article: navigation, related reports, comments.

        A box that holds the heading too is no such box, whatever it is called.
        """
        for one in (element, *element.iterancestors()):
            if one in self.inside:
                return False
            if one.tag in _BESIDE or (one.tag in MARKED and _OTHERS.search(_marks(one))):
                return True
        return False

    def is_own(self, element: HtmlElement) -> bool:
        """True for a property (``itemprop``) of the page's article, not of another item that the page describes."""
        scope = next((one for one in (element, *element.iterancestors()) if one.get("itemscope") is not None), None)
        if self.is_beside(element):
            return False
        if scope is None or scope in self.inside or scope.tag in ("html", "body"):
            return True
        kind = scope.get("itemtype") or ""
        return ARTICLES.search(kind) is not None and not any(one.get("itemscope") is not None for one in self.inside)


def heading_of(tree: HtmlElement, titles: Collection[str]) -> Heading:
    """Return the page's heading: the ``h1`` that is one of its titles, else the first with text."""
    found = [(one, text_of(one)) for one in tree.iter("h1")]
    found = [(one, text) for one, text in found if text]
    wanted = [plain(title) for title in titles if title]
    best = next((pair for pair in found if any(alike(plain(pair[1]), title) for title in wanted)), None)
    element, text = best or (found[0] if found else (None, None))
    inside = frozenset() if element is None else frozenset(element.iterancestors())
    return Heading(element, text, inside)


def after(tree: HtmlElement, heading: Heading) -> Iterator[HtmlElement]:
    """Yield the elements between the heading and the first long paragraph; of a page without a heading, none."""
    if heading.element is None:
        return
    walk = dropwhile(lambda one: one is not heading.element, tree.iter(etree.Element))
    for element in islice(walk, 1, _NEAR):
        if element.tag in ("p", "div") and len(element.text or "") > LONGEST_LINE:
            return
        yield element


def text_of(element: HtmlElement) -> str:
    """Return an element's text with its white space collapsed."""
    return " ".join((element.text_content() or "").split())


def line_of(element: HtmlElement) -> str:
    """Return an element's text where it is of at most 200 characters, a line for each block in it, else nothing."""
    parts: list[str] = []
    size = 0
    for number, (event, one) in enumerate(etree.iterwalk(element, events=("start", "end"))):
        named = isinstance(one.tag, str)
        if named and (one.tag in BLOCKS or one.tag == "br"):
            parts.append("\n")
        if event == "start" and named:
            parts.append(one.text or "")
        elif event == "end" and one is not element:
            parts.append(one.tail or "")
        size += len(parts[-1]) if parts else 0
        if size > 4 * LONGEST_LINE or number > _MOST_STEPS:
            return ""
    lines = (" ".join(line.split()) for line in "".join(parts).splitlines())
    text = "\n".join(line for line in lines if line)
    return text if len(text) <= LONGEST_LINE else ""


def _marks(element: HtmlElement) -> str:
    """Return an element's class, id and role, as far as they are not of many words."""
    return " ".join(element.get(key) or "" for key in ("class", "id", "role"))[:300]
