"""Whether two profiles are of one body or organization: by what it is, whose it is, and where."""

from __future__ import annotations

import re

from communique.ledger.fulltext import folded
from communique.ledger.resolution.likeness import Likeness, different, same, unsure
from communique.ledger.resolution.names import body_name
from communique.ledger.resolution.profiles import Profile
from communique.records import ActorKind

_MOST_COMPARED = 8
_MISSIONS = re.compile(r"\b(?:embassy|consulate(?: general)?|mission|delegation|high commission)\b", re.IGNORECASE)
_SEAT = re.compile(r"(?:\b(?:in|to|at)\s+(?:the\s+)?|(?i:embassy|consulate|commission)\s+)([A-Z].*)$")
_CHAMBERS = (
    (re.compile(r"\b(?:senate|upper house|lords|bundesrat|federation council|rajya sabha)\b", re.IGNORECASE), "upper"),
    (re.compile(r"\b(?:house of representatives|national assembly|commons|bundestag|duma|lok sabha|lower house|"
                r"chamber of deputies|sejm)\b|\bhouse\b(?! of lords)", re.IGNORECASE), "lower"),
)  # fmt: skip


def _missions_differ(a: Profile, b: Profile) -> bool:
    """Whether these are missions abroad that are not said to be in one place."""
    if not all(any(_MISSIONS.search(n) for n in _top(p)) for p in (a, b)):
        return False
    seats = [{folded(m.group(1)) for n in _top(p) if (m := _SEAT.search(n))} for p in (a, b)]
    return not seats[0] & seats[1]


def _chambers(profile: Profile) -> set[str]:
    """The chambers that a committee's names say it is of."""
    return {chamber for n in _top(profile) for pattern, chamber in _CHAMBERS if pattern.search(n)}


def compare_bodies(a: Profile, b: Profile) -> Likeness:
    """Return whether two profiles of bodies or organizations are of one."""
    if _missions_differ(a, b):
        return unsure("missions abroad, not said to be in one place")
    chambers = _chambers(a), _chambers(b)
    if chambers[0] and chambers[1] and not chambers[0] & chambers[1]:
        return different("of two chambers")
    best = unsure("names of no one body")
    for one in _top(a):
        for other in _top(b):
            x, y = body_name(one, a.country), body_name(other, b.country)
            if x.name != y.name:
                continue
            if x.country and y.country and x.country != y.country:
                return different(f"'{x.name}' of two countries")
            organizations = a.kind is b.kind is ActorKind.ORGANIZATION
            if (organizations and not (x.country and y.country)) or (x.country and x.country == y.country):
                return same(0.9, f"the same body '{x.name}'")
            best = unsure(f"'{x.name}', and it is not said of which country")
    return best if best.why.startswith("'") else different("bodies of two names")


def _top(profile: Profile) -> list[str]:
    return [n for n, _ in profile.names[:_MOST_COMPARED]]
