"""One engagement, several mentions: joined where kind, status, actors, time and place allow it.

A definite mention that names nobody ("the meeting", "the visit") joins the nearest that fits before it; a plan
told twice is one plan; a plan and its calling off are one engagement, called off.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from communique.reading.drafts import Draft
from communique.reading.periods import bounds, overlap
from communique.reading.referring import WORDS, Referring, group
from communique.records import Part, Status

Country = Callable[[str], "str | None"]
_RANK = [
    Status.POSSIBLE, Status.PROPOSED, Status.CONDITIONAL, Status.PLANNED, Status.ONGOING, Status.HELD,
    Status.DECLINED, Status.DENIED, Status.CANCELLED,
]  # fmt: skip
_MEETINGS = frozenset({"meeting", "visit", "call"})


def join(drafts: Sequence[Draft], country: Country, referring: Referring, loose: Sequence[Draft] = ()) -> list[Draft]:
    """Return the drafts with mentions of one engagement made one, in text order.

    ``loose`` are mentions that say too little to be recorded, but may stand for one that is.
    """
    kept: list[Draft] = []
    into: dict[int, Draft] = {}
    left = list(loose)
    for draft in sorted(drafts, key=lambda d: d.token):
        best = max(((s, k) for k in kept if (s := _score(k, draft, country)) > 0), key=lambda p: p[0], default=None)
        if best is not None:
            _merge(best[1], draft)
            into[id(draft)] = best[1]
        elif draft.known:
            kept.append(draft)
        else:
            left.append(draft)
    into.update(referring.resolve(left, kept))
    for draft in kept:
        draft.about = _redirect(draft.about, into, kept, draft)
        draft.together = _redirect(draft.together, into, kept, draft)
    return _said_once(kept)


def _said_once(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with those joined that one sentence tells twice, now that it is known what they are about."""
    kept: list[Draft] = []
    into: dict[int, Draft] = {}
    for draft in drafts:
        again = next((k for k in kept if _says_it_again(k, draft)), None)
        if again is None:
            kept.append(draft)
        else:
            _merge(again, draft)
            into[id(draft)] = again
    for draft in kept if into else ():
        draft.about = _redirect(draft.about, into, kept, draft)
        draft.together = _redirect(draft.together, into, kept, draft)
    return kept


def _redirect(old: list[Draft], into: dict[int, Draft], kept: list[Draft], own: Draft) -> list[Draft]:
    out: list[Draft] = []
    for draft in old:
        target = into.get(id(draft), draft)
        if target is not own and any(target is k for k in kept) and not any(target is o for o in out):
            out.append(target)
    return out


def _score(old: Draft, new: Draft, country: Country) -> float:
    """How well ``new`` fits as another mention of ``old``; 0 where it does not."""
    if not _kinds_agree(old, new) or not _statuses_agree(old, new) or not overlap(old.edtf, new.edtf):
        return 0
    if old.place and new.place and old.place.country and new.place.country and old.place.country != new.place.country:
        return 0
    crossing = group(old.status) != group(new.status) and not new.definite and old.family != "visit"
    if crossing and len(old.actors & new.actors) < 2:
        return 0
    shared = _overlap(old, new, country)
    if shared <= 0:
        return 0
    distance = (new.token - old.token) / 1000
    return shared + (0.5 if old.edtf and old.edtf == new.edtf else 0) - distance / 10


def _kinds_agree(old: Draft, new: Draft) -> bool:
    if new.sense.id in WORDS and not new.known and old.sense.id != new.sense.id:
        return False
    if old.family == new.family:
        return old.family in _MEETINGS or old.sense.kind == new.sense.kind or not new.known
    loose = not new.known or new.definite
    if loose and not new.parts and {old.family, new.family} == {"meeting", "call"}:
        return new.words.rsplit(" ", 1)[-1] in ("conversation", "discussion", "exchange", "talk", "talks")
    return (
        loose and {old.family, new.family} == {"meeting", "visit"} and not new.parts and group(old.status) == "future"
    )


