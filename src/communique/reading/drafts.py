"""Engagements in the making: what is told of one, while times, places and what it is about are still found."""

from __future__ import annotations

from dataclasses import dataclass, field

from communique.reading.lexicon import Sense
from communique.reading.status.verdicts import Verdict
from communique.records import Part, PlaceMention, Status, TimeMention

REAL = frozenset({Status.HELD, Status.ONGOING})

VERBAL = frozenset(
    {"support", "criticism", "accusation", "investigation", "demand", "rejection", "threat", "recognition"}
)
TOGETHER = frozenset({"meeting", "summit", "talks", "call", "agreement", "signing", "cooperation", "interview"})


@dataclass(slots=True)
class Draft:
    """What all mentions say of one engagement; ``spans`` are character ranges of evidence, the plainest first."""

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
    confidence: float = 0.5

    @property
    def status(self) -> Status:
        """The status as judged."""
        return self.verdict.status

    @property
    def actors(self) -> set[str]:
        """Ids of the participants."""
        return {a for a, _ in self.parts}

    def add(self, actor: str, part: Part) -> None:
        """Add a participant once; the first part given stays."""
        if actor not in self.actors:
            self.parts.append((actor, part))
