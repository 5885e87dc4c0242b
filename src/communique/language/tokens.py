"""Words of a text: spaCy's English tokenizer with the treebanks' habits, every character accounted for."""

from __future__ import annotations

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


def tokenize(text: str) -> list[Token]:
    """Return the tokens of ``text``; joined with their blanks they are the text again."""
    tokens: list[Token] = []
    before = ""
    for t in _english().make_doc(text):
        blank = t.text.isspace()
        tokens.append(Token(t.text, t.idx, before, bool(t.whitespace_), blank))
        before = before + t.text + t.whitespace_ if blank else t.whitespace_
    return tokens
