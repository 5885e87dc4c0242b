"""Marked reports as the engagements' heads are trained on them: windows of words, what rules say, the labels of words.

A report is read once, by the weights that are shipped. What its rules and its tree say comes from the package's own
functions, the same that are asked when a report is read, so that training and reading see the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.intake.report import report_from_text
from communique.language.acts import PARTS
from communique.language.cores import Shipped
from communique.language.model import Model
from communique.reading.engagements.tellings import Teller, case, paths
from communique.reading.page.tree import Tree
from communique.reading.read import parsed
from training.acts_marks import nearest
from training.acts_network import KINDS, STATUS, Labels

TELLS, MENTIONS = 1, 2
"""Classes of a word: the one that tells an engagement most plainly, and any other that stands for it."""

SURE, UNSURE = 1.0, 0.4
"""Weight of what its reader marked as sure, and of what a careful reader might leave out."""

_PARTS = {"initiator": "far", "guest": "far", "mediator": "far", "recipient": "near", "host": "near"}
_JUDGED = frozenset({"VERB", "NOUN", "ADJ", "PROPN", "AUX"})


@dataclass(frozen=True, slots=True)
class Fed:
    """A window as the encoder is given it.

    Attributes:
        words: the words by number; pieces of others may follow them.
        inputs: pieces, marks, and the first and the last piece of every word, as
            :meth:`communique.language.model.Model.feed` makes them.
    """

    words: list[int]
    inputs: Mapping[str, NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Told:
    """The label of a word: its class, kind and status by number, its weight, which engagement of the report."""

    role: int
    kind: int
    status: int
    weight: float
    engagement: int


@dataclass(slots=True)
class Document:
    """A report, read and labelled.

    Attributes:
        tree: its trees.
        known: the lexicon's kind of a word.
        frames: the parts that the lexicon's frame of a word gives to others.
        ruled: what the rules were asked for: statuses by word.
        windows: what the encoder is given.
        told: labels of words.
        parts: for every word that tells an engagement, the parts of others by number.
        pairs: kept by :mod:`training.acts_batches`.
    """

    id: str
    tree: Tree
    known: Mapping[int, str]
    frames: Mapping[int, Mapping[int, str]]
    ruled: Mapping[int, str]
    windows: Sequence[Fed]
    told: dict[int, Told] = field(default_factory=dict)
    parts: dict[int, dict[int, int]] = field(default_factory=dict)
    pairs: dict[tuple[int, int, int], Any] = field(default_factory=dict)


class FedModel(Model):
    """The joint model, which keeps what its encoder is given."""

    def __init__(self, data: bytes) -> None:
        self.fed: list[dict[str, NDArray[np.int64]]] = []
        super().__init__(data)

    def feed(self, words: Sequence[str], gaps: Sequence[int]) -> dict[str, NDArray[np.int64]]:
        """Return what the encoder is given for a window, and keep it."""
        self.fed.append(super().feed(words, gaps))
        return self.fed[-1]


def prepare(report: Mapping[str, Any], model: FedModel) -> Document:
    """Read a marked report and label its words."""
    found = report_from_text(report["text"], published=report.get("published") or None)
    if found.layer.text != report["text"]:
        raise ValueError(f"{report['id']}: the text was changed, its marks no longer fit")
    model.fed = []
    parse = parsed(found, Shipped(model))
    tree, judge = parse.tree, parse.judge.verdict
    windows = [Fed(list(w.words), f) for w, f in zip(parse.doc.acts, model.fed, strict=True)]
    asked = [i for a, b in parse.doc.content for i in range(a, b) if tree.pos[i] in _JUDGED]
    teller = Teller(model.heads, tree, parse.acts, judge)
    ruled = {i: judge(i).status.value for i in asked}
    document = Document(report["id"], tree, teller.kinds, teller.frames, ruled, windows)
    _label(document, report["engagements"])
    return document


def head_in(tree: Tree, start: int, end: int) -> int | None:
    """Return the word of marked characters that hangs on none of them, a punctuation mark only where it is alone."""
    inside = [i for i, at in enumerate(tree.idx) if at < end and tree.end(i) > start and tree.pos[i] != "SPACE"]
    tops = [i for i in inside if tree.heads[i] not in inside or tree.heads[i] == i]
    plain = [i for i in tops if tree.pos[i] != "PUNCT"]
    return next(iter(plain or tops or inside), None)


def _label(document: Document, engagements: Sequence[Mapping[str, Any]]) -> None:
    """Label the plainest words first; another mention never takes a word from them."""
    tree = document.tree

    def told(role: int, number: int, e: Mapping[str, Any]) -> Told:
        kind, status = KINDS.index(e["kind"]), STATUS.index(e["status"])
        return Told(role, kind, status, SURE if e["sure"] else UNSURE, number)

    for number, e in enumerate(engagements):
        span = e["trigger"].get("span")
        token = head_in(tree, *span) if span else None
        if token is not None:
            document.told[token] = told(TELLS, number, e)
            document.parts[token] = _parts(tree, e, token)
    for number, e in enumerate(engagements):
        for span in (m["span"] for m in e["also"] if m.get("span")):
            token = head_in(tree, *span)
            if token is not None:
                document.told.setdefault(token, told(MENTIONS, number, e))


def _parts(tree: Tree, e: Mapping[str, Any], token: int) -> dict[int, int]:
    parts: dict[int, int] = {}
    for p in e["participants"]:
        word = head_in(tree, *p["span"]) if p.get("span") else None
        if word is not None and word != token:
            parts[word] = PARTS.index(_PARTS.get(p["part"], p["part"]))
    for name in ("time", "place"):
        words = (e.get(name) or {}).get("words")
        span = nearest(tree.text, words, e["trigger"]["span"][0]) if words else None
        word = head_in(tree, *span) if span else None
        if word is not None and word != token:
            parts.setdefault(word, PARTS.index(name))
    return parts


def collect(documents: Sequence[Document]) -> Labels:
    """Return the classes of the pairs' features: frequent paths and prepositions, and all relations."""

    def frequent(values: Iterator[str], least: int) -> list[str]:
        return ["other", *(v for v, n in Counter(values).most_common() if n >= least)]

    told = [(d.tree, token, list(parts)) for d in documents for token, parts in d.parts.items()]
    return Labels(
        paths=frequent((way for tree, token, words in told for way in paths(tree, token, words)), 4),
        cases=frequent((case(tree, word) for tree, _, words in told for word in words), 5),
        deps=["other", *sorted({dep for d in documents for dep in d.tree.deps})],
    )


def read_reports(reports: Sequence[Mapping[str, Any]], base: Path) -> list[Document]:
    """Read all reports with the weights of a file; nothing of this is trained."""
    model = FedModel(base.read_bytes())
    return [prepare(report, model) for report in reports]
