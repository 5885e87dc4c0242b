"""From reports that were read to padded batches, and the features of pairs of words."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import numpy as np
import torch
from torch import Tensor

from communique.language.acts import PARTS
from communique.language.attributions import distance
from communique.language.shapes import gap_of
from communique.reading.engagements.tellings import case, paths
from training.acts_data import Document, Fed
from training.acts_network import KINDS, POS, STATUS, Labels
from training.batches import recased
from training.encoder import FIRST, LAST, MASK
from training.network import GAPS

HIDDEN_WORDS = 30
"""One word in so many is hidden from the encoder while training."""

ALONE = 0.2
"""Share of the reports of which, in an epoch, every sentence is a window of its own."""

_ENDS = ("first", "last")

WORDS = 1100
"""A batch ends with the report that takes it over so many words."""


@dataclass(frozen=True)
class Batch:
    """Windows of some reports, padded.

    Attributes:
        documents: the reports.
        windows: every window with the number of its report.
        inputs: what the encoder is given (:meth:`training.network.Network.states`).
        first, last: pieces of the words [b,n].
        real: which words are there; what is made of words is in this order, without padding.
        known, ruled, tags, relations: features of the words, by number, without padding.
    """

    documents: Sequence[Document]
    windows: Sequence[tuple[int, Fed]]
    inputs: Mapping[str, Tensor]
    first: Tensor
    last: Tensor
    real: Tensor
    known: Tensor
    ruled: Tensor
    tags: Tensor
    relations: Tensor

    @cached_property
    def words(self) -> list[tuple[int, int]]:
        """Every word by its report and its number there."""
        return [(number, token) for number, window in self.windows for token in window.words]

    @cached_property
    def rows(self) -> dict[tuple[int, int], int]:
        """The row of every word."""
        return {word: row for row, word in enumerate(self.words)}

    def slices(self) -> Iterator[tuple[Document, Fed, slice]]:
        """Yield every window with its report and its rows."""
        start = 0
        for number, window in self.windows:
            yield self.documents[number], window, slice(start, start + len(window.words))
            start += len(window.words)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Features of every word of a window beside the one that tells, and the part it has by the marks."""

    far: Tensor
    paths: Tensor
    cases: Tensor
    frame: Tensor
    tags: Tensor
    gold: Tensor


def groups(documents: Sequence[Document], rng: random.Random) -> Iterator[list[Document]]:
    """Shuffle the reports and yield those of each batch."""
    rest = list(documents)
    rng.shuffle(rest)
    group: list[Document] = []
    size = 0
    for document in rest:
        group.append(document)
        size += len(document.tree.words)
        if size > WORDS:
            yield group
            group, size = [], 0
    if group:
        yield group


def collate(documents: Sequence[Document], labels: Labels, rng: random.Random | None = None) -> Batch:
    """Pad the windows of reports into tensors. With ``rng``, hide a word in :data:`HIDDEN_WORDS` and vary the case."""
    windows = [(number, w) for number, d in enumerate(documents) for w in _windows(d, rng)]
    rows = [_row(w, rng) for _, w in windows]
    pieces = max(len(row["pieces"]) for row in rows)
    longest = max(len(w.words) for _, w in windows)
    inputs = {k: _padded([row[k] for row in rows], pieces) for k in ("pieces", "shapes", "gaps")}
    inputs["mask"] = _padded([[1] * len(row["pieces"]) for row in rows], pieces).bool()
    first, last = (_padded([w.inputs[k][: len(w.words)].tolist() for _, w in windows], longest) for k in _ENDS)
    real = _padded([[1] * len(w.words) for _, w in windows], longest).bool()
    features = _features([(documents[number], t) for number, w in windows for t in w.words], labels)
    return Batch(documents, windows, inputs, first, last, real, *features)


def _windows(document: Document, rng: random.Random | None) -> Sequence[Fed]:
    """Return the windows of a report; with ``rng`` now and then its sentences, each alone, as a short text is read."""
    if rng is None or rng.random() > ALONE:
        return document.windows
    return [_cut(window, a, b) for window in document.windows for a, b in _sentences(document, window)]


