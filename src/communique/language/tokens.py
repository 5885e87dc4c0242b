"""Words of a text: spaCy's English tokenizer with the treebanks' habits, every character accounted for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import spacy
from spacy.language import Language
from spacy.vocab import Vocab


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a run of blanks: its text, where it starts, the blanks before it, one blank after it or not."""

    text: str
    start: int
    before: str
    space: bool
    is_blank: bool


@cache
def _english() -> Language:
    nlp = spacy.blank("en")
    nlp.max_length = 100_000_000
    return nlp


def vocabulary() -> Vocab:
    """Return the vocabulary the words are kept in."""
    return _english().vocab


LONGEST = 500
"""Characters without a blank that are divided into words at once; longer ones, which no language writes, are cut."""

_LONG = re.compile(rf"\S{{{LONGEST}}}(?=\S)")


def tokenize(text: str) -> list[Token]:
    """Return the tokens of ``text``; joined with their blanks they are the text again.

    The tokenizer looks at all that stands without a blank anew for every mark that it takes from its ends, which is
    why there is a longest.
    """
    tokens: list[Token] = []
    before = ""
    for start, part in _parts(text):
        for t in _english().make_doc(part):
            blank = t.text.isspace()
            tokens.append(Token(t.text, start + t.idx, before, bool(t.whitespace_), blank))
            before = before + t.text + t.whitespace_ if blank else t.whitespace_
    return tokens


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Yield the text, cut within what is too long without a blank, each part with where it starts."""
    start = 0
    for match in _LONG.finditer(text):
        yield start, text[start : match.end()]
        start = match.end()
    yield start, text[start:]
