"""Whether two outlines are of one engagement: by who took part with what part, when, and where.

A plan and its keeping are one; the day that a plan names may drift, be put off or fixed later. A deed has one day.
An act of speech (an invitation, a criticism) is one with another only if it was made at one time by one to the same.
What one report tells apart is apart.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from communique.ledger.resolution.likeness import Comparer, Likeness, different, same, unsure
from communique.ledger.resolution.names import may_be_one, surname_keys
from communique.ledger.resolution.outlines import TOLD, Outline, Told, Where, Who
from communique.records import Part, Status

_FAMILIES = {
    **dict.fromkeys(("meeting", "summit", "talks"), "encounter"),
    **dict.fromkeys(("signing", "agreement"), "accord"),
}
_MUTUAL = frozenset({"encounter", "call", "accord", "interview", "cooperation"})
ENCOUNTERS = frozenset(kind for kind, family in _FAMILIES.items() if family == "encounter")
"""Kinds that a visit may be told as: who comes is met, and talks."""
_JOURNEYS = frozenset({"visit"})
_DEEDS = frozenset({Status.HELD, Status.ONGOING})
_AHEAD = frozenset({Status.PLANNED, Status.PROPOSED, Status.POSSIBLE, Status.CONDITIONAL})
_SPOKEN_DAYS, _DEED_DAYS = 3, 10
"""How far apart reports of an undated act of speech, or deed, may be."""
_DRIFT, _OPEN_PLAN = 250, 400
"""How many days a plan's time may drift, and for how long one without a time may be kept."""
_MOST_LANDS = 8
_SOON = 30
"""How many days after a plan a report may speak of it without saying where to."""
_FAR = 300.0
"""Kilometres beyond which two places are two."""
_OFFICIALS = ("person", "group", "body")


def families(outline: Outline) -> frozenset[str]:
    """Return the families of kinds that an outline is of; kinds of one family may be words for one engagement.

    There is more than one only where a person said that things of two kinds are the same.
    """
    return frozenset(_FAMILIES.get(kind, kind) for kind in outline.kinds)


def keys(outline: Outline) -> frozenset[str]:
    """Return keys such that two outlines of one engagement share one.

    That is its family, a party or two countries, and a year; or its family, a surname, and a day.
    """
    kinds, years = families(outline), _years(outline)
    named = {key for p in outline.parties if p.name for key in surname_keys(p.name)}
    days = {t.first for t in outline.told if t.first and t.first == t.last} if outline.places else set[str]()
    who = {p.actor for p in outline.parties}
    lands = sorted({p.country for p in outline.parties if p.country})
    who |= {f"{a}-{b}" for i, a in enumerate(lands[:_MOST_LANDS]) for b in lands[i + 1 : _MOST_LANDS]}
    found = {f"{kind}:{x}:{year}" for kind in kinds for x in who for year in years}
    return frozenset(found | {f"{kind}:{x}:{day}" for kind in kinds for x in named for day in days})


def _years(outline: Outline) -> set[int]:
    """The years that an engagement may fall in: those of its times, and of its reports; of a plan the next one too."""
    found = set[int]()
    for told in outline.told:
        days = [date.fromisoformat(x) for x in (told.first, told.last, told.reported) if x]
        found |= {d.year for d in days}
        if told.status not in _DEEDS and days:
            found.add(max(days).year + 1)
    return found or {0}


def compare(a: Outline, b: Outline) -> Likeness:
    """Return whether two outlines are of one engagement, and why."""
    kind = min(families(a) & families(b), default=None)
    if kind is None:
        return different("engagements of two kinds")
    if set(a.reports) & set(b.reports):
        return different("one report tells them apart")
    if set(a.tables) & set(b.tables):
        return different("they are two rows of one table")
    who = _parties(a, b, kind)
    if who is None:
        return same(0.5, NAMESAKES) if _are_namesakes(a, b, kind) else different("others take part")
    near = _places(a, b, who < 1)
    if near is None:
        return different("two places")
    if kind in _MUTUAL and _is_wider(a, b):
        return different("one is between more countries")
    if _is_thin(a, b, kind) and not _is_one_day(a, b, kind, near):
        return unsure("too little is told to say that it is one")
    return _times(a, b, kind, who, near)


NAMESAKES = "the same names, day and place"
"""Why two engagements are one though their parties were not known to be."""


def _are_namesakes(a: Outline, b: Outline, kind: str) -> bool:
    """Whether one day, one place and all parties of the fewer by their names make up for what is not known of these."""
    one_day = any(x.first and x.first == x.last == y.first == y.last for x in a.told for y in b.told)
    if not one_day or not any(one_place(x, y) and not _is_country(x) for x in a.places for y in b.places):
        return False
    few, many = sorted(([p for p in _once(x.parties) if p.part not in _TARGETS] for x in (a, b)), key=len)
    taken = set[str]()
    for party in few:
        fitting = [p for p in many if p.actor not in taken and (p.actor == party.actor or may_be(party, p))]
        if len(fitting) != 1:
            return False
        taken.add(fitting[0].actor)
    return len(few) >= (2 if kind in _MUTUAL else 1) and all(p.name for p in few)


