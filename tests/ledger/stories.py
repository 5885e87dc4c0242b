"""Reports and records made by hand, so that what the ledger does is tested apart from what the reader finds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.intake import Report, report_from_text
from communique.records import (
    Actor,
    ActorKind,
    Engagement,
    Evidence,
    Part,
    Participant,
    Place,
    Plover,
    Record,
    Role,
    Span,
    Status,
    When,
)

ANNA, BORIS, RIGA = "Anna Berg", "Boris Klein", Place("Riga", "LVA", 56.95, 24.11, 456172)
COUNTRIES = {ANNA: "NOR", BORIS: "LVA"}
Told = tuple[str, Status, str | None]
"""An engagement of Berg and Klein: its kind, its status, its time."""


def told(
    id: str, day: str | None, engagements: Sequence[Told] = (("meeting", Status.HELD, None),), *,
    text: str | None = None, names: tuple[str, str] = (ANNA, BORIS), place: Place | None = RIGA,
) -> tuple[Report, Record]:  # fmt: skip
    """A report of a day that tells of engagements of two people, and its record."""
    own = " ".join(f"{id}{n} was said." for n in range(30))
    text = (
        text or f"Report {id}\n\n{names[0]}, Norway's speaker, and {names[1]} of Latvia: a {engagements[0][0]}. {own}"
    )
    report = report_from_text(text, published=day, id=id, title=f"Report {id}")
    actors = tuple(_actor(f"a{n}", name, text) for n, name in enumerate(names, 1))
    made = tuple(_engagement(f"e{n}", row, text, names, place) for n, row in enumerate(engagements, 1))
    return report, Record(report.info, actors=actors, engagements=made)


def _actor(id: str, name: str, text: str) -> Actor:
    spans = tuple(Span(m.start(), m.end()) for m in re.finditer(re.escape(name), text))
    first = spans[0]
    role = Role("speaker", Evidence(first.start, first.end, name), None, COUNTRIES.get(name))
    return Actor(id, ActorKind.PERSON, name, COUNTRIES.get(name), (), (role,), spans)


def _engagement(id: str, row: Told, text: str, names: tuple[str, str], place: Place | None) -> Engagement:
    kind, status, time = row
    start, end = text.index(names[0]), text.index(names[1]) + len(names[1])
    parts = {"visit": (Part.GUEST, Part.HOST), "invitation": (Part.INITIATOR, Part.RECIPIENT)}
    one, other = parts.get(kind, (Part.ATTENDEE, Part.ATTENDEE))
    return Engagement(
        id=id,
        kind=kind,
        status=status,
        participants=(Participant("a1", one), Participant("a2", other)),
        plover=Plover("CONSULT", None, "diplomatic"),
        cameo="040",
        evidence=(Evidence(start, end, text[start:end]),),
        confidence=0.9,
        why="sense 'meet'; held by tense",
        time=When(time) if time else None,
        place=place,
    )


STORY = (
    ("invited", "2018-05-02", ("visit", Status.PROPOSED, None)),
    ("accepted", "2018-05-20", ("visit", Status.PLANNED, "2018-23")),
    ("dated", "2018-08-01", ("visit", Status.PLANNED, "2018-10-03/2018-10-04")),
    ("arrived", "2018-10-03", ("visit", Status.HELD, "2018-10-03")),
)
"""A visit from the invitation to the day it took place, a report each."""
