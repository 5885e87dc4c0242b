"""Where in its report each part of an account stands: who takes part, when, where.

The evidence of an engagement is what tells it. Its parties may be named elsewhere, and its place too: of all mentions
the one nearest to the evidence is given.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from communique.ledger import lookup, packing
from communique.ledger import schema as s
from communique.ledger.views import Account
from communique.records import Evidence

if TYPE_CHECKING:
    from communique.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the parts of an account stand: its parties by the ids of the ledger's actors; what is not told is missing.

    The time is the words that it was read from.
    """

    parties: Mapping[str, Evidence] = field(default_factory=dict)
    time: Evidence | None = None
    place: Evidence | None = None


def whereabouts(ledger: Ledger, accounts: Sequence[Account]) -> dict[str, Whereabouts]:
    """Return where the parts of accounts stand, by the accounts' ids; nothing of those that people added."""
    out: dict[str, Whereabouts] = {}
    with ledger._read() as connection:
        rows = lookup.rows_in(connection, s.account, s.account.c.id, [a.id for a in accounts])
        locals_ = {r.id: r.local for r in rows}
        found = lookup.rows_in(connection, s.appearance, s.appearance.c.report, {r.report for r in rows})
        actors = {(r.report, r.local): r.actor for r in found if r.local}
        c = s.report.c
        for one in connection.execute(select(c.n, c.id, c.text, c.reading).where(c.n.in_({r.report for r in rows}))):
            reading = json.loads(packing.unpack(one.reading))
            engagements = {x["id"]: x for x in reading["engagements"]}
            of = {local: actor for (report, local), actor in actors.items() if report == one.n}
            for account in accounts:
                told = engagements.get(locals_.get(account.id))
                if account.report.id == one.id and told is not None and account.evidence:
                    out[account.id] = _of_one(account, told, reading, of, one.text)
    return out


def _of_one(
    account: Account, told: Mapping[str, Any], reading: Mapping[str, Any], of: Mapping[str, str], text: str
) -> Whereabouts:
    here = account.evidence[0].start
    mentions = {x["id"]: x["mentions"] for x in reading["actors"]}
    parties = {}
    for party in told["participants"]:
        near = _nearest(mentions.get(party["actor"], ()), here, text)
        if near is not None and party["actor"] in of:
            parties[of[party["actor"]]] = near
    when, where = account.time, account.place
    time = _piece(when.start, when.end, text) if when and when.start is not None and when.end is not None else None
    places = [x for x in reading["places"] if where is not None and x["name"] == where.name]
    return Whereabouts(parties, time, _nearest(places, here, text))


def _nearest(spans: Iterable[Mapping[str, Any]], here: int, text: str) -> Evidence | None:
    """The span that is nearest to a character."""
    found = min(spans, key=lambda x: (abs(x["start"] - here), x["start"]), default=None)
    return _piece(found["start"], found["end"], text) if found is not None else None


def _piece(start: int, end: int, text: str) -> Evidence | None:
    return Evidence(start, end, text[start:end]) if 0 <= start < end <= len(text) else None
