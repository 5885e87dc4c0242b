"""What a page of review needs beside its queue: back, how many are done, several fields at once, what is like it."""

from __future__ import annotations

import pytest

from communique.errors import BadJudgement, StaleJudgement, UnknownId
from communique.ledger.judgements import Verdict
from communique.ledger.nearby import near
from communique.ledger.queries import Query
from communique.ledger.reviewing import (
    Order,
    Queue,
    amend,
    done,
    following,
    judgement,
    last,
    left,
    preceding,
    undo_last,
    waiting,
)
from communique.ledger.store import Ledger
from communique.ledger.views import Review
from communique.records import Status
from tests.ledger.stories import told

ALWAYS, NEVER = "2000", "2999"


@pytest.fixture
def visits(ledger: Ledger) -> Ledger:
    """A ledger of visits of Berg's to Klein, of a call between them, and of a visit of others."""
    for n, day in enumerate(("2010-05-01", "2012-05-03", "2014-05-09")):
        ledger.add(*told(f"v{n}", day, [("visit", Status.HELD, day)]))
    ledger.add(*told("call", "2012-06-01", [("call", Status.HELD, "2012-05-30")]))
    ledger.add(*told("others", "2012-05-04", [("visit", Status.HELD, "2012-05-03")], names=("Carl Ek", "Dora Ul")))
    return ledger


def of(ledger: Ledger, report: str) -> str:
    """The id of the entry that a report tells."""
    return ledger.entry(f"{report}/e1").id


@pytest.mark.parametrize("order", [Order.CONFIDENCE, Order.DAY])
@pytest.mark.parametrize("newest", [True, False])
def test_back_is_the_way_one_came(visits: Ledger, order: Order, newest: bool) -> None:
    """From each to the one before, in every order; nothing comes before the first."""
    queue = Queue("ann", Query(newest_first=newest), order)
    at, walked = following(visits, queue), list[str]()
    while at is not None:
        before = preceding(visits, queue, at.id)
        assert (before.id if before else None) == (walked[-1] if walked else None)
        walked.append(at.id)
        at = following(visits, queue, after=at.id)
    assert len(walked) == 5


@pytest.mark.parametrize("order", [Order.CONFIDENCE, Order.DAY])
def test_of_whoever_takes_part(visits: Ledger, order: Order) -> None:
    """A queue is of what its query finds, each once, also after an entry that is none of it."""
    for asked in (Query(countries=("LVA", "NOR")), Query(actor="Anna Berg"), Query(dyad=("NOR", "LVA"))):
        queue, wanted = Queue("ann", asked, order), {e.id for e in visits.find(asked)}
        found = [e.id for e in waiting(visits, queue)]
        assert len(found) == len(wanted) == left(visits, queue) == 4 and set(found) == wanted
        after = {e.id for e in waiting(visits, queue, after=of(visits, "others"))}
        assert after < wanted
        first = preceding(visits, queue, of(visits, "others"))
        assert (first.id if first else None) not in after


def test_back_leaves_out_what_was_judged(visits: Ledger) -> None:
    """As the queue does."""
    queue = Queue("ann", Query(kinds=("visit",)), Order.DAY)
    visits.judge(Verdict.ACCEPT, of(visits, "v1"), by="ann")
    visits.judge(Verdict.ACCEPT, of(visits, "others"), by="ann")
    before = preceding(visits, queue, of(visits, "v2"))
    assert before is not None and before.id == of(visits, "v0")


def test_how_many_are_done(visits: Ledger) -> None:
    """Each entry once, only what stands and is of the whole, by this person, from a moment on."""
    one, other = of(visits, "v0"), of(visits, "v1")
    for verdict, id in ((Verdict.UNSURE, one), (Verdict.ACCEPT, one), (Verdict.REJECT, other)):
        visits.judge(verdict, id, by="ann")
    visits.judge(Verdict.ACCEPT, "call/e1", by="ann")
    visits.judge(Verdict.AMEND, of(visits, "v2"), by="ann", field="time", value=None)
    visits.judge(Verdict.ACCEPT, of(visits, "v2"), by="bob")
    assert (done(visits, "ann", ALWAYS), done(visits, "ann", NEVER), done(visits, "carl", ALWAYS)) == (2, 0, 0)
    (rejected,) = [j for j in visits.judgements(other) if j.verdict is Verdict.REJECT]
    visits.judge(Verdict.UNDO, rejected.id, by="ann")
    assert done(visits, "ann", ALWAYS) == 1


