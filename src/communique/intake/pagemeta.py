"""What a page says of itself: title, byline, publisher, address, date of publication.

schema.org data (JSON-LD) is asked first, then meta tags, then what the page shows. The date
is the page's own or none: only as a last resort is a date looked for in its markup, with a
warning, and never is it today's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from communique.intake.bylines import byline_of
from communique.intake.headings import Heading, heading_of, text_of
from communique.intake.pagedata import Item, article_of
from communique.intake.pagedays import published
from communique.intake.pagetitles import title_of

_TITLE = ("og:title", "twitter:title", "parsely-title", "dc.title", "headline")
_SITE = ("og:site_name", "application-name", "apple-mobile-web-app-title", "al:ios:app_name")
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
    tags = _tags(tree)
    told = [tags[name] for name in _TITLE if name in tags]
    told += [text for one in tree.iter("title") if (text := text_of(one))][:1]
    canonical = [link.get("href") or "" for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower()]
    known = [address for address in (*canonical, tags.get("og:url"), url) if address]
    first = heading_of(tree, told)
    article = article_of(tree, [*told, *([first.text] if first.text else [])], known)
    headline = _string(article.get("headline"))
    heading = heading_of(tree, [headline]) if headline else first
    own = _own_tags(tree, heading, tags)
    publisher = _name(article.get("publisher")) or _first(tags, _PUBLISHER)
    sites = [publisher, *(tags.get(name) for name in _SITE)]
    day, warnings = published(tree, heading, article, own)
    return PageMeta(
        title=title_of([headline, *told], heading.text, sites),
        byline=byline_of(tree, heading, article, own, publisher),
        publisher=publisher,
        url=_address(known, article, url),
        published=day,
        body=_body(article.get("articleBody")),
        warnings=warnings,
    )


def _tags(tree: HtmlElement) -> dict[str, str]:
    """Return the page's meta tags by lower-case name or property; the first of each counts."""
    tags: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name")
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            tags.setdefault(name.strip().lower(), content)
    return tags


def _own_tags(tree: HtmlElement, heading: Heading, tags: Mapping[str, str]) -> dict[str, str]:
    """Return the meta tags and those by ``itemprop`` that are the article's own."""
    own = dict(tags)
    for meta in tree.iter("meta"):
        name, content = meta.get("itemprop"), " ".join((meta.get("content") or "").split())
        if name and content and name.strip().lower() not in own and heading.is_own(meta):
            own[name.strip().lower()] = content
    return own


def _address(known: list[str], article: Item, url: str | None) -> str | None:
    """Return the page's canonical address; relative ones count only where ``url`` is known."""
    main = article.get("mainEntityOfPage")
    named = main.get("@id") if isinstance(main, dict) else main
    for value in (*known, named, article.get("url")):
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


def _name(value: object) -> str | None:
    """Return the name of a schema.org organization, or the first of a list of them."""
    item = value[0] if isinstance(value, list) and value else value
    return _string(item.get("name") if isinstance(item, dict) else item)


def _first(tags: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    """Return the first of the named tags that the page has."""
    return next((tags[name] for name in names if name in tags), None)


def _body(value: object) -> str | None:
    """Return an article's text as it is, or ``None``."""
    return value if isinstance(value, str) and value.strip() else None


def _string(value: object) -> str | None:
    """Return a non-empty string with its white space collapsed, or ``None``."""
    return (" ".join(value.split()) or None) if isinstance(value, str) else None
