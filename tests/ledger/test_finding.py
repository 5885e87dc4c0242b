"""What is meant by a name, a title or the beginning of an id, on both databases."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from communique.errors import BadQuery, UnknownId
from communique.ledger.finding import Sort, find, saying
from communique.ledger.judgements import Verdict
from communique.ledger.queries import Query
from communique.ledger.store import Ledger
from communique.records import Status
from tests.ledger.stories import told
from tests.ledger.test_sayings import USEFUL
from tests.ledger.test_sayings import saying as said


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """Two reports of Berg and Klein, and one of two Bergers."""
    for id, title, names in (
        ("riga-call", "Berg and Klein speak by phone", ("Anna Berg", "Boris Klein")),
        ("riga-visit", "Speaker goes to Latvia", ("Anna Berg", "Boris Klein")),
        ("oslo", "Two speakers meet", ("Carl Berger", "Dora Berger")),
    ):
        report, record = told(id, "2018-05-02", [("call", Status.HELD, None)], names=names)
        info = replace(report.info, title=title)
        ledger.add(replace(report, info=info), replace(record, report=info))
    return ledger


def anna(ledger: Ledger) -> str:
    """The id of Anna Berg."""
    return ledger.actors("Anna Berg")[0].id


class TestFound:
    """One thing is meant."""

    @pytest.mark.parametrize("name", ["Anna Berg", "anna berg", "Anna", "Berg Anna"])
    def test_an_actor_by_name(self, filled: Ledger, name: str) -> None:
        """Capitals and the order of words do not count; a part will do."""
        found = find(filled, name, [Sort.ACTOR])
        assert (found.sort, found.id) == (Sort.ACTOR, anna(filled))
        assert found.called is not None

    @pytest.mark.parametrize(
        ("name", "sort", "id"),
        [
            ("riga-call", Sort.REPORT, "riga-call"),
            ("riga-c", Sort.REPORT, "riga-call"),
            ("speaker goes to latvia", Sort.REPORT, "riga-visit"),
            ("goes Latvia", Sort.REPORT, "riga-visit"),
            ("riga-call/e1", Sort.ACCOUNT, "riga-call/e1"),
            ("riga-c/a1", Sort.APPEARANCE, "riga-call/a1"),
            ("Speaker goes to Latvia/e1", Sort.ACCOUNT, "riga-visit/e1"),
        ],
    )
    def test_reports_and_what_they_have(self, filled: Ledger, name: str, sort: Sort, id: str) -> None:
        """By id, its beginning, the title or words of it; and what stands in a report by that."""
        found = find(filled, name)
        assert (found.sort, found.id) == (sort, id)
        assert (found.called is None) == (name == id)

    def test_the_beginning_of_an_id(self, filled: Ledger) -> None:
        """Of an actor, an engagement and a judgement, as long as no other begins so; where it is asked for too."""
        actor, entry = anna(filled), filled.find()[0].id
        made = filled.judge(Verdict.ACCEPT, entry, by="ann").id
        assert [find(filled, id[:9]).id for id in (actor, entry, made)] == [actor, entry, made]
        assert len(filled.find(Query(actor=actor[:9]))) == len(filled.find(Query(actor=actor))) == 1
        assert [a.id for a in filled.actors(actor[:9])] == [actor]

    def test_a_whole_name_before_the_beginning_of_an_id(self, ledger: Ledger) -> None:
        """A report whose id begins with a name does not stand in its way."""
        ledger.add(*told("oslo-talks", "2018-05-02", names=("Oslo", "Boris Klein")))
        assert find(ledger, "oslo").sort is Sort.ACTOR
        assert find(ledger, "oslo-t").id == "oslo-talks"

    def test_a_statement(self, ledger: Ledger) -> None:
        """By its id; another number is none."""
        ledger.add(*said("one", "2018-05-02", USEFUL))
        assert find(ledger, "one/s1").sort is Sort.STATEMENT
        assert saying(ledger, "one/s1").content[0].quote == USEFUL
        with pytest.raises(UnknownId):
            saying(ledger, "one/s9")


class TestNotFound:
    """Several things may be meant, or nothing is."""

    @pytest.mark.parametrize(("name", "among"), [("Berger", "Dora Berger"), ("riga-", "riga-visit"), ("Berg", "riga")])
    def test_several_are_listed(self, filled: Ledger, name: str, among: str) -> None:
        """With their ids and what they are called; none is taken."""
        with pytest.raises(BadQuery, match="it may be") as caught:
            find(filled, name)
        assert among in str(caught.value)

    def test_several_ids_begin_so(self, ledger: Ledger) -> None:
        """As with a name, in a query too."""
        for n in range(40):
            ledger.add(*told(f"r{n}", "2018-05-02", names=(f"Anna Berg{n}", f"Boris Klein{n}")))
        ids = sorted(e.parties[0].actor.id for e in ledger.find())
        begin = next(a[:3] for a, b in pairwise(ids) if a[:3] == b[:3])
        with pytest.raises(BadQuery, match="it may be"):
            find(ledger, begin)
        with pytest.raises(BadQuery, match="it may be"):
            ledger.find(Query(actor=begin))

    @pytest.mark.parametrize(
        ("name", "like"),
        [("Ana Berg", "Anna Berg"), ("oslu", "oslo"), ("Two speaker meets", "oslo")],
    )
    def test_what_is_like_it_is_named(self, filled: Ledger, name: str, like: str) -> None:
        """Names, ids and titles."""
        with pytest.raises(UnknownId, match=f"Did you mean .*{like}"):
            find(filled, name)

    def test_an_actor_in_a_query(self, filled: Ledger) -> None:
        """Names are asked after wherever they are taken."""
        with pytest.raises(UnknownId, match=r"Did you mean A-\w+ \(Anna Berg, NOR\)"):
            filled.find(Query(actor="Ana Brg"))

    @pytest.mark.parametrize("name", ["", " ", "***", "E-", "/e1", "A-%", "x" * 600])
    def test_no_name(self, filled: Ledger, name: str) -> None:
        """Nothing, marks, marks of the database's own: refused, never taken for anything."""
        with pytest.raises((UnknownId, BadQuery)):
            find(filled, name)

    def test_only_the_sorts_that_are_asked_for(self, filled: Ledger) -> None:
        """A report is no judgement, and an actor no report."""
        for name, sort in (("oslo", Sort.JUDGEMENT), ("Anna Berg", Sort.ENTRY)):
            with pytest.raises(UnknownId):
                find(filled, name, [sort])
