"""The items of a feed, as every kind of feed gives them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime

MOST_ITEMS = 1_000
"""So many items of a feed are looked at."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a feed: what it says of itself, ``None`` where it does not.

    ``number`` counts from 1 in the feed, ``day`` is the calendar day in the item's own zone, ``content`` the whole
    article as markup, where the feed gives it.
    """

    number: int
    address: str | None = None
    title: str | None = None
    day: str | None = None
    byline: str | None = None
    summary: str | None = None
    content: str | None = None
    warnings: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What the item is known by: its content, so that it stays the same under a new id or a new address."""
        said = (self.summary or "") + (self.content or "")
        parts = (self.title, self.day, self.summary, self.content, None if said else self.address)
        joined = "\x1f".join(part or "" for part in parts)
        return hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that was read: its items in their order, and what is in doubt."""

    title: str | None = None
    items: tuple[Item, ...] = ()
    warnings: tuple[str, ...] = ()


def day_of(text: str | None) -> str | None:
    """Return the calendar day of a time as feeds print it (RFC 822, ISO 8601), in its own zone; ``None`` for another.

    >>> day_of("Mon, 16 Jan 2023 16:30:41 -0800"), day_of("2023-01-17T00:30:41Z"), day_of("yesterday")
    ('2023-01-16', '2023-01-17', None)
    """
    text = (text or "").strip()
    try:
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        pass
    try:
        return date.fromisoformat(text[:10]).isoformat() if text[10:11] in ("T", " ") else _mail_day(text)
    except ValueError:
        return None


def _mail_day(text: str) -> str | None:
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return None


def squeezed(value: object) -> str | None:
    """Return a text with its white space collapsed, ``None`` for one without any other character, or for no text."""
    return (" ".join(value.split()) or None) if isinstance(value, str) else None
