"""Lists of reports, actors and statements: what is listed, counted and gone on with, on both databases."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import pytest
from sqlalchemy import event

from communique.errors import BadQuery, UnknownId
from communique.ledger import listing, pieces
from communique.ledger.judgements import Verdict
from communique.ledger.linked import linked
from communique.ledger.listing import ActorQuery, ReportQuery
from communique.ledger.pieces import Cut
from communique.ledger.queries import Query
from communique.ledger.sayings import SaidQuery
from communique.ledger.store import Ledger
from communique.ledger.whereabouts import whereabouts
from communique.records import ActorKind, Status
from tests.ledger.stories import ANNA, BORIS, told
from tests.ledger.test_sayings import COLD, SOON, USEFUL, saying


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """A ledger of five reports: three with a statement each, of which two are of a day, one of no day, two others."""
    ledger.add(*saying("first", "2018-03-01", USEFUL))
    ledger.add(*saying("second", "2018-03-01", COLD, swapped=True))
    ledger.add(*saying("nowhen", None, SOON))
    ledger.add(*told("later", "2018-09-01", [("visit", Status.HELD, None), ("call", Status.HELD, None)]))
    ledger.add(*told("last", "2019-01-01", names=("José Pérez", "Kim Sølberg")))
    return ledger


def test_reports_come_by_their_days(filled: Ledger) -> None:
    """The latest first, what has no day last, each with what was found in it."""
    found = listing.reports(filled, ReportQuery())
    assert [x.report.id for x in found] == ["last", "later", "second", "first", "nowhen"]
    assert [x.accounts for x in found] == [1, 2, 1, 1, 1] and [x.statements for x in found] == [0, 0, 1, 1, 1]
    assert {x.actors for x in found} == {2} and {x.copies for x in found} == {0}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        (ReportQuery(words="stairs"), ["second", "first", "nowhen"]),
        (ReportQuery(since="2018-04"), ["last", "later"]),
        (ReportQuery(until="2018-04"), ["second", "first"]),
        (ReportQuery(since="2018-09", until="2018"), ["later"]),
        (ReportQuery(words="stairs", since="2020"), []),
    ],
)
def test_reports_that_are_asked_for(filled: Ledger, query: ReportQuery, ids: list[str]) -> None:
    """What is listed is what is counted, and what comes of it page by page."""
    assert [x.report.id for x in listing.reports(filled, query)] == ids
    assert listing.count_reports(filled, query) == len(ids)
    assert [x.report.id for x in listing.each_report(filled, replace(query, limit=1))] == ids


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (ActorQuery(name="ber"), [ANNA]),
        (ActorQuery(name="an b"), [ANNA]),
        (ActorQuery(name="PEREZ"), ["José Pérez"]),
        (ActorQuery(name="nna"), []),
        (ActorQuery(countries=("Latvia", "NOR")), [ANNA, BORIS]),
        (ActorQuery(countries=("LVA",), kinds=(ActorKind.STATE,)), []),
        (ActorQuery(name="k", kinds=(ActorKind.PERSON,)), [BORIS, "Kim Sølberg"]),
    ],
)
def test_actors_that_are_asked_for(filled: Ledger, query: ActorQuery, names: list[str]) -> None:
    """By the beginnings of their words, their kind and country; those that most reports name first."""
    found = listing.actors(filled, query)
    assert sorted(x.actor.name for x in found) == sorted(names)
    assert [x.appearances for x in found] == sorted((x.appearances for x in found), reverse=True)
    assert listing.count_actors(filled, query) == len(names)
    assert list(listing.each_actor(filled, query)) == found


def test_a_page_goes_on_where_the_last_ended(filled: Ledger) -> None:
    """Nothing twice, nothing left out, also where something came in between."""
    first = listing.reports(filled, ReportQuery(limit=2))
    filled.add(*told("newest", "2020-01-01"))
    rest = listing.reports(filled, ReportQuery(after=first[-1].report.id))
    assert [x.report.id for x in (*first, *rest)] == ["last", "later", "second", "first", "nowhen"]
    actors = [x.actor.id for x in listing.actors(filled, ActorQuery())]
    one_by_one = [
        listing.actors(filled, ActorQuery(limit=1, after=after))[0].actor.id for after in (None, *actors[:-1])
    ]
    assert one_by_one == actors
    assert listing.actors(filled, ActorQuery(after=actors[-1])) == []


@pytest.mark.parametrize("newest", [True, False])
def test_statements_go_on_likewise(filled: Ledger, newest: bool) -> None:
    """In either order, over one day and over no day."""
    query = SaidQuery(newest_first=newest)
    ids = [x.id for x in filled.said(query)]
    whole = pieces.statements(filled, query)
    assert [x.id for x in whole.items] == ids and (whole.count, whole.after) == (3, None)
    seen, found = list[str](), pieces.statements(filled, replace(query, limit=1))
    while found.after:
        seen += [x.id for x in found.items]
        filled.add(*saying(f"came{len(seen)}", "2017-01-01" if newest is (len(seen) == 1) else "2019-06-01", SOON))
        found = pieces.statements(filled, replace(query, limit=1, after=found.after))
        assert found.count == 3 + len(seen)
    seen += [x.id for x in found.items]
    assert [id for id in seen if not id.startswith("came")] == ids and len(seen) == len(set(seen))
    assert list(filled.said(replace(query, after=after_first(filled, query)))) == list(filled.said(query))[1:]


def after_first(ledger: Ledger, query: SaidQuery) -> str | None:
    """The place after the first statement of a query."""
    return pieces.statements(ledger, replace(query, limit=1)).after


@pytest.mark.parametrize("offset", [0, 1, 4, 5, 9])
def test_reports_go_on_over_those_without_a_day(filled: Ledger, offset: int) -> None:
    """They come last on either database; an offset counts over both."""
    for n in range(2):
        filled.add(*told(f"never{n}", None))
    whole = pieces.reports(filled, Query(), Cut(50))
    ids = [x.id for x in whole.items]
    assert ids == ["last", "later", "second", "first", "never1", "never0", "nowhen"] and whole.after is None
    assert filled.reports() == ids
    seen, found = list[str](), pieces.reports(filled, Query(), Cut(2, offset))
    while True:
        seen += [x.id for x in found.items]
        assert found.count == len(filled.reports())
        if found.after is None:
            break
        filled.add(*told(f"newest{len(seen)}", "2020-01-01"))
        found = pieces.reports(filled, Query(after=found.after), Cut(2))
    assert seen == ids[offset:]


def test_promises_go_on(ledger: Ledger) -> None:
    """Nothing twice, nothing left out, also where some come in between, before the place or after it."""

    def add(id: str, day: str) -> None:
        names = (f"Anna {id.title()}", f"Boris {id.title()}")
        ledger.add(*told(id, "2018-01-01", [("visit", Status.PLANNED, day)], names=names))

    for n in range(5):
        add("abcde"[n], f"2018-02-{2 * n + 2:02}")
    there = [x.entry.id for x in ledger.undertakings()]
    seen, found = list[str](), pieces.undertakings(ledger, Query(), Cut(2))
    while found.after:
        seen += [x.entry.id for x in found.items]
        add("fghi"[len(seen) // 2], "2018-02-01")
        found = pieces.undertakings(ledger, Query(after=found.after), Cut(2))
        assert found.count == 5 + len(seen) // 2
    assert [*seen, *(x.entry.id for x in found.items)] == there


def test_a_place_in_another_list_is_refused(filled: Ledger) -> None:
    """What one list gave to go on with is none of another's, nor of the other order."""
    said = after_first(filled, SaidQuery())
    reports = pieces.reports(filled, Query(), Cut(1)).after
    with pytest.raises(BadQuery, match="another answer"):
        pieces.reports(filled, Query(after=said), Cut(1))
    for query in (SaidQuery(after=reports), SaidQuery(after=said, newest_first=True)):
        with pytest.raises(BadQuery, match="another answer"):
            pieces.statements(filled, query)
    with pytest.raises(BadQuery, match="another answer"):
        filled.find(Query(after=said))


