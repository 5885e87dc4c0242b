"""Engagements in the making: what is told of one. Every stage gives new drafts; none is ever changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

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

Parts = tuple[tuple[str, Part], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What all mentions say of one engagement.

    Attributes:
        number: names the draft in its report; ``about`` and ``together`` hold numbers of others.
        token: the word that tells it most plainly; ``own`` are the characters of its phrase, ``words`` what it reads.
        sense, verdict: what it is, and where it stands.
        parts: the actors that take part.
        spans: character ranges of evidence, the plainest first.
        time, edtf, place: when and where.
        objects: words that it is done to.
        reasons: why, in words.
        tokens: words that it rests on.
        voice: whose words tell it.
        sure: how likely the status is; ``confidence``: that it is an engagement and the status right.
        mentions: how often it is told.
    """

    number: int
    token: int
    sense: Sense
    verdict: Verdict
    words: str
    parts: Parts = ()
    spans: tuple[tuple[int, int], ...] = ()
    time: TimeMention | None = None
    edtf: str | None = None
    place: PlaceMention | None = None
    about: tuple[int, ...] = ()
    objects: tuple[int, ...] = ()
    reasons: tuple[str, ...] = ()
    noun: bool = False
    sentence: int = -1
    tokens: tuple[int, ...] = ()
    together: tuple[int, ...] = ()
    voice: str | None = None
    sure: float = 1.0
    confidence: float = 0.5
    mentions: int = 1
    own: tuple[int, int] = (0, 0)

    @property
    def status(self) -> Status:
        """The status as judged."""
        return self.verdict.status

    @property
    def is_deed(self) -> bool:
        """Whether it is told as held or under way."""
        return self.status in REAL

    @property
    def actors(self) -> set[str]:
        """Ids of the participants."""
        return {a for a, _ in self.parts}

    def because(self, *reasons: str, **changes: Any) -> Draft:
        """Return the draft with changes and the reasons for them."""
        return replace(self, reasons=(*self.reasons, *reasons), **changes)

    def absorbing(self, other: Draft) -> Draft:
        """Return the draft with another telling of the same engagement in it; it keeps what it has."""
        own = self.edtf is not None
        return self.because(
            f"also '{other.words}'",
            mentions=self.mentions + other.mentions,
            spans=(*self.spans, other.own, *other.spans[1:]),
            objects=self.objects + other.objects,
            parts=added(self.parts, _lacking(self.parts, other.parts)),
            time=self.time if own else other.time,
            edtf=self.edtf if own else other.edtf,
            place=self.place or other.place,
        )


def _lacking(parts: Parts, others: Parts) -> Parts:
    """Return those of other participants whose side is empty."""
    if not parts:
        return others
    taken = {p for _, p in parts}
    sides = [side for side in (FAR, NEAR) if not taken & side and Part.ATTENDEE not in taken]
    return tuple((actor, part) for side in sides for actor, part in others if part in side)


def added(parts: Parts, more: Iterable[tuple[str, Part]]) -> Parts:
    """Return participants with others, each actor once; the first part given stays."""
    found = dict(parts)
    for actor, part in more:
        found.setdefault(actor, part)
    return tuple(found.items())
