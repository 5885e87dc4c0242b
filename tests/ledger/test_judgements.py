"""People's word: it wins in every answer, can be undone, and survives a new reading."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from communique.errors import BadJudgement, UnknownId
from communique.ledger.judgements import Taken, Verdict
from communique.ledger.queries import Query
from communique.ledger.store import Ledger
from communique.ledger.views import Review
from communique.records import ActorKind, Status
from tests.ledger.stories import ANNA, STORY, told


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """A ledger with the story of a visit, and a call a year later."""
    for id, day, row in STORY:
        ledger.add(*told(id, day, [row]))
    ledger.add(*told("call", "2019-10-01", [("call", Status.HELD, "2019-10-01")]))
    return ledger


def ids(ledger: Ledger) -> list[str]:
    """The entries in their order."""
    return [e.id for e in ledger.find(Query(rejected=True))]


class TestEntries:
    """Of what passed."""

    def test_accept_reject_unsure(self, filled: Ledger) -> None:
        """The last word counts; what is rejected is left out unless asked for."""
        visit = ids(filled)[0]
        filled.judge(Verdict.ACCEPT, visit, by="ann")
        assert filled.entry(visit).review is Review.ACCEPTED
        filled.judge(Verdict.UNSURE, visit, by="ann")
        assert filled.entry(visit).review is Review.UNSURE
        filled.judge(Verdict.REJECT, visit, by="bob")
        assert visit not in [e.id for e in filled.find()]
        assert visit in ids(filled)

    def test_the_day_is_that_of_what_counts(self, ledger: Ledger) -> None:
        """Where no time is told and the first account is rejected, also beside those who take part."""
        for id, day in (("first", "2018-05-01"), ("then", "2018-05-04")):
            ledger.add(*told(id, day))
        ledger.judge(Verdict.REJECT, "first/e1", by="ann")
        days = [{row[0] for row in ledger.sql(f"SELECT day FROM {table}").rows} for table in ("entry", "side", "dyad")]
        assert days == [{"2018-05-04"}] * 3

    @pytest.mark.parametrize(
        ("field", "value", "shown"),
        [
            ("status", "cancelled", Status.CANCELLED),
            ("kind", "meeting", "meeting"),
            ("time", "2018-10-05", "2018-10-05"),
            ("time", None, None),
            ("cameo", "042", "042"),
        ],
    )
    def test_amend(self, filled: Ledger, field: str, value: Any, shown: Any) -> None:
        """A field that a person sets is what every answer gives, and is named; what was read stays."""
        visit = ids(filled)[0]
        read = filled.record("arrived")
        filled.judge(Verdict.AMEND, visit, by="ann", field=field, value=value)
        entry = filled.entry(visit)
        assert getattr(entry, field) == shown
        assert entry.amended == (field,)
        assert filled.record("arrived") == read

    def test_amended_time_is_found(self, filled: Ledger) -> None:
        """Queries go by what a person said."""
        filled.judge(Verdict.AMEND, ids(filled)[0], by="ann", field="time", value="1999-12")
        assert [e.kind for e in filled.find(Query(time="1999"))] == ["visit"]
        assert filled.find(Query(time="2018")) == []

    def test_place_by_name(self, filled: Ledger) -> None:
        """A place given by its name has the gazetteer's country and coordinates."""
        filled.judge(Verdict.AMEND, ids(filled)[0], by="ann", field="place", value="Tallinn")
        place = filled.entry(ids(filled)[0]).place
        assert place is not None
        assert (place.name, place.country) == ("Tallinn", "EST")

    def test_account_rejected(self, filled: Ledger) -> None:
        """A report that was misread no longer counts: the visit is as the others tell it."""
        filled.judge(Verdict.REJECT, "arrived/e1", by="ann")
        entry = filled.entry(ids(filled)[0])
        assert (entry.status, entry.sources, entry.review) == (Status.PLANNED, 3, Review.NONE)

    def test_same_and_different(self, filled: Ledger) -> None:
        """Two entries called the same are one, under the id of the first; called different again they are two."""
        visit, call = ids(filled)
        filled.judge(Verdict.SAME, visit, other=call, by="ann")
        assert len(ids(filled)) == 1
        assert filled.entry(call).id == filled.entry(visit).id
        filled.judge(Verdict.DIFFERENT, "invited/e1", other="call/e1", by="bob")
        assert len(ids(filled)) == 2

    def test_different_takes_an_account_out(self, filled: Ledger) -> None:
        """An account that is of another engagement gets an entry of its own."""
        filled.judge(Verdict.DIFFERENT, "arrived/e1", other=ids(filled)[0], by="ann")
        assert len(ids(filled)) == 3
        assert filled.entry("arrived/e1").accounts[0].id == "arrived/e1"


