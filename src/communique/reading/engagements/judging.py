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
    shared = evidence(draft, telling, published)
    scores = {s: w.score({**for_status(telling, s), **shared}) for s, w in weighings("status").items()}
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


def for_status(telling: Telling, status: str) -> Features:
    """Return what speaks for one status alone: the model's log chance, and the rules' leaning.

    The leaning is how much likelier a status is, in all marked reports, where the rules say so of a meeting or visit:
    of rare statuses the model saw few.
    """
    leaning = weighings("leaning")[telling.ruled.status.value].weights.get(status, 0.0)
    return {"model": telling.statuses[status], "leaning": leaning if _sort(telling) == "meetings" else 0.0}


def evidence(draft: Draft, telling: Telling, published: date | None) -> Features:
    """Return what every status weighs in its own way: the rules' verdict, the day beside publication, the kind."""
    rules, sort, when = telling.ruled.status.value, _sort(telling), day(draft.edtf, published)
    return {
        f"rules {rules}": 1.0,
        f"rules {rules}, {sort}": 1.0,
        f"day {when}": 1.0,
        f"day {when}, {sort}": 1.0,
        sort: 1.0,
        telling.kind: 1.0,
    }


def _sort(telling: Telling) -> str:
    family = FAMILIES[telling.kind]
    return "meetings" if family in MEETINGS else "deeds" if family in _DEEDS else "words"


def day(edtf: str | None, published: date | None) -> str:
    """Return where a time lies beside the day of publication: before, after, about, or unknown."""
    if not edtf or published is None:
        return "unknown"
    first, last = bounds(edtf)
    if last < published:
        return "before"
    return "after" if first > published else "about"
