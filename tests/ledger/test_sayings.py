"""Statements in the ledger: who said what to whom, on both databases."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import text

from communique.errors import BadQuery, OldSchema, UnknownId
from communique.intake import Report
from communique.ledger import packing
from communique.ledger.connect import engine_for, writing
from communique.ledger.judgements import Verdict
from communique.ledger.sayings import SaidQuery
from communique.ledger.store import Ledger
from communique.ledger.when import Relation
from communique.records import About, Evidence, Force, Record, Stance, Statement, StatementKind, Toward
from tests.ledger.ages import back_to_0003
from tests.ledger.stories import ANNA, BORIS, told

USEFUL, COLD, SOON = "The talks were useful", "Nothing came of the talks", "We meet again in São Tomé"


def saying(id: str, day: str | None, words: str, *, swapped: bool = False) -> tuple[Report, Record]:
    """A report of a meeting after which Berg tells Klein something, or ``swapped`` Klein tells Berg."""
    whole = f"Report {id}\n\n{ANNA} met {BORIS} in Riga. “{words},” the speaker told the guest on the stairs of {id}."
    report, record = told(id, day or "2018-01-01", text=whole)
    if day is None:
        info = replace(report.info, published=None)
        report, record = replace(report, info=info), replace(record, report=info)

    def at(piece: str) -> Evidence:
        start = whole.index(piece)
        return Evidence(start, start + len(piece), piece)

    statement = Statement(
        id="s1",
        kind=StatementKind.DIRECT,
        content=(at(words),),
        speaker="a2" if swapped else "a1",
        source=at("the speaker"),
        cue=at("told"),
        addressee="a1" if swapped else "a2",
        about=(About("e1", Stance.CRITICISES if words == COLD else Stance.BACKS),),
        force=Force.PROMISED if words == SOON else Force.SAID,
        toward=() if swapped else (Toward("a2", Stance.NEUTRAL),),
    )
    return report, replace(record, statements=(statement,))


def ids(ledger: Ledger, query: SaidQuery) -> list[str]:
    """The ids of the statements that are found."""
    return [x.id for x in ledger.said(query)]


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """A ledger with three statements of three days, and one of no day."""
    ledger.add(*saying("one", "2018-05-02", USEFUL))
    ledger.add(*saying("two", "2018-06-10", COLD, swapped=True))
    ledger.add(*saying("three", "2019-01-05", SOON))
    ledger.add(*saying("four", None, USEFUL + " in part", swapped=True))
    return ledger


ONE, TWO, THREE, FOUR = "one/s1", "two/s1", "three/s1", "four/s1"


class TestAnswers:
    """What is found, and what is told of it."""

    def test_who_said_what_to_whom(self, filled: Ledger) -> None:
        """A statement has its words, its actors, its report, and what it speaks of."""
        (found,) = filled.said(SaidQuery(words="useful", time="2018"))
        assert (found.id, found.report.id, found.report.published) == (ONE, "one", "2018-05-02")
        assert [e.quote for e in found.content] == [USEFUL]
        assert (found.speaker and found.speaker.name, found.addressee and found.addressee.name) == (ANNA, BORIS)
        assert (found.source and found.source.quote, found.cue and found.cue.quote) == ("the speaker", "told")
        assert found.about == (About(filled.entry("one/e1").id, Stance.BACKS),)
        assert [(x.actor.name, x.stance) for x in found.toward] == [(BORIS, Stance.NEUTRAL)]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            (SaidQuery(), [FOUR, ONE, TWO, THREE]),
            (SaidQuery(newest_first=True), [THREE, TWO, ONE, FOUR]),
            (SaidQuery(limit=2, offset=1), [ONE, TWO]),
            (SaidQuery(by="berg"), [ONE, THREE]),
            (SaidQuery(by="LVA"), [FOUR, TWO]),
            (SaidQuery(to="Boris Klein"), [ONE, THREE]),
            (SaidQuery(by="NOR", to="LVA"), [ONE, THREE]),
            (SaidQuery(about="klein"), [ONE, THREE]),
            (SaidQuery(about="NOR"), []),
            (SaidQuery(about="two/e1", words="nothing"), [TWO]),
            (SaidQuery(about="two/e1", words="useful"), []),
            (SaidQuery(words="sao tome"), [THREE]),
            (SaidQuery(words='"talks were"'), [FOUR, ONE]),
            (SaidQuery(words="talks -useful"), [TWO]),
            (SaidQuery(words="anna"), [ONE, THREE]),
            (SaidQuery(words="report OR nowhere"), [FOUR, ONE, TWO, THREE]),
            (SaidQuery(forces=(Force.PROMISED,)), [THREE]),
            (SaidQuery(kinds=(StatementKind.INDIRECT,)), []),
            (SaidQuery(time="2018"), [ONE, TWO]),
            (SaidQuery(time="2018-06"), [TWO]),
            (SaidQuery(time="2018-06", relation=Relation.BEFORE), [ONE]),
            (SaidQuery(time="2018-06", relation=Relation.AFTER), [THREE]),
            (SaidQuery(time="2018-06/..", relation=Relation.DURING), [TWO, THREE]),
            (SaidQuery(time="2018-06/..", relation=Relation.AFTER), []),
        ],
    )
    def test_what_is_found(self, filled: Ledger, query: SaidQuery, found: Sequence[str]) -> None:
        """Each part of a query, in the order of days; counting agrees."""
        assert ids(filled, query) == found
        assert filled.count_said(query) == len(ids(filled, replace(query, limit=None, offset=0)))

    def test_of_an_engagement(self, filled: Ledger) -> None:
        """An entry's id finds what was said of any account of it."""
        for entry in filled.find():
            told_in = {f"{a.report.id}/s1" for a in entry.accounts}
            assert set(ids(filled, SaidQuery(about=entry.id))) == told_in

    def test_many_counted_to_a_limit(self, filled: Ledger) -> None:
        """No more are counted than asked for."""
        assert filled.count_said(SaidQuery(), 3) == 3

    @pytest.mark.parametrize("query", [SaidQuery(by="Zoe"), SaidQuery(about="E-nothing"), SaidQuery(about="one/e9")])
    def test_nobody_and_nothing(self, filled: Ledger, query: SaidQuery) -> None:
        """An unknown name or id is an error, and no empty answer."""
        with pytest.raises(UnknownId):
            list(filled.said(query))

    @pytest.mark.parametrize("query", [SaidQuery(words="-useful"), SaidQuery(time="soon")])
    def test_what_cannot_be_understood(self, filled: Ledger, query: SaidQuery) -> None:
        """A query that says nothing is refused in words."""
        with pytest.raises(BadQuery):
            list(filled.said(query))

    def test_judgements_of_actors_hold(self, filled: Ledger) -> None:
        """Two actors that a person calls one are one speaker; undone, they are two again."""
        anna, boris = (filled.actors(name)[0].id for name in (ANNA, BORIS))
        made = filled.judge(Verdict.SAME, anna, other=boris, by="ann")
        assert ids(filled, SaidQuery(by=anna)) == ids(filled, SaidQuery())
        filled.judge(Verdict.UNDO, made.id, by="ann")
        assert ids(filled, SaidQuery(by=ANNA)) == [ONE, THREE]


