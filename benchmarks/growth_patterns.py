"""Texts and pages that could cost more than their length, for ``benchmarks/growth.py``: each pattern at any size.

A size is a number of words; where a pattern has none to count (one long word, attributes of a page), of its pieces.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Literal

PLAIN = "plain text"
"""The pattern that the others are compared with."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of text: its bytes at any size, and how they are to be taken in."""

    make: Callable[[int], bytes]
    form: Literal["text", "html"] = "text"


PATTERNS: dict[str, Pattern] = {}
"""All patterns by name."""

_NAMES = ("Angela Merkel", "Emmanuel Macron", "Xi Jinping", "Mette Frederiksen", "Lars Rasmussen", "Joko Widodo")
_FIRST = "Anna Boris Carla David Elena Frank Greta Henry Irene James Karen Louis Maria Nadia Oscar Paula".split()
_LAST = "Abel Berg Cole Dahl Eames Ford Gray Holt Ibsen Jarvis Keller Lund Moore Nolan Olsen Pratt Quinn Reed".split()
_LANDS = "France Germany Japan China Russia India Brazil Egypt Kenya Chile Norway Poland Iran Iraq Cuba Peru".split()
_TOWNS = "Paris Berlin Tokyo Beijing Moscow Delhi Cairo Nairobi Santiago Oslo Warsaw Tehran Havana Lima".split()
_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_TITLES = ("President", "Prime Minister", "Foreign Minister", "Defence Secretary", "Ambassador", "Chancellor")
_SENTENCES = (
    "The foreign minister of Denmark met her French counterpart in Oslo on 4 March 2020.",
    "They agreed to hold another round of talks next month.",
    "Officials said that the two sides had made some progress on fishing rights.",
    "Angela Merkel invited Emmanuel Macron to Berlin, and he accepted.",
    "The weather was fine, and a large crowd stood at the gates of the palace.",
    "China warned the United States against selling arms to Taiwan.",
    "“We are ready to talk,” the president told reporters in Geneva.",
    "No date has been set for the visit, which had been planned for last autumn.",
)


def _text(pieces: Sequence[str], words: int, join: str = " ", per: int = 0) -> str:
    """Return so many words of the pieces, over and over; ``per`` is a paragraph's number of pieces."""
    out, total = [], 0
    for number, piece in enumerate(cycle(pieces), 1):
        out.append(piece)
        total += len(piece.split()) or 1
        if total >= words:
            break
        out.append("\n\n" if per and number % per == 0 else join)
    return "".join(out)


def _text_pattern(name: str, make: Callable[[int], str]) -> None:
    assert name not in PATTERNS, name
    PATTERNS[name] = Pattern(lambda words: make(words).encode())


def _page_pattern(name: str, make: Callable[[int], str]) -> None:
    assert name not in PATTERNS, name
    PATTERNS[name] = Pattern(lambda words: make(words).encode(), "html")


def _repeated(name: str, *pieces: str, join: str = " ", per: int = 0) -> None:
    _text_pattern(name, lambda words: _text(pieces, words, join, per))


def _after_plain(name: str, make: Callable[[int], str]) -> None:
    """A pattern after two plain sentences, so that the text is taken for English."""
    _text_pattern(name, lambda words: f"{' '.join(_SENTENCES[:2])} {make(words)}")