def may_be(one: Who, other: Who) -> bool:
    """Whether two parties may be one person by their names and countries."""
    if not one.name or not other.name or (one.country and other.country and one.country != other.country):
        return False
    return may_be_one(one.name, other.name)


def _is_wider(a: Outline, b: Outline) -> bool:
    """Whether both were held and one of the two is between more countries: a meeting of two beside one of many."""
    lands = [{p.country for p in x.parties if p.country} for x in (a, b)]
    few, many = sorted(lands, key=len)
    gatherings = "summit" in a.kinds and "summit" in b.kinds
    return bool(_done(a) and _done(b)) and len(few) > 1 and few < many and not gatherings


def _is_thin(a: Outline, b: Outline, kind: str) -> bool:
    """Whether one of the two tells so little that many engagements would fit: one party alone, no destination."""
    if kind in _MUTUAL:
        return min(len({p.actor for p in x.parties}) for x in (a, b)) < 2
    if kind in _JOURNEYS:
        return not all(x.places or _targets(x) for x in (a, b))
    return False


def _is_one_day(a: Outline, b: Outline, kind: str, near: float) -> bool:
    """Whether time and place make up for what is not told: one exact time, or a plan and what became of it soon."""
    exact = any(
        _gap(x, y) == 0 and _narrow(x, y) >= 0.8 for x in a.told for y in b.told if _is_dated(x) and _is_dated(y)
    )
    if exact and (near == 1.0 or not (_done(a) and _done(b))):
        return True
    reported = min(_days_between(x.reported, y.reported) for x in a.told for y in b.told)
    return kind in _JOURNEYS and reported <= _SOON and bool(_ahead(a) and _ahead(b))


# who


def _parties(a: Outline, b: Outline, kind: str) -> float | None:
    """Share of the parties that agree, ``None`` where they are others."""
    if kind in _MUTUAL:
        return _agreeing(a.parties, b.parties, least=2)
    ours, theirs = _acting(a), _acting(b)
    acting = _agreeing(ours, theirs, least=1) if ours and theirs else (0.5 if not ours and not theirs else None)
    if acting is None:
        return None
    targets = _targets(a), _targets(b)
    if targets[0] and targets[1]:
        agreeing = _agreeing(*targets, least=1)
        return None if agreeing is None else (acting + agreeing) / 2
    return acting * (0.9 if kind in _JOURNEYS else 0.7)


_TARGETS = frozenset({Part.RECIPIENT.value, Part.HOST.value})


def _acting(outline: Outline) -> list[Who]:
    return [p for p in outline.parties if p.part not in _TARGETS]


def _targets(outline: Outline) -> list[Who]:
    return [p for p in outline.parties if p.part in _TARGETS]


def _agreeing(ours: Sequence[Who], theirs: Sequence[Who], least: int) -> float | None:
    """Share of the fewer parties that are among the more; a state stands for those who act for it."""
    few, many = sorted((list(_once(ours)), list(_once(theirs))), key=len)
    exact = sum(any(p.actor == q.actor for q in many) for p in few)
    loose = sum(any(_stands_for(p, q) for q in many) for p in few if all(p.actor != q.actor for q in many))
    found = exact + 0.8 * loose
    if not few or exact + loose < min(least, len(few)) or (exact == 0 and loose < len(few)):
        return None
    share = found / len(few)
    return share if share >= 0.5 else None


def _once(parties: Sequence[Who]) -> Iterator[Who]:
    seen = set[str]()
    for p in parties:
        if p.actor not in seen:
            seen.add(p.actor)
            yield p


def _stands_for(p: Who, q: Who) -> bool:
    """Whether one is the state that the other acts for."""
    return bool(p.country) and p.country == q.country and "state" in (p.kind, q.kind)


# where


def _places(a: Outline, b: Outline, strict: bool) -> float | None:
    """1 for one place, 0.5 where one is not told, ``None`` for two; of a plan the place may change."""
    if not a.places or not b.places:
        return 0.5
    if any(one_place(x, y) for x in a.places for y in b.places):
        return 1.0
    return None if (_done(a) and _done(b)) or strict or not (_ahead(a) or _ahead(b)) else 0.3


def one_place(x: Where, y: Where) -> bool:
    """Whether two places are one, or one lies in the other, as far as is known."""
    if x.name.lower() == y.name.lower():
        return True
    if x.country and y.country and x.country != y.country:
        return False
    if x.lat is None or x.lon is None or y.lat is None or y.lon is None:
        return True
    return _kilometres(x.lat, x.lon, y.lat, y.lon) <= _FAR or _is_country(x) or _is_country(y)


