"""Appositions: descriptions that stand beside a name ("X, the chairman of Y,", "the governor, X")."""

from __future__ import annotations

from collections.abc import Sequence

from communique import wordlists
from communique.reading.actors.lexicon import KIN
from communique.reading.actors.mentions import Raw
from communique.reading.actors.words import Words

_APPOSED = frozenset("appos nmod:unmarked nmod dep parataxis nmod:desc obl:unmarked list flat".split())
_INSERTED = wordlists.words("actors", "inserted")


class Appositions:
    """Ties descriptions of persons to the names right before or after them."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def find(self, raws: Sequence[Raw], names: Sequence[int]) -> dict[int, int]:
        """Return the position of the name for the position of each description that has one."""
        ends = {self._close(raws[i].end): i for i in names}
        starts = {raws[i].start: i for i in names}
        heads = {raws[i].head: i for i in names}
        tied: dict[int, int] = {}
        for i, raw in enumerate(raws):
            if raw.kind == "description" and raw.sort == "person":
                name = self._before(raw, ends, heads)
                if name is None and raw.end < self.words.size and self.words.text[raw.end] == ",":
                    after = starts.get(raw.end + 1)
                    name = after if after is not None and self._names_it(raw, raws[after]) else None
                if name is not None:
                    tied[i] = name
        return tied

    def _before(self, raw: Raw, ends: dict[int, int], heads: dict[int, int]) -> int | None:
        """Return the name that ends right before a description, or that its tree hangs on."""
        words = self.words
        first = self._inserted(raw.start)
        if first < 2 or words.text[first - 1] not in (",", "(", "\u2014", "\u2013", "--"):
            return None
        if first == raw.start and not self._apposed(raw):
            return None
        name = ends.get(first - 1)
        if name is None and words.dep[raw.head] == "appos":
            name = heads.get(words.head[raw.head])
        return name

    def _names_it(self, raw: Raw, name: Raw) -> bool:
        """True where a name after a comma says who "the governor" is."""
        words = self.words
        if words.dep[name.head] in ("appos", "flat", "nmod:unmarked"):
            return True
        if name.start < name.name[0] or name.end >= words.size:
            return False
        closed = words.text[name.end] in (",", ".", ";", ")", "”", "of")
        return closed and raw.det != "" and (raw.office is not None or raw.noun in KIN)

    def _inserted(self, start: int) -> int:
        """Return where an apposition begins, with "until last year" and the like before its noun."""
        words = self.words
        for i in range(start - 1, max(start - 5, 0), -1):
            if words.text[i] == ",":
                return i + 1 if words.lower[i + 1] in _INSERTED else start
            if words.pos[i] in ("VERB", "PUNCT"):
                break
        return start

    def _apposed(self, raw: Raw) -> bool:
        """True where the tree or the marks around a description make it an apposition."""
        words = self.words
        if words.dep[raw.head] in _APPOSED:
            return True
        closing = raw.end < words.size and words.text[raw.end] in (",", ".", ")", "—", "–", "who")
        return (
            words.dep[raw.head] in ("conj", "obj")
            and closing
            and raw.det in ("the", "poss")
            and (raw.office is not None or raw.noun in KIN)
        )

    def _close(self, end: int) -> int:
        """Return the token after a name and the brackets behind it ("Rand Paul (R-KY)")."""
        words = self.words
        if end < words.size and words.text[end] == "(":
            for i in range(end + 1, min(end + 8, words.size)):
                if words.text[i] == ")":
                    return i + 1
        return end
