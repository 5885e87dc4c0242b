"""Who acts on whom in an engagement: pairs of a source and a target, made from the participants and their parts.

This is the one place where dyads are made: ``communique events`` makes them from a report's engagements, the
exports from the ledger's entries. Initiator acts on recipient, guest on host, mediator on each party; those who
met, spoke or agreed stand in both orders. Compound actors are unfolded: two who accuse three are six pairs. A visit
whose host is not named is one to the country it went to, unless that is the visitor's own. Where several countries
take part those of one make no pair. CAMEO 043, hosting, is 042 here, since the visitor comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations, product

from communique.records import Part, Place, Side

Parties = Sequence[tuple[Side, Part]]
"""Those who take part in an engagement, each with its part, in its order."""

_MUTUAL = frozenset("meeting summit talks call interview agreement signing cooperation".split())
"""Kinds in which those who act together act with each other, where nobody else is named."""
_HOSTING, _VISITING = "043", "042"


def dyads(kind: str, parties: Parties, place: Place | None) -> Iterator[tuple[Side, Side]]:
    """Yield pairs of sides, none with itself; for a visit without a host, of each visitor with the place's country."""
    several = len({side.country for side, _ in parties} - {None}) > 1
    for one, other in _pairs(kind, parties, place):
        delegation = several and one.country is not None and one.country == other.country
        if one.id != other.id and not delegation:
            yield one, other
    if kind == "visit" and not _having(parties, Part.HOST) and place is not None and place.country is not None:
        for one in _having(parties, Part.GUEST, Part.ATTENDEE):
            if one.country not in (None, place.country):
                yield one, Side(None, place.name, place.country)


def directed(cameo: str) -> str:
    """Return the code of an event whose source acts: hosting a visitor is the visitor's visit."""
    return _VISITING if cameo == _HOSTING else cameo


def _pairs(kind: str, parties: Parties, place: Place | None) -> Iterable[tuple[Side, ...]]:
    """Pairs of sides, who acts and on whom."""
    attendees, hosts = _having(parties, Part.ATTENDEE), _having(parties, Part.HOST)
    mediators, recipients = _having(parties, Part.MEDIATOR), _having(parties, Part.RECIPIENT)
    if mediators:
        return product(mediators, attendees + recipients)
    if recipients:
        return product(_having(parties, Part.INITIATOR, Part.ATTENDEE), recipients)
    if kind == "visit":
        guests = _having(parties, Part.GUEST)
        if hosts or place is not None:
            return product(guests + attendees, hosts)
        return [*product(guests, attendees), *product(attendees, guests)]
    if len(attendees) > 1:
        return permutations(attendees, 2)
    if kind in _MUTUAL:
        return permutations([side for side, _ in parties], 2)
    return product(_having(parties, Part.INITIATOR, Part.GUEST), attendees + hosts)


def _having(parties: Parties, *parts: Part) -> list[Side]:
    return [side for side, part in parties if part in parts]