def test_several_fields_or_none(visits: Ledger) -> None:
    """If one cannot be set, none is; the version is that of before all of them."""
    id = of(visits, "v0")
    seen = visits.entry(id).version
    with pytest.raises(BadJudgement, match="value of time"):
        amend(visits, id, {"place": "Tallinn", "time": "2018-99"}, by="ann", seen=seen, accept=True)
    assert visits.entry(id).version == seen and not visits.judgements()
    made = amend(visits, id, {"place": "Tallinn", "time": "2010-06"}, by="ann", note="so", seen=seen, accept=True)
    assert [j.verdict for j in made] == [Verdict.AMEND, Verdict.AMEND, Verdict.ACCEPT]
    assert {j.note for j in visits.judgements(id)} == {"so"} and len({j.id for j in made}) == 3
    now = visits.entry(id)
    assert (now.place and now.place.name, now.time, now.review) == ("Tallinn", "2010-06", Review.ACCEPTED)
    with pytest.raises(StaleJudgement):
        amend(visits, id, {"time": "2011"}, by="bob", seen=seen)
    assert visits.entry(id).time == "2010-06"


def test_the_last_is_what_would_be_undone(visits: Ledger) -> None:
    """And it is found by its id."""
    assert last(visits, "ann") is None
    for report in ("v0", "v1"):
        visits.judge(Verdict.ACCEPT, of(visits, report), by="ann")
    visits.judge(Verdict.ACCEPT, of(visits, "v2"), by="bob")
    visits.sample(3, 1, by="ann")
    for report in ("v1", "v0"):
        found = last(visits, "ann")
        assert found is not None and found.subject == of(visits, report)
        assert judgement(visits, undo_last(visits, "ann").subject) == found
    assert last(visits, "ann") is None
    with pytest.raises(UnknownId):
        judgement(visits, "J-aaaaaaaaaaaa")


def test_what_it_may_be_the_same_as(visits: Ledger) -> None:
    """Of the same two, those of its kind first, then by how near in time; not what is of others."""
    found = [e.id for e in near(visits, of(visits, "v1"))]
    assert found == [of(visits, x) for x in ("v0", "v2", "call")]
    assert [e.id for e in near(visits, "v1/e1", most=1)] == found[:1]


def test_what_people_said_it_is_not(visits: Ledger) -> None:
    """Is not offered, nor what was rejected; undone it is."""
    id = of(visits, "v1")
    made = visits.judge(Verdict.DIFFERENT, of(visits, "v0"), by="ann", other=id)
    visits.judge(Verdict.REJECT, of(visits, "call"), by="ann")
    assert [e.id for e in near(visits, id)] == [of(visits, "v2")]
    visits.judge(Verdict.UNDO, made.id, by="ann")
    assert [e.id for e in near(visits, id)] == [of(visits, "v0"), of(visits, "v2")]


def test_of_one_side_alone(visits: Ledger) -> None:
    """What has no two sides is held against what has its one."""
    id = of(visits, "others")
    dora = next(p.actor.id for p in visits.entry(id).parties if p.actor.name == "Dora Ul")
    visits.add(*told("again", "2012-05-08", [("visit", Status.HELD, "2012-05-07")], names=("Carl Ek", "Eva Os")))
    visits.judge(Verdict.AMEND, id, by="ann", field="parties", value=[{"actor": dora, "part": "host"}])
    assert near(visits, id) == []
    carl = visits.actors("Carl Ek")[0].id
    visits.judge(Verdict.AMEND, id, by="ann", field="parties", value=[{"actor": carl, "part": "host"}])
    assert [e.id for e in near(visits, id)] == [of(visits, "again")]
