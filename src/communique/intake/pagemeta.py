"""What a page says of itself: title, byline, publisher, address, date of publication.

schema.org data (JSON-LD) is asked first, then meta tags, then the page's headings. The date
is the page's own or none: only as a last resort is a date looked for in its markup, with a
warning, and never is it today's.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import htmldate
from lxml import etree
from lxml.html import HtmlElement

from communique.intake.dates import iso_date

_ARTICLES = re.compile(
    r"(?:News|Reportage|Analysis|Opinion|Background|Review)?\w*(?:Article|BlogPosting|LiveBlog\w*|Report)$"
)
_TITLE = ("og:title", "twitter:title", "parsely-title", "dc.title", "headline")
_DATE = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "pubdate",
    "publish-date",
    "publication_date",
    "article.published",
    "sailthru.date",
    "date",
)
_AUTHOR = ("author", "article:author", "parsely-author", "dc.creator", "byl", "sailthru.author")
_PUBLISHER = ("og:site_name", "publisher", "dc.publisher", "application-name")


@dataclass(frozen=True, slots=True)
class PageMeta:
    """What a page says of itself; ``None`` where it says nothing. ``published`` is an ISO date.

    ``body`` is the article as the page's own data give it, text or markup.
    """

    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    body: str | None = None
    warnings: tuple[str, ...] = ()


def page_meta(tree: HtmlElement, *, url: str | None = None) -> PageMeta:
    """Return what the page says of itself; ``url`` is where it is known to come from."""
    article = next(_articles(tree), {})
    tags = _tags(tree)
    published, warnings = _published(tree, article, tags)
    heading = next((_text(h) for h in tree.iter("h1") if _text(h)), None)
    title = _string(article.get("headline")) or _first(tags, _TITLE) or heading
    return PageMeta(
        title=title or next((_text(t) for t in tree.iter("title") if _text(t)), None),
        byline=_names(article.get("author")) or _byline(_first(tags, _AUTHOR)),
        publisher=_names(article.get("publisher")) or _first(tags, _PUBLISHER),
        url=_address(tree, article, tags, url),
        published=published,
        body=_body(article.get("articleBody")),
        warnings=warnings,
    )


def _articles(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the schema.org articles of the page's JSON-LD, in the order they stand."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            data = json.loads((script.text_content() or "").strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        stack = deque([data])
        while stack:
            item = stack.popleft()
            if isinstance(item, list):
                stack.extendleft(reversed(item))
            elif isinstance(item, dict):
                kinds = item.get("@type")
                kinds = kinds if isinstance(kinds, list) else [kinds]
                if any(isinstance(kind, str) and _ARTICLES.match(kind) for kind in kinds):
                    yield item
                stack += [item[key] for key in ("@graph", "mainEntity") if key in item]


def _tags(tree: HtmlElement) -> dict[str, str]:
    """Return the page's meta tags by lower-case name, property or itemprop; the first of each counts."""
    tags: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            tags.setdefault(name.strip().lower(), content)
    return tags


def _published(tree: HtmlElement, article: dict[str, Any], tags: dict[str, str]) -> tuple[str | None, tuple[str, ...]]:
    """Return the date of publication, and a warning where it was only looked for in the markup."""
    times = (t for t in tree.iter("time") if "pubdate" in t.attrib or t.get("itemprop") == "datePublished")
    for value in (
        article.get("datePublished"),
        *(tags.get(name) for name in _DATE),
        *(t.get("datetime") for t in times),
    ):
        date = _date(value)
        if date is not None:
            return date, ()
    found = _date(_searched(tree))
    if found is None:
        return None, ()
    return found, (f"published {found} is told from the page's markup, not from its metadata: check it",)


def _searched(tree: HtmlElement) -> str | None:
    """Return what htmldate finds without its guesses, whatever the date today."""
    try:
        found = htmldate.find_date(
            etree.tostring(tree, encoding="unicode"),
            extensive_search=False,
            original_date=True,
            max_date="2100-01-01",
        )
    except Exception:  # a third party's parser on an untrusted page: no date is the safe answer
        return None
    return found if isinstance(found, str) else None


def _date(value: object) -> str | None:
    """Return an ISO date or date-time's date, or ``None`` for anything else."""
    try:
        return iso_date(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _address(tree: HtmlElement, article: dict[str, Any], tags: dict[str, str], url: str | None) -> str | None:
    """Return the page's canonical address; relative ones count only where ``url`` is known."""
    links = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    main = article.get("mainEntityOfPage")
    named = main.get("@id") if isinstance(main, dict) else main
    for value in (*links, tags.get("og:url"), named, article.get("url")):
        if not isinstance(value, str) or not value.strip():
            continue
        try:
            whole = urljoin(url or "", value.strip())
            parts = urlsplit(whole)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.netloc:
            return whole
    return url


def _names(value: object) -> str | None:
    """Return the name or names of a schema.org person, organization, string or list of these."""
    items = value if isinstance(value, list) else [value]
    found = [_string(item.get("name")) if isinstance(item, dict) else _byline(_string(item)) for item in items]
    return ", ".join(dict.fromkeys(name for name in found if name)) or None


def _byline(value: str | None) -> str | None:
    """Return an author's name without "By", or ``None`` where the value is an address."""
    if value is None or "://" in value or value.startswith("@"):
        return None
    return re.sub(r"^by[ :]+", "", value, flags=re.IGNORECASE) or None


def _first(tags: dict[str, str], names: tuple[str, ...]) -> str | None:
    """Return the first of the named tags that the page has."""
    return next((tags[name] for name in names if name in tags), None)


def _body(value: object) -> str | None:
    """Return an article's text as it is, or ``None``."""
    return value if isinstance(value, str) and value.strip() else None


def _string(value: object) -> str | None:
    """Return a non-empty string with its white space collapsed, or ``None``."""
    return (" ".join(value.split()) or None) if isinstance(value, str) else None


def _text(element: HtmlElement) -> str:
    """Return an element's text with its white space collapsed."""
    return " ".join((element.text_content() or "").split())
