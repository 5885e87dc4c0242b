"""No text of a page is lost without a word: slips of markup are mended, what is still missing is said."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html

from communique import errors
from communique.cli import main
from communique.errors import IntakeError
from communique.intake import Report, open_reports
from communique.intake.blocks import Block, blocks
from communique.intake.flat import flattened
from communique.intake.losses import warning
from communique.intake.mend import mended
from communique.intake.report import LEFT_OUT
from tests.cms_pages import LAYOUTS, PARAGRAPHS, TITLE

_DOINGS = ("met in the town hall", "spoke by telephone", "signed a note on fishing", "agreed to go on", "ate together")


def sentence(number: int) -> str:
    """Return a paragraph of a report that stands once on a page: it has its number in it."""
    doing = _DOINGS[number % len(_DOINGS)]
    return f"On day {number:04} of the talks the envoys of Norway and Sweden {doing}, a aide said in round {number}."


def paragraphs(count: int, first: int = 0) -> str:
    """Return so many sentences, each in a paragraph of its own."""
    return "".join(f"<p>{sentence(number)}</p>" for number in range(first, first + count))


def page(body: str, head: str = "") -> str:
    """Return a page with what every page has around its article."""
    around = '<nav><ul><li><a href="/">Home</a></li></ul></nav>', "<footer>© 2020 Example News</footer>"
    head = f"<head><title>{TITLE}</title>{head}</head>"
    return f"<!DOCTYPE html><html>{head}<body>{around[0]}{body}{around[1]}</body></html>"


def read(markup: str | bytes) -> Report | IntakeError:
    """Return what a page is read as."""
    raw = markup.encode() if isinstance(markup, str) else markup
    (result,) = open_reports("-", stdin=io.BytesIO(raw), format="html")
    return result


def report(markup: str | bytes) -> Report:
    """Return the report of a page."""
    result = read(markup)
    assert isinstance(result, Report), result
    return result


def shown(markup: str) -> list[Block]:
    """Return the blocks that markup shows."""
    return [block for block in blocks(html.document_fromstring(f"<body>{markup}</body>")) if not block.folded]


def days(of: Report) -> list[int]:
    """Return the numbers of the sentences in a report's text, in their order."""
    return [int(number) for number in re.findall(r"On day (\d{4}) of", of.layer.text)]


