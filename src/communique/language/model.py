"""The joint model at work: words in, tags, lemmas, names and trees out. ONNX Runtime, one thread.

One call reads one window of words. Nothing in a window's answer depends on any other call,
so the same text gives the same answer whatever it is read with.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from communique.errors import ModelDamaged, ModelMissing
from communique.language.acts import Heads
from communique.language.attributions import Attribution, RoleScorer, product
from communique.language.lemmas import Lemmatizer
from communique.language.names import Names, joined, labels_of, refined, spans
from communique.language.packing import unpack, unsqueeze
from communique.language.shapes import shape_of
from communique.language.trees import best_tree
from communique.language.wordpiece import WordPiece

WEIGHTS = "english.onnx"
FORMAT = "3"
_SPLIT = 0.6
"""Score from which a word begins a sentence: a false end costs a tree more than a missed one."""

MOST_PIECES = 500
"""Pieces one call may hold; the encoder has 512 positions."""


@dataclass(slots=True)
class Words:
    """What the model says of a row of words.

    ``heads`` count from the sentence's first word as 1, 0 is the root; ``starts`` holds the
    index of the first word of every sentence; ``names`` are BIO labels; ``said`` are the likely
    cues of attributions with their words; ``acts`` are the vectors of
    :mod:`communique.language.acts`, a row a word.
    """

    forms: list[str]
    upos: list[str]
    feats: list[str]
    lemmas: list[str]
    heads: list[int]
    deprels: list[str]
    names: list[str]
    starts: list[int]
    said: list[Attribution]
    acts: NDArray[np.float32]


class Model:
    """The shipped weights, loaded."""

    def __init__(self, data: bytes) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
        meta = self._session.get_modelmeta().custom_metadata_map
        if meta.get("format") != FORMAT:
            problem = f"weights of format {meta.get('format')!r}, this version reads {FORMAT!r}"
            raise ModelDamaged(WEIGHTS, problem, "Install communique anew")
        labels = json.loads(meta["labels"])
        self.upos: list[str] = labels["upos"]
        self.feats: list[str] = labels["feats"]
        self._scripts: list[str] = labels["scripts"]
        self.deprels: list[str] = labels["deprels"]
        self._lemmatizer = Lemmatizer(json.loads(unsqueeze(meta["lemmas"])))
        self._names = Names(labels["names"])
        self.pieces = WordPiece(unsqueeze(meta["vocabulary"]).split("\n"))
        self._gaps = int(meta["gaps"])
        small = {k: unpack(v) for k, v in json.loads(meta["relations"]).items()}
        self._rel_weight = np.ascontiguousarray(small["rel_out.weight"].T)
        self._rel_bias, self._root_rel = small["rel_out.bias"], small["root_rel"]
        self._roles = RoleScorer(small)
        self.heads = Heads(unsqueeze(meta["engagements"]))

    def count(self, word: str) -> int:
        """Return how many pieces ``word`` takes of :data:`MOST_PIECES`."""
        return len(self.pieces.pieces(word))

    def read(
        self, words: Sequence[str], gaps: Sequence[int], starts: Sequence[int] = (0,), split: bool = True
    ) -> Words:
        """Read a window.

        Args:
            words: the words; together at most :data:`MOST_PIECES` pieces.
            gaps: what stands before each (:class:`communique.language.shapes.Gap`).
            starts: first words of sentences that are known beforehand (paragraphs), 0 among them.
            split: whether the model may begin sentences elsewhere too.
        """
        raw = self._run(words, gaps)
        names = raw["names"]
        starts = sorted({*starts, *(np.flatnonzero(names[:, -1] > _SPLIT).tolist() if split else ())})
        heads: list[int] = []
        starts = _without_lone_marks(words, starts) if split else starts
        bounds = [*starts, len(words)]
        for a, b in pairwise(bounds):
            heads += best_tree(np.concatenate((raw["arcs"][a:b, :1], raw["arcs"][a:b, a + 1 : b + 1]), 1))
        upos = [self.upos[i] for i in raw["upos"].tolist()]
        scripts = [self._scripts[i] for i in raw["scripts"].tolist()]
        feats = [self.feats[i] for i in raw["feats"].tolist()]
        deprels = self._relations(raw["sides"], heads, bounds)
        tops = [h + a - 1 if h else i for a, b in pairwise(bounds) for i, h in enumerate(heads[a:b], a)]
        found = joined(words, tops, deprels, spans(self._names.decode(names[:, :-1])))
        found = refined(words, upos, feats, found)
        return Words(
            forms=list(words),
            upos=upos,
            feats=feats,
            lemmas=[self._lemmatizer.lemma(*row) for row in zip(words, upos, scripts, strict=True)],
            heads=heads,
            deprels=deprels,
            names=labels_of(found, len(words)),
            starts=starts,
            said=self._roles.attributions(raw["cues"], raw["says"]),
            acts=raw["acts"],
        )

    def feed(self, words: Sequence[str], gaps: Sequence[int]) -> dict[str, NDArray[np.int64]]:
        """Return what the graph is given for a window: pieces, marks (case and blank), each word's first and last.

        Raises:
            ValueError: if there are more pieces than the encoder has positions.
        """
        pieces, marks, first, last = [self.pieces.first], [0], [], []
        for word, gap in zip(words, gaps, strict=True):
            ids = self.pieces.pieces(word)
            first.append(len(pieces))
            pieces.extend(ids)
            last.append(len(pieces) - 1)
            marks.extend([shape_of(word) * self._gaps + gap] * len(ids))
        pieces.append(self.pieces.last)
        marks.append(0)
        if len(pieces) > MOST_PIECES + 2:
            raise ValueError(f"a window of {len(pieces)} pieces, at most {MOST_PIECES} can be read at once")
        feed = {"pieces": pieces, "marks": marks, "first": first, "last": last}
        return {k: np.array(v, np.int64) for k, v in feed.items()}

    def _run(self, words: Sequence[str], gaps: Sequence[int]) -> dict[str, NDArray[Any]]:
        found = self._session.run(None, self.feed(words, gaps))
        return dict(zip((o.name for o in self._session.get_outputs()), found, strict=True))

    def _relations(self, sides: NDArray[np.float32], heads: list[int], bounds: list[int]) -> list[str]:
        """Best relation of every word to its head; ``root`` for the root and for nothing else."""
        chosen = np.zeros(len(heads), np.int64)
        for a, b in pairwise(bounds):
            for i in range(a, b):
                chosen[i] = heads[i] + a if heads[i] else 0
        d1, h1, d2, h2 = np.split(sides, 4, axis=1)
        r1, r2 = np.split(self._root_rel[None], 2, axis=1)
        h1, h2 = np.concatenate((r1, h1))[chosen], np.concatenate((r2, h2))[chosen]
        joined = np.concatenate((np.maximum(d1 + h1, 0), d2 * h2), 1)
        scores = product(joined, self._rel_weight) + self._rel_bias
        root = self.deprels.index("root")
        scores[:, root] = -np.inf
        best = scores.argmax(1).tolist()
        return ["root" if head == 0 else self.deprels[i] for i, head in zip(best, heads, strict=True)]


_OPENING = frozenset("\"'“‘«‹„([{") | {"``", "''"}


def _without_lone_marks(words: Sequence[str], starts: list[int]) -> list[int]:
    """A quotation mark or bracket by itself is no sentence: it opens the next."""
    bounds = [*starts, len(words)]
    joined = {b for a, b in pairwise(bounds) if all(w in _OPENING for w in words[a:b])}
    return [s for s in starts if s not in joined]


@cache
def shipped() -> Model:
    """Return the model shipped with the package, loaded once a process.

    Raises:
        ModelMissing: if the package lacks its weights.
        ModelDamaged: if they are of another format or cannot be loaded.
    """
    path = resources.files("communique.language") / WEIGHTS
    try:
        return Model(path.read_bytes())
    except FileNotFoundError as error:
        raise ModelMissing(WEIGHTS, "the weights are not in the package", "Install communique anew") from error
    except ModelDamaged:
        raise
    except Exception as error:
        raise ModelDamaged(WEIGHTS, f"the weights cannot be loaded: {error}", "Install communique anew") from error