def _is_country(place: Where) -> bool:
    from communique.reading.known.countries import country_of

    return country_of(place.name) is not None


def _kilometres(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Length of the great circle between two points (haversine), kilometres."""
    a, b = math.radians(lat), math.radians(lat2)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, h)))


# when


def _done(outline: Outline) -> list[Told]:
    return [t for t in outline.told if t.status in _DEEDS]


def _ahead(outline: Outline) -> list[Told]:
    return [t for t in outline.told if t.status not in _DEEDS]


def _times(a: Outline, b: Outline, kind: str, who: float, near: float) -> Likeness:
    spoken = kind not in _MUTUAL and kind not in _JOURNEYS
    deeds = _done(a), _done(b)
    if deeds[0] and deeds[1]:
        return _deeds(*deeds, who, near, _SPOKEN_DAYS if spoken else _DEED_DAYS)
    if not deeds[0] and not deeds[1]:
        return _plans(a.told, b.told, who, near)
    plans, done = (_ahead(a), deeds[1]) if deeds[1] else (_ahead(b), deeds[0])
    return _keeping(plans, done, who, near)


def _score(who: float, near: float, time: float) -> float:
    return round(0.4 * who + 0.2 * near + 0.4 * time, 4)


def _deeds(one: Sequence[Told], other: Sequence[Told], who: float, near: float, days: int) -> Likeness:
    """Two deeds are one if any two tellings give one time, or one has none and the reports are near."""
    dated = [(x, y) for x in one for y in other if _is_dated(x) and _is_dated(y)]
    if dated:
        gap = min(_gap(x, y) for x, y in dated)
        if gap == 0:
            exact = max(_narrow(x, y) for x, y in dated if _gap(x, y) == 0)
            if exact < 0.5 and who < 1:
                return unsure("times that only touch, and not all parties agree")
            return same(_score(who, near, exact), "the same parties and time")
        if gap == 1 and who == 1.0 and (near == 1.0 or any(_is_of_report(x, y) for x, y in dated)):
            return same(_score(who, near, 0.4), "the same parties, a day apart")
        return different(f"done {gap} days apart")
    gap = min(_days_between(_day(x), _day(y)) for x in one for y in other)
    if gap <= days and who >= 0.8:
        return same(_score(who, near, 0.3), f"the same parties, told within {days} days")
    return different("reports too far apart for what has no time of its own")


def days_of(outline: Outline) -> range | None:
    """Return the days on which a deed was done, in days of the calendar; nothing where they are not all known.

    Two deeds whose days are known are one only where these touch, or lie a day apart.
    """
    told = outline.told
    if len(told) >= TOLD or any(t.status not in _DEEDS or t.first is None or t.last is None for t in told):
        return None
    ends = [date.fromisoformat(x).toordinal() for t in told for x in (t.first, t.last) if x]
    return range(min(ends), max(ends) + 1)


def _is_dated(told: Told) -> bool:
    return told.first is not None or told.last is not None


def _is_of_report(x: Told, y: Told) -> bool:
    """Whether the times are those of the reports' own days, which differ with the hour and the zone."""
    return _gap(x, y) == 1 and any(t.reported in (t.first, t.last) for t in (x, y))


def _narrow(x: Told, y: Told) -> float:
    """How exact the time is that two tellings share: 1 for a day, less for a month or a year."""
    if None in (x.first, x.last, y.first, y.last):
        return 0.4 if _open_days(x, y) <= 366 else 0.2
    shortest = min(_length(x), _length(y))
    longest = max(_length(x), _length(y))
    return 1.0 if longest <= 3 else 0.8 if shortest <= 31 and longest <= 100 else 0.6 if shortest <= 100 else 0.3


def _is_exact(told: Told) -> bool:
    """Whether a telling names a day, or three at most."""
    return told.first is not None and told.last is not None and _length(told) <= 3


def _open_days(x: Told, y: Told) -> int:
    """Days between what two tellings know of their times, where one is open at an end."""
    ends = [t.last or t.first for t in (x, y)]
    return _days_between(ends[0], ends[1])


def _length(told: Told) -> int:
    return (date.fromisoformat(told.last or "9999-12-31") - date.fromisoformat(told.first or "0001-01-01")).days + 1


def _gap(x: Told, y: Told) -> int:
    """Days between two times, none where they touch; an open end reaches no further than a year from its report."""
    a, b, c, d = _reach(x, first=True), _reach(x, first=False), _reach(y, first=True), _reach(y, first=False)
    return max((c - b).days, (a - d).days, 0)


def _reach(told: Told, *, first: bool) -> date:
    given = told.first if first else told.last
    if given is not None:
        return date.fromisoformat(given)
    other = date.fromisoformat((told.last if first else told.first) or told.reported or "2000-01-01")
    span = 120 if told.reported is None or _days_between(told.reported, other.isoformat()) < 400 else 3660
    moved = other.toordinal() + (-span if first else span)
    return date.fromordinal(max(1, min(moved, date.max.toordinal())))


def _day(told: Told) -> str | None:
    """The day to hold a telling by: that of its time where it has one, else that of its report."""
    return told.last or told.first or told.reported


def _days_between(one: str | None, other: str | None) -> int:
    if one is None or other is None:
        return 100_000
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)