class TestUndo:
    """Undoing."""

    @pytest.mark.parametrize("verdict", [Verdict.ACCEPT, Verdict.REJECT, Verdict.SAME])
    def test_undo_restores_what_was(self, filled: Ledger, verdict: Verdict) -> None:
        """After the undoing every answer is as before, ids among it; the judgements are all kept."""
        before = filled.find(Query(rejected=True))
        other = {"other": before[1].id} if verdict is Verdict.SAME else {}
        made = filled.judge(verdict, before[0].id, by="ann", **other)
        assert filled.find(Query(rejected=True)) != before
        filled.judge(Verdict.UNDO, made.id, by="ann")
        assert filled.find(Query(rejected=True)) == before
        assert [j.verdict for j in filled.judgements()] == [verdict, Verdict.UNDO]

    def test_undo_an_undoing(self, filled: Ledger) -> None:
        """An undoing that is undone puts the judgement back in force."""
        visit = ids(filled)[0]
        first = filled.judge(Verdict.REJECT, visit, by="ann")
        second = filled.judge(Verdict.UNDO, first.id, by="bob")
        filled.judge(Verdict.UNDO, second.id, by="ann")
        assert filled.entry(visit).review is Review.REJECTED
        with pytest.raises(BadJudgement, match="undone already"):
            filled.judge(Verdict.UNDO, second.id, by="ann")


class TestActors:
    """Of who took part."""

    def test_two_persons_of_one_name(self, filled: Ledger) -> None:
        """An appearance of somebody else becomes an actor of its own, and entries follow; undone, all is as before."""
        before = filled.find()
        made = filled.judge(Verdict.DIFFERENT, "call/a1", other="invited/a1", by="ann")
        assert len(filled.actors(ANNA)) == 2
        one, two = filled.find()
        assert {p.actor.id for p in one.parties} != {p.actor.id for p in two.parties}
        filled.judge(Verdict.UNDO, made.id, by="ann")
        assert filled.find() == before

    def test_one_person_of_two_names(self, filled: Ledger) -> None:
        """Two actors called the same are one, and what they did is under one id."""
        filled.add(*told("other", "2018-12-01", names=("Anne Fjell", "Boris Klein")))
        fjell, berg = filled.actors("Anne Fjell")[0], filled.actors(ANNA)[0]
        filled.judge(Verdict.SAME, berg.id, other=fjell.id, by="ann")
        assert filled.actor(fjell.id).id == filled.actor(berg.id).id
        assert set(filled.actor(berg.id).names) == {ANNA, "Anne Fjell"}
        assert len(filled.find(Query(actor=ANNA))) == 3

    def test_amend_an_actor(self, filled: Ledger) -> None:
        """Name, country and Wikidata item that a person sets are shown in every entry."""
        berg = filled.actors(ANNA)[0].id
        filled.judge(Verdict.AMEND, berg, by="ann", field="name", value="Anna B. Berg")
        filled.judge(Verdict.AMEND, berg, by="ann", field="wikidata", value="Q1")
        assert (filled.actor(berg).name, filled.actor(berg).wikidata) == ("Anna B. Berg", "Q1")
        assert "Anna B. Berg" in {p.actor.name for p in filled.find()[0].parties}
        filled.add(*told("later", "2020-01-01"))
        assert filled.actor(berg).name == "Anna B. Berg"


