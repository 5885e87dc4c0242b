"""The words of English time expressions, by class, and what they stand for.

A word may be in several classes ("second" is an ordinal and a unit): the grammar decides.
"""

from __future__ import annotations

from communique import wordlists

MONTHS = {name: n for n, names in enumerate(wordlists.rows("times", "months"), start=1) for name in names}
WEEKDAYS = {name: n for n, names in enumerate(wordlists.rows("times", "weekdays"), start=1) for name in names}
_CARDINALS = wordlists.phrases("times", "cardinals")
_TENS = wordlists.phrases("times", "tens")
_ORDINALS = wordlists.phrases("times", "ordinals")
CARDINALS = {w: n for n, w in enumerate(_CARDINALS)} | {w: 20 + 10 * n for n, w in enumerate(_TENS)}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000}
ORDINALS = {w: n for n, w in enumerate(_ORDINALS, start=1)} | {
    w[:-1] + "ieth": 20 + 10 * n for n, w in enumerate(_TENS)
}
UNITS = wordlists.mapping("times", "units")
DECADES = {w[:-1] + "ies": 10 * n for n, w in enumerate(_TENS, start=2)}
DAYPARTS = wordlists.mapping("times", "dayparts")
REFERENCES = wordlists.mapping("times", "references")
SETS = wordlists.groups("times", "sets")
HOLIDAYS = {
    tuple(name.split()): (int(day[:2]), int(day[3:])) for name, day in wordlists.mapping("times", "holidays").items()
}
ZONES = wordlists.mapping("times", "zones")

CLASSES: dict[str, str] = {
    "MONTH": " ".join(MONTHS),
    "MABBR": " ".join(m for m in MONTHS if len(m) < 5 and m not in ("june", "july", "may")),
    "WDAY": " ".join(w for w in WEEKDAYS if not w.endswith("days")),
    "WABBR": " ".join(w for w in WEEKDAYS if len(w) < 6),
    "WDAYS": " ".join(w for w in WEEKDAYS if w.endswith("days")),
    "CARD": " ".join([*CARDINALS, *SCALES]),
    "ORDW": " ".join(ORDINALS),
    "TENS": " ".join(_TENS),
    "UNITS": " ".join(u for u in UNITS if u.endswith(("s", "ia"))),
    "NINETIES": " ".join(DECADES),
    "SETWORD": " ".join(SETS),
    "ZONE": " ".join(ZONES),
    **wordlists.mapping("times", "classes"),
}
