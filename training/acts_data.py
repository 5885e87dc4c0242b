"""Marked reports as the engagements' branch is trained on them: what stays frozen, and the labels of words.

A report is read once by the joint model. What its rules and its tree say comes from the package's own functions, the
same that are asked when a report is read, so that training and reading see the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray

from communique.intake.report import report_from_text
from communique.language.acts import PARTS
from communique.language.model import FORMAT, Model
from communique.reading.page.tree import Tree
from communique.reading.parties import Acts
from communique.reading.read import parsed
from communique.reading.status.verdicts import Verdict
from communique.reading.tellings import Teller, case, paths
from training.acts_marks import nearest
from training.acts_network import KINDS, STATUS, Branch, Labels
from training.graft import graft, states

TELLS, MENTIONS = 1, 2
"""Classes of a word: the one that tells an engagement most plainly, and any other that stands for it."""

SURE, UNSURE = 1.0, 0.4
"""Weight of what its reader marked as sure, and of what a careful reader might leave out."""

_PARTS = {"initiator": "far", "guest": "far", "mediator": "far", "recipient": "near", "host": "near"}
_JUDGED = frozenset({"VERB", "NOUN", "ADJ", "PROPN", "AUX"})


@dataclass(frozen=True, slots=True)
class States:
    """A window as the encoder left it.

    Attributes:
        words: the words by number; pieces of others may follow them.
        below: the state at the fork [t, hidden], half precision.
        top: the last state.
        first, last: the first and the last piece of every word.
    """

    words: list[int]
    below: NDArray[np.float16]
    top: NDArray[np.float16]
    first: list[int]
    last: list[int]


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
        acts: what the lexicon finds.
        judge: the status of a word by the rules.
        known: the lexicon's kind of a word.
        frames: the parts that the lexicon's frame of a word gives to others.
        ruled: what the rules were asked for: statuses by word.
        windows: the encoder's states.
        told: labels of words.
        parts: for every word that tells an engagement, the parts of others by number.
        pairs: kept by :mod:`training.acts_batches`.
    """

    id: str
    tree: Tree
    acts: Acts
    judge: Callable[[int], Verdict]
    known: Mapping[int, str]
    frames: Mapping[int, Mapping[int, str]]
    ruled: Mapping[int, str]
    windows: Sequence[States]
    told: dict[int, Told] = field(default_factory=dict)
    parts: dict[int, dict[int, int]] = field(default_factory=dict)
    pairs: dict[int, Any] = field(default_factory=dict)


class StateModel(Model):
    """The joint model, which keeps the encoder's states of every window it reads.

    Args:
        graph: the shipped weights, or those of format 2, to which a branch is still to be added.
        fork: the layers below the branch.
    """

    def __init__(self, graph: onnx.ModelProto, fork: int) -> None:
        if {p.key: p.value for p in graph.metadata_props}["format"] != FORMAT:
            graft(graph, Branch(fork, Labels()).checkpoint())
        names = states(graph)
        self._kept = names[fork], names[-1]
        for name in self._kept:
            graph.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
        self.seen: list[States] = []
        super().__init__(graph.SerializeToString())

    def _run(self, words: Sequence[str], gaps: Sequence[int]) -> dict[str, NDArray[Any]]:
        raw = super()._run(words, gaps)
        below, top = (raw.pop(name)[0].astype(np.float16) for name in self._kept)
        ends = list(accumulate((self.count(w) for w in words), initial=1))
        self.seen.append(States([], below, top, ends[:-1], [e - 1 for e in ends[1:]]))
        return raw


def prepare(report: Mapping[str, Any], model: StateModel) -> Document:
    """Read a marked report and label its words."""
    found = report_from_text(report["text"], published=report.get("published") or None)
    if found.layer.text != report["text"]:
        raise ValueError(f"{report['id']}: the text was changed, its marks no longer fit")
    model.seen = []
    parse = parsed(found, model)
    tree, judge = parse.tree, parse.judge.verdict
    windows = [
        States(list(w.words), s.below, s.top, s.first[: len(w.words)], s.last[: len(w.words)])
        for w, s in zip(parse.doc._.acts, model.seen, strict=True)
    ]
    asked = [i for a, b in parse.doc._.content for i in range(a, b) if tree.pos[i] in _JUDGED]
    teller = Teller(model.heads, tree, parse.acts, judge)
    ruled = {i: judge(i).status.value for i in asked}
    document = Document(report["id"], tree, parse.acts, judge, teller.kinds, teller.frames, ruled, windows)
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


def read_reports(reports: Sequence[Mapping[str, Any]], base: Path, fork: int) -> list[Document]:
    """Read all reports; nothing of this is trained."""
    model = StateModel(onnx.load(base), fork)
    return [prepare(report, model) for report in reports]
