"""Promises: each with its steps, the day it is due, and what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from communique.desk.access import Reader
from communique.desk.asked import Pairs
from communique.desk.downloads import DOWNLOADS, download
from communique.desk.rendering import render
from communique.desk.state import Open
from communique.desk.svg.lanes import lanes
from communique.desk.viewing import View, view_of
from communique.errors import BadQuery
from communique.ledger.promises import promised, promises

router = APIRouter()
_PAGE, _COUNTED = 40, 300


@router.get("/undertakings")
def undertakings(request: Request, ledger: Open, _: Reader) -> Response:
    """Show a page of those that the address asks for, the latest first."""
    view, by = _view(request)
    limit, start = view.rest.limit or _PAGE, view.rest.offset
    query = replace(view.query, newest_first=True, limit=limit)
    found = promises(ledger, query, by=by.isoformat(), most=_COUNTED + 1)
    further = view.to(offset=start + limit, limit=view.rest.limit) if found.is_more else None
    before = view.to(offset=max(0, start - limit), limit=view.rest.limit) if start else None
    return render(
        request, "undertakings.html", view=view, by=by, count=found.count, counted_to=_COUNTED, start=start,
        lanes=lanes(found.page, by), further=further, before=before, downloads=DOWNLOADS,
    )  # fmt: skip


@router.get("/undertakings.{suffix}")
def downloaded(request: Request, suffix: str, ledger: Open, _: Reader) -> Response:
    """Give the engagements that were promised, of all pages, in a form."""
    view, by = _view(request)
    query = replace(view.query, newest_first=True, limit=None, offset=0)
    return download(ledger, query, suffix, str(request.base_url), lambda: promised(ledger, query, by=by.isoformat()))


def _view(request: Request) -> tuple[View, date]:
    """The view, and the day by which the promises are told: today where none is given."""
    given = request.query_params.get("by", "").strip()
    own: Pairs = [("by", given)] if given else []
    return view_of(request, "/undertakings", own, also=("by",)), _day(given) if given else datetime.now(UTC).date()


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise BadQuery(repr(given), "by is no day", "Give one: by=2018-10-01") from None
