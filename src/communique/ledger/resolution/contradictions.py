"""What an entry says now, from its accounts, and where they contradict each other.

The latest word counts, and a deed over an older plan; a time that is more exact over one that contains it. That a plan
is fixed, put off or kept is no contradiction; that a thing was held and was not, or held on two days, is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from communique.ledger.resolution.engagements import one_place
from communique.ledger.resolution.outlines import Where
from communique.ledger.views import Account, Aspect, Contradiction, Party
from communique.reading.periods import bounds
from communique.records import Part, Place, Plover, Status

_DEEDS = frozenset({Status.HELD, Status.ONGOING})
_NOT = frozenset({Status.DENIED, Status.CANCELLED, Status.DECLINED})


@dataclass(frozen=True, slots=True)
class Current:
    """What an entry says: the fields of an engagement, from all of its accounts."""

    kind: str
    status: Status
    parties: tuple[Party, ...]
    plover: Plover
    cameo: str
    time: str | None
    place: Place | None
    confidence: float


def current(accounts: Sequence[Account]) -> Current:
    """Return what the accounts say together; ``accounts`` must not be empty."""
    told = sorted(accounts, key=lambda a: (a.report.published or "", a.id))
    word = _word(told)
    alike = [a for a in told if a.status in _DEEDS] if word.status in _DEEDS else told
    return Current(
        kind=_most(alike, lambda a: a.kind),
        status=word.status,
        parties=_parties(alike, word),
        plover=word.plover,
        cameo=word.cameo,
        time=_time(alike, word),
        place=_place(alike) or _place(told),
        confidence=_confidence(told, word),
    )


def _word(told: Sequence[Account]) -> Account:
    """The account whose status counts: of the latest reports, the surest; a plan told later does not undo a deed."""
    deeds = [a for a in told if a.status in _DEEDS]
    last = told[-1]
    if deeds and last.status not in _NOT:
        return max(deeds, key=lambda a: (a.report.published or "", a.confidence, a.id))
    same_day = [a for a in told if a.report.published == last.report.published]
    plain = [a for a in same_day if a.voice is None] or same_day
    return max(plain, key=lambda a: (a.confidence, a.id))


def _most(told: Sequence[Account], value: Callable[[Account], str]) -> str:
    """The value that most accounts have; of several, the latest."""
    counts = Counter(value(a) for a in told)
    return max(counts, key=lambda v: (counts[v], max(i for i, a in enumerate(told) if value(a) == v)))


def _parties(told: Sequence[Account], word: Account) -> tuple[Party, ...]:
    """All who take part by any account that counts, once each; the part is that of the account whose word counts."""
    found: dict[str, Party] = {}
    for account in (word, *reversed(told)):
        for party in account.parties:
            there = found.get(party.actor.id)
            if there is None or (there.part is Part.ATTENDEE and party.part is not Part.ATTENDEE and account is word):
                found[party.actor.id] = party
    states = {p.actor.country for p in found.values() if p.actor.kind.value != "state"}
    own = {p.actor.id for p in word.parties}
    return tuple(
        p for p in found.values() if p.actor.id in own or p.actor.kind.value != "state" or p.actor.country not in states
    )


def _time(told: Sequence[Account], word: Account) -> str | None:
    """The time of the account whose word counts, or a more exact one that lies in it; else the latest told."""
    times = [a.time.edtf for a in told if a.time and a.time.edtf]
    base = word.time.edtf if word.time and word.time.edtf else (times[-1] if times else None)
    within = [t for t in times if base and _within(t, base)]
    return min(within, key=lambda t: (_days(t), -times.index(t))) if within else base


def _within(inner: str, outer: str) -> bool:
    (a, b), (c, d) = bounds(inner), bounds(outer)
    return c <= a and b <= d


def _days(edtf: str) -> int:
    first, last = bounds(edtf)
    return (last - first).days


def _place(told: Sequence[Account]) -> Place | None:
    """The place that most accounts give; of several, the latest; a town over its country."""
    places = [a.place for a in told if a.place]
    if not places:
        return None
    counts = Counter(p.name for p in places)
    return max(enumerate(places), key=lambda x: (x[1].lat is not None, counts[x[1].name], x[0]))[1]


def _confidence(told: Sequence[Account], word: Account) -> float:
    """That of the account whose word counts, and a little more for every further source that says the same."""
    groups = {a.report.group for a in told if a.status is word.status} - {word.report.group}
    return round(min(0.99, word.confidence + 0.03 * min(3, len(groups))), 2)


def contradictions(accounts: Sequence[Account]) -> tuple[Contradiction, ...]:
    """Return what accounts say that cannot all be so; none for what only developed."""
    told = sorted(accounts, key=lambda a: (a.report.published or "", a.id))
    found = (_status(told), _times(told), _places(told))
    return tuple(c for c in found if c is not None)


def _status(told: Sequence[Account]) -> Contradiction | None:
    """Held by one, and by another not: denied, or called off after the day on which it was held."""
    held = [a for a in told if a.status in _DEEDS]
    against = [a for a in told if a.status is Status.DENIED or (a.status in _NOT and held and _later(a, held))]
    if not held or not against:
        return None
    return _as_contradiction(Aspect.STATUS, [*held, *against], lambda a: a.status.value)


def _later(account: Account, held: Sequence[Account]) -> bool:
    """Whether a report of a calling-off came after one of the deed."""
    return all((account.report.published or "") >= (a.report.published or "") for a in held)


def _times(told: Sequence[Account]) -> Contradiction | None:
    """Held at two times that share no day."""
    held = [a for a in told if a.status in _DEEDS and a.time and a.time.edtf]
    spans = [bounds(_edtf(a)) for a in held]
    apart = any(b < c or d < a for (a, b) in spans for (c, d) in spans if date.min not in (a, c))
    return _as_contradiction(Aspect.TIME, held, _edtf) if apart else None


def _edtf(account: Account) -> str:
    return account.time.edtf if account.time and account.time.edtf else ""


def _places(told: Sequence[Account]) -> Contradiction | None:
    """Held at two places far from each other."""
    held = [a for a in told if a.status in _DEEDS and a.place]
    spots = [Where(a.place.name, a.place.country, a.place.lat, a.place.lon) for a in held if a.place]
    apart = any(not one_place(x, y) for x in spots for y in spots)
    return _as_contradiction(Aspect.PLACE, held, lambda a: a.place.name if a.place else "") if apart else None


def _as_contradiction(aspect: Aspect, told: Sequence[Account], value: Callable[[Account], str]) -> Contradiction:
    values: dict[str, list[str]] = {}
    for account in told:
        values.setdefault(value(account), []).append(account.id)
    return Contradiction(aspect, tuple((v, tuple(ids)) for v, ids in values.items()))
