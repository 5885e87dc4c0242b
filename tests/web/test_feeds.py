"""Feeds of every kind, whole and malformed, and what is new in one."""

from __future__ import annotations

import json
import tracemalloc

import pytest

from communique import errors
from communique.web.feeds import is_feed, read_feed
from communique.web.items import MOST_ITEMS, Item, day_of
from communique.web.polling import State, poll
from tests.web.server import Site, client, html, page

HOME = "https://news.example/feed"
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Wire</title><link>https://news.example/</link>
<item><title>Ministers &amp;amp; envoys meet</title><link>/talks?a=1&amp;b=2</link><guid isPermaLink="false">77</guid>
<pubDate>Mon, 16 Jan 2023 16:30:41 -0800</pubDate><dc:creator>Ana Reis</dc:creator>
<description>&lt;p&gt;They met in &lt;b&gt;Lisbon&lt;/b&gt;.&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>The whole article.</p><script>alert(1)</script>]]></content:encoded></item>
<item><title>Second</title><guid>https://news.example/second</guid>
<pubDate>Tue, 17 Jan 2023 00:10:00 GMT</pubDate></item>
</channel></rss>"""
RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://news.example/"><title>Wire</title></channel>
<item rdf:about="https://news.example/talks"><title>Ministers meet</title><link>https://news.example/talks</link>
<dc:date>2023-01-16T23:30:00-08:00</dc:date><dc:creator>Ana Reis</dc:creator></item></rdf:RDF>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/world/"><title>Wire</title>
<entry><title type="html">Ministers &lt;i&gt;meet&lt;/i&gt;</title><id>urn:1</id><link rel="self" href="self"/>
<link rel="alternate" href="talks"/><published>2023-01-16T23:30:00+09:00</published>
<updated>2023-01-18T00:00:00Z</updated>
<author><name>Ana Reis</name></author><author><name>Bo Lund</name></author>
<content type="html">&lt;p&gt;The whole.&lt;/p&gt;</content><summary>Short.</summary></entry></feed>"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Wire",
    "items": [
        {"id": 1, "url": "talks", "title": "Ministers meet", "date_published": "2023-01-16T23:30:00+09:00",
         "authors": [{"name": "Ana Reis"}, {"name": "Bo Lund"}], "content_html": "<p>The whole.</p>",
         "summary": "Short."},
        {"id": 2, "external_url": "https://other.example/x", "content_text": "One <line>.\n\nAnother."},
        "no object",
    ],
}  # fmt: skip


def items(feed: str) -> tuple[Item, ...]:
    """The items of a feed of XML."""
    return read_feed(feed.encode(), HOME).items


class TestKinds:
    """RSS, RDF, Atom and JSON Feed."""

    def test_rss(self) -> None:
        """Address, title, day in its own zone, byline, summary, content; an id may serve as address."""
        first, second = items(RSS)
        assert first.address == "https://news.example/talks?a=1&b=2"
        assert (first.title, first.day, first.byline) == ("Ministers & envoys meet", "2023-01-16", "Ana Reis")
        assert first.summary == "They met in Lisbon ." and first.content == "<p>The whole article.</p>"
        assert (second.address, second.day) == ("https://news.example/second", "2023-01-17")
        assert second.content is second.byline is None

    def test_rdf(self) -> None:
        """RSS 1.0."""
        (item,) = items(RDF)
        assert (item.address, item.day, item.byline) == ("https://news.example/talks", "2023-01-16", "Ana Reis")

    def test_atom(self) -> None:
        """The page's link and not the feed's own, the day of publication and not of a change."""
        (item,) = items(ATOM)
        assert item.address == "https://news.example/world/talks"
        assert (item.title, item.day, item.byline) == ("Ministers meet", "2023-01-16", "Ana Reis, Bo Lund")
        assert (item.summary, item.content) == ("Short.", "<p>The whole.</p>")

    def test_json(self) -> None:
        """Both versions' authors; a text becomes paragraphs; what is no object is left out, with a word."""
        feed = read_feed(json.dumps(JSON).encode(), HOME)
        first, second = feed.items
        assert first.address == "https://news.example/talks"
        assert (first.day, first.byline, first.content) == ("2023-01-16", "Ana Reis, Bo Lund", "<p>The whole.</p>")
        assert (second.address, second.content) == (
            "https://other.example/x", "<p>One &lt;line&gt;.</p><p>Another.</p>",
        )  # fmt: skip
        assert feed.warnings == ("item 3 of the feed is no object, and left out",)

    @pytest.mark.parametrize("feed", [RSS, RDF, ATOM, json.dumps(JSON), json.dumps(JSON, indent=4)])
    def test_told_by_the_first_bytes(self, feed: str) -> None:
        """Each is told from a page, also after comments, in UTF-16, and with a mark of the encoding."""
        assert is_feed(feed.encode()) and is_feed(b"\xef\xbb\xbf\n" + feed.encode())
        if not feed.startswith("{"):
            body = feed.partition("?>")[2] if feed.startswith("<?xml") else feed
            assert is_feed(("<!-- a -->\n<?xml-stylesheet href='x'?><!DOCTYPE rss [<!ENTITY a 'b'>]>" + body).encode())
            assert is_feed(body.encode("utf-16"))

    @pytest.mark.parametrize(
        "raw",
        [page(), b"", b"<rssx>", b"text about <rss> feeds", b'{"version": "1", "items": []}', b"<html><rss></html>",
         b"<!-- <rss> --><html>", b"<!---->" * 4_000 + b"<p>", b"<?a?> " * 4_000, b"<!DOCTYPE a [" + b"]" * 20_000],
    )  # fmt: skip
    def test_what_is_no_feed(self, raw: bytes) -> None:
        """A page is none, nor is a pile of comments; telling so takes no time to speak of."""
        assert not is_feed(raw)


