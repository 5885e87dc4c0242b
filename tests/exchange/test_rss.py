"""RSS: read by feedparser; titles, links, days, escapes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import feedparser

from tests.exchange.entries import ENTRIES, export


def feed(**options: object) -> Any:
    """The feed as a reader has it."""
    found = feedparser.parse(export("rss", **options)[0])
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "rss20"
    return found


def test_channel() -> None:
    """Title, link and description, which the specification asks for."""
    found = feed(title="Xi & Abe", link="https://x.org/?q=a&b").feed
    assert (found.title, found.link) == ("Xi & Abe", "https://x.org/?q=a&b")
    assert found.description


def test_an_item_an_entry() -> None:
    """In their order, each with an id that is none of a page."""
    found = feed().entries
    assert len(found) == len(ENTRIES)
    assert len({e.id for e in found}) == len(found)
    assert found[0].title == "Meeting: Xi Jinping, Shinzo Abe"
    assert found[0].link == "https://example.org/a?b=1&c=2"
    assert [t.term for t in found[0].tags] == ["meeting", "held"]
    assert tuple(found[0].published_parsed[:3]) == (2019, 6, 30)


def test_links_are_the_ledgers_where_it_is_on_the_web() -> None:
    """The entry's own page wins."""
    assert feed(base="https://x.org").entries[0].link == "https://x.org/entry/e1"


def test_markup_in_names_is_text() -> None:
    """What looks like a tag is no tag; control characters are replaced."""
    titles = [e.title for e in feed().entries]
    assert 'Criticism: =HYPERLINK("http://x","y") → Friends of 😀 & <Co>, جامعة الدول العربية' in titles
    assert any("Ministry\ufffd" in t for t in titles)


def test_moment_of_making_only_where_given() -> None:
    """No clock is read."""
    assert "updated" not in feed().feed
    made = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    assert feed(made_at=made).feed.updated == "Wed, 25 Nov 2026 03:00:00 GMT"


def test_links_lead_to_a_desk() -> None:
    """Where its address is given they are pages of it, the channel's too; ids stay as they are."""
    found = feed(desk="http://127.0.0.1:8420/")
    assert found.entries[0].link == "http://127.0.0.1:8420/engagement?id=e1"
    assert found.entries[0].id == "urn:communique:entry:e1"
    assert found.feed.link == "http://127.0.0.1:8420/"
