"""Goldstein scores of CAMEO codes: the published numbers, prefixes, and that every code we give has one."""

from __future__ import annotations

from itertools import product

import pytest

from communique.reading.coding import code, scores
from communique.reading.coding.scores import HIGHEST, LOWEST, goldstein
from communique.reading.lexicon import lexicon
from communique.reading.tables import TableError, load
from communique.records import Status

PUBLISHED = [
    ("036", 4.0), ("040", 1.0), ("042", 1.9), ("043", 2.8), ("046", 7.0), ("057", 8.0), ("060", 6.0), ("070", 7.0),
    ("084", 7.0), ("0874", 10.0), ("090", -2.0), ("111", -2.0), ("112", -2.0), ("120", -4.0), ("125", -5.0),
    ("130", -4.4), ("138", -7.0), ("141", -6.5), ("150", -7.2), ("160", -4.0), ("163", -8.0), ("166", -7.0),
    ("172", -5.0), ("173", -5.0), ("180", -9.0), ("1823", -10.0), ("190", -10.0), ("010", 0.0), ("13", -6.0),
]  # fmt: skip


@pytest.mark.parametrize(("cameo", "score"), PUBLISHED)
def test_scores_are_the_published_ones(cameo: str, score: float) -> None:
    """Codes of every height, among them general ones and children that differ from their parents."""
    assert goldstein(cameo) == score


@pytest.mark.parametrize(
    ("cameo", "parent"), [("0871", "087"), ("0331", "033"), ("040", "04"), ("1121", "112"), ("047", "04")]
)
def test_code_without_a_score_has_that_of_its_longest_prefix(cameo: str, parent: str) -> None:
    """Four digits fall back on three, three on two."""
    assert goldstein(cameo) == goldstein(parent)


@pytest.mark.parametrize("cameo", ["", "0", "4", "99", "00", "21", "abc", "04x", "-10", "04000"])
def test_what_is_no_code_has_no_score(cameo: str) -> None:
    """Nothing is guessed for a code outside CAMEO."""
    assert goldstein(cameo) is None


def test_every_top_code_is_there() -> None:
    """Twenty top codes, each with a score of its own, and nothing off the scale."""
    table = load("goldstein")
    assert set(table) == {f"{n:02d}" for n in range(1, 21)}
    assert all(top in rows for top, rows in table.items())
    assert all(LOWEST <= score <= HIGHEST for rows in table.values() for score in rows.values())


def test_every_coding_has_a_score() -> None:
    """Whatever sense is read with whatever status, its CAMEO code has a score."""
    pairs = product(lexicon().senses.values(), Status)
    assert {c for sense, status in pairs if goldstein(c := code(sense, status)[1]) is None} == set()


@pytest.mark.parametrize(
    "table", [{"04": {"051": 1.0}}, {"04": {"04": 11.0}}, {"04": {"04": "1"}}, {"04": {"04123": 1.0}}]
)
def test_table_that_is_wrong_is_noticed(table: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """A code under another's head, a score off the scale or no number, a code too long: each is named."""
    monkeypatch.setattr(scores, "load", lambda name: table)
    with pytest.raises(TableError, match=r"goldstein\.toml, 04"):
        scores._scores.__wrapped__()
