"""What one sentence says of one engagement: kind, status and participants, sentence by sentence."""

from __future__ import annotations

import pytest

from communique.records import Engagement, Record, Status
from tests.engagement_sentences import ROWS, Row
from tests.expected_rows import fold
from tests.readings import sentence

WEAK = {
    "postponed until": "wrong status: 'postponed until October' is read as a held visit",
    "hopes to": "wrong status: what is hoped for is read as planned",
    "sanctions to come": "recorded twice: 'impose sanctions' and its noun are not joined",
    "invited to visit": "wrong status: the visit beside the invitation is read as planned",
    "passive": "missing: no engagement is told by 'was received'",
    "recalled": "wrong kind: 'recalled its ambassador' is read as recognition",
    "is mediating": "wrong kind: read as talks",
}
"""Rows that are not met yet, and why."""


def names(record: Record, actor: str) -> list[str]:
    """The names of an actor, folded."""
    return [fold(n) for a in record.actors if a.id == actor for n in (a.name, *a.aliases)]


def takes_part(record: Record, engagement: Engagement, part: str, name: str) -> bool:
    """True where an actor called ``name`` has that part in the engagement; ``any`` part will do."""
    actors = [p.actor for p in engagement.participants if part in ("any", p.part.value)]
    return any(fold(name) in known for actor in actors for known in names(record, actor))


def has_people(record: Record, engagement: Engagement, row: Row) -> bool:
    """True where everyone whom the row names takes part as it says."""
    return all(takes_part(record, engagement, part, n) for part, found in row.people.items() for n in found)


def cases() -> list[object]:
    """The rows, those in :data:`WEAK` marked as such."""
    mark = pytest.mark.xfail
    return [
        pytest.param(r, id=r.name, marks=[mark(reason=WEAK[r.name], strict=False)] if r.name in WEAK else [])
        for r in ROWS
    ]


@pytest.mark.parametrize("row", cases())
def test_sentence_gives_its_engagement(row: Row) -> None:
    """One engagement of the row's kind, with its status and people, and none of that kind with another status."""
    record = sentence(row.text)
    found = [e for e in record.engagements if e.kind == row.kind]
    shown = [(e.kind, e.status.value, [names(record, p.actor) for p in e.participants]) for e in record.engagements]
    met = [e for e in found if e.status.value in row.statuses and has_people(record, e, row)]
    assert len(met) == 1, f"{row.text!r} gave {shown}"
    assert all(e.status.value in row.statuses for e in found), f"{row.text!r} gave {shown}"


def test_every_row_is_called_by_its_own_name() -> None:
    """No two rows share a name, and every weak row is a row."""
    called = [row.name for row in ROWS]
    assert len(called) == len(set(called))
    assert set(WEAK) <= set(called)


def test_reasons_name_the_word_that_decided() -> None:
    """The reason of an engagement names its sense, its status and the word that governs it."""
    (engagement,) = sentence("President Macron may meet Chancellor Merkel in Berlin next week.").engagements
    assert "sense 'meet' of 'meet'" in engagement.why
    assert "possible by may" in engagement.why


def test_evidence_holds_trigger_and_governing_word() -> None:
    """The evidence of a plan runs from its first participant to its place, auxiliary included."""
    (engagement,) = sentence("Macron will meet Merkel in Berlin on Thursday.").engagements
    (evidence,) = engagement.evidence
    assert evidence.quote.startswith("Macron will meet Merkel in Berlin")


def test_plan_is_coded_as_an_intent_to_meet() -> None:
    """A meeting to come is AGREE and 036, the same meeting once held CONSULT and 040."""
    (planned,) = sentence("Macron will meet Merkel in Berlin on Thursday.").engagements
    (held,) = sentence("Merkel and Macron met in Berlin.").engagements
    assert (planned.plover.type, planned.cameo) == ("AGREE", "036")
    assert (held.plover.type, held.cameo) == ("CONSULT", "040")


def test_time_is_never_the_publication_date_in_silence() -> None:
    """A meeting told without a time has none."""
    (held,) = sentence("Merkel and Macron met in Berlin.").engagements
    assert held.time is None


def test_what_had_been_planned_lies_near_the_report() -> None:
    """ "Had been planned for early September" in August is next month, not eleven months ago."""
    text = "Oslo has cancelled the visit of President Anna Berg to Norway, which had been planned for early September."
    assert [t.edtf for t in sentence(text).times] == ["2018-09~"]


def test_at_the_invitation_of() -> None:
    """Who travels at somebody's invitation was invited by them; the invitation is done, the visit planned."""
    record = sentence(
        "Anna Berg, the speaker, will travel to Latvia next week at the invitation of Inese Kalns, her counterpart."
    )
    names = {a.id: a.name for a in record.actors}
    (invitation,) = (e for e in record.engagements if e.kind == "invitation")
    (visit,) = (e for e in record.engagements if e.kind == "visit")
    assert invitation.status is Status.HELD
    assert {(names[p.actor], p.part.value) for p in invitation.participants} == {
        ("Inese Kalns", "initiator"),
        ("Anna Berg", "recipient"),
    }
    assert invitation.about == (visit.id,)
    assert visit.status is Status.PLANNED


def test_one_act_told_twice_in_a_sentence() -> None:
    """ "Criticised the trip, calling it a provocation" is one criticism."""
    record = sentence(
        "Norway's speaker, Anna Berg, went to Riga on Monday. Moscow criticised the trip, calling it a provocation."
    )
    assert [e.kind for e in record.engagements].count("criticism") == 1
