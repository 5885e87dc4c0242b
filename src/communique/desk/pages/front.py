"""The first page: how much there is, what is new, what is due, what is to be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from communique.desk.access import Reader
from communique.desk.rendering import render
from communique.desk.searching import View
from communique.desk.state import Open
from communique.desk.watches import watched
from communique.ledger.facets import facets
from communique.ledger.listing import count_within, size_within
from communique.ledger.order import Order
from communique.ledger.queries import Query
from communique.ledger.series import added
from communique.ledger.store import Ledger
from communique.ledger.undertakings import AHEAD
from communique.ledger.views import Review, Voice
from communique.ledger.when import Relation

router = APIRouter()
_NEW, _DUE = 8, 6
"""Engagements that are shown of what is new, and of what is due."""
_DAYS, _AHEAD = 14, 30
"""Days of which it is told what was added, and days ahead of which it is told what is due."""
_EACH, _COUNTED = 40, 1_000
"""Milliseconds after which a count is broken off, and how far what is to be looked at is counted."""
_DOUBTFUL = 0.5
_TABLES = (
    ("/statements", "statement", "Statements"),
    ("/actors", "actor", "Actors"),
    ("/reports", "report", "Reports"),
)


class Figure(NamedTuple):
    """A number and what it leads to; ``None`` where it was not counted in time."""

    name: str
    many: int | None
    link: str


@router.get("/")
def front(request: Request, ledger: Open, _: Reader) -> Response:
    """Show it."""
    today = date.today()
    coming, overdue = _due(today)
    new = Query(order=Order.ADDED)
    return render(
        request,
        "front.html",
        figures=list(_figures(ledger)),
        concerns=[x for x in _concerns(ledger, coming, overdue) if x.many != 0],
        counted_to=_COUNTED,
        new=ledger.find(Query(order=Order.ADDED, limit=_NEW)),
        all_new=_link(new),
        added=added(ledger, since=(today - timedelta(_DAYS)).isoformat(), milliseconds=_EACH),
        coming=ledger.find(replace(coming, limit=_DUE)),
        all_coming=_link(coming),
        overdue=ledger.find(replace(overdue, limit=_DUE)),
        all_overdue=_link(overdue),
        watched=watched(ledger.address),
    )


def _figures(ledger: Ledger) -> Iterator[Figure]:
    (said,) = facets(ledger, names=["review"])
    there = sum(x.count for x in said.values if x.value != Review.REJECTED)
    yield Figure("Engagements", there, "/engagements")
    for path, table, name in _TABLES:
        yield Figure(name, size_within(ledger, table, _EACH), path)


def _concerns(ledger: Ledger, coming: Query, overdue: Query) -> Iterator[Figure]:
    """What somebody may want to look at, each with how many there are."""
    doubtful = Query(confidence_to=_DOUBTFUL, reviews=(Review.NONE,), order=Order.CONFIDENCE)
    asked = (
        ("engagements where sources differ", Query(disputed=True)),
        ("of little confidence, not judged", doubtful),
        ("told only in the words of others", Query(voices=(Voice.QUOTED,))),
        (f"due within {_AHEAD} days", coming),
        ("past their day, and nothing told", overdue),
        ("that people accepted", Query(reviews=(Review.ACCEPTED,))),
        ("that people rejected", Query(reviews=(Review.REJECTED,))),
        ("of which people are unsure", Query(reviews=(Review.UNSURE,))),
    )
    for name, query in asked:
        yield Figure(name, count_within(ledger, query, _COUNTED + 1, _EACH), _link(query))


def _due(today: date) -> tuple[Query, Query]:
    """What is promised and has its last day ahead, and what had it before with no sign of its keeping."""
    ahead = Query(statuses=tuple(sorted(AHEAD)), relation=Relation.DURING)
    last, before = today + timedelta(_AHEAD), today - timedelta(1)
    coming = f"{today.isoformat()}/{last.isoformat()}"
    return (
        replace(ahead, time=coming, day=coming),  # what lies within it begins within it: by this it is found at once
        replace(ahead, time=f"../{before.isoformat()}", newest_first=True),
    )


def _link(query: Query) -> str:
    return View.of("/engagements", query).link
