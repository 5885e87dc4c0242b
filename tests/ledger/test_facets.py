"""Facets: how many entries there are by each value, on both databases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text

from communique.errors import BadQuery, UnknownId
from communique.ledger import walking
from communique.ledger.connect import engine_for, reading
from communique.ledger.deadline import TimeOver, within
from communique.ledger.facets import FACETS, Facet, chosen, facets
from communique.ledger.judgements import Verdict
from communique.ledger.order import Order
from communique.ledger.queries import Query
from communique.ledger.store import Ledger
from communique.ledger.views import Entry, Review, Voice
from communique.records import Status
from tests.ledger.ages import back_to_0003
from tests.ledger.stories import ANNA, BORIS, told

QUERIES: dict[str, tuple[Query, set[str]]] = {
    "everything": (Query(), set()),
    "rejected too": (Query(rejected=True), {"review"}),
    "a page": (Query(limit=2, offset=3, newest_first=True, order=Order.CONFIDENCE), set()),
    "kinds": (Query(kinds=("visit", "meeting")), {"kind"}),
    "status": (Query(statuses=(Status.HELD,)), {"status"}),
    "a country": (Query(countries=("USA",)), {"country"}),
    "countries": (Query(countries=("USA", "RUS"), kinds=("visit",)), {"country", "kind"}),
    "an actor": (Query(actor="Putin"), {"actor"}),
    "a country as actor": (Query(actor="RUS", statuses=(Status.HELD, Status.PLANNED)), {"actor", "status"}),
    "a dyad": (Query(dyad=("USA", "RUS")), set()),
    "a dyad and a country": (Query(dyad=("USA", "RUS"), countries=("FIN",)), {"country"}),
    "a body": (Query(body="parliament", rejected=True), {"body", "review"}),
    "a place": (Query(place="USA", confidence_to=0.9), {"place"}),
    "a year": (Query(day="2018"), {"year"}),
    "a month": (Query(day="2018-08"), {"year", "month"}),
    "from when": (Query(since="2018-06", until="2020"), set()),
    "a source": (Query(sources=("daily",)), {"source"}),
    "a publisher and a day": (Query(publishers=("Riga Daily",), report_day="2018/2021"), {"source"}),
    "a voice": (Query(voices=(Voice.QUOTED,)), {"voice"}),
    "reviews": (Query(reviews=(Review.REJECTED, Review.UNSURE)), {"review"}),
    "disputed": (Query(disputed=True), set()),
    "words": (Query(words="visit* OR meet*"), set()),
}
"""Queries, and the facets that they have a condition of."""


@pytest.mark.parametrize("name", QUERIES)
def test_a_count_is_that_of_the_value_chosen(shipped: Ledger, name: str) -> None:
    """Of every facet, each value, with what else is asked for; none of them counts nothing."""
    query, _ = QUERIES[name]
    found = facets(shipped, query, most=1_000)
    assert [facet.name for facet in found] == list(FACETS)
    for facet in found:
        assert facet.complete
        assert facet.more == 0
        for value in facet.values:
            assert 0 < value.count == shipped.count(chosen(query, facet.name, value.value)), (facet.name, value)


@pytest.mark.parametrize("order", Order)
def test_what_is_frequent_is_found_as_what_is_rare(
    shipped: Ledger, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of much another way is taken, to the same entries and counts."""
    asked = [replace(query, order=order, limit=None, offset=0) for query, _ in QUERIES.values()]
    rare = [([x.id for x in shipped.find(query)], facets(shipped, query)) for query in asked]
    monkeypatch.setattr(walking, "_MANY", 0)
    assert [([x.id for x in shipped.find(query)], facets(shipped, query)) for query in asked] == rare


