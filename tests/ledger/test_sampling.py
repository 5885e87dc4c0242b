"""A random sample, judged, and its precision."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from communique.cli import main
from communique.errors import BadQuery, UnknownId
from communique.ledger.judgements import Verdict
from communique.ledger.sampling import wilson
from communique.ledger.store import Ledger
from communique.records import Status
from tests.ledger.stories import told


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """A ledger of nine engagements of three kinds."""
    for n in range(3):
        rows = [("call", Status.HELD, None), ("visit", Status.PLANNED, None), ("support", Status.HELD, None)]
        ledger.add(*told(f"r{n}", f"20{10 + 2 * n}-05-02", rows, names=(f"Anna Berg{n}", f"Boris Klein{n}")))
    return ledger


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_published(right: int, n: int, low: float, high: float) -> None:
    """The four cases of Newcombe's table (1998)."""
    assert [round(x, 4) for x in wilson(right, n)] == [low, high]


def test_wilson_of_nothing_and_of_all() -> None:
    """Of none nothing is known; all of twenty is the mirror of none."""
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(20, 20) == pytest.approx((1 - wilson(0, 20)[1], 1.0))


class TestDrawing:
    """What is drawn."""

    def test_the_same_again(self, filled: Ledger, tmp_path: Path) -> None:
        """One seed draws the same, from a copy on the other database too, and is kept once; another draws others."""
        first, entries = filled.sample(4, 1, by="ann")
        again, _ = filled.sample(4, 1, by="bob")
        assert (again, len(filled.judgements())) == (first, 1)
        assert [e.id for e in entries] == [x.id for x in first.drawn]
        others = {frozenset(x.id for x in filled.sample(4, seed, by="ann")[0].drawn) for seed in range(2, 9)}
        assert len(others) > 3
        with Ledger(tmp_path / "copy.sqlite") as copy:
            copy.restore(filled.dump())
            assert copy.sample(4, 1, by="ann")[0].drawn == first.drawn

    def test_more_of_a_seed_has_the_fewer_in_it(self, filled: Ledger) -> None:
        """A sample can be enlarged: what was judged stays in it. More than there is is all."""
        few, many = (filled.sample(n, 5, by="ann")[0].drawn for n in (3, 6))
        assert many[:3] == few
        assert len(filled.sample(100, 5, by="ann")[0].drawn) == 9

    def test_each_as_likely(self, filled: Ledger) -> None:
        """Over many seeds none is drawn far more often than another."""
        from collections import Counter

        found = Counter(x.id for seed in range(90) for x in filled.sample(3, seed, by="ann")[0].drawn)
        assert len(found) == 9
        assert min(found.values()) >= 15 and max(found.values()) <= 48

    def test_filters_and_what_was_rejected(self, filled: Ledger) -> None:
        """Kinds and statuses narrow it; what was rejected stays in the draw, else the figure would be too good."""
        filled.judge(Verdict.REJECT, filled.find()[0].id, by="ann")
        assert len(filled.sample(100, 1, by="ann")[0].drawn) == 9
        calls, _ = filled.sample(100, 1, by="ann", kinds=["call"])
        assert ({x.kind for x in calls.drawn}, calls.of) == ({"call"}, 3)
        planned, _ = filled.sample(100, 1, by="ann", statuses=[Status.PLANNED])
        assert {x.kind for x in planned.drawn} == {"visit"}
        with pytest.raises(BadQuery, match="no engagement to draw from"):
            filled.sample(1, 1, by="ann", kinds=["protest"])


