"""What an extractor takes along with an article is left off; running text never is."""

from __future__ import annotations

import pytest
from lxml import html

from communique.intake.blocks import blocks
from communique.intake.trim import trim
from tests.cms_pages import PARAGRAPHS

BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def left(markup: str) -> list[str]:
    """Return what is left of a page of which an extractor has taken everything."""
    found = blocks(html.document_fromstring(f"<html><body>{markup}</body></html>"))
    chosen = [True] * len(found)
    trim(found, chosen)
    return [block.text for block, good in zip(found, chosen, strict=True) if good]


@pytest.mark.parametrize(
    "around",
    [
        ("<div><ul><li>Norway</li><li>Sport</li></ul></div><article>", "</article>"),
        ("<article>", "</article><div><ul><li>Norway</li><li>Follow the talks on all channels</li></ul></div>"),
        ("<article><div><div>Norway</div></div>", "</article>"),
        ("<article>", "</article><div>1 of 12 photos</div><p>Next</p>"),
        ("<article><div><p>Norway</p></div>", "</article>"),
        ("<article><p><a href=/a>Ferry line to open in spring</a></p>", "</article>"),
    ],
)
def test_lines_elsewhere_are_left_off(around: tuple[str, str]) -> None:
    """Lines of menus, boxes and links before and behind the article are no part of it."""
    assert left(BODY.join(around)) == [*PARAGRAPHS]


@pytest.mark.parametrize(
    "link", ["Read more: Ferry line to open in spring", "RELATED: Harbour fees", "Watch the talks"]
)
@pytest.mark.parametrize("tag", ["p", "div", "h3"])
def test_lines_that_are_links_are_left_off(link: str, tag: str) -> None:
    """A line amid the article that is a link from end to end points elsewhere."""
    paragraphs = BODY.split("</p>")
    middle = f"{paragraphs[0]}</p><{tag}><a href=/a>{link}</a></{tag}>" + "</p>".join(paragraphs[1:])
    assert left(f"<article>{middle}</article>") == [*PARAGRAPHS]


@pytest.mark.parametrize(
    "part",
    [
        "<h3>The next steps</h3>",
        "<ul><li>Oslo</li><li>Bergen</li></ul>",
        "<ul><li><a href=/t>The treaty of the rivers</a></li></ul>",
        "<p>Fish</p>",
        "<p><a href=/t>All of this sentence is a link to the treaty that the ministers signed.</a></p>",
    ],
)
def test_parts_of_the_article_stay(part: str) -> None:
    """Headings, lists, short lines and linked sentences between its paragraphs are the article's."""
    (text,) = {block.text for block in blocks(html.document_fromstring(f"<body>{part}</body>"))} - {"Bergen"}
    assert text in left(f"<article>{BODY}{part}{BODY}</article>")


def test_lines_that_lead_the_article_stay() -> None:
    """A date and a byline that stand with the article's paragraphs before the first are read with them."""
    lines = ["January 22, 2014", "By Kari Moe"]
    assert left(f"<article>{''.join(f'<p>{line}</p>' for line in lines)}{BODY}</article>") == [*lines, *PARAGRAPHS]


def test_paragraphs_without_a_stop_stay() -> None:
    """Running text that does not end as sentences do is running text all the same."""
    bare = [text.rstrip(".") for text in PARAGRAPHS]
    markup = "".join(f"<p>{text}</p>" for text in bare)
    assert left(f"<div><b>Menu</b></div><article>{markup}</article>") == bare


def test_running_text_is_never_left_off() -> None:
    """Wherever it stands, and whatever part of the page it is."""
    markup = f"<div><p>{PARAGRAPHS[0]}</p></div><article>{BODY}</article><div><p>{PARAGRAPHS[1]}</p></div>"
    assert left(markup) == [PARAGRAPHS[0], *PARAGRAPHS, PARAGRAPHS[1]]


def test_a_page_without_running_text_stays_as_it_is() -> None:
    """Where there is no running text, nothing tells the article from what is around it."""
    assert left("<p>Norway</p><p>Sweden</p>") == ["Norway", "Sweden"]
