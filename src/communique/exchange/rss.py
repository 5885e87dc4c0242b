"""RSS 2.0 (https://www.rssboard.org/rss-specification): an item for each entry, in the order given.

Items are written one by one. The text of an item is HTML, escaped twice as readers expect.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import Any, BinaryIO

from lxml import etree

from communique.exchange.base import Options, Tally, Written
from communique.exchange.entries import description, headline, link_of, published_of
from communique.exchange.xml import safe
from communique.ledger.views import Entry


def write(entries: Iterable[Entry], stream: BinaryIO, options: Options) -> Written:
    """Write a channel; no entry is left out. ``lastBuildDate`` stands only where ``made_at`` is given."""
    tally = Tally()
    with etree.xmlfile(stream, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("rss", version="2.0"), xml.element("channel"):
            _put(xml, "title", options.title)
            _put(xml, "link", options.link or options.base)
            _put(xml, "description", f"{options.title}: diplomatic engagements, with the words they were read from")
            _put(xml, "language", "en")
            if options.made_at is not None:
                _put(xml, "lastBuildDate", format_datetime(options.made_at.astimezone(UTC), usegmt=True))
            _put(xml, "generator", "Communiqué")
            for entry in tally.of_status(entries, options):
                _item(xml, entry, options)
                tally.take()
    return tally.written()


def _item(xml: Any, entry: Entry, options: Options) -> None:
    link, published = link_of(entry, options), published_of(entry)[1]
    with xml.element("item"):
        _put(xml, "title", headline(entry))
        if link is not None:
            _put(xml, "link", link)
        _put(xml, "description", "<br/>".join(escape(line) for line in description(entry, options).split("\n")))
        _put(xml, "category", entry.kind)
        _put(xml, "category", entry.status.value)
        _put(xml, "guid", options.iri("entry", entry.id), isPermaLink="false")
        if published is not None:
            _put(xml, "pubDate", format_datetime(datetime.fromisoformat(published).replace(tzinfo=UTC), usegmt=True))
    xml.write("\n")


def _put(xml: Any, name: str, text: str, **attributes: str) -> None:
    with xml.element(name, attributes):
        xml.write(safe(text))