class TestBylines:
    """Names, and no addresses of mail."""

    @pytest.mark.parametrize(
        "author",
        ["ana@news.example (Ana Reis)", "Ana Reis (ana@news.example)", "Ana Reis &lt;ana@news.example&gt;", "Ana Reis",
         "ana@news.example (ana@news.example) Ana Reis"],
    )  # fmt: skip
    def test_of_rss(self, author: str) -> None:
        """However the name and the address stand."""
        (item, _) = items(RSS.replace("dc:creator>", "author>").replace("Ana Reis", author))
        assert item.byline == "Ana Reis"

    def test_no_name(self) -> None:
        """An address alone is no byline."""
        (item, _) = items(RSS.replace("dc:creator>", "author>").replace("Ana Reis", "desk@news.example"))
        assert item.byline is None


class TestDays:
    """The calendar day, in the zone that the item gives."""

    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("Mon, 16 Jan 2023 16:30:41 PST", "2023-01-16"),
            ("16 Jan 23 00:10 +0200", "2023-01-16"),
            ("2023-01-16T23:59:59.123-08:00", "2023-01-16"),
            ("2023-01-17T00:30:41Z", "2023-01-17"),
            ("2023-01-17 00:30", "2023-01-17"),
            ("2023-01-17", "2023-01-17"),
            ("2023-01-17T25:61:00Z", "2023-01-17"),
            ("2023-02-30", None),
            ("yesterday", None),
            ("", None),
            (None, None),
        ],
    )
    def test_day(self, text: str | None, day: str | None) -> None:
        """As it is printed; nothing is guessed."""
        assert day_of(text) == day

    def test_a_day_in_no_form(self) -> None:
        """What is no day in a form that is read is none, and a warning says what stood there; no day is guessed."""
        (item,) = items(RDF.replace("2023-01-16T23:30:00-08:00", "2023-016T23:30:00Z"))
        assert item.day is None
        assert item.warnings == (
            "published: the feed says '2023-016T23:30:00Z', which is no day in a form that is read",
        )


