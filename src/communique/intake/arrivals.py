"""What the web gave, before reports are made of it: bytes, or word that they are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from communique.intake.report import Known


@dataclass(frozen=True, slots=True)
class Fetched:
    """Bytes that were brought, and what is known of them; by ``token`` one says that they were taken in."""

    raw: bytes = field(repr=False)
    known: Known
    format: Literal["auto", "html"]
    token: str


@dataclass(frozen=True, slots=True)
class Left:
    """What was not brought since it is known: an unchanged page, so many items of a feed."""

    source: str
    count: int


class NotRead(str):
    """A line for people on what an archive holds beside reports; ``counts`` has how many, by what they are."""

    counts: Mapping[str, int]

    def __new__(cls, line: str, counts: Mapping[str, int]) -> NotRead:
        """Return the line with its counts."""
        made = super().__new__(cls, line)
        made.counts = counts
        return made
