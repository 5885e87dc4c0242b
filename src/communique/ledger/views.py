"""What the ledger answers with: frozen types, each readable by itself.

Two levels are kept apart. What *one report* says is an :class:`Appearance` (an actor) or an :class:`Account` (an
engagement), as it was read, with its evidence. What *the ledger* holds is a :class:`LedgerActor` or an
:class:`Entry`: appearances or accounts taken for the same, with people's judgements applied. Identifiers of both
levels last: they are never used again, and those of entries that were joined still find what they became part of.

An appearance's id is its report's id, a slash and its own ("f00d…/a3"); an account's is "f00d…/e2", that of a
:class:`Saying` (a statement, which one report alone has) "f00d…/s1". Ids in a
:class:`~communique.records.Record` (``a3``, ``e2``) are those of one reading and may change with the next.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from communique.characters import json_text
from communique.plain import NOT_JSON, as_json, short
from communique.records import (
    About,
    ActorKind,
    Evidence,
    Force,
    Part,
    Place,
    Plover,
    Role,
    Stance,
    StatementKind,
    Status,
    When,
)


def version_of(thing: object, judged: int) -> str:
    """Return a short text that is another as soon as anything of ``thing`` is, or anybody judges it once more.

    ``judged`` is the number in the log of the last judgement on it, which stands after the dash.
    """
    plain = json_text(as_json(thing), compact=True)
    return f"{hashlib.sha256(plain.encode()).hexdigest()[:16]}-{judged}"


@dataclass(frozen=True, slots=True)
class ReportRef:
    """A report as entries cite it. ``group`` is the syndication group: its members count as one source."""

    id: str
    title: str | None
    published: str | None
    publisher: str | None
    url: str | None
    group: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """An actor as one report has it."""

    id: str
    report: ReportRef
    kind: ActorKind
    name: str
    country: str | None = None
    aliases: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    sectors: tuple[str, ...] = ()
    wikidata: str | None = None
    actor: str | None = None
    """Id of the ledger's actor that it is taken for; ``None`` before it was resolved."""


@dataclass(frozen=True, slots=True)
class Office:
    """A role of a ledger's actor over time: ``first`` and ``last`` are days of the reports that give it."""

    title: str
    body: str | None
    country: str | None
    former: bool
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True, repr=False)
class LedgerActor:
    """One actor across reports. ``names`` has every form found, the most used first.

    ``judged`` is the number in the log of the last judgement on it, undoings among them; 0 where there is none.
    """

    id: str
    kind: ActorKind
    name: str
    country: str | None = None
    names: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    sectors: tuple[str, ...] = ()
    wikidata: str | None = None
    appearances: tuple[str, ...] = ()
    judged: int = field(default=0, compare=False, metadata=NOT_JSON)

    @property
    def version(self) -> str:
        """Return the text by which a judgement says what it was made of (:func:`version_of`)."""
        return version_of(self, self.judged)

    def __repr__(self) -> str:
        """Return its id, kind, name and country."""
        return short(self, self.id, self.kind, self.name, self.country)


@dataclass(frozen=True, slots=True)
class ActorRef:
    """An actor as entries cite it: enough to print, to export and to find it again."""

    id: str
    kind: ActorKind
    name: str
    country: str | None = None
    sectors: tuple[str, ...] = ()
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """A participant of an account or an entry, and the part it has."""

    actor: ActorRef
    part: Part


@dataclass(frozen=True, slots=True, repr=False)
class Account:
    """An engagement as one report tells it, in the terms of :class:`~communique.records.Engagement`.

    ``voice`` is the actor whose words say it, ``None`` for the reporter's own. ``about`` has ids of accounts.
    ``sentence`` is ``None`` where the report was last read by an older version. ``parts`` names for each piece of
    evidence the part of the original that it stands in ("page 3"), where the report has such.
    """

    id: str
    report: ReportRef
    kind: str
    status: Status
    parties: tuple[Party, ...]
    plover: Plover
    cameo: str
    evidence: tuple[Evidence, ...]
    confidence: float
    why: str
    voice: ActorRef | None = None
    time: When | None = None
    place: Place | None = None
    about: tuple[str, ...] = ()
    entry: str | None = None
    """Id of the entry that it is an account of; ``None`` before it was resolved."""
    sentence: str | None = None
    parts: tuple[str | None, ...] = ()

    def __repr__(self) -> str:
        """Return its id, kind, status, who takes part and when."""
        who = ", ".join(p.actor.name for p in self.parties)
        return short(self, self.id, self.kind, self.status, who, self.time.edtf if self.time else None)


