"""What the desk has at hand for every request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from communique.desk.reading import Reader
from communique.desk.settings import Settings
from communique.desk.shelf import Shelf
from communique.desk.tokens import Tokens
from communique.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class Desk:
    """Its settings, the ledger, the tokens that are known; what reads reports, and what it read."""

    settings: Settings
    ledger: Ledger
    tokens: Tokens
    reader: Reader
    shelf: Shelf = field(default_factory=Shelf)


def desk_of(request: Request) -> Desk:
    """Return the desk that a request is for."""
    found: Desk = request.app.state.desk
    return found


def _ledger(request: Request) -> Ledger:
    return desk_of(request).ledger


Open = Annotated[Ledger, Depends(_ledger)]
"""The ledger, as the parameter of a page."""
