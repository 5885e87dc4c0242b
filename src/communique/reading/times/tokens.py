"""Cutting text into tokens, each with one symbol that the grammar's patterns match on.

Every word of the lexicon has a symbol of its own; other tokens have the symbol of their
shape (a day number, a year, a hyphen inside a word ...). A stretch of text so becomes a
string of symbols, one a token, and a time expression a regular expression over it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from communique import wordlists
from communique.reading.times import lexicon
from communique.reading.times.rules import MACROS, RULES

_TOKEN = re.compile(
    r"""
      (?P<PAR>\n[^\S\n]*\n)
    | (?P<ISO>\b[0-9]{4}-[0-9][0-9]-[0-9][0-9](?:T[0-9][0-9]:?[0-9][0-9](?::?[0-9][0-9])?Z?)?(?![\w/-]))
    | (?P<SLASH>\b(?:[0-9]{1,2}/[0-9]{1,2}/[0-9][0-9]|[0-9]{1,2}(?P<dmy>[-/.])[0-9]{1,2}(?P=dmy)[0-9]{4}
        |[0-9]{4}(?P<ymd>[-/.])[0-9]{1,2}(?P=ymd)[0-9]{1,2})(?![\w/-]|\.[0-9]))
    | (?P<CLOCK>\b[0-9]{1,2}:[0-9][0-9](?::[0-9][0-9])?(?![0-9]|:))
    | (?P<DECADE>(?:\b[0-9]{3}|['’‘`][0-9]|\b[0-9])0['’]?s\b)
    | (?P<SHORTYEAR>['’‘`][0-9][0-9](?![\w]))
    | (?P<ORDN>\b[0-9]{1,4}(?:st|nd|rd|th)\b)
    | (?P<MONEY>[$£€¥]\s?[0-9][0-9,.]*[0-9]|[$£€¥]\s?[0-9])
    | (?P<BIGNUM>\b[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9]))
    | (?P<FRAC>\b[0-9]/[0-9]\b(?!/)|[½¼¾])
    | (?P<DEC>\b[0-9]+\.[0-9]+)
    | (?P<NUM>[0-9]+)
    | (?P<AMPM>(?<![^\W\d_])[ap]\.\s?m\b\.?|(?<![^\W\d_])[ap]m\b)
    | (?P<BC>(?-i:\b(?:B\.\s?C\b(?:\.E\b\.)?|BCE?\b)))
    | (?P<AD>(?-i:\b(?:A\.\s?D\b\.?|AD\b|CE\b)))
    | (?P<CLOCKWORD>\bo['’]clock\b)
    | (?P<POSS>(?<=\w)['’]s\b|(?<=s)['’](?![\w]))
    | (?P<HY>(?<=\w)[-\u2010\u2011](?=\w))
    | (?P<DASH>[-\u2013\u2014]{1,2})
    | (?P<WORD>[^\W\d_]+)
    | (?P<DOT>\.)
    | (?P<COMMA>,)
    | (?P<STOP>[!?;:])
    | (?P<OTHER>[^\s])
    """,
    re.VERBOSE | re.IGNORECASE,
)
# An upper-case letter is part of what some words mean: "may" and "march" are no months.
_NEEDS_CAPITAL = frozenset(lexicon.MONTHS) | wordlists.words("times", "cased")
_SHAPES = (
    "PAR ISO SLASH CLOCK DECADE SHORTYEAR ORDN MONEY BIGNUM FRAC DEC AMPM BC AD CLOCKWORD POSS HY DASH DOT "
    "COMMA STOP OTHER WORD CAPWORD DAYNUM TWODIGIT YEAR NUM"
).split()


def _words() -> list[str]:
    """Every word of the lexicon's classes and of the rules."""
    listed = set(" ".join(lexicon.CLASSES.values()).split())
    for pattern in [*MACROS.values(), *(source for _, source in RULES)]:
        listed.update(re.findall(r"\b[a-z]+\b(?!_*=)", pattern))
    return sorted(listed)


SYMBOLS: dict[str, str] = {name: chr(0xE000 + i) for i, name in enumerate([*_SHAPES, *_words()])}
"""The symbol of every shape (upper case) and every word of the lexicon (lower case)."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of a stretch of text: bounds as offsets into the whole text, and the symbol string."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    symbols: str

    def lower(self, index: int) -> str:
        """Return the token in lower case, typographic apostrophes made plain."""
        return self.text[self.starts[index] : self.ends[index]].lower().replace("’", "'")

    def words(self, first: int, last: int) -> list[str]:
        """Return the tokens ``first`` to ``last`` (exclusive) in lower case."""
        return [self.lower(i) for i in range(max(first, 0), min(last, len(self.starts)))]


def _number_shape(word: str) -> str:
    if len(word) <= 2:
        return "DAYNUM" if 1 <= int(word) <= 31 else "TWODIGIT"
    return "YEAR" if len(word) == 4 and "1000" <= word < "2200" else "NUM"


def tokenise(text: str, start: int, end: int) -> Tokens:
    """Return the tokens of ``text[start:end]``; every code point that is no blank is in one."""
    starts, ends, symbols = [], [], []
    get, word_symbol, cap_symbol = SYMBOLS.get, SYMBOLS["WORD"], SYMBOLS["CAPWORD"]
    for match in _TOKEN.finditer(text, start, end):
        kind = match.lastgroup or "OTHER"
        word = match.group()
        if kind == "WORD":
            lower = word.lower()
            capital = word[0] != lower[0]
            symbol = cap_symbol if capital else word_symbol
            if capital or lower not in _NEEDS_CAPITAL:
                symbol = get(lower, symbol)
        elif kind == "NUM":
            symbol = SYMBOLS[_number_shape(word) if word.isascii() else "OTHER"]
        else:
            symbol = SYMBOLS[kind]
        starts.append(match.start())
        ends.append(match.end())
        symbols.append(symbol)
    return Tokens(text, tuple(starts), tuple(ends), "".join(symbols))
