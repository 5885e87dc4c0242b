"""Where an engagement stands: the model, the rules and the calendar, weighed together. The one door to a status."""

from __future__ import annotations

import math
from datetime import date

from communique.reading.engagements.drafts import Draft
from communique.reading.engagements.tellings import FAMILIES, Telling
from communique.reading.engagements.weighing import Features, weighings
from communique.reading.periods import bounds
from communique.reading.status.verdicts import Verdict
from communique.records import Status

_DEEDS = frozenset({"aid", "yielding", "sanction", "force", "agreement"})
MEETINGS = frozenset({"meeting", "visit", "call", "mediation", "invitation"})
"""Families whose status the sentence's grammar tells best; acts of speech are held once made."""


CERTAIN = frozenset({("may",), ("might",), ("could",)})
"""Words that decide by grammar alone, where nothing but they speaks and the verb is their own: "may meet"."""


def judged(draft: Draft, telling: Telling, published: date | None) -> Draft:
    """Return a draft with its status, how sure it is, and the words that decided it."""
    scores = {s: weighing.score(evidence(draft, telling, s, published)) for s, weighing in weighings("status").items()}
    best = max(scores, key=lambda s: scores[s])
    top = scores[best]
    sure = 1 / sum(math.exp(v - top) for v in scores.values())
    status, rules = Status(best), telling.ruled
    if not draft.noun and rules.cues in CERTAIN:
        status = rules.status
    agreed = rules.status is status
    reasons = [f"model: told {telling.chance:.2f}, {status.value} {sure:.2f}"]
    if not agreed:
        words = f" ({', '.join(rules.cues)})" if rules.cues else ""
        reasons.append(f"rules: {rules.status.value}{words}")
    return draft.because(*reasons, verdict=Verdict(status, rules.cues if agreed else ("the model",)), sure=sure)


def evidence(draft: Draft, telling: Telling, status: str, published: date | None) -> Features:
    """Return what speaks for a status: the model's log chance, the rules' verdict, the day beside publication.

    ``leaning`` is how much likelier a status is, in all marked reports, where the rules say so of a meeting or visit:
    of rare statuses the model saw few.
    """
    family, rules = FAMILIES[telling.kind], telling.ruled.status.value
    sort = "meetings" if family in MEETINGS else "deeds" if family in _DEEDS else "words"
    when = day(draft.edtf, published)
    return {
        "model": telling.statuses[status],
        "leaning": weighings("leaning")[rules].weights.get(status, 0.0) if sort == "meetings" else 0.0,
        f"rules {rules}": 1.0,
        f"rules {rules}, {sort}": 1.0,
        f"day {when}": 1.0,
        f"day {when}, {sort}": 1.0,
        sort: 1.0,
        telling.kind: 1.0,
    }


def day(edtf: str | None, published: date | None) -> str:
    """Return where a time lies beside the day of publication: before, after, about, or unknown."""
    if not edtf or published is None:
        return "unknown"
    first, last = bounds(edtf)
    if last < published:
        return "before"
    return "after" if first > published else "about"
