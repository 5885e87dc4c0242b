"""What is known of an actor, from one appearance or many: its names, countries, offices and days, bounded in size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from communique.ledger.views import Appearance, LedgerActor, Office
from communique.records import ActorKind, as_json, from_json

_MOST_NAMES, _MOST_OFFICES = 40, 60

Counted = tuple[tuple[str, int], ...]


def _merged(one: Counted, other: Counted, most: int = 1000) -> Counted:
    """Counts added up, the greatest first, then by text."""
    total: dict[str, int] = dict(one)
    for key, n in other:
        total[key] = total.get(key, 0) + n
    return tuple(sorted(total.items(), key=lambda item: (-item[1], item[0])))[:most]


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of an actor. ``names``, ``kinds`` and ``countries`` are counted, the most frequent first.

    ``offices`` have the first and last days of the reports that give them, ``first`` and ``last`` are the days of all
    its reports, ``appearances`` is their number.
    """

    names: Counted
    kinds: Counted
    countries: Counted
    offices: tuple[Office, ...]
    sectors: tuple[str, ...]
    wikidata: tuple[str, ...]
    first: str | None
    last: str | None
    appearances: int

    @classmethod
    def of(cls, seen: Appearance) -> Profile:
        """Return the profile of one appearance."""
        day = seen.report.published
        offices = (Office(r.title, r.body, r.country, r.former, day, day) for r in seen.roles)
        return cls(
            names=_merged((), tuple((n, 1) for n in dict.fromkeys((seen.name, *seen.aliases)))),
            kinds=((seen.kind.value, 1),),
            countries=((seen.country, 1),) if seen.country else (),
            offices=_offices(offices),
            sectors=tuple(sorted(seen.sectors)),
            wikidata=(seen.wikidata,) if seen.wikidata else (),
            first=day,
            last=day,
            appearances=1,
        )

    def joined(self, other: Profile) -> Profile:
        """Return what both know together."""
        return Profile(
            names=_merged(self.names, other.names, _MOST_NAMES),
            kinds=_merged(self.kinds, other.kinds),
            countries=_merged(self.countries, other.countries),
            offices=_offices((*self.offices, *other.offices)),
            sectors=tuple(sorted({*self.sectors, *other.sectors})),
            wikidata=tuple(sorted({*self.wikidata, *other.wikidata})),
            first=min((x for x in (self.first, other.first) if x), default=None),
            last=max((x for x in (self.last, other.last) if x), default=None),
            appearances=self.appearances + other.appearances,
        )

    @property
    def kind(self) -> ActorKind:
        """What sort of actor it mostly is."""
        return ActorKind(self.kinds[0][0])

    @property
    def country(self) -> str | None:
        """The country that most appearances give."""
        return self.countries[0][0] if self.countries else None

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON types."""
        plain: dict[str, Any] = as_json(self)
        return plain

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Profile:
        """Return what :meth:`to_json` gave."""
        return from_json(cls, dict(plain))


def _offices(given: Iterable[Office]) -> tuple[Office, ...]:
    """Offices each once, with the widest days; where there are too many, the latest."""
    found: dict[tuple[str, str, str, bool], Office] = {}
    for o in given:
        key = (o.title, o.body or "", o.country or "", o.former)
        was = found.get(key)
        first = min((x for x in (o.first, was.first if was else None) if x), default=None)
        last = max((x for x in (o.last, was.last if was else None) if x), default=None)
        found[key] = Office(o.title, o.body, o.country, o.former, first, last)
    ordered = sorted(found.items(), key=lambda item: (item[1].last or "", item[0]), reverse=True)
    return tuple(sorted((o for _, o in ordered[:_MOST_OFFICES]), key=lambda o: (o.first or "", o.title, o.body or "")))


def best_name(profile: Profile) -> str:
    """Return the name to show: of those with most parts among the usual ones, the most frequent."""
    most = profile.names[0][1]
    usual = [(n, c) for n, c in profile.names if c * 10 >= most]
    if profile.kind is ActorKind.PERSON:
        return max(usual, key=lambda x: (len(x[0].split()) > 1, x[1], len(x[0]), x[0]))[0]
    return max(usual, key=lambda x: (x[1], len(x[0]), x[0]))[0]


def summary(profile: Profile) -> LedgerActor:
    """Return what a ledger shows of an actor; it has no id yet, and no appearances."""
    return LedgerActor(
        id="",
        kind=profile.kind,
        name=best_name(profile),
        country=profile.country,
        names=tuple(n for n, _ in profile.names),
        offices=profile.offices,
        sectors=profile.sectors,
        wikidata=profile.wikidata[0] if profile.wikidata else None,
    )
