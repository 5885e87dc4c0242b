"""A document as plain lists, which the rules read many times over."""

from __future__ import annotations

from dataclasses import dataclass, field

from communique.language.doc import Doc
from communique.records import Span
from communique.text import Segment, TextLayer

TRIMMED = frozenset("PUNCT SPACE".split())
_STOPS = frozenset(". ? !".split())
_OPENERS = frozenset("“ \" `` '' ‘ ' « „ ‟ ( [ $".split())


@dataclass(slots=True)
class View:
    """Token attributes of one report, an entry a token, and its paragraphs.

    ``paras`` holds the (start, end) token ranges of the content segments, ``para`` the number of
    each token's paragraph, -1 outside; ``opens`` the first token of each token's sentence. ``hard``
    numbers the stretches between full stops before a capital, by which a sentence too long in the
    analysis is cut. ``person`` tells the tokens in names of persons.
    """

    text: str
    low: list[str]
    pos: list[str]
    dep: list[str]
    head: list[int]
    start: list[int]
    end: list[int]
    opens: list[int]
    kids: list[list[int]]
    paras: list[tuple[int, int]]
    segments: list[Segment]
    para: list[int]
    hard: list[int]
    person: list[bool]
    _trees: dict[int, list[int]] = field(default_factory=dict)

    def tree(self, token: int) -> list[int]:
        """Return the tokens of the subtree of ``token``, in order."""
        found = self._trees.get(token)
        if found is None:
            found, todo = [], [token]
            while todo:
                at = todo.pop()
                found.append(at)
                todo += self.kids[at]
            found.sort()
            self._trees[token] = found
        return found

    def words(self, start: int, end: int) -> list[int]:
        """Return the tokens of the characters ``start`` to ``end`` that are words."""
        first, last = self.token_at(start), self.token_at(end)
        return [i for i in range(first, last) if self.pos[i] not in TRIMMED]

    def token_at(self, char: int) -> int:
        """Return the first token that starts at or after ``char``."""
        lo, hi = 0, len(self.start)
        while lo < hi:
            mid = (lo + hi) // 2
            if self.start[mid] < char:
                lo = mid + 1
            else:
                hi = mid
        return lo

    def spans(self, tokens: list[int]) -> tuple[Span, ...]:
        """Return ``tokens`` (in order) as character spans: one a run, without outer punctuation."""
        runs: list[list[int]] = []
        for i in tokens:
            if runs and all(self.pos[k] in TRIMMED for k in range(runs[-1][-1] + 1, i)):
                runs[-1].append(i)
            else:
                runs.append([i])
        trimmed = (self._trim(run) for run in runs)
        return tuple(Span(self.start[a], self.end[b]) for a, b in filter(None, trimmed))

    def _trim(self, run: list[int]) -> tuple[int, int] | None:
        """Return first and last token of a run without punctuation at its ends."""
        words = [i for i in run if self.pos[i] not in TRIMMED]
        if not words:
            return None
        first, last = words[0], words[-1]
        at = run.index(first)
        if at and self.low[run[at - 1]] in _OPENERS:
            first = run[at - 1]
        return first, last


def view_of(doc: Doc, layer: TextLayer) -> View:
    """Return the plain lists of ``doc``, the analysis of ``layer``."""
    n = len(doc)
    texts, start, pos = list(doc.words), list(doc.idx), list(doc.pos)
    paras, segments = _paragraphs(layer, start)
    para = [-1] * n
    for k, (a, b) in enumerate(paras):
        para[a:b] = [k] * (b - a)
    return View(
        text=layer.text,
        low=[t.lower().replace("’", "'") for t in texts],
        pos=pos,
        dep=list(doc.deps),
        head=list(doc.heads),
        start=start,
        end=[a + len(t) for a, t in zip(start, texts, strict=True)],
        person=[kind == "PER" for kind in doc.kinds],
        hard=_stretches(texts, pos),
        opens=_sentence_starts(doc.opens),
        kids=list(map(list, doc.kids)),
        paras=paras,
        segments=segments,
        para=para,
    )


def _sentence_starts(flags: tuple[bool, ...]) -> list[int]:
    opens, at = [], 0
    for i, flag in enumerate(flags):
        if flag:
            at = i
        opens.append(at)
    return opens


def _stretches(texts: list[str], pos: list[str]) -> list[int]:
    found, number, stopped = [], 0, False
    for text, tag in zip(texts, pos, strict=True):
        if stopped and tag not in TRIMMED:
            number += text[:1].isupper()
            stopped = False
        stopped = stopped or (text in _STOPS and tag == "PUNCT")
        found.append(number)
    return found


def _paragraphs(layer: TextLayer, starts: list[int]) -> tuple[list[tuple[int, int]], list[Segment]]:
    """Return the token range of every segment that is read, and the segments."""
    ranges, kept, at, n = [], [], 0, len(starts)
    for segment in layer.segments:
        while at < n and starts[at] < segment.start:
            at += 1
        first = at
        while at < n and starts[at] < segment.end:
            at += 1
        if segment.is_content and at > first:
            ranges.append((first, at))
            kept.append(segment)
    return ranges, kept
