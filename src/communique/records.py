"""The vocabulary of the record: frozen types with no behaviour beyond validity and looking up.

Every field that was read from text carries :class:`Evidence`: a pair of code-point
offsets into the report's text layer and the exact characters found there. The JSON
form of a record is the contract in ``docs/reference/json.md``; :func:`as_json` makes it.

Terms follow PLOVER and CAMEO (engagement coding), EDTF (ISO 8601-2, times) and the
W3C Web Annotation model (evidence as text position plus text quote).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from communique.plain import NOT_JSON, short
from communique.plain import as_json as as_json  # noqa: PLC0414  # part of the vocabulary, and typed so
from communique.plain import from_json as from_json  # noqa: PLC0414


class ActorKind(StrEnum):
    """What sort of thing an actor is."""

    PERSON = "person"
    ORGANIZATION = "organization"
    BODY = "body"
    STATE = "state"
    GROUP = "group"


class Status(StrEnum):
    """What the source says of an engagement: deed, plan, possibility or refusal."""

    HELD = "held"
    ONGOING = "ongoing"
    PLANNED = "planned"
    PROPOSED = "proposed"
    POSSIBLE = "possible"
    CANCELLED = "cancelled"
    DENIED = "denied"
    DECLINED = "declined"
    CONDITIONAL = "conditional"


class DateBasis(StrEnum):
    """What the one date of an event rests on: the time that is told, or the day of the first report of it."""

    TOLD = "told"
    REPORTED = "reported"


class Part(StrEnum):
    """The part a participant has in an engagement; reciprocal ones list attendees only."""

    INITIATOR = "initiator"
    RECIPIENT = "recipient"
    HOST = "host"
    GUEST = "guest"
    MEDIATOR = "mediator"
    ATTENDEE = "attendee"


RECEIVING = (Part.RECIPIENT, Part.HOST)
"""The parts of those at whom an act is directed, or who host."""


class StatementKind(StrEnum):
    """Direct: all in quotation marks or a block; indirect: none; mixed: some."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Force(StrEnum):
    """What a statement is: speech (said, asked, promised, denied), belief or intention."""

    SAID = "said"
    ASKED = "asked"
    PROMISED = "promised"
    DENIED = "denied"
    BELIEVES = "believes"
    WANTS = "wants"

    @property
    def is_utterance(self) -> bool:
        """True for speech, false for what is only believed or wanted."""
        return self not in (Force.BELIEVES, Force.WANTS)


class Stance(StrEnum):
    """How a statement stands to an engagement or an actor it speaks of."""

    BACKS = "backs"
    CRITICISES = "criticises"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points, ``0 <= start <= end``, into a text layer.

    Raises:
        ValueError: if the bounds are not ordered.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span bounds must satisfy 0 <= start <= end, got {self.start}..{self.end}")

    def overlaps(self, other: Span) -> bool:
        """True where the two ranges share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """True where ``other`` lies wholly inside this range."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, order=True)
class Evidence(Span):
    """A span with the exact characters found there: ``text[start:end] == quote``."""

    quote: str

    def __post_init__(self) -> None:
        Span.__post_init__(self)
        if len(self.quote) != self.end - self.start:
            raise ValueError(f"evidence quote has {len(self.quote)} code points, its span {self.end - self.start}")


@dataclass(frozen=True, slots=True)
class Role:
    """An office or standing that the text gives an actor.

    ``country`` is ISO 3166-1 alpha-3; ``body`` the name of the body as the text has it.
    """

    title: str
    evidence: Evidence
    body: str | None = None
    country: str | None = None
    former: bool = False
    since: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Actor:
    """One person, organization, body, state or group, with every mention of it. ``sectors`` are PLOVER's codes."""

    id: str
    kind: ActorKind
    name: str
    country: str | None = None
    aliases: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    mentions: tuple[Span, ...] = ()
    wikidata: str | None = None
    sectors: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Return its id, kind, name and country; its mentions are many."""
        return short(self, self.id, self.kind, self.name, self.country)


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Two bodies, by actor id, that the source calls equivalents."""

    bodies: tuple[str, str]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression: its span, its words, EDTF where resolved, TIMEX3 type and value.

    ``edtf`` and ``value`` are ``None`` where the expression cannot be resolved
    without guessing (a relative time in a report of unknown date).
    """

    start: int
    end: int
    text: str
    edtf: str | None = None
    type: str = "DATE"
    value: str | None = None
    mod: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place name resolved to the gazetteer; coordinates in degrees (WGS 84).

    ``metonym`` is true where the name stands for a government ("Washington said").
    """

    start: int
    end: int
    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None
    metonym: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where an engagement took place."""

    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None


@dataclass(frozen=True, slots=True)
class When:
    """When an engagement took place: EDTF, and the words it came from if any."""

    edtf: str | None
    text: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor, by id, and its part in an engagement. In a record it knows the actor's name."""

    actor: str
    part: Part
    name: str = field(default="", compare=False, metadata=NOT_JSON)


