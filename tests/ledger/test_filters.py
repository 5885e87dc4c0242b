"""Filters that are the same for engagements, statements, reports and promises, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from communique.errors import BadQuery, UnknownId
from communique.intake import Report
from communique.ledger import walking
from communique.ledger.queries import Query
from communique.ledger.sayings import SaidQuery
from communique.ledger.store import Ledger
from communique.ledger.when import Relation
from communique.records import Record, Status
from tests.ledger.stories import told
from tests.ledger.test_sayings import COLD, SOON, USEFUL, saying

SOURCES = {
    "riga": ("Riga Daily", "https://www.rigadaily.example/world/1"),
    "oslo": ("Oslo Post", "http://news.oslopost.example/a?b=/rigadaily.example/"),
    "wire": (None, "https://wire.example"),
    "none": (None, None),
}


def from_there(made: tuple[Report, Record], publisher: str | None, url: str | None) -> tuple[Report, Record]:
    """A report and its record, published there."""
    report, record = made
    info = replace(report.info, publisher=publisher, url=url)
    return replace(report, info=info), replace(record, report=info)


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """Four engagements, a report each: an invitation, a visit planned, a visit held, a call without a time."""
    rows = {
        "riga": ("2018-05-02", ("invitation", Status.HELD, "2018-05-01")),
        "oslo": ("2018-08-01", ("visit", Status.PLANNED, "2018-23")),
        "wire": ("2019-01-05", ("visit", Status.HELD, "2019-01-04")),
        "none": ("2019-02-05", ("call", Status.HELD, None)),
    }
    for id, (day, row) in rows.items():
        names = (f"Anna {id.title()}", f"Boris {id.title()}")
        ledger.add(*from_there(told(id, day, [row], names=names), *SOURCES[id]))
    return ledger


def found(ledger: Ledger, query: Query) -> list[str]:
    """The reports of the entries that a query finds, which are a report each."""
    entries = ledger.find(query)
    assert len(entries) == ledger.count(query) == len(list(ledger.each(query)))
    return sorted(entry.accounts[0].report.id for entry in entries)


class TestSinceAndUntil:
    """From when to when."""

    @pytest.mark.parametrize(
        ("since", "until", "ids"),
        [
            ("2018", None, ["oslo", "riga", "wire"]),
            ("2018-06", None, ["oslo", "wire"]),
            ("2018-10-15", "2018-10-15", ["oslo"]),
            (None, "2018-05", ["riga"]),
            (None, "2018", ["oslo", "riga"]),
            ("2019-01-04", "2019-01-04", ["wire"]),
            ("2018-12", "2018-12", []),
            ("2018-24", None, ["wire"]),
        ],
    )
    def test_some_day_lies_there(self, filled: Ledger, since: str | None, until: str | None, ids: list[str]) -> None:
        """A month or a season is in it if a day of it is; both ends are whole; what has no time is not."""
        assert found(filled, Query(since=since, until=until)) == ids

    def test_they_are_as_a_time_is(self, filled: Ledger) -> None:
        """The same as the interval, and beside a time both hold."""
        assert found(filled, Query(since="2018-06", until="2019-01")) == found(filled, Query(time="2018-06/2019-01"))
        assert found(filled, Query(since="2018-06", time="2018")) == ["oslo"]

    def test_what_has_no_time_is_told_of(self, filled: Ledger) -> None:
        """It is counted; it is found if asked for, or by the day of its report."""
        assert filled.count_undated(Query(since="2019")) == 1
        assert found(filled, Query(since="2019", undated=True)) == ["none", "wire"]
        assert found(filled, Query(since="2019-02", until="2019-02", reported=True)) == ["none"]
        assert filled.count_undated(Query(since="2019", undated=True)) == 0

    @pytest.mark.parametrize(("since", "until"), [("soon", None), (None, "2018-13"), ("2018/2019", None), ("", None)])
    def test_what_is_no_time_is_refused(self, filled: Ledger, since: str | None, until: str | None) -> None:
        """A word, a month that there is not, an interval, nothing."""
        with pytest.raises(BadQuery):
            filled.find(Query(since=since, until=until))
        with pytest.raises(BadQuery):
            list(filled.said(SaidQuery(since=since, until=until)))

    def test_the_end_comes_after_the_beginning(self, filled: Ledger) -> None:
        """Else it is said, and not answered with nothing."""
        with pytest.raises(BadQuery, match="ends before it begins"):
            filled.find(Query(since="2019", until="2018-05"))


class TestWho:
    """Countries, and who acts on whom."""

    @pytest.mark.parametrize("name", ["LVA", "lva", "LV", "Latvia", "republic of latvia"])
    def test_a_country_by_code_or_name(self, ledger: Ledger, name: str) -> None:
        """However it is written, it is the one country."""
        ledger.add(*told("one", "2018-05-02"))
        assert len(ledger.find(Query(countries=(name,)))) == 1
        assert len(ledger.find(Query(countries=("FRA", name)))) == 1
        assert ledger.find(Query(countries=("FRA",))) == []

    def test_no_country_is_refused_with_what_is_like_it(self, filled: Ledger) -> None:
        """And not answered with nothing."""
        with pytest.raises(BadQuery, match=r"Did you mean Latvia \(LVA\)\?"):
            filled.find(Query(countries=("Latvai",)))
        with pytest.raises(BadQuery, match=r"Did you mean visit\?"):
            filled.find(Query(kinds=("visti",)))

    def test_who_acts_and_at_whom(self, ledger: Ledger) -> None:
        """The guest and the initiator act; host and recipient do not; who meets does both."""
        ledger.add(*told("one", "2018-05-02", [("visit", Status.HELD, None)]))
        ledger.add(*told("two", "2018-05-02", [("meeting", Status.HELD, None)]))
        kinds = {
            (side, name): sorted(e.kind for e in ledger.find(Query(**{side: name})))
            for side in ("by", "to")
            for name in ("Anna Berg", "LVA")
        }
        assert kinds == {
            ("by", "Anna Berg"): ["meeting", "visit"],
            ("by", "LVA"): ["meeting"],
            ("to", "Anna Berg"): ["meeting"],
            ("to", "LVA"): ["meeting", "visit"],
        }


class TestReports:
    """Where a report is from, and its day."""

    @pytest.mark.parametrize(
        ("source", "ids"),
        [
            ("Riga Daily", ["riga"]),
            ("riga", ["riga"]),
            ("rigadaily.example", ["riga"]),
            ("https://www.rigadaily.example/sports", ["riga"]),
            ("oslopost.example", ["oslo"]),
            ("wire.example", ["wire"]),
        ],
    )
    def test_by_publisher_or_site(self, filled: Ledger, source: str, ids: list[str]) -> None:
        """A name or words of it, a host or one above it; not what stands elsewhere in an address."""
        assert found(filled, Query(sources=(source,))) == ids
        assert filled.reports(Query(sources=(source,))) == ids

    def test_any_of_several(self, filled: Ledger) -> None:
        """As kinds and statuses."""
        assert found(filled, Query(sources=("Riga Daily", "wire.example"))) == ["riga", "wire"]

    @pytest.mark.parametrize(
        "source", ["aily", "post.example", "example/world", "%", "***", "http://[", "a[b", "\u2100.example"]
    )
    def test_nothing_is_from_there(self, filled: Ledger, source: str) -> None:
        """A part of a word, of a host, or a mark is no source, and is refused."""
        with pytest.raises(UnknownId, match="no report in the ledger is from there"):
            filled.find(Query(sources=(source,)))

    def test_what_is_like_it_is_named(self, filled: Ledger) -> None:
        """Of publishers and sites."""
        with pytest.raises(UnknownId, match=r"Did you mean Riga Daily"):
            filled.find(Query(sources=("Riga Dialy",)))

    def test_by_day(self, filled: Ledger) -> None:
        """A day, a month, a year, an interval; with a source, of the same report."""
        assert found(filled, Query(report_day="2018")) == ["oslo", "riga"]
        assert found(filled, Query(report_day="2018-08/2019-01")) == ["oslo", "wire"]
        assert found(filled, Query(report_day="2018-08", sources=("Riga Daily",))) == []

    def test_reports_that_tell_of_what_is_asked_for(self, filled: Ledger) -> None:
        """The newest first; words are those of the report, the rest of what it tells."""
        assert filled.reports(Query(kinds=("visit",))) == ["wire", "oslo"]
        assert filled.reports(Query(kinds=("visit",), words="speaker", since="2019")) == ["wire"]
        assert filled.reports(Query(limit=1, offset=1)) == ["wire"]
        assert filled.reports("Anna", 1) == ["none"]


class TestStatements:
    """The same filters of statements."""

    @pytest.fixture
    def said(self, ledger: Ledger) -> Ledger:
        """Three statements of three reports, one without a day."""
        ledger.add(*from_there(saying("one", "2018-05-02", USEFUL), *SOURCES["riga"]))
        ledger.add(*from_there(saying("two", "2018-06-10", COLD, swapped=True), *SOURCES["oslo"]))
        ledger.add(*from_there(saying("three", None, SOON), *SOURCES["wire"]))
        return ledger

    @pytest.mark.parametrize(
        ("query", "ids"),
        [
            (SaidQuery(since="2018-05-03"), ["two/s1"]),
            (SaidQuery(until="2018-05"), ["one/s1"]),
            (SaidQuery(since="2018", until="2018", time="2018-06"), ["two/s1"]),
            (SaidQuery(report_day="2018-05"), ["one/s1"]),
            (SaidQuery(sources=("oslopost.example",)), ["two/s1"]),
            (SaidQuery(countries=("Norway",), by="LVA"), ["two/s1"]),
            (SaidQuery(countries=("FRA",)), []),
        ],
    )
    def test_they_hold(self, said: Ledger, query: SaidQuery, ids: list[str]) -> None:
        """Each finds what it says, and the count is the same."""
        assert [x.id for x in said.said(query)] == ids
        assert said.count_said(query) == len(ids)


class TestOthers:
    """Promises and samples."""

    def test_promises(self, filled: Ledger) -> None:
        """What is due is chosen by the same filters."""
        assert len(filled.due("2019-06-01", Query(sources=("Oslo Post",), since="2018-09"))) == 1
        assert filled.due("2019-06-01", Query(sources=("Riga Daily",))) == []
        assert filled.due("2019-06-01", Query(since="2019-03")) == []

    def test_a_sample_keeps_what_was_asked(self, filled: Ledger) -> None:
        """Another question is another sample; the same one is the same, here and after a copy."""
        drawn, entries = filled.sample(9, 1, by="ann", among=Query(since="2018-06", sources=("Oslo Post",)))
        assert [e.kind for e in entries] == ["visit"]
        assert (drawn.of, dict(drawn.asked)) == (1, {"since": "2018-06", "sources": ["Oslo Post"]})
        again, _ = filled.sample(9, 1, by="bob", among=Query(since="2018-06", sources=("Oslo Post",)))
        whole, _ = filled.sample(9, 1, by="ann")
        assert again == drawn
        assert (whole.of, dict(whole.asked)) == (4, {})


@pytest.mark.parametrize("reported", [False, True])
@pytest.mark.parametrize("relation", [Relation.OVERLAPS, Relation.DURING])
@pytest.mark.parametrize("time", ["2018-08-06", "2018-08", "2018-21", "2017-12/2018-02", "2019-23/..", "../2018"])
def test_times_are_looked_up_as_they_are_looked_for(
    shipped: Ledger, time: str, relation: Relation, reported: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By days, where it is little of all, and along all entries where it is much: the same in the same order."""
    asked = Query(time=time, relation=relation, reported=reported, newest_first=True)
    found = [x.id for x in shipped.find(asked)]
    monkeypatch.setattr(walking, "_MANY", -1)
    assert [x.id for x in shipped.find(asked)] == found
    assert found or relation is Relation.DURING


def test_frequent_words_are_counted_no_further(shipped: Ledger) -> None:
    """However far they are to be counted, it is what all of them are, or that far."""
    asked = Query(words="visit* OR meet*")
    many = shipped.count(asked)
    assert many > 20
    for most in range(1, many + 3):
        assert shipped.count(asked, most) == min(many, most)
