"""PLOVER type, mode and context, and CAMEO code, of an engagement by its sense and its status.

A deed not yet done is coded as what has been done about it: a meeting planned is an intent to meet
(AGREE, CAMEO 036), a meeting refused a rejection (REJECT, 125), force or sanctions to come a threat
(THREATEN, 13x), a retreat promised an intent to yield (AGREE, 035), after the CAMEO to PLOVER table of 2021.
CAMEO 01, which PLOVER dropped, is kept with an empty type.
"""

from __future__ import annotations

from functools import cache

from communique.reading.coding.scores import scored
from communique.reading.lexicon import Sense, lexicon
from communique.records import Plover, Status

FUTURE = frozenset({Status.PLANNED, Status.PROPOSED, Status.POSSIBLE, Status.CONDITIONAL})
_TO_COME = {
    "CONSULT": ("AGREE", None, "036"),
    "COOPERATE": ("AGREE", None, "031"),
    "AID": ("AGREE", None, "033"),
    "RETREAT": ("AGREE", None, "035"),
    "CONCEDE": ("AGREE", None, "035"),
    "SUPPORT": ("AGREE", None, "032"),
    "SANCTION": ("THREATEN", "relations", "131"),
    "COERCE": ("THREATEN", "restrict", "132"),
    "ASSAULT": ("THREATEN", "violence", "138"),
    "PROTEST": ("THREATEN", "relations", "133"),
}
_REFUSED = {
    "CONSULT": ("REJECT", "meet", "125"),
    "AGREE": ("REJECT", None, "120"),
    "COOPERATE": ("REJECT", "assist", "121"),
    "AID": ("REJECT", "assist", "122"),
    "SUPPORT": ("REJECT", None, "120"),
    "CONCEDE": ("REJECT", "yield", "124"),
    "RETREAT": ("REJECT", "yield", "124"),
}
_CALLED_OFF = {
    "AGREE": ("SANCTION", "withdraw", "160"),
    "COOPERATE": ("SANCTION", "discontinue", "160"),
    "SUPPORT": ("SANCTION", "discontinue", "160"),
    "AID": ("SANCTION", "discontinue", "162"),
    "SANCTION": ("RETREAT", None, "085"),
    "COERCE": ("CONCEDE", None, "081"),
    "PROTEST": ("CONCEDE", None, "082"),
    "ASSAULT": ("RETREAT", "ceasefire", "0871"),
    "MOBILIZE": ("RETREAT", "withdraw", "0873"),
}

_SANCTIONS = {Status.CANCELLED: ("RETREAT", None, "085"), **dict.fromkeys(FUTURE, ("THREATEN", "restrict", "131"))}
"""CAMEO 163, sanctions on goods and persons: lifted, and to come."""


def code(sense: Sense, status: Status) -> tuple[Plover, str]:
    """Return the PLOVER coding and the CAMEO code (two to four digits, as text)."""
    changed = None
    if sense.cameo == "163" and status in _SANCTIONS:
        changed = _SANCTIONS[status]
    elif status in FUTURE:
        changed = _TO_COME.get(sense.plover)
    elif status is Status.DECLINED:
        changed = _REFUSED.get(sense.plover)
    elif status is Status.CANCELLED and sense.plover == "CONSULT":
        changed = ("SANCTION", "withdraw", "164" if sense.kind == "talks" else "160")
    elif status is Status.CANCELLED:
        changed = _CALLED_OFF.get(sense.plover)
    if changed is not None:
        kind, mode, cameo = changed
        return Plover(kind, mode, "diplomatic" if sense.plover == "CONSULT" else sense.context), cameo
    context = sense.context or ("diplomatic" if sense.plover in ("CONSULT", "AGREE", "SUPPORT") else None)
    return Plover(sense.plover, sense.mode, context), sense.cameo


_QUADS = {
    "verbal cooperation": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    "material cooperation": ("COOPERATE", "AID", "RETREAT"),
    "verbal conflict": ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    "material conflict": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
"""Quad classes of the PLOVER types, after the PLOVER codebook of 2021."""


def quad(plover: str) -> str | None:
    """Return the quad class of a PLOVER type; ``None`` for CAMEO 01 and 02, which have no type."""
    return next((name for name, types in _QUADS.items() if plover in types), None)


@cache
def _codes() -> frozenset[str]:
    return scored() | {x.cameo for x in lexicon().senses.values()}


def is_cameo(code: str) -> bool:
    """True for a code of CAMEO: one of two or three digits that is known, or one of four beneath such.

    >>> is_cameo("036"), is_cameo("0871"), is_cameo("040"), is_cameo("219"), is_cameo("=1")
    (True, True, True, False, False)
    """
    if code in _codes() or (len(code) == 3 and code.endswith("0") and code[:2] in _codes()):
        return True
    return len(code) == 4 and code[3] in "123456" and code[:3] in _codes()
