"""How far two people agree: kappa as published, its interval, who is compared, the command."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import assume, given
from hypothesis import strategies as st

from communique.cli import main
from communique.errors import UnknownId
from communique.ledger.agreement import agreement, kappa
from communique.ledger.judgements import Verdict
from communique.ledger.store import Ledger
from communique.records import Status
from tests.ledger.stories import told

ACCEPT, REJECT, UNSURE = Verdict.ACCEPT, Verdict.REJECT, Verdict.UNSURE
FLEISS = ((75, 1, 4), (5, 4, 1), (0, 0, 10))
"""Table 18.1 of Fleiss, J. L., Levin, B. and Paik, M. C. (2003), Statistical Methods for Rates and Proportions."""
TABLES = st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=3, max_size=3)


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """A ledger of six calls."""
    for n in range(6):
        names = (f"Anna Berg{n}", f"Boris Klein{n}")
        ledger.add(*told(f"r{n}", f"20{10 + 2 * n}-05-02", [("call", Status.HELD, None)], names=names))
    return ledger


def ids(ledger: Ledger) -> list[str]:
    """The ids of the entries by the number of their report."""
    return [ledger.entry(f"r{n}/e1").id for n in range(6)]


def plain(table: Sequence[Sequence[int]]) -> float:
    """Kappa by its definition alone."""
    n = sum(map(sum, table))
    agreed = sum(table[i][i] for i in range(3)) / n
    chance = sum(sum(table[i]) * sum(row[i] for row in table) for i in range(3)) / n**2
    return (agreed - chance) / (1 - chance)


class TestKappa:
    """The figure and its interval."""

    def test_as_published(self) -> None:
        """Kappa .68, standard error .087, from .51 to .85: the book goes on with the rounded kappa."""
        found = kappa(FLEISS)
        assert found.value is not None and found.low is not None and found.high is not None
        assert (round(found.value, 2), round(found.high, 2)) == (0.68, 0.85)
        assert found.low == pytest.approx(0.51, abs=0.006)
        assert (found.high - found.low) / 2 / 1.96 == pytest.approx(0.087, abs=0.001)

    @given(TABLES)
    def test_error_is_that_of_the_delta_method(self, table: list[list[int]]) -> None:
        """The published formula is the variance of kappa's slope over shares: reckoned here by small steps."""
        n = sum(map(sum, table))
        assume(n and sum(x > 0 for row in table for x in row) > 1)
        found = kappa(table)
        assert found.value == pytest.approx(plain(table))
        step, slopes = 1e-5 * n, []
        for i in range(3):
            for j in range(3):
                up, down = ([list(map(float, row)) for row in table] for _ in range(2))
                up[i][j] += step
                down[i][j] -= step
                slopes.append((table[i][j] / n, (plain(up) - plain(down)) / (2 * step) * n))  # type: ignore[arg-type]
        mean = sum(p * g for p, g in slopes)
        error = math.sqrt(max(0.0, sum(p * g * g for p, g in slopes) - mean**2) / n)
        if found.low is None:
            assert error < 1e-3
        else:
            assert found.low == pytest.approx(max(-1.0, found.value - 1.959964 * error), abs=1e-4)
            assert found.high == pytest.approx(min(1.0, found.value + 1.959964 * error), abs=1e-4)

    @given(TABLES)
    def test_who_is_first_is_the_same(self, table: list[list[int]]) -> None:
        """Rows for columns give the same; the interval holds the figure and lies in what is possible."""
        one, other = kappa(table), kappa([list(column) for column in zip(*table, strict=True)])
        for name in ("value", "low", "high"):
            assert getattr(one, name) == pytest.approx(getattr(other, name))
        if one.low is not None and one.high is not None:
            assert one.value is not None and -1 <= one.low <= one.value <= one.high <= 1

    def test_what_cannot_be_told(self) -> None:
        """Nothing of nothing or of one answer alone; all alike is 1 without an interval, none alike is below 0."""
        zero = (0, 0, 0)
        assert kappa((zero, zero, zero)).value is None
        assert kappa(((5, 0, 0), zero, zero)).value is None
        assert (kappa(((5, 0, 0), (0, 3, 0), zero)).value, kappa(((5, 0, 0), (0, 3, 0), zero)).low) == (1.0, None)
        assert (kappa(((0, 5, 0), (5, 0, 0), zero)).value or 0) == -1
        found = kappa(((0, 5, 0), zero, zero))
        assert (found.value, found.low) == (0.0, None)