@dataclass(frozen=True, slots=True)
class Plover:
    """PLOVER event type, mode and context."""

    type: str
    mode: str | None = None
    context: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Engagement:
    """What passed between actors, planned or done, with the characters that say so.

    ``voice`` is the id of the actor whose words say it, or ``None`` for the reporter's own.
    ``about`` lists ids of engagements that this one speaks of or leads to. ``sentence`` is the whole of the
    sentences that the evidence stands in, " … " between those that are apart; ``None`` in records of older versions.
    ``confidence`` is a share between 0 and 1. ``why`` names the rule and the words it used.
    """

    id: str
    kind: str
    status: Status
    participants: tuple[Participant, ...]
    plover: Plover
    cameo: str
    evidence: tuple[Evidence, ...]
    confidence: float
    why: str
    voice: str | None = None
    time: When | None = None
    place: Place | None = None
    about: tuple[str, ...] = ()
    sentence: str | None = None

    def __repr__(self) -> str:
        """Return its id, kind, status, who takes part and when."""
        who = ", ".join(p.name or p.actor for p in self.participants)
        return short(self, self.id, self.kind, self.status, who, self.time.edtf if self.time else None)


@dataclass(frozen=True, slots=True)
class Side:
    """The source or the target of an event. ``id`` is that of the actor.

    It is ``None`` for a country that was visited without a host being named: ``name`` is then that of the place.
    """

    id: str | None
    name: str
    country: str | None = None
    sectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Event:
    """What one actor did to one other: an engagement, or one pair of it, as a row of event data.

    ``report`` and ``engagement`` are ids; ``also`` lists engagements of the same sentence that say the same.
    ``earliest`` and ``latest`` are the ISO dates between which ``time`` (EDTF) lies, ``None`` where it is open.
    ``event_date`` is one ISO date for all that need one, and ``date_basis`` what it rests on (:func:`dated`).
    ``goldstein`` is the score of ``cameo``, ``quad`` the class of the PLOVER type; ``None`` where there is none.
    """

    report: str
    published: str | None
    engagement: str
    also: tuple[str, ...]
    kind: str
    status: Status
    source: Side
    target: Side
    time: str | None
    earliest: str | None
    latest: str | None
    event_date: str | None
    date_basis: DateBasis | None
    plover: Plover
    cameo: str
    goldstein: float | None
    quad: str | None
    voice: Side | None
    place: Place | None
    confidence: float
    evidence: tuple[Evidence, ...]

    def __repr__(self) -> str:
        """Return its kind, status, source, target and when."""
        return short(self, self.kind, self.status, self.source.name, self.target.name, self.time)


@dataclass(frozen=True, slots=True)
class About:
    """An engagement, by id, that a statement speaks of, and the statement's stance to it."""

    engagement: str
    stance: Stance


