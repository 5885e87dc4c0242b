"""Entries to export: a varied set made by hand, and a hypothesis strategy for any others."""

from __future__ import annotations

import io
from dataclasses import replace

from hypothesis import strategies as st

from communique.exchange.formats import FORMATS, Options, Written
from communique.ledger.views import (
    Account,
    ActorRef,
    Aspect,
    Contradiction,
    Entry,
    LedgerActor,
    Office,
    Party,
    ReportRef,
    Review,
)
from communique.reading.periods import bounds
from communique.records import ActorKind, Evidence, Part, Place, Plover, Status, When

XI = ActorRef("p1", ActorKind.PERSON, "Xi Jinping", "CHN", ("GOV",), "Q15031")
ABE = ActorRef("p2", ActorKind.PERSON, "Shinzo Abe", "JPN", ("GOV",), "Q132345")
FORMULA = ActorRef("p3", ActorKind.PERSON, '=HYPERLINK("http://x","y")', "ROU", ("LEG", "PTY"))
EMOJI = ActorRef("p4", ActorKind.GROUP, "Friends of 😀 & <Co>", None, ("NGO",))
ARABIC = ActorRef("p5", ActorKind.ORGANIZATION, "جامعة الدول العربية", None, ("IGO",))
RUSSIA = ActorRef("s1", ActorKind.STATE, "Russia", "RUS")
BODY = ActorRef("b1", ActorKind.BODY, "Foreign\tMinistry\x01", "FRA", ("GOV", "DIP"))

TEXT = "“We shall\nmeet,” he said 😀. Abe invited Xi to Osaka, Japan, in June; the visit was put off."
"""A report's text; its evidence is cut from it."""
REPORT = ReportRef("f00d", "Abe, “Xi” & others", "2019-06-29", "The Daily", "https://example.org/a?b=1&c=2", "g1")
COPY = ReportRef("beef/2", None, "2019-06-30", None, None, "g1")
UNDATED = ReportRef("cafe", "Undated", None, "Other", "https://example.org/c", "g2")
OSAKA = Place("Osaka", "JPN", 34.6938, 135.5011, 1853909)


def evidence(quote: str) -> Evidence:
    """Where a quotation stands in the text."""
    start = TEXT.index(quote)
    return Evidence(start, start + len(quote), quote)


QUOTES = (evidence("“We shall\nmeet,” he said 😀"), evidence("Abe invited Xi to Osaka"))


def entry(id: str, kind: str, *parties: tuple[ActorRef, Part], **changes: object) -> Entry:
    """An entry with one account of it, held on a day in Osaka unless changed."""
    people = tuple(Party(actor, part) for actor, part in parties)
    made = Entry(
        id, kind, Status.HELD, people, Plover("CONSULT", "visit", "diplomatic"), "042", "2019-06-28", None, None,
        OSAKA, (), (), 1, 0.9,
    )  # fmt: skip
    made = replace(made, **changes)  # type: ignore[arg-type]
    first, last = bounds(made.time)
    account = Account(
        f"f00d/{id}", REPORT, kind, made.status, people, made.plover, made.cameo, QUOTES[1:], 0.9, "test",
        time=When(made.time, "last June", 0, 9), place=made.place, entry=id,
    )  # fmt: skip
    return replace(
        made,
        earliest=first.isoformat() if first > first.min else None,
        latest=last.isoformat() if last < last.max else None,
        accounts=made.accounts or (account,),
    )


