"""What is told so that it is recorded, and how sure the record of it is."""

from __future__ import annotations

import math

from communique.reading.engagements.drafts import Draft
from communique.reading.engagements.tellings import Telling
from communique.reading.engagements.weighing import Features, odds, weighings

ADMITTED = 0.35
"""Chance from which an engagement is recorded, chosen on training reports that were left out."""


def admit(draft: Draft, telling: Telling) -> bool:
    """Say whether a draft is recorded; give it its confidence, the chance that it is one and its status right.

    What names nobody, no place and no day is not.
    """
    found = support(draft, telling)
    weighing = weighings("admission")
    draft.confidence = weighing["right"].chance(found)
    placed = bool(draft.parts) or draft.place is not None or draft.edtf is not None
    return placed and weighing["told"].chance(found) >= ADMITTED


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
