"""The model's attributions: distances, the role scorer, cues of a real text, and the choice of their words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.intake import report_from_text
from communique.language.attributions import DISTANCES, LEAST, ROLES, RoleScorer, distance
from communique.language.core import analyse
from communique.reading.statements.learned import Learned, runs
from communique.reading.statements.view import view_of

TEXT = "A day of talks\n\nThe envoy insisted on Monday that the bridge would be mended, and Olsen doubted it."


@given(st.integers(-600, 600))
def test_distance_is_a_class_and_mirrored(far: int) -> None:
    """Every distance has a class; left and right are mirrored, and farther is never nearer."""
    one, other, next_one = (int(distance(np.array([d]))[0]) for d in (far, -far, far + 1))
    assert 0 <= one < DISTANCES
    assert one + other == DISTANCES
    assert one <= next_one


def test_role_scorer_gives_chances_for_likely_cues_only() -> None:
    """Rows of roles sum to one; a cue below the least chance is not looked at."""
    rng = np.random.default_rng(5)
    k, n = 3, 20
    weights = {
        "role_out.weight": rng.normal(size=(len(ROLES), 2 * k)).astype(np.float32),
        "role_out.bias": np.zeros(len(ROLES), np.float32),
        "role_far.weight": rng.normal(size=(DISTANCES, len(ROLES))).astype(np.float32),
    }
    cues = np.full(n, -9.0, np.float32)
    cues[[4, 11]] = 2.0, 0.0
    found = RoleScorer(weights).attributions(cues, rng.normal(size=(n, 4 * k)).astype(np.float32))
    assert [a.cue for a in found] == [4, 11]
    assert all(a.roles.shape == (n, len(ROLES)) and np.allclose(a.roles.sum(1), 1, atol=1e-5) for a in found)
    assert found[0].chance > found[1].chance == pytest.approx(0.5) and found[1].chance >= LEAST


def test_cues_of_a_text_have_their_words() -> None:
    """The model finds the verb, its subject and its clause, numbered by the tokens of the report."""
    layer = report_from_text(TEXT).layer
    doc = analyse(layer)
    learned = Learned(view_of(doc, layer), doc.said)
    insisted = next(t.i for t in doc if t.text == "insisted")
    a = learned.at(insisted)
    assert a is not None and a.chance > 0.5
    source = learned.source(a)
    assert source is not None and doc[source.head].text == "envoy"
    assert [doc[i].text for i in learned.content(a)][-5:] == ["the", "bridge", "would", "be", "mended"]


@given(st.lists(st.floats(-8, 8), max_size=30), st.integers(1, 30))
def test_runs_choose_no_worse_than_all_or_nothing(odds: list[float], cut: int) -> None:
    """The chosen words are worth at least as much as none, or as all of one sentence."""
    sentence = [int(i >= cut) for i in range(len(odds))]
    chosen = runs(odds, sentence, price=4.0)
    assert len(chosen) == len(odds)
    worth = sum(v for v, c in zip(odds, chosen, strict=True) if c)
    assert worth >= 0 or not any(chosen)
    assert worth >= sum(odds) - 3 * 4.0 - 1e-6
