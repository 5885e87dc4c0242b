"""What is told so that it is recorded, and how sure the record of it is."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from communique.reading.engagements.drafts import Draft
from communique.reading.engagements.joining import Pair
from communique.reading.engagements.tellings import Telling
from communique.reading.engagements.weighing import Features, odds, weighings

ADMITTED = 0.4
"""Chance from which an engagement is recorded, chosen on training reports that were left out."""


def admitted(told: Iterable[Pair]) -> list[Draft]:
    """Return the drafts that are recorded, each with its confidence; what names nobody, no place and no day is not."""
    weighing, out = weighings("admission"), []
    for draft, telling in told:
        found = support(draft, telling)
        placed = bool(draft.parts) or draft.place is not None or draft.edtf is not None
        if placed and weighing["told"].chance(found) >= ADMITTED:
            out.append(replace(draft, confidence=weighing["right"].chance(found)))
    return out


def support(draft: Draft, telling: Telling) -> Features:
    """Return what speaks for a draft to be an engagement."""
    return {
        "told": odds(telling.chance),
        "told plainly": odds(telling.best),
        "family": odds(telling.family),
        "status": odds(draft.sure),
        "mentions": math.log(draft.mentions),
        "told again": float(draft.mentions > 1),
        "lexicon agrees": float(telling.known == telling.kind),
        "lexicon differs": float(telling.known not in (None, telling.kind)),
        "rules agree": float(telling.ruled.status is draft.status),
        "nobody": float(not draft.parts),
        "two parties": float(len(draft.parts) > 1),
        "time": float(draft.edtf is not None),
        "place": float(draft.place is not None),
        "voice": float(draft.voice is not None),
        "noun": float(draft.noun),
        "how late": math.log1p(draft.sentence),
        "first": float(draft.sentence == 0),
        telling.kind: 1.0,
        draft.status.value: 1.0,
    }