def _statuses_agree(old: Draft, new: Draft) -> bool:
    one, two = group(old.status), group(new.status)
    if one == two:
        return True
    anew = one == "off" and new.status in (Status.PROPOSED, Status.POSSIBLE) and not new.definite
    return {one, two} == {"future", "off"} and old.family in _MEETINGS and not anew


def _overlap(old: Draft, new: Draft, country: Country) -> float:
    a, b = old.actors, new.actors
    both = a & b
    if not b:
        return 0.3 if new.definite else 0
    if old.headline and both and not new.headline:
        return 0.6
    if old.family == "visit":
        return _guests(old, new, country)
    if len(b) == 1:
        return 0.6 if both and (new.definite or not new.known or (old.edtf == new.edtf and old.edtf)) else 0
    if len(both) >= 2:
        same_parts = set(old.parts) & set(new.parts)
        return 1.0 + len(both) / 10 if len(same_parts) >= 2 or old.family in _MEETINGS else 0
    if both and new.definite and (b <= a or len(b - a) <= 1) and group(old.status) == "real":
        return 0.4 if len(a) <= 2 else 0
    if len(a) == 1 and a <= b and old.family in _MEETINGS and (old.definite or old.headline):
        return 0.5
    return 0


def _says_it_again(old: Draft, new: Draft) -> bool:
    """Whether one sentence tells one act of the same by the same twice ("criticised the trip, calling it a farce")."""
    alike = old.sentence == new.sentence and old.sense.kind == new.sense.kind and set(old.parts) == set(new.parts)
    subjects = {id(d) for d in old.about}, {id(d) for d in new.about}
    return alike and old.status == new.status and bool(subjects[0]) and subjects[0] == subjects[1]


def _guests(old: Draft, new: Draft, country: Country) -> float:
    if _hosted_elsewhere(old, new, country) or _hosted_elsewhere(new, old, country):
        return 0
    a = {x for x, p in old.parts if p in (Part.GUEST, Part.INITIATOR)}
    b = {x for x, p in new.parts if p in (Part.GUEST, Part.INITIATOR)}
    if a & b:
        return 1.0
    if not b and new.definite:
        return 0.5 if new.actors & old.actors or not new.actors else 0
    future = group(old.status) != "real" and group(new.status) != "real"
    lands_a, lands_b = {country(x) for x in a} - {None}, {country(x) for x in b} - {None}
    if future and old.sentence == new.sentence and not (lands_a and lands_b):
        return 0.6
    return 0.7 if future and lands_a & lands_b else 0


def _hosted_elsewhere(one: Draft, other: Draft, country: Country) -> bool:
    """Whether the host of one visit is of another country than the place of the other."""
    if one.place is None or one.place.country is None:
        return False
    lands = {country(x) for x, p in other.parts if p is Part.HOST} - {None}
    return bool(lands) and one.place.country not in lands


def _merge(old: Draft, new: Draft) -> None:
    """Gather what the new mention adds."""
    for actor, part in new.parts:
        old.add(actor, part)
    old.headline = old.headline and new.headline
    old.spans += [s for s in new.spans if s not in old.spans]
    off = group(new.status) == "off" and group(old.status) == "future" and bool(new.verdict.cues)
    if _RANK.index(new.status) > _RANK.index(old.status) and (new.known or (off and old.family == new.family)):
        old.verdict = new.verdict
    if new.edtf and (old.edtf is None or _narrower(new.edtf, old.edtf)):
        old.edtf, old.time = new.edtf, new.time
    old.voice = old.voice if new.voice else None
    if new.place and old.place is None:
        old.place = new.place
    old.about += [d for d in new.about if d is not old]
    old.together += [d for d in new.together if d is not old]
    old.tokens += new.tokens
    old.reasons.append(f"also '{new.words}'")


def _narrower(new: str, old: str) -> bool:
    (a, b), (c, d) = bounds(new), bounds(old)
    return (b - a) < (d - c)
