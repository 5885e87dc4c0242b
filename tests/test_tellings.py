"""What the model and the lexicon tell together: chances, paths, and engagements of plain reports."""

from __future__ import annotations

import numpy as np
import pytest

from communique.language.acts import MENTION, PARTS, WIDTH, Window
from communique.language.model import shipped
from communique.reading.engagements.tellings import FAMILIES, paths
from communique.reading.pairs.code import read_tree
from communique.records import Record
from tests.readings import sentence


def engagements(record: Record) -> list[tuple[str, str]]:
    """Kind and status of each engagement."""
    return [(e.kind, e.status.value) for e in record.engagements]


class TestHeads:
    """The last layers, by themselves."""

    def test_chances_sum_to_one(self) -> None:
        """Every word has one telling, one kind, one status; all chances of a row sum to 1."""
        heads = shipped().heads
        rows = np.random.default_rng(1).normal(size=(5, WIDTH)).astype(np.float32)
        kinds = [None, "meeting", "visit", None, "call"]
        found = heads.words(rows, kinds, [None] * 5, ["VERB"] * 5, ["root"] * 5)
        for chances in (found.telling, found.kinds, found.status):
            assert np.allclose(chances.sum(1), 1, atol=1e-5)
        assert found.kinds.shape[1] == len(heads.kinds) and set(heads.kinds) == set(FAMILIES)

    def test_parts_of_every_word(self) -> None:
        """Each word of a window has one of the parts, and what the lexicon's frame says counts."""
        heads = shipped().heads
        rows = np.random.default_rng(2).normal(size=(4, WIDTH)).astype(np.float32)
        window = Window(range(4), rows)
        looked = heads.looked_at(window, range(4), ["PROPN"] * 4, [""] * 4)
        one = heads.parts(looked, 1, "visit", ["|nsubj"] * 4, [None] * 4)
        two = heads.parts(looked, 1, "visit", ["|nsubj"] * 4, ["far"] * 4)
        assert one.shape == (4, len(PARTS)) and np.allclose(one.sum(1), 1, atol=1e-5)
        few = heads.looked_at(window, [0, 3], ["PROPN"] * 2, [""] * 2)
        some = heads.parts(few, 1, "visit", ["|nsubj"] * 2, [None] * 2)
        assert np.allclose(some, one[[0, 3]], atol=1e-5)
        assert (two[:, PARTS.index("far")] > one[:, PARTS.index("far")]).all()

    def test_first_mention_is_new(self) -> None:
        """What is told first can be no other's mention."""
        rows = np.random.default_rng(3).normal(size=(3, WIDTH)).astype(np.float32)
        links = shipped().heads.links(rows, ["meet", "talk", "meet"], ["meeting"] * 3)
        assert links.shape == (3, 3) and np.isfinite(links).all()

    def test_width(self) -> None:
        """The model gives every word a vector as wide as the heads take."""
        found = shipped().read(["Macron", "met", "Merkel", "."], [1, 1, 1, 0])
        assert found.acts.shape == (4, WIDTH) and MENTION < WIDTH


@pytest.mark.parametrize(
    ("text", "start", "end", "way"),
    [
        ("The minister met the envoy.", "met", "minister", "|nsubj"),
        ("The minister met the envoy.", "envoy", "minister", "obj|nsubj"),
        ("The minister met the envoy.", "met", "met", "|"),
        ("The minister met the envoy. The king left.", "met", "king", "far+"),
        ("The king left. The minister met the envoy.", "met", "king", "far-"),
    ],
)
def test_path(text: str, start: str, end: str, way: str) -> None:
    """A path goes up to what both words share, and down from there."""
    tree = read_tree(text)
    assert paths(tree, tree.words.index(start), [tree.words.index(end)]) == [way]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Foreign Minister Anna Lind met President Omar Diallo in Dakar on Monday.", ("meeting", "held")),
        ("Foreign Minister Anna Lind will visit Senegal next week.", ("visit", "planned")),
        ("Peru condemned the missile test by North Korea on Tuesday.", ("criticism", "held")),
        ("Kenya urged Somalia to withdraw its troops from the border.", ("demand", "held")),
        pytest.param(
            "Chile and Peru signed a trade agreement in Lima on Friday.",
            ("signing", "held"),
            marks=pytest.mark.xfail(reason="wrong kind: read as the agreement alone", strict=False),
        ),
    ],
)
def test_plain_sentences(text: str, wanted: tuple[str, str]) -> None:
    """What is told in plain words is found, with its kind and status."""
    assert wanted in engagements(sentence(text))


def test_reasons_name_both_shares() -> None:
    """``why`` gives the lexicon's sense, the model's chances and what the rules say."""
    record = sentence("Foreign Minister Anna Lind will visit Senegal next week.")
    (visit,) = [e for e in record.engagements if e.kind == "visit"]
    assert "sense 'visit'" in visit.why and "model: told" in visit.why
    assert 0 < visit.confidence < 1
