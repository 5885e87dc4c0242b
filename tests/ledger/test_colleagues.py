"""Judgements that go from ledger to ledger: every sort, every field, both databases in both directions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from communique.cli import main
from communique.ledger.judgements import Judgement, Verdict
from communique.ledger.queries import Query
from communique.ledger.store import Ledger
from communique.ledger.views import Entry
from communique.records import Status, as_json
from tests.ledger.stories import ANNA, BORIS, STORY, told

ALL = Query(rejected=True)
CALL = ("call", "2019-10-01", ("call", Status.HELD, "2019-10-01"))
AMENDMENTS = {
    "kind": "meeting", "status": "cancelled", "time": "2018-10-05", "plover": "AGREE", "mode": "visit", "cameo": "036",
    "place": {"name": "Sentosa", "country": "SGP", "lat": 1.25, "lon": 103.83, "geonames": 1880251},
}  # fmt: skip
OF_ACTOR = {"name": "Anna B. Berg", "kind": "group", "country": "SWE", "wikidata": "Q22686"}


def filled(address: str, order: int = 1) -> str:
    """A ledger with a story and a call, whose reports came in one order or the other."""
    with Ledger(address) as ledger:
        for id, day, row in (*STORY, CALL)[::order]:
            ledger.add(*told(id, day, [row]))
    return address


def judged(address: str) -> list[Judgement]:
    """Make every sort of judgement in a ledger, with every field that can be set; return them."""
    with Ledger(address) as ledger:
        visit, call = ledger.entry("invited/e1").id, ledger.entry("call/e1").id
        anna, boris = ledger.actors(ANNA)[0].id, ledger.actors(BORIS)[0].id
        for field, value in AMENDMENTS.items():
            ledger.judge(Verdict.AMEND, visit, by="ann", field=field, value=value, note="seen “there”")
        parties = [{"actor": boris, "part": "guest"}, {"actor": anna, "part": "host"}]
        ledger.judge(Verdict.AMEND, visit, by="ann", field="parties", value=parties)
        for field, value in OF_ACTOR.items():
            ledger.judge(Verdict.AMEND, anna, by="bob", field=field, value=value)
        ledger.judge(Verdict.AMEND, call, by="ann", field="time", value=None)
        ledger.judge(Verdict.AMEND, call, by="ann", field="place", value="Tallinn")
        ledger.judge(Verdict.ACCEPT, visit, by="ann")
        ledger.judge(Verdict.UNSURE, call, by="bob")
        ledger.judge(Verdict.UNSURE, anna, other=boris, by="bob")
        ledger.judge(Verdict.REJECT, "dated/e1", by="ann")
        ledger.judge(Verdict.DIFFERENT, "call/a2", other="invited/a2", by="ann")
        same = ledger.judge(Verdict.SAME, visit, other=call, by="ann")
        first = ledger.judge(Verdict.UNDO, same.id, by="bob")
        again = ledger.judge(Verdict.UNDO, first.id, by="ann")
        ledger.judge(Verdict.UNDO, again.id, by="ann", note="two after all")
        return ledger.judgements()


def run(*arguments: str) -> Result:
    """Run ``communique judge``."""
    return CliRunner().invoke(main, ["judge", *arguments])


def told_by(entry: Entry) -> dict[str, object]:
    """What an entry says, without ids, which differ between ledgers whose reports came in another order."""
    parties = [(p.actor.name, p.actor.kind, p.actor.country, p.part) for p in entry.parties]
    what = (entry.kind, entry.status, entry.time, entry.place, entry.plover, entry.cameo, entry.review)
    return {"accounts": sorted(a.id for a in entry.accounts), "what": what, "parties": parties,
            "amended": sorted(entry.amended)}  # fmt: skip


def answers(address: str) -> list[dict[str, object]]:
    """What a ledger answers with, without ids."""
    with Ledger(address) as ledger:
        return sorted(map(told_by, ledger.find(ALL)), key=str)


@pytest.fixture
def both(address: str, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Two ledgers: one on either database, the other on SQLite."""
    yield address, str(tmp_path / "other.sqlite")


@pytest.mark.parametrize("out", [True, False], ids=["there", "back"])
@pytest.mark.parametrize("order", [1, -1], ids=["same order", "other order"])
class TestRoundTrip:
    """What ``--export`` writes, ``--import`` takes."""

    def test_whole(self, both: tuple[str, str], tmp_path: Path, out: bool, order: int) -> None:
        """Every judgement arrives and holds; once more changes nothing; the way back brings the same file."""
        mine, theirs = both if out else both[::-1]
        made = judged(filled(mine))
        filled(theirs, order)
        lines, again = tmp_path / "mine.jsonl", tmp_path / "theirs.jsonl"
        assert run("--export", str(lines), "--ledger", mine).stderr == f"{len(made)} judgements written\n"
        first = run("--import", str(lines), "--ledger", theirs)
        assert (first.exit_code, first.stderr) == (0, f"{len(made)} judgements added, 0 there already\n")
        assert answers(theirs) == answers(mine)
        with Ledger(theirs) as ledger:
            berg = ledger.actor("invited/a1")
            assert {k: getattr(berg, k) for k in OF_ACTOR} == OF_ACTOR
            before = list(ledger.dump())
            assert len(ledger.undone()) == 2
        second = run("--import", str(lines), "--ledger", theirs)
        assert (second.exit_code, second.stderr) == (0, f"0 judgements added, {len(made)} there already\n")
        with Ledger(theirs) as ledger:
            assert list(ledger.dump()) == before
        run("--export", str(again), "--ledger", theirs)
        assert run("--import", str(again), "--ledger", mine).stderr.endswith(f"{len(made)} there already\n")
        if order == 1:
            assert again.read_bytes() == lines.read_bytes()


