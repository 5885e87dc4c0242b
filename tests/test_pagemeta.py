"""What a page says of itself: of its own article, in its own zone, without the site's name, names without offices."""

from __future__ import annotations

import datetime
import json

import pytest
from lxml import html

from communique.intake.bylines import names_in
from communique.intake.dates import moment, printed_day
from communique.intake.pagemeta import PageMeta, page_meta
from tests.cms_pages import PARAGRAPHS, TITLE

BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
LATE = "2023-01-17T00:30:41+00:00"


def meta(body: str = "", head: str = "", *, title: str = TITLE, url: str | None = None) -> PageMeta:
    """Return what a page says of itself that has a heading, ``body`` and an article."""
    markup = f"<html><head>{head}</head><body><h1>{title}</h1>{body}<article>{BODY}</article></body></html>"
    return page_meta(html.document_fromstring(markup), url=url)


def data(*items: object) -> str:
    """Return schema.org data, each item in a script of its own."""
    return "".join(f'<script type="application/ld+json">{json.dumps(item)}</script>' for item in items)


class TestDay:
    """The day of publication."""

    @pytest.mark.parametrize(
        "shown",
        [
            "<p>January 16, 2023 4:30 p.m. PST</p>",
            "<div><span>Posted Jan. 16, 2023</span> <span>at 7:30 PM</span></div>",
            "<p>7:30 PM EST, Mon January 16, 2023</p>",
            f'<time datetime="{LATE}">16 January 2023</time>',
            '<time datetime="2023-01-16T16:30:41-08:00">yesterday</time>',
            "<p>Updated January 17, 2023 9:12 a.m.</p><p>First published January 16, 2023 5:00 p.m.</p>",
        ],
    )
    def test_in_the_page_s_own_zone(self, shown: str) -> None:
        """An instant in UTC is on the day that the page prints for it, whatever form that has."""
        tag = f'<meta property="article:published_time" content="{LATE}">'
        for head in (tag, data({"@type": "NewsArticle", "headline": TITLE, "datePublished": LATE})):
            found = meta(shown.replace("5:00", "4:30"), head)
            assert (found.published, found.warnings) == ("2023-01-16", ())

    @pytest.mark.parametrize(
        "shown",
        [
            "",
            "<p>Updated January 18, 2023 9:12 a.m.</p>",
            "<p>January 16, 2023 4:47 p.m.</p>",
            "<p>January 12, 2023 4:30 p.m.</p>",
            "<div class='related-stories'><time datetime='2023-01-16T16:30:41-08:00'>Jan. 16, 2023</time></div>",
        ],
    )
    def test_another_time_moves_no_day(self, shown: str) -> None:
        """Without the same instant, and in a box of other reports, nothing is moved."""
        head = data({"@type": "NewsArticle", "headline": TITLE, "datePublished": LATE})
        assert meta(shown, head).published == "2023-01-17"

    def test_a_zone_in_the_data_is_the_page_s(self) -> None:
        """Where one of two tags gives the instant in a zone, that is the page's; a date-time's own zone holds."""
        early = "2023-01-16T19:30:41-05:00"
        both = data({"@type": "Article", "headline": TITLE, "datePublished": LATE})
        assert meta(head=f'{both}<meta property="article:published_time" content="{early}">').published == "2023-01-16"
        assert (
            meta(head=data({"@type": "Article", "headline": TITLE, "datePublished": early})).published == "2023-01-16"
        )

    @pytest.mark.parametrize(
        "other",
        [
            data({"@type": "NewsArticle", "headline": "Ferry line to open", "datePublished": "2019-05-05"}),
            data({"@type": "VideoObject", "name": "River video", "uploadDate": "2019-05-05"}),
            data([{"@type": "Article", "headline": h, "datePublished": "2019-05-05"} for h in ("Ferry line", "Map")]),
            data(
                {
                    "@type": "Article",
                    "url": "https://news.example/ferry",
                    "headline": "Ferry",
                    "datePublished": "2019-05-05",
                }
            ),
        ],
        ids=["before", "video", "list", "address"],
    )
    def test_other_items_in_the_data(self, other: str) -> None:
        """What the data say of related reports and videos is not said of the article."""
        own = data({"@type": "NewsArticle", "headline": TITLE, "datePublished": "2023-01-16", "author": "Kari Moe"})
        for head in (other + own, own + other):
            found = meta(head=head, url="https://news.example/treaty")
            assert (found.title, found.published, found.byline) == (TITLE, "2023-01-16", "Kari Moe")

    def test_an_article_that_is_another_page_s(self) -> None:
        """A single article of another address and headline is not the page's."""
        other = {"@type": "Article", "headline": "Ferry line", "url": "/ferry", "datePublished": "2019-05-05"}
        head = data(other) + '<link rel="canonical" href="https://news.example/treaty">'
        assert meta(head=head).published is None

    def test_a_page_without_an_article_in_its_data(self) -> None:
        """What bears the page's title in data without an article is the page; another title is another item's."""
        for kind in ("WebPage", "VideoObject"):
            for name, day in ((TITLE, "2023-01-16"), ("River video", None)):
                assert meta(head=data({"@type": kind, "name": name, "datePublished": "2023-01-16"})).published == day

    @pytest.mark.parametrize(
        "item",
        [
            '<div itemscope itemtype="https://schema.org/Comment"><time itemprop="datePublished"'
            ' datetime="2019-05-05">5 May</time></div>',
            '<aside><time itemprop="datePublished" datetime="2019-05-05">5 May</time></aside>',
            '<ul class="related-list"><li><time pubdate datetime="2019-05-05">5 May</time></li></ul>',
            '<div itemscope itemtype="https://schema.org/VideoObject"><meta itemprop="datePublished"'
            ' content="2019-05-05"></div>',
        ],
        ids=["comment", "aside", "related", "video"],
    )
    def test_other_items_in_the_markup(self, item: str) -> None:
        """Nor is what properties in the markup say of comments, related reports and videos."""
        own = '<time itemprop="datePublished" datetime="2023-01-16">16 January</time>'
        assert meta(item + own).published == "2023-01-16"
        assert meta(item + "<p class='date'>16 January 2023</p>").published == "2023-01-16"

    @pytest.mark.parametrize(
        ("value", "day"),
        [
            ("Tue, 01 Mar 2022 11:01:22 GMT", "2022-03-01"),
            ("Saturday, December 27, 2014, 12:06 PM", "2014-12-27"),
            ("20181210", "2018-12-10"),
            ("2022-03-01T16:31:22+0530", "2022-03-01"),
            ("2022-02-30", None),
            ("2022-03-01T25:00:00Z", None),
            ("last week", None),
        ],
    )
    def test_forms_of_dates(self, value: str, day: str | None) -> None:
        """What publishers' data write for a date; what is none gives none."""
        found = moment(value)
        assert (found.day if found else None) == day

    def test_a_clock_of_some_zone(self) -> None:
        """A printed time is the same instant where a zone's clock can show it: a half hour's step, 14 hours at most."""
        at = datetime.datetime.fromisoformat(LATE)
        assert printed_day("Jan. 16, 2023, 4:30 p.m.", at) == "2023-01-16"
        assert printed_day("17 January 2023 06:00", at) == "2023-01-17"
        assert printed_day("Jan. 16, 2023, 4:31 p.m.", at) is None
        assert printed_day("Jan. 15, 2023, 4:30 p.m.", at) is None


