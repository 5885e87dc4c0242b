"""Engagements: the search, its facets, and its rows in every form."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from communique.desk.access import Reader
from communique.desk.asked import Pairs, given_in, query_from
from communique.desk.downloads import DOWNLOADS, download
from communique.desk.narrowing import choices
from communique.desk.patience import COUNTS, Patience, endless
from communique.desk.rendering import render
from communique.desk.searching import COUNTED, View, chips, in_order, page_size, tidied, view_of
from communique.desk.state import Open
from communique.ledger.order import Order
from communique.ledger.paging import page
from communique.ledger.queries import Query
from communique.ledger.views import Review, Voice
from communique.ledger.when import Relation
from communique.reading.asked import kinds
from communique.records import Status

router = APIRouter()
_FEED = 100
"""Engagements in a feed, those added last."""
_NAMES = MappingProxyType(
    {"actor": "with", "from": "acting", "to": "toward", "place": "in", "day": "on", "since": "since", "until": "until",
     "confidence-from": "confidence at least", "confidence-to": "confidence at most", "report-day": "reported on",
     "language": "reported in",
     "undated": "without a time too", "rejected": "rejected too", "disputed": "sources differ",
     "date-fallback": "without a time by the report"}
)  # fmt: skip
_ORDERS = (
    ("Newest first", Order.DAY, True), ("Oldest first", Order.DAY, False), ("Added last", Order.ADDED, False),
    ("Least sure first", Order.CONFIDENCE, False),
)  # fmt: skip


def query_of(pairs: Pairs) -> Query:
    """Return the query that parameters are: of the latest day first, unless another order is asked for.

    Raises:
        BadQuery: if a parameter is none, or its value none that it may have.
    """
    return query_from(in_order(pairs))


@router.get("/engagements")
def engagements(request: Request, ledger: Open, _: Reader) -> Response:
    """Show those that the address asks for."""
    if (tidy := tidied(request)) is not None:
        return tidy
    view = view_of(request)
    pairs, is_endless = endless(view.pairs)
    view = View(view.path, tuple(pairs))
    query = query_of(pairs)
    asked = replace(query, limit=page_size(query.limit))
    found = page(ledger, asked)
    return render(
        request,
        "engagements.html",
        view=view,
        chips=chips(ledger, view, _NAMES),
        found=found.entries,
        further=found.after,
        count=ledger.count(query, COUNTED + 1),
        counted_to=COUNTED,
        undated=ledger.count_undated(query),
        is_cut=ledger.is_cut(asked),
        choices=choices(ledger, view, query, Patience(is_endless)),
        count_all=view.but(COUNTS, "all"),
        orders=_orders(view, query),
        feed=View.of("/engagements.rss", replace(_whole(query), order=Order.ADDED, limit=_FEED)).link,
        files=DOWNLOADS,
        kinds=kinds(),
        statuses=list(Status),
        voices=list(Voice),
        reviews=list(Review),
        relations=list(Relation),
    )


def _whole(query: Query) -> Query:
    return replace(query, limit=None, offset=0, after=None, newest_first=False)


def _orders(view: View, query: Query) -> list[tuple[str, str, bool]]:
    now = (query.order, query.newest_first)
    return [
        (
            label,
            View.of(view.path, replace(_whole(query), order=order, newest_first=newest)).link,
            (order, newest) == now,
        )
        for label, order, newest in _ORDERS
    ]


@router.get("/engagements.{suffix}")
def downloaded(request: Request, suffix: str, ledger: Open, _: Reader) -> Response:
    """Give all of them in a form."""
    return download(ledger, query_of(given_in(request.query_params)), suffix, str(request.base_url))
