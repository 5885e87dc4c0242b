"""Counts over time and between people, on both databases."""

from __future__ import annotations

from collections import Counter, defaultdict
from statistics import mean

import pytest
from sqlalchemy import text

from communique.errors import BadQuery
from communique.ledger.connect import writing
from communique.ledger.judgements import Verdict
from communique.ledger.queries import Query
from communique.ledger.series import Added, Pair, Series, Tone, added, by_month, meetings, pairs, tone
from communique.ledger.store import Ledger
from communique.reading.coding.scores import goldstein
from communique.records import ActorKind, Status
from tests.ledger.stories import ANNA, BORIS, told

ASKED = {
    "everything": Query(),
    "rejected too": Query(rejected=True),
    "a country": Query(countries=("USA",)),
    "a dyad": Query(dyad=("USA", "RUS")),
    "a kind": Query(kinds=("visit",)),
    "words, a page": Query(words="visit* OR meet*", limit=1, newest_first=True),
}


def whole(ledger: Ledger, query: Query) -> list[tuple[str, str, str]]:
    """The month, the status and the code of each entry that a query finds, one by one."""
    days = dict(ledger.sql("SELECT id, day FROM entry", limit=None).rows)
    every = Query(**{**{f: getattr(query, f) for f in query.__slots__}, "limit": None})
    return [(days[x.id][:7], x.status, x.cameo) for x in ledger.find(every) if days[x.id]]


@pytest.mark.parametrize("name", ASKED)
def test_months_by_status(shipped: Ledger, name: str) -> None:
    """As many as there are when they are counted one by one, in the order of the months."""
    found = by_month(shipped, ASKED[name])
    counted = Counter((month, status) for month, status, _ in whole(shipped, ASKED[name]))
    assert [(row.month, row.status, row.count) for row in found.rows] == sorted((*x, n) for x, n in counted.items())
    assert found.complete
    assert found.rows


@pytest.mark.parametrize("name", ASKED)
def test_tone(shipped: Ledger, name: str) -> None:
    """The mean of the scores of those that have one, with how many these are."""
    scores = defaultdict[str, list[float]](list)
    for month, _, cameo in whole(shipped, ASKED[name]):
        score = goldstein(cameo)
        if score is not None:
            scores[month].append(score)
    found = tone(shipped, ASKED[name]).rows
    assert [(row.month, row.count) for row in found] == [(m, len(x)) for m, x in sorted(scores.items())]
    assert [row.mean for row in found] == pytest.approx([mean(x) for _, x in sorted(scores.items())])
    assert any(row.mean < 0 for row in found) or name in ("a dyad", "a kind", "words, a page")


def test_a_month_has_the_mean_of_what_is_good_and_bad(ledger: Ledger) -> None:
    """A meeting (04, in the scale of Goldstein 1.0) by itself."""
    ledger.add(*told("a", "2018-03-05", [("meeting", Status.HELD, "2018-03-04")]))
    assert tone(ledger, Query(dyad=("NOR", "LVA"))) == Series((Tone("2018-03", 1.0, 1),))


def test_who_meets_whom(shipped: Ledger) -> None:
    """Pairs of an American and a Russian, each counted in the entries in which both take part."""
    query = Query(dyad=("USA", "RUS"))
    counted = Counter[tuple[str, str]]()
    for entry in shipped.find(query):
        actors = {p.actor.id: p.actor for p in entry.parties}.values()
        counted.update((a.id, b.id) for a in actors for b in actors if (a.country, b.country) == ("USA", "RUS"))
    found = pairs(shipped, query, most=1_000)
    assert {(row.one.id, row.other.id): row.count for row in found.rows} == counted
    assert [-row.count for row in found.rows] == sorted(-row.count for row in found.rows)
    assert pairs(shipped, query, most=2).rows == found.rows[:2]
    turned = pairs(shipped, Query(dyad=("RUS", "USA")), most=1_000).rows
    assert {(row.other.id, row.one.id): row.count for row in turned} == counted
    with pytest.raises(BadQuery, match="two sides"):
        pairs(shipped, Query())


def test_which_two_persons_meet(shipped: Ledger) -> None:
    """Two persons of two countries, each pair once, with the entries in which both take part."""
    counted = Counter[frozenset[str]]()
    for entry in shipped.find(Query(kinds=("meeting",))):
        people = {p.actor.id: p.actor for p in entry.parties if p.actor.kind is ActorKind.PERSON}.values()
        twos = [(a, b) for a in people for b in people if a.id < b.id and a.country and b.country]
        counted.update(frozenset((a.id, b.id)) for a, b in twos if a.country != b.country)
    found = meetings(shipped, Query(kinds=("meeting",)), most=1_000).rows
    assert {frozenset((row.one.id, row.other.id)): row.count for row in found} == counted and counted
    assert [-row.count for row in found] == sorted(-row.count for row in found)


def test_a_side_may_be_somebody(ledger: Ledger) -> None:
    """By name, against a country."""
    ledger.add(*told("a", "2018-01-01"))
    ledger.add(*told("b", "2019-01-01"))
    (row,) = pairs(ledger, Query(dyad=(ANNA, "LVA"))).rows
    assert row == Pair(row.one, row.other, 2)
    assert (row.one.name, row.other.name) == (ANNA, BORIS)


def test_what_is_new(ledger: Ledger) -> None:
    """Reports by the day on which they were added, entries by that of their first report; the latest day first."""
    for n, (id, day) in enumerate((("a", "2018-01-01"), ("b", "2019-01-01"), ("again", "2018-01-01"))):
        ledger.add(*told(id, day, [("meeting", Status.HELD, day)]))
        with writing(ledger._engine, ledger.address) as connection:
            values = {"at": f"2026-03-{n + 1:02}T23:59:59+00:00", "id": id}
            connection.execute(text("UPDATE report SET added = :at WHERE id = :id"), values)
    for entry in ledger.find():
        ledger.judge(Verdict.ACCEPT, entry.id, by="anna")  # so that it is computed anew
    first, second, third = Added("2026-03-01", 1, 1), Added("2026-03-02", 1, 1), Added("2026-03-03", 1, 0)
    assert added(ledger).rows == (third, second, first)
    assert added(ledger, "2026-03-02").rows == (third, second)
    assert added(ledger, "2026-03-02", "2026-03-02").rows == (second,)
    assert added(ledger, until="2026-03-01").rows == (first,)
    ledger.judge(Verdict.REJECT, ledger.find()[0].id, by="anna")
    assert added(ledger, until="2026-03-01").rows == (Added("2026-03-01", 1, 0),)
    with pytest.raises(BadQuery, match="EDTF"):
        added(ledger, "soon")


def test_without_time_nothing_is_counted(shipped: Ledger) -> None:
    """Each says so, and has no rows."""
    query = Query(dyad=("USA", "RUS"))
    for count in (by_month, tone, pairs):
        assert count(shipped, query, milliseconds=0) == Series(complete=False)
        assert count(shipped, query, milliseconds=600_000).complete
    assert added(shipped, milliseconds=0) == Series(complete=False)
