"""What people's judgements come to, as rows: how much of a sample is right, how far two people agree."""

from __future__ import annotations

from collections.abc import Iterator

from communique.ledger.agreement import Agreement
from communique.ledger.reviewing import SAID
from communique.ledger.sampling import Precision

Cell = str | float | None

SHARES = ("of", "name", "precision", "low", "high", "right", "n", "unsure", "unjudged")
AGREEMENT = ("one", "other", "n", "agreed", "kappa", "low", "high", *(f"{a}_{b}" for a in SAID for b in SAID))
"""``accept_reject`` counts what the one accepted and the other rejected."""


def shares(found: Precision) -> Iterator[tuple[Cell, ...]]:
    """Yield how right a sample is as rows: all of it, then by kind, then by status."""
    for of, rows in (("all", (found.whole,)), ("kind", found.kinds), ("status", found.statuses)):
        for x in rows:
            yield (of, x.name, x.precision, x.low, x.high, x.right, x.n, x.unsure, x.unjudged)


def agreed(x: Agreement) -> tuple[Cell, ...]:
    """Return how far two people agree as a row."""
    return (x.one, x.other, x.n, x.agreed, x.kappa, x.low, x.high, *(n for row in x.table for n in row))
