"""Feeds: RSS, RDF and Atom by feedparser, JSON Feed by a reader of ours; which is which is told by the first bytes."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from html import escape, unescape
from typing import Any
from urllib.parse import urljoin

from communique.errors import BadFeed
from communique.links import web_address
from communique.web.feedform import check_form
from communique.web.items import MOST_ITEMS, Feed, Item, day_of, squeezed

_ROOT = re.compile(  # each piece before the root is taken once and not given back: no pile of them can stall it
    rb"(?:\xef\xbb\xbf)?(?>\s*(?:<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>))*+"
    rb"\s*<(?:[a-z][a-z0-9]{0,20}:)?(?:rss|feed|rdf)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_JSON_FEED = re.compile(rb'"version"\s*:\s*"https?:(?:\\?/){2}(?:www\.)?jsonfeed\.org(?:\\?/)version')
_START = 30_000
_MAIL = re.compile(r"[<(]?(?:mailto:)?[^\s<>()]+@[^\s<>()]+[>)]?")
_TAGS = re.compile(r"<[^>]*>")
_CHECK = "Check the feed with a validator; its pages can be given one by one"


def is_feed(raw: bytes) -> bool:
    """Whether bytes begin as a feed does, whatever type a server says that they are."""
    start = raw[:_START]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.replace(b"\x00", b"")[2:]
    return _ROOT.match(start) is not None or _is_json_feed(raw)


def read_feed(raw: bytes, name: str, *, kind: str = "", charset: str | None = None) -> Feed:
    """Return what a feed holds, as far as it can be read; a warning says where it is malformed.

    ``name`` is its address, by which relative links are resolved; ``kind`` and ``charset`` are what the server says.

    Raises:
        BadFeed: if no item is in it, and it is malformed; or it has a form that no feed has.
        TooLarge: if there is more of it than is looked at.
    """
    if not _is_json_feed(raw):
        check_form(raw, name)
    feed = _json_feed(raw, name) if _is_json_feed(raw) else _xml_feed(raw, name, kind, charset)
    if len(feed.items) <= MOST_ITEMS:
        return feed
    said = f"{len(feed.items):,} items are in the feed, and {MOST_ITEMS:,} are looked at"
    return Feed(feed.title, feed.items[:MOST_ITEMS], (*feed.warnings, said))


def _xml_feed(raw: bytes, name: str, kind: str, charset: str | None) -> Feed:
    import feedparser

    told = f"{kind or 'application/xml'}; charset={charset}" if charset else kind or "application/xml"
    headers = {"content-location": name, "content-type": told}
    try:
        found = feedparser.parse(io.BytesIO(raw), response_headers=headers)
    except Exception as error:  # a third party's parser on what anybody may have written
        problem = f"the feed cannot be read ({type(error).__name__}: {error})"
        raise BadFeed(name, problem, _CHECK) from None
    slip = found.get("bozo_exception") if found.get("bozo") else None
    said = () if slip is None or _harmless(slip) else (f"the feed is malformed: {_line(slip)}",)
    if not found.entries and said:
        raise BadFeed(name, f"no item can be read: {said[0]}", _CHECK)
    items = tuple(_entry(number, entry) for number, entry in enumerate(found.entries, 1))
    return Feed(squeezed(found.feed.get("title")), items, said)


def _harmless(slip: Exception) -> bool:
    """Whether feedparser complains of the server's words alone, not of the feed."""
    return type(slip).__name__ in ("CharacterEncodingOverride", "NonXMLContentType")


def _line(slip: object) -> str:
    return " ".join(str(slip).split())[:200]


def _entry(number: int, entry: Mapping[str, Any]) -> Item:
    """Return an item from what feedparser made of it, its markup cleaned; but for days, which it guesses."""
    told = entry.get("published") or entry.get("updated")
    day = day_of(told)
    unclear = f"published: the feed says {_line(told)!r}, which is no day in a form that is read"
    whole = next((part["value"] for part in entry.get("content", ()) if part.get("value")), None)
    return Item(
        number,
        address=web_address(entry.get("link")),
        title=_text(entry.get("title")),
        day=day,
        byline=_byline(entry),
        summary=_text(entry.get("summary")),
        content=whole,
        warnings=(unclear,) if day is None and squeezed(told) else (),
    )


def _byline(entry: Mapping[str, Any]) -> str | None:
    """Return who wrote an item, without addresses of mail, which feedparser does not always tell from names."""
    said = squeezed(entry.get("author")) or ""
    if "@" in said and len(entry.get("authors", ())) < 2:
        return squeezed(_MAIL.sub(" ", said).strip(" ()<>,;"))
    names = [squeezed(author.get("name")) for author in entry.get("authors", ())]
    return ", ".join(dict.fromkeys(name for name in names if name)) or _text(said)


def _text(markup: object) -> str | None:
    return squeezed(unescape(_TAGS.sub(" ", markup))) if isinstance(markup, str) else None


def _is_json_feed(raw: bytes) -> bool:
    return raw[:100].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and _JSON_FEED.search(raw[:_START]) is not None


def _json_feed(raw: bytes, name: str) -> Feed:
    """Return a JSON Feed (versions 1 and 1.1); an item that is no object is left out, with a warning."""
    try:
        value = json.loads(raw.decode("utf-8-sig"))
        entries = value["items"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        problem = f"the JSON Feed cannot be read ({type(error).__name__}: {error})"
        raise BadFeed(name, problem, _CHECK) from None
    if not isinstance(entries, list):
        raise BadFeed(name, 'the "items" of the JSON Feed are no array', _CHECK)
    items, said = list[Item](), list[str]()
    for number, entry in enumerate(entries, 1):
        if isinstance(entry, dict):
            items.append(_object(number, entry, name))
        else:
            said.append(f"item {number} of the feed is no object, and left out")
    return Feed(squeezed(value.get("title")), tuple(items), tuple(said))


def _object(number: int, entry: Mapping[str, Any], name: str) -> Item:
    link = entry.get("url") or entry.get("external_url")
    try:
        address = web_address(urljoin(name, link)) if isinstance(link, str) else None
    except ValueError:
        address = None
    markup, text = entry.get("content_html"), entry.get("content_text")
    authors = entry.get("authors")
    authors = authors if isinstance(authors, list) else [entry.get("author")]
    names = [squeezed(author.get("name")) for author in authors if isinstance(author, dict)]
    return Item(
        number,
        address=address,
        title=squeezed(entry.get("title")),
        day=day_of(squeezed(entry.get("date_published")) or squeezed(entry.get("date_modified"))),
        byline=", ".join(dict.fromkeys(name for name in names if name)) or None,
        summary=squeezed(entry.get("summary")),
        content=markup if _is_text(markup) else _paragraphs(text),
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _paragraphs(text: object) -> str | None:
    """Return a plain text as markup, a paragraph a line."""
    lines = text.split("\n") if isinstance(text, str) else []
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line.strip()) or None