class TestMalformed:
    """What is broken is read as far as it goes."""

    def test_cut_off(self) -> None:
        """The items before the break are there, and a warning says that more may have been."""
        feed = read_feed(RSS[: RSS.index("<item><title>Second")].encode(), HOME)
        assert [item.title for item in feed.items] == ["Ministers & envoys meet"]
        assert "malformed" in feed.warnings[0]

    def test_bare_signs(self) -> None:
        """An ampersand that is not escaped costs no item."""
        feed = read_feed(RSS.replace("Second", "Second & third <b>").encode(), HOME)
        assert len(feed.items) == 2 and "malformed" in feed.warnings[0]

    def test_another_encoding_than_it_says(self) -> None:
        """Windows-1252 under a head that says UTF-8."""
        (first, _) = read_feed(RSS.replace("Ana Reis", "Ana Lu\u00eds").encode("cp1252"), HOME).items
        assert first.byline == "Ana Lu\u00eds"

    @pytest.mark.parametrize(
        "raw",
        [b"<rss><channel><item", b"<feed>\xff\xfe\x00", b'{"version": "https://jsonfeed.org/version/1"',
         b'{"version": "https://jsonfeed.org/version/1", "items": {}}', b'{"version": "https://jsonfeed.org/version/1"}'],
    )  # fmt: skip
    def test_nothing_in_it(self, raw: bytes) -> None:
        """A broken feed without an item is an error, not an empty day."""
        assert is_feed(raw)
        with pytest.raises(errors.BadFeed, match=r"news\.example/feed"):
            read_feed(raw, HOME)

    def test_an_empty_feed(self) -> None:
        """A whole feed without items is none."""
        assert items("<rss version='2.0'><channel><title>Wire</title></channel></rss>") == ()

    @pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "mailto:a@news.example", "http://"])
    def test_links_that_lead_nowhere(self, link: str) -> None:
        """They are no addresses of items."""
        (item, _) = items(RSS.replace("/talks?a=1&amp;b=2", link))
        assert item.address is None

    def test_very_many_items(self) -> None:
        """The first thousand count, and a warning says how many there are."""
        item = "<item><title>T</title><link>https://news.example/{}</link></item>"
        many = "".join(item.format(n) for n in range(MOST_ITEMS + 5))
        feed = read_feed(f"<rss version='2.0'><channel>{many}</channel></rss>".encode(), HOME)
        assert len(feed.items) == MOST_ITEMS and "1,005 items" in feed.warnings[-1]

    @pytest.mark.parametrize(
        ("made", "kind", "word"),
        [
            (b"<rss><channel>" + b"<a>" * 200_000, errors.BadFeed, "nested deeper than 100"),
            (b"<rss><item " + b" ".join(b"a%d='x'" % n for n in range(20_000)) + b">", errors.BadFeed, "attributes"),
            (b"<rss><![CDATA[<p " + b"a='x' " * 20_000 + b">]]></rss>", errors.BadFeed, "over 256 attributes"),
            (b"<rss><![CDATA[" + b"<div>" * 300_000 + b"]]></rss>", errors.TooLarge, "300,003 tags"),
            (b"<rss>" + b"&lt;div>" * 300_000 + b"</rss>", errors.TooLarge, "300,002 tags"),
            (b"<rss><title>" + b"x" * 10_000_001 + b"</title></rss>", errors.TooLarge, "10,000,027 bytes"),
            (("<rss>" + "<a>" * 200).encode("utf-16"), errors.BadFeed, "nested deeper than 100"),
        ],
    )  # fmt: skip
    def test_made_to_keep_a_parser_busy(self, made: bytes, kind: type[errors.IntakeError], word: str) -> None:
        """It is told by its form, before it is parsed."""
        with pytest.raises(kind, match=word):
            read_feed(made, HOME)

    def test_what_only_looks_so(self) -> None:
        """A long picture in an item, elements that nobody closed, a word of a million letters: all is read."""
        picture = f"<![CDATA[<p>Text.</p><img src='data:image/png;base64,{'A=' * 20}{'A' * 300_000}'>]]>"
        unclosed = "".join(f"<item><title>{n}</title><description><b>bold</description></item>" for n in range(300))
        feed = RSS.replace("<![CDATA[<p>The whole article.</p>", picture[:-3]).replace(
            "</channel>", unclosed + "</channel>"
        )
        assert len(items(feed.replace("Second", "x" * 1_000_000))) == 302

    def test_entities_that_grow(self) -> None:
        """A billion laughs and a file's entity come to nothing: no memory, no file."""
        grown = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
        head = f'<!DOCTYPE rss [<!ENTITY a0 "lol">{grown}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        bomb = RSS.replace("<rss", head + "<rss", 1).replace("Second", "&a11; &f;")
        assert is_feed(bomb.encode())
        tracemalloc.start()
        try:
            said = str(read_feed(bomb.encode(), HOME))
        except errors.BadFeed as error:
            said = str(error)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert most < 20_000_000 and "root:" not in said and said.count("lol") < 1_000


