"""From addresses to reports: pages and feeds, what is said of each, and what is not brought again."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from communique import errors
from communique.intake import Report, open_reports
from communique.intake.fetch import Web
from communique.runs import Day, Read, Skipped, read_all, read_reports
from communique.web.states import States
from tests.web.server import PARAGRAPHS, FakeClock, Site, client, html, page, redirect


def feed(site: Site, *items: str) -> None:
    """Let the site have a feed of these items."""
    found = "".join(f"<item>{item}</item>" for item in items)
    rss = f'<rss version="2.0"><channel><title>Wire</title>{found}</channel></rss>'
    site.routes["/feed"] = html(rss.encode(), ETag='"1"', **{"Content-Type": "application/rss+xml"})


def item(title: str, link: str = "", more: str = "") -> str:
    """An item of a feed."""
    return f"<title>{title}</title>" + (f"<link>{link}</link>" if link else "") + more


def opened(source: str, web: Web | None = None, **known: str) -> list[Report | errors.IntakeError]:
    """What stands at an address."""
    return list(open_reports(source, web=web or Web(client()), **known))


def the_report(source: str, **known: str) -> Report:
    """The one report that stands at an address."""
    (found,) = opened(source, **known)
    assert isinstance(found, Report), found
    return found


class TestPages:
    """One page."""

    def test_a_page(self, site: Site) -> None:
        """It is read as a saved one, with the address where it was found in the end."""
        site.routes |= {"/a": redirect("/talks"), "/talks": page()}
        report = the_report(site.at("/a"))
        assert report.info.url == site.at("/talks") and report.info.title == "Ministers meet in Lisbon"
        assert report.raw == page() and PARAGRAPHS[1] in report.layer.text

    def test_the_page_says_where_it_belongs(self, site: Site) -> None:
        """A canonical address counts before that."""
        site.routes["/a"] = page(head='<link rel="canonical" href="/talks">')
        assert the_report(site.at("/a")).info.url == site.at("/talks")

    def test_an_encoding_that_only_the_server_names(self, site: Site) -> None:
        """The header counts: no guess is made, and no warning given."""
        body = page("Ministrid k\u00f5nelesid T\u0161ehhis").decode().encode("iso-8859-13")
        site.routes["/a"] = html(body, **{"Content-Type": "text/html; charset=iso-8859-13"})
        report = the_report(site.at("/a"))
        assert report.info.title == "Ministrid k\u00f5nelesid T\u0161ehhis"
        assert not [warning for warning in report.warnings if "guess" in warning]

    def test_other_kinds(self, site: Site) -> None:
        """A text is a text; a page without a head is a page by its type; JSON has its own."""
        text = "\n\n".join(PARAGRAPHS)
        site.routes["/t"] = html(text.encode(), **{"Content-Type": "text/plain"})
        site.routes["/p"] = html("".join(f"<div>{p}</div>" for p in PARAGRAPHS).encode())
        site.routes["/j"] = html(
            b'{"text": "Macron met Merkel.", "title": "T"}', **{"Content-Type": "application/json"}
        )
        assert the_report(site.at("/t")).layer.text == text
        assert "<div>" not in the_report(site.at("/p")).layer.text
        assert the_report(site.at("/j")).info.title == "T"

    def test_what_is_no_report(self, site: Site) -> None:
        """A binary file under a page's type, and an empty page, are errors that name the address."""
        site.routes |= {"/x": html(b"\x7fELF" + bytes(500)), "/e": html(b"")}
        for path, kind in (("/x", errors.BinaryInput), ("/e", errors.EmptyInput)):
            (error,) = opened(site.at(path))
            assert isinstance(error, kind) and error.source == site.at(path)

    @pytest.mark.parametrize("address", ["ftp://news.example/a", "file:///etc/passwd", "HTTP://10.0.0.1/"])
    def test_refused(self, address: str) -> None:
        """An address that is not asked is yielded as an error, as a missing file is."""
        (error,) = open_reports(address)
        assert isinstance(error, errors.AddressRefused)

    def test_a_day_that_is_given(self, site: Site) -> None:
        """As for files: for what gives none, or for all."""
        site.routes["/a"] = page()
        site.routes["/b"] = page(head='<meta property="article:published_time" content="2018-03-05T01:00:00+09:00">')
        assert the_report(site.at("/a"), published="2018-03-04").info.published == "2018-03-04"
        assert the_report(site.at("/b"), published="2018-03-04").info.published == "2018-03-05"


