"""Who wrote a page: the names in its data, or in its byline, without "By", offices, addresses and dates.

What names a person in the page's structure is believed first: the article's own data, ``itemprop="author"``
with the name in it, ``rel="author"``; then what is only marked or printed as a byline below the heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from communique import wordlists
from communique.intake.dates import MONTH
from communique.intake.headings import Heading, after, line_of
from communique.intake.pagedata import Item, plain

_AUTHOR = (
    "author",
    "article:author",
    "parsely-author",
    "dc.creator",
    "byl",
    "byline",
    "sailthru.author",
    "og:author",
    "cse_author",
    "search.byline",
)
_MARKED = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?|auteur|article-?author|author-?names?|contributors?|writer)(?:$|[\s_-]|__)",
    re.IGNORECASE,
)
_BY = re.compile(
    r"^\W*(?:(?:written|posted|published|reported|words|story|text|analysis|opinion|report|article|review|submitted)\s+)?"
    r"by\b(?:[:\s]\s*|$)|^\W*(?:authors?|words|text|reporter)\s*:\s*",
    re.IGNORECASE,
)
_END = re.compile(
    rf"\s*(?:[|•·–—\n\t/(\[]|\s-{{1,2}}(?:\s|$)|\S*@\S*|https?:|\b(?:on|for|in|at|from|with)[\s:]|"
    rf"\b(?:updated|published|posted|modified|first|last|follow|view|read|show|more|share|photo\w*|special to)\b|"
    rf"\b(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|\b{MONTH}\s+\d|\d)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:,\s*and\b|,|;|\band\b|&)\s*", re.IGNORECASE)
_SUFFIX = re.compile(r",?\s+((?:Jr|Sr)\b\.?)")
_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_NAMELIKE = re.compile(r"[\"'“‘(]?(?:[dlo]['’])?(?![a-z])\w")
_PARTICLES = frozenset("al bin da de del della den der di do dos du el la le st ten van von y".split())
_AGENCIES = tuple(f" {name}" for name in wordlists.phrases("intake", "agencies"))
_OFFICES = wordlists.words("intake", "offices")
_MARKS = " \t\n/|•·–—-"
_MOST_WORDS = 5
_MOST_NAMES = 12
_MOST_MARKED = 100
_LONGEST = 1000


def byline_of(
    tree: HtmlElement, heading: Heading, article: Item, tags: Mapping[str, str], site: str | None
) -> str | None:
    """Return the names of who wrote the page, with commas between, or ``None`` where it tells none.

    The site's own name stands for no author while another is told.
    """
    own = {plain(site)} if site else set()
    last: str | None = None
    for names in _told(tree, heading, article, tags):
        people = [name for name in names if plain(name) not in own]
        if people:
            return ", ".join(dict.fromkeys(people))
        last = last or ", ".join(dict.fromkeys(names)) or None
    return last


def names_in(text: str) -> list[str]:
    """Return the names in a byline or an author's entry, in the order they are printed.

    >>> names_in("By Dana A. Ford and Tom Watkins, CNN Senior Editor | Feb. 7, 2020"), names_in("jo@news.example")
    (['Dana A. Ford', 'Tom Watkins'], [])
    """
    text = _BY.sub("", unescape(text[:_LONGEST]).lstrip(_MARKS).strip())
    end = _END.search(text)
    text = text[: end.start()] if end else text
    text = _SUFFIX.sub(r" \1", text)
    parts = [name for part in _BETWEEN.split(text)[: 2 * _MOST_NAMES] if (name := _name(part))]
    whole = [part for part in parts if " " in part]
    mixed = [part for part in whole if not part.split()[0].isupper()]
    return (mixed or whole or parts)[:_MOST_NAMES]


def _told(tree: HtmlElement, heading: Heading, article: Item, tags: Mapping[str, str]) -> Iterator[Sequence[str]]:
    """Yield the names that each place of the page gives, the best first."""
    yield _of_item(article.get("author"))
    yield _of_item(article.get("creator"))
    yield _of_properties(tree, heading)
    for name in _AUTHOR:
        if name in tags and "://" not in tags[name] and not tags[name].startswith("@"):
            yield names_in(tags[name])
    links = (one for one in tree.iter("a") if "author" in (one.get("rel") or "").lower().split())
    yield [name for one in links if not heading.is_beside(one) for name in names_in(line_of(one))][:_MOST_NAMES]
    yield from _printed(tree, heading)


def _of_item(value: object) -> list[str]:
    """Return the names of a schema.org person, organization, string or list of these."""
    found: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, dict) else item
        for one in name if isinstance(name, list) else [name]:
            if isinstance(one, str) and "://" not in one and not one.startswith("@"):
                found += names_in(one)
    return found


def _of_properties(tree: HtmlElement, heading: Heading) -> list[str]:
    """Return the names in the page's ``itemprop="author"``: of each the ``name`` in it, else its text."""
    found: list[str] = []
    for one in tree.xpath("//*[contains(concat(' ', @itemprop, ' '), ' author ')]"):
        outer = one.getparent()
        if outer is None or not heading.is_own(outer):
            continue
        inner = one.xpath(".//*[contains(concat(' ', @itemprop, ' '), ' name ')]") or [one]
        for element in inner[:_MOST_NAMES]:
            found += names_in(element.get("content") or line_of(element))
    return found


