"""A report forgotten: what only it supported is gone, and the rest is as if it had never come."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from communique.cli import main
from communique.errors import UnknownId
from communique.intake import Report
from communique.ledger import forgetting
from communique.ledger.judgements import Verdict
from communique.ledger.queries import Query
from communique.ledger.store import Ledger
from communique.ledger.views import Review
from communique.records import Record, Status, as_json
from tests.ledger.stories import ANNA, BORIS, STORY, told

Item = tuple[Report, Record]
WORDS = " ".join(f"word{n}" for n in range(90))
REPORTS: tuple[Item, ...] = (
    *(told(id, day, [row]) for id, day, row in STORY),
    told("call", "2019-10-01", [("call", Status.HELD, "2019-10-01"), ("support", Status.HELD, None)]),
    told("kleins", "2018-06-01", names=("B. Klein", "Carla Stein")),
    told("namesake", "2018-06-02", [("talks", Status.HELD, "2018-06-02")], names=(ANNA, "Klein")),
    told("again", "2018-10-04", [("visit", Status.HELD, "2018-10-03")]),
    told("copy", "2018-10-05", [("talks", Status.HELD, "2018-06-02")], text=f"{ANNA} and {BORIS}. {WORDS} one"),
    told("copied", "2018-10-06", [("talks", Status.HELD, "2018-06-02")], text=f"{ANNA} and {BORIS}. {WORDS} two"),
    told("thrice", "2018-10-07", [("talks", Status.HELD, "2018-06-02")], text=f"{ANNA} and {BORIS}. {WORDS} three"),
)


def fill(ledger: Ledger, reports: Sequence[Item] = REPORTS) -> Ledger:
    """A ledger with these reports in their order."""
    for report, record in reports:
        ledger.add(report, record)
    return ledger


def plain(ledger: Ledger) -> list[Any]:
    """All that a ledger answers with, entries and actors named by what they consist of in the place of their ids."""
    names = {}
    with ledger._read() as connection:
        ids = [id for (id,) in connection.exec_driver_sql("SELECT id FROM actor")]
        groups = sorted(tuple(r) for r in connection.exec_driver_sql("SELECT id, source_group FROM report"))
    actors = [ledger.actor(id) for id in ids]
    names |= {a.id: "+".join(a.appearances) for a in actors}
    entries = ledger.find(Query(rejected=True))
    names |= {e.id: "+".join(sorted(a.id for a in e.accounts)) for e in entries}
    texts = [json.dumps(as_json(x), sort_keys=True) for x in (*actors, *entries)]
    return [groups, sorted(re.sub(r"[AE]-[a-z2-7]{12}", lambda m: names[m[0]], text) for text in texts)]


class TestAsIfItHadNeverCome:
    """Everything that the ledger answers."""

    @pytest.mark.parametrize("gone", [report.info.id for report, _ in REPORTS])
    def test_each_of_a_dozen(self, ledger: Ledger, tmp_path: Path, gone: str) -> None:
        """The first, the last, a copy, one that joins two names: what is left is the ledger of the others."""
        fill(ledger).forget(gone)
        with Ledger(tmp_path / "others.sqlite") as others:
            fill(others, [x for x in REPORTS if x[0].info.id != gone])
            assert plain(ledger) == plain(others)
        with pytest.raises(UnknownId):
            ledger.report(gone)

    def test_two_after_another(self, ledger: Ledger, tmp_path: Path) -> None:
        """Forgetting goes on from what forgetting left."""
        fill(ledger)
        gone = ("arrived", "copy", "invited")
        for id in gone:
            ledger.forget(id)
        with Ledger(tmp_path / "others.sqlite") as others:
            fill(others, [x for x in REPORTS if x[0].info.id not in gone])
            assert plain(ledger) == plain(others)

    def test_all(self, ledger: Ledger) -> None:
        """Nothing is left when each was forgotten, and no row of any table but what is written down for good."""
        for report, _ in fill(ledger) and REPORTS:
            ledger.forget(report.info.id)
        tables = {json.loads(line).get("table") for line in ledger.dump()} - {None}
        assert tables == {"moved", "change"}

    def test_taken_in_again(self, ledger: Ledger) -> None:
        """What is forgotten by mistake is taken in again, under its ids."""
        before = plain(fill(ledger, REPORTS[:5]))
        entry, actor = ledger.entry("call/e1").id, ledger.actor("call/a1").id
        ledger.forget("call")
        ledger.add(*REPORTS[4])
        assert plain(ledger) == before
        assert (ledger.entry("call/e1").id, ledger.actor("call/a1").id) == (entry, actor)

    def test_ids_of_what_stays(self, ledger: Ledger) -> None:
        """An entry that others tell keeps its id, also where the first of them is gone; one that is gone says so."""
        visit = fill(ledger).entry("invited/e1").id
        call = ledger.entry("call/e1").id
        ledger.forget("invited")
        assert ledger.entry("dated/e1").id == visit
        ledger.forget("call")
        with pytest.raises(UnknownId):
            ledger.entry(call)

    def test_half_of_it_is_nothing(self, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
        """Broken off at the last step, it changed nothing."""
        before = list(fill(ledger).dump())

        def broken(*_: object) -> None:
            raise RuntimeError("ended")

        monkeypatch.setattr(forgetting, "_note", broken)
        with pytest.raises(RuntimeError, match="ended"):
            ledger.forget("arrived")
        assert list(ledger.dump()) == before


class TestJudgements:
    """What people said."""

    def test_of_a_whole_that_stays(self, ledger: Ledger) -> None:
        """A judgement of an entry or an actor holds on, though it held on to the report that is gone."""
        visit = fill(ledger).entry("invited/e1").id
        ledger.judge(Verdict.AMEND, visit, by="ann", field="place", value="Tallinn")
        ledger.judge(Verdict.AMEND, ledger.actor("invited/a1").id, by="ann", field="name", value="A. Berg")
        assert ledger.forget("invited").judgements == 0
        place = ledger.entry(visit).place
        assert place is not None and place.name == "Tallinn"
        assert ledger.actor("dated/a1").name == "A. Berg"
        assert ledger.idle() == frozenset()

    def test_of_what_is_gone(self, ledger: Ledger) -> None:
        """A judgement of the report's own account stays in the log, idle; it holds again when the report is back."""
        made = fill(ledger).judge(Verdict.REJECT, "call/e1", by="ann")
        assert ledger.forget("call").judgements == 1
        assert [j.id for j in ledger.judgements()] == [made.id]
        assert ledger.idle() == {made.id}
        ledger.add(*REPORTS[4])
        assert ledger.idle() == frozenset()
        assert ledger.entry("call/e1").review is Review.REJECTED

    def test_another_report_under_its_id(self, ledger: Ledger) -> None:
        """Other contents, or another reading, get numbers that were never used: no judgement holds on to them."""
        fill(ledger).judge(Verdict.REJECT, "call/e1", by="ann")
        ledger.forget("call")
        ledger.add(*told("call", "2019-10-02", [("call", Status.HELD, None)], text=f"{ANNA} rang up {BORIS}."))
        assert ledger.entry("call/e3").review is Review.NONE
        assert ledger.actor("call/a3").name == ANNA
        assert ledger.record("call").engagements[0].id == "e1"
        with pytest.raises(UnknownId):
            ledger.account("call/e1")
        ledger.forget("call")
        ledger.add(*REPORTS[4], reader="a newer one")
        assert ledger.account("call/e4").kind == "call"

    def test_same_and_different_stay(self, ledger: Ledger) -> None:
        """What people joined or parted among other reports is still so; what is around it is left alone."""
        fill(ledger)
        ledger.judge(Verdict.DIFFERENT, "arrived/e1", other="again/e1", by="ann")
        ledger.judge(Verdict.SAME, "kleins/a1", other="invited/a2", by="ann")
        ledger.forget("dated")
        assert ledger.entry("arrived/e1").id != ledger.entry("again/e1").id
        assert ledger.actor("kleins/a1").id == ledger.actor("invited/a2").id

    def test_parties_of_an_actor_that_is_gone(self, ledger: Ledger) -> None:
        """An amendment by an actor that no report has any more no longer names it."""
        visit = fill(ledger).entry("invited/e1").id
        stein = ledger.actor("kleins/a2").id
        ledger.judge(Verdict.AMEND, visit, by="ann", field="parties", value=[
            {"actor": stein, "part": "host"}, {"actor": ledger.actor("invited/a1").id, "part": "guest"},
        ])  # fmt: skip
        ledger.forget("kleins")
        assert [p.actor.name for p in ledger.entry(visit).parties] == [ANNA]

    def test_after_a_new_reading(self, ledger: Ledger) -> None:
        """Where a report was read anew, order does not explain what stands: only what the report took part in moves."""
        fill(ledger)
        record = ledger.record("namesake")
        other = replace(record, engagements=(replace(record.engagements[0], kind="call"),))
        ledger.reread(other, reader="newer")
        unrelated = ledger.entry("kleins/e1")
        ledger.forget("arrived")
        assert [a.id for a in ledger.entry("namesake/e1").accounts][:1] == ["namesake/e1"]
        assert ledger.entry("kleins/e1") == unrelated

    def test_what_was_forgotten_is_written_down(self, ledger: Ledger) -> None:
        """The list of changes has the report, its hash and what went."""
        fill(ledger).forget("call")
        (change,) = ledger.changes("call")
        assert (change["what"][0]["change"], change["what"][0]["accounts"]) == ("forgotten", 2)


