"""The words of a report as plain lists, taken once from its ``Doc`` for quick reading."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate

from communique import wordlists
from communique.language.doc import Doc
from communique.reading.page.turns import turns
from communique.text import SegmentKind, TextLayer

_HYPHENS = frozenset("-\u2010\u2011\u2013")
_OPEN, _CLOSE = frozenset("\u201c\u201e\u00ab"), frozenset("\u201d\u00bb")

OUTSIDE = frozenset(
    "case cc conj punct appos acl acl:relcl advcl advcl:relcl parataxis nsubj nsubj:pass nsubj:outer "
    "csubj cop aux aux:pass mark dep list discourse orphan obl obl:unmarked obl:agent ccomp obj iobj "
    "xcomp expl dislocated vocative advmod reparandum nmod:unmarked cc:preconj csubj:pass".split()
)
"""Relations of a noun that its phrase leaves out."""
_TIMES = wordlists.words("actors", "time_cases")
_CUT = frozenset("acl acl:relcl appos advcl advcl:relcl parataxis list nsubj cop nmod:unmarked".split())


class Words:
    """A report's words: one list a property, one value a token.

    Attributes:
        text, lower, pos, dep, morph: as of a :class:`~communique.language.doc.Word`.
        head: index of the head; its own for a root. ``kids`` lists the other way round.
        start, end: code-point offsets.
        sent: number of the sentence; ``sent_start`` its first token.
        ent: number of the name in ``ents``, -1 outside names. ``ents`` are (start, end, type).
        quoted: true between quotation marks and in block quotations.
        label: true in the labels of a transcript's turns, which ``labels`` are; ``turn`` is the number of the
            label of a token's paragraph, -1 for none.
        title: true in the headline. ``content`` is true in what is read at all.
    """

    def __init__(self, doc: Doc, layer: TextLayer) -> None:
        self.raw = layer.text
        self.size = len(doc)
        self._columns(doc)
        self._tree()
        self.ents = list(doc.names)
        self.ent = [-1] * self.size
        for number, (a, b, _) in enumerate(self.ents):
            self.ent[a:b] = [number] * (b - a)
        self._segments(doc, layer)
        self._labels(layer)

    def _labels(self, layer: TextLayer) -> None:
        """Mark the labels of a transcript's turns."""
        content = [s for s in layer.segments if s.is_content]
        self.labels: list[tuple[int, int]] = []
        self.label = [False] * self.size
        for span in turns(layer.text, content).values():
            first, last = bisect_left(self.start, span.start), bisect_left(self.start, span.end)
            self.label[first:last] = [True] * (last - first)
            self.labels.append((first, last))
        starts = {first: number for number, (first, _) in reversed(list(enumerate(self.labels)))}
        self.turn = [-1] * self.size
        for a, b in self.ranges:
            if a in starts:
                self.turn[a:b] = [starts[a]] * (b - a)

    def _columns(self, doc: Doc) -> None:
        self.text, self.pos, self.dep, self.morph = map(list, (doc.words, doc.pos, doc.deps, doc.feats))
        self.lower = [word.lower() for word in doc.words]
        self.head = list(doc.heads)
        self.sent: list[int] = [max(0, number - 1) for number in accumulate(doc.opens)]
        self.sent_start: list[int] = [i for i, opens in enumerate(doc.opens) if opens] or [0]
        self.start = list(doc.idx)
        self.end = [a + len(t) for a, t in zip(self.start, self.text, strict=True)]

    def _tree(self) -> None:
        self.kids: list[list[int]] = [[] for _ in range(self.size)]
        for i, h in enumerate(self.head):
            if h != i and self.pos[i] != "SPACE":
                self.kids[h].append(i)

    def _segments(self, doc: Doc, layer: TextLayer) -> None:
        self.content = [False] * self.size
        self.quoted = [False] * self.size
        self.title = [False] * self.size
        self.ranges: tuple[tuple[int, int], ...] = doc.content
        kinds = {s.start: s.kind for s in layer.segments if s.is_content}
        starts = sorted(kinds)
        for a, b in self.ranges:
            self.content[a:b] = [True] * (b - a)
            at = bisect_right(starts, self.start[a]) - 1
            kind = kinds[starts[at]] if at >= 0 else SegmentKind.BODY
            if kind is SegmentKind.TITLE:
                self.title[a:b] = [True] * (b - a)
            if kind is SegmentKind.BLOCK_QUOTE:
                self.quoted[a:b] = [True] * (b - a)
            else:
                self._marks(a, b)

    def _marks(self, a: int, b: int) -> None:
        """Mark what stands between quotation marks in one paragraph."""
        inside = False
        for i in range(a, b):
            mark = self.text[i]
            if mark in _OPEN or (mark in ('"', "``", "''") and not inside):
                inside = True
            elif mark in _CLOSE or mark in ('"', "``", "''"):
                inside = False
            else:
                self.quoted[i] = inside

    def words(self, start: int, end: int) -> str:
        """Return the text of the tokens ``start`` to ``end`` with blanks made single."""
        return " ".join(self.raw[self.start[start] : self.end[end - 1]].split()) if end > start else ""

    def kid(self, token: int, *deps: str) -> int | None:
        """Return the first dependent of ``token`` with one of the relations, or ``None``."""
        return next((k for k in self.kids[token] if self.dep[k] in deps), None)

    def case(self, token: int) -> str:
        """Return the preposition before a noun in small letters ("" where it has none)."""
        for k in self.kids[token]:
            if self.dep[k] == "case" and k < token:
                return self.lower[k]
        return ""

    def top(self, start: int, end: int) -> int:
        """Return the first token of a range whose head lies outside it."""
        for i in range(start, end):
            if not start <= self.head[i] < end or self.head[i] == i:
                return i
        return start

    def last_top(self, start: int, end: int) -> int:
        """Return the last noun of a range whose head lies outside it, for names whose tree is broken."""
        for i in range(end - 1, start - 1, -1):
            outside = not start <= self.head[i] < end or self.head[i] == i
            if outside and self.pos[i] in ("PROPN", "NOUN") and self.dep[i] not in ("compound", "flat"):
                return i
        return self.top(start, end)

    def first_conjunct(self, token: int) -> int:
        """Return the first of the conjuncts that ``token`` is one of."""
        for _ in range(20):
            if self.dep[token] != "conj" or self.head[token] == token:
                break
            token = self.head[token]
        return token

    def is_plural(self, token: int) -> bool:
        """True where the word is plural by its features."""
        return "Number=Plur" in self.morph[token]

    def phrase(self, head: int, *, right: bool = True) -> tuple[int, int]:
        """Return the range of the noun phrase of ``head`` without clauses and appositions.

        Where ``right`` is false, it ends with ``head`` (and what is flat to it).
        """
        inside = {head}
        for kid in self.kids[head]:
            if self.dep[kid] in OUTSIDE or (kid > head and self._is_when(head, kid)):
                continue
            if right or kid < head or self.dep[kid] == "flat":
                self._gather(kid, inside, 0)
        low, high = head, head + 1
        floor, ceiling = self.sent_start[self.sent[head]], self.size
        while low - 1 >= floor and (low - 1 in inside or (self._joint(low - 1) and low - 2 in inside)):
            low -= 1
        while high < ceiling and (high in inside or (self._joint(high) and high + 1 in inside)):
            high += 1
        while low < head and (self.dep[low] in ("case", "punct", "cc", "mark") or self.pos[low] == "SPACE"):
            low += 1
        while high - 1 > head and self.dep[high - 1] in ("punct", "cc"):
            high -= 1
        return low, high

    def _is_when(self, head: int, kid: int) -> bool:
        """True for what says when or during what, after a common noun: no part of who is meant."""
        return self.pos[head] == "NOUN" and self.dep[kid] == "nmod" and self.case(kid) in _TIMES

    def _joint(self, token: int) -> bool:
        return self.text[token] in _HYPHENS or self.pos[token] == "SPACE"

    def _gather(self, token: int, inside: set[int], depth: int) -> None:
        inside.add(token)
        if depth > 30:
            return
        for kid in self.kids[token]:
            if self.dep[kid] not in _CUT:
                self._gather(kid, inside, depth + 1)
