"""What drawings are made of, on both databases: each the same as is found one by one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from communique.errors import BadQuery, UnknownId
from communique.ledger.acquaintance import counterparts, known, membership, met
from communique.ledger.days import BEFORE, Told, days, entries_of_days
from communique.ledger.marks import marks
from communique.ledger.promises import promised, promises
from communique.ledger.queries import Query
from communique.ledger.spots import spots
from communique.ledger.store import Ledger
from communique.records import Place, Status
from tests.ledger.stories import STORY, told

ASKED = {
    "everything": Query(),
    "newest first": Query(newest_first=True, limit=7, offset=3),
    "a country": Query(countries=("USA",)),
    "a dyad": Query(dyad=("USA", "RUS"), newest_first=True),
    "a status": Query(statuses=(Status.PLANNED, Status.CANCELLED)),
}


@pytest.mark.parametrize("name", ASKED)
def test_marks(shipped: Ledger, name: str) -> None:
    """The same entries in the same order, with what a drawing shows of them."""
    found = shipped.find(ASKED[name])
    made = marks(shipped, ASKED[name])
    assert [m.id for m in made] == [x.id for x in found]
    assert [(m.kind, m.status, m.parties, m.time, m.earliest, m.latest, m.place, m.cameo) for m in made] == [
        (x.kind, x.status, x.parties, x.time, x.earliest, x.latest, x.place, x.cameo) for x in found
    ]


@pytest.mark.parametrize("by", ["2018-08-01", "2019-08-22", "2030-01-01"])
@pytest.mark.parametrize("name", ["everything", "a country", "a dyad", "a status"])
def test_promises(shipped: Ledger, name: str, by: str) -> None:
    """All undertakings, a page after the other, none twice, as the ledger follows them one by one."""
    query = ASKED[name]
    every = {x.entry.id: x for x in shipped.undertakings(replace(query, newest_first=False), by=by)}
    found = []
    for start in range(0, len(every) + 5, 5):
        page = promises(shipped, replace(query, limit=5, offset=start), by=by)
        assert page.count == len(every)
        found += page.page
    assert {x.entry.id: x for x in found} == every
    assert len(found) == len(every)
    assert [x.id for x in promised(shipped, query, by=by)] == [x.entry.id for x in found]


def test_a_promise_is_known_from_its_first_report_on(ledger: Ledger) -> None:
    """Before that there is none; its steps are those of that day; it is counted no further than asked."""
    for id, day, engagement in STORY:
        ledger.add(*told(id, day, [engagement]))
    assert promises(ledger, Query(), by="2018-05-01").count == 0
    (promise,) = promises(ledger, Query(), by="2018-06-01").page
    assert [step.stage for step in promise.steps] == ["proposed", "accepted"]
    assert promises(ledger, Query(), by="2018-06-01", most=0).count == 0


@pytest.mark.parametrize("month", [(2018, 7), (2019, 8), (2023, 6)])
@pytest.mark.parametrize("name", ["everything", "a country", "a status"])
def test_days(shipped: Ledger, name: str, month: tuple[int, int]) -> None:
    """What stands under a day of the month, or began no long before and lasts into it; a few of each, all counted."""
    first, last = date(*month, 1), date(*month, 1) + timedelta(30)
    start = (first - BEFORE).isoformat()
    at = dict(shipped.sql("SELECT id, day FROM entry", limit=None).rows)
    wanted = Counter[tuple[str, str]]()
    for entry in shipped.find(ASKED[name]):
        lasts = entry.time is not None and (entry.latest or "") >= first.isoformat()
        if start <= at[entry.id] <= last.isoformat() and (lasts or at[entry.id] >= first.isoformat()):
            how = Told.NOT if entry.time is None else Told.DAY if entry.earliest == entry.latest else Told.LONGER
            wanted[at[entry.id], how] += 1
    groups = days(shipped, ASKED[name], first, last, most=2)
    assert {(x.day, x.told): x.count for x in groups} == wanted
    assert [len(x.marks) for x in groups] == [min(2, x.count) for x in groups]
    every = list(entries_of_days(shipped, ASKED[name], first, last))
    assert len(every) == sum(wanted.values()) == len({x.id for x in every})
    assert {m.id for x in groups for m in x.marks} <= {x.id for x in every}


@pytest.mark.parametrize("name", ASKED)
def test_spots(shipped: Ledger, name: str) -> None:
    """Each place as often as entries have it, also the one that is none; the most frequent first."""
    found = spots(shipped, ASKED[name])
    assert {x.place: x.count for x in found} == Counter(x.place for x in shipped.find(ASKED[name]))
    assert [x.count for x in found] == sorted((x.count for x in found), reverse=True)


def test_met(shipped: Ledger) -> None:
    """Who takes part with somebody, in as many entries as they share."""
    (trump,) = shipped.actors("Donald Trump")
    query = Query(actor=trump.id)
    shared = Counter(id for x in shipped.find(query) for id in {p.actor.id for p in x.parties} - {trump.id})
    found = met(shipped, query, trump.id, most=500)
    assert {x.actor.id: x.count for x in found.rows} == shared
    assert not met(shipped, query, trump.id, milliseconds=0).complete


def test_known(shipped: Ledger) -> None:
    """The actor itself, but for the ids of its appearances, which are counted; an id that is none is refused."""
    (trump,) = shipped.actors("Donald Trump")
    found = known(shipped, trump.id)
    assert found.actor == replace(trump, appearances=())
    assert found.appearances == len(trump.appearances)
    with pytest.raises(UnknownId, match="no actor"):
        known(shipped, "A-nobody")


def test_membership(shipped: Ledger) -> None:
    """Whoever holds an office in a body of the name, and no one else; more than are asked for are counted."""
    found = membership(shipped, "white house")
    assert found.members
    assert all(any("white house" in (o.body or "").lower() for o in x.offices) for x in found.members)
    fewer = membership(shipped, "white house", most=1)
    assert fewer.members == found.members[:1]
    assert fewer.more == len(found.members) - 1
    with pytest.raises(BadQuery, match="no body"):
        membership(shipped, "…")


def test_counterparts(shipped: Ledger) -> None:
    """Bodies of other countries, each by an actor that takes part as often."""
    query = Query(body="czech senate")
    found = counterparts(shipped, query, membership(shipped, "czech senate"))
    taking_part = Counter(id for x in shipped.find(query) for id in {p.actor.id for p in x.parties})
    assert [x.body for x in found.rows] == ["Taiwan’s parliament"]
    assert all(x.actor.country == "TWN" and x.count == taking_part[x.actor.id] for x in found.rows)


def test_a_place_is_told_apart_by_its_country(ledger: Ledger) -> None:
    """Two of one name are two."""
    for n, place in enumerate([Place("Paris", "FRA", 48.85, 2.35), Place("Paris", "USA", 33.66, -95.56)]):
        ledger.add(*told(f"r{n}", f"2018-0{n + 1}-01", place=place))
    assert {(x.place.country, x.count) for x in spots(ledger, Query()) if x.place} == {("FRA", 1), ("USA", 1)}
