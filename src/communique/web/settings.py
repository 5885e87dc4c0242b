"""What may be set of how the web is asked. Nothing is read from the environment but by :func:`from_environment`."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from communique.about import VERSION
from communique.errors import WebError

PROGRAM = "communique"
"""The name by which robots.txt knows this program."""

_CONTACT = re.compile(r"[!-'*-~](?:[ !-'*-~]{0,198}[!-'*-~])?")
_ON = frozenset({"1", "true", "yes", "on"})


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits and manners. Times are in seconds, sizes in bytes.

    ``contact`` is what servers are told beside the program's name: an address of a page or of mail. ``loopback``
    allows this machine's own servers, for tests and mirrors. ``most_sent`` bounds what comes over the line,
    ``most_bytes`` what it unpacks to. ``pause`` lies between two requests to a host, unless its robots.txt asks for
    more; longer than ``most_wait`` nothing is waited for.
    """

    contact: str | None = None
    loopback: bool = False
    connect_time: float = 10.0
    read_time: float = 20.0
    whole_time: float = 60.0
    most_sent: int = 20_000_000
    most_bytes: int = 50_000_000
    redirects: int = 5
    pause: float = 1.0
    most_wait: float = 60.0

    @property
    def user_agent(self) -> str:
        """What servers are told that asks."""
        return f"{PROGRAM}/{VERSION} ({self.contact or 'reader of news reports'})"


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings with what the environment says: ``COMMUNIQUE_CONTACT``, ``COMMUNIQUE_ALLOW_LOOPBACK``.

    Raises:
        WebError: if a contact is no line of plain letters.
    """
    contact = environment.get("COMMUNIQUE_CONTACT", "").strip() or None
    if contact is not None and not _CONTACT.fullmatch(contact):
        problem = "the contact is no short line of ASCII without brackets"
        raise WebError("COMMUNIQUE_CONTACT", problem, "Give an address of mail or of a page")
    loopback = environment.get("COMMUNIQUE_ALLOW_LOOPBACK", "").strip().lower() in _ON
    return Settings(contact=contact, loopback=loopback)
