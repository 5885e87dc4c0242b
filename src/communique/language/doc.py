"""A report's words with what the model says of each: a frozen value, a column a property.

A :class:`Doc` spans the whole text, blanks included. ``doc[i]`` is a :class:`Word`, ``doc[a:b]`` a :class:`Run` of
words; both are views that hold nothing but where they stand.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import overload

from communique.language.acts import Window
from communique.language.attributions import Attribution

__all__ = ["Doc", "Run", "Word"]


@dataclass(frozen=True, eq=False)
class Doc:
    """A text divided into words and blanks; joined they are the text.

    Attributes:
        text: the whole text.
        words: the words' characters; ``idx`` is where each starts, in code points.
        pos, feats, lemmas, heads, deps: in Universal Dependencies' terms; a root's head is itself.
        names: (first word, word after the last, PER, ORG, LOC or MISC) of every name, in order and apart.
        content: (first word, word after the last) of the segments that were read.
        said: likely cues of attributions; ``acts`` the windows that were read, with the model's vector of every word.
    """

    text: str
    words: tuple[str, ...]
    idx: tuple[int, ...]
    pos: tuple[str, ...]
    feats: tuple[str, ...]
    lemmas: tuple[str, ...]
    heads: tuple[int, ...]
    deps: tuple[str, ...]
    names: tuple[tuple[int, int, str], ...] = ()
    content: tuple[tuple[int, int], ...] = ()
    said: tuple[Attribution, ...] = ()
    acts: tuple[Window, ...] = ()

    def __len__(self) -> int:
        return len(self.words)

    def __iter__(self) -> Iterator[Word]:
        return (Word(self, i) for i in range(len(self.words)))

    @overload
    def __getitem__(self, key: int) -> Word: ...
    @overload
    def __getitem__(self, key: slice) -> Run: ...
    def __getitem__(self, key: int | slice) -> Word | Run:
        """Return a word by its number, or the run of words of a slice."""
        if isinstance(key, slice):
            start, end, _ = key.indices(len(self.words))
            return Run(self, start, max(start, end))
        return Word(self, range(len(self.words))[key])

    def __repr__(self) -> str:
        return f"Doc({len(self.words)} words: {self.text[:40]!r})"

    @cached_property
    def opens(self) -> tuple[bool, ...]:
        """Whether each word begins a sentence: is the first of all that hang from one root."""
        first: dict[int, int] = {}
        for i, root in enumerate(self._roots):
            first.setdefault(root, i)
        begins = set(first.values())
        return tuple(i in begins for i in range(len(self.words)))

    @cached_property
    def _roots(self) -> list[int]:
        """The root that each word hangs from."""
        roots = [-1] * len(self.words)
        for i in range(len(self.words)):
            path = []
            while roots[i] < 0 and self.heads[i] != i:
                path.append(i)
                i = self.heads[i]
            root = i if roots[i] < 0 else roots[i]
            for k in (i, *path):
                roots[k] = root
        return roots

    @cached_property
    def _starts(self) -> list[int]:
        """The first word of every sentence."""
        return [i for i, opens in enumerate(self.opens) if opens or i == 0]

    @property
    def sents(self) -> list[Run]:
        """The sentences, in order."""
        return [Run(self, a, b) for a, b in pairwise([*self._starts, len(self.words)])]

    @property
    def ents(self) -> tuple[Run, ...]:
        """The names, in order."""
        return tuple(Run(self, a, b, kind) for a, b, kind in self.names)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The type of the name that each word is in, empty outside names."""
        found = [""] * len(self.words)
        for a, b, kind in self.names:
            found[a:b] = [kind] * (b - a)
        return tuple(found)

    @cached_property
    def kids(self) -> tuple[tuple[int, ...], ...]:
        """The words that hang from each word, in order."""
        found: list[list[int]] = [[] for _ in self.words]
        for i, head in enumerate(self.heads):
            if head != i:
                found[head].append(i)
        return tuple(map(tuple, found))

    def covering(self, start: int, end: int) -> Run | None:
        """Return the words that the characters ``start`` to ``end`` touch, ``None`` where they are not in the text."""
        first, last = self._at(start), self._at(end - 1)
        if first < 0 or last < 0:
            return None
        if start == self.idx[first] + len(self.words[first]):
            first += 1
        return Run(self, first, max(first, last + 1))

    def _at(self, char: int) -> int:
        """Return the word that a character is in, or the one before where it is the blank after it; -1 outside."""
        return bisect_right(self.idx, char) - 1 if char < len(self.text) else -1


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a document, by its number ``i``."""

    doc: Doc
    i: int

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return f"Word({self.i}, {self.text!r})"

    @property
    def text(self) -> str:
        """Its characters."""
        return self.doc.words[self.i]

    @property
    def lower(self) -> str:
        """Its characters in small letters."""
        return self.text.lower()

    @property
    def idx(self) -> int:
        """Where it starts, in code points."""
        return self.doc.idx[self.i]

    @property
    def pos(self) -> str:
        """Its part of speech; ``SPACE`` for blanks, ``X`` for what was not read."""
        return self.doc.pos[self.i]

    @property
    def morph(self) -> str:
        """Its features, "Number=Sing|Person=3"."""
        return self.doc.feats[self.i]

    @property
    def lemma(self) -> str:
        """Its lemma."""
        return self.doc.lemmas[self.i]

    @property
    def dep(self) -> str:
        """Its relation to its head."""
        return self.doc.deps[self.i]

    @property
    def head(self) -> Word:
        """The word that it hangs from; itself for a root."""
        return Word(self.doc, self.doc.heads[self.i])

    @property
    def children(self) -> list[Word]:
        """The words that hang from it, in order; ``lefts`` and ``rights`` are those before and after it."""
        return [Word(self.doc, k) for k in self.doc.kids[self.i]]

    @property
    def lefts(self) -> list[Word]:
        """The words before it that hang from it."""
        return [Word(self.doc, k) for k in self.doc.kids[self.i] if k < self.i]

    @property
    def rights(self) -> list[Word]:
        """The words after it that hang from it."""
        return [Word(self.doc, k) for k in self.doc.kids[self.i] if k > self.i]

    @property
    def kind(self) -> str:
        """The type of the name that it is in; empty outside names."""
        return self.doc.kinds[self.i]

    @property
    def goes_on(self) -> bool:
        """True within a name, but for its first word."""
        at = bisect_left(self.doc.names, (self.i,))
        return at > 0 and self.doc.names[at - 1][1] > self.i

    @property
    def is_space(self) -> bool:
        """True for blanks."""
        return self.text.isspace()

    @property
    def opens(self) -> bool:
        """True for the first word of a sentence."""
        return self.doc.opens[self.i]

    @property
    def sent(self) -> Run:
        """Its sentence."""
        starts = self.doc._starts
        at = bisect_right(starts, self.i)
        return Run(self.doc, starts[at - 1], starts[at] if at < len(starts) else len(self.doc))


@dataclass(frozen=True, slots=True)
class Run:
    """Words from number ``start`` to before ``end``; ``kind`` is the type of a name."""

    doc: Doc
    start: int
    end: int
    kind: str = ""

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Word]:
        return (Word(self.doc, i) for i in range(self.start, self.end))

    def __getitem__(self, number: int) -> Word:
        """Return a word by its number within the run."""
        return Word(self.doc, range(self.start, self.end)[number])

    def __repr__(self) -> str:
        return f"Run({self.start}, {self.end}, {self.text[:40]!r})"

    @property
    def start_char(self) -> int:
        """Where it starts, in code points."""
        return self.doc.idx[self.start]

    @property
    def end_char(self) -> int:
        """The code point after its last word."""
        return self.doc.idx[self.end - 1] + len(self.doc.words[self.end - 1])

    @property
    def text(self) -> str:
        """Its characters, with the blanks between its words."""
        return self.doc.text[self.start_char : self.end_char] if self.end > self.start else ""

    @property
    def root(self) -> Word:
        """The word with the shortest way to the root of the sentence, the first of several."""
        heads = self.doc.heads
        words = range(self.start, self.end)
        for i in words:
            if heads[i] == i:
                return Word(self.doc, i)
        leading = [i for i in words if heads[i] not in words]
        return Word(self.doc, min(leading, key=self._depth, default=self.start))

    def _depth(self, word: int) -> int:
        depth, heads = 0, self.doc.heads
        while heads[word] != word:
            word, depth = heads[word], depth + 1
        return depth
