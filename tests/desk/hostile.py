"""A ledger in which every text that comes from reports or people tries to become a part of the page."""

from __future__ import annotations

from communique.intake import Report, report_from_text
from communique.ledger.judgements import Verdict
from communique.ledger.store import Ledger
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
    Statement,
    StatementKind,
    Status,
    When,
)

MARK = "evil"
"""What the names of all elements and attributes begin with that these texts would make."""
SUM = 7331 * 7331
"""What a page shows that takes a text for a template."""
ADDRESS = "javascript:alert('evil')"


def breaking(name: str) -> str:
    """A text that ends whatever it stands in, and begins elements, attributes, scripts and templates."""
    return (
        f"{name}'\"--></title></textarea></script></style><{MARK}-{name} {MARK}{name}=1 onload=alert(1)>"
        f"<img src=x onerror=alert(1)><svg/onload=alert(1)>{{{{7331*7331}}}}{{% raw %}}${{7331*7331}}&lt;\u202e"
    )


def hostile_ledger(address: str) -> None:
    """Make the ledger: two reports of one engagement, statements, and judgements of each sort."""
    with Ledger(address) as ledger:
        for number in ("one", "two"):
            ledger.add(*_told(number))
        entry = ledger.find()[0]
        someone = breaking("judge")
        ledger.judge(Verdict.ACCEPT, entry.id, by=someone, note=breaking("note"))
        place = {"name": breaking("amended").rstrip("\u202e"), "country": "LVA"}  # marks of direction are refused
        ledger.judge(Verdict.AMEND, entry.id, by=someone, field="place", value=place)
        ledger.judge(Verdict.UNSURE, entry.parties[0].actor.id, by=f"{someone}2", note=breaking("actor"))
        ledger.sample(1, 1, by=someone)


def _told(number: str) -> tuple[Report, Record]:
    names = (breaking("anna"), breaking("boris"))
    quote = f"{names[0]} met {names[1]}"
    text = f"{breaking('title')}\n\n{quote} in {breaking('riga')}, and said that {breaking('said')}. {number}\n\n" + (
        "The speaker of the parliament met the minister of the other country in the capital on Monday. " * 3
    )
    report = report_from_text(
        text, published="2018-08-07", id=f"{breaking('id')}/../{number}?#%2e%2e", title=breaking("title"), url=ADDRESS,
        byline=breaking("byline"), publisher=breaking("publisher"),
    )  # fmt: skip
    text = report.info.text

    def at(words: str) -> Evidence:
        start = text.index(words)
        return Evidence(start, start + len(words), words)

    def actor(id: str, name: str) -> Actor:
        role = Role(breaking("role"), at(name), breaking("body"), "LVA")
        return Actor(
            id, ActorKind.PERSON, name, "LVA", (breaking("alias"),), (role,), (Span(at(name).start, at(name).end),)
        )

    told = Engagement(
        id="e1", kind="meeting", status=Status.PLANNED, plover=Plover("CONSULT", None, "diplomatic"), cameo="040",
        participants=(Participant("a1", Part.ATTENDEE), Participant("a2", Part.ATTENDEE)), evidence=(at(quote),),
        confidence=0.4, why=breaking("why"), voice="a1", time=When("2018-08-06", breaking("when")),
        place=Place(breaking("riga"), "LVA", 56.95, 24.11), sentence=quote,
    )  # fmt: skip
    said = Statement("s1", StatementKind.INDIRECT, (at(breaking("said")),), "a1", at(names[0]), at("said"), "a2")
    record = Record(report.info, (actor("a1", names[0]), actor("a2", names[1])), (), (told,), (said,))
    return report, record
