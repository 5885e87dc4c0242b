"""A month: what is planned, due and held on each of its days."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from communique.desk.access import Reader
from communique.desk.downloads import DOWNLOADS, download
from communique.desk.rendering import render
from communique.desk.state import Open
from communique.desk.svg.days import day_of
from communique.desk.svg.weeks import bounds, weeks
from communique.desk.viewing import View, view_of
from communique.errors import BadQuery
from communique.ledger.days import days, entries_of_days
from communique.ledger.marks import marks
from communique.records import Status

router = APIRouter()
_A_DAY = 6
_MONTH = re.compile(r"(?!9999)([1-9]\d{3})-(0[1-9]|1[0-2])", re.ASCII)


@router.get("/calendar")
def calendar(request: Request, ledger: Open, _: Reader) -> Response:
    """Show a month, this one where none is asked for."""
    view, (first, last) = _view(request)
    on = replace(view.rest, after=None, limit=None, offset=0)
    shown = weeks(days(ledger, view.query, first, last, most=_A_DAY), first, last)
    latest = [] if shown.count else marks(ledger, replace(view.query, newest_first=True, limit=1))
    last_told = next((day for x in latest if (day := day_of(x.day))), None)
    return render(
        request, "calendar.html", view=view, month=shown, before=_at(view, first - timedelta(1)),
        after=_at(view, last + timedelta(1)), latest=_at(view, last_told) if last_told else None,
        today=datetime.now(UTC).date(), on=on, downloads=DOWNLOADS,
    )  # fmt: skip


@router.get("/calendar.{suffix}")
def downloaded(request: Request, suffix: str, ledger: Open, _: Reader) -> Response:
    """Give all of the month in a form."""
    view, (first, last) = _view(request)
    query = replace(view.query, statuses=view.query.statuses or tuple(Status))
    rows = view.query
    return download(ledger, query, suffix, str(request.base_url), lambda: entries_of_days(ledger, rows, first, last))


def _view(request: Request) -> tuple[View, tuple[date, date]]:
    """The view, and the first and the last day of its month."""
    given = request.query_params.get("month", "").strip() or f"{datetime.now(UTC):%Y-%m}"
    match = _MONTH.fullmatch(given)
    if match is None:
        raise BadQuery(repr(given), "this is no month", "Give one: month=2018-08")
    return view_of(request, "/calendar", [("month", given)]), bounds(int(match[1]), int(match[2]))


def _at(view: View, day: date) -> str:
    """The address of the same view of the month of a day."""
    return replace(view, own=[("month", f"{day.year:04}-{day.month:02}")]).to()