class TestNesting:
    """Pages nested deeper than the parser bears."""

    @pytest.mark.parametrize(
        "tag",
        [
            "div", "font", "blockquote", "center", "section", "table", "span", "ul", "dl", "dd", "article", "main",
            "fieldset", "details", "pre", "ins", "label", "aside", "p", "li", "td", "b", "a", "h2",
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("paragraph", ["<p>{}</p>", "{}"])
    def test_unclosed_tags(self, tag: str, paragraph: str) -> None:
        """An element that 300 paragraphs open and none closes takes nothing with it."""
        body = "".join(f"<{tag}>{paragraph.format(sentence(number))}" for number in range(300))
        assert days(report(page(f"<article>{body}</article>"))) == list(range(300))

    @pytest.mark.parametrize("tag", ["div", "blockquote", "dl", "ul", "pre", "center", "h2"])
    def test_unclosed_tags_in_paragraphs(self, tag: str) -> None:
        """Nor does one that is opened in a paragraph and left open at its end."""
        body = "".join(f"<p><{tag}>{sentence(number)}</p>" for number in range(300))
        assert days(report(page(f"<article>{body}</article>"))) == list(range(300))

    @pytest.mark.parametrize("depth", [20, 99, 300, 1_000, 20_000])
    @pytest.mark.parametrize("tag", ["div", "section", "table><tr><td", "x-card"])
    def test_deep_wrappers(self, tag: str, depth: int) -> None:
        """However many elements stand around the article, it is whole."""
        opening, closing = f"<{tag}>", "".join(f"</{name}>" for name in reversed(re.findall(r"[\w-]+", tag)))
        assert days(report(page(opening * depth + paragraphs(12) + closing * depth))) == list(range(12))

    @pytest.mark.parametrize("depth", [1, 10, 25, 75, 250, 5_000])
    def test_inline_tags_in_each_other(self, depth: int) -> None:
        """A paragraph under many inline elements is read, and so are those after it."""
        inner = "<span><em><a href='#'><b>" * depth + sentence(6) + "</b></a></em></span>" * depth
        markup = f"<article>{paragraphs(6)}<p>{inner}</p>{paragraphs(5, 7)}</article>"
        assert days(report(page(markup))) == list(range(12))

    def test_last_paragraph_under_inline_tags(self) -> None:
        """The last paragraph is no less the article's than one between two others."""
        last = f"<p><span><em><a href='#'>{sentence(11)}</a></em></span></p>"
        assert days(report(page(f"<article>{paragraphs(11)}{last}</article>"))) == list(range(12))

    def test_what_is_hidden_or_beside_stays_so(self) -> None:
        """Deep in a page too, what is hidden or beside the article is not taken for its own."""
        inner = (
            f'<div class="comments"><div><p>{sentence(900)}</p></div>{sentence(901)}</div>'
            f'<div style="display:none"><div>{sentence(902)}</div>{sentence(903)}</div>{paragraphs(3, 12)}'
        )
        assert days(report(page("<div>" * 400 + paragraphs(12) + inner))) == list(range(15))

    def test_flat_page_has_the_same_text(self) -> None:
        """Comments, scripts, attributes with ">" in them and bare "<" come through as they are."""
        odd = '<!-- <div> --><script>if (a < b) "<div>"</script><i title="a > b">x</i> 3 < 4 <b>y<p>z</b></p>'
        flat = flattened("<div>" * 200 + odd)
        assert '<!-- <div> --><script>if (a < b) "<div>"</script>' in flat
        assert re.sub(r"<[^<>]*>", "", flat.rpartition("</script>")[2]).endswith("x 3 < 4 yz")
        assert flattened("<p>1 <b>2</b></p><br><p>3") == "<p>1 <b>2</b></p><br><p>3"


class TestSlips:
    """What swallows text through a slip of markup."""

    @pytest.mark.parametrize("name", ["script", "style", "textarea"])
    def test_never_ending_element(self, name: str) -> None:
        """An element of no markup that never ends is ended before the next block, and that is said."""
        found = report(page(f"<article>{paragraphs(6)}<{name}>x = 1;{paragraphs(6, 6)}</article>"))
        assert days(found) == list(range(12))
        assert [f"<{name}>" in warning and "never ends" in warning for warning in found.warnings] == [True]

    def test_never_ending_comment(self) -> None:
        """So is a comment; one that ends stays a comment."""
        comment = f"<!-- {sentence(99)} -->"
        found = report(page(f"<article>{paragraphs(6)}{comment}<!-- note {paragraphs(6, 6)}</article>"))
        assert days(found) == list(range(12))
        assert "a comment at character" in found.warnings[0]

    def test_page_cut_off_in_a_script(self) -> None:
        """A page that breaks off in a script has lost no text: nothing is said."""
        assert report(f"<html><body><article>{paragraphs(6)}</article><script>var a = '<p>'; go(").warnings == ()

    @pytest.mark.parametrize("name", ["nav", "aside", "figure", "button", "svg", "noscript", "footer"])
    def test_container_left_open(self, name: str) -> None:
        """A container of no running text that is left open does not take the article with it."""
        found = report(page(f"<article>{paragraphs(3)}<{name}><i>Box</i>{paragraphs(9, 3)}</article>"))
        assert days(found) == list(range(12))

    def test_cdata(self) -> None:
        """CDATA sections, text in XHTML, are text; those around scripts stay with them."""
        texts = "".join(f"<p><![CDATA[{sentence(number)} R&D <1>.]]></p>" for number in range(6))
        raw = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title>'
        found = report(f"{raw}<script>//<![CDATA[\nlet a = 1\n//]]></script></head><body>{texts}</body></html>")
        assert days(found) == list(range(6))
        assert "R&D <1>." in found.layer.text
        assert "let a" not in found.layer.text

    @pytest.mark.parametrize("end", ["</article></body></html>", "</article></html><body>"])
    def test_text_after_the_end(self, end: str) -> None:
        """What stands after the end of the page is read with it."""
        assert days(report(page(f"<article>{paragraphs(6)}{end}{paragraphs(6, 6)}"))) == list(range(12))

    def test_quotation_mark_left_open(self) -> None:
        """Text in an attribute that does not end is said, with its share and first words."""
        slip = f'<p class="x>{paragraphs(5, 6)}<p class="y">{sentence(11)}</p>'
        found = report(page(f"<article>{paragraphs(6)}{slip}</article>"))
        (said,) = found.warnings
        assert said.startswith(f"{LEFT_OUT}: ")
        assert 'quotation mark is not closed, beginning "On day 0006 of the talks' in said

    @pytest.mark.parametrize("tag", ["<p", "<p class=lead", "<div class='lead' hidden", "<p data-a"])
    def test_tag_left_open(self, tag: str) -> None:
        """The text behind a tag without its end is text, not attributes of the tag."""
        slip = f"{tag} {sentence(3)}</p>"
        assert days(report(page(f"<article>{paragraphs(3)}{slip}{paragraphs(6, 4)}</article>"))) == list(range(10))

    def test_mending_leaves_a_sound_page_alone(self) -> None:
        """A page without a slip is not touched."""
        for markup in LAYOUTS.values():
            assert mended(markup) == (markup, ())


class TestKinds:
    """Ways to print an article that no paragraph element, or no visible one, holds."""

    @pytest.mark.parametrize(
        ("before", "between", "after"),
        [
            ("", "<br><br>", ""),
            ("<div>", "<br><br>", "</div>"),
            ("<center><font size=2>", "<br><br>", "</font></center>"),
            ("<table><tr><td><a href=/>Home</a></td><td>", "<br><br>", "</td></tr></table>"),
            ("<table><tr><td>", "</td></tr><tr><td>", "</td></tr></table>"),
            ("<ol><li>", "</li><li>", "</li></ol>"),
            ("<dl><dt>Day</dt><dd>", "</dd><dt>Day</dt><dd>", "</dd></dl>"),
            ("<pre>", "\n\n", "</pre>"),
            ("<x-story><x-par>", "</x-par><x-par>", "</x-par></x-story>"),
            ("<form><div><p>", "<p>", "</div></form>"),
            ("<article><h2>One</h2><p>", "</p></article><article><h2>More</h2><p>", "</p></article>"),
            ("<article><p>&bogus; &#0; &nbsp ", " &amp</p><p>&#xD800; ", "</p></article>"),
            ("<article><p>", "</p>\x00<p\x00>", "</p></article>"),
        ],
    )
    def test_layouts_of_text(self, before: str, between: str, after: str) -> None:
        """Whatever stands between the paragraphs, all of them are read."""
        texts = between.join(sentence(number) for number in range(12))
        assert days(report(page(before + texts + after))) == list(range(12))

    @pytest.mark.parametrize("fold", ["style='display: none'", "hidden", "class='paywall'", "class='is-collapsed'"])
    def test_folds(self, fold: str) -> None:
        """What "read more" or a paywall hides in the page is read; where the page itself hides it, that is said."""
        found = report(page(f"<article>{paragraphs(3)}<div {fold}>{paragraphs(9, 3)}</div></article>"))
        assert days(found) == list(range(12))
        said = [re.match(r"7\d% of the text is folded away", w) is not None for w in found.warnings]
        assert said == ([] if "class" in fold else [True])

    def test_hidden_copy_is_no_fold(self) -> None:
        """The article hidden a second time, for another width of screen, is not read twice."""
        found = report(page(f"<article>{paragraphs(9)}<div hidden>{paragraphs(9)}</div></article>"))
        assert days(found) == list(range(9))
        assert found.warnings == ()

    @pytest.mark.parametrize("tag", ["noscript", "template", "template shadowrootmode=open"])
    def test_article_that_is_not_shown(self, tag: str) -> None:
        """An article that stands only where nothing is shown at once is read, with a warning."""
        found = report(page(f"<x-app><{tag}><article>{paragraphs(6)}</article></{tag.partition(' ')[0]}></x-app>"))
        assert days(found) == list(range(6))
        assert "read from what it holds without showing it" in found.warnings[0]

    @pytest.mark.parametrize("mark", ["\n\n", "</p><p>"])
    def test_article_only_in_the_page_s_data(self, mark: str) -> None:
        """An article that the page has only as ``articleBody`` is read, with a warning."""
        body = mark.join(sentence(number) for number in range(6))
        data = json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": body})
        found = report(page("<div id=app></div>", f'<script type="application/ld+json">{data}</script>'))
        assert days(found) == list(range(6))
        assert "read from its own data (articleBody)" in found.warnings[0]

    def test_more_in_the_page_s_data_than_is_shown(self) -> None:
        """What ``articleBody`` has beyond the page is said, not read: the page does not show it."""
        body = " ".join(sentence(number) for number in range(20))
        data = json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": body})
        head = f'<script type="application/ld+json">{data}</script>'
        found = report(page(f"<article>{paragraphs(4)}</article>", head))
        assert days(found) == list(range(4))
        (said,) = found.warnings
        assert said.startswith(f"{LEFT_OUT}: 8")
        assert 'beginning "On day 0004 of the talks' in said

    @pytest.mark.parametrize("body", ["<iframe src=a.html></iframe>", "<iframe srcdoc='<p>x</p>'></iframe>"])
    def test_frames(self, body: str) -> None:
        """A page of frames is refused with a word about them."""
        found = read(page(body))
        assert isinstance(found, errors.NoArticle)
        assert "frame" in found.remedy

    def test_article_in_attributes(self) -> None:
        """Text in attributes is no text: a page of nothing else is refused."""
        found = read(page("".join(f"<div data-text='{sentence(number)}'></div>" for number in range(6))))
        assert isinstance(found, errors.NoArticle)

    def test_lead_in_a_bare_block(self) -> None:
        """A lead that stands before the paragraphs without one of its own is read."""
        body = f"<div id=story><h1>{TITLE}</h1>{sentence(0)}<p>{sentence(1)}</p>{paragraphs(6, 2)}</div>"
        assert days(report(page(body))) == list(range(8))


class TestMissing:
    """What is left out after all."""

    def test_what_looks_like_an_article_is_said(self) -> None:
        """Several long paragraphs side by side that were not chosen are named by their share and first words."""
        found = shown(f"<article>{paragraphs(12)}</article><div>{paragraphs(6, 20)}</div>")
        (said,) = warning(found, found[:12])
        assert re.match(
            rf'{LEFT_OUT}: 3\d% of the page.s running text .* "On day 0020 of the talks the envoys …"', said
        )
        assert warning(found, found) == ()

    @pytest.mark.parametrize(
        "other",
        [
            paragraphs(2, 20),
            paragraphs(6),
            "<p>Ferries go again. Fees are up.</p>" * 9,
            "".join(f"<p><a href=/{n}>{sentence(n)}</a></p>" for n in range(20, 30)),
            "".join(f"<h3><a href=/{n}>A headline</a></h3><p>{sentence(n)}</p>" for n in range(20, 30)),
            f"<div class=comments>{paragraphs(9, 20)}</div>",
        ],
        ids=["too few", "told already", "too short", "links", "teasers", "comments"],
    )
    def test_what_is_no_article_is_not_said(self, other: str) -> None:
        """Copies, links, teasers, comments and a few lines are no loss."""
        found = shown(f"<article>{paragraphs(12)}</article><div>{other}</div>")
        assert warning(found, found[:12]) == ()

    @pytest.mark.parametrize("layout", LAYOUTS)
    def test_no_false_alarm(self, layout: str) -> None:
        """Teasers, comments, consent boxes and forms around a whole article give no warning."""
        found = report(LAYOUTS[layout])
        blocks = found.layer.text.split("\n\n")
        start = blocks.index(PARAGRAPHS[0])
        assert tuple(blocks[start : start + len(PARAGRAPHS)]) == PARAGRAPHS
        assert blocks[0] == TITLE
        assert found.warnings == ()

    @pytest.mark.parametrize("layout", ["wordpress", "drupal government", "wire service", "amp"])
    def test_nothing_around_comes_in(self, layout: str) -> None:
        """The text is title and article: no comment, teaser or consent box."""
        assert report(LAYOUTS[layout]).layer.text.split("\n\n") == [TITLE, *PARAGRAPHS]

    def test_commands_say_what_is_left_out(self, tmp_path: Path) -> None:
        """Losses are named on standard error and counted at the end."""
        slip = f'<p class="x>{paragraphs(5, 6)}<p class="y">{sentence(11)}</p>'
        path = tmp_path / "slip.html"
        path.write_text(page(f"<article>{paragraphs(6)}{slip}</article>"), "utf-8")
        result = CliRunner().invoke(main, ["read", str(path), "--format", "jsonl"])
        record = json.loads(result.stdout)
        assert [w for w in record["warnings"] if w.startswith(LEFT_OUT)]
        named = f"{record['report']['id']} (“{record['report']['title']}”)"
        assert f"warning: {named}: {LEFT_OUT}: " in result.stderr
        assert "1 report read, 1 with text left out" in result.stderr
        taken = CliRunner().invoke(main, ["ingest", str(path), "--ledger", str(tmp_path / "ledger.sqlite")])
        assert f"warning: {named}: {LEFT_OUT}: " in taken.stderr
        assert "reports: 1 added, 1 with text left out" in taken.stderr
        assert taken.exit_code == result.exit_code == 0