def _sentences(document: Document, window: Fed) -> Iterator[tuple[int, int]]:
    """Yield where sentences begin and end in a window."""
    start = 0
    for _, words in groupby(window.words, lambda word: document.tree.sentence[word]):
        end = start + len(list(words))
        yield start, end
        start = end


def _cut(window: Fed, start: int, end: int) -> Fed:
    """Return some words of a window as a window of their own, which begins a line."""
    first, last = window.inputs["first"][start], window.inputs["last"][end - 1]
    row = {k: window.inputs[k][first : last + 1].copy() for k in ("pieces", "marks")}
    opening = window.inputs["last"][start] - first + 1
    row["marks"][:opening] = row["marks"][:opening] // GAPS * GAPS + gap_of("\n")
    inputs = {
        "pieces": np.concatenate(([FIRST], row["pieces"], [LAST])),
        "marks": np.concatenate(([0], row["marks"], [0])),
        **{k: window.inputs[k][start:end] - first + 1 for k in _ENDS},
    }
    return Fed(window.words[start:end], inputs)


def _padded(rows: Sequence[list[int]], width: int) -> Tensor:
    return torch.tensor([row + [0] * (width - len(row)) for row in rows])


def _row(window: Fed, rng: random.Random | None) -> dict[str, list[int]]:
    pieces = window.inputs["pieces"].tolist()
    shapes, gaps = (part.tolist() for part in np.divmod(window.inputs["marks"], GAPS))
    if rng is not None:
        shapes = recased(shapes, rng)
        for a, b in zip(*(window.inputs[k].tolist() for k in _ENDS), strict=True):
            if rng.random() * HIDDEN_WORDS < 1:
                pieces[a : b + 1] = [MASK] * (b + 1 - a)
    return {"pieces": pieces, "shapes": shapes, "gaps": gaps}


def _features(words: Sequence[tuple[Document, int]], labels: Labels) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    relations = {dep: i for i, dep in enumerate(labels.deps)}
    known = [1 + KINDS.index(d.known[t]) if t in d.known else 0 for d, t in words]
    ruled = [1 + STATUS.index(d.ruled[t]) if t in d.ruled else 0 for d, t in words]
    tags = [_tag(d.tree.pos[t]) for d, t in words]
    deps = [relations.get(d.tree.deps[t], 0) for d, t in words]
    return torch.tensor(known), torch.tensor(ruled), torch.tensor(tags), torch.tensor(deps)


def pairs_of(document: Document, window: Fed, at: int, labels: Labels) -> Pairs:
    """Return the features of a window's words beside its word ``at``; they are made once."""
    key = window.words[at], window.words[0], len(window.words)
    if key not in document.pairs:
        document.pairs[key] = _pairs(document, window.words, at, labels)
    found: Pairs = document.pairs[key]
    return found


def _pairs(document: Document, words: Sequence[int], at: int, labels: Labels) -> Pairs:
    tree, token = document.tree, words[at]
    ways = {p: i for i, p in enumerate(labels.paths)}
    cases = {c: i for i, c in enumerate(labels.cases)}
    frame, parts = document.frames.get(token, {}), document.parts.get(token, {})
    unknown = len(PARTS)
    given = [PARTS.index(frame.get(w, "none")) if token in document.known else unknown for w in words]
    return Pairs(
        far=torch.from_numpy(distance(np.arange(len(words)) - at)),
        paths=torch.tensor([ways.get(way, 0) for way in paths(tree, token, words)]),
        cases=torch.tensor([cases.get(case(tree, w), 0) for w in words]),
        frame=torch.tensor(given),
        tags=torch.tensor([_tag(tree.pos[w]) for w in words]),
        gold=torch.tensor([parts.get(w, 0) for w in words]),
    )


def _tag(pos: str) -> int:
    return POS.index(pos) if pos in POS else POS.index("X")
