"""The benchmark of pages measures as scrapinghub's does, and its gold is of one form."""

from __future__ import annotations

import json
import re

import pytest

from benchmarks.pages import GOLD, mark, people, runs, shares, total

ROWS = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]


def test_runs_of_four_words() -> None:
    """Each run counts as often as it stands; a text of fewer words is one run."""
    assert runs("a b c d e") == {("a", "b", "c", "d"): 1, ("b", "c", "d", "e"): 1}
    assert runs("a, b!") == {("a", "b"): 1}
    assert runs("") == {}


def test_shares_of_a_page() -> None:
    """What is in both, too much, and missing; what is neither is not counted as too much."""
    assert shares("a b c d e", "a b c d e") == (1.0, 0.0, 0.0)
    assert shares("a b c d e", "b c d e f") == (1 / 3, 1 / 3, 1 / 3)
    assert shares("a b c d", "a b c d\nx y z w") == pytest.approx((1 / 5, 4 / 5, 0))
    assert shares("a b c d", "x y z w", "x y z w") == (0.0, 0.0, 1.0)


def test_total_is_of_the_means() -> None:
    """F1 is of mean precision and mean recall, not the mean of the pages' own."""
    assert total([(1.0, 0.0, 0.0), (0.5, 0.5, 0.0)]) == pytest.approx((2 * 0.75 / 1.75, 0.75, 1.0))


def test_gold_is_of_one_form() -> None:
    """Each page once, with a part, answers, and marks of its paragraphs."""
    assert len({row["sha256"] for row in ROWS}) == len(ROWS) > 100
    assert {row["part"] for row in ROWS} == {"tune", "held"}
    assert all(re.fullmatch(r"[0-9a-f]{8}", one) for row in ROWS for one in (*row["text"], *row["neither"]))
    assert all(row["titles"] and row["bylines"] for row in ROWS)
    assert all(row["day"] is None or re.fullmatch(r"\d{4}-\d\d-\d\d", row["day"]) for row in ROWS)
    assert not any(set(row["text"]) & set(row["neither"]) for row in ROWS)


def test_words_are_compared_without_marks() -> None:
    """Paragraphs by their words, names without case and points."""
    assert mark("The talks, resumed.") == mark("The talks\nresumed") != mark("The talks")
    assert people("Kari Moe, Per Dahl Jr.") == {"kari moe", "per dahl jr"}
