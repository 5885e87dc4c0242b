"""What the lexicon alone says is told, where a language core has no last layers that say it.

A word of the lexicon tells, of the kind of its sense; its frame says who takes part and where; the grammar says where
it stands. No two words are held for one engagement.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from communique.reading.engagements.parties import Acts
from communique.reading.engagements.tellings import Telling
from communique.reading.status.verdicts import Verdict
from communique.records import Part, Status

TRUSTED = 0.75
"""How likely a word of the lexicon is taken to tell, and its sense and the grammar to be right.

With the shipped trees it gives a balance: of what is found so in sample reports, five of eight engagements are those of
the whole reading, which finds a third more than it. At 0.68 half of these are lost.
"""


def ruled(acts: Acts, judge: Callable[[int], Verdict]) -> list[Telling]:
    """Return a telling for every word that the lexicon finds and whose frame holds somebody, in order."""
    found = {}
    for trigger, filled in acts.filled:
        token, kind, verdict = trigger.token, trigger.sense.kind, judge(trigger.token)
        parts = tuple((word, Part(name)) for name, words in filled.parts.items() for word in words)
        if token in found or not parts:
            continue
        found[token] = Telling(
            token=token,
            mentions=(token,),
            kind=kind,
            kinds={kind: TRUSTED},
            statuses={s.value: _chance(s is verdict.status) for s in Status},
            ruled=verdict,
            known=kind,
            chance=TRUSTED,
            best=TRUSTED,
            parts=parts,
            times=(),
            places=tuple(filled.places),
            ties={},
            by="lexicon",
        )
    return sorted(found.values(), key=lambda t: t.token)


def _chance(told: bool) -> float:
    """Return the log chance of a status: what the grammar says has most of it, the others share the rest."""
    return math.log(TRUSTED if told else (1 - TRUSTED) / (len(Status) - 1))
