"""What each paragraph of a report is for: title, credit, body, block quotation, boilerplate.

General rules about how English-language publishers lay a report out; no rule knows one
report. The order of trust: boilerplate and credits by their words, the title by its place
and shape, block quotations by the cue before them, and what is left is body.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communique import wordlists
from communique.intake import blockquotes, boilerplate, facts, phrases
from communique.intake.datelines import Dateline, dateline_at
from communique.intake.facts import HEAD
from communique.records import Span
from communique.text import Segment, SegmentKind

_LONGEST_LABEL = 600
_LONGEST_TITLE = 300
_TERMINAL = re.compile(r"[.:;,…][\"”’'»)\]]*$")
_SENTENCE_END = re.compile(r"[.!?…:][\"”’'»)\]]*$")
_NAME_LINE = re.compile(r"(?:[A-Z][\w.'’-]+ ){1,3}[A-Z][\w.'’-]+(?:, [\w ,.-]{2,60})?")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SMALL = wordlists.words("intake", "small")


@dataclass(frozen=True, slots=True)
class Division:
    """A text's segments in order, and what titles, credits and datelines say of the report."""

    segments: tuple[Segment, ...]
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    published: str | None = None
    dateline: Dateline | None = None


def divide(
    text: str,
    spans: Sequence[Span],
    *,
    title: str | None = None,
    fixed: Mapping[int, SegmentKind] | None = None,
) -> Division:
    """Return ``spans`` of ``text`` as segments, with a kind each.

    ``title`` is the title where it is known already; ``fixed`` gives the kind of a
    paragraph, by its number from 0, where the page's markup has said it.
    """
    words = [" ".join(text[span.start : span.end].split()) for span in spans]
    kinds = [_label(paragraph, number, words) for number, paragraph in enumerate(words)]
    _related(words, kinds)
    for number, kind in (fixed or {}).items():
        kinds[number] = kind
    _titles(text, spans, words, kinds, title)
    _head_credits(words, kinds, known=title is not None)
    _quotations(text, spans, kinds)
    decided = [kind or SegmentKind.BODY for kind in kinds]
    segments = tuple(Segment(s.start, s.end, k) for s, k in zip(spans, decided, strict=True))
    dateline = facts.dateline(text, segments)
    return Division(
        segments,
        title=title or next((w for w, k in zip(words, decided, strict=True) if k is SegmentKind.TITLE), None),
        byline=facts.byline(words, decided),
        publisher=dateline.agency if dateline else None,
        published=facts.published(words, decided) or (dateline.published if dateline else None),
        dateline=dateline,
    )


def _label(words: str, number: int, all_words: Sequence[str]) -> SegmentKind | None:
    """Return the kind of a paragraph that its own words give away, or ``None``."""
    if len(words) > _LONGEST_LABEL:
        return None
    if phrases.PUBLISHED.fullmatch(words):
        return SegmentKind.CREDIT
    if not any(char.isalnum() for char in words) or boilerplate.BOILERPLATE.fullmatch(words):
        return SegmentKind.BOILERPLATE
    if phrases.ONLY_AGENCIES.fullmatch(words) or phrases.DATE_LINE.fullmatch(words):
        return SegmentKind.CREDIT
    if phrases.CREDIT.fullmatch(words) or phrases.PLACE_DATE.fullmatch(words):
        return SegmentKind.CREDIT
    if number < HEAD and (_is_byline(words) or (number and phrases.HEAD_CREDIT.fullmatch(words))):
        return SegmentKind.CREDIT
    if number >= len(all_words) - 3 and (_is_byline(words) or phrases.SIGNATURE.fullmatch(words)):
        return SegmentKind.CREDIT
    return SegmentKind.CREDIT if _is_repeated(words, number, all_words) else None


def _is_repeated(words: str, number: int, all_words: Sequence[str]) -> bool:
    """True for a short line of capitalised words that stands twice in a row (a doubled credit)."""
    beside = (*all_words[max(0, number - 1) : number], *all_words[number + 1 : number + 2])
    short = len(words.split()) <= 6 and not _SENTENCE_END.search(words)
    return short and number > 0 and words in beside and _headline_share(words) == 1.0


def _is_byline(words: str) -> bool:
    """True for "By" and a name of two words or more, or an agency's."""
    match = phrases.BYLINE.fullmatch(words)
    return match is not None and (" " in match["who"] or phrases.ONLY_AGENCIES.fullmatch(match["who"]) is not None)