class TestCommand:
    """``communique forget``."""

    def run(self, address: str, *arguments: str, input: str | None = None) -> Any:
        """Run it in this process."""
        return CliRunner().invoke(main, [*arguments, "--ledger", address], input=input, env={"COLUMNS": "160"})

    @pytest.fixture
    def filled(self, address: str) -> str:
        """The address of a ledger with the reports."""
        with Ledger(address) as ledger:
            fill(ledger)
            ledger.judge(Verdict.REJECT, "call/e1", by="ann")
        return address

    def test_asks(self, filled: str) -> None:
        """It says what would go and asks; only a yes is one, and silence is an error."""
        refused = self.run(filled, "forget", "call", input="n\n")
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert "“Report call” (2019-10-01), 2 engagements" in refused.stderr
        silent = self.run(filled, "forget", "call", input="")
        assert (silent.exit_code, silent.stdout) == (2, "")
        assert "--yes" in silent.stderr
        with Ledger(filled) as ledger:
            assert "call" in ledger.reports()
        done = self.run(filled, "forget", "call", input="y\n")
        assert done.exit_code == 0
        with Ledger(filled) as ledger:
            assert "call" not in ledger.reports()

    def test_says_what_went(self, filled: str) -> None:
        """As a sentence or as JSON; the log says of a judgement that its report was forgotten."""
        done = self.run(filled, "forget", "call", "--yes")
        assert done.exit_code == 0
        assert "2 accounts of engagements" in done.stdout
        assert "2 engagements and 0 actors that nothing else supported; 1 judgement kept" in done.stdout
        assert "its report was forgotten" in self.run(filled, "judge", "--list").stdout
        assert json.loads(self.run(filled, "judge", "--list", "--json").stdout)["idle"] is True
        other = self.run(filled, "forget", "kleins", "--yes", "--json")
        assert json.loads(other.stdout) == {
            "report": "kleins", "accounts": 1, "statements": 0, "mentions": 2, "appearances": 2, "entries": 1,
            "actors": 1, "judgements": 0,
        }  # fmt: skip

    def test_unknown(self, filled: str) -> None:
        """A report that is not there is named; exit code 2."""
        for arguments in (("none",), ("none", "--yes")):
            result = self.run(filled, "forget", *arguments)
            assert (result.exit_code, result.stdout) == (2, "")
            assert result.stderr.startswith("communique: none: this is neither the id nor the name of a report")
