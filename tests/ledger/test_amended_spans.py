"""Spans of a text that people set: one moves alone, its words are those of the text, and it lasts as judgements do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.cli import main
from communique.errors import BadJudgement
from communique.intake import Report
from communique.ledger.evidence import Adrift, Lack, adrift
from communique.ledger.judgements import Judgement, Verdict
from communique.ledger.queries import Query
from communique.ledger.sayings import SaidQuery
from communique.ledger.store import Ledger
from communique.ledger.views import Review
from communique.records import Evidence, Record, Span, Statement, StatementKind, Status
from tests.ledger.stories import ANNA, BORIS, told

TEXT = (
    f"Report x\n\n{ANNA} met {BORIS} in Riga 😀. She called him later. “Nothing came of it,” she told him in the hall. "
    "“We meet again,” he answered."
)
FIELDS = ("evidence", "content", "cue", "source")


def at(piece: str, text: str = TEXT) -> Evidence:
    """Where words stand."""
    return Evidence(text.index(piece), text.index(piece) + len(piece), piece)


HE = Evidence(TEXT.index("he answered"), TEXT.index(" answered"), "he")


def report(id: str = "x", text: str = TEXT) -> tuple[Report, Record]:
    """A report of a meeting and a call, in which two things are said."""
    rows = [("meeting", Status.HELD, None), ("call", Status.HELD, None)]
    made, record = told(id, "2018-05-02", rows, text=text)
    one, other = record.engagements
    engagements = (
        replace(one, evidence=(at(f"{ANNA} met {BORIS}"), at("in Riga")), sentence=f"{ANNA} met {BORIS} in Riga 😀."),
        replace(other, evidence=(at("She called him"),)),
    )
    statements = (
        Statement("s1", StatementKind.DIRECT, (at("Nothing came of it"),), "a1", at("she"), at("told")),
        Statement("s2", StatementKind.DIRECT, (at("We meet again"),), "a2", HE, at("answered")),
    )
    return made, replace(record, engagements=engagements, statements=statements)


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """A ledger with the report."""
    ledger.add(*report())
    return ledger


def spans(ledger: Ledger, id: str = "x") -> dict[tuple[str, str], tuple[Evidence, ...]]:
    """Every span of a report as the ledger answers it, by what it is of."""
    found = {(f"{id}/{e}", "evidence"): ledger.account(f"{id}/{e}").evidence for e in ("e1", "e2")}
    for x in ledger.said(SaidQuery()):
        found[x.id, "content"] = x.content
        found[x.id, "cue"] = (x.cue,) if x.cue else ()
        found[x.id, "source"] = (x.source,) if x.source else ()
    return found


def in_record(record: Record) -> Iterator[Span]:
    """Every span of a record."""
    for e in record.engagements:
        yield from e.evidence
    for x in record.statements:
        yield from (*x.content, *(y for y in (x.cue, x.source) if y))
    for a in record.actors:
        yield from (*a.mentions, *(role.evidence for role in a.roles))


PLACES = st.integers(0, len(TEXT) - 2).flatmap(lambda a: st.tuples(st.just(a), st.integers(a + 1, len(TEXT))))


class TestOneMovesAlone:
    """Amending one span."""

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(which=st.integers(0, 7), place=PLACES)
    def test_any_span_to_any_other(self, filled: Ledger, which: int, place: tuple[int, int]) -> None:
        """The one reads as it was set, all others as before, each with its words; undone, all as it was."""
        before, read = spans(filled), filled.record("x")
        id, field = sorted(before)[which]
        start, end = place
        if not TEXT[start:end].strip():
            return
        made = filled.judge(Verdict.AMEND, id, by="ann", field=field, value=f"{start}-{end}")
        after = spans(filled)
        assert after == {**before, (id, field): (Evidence(start, end, TEXT[start:end]),)}
        judged = filled.judged_record("x")
        for x in (*in_record(judged), *(e for several in after.values() for e in several)):
            assert not isinstance(x, Evidence) or TEXT[x.start : x.end] == x.quote
        assert [a.mentions for a in judged.actors] == [a.mentions for a in read.actors]
        assert filled.record("x") == read
        assert list(adrift(filled, whole=True)) == []
        filled.judge(Verdict.UNDO, made.id, by="ann")
        assert spans(filled) == before

    def test_all_eight_are_there(self, filled: Ledger) -> None:
        """Two accounts, and content, cue and source of two statements."""
        assert len(spans(filled)) == 8 and {field for _, field in spans(filled)} == set(FIELDS)

    def test_several_one_after_another(self, filled: Ledger) -> None:
        """Amendments of one statement hold together, the last of a field counts, and the statement is found by it."""
        for field, value in (("content", "10-20, 12"), ("content", [[10, 20], [5, 8]]), ("cue", None)):
            if value == "10-20, 12":
                with pytest.raises(BadJudgement):
                    filled.judge(Verdict.AMEND, "x/s1", by="ann", field=field, value=value)
            else:
                filled.judge(Verdict.AMEND, "x/s1", by="ann", field=field, value=value)
        new = at("in the hall")
        filled.judge(Verdict.AMEND, "x/s1", by="ann", field="content", value=f"{new.start}-{new.end}")
        filled.judge(Verdict.AMEND, "x/s1", by="bob", field="kind", value="indirect")
        filled.judge(Verdict.AMEND, "x/s1", by="bob", field="speaker", value={"actor": filled.actor("x/a2").id})
        (found,) = filled.said(SaidQuery(words="hall"))
        assert (found.content, found.cue, found.kind) == ((new,), None, StatementKind.INDIRECT)
        assert found.speaker is not None and found.speaker.name == BORIS
        assert list(filled.said(SaidQuery(words="nothing"))) == []
        assert [x.id for x in filled.said(SaidQuery(words="again"))] == ["x/s2"]
        assert [x.content for x in filled.judged_record("x").statements] == [(new,), (at("We meet again"),)]


class TestEvidence:
    """Of an account."""

    def test_what_follows(self, filled: Ledger) -> None:
        """The words are found, the entry says what was set, the sentence goes where it is another."""
        id = filled.entry("x/e1").id
        inside, outside = at("met"), at("in the hall")
        filled.judge(Verdict.AMEND, "x/e1", by="ann", field="evidence", value=f"{inside.start}-{inside.end}")
        entry = filled.entry(id)
        assert entry.amended == ("evidence",)
        assert entry.accounts[0].sentence == f"{ANNA} met {BORIS} in Riga 😀."
        filled.judge(
            Verdict.AMEND, "x/e1", by="ann", field="evidence",
            value=f"{outside.start}-{outside.end},{inside.start}-{inside.end}",
        )  # fmt: skip
        account = filled.account("x/e1")
        assert (account.evidence, account.sentence) == ((inside, outside), None)
        assert [e.id for e in filled.find(Query(words="hall"))] == [id]
        assert filled.judged_record("x").engagements[0].evidence == (inside, outside)
        assert filled.record("x").engagements[0].evidence[1] == at("in Riga")

    def test_not_right_as_it_was_read(self, filled: Ledger) -> None:
        """A sample counts it as wrong; what was said of the account before holds."""
        filled.sample(9, 1, by="ann")
        filled.judge(Verdict.REJECT, "x/e1", by="ann")
        filled.judge(Verdict.AMEND, "x/e1", by="ann", field="evidence", value="12-15")
        filled.judge(Verdict.AMEND, "x/e2", by="ann", field="evidence", value="12-15")
        assert [filled.entry(f"x/{e}").review for e in ("e1", "e2")] == [Review.REJECTED, Review.NONE]
        assert (filled.precision().whole.right, filled.precision().whole.n) == (0, 2)

    def test_rejected_stays_so_though_kept_apart(self, filled: Ledger) -> None:
        """An account that is said to be different from another was not taken back by that."""
        filled.judge(Verdict.REJECT, "x/e1", by="ann")
        filled.judge(Verdict.DIFFERENT, "x/e1", other="x/e2", by="ann")
        assert filled.entry("x/e1").review is Review.REJECTED

    def test_of_what_a_person_added(self, filled: Ledger) -> None:
        """It may be amended too, and has it again when the addition is undone and made anew."""
        who = [{"actor": ANNA, "part": "guest"}, {"actor": BORIS, "part": "host"}]
        value = {"kind": "visit", "status": "held", "parties": who, "quote": "in the hall"}
        added = filled.judge(Verdict.ADD, "x", by="ann", value=value)
        filled.judge(Verdict.AMEND, added.anchor, by="ann", field="evidence", value="12-15")
        undone = filled.judge(Verdict.UNDO, added.id, by="ann")
        filled.judge(Verdict.UNDO, undone.id, by="ann")
        assert [(e.start, e.end) for e in filled.account(added.anchor).evidence] == [(12, 15)]


WRONG: tuple[tuple[str, str, Any, str], ...] = (
    ("x/e1", "evidence", "here", "no span of the text"),
    ("x/e1", "evidence", "", "no span of the text"),
    ("x/e1", "evidence", [], "no span of the text"),
    ("x/e1", "evidence", None, "no span of the text"),
    ("x/e1", "evidence", 5, "no span of the text"),
    ("x/e1", "evidence", "5-5", "no span of a text of"),
    ("x/e1", "evidence", "9-5", "no span of a text of"),
    ("x/e1", "evidence", "0-99999", "no span of a text of"),
    ("x/e1", "evidence", [[-1, 5]], "no span of a text of"),
    ("x/e1", "evidence", [[True, 5]], "no span of a text of"),
    ("x/e1", "evidence", [["0", "5"]], "no span of a text of"),
    ("x/e1", "evidence", [[0, 5, 6]], "no span of the text"),
    ("x/e1", "evidence", "0-5,3-8", "overlap"),
    ("x/e1", "evidence", "8-10", "no word at"),
    ("x/e1", "evidence", {"start": 0, "end": 6, "quote": "Rumour"}, "the text has 'Report' at 0-6, not 'Rumour'"),
    ("x/e1", "place", "Tallinn", "but for its evidence"),
    ("x/a1", "evidence", "0-6", "what one report says"),
    ("ENTRY", "evidence", "0-6", "Name the account: x/e1"),
    ("x/s1", "content", None, "no span of the text"),
    ("x/s1", "cue", "0-6,8-12", "more than one span"),
    ("x/s1", "source", "8-10", "no word at"),
    ("x/s1", "evidence", "0-6", "Fields are speaker, addressee, kind, content, cue, source"),
)


@pytest.mark.parametrize(("id", "field", "value", "message"), WRONG, ids=str)
def test_wrong(filled: Ledger, id: str, field: str, value: Any, message: str) -> None:
    """What names no words of the text is refused, with the field, and nothing is kept."""
    id = filled.entry("x/e1").id if id == "ENTRY" else id
    before = spans(filled)
    with pytest.raises(BadJudgement) as caught:
        filled.judge(Verdict.AMEND, id, by="ann", field=field, value=value)
    assert message in str(caught.value)
    assert (filled.judgements(), spans(filled)) == ([], before)


class TestLasting:
    """Amended spans go where judgements go."""

    @pytest.fixture
    def amended(self, filled: Ledger) -> Ledger:
        """The evidence of an account, and each part of a statement, set anew."""
        for id, field, value in (("x/e1", "evidence", "12-15"), ("x/s1", "content", "16-20,0-6"),
                                 ("x/s1", "cue", "21-24"), ("x/s1", "source", "0-6")):  # fmt: skip
            filled.judge(Verdict.AMEND, id, by="ann", field=field, value=value)
        return filled

    def test_read_anew(self, amended: Ledger) -> None:
        """A new reading leaves them, and what it read otherwise beside them is shown."""
        before, record = spans(amended), amended.record("x")
        one, other = record.engagements
        called = replace(other, id="e9", evidence=(at("She called"),))
        new = replace(record, engagements=(replace(one, id="e8"), called))
        amended.reread(new, reader="newer")
        assert spans(amended) == {**before, ("x/e2", "evidence"): (at("She called"),)}
        assert [c["field"] for c in amended.reread(record, reader="newest") if "field" in c] == []

    def test_in_other_ledgers(self, amended: Ledger, tmp_path: Path) -> None:
        """By a dump, by judgements brought in, by a merger: the same on the other database."""
        before = spans(amended)
        with Ledger(tmp_path / "dump.sqlite") as other:
            other.restore(amended.dump())
            assert spans(other) == before
        with Ledger(tmp_path / "import.sqlite") as other:
            other.add(*report())
            assert other.take_judgements(amended.judgements()).added == 4
            assert spans(other) == before
        with Ledger(tmp_path / "merged.sqlite") as other:
            other.merge(amended)
            assert spans(other) == before
            (made,) = [j for j in other.judgements() if j.field == "evidence"]
            other.judge(Verdict.UNDO, made.id, by="bob")
            assert other.account("x/e1").evidence == report()[1].engagements[0].evidence

    def test_forgotten_and_back(self, amended: Ledger) -> None:
        """With the same text it is there again."""
        before = spans(amended)
        amended.forget("x")
        assert {x.lack for x in adrift(amended)} == {Lack.ALL}
        amended.add(*report())
        assert spans(amended) == before
        assert list(adrift(amended)) == []


class TestAdrift:
    """What stands no longer."""

    def test_other_words_under_one_id(self, filled: Ledger) -> None:
        """Another text came in the place of the one that was judged: what was set is listed, and not shown."""
        filled.judge(Verdict.AMEND, "x/e1", by="ann", field="evidence", value="12-15")
        filled.judge(Verdict.AMEND, "x/s1", by="ann", field="source", value="0-6")
        who = [{"actor": ANNA, "part": "guest"}, {"actor": BORIS, "part": "host"}]
        value = {"kind": "visit", "status": "held", "parties": who, "quote": "in the hall"}
        added = filled.judge(Verdict.ADD, "x", by="ann", value=value)
        kept = {j.field: j.id for j in filled.judgements()}
        filled.forget("x")
        text = "Rumour x\n\nSome say that the " + TEXT[TEXT.index(ANNA) :].replace("in the hall", "on the stairs")
        made, record = told("x", "2018-05-02", text=text)
        filled.add(made, replace(record, statements=(
            Statement("s1", StatementKind.DIRECT, (at("Nothing came of it", text),), "a1"),
        )))  # fmt: skip
        found = {x.id: x for x in adrift(filled, whole=True)}
        assert set(found) == {kept["evidence"], kept["source"], added.id}
        assert found[kept["source"]] == Adrift(kept["source"], "x", Lack.WORDS, Evidence(0, 6, "Report"), "Rumour")
        assert {x.lack for x in found.values()} == {Lack.WORDS}
        assert all(text[e.start : e.end] == e.quote for x in filled.find() for a in x.accounts for e in a.evidence)
        assert next(iter(filled.said(SaidQuery()))).source is None

    def test_no_longer_read(self, filled: Ledger) -> None:
        """An account that is kept for its judgement alone is listed; undone, nothing is."""
        made = filled.judge(Verdict.ACCEPT, "x/e2", by="ann")
        record = filled.record("x")
        filled.reread(replace(record, engagements=record.engagements[:1]), reader="newer")
        assert list(adrift(filled)) == [Adrift("x/e2", "x", Lack.READING, at("She called him"))]
        filled.judge(Verdict.UNDO, made.id, by="ann")
        assert list(adrift(filled)) == []

    def test_every_account_is_looked_at(self, filled: Ledger) -> None:
        """A record of another text than the report's, as no reader makes it: found where all are looked at."""
        record = filled.record("x")
        wrong = replace(record.engagements[1], evidence=(Evidence(0, 6, "Rumour"),))
        filled.reread(replace(record, engagements=(record.engagements[0], wrong)), reader="newer")
        assert list(adrift(filled)) == []
        (found,) = adrift(filled, whole=True)
        assert (found.lack, found.there, found.report) == (Lack.WORDS, "Report", "x")


def test_from_the_command_line(filled: Ledger) -> None:
    """Spans as they are typed; the list of judgements shows where and which words."""
    where = ("--by", "ann", "--ledger", filled.address)
    for id, field, value in (("x/e1", "evidence", "10-14, 0-6"), ("x/s1", "cue", "0-6"), ("x/s2", "cue", "null")):
        done = CliRunner().invoke(main, ["judge", "amend", id, "--field", field, "--value", value, *where])
        assert done.exit_code == 0, done.stderr
    assert [e.start for e in filled.account("x/e1").evidence] == [0, 10]
    assert next(x for x in filled.said(SaidQuery()) if x.id == "x/s2").cue is None
    listed = CliRunner().invoke(main, ["judge", "--list", "--ledger", filled.address], env={"COLUMNS": "200"}).stdout
    listed = " ".join(listed.split())
    assert "evidence is 0-6 “Report”, 10-14 “Anna”" in listed
    assert "cue is 0-6 “Report”" in listed and "cue is None" in listed
    assert isinstance(filled.judgements()[0], Judgement)