class TestWho:
    """Whose judgements are held against whose."""

    def test_the_last_that_stands(self, filled: Ledger) -> None:
        """Of each the last word counts, undone ones do not; nor what is said of accounts, of two, or amended."""
        a, b, c, d, e, f = ids(filled)
        for id, one, other in ((a, ACCEPT, ACCEPT), (b, ACCEPT, REJECT), (c, REJECT, REJECT), (d, UNSURE, ACCEPT)):
            filled.judge(one, id, by="ann")
            filled.judge(other, id, by="bob")
        filled.judge(REJECT, e, by="ann")
        filled.judge(REJECT, e, by="bob")
        filled.judge(ACCEPT, e, by="bob")
        gone = filled.judge(REJECT, a, by="bob")
        filled.judge(Verdict.UNDO, gone.id, by="bob")
        filled.judge(ACCEPT, f, by="ann")
        filled.judge(REJECT, "r5/e1", by="bob")
        filled.judge(UNSURE, f, other=a, by="bob")
        filled.judge(Verdict.AMEND, f, by="bob", field="place", value="Tallinn")
        (found,) = agreement(filled)
        assert (found.one, found.other, found.n, found.agreed) == ("ann", "bob", 5, 0.4)
        assert found.table == ((1, 1, 0), (1, 1, 0), (1, 0, 0))
        assert (found.kappa, found.low, found.high) == tuple(
            getattr(kappa(found.table), name) for name in ("value", "low", "high")
        )

    def test_every_two_of_three(self, filled: Ledger) -> None:
        """All pairs that have something in common, by name; an entry that two became is one."""
        a, b, *_ = ids(filled)
        for by in ("cleo", "bob", "ann"):
            filled.judge(ACCEPT, a, by=by)
        filled.judge(REJECT, b, by="dan")
        assert [(x.one, x.other) for x in agreement(filled)] == [("ann", "bob"), ("ann", "cleo"), ("bob", "cleo")]
        filled.judge(Verdict.SAME, a, other=b, by="ann")
        assert {(x.one, x.other, x.n) for x in agreement(filled) if x.other == "dan"} == {
            ("ann", "dan", 1), ("bob", "dan", 1), ("cleo", "dan", 1),
        }  # fmt: skip

    def test_of_a_sample(self, filled: Ledger) -> None:
        """Only what was drawn counts, and what of it was forgotten does not."""
        drawn, _ = filled.sample(3, 1, by="ann")
        for id in ids(filled):
            filled.judge(ACCEPT, id, by="ann")
            filled.judge(ACCEPT, id, by="bob")
        assert [x.n for x in agreement(filled)] == [6]
        assert [x.n for x in agreement(filled, drawn.id)] == [3]
        filled.forget(drawn.drawn[0].anchor.partition("/")[0])
        assert [x.n for x in agreement(filled, drawn.id)] == [2]
        with pytest.raises(UnknownId, match="no sample of this id"):
            agreement(filled, "J-nothing")

    def test_in_another_ledger(self, filled: Ledger, tmp_path: Path) -> None:
        """Judgements that were brought in agree as they did."""
        for id, other in zip(ids(filled), (ACCEPT, ACCEPT, REJECT, UNSURE), strict=False):
            filled.judge(ACCEPT, id, by="ann")
            filled.judge(other, id, by="bob")
        with Ledger(tmp_path / "copy.sqlite") as copy:
            copy.restore(filled.dump())
            assert agreement(copy) == agreement(filled)


class TestCommand:
    """``communique agreement``."""

    def run(self, *arguments: str) -> Any:
        """Run it in this process."""
        return CliRunner().invoke(main, ["agreement", *arguments], env={"COLUMNS": "120"})

    def test_forms(self, filled: Ledger) -> None:
        """A table with the table of both beneath it, CSV with its cells, JSON with all."""
        for id, other in zip(ids(filled), (ACCEPT, ACCEPT, REJECT, REJECT, UNSURE), strict=False):
            filled.judge(other if other is not UNSURE else ACCEPT, id, by="ann")
            filled.judge(other, id, by="bob")
        (found,) = agreement(filled)
        where = ("--ledger", filled.address)
        shown = self.run(*where)
        assert shown.exit_code == 0
        assert found.kappa is not None and f"ann, bob  5   0.800  {found.kappa:.3f}" in shown.stdout
        assert "ann, by what bob said  accept  reject  unsure" in shown.stdout
        (row,) = csv.DictReader(io.StringIO(self.run("--csv", *where).stdout))
        assert (row["n"], row["accept_accept"], row["accept_unsure"], row["reject_reject"]) == ("5", "2", "1", "2")
        line = json.loads(self.run("--json", *where).stdout)
        assert (line["kappa"], line["table"], line["said"]) == (
            found.kappa, [list(row) for row in found.table], ["accept", "reject", "unsure"],
        )  # fmt: skip

    def test_of_a_sample_and_of_nothing(self, filled: Ledger) -> None:
        """A sample by its id; where nothing is in common that is said, and the exit code is 1."""
        drawn, entries = filled.sample(1, 1, by="ann")
        where = ("--ledger", filled.address)
        empty = self.run("--sample", drawn.id, *where)
        assert (empty.exit_code, empty.stdout) == (1, "")
        assert "no two people have judged the same engagement yet" in empty.stderr
        for by in ("ann", "bob"):
            filled.judge(ACCEPT, entries[0].id, by=by)
        assert "ann, bob  1   1.000      —" in self.run("--sample", drawn.id, *where).stdout
        assert self.run("--sample", "J-nothing", *where).exit_code == 2
