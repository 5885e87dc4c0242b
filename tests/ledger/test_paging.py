"""Pages that go on after the last entry of the one before, in every order, on both databases."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import BadQuery, UnknownId
from communique.ledger import queries
from communique.ledger.connect import reading
from communique.ledger.judgements import Verdict
from communique.ledger.order import Cursor, Order, cursor
from communique.ledger.paging import Page, page
from communique.ledger.queries import Query
from communique.ledger.store import Ledger
from communique.ledger.views import Review, Voice
from communique.records import Status
from tests.ledger.stories import told

ORDERS = [
    (Order.DAY, False),
    (Order.DAY, True),
    (Order.CONFIDENCE, False),
    (Order.CONFIDENCE, True),
    (Order.ADDED, False),
]
ASKED = {
    "everything": Query(),
    "a country": Query(countries=("USA",)),
    "countries": Query(countries=("USA", "RUS")),
    "an actor": Query(actor="Putin"),
    "a dyad": Query(dyad=("USA", "RUS")),
    "a kind": Query(kinds=("visit",)),
    "words": Query(words="visit* OR meet*"),
}


def pages(ledger: Ledger, query: Query) -> Iterator[Page]:
    """All pages of a query, each from the end of the one before."""
    while True:
        found = page(ledger, query)
        yield found
        if found.after is None:
            return
        query = replace(query, after=found.after)


class TestOrders:
    """What entries are sorted by."""

    def test_confidence_and_adding(self, shipped: Ledger) -> None:
        """The lowest confidence first; what was added last first."""
        found = shipped.find(Query(order=Order.CONFIDENCE))
        assert len({entry.confidence for entry in found}) > 3
        assert all(a.confidence <= b.confidence for a, b in pairwise(found))
        turned = shipped.find(Query(order=Order.CONFIDENCE, newest_first=True))
        assert turned == found[::-1]
        added = dict(shipped.sql("SELECT id, added FROM entry", limit=None).rows)
        assert all(added[a.id] >= added[b.id] for a, b in pairwise(shipped.find(Query(order=Order.ADDED))))

    def test_what_is_added_last_comes_first(self, ledger: Ledger) -> None:
        """Whatever its day; what a later report tells of an older engagement leaves it where it was."""
        for id, day in (("a", "2019-01-01"), ("b", "2018-01-01"), ("c", "2020-01-01")):
            names = (f"Anna {id.title()}", f"Boris {id.title()}")
            ledger.add(*told(id, day, [("meeting", Status.HELD, day)], names=names))
        ledger.add(*told("d", "2019-01-02", [("meeting", Status.HELD, "2019-01-01")], names=("Anna A", "Boris A")))
        assert [x.accounts[0].report.id for x in ledger.find(Query(order=Order.ADDED))] == ["c", "b", "a"]


class TestPages:
    """Pages one after the other."""

    @pytest.mark.parametrize("name", ASKED)
    @pytest.mark.parametrize(("order", "newest_first"), ORDERS)
    def test_together_they_are_the_whole(self, shipped: Ledger, name: str, order: Order, newest_first: bool) -> None:
        """Each but the last is full, and nothing is on two."""
        query = replace(ASKED[name], order=order, newest_first=newest_first)
        whole, found = shipped.find(query), list(pages(shipped, replace(query, limit=4)))
        assert [entry for x in found for entry in x.entries] == whole
        assert [len(x.entries) for x in found[:-1]] == [4] * (len(found) - 1)
        assert found[-1].entries or not whole

    def test_find_takes_a_cursor_too(self, shipped: Ledger) -> None:
        """With or without a limit it goes on there; how many there are does not change."""
        after = page(shipped, Query(limit=5)).after
        assert shipped.find(Query(after=after)) == shipped.find(Query(offset=5))
        assert shipped.find(Query(after=after, limit=3)) == shipped.find(Query(offset=5, limit=3))
        assert shipped.count(Query(after=after)) == shipped.count()

    def test_all_and_nothing(self, shipped: Ledger) -> None:
        """Without a limit all is one page; of nothing there is one, which is empty."""
        assert page(shipped, Query()) == Page(tuple(shipped.find()))
        assert page(shipped, Query(limit=0)) == Page(())
        assert page(shipped, Query(kinds=("expulsion",), place="FIN", limit=5)) == Page(())

    @pytest.mark.parametrize(("order", "newest_first"), ORDERS)
    def test_reports_may_come_in_between(self, ledger: Ledger, order: Order, newest_first: bool) -> None:
        """Whatever is added before or after the place: what was there is on one page each."""

        def add(id: str, day: str) -> None:
            names = (f"Anna {id.title()}", f"Boris {id.title()}")
            ledger.add(*told(id, day, [("meeting", Status.HELD, day)], names=names))

        for n in range(6):
            add(f"old{'abcdef'[n]}", f"2018-01-{2 * n + 2:02}")
        query = Query(order=order, newest_first=newest_first, limit=2)
        there, seen = {entry.id for entry in ledger.find()}, list[str]()
        for n, found in enumerate(pages(ledger, query)):
            seen += [entry.id for entry in found.entries]
            if n < 2:
                add(f"early{'xyz'[n]}", f"2018-01-0{n + 1}")
                add(f"late{'xyz'[n]}", f"2019-01-0{n + 1}")
        assert there <= set(seen)
        assert len(seen) == len(set(seen))

    def test_they_are_found_in_an_index(self, shipped: Ledger) -> None:
        """A page is read from its beginning on, in the order asked for: nothing is sorted, nothing before it read."""
        if "://" in shipped.address:
            pytest.skip("the plan of PostgreSQL hangs on how much there is")
        asked = [replace(ASKED["everything"], order=o, newest_first=newest) for o, newest in ORDERS]
        asked += [replace(ASKED[name], newest_first=True) for name in ("a country", "a dyad", "a kind")]
        with reading(shipped._engine, shipped.address) as connection:
            for query in asked:
                after = page(shipped, replace(query, limit=2)).after
                statement = queries.statement(connection, replace(query, limit=50, after=after))
                sql = str(statement.compile(connection, compile_kwargs={"literal_binds": True}))
                plan = " ".join(row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}"))
                assert "TEMP B-TREE" not in plan, (query, plan)
                assert "SEARCH" in plan, (query, plan)


class TestCursors:
    """The text that says where a page ends."""

    @given(
        st.one_of(
            st.tuples(st.just(Order.CONFIDENCE), st.floats(0, 1)),
            st.tuples(st.sampled_from([Order.DAY, Order.ADDED]), st.text("0123456789TZ:.+-", max_size=32)),
        ),
        st.booleans(),
        st.integers(1, 2**31 - 1),
    )
    def test_it_comes_back(self, key: tuple[Order, str | float], newest_first: bool, number: int) -> None:
        """Whatever it was made of, and as text of letters, digits, "-" and "_"."""
        made = Cursor(key[0], newest_first, key[1], number)
        assert cursor(str(made), key[0], newest_first) == made
        assert str(made).replace("-", "").replace("_", "").isalnum()

    @given(st.text(max_size=60))
    def test_what_is_none_is_refused(self, given: str) -> None:
        """Any other text is, in words."""
        with pytest.raises(BadQuery, match="place in an answer"):
            cursor(given, Order.DAY, False)

    @pytest.mark.parametrize(
        "value",
        ['["day",0,7,1]', '["confidence",0,"x",1]', '["day",0,"2018","1"]', '["day",0,"2018",3000000000]',
         '["day",0,"2018",true]', '["day",0,"2018"]', '["size",0,"2018",1]', '{"day":1}', '[["day"],0,"x",1]',
         '["confidence",0,NaN,1]', '["day", 0, "2018", 1]', "7", "[" * 3000,
         '["day",0,"\\u0000",1]', '["day",0,"\\ud800",1]', '["day",0,"2018",-1]'],
    )  # fmt: skip
    def test_so_is_what_looks_like_one(self, ledger: Ledger, value: str) -> None:
        """Keys, numbers and orders that none has never reach the database."""
        made = base64.urlsafe_b64encode(value.encode()).decode().rstrip("=")
        order = Order.CONFIDENCE if "confidence" in value else Order.DAY
        with pytest.raises(BadQuery, match="place in an answer"):
            page(ledger, Query(after=made, order=order))

    def test_another_order_is_refused(self, shipped: Ledger) -> None:
        """A place in one order is none in another."""
        after = page(shipped, Query(limit=2)).after
        for query in (Query(newest_first=True), Query(order=Order.ADDED), Query(order=Order.CONFIDENCE)):
            with pytest.raises(BadQuery, match="another order"):
                page(shipped, replace(query, after=after))


class TestConditions:
    """What can be asked beside who, what, when and where."""

    def test_review_confidence_and_voice(self, shipped: Ledger) -> None:
        """Each finds what has it, and nothing else."""
        whole = shipped.find(Query(rejected=True))
        held = {
            Query(reviews=(Review.REJECTED,)): lambda x: x.review is Review.REJECTED,
            Query(reviews=(Review.NONE, Review.UNSURE)): lambda x: x.review in (Review.NONE, Review.UNSURE),
            Query(confidence_from=0.8, rejected=True): lambda x: x.confidence >= 0.8,
            Query(confidence_to=0.8, rejected=True): lambda x: x.confidence <= 0.8,
            Query(voices=(Voice.QUOTED,), rejected=True): lambda x: all(a.voice for a in x.accounts),
            Query(voices=(Voice.REPORTER,), rejected=True): lambda x: not all(a.voice for a in x.accounts),
            Query(publishers=("Riga Daily",), rejected=True): lambda x: any(
                a.report.publisher == "Riga Daily" for a in x.accounts
            ),
        }
        for query, holds in held.items():
            expected = [entry for entry in whole if holds(entry)]
            assert shipped.find(query) == expected, query
            assert 0 < len(expected) < len(whole), query

    def test_disputed(self, ledger: Ledger) -> None:
        """What reports contradict each other in, and no more once a person took one back."""
        ledger.add(*told("one", "2018-01-01", [("visit", Status.HELD, "2018-01-01")]))
        ledger.add(
            *told("other", "2018-01-01", [("visit", Status.DENIED, "2018-01-01")], names=("Anna Berg", "Boris Klein"))
        )
        ledger.add(*told("third", "2019-05-01", [("call", Status.HELD, "2019-05-01")]))
        found = ledger.find(Query(disputed=True))
        assert [entry.kind for entry in found] == ["visit"]
        assert found == [entry for entry in ledger.find() if entry.contradictions]

    def test_a_body_by_its_id(self, shipped: Ledger) -> None:
        """It takes part itself, or somebody who holds an office in it; an id of nothing is refused."""
        id = next(r[0] for r in shipped.sql("SELECT id FROM actor WHERE kind IN ('body', 'organization')").rows)
        found = {entry.id for entry in shipped.find(Query(body=id))}
        assert found >= {entry.id for entry in shipped.find(Query(actor=id))}
        with pytest.raises(UnknownId, match="no actor"):
            shipped.find(Query(body="A-aaaaaaaaaaaa"))

    def test_the_day_it_stands_under(self, shipped: Ledger) -> None:
        """Also where no time is told; all days of a year are those of its months."""
        found = shipped.find(Query(day="2018"))
        months = [shipped.find(Query(day=f"2018-{n:02}")) for n in range(1, 13)]
        assert found == [entry for month in months for entry in month]
        assert any(entry.time is None for entry in found)

    def test_what_is_judged_later_is_asked_for_at_once(self, ledger: Ledger) -> None:
        """A side finds an entry by the kind, the status and the review that people gave it."""
        ledger.add(*told("a", "2018-01-01"))
        entry = ledger.find()[0]
        ledger.judge(Verdict.AMEND, entry.id, by="anna", field="kind", value="call")
        ledger.judge(Verdict.AMEND, entry.id, by="anna", field="status", value="denied")
        ledger.judge(Verdict.ACCEPT, entry.id, by="anna")
        asked = Query(countries=("NOR",), kinds=("call",), statuses=(Status.DENIED,), reviews=(Review.ACCEPTED,))
        assert [x.id for x in ledger.find(asked)] == [entry.id]
        assert ledger.find(replace(asked, kinds=("meeting",))) == []
        ledger.judge(Verdict.REJECT, entry.id, by="anna")
        assert ledger.find(Query(countries=("NOR",))) == []
