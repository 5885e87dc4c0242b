"""Several people review: versions, the queue, the last judgement undone."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from communique.errors import BadJudgement, StaleJudgement, UnknownId
from communique.ledger.judgements import Verdict
from communique.ledger.queries import Query
from communique.ledger.reviewing import Order, Queue, following, left, seen, undo_last, waiting
from communique.ledger.sayings import SaidQuery
from communique.ledger.store import Ledger
from communique.ledger.views import Aspect, Entry, LedgerActor, Review, Saying
from communique.records import Status
from tests.ledger.stories import told
from tests.ledger.test_sayings import USEFUL, saying


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """A ledger of four calls of four pairs of people, each less certain than the one before."""
    for n in range(4):
        report, record = told(f"r{n}", f"20{10 + 2 * n}-05-02", [("call", Status.HELD, None)],
                              names=(f"Anna Berg{n}", f"Boris Klein{n}"))  # fmt: skip
        made = tuple(replace(e, confidence=0.9 - n / 10) for e in record.engagements)
        ledger.add(report, replace(record, engagements=made))
    return ledger


def disputed(ledger: Ledger, id: str, *statuses: Status) -> str:
    """Add a visit that reports of one day tell with other places and statuses; return its id."""
    names = (f"Carl {id.capitalize()}", f"Dora {id.capitalize()}")
    for n, status in enumerate(statuses):
        text = f"Report {id}{n}\n\n{names[0]} was {n} days with {names[1]}: a visit. " + f"{id}{n} so. " * 40
        ledger.add(*told(f"{id}{n}", "2018-05-02", [("visit", status, "2018-05-01")], text=text, names=names))
    return ledger.entry(f"{id}0/e1").id


def of(ledger: Ledger, report: str) -> str:
    """The id of the entry that a report tells first."""
    return ledger.entry(f"{report}/e1").id


class TestVersions:
    """The text by which a judgement says what it was made of."""

    def test_the_same_until_something_changes(self, filled: Ledger) -> None:
        """Asked again it is the same; two entries have two."""
        first = [e.version for e in filled.find()]
        assert [e.version for e in filled.find()] == first
        assert len(set(first)) == 4
        assert filled.entry("r0/e1").version == first[0] == seen(filled, "r0/e1").version

    @pytest.mark.parametrize(
        "change",
        [
            lambda x, id: x.judge(Verdict.ACCEPT, id, by="bob"),
            lambda x, id: x.judge(Verdict.REJECT, "r0/e1", by="bob"),
            lambda x, id: x.judge(Verdict.AMEND, id, by="bob", field="place", value="Tallinn"),
            lambda x, id: x.judge(Verdict.AMEND, x.actor("r0/a1").id, by="bob", field="name", value="Anna Fjell"),
            lambda x, id: x.judge(Verdict.SAME, id, other=of(x, "r1"), by="bob"),
            lambda x, id: x.judge(Verdict.AMEND, "r0", by="bob", field="publisher", value="The Daily"),
            lambda x, id: x.add(*told("again", "2010-05-02", [("call", Status.HELD, None)],
                                      names=("Anna Berg0", "Boris Klein0"))),
        ],
        ids=["accepted", "account rejected", "amended", "actor amended", "joined", "report amended", "one more report"],
    )  # fmt: skip
    def test_another_when_it_does(self, filled: Ledger, change: Callable[[Ledger, str], object]) -> None:
        """A judgement, also one that shows in nothing else, a new report, an amended actor: each makes it another."""
        id = of(filled, "r0")
        before, others = filled.entry(id).version, filled.entry("r3/e1").version
        change(filled, id)
        assert filled.entry("r0/e1").version != before
        assert filled.entry("r3/e1").version == others

    def test_of_a_copy(self, filled: Ledger, tmp_path: Path) -> None:
        """The other database says the same of the same."""
        filled.judge(Verdict.ACCEPT, of(filled, "r0"), by="ann")
        with Ledger(tmp_path / "copy.sqlite") as copy:
            copy.restore(filled.dump())
            assert [e.version for e in copy.find()] == [e.version for e in filled.find()]
            assert copy.actor("r0/a1").version == filled.actor("r0/a1").version

    def test_of_every_sort(self, ledger: Ledger) -> None:
        """An actor and a statement have theirs; what is judged of one changes that of no other of its report."""
        ledger.add(*saying("one", "2018-05-02", USEFUL))
        kinds = [type(seen(ledger, id).thing) for id in ("one/e1", "one/a1", "one/s1")]
        assert kinds == [Entry, LedgerActor, Saying]
        before = {id: seen(ledger, id).version for id in ("one/e1", "one/a1", "one/a2", "one/s1", "one")}
        ledger.judge(Verdict.AMEND, "one/s1", by="ann", field="kind", value="mixed")
        (told_now,) = ledger.said(SaidQuery())
        after = {id: seen(ledger, id).version for id in before}
        assert {id for id in before if before[id] != after[id]} == {"one/s1"}
        assert after["one/s1"] == told_now.version
        ledger.judge(Verdict.UNSURE, "one/a1", other="one/a2", by="ann")
        assert {id for id in before if after[id] != seen(ledger, id).version} == {"one/a1", "one/a2"}
        with pytest.raises(UnknownId):
            seen(ledger, "one/s9")


class TestStale:
    """A judgement of what is no longer as it was seen."""

    def test_refused_with_both_versions(self, filled: Ledger) -> None:
        """What was seen, what there is, what was judged in between; nothing is kept, and with the new one it goes."""
        id = of(filled, "r0")
        mine = filled.entry(id).version
        filled.judge(Verdict.AMEND, id, by="bob", field="place", value="Tallinn")
        other = filled.judge(Verdict.REJECT, "r0/e1", by="cleo")
        undoing = filled.judge(Verdict.UNDO, other.id, by="cleo")
        with pytest.raises(StaleJudgement) as caught:
            filled.judge(Verdict.ACCEPT, id, by="ann", seen=mine)
        error = caught.value
        assert (error.source, error.seen, error.version) == (id, mine, filled.entry(id).version)
        assert error.now == filled.entry(id)
        assert [(j.by, j.verdict) for j in error.since] == [("bob", "amend"), ("cleo", "reject"), ("cleo", "undo")]
        assert "bob" in str(error) and "amend place" in str(error) and error.version in str(error)
        assert filled.judgements()[-1] == undoing
        again = pickle.loads(pickle.dumps(error))
        assert (str(again), again.now, again.since, again.seen) == (str(error), error.now, error.since, mine)
        assert filled.judge(Verdict.ACCEPT, id, by="ann", seen=error.version).subject == id

    def test_nobody_judged(self, filled: Ledger) -> None:
        """Where a report changed it, that is said."""
        mine = filled.entry("r0/e1").version
        filled.add(*told("again", "2010-05-02", [("call", Status.HELD, None)], names=("Anna Berg0", "Boris Klein0")))
        with pytest.raises(StaleJudgement, match="a report that came, or was read anew") as caught:
            filled.judge(Verdict.ACCEPT, of(filled, "r0"), by="ann", seen=mine)
        assert caught.value.since == ()

    def test_of_what_is_named_otherwise(self, filled: Ledger) -> None:
        """By an account, in an undoing, and of two, both are looked at."""
        one, other = of(filled, "r0"), of(filled, "r1")
        versions = (filled.entry(one).version, filled.entry(other).version)
        made = filled.judge(Verdict.ACCEPT, other, by="bob")
        with pytest.raises(StaleJudgement) as caught:
            filled.judge(Verdict.SAME, one, other=other, by="ann", seen=versions)
        assert caught.value.source == other
        with pytest.raises(StaleJudgement):
            filled.judge(Verdict.UNDO, made.id, by="ann", seen=versions[1])
        with pytest.raises(StaleJudgement):
            filled.judge(Verdict.REJECT, "r1/e1", by="ann", seen=versions[1])
        filled.judge(Verdict.UNDO, made.id, by="ann", seen=filled.entry(other).version)
        filled.judge(Verdict.DIFFERENT, one, other=other, by="ann", seen=(versions[0], filled.entry(other).version))
        with pytest.raises(UnknownId):
            filled.judge(Verdict.ACCEPT, "E-nothing", by="ann", seen=versions[0])
        with pytest.raises(StaleJudgement):
            filled.judge(Verdict.ACCEPT, one, by="ann", seen="what I saw")


class TestQueue:
    """What somebody is asked to judge next."""

    def test_the_least_certain_first(self, filled: Ledger) -> None:
        """By confidence; one after another is all of them, and no more are left."""
        order = [of(filled, f"r{n}") for n in (3, 2, 1, 0)]
        mine = Queue("ann")
        assert [e.id for e in waiting(filled, mine)] == order
        assert [e.id for e in waiting(filled, mine, limit=2)] == order[:2]
        assert left(filled, mine) == 4 and left(filled, mine, 3) == 3
        walked, at = [], following(filled, mine)
        while at is not None:
            walked.append(at.id)
            at = following(filled, mine, after=at.id)
        assert walked == order

    def test_what_was_judged(self, filled: Ledger) -> None:
        """What one judged is out of that one's queue, and of another's only where it is asked; undone it is back."""
        order = [of(filled, f"r{n}") for n in (3, 2, 1, 0)]
        made = [filled.judge(v, id, by="ann") for v, id in zip((Verdict.REJECT, Verdict.UNSURE), order, strict=False)]
        filled.judge(Verdict.AMEND, order[2], by="ann", field="place", value="Tallinn")
        filled.judge(Verdict.REJECT, "r0/e1", by="ann")
        filled.judge(Verdict.UNSURE, order[3], other=order[2], by="ann")
        assert [e.id for e in waiting(filled, Queue("ann"))] == order[2:]
        assert [e.id for e in waiting(filled, Queue("bob"))] == order
        assert [e.id for e in waiting(filled, Queue("bob", others=False))] == order[2:3]
        assert (left(filled, Queue("ann")), left(filled, Queue("bob", others=False))) == (2, 1)
        after = following(filled, Queue("ann"), after=order[0])
        assert after is not None and after.id == order[2]
        filled.judge(Verdict.UNDO, made[0].id, by="bob")
        assert [e.id for e in waiting(filled, Queue("ann"))] == [order[0], *order[2:]]

    def test_what_sources_differ_in(self, filled: Ledger) -> None:
        """Only what is contradicted, that with the most contradictions first."""
        one = disputed(filled, "fjord", Status.HELD, Status.DENIED)
        found = waiting(filled, Queue("ann", order=Order.DISPUTED))
        assert [e.id for e in found] == [one]
        assert [c.aspect for c in found[0].contradictions] == [Aspect.STATUS]
        assert following(filled, Queue("ann", order=Order.DISPUTED), after=one) is None

    def test_of_a_query_in_its_order(self, filled: Ledger) -> None:
        """Any query narrows it, its limit aside; by day, also from the last."""
        days = [of(filled, f"r{n}") for n in range(4)]
        by_day = Queue("ann", Query(time="2011/..", limit=1), Order.DAY)
        assert [e.id for e in waiting(filled, by_day)] == []
        by_day = replace(by_day, among=Query(time="2011/..", reported=True, limit=1))
        assert [e.id for e in waiting(filled, by_day)] == days[1:]
        newest = replace(by_day, among=replace(by_day.among, newest_first=True))
        assert [e.id for e in waiting(filled, newest)] == days[:0:-1]
        after = following(filled, newest, after=days[2])
        assert after is not None and after.id == days[1]
        actor = Queue("ann", Query(actor="Berg1"), Order.DAY)
        assert [e.id for e in waiting(filled, actor)] == [days[1]]
        assert [e.id for e in waiting(filled, Queue("ann", Query(words="klein2")))] == [days[2]]

    def test_of_a_sample(self, filled: Ledger) -> None:
        """What was drawn, and no more."""
        drawn, _ = filled.sample(2, 1, by="ann")
        assert {e.id for e in waiting(filled, Queue("bob", sample=drawn.id))} == {x.id for x in drawn.drawn}
        with pytest.raises(UnknownId):
            left(filled, Queue("bob", sample="J-nothing"))

    def test_after_what_is_gone(self, filled: Ledger) -> None:
        """After an entry that was joined the queue goes on; after none there ever was it cannot."""
        three, two, one = (of(filled, f"r{n}") for n in (3, 2, 1))
        filled.judge(Verdict.SAME, three, other=two, by="ann")
        found = following(filled, Queue("ann"), after=three)
        assert found is not None and found.id == one
        with pytest.raises(UnknownId, match="Begin the queue anew"):
            following(filled, Queue("ann"), after="E-nothing")


class TestUndo:
    """The last judgement of a person."""

    def test_one_after_another(self, filled: Ledger) -> None:
        """The last that stands, then the one before; another's stay, and so does what was drawn."""
        id = of(filled, "r0")
        first = filled.judge(Verdict.ACCEPT, id, by="ann")
        filled.judge(Verdict.UNSURE, of(filled, "r1"), by="bob")
        second = filled.judge(Verdict.REJECT, id, by="ann")
        filled.sample(2, 1, by="ann")
        assert undo_last(filled, "ann").subject == second.id
        assert filled.entry(id).review is Review.ACCEPTED
        assert undo_last(filled, "ann").subject == first.id
        assert filled.entry(id).review is Review.NONE
        with pytest.raises(BadJudgement, match="nothing that this person judged stands"):
            undo_last(filled, "ann")
        assert filled.entry("r1/e1").review is Review.UNSURE