def test_a_piece_is_found_in_an_index(filled: Ledger) -> None:
    """Deep in an answer it is read from its beginning on: nothing is sorted, nothing before it read."""
    if "://" in filled.address:
        pytest.skip("the plan of PostgreSQL hangs on how much there is")
    plans = list[str]()

    def plan(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if "ORDER BY" in statement:
            rows = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            plans.append(" ".join(row[3] for row in rows))

    said = [
        SaidQuery(limit=1, after=after_first(filled, SaidQuery(newest_first=x)), newest_first=x) for x in (False, True)
    ]
    after = pieces.reports(filled, Query(), Cut(1)).after
    event.listen(filled._engine, "before_cursor_execute", plan)
    for query in said:
        pieces.statements(filled, query)
    pieces.reports(filled, Query(after=after), Cut(5))
    assert len(plans) == 4
    for found in plans:
        assert "TEMP B-TREE" not in found and "SEARCH" in found, found


@pytest.mark.parametrize("words", [None, "no-such-word"])
def test_all_reports_and_actors(filled: Ledger, words: str | None) -> None:
    """Those of the pieces, each with how much was found in it; what is wrong is said before the first."""
    query = Query(words=words)
    whole = pieces.reports(filled, query, Cut(50)).items
    listed = [listing.FoundReport(**asdict(x.report), language=x.language) for x in pieces.all_reports(filled, query)]
    assert listed == list(whole)
    known = {x.report.id: x for x in listing.reports(filled, ReportQuery())}
    assert all(known[x.report.id] == x for x in pieces.all_reports(filled, query))
    actors = pieces.actors(filled, "LVA", [], Cut(50)).items
    assert [x.actor.id for x in pieces.all_actors(filled, "LVA", [])] == [x.id for x in actors] != []
    with pytest.raises(BadQuery):
        pieces.all_reports(filled, Query(time="soon"))
    with pytest.raises(UnknownId):
        pieces.all_actors(filled, "Nobody Whosoever", [])


def test_what_cannot_be_listed(filled: Ledger) -> None:
    """It says what is wrong."""
    with pytest.raises(BadQuery, match="no letter or digit"):
        listing.actors(filled, ActorQuery(name="—"))
    with pytest.raises(UnknownId, match="the page before ended with is no more"):
        listing.reports(filled, ReportQuery(after="nothing"))
    with pytest.raises(UnknownId, match="from there"):
        listing.count_reports(filled, ReportQuery(sources=("nowhere.example",)))


def test_where_the_parts_of_an_account_stand(filled: Ledger) -> None:
    """Each quotation is what the report has there; what people added has no such places."""
    entries = filled.find()
    accounts = [a for e in entries for a in e.accounts]
    found = whereabouts(filled, accounts)
    assert set(found) == {a.id for a in accounts}
    for account in accounts:
        text = filled.report(account.report.id).layer.text
        parties = found[account.id].parties
        assert {p.actor.id for p in account.parties} == set(parties)
        assert all(text[e.start : e.end] == e.quote for e in parties.values())
    value = {"kind": "call", "status": "held", "start": 0, "end": 6,
             "parties": [{"actor": accounts[0].parties[0].actor.id, "part": "attendee"}]}  # fmt: skip
    added = filled.judge(Verdict.ADD, "first", by="Ada", value=value)
    assert whereabouts(filled, [filled.account(added.anchor)]) == {}


def test_what_is_linked(filled: Ledger) -> None:
    """Statements of an engagement are counted; an engagement that speaks of no other has none."""
    entry = filled.find()[0]
    found = linked(filled, entry)
    assert (found.about, found.by) == ((), ())
    assert found.said == filled.count_said(SaidQuery(about=entry.id)) > 0