def _related(words: Sequence[str], kinds: list[SegmentKind | None]) -> None:
    """Mark the headlines of other reports that follow a heading such as "More on this story"."""
    listing = False
    for number, paragraph in enumerate(words):
        if kinds[number] is SegmentKind.BOILERPLATE:
            listing = number > 1 and boilerplate.RELATED.fullmatch(paragraph) is not None
        elif listing and kinds[number] is None and len(paragraph) <= 150 and not _SENTENCE_END.search(paragraph):
            kinds[number] = SegmentKind.BOILERPLATE
        else:
            listing = False


def _titles(
    text: str,
    spans: Sequence[Span],
    words: Sequence[str],
    kinds: list[SegmentKind | None],
    title: str | None,
) -> None:
    """Mark the title: the paragraph that is the given title, else the first where it has a title's shape.

    A short line without a full stop right under the title (a deck) is a title too.
    """
    known = " ".join(title.split()).casefold().rstrip(".") if title else None
    for number, paragraph in enumerate(words[:HEAD]):
        if known is not None and paragraph.casefold().rstrip(".") == known:
            kinds[number] = SegmentKind.TITLE
            return
    first = next((n for n, kind in enumerate(kinds) if kind is None), None)
    if known is not None or first is None or first >= HEAD or len(words) < 2:
        return
    rest = [n for n in range(first + 1, len(words)) if kinds[n] is None]
    span = spans[first]
    if not rest or dateline_at(text, span.start, span.end):
        return
    below = spans[rest[0]]
    short = len(words[first]) <= 200 and dateline_at(text, below.start, below.end) is not None
    if not short and not _title_shaped(words[first]):
        return
    kinds[first] = SegmentKind.TITLE
    deck, body = words[rest[0]], rest[1:]
    shaped = rest[0] == first + 1 and len(deck.split()) >= 4 and len(deck) <= 200
    if body and shaped and not _SENTENCE_END.search(deck) and not _is_name(deck):
        kinds[rest[0]] = SegmentKind.TITLE


def _title_shaped(words: str) -> bool:
    """True for a short paragraph without a full stop, or with one but in headline capitals."""
    if len(words) > _LONGEST_TITLE or len(words.split()) < 2 or words[0].islower():
        return False
    if not _TERMINAL.search(words):
        return True
    return words.endswith(".") and len(words) <= 150 and _headline_share(words) >= 0.75


def _headline_share(words: str) -> float:
    """Return the share of capitalised words among those a headline would capitalise (0 to 1)."""
    found = [word for word in _WORD.findall(words) if word.lower() not in _SMALL]
    return sum(word[0].isupper() for word in found) / len(found) if found else 0.0


def _is_name(words: str) -> bool:
    """True for a line that is a person's name, alone or with a post after a comma."""
    return _NAME_LINE.fullmatch(words) is not None and len(words) <= 90 and not _SENTENCE_END.search(words)


def _head_credits(words: Sequence[str], kinds: list[SegmentKind | None], *, known: bool) -> None:
    """Mark lines between title and text that are only a name, or a name with a post."""
    titles = [n for n, kind in enumerate(kinds) if kind is SegmentKind.TITLE]
    if not titles and not known:
        return
    start = titles[-1] + 1 if titles else 0
    for number in range(start, min(len(words), start + 4)):
        loud = words[number].isupper() and len(words[number].split()) <= 5
        if kinds[number] is None and (loud or _is_name(words[number])):
            kinds[number] = SegmentKind.CREDIT
        elif kinds[number] is None:
            return


def _quotations(text: str, spans: Sequence[Span], kinds: list[SegmentKind | None]) -> None:
    """Mark block quotations among the paragraphs that have no kind yet."""
    number = 0
    while number < len(spans):
        paragraph = text[spans[number].start : spans[number].end]
        if kinds[number] is None and blockquotes.is_marked(paragraph):
            kinds[number] = SegmentKind.BLOCK_QUOTE
        elif kinds[number] is None and paragraph.rstrip().endswith(":"):
            free = _free_run(text, spans, kinds, number + 1)
            statement = number - kinds.count(SegmentKind.CREDIT) <= 3 and number + 1 + len(free) == len(spans)
            length = blockquotes.block_length(paragraph, free, statement=statement)
            kinds[number + 1 : number + 1 + length] = [SegmentKind.BLOCK_QUOTE] * length
            number += length
        number += 1


def _free_run(text: str, spans: Sequence[Span], kinds: Sequence[SegmentKind | None], start: int) -> list[str]:
    """Return the paragraphs from ``start`` on up to the first that has a kind already, at most 40."""
    run: list[str] = []
    for number in range(start, min(len(spans), start + 40)):
        if kinds[number] is not None:
            break
        run.append(text[spans[number].start : spans[number].end])
    return run
