"""The noise that shows which tests hang on last digits: seeded, of its size, and none where none is asked for."""

from __future__ import annotations

from importlib import resources

import numpy as np
import pytest

from communique.language.model import WEIGHTS, Model
from tests.noise import POSITIONS, SIZE, disturbed, position_table, with_noise

WORDS = "The two ministers met in Vienna on Tuesday , and neither of them spoke to reporters .".split()
DATA = resources.files("communique.language").joinpath(WEIGHTS).read_bytes()


def scores(size: float, seed: int) -> np.ndarray:
    """Scores of the arcs that a model with noise gives."""
    with disturbed(size, seed):
        return Model(DATA)._run(WORDS, [1] * len(WORDS))["arcs"]


def table(data: bytes) -> np.ndarray:
    """The table that the noise is put on."""
    start, end = position_table(data)
    return np.frombuffer(data[start:end], "<f4").reshape(POSITIONS, -1)


def test_no_noise_changes_nothing() -> None:
    """With size 0 the weights are the same bytes."""
    assert with_noise(DATA, 0, 1) == DATA


def test_noise_is_seeded() -> None:
    """One seed gives one noise, another gives another."""
    assert with_noise(DATA, SIZE, 1) == with_noise(DATA, SIZE, 1)
    assert with_noise(DATA, SIZE, 1) != with_noise(DATA, SIZE, 2)


def test_noise_has_its_size_and_place() -> None:
    """The table is changed by about the size that was asked for, and nothing else is changed."""
    noisy = with_noise(DATA, 1e-3, 1)
    start, end = position_table(DATA)
    assert (noisy[:start], noisy[end:]) == (DATA[:start], DATA[end:])
    plain = table(DATA)
    ratio = table(noisy)[plain != 0] / plain[plain != 0] - 1
    assert np.sqrt((ratio**2).mean()) == pytest.approx(1e-3, rel=0.02)


def test_models_loaded_within_have_the_noise() -> None:
    """Within, the scores differ a little from those without, and the same way each time; afterwards nothing is left."""
    plain = Model(DATA)._run(WORDS, [1] * len(WORDS))["arcs"]
    noisy = scores(SIZE, 1)
    assert 0 < np.abs(noisy - plain).mean() < plain.std() / 4
    assert (noisy == scores(SIZE, 1)).all()
    assert (noisy != scores(SIZE, 2)).any()
    assert (Model(DATA)._run(WORDS, [1] * len(WORDS))["arcs"] == plain).all()


def test_what_has_no_table_is_refused() -> None:
    """Bytes that lead to no table of positions are named so, never read without noise."""
    with pytest.raises(ValueError, match="no table of floats"):
        with_noise(b"", SIZE, 1)
