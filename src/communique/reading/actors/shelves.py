"""Who may be meant, by a word: at most so many, so that a report of many alike costs no more for each."""

from __future__ import annotations

from itertools import islice

MOST = 100
"""So many who share a surname, an office or a noun are weighed against each other; no report tells of more."""


class Shelves:
    """Numbers of entities by a word, each once, in the order in which they came."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[int, None]] = {}
        self._words: dict[int, set[str]] = {}

    def add(self, word: str, number: int) -> None:
        """Put a number under a word, last, if it is not there."""
        self._rows.setdefault(word, {}).setdefault(number)
        self._words.setdefault(number, set()).add(word)

    def drop(self, number: int) -> None:
        """Take a number from all words."""
        for word in self._words.pop(number, ()):
            del self._rows[word][number]

    def get(self, word: str) -> list[int]:
        """Return the numbers under a word, the :data:`MOST` latest of them."""
        return list(islice(reversed(self._rows.get(word, {})), MOST))[::-1]
