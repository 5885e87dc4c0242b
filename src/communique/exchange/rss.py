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
from communique.links import web_address


def write(entries: Iterable[Entry], stream: BinaryIO, options: Options) -> Written:
    """Write a channel; no entry is left out. ``lastBuildDate`` stands only where ``made_at`` is given."""
    tally = Tally()
    with etree.xmlfile(stream, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("rss", version="2.0"), xml.element("channel"):
            _put(xml, "title", options.title)
            _put(xml, "link", web_address(options.link) or options.desk or options.base)
            _put(xml, "description", f"{options.title}: diplomatic engagements, with the words they were read from")
            _put(xml, "language", "en")
            if options.made_at is not None:
                _put(xml, "lastBuildDate", format_datetime(options.made_at.astimezone(UTC), usegmt=True))
            _put(xml, "generator", "Communiqué")
            for entry in tally.of_status(entries, options):
                item = tally.made(_item, entry, options)
                if item is not None:
                    xml.write(item)
                    xml.write("\n")
                    tally.take()
    return tally.written()


def _item(entry: Entry, options: Options) -> Any:
    item, link, published = etree.Element("item"), link_of(entry, options), published_of(entry)[1]
    _add(item, "title", headline(entry))
    if link is not None:
        _add(item, "link", link)
    _add(item, "description", "<br/>".join(escape(line) for line in description(entry, options).split("\n")))
    _add(item, "category", entry.kind)
    _add(item, "category", entry.status.value)
    _add(item, "guid", options.iri("entry", entry.id), isPermaLink="false")
    if published is not None:
        _add(item, "pubDate", format_datetime(datetime.fromisoformat(published).replace(tzinfo=UTC), usegmt=True))
    return item


def _add(item: Any, name: str, text: str, **attributes: str) -> None:
    etree.SubElement(item, name, attributes).text = safe(text)


def _put(xml: Any, name: str, text: str) -> None:
    with xml.element(name):
        xml.write(safe(text))
