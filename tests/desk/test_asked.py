"""A query and its address are the same."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.desk.asked import actor_query_from, parameters, query_from, report_query_from, said_query_from
from communique.errors import BadQuery
from communique.ledger.listing import ActorQuery, ReportQuery
from communique.ledger.order import Order
from communique.ledger.queries import Query
from communique.ledger.sayings import SaidQuery
from communique.ledger.views import Review, Voice
from communique.ledger.when import Relation
from communique.records import ActorKind, Force, StatementKind, Status

TEXT = st.text("aZ9 é&=+%#/?;'\"\\ع😀-\u200f", min_size=1, max_size=8).filter(lambda x: x == x.strip())
SOME = st.lists(TEXT, max_size=3).map(tuple)
MAYBE = st.none() | TEXT
QUERIES = st.builds(
    Query, words=MAYBE, actor=MAYBE, dyad=st.none() | st.tuples(TEXT, TEXT), body=MAYBE, kinds=SOME,
    statuses=st.lists(st.sampled_from(Status), max_size=3).map(tuple), time=MAYBE, relation=st.sampled_from(Relation),
    reported=st.booleans(), undated=st.booleans(), place=MAYBE, rejected=st.booleans(), newest_first=st.booleans(),
    limit=st.none() | st.integers(0, 999), offset=st.integers(0, 999), by=MAYBE, to=MAYBE, countries=SOME, since=MAYBE,
    until=MAYBE, sources=SOME, report_day=MAYBE, publishers=SOME, day=MAYBE,
    voices=st.lists(st.sampled_from(Voice), max_size=2).map(tuple),
    reviews=st.lists(st.sampled_from(Review), max_size=2).map(tuple), confidence_from=st.none() | st.floats(0, 1),
    confidence_to=st.none() | st.floats(0, 1), disputed=st.booleans(), order=st.sampled_from(Order), after=MAYBE,
)  # fmt: skip
SAID = st.builds(
    SaidQuery, words=MAYBE, by=MAYBE, to=MAYBE, about=MAYBE,
    kinds=st.lists(st.sampled_from(StatementKind), max_size=2).map(tuple),
    forces=st.lists(st.sampled_from(Force), max_size=2).map(tuple), time=MAYBE, relation=st.sampled_from(Relation),
    newest_first=st.booleans(), limit=st.none() | st.integers(0, 999), offset=st.integers(0, 999), countries=SOME,
    since=MAYBE, until=MAYBE, sources=SOME, report_day=MAYBE, publishers=SOME,
)  # fmt: skip
REPORTS = st.builds(
    ReportQuery,
    words=MAYBE,
    sources=SOME,
    since=MAYBE,
    until=MAYBE,
    added=MAYBE,
    limit=st.integers(0, 999),
    after=MAYBE,
)
ACTORS = st.builds(
    ActorQuery, name=MAYBE, kinds=st.lists(st.sampled_from(ActorKind), max_size=2).map(tuple), countries=SOME,
    limit=st.integers(0, 999), after=MAYBE,
)  # fmt: skip


@given(QUERIES)
def test_there_and_back(query: Query) -> None:
    """Nothing is lost on the way to an address and from it."""
    assert query_from(parameters(query)) == query


@given(SAID)
def test_of_statements(query: SaidQuery) -> None:
    """Likewise."""
    assert said_query_from(parameters(query)) == query


@given(REPORTS)
def test_of_reports(query: ReportQuery) -> None:
    """Likewise."""
    assert report_query_from(parameters(query)) == query


@given(ACTORS)
def test_of_actors(query: ActorQuery) -> None:
    """Likewise."""
    assert actor_query_from(parameters(query)) == query


def test_the_plain_one_says_nothing() -> None:
    """Its address is the path alone, and each part that is changed shows."""
    assert parameters(Query()) == []
    assert [name for name, _ in parameters(replace(Query(), by="A", kinds=("visit",)))] == ["kind", "from"]
    assert len({name for name, _ in parameters(SaidQuery(by="A", to="B"))}) == 2
    assert {f.name for f in fields(Query)} >= {f.name for f in fields(SaidQuery)} - {"about", "forces"}


@pytest.mark.parametrize(
    ("pair", "problem"),
    [
        (("stauts", "held"), "Did you mean status"),
        (("status", "hold"), "Did you mean held"),
        (("limit", "-1"), "no whole number"),
        (("limit", "٣"), "no whole number"),
        (("undated", "yes"), "Give one of 1, 0"),
        (("relation", "within"), "Give one of"),
        (("dyad", "RUS"), "two are needed"),
    ],
)
def test_what_is_none_is_refused(pair: tuple[str, str], problem: str) -> None:
    """Nothing is left out silently, and what was meant is asked."""
    with pytest.raises(BadQuery, match=problem):
        query_from([pair])


def test_twice_is_refused() -> None:
    """What can be one thing only."""
    with pytest.raises(BadQuery, match="given twice"):
        query_from([("actor", "A"), ("actor", "B")])
    assert query_from([("kind", "visit"), ("kind", "call")]).kinds == ("visit", "call")
