"""What an uncased encoder cannot see: the case and build of a word, and the blank before it.

Both are small classes, embedded and added to the encoder's input for every piece of the word.
"""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache


class Shape(IntEnum):
    """Case and build of a word. The order is part of the trained weights: append only."""

    OTHER = 0
    LOWER = 1
    TITLE = 2
    UPPER = 3
    INITIAL = 4
    MIXED = 5
    DIGITS = 6
    NUMBER = 7
    ALPHANUMERIC = 8
    PUNCTUATION = 9
    OPENING = 10
    CLOSING = 11
    SYMBOL = 12
    ABBREVIATION = 13


class Gap(IntEnum):
    """What stands before a word: nothing, a blank, or a line break."""

    NONE = 0
    BLANK = 1
    BREAK = 2


@lru_cache(maxsize=200_000)
def shape_of(word: str) -> int:
    """Return the :class:`Shape` of ``word`` as a plain integer."""
    if word.isalpha():
        return int(_alphabetic(word))
    if any(c.isdigit() for c in word):
        if word.isdigit():
            return int(Shape.DIGITS)
        return int(Shape.ALPHANUMERIC if any(c.isalpha() for c in word) else Shape.NUMBER)
    if any(c.isalpha() for c in word):
        if word[0].isupper() and "." in word:
            return int(Shape.ABBREVIATION)
        letters = "".join(c for c in word if c.isalpha())
        return int(_alphabetic(letters))
    if word in "([{“‘«‹„":
        return int(Shape.OPENING)
    if word in ")]}”’»›":
        return int(Shape.CLOSING)
    if all(c in ".,;:!?-–—'\"`/…" for c in word):
        return int(Shape.PUNCTUATION)
    return int(Shape.SYMBOL)


def _alphabetic(letters: str) -> Shape:
    if letters.islower():
        return Shape.LOWER
    if letters.isupper():
        return Shape.INITIAL if len(letters) == 1 else Shape.UPPER
    if letters[0].isupper() and letters[1:].islower():
        return Shape.TITLE
    return Shape.MIXED if any(c.isupper() for c in letters) else Shape.OTHER


def gap_of(before: str) -> int:
    """Return the :class:`Gap` for the blanks that stand before a word."""
    if not before:
        return int(Gap.NONE)
    return int(Gap.BREAK if "\n" in before or "\r" in before or "\u2029" in before else Gap.BLANK)
