"""From sentences to padded batches: windows of consecutive sentences of one document.

A third of the windows are single sentences (as given by ``communique tag``), the others run
on over sentences and paragraphs (as ``communique read`` gives them); trees never cross a sentence.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from communique.language.shapes import Shape, shape_of
from communique.language.wordpiece import WordPiece
from training.corpora import UNKNOWN, Document
from training.encoder import FIRST, LAST, MASK

LONGEST = 240


@dataclass(frozen=True)
class Labels:
    """Label lists of the heads, in the order of their scores."""

    upos: list[str]
    xpos: list[str]
    feats: list[str]
    scripts: list[str]
    deprels: list[str]

    def all(self) -> tuple[list[str], ...]:
        """Return the lists in the order of :class:`training.network.Sizes`."""
        return self.upos, self.xpos, self.feats, self.scripts, self.deprels

    def as_dict(self) -> dict[str, list[str]]:
        """Return the lists by name."""
        return dict(vars(self))


@dataclass(slots=True)
class Prepared:
    """A sentence as numbers."""

    words: list[str]
    pieces: list[tuple[int, ...]]
    shapes: list[int]
    gaps: list[int]
    names: list[int]
    upos: list[int]
    xpos: list[int]
    feats: list[int]
    scripts: list[int]
    heads: list[int]
    deprels: list[int]
    says: list[tuple[int, list[int]]] | None
    opens: bool
    splits: bool


def prepare(document: Document, labels: Labels, pieces: WordPiece) -> list[Prepared]:
    """Turn the words and labels of a document into numbers; what is not labelled is -100."""
    sets = {k: {v: i for i, v in enumerate(vs)} for k, vs in labels.as_dict().items()}

    def numbers(name: str, values: Sequence[str], n: int) -> list[int]:
        return [sets[name].get(v, UNKNOWN) for v in values] if values else [UNKNOWN] * n

    out = []
    for s in document:
        n = len(s.words)
        out.append(
            Prepared(
                s.words, [pieces.pieces(w) for w in s.words], [shape_of(w) for w in s.words], s.gaps, s.names,
                numbers("upos", s.upos, n), numbers("xpos", s.xpos, n), numbers("feats", s.feats, n),
                numbers("scripts", s.scripts, n), s.heads or [UNKNOWN] * n, numbers("deprels", s.deprels, n), s.says,
                bool(s.opens), s.splits,
            )
        )  # fmt: skip
    return out


Window = list[Prepared]


def windows(documents: Sequence[Sequence[Prepared]], rng: random.Random) -> Iterator[Window]:
    """Cut documents into windows of whole sentences, of random length up to 120 words."""
    for document in documents:
        window: Window = []
        limit = 0
        for sentence in document:
            size = sum(len(s.words) for s in window)
            full = size + len(sentence.words) > limit
            if window and (full or (sentence.opens and rng.random() < 0.3)):
                yield window
                window = []
            if not window:
                limit = 0 if rng.random() < 0.35 else rng.randint(30, 120)
            window.append(sentence)
        if window:
            yield window


def batches(spans: list[Window], words: int, rng: random.Random) -> Iterator[dict[str, Tensor]]:
    """Shuffle windows, group those of like length into batches of about ``words`` words."""
    rng.shuffle(spans)
    pool = 4000
    for start in range(0, len(spans), pool):
        part = sorted(spans[start : start + pool], key=lambda w: sum(len(s.words) for s in w))
        groups: list[list[Window]] = [[]]
        size = 0
        for window in part:
            n = sum(len(s.words) for s in window)
            if groups[-1] and size + n > words:
                groups.append([])
                size = 0
            groups[-1].append(window)
            size += n
        rng.shuffle(groups)
        for group in groups:
            yield collate(group, rng)


def recased(shapes: list[int], rng: random.Random) -> list[int]:
    """Now and then read a window as a headline (every word capitalised) or without case."""
    draw = rng.random()
    if draw > 0.05:
        return shapes
    cased = {int(Shape.LOWER), int(Shape.TITLE)}
    to = int(Shape.TITLE) if draw < 0.025 else int(Shape.UPPER) if draw < 0.035 else int(Shape.LOWER)
    return [to if s in cased else s for s in shapes]


def collate(group: Sequence[Window], rng: random.Random | None = None) -> dict[str, Tensor]:
    """Pad windows into tensors. With ``rng``, hide one word in thirty and vary the case."""
    rows = [_row(w, rng) for w in group]
    t = max(len(r["pieces"]) for r in rows)
    n = max(len(r["first"]) for r in rows)
    batch: dict[str, Tensor] = {}
    for key in ("pieces", "shapes", "gaps"):
        batch[key] = torch.tensor([r[key] + [0] * (t - len(r[key])) for r in rows])
    batch["mask"] = torch.tensor([[True] * len(r["pieces"]) + [False] * (t - len(r["pieces"])) for r in rows])
    for key in ("first", "last", "sentence"):
        batch[key] = torch.tensor([r[key] + [0 if key != "sentence" else -1] * (n - len(r[key])) for r in rows])
    for key in ("names", "upos", "xpos", "feats", "scripts", "heads", "deprels", "starts"):
        batch[key] = torch.tensor([r[key] + [UNKNOWN] * (n - len(r[key])) for r in rows])
    return batch | _attributions(group, n)


def _attributions(group: Sequence[Window], n: int) -> dict[str, Tensor]:
    """Return where cues are [b,n], and for every attribution its window, its cue's place and the roles [a,n]."""
    cues = torch.full((len(group), n), UNKNOWN)
    places: list[tuple[int, int]] = []
    rows: list[list[int]] = []
    for number, window in enumerate(group):
        base = 0
        for s in window:
            if s.says is not None:
                cues[number, base : base + len(s.words)] = 0
            for cue, roles in s.says or ():
                if base + len(roles) <= n:
                    cues[number, base + cue] = 1
                    places.append((number, base + cue))
                    rows.append([0] * base + roles + [0] * (n - base - len(roles)))
            base += len(s.words)
        cues[number, base:] = UNKNOWN
        for row, (at, _) in zip(rows, places, strict=True):
            if at == number:
                row[base:] = [UNKNOWN] * (n - base)
    return {"cues": cues, "said": torch.tensor(places).reshape(-1, 2), "roles": torch.tensor(rows).reshape(-1, n)}