class TestWhatIsNew:
    """A feed asked again."""

    def test_an_item_is_known_by_its_content(self) -> None:
        """A new id and a new address make no new item; a new text does."""
        (first, second) = items(RSS)
        renamed = items(RSS.replace(">77<", ">78<").replace("b=2", "b=3").replace("/second", "/2nd"))
        assert renamed[0].key == first.key and renamed[1].key != second.key  # which has nothing else to be known by
        assert items(RSS.replace("The whole article.", "Corrected."))[0].key != first.key

    def test_polled(self, site: Site) -> None:
        """Only what is new comes, how many are known is said, and an unchanged feed is not even sent."""
        site.routes["/feed"] = html(RSS.encode(), ETag='"1"')
        first = poll(client(), site.at("/feed"))
        assert first.is_feed and len(first.items) == 2 and first.known == 0
        state = first.state.with_taken(first.items[0].key, "r1")
        again = poll(client(), site.at("/feed"), State(taken=state.taken))
        assert [item.title for item in again.items] == ["Second"] and again.known == 1
        whole = again.state.with_taken(again.items[0].key, "r2")
        poll(client(), site.at("/feed"), whole)
        assert site.asked[-1][1]["If-None-Match"] == '"1"'
        site.routes["/feed"] = (304, {}, b"")
        assert poll(client(), site.at("/feed"), whole).state == whole

    def test_a_state_is_kept_as_text(self) -> None:
        """It comes back as it was; what is no state is an empty one."""
        state = State().with_taken("a", "1").with_taken("b", "2").with_taken("a", "3")
        assert State.from_text(state.as_text()) == state and state.taken == (("b", "2"), ("a", "3"))
        for text in ("", "{}", "[]", "null", '{"taken": 1, "etag": 2, "modified": 3}'):
            assert State.from_text(text) == State()

    def test_a_state_and_another_ledger(self, site: Site) -> None:
        """What a ledger does not hold was not taken in, whatever the state says."""
        site.routes["/feed"] = html(RSS.encode(), ETag='"1"')
        found = poll(client(), site.at("/feed"))
        state = found.state.with_taken(found.items[0].key, "r1").with_taken(found.items[1].key, "r2")
        assert state.held_by({"r1", "r2", "r3"}) == state
        assert state.held_by({"r2"}) == State(taken=((found.items[1].key, "r2"),))

    def test_a_page_is_no_feed(self, site: Site) -> None:
        """A page comes as it is."""
        site.routes["/a"] = page()
        found = poll(client(), site.at("/a"))
        assert not found.is_feed and found.answer.raw == page() and found.items == ()
