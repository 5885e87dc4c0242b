"""The store: what goes in comes out, twice is once, and every answer is the same on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import BadQuery, LedgerError, ReportConflict, UnknownId
from communique.ledger import fulltext
from communique.ledger.connect import engine_for
from communique.ledger.queries import Query
from communique.ledger.schema import metadata
from communique.ledger.store import Ledger
from communique.ledger.views import Aspect, Stage
from communique.ledger.when import Relation
from communique.records import Place, Status
from tests.ledger.stories import ANNA, BORIS, STORY, told


def fill(ledger: Ledger) -> None:
    """Add the story of a visit."""
    for id, day, row in STORY:
        ledger.add(*told(id, day, [row]))


class TestIn:
    """Reports going in."""

    def test_report_comes_out_as_it_went_in(self, ledger: Ledger) -> None:
        """Bytes, text layer, facts and record are those that were added."""
        report, record = told(
            "r1", "2018-08-06", text="Überschrift 😀\n\nAnna Berg met Boris Klein, he’d said, in Riga."
        )
        ledger.add(report, record)
        assert ledger.report("r1") == report
        assert ledger.record("r1") == record

    def test_twice_is_once(self, ledger: Ledger) -> None:
        """The same report again changes nothing, whole dumps held against each other."""
        assert ledger.add(*told("r1", "2018-08-06"))
        before = list(ledger.dump())
        assert not ledger.add(*told("r1", "2018-08-06"))
        assert list(ledger.dump()) == before

    def test_one_id_for_two_texts(self, ledger: Ledger) -> None:
        """Other contents under a known id are refused, and the first stay."""
        ledger.add(*told("r1", "2018-08-06"))
        with pytest.raises(ReportConflict, match="r1: a report of this id"):
            ledger.add(*told("r1", "2018-08-06", text="Anna Berg and Boris Klein again, in other words, in Riga."))
        assert "again" not in ledger.report("r1").info.text

    def test_evidence_slices_its_report(self, ledger: Ledger) -> None:
        """Every account's evidence is what its report's text holds there."""
        fill(ledger)
        for entry in ledger.find():
            for account in entry.accounts:
                text = ledger.report(account.report.id).info.text
                assert all(text[e.start : e.end] == e.quote for e in account.evidence)

    def test_dump_and_restore(self, ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> None:
        """A dump put into a new ledger gives the same dump and the same answers."""
        fill(ledger)
        lines = list(ledger.dump())
        with Ledger(str(tmp_path_factory.mktemp("other") / "other.sqlite")) as other:
            assert other.restore(lines) == len(lines) - 2
            assert list(other.dump()) == lines
            assert other.find() == ledger.find()
            assert other.add(*told("new", "2019-01-01"))
            with pytest.raises(LedgerError, match="something in this ledger already"):
                other.restore(lines)


class TestEntries:
    """What many reports make together."""

    def test_a_story_is_one_entry(self, ledger: Ledger) -> None:
        """Invitation, acceptance, date and visit are accounts of one entry, which was held."""
        fill(ledger)
        (entry,) = ledger.find()
        assert [a.report.id for a in entry.accounts] == ["invited", "accepted", "dated", "arrived"]
        assert (entry.status, entry.time, entry.sources) == (Status.HELD, "2018-10-03", 4)
        assert {p.actor.name for p in entry.parties} == {ANNA, BORIS}

    def test_order_of_reports_does_not_matter(self, ledger: Ledger) -> None:
        """The story told backwards is the same entry."""
        for id, day, row in reversed(STORY):
            ledger.add(*told(id, day, [row]))
        (entry,) = ledger.find()
        assert (entry.status, len(entry.accounts)) == (Status.HELD, 4)

    def test_copies_are_one_source(self, ledger: Ledger) -> None:
        """A syndicated copy adds an account and no source."""
        text = "Anna Berg of Norway met Boris Klein in Riga. " + " ".join(
            f"They spoke of matter {n} too." for n in range(40)
        )
        ledger.add(*told("a", "2018-08-06", text=f"Speakers meet\n\n{text}"))
        ledger.add(*told("b", "2018-08-07", text=f"In Riga, a meeting\n\n{text[:900]}"))
        (entry,) = ledger.find()
        assert (len(entry.accounts), entry.sources) == (2, 1)
        assert ledger.group("b") == ("a", "b")
        assert ledger.counts().sources == 1

    def test_contradictions_are_shown(self, ledger: Ledger) -> None:
        """One report says it was held, the next denies it."""
        ledger.add(*told("yes", "2018-08-06", [("meeting", Status.HELD, "2018-08-06")]))
        ledger.add(*told("no", "2018-08-07", [("meeting", Status.DENIED, "2018-08-06")]))
        (entry,) = ledger.find()
        (found,) = entry.contradictions
        assert found.aspect is Aspect.STATUS
        assert found.values == (("held", ("yes/e1",)), ("denied", ("no/e1",)))


def test_a_visit_is_to_the_country_it_goes_to(ledger: Ledger) -> None:
    """Where no host is named, the country visited takes part: the timeline of both finds it."""
    report, record = told("a", "2018-08-06", [("visit", Status.HELD, None)], place=Place("Tallinn", "EST", 59.4, 24.7))
    guests = tuple(replace(e, participants=e.participants[:1]) for e in record.engagements)
    ledger.add(report, replace(record, engagements=guests))
    assert len(ledger.find(Query(dyad=("NOR", "EST")))) == 1
    assert ledger.find(Query(dyad=("NOR", "LVA"))) == []


class TestPromises:
    """Undertakings."""

    @pytest.mark.parametrize(
        ("by", "stage", "due"),
        [
            ("2018-05-10", Stage.PROPOSED, None),
            ("2018-06-01", Stage.ACCEPTED, "2018-11-30"),
            ("2018-08-02", Stage.SCHEDULED, "2018-10-04"),
            ("2018-12-01", Stage.HELD, "2018-10-04"),
        ],
    )
    def test_as_it_stood(self, ledger: Ledger, by: str, stage: Stage, due: str | None) -> None:
        """A promise is followed step by step; a day in the past shows what was known then."""
        fill(ledger)
        followed = ledger.undertaking(ledger.find()[0].id, by=by)
        assert followed is not None
        assert (followed.stage, followed.due) == (stage, due)

    def test_due_and_lapsed(self, ledger: Ledger) -> None:
        """What was planned, and of which nothing more was told, is due once its day has come."""
        for id, day, row in STORY[:3]:
            ledger.add(*told(id, day, [row]))
        assert ledger.due("2018-10-03") == []
        assert [u.stage for u in ledger.due("2018-10-04")] == [Stage.SCHEDULED]
        (late,) = ledger.due("2018-10-05")
        assert late.steps[-1].stage is Stage.LAPSED
        assert late.steps[-1].day == "2018-10-04"

    def test_kept_is_not_due(self, ledger: Ledger) -> None:
        """What was kept is never listed."""
        fill(ledger)
        assert ledger.due("2030-01-01") == []


class TestQueries:
    """What is asked."""

    @pytest.fixture
    def filled(self, ledger: Ledger) -> Ledger:
        """A ledger with a story, and a meeting elsewhere."""
        fill(ledger)
        oslo = Place("Oslo", "NOR", 59.9, 10.7)
        ledger.add(*told("oslo", "2019-02-01", [("meeting", Status.PLANNED, "2019-02-14")], place=oslo))
        return ledger

    @pytest.mark.parametrize(
        ("query", "kinds"),
        [
            (Query(), ["visit", "meeting"]),
            (Query(newest_first=True), ["meeting", "visit"]),
            (Query(limit=1, offset=1), ["meeting"]),
            (Query(actor="berg"), ["visit", "meeting"]),
            (Query(actor="NOR", dyad=("Anna Berg", "LVA")), ["visit", "meeting"]),
            (Query(dyad=("NOR", "LVA"), kinds=("visit",)), ["visit"]),
            (Query(statuses=(Status.PLANNED,)), ["meeting"]),
            (Query(place="Oslo"), ["meeting"]),
            (Query(place="LVA"), ["visit"]),
            (Query(words="norway speaker"), ["visit", "meeting"]),
            (Query(words='"report oslo"'), ["meeting"]),
            (Query(words="arriv* OR oslo"), ["visit", "meeting"]),
            (Query(words="report -oslo"), ["visit"]),
            (Query(time="2018-10", relation=Relation.DURING), ["visit"]),
            (Query(time="2018-10-03"), ["visit"]),
            (Query(time="2019", relation=Relation.BEFORE), ["visit"]),
            (Query(time="2018", relation=Relation.AFTER), ["meeting"]),
            (Query(time="2020/.."), []),
        ],
    )
    def test_what_is_found(self, filled: Ledger, query: Query, kinds: list[str]) -> None:
        """Each part of a query, on both databases; counting agrees."""
        assert [e.kind for e in filled.find(query)] == kinds
        assert filled.count(query) == len(filled.find(replace(query, limit=None, offset=0)))
        assert [e.id for e in filled.each(query)] == [e.id for e in filled.find(query)]

    def test_what_has_no_time(self, filled: Ledger) -> None:
        """It is found by no time, and counted; it is found if asked for, or by the day of its report."""
        filled.add(*told("vague", "2018-10-20", [("talks", Status.HELD, None)]))
        october = Query(time="2018-10", relation=Relation.DURING)
        for query, kinds, left in (
            (october, ["visit"], 1),
            (replace(october, undated=True), ["visit", "talks"], 0),
            (replace(october, reported=True), ["visit", "talks"], 0),
            (Query(time="2018-11", reported=True), [], 0),
            (Query(time="2018-11", relation=Relation.BEFORE, reported=True), ["visit", "talks"], 0),
            (Query(time="2018-10-19", relation=Relation.AFTER, reported=True), ["talks", "meeting"], 0),
            (Query(time="2018-10", kinds=("visit",)), ["visit"], 0),
            (Query(), ["visit", "talks", "meeting"], 0),
        ):
            assert [e.kind for e in filled.find(query)] == kinds, query
            assert filled.count_undated(query) == left

    @pytest.mark.parametrize("query", [Query(words="-riga"), Query(words='"open'), Query(time="soon")])
    def test_what_cannot_be_understood(self, filled: Ledger, query: Query) -> None:
        """A query that says nothing is refused in words."""
        with pytest.raises(BadQuery):
            filled.find(query)

    def test_nobody_of_that_name(self, filled: Ledger) -> None:
        """An unknown name is an error, and no empty answer."""
        with pytest.raises(UnknownId, match="no actor in the ledger"):
            filled.find(Query(actor="Zoe"))

    def test_sql_reads_only(self, filled: Ledger) -> None:
        """A statement is answered; one that writes is refused, and nothing is changed."""
        answer = filled.sql("SELECT count(*) AS n FROM entry")
        assert (answer.columns, answer.rows) == (("n",), [(2,)])
        with pytest.raises(LedgerError):
            filled.sql("DELETE FROM entry")
        assert filled.count() == 2


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_tables_are_those_of_the_migrations(address: str, kind: str) -> None:
    """What the migrations make is what the schema declares, but for what serves the search by words."""
    Ledger(address).close()
    engine = engine_for(address)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    assert [d for d in found if "_words" not in str(d) and "words" not in str(d)] == []


@given(st.text(max_size=40))
def test_any_words_are_a_query_or_refused(typed: str) -> None:
    """What a person types is understood or refused, and what is understood is sound for both databases."""
    try:
        words = fulltext.parse(typed)
    except BadQuery:
        return
    assert fulltext.fts5(words).count('"') % 2 == 0
    assert fulltext.tsquery(words)


@given(st.text(max_size=60))
def test_folding_is_stable(text: str) -> None:
    """Folded text folds to itself, and has nothing but letters, digits and single blanks."""
    folded = fulltext.folded(text)
    assert fulltext.folded(folded) == folded
    assert all(c.isalnum() or c == " " for c in folded)
