"""What a page's schema.org data (JSON-LD) say of its article, and not of other items on the page.

A page lists related reports, comments and videos in the same data. An item is the page's own where its
headline is one of the page's titles, or its address the page's; one that says otherwise is another's.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

ARTICLES = re.compile(
    r"(?:https?://schema\.org/)?"
    r"(?:News|Reportage|Analysis|Opinion|Background|Review)?\w*(?:Article|BlogPosting|LiveBlog\w*|Report)$"
)
"""The schema.org types of what a report may be."""

_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage")
_MOST_ITEMS = 10_000
_WORDS = re.compile(r"\w+")
_LEAST_ALIKE = 12

Item = Mapping[str, Any]


def article_of(tree: HtmlElement, titles: Collection[str], addresses: Collection[str]) -> Item:
    """Return the page's own article in its data, empty where there is none.

    Several items of the one article complete each other; a reference to an item of the page is followed. Of data
    without any article, what bears the page's title or address is taken: the page itself, or its video.
    """
    items = list(_items(tree))
    named = {item["@id"]: item for item in items if isinstance(item.get("@id"), str) and "name" in item}
    articles = [item for item in items if any(ARTICLES.match(kind) for kind in kinds_of(item))]
    whole = {plain(title) for title in titles} - {""}
    paths = {_path(address) for address in addresses} - {""}
    scored = [(_likeness(item, whole, paths), -number, item) for number, item in enumerate(articles)]
    own = [item for score, _, item in sorted(scored, key=lambda one: one[:2], reverse=True) if score >= 0]
    if not articles:
        own = [item for item in items if _likeness(item, whole, paths) >= 2]
    elif not own and len(articles) == 1 and scored[0][0] > -2:
        own = articles
    best: dict[str, Any] = {}
    for item in own:
        for key, value in item.items():
            if value and not best.get(key):
                best[key] = value
    return {key: _followed(value, named) for key, value in best.items()}


def kinds_of(item: Item) -> list[str]:
    """Return the types of an item."""
    kinds = item.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def plain(text: str) -> str:
    """Return the words of ``text`` in lower case, for comparison."""
    return " ".join(_WORDS.findall(unescape(text).lower().replace("’", "'")))


def _items(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the items of the page's data in the order they stand; what they list or cite is not among them."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            data = json.loads((script.text_content() or "").strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        stack = deque([data])
        for _ in range(_MOST_ITEMS):
            if not stack:
                break
            item = stack.popleft()
            if isinstance(item, list):
                stack.extendleft(reversed(item))
            elif isinstance(item, dict):
                yield item
                stack += [item[key] for key in _INSIDE if isinstance(item.get(key), (dict, list))]


def _likeness(item: Item, titles: set[str], paths: set[str]) -> int:
    """Return how much speaks for an item being the page's article: headline and address, each for or against."""
    score = 0
    headline = item.get("headline") or item.get("name")
    if isinstance(headline, str) and plain(headline) and titles:
        score += 2 if any(alike(plain(headline), title) for title in titles) else -1
    page = item.get("mainEntityOfPage")
    said = (item.get("url"), page.get("@id") if isinstance(page, dict) else page, item.get("@id"))
    own = {_path(value) for value in said if isinstance(value, str)} - {""}
    if own and paths:
        score += 2 if any(a.endswith(b) or b.endswith(a) for a in own for b in paths) else -1
    return score


def alike(one: str, other: str) -> bool:
    """True where two titles are the same, or one is the other with something before or after it."""
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    return len(short) >= _LEAST_ALIKE and (long.startswith(short) or long.endswith(short))


def _path(address: str) -> str:
    """Return the path of an address, empty for a site's first page and for what is no address."""
    try:
        return urlsplit(address.strip()).path.rstrip("/").lower()
    except ValueError:
        return ""


def _followed(value: object, named: Mapping[str, Item]) -> object:
    """Return a value with references to items of the page replaced by what they name."""
    if isinstance(value, list):
        return [_followed(one, named) for one in value]
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return named.get(value["@id"], value)
    return value
