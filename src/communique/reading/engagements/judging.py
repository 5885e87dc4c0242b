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
_MEETINGS = frozenset({"meeting", "visit", "call", "mediation"})


def judged(draft: Draft, telling: Telling, published: date | None) -> Draft:
    """Return a draft with its status, how sure it is, and the words that decided it."""
    scores = {s: weighing.score(evidence(draft, telling, s, published)) for s, weighing in weighings("status").items()}
    best = max(scores, key=lambda s: scores[s])
    top = scores[best]
    sure = 1 / sum(math.exp(v - top) for v in scores.values())
    status, rules = Status(best), telling.ruled
    agreed = rules.status is status
    reasons = [f"model: told {telling.chance:.2f}, {status.value} {sure:.2f}"]
    if not agreed:
        words = f" ({', '.join(rules.cues)})" if rules.cues else ""
        reasons.append(f"rules: {rules.status.value}{words}")
    return draft.because(*reasons, verdict=Verdict(status, rules.cues if agreed else ("the model",)), sure=sure)


def evidence(draft: Draft, telling: Telling, status: str, published: date | None) -> Features:
    """Return what speaks for a status: the model's log chance, the rules' verdict, the day beside publication."""
    family = FAMILIES[telling.kind]
    sort = "meetings" if family in _MEETINGS else "deeds" if family in _DEEDS else "words"
    when = day(draft.edtf, published)
    return {
        "model": telling.statuses[status],
        f"rules {telling.ruled.status.value}": 1.0,
        f"rules {telling.ruled.status.value}, {sort}": 1.0,
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