def _plans(one: Sequence[Told], other: Sequence[Told], who: float, near: float) -> Likeness:
    """Two plans are one if their times touch or drift little, or one has none and their reports are near."""
    dated = [(x, y) for x in one for y in other if _is_dated(x) and _is_dated(y)]
    if any(_gap(x, y) == 0 for x, y in dated):
        return same(_score(who, near, 0.8), "one plan: the same parties and time")
    reported = min(_days_between(x.reported, y.reported) for x in one for y in other)
    if dated:
        gap = min(_gap(x, y) for x, y in dated)
        if gap <= _DRIFT and reported <= _DRIFT and who >= 0.8:
            return same(_score(who, near, 0.5), f"one plan, its time moved by {gap} days")
        return different("plans too far apart")
    if reported <= _OPEN_PLAN / 2 and who >= 0.8:
        return same(_score(who, near, 0.4), "one plan of the same parties")
    return different("reports of plans too far apart")


def _keeping(plans: Sequence[Told], done: Sequence[Told], who: float, near: float) -> Likeness:
    """A plan and a deed are one if the deed falls when it was planned for, or soon after, and was told later."""
    best = different("the deed is not what was planned")
    for plan in plans:
        for deed in done:
            found = _kept(plan, deed, who, near)
            if found.score > best.score:
                best = found
    return best


def _kept(plan: Told, deed: Told, who: float, near: float) -> Likeness:
    if _is_dated(plan) and _is_dated(deed) and _gap(plan, deed) == 0:
        return same(_score(who, near, 0.9), "done when it was planned for")
    when, said = _day(deed), plan.reported
    if when and said and not _is_dated(plan) and when < said and _days_between(when, said) <= 2 and who == 1.0:
        return same(_score(who, near, 0.3), "done the day before it was told as a plan")
    if when is None or said is None or when < said:
        return different("done before the plan was told")
    if plan.status in (Status.DENIED, Status.DECLINED):
        return different("what was refused is not what was done later")
    if _is_dated(plan) and _is_dated(deed):
        late = _gap(plan, deed)
        if plan.status in _AHEAD and _is_exact(plan) and _is_exact(deed) and late > 1:
            return different(f"planned for one day, done on another, {late} days away")
        if late <= _DRIFT / 2 and who >= 0.8:
            return same(_score(who, near, 0.4), f"done {late} days from when it was planned for")
        return different("done too long after")
    if _is_dated(plan):
        late = _days_between(_day(plan), when)
        return (
            same(_score(who, near, 0.5), "told as done when its time had come")
            if late <= 30
            else different("told too late")
        )
    if _days_between(said, when) <= _OPEN_PLAN and who >= 0.8:
        return same(_score(who, near, 0.3), "done within a year of a plan without a day")
    return different("done too long after the plan")


def _order(outline: Outline) -> tuple[object, ...]:
    """The earliest told first, as reports come in; those of one report in its own order, which their ids give."""
    return (outline.told[0].reported or "", outline.reports)


_COMPARER: Comparer[Outline] = Comparer(compare, Outline.joined, _order)


def choose(outline: Outline, candidates: Sequence[tuple[str, Outline]]) -> tuple[str | None, str]:
    """Return the candidate that an outline is of, or ``None``, and why; independent of the order of candidates."""
    return _COMPARER.choose(outline, candidates)


def partition(
    outlines: Sequence[tuple[str, Outline]],
    same: Collection[tuple[str, str]] = (),
    different: Collection[tuple[str, str]] = (),
    reports: Mapping[str, frozenset[str]] = MappingProxyType({}),
    likely: Collection[tuple[str, str]] = (),
) -> tuple[tuple[str, ...], ...]:
    """Return the ids in groups of one engagement each, obeying what people said (:meth:`Comparer.partition`)."""
    return _COMPARER.partition(outlines, choose, same, different, reports, likely)


def replay(
    outlines: Sequence[tuple[str, str, Outline]],
    same: Collection[tuple[str, str]] = (),
    different: Collection[tuple[str, str]] = (),
) -> tuple[tuple[str, ...], ...]:
    """Return the ids in groups as if they came in one after another, each with its report (:meth:`Comparer.replay`)."""
    return _COMPARER.replay(outlines, choose, keys, same, different)
