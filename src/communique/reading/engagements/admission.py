"""What is told so that it is recorded, and how sure the record of it is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from communique.reading.engagements.drafts import Draft
from communique.reading.engagements.joining import Pair
from communique.reading.engagements.tellings import FAMILIES, Telling
from communique.reading.engagements.weighing import Features, odds, weighings

ADMITTED = 0.45
"""Chance from which an engagement is recorded, chosen on training reports that were left out."""


@dataclass(frozen=True, slots=True)
class Left:
    """What is told and not recorded, and why.

    Attributes:
        chance: how likely a reader would enter it, 0 to 1.
    """

    draft: Draft
    chance: float
    reason: str


def admitted(told: Sequence[Pair]) -> tuple[list[Draft], list[Left]]:
    """Return the drafts that are recorded, each with its confidence, and those that are not.

    What names nobody, no place and no day is not recorded.
    """
    weighing = weighings("admission")
    kept: list[Draft] = []
    left: list[Left] = []
    for draft, _, found in supported(told):
        chance = weighing["told"].chance(found)
        if chance < ADMITTED:
            left.append(Left(draft, chance, f"less likely than {ADMITTED}"))
        elif not draft.parts and draft.place is None and draft.edtf is None:
            left.append(Left(draft, chance, "names nobody, no place and no day"))
        else:
            kept.append(replace(draft, confidence=weighing["right"].chance(found)))
    return kept, left


def supported(told: Sequence[Pair]) -> Iterator[tuple[Draft, Telling, Features]]:
    """Yield every draft of a report with what it was made from and what speaks for it to be an engagement."""
    beside = Counter((draft.sentence, FAMILIES[telling.kind]) for draft, telling in told)
    for draft, telling in told:
        again = beside[draft.sentence, FAMILIES[telling.kind]] > 1
        yield draft, telling, {**_support(draft, telling), "told twice in a sentence": float(again)}


def _support(draft: Draft, telling: Telling) -> Features:
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