def test_what_is_not_here_is_named_and_the_rest_done(both: tuple[str, str], tmp_path: Path) -> None:
    """A report, an entry and an actor that the other ledger lacks; an undoing of what was refused."""
    mine, theirs = both
    filled(mine)
    with Ledger(mine) as ledger:
        ledger.add(*told("more", "2020-01-01", [("talks", Status.HELD, "2020-01-01")], names=("Carla Dee", BORIS)))
        talks, carla = ledger.entry("more/e1").id, ledger.actor("more/a1").id
        account = ledger.judge(Verdict.ACCEPT, "more/e1", by="ann")
        entry = ledger.judge(Verdict.REJECT, talks, by="ann")
        actor = ledger.judge(Verdict.AMEND, carla, by="ann", field="country", value="SWE")
        party = ledger.judge(
            Verdict.AMEND, ledger.entry("invited/e1").id, by="ann", field="parties",
            value=[{"actor": carla, "part": "guest"}],
        )  # fmt: skip
        undoing = ledger.judge(Verdict.UNDO, entry.id, by="ann")
        ledger.judge(Verdict.ACCEPT, ledger.entry("invited/e1").id, by="ann")
    with Ledger(theirs) as ledger:
        for id, day, row in STORY:
            ledger.add(*told(id, day, [row]))
    path = tmp_path / "mine.jsonl"
    run("--export", str(path), "--ledger", mine)
    result = run("--import", str(path), "--ledger", theirs)
    assert result.exit_code == 1
    *named, last = result.stderr.splitlines()
    assert last == "1 judgement added, 0 there already, 5 refused"
    for line, made in zip(named, (account, entry, actor, party, undoing), strict=True):
        assert line.startswith(f"communique: {made.id} on ")
    assert "there is no actor" in named[3]


class TestWrongLines:
    """Lines that somebody has changed, or that are none."""

    def lines(self, address: str) -> list[dict[str, object]]:
        """Two judgements, as they are exported."""
        with Ledger(filled(address)) as ledger:
            visit = ledger.entry("invited/e1").id
            ledger.judge(Verdict.AMEND, visit, by="ann", field="status", value="held")
            ledger.judge(Verdict.ACCEPT, visit, by="ann")
            return [as_json(j) for j in ledger.judgements()]

    CHANGES = (
        ({"verdict": "praise"}, "'praise' is not a valid Verdict"),
        ({"by": None}, "by: None is no str"),
        ({"by": " "}, "by: nobody is named"),
        ({"by": "a\x00b"}, "by: 'a\\x00b' cannot be kept"),
        ({"note": "\ud800"}, "note: '\\ud800' cannot be kept"),
        ({"note": "x" * 10_001}, "cannot be kept"),
        ({"subject": "E\x00"}, "cannot be kept"),
        ({"anchor": "y" * 5000}, "cannot be kept"),
        ({"at": "yesterday"}, "at: 'yesterday' is no moment"),
        ({"id": "J-1"}, "is no id of a judgement"),
        ({"id": "J-\x00"}, "is no id of a judgement"),
        ({"value": "maybe"}, "value of status: 'maybe' is no status. Give one of held, ongoing"),
        ({"value": ["held"]}, "value of status: ['held'] is no text"),
        ({"field": "colour"}, "field: 'colour' is no field that can be amended"),
        ({"field": None}, "no field that can be amended"),
    )

    def test_each_is_named_and_the_right_one_taken(self, address: str, tmp_path: Path) -> None:
        """The wrong ones are refused, each with the part of it that is wrong."""
        wrong, right = self.lines(str(tmp_path / "mine.sqlite"))
        filled(address)
        path = tmp_path / "changed.jsonl"
        lines = [*({**wrong, **changes} for changes, _ in self.CHANGES), right]
        path.write_text("".join(json.dumps(x) + "\n" for x in lines), "utf-8")
        result = run("--import", str(path), "--ledger", address)
        assert result.exit_code == 1
        *named, last = result.stderr.splitlines()
        assert [problem for _, problem in self.CHANGES if not any(problem in line for line in named)] == []
        assert len(named) == len(self.CHANGES)
        assert last == f"1 judgement added, 0 there already, {len(named)} refused"

    def test_another_under_a_known_id(self, address: str, tmp_path: Path) -> None:
        """Somebody rewrote what is kept for good: that is refused, not taken for what is there."""
        changed, _ = self.lines(address)
        path = tmp_path / "changed.jsonl"
        path.write_text(json.dumps({**changed, "by": "mallory"}) + "\nno json\n", "utf-8")
        result = run("--import", str(path), "--ledger", address)
        assert result.exit_code == 1
        assert "line 2: this is no judgement" in result.stderr
        assert "another judgement has this id here" in result.stderr
        assert result.stderr.endswith("0 judgements added, 0 there already, 2 refused\n")
