"""What engagements tell of each other: days that are told elsewhere, whose a journey is, what was answered."""

from __future__ import annotations

import pytest

from communique.records import Engagement, Part, Record, Status
from tests.readings import sentence


def one(record: Record, kind: str, status: Status | None = None) -> Engagement:
    """The engagement of a kind."""
    (found,) = (e for e in record.engagements if e.kind == kind and status in (None, e.status))
    return found


def names(record: Record, engagement: Engagement, part: Part) -> list[str]:
    """Who takes part so."""
    of = {a.id: a.name for a in record.actors}
    return [of[p.actor] for p in engagement.participants if p.part is part]


def edtf(engagement: Engagement) -> str | None:
    """The time of an engagement."""
    return engagement.time.edtf if engagement.time else None


def test_what_passed_during_a_meeting_has_its_day() -> None:
    """Though the meeting was told before, and is only named again."""
    record = sentence(
        "Erna Solberg met Lars Rasmussen in Oslo on 30 July.\n\nDuring the meeting, Solberg criticised Viktor Orban."
    )
    assert edtf(one(record, "criticism")) == "2018-07-30"


@pytest.mark.parametrize("noun", ["meeting", "talks"])
def test_weeks_after_is_before(noun: str) -> None:
    """Of what came later the day is known."""
    record = sentence(
        f"Erna Solberg held {noun} with Lars Rasmussen in Oslo on 30 July. "
        f"The {noun} came weeks after Sauli Niinisto visited Moscow."
    )
    assert edtf(one(record, "visit")) == "../2018-07-29"


def test_a_journey_is_that_of_its_owner() -> None:
    """Who was met on the way did not travel."""
    record = sentence("Erna Solberg met several ministers during her trip to Moscow, as well as Sergei Lavrov.")
    assert names(record, one(record, "visit"), Part.GUEST) == ["Erna Solberg"]


ANSWERS = (
    ("Emmanuel Macron invited Shinzo Abe to Paris, and he agreed.", Status.PLANNED),
    ("Emmanuel Macron invited Shinzo Abe to Paris, and Abe accepted.", Status.PLANNED),
    ("Emmanuel Macron invited Shinzo Abe to Paris, but he declined.", Status.DECLINED),
    ("Emmanuel Macron invited Shinzo Abe to Paris.", Status.PROPOSED),
)


@pytest.mark.parametrize(("text", "status"), ANSWERS)
def test_an_answer_in_one_breath(text: str, status: Status) -> None:
    """What was proposed is planned where who was asked said yes, declined where no."""
    record = sentence(text)
    visit = one(record, "visit")
    assert (visit.status, names(record, visit, Part.GUEST)) == (status, ["Shinzo Abe"])


def test_who_asked_does_not_answer() -> None:
    """A second act of who invited is no answer."""
    record = sentence("Emmanuel Macron invited Shinzo Abe to Paris and agreed to visit Tokyo.")
    paris = [e for e in record.engagements if e.kind == "visit" and e.place and e.place.name == "Paris"]
    assert [e.status for e in paris] == [Status.PROPOSED]