class TestWrong:
    """What cannot be judged."""

    @pytest.mark.parametrize(
        ("verdict", "more", "message"),
        [
            (Verdict.AMEND, {"field": "colour", "value": "red"}, "no field that can be amended"),
            (Verdict.AMEND, {"field": "status", "value": "maybe"}, "no status. Give one of held"),
            (Verdict.AMEND, {"field": "time", "value": "soon"}, "no EDTF"),
            (Verdict.AMEND, {"field": "parties", "value": [{"actor": "A-x", "part": "host"}]}, "no actor 'A-x'"),
            (Verdict.SAME, {}, "is about two"),
            (Verdict.ACCEPT, {"field": "status"}, "has no field"),
        ],
    )
    def test_refused_and_not_kept(self, filled: Ledger, verdict: Verdict, more: dict[str, Any], message: str) -> None:
        """A judgement that cannot be made says why, and leaves nothing behind."""
        with pytest.raises(BadJudgement, match=message):
            filled.judge(verdict, ids(filled)[0], by="ann", **more)
        assert filled.judgements() == []

    def test_nobody_and_nothing(self, filled: Ledger) -> None:
        """Somebody has to judge, and something has to be there."""
        with pytest.raises(BadJudgement, match="nobody is named"):
            filled.judge(Verdict.ACCEPT, ids(filled)[0], by=" ")
        with pytest.raises(UnknownId):
            filled.judge(Verdict.ACCEPT, "E-nothing", by="ann")
        with pytest.raises(BadJudgement, match="two sorts"):
            filled.judge(Verdict.SAME, ids(filled)[0], other=filled.actors(ANNA)[0].id, by="ann")


def test_exported_and_brought_in(filled: Ledger, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Judgements of one ledger hold in another with the same reports; brought in twice they are there once."""
    filled.judge(Verdict.AMEND, ids(filled)[0], by="ann", field="status", value="denied")
    with Ledger(str(tmp_path_factory.mktemp("other") / "other.sqlite")) as other:
        for id, day, row in STORY:
            other.add(*told(id, day, [row]))
        assert other.take_judgements(filled.judgements()) == Taken(1, 0)
        assert other.take_judgements(filled.judgements()) == Taken(0, 1)
        assert other.find()[0].status is Status.DENIED


class TestReading:
    """A report read anew."""

    def test_ids_and_judgements_stay(self, filled: Ledger) -> None:
        """The new reading numbers and words things otherwise: ids are the same, people's word still wins."""
        visit = ids(filled)[0]
        filled.judge(Verdict.AMEND, visit, by="ann", field="place", value="Tallinn")
        _, record = told("arrived", "2018-10-03", [("visit", Status.HELD, "2018-10-03")])
        moved = replace(
            record,
            actors=tuple(replace(a, id=f"x{n}", name=f"{a.name}") for n, a in enumerate(record.actors)),
            engagements=tuple(
                replace(
                    e,
                    id="e7",
                    status=Status.ONGOING,
                    participants=tuple(replace(p, actor=f"x{n}") for n, p in enumerate(e.participants)),
                )
                for e in record.engagements
            ),
        )
        changes = filled.reread(moved, reader="newer")
        assert {"what": "account", "id": "arrived/e1", "change": "field", "field": "status", "old": "held",
                "new": "ongoing"} in changes  # fmt: skip
        entry = filled.entry(visit)
        assert (entry.id, entry.status) == (visit, Status.ONGOING)
        assert entry.place is not None
        assert entry.place.name == "Tallinn"
        assert filled.changes("arrived")[0]["what"] == list(changes)

    def test_read_the_same_again(self, filled: Ledger) -> None:
        """A reader that reads the same changes nothing but the reader's name."""
        before = filled.find()
        assert filled.reread(filled.record("dated"), reader="newer") == ()
        assert filled.find() == before
        assert filled.sql("SELECT reader FROM report WHERE id = 'dated'").rows == [("newer",)]

    def test_gone_unless_judged(self, filled: Ledger) -> None:
        """What a newer reading does not say is gone, and said to be; what a person judged stays."""
        nothing = replace(filled.record("call"), engagements=())
        filled.judge(Verdict.ACCEPT, "call/e1", by="ann")
        kept = filled.reread(nothing, reader="newer")
        assert [c["change"] for c in kept] == ["kept for its judgement"]
        assert filled.entry("call/e1").kind == "call"
        empty = replace(filled.record("dated"), engagements=())
        assert [c["change"] for c in filled.reread(empty, reader="newer")] == ["removed"]
        with pytest.raises(UnknownId):
            filled.account("dated/e1")

    def test_new_things_get_new_numbers(self, filled: Ledger) -> None:
        """What a newer reading adds has a number that was never used."""
        record = filled.record("call")
        filled.reread(replace(record, engagements=()), reader="newer")
        filled.reread(record, reader="newest")
        assert filled.account("call/e2").kind == "call"
        assert filled.actors(ANNA)[0].kind is ActorKind.PERSON
