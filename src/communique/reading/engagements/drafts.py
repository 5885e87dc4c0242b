"""Engagements in the making: what is told of one, while times, places and what it is about are still found."""

from __future__ import annotations

from dataclasses import dataclass, field

from communique.reading.lexicon import Sense
from communique.reading.status.verdicts import Verdict
from communique.records import Part, PlaceMention, Status, TimeMention

REAL = frozenset({Status.HELD, Status.ONGOING})

FAR = frozenset({Part.INITIATOR, Part.GUEST, Part.MEDIATOR})
NEAR = frozenset({Part.RECIPIENT, Part.HOST})

VERBAL = frozenset(
    {"support", "criticism", "accusation", "investigation", "demand", "rejection", "threat", "recognition"}
)
TOGETHER = frozenset({"meeting", "summit", "talks", "call", "agreement", "signing", "cooperation", "interview"})


@dataclass(slots=True)
class Draft:
    """What all mentions say of one engagement.

    ``spans`` are character ranges of evidence, the plainest first; ``own`` are those of the plainest word's phrase.
    """

    token: int
    sense: Sense
    verdict: Verdict
    words: str
    parts: list[tuple[str, Part]] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    time: TimeMention | None = None
    edtf: str | None = None
    place: PlaceMention | None = None
    about: list[Draft] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    noun: bool = False
    sentence: int = -1
    tokens: list[int] = field(default_factory=list)
    together: list[Draft] = field(default_factory=list)
    voice: str | None = None
    sure: float = 1.0
    confidence: float = 0.5
    mentions: int = 1
    own: tuple[int, int] = (0, 0)
    one_with: Draft | None = None

    @property
    def status(self) -> Status:
        """The status as judged."""
        return self.verdict.status

    @property
    def actors(self) -> set[str]:
        """Ids of the participants."""
        return {a for a, _ in self.parts}

    @property
    def is_deed(self) -> bool:
        """Whether it is told as held or under way."""
        return self.status in REAL

    @property
    def whole(self) -> Draft:
        """The draft that this became one with, itself if with none."""
        return self if self.one_with is None else self.one_with.whole

    def absorb(self, other: Draft) -> None:
        """Take another telling of the same engagement into this one, which keeps what it has."""
        other.one_with = self
        self.mentions += other.mentions
        self.spans += [other.own, *other.spans]
        self.reasons.append(f"also '{other.words}'")
        self.objects += other.objects
        for side in (FAR, NEAR):
            if not any(p in side or p is Part.ATTENDEE for _, p in self.parts):
                for actor, part in other.parts:
                    if part in side or (part is Part.ATTENDEE and not self.parts):
                        self.add(actor, part)
        if self.edtf is None:
            self.time, self.edtf = other.time, other.edtf
        if self.place is None:
            self.place = other.place

    def add(self, actor: str, part: Part) -> None:
        """Add a participant once; the first part given stays."""
        if actor not in self.actors:
            self.parts.append((actor, part))
