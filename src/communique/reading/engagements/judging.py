"""Where an engagement stands: the model, the rules and the calendar, weighed together. The one door to a status."""

from __future__ import annotations

import math
from collections.abc import Mapping
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
ACTS = ("meetings", "deeds")
"""Sorts of engagements that grammar alone may judge."""


def judged(draft: Draft, telling: Telling, published: date | None) -> Draft:
    """Return a draft with its status, how sure it is, and the words that decided it."""
    grammar = by_grammar(telling)
    scores = grammar or weighed(draft, telling, published)
    best = max(scores, key=lambda s: scores[s])
    top = scores[best]
    sure = 1 / sum(math.exp(v - top) for v in scores.values())
    status, rules = Status(best), telling.ruled
    agreed = rules.status is status
    by = "; grammar:" if grammar else ","
    reasons = [f"{telling.by}: told {telling.chance:.2f}{by} {status.value} {sure:.2f}"]
    if not agreed:
        words = f" ({', '.join(rules.cues)})" if rules.cues else ""
        reasons.append(f"rules: {rules.status.value}{words}")
    return draft.because(*reasons, verdict=Verdict(status, rules.cues if agreed else (f"the {telling.by}",)), sure=sure)


def by_grammar(telling: Telling) -> Mapping[str, float]:
    """Return the log chances of each status where the grammar right at the word decides it, else nothing.

    How often it is right is counted on all marked reports; what is not right often enough has no row there.
    """
    rules = telling.ruled
    row = weighings("plain").get(plainly(rules.status.value, sort_of(telling.kind))) if rules.plain else None
    return row.weights if row is not None else {}


def plainly(status: str, sort: str) -> str:
    """Return the row of what the grammar right at the word says of a sort of engagements."""
    return f"{status}, {sort}"


def weighed(draft: Draft, telling: Telling, published: date | None) -> Mapping[str, float]:
    """Return the scores of each status by the model, the rules and the calendar."""
    shared = evidence(draft, telling, published)
    return {s: w.score({**for_status(telling, s), **shared}) for s, w in weighings("status").items()}


def for_status(telling: Telling, status: str) -> Features:
    """Return what speaks for one status alone: the model's log chance, and the rules' leaning.

    The leaning is how much likelier a status is, in all marked reports, where the rules say so of a meeting or visit:
    of rare statuses the model saw few.
    """
    leaning = weighings("leaning")[telling.ruled.status.value].weights.get(status, 0.0)
    return {"model": telling.statuses[status], "leaning": leaning if sort_of(telling.kind) == "meetings" else 0.0}


def evidence(draft: Draft, telling: Telling, published: date | None) -> Features:
    """Return what every status weighs in its own way: the rules' verdict, the day beside publication, the kind."""
    rules, sort, when = telling.ruled.status.value, sort_of(telling.kind), day(draft.edtf, published)
    return {
        f"rules {rules}": 1.0,
        f"rules {rules}, {sort}": 1.0,
        f"day {when}": 1.0,
        f"day {when}, {sort}": 1.0,
        sort: 1.0,
        telling.kind: 1.0,
    }


def sort_of(kind: str) -> str:
    """Return how a kind is judged: one of :data:`ACTS`, or ``words``, which are held once said."""
    family = FAMILIES[kind]
    return "meetings" if family in MEETINGS else "deeds" if family in _DEEDS else "words"


def day(edtf: str | None, published: date | None) -> str:
    """Return where a time lies beside the day of publication: before, after, about, or unknown."""
    if not edtf or published is None:
        return "unknown"
    first, last = bounds(edtf)
    if last < published:
        return "before"
    return "after" if first > published else "about"
