"""Scores of an event's CAMEO code, for analysis.

The scale is that of Goldstein (1992, "A Conflict-Cooperation Scale for WEIS Events Data", Journal of Conflict
Resolution 36), carried over to CAMEO by its project and given out by GDELT. The four classes of PLOVER types are
:func:`communique.reading.coding.codes.quad`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from communique.reading.tables import TableError, load

LOWEST, HIGHEST = -10.0, 10.0
"""The ends of the scale: an attack with the military, and a retreat of it."""


@cache
def _scores() -> Mapping[str, float]:
    """Every score of ``goldstein.toml`` by its code.

    Raises:
        TableError: if a code stands under another's head, or a score is off the scale.
    """
    found: dict[str, float] = {}
    for top, rows in load("goldstein").items():
        for code, score in rows.items():
            good = code.isdecimal() and code.startswith(top) and 2 <= len(code) <= 4
            if not good or not isinstance(score, float) or not LOWEST <= score <= HIGHEST:
                raise TableError(f"goldstein.toml, {top}: {code!r} = {score!r} is no score")
            found[code] = score
    return found


def scored() -> frozenset[str]:
    """Return the codes of CAMEO that have a score of their own."""
    return frozenset(_scores())


def goldstein(cameo: str) -> float | None:
    """Return the Goldstein score of a CAMEO code, between -10 and 10; ``None`` for what is no code.

    A code without a score of its own has that of the longest known code it begins with:
    "0871" that of "087", "040" that of "04".
    """
    if not cameo.isdecimal() or not 2 <= len(cameo) <= 4:
        return None
    known = (cameo[:length] for length in range(len(cameo), 1, -1))
    return next((_scores()[code] for code in known if code in _scores()), None)