A = Part.ATTENDEE
MEETING = entry("e1", "meeting", (XI, A), (ABE, A), cameo="040")
_TWO = (
    replace(MEETING.accounts[0], evidence=QUOTES),
    replace(MEETING.accounts[0], id="beef/2/e7", report=COPY, status=Status.PLANNED, voice=ABE, time=None),
    replace(MEETING.accounts[0], id="cafe/e1", report=UNDATED, place=None),
)
ENTRIES: tuple[Entry, ...] = (
    replace(MEETING, accounts=_TWO, sources=2, contradictions=(
        Contradiction(Aspect.STATUS, (("held", ("f00d/e1",)), ("planned", ("beef/2/e7",)))),
    )),
    entry("e2", "invitation", (ABE, Part.INITIATOR), (XI, Part.RECIPIENT), plover=Plover("AGREE"), cameo="036",
          time="2019-06", about=("e3",)),
    entry("e3", "visit", (XI, Part.GUEST), status=Status.PLANNED, time="2020-04~", plover=Plover("AGREE"), cameo="036"),
    entry("e4", "visit", (XI, Part.GUEST), (ABE, Part.HOST), status=Status.CANCELLED, time="2020-21", cameo="043"),
    entry("e5", "criticism", (FORMULA, Part.INITIATOR), (EMOJI, Part.RECIPIENT), (ARABIC, Part.RECIPIENT), time=None,
          place=None, plover=Plover("ACCUSE", "disapprove"), cameo="111"),
    entry("e6", "talks", (RUSSIA, A), (BODY, A), (ABE, A), time="2019-06-28/2019-06-29", status=Status.ONGOING,
          place=Place("Atlantis\r\nCity"), cameo="046"),
    entry("e7", "support", (RUSSIA, Part.INITIATOR), status=Status.DENIED, time="2019/..", cameo="051", place=None),
    entry("e8", "statement", (RUSSIA, Part.INITIATOR), (ABE, Part.RECIPIENT), plover=Plover(""), cameo="01",
          time="../2019-07-01", review=Review.REJECTED),
    entry("e9", "meeting", (RUSSIA, A), (XI, A), time="199X", amended=("time", "place"), review=Review.ACCEPTED,
          place=Place("Russia", "RUS", 55.75, 37.62), cameo="04"),
    entry("a/10 é", "mediation", (ARABIC, Part.MEDIATOR), (RUSSIA, A), (FORMULA, A), time="2019-06-28?", cameo="045"),
)  # fmt: skip
"""What formats stumble over: formulas, emoji, text from right to left, line feeds, control characters, open ends,
seasons, decades, no time, no place, a place without coordinates, one side only, three parties, rejected, amended."""

KNOWN = LedgerActor(
    "p1", ActorKind.PERSON, "Xi Jinping", "CHN", ("Xi Jinping", "Xi", "President Xi"),
    (Office("president", None, "CHN", False, "2019-06-29", None),), ("GOV",), "Q15031", ("f00d/a1",),
)  # fmt: skip


def export(name: str, *entries: Entry, **options: object) -> tuple[bytes, Written]:
    """What a format makes of entries (all, where none is given), and what it says of them."""
    stream = io.BytesIO()
    written = FORMATS[name].write(iter(entries or ENTRIES), stream, Options(**options))  # type: ignore[arg-type]
    return stream.getvalue(), written


_WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
_ACTORS = st.builds(
    ActorRef,
    id=st.sampled_from([f"x{n}" for n in range(6)]),
    kind=st.sampled_from(ActorKind),
    name=_WORDS,
    country=st.sampled_from([None, "FRA", "USA", "XKX", "SUN"]),
    sectors=st.lists(st.sampled_from(["GOV", "MIL", "JRN", "DIP"]), unique=True).map(tuple),
)
_TIMES = st.sampled_from([None, "2018-08-06", "2018-08", "2018-23", "2018", "201X", "2018-08-06/..", "../2018", "1066"])
_PLACES = st.none() | st.builds(Place, _WORDS, st.sampled_from([None, "FRA"]), st.just(48.85) | st.none(), st.just(2.3))


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Any entry: any words, kinds, statuses, times and places, with as many parties as it likes."""
    parties = draw(st.lists(st.tuples(_ACTORS, st.sampled_from(Part)), max_size=4, unique_by=lambda p: p[0].id))
    quote = draw(_WORDS)
    made = entry(
        draw(st.uuids()).hex, draw(st.sampled_from(["meeting", "visit", "support"])), *parties,
        status=draw(st.sampled_from(Status)), time=draw(_TIMES), place=draw(_PLACES),
        plover=Plover(draw(st.sampled_from(["CONSULT", "AGREE", ""]))),
        cameo=draw(st.sampled_from(["040", "01", "0871"])),
    )  # fmt: skip
    return replace(made, accounts=(replace(made.accounts[0], evidence=(Evidence(0, len(quote), quote),)),))