VALUES: dict[str, Callable[[Entry, str, set[str]], set[str | None]]] = {
    "kind": lambda entry, day, sides: {entry.kind},
    "status": lambda entry, day, sides: {entry.status},
    "country": lambda entry, day, sides: {x for x in sides if not x.startswith("A-")},
    "actor": lambda entry, day, sides: {p.actor.id for p in entry.parties},
    "place": lambda entry, day, sides: {entry.place.country if entry.place else None},
    "year": lambda entry, day, sides: {day[:4]},
    "month": lambda entry, day, sides: {day[:7]},
    "source": lambda entry, day, sides: {account.report.publisher for account in entry.accounts},
    "voice": lambda entry, day, sides: {"reporter" if any(a.voice is None for a in entry.accounts) else "quoted"},
    "review": lambda entry, day, sides: {entry.review},
}
"""The values that an entry has of a facet, taken from what is loaded of it."""


@pytest.mark.parametrize("name", QUERIES)
def test_no_value_is_missing(shipped: Ledger, name: str) -> None:
    """What the entries found have, counted one by one, is what the facets give, the most frequent first."""
    query, own = QUERIES[name]
    days = dict(shipped.sql("SELECT id, day FROM entry", limit=None).rows)
    sides: dict[str, set[str]] = {}
    for id, side in shipped.sql("SELECT id, side FROM entry JOIN side ON entry = entry.n").rows:
        sides.setdefault(id, set()).add(side)
    entries = shipped.find(replace(query, limit=None, offset=0))
    for facet in facets(shipped, query, [x for x in VALUES if x not in own | {"review"}], most=1_000):
        values = (VALUES[facet.name](entry, days[entry.id], sides.get(entry.id, set())) for entry in entries)
        counted = Counter(x for found in values for x in found if x)
        assert {x.value: x.count for x in facet.values} == counted, facet.name
        assert [(-x.count, x.value) for x in facet.values] == sorted((-n, x) for x, n in counted.items())


def test_reviews_show_what_was_rejected(shipped: Ledger) -> None:
    """Whether a query finds it or not: it could be chosen."""
    counted = Counter(entry.review.value for entry in shipped.find(Query(rejected=True)))
    assert set(counted) == {x.value for x in Review}
    for query in (Query(), Query(rejected=True), Query(reviews=(Review.ACCEPTED,))):
        (facet,) = facets(shipped, query, ["review"])
        assert {x.value: x.count for x in facet.values} == counted


@pytest.mark.parametrize("name", ["everything", "a country", "words"])
def test_the_most_frequent_are_given_and_the_rest_counted(shipped: Ledger, name: str) -> None:
    """Of two values the first two, and how many there are beside them."""
    query, _ = QUERIES[name]
    for few, all_ in zip(facets(shipped, query, most=2), facets(shipped, query, most=1_000), strict=True):
        assert few.values == all_.values[:2]
        assert few.more == max(0, len(all_.values) - 2)


def test_values_have_names(shipped: Ledger) -> None:
    """Countries and actors are called what they are called; the others are what they are."""
    found = {facet.name: {x.value: x.label for x in facet.values} for facet in facets(shipped, most=1_000)}
    assert found["country"]["RUS"] == found["place"]["RUS"] == "Russia"
    assert all(shipped.actor(id).name == label for id, label in (found["actor"] | found["body"]).items())
    assert all(value == label for value, label in (found["kind"] | found["source"] | found["month"]).items())


def test_months_stay_in_the_year_that_is_asked_for(shipped: Ledger) -> None:
    """With a month of 2018 chosen, other months of 2018 are shown, and all years."""
    years, months = facets(shipped, Query(day="2018-08"), ["year", "month"], most=1_000)
    assert {x.value[:4] for x in months.values} == {"2018"}
    assert len(months.values) > 1 < len(years.values)
    assert years == facets(shipped, Query(), ["year"], most=1_000)[0]


def test_what_is_no_facet_is_refused(shipped: Ledger) -> None:
    """A name that is none, with one like it; and what a query has that is wrong."""
    with pytest.raises(BadQuery, match="status"):
        facets(shipped, Query(), ["statuses"])
    with pytest.raises(BadQuery, match="no facet"):
        chosen(Query(), "colour", "red")
    with pytest.raises(UnknownId, match="no actor"):
        facets(shipped, Query(actor="Zoe Nobody"))


