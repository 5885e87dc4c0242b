"""Reports drawn by chance, of people who are named in several ways, and of plans that are kept, put off and denied."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from communique.intake import Report, report_from_text
from communique.records import (
    About,
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
    Stance,
    Statement,
    StatementKind,
    Status,
    Toward,
    When,
)

Item = tuple[Report, Record, str]

PEOPLE = (
    (("Anna Berg", "Berg", "A. Berg", "President Berg"), "NOR", "president"),
    (("Boris Klein", "Klein", "B. Klein", "Boris Ivanovich Klein"), "LVA", "speaker"),
    (("Berta Berg", "Berg", "Minister Berg"), "NOR", "foreign minister"),
    (("Yuna Kim", "Kim"), "KOR", "foreign minister"),
    (("Kim Jong Un", "Kim", "Kim Jong-un"), "PRK", "leader"),
    (("Arun Singh", "Singh", "Singh Jr."), "IND", None),
    (("Carl Stein", "Stein", "Karl Stein"), "DEU", "ambassador"),
    (("Dora Novak", "Novak", "Dora Nowak"), None, "senator"),
    (("Eduardo Frei", "Frei"), "CHL", "president"),
)
OTHERS = (
    (ActorKind.STATE, "Norway", "NOR"),
    (ActorKind.STATE, "Latvia", "LVA"),
    (ActorKind.STATE, "India", "IND"),
    (ActorKind.BODY, "Saeima", "LVA"),
    (ActorKind.BODY, "foreign ministry", "NOR"),
    (ActorKind.ORGANIZATION, "United Nations", None),
    (ActorKind.GROUP, "Taliban", None),
    (ActorKind.GROUP, "three senators", "USA"),
)
PLACES = (
    Place("Riga", "LVA", 56.95, 24.11, 456172),
    Place("Oslo", "NOR", 59.91, 10.75, 3143244),
    Place("Norway", "NOR", 62.0, 10.0, 3144096),
    None,
    None,
)
KINDS = ("meeting", "visit", "call", "talks", "summit", "invitation", "criticism", "agreement", "signing")
STATUSES = (*[Status.HELD] * 5, *[Status.PLANNED] * 3, *Status)
FIRST = date(2018, 1, 1)


def reports(seed: int, count: int, days: int = 700) -> list[Item]:
    """Return reports with their records and who read them, the same for a seed; some are copies of others."""
    draw = random.Random(seed)
    items: list[Item] = []
    for n in range(count):
        day = FIRST + timedelta(draw.randrange(days))
        if draw.random() < 0.1:  # of the days before anybody now in office
            day = day.replace(year=day.year - draw.choice((6, 12, 24)))
        told = day.isoformat() if draw.random() < 0.95 else None
        actors = _actors(draw)
        words = " ".join(draw.choice(("river", "border", "trade", "grain", "treaty", "port")) for _ in range(30))
        before = draw.choice(items)[0].info.text.split("\n\n")[-1] if items and draw.random() < 0.1 else words
        text = ", ".join(a.name for a in actors) + f" {n}.\n\n" + before
        report = report_from_text(text, published=told, id=f"d{n}", title=f"Report {n % 7}")
        engagements = tuple(_engagements(draw, report, day, actors))
        statements = tuple(_statements(draw, report, actors, engagements))
        items.append((report, Record(report.info, (*actors,), (), engagements, statements), "drawn"))
    return items


def _actors(draw: random.Random) -> list[Actor]:
    found = []
    for n, (names, country, title) in enumerate(draw.sample(PEOPLE, draw.randint(1, 3)), 1):
        name = draw.choice(names)
        also = tuple(x for x in names if x != name and draw.random() < 0.2)
        seen = Evidence(0, 1, name[:1])
        of = country if draw.random() < 0.7 else None
        given = (Role(title, seen, None, of, draw.random() < 0.2),) if title and draw.random() < 0.5 else ()
        land = country if draw.random() < 0.6 else None
        found.append(Actor(f"a{n}", ActorKind.PERSON, name, land, also, given, (Span(0, 1),)))
    for kind, name, land in draw.sample(OTHERS, draw.randint(0, 2)):
        found.append(Actor(f"a{len(found) + 1}", kind, name, land, (), (), (Span(0, 1),)))
    return found


def _engagements(draw: random.Random, report: Report, day: date, actors: Sequence[Actor]) -> Iterator[Engagement]:
    for n in range(1, draw.randint(1, 4)):
        kind, status = draw.choice(KINDS), draw.choice(STATUSES)
        who = draw.sample(actors, min(len(actors), draw.choice((1, 2, 2, 2, 3))))
        parts = {"visit": (Part.GUEST, Part.HOST), "invitation": (Part.INITIATOR, Part.RECIPIENT)}
        given = parts.get(kind, (Part.ATTENDEE, Part.ATTENDEE))
        parties = tuple(Participant(a.id, given[min(i, 1)]) for i, a in enumerate(who))
        voice = draw.choice(actors).id if draw.random() < 0.2 else None
        about = (f"e{n % 3 + 1}",) if draw.random() < 0.2 else ()
        yield Engagement(
            id=f"e{n}", kind=kind, status=status, participants=parties, plover=Plover("CONSULT", None, "diplomatic"),
            cameo="040", evidence=(report.layer.evidence(0, 5),), confidence=draw.choice((0.5, 0.7, 0.9)), why="drawn",
            voice=voice, time=_time(draw, day), place=draw.choice(PLACES), about=about,
        )  # fmt: skip


def _time(draw: random.Random, day: date) -> When | None:
    near = day + timedelta(draw.randint(-3, 20))
    month = f"{near.year}-{near.month:02}"
    return draw.choice((None, When(month), When(f"{near}/.."), When(f"{near}/{near + timedelta(2)}"),
                        *[When(near.isoformat())] * 5))  # fmt: skip


def _statements(
    draw: random.Random, report: Report, actors: Sequence[Actor], engagements: Sequence[Engagement]
) -> Iterator[Statement]:
    for n in range(1, draw.randint(1, 3)):
        speaker, other = draw.choice(actors).id, draw.choice(actors).id
        about = tuple(About(e.id, draw.choice(list(Stance))) for e in engagements if draw.random() < 0.5)
        yield Statement(
            f"s{n}", StatementKind.INDIRECT, (report.layer.evidence(0, 6),), speaker, addressee=other, about=about,
            toward=(Toward(other, draw.choice(list(Stance))),) if draw.random() < 0.5 else (),
        )  # fmt: skip