@dataclass(frozen=True, slots=True)
class Regard:
    """An actor that a statement speaks of, and the statement's stance to them."""

    actor: ActorRef
    stance: Stance


@dataclass(frozen=True, slots=True)
class Saying:
    """A statement as one report has it, in the terms of :class:`~communique.records.Statement`.

    ``about`` has ids of entries, ``toward`` the actors that the words speak of. A speaker of ``None`` is one whom the
    report does not name. ``parts`` names for each piece of the content the part of the original that it stands in.
    ``judged`` is the number in the log of the last judgement on it.
    """

    id: str
    report: ReportRef
    kind: StatementKind
    force: Force
    content: tuple[Evidence, ...]
    speaker: ActorRef | None = None
    source: Evidence | None = None
    cue: Evidence | None = None
    addressee: ActorRef | None = None
    about: tuple[About, ...] = ()
    toward: tuple[Regard, ...] = ()
    parts: tuple[str | None, ...] = ()
    judged: int = field(default=0, compare=False, metadata=NOT_JSON)

    @property
    def version(self) -> str:
        """Return the text by which a judgement says what it was made of (:func:`version_of`)."""
        return version_of(self, self.judged)


class Aspect(StrEnum):
    """What accounts of one engagement may contradict each other in."""

    STATUS = "status"
    TIME = "time"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What accounts of one engagement say that cannot all be so: each value with the accounts that give it."""

    aspect: Aspect
    values: tuple[tuple[str, tuple[str, ...]], ...]


class Review(StrEnum):
    """What people have said of an entry."""

    NONE = "none"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNSURE = "unsure"


class Voice(StrEnum):
    """In whose words an engagement is told: a reporter's own, in one report at least, or only in those of others."""

    REPORTER = "reporter"
    QUOTED = "quoted"


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """One engagement across reports, with people's judgements applied.

    ``earliest`` and ``latest`` are the ISO days between which ``time`` (EDTF) lies, ``None`` where it is open.
    ``status`` is what the latest accounts say. ``sources`` counts syndication groups, so copies of one report are
    one source. ``amended`` names the fields that a person has set. ``about`` has ids of entries. ``judged`` is the
    number in the log of the last judgement on it or on one of its accounts, undoings among them; 0 where there is none.
    """

    id: str
    kind: str
    status: Status
    parties: tuple[Party, ...]
    plover: Plover
    cameo: str
    time: str | None
    earliest: str | None
    latest: str | None
    place: Place | None
    about: tuple[str, ...]
    accounts: tuple[Account, ...]
    sources: int
    confidence: float
    contradictions: tuple[Contradiction, ...] = ()
    review: Review = Review.NONE
    amended: tuple[str, ...] = ()
    judged: int = field(default=0, compare=False, metadata=NOT_JSON)

    @property
    def version(self) -> str:
        """Return the text by which a judgement says what it was made of (:func:`version_of`)."""
        return version_of(self, self.judged)

    def __repr__(self) -> str:
        """Return its id, kind, status, who takes part and when."""
        who = ", ".join(p.actor.name for p in self.parties)
        return short(self, self.id, self.kind, self.status, who, self.time)


class Stage(StrEnum):
    """A step in the life of a promise."""

    PROPOSED = "proposed"
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SCHEDULED = "scheduled"
    POSTPONED = "postponed"
    HELD = "held"
    CANCELLED = "cancelled"
    DENIED = "denied"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an undertaking: when it was reported, and the accounts that tell it.

    ``day`` is that of the report or of the step itself, ISO; a promise lapses on its due day, with no account.
    """

    stage: Stage
    day: str | None
    due: str | None
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A promise followed through reports: what was promised (``entry``), its steps in order, where it stands.

    ``due`` is the last day on which it may still be kept, ISO, ``None`` where none was told. ``via`` has ids of
    the entries by which it was made and answered (invitations, acceptances). ``likely`` is the id of the entry that
    may be its keeping, where none was told to be: only of promises that are due.
    """

    entry: Entry
    stage: Stage
    due: str | None
    steps: tuple[Step, ...]
    via: tuple[str, ...] = field(default=())
    likely: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a ledger holds."""

    reports: int
    sources: int
    entries: int
    accounts: int
    actors: int
    judgements: int
