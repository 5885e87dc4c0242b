"""What of a page's text the parser would swallow, set free before and after it parses.

CDATA sections, which HTML takes for comments; a comment, a script, a style sheet that never
ends and takes the rest of the page with it; a ``nav``, an ``aside``, a ``figure`` that never
ends and makes the article look like what stands around it.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from html import escape

from lxml.html import HtmlElement

_TOKEN = re.compile(r"<!--|<!\[CDATA\[|<(script|style|textarea|title|xmp)\b[^>]*>", re.IGNORECASE)
_BLOCK = re.compile(r"<(?:article|blockquote|body|div|h[1-6]|li|main|p|section|table|td|ul)\b", re.IGNORECASE)
_PROSE = re.compile(r">[^<>{}=]{60,}<")
_ENDS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_NAMES = "aside|button|canvas|dialog|figcaption|figure|footer|menu|nav|noscript|object|select|svg|template|video"
_CONTAINER = re.compile(rf"<(/?)({_NAMES})\b([^>]*)>", re.IGNORECASE)
_CDATA = "<![cdata["
_LEAST_PARAGRAPHS = 3
_LEAST_CHARS = 80


def mended(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the page with what was swallowed free, and a warning for what never ended.

    CDATA sections become their text. A comment, script or the like without an end is taken
    out up to the next block, where running text follows it; and so is an end of the page
    that comes before its text does.
    """
    parts: list[str] = []
    warnings: dict[str, str] = {}
    last: int | None = None
    at = 0
    while match := _TOKEN.search(text, at):
        parts.append(text[at : match.start()])
        what = (match[1] or match[0]).lower()
        end = -1 if what in warnings else _end(text, match.end(), what)
        if end >= 0:
            whole = what != _CDATA
            parts.append(text[match.start() : end] if whole else escape(text[match.end() : end - 3], quote=False))
            at = end
            continue
        block = None if what == _CDATA else _BLOCK.search(text, match.end())
        last = _last_prose(text) if last is None else last
        if block is None or block.start() > last:
            parts.append(text[match.start() :])
            at = len(text)
            break
        warnings.setdefault(what, _endless(what, match.start()))
        at = block.start()
    parts.append(text[at:])
    return _without_early_end("".join(parts)), tuple(warnings.values())


def _without_early_end(text: str) -> str:
    """Return the page without the end tags of its body, where running text follows on them."""
    end = _ENDS.search(text)
    return _ENDS.sub("", text) if end and _PROSE.search(text, end.end()) else text


def _last_prose(text: str) -> int:
    """Return where the last but one piece of running text stands, or -1."""
    places = deque((match.start() for match in _PROSE.finditer(text)), maxlen=2)
    return places[0] if len(places) == 2 else -1


def _end(text: str, start: int, what: str) -> int:
    """Return where a comment, a CDATA section or the content of an element ends, or -1."""
    if what.startswith("<!"):
        mark = "-->" if what == "<!--" else "]]>"
        found = text.find(mark, start)
        return found + 3 if found >= 0 else -1
    match = re.compile(rf"</{what}\b[^>]*>", re.IGNORECASE).search(text, start)
    return match.end() if match else -1


def _endless(what: str, place: int) -> str:
    """Return the warning for what never ends."""
    name = "comment" if what == "<!--" else f"<{what}>"
    return f"a {name} at character {place:,} of the page never ends: read as ending before the next block"


def never_closed(text: str) -> Counter[str]:
    """Return the containers that hold no article of which the page opens more than it closes, and how many more."""
    balance: Counter[str] = Counter()
    for match in _CONTAINER.finditer(text):
        if match[1]:
            balance[match[2].lower()] -= 1
        elif not match[3].endswith("/"):
            balance[match[2].lower()] += 1
    return +balance


def opened(tree: HtmlElement, unclosed: Counter[str]) -> bool:
    """Make plain what in ``tree`` holds an article only since its end tag is missing; True where there was any.

    ``nav``, ``aside``, ``button`` and their like hold no running text; one with several
    paragraphs of it, of a name that is never closed (:func:`never_closed`), is a slip of the pen.
    """
    wrong = [element for element in tree.iter(*unclosed) if _is_article(element)] if unclosed else []
    for one in [inner for element in wrong for inner in element.iter(str(element.tag))]:
        one.tag = "div"
    return bool(wrong)


def _is_article(element: HtmlElement) -> bool:
    """True where running text stands in ``element``."""
    long = 0
    for paragraph in element.iter("p", "li", "div", "td", "blockquote", str(element.tag)):
        words = len(paragraph.text_content()) if paragraph.tag == "p" else _own(paragraph)
        links = sum(len(link.text_content()) for link in paragraph.iter("a")) if paragraph.tag == "p" else 0
        long += words >= _LEAST_CHARS and links < words / 2
        if long >= _LEAST_PARAGRAPHS:
            return True
    return False


def _own(element: HtmlElement) -> int:
    """Return how many characters stand in ``element`` itself, its children's left out."""
    return len((element.text or "").strip()) + sum(len((child.tail or "").strip()) for child in element)
