"""What became of watching, as it is kept beside the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from communique.errors import Unreadable
from communique.watching.standing import Standing, standings_of


class Watched(NamedTuple):
    """A source that is watched: its name, its address, how it stands."""

    name: str
    address: str
    standing: Standing

    @property
    def has_failed(self) -> bool:
        """Whether its last poll failed, or an item of it."""
        return self.standing.error is not None


def watched(ledger: str) -> list[Watched]:
    """Return the sources that are watched for the ledger at an address; none where none were, or nobody can tell."""
    try:
        found: Mapping[str, tuple[Standing, str]] = standings_of(ledger).all()
    except Unreadable:
        return []
    return [Watched(name, address, standing) for name, (standing, address) in found.items()]