@dataclass(frozen=True, slots=True)
class Toward:
    """An actor, by id, that a statement speaks of, and the statement's stance to them."""

    actor: str
    stance: Stance


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said, believes or wants what. ``speaker`` and ``addressee`` are actor ids, never pronouns.

    ``content`` holds several pieces where a quotation is interrupted or runs over paragraphs. ``source`` names the
    speaker, ``cue`` says that it was said. A speaker of ``None`` is one whom the report does not name. ``about`` and
    ``toward`` are the engagements and the actors that the content speaks of.
    """

    id: str
    kind: StatementKind
    content: tuple[Evidence, ...]
    speaker: str | None = None
    source: Evidence | None = None
    cue: Evidence | None = None
    addressee: str | None = None
    about: tuple[About, ...] = ()
    force: Force = Force.SAID
    toward: tuple[Toward, ...] = ()


@dataclass(frozen=True, slots=True)
class SourcePart:
    """A part of the original that a report was read from, and where its text is in the report's.

    ``name`` is as people cite it: "page 3", "chapter 2: Yalta", "MIME part 1.2", a web archive with the place in it.
    """

    name: str
    start: int
    end: int


def part_at(parts: Sequence[SourcePart], start: int) -> str | None:
    """Return the name of the part that a character stands in, the shortest where several hold it; else ``None``.

    >>> part_at([SourcePart("page 1", 0, 90), SourcePart("page 2", 92, 200)], 95)
    'page 2'
    """
    holding = [part for part in parts if part.start <= start < part.end]
    return min(holding, key=lambda part: part.end - part.start).name if holding else None


@dataclass(frozen=True, slots=True, repr=False)
class ReportInfo:
    """What is known of a report beside its reading. ``published`` is an ISO date or ``None``.

    ``parts`` are those of the original, where it has any: pages, chapters, the parts of a mail, a web archive's record.
    """

    id: str
    title: str | None
    published: str | None
    text: str
    language: str | None
    byline: str | None
    url: str | None
    sha256: str
    publisher: str | None = None
    dateline: str | None = None
    parts: tuple[SourcePart, ...] = ()

    def __repr__(self) -> str:
        """Return its id, day and title; its text is long."""
        return short(self, self.id, self.published, self.title)


@dataclass(frozen=True, slots=True, repr=False)
class Record:
    """Everything read from one report."""

    report: ReportInfo
    actors: tuple[Actor, ...] = ()
    counterparts: tuple[Counterpart, ...] = ()
    engagements: tuple[Engagement, ...] = ()
    statements: tuple[Statement, ...] = ()
    times: tuple[TimeMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    def _repr_html_(self) -> str:
        """Return the record as a notebook shows it."""
        from communique.webpage import fragment

        return fragment(as_json(self))

    def __post_init__(self) -> None:
        names = {actor.id: actor.name for actor in self.actors}
        named = tuple(_with_names(e, names) for e in self.engagements)
        object.__setattr__(self, "engagements", named)

    def __repr__(self) -> str:
        """Return the report's id, day and title, and how much was read from it."""
        told = f"{len(self.actors)} actors, {len(self.engagements)} engagements, {len(self.statements)} statements"
        return short(self, self.report.id, self.report.published, self.report.title, told)

    def actor(self, id: str) -> Actor:
        """Return an actor by its id.

        Raises:
            KeyError: if the record has no actor of that id.
        """
        for actor in self.actors:
            if actor.id == id:
                return actor
        raise KeyError(f"no actor {id!r} in the record of report {self.report.id!r}")

    @staticmethod
    def of_older(value: dict[str, Any]) -> dict[str, Any]:
        """Return the JSON of a record with the words of its statements; older versions gave the offsets alone."""
        report, statements = value.get("report"), value.get("statements")
        text = report.get("text") if isinstance(report, dict) else None
        if not isinstance(text, str) or not isinstance(statements, list):
            return value
        return {**value, "statements": _quoted(statements, text)}

    def utterances(self) -> Record:
        """Return the record without the statements that are only beliefs or intentions."""
        return dataclasses.replace(self, statements=tuple(s for s in self.statements if s.force.is_utterance))


def dated(earliest: str | None, latest: str | None, reported: str | None) -> tuple[str | None, DateBasis | None]:
    """Return one date for an event, ISO, and what it rests on; ``None`` for both where there is none.

    That is the first day that the time told may mean, the last where its beginning is open; how exact it is, the two
    say. Where no time is told it is ``reported``, the day of the report, if that is given.
    """
    told = earliest or latest
    if told:
        return told, DateBasis.TOLD
    return (reported, DateBasis.REPORTED) if reported else (None, None)


def _quoted(value: Any, text: str) -> Any:
    """Return plain JSON with the words of the text wherever there are offsets and nothing else."""
    if isinstance(value, list):
        return [_quoted(v, text) for v in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"start", "end"} and all(isinstance(v, int) for v in value.values()):
        return {**value, "quote": text[value["start"] : value["end"]]}
    return {k: _quoted(v, text) for k, v in value.items()}


def _with_names(engagement: Engagement, names: Mapping[str, str]) -> Engagement:
    """Return an engagement whose participants know their names; itself where they do."""
    if all(p.name == names.get(p.actor, p.name) for p in engagement.participants):
        return engagement
    parts = tuple(Participant(p.actor, p.part, names.get(p.actor, p.name)) for p in engagement.participants)
    return dataclasses.replace(engagement, participants=parts)
