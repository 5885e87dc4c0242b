"""Tokens: what lets programs, and people elsewhere, change the ledger. Only their hashes are kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Token:
    """A token that is known: whose it is, what its bearer may do, its SHA-256."""

    name: str
    rights: tuple[str, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens in a file."""

    path: Path

    def find(self, given: str) -> Token | None:
        """Return the token that was given, if it is known."""
        digest = hashlib.sha256(given.encode("utf-8", "surrogatepass")).hexdigest()
        return next((token for token in self.all() if token.sha256 == digest), None)

    def all(self) -> tuple[Token, ...]:
        """Return the tokens that are known."""
        return ()