def _row(window: Window, rng: random.Random | None) -> dict[str, list[int]]:
    row: dict[str, list[int]] = {
        k: []
        for k in (
            "first",
            "last",
            "sentence",
            "names",
            "upos",
            "xpos",
            "feats",
            "scripts",
            "heads",
            "deprels",
            "starts",
        )
    }
    row |= {"pieces": [FIRST], "shapes": [0], "gaps": [0]}
    for number, s in enumerate(window):
        base = len(row["first"])
        shapes = recased(s.shapes, rng) if rng else s.shapes
        for i, ids in enumerate(s.pieces):
            if len(row["pieces"]) + len(ids) >= 500:
                break
            row["first"].append(len(row["pieces"]))
            row["last"].append(len(row["pieces"]) + len(ids) - 1)
            hidden = rng is not None and rng.random() < 0.03
            row["pieces"] += [MASK] * len(ids) if hidden else ids
            row["shapes"] += [shapes[i]] * len(ids)
            row["gaps"] += [s.gaps[i]] * len(ids)
            row["sentence"].append(number)
            for key in ("names", "upos", "xpos", "feats", "scripts", "deprels"):
                row[key].append(getattr(s, key)[i])
            head = s.heads[i]
            row["heads"].append(head if head <= 0 else head + base)
            row["starts"].append(UNKNOWN if (base == 0 and i == 0) or not s.splits else int(i == 0))
    row["pieces"].append(LAST)
    row["shapes"].append(0)
    row["gaps"].append(0)
    width = len(row["first"])
    row["heads"] = [UNKNOWN if h > width else h for h in row["heads"]]
    return row
