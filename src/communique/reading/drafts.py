"""Engagements in the making: what one trigger says, before mentions are joined."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.reading.lexicon import Sense
from communique.reading.verdicts import Verdict
from communique.records import Part, PlaceMention, Status, TimeMention

if TYPE_CHECKING:
    from communique.reading.standins import Meaning

REAL = frozenset({Status.HELD, Status.ONGOING})
OFF = frozenset({Status.CANCELLED, Status.DENIED, Status.DECLINED})

VERBAL = frozenset(
    {"support", "criticism", "accusation", "investigation", "demand", "rejection", "threat", "recognition"}
)
TOGETHER = frozenset({"meeting", "summit", "talks", "call", "agreement", "signing", "cooperation", "interview"})

FAMILIES = {
    **dict.fromkeys(("meeting", "summit", "talks"), "meeting"),
    **dict.fromkeys(("support", "recognition"), "support"),
    **dict.fromkeys(("agreement", "signing"), "agreement"),
}


@dataclass(slots=True)
class Draft:
    """What one or, once joined, several triggers say of one engagement.

    ``spans`` are character ranges of evidence; ``known`` is false for a mention that names no
    participants and counts only if it joins another ("the meeting"). ``headline`` is true while
    only the title has told of it. ``extra`` are the further words of its pattern ("hold *talks*"),
    ``gapped`` those that share its verb ("met X in A and Y in B"); ``meaning`` is what a word
    without a kind of its own may stand for.
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
    extra: tuple[int, ...] = ()
    reasons: list[str] = field(default_factory=list)
    definite: bool = False
    headline: bool = False
    noun: bool = False
    sentence: int = -1
    known: bool = True
    tokens: list[int] = field(default_factory=list)
    together: list[Draft] = field(default_factory=list)
    gapped: list[Draft] = field(default_factory=list)
    voice: str | None = None
    meaning: Meaning | None = None

    @property
    def status(self) -> Status:
        """The status as judged."""
        return self.verdict.status

    @property
    def family(self) -> str:
        """Kinds that may be names of one engagement share a family."""
        return FAMILIES.get(self.sense.kind, self.sense.kind)

    @property
    def actors(self) -> set[str]:
        """Ids of the participants."""
        return {a for a, _ in self.parts}

    def add(self, actor: str, part: Part) -> None:
        """Add a participant once; the first part given stays."""
        if actor not in self.actors:
            self.parts.append((actor, part))
