"""WordPiece over single words: the encoder's own vocabulary, cached by word.

Follows BERT's uncased tokenizer (lower case, accents stripped, punctuation split off,
greedy longest match; Devlin et al. 2019) for one word at a time, so that every piece
belongs to exactly one word. Typographic quotation marks are read as their plain forms,
which is what the treebanks hold.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

MAX_PIECES = 8
"""Pieces kept of one word: first ones and the last, which holds the ending."""

_PLAIN = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "‑": "-"})


class WordPiece:
    """Greedy longest-match pieces of a word, as vocabulary ids."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids = {piece: i for i, piece in enumerate(vocabulary)}
        self._cache: dict[str, tuple[int, ...]] = {}
        self.unknown = self._ids["[UNK]"]
        self.first = self._ids["[CLS]"]
        self.last = self._ids["[SEP]"]

    def pieces(self, word: str) -> tuple[int, ...]:
        """Return the ids of the pieces of ``word``: at least one, at most :data:`MAX_PIECES`."""
        found = self._cache.get(word)
        if found is None:
            found = self._split(word)
            if len(self._cache) < 200_000:
                self._cache[word] = found
        return found

    def _split(self, word: str) -> tuple[int, ...]:
        ids: list[int] = []
        for part in _parts(word[:200]):
            ids.extend(self._match(part))
        if len(ids) > MAX_PIECES:
            ids = ids[: MAX_PIECES - 1] + ids[-1:]
        return tuple(ids) or (self.unknown,)

    def _match(self, part: str) -> list[int]:
        ids: list[int] = []
        start = 0
        while start < len(part):
            for end in range(len(part), start, -1):
                found = self._ids.get(("##" if start else "") + part[start:end])
                if found is not None:
                    break
            else:
                return [self.unknown]
            ids.append(found)
            start = end
        return ids


def _parts(word: str) -> list[str]:
    """Lower-cased runs of letters and digits, each other mark by itself; control characters dropped."""
    plain = unicodedata.normalize("NFD", word.translate(_PLAIN).lower())
    parts: list[str] = []
    joined = False
    for char in plain:
        category = unicodedata.category(char)
        if category in ("Mn", "Cc", "Cf", "Cs") or char.isspace() or char == "\ufffd":
            continue
        if category[0] in "PS":
            parts.append(char)
            joined = False
        elif joined:
            parts[-1] += char
        else:
            parts.append(char)
            joined = True
    return parts
