"""Day, publisher and title of a report, set by a person: what hangs on them is worked out anew, and comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from communique.cli import main
from communique.errors import BadJudgement, ModelMissing
from communique.intake import report_from_text
from communique.ledger.judgements import Verdict
from communique.ledger.queries import Query
from communique.ledger.store import Ledger
from communique.reading import read as reading
from tests.ledger.stories import told
from tests.ledger.test_forgetting import plain

TEXT = "Foreign Minister Anna Berg of Norway met President Carl Stein of Germany in Riga on Monday.\n\nThey left later."
SUMMER, AUTUMN = "2018-08-08", "2018-10-10"


def add(ledger: Ledger, published: str | None = SUMMER, id: str = "riga/1") -> None:
    """Add the report as it is read."""
    report = report_from_text(TEXT, published=published, id=id, title="In Riga", publisher="Daily")
    ledger.add(report, reading.read(report))


def test_times_are_worked_out_anew(ledger: Ledger, tmp_path: Path) -> None:
    """After the day is set, the ledger is the one that has the report of that day; ids stay, and the undoing undoes."""
    add(ledger)
    before, was = plain(ledger), ledger.find()[0]
    assert was.time == "2018-08-06"
    made = ledger.judge(Verdict.AMEND, "riga/1", by="ann", field="published", value=AUTUMN)
    now = ledger.find()[0]
    assert (now.id, now.time) == (was.id, "2018-10-08")
    assert ledger.report("riga/1").info.published == ledger.record("riga/1").report.published == AUTUMN
    assert ledger.actors("Anna Berg")[0].offices[0].first == AUTUMN
    assert {c["field"] for c in ledger.changes("riga/1")[0]["what"]} == {"time"}
    with Ledger(tmp_path / "other.sqlite") as other:
        add(other, AUTUMN)
        assert plain(other) == plain(ledger)
    ledger.judge(Verdict.UNDO, made.id, by="ann")
    assert plain(ledger) == before


def test_what_it_is_one_with_changes_too(ledger: Ledger, tmp_path: Path) -> None:
    """By the new day it tells of another engagement, and no longer of the one that it was joined with."""
    for known in (ledger, Ledger(tmp_path / "other.sqlite")):
        for id, day in (("summer", "2018-08-09"), ("autumn", "2018-10-11")):
            add(known, day, id)
        add(known, SUMMER if known is ledger else AUTUMN)
    assert [a.report.id for a in ledger.entry("riga/1/e1").accounts] == ["riga/1", "summer"]
    ledger.judge(Verdict.AMEND, "riga/1", by="ann", field="published", value=AUTUMN)
    assert [a.report.id for a in ledger.entry("riga/1/e1").accounts] == ["riga/1", "autumn"]
    assert plain(known) == plain(ledger)
    known.close()


def test_no_day(ledger: Ledger) -> None:
    """Without a day, nothing is worked out from one; a day given later is."""
    add(ledger)
    ledger.judge(Verdict.AMEND, "riga/1", by="ann", field="published", value=None)
    assert ledger.find()[0].time is None
    ledger.judge(Verdict.AMEND, "riga/1", by="bob", field="published", value=AUTUMN)
    assert ledger.find()[0].time == "2018-10-08"


def test_publisher_and_title(ledger: Ledger) -> None:
    """They are shown, found by, and undone; a new publisher has nothing read anew."""
    report, record = told("made", "2018-08-06")
    ledger.add(report, record, reader="by hand")
    ledger.judge(Verdict.AMEND, "made", by="ann", field="publisher", value="Weekly")
    assert ledger.find()[0].accounts[0].report.publisher == "Weekly"
    assert ledger.sql("SELECT reader FROM report").rows == [("by hand",)]
    add(ledger)
    made = ledger.judge(Verdict.AMEND, "riga/1", by="ann", field="title", value="Zebras")
    assert ledger.reports("zebras") == ["riga/1"]
    assert [e.accounts[0].report.title for e in ledger.find(Query(words="zebras"))] == ["Zebras"]
    ledger.judge(Verdict.UNDO, made.id, by="ann")
    assert (ledger.reports("zebras"), ledger.report("riga/1").info.title) == ([], "In Riga")


def test_survives_reading_and_goes_elsewhere(ledger: Ledger, tmp_path: Path) -> None:
    """A new reading keeps the day that was set; exported, it holds in another ledger; forgotten and back, it holds."""
    add(ledger)
    ledger.judge(Verdict.AMEND, "riga/1", by="ann", field="published", value=AUTUMN)
    ledger.reread(reading.read(ledger.report("riga/1")), reader="newer")
    assert ledger.find()[0].time == "2018-10-08"
    with Ledger(tmp_path / "other.sqlite") as other:
        add(other)
        assert other.take_judgements(ledger.judgements()).added == 1
        assert other.find()[0].time == "2018-10-08"
        assert [j.field for j in other.judgements("riga/1")] == ["published"]
    ledger.forget("riga/1")
    assert len(ledger.idle()) == 1
    add(ledger)
    assert ledger.find()[0].time == "2018-10-08"


@pytest.mark.parametrize(
    ("verdict", "more", "message"),
    [
        (Verdict.AMEND, {"field": "published", "value": "2018-02-30"}, "of the calendar. Give a day as YYYY-MM-DD"),
        (Verdict.AMEND, {"field": "published", "value": "2018"}, "YYYY-MM-DD"),
        (Verdict.AMEND, {"field": "title", "value": "a\nb"}, "one line"),
        (Verdict.AMEND, {"field": "text", "value": "x"}, "Fields are published, publisher, title"),
        (Verdict.ACCEPT, {}, "communique forget"),
        (Verdict.SAME, {"other": "riga/1"}, "communique forget"),
    ],
)  # fmt: skip
def test_refused(ledger: Ledger, verdict: Verdict, more: dict[str, Any], message: str) -> None:
    """What cannot be said of a report is refused with what can."""
    add(ledger)
    with pytest.raises(BadJudgement, match=message):
        ledger.judge(verdict, "riga/1", by="ann", **more)
    assert ledger.judgements() == []


def test_half_of_it_is_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the text cannot be read anew, neither the judgement nor the day is kept."""
    add(ledger)
    before = list(ledger.dump())

    def missing(*_: object) -> None:
        raise ModelMissing("model", "it is not there", "Install it")

    monkeypatch.setattr(reading, "read", missing)
    with pytest.raises(ModelMissing):
        ledger.judge(Verdict.AMEND, "riga/1", by="ann", field="published", value=AUTUMN)
    assert list(ledger.dump()) == before


def test_command_says_what_it_did(address: str) -> None:
    """``communique judge amend`` takes a report's id, and says that it was read anew."""
    with Ledger(address) as ledger:
        add(ledger)
    line = ["judge", "amend", "riga/1", "--field", "published", "--value", AUTUMN, "--by", "ann", "--ledger", address]
    done = CliRunner().invoke(main, line)
    assert (done.exit_code, "riga/1 was read anew: 1 change" in done.stderr) == (0, True)
    shown = CliRunner().invoke(main, ["show", "riga/1", "--json", "--ledger", address])
    assert json.loads(shown.stdout)["engagements"][0]["time"]["edtf"] == "2018-10-08"
