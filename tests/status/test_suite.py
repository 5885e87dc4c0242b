"""The labelled sentences are well formed: what is checked here is the data, never the reader."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from communique.records import Status

HERE = Path(__file__).parent
HALVES = ("open", "closed")
SETS = (*HALVES, "fresh", "more")
FIELDS = ["id", "sentence", "published", "kind", "parties", "trigger", "status", "other", "note", "frame"]
STATUSES = frozenset(Status)
FRAMES = frozenset("active passive nominal reported headline conditional history".split())
KINDS = frozenset(
    """meeting summit talks call visit mediation interview letter message invitation agreement signing cooperation
    recognition support criticism accusation investigation demand rejection threat protest aid concession retreat
    sanction expulsion recall mobilization coercion assault""".split()
)


def load(name: str) -> list[dict[str, Any]]:
    """The sentences of one set, in the order of the file."""
    lines = (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def times_found(words: str, sentence: str) -> int:
    """How often ``words`` stand in ``sentence`` as whole words."""
    return len(re.findall(rf"(?<!\w){re.escape(words)}(?!\w)", sentence))


@pytest.mark.parametrize("name", SETS)
def test_fields(name: str) -> None:
    """Each row has the same fields, and values from the lists the README gives."""
    for row in load(name):
        assert list(row) == FIELDS, row
        assert re.fullmatch(rf"{name}-\d{{3}}", row["id"]), row
        assert row["status"] in STATUSES, row
        assert row["other"] is None or row["other"] in STATUSES - {row["status"]}, row
        assert row["kind"] in KINDS, row
        assert row["frame"] in FRAMES, row
        assert row["note"] is None or row["note"].strip(), row
        assert date.fromisoformat(row["published"]).isoformat() == row["published"], row


@pytest.mark.parametrize("name", SETS)
def test_words_stand_in_the_sentence(name: str) -> None:
    """The trigger is one word found once; each party stands in the sentence as it is written."""
    for row in load(name):
        sentence = row["sentence"]
        assert sentence == " ".join(sentence.split()), row
        assert 6 <= len(sentence.split()) <= 45, row
        assert len(row["trigger"].split()) == 1, row
        assert times_found(row["trigger"], sentence) == 1, row
        assert len(row["parties"]) in (1, 2), row
        assert len(set(row["parties"])) == len(row["parties"]), row
        assert all(times_found(party, sentence) for party in row["parties"]), row


@pytest.mark.parametrize("name", SETS)
def test_enough_of_each_status(name: str) -> None:
    """A set has at least 150 sentences, some of each status, and second labels are the exception."""
    rows = load(name)
    assert len(rows) >= 150
    counts = Counter(row["status"] for row in rows)
    assert set(counts) == STATUSES
    assert min(counts.values()) >= 15
    assert sum(row["other"] is not None for row in rows) <= 0.15 * len(rows)


def test_sets_are_apart() -> None:
    """No id and no sentence twice, neither within a set nor across."""
    rows = [row for name in SETS for row in load(name)]
    assert len({row["id"] for row in rows}) == len(rows)
    assert len({row["sentence"].casefold() for row in rows}) == len(rows)


def test_halves_are_even() -> None:
    """The statuses are shared out evenly between the halves."""
    first, second = (Counter(row["status"] for row in load(half)) for half in HALVES)
    assert all(abs(first[status] - second[status]) <= 2 for status in STATUSES)