class TestPrecision:
    """What is right of it."""

    def test_counted(self, filled: Ledger) -> None:
        """Accepted is right, rejected or amended wrong; unsure and unjudged are counted apart, kinds are as drawn."""
        drawn, _ = filled.sample(9, 1, by="ann")
        calls = [x.id for x in drawn.drawn if x.kind == "call"]
        visits = [x.id for x in drawn.drawn if x.kind == "visit"]
        filled.judge(Verdict.ACCEPT, calls[0], by="ann")
        filled.judge(Verdict.ACCEPT, calls[1], by="ann")
        filled.judge(Verdict.AMEND, calls[1], by="ann", field="kind", value="meeting")
        filled.judge(Verdict.UNSURE, calls[2], by="ann")
        filled.judge(Verdict.REJECT, visits[0], by="ann")
        filled.judge(Verdict.ACCEPT, visits[1], by="ann")
        found = filled.precision()
        assert found.sample == drawn
        whole = found.whole
        assert (whole.right, whole.n, whole.unsure, whole.unjudged) == (2, 4, 1, 4)
        assert (whole.precision, (whole.low, whole.high)) == (0.5, wilson(2, 4))
        assert {x.name: (x.right, x.n, x.unsure, x.unjudged) for x in found.kinds} == {
            "call": (1, 2, 1, 0), "visit": (1, 2, 0, 1), "support": (0, 0, 0, 3),
        }  # fmt: skip
        assert {x.name: (x.right, x.n) for x in found.statuses} == {"held": (1, 2), "planned": (1, 2)}
        assert next(x for x in found.kinds if x.name == "support").precision is None

    def test_of_which_sample(self, filled: Ledger) -> None:
        """The last, or one by its id; one that was undone is none."""
        first, _ = filled.sample(2, 1, by="ann")
        second, _ = filled.sample(3, 2, by="ann")
        assert (filled.precision().sample, filled.precision(first.id).sample) == (second, first)
        filled.judge(Verdict.UNDO, second.id, by="ann")
        assert filled.precision().sample == first
        with pytest.raises(UnknownId, match="no sample of this id"):
            filled.precision(second.id)

    def test_what_is_gone_and_what_is_elsewhere(self, filled: Ledger, tmp_path: Path) -> None:
        """What was forgotten is counted as gone; the sample and its judgements go to another ledger together."""
        drawn, _ = filled.sample(9, 1, by="ann")
        filled.judge(Verdict.ACCEPT, drawn.drawn[0].id, by="ann")
        with Ledger(tmp_path / "copy.sqlite") as copy:
            for n in (2, 1, 0):
                copy.add(filled.report(f"r{n}"), filled.record(f"r{n}"))
            assert copy.take_judgements(filled.judgements()).added == 2
            assert copy.precision().whole == filled.precision().whole
        assert filled.idle() == frozenset()
        filled.forget("r0")
        assert filled.precision().gone == 3

    def test_a_sample_that_is_none(self, filled: Ledger) -> None:
        """From a file, what is no sample is refused."""
        from dataclasses import replace

        filled.sample(2, 1, by="ann")
        (made,) = filled.judgements()
        for value in (None, [], {}, {**made.value, "seed": "x"}, {**made.value, "drawn": [1]}):
            bad = replace(made, id="J-aaaaaaaaaaaa", value=value)
            assert len(filled.take_judgements([bad]).refused) == 1


class TestCommands:
    """``communique sample`` and ``communique precision``."""

    def run(self, *arguments: str) -> Any:
        """Run one in this process."""
        return CliRunner().invoke(main, list(arguments), env={"COLUMNS": "120"})

    def test_drawn_judged_counted(self, filled: Ledger, tmp_path: Path) -> None:
        """From the sample as CSV, through ``judge``, to the table that names seed, n and day."""
        where = ("--by", "ann", "--ledger", filled.address)
        path = tmp_path / "sample.csv"
        done = self.run("sample", "--n", "5", "--seed", "7", "--format", "csv", "-o", str(path), *where)
        assert done.exit_code == 0
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
        assert len(rows) == 5
        assert filled.entry(rows[0]["id"]).kind == rows[0]["kind"]
        for row in rows:
            assert self.run("judge", "accept", row["id"], *where).exit_code == 0
        shown = self.run("precision", "--ledger", filled.address)
        assert shown.exit_code == 0
        assert "1.000  0.566 to 1.000      5  5       0         0" in shown.stdout
        assert f"seed 7, n 5, drawn {filled.precision().sample.day} by ann: 5 of 9 engagements" in shown.stderr
        assert json.loads(self.run("precision", "--json", "--ledger", filled.address).stdout)["whole"]["n"] == 5
        lines = self.run("sample", "--n", "5", "--seed", "7", "--format", "jsonl", *where).stdout.splitlines()
        assert [json.loads(x)["id"] for x in lines] == [r["id"] for r in rows]
        assert all(r["id"] in self.run("sample", "--n", "5", "--seed", "7", *where).stdout for r in rows)
        assert "sample sample: seed 7, n 5" in self.run("judge", "--list", "--ledger", filled.address).stdout

    def test_wrong(self, filled: Ledger) -> None:
        """No sample, nothing judged, a kind that is none."""
        where = ("--ledger", filled.address)
        assert self.run("precision", *where).exit_code == 2
        assert self.run("sample", "--kind", "party", *where).exit_code == 2
        assert self.run("sample", "--n", "0", *where).exit_code == 2
        assert self.run("sample", *where, "--by", "ann").exit_code == 0
        empty = self.run("precision", *where)
        assert (empty.exit_code, "nothing of it is judged yet" in empty.stderr) == (1, True)
