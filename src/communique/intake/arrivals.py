"""What the web gave, before reports are made of it: bytes, or word that they are known."""

from __future__ import annotations

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
