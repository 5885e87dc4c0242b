"""Attribution on news that was not written for the tests: nothing raises, spans are right, answers stay the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from communique.errors import IntakeError
from communique.reading.statements import quotes_jsonl

POLNEAR = Path(__file__).parent.parent.parent / "shared" / "data" / "dev" / "polnear" / "dev.jsonl"
EVERY = 3
"""One document in so many is read; ``benchmarks/statements.py`` reads all."""


@pytest.mark.skipif(not POLNEAR.exists(), reason="PolNeAR's development part is not beside the checkout")
def test_news_is_read_twice_the_same() -> None:
    """Every document gives quotations within its text, and again the same ones."""
    lines = POLNEAR.read_text(encoding="utf-8").splitlines()[::EVERY]
    texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    first = list(quotes_jsonl(lines))
    assert not [item for item in first if isinstance(item, IntakeError)]
    rows = [json.loads(item) for item in first if isinstance(item, str)]
    assert [row["id"] for row in rows] == list(texts)
    assert sum(len(row["quotes"]) for row in rows) > 5 * len(rows)
    for row in rows:
        for quote in row["quotes"]:
            spans = [*quote["content"], *quote["source"], *quote["cue"]]
            assert all(0 <= start < end <= len(texts[row["id"]]) for start, end in spans)
    assert list(quotes_jsonl(lines[:6])) == first[:6]