class TestTitle:
    """The title."""

    @pytest.mark.parametrize("mark", [" | ", " - ", " – ", " — ", " :: ", " » ", "| "])
    @pytest.mark.parametrize("place", ["<title>{}</title>", '<meta property="og:title" content="{}">'])
    def test_tail(self, mark: str, place: str) -> None:
        """A tail behind what the heading shows is no part of the title, be it site or section."""
        for tail in ("Example News", f"World{mark}Example News"):
            assert meta(head=place.format(TITLE + mark + tail)).title == TITLE

    def test_site_before_the_title(self) -> None:
        """The site's name before the title is no part of it either."""
        head = f'<meta property="og:site_name" content="Example News"><title>Example News | {TITLE}</title>'
        tree = html.document_fromstring(f"<html><head>{head}</head><body>{BODY}</body></html>")
        assert page_meta(tree).title == TITLE

    def test_tail_without_a_heading(self) -> None:
        """Without a heading only the site's own name is cut: a dash may be the title's."""
        named = '<meta property="og:site_name" content="Example News">'
        for title, cut in ((f"{TITLE} - Example News", TITLE), ("Oslo - a city", "Oslo - a city")):
            tree = html.document_fromstring(
                f"<html><head>{named}<title>{title}</title></head><body>{BODY}</body></html>"
            )
            assert page_meta(tree).title == cut

    def test_site_s_name_is_no_title(self) -> None:
        """Where a tag gives the site's name for a title, another place is asked."""
        head = (
            '<meta property="og:site_name" content="Example News"><meta property="og:title" content="Example News">'
            f"<title>{TITLE} | Example News</title>"
        )
        assert meta(head=head).title == TITLE

    def test_heading_of_the_site(self) -> None:
        """Of several headings the one that is the page's title is the article's."""
        found = meta(f"<h1>{TITLE}</h1>", f"<title>{TITLE} - Example</title>", title="Example")
        assert found.title == TITLE

    def test_characters_by_name(self) -> None:
        """Entities that the data have in a title or a name are the characters."""
        item = {"@type": "Article", "headline": "Norway &#8216;ready&#8217; &amp; able", "author": "Ann O&#039;Neil"}
        found = meta(head=data(item), title="Norway ‘ready’ & able")
        assert (found.title, found.byline) == ("Norway ‘ready’ & able", "Ann O'Neil")


