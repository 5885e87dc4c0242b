"""The day a page was published: of its own article, and in its own zone.

What the page's data give comes first. Data mostly give an instant, in UTC; a day is what a calendar shows
somewhere. So where the page tells the same instant in a zone, or prints it ("January 16, 2023 4:30 p.m. PST"),
the day is that zone's.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy

import htmldate
from lxml import etree
from lxml.html import HtmlElement

from communique.intake.dates import Moment, date_in, moment, printed_day
from communique.intake.headings import Heading, after, line_of, text_of
from communique.intake.pagedata import Item

_DATE = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "pubdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "article.published",
    "sailthru.date",
    "date",
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DATED = re.compile(
    r"(?:^|[\s_-])(?:\w*dates?|\w*dated|\w*time|pub\w*|posted|timestamp|byline)(?:$|[\s_-])", re.IGNORECASE
)
_MOST_LINES = 200
_SAME = 60


def published(
    tree: HtmlElement, heading: Heading, article: Item, tags: Mapping[str, str]
) -> tuple[str | None, tuple[str, ...]]:
    """Return the day of publication as an ISO date, and a warning where it was only looked for in the markup."""
    stated = list(_stated(tree, heading, article, tags))
    if stated:
        return _in_own_zone(stated[0], stated, tree, heading), ()
    found = _printed(tree, heading)
    if found is not None:
        return found, ()
    searched = moment(_searched(tree) or "")
    if searched is None:
        return None, ()
    return searched.day, (f"published {searched.day} is told from the page's markup, not from its metadata: check it",)


def _stated(tree: HtmlElement, heading: Heading, article: Item, tags: Mapping[str, str]) -> Iterator[Moment]:
    """Yield what the page's data say of its publication, the best first."""
    marked = tree.xpath("//*[@itemprop='datePublished' or (self::time and @pubdate)]")
    own = [one for one in marked if heading.is_own(one)]
    values = (
        article.get("datePublished"),
        *(tags.get(name) for name in _DATE),
        *(one.get("datetime") or one.get("content") or text_of(one) for one in own),
    )
    for value in values:
        found = moment(value) if isinstance(value, str) else None
        if found is not None:
            yield found


def _in_own_zone(best: Moment, stated: list[Moment], tree: HtmlElement, heading: Heading) -> str:
    """Return the day of ``best`` where the page is at home."""
    if best.offset:
        return best.day
    times = [one for one in after(tree, heading) if one.tag == "time" and not heading.is_beside(one)]
    clocks = [(found, line_of(one)) for one in times if (found := moment(one.get("datetime") or ""))]
    for other in (*stated, *(found for found, _ in clocks)):
        if other.offset and _is_same(best, other):
            return other.day
    if best.instant is None:
        return best.day
    for other, line in clocks:
        day = date_in(line)
        if day and _is_same(best, other) and _are_near(day, best.day):
            return day
    at = best.instant
    return next((day for line in _lines(tree, heading) if (day := printed_day(line, at))), best.day)


def _is_same(best: Moment, other: Moment) -> bool:
    """True where ``other`` is the instant of ``best``, or falls on its day in UTC where ``best`` is only a day."""
    if other.instant is None:
        return False
    if best.instant is None:
        return other.instant.date().isoformat() == best.day
    return abs((best.instant - other.instant).total_seconds()) < _SAME


def _are_near(one: str, other: str) -> bool:
    """True for the same day, or two of which one follows on the other."""
    first, second = (datetime.date.fromisoformat(day) for day in (one, other))
    return abs((first - second).days) <= 1


def _lines(tree: HtmlElement, heading: Heading) -> Iterator[str]:
    """Yield the short lines of the page that print a year, as far as they are not beside the article."""
    seen = 0
    for text in tree.xpath("//body//text()"):
        if seen >= _MOST_LINES:
            return
        element = text.getparent()
        if not _YEAR.search(text) or not isinstance(element.tag, str) or element.tag in ("script", "style", "title"):
            continue
        seen += 1
        if heading.is_beside(element):
            continue
        yield from filter(None, (line_of(one) for one in (element, element.getparent()) if one is not None))


def _printed(tree: HtmlElement, heading: Heading) -> str | None:
    """Return the one date that the page marks as such between its heading and its text."""
    for element in after(tree, heading):
        marks = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        if (element.tag == "time" or _DATED.search(marks)) and not heading.is_beside(element):
            day = date_in(line_of(element))
            if day is not None:
                return day
    return None


def _searched(tree: HtmlElement) -> str | None:
    """Return what htmldate finds without its guesses, whatever the date today.

    Where the page's data say when something was published, that was another item, and is kept from it.
    """
    tree = deepcopy(tree)
    for script in tree.xpath("//script[contains(@type, 'ld+json') and contains(., 'datePublished')]"):
        script.drop_tree()
    try:
        found = htmldate.find_date(
            etree.tostring(tree, encoding="unicode"),
            extensive_search=False,
            original_date=True,
            max_date="2100-01-01",
        )
    except Exception:  # a third party's parser on an untrusted page: no date is the safe answer
        return None
    return found if isinstance(found, str) else None