class TestTime:
    """A time after which the counting is broken off."""

    def test_what_is_not_counted_says_so(self, shipped: Ledger) -> None:
        """Without time nothing is counted; with enough all is, as without an end."""
        assert facets(shipped, Query(), milliseconds=0) == tuple(Facet(name, complete=False) for name in FACETS)
        assert facets(shipped, Query(countries=("USA",)), milliseconds=600_000) == facets(
            shipped, Query(countries=("USA",))
        )

    def test_the_database_breaks_off_and_goes_on(self, ledger: Ledger) -> None:
        """A statement without an end is broken off, the next one of the same transaction is answered whole."""
        ledger.add(*told("a", "2018-01-01"))
        endless = "WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x) SELECT count(*) FROM x"
        with reading(ledger._engine, ledger.address) as connection:
            for _ in range(2):
                with pytest.raises(TimeOver), within(connection, 30):
                    connection.execute(text(endless))
                assert connection.scalar(text("SELECT count(*) FROM entry")) == 1
            if connection.dialect.name == "postgresql":
                assert connection.scalar(text("SHOW statement_timeout")) == "0"


def assert_in_step(ledger: Ledger) -> None:
    """What the database keeps counted is what is there when it is counted one by one."""
    counted = facets(ledger, Query(confidence_from=0), most=1_000)  # a condition that all fulfil
    assert facets(ledger, Query(), most=1_000) == counted


class TestTally:
    """What the database counts itself."""

    def test_is_in_step_with_all_that_is_done(self, ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> None:
        """Reports come, are read anew and forgotten, people judge and undo, ledgers are joined and restored."""
        for n, kind in enumerate(("meeting", "visit", "call")):
            ledger.add(*told(f"r{n}", f"2018-0{n + 1}-01", [(kind, Status.HELD, f"2018-0{n + 1}")]))
            assert_in_step(ledger)
        entries = ledger.find()
        rejected = ledger.judge(Verdict.REJECT, entries[0].id, by="anna")
        assert_in_step(ledger)
        assert facets(ledger, Query(), ["kind"])[0].values[0].count == 1
        ledger.judge(Verdict.AMEND, entries[1].id, by="anna", field="status", value="denied")
        assert_in_step(ledger)
        ledger.judge(Verdict.UNDO, rejected.id, by="anna")
        assert_in_step(ledger)
        one, other = ledger.actors(ANNA)[0], ledger.actors(BORIS)[0]
        ledger.judge(Verdict.SAME, one.id, by="anna", other=other.id)
        assert_in_step(ledger)
        report, record = told("r0", "2018-01-01", [("meeting", Status.HELD, "2019-05")])
        ledger.reread(replace(record, report=report.info), reader="newer")
        assert_in_step(ledger)
        ledger.forget("r1")
        assert_in_step(ledger)
        with Ledger(tmp_path_factory.mktemp("other") / "other.sqlite") as third:
            third.merge(ledger)
            assert_in_step(third)
            assert facets(third, Query(), most=1_000) == facets(ledger, Query(), most=1_000)
        with Ledger(tmp_path_factory.mktemp("again") / "again.sqlite") as again:
            again.restore(ledger.dump())
            assert_in_step(again)

    def test_an_older_ledger_is_counted(self, shipped: Ledger, address: str) -> None:
        """After the upgrade of one of version 0003 all is found and counted as before, and kept in step."""
        with Ledger(address) as old:
            old.restore(shipped.dump())
            found = [facets(old, query) for query, _ in QUERIES.values()]
            entries = [old.find(Query(order=order)) for order in Order]
        engine = engine_for(address)
        with engine.begin() as connection:
            back_to_0003(connection)
        engine.dispose()
        with Ledger(address, upgrade=True) as upgraded:
            assert [facets(upgraded, query) for query, _ in QUERIES.values()] == found
            assert [upgraded.find(Query(order=order)) for order in Order] == entries
            upgraded.add(*told("new", "2031-01-01"))
            assert_in_step(upgraded)
