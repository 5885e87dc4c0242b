"""From reports that were read to padded batches, and the features of pairs of words."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from torch import Tensor

from communique.language.acts import PARTS
from communique.language.attributions import distance
from communique.reading.tellings import case, paths
from training.acts_data import Document, States
from training.acts_network import KINDS, POS, STATUS, Labels
from training.network import HIDDEN

WORDS = 1100
"""A batch ends with the report that takes it over so many words."""


@dataclass(frozen=True)
class Batch:
    """Windows of some reports, padded.

    Attributes:
        documents: the reports.
        windows: every window with the number of its report.
        below, top: the encoder's states [b,t,hidden].
        mask: which pieces are there.
        first, last: pieces of the words [b,n].
        real: which words are there; what is made of words is in this order, without padding.
        known, ruled, tags, relations: features of the words, by number, without padding.
    """

    documents: Sequence[Document]
    windows: Sequence[tuple[int, States]]
    below: Tensor
    top: Tensor
    mask: Tensor
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

    def slices(self) -> Iterator[tuple[Document, States, slice]]:
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


def collate(documents: Sequence[Document], labels: Labels) -> Batch:
    """Pad the windows of reports into tensors."""
    windows = [(number, w) for number, d in enumerate(documents) for w in d.windows]
    pieces = max(len(w.below) for _, w in windows)
    longest = max(len(w.words) for _, w in windows)
    below, top = (torch.zeros(len(windows), pieces, HIDDEN) for _ in range(2))
    mask = torch.zeros(len(windows), pieces, dtype=torch.bool)
    first, last = (torch.zeros(len(windows), longest, dtype=torch.long) for _ in range(2))
    real = torch.zeros(len(windows), longest, dtype=torch.bool)
    for row, (_, w) in enumerate(windows):
        t, n = len(w.below), len(w.words)
        below[row, :t] = torch.from_numpy(w.below.astype(np.float32))
        top[row, :t] = torch.from_numpy(w.top.astype(np.float32))
        mask[row, :t] = True
        first[row, :n], last[row, :n] = torch.tensor(w.first), torch.tensor(w.last)
        real[row, :n] = True
    features = _features([(documents[number], t) for number, w in windows for t in w.words], labels)
    return Batch(documents, windows, below, top, mask, first, last, real, *features)


def _features(words: Sequence[tuple[Document, int]], labels: Labels) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    relations = {dep: i for i, dep in enumerate(labels.deps)}
    known = [1 + KINDS.index(d.known[t]) if t in d.known else 0 for d, t in words]
    ruled = [1 + STATUS.index(d.ruled[t]) if t in d.ruled else 0 for d, t in words]
    tags = [_tag(d.tree.pos[t]) for d, t in words]
    deps = [relations.get(d.tree.deps[t], 0) for d, t in words]
    return torch.tensor(known), torch.tensor(ruled), torch.tensor(tags), torch.tensor(deps)


def pairs_of(document: Document, window: States, at: int, labels: Labels) -> Pairs:
    """Return the features of a window's words beside its word ``at``; they are made once."""
    token = window.words[at]
    if token not in document.pairs:
        document.pairs[token] = _pairs(document, window.words, at, labels)
    found: Pairs = document.pairs[token]
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