def _printed(tree: HtmlElement, heading: Heading) -> Iterator[Sequence[str]]:
    """Yield the names in what is marked as a byline, or begins with "By", below the heading; then on the whole page."""
    near = [one for one in after(tree, heading) if isinstance(one.tag, str) and not heading.is_beside(one)]
    yield from (_of_marked(one) for one in _outermost(near))
    for one in near:
        line = line_of(one)
        if re.match(r"(?i:(?:written |posted |published )?by\b:?|authors?:)\s+(?=[A-Z\xc0-\xdd])", line):
            yield names_in(line)
    every = (one for one in tree.xpath("//body//*[@class or @id]") if _is_marked(one) and not heading.is_beside(one))
    yield from (_of_marked(one) for one in _outermost(every))


def _outermost(elements: Iterable[HtmlElement]) -> Iterator[HtmlElement]:
    """Yield those marked as a byline that are not in each other."""
    marked = list(islice(filter(_is_marked, elements), _MOST_MARKED))
    every = set(marked)
    return (one for one in marked if every.isdisjoint(one.iterancestors()))


def _is_marked(element: HtmlElement) -> bool:
    """True for an element that is called a byline or an author by its class or id."""
    return _MARKED.search(f"{element.get('class') or ''} {element.get('id') or ''}") is not None


def _of_marked(element: HtmlElement) -> list[str]:
    """Return the names in an element marked as a byline: of what is so marked or linked in it, or of its text."""
    printed = names_in(line_of(element))
    for inner in (filter(_is_marked, element.iterdescendants(etree.Element)), element.iter("a")):
        named = list(dict.fromkeys(name for one in inner for name in names_in(line_of(one)) if " " in name))
        if named and not set(named) < set(printed):
            return named[:_MOST_NAMES]
    return printed


def _name(part: str) -> str | None:
    """Return a part of a byline without its office, or ``None`` where it is no name."""
    words = part.split()
    for number, word in enumerate(words):
        if word.lower().strip(".,") in _OFFICES:
            words = words[:number] if number != 1 else words
            break
    capitals = [word for word in words if word[:1].isupper() or not word[:1].isascii()]
    if not words or len(words) > _MOST_WORDS or not capitals:
        return words[0] if len(words) == 1 and part.strip() == words[0] and _WORD.fullmatch(words[0]) else None
    if not all(_NAMELIKE.match(word) or word.lower() in _PARTICLES for word in words):
        return None
    whole = " ".join(words)
    agency = max((name for name in _AGENCIES if whole.endswith(name)), key=len, default="")
    if agency and " " in whole.removesuffix(agency):
        whole = whole.removesuffix(agency)
    return whole.strip(" ,.:;") + ("." if words[-1] in ("Jr.", "Sr.") else "")