class TestFeeds:
    """All that a feed leads to."""

    def test_the_pages_of_a_feed(self, site: Site) -> None:
        """Each item's page is brought, in their order; one that fails is named with its place, and costs no other."""
        feed(site, item("A", "/a"), item("B", "/gone"), item("C", "http://10.0.0.1/c"), item("D"), item("E", "/e"))
        site.routes |= {"/a": page("Page A"), "/e": page("Page E")}
        found = opened(site.at("/feed"))
        assert [r.info.title for r in found if isinstance(r, Report)] == ["Page A", "Page E"]
        gone, closed, nowhere = (error for error in found if isinstance(error, errors.IntakeError))
        assert isinstance(gone, errors.BadStatus)
        assert (gone.source, gone.place) == (site.at("/gone"), f"item 2 of {site.at('/feed')}")
        assert isinstance(closed, errors.AddressRefused) and closed.source == "http://10.0.0.1/c"
        assert isinstance(nowhere, errors.BadFeed) and nowhere.place == "item 4"

    def test_a_feed_under_any_type(self, site: Site) -> None:
        """Its first bytes tell it, whatever the server says."""
        for kind in ("text/html", "text/plain", "application/octet-stream", "text/xml"):
            feed(site, item("A", "/a"))
            status, _, body = site.routes["/feed"]  # type: ignore[misc]
            site.routes |= {"/feed": (status, {"Content-Type": kind}, body), "/a": page()}
            assert the_report(site.at("/feed")).info.url == site.at("/a")

    def test_the_feeds_day(self, site: Site) -> None:
        """It counts where the page gives none, and before one that is given for reports without; the page's wins."""
        date = "<pubDate>Sun, 04 Mar 2018 23:10:00 -0500</pubDate>"
        feed(site, item("A", "/a", date), item("B", "/b", date))
        site.routes["/a"] = page()
        site.routes["/b"] = page(head='<meta property="article:published_time" content="2018-03-03">')
        first, second = opened(site.at("/feed"), published="2017-01-01")
        assert isinstance(first, Report) and isinstance(second, Report)
        assert (first.info.published, second.info.published) == ("2018-03-04", "2018-03-03")
        assert [w for r in (first, second) for w in r.warnings if "the feed that led to it" in w] == []
        given = read_reports([site.at("/feed")], day=Day("2017-01-01", override=True), web=Web(client()))
        assert [r.record.report.published for r in given if isinstance(r, Read)] == ["2017-01-01"] * 2

    def test_a_feed_and_a_page_that_differ(self, site: Site) -> None:
        """Where they are days apart one of them is wrong: the page's is kept, and a warning names both."""
        feed(site, item("A", "/a", "<pubDate>Sun, 04 Mar 2018 23:10:00 -0500</pubDate>"))
        site.routes["/a"] = page(head='<meta property="article:published_time" content="2016-05-01">')
        report = the_report(site.at("/feed"))
        assert report.info.published == "2016-05-01"
        assert (
            "published 2016-05-01 as the report itself says; the feed that led to it says 2018-03-04" in report.warnings
        )

    def test_whole_from_the_feed(self, site: Site) -> None:
        """Where it is wanted, an article that the feed holds is read from there; what it does not hold is brought."""
        content = escape("".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS))
        more = (
            "<pubDate>Sun, 04 Mar 2018 23:10:00 -0500</pubDate><author>ana@news.example (Ana Reis)</author>"
            f'<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">{content}</content:encoded>'
        )
        feed(site, item("Talks &amp;lt;b&amp;gt; in Lisbon", "/a", more), item("B", "/b"), item("C", more=more))
        site.routes["/b"] = page("Page B")
        a, b, c = opened(site.at("/feed"), Web(client(), whole_from_feed=True))
        assert isinstance(a, Report) and isinstance(b, Report) and isinstance(c, Report)
        assert (a.info.title, a.info.published, a.info.url) == ("Talks <b> in Lisbon", "2018-03-04", site.at("/a"))
        assert a.info.byline == "Ana Reis" and PARAGRAPHS[2] in a.layer.text
        assert (b.info.title, c.info.title) == ("Page B", "C")
        assert site.paths == ["/feed", "/b"]

    def test_content_without_a_page(self, site: Site) -> None:
        """An item with an article and without an address is read from the feed in any case."""
        content = escape("".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS))
        feed(
            site,
            item(
                "A",
                more=f'<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">{content}</content:encoded>',
            ),
        )
        assert PARAGRAPHS[0] in the_report(site.at("/feed")).layer.text

    def test_a_malformed_feed(self, site: Site) -> None:
        """What can be read of it is, and each of its reports says so."""
        rss = f"<rss version='2.0'><channel><item>{item('A & B', '/a')}</item><item><title>cut"
        site.routes |= {"/feed": rss.encode(), "/a": page()}
        (report, *_) = opened(site.at("/feed"))
        assert isinstance(report, Report) and any("malformed" in warning for warning in report.warnings)

    def test_a_feed_where_a_page_should_be(self, site: Site) -> None:
        """A feed of feeds is not followed."""
        feed(site, item("A", "/feed?2"))
        site.routes["/feed?2"] = site.routes["/feed"]
        (error,) = opened(site.at("/feed"))
        assert isinstance(error, errors.BadFeed) and "a feed stands where" in error.problem


