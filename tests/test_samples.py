"""The sample reports: all read, all evidence in place, the same every time, and no worse than pinned."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from communique.records import as_json
from tests import floor, pin_floor
from tests.expected_rows import check_record
from tests.readings import EXPECTED, SAMPLES, as_text, expected, index, read_entry, sample, wrong_spans

IDS = [entry["id"] for entry in index()]
PINS = {"floor", "reports"}
"""Files beside the expected rows that hold pinned scores."""


def test_index_names_every_report_and_no_other() -> None:
    """Each text file has one entry and one file of expected rows."""
    assert sorted(e["file"] for e in index()) == sorted(p.name for p in SAMPLES.glob("*.txt"))
    assert sorted(IDS) == sorted(p.stem for p in EXPECTED.glob("*.json") if p.stem not in PINS)


@pytest.mark.parametrize("id", IDS)
def test_report_is_read(id: str) -> None:
    """A sample gives engagements, each with evidence and participants that are actors of the record."""
    record = sample(id)
    known = {a.id for a in record.actors}
    assert record.engagements
    for engagement in record.engagements:
        assert engagement.evidence
        assert {p.actor for p in engagement.participants} <= known
        assert engagement.voice is None or engagement.voice in known
        assert set(engagement.about) <= {e.id for e in record.engagements} - {engagement.id}
        assert 0 < engagement.confidence <= 1
    for statement in record.statements:
        assert {statement.speaker, statement.addressee} - {None} <= known


@pytest.mark.parametrize("id", IDS)
def test_spans_slice_to_their_words(id: str) -> None:
    """Every span of a sample's record lies in its text and holds the words that it says."""
    assert wrong_spans(sample(id)) == []


@pytest.mark.parametrize("id", IDS)
def test_record_survives_json(id: str) -> None:
    """The record as JSON, written and read, still slices: offsets count code points."""
    again = json.loads(json.dumps(as_json(sample(id)), ensure_ascii=True))
    text = again["report"]["text"]
    for engagement in again["engagements"]:
        for e in engagement["evidence"]:
            assert text[e["start"] : e["end"]] == e["quote"]


def test_reading_is_the_same_in_any_order() -> None:
    """Reports read again, in another order, after others and each twice, give the same JSON to the letter."""
    chosen = [e for e in index() if e["id"] in ("senators-moscow", "denmark-call", "neom-denied", "grain-deal")]
    first = {e["id"]: as_text(sample(e["id"])) for e in chosen}
    for entry in [*reversed(chosen), chosen[0], chosen[0]]:
        assert as_text(read_entry(entry)) == first[entry["id"]]


def test_no_less_is_read_than_pinned() -> None:
    """The pinned share of rows is matched, but for what another processor may lose; no more ``never`` rows broken."""
    assert floor.lowered(floor.pinned(), floor.measure().as_dict(), floor.ROOM) == []


def test_room_is_for_digits_only() -> None:
    """Two rows fewer pass the test, three do not; one more ``never`` row never does."""
    assert floor.lowered(_score(8), _score(6), floor.ROOM) == []
    assert floor.lowered(_score(8), _score(5), floor.ROOM)
    assert floor.lowered(_score(8), _score(8, never=1), floor.ROOM)


def test_floor_is_that_of_this_corpus() -> None:
    """The pinned score was measured on the reports and rows as they are now."""
    assert floor.pinned()["corpus"] == floor.corpus_hash()


def test_a_broken_record_is_noticed() -> None:
    """A record whose evidence is one character off fails the check of its rows."""
    broken = json.loads(as_text(sample("denmark-call")))
    broken["engagements"][0]["evidence"][0]["start"] -= 1
    before = check_record(as_json(sample("denmark-call")), expected("denmark-call"))
    assert len(check_record(broken, expected("denmark-call"))) > len(before)


def _score(matched: int, never: int = 0) -> dict[str, Any]:
    rows = dict.fromkeys(floor.ROWS, 10)
    share = matched / 10
    return {"corpus": "x", "matched": dict.fromkeys(floor.ROWS, matched), "rows": rows,
            "never_broken": never, "other": 0, "share": share}  # fmt: skip


class _Measured:
    """A score that is what the test says."""

    def __init__(self, score: dict[str, Any]) -> None:
        self.score = score

    def as_dict(self) -> dict[str, Any]:
        """The score."""
        return self.score


@pytest.fixture
def pin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pinned score of 8 in 10 rows of each part, in a file of the test's own."""
    path = tmp_path / "floor.json"
    path.write_text(json.dumps(_score(8)), "utf-8")
    monkeypatch.setattr(floor, "PINNED", path)
    monkeypatch.setattr(pin_floor, "PINNED", path)
    return path


@pytest.mark.parametrize("score", [_score(7), _score(8, never=1)])
def test_pinning_refuses_to_lower(pin: Path, monkeypatch: pytest.MonkeyPatch, score: dict[str, Any]) -> None:
    """Fewer rows matched, or one more ``never`` row broken: not pinned without a reason, which is kept."""
    monkeypatch.setattr(pin_floor, "measure", lambda: _Measured(score))
    before = pin.read_bytes()
    assert pin_floor.main([]) == 1
    assert pin.read_bytes() == before
    assert pin_floor.main(["--lower", "rows were wrong"]) == 0
    kept = json.loads(pin.read_text("utf-8"))
    assert (kept["matched"]["actors"], kept["lowered"]) == (score["matched"]["actors"], ["rows were wrong"])


def test_pinning_raises_freely(pin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A better score is pinned without a word."""
    monkeypatch.setattr(pin_floor, "measure", lambda: _Measured(_score(9)))
    assert pin_floor.main([]) == 0
    assert json.loads(pin.read_text("utf-8"))["matched"]["actors"] == 9
