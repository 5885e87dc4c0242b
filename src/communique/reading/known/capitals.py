"""Capitals, and other names for the seat of a government."""

from __future__ import annotations

from functools import cache

from communique.reading.known.candidates import clean
from communique.reading.known.gazetteer import countries, fold
from communique.reading.tables import load

__all__ = ["capital_country", "is_capital"]


@cache
def _capitals() -> dict[str, str]:
    """Capitals by folded name with their country; other names of a government's seat after them."""
    found = {fold(land.capital): code for code, land in countries().items() if land.capital}
    for code, names in load("metonyms")["government"].items():
        for name in names:
            found.setdefault(fold(name), code)
    return found


def capital_country(name: str) -> str | None:
    """Return the country (alpha-3) whose government ``name`` may stand for: a capital or its like."""
    return _capitals().get(fold(clean(name)))


def is_capital(name: str) -> bool:
    """True where ``name`` is a country's capital or another name for the seat of its government."""
    return capital_country(name) is not None