class TestByline:
    """Who wrote it."""

    @pytest.mark.parametrize(
        "shown",
        [
            '<a rel="author" href="/kari">Kari Moe</a>',
            '<span itemprop="author" itemscope itemtype="https://schema.org/Person">By <a itemprop="url"'
            ' href="/kari"><span itemprop="name">Kari Moe</span></a>, <i itemprop="jobTitle">Editor</i></span>',
            '<p class="byline">By <a href="/kari">Kari Moe</a>, Foreign Editor</p>',
            '<div class="article-meta"><p class="c-byline__item">Written by Kari Moe<br>Oslo correspondent</p></div>',
            '<div class="author-name">Kari Moe</div>',
            "<p>By Kari Moe | 7 February 2020</p>",
            '<p class="byline"><span>By</span> Kari Moe (Reuters) kari.moe@news.example</p>',
            '<div class="byline"><p class="author">Kari Moe</p><p class="date">Updated 7 February 2020</p></div>',
        ],
    )
    def test_forms_of_bylines(self, shown: str) -> None:
        """Whatever a page marks or prints as its byline, the name is the byline."""
        assert meta(shown).byline == "Kari Moe"

    def test_two_names(self) -> None:
        """Names are divided, with commas between them."""
        for shown in (
            "<p class='byline'>By Kari Moe and Per Dahl, Example News</p>",
            "<p class='byline'>By <a>Kari Moe</a> &amp; <a>Per Dahl</a> in Oslo</p>",
            "<p class='byline'><span class='author'>Kari Moe</span><span class='author'>Per Dahl</span></p>",
        ):
            assert meta(shown, '<meta property="og:site_name" content="Example News">').byline == "Kari Moe, Per Dahl"

    def test_names_in_the_data(self) -> None:
        """Lists, references and graphs of schema.org data give the names."""
        people = [{"@type": "Person", "@id": "#kari", "name": "Kari Moe"}, {"@type": "Person", "name": "Per Dahl"}]
        article = {"@type": "NewsArticle", "headline": TITLE}
        for items in (
            [article | {"author": people}],
            [{"@graph": [article | {"author": [{"@id": "#kari"}, {"name": "Per Dahl"}]}, *people]}],
            [article | {"author": [{"@id": "#kari"}, "Per Dahl"]}, people[0]],
            [article | {"author": {"@type": "Person", "name": ["Kari Moe", "Per Dahl"]}}],
            [article | {"author": "By Kari Moe and Per Dahl"}],
        ):
            assert meta(head=data(*items)).byline == "Kari Moe, Per Dahl"

    def test_the_site_is_no_author(self) -> None:
        """The site's name stands back where a person is told, and holds where none is."""
        head = '<meta property="og:site_name" content="Example News"><meta name="author" content="Example News">'
        assert meta("<p class='byline'>By Kari Moe</p>", head).byline == "Kari Moe"
        assert meta(head=head).byline == "Example News"

    @pytest.mark.parametrize(
        "other",
        [
            "<aside><a rel='author'>Per Dahl</a></aside>",
            "<div class='related-stories'><p class='byline'>By Per Dahl</p></div>",
            "<div class='comments'><span class='author'>Per Dahl</span></div>",
            "<div itemscope itemtype='https://schema.org/Comment'><b itemprop='author'>Per Dahl</b></div>",
        ],
    )
    def test_bylines_of_other_items(self, other: str) -> None:
        """Who wrote a comment or a related report did not write this."""
        assert meta(other).byline is None

    @pytest.mark.parametrize(
        ("printed", "names"),
        [
            ("By Dana A. Ford , James Corey, and Tom Watkins, CNN", ["Dana A. Ford", "James Corey", "Tom Watkins"]),
            ("BY MAGGIE HOLM & SHIRA TOPP | 10/9/10 7:15 AM EDT", ["MAGGIE HOLM", "SHIRA TOPP"]),
            ("Magda Gill, Chief People Officer", ["Magda Gill"]),
            ("Andrea Stein Senior Washington Correspondent", ["Andrea Stein"]),
            ("Jefferson Gram, USA TODAY 3:53 p.m. EST January 25, 2014", ["Jefferson Gram"]),
            ("Berkeley Lowe, Jr.", ["Berkeley Lowe Jr."]),
            ("Ursula von der Leyen and Jean-Noël d'Arc", ["Ursula von der Leyen", "Jean-Noël d'Arc"]),
            ("Posted By: Hannah Curran on: March 02, 2022", ["Hannah Curran"]),
            ("Reuters", ["Reuters"]),
            ("CBC News", ["CBC News"]),
            ("jo@news.example", []),
            ("By", []),
            ("February 7, 2020", []),
        ],
    )
    def test_names(self, printed: str, names: list[str]) -> None:
        """Names without offices, agencies, places, addresses and dates."""
        assert names_in(printed) == names