def _numbered(name: str, piece: Callable[[int], str], join: str = " ") -> None:
    """Pieces that all differ, each made from its number."""
    each = len(piece(0).split())
    _after_plain(name, lambda words: join.join(map(piece, range(max(1, words // each)))))


def _pick(items: Sequence[str], number: int) -> str:
    return items[number % len(items)]


def _person(number: int) -> str:
    return f"{_pick(_FIRST, number)} {_pick(_LAST, number // len(_FIRST))}"


_FILLER = tuple("the two sides held long talks on trade and fishing near the old harbour".split())

# Plain.
_repeated(PLAIN, *_SENTENCES, per=4)
_repeated("plain text, one paragraph", *_SENTENCES)
_repeated("plain text, a sentence a paragraph", *_SENTENCES, per=1)
_repeated("lines broken at 12 words", " ".join(_SENTENCES[0].split()[:12]), join="\n")

# Quotation marks.
_after_plain("straight double quotes", lambda n: '"' * n)
_after_plain("straight double quotes with blanks", lambda n: '" ' * n)
_after_plain("straight single quotes", lambda n: "'" * n)
_after_plain("opening quotes", lambda n: "“" * n)
_after_plain("closing quotes", lambda n: "”" * n)
_after_plain("quotes in pairs", lambda n: "“”" * (n // 2))
_after_plain("guillemets", lambda n: "« » " * (n // 2))
_after_plain("apostrophes and backquotes", lambda n: "``''" * (n // 2))
_repeated("quotes nested in each other", "“he said ‘she said")
_repeated("unclosed quotes, a paragraph each", "“We will meet again, he said, and talk.", join="\n\n")
_repeated("closed quotes, short", "“Yes,” he said.", "“No,” she said.")
_repeated("quotes around single words", "“talks”", "“visit”", "and", "“summit”", "in", "“Paris”")
_repeated("quotes without a speaker", "“We will meet.”", per=2)

# Abbreviations, stops, no stops.
_repeated("U.S.", "U.S.")
_repeated("titles with stops", "Mr.", "Dr.", "Gen.", "Sen.", "St.", "Lt.")
_repeated("initials", "J. R. R. Tolkien met C. S. Lewis and")
_after_plain("full stops", lambda n: "." * n)
_after_plain("full stops with blanks", lambda n: ". " * n)
_after_plain("question marks", lambda n: "? " * n)
_after_plain("commas", lambda n: ", " * n)
_after_plain("brackets", lambda n: "( " * (n // 2) + ") " * (n // 2))
_repeated("no sentence ends", *_FILLER)
_repeated("one sentence with commas", "the minister came,", "the envoy left,", "the talks went on,")
_repeated("one sentence with semicolons", "Merkel met Macron;", "China warned Japan;", "Iran sent an envoy;")
_after_plain("no blanks", lambda n: "".join(islice(cycle(_FILLER), n)))
_after_plain("one word", lambda n: "talk" * n)
_repeated("long tokens", "antidisestablishmentarianism" * 12)
_after_plain("hyphens", lambda n: "-".join(islice(cycle(_FILLER), n)))
_after_plain("dashes", lambda n: "— " * n)
_numbered("URLs", lambda k: f"https://example.org/news/{k}?id={k}&page=2")
_after_plain("one long URL", lambda n: "https://example.org/" + "news/" * n)
_numbered("addresses of mail", lambda k: f"name{k}@example.org")

# Lists.
_repeated("countries", *(f"{land}," for land in _LANDS))
_repeated("countries joined by and", *(f"{land} and" for land in _LANDS))
_repeated("towns", *(f"{town}," for town in _TOWNS))
_repeated("names", *(f"{name}," for name in _NAMES))
_numbered("many names", lambda k: f"{_person(k)}{k},")
_numbered("one surname", lambda k: f"{_pick(_FIRST, k)}{_pick(_FIRST, k // 16).lower()}{k} Kim met officials.")
_repeated("one name", "Kim")
_repeated("titles of offices", *(f"{title}," for title in _TITLES))
_numbered("offices with names", lambda k: f"{_pick(_TITLES, k)} {_person(k)},")
_numbered("dates", lambda k: f"{1 + k % 28} {_pick(_MONTHS, k)} {1950 + k % 70},")
_repeated("days of the week", *(f"{day}," for day in _DAYS))
_repeated("next and last", "next week,", "last month,", "two days ago,", "in three years,")
_numbered("numbers", lambda k: f"{k * 37}")
_repeated("numbers in words", *"one two three four five six seven eight nine ten hundred thousand".split())
_numbered("amounts", lambda k: f"${k}.5 billion, {k % 90} percent,")
_numbered("bullets", lambda k: f"- {_pick(_SENTENCES, k)}", join="\n")
_numbered("table as text", lambda k: f"{_pick(_LANDS, k)}\t{k}\t{k * 3}\t{_pick(_TOWNS, k)}", join="\n")
_numbered("table with bars", lambda k: f"| {_pick(_LANDS, k)} | {k} | {_pick(_TOWNS, k)} |", join="\n")
_repeated("headlines", "Merkel to meet Macron in Berlin", "China warns Japan over islands", join="\n\n")
_numbered("turns of speakers", lambda k: f"{_pick(_LAST, k).upper()}: We will meet them in {_pick(_TOWNS, k)}.", "\n\n")
_repeated("questions and answers", "QUESTION: Did they meet?", "MR. PRICE: No, they did not.", join="\n\n")

# Grammar.
_repeated("agreed to agree", "agreed to")
_repeated("nested clauses", "he said that she thought that")
_repeated("relative clauses", "the envoy who met the minister who saw")
_repeated("of the, of the", "the head of the office of")
_repeated("conditions", "If China agrees, Japan will sign the treaty unless Russia refuses.")
_repeated("if, if", "if they meet")
_repeated("negations", "not", "never", "no")
_repeated("pronouns", "He told her that they had met him.", "She said it was theirs.")
_repeated("pronouns alone", "he", "she", "they", "him")
_repeated("descriptions", "The minister met the envoy.", "The president called the chancellor.")
_repeated("one verb", "met")
_repeated("one deed over and over", "Merkel met Macron in Berlin.")
_repeated("many deeds of a kind", "They met, talked, met again, and agreed to meet.")
_repeated("deeds of all kinds", "Iran attacked, threatened, sanctioned, expelled, aided, invited and visited Iraq.")
_repeated("calls and visits of one day", "On Monday Merkel called Macron.", "On Tuesday Macron visited Berlin.")
_repeated("said, said", "Merkel said that Macron said that he would come.")
_repeated("and, and", "and")
_repeated("may, may", "May may meet May.", "Will will go.")
_repeated("meetings as nouns", "the meeting, the talks, the visit, the summit, the call,")

# Characters.
_text_pattern("all capitals", lambda n: _text(_SENTENCES, n, per=4).upper())
_text_pattern("all small letters", lambda n: _text(_SENTENCES, n, per=4).lower())
_text_pattern("every word with a capital", lambda n: _text(_SENTENCES, n, per=4).title())
_after_plain("blanks", lambda n: " " * 6 * n + "end.")
_after_plain("line breaks", lambda n: "\n" * 6 * n + "end.")
_after_plain("tabs and blanks", lambda n: " \t" * 3 * n + "end.")
_text_pattern("soft hyphens", lambda n: "\u00ad".join(_text(_SENTENCES, n, per=4)))
_repeated("zero-width blanks", "The\u200b envoy\u200b met\u200b her.")
_after_plain("control characters", lambda n: "\x01\x02\x07" * n)
_after_plain("combining marks", lambda n: "e" + "\u0301" * 6 * n)
_text_pattern("a mark on every letter", lambda n: "\u0301".join(_text(_SENTENCES, n, per=4)))
_after_plain("emoji", lambda n: "\U0001f1eb\U0001f1f7\U0001f91d " * n)
_after_plain("ideographs", lambda n: "会谈" * n)
_after_plain("marks of direction", lambda n: "\u202e\u2066x " * n)
_after_plain("asterisks", lambda n: "* " * n)
_repeated("credit lines", "(Reporting by Anna Berg; Editing by Carl Dahl)", join="\n\n")
_repeated("datelines", "PARIS, March 4 (Reuters) - Macron met Merkel.", join="\n\n")

# Pages.
_HEAD = "<!doctype html><html><head><title>Talks in Oslo</title>{head}</head><body><article><h1>Talks in Oslo</h1>"


def _page(body: str, head: str = "") -> str:
    return f"{_HEAD.replace('{head}', head)}<p>{' '.join(_SENTENCES)}</p>{body}</article></body></html>"


def _paragraphs(words: int, tag: str = "p") -> str:
    return "".join(f"<{tag}>{' '.join(islice(cycle(_SENTENCES), 4))}</{tag}>" for _ in range(max(1, words // 48)))


_JSON_LD = '<script type="application/ld+json">'


def _linked(name: str, data: Callable[[int], object]) -> None:
    """A page with JSON-LD in its head."""
    _page_pattern(name, lambda n: _page("", f"{_JSON_LD}{json.dumps(data(n))}</script>"))


def _deep(words: int, tag: str) -> str:
    return f"<{tag}>" * words + "A deep word." + f"</{tag}>" * words


_page_pattern("page: paragraphs", lambda n: _page(_paragraphs(n)))
_page_pattern("page: divisions", lambda n: _page(_paragraphs(n, "div")))
_page_pattern("page: list items", lambda n: _page(f"<ul>{_paragraphs(n, 'li')}</ul>"))
_page_pattern("page: short paragraphs", lambda n: _page("<p>They met.</p>" * (n // 2)))
_page_pattern("page: block quotations", lambda n: _page(_paragraphs(n, "blockquote")))
_page_pattern("page: deep divisions", lambda n: _page(_deep(n, "div")))
_page_pattern("page: deep spans", lambda n: _page(_deep(n, "span")))
_page_pattern("page: deep block quotations", lambda n: _page(_deep(n, "blockquote")))
_page_pattern("page: deep lists", lambda n: _page("<ul><li>" * n + "A deep word."))
_page_pattern("page: deep tables", lambda n: _page("<table><tr><td>" * (n // 3) + "A deep word."))
_page_pattern("page: unclosed paragraphs", lambda n: _page("<p>They met in Oslo again." * (n // 5)))
_page_pattern("page: unclosed bold", lambda n: _page("<b>They <i>met " * (n // 2)))
_page_pattern("page: unclosed tags", lambda n: _page("<a <b <c " * (n // 3)))
_page_pattern("page: opening signs", lambda n: _page("<" * n))
_page_pattern("page: attributes", lambda n: _page(f"<p {' '.join(f'data-a{k}=x' for k in range(n))}>They met.</p>"))
_page_pattern("page: one long attribute", lambda n: _page(f'<p class="{"word " * n}">They met in Oslo.</p>'))
_page_pattern("page: elements with attributes", lambda n: _page('<p class="a b" id="x" style="c">Met.</p>' * n))
_page_pattern("page: metas", lambda n: _page("", '<meta property="og:title" content="Talks">' * n))
_page_pattern("page: scripts", lambda n: _page("<script>var a = 1;</script>" * n))
_page_pattern("page: one long script", lambda n: _page(f"<script>{'var a = 1; ' * n}</script>"))
_page_pattern("page: styles", lambda n: _page("<style>p {color: red}</style>" * n))
_page_pattern("page: comments", lambda n: _page("<!-- a comment -->" * n))
_page_pattern("page: unclosed comments", lambda n: _page("<!-- a " * n))
_page_pattern("page: entities", lambda n: _page(f"<p>{'&amp; &quot;talks&quot; &eacute; ' * (n // 4)}</p>"))
_page_pattern("page: breaks", lambda n: _page(f"<p>{'They met.<br>' * (n // 2)}</p>"))
_page_pattern("page: links", lambda n: _page('<a href="/news/oslo">They met.</a> ' * (n // 2)))
_page_pattern("page: table", lambda n: _page(f"<table>{'<tr><td>Oslo</td><td>4</td></tr>' * (n // 2)}</table>"))
_page_pattern("page: images", lambda n: _page('<img src="a.png" alt="They met">' * n))
_page_pattern("page: headings", lambda n: _page("<h2>They met</h2>" * (n // 2)))
_page_pattern("page: times", lambda n: _page('<time datetime="2020-03-04">4 March</time>' * n))
_linked("page: JSON-LD, a list", lambda n: [{"@type": "Thing", "name": str(k)} for k in range(n)])
_linked("page: JSON-LD, a graph", lambda n: {"@graph": [{"@type": "NewsArticle", "headline": "A"}] * n})
_linked("page: JSON-LD, authors", lambda n: {"@type": "NewsArticle", "author": [{"name": f"A {k}"} for k in range(n)]})
_linked("page: JSON-LD, long text", lambda n: {"@type": "NewsArticle", "articleBody": "word " * n})
_page_pattern("page: JSON-LD, scripts", lambda n: _page("", f"{_JSON_LD}{{}}</script>" * n))
_page_pattern("page: JSON-LD, deep", lambda n: _page("", f"{_JSON_LD}{'[' * n}{']' * n}</script>"))
