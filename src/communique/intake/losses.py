"""What of a page's running text is not in the report's text: found again, or said in a warning.

The extractor leaves paragraphs out for reasons of its own: marks nested in each other, text
beside line breaks, a lead in a bare ``div``. A paragraph of whole sentences that stands side by
side with the article's own is the article's, and is taken in. What else looks like an article and
was not taken is named: its share, and its first words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby

from lxml import html
from lxml.html import HtmlElement

from communique.intake.blocks import Block, blocks
from communique.intake.boilerplate import BOILERPLATE
from communique.intake.report import LEFT_OUT

PROSE = frozenset(("p", "blockquote", "li", "pre", "div", "section", "article", "body", "center", "td", "dd", "main"))
"""The elements that running text stands in."""

_HELD = PROSE | frozenset("details dl dt fieldset form ol table tbody tr ul".split())
_SENTENCE_END = re.compile(r"[.!?…:][\"”’'»)\]]*\s*$")
_SENTENCES = re.compile(r"(?<=[.!?…])[\"”’'»)\]]*\s+")
_WORDS = re.compile(r"\w+")
_LEAST_CHARS = 40
_LONG = 80
_LEAST_WORDS = 6
_LONGEST_LABEL = 600
_LEAST_ALIKE = 2
_LEAST_LOST = 3
_LEAST_SHARE = 0.1
_SHINGLE = 5
_MOST_TOLD = 0.8
_FIRST_WORDS = 8
_SWALLOWED = (
    "//@*[(name()='class' or name()='id' or name()='style' or name()='href' or name()='src') and contains(., '</')]"
)


def is_running(block: Block, least: int = _LEAST_CHARS) -> bool:
    """True for a block of whole sentences that are the page's own: no links, no notice, nothing around an article."""
    return block.linked <= 0.3 and is_whole(block, least)


def is_whole(block: Block, least: int = _LEAST_CHARS) -> bool:
    """True for a block of whole sentences, links or not."""
    words = block.text.split()
    if block.around or block.tag not in _HELD or len(block.text) < least or len(words) < _LEAST_WORDS:
        return False
    if not _SENTENCE_END.search(block.text):
        return False
    return len(block.text) > _LONGEST_LABEL or BOILERPLATE.fullmatch(" ".join(words)) is None


def take_in(found: Sequence[Block], chosen: list[bool]) -> None:
    """Choose also the running text side by side with the chosen, and the long in what holds all of them."""
    homes = Counter(b.homes for b, good in zip(found, chosen, strict=True) if good and is_running(b))
    above = set(homes.most_common(1)[0][0]) if homes else set()
    for number, block in enumerate(found):
        beside = homes[block.homes] >= _LEAST_ALIKE and (is_running(block) or is_whole(block, _LONG))
        if beside or (block.homes[-1] in above and is_running(block, _LONG)):
            chosen[number] = True


def unfold(every: Sequence[Block], chosen: Iterable[Block]) -> list[Block]:
    """Return the blocks that go on the article where the page folds it away: behind "read more", or a paywall.

    They follow on a chosen block and are several paragraphs of running text.
    """
    own = {id(block) for block in chosen}
    seen = _shingles(block.text for block in chosen) if any(block.folded for block in every) else set()
    more: list[Block] = []
    near = False
    for folded, run in groupby(every, key=lambda block: block.folded):
        group = list(run)
        if folded and near and _is_article(group, seen):
            more += group
        if not folded:
            near = id(group[-1]) in own
    return more


def warning(found: Sequence[Block], chosen: Sequence[Block]) -> tuple[str, ...]:
    """Return a warning where a part of the page looks like an article and is not in the text, or nothing.

    That is several long paragraphs of running text side by side, a tenth of the text or more,
    and not told in the text already.
    """
    own = {id(block) for block in chosen}
    others: dict[int, list[Block]] = defaultdict(list)
    links: Counter[int] = Counter(block.homes[-1] for block in found if block.linked > 0.5)
    for block in found:
        if id(block) not in own and is_running(block, _LONG):
            others[block.homes[-1]].append(block)
    groups = [
        group
        for home, group in others.items()
        if len(group) >= max(_LEAST_LOST, 2 * links[home]) and not all(b.tag == "li" and b.linked for b in group)
    ]
    if not groups:
        return ()
    seen = _shingles(block.text for block in chosen)
    lost = [b.text for group in groups if _is_article(group, seen) for b in group if not _is_told(b.text, seen)]
    return _said(lost, [block.text for block in chosen], "of the page's running text is not in it")


def untold(body: str | None, chosen: Sequence[Block]) -> tuple[str, ...]:
    """Return a warning where the page's own data (``articleBody``) have more of the report than it shows."""
    if body is None:
        return ()
    seen = _shingles(block.text for block in chosen)
    sentences = [s for text in body_paragraphs(body) for s in _SENTENCES.split(text) if len(s) >= _LEAST_CHARS]
    lost = [sentence for sentence in sentences if not _is_told(sentence, seen)]
    if len(lost) < _LEAST_LOST:
        return ()
    return _said(lost, sentences, "of the text in the page's own data (articleBody) is not shown by it", both=False)


def swallowed(tree: HtmlElement, chosen: Sequence[Block]) -> tuple[str, ...]:
    """Return a warning where an attribute without its closing quotation mark holds running text."""
    values = [str(value) for value in tree.xpath(_SWALLOWED)]
    lost = [b.text for value in values for b in _fragment(value.partition(">")[2]) if is_running(b)]
    return _said(lost, [block.text for block in chosen], "stands in an attribute whose quotation mark is not closed")


def body_paragraphs(body: str) -> list[str]:
    """Return the paragraphs of an ``articleBody``, which is text or markup."""
    texts = [block.text for block in _fragment(body)] if "<" in body else [body]
    return [" ".join(line.split()) for text in texts for line in text.splitlines() if line.strip()]


def _fragment(markup: str) -> list[Block]:
    """Return the blocks of a piece of markup."""
    try:
        return blocks(html.document_fromstring(f"<body>{markup}</body>"))
    except (ValueError, html.etree.ParserError):
        return []


def _is_article(group: Sequence[Block], seen: set[int]) -> bool:
    """True for several long paragraphs of running text that are not told already."""
    return sum(is_running(b, _LONG) and not _is_told(b.text, seen) for b in group) >= _LEAST_LOST


def _said(lost: Sequence[str], kept: Sequence[str], what: str, *, both: bool = True) -> tuple[str, ...]:
    """Return the warning for what is lost, with its share of the whole, where that counts."""
    missing = sum(map(len, lost))
    share = missing / max(1, sum(map(len, kept)) + missing * both)
    if not lost or share < _LEAST_SHARE:
        return ()
    first = " ".join(lost[0].split()[:_FIRST_WORDS])
    return (f'{LEFT_OUT}: {share:.0%} {what}, beginning "{first} …": check it against the page',)


def _shingles(texts: Iterable[str]) -> set[int]:
    """Return the runs of words in the texts."""
    return {run for text in texts for run in _runs(text)}


def _runs(text: str) -> list[int]:
    """Return a hash for each run of five words; for a text of fewer, one."""
    words = _WORDS.findall(text.lower())
    return [hash(tuple(words[i : i + _SHINGLE])) for i in range(max(1, len(words) - _SHINGLE + 1))]


def _is_told(text: str, seen: set[int]) -> bool:
    """True where most of what ``text`` says, word for word, has been seen."""
    runs = _runs(text)
    return sum(run in seen for run in runs) >= _MOST_TOLD * len(runs)