class TestRuns:
    """Several sources in one run."""

    def test_one_pace_for_all(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        """A host is asked politely across the sources of a run, also with several processes."""
        site.routes |= {"/a": page("A"), "/b": page("B")}
        for jobs in (1, 2):
            clock = FakeClock()
            found = list(read_all([site.at("/a"), site.at("/b")], jobs=jobs, web=Web(client(clock=clock))))
            assert [not isinstance(r, errors.CommuniqueError) and r.report.title for r in found] == ["A", "B"]
            assert clock.waits == [1.0]

    def test_an_error_is_one_of_the_run(self, site: Site, tmp_path: Path) -> None:
        """Addresses and files are read in their order; a failure is yielded."""
        (tmp_path / "a.txt").write_text("\n\n".join(PARAGRAPHS))
        site.routes["/a"] = page()
        sources = [str(tmp_path / "a.txt"), site.at("/gone"), site.at("/a")]
        found = list(read_all(sources, web=Web(client())))
        assert [isinstance(r, errors.CommuniqueError) for r in found] == [False, True, False]


class TestKept:
    """What was taken in is not brought again."""

    @pytest.fixture
    def states(self, tmp_path: Path) -> States:
        """A place for states."""
        return States(tmp_path / "ledger-web")

    def run(self, source: str, web: Web, *, known: frozenset[str] = frozenset()) -> Iterator[str]:
        """The titles of what is read from a source, each noted as taken in; errors by their kind."""
        for outcome in read_reports([source], known=known, web=web):
            if isinstance(outcome, Read):
                assert outcome.token is not None
                web.keep(outcome.token, outcome.report.info.id)
                yield outcome.report.info.title or ""
            elif isinstance(outcome, Skipped):
                yield "skipped"
            else:
                yield str(getattr(outcome, "count", type(outcome).__name__))

    def test_a_page(self, site: Site, states: States) -> None:
        """An unchanged page is not sent; a changed one is read anew."""
        body, tag = [page("A")], ['"1"']

        def answer(handler: BaseHTTPRequestHandler) -> None:
            same = handler.headers.get("If-None-Match") == tag[0]
            handler.send_response(304 if same else 200)
            handler.send_header("ETag", tag[0])
            handler.end_headers()
            handler.wfile.write(b"" if same else body[0])

        site.routes["/a"] = answer
        assert [list(self.run(site.at("/a"), Web(client(), states))) for _ in range(2)] == [["A"], ["1"]]
        body[0], tag[0] = page("A, corrected"), '"2"'
        assert list(self.run(site.at("/a"), Web(client(), states))) == ["A, corrected"]

    def test_a_feed(self, site: Site, states: States) -> None:
        """Only the pages of new items are asked for; what failed is tried again, what is known is counted."""
        feed(site, item("A", "/a"), item("B", "/b"))
        site.routes["/a"] = page("A")
        assert list(self.run(site.at("/feed"), Web(client(), states))) == ["A", "BadStatus"]
        site.routes["/b"] = page("B")
        site.asked.clear()
        assert list(self.run(site.at("/feed"), Web(client(), states))) == ["1", "B"]
        assert site.paths == ["/feed", "/b"] and "If-None-Match" not in site.asked[1][1]
        site.asked.clear()
        assert list(self.run(site.at("/feed"), Web(client(), states))) == ["2"]
        assert site.paths == ["/feed"] and site.asked[1][1]["If-None-Match"] == '"1"'

    def test_what_was_not_taken_in(self, site: Site, states: States) -> None:
        """A run that is broken off after the page came, and before its report was in the ledger, loses nothing."""
        feed(site, item("A", "/a"), item("B", "/b"))
        site.routes |= {"/a": page("A"), "/b": page("B")}
        web = Web(client(), states)
        run = self.run(site.at("/feed"), web)
        assert next(run) == "A"
        run.close()
        assert list(self.run(site.at("/feed"), Web(client(), states))) == ["1", "B"]

    def test_another_ledger(self, site: Site, states: States) -> None:
        """The state is true of a ledger as far as it holds the reports: one put back from a copy misses nothing."""
        feed(site, item("A", "/a"), item("B", "/b"))
        site.routes |= {"/a": page("A"), "/b": page("B")}
        assert list(self.run(site.at("/feed"), Web(client(), states))) == ["A", "B"]
        assert list(self.run(site.at("/feed"), Web(client(), states, known=frozenset()))) == ["A", "B"]
        assert list(self.run(site.at("/feed"), Web(client(), states))) == ["2"]

    def test_a_damaged_file(self, site: Site, tmp_path: Path) -> None:
        """A file that is no database is named, and left as it is."""
        (tmp_path / "x").write_text("no database, and long enough to be told from one" * 10)
        (error,) = read_reports(["http://news.example/"], web=Web(client(), States(tmp_path / "x")))
        assert isinstance(error, errors.Unreadable) and str(tmp_path / "x") in str(error)
