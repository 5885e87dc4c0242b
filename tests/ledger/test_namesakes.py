"""People told by surnames of many are one if they met at one place on one day; what may have kept a promise."""

from __future__ import annotations

from functools import cache
from itertools import permutations

import pytest

from communique.intake import Report, report_from_text
from communique.ledger.judgements import Verdict
from communique.ledger.store import Ledger
from communique.reading.read import read
from communique.records import Place, Record, Status
from tests.ledger.stories import told

OSLO = Place("Oslo", "NOR", 59.91, 10.75, 3143244)
NAMES = ("Kim", "Singh")
PLAN = ("plan", "2020-03-01", [("meeting", Status.PLANNED, "2020-03-05")])
DEED = ("deed", "2020-03-06", [("meeting", Status.HELD, "2020-03-05")])
AGAIN = ("again", "2020-03-09", [("talks", Status.HELD, "2020-03-05")])


def actors(ledger: Ledger) -> list[int]:
    """How many appearances each actor has."""
    rows = ledger.sql("SELECT count(*) FROM appearance GROUP BY actor ORDER BY 1").rows
    return [int(row[0]) for row in rows]


class TestMeetings:
    """Names, day and place together tell what none does alone."""

    @pytest.mark.parametrize("order", list(permutations((PLAN, DEED, AGAIN))), ids=lambda o: "-".join(x[0] for x in o))
    def test_are_one(self, ledger: Ledger, order: tuple[tuple[str, str, list[tuple[str, Status, str]]], ...]) -> None:
        """In whatever order they come: one engagement, kept, of two people."""
        for id, day, engagements in order:
            ledger.add(*told(id, day, engagements, names=NAMES))
        (entry,) = ledger.find()
        assert entry.status is Status.HELD and len(entry.accounts) == 3
        assert [p.actor.name for p in entry.parties] == list(NAMES) and actors(ledger) == [3, 3]
        assert ledger.due("2030-01-01") == []

    @pytest.mark.parametrize(
        "other",
        [
            told("deed", "2020-03-06", [("meeting", Status.HELD, "2020-03-04")], names=NAMES),
            told("deed", "2020-03-06", [("meeting", Status.HELD, "2020-03")], names=NAMES),
            told("deed", "2020-03-06", [("meeting", Status.HELD, "2020-03-05")], names=NAMES, place=OSLO),
            told("deed", "2020-03-06", [("meeting", Status.HELD, "2020-03-05")], names=NAMES, place=None),
            told("deed", "2020-03-06", [("meeting", Status.HELD, "2020-03-05")], names=("Kim", "Khan")),
            told("deed", "2020-03-06", [("call", Status.HELD, "2020-03-05")], names=NAMES),
        ],
        ids=["another day", "no day", "another place", "no place", "another name", "another kind"],
    )
    def test_are_not_one_where_anything_differs(self, ledger: Ledger, other: tuple[object, object]) -> None:
        """A day, a place, a name, a kind."""
        ledger.add(*told(*PLAN, names=NAMES))
        ledger.add(*other)  # type: ignore[arg-type]
        assert len(ledger.find()) == 2 and actors(ledger) == [1, 1, 1, 1]

    def test_a_full_name_gives_the_surname_its_person(self, ledger: Ledger) -> None:
        """The deed tells who was meant by the plan."""
        ledger.add(*told(*PLAN, names=NAMES))
        ledger.add(*told(*DEED, names=("Yuna Kim", "Arun Singh")))
        (entry,) = ledger.find()
        assert {p.actor.name for p in entry.parties} == {"Yuna Kim", "Arun Singh"}

    def test_what_people_said_binds(self, ledger: Ledger) -> None:
        """Two who are not one stay two, though they met at one place on one day; who comes later is neither."""
        ledger.add(*told(*PLAN, names=NAMES))
        ledger.add(*told(*DEED, names=NAMES))
        ledger.judge(Verdict.DIFFERENT, "plan/a1", other="deed/a1", by="me")
        assert actors(ledger) == [1, 1, 2]
        ledger.add(*told(*AGAIN, names=NAMES))
        assert actors(ledger) == [1, 1, 1, 1, 2]  # which of the two was meant, nobody knows


FATHER_AND_SON = (
    ("father", "1989-07-11", "President George H.W. Bush visited Poland on July 10, 1989."),
    ("son", "2007-06-09", "President George W. Bush visited Poland on June 8, 2007."),
    ("in 1989", "1989-07-12", "President George Bush visited Hungary on July 11, 1989."),
    ("in 2006", "2006-07-14", "President George Bush visited Germany on July 13, 2006."),
)
FORMER = ("former", "2007-03-14", "Former President George Bush visited China on March 13, 2007.")


class TestFatherAndSon:
    """Initials tell two apart whatever shorter name both have, and the office's days tell who is meant by that."""

    @pytest.mark.parametrize("order", list(permutations(range(4)))[::5], ids=lambda o: "".join(map(str, o)))
    def test_in_whatever_order(self, ledger: Ledger, order: tuple[int, ...]) -> None:
        """The president of 1989 is the father, that of 2006 the son."""
        for n in order:
            ledger.add(*_read(*FATHER_AND_SON[n]))
        assert _groups(ledger) == [["father", "in 1989"], ["in 2006", "son"]]

    def test_who_has_left_office_does_not_hold_it(self, ledger: Ledger) -> None:
        """A former president is not the one who is president after that."""
        later = ("later", "2008-04-04", "President George W. Bush visited Croatia.")
        for report in (*FATHER_AND_SON, later, FORMER):
            ledger.add(*_read(*report))
        assert _groups(ledger) == [["father", "former", "in 1989"], ["in 2006", "later", "son"]]


@cache
def _read(id: str, day: str, text: str) -> tuple[Report, Record]:
    report = report_from_text(text, published=day, id=id)
    return report, read(report)


def _groups(ledger: Ledger) -> list[list[str]]:
    """The reports of each actor of the name, sorted."""
    rows = ledger.sql("SELECT actor, id FROM appearance WHERE name LIKE '%Bush'").rows
    groups = {str(actor): sorted(str(id).split("/")[0] for a, id in rows if a == actor) for actor, _ in rows}
    return sorted(groups.values())


class TestLikelyDeed:
    """What is due is shown with what may have kept it."""

    @pytest.mark.parametrize(
        ("deed", "found"),
        [
            (told("deed", "2020-03-06", [("meeting", Status.HELD, "2020-03-04")], names=NAMES), True),
            (told("deed", "2020-03-06", [("call", Status.HELD, "2020-03-05")], names=NAMES, place=None), True),
            (told("deed", "2020-03-06", [("meeting", Status.PLANNED, "2020-03-04")], names=("Li", "Khan")), False),
            (told("deed", "2020-08-06", [("meeting", Status.HELD, "2020-08-04")], names=NAMES), False),
            (told("deed", "2020-03-06", [("meeting", Status.HELD, "2020-03-04")], names=("Li", "Khan")), False),
        ],
        ids=["a day before", "a call", "a plan", "much later", "others"],
    )
    def test_of_a_promise_that_lapsed(self, ledger: Ledger, deed: tuple[object, object], found: bool) -> None:
        """The same people about its day, whatever it is called; nothing else."""
        ledger.add(*told(*PLAN, names=NAMES))
        ledger.add(*deed)  # type: ignore[arg-type]
        late = {u.entry.accounts[0].id: u.likely for u in ledger.due("2030-01-01")}
        (other,) = [e.id for e in ledger.find() if e.accounts[0].id == "deed/e1"]
        assert late["plan/e1"] == (other if found else None)
