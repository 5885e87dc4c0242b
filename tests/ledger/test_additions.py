"""What the reader missed, added by a person; statements amended; actors named by their names."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from communique.cli import main
from communique.errors import BadJudgement, UnknownId
from communique.ledger.judgements import Judgement, Verdict
from communique.ledger.queries import Query
from communique.ledger.sayings import SaidQuery
from communique.ledger.store import Ledger
from communique.ledger.views import Review
from communique.records import Evidence, Record, Statement, StatementKind, Status
from tests.ledger.stories import ANNA, BORIS, told
from tests.ledger.test_forgetting import plain

WORDS = f"{ANNA} will see {BORIS} in May."
TEXT = f"{ANNA} spoke.\n\n{WORDS} “It is time,” she told {BORIS}. It was said. It was said."
ADDED = {
    "quote": WORDS, "kind": "meeting", "status": "planned", "time": "2018-05", "place": "Tallinn",
    "parties": [{"actor": ANNA, "part": "guest"}, {"actor": "klein", "part": "host"}],
}  # fmt: skip


def reports(ledger: Ledger) -> Ledger:
    """Two reports, the first with a statement; its reader missed the meeting."""
    report, record = told("missed", "2018-04-01", [("call", Status.HELD, None)], text=TEXT)
    at = TEXT.index("It is time,")
    said = Statement("s1", StatementKind.DIRECT, (Evidence(at, at + 11, TEXT[at : at + 11]),), speaker="a1")
    ledger.add(report, replace(record, statements=(said,)))
    ledger.add(*told("other", "2018-04-02", [("visit", Status.HELD, "2018-03-05")], names=(ANNA, "Carla Stein")))
    return ledger


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """A ledger with both."""
    return reports(ledger)


def add(ledger: Ledger, **more: Any) -> Judgement:
    """Add the meeting."""
    return ledger.judge(Verdict.ADD, "missed", by="ann", value={**ADDED, **more})


class TestAdding:
    """An engagement."""

    def test_is_an_account_like_others(self, filled: Ledger) -> None:
        """It is found, coded, shown with its words, and says who added it."""
        made = add(filled)
        (entry,) = filled.find(Query(kinds=("meeting",)))
        (account,) = entry.accounts
        assert account.id == f"missed/{made.id}"
        assert [filled.report("missed").info.text[e.start : e.end] for e in account.evidence] == [WORDS]
        assert account.why == f"added by ann ({made.id})"
        assert [(p.actor.name, p.part.value) for p in entry.parties] == [(ANNA, "guest"), (BORIS, "host")]
        assert (entry.status, entry.time, entry.cameo, entry.plover.type) == (Status.PLANNED, "2018-05", "036", "AGREE")
        assert entry.place is not None and entry.place.country == "EST"
        assert filled.find(Query(words="Tallinn"))[0].id == entry.id
        assert filled.record("missed").engagements[0].kind == "call"

    def test_joins_what_another_report_tells(self, filled: Ledger) -> None:
        """It is resolved as what was read is: one meeting, two sources."""
        filled.add(*told("third", "2018-05-08", [("meeting", Status.HELD, "2018-05-07")]))
        add(filled, place="Riga")
        assert {a.report.id for a in filled.find(Query(kinds=("meeting",)))[0].accounts} == {"missed", "third"}

    def test_undone_and_undone_again(self, filled: Ledger) -> None:
        """The undoing takes it out, and the undoing of that puts it in under its ids."""
        before = plain(filled)
        made = add(filled)
        entry, after = filled.find(Query(kinds=("meeting",)))[0].id, plain(filled)
        undoing = filled.judge(Verdict.UNDO, made.id, by="ann")
        assert plain(filled) == before
        assert filled.idle() == frozenset()
        filled.judge(Verdict.UNDO, undoing.id, by="ann")
        assert plain(filled) == after
        assert filled.entry(entry).kind == "meeting"

    def test_is_judged_and_stays_when_read_anew(self, filled: Ledger) -> None:
        """It can be accepted and amended, and a new reading leaves it."""
        made = add(filled)
        entry = filled.find(Query(kinds=("meeting",)))[0].id
        filled.judge(Verdict.ACCEPT, entry, by="bob")
        assert filled.reread(filled.record("missed"), reader="newer") == ()
        filled.reread(Record(filled.report("missed").info), reader="newest")
        assert filled.entry(entry).review is Review.ACCEPTED
        assert filled.account(f"missed/{made.id}").kind == "meeting"

    def test_an_actor_of_another_report(self, filled: Ledger) -> None:
        """Who is not in the report may be named; where the other report is forgotten, so is who only it has."""
        made = add(filled, parties=[{"actor": ANNA, "part": "attendee"}, {"actor": "Stein", "part": "attendee"}])
        names = [p.actor.name for p in filled.account(f"missed/{made.id}").parties]
        assert names == [ANNA, "Carla Stein"]
        filled.forget("other")
        assert [p.actor.name for p in filled.account(f"missed/{made.id}").parties] == [ANNA]

    def test_goes_elsewhere(self, filled: Ledger, tmp_path: Path) -> None:
        """Exported and brought in, it is the same in another ledger; so is its undoing."""
        made = add(filled)
        with Ledger(tmp_path / "other.sqlite") as other:
            reports(other)
            assert other.take_judgements(filled.judgements()).added == 1
            assert plain(other) == plain(filled)
            filled.judge(Verdict.UNDO, made.id, by="ann")
            assert other.take_judgements(filled.judgements()).added == 1
            assert plain(other) == plain(filled)

    def test_forgotten_with_its_report(self, filled: Ledger) -> None:
        """It goes with its report, idle in the log, and comes back with it."""
        add(filled)
        after, items = plain(filled), (filled.report("missed"), filled.record("missed"))
        assert filled.forget("missed").judgements == 1
        assert filled.find(Query(kinds=("meeting",))) == []
        assert len(filled.idle()) == 1
        filled.add(*items)
        assert plain(filled)[1] == after[1]

    @pytest.mark.parametrize(
        ("more", "message"),
        [
            ({"quote": "It was said."}, "stand 2 times in it, at"),
            ({"quote": "They met."}, "do not stand in it"),
            ({"quote": None}, "no words are named"),
            ({"start": 5, "end": 4}, "no span of a text"),
            ({"start": 0, "end": 9}, "the text has"),
            ({"kind": "party"}, "no kind"),
            ({"status": None}, "Give one of held"),
            ({"time": "soon"}, "no EDTF time"),
            ({"parties": []}, "no list of participants"),
            ({"parties": [{"actor": ANNA, "part": "guest"}] * 2}, "an actor stands in it twice"),
            ({"parties": [{"actor": "A-none", "part": "guest"}]}, "no actor 'A-none'"),
            ({"colour": "red"}, "this is no engagement"),
        ],
    )
    def test_refused(self, filled: Ledger, more: dict[str, Any], message: str) -> None:
        """What cannot be added says why, and leaves nothing behind."""
        before = list(filled.dump())
        with pytest.raises(BadJudgement, match=message):
            add(filled, **more)
        with pytest.raises(BadJudgement, match="this is no report"):
            filled.judge(Verdict.ADD, filled.find()[0].id, by="ann", value=ADDED)
        assert list(filled.dump()) == before

    def test_words_that_stand_twice(self, filled: Ledger) -> None:
        """The span says which are meant."""
        at = TEXT.rindex("It was said.")
        made = add(filled, quote="It was said.", start=at, end=at + 12)
        assert filled.account(f"missed/{made.id}").evidence[0].start == at


class TestNames:
    """Actors by name."""

    def test_of_several(self, filled: Ledger) -> None:
        """A name that several have is refused with who they are; a fuller one is taken."""
        filled.add(*told("third", "2018-06-01", names=("Dora Klein", "Eva Lind")))
        with pytest.raises(BadJudgement, match=r"(A-\w+ \((Boris Klein, LVA|Dora Klein)\)(, )?){2}. Give the id"):
            add(filled)
        with pytest.raises(UnknownId, match="no actor"):
            add(filled, parties=[{"actor": "Zoe", "part": "guest"}])
        made = add(filled, parties=[{"actor": "Dora Klein", "part": "guest"}])
        assert filled.account(f"missed/{made.id}").parties[0].actor.name == "Dora Klein"

    def test_in_an_amendment(self, filled: Ledger) -> None:
        """Parties are amended by name, and kept by id."""
        entry = filled.find(Query(kinds=("visit",)))[0].id
        made = filled.judge(Verdict.AMEND, entry, by="ann", field="parties", value=[{"actor": BORIS, "part": "guest"}])
        assert [p.actor.name for p in filled.entry(entry).parties] == [BORIS]
        assert made.value[0]["actor"] == filled.actors(BORIS)[0].id


class TestStatements:
    """Who said it, to whom, and how."""

    def test_amended_and_undone(self, filled: Ledger) -> None:
        """Each field is set and comes back; what was read stays as it was read."""
        first = filled.judge(Verdict.AMEND, "missed/s1", by="ann", field="speaker", value=BORIS)
        filled.judge(Verdict.AMEND, "missed/s1", by="ann", field="addressee", value="Carla Stein")
        filled.judge(Verdict.AMEND, "missed/s1", by="ann", field="kind", value="mixed")
        record = filled.judged_record("missed")
        names = {a.id: a.name for a in record.actors}
        (said,) = record.statements
        assert (names[said.speaker or ""], names[said.addressee or ""]) == (BORIS, "Carla Stein")
        assert said.kind is StatementKind.MIXED
        assert filled.record("missed").statements[0].kind is StatementKind.DIRECT
        assert len(filled.judgements("missed/s1")) == 3
        filled.judge(Verdict.UNDO, first.id, by="ann")
        assert names[filled.judged_record("missed").statements[0].speaker or ""] == ANNA

    def test_found_by_its_words(self, filled: Ledger, tmp_path: Path) -> None:
        """After a new reading that counts otherwise, and in another ledger, the same one is amended."""
        filled.judge(Verdict.AMEND, "missed/s1", by="ann", field="speaker", value=None)
        record = filled.record("missed")
        first = Statement("s1", StatementKind.INDIRECT, (Evidence(0, 5, TEXT[:5]),), speaker="a1")
        moved = replace(record, statements=(first, replace(record.statements[0], id="s2")))
        filled.reread(moved, reader="newer")
        assert [x.speaker for x in filled.judged_record("missed").statements] == ["a1", None]
        with Ledger(tmp_path / "other.sqlite") as other:
            reports(other).reread(moved, reader="newer")
            assert other.take_judgements(filled.judgements()).refused == ()
            assert other.judged_record("missed") == filled.judged_record("missed")

    @pytest.mark.parametrize(
        ("id", "field", "value", "message"),
        [
            ("missed/s1", "speaker", "Nobody", "no actor in the ledger"),
            ("missed/s1", "speaker", {"is": {"actor": "A-x"}}, "is no actor"),
            ("missed/s1", "kind", "shouted", "Give one of direct, mixed, indirect"),
            ("missed/s1", "force", "asked", "Fields are speaker, addressee, kind"),
            ("missed/s1", "content", "x", "is no span of the text"),
            ("missed/s1", "kind", {"is": "direct", "content": [[5, 1]]}, "no list of spans"),
            ("missed/s9", "kind", "direct", "no statement of this id"),
        ],
    )
    def test_refused(self, filled: Ledger, id: str, field: str, value: Any, message: str) -> None:
        """A wrong value, field or id says so."""
        with pytest.raises((BadJudgement, UnknownId), match=message):
            filled.judge(Verdict.AMEND, id, by="ann", field=field, value=value)
        assert filled.judgements() == []
        with pytest.raises(BadJudgement, match="this is a statement"):
            filled.judge(Verdict.ACCEPT, "missed/s1", by="ann")


class TestCommand:
    """``communique judge``."""

    def run(self, *arguments: str) -> Any:
        """Run it in this process."""
        return CliRunner().invoke(main, [*arguments], env={"COLUMNS": "160", "COMMUNIQUE_USER": "ann"})

    def test_add(self, address: str) -> None:
        """By words and names, in one line; listed, undone."""
        with Ledger(address) as ledger:
            reports(ledger)
        where = ("--ledger", address)
        done = self.run(
            "judge", "add", "missed", "--words", WORDS, "--kind", "meeting", "--status", "planned", "--party",
            f"{ANNA}:guest", "--party", "LVA: the klein", *where,
        )  # fmt: skip
        assert (done.exit_code, "no actor in the ledger is called so" in done.stderr) == (2, True)
        line = ("judge", "add", "missed", "--kind", "meeting", "--status", "planned", "--party", ANNA, "--party", BORIS)
        done = self.run(*line, "--words", WORDS, "--time", "2018-05", "--json", *where)
        assert done.exit_code == 0
        assert f"add missed: meeting, planned, “{WORDS}”" in self.run("judge", "--list", *where).stdout
        assert self.run(*line, "--span", "x", *where).exit_code == 2
        assert self.run("judge", "accept", "missed", "--kind", "meeting", *where).exit_code == 2
        assert self.run("judge", "--undo", json.loads(done.stdout)["id"], *where).exit_code == 0

    def test_statements_have_ids(self, address: str) -> None:
        """``show`` prints by what id a statement is amended, and then what people said."""
        with Ledger(address) as ledger:
            reports(ledger)
        where = ("--ledger", address)
        assert f"missed/s1  {ANNA}" in self.run("show", "missed", *where).stdout
        done = self.run("judge", "amend", "missed/s1", "--field", "speaker", "--value", BORIS, *where)
        assert done.exit_code == 0
        assert f"missed/s1  {BORIS}" in self.run("show", "missed", *where).stdout

    def test_said_tells_it_as_amended(self, filled: Ledger, tmp_path: Path) -> None:
        """So does another ledger that takes this one in; what is undone, or forgotten, is not told."""
        (before,) = filled.said()
        judged = filled.judge(Verdict.AMEND, "missed/s1", by="ann", field="speaker", value=BORIS)
        filled.judge(Verdict.AMEND, "missed/s1", by="ann", field="kind", value="mixed")
        (after,) = filled.said()
        assert after.speaker is not None and after.speaker.name == BORIS and after.kind is StatementKind.MIXED
        assert [x.id for x in filled.said(SaidQuery(by=BORIS))] == ["missed/s1"]
        with Ledger(tmp_path / "other.sqlite") as other:
            other.merge(filled)
            assert [(x.id, x.kind, x.speaker and x.speaker.name) for x in other.said()] == [
                (after.id, after.kind, BORIS)
            ]
        filled.judge(Verdict.UNDO, judged.id, by="ann")
        assert [x.speaker for x in filled.said()] == [before.speaker]
        filled.forget("missed")
        assert list(filled.said()) == []
