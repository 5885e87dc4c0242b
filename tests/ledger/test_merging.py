"""Two ledgers joined: the same as one ledger with all reports and all judgements."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from communique.cli import main
from communique.intake import report_from_text
from communique.ledger import merging
from communique.ledger.judgements import Verdict
from communique.ledger.store import Ledger
from communique.ledger.views import Review
from communique.reading.read import read
from communique.records import Status
from tests.ledger.stories import ANNA, BORIS, told
from tests.ledger.test_additions import ADDED
from tests.ledger.test_additions import TEXT as MISSED
from tests.ledger.test_forgetting import REPORTS, Item, fill, plain
from tests.ledger.test_restating import AUTUMN, SUMMER, TEXT

OURS, THEIRS = (*REPORTS[:5], *REPORTS[7:9]), (*REPORTS[3:7], *REPORTS[9:])
"""Two and more reports in common, and copies and namesakes on both sides."""


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Ledger]:
    """Another ledger, empty, in a file; ``ledger`` is on either database."""
    with Ledger(tmp_path / "other.sqlite") as opened:
        yield opened


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Ledger]:
    """The ledger that has all, empty yet."""
    with Ledger(tmp_path / "one.sqlite") as opened:
        yield opened


def each_once(*several: Sequence[Item]) -> list[Item]:
    """Reports in their order, each once."""
    return list({report.info.id: (report, record) for reports in several for report, record in reports}.values())


def judged(ledger: Ledger, by: str, account: str, actor: str) -> None:
    """Judgements of several sorts: of a whole, of an account, of an actor, an undoing, parties by their ids."""
    ledger.judge(Verdict.AMEND, ledger.entry(account).id, by=by, field="place", value=f"{by}ville")
    ledger.judge(Verdict.REJECT, account, by=by)
    made = ledger.judge(Verdict.ACCEPT, ledger.entry("arrived/e1").id, by=by)
    ledger.judge(Verdict.UNDO, made.id, by=by)
    ledger.judge(Verdict.AMEND, ledger.actor(actor).id, by=by, field="wikidata", value="Q1")
    parties = [{"actor": ledger.actor(actor).id, "part": "guest"}]
    ledger.judge(Verdict.AMEND, ledger.entry(account).id, by=by, field="parties", value=parties)


class TestTheSameAsOne:
    """Whichever is joined into which, on whichever database."""

    @pytest.mark.parametrize("into", ["ledger", "other"])
    def test_reports_and_judgements(self, ledger: Ledger, other: Ledger, one: Ledger, into: str) -> None:
        """All answers are those of a ledger that took all in; counts add up."""
        judged(fill(ledger, OURS), "ann", "dated/e1", "invited/a1")
        judged(fill(other, THEIRS), "bob", "namesake/e1", "kleins/a2")
        (first, a), (second, b) = [(ledger, OURS), (other, THEIRS)][:: 1 if into == "ledger" else -1]
        fill(one, each_once(a, b))
        assert one.take_judgements([*first.judgements(), *second.judgements()]).added == 12
        before = list(second.dump())
        found = first.merge(second)
        common = {x[0].info.id for x in a} & {x[0].info.id for x in b}
        assert (found.added, found.there, found.refused) == (len(b) - len(common), len(common), ())
        assert (found.judgements.added, found.judgements.refused) == (6, ())
        assert plain(first) == plain(one)
        assert [replace(j, subject="") for j in first.judgements()] == [
            replace(j, subject="") for j in one.judgements()
        ]
        assert list(second.dump()) == before
        again = first.merge(second)
        assert (again.added, again.there, again.judgements.added, again.judgements.there) == (0, len(b), 0, 6)
        assert plain(first) == plain(one)

    def test_there_and_back(self, ledger: Ledger, other: Ledger) -> None:
        """Joined both ways, both hold the same reports and judgements."""
        judged(fill(ledger, OURS), "ann", "dated/e1", "invited/a1")
        judged(fill(other, THEIRS), "bob", "namesake/e1", "kleins/a2")
        ledger.merge(other)
        other.merge(ledger)
        assert sorted(ledger.reports()) == sorted(other.reports())
        assert {j.id for j in ledger.judgements()} == {j.id for j in other.judgements()}

    def test_into_an_empty_one(self, ledger: Ledger, other: Ledger) -> None:
        """A ledger joined into one that holds nothing is there whole."""
        judged(fill(other), "bob", "namesake/e1", "kleins/a2")
        found = ledger.merge(other)
        assert (found.added, found.there) == (len(REPORTS), 0)
        assert plain(ledger) == plain(other)
        assert [ledger.record(x[0].info.id) for x in REPORTS] == [x[1] for x in REPORTS]

    def test_what_people_added_and_amended(self, ledger: Ledger, other: Ledger) -> None:
        """Additions, days, samples and their undoings come too."""
        for known in (ledger, other):
            known.add(*told("missed", "2018-04-01", [("call", Status.HELD, None)], text=MISSED))
        report = report_from_text(TEXT, published=SUMMER, id="riga/1", title="In Riga")
        other.add(report, read(report))
        other.judge(Verdict.AMEND, "riga/1", by="bob", field="published", value=AUTUMN)
        made = other.judge(Verdict.ADD, "missed", by="bob", value=ADDED)
        undone = other.judge(Verdict.ADD, "missed", by="bob", value={**ADDED, "kind": "talks"})
        other.judge(Verdict.UNDO, undone.id, by="bob")
        drawn, _ = other.sample(2, 1, by="bob")
        assert ledger.merge(other).judgements.refused == ()
        assert plain(ledger) == plain(other)
        assert ledger.account(f"missed/{made.id}").kind == "meeting"
        assert ledger.precision().sample == drawn
        first = next(j for j in ledger.judgements() if j.field == "published")
        ledger.judge(Verdict.UNDO, first.id, by="ann")
        assert ledger.report("riga/1").info.published == SUMMER


class TestNothingIsLost:
    """Ids, and what is read otherwise there."""

    def test_ids_by_which_it_was_cited(self, ledger: Ledger, other: Ledger) -> None:
        """An id of the other ledger finds what it is here, those that moved there too."""
        fill(ledger, [REPORTS[0]])
        fill(other, [REPORTS[3], REPORTS[4]])
        cited, call = other.entry("arrived/e1").id, other.entry("call/e1").id
        other.judge(Verdict.SAME, cited, other=call, by="bob")
        moved = ({cited, call} - {other.entry("call/e1").id}).pop()
        ledger.merge(other)
        assert ledger.entry(cited).id == ledger.entry("arrived/e1").id == ledger.entry(moved).id
        assert ledger.actor(other.actor("call/a1").id).id == ledger.actor("invited/a1").id

    def test_a_report_that_was_read_otherwise(self, ledger: Ledger, other: Ledger) -> None:
        """A judgement finds the account by its words, whatever its number; what has no like here comes with it."""
        day = "2019-10-01"
        text = f"{ANNA} called. {ANNA} and {BORIS} spoke.\n\n{ANNA} backed {BORIS}."
        report, record = told("call", day, [("call", Status.HELD, day)], text=text)
        ledger.add(report, record)
        (call,) = record.engagements
        at = text.index(f"{ANNA} backed")
        evidence = replace(call.evidence[0], start=at, end=len(text), quote=text[at:])
        support = replace(call, id="e1", kind="support", evidence=(evidence,), time=None)
        other.add(report, replace(record, engagements=(support, replace(call, id="e2"))), reader="newer")
        other.judge(Verdict.REJECT, "call/e2", by="bob")
        other.judge(Verdict.ACCEPT, other.entry("call/e1").id, by="bob")
        assert ledger.merge(other).judgements.added == 2
        assert ledger.entry("call/e1").review is Review.REJECTED
        kept = ledger.entry("call/e2")
        assert (kept.kind, kept.review, [p.actor.name for p in kept.parties]) == (
            "support",
            Review.ACCEPTED,
            [ANNA, BORIS],
        )
        assert ledger.record("call") == record

    def test_read_anew_there(self, ledger: Ledger, other: Ledger) -> None:
        """Numbers that a new reading gave, what it kept for a judgement, and the list of changes come over."""
        fill(other, REPORTS[:5])
        other.judge(Verdict.ACCEPT, "call/e1", by="bob")
        record = other.record("call")
        other.reread(replace(record, engagements=()), reader="newer")
        other.reread(replace(record, engagements=record.engagements[1:]), reader="newest")
        ledger.merge(other)
        assert plain(ledger) == plain(other)
        assert [c["reader"] for c in ledger.changes("call")] == ["newer", "newest"]
        ledger.reread(record, reader="last")
        assert ledger.account("call/e1").kind == "call"

    def test_forgotten_there(self, ledger: Ledger, other: Ledger) -> None:
        """A judgement about a report that was forgotten there stays in the log here; one that is here holds."""
        fill(other, REPORTS[:5])
        other.judge(Verdict.REJECT, "call/e1", by="bob")
        other.judge(Verdict.REJECT, "arrived/e1", by="bob")
        other.forget("call")
        other.forget("arrived")
        fill(ledger, REPORTS[:4])
        assert ledger.merge(other).judgements.added == 2
        assert len(ledger.judgements()) == 2
        assert len(ledger.idle()) == 1
        assert ledger.entry("arrived/e1").status is Status.PLANNED

    def test_conflicts_are_named(self, ledger: Ledger, other: Ledger) -> None:
        """A report of one id with other contents is refused and named; the others are taken in."""
        fill(ledger, REPORTS[:1])
        other.add(*told("invited", "2018-05-02", text=f"{ANNA} met {BORIS}."))
        fill(other, [REPORTS[4]])
        found = ledger.merge(other)
        assert (found.added, [e.source for e in found.refused]) == (1, ["invited"])

    def test_half_of_it_is_nothing(self, ledger: Ledger, other: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
        """Broken off at the last step, it changed nothing."""
        fill(other, OURS)
        before = list(fill(ledger, THEIRS).dump())

        def broken(*_: object) -> None:
            raise RuntimeError("ended")

        monkeypatch.setattr(merging, "_keep_changes", broken)
        with pytest.raises(RuntimeError, match="ended"):
            ledger.merge(other)
        assert list(ledger.dump()) == before


def test_command(address: str, tmp_path: Path) -> None:
    """``communique merge`` counts what came of it, and says what was refused."""
    theirs = str(tmp_path / "other.sqlite")

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(main, ["merge", *arguments])

    with Ledger(address) as ledger, Ledger(theirs) as other:
        fill(ledger, OURS)
        judged(fill(other, THEIRS), "bob", "namesake/e1", "kleins/a2")
    done = run(theirs, "--ledger", address, "--json")
    assert (done.exit_code, json.loads(done.stdout)["judgements"]) == (0, {"added": 6, "there": 0, "refused": 0})
    assert f"{len(THEIRS) - 2} reports added, 2 there already; 6 judgements added, 0 there already" in done.stderr
    back = run(address, "--ledger", theirs)
    assert (back.exit_code, f"{len(OURS) - 2} reports added" in back.stderr) == (0, True)
    with Ledger(theirs) as other:
        other.add(*told("late", "2019-05-02", text=f"{ANNA} met {BORIS}."))
    with Ledger(address) as ledger:
        ledger.add(*told("late", "2019-05-02", text=f"{ANNA} rang {BORIS}."))
    refused = run(theirs, "--ledger", address)
    assert (refused.exit_code, "late: a report of this id is in the ledger with other contents" in refused.stderr) == (
        1,
        True,
    )
    assert run(theirs, "--ledger", theirs).exit_code == 2
    assert run(str(tmp_path / "none.sqlite"), "--ledger", address).exit_code == 2
    assert run(theirs, "--ledger", str(tmp_path / "none.sqlite")).exit_code == 2