def test_speaker_whom_nobody_names(ledger: Ledger) -> None:
    """A statement without speaker or addressee is kept, and found by its words."""
    report, record = saying("one", "2018-05-02", USEFUL)
    (statement,) = record.statements
    ledger.add(report, replace(record, statements=(replace(statement, speaker=None, addressee=None, cue=None),)))
    (found,) = ledger.said(SaidQuery(words="useful"))
    assert (found.speaker, found.addressee, found.cue) == (None, None, None)


def test_nothing_is_lost_by_a_dump(filled: Ledger, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A dump put into a new ledger gives the same statements."""
    with Ledger(str(tmp_path_factory.mktemp("other") / "other.sqlite")) as other:
        other.restore(list(filled.dump()))
        assert list(other.said()) == list(filled.said())
        other.add(*saying("five", "2020-01-01", USEFUL))
        assert ids(other, SaidQuery(time="2020", words="useful")) == ["five/s1"]


class TestRereading:
    """A report read anew."""

    def test_a_statement_keeps_its_id(self, filled: Ledger) -> None:
        """One with other numbers in the new reading is the same by its words; what changed of it is told."""
        record = filled.record("one")
        (old,) = record.statements
        head = Statement("s1", StatementKind.INDIRECT, (record.engagements[0].evidence[0],), "a2")
        moved = replace(old, id="s2", force=Force.DENIED, speaker="a2", addressee=None)
        changes = filled.reread(replace(record, statements=(head, moved)), reader="newer")
        found = {x.id: x for x in filled.said(SaidQuery(by="klein", time="2018-05"))}
        assert {id: x.force for id, x in found.items()} == {ONE: Force.DENIED, "one/s2": Force.SAID}
        assert {(c["id"], c["change"], c.get("field")) for c in changes} == {
            (ONE, "field", "force"), (ONE, "field", "speaker"), ("one/s2", "added", None),
        }  # fmt: skip
        assert filled.reread(filled.record("one"), reader="newer") == ()

    def test_what_is_gone_is_removed(self, filled: Ledger) -> None:
        """It is found by nothing any more, and its id is not used again."""
        record = filled.record("one")
        changes = filled.reread(replace(record, statements=()), reader="newer")
        assert [(c["id"], c["change"], c["old"]) for c in changes] == [(ONE, "removed", USEFUL)]
        assert ids(filled, SaidQuery(words="useful", by=ANNA)) == []
        filled.reread(record, reader="newest")
        assert ids(filled, SaidQuery(words="useful", by=ANNA)) == ["one/s2"]

    def test_with_engagements_and_actors_gone(self, filled: Ledger) -> None:
        """Nothing is left that points to what is no more."""
        record = filled.record("one")
        filled.reread(replace(record, engagements=(), statements=(), actors=()), reader="newer")
        assert ids(filled, SaidQuery()) == [FOUR, TWO, THREE]
        tables = ("statement", "statement_about", "statement_toward")
        counts = [filled.sql(f"SELECT count(*) FROM {table}").rows[0][0] for table in tables]
        assert counts == [3, 3, 1]


def age(address: str) -> None:
    """Make a ledger what version 0002 of the tables was, its readings those of that time."""
    engine = engine_for(address)
    with writing(engine, address) as connection:
        back_to_0003(connection)
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TABLE statement_words"))
        for table in ("statement_about", "statement_toward", "statement"):
            connection.execute(text(f"DROP TABLE {table}"))
        for row in connection.execute(text("SELECT n, reading, used FROM report")).all():
            plain = json.loads(packing.unpack(row.reading))
            for x in plain["statements"]:
                for piece in (*x["content"], x["source"], x["cue"]):
                    del piece["quote"]
            for e in plain["engagements"]:
                del e["sentence"]
            values = {"n": row.n, "r": packing.pack(json.dumps(plain).encode()), "u": json.dumps({"a": 2, "e": 1})}
            connection.execute(text("UPDATE report SET reading = :r, used = :u WHERE n = :n"), values)
        connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))
    engine.dispose()


def test_an_older_ledger_gets_them_from_its_readings(filled: Ledger, address: str) -> None:
    """After the upgrade it answers as if all had been added anew, takes reports, and reads old ones anew."""
    before, records = list(filled.said()), [filled.record(id) for id in filled.reports()]
    filled.close()
    age(address)
    with pytest.raises(OldSchema):
        Ledger(address)
    with Ledger(address, upgrade=True) as upgraded:
        assert list(upgraded.said()) == before
        assert [upgraded.record(id) for id in upgraded.reports()] == records
        assert ids(upgraded, SaidQuery(words="sao tome")) == [THREE]
        upgraded.add(*saying("five", "2020-01-01", USEFUL))
        assert ids(upgraded, SaidQuery(words="useful", time="2020")) == ["five/s1"]
        record = upgraded.record("one")
        upgraded.reread(replace(record, statements=()), reader="newer")
        upgraded.reread(record, reader="newest")
        assert ids(upgraded, SaidQuery(time="2018-05")) == ["one/s2"]


def test_indexes_serve_the_search(filled: Ledger) -> None:
    """Neither who spoke, nor of whom, nor which day, is looked for row by row."""
    plans = {
        "day": "SELECT n FROM statement ORDER BY day, n LIMIT 5",
        "speaker": "SELECT n FROM statement WHERE speaker IN (SELECT id FROM appearance WHERE actor = 'A-x')",
        "addressee": "SELECT n FROM statement WHERE addressee IN (SELECT id FROM appearance WHERE actor = 'A-x')",
    }
    if "sqlite" not in filled.address:
        names = "SELECT indexname FROM pg_indexes WHERE tablename = 'statement'"
        with engine_for(filled.address).connect() as connection:
            found = set(connection.scalars(text(names)))
        assert {f"statement_{name}" for name in plans} | {"statement_words"} <= found
        return
    with engine_for(filled.address).connect() as connection:
        for name, statement in plans.items():
            plan = " ".join(r.detail for r in connection.execute(text(f"EXPLAIN QUERY PLAN {statement}")))
            assert f"statement_{name}" in plan
