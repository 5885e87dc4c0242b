"""Words of a text as the treebanks divide them, every character accounted for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from communique.language.divide import divided


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a run of blanks: its text, where it starts, the blanks before it, one blank after it or not."""

    text: str
    start: int
    before: str
    space: bool
    is_blank: bool


LONGEST = 500
"""Characters without a blank that are divided into words at once; longer ones, which no language writes, are cut."""

_LONG = re.compile(rf"\S{{{LONGEST}}}(?=\S)")


def tokenize(text: str) -> list[Token]:
    """Return the tokens of ``text``; joined with their blanks they are the text again.

    All that stands without a blank is looked at anew for every mark that is taken from its ends, which is why there is
    a longest.
    """
    tokens: list[Token] = []
    before = ""
    for start, part in _parts(text):
        for word, space in divided(part):
            blank = word.isspace()
            tokens.append(Token(word, start, before, space, blank))
            after = " " if space else ""
            before = before + word + after if blank else after
            start += len(word) + space
    return tokens


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Yield the text, cut within what is too long without a blank, each part with where it starts."""
    start = 0
    for match in _LONG.finditer(text):
        yield start, text[start : match.end()]
        start = match.end()
    yield start, text[start:]
