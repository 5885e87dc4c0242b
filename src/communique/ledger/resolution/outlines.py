"""What identifies an engagement, from one account or many: who with what part, when as told by which report, where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from communique.ledger.resolution.names import is_named
from communique.ledger.views import Account, Party
from communique.reading.periods import bounds
from communique.reading.rows.whys import is_by_columns
from communique.records import ActorKind, as_json, from_json

TOLD = 40
"""So many tellings are kept at most."""


@dataclass(frozen=True, slots=True)
class Who:
    """A party: its id, kind and country, the part it has, and its name where it is a person who is named."""

    actor: str
    kind: str
    country: str | None
    part: str
    name: str = ""

    @classmethod
    def of(cls, party: Party) -> Who:
        """Return a party in this form."""
        actor = party.actor
        named = actor.kind is ActorKind.PERSON and is_named(actor.name)
        return cls(actor.id, actor.kind.value, actor.country, party.part.value, actor.name if named else "")


@dataclass(frozen=True, slots=True)
class Told:
    """What one report says of the time: the status, the ISO days between which it lies, and the report's own day."""

    status: str
    first: str | None
    last: str | None
    reported: str | None


@dataclass(frozen=True, slots=True)
class Where:
    """A place: its name, country, and position in degrees."""

    name: str
    country: str | None
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Outline:
    """What identifies an engagement. ``reports`` are those that tell it, ``accounts`` is how many do.

    ``tables`` are the tables that have it as a row: another row of the same table is another engagement.
    """

    kinds: tuple[str, ...]
    parties: tuple[Who, ...]
    told: tuple[Told, ...]
    places: tuple[Where, ...]
    reports: tuple[str, ...]
    accounts: int
    tables: tuple[str, ...] = ()

    @classmethod
    def of(cls, account: Account) -> Outline:
        """Return the outline of one account."""
        first, last = bounds(account.time.edtf if account.time else None)
        days = (first.isoformat() if first > date.min else None, last.isoformat() if last < date.max else None)
        place = account.place
        return cls(
            kinds=(account.kind,),
            parties=each(map(Who.of, account.parties)),
            told=(Told(account.status.value, *days, account.report.published),),
            places=(Where(place.name, place.country, place.lat, place.lon),) if place else (),
            reports=(account.report.id,),
            accounts=1,
            tables=(account.report.publisher or "",) if is_by_columns(account.why) else (),
        )

    def joined(self, other: Outline) -> Outline:
        """Return what both say together; where it is too much, the latest reports count."""
        told = sorted({*self.told, *other.told}, key=_by_report)[-TOLD:]
        return Outline(
            kinds=tuple(sorted({*self.kinds, *other.kinds})),
            parties=each((*self.parties, *other.parties))[: 2 * TOLD],
            told=tuple(told),
            places=each((*self.places, *other.places))[:TOLD],
            reports=tuple(sorted({*self.reports, *other.reports}))[:TOLD],
            accounts=self.accounts + other.accounts,
            tables=tuple(sorted({*self.tables, *other.tables})),
        )

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON types."""
        plain: dict[str, Any] = as_json(self)
        return plain

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Outline:
        """Return what :meth:`to_json` gave."""
        return from_json(cls, dict(plain))


def _by_report(told: Told) -> tuple[str, str, str, str]:
    return told.reported or "", told.status, told.first or "", told.last or ""


def each(items: Iterable[Any]) -> tuple[Any, ...]:
    """Each once, in the order of their contents."""
    once = set(items)
    if len(once) < 2:
        return tuple(once)
    return tuple(sorted(once, key=lambda x: [str(v) for v in as_json(x).values()]))
