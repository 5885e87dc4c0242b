"""The language core: a report's text layer in, a :class:`~communique.language.doc.Doc` out.

The ``Doc`` spans the whole text (``doc.text == layer.text``), blanks included, so that a
word's ``idx`` is a code-point offset into the report. What is content (title, body, block
quotations) is read by the joint model; credit lines and boilerplate are divided into words only,
each with the tag ``X``, a line a sentence. No sentence crosses a paragraph.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from communique.language.acts import Window
from communique.language.doc import Doc
from communique.language.model import MOST_PIECES, Model, Words, shipped
from communique.language.names import agreed, recalled, spans, spotted
from communique.language.rows import Row, unhelping
from communique.language.shapes import gap_of
from communique.language.tokens import Token, tokenize
from communique.text import TextLayer

WINDOW = 128
"""Words a call aims at: whole paragraphs are joined up to it, longer ones are cut at a sentence's end."""


class Extent(Protocol):
    """Anything with a start and an end in code points."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """Code point after the last."""


def go_on(at: int) -> None:
    """Let a reading go on that has got to a character: there is no limit to it."""


def analyse(
    layer: TextLayer,
    model: Model | None = None,
    apart: Sequence[Extent] = (),
    surnames: Container[str] = (),
    people: frozenset[tuple[str, ...]] = frozenset(),
    got_to: Callable[[int], None] = go_on,
) -> Doc:
    """Return the analysed ``Doc`` of a report.

    Words carry ``pos``, ``morph``, ``lemma``, ``head`` and ``dep`` (Universal Dependencies);
    ``doc.ents`` are names of type PER, ORG, LOC or MISC; ``doc.sents`` the sentences. ``apart``
    are spans that stand outside every sentence, such as a dateline; ``surnames`` are words that by
    themselves name persons, should the model take them for names of another type; ``people`` are whole names,
    word by word. ``got_to`` is called with the character that is read next, before every window.
    """
    model = model or shipped()
    tokens = tokenize(layer.text)
    row = blank_row(tokens)
    content = contents(layer, tokens, apart)
    for block in _blocks(tokens, content, model):
        got_to(tokens[block[0][0]].start)
        _read_block(tokens, block, model, row, got_to)
    return document(layer.text, tokens, row, tuple(content), surnames, people)


def blank_row(tokens: list[Token]) -> Row:
    """Return the row of words that nobody has read: each of the tag ``X``, a line a sentence."""
    n = len(tokens)
    blank = [t.is_blank for t in tokens]
    starts = [i == 0 or (not blank[i] and blank[i - 1] and "\n" in tokens[i - 1].text) for i in range(n)]
    heads: list[int] = []
    for i in range(n):
        heads.append(i if starts[i] else heads[i - 1])
    return Row(
        upos=["SPACE" if b else "X" for b in blank],
        feats=[""] * n,
        lemmas=[t.text for t in tokens],
        heads=heads,
        deprels=["dep"] * n,
        starts=starts,
        ents=[],
        said=[],
        acts=[],
    )


def contents(layer: TextLayer, tokens: list[Token], apart: Sequence[Extent]) -> list[tuple[int, int]]:
    """Return the token ranges of the segments to be read, without what stands apart."""
    ranges = []
    at = 0
    for segment in layer.segments:
        while at < len(tokens) and tokens[at].start < segment.start:
            at += 1
        skipped = max((x.end for x in apart if segment.start <= x.start < segment.end), default=segment.start)
        while at < len(tokens) and tokens[at].start < skipped:
            at += 1
        first = at
        while at < len(tokens) and tokens[at].start < segment.end:
            at += 1
        if segment.is_content and at > first:
            ranges.append((first, at))
    return ranges


Block = list[list[int]]
"""Paragraphs of one window; each a list of token indices without blanks."""


def _blocks(tokens: list[Token], content: list[tuple[int, int]], model: Model) -> Iterator[Block]:
    """Join whole paragraphs into windows of about :data:`WINDOW` words."""
    block: Block = []
    size = pieces = 0
    for first, last in content:
        words = [i for i in range(first, last) if not tokens[i].is_blank]
        if not words:
            continue
        weight = sum(model.count(tokens[i].text) for i in words)
        if block and (size + len(words) > WINDOW or pieces + weight > MOST_PIECES):
            yield block
            block, size, pieces = [], 0, 0
        block.append(words)
        size, pieces = size + len(words), pieces + weight
    if block:
        yield block


def _read_block(tokens: list[Token], block: Block, model: Model, row: Row, got_to: Callable[[int], None]) -> None:
    """Read a window; where a single paragraph is too long for one, read on from its last whole sentence."""
    rest = [i for paragraph in block for i in paragraph]
    opens = {paragraph[0] for paragraph in block}
    at = 0
    while at < len(rest):
        window = _fitting(tokens, rest, at, model)
        starts = [0, *(k for k, i in enumerate(window) if i in opens and k)]
        texts = [tokens[i].text for i in window]
        gaps = [gap_of(tokens[i].before) for i in window]
        gaps[0] = gap_of("\n") if window[0] in opens else gaps[0]
        found = model.read(texts, gaps, starts)
        done = len(window)
        if done < len(rest) - at and len(found.starts) > 1:
            done = found.starts[-1]
        _store(window[:done], found, row)
        row.acts.append(Window(window[:done], found.acts[:done]))
        row.said += [replace(a, cue=window[a.cue], words=window) for a in found.said if a.cue < done]
        at += done
        if at < len(rest):
            got_to(tokens[rest[at]].start)


def _fitting(tokens: list[Token], words: list[int], at: int, model: Model) -> list[int]:
    """Return the words from number ``at`` on that a call may hold."""
    most = words[at : at + WINDOW + WINDOW // 2]
    total = 0
    for k, i in enumerate(most):
        total += model.count(tokens[i].text)
        if total > MOST_PIECES:
            return most[: max(1, k)]
    return most


def _store(window: list[int], found: Words, row: Row) -> None:
    starts = [s for s in found.starts if s < len(window)]
    bounds = [*starts, len(window)]
    for a, b in itertools.pairwise(bounds):
        for k in range(a, b):
            i = window[k]
            row.upos[i], row.feats[i] = found.upos[k], found.feats[k]
            row.lemmas[i], row.deprels[i] = found.lemmas[k], found.deprels[k]
            head = found.heads[k]
            row.heads[i] = window[a + head - 1] if head and a + head - 1 < len(window) else i
            row.starts[i] = k == a
        names = found.names[a:b]
        row.ents += [(window[a + s], window[a + e - 1] + 1, kind) for s, e, kind in spans(names)]


def document(
    text: str,
    tokens: list[Token],
    row: Row,
    content: tuple[tuple[int, int], ...],
    surnames: Container[str],
    people: frozenset[tuple[str, ...]],
    *,
    english: bool = True,
) -> Doc:
    """Return the ``Doc`` of a row; blank tokens lean on the word before them, so that they never divide a sentence.

    Of what is English, the modal verbs are looked at once more (:func:`communique.language.rows.unhelping`).
    """
    texts = [t.text for t in tokens]
    if english:
        unhelping(texts, row)
    for i, token in enumerate(tokens):
        if token.is_blank and i:
            row.heads[i] = i - 1
    return Doc(
        text,
        tuple(texts),
        tuple(t.start for t in tokens),
        tuple(row.upos),
        tuple("" if f == "_" else f for f in row.feats),
        tuple(row.lemmas),
        tuple(row.heads),
        tuple(row.deprels),
        tuple(sorted(agreed(recalled(spotted(row.ents, texts, people), texts, row.upos), texts, surnames))),
        content,
        tuple(row.said),
        tuple(row.acts),
    )
