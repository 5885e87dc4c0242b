"""Two of them, countries, bodies or actors: what passes between them along time, how much, in which tone, who meets."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from communique.desk.access import Reader
from communique.desk.asked import Pairs, given_in
from communique.desk.downloads import DOWNLOADS, download
from communique.desk.rendering import render
from communique.desk.state import Open
from communique.desk.svg.months import CALLED, bars, tone
from communique.desk.svg.timeline import timeline
from communique.desk.viewing import View, choices, listed, side, view_of
from communique.errors import BadQuery
from communique.ledger import series
from communique.ledger.marks import marks
from communique.reading.asked import country_code
from communique.records import Status

router = APIRouter()
_DRAWN, _PAIRS = 200, 20
_DONE = (Status.HELD, Status.ONGOING)


@router.get("/dyad")
def dyad(request: Request, ledger: Open, _: Reader) -> Response:
    """Show what passes between two, or ask which two."""
    if not given_in(request.query_params):
        return render(request, "dyad_asked.html")
    if codes := _codes(request):
        return RedirectResponse(f"/dyad?{urlencode(codes)}", 307)
    view = _view(request)
    done = view.query if view.query.statuses else replace(view.query, statuses=_DONE)
    months = series.by_month(ledger, view.query, milliseconds=view.patience.left)
    tones = series.tone(ledger, done, milliseconds=view.patience.left)
    drawn = marks(ledger, replace(view.query, newest_first=True, after=None, limit=_DRAWN))
    return render(
        request, "dyad.html", view=view, page=listed(ledger, view), sides=[side(ledger, name) for _, name in view.own],
        choices=choices(ledger, view), drawn=drawn, line=timeline(drawn), months=months, bars=bars(months.rows),
        tones=tones, tone=tone(tones.rows, months.rows),
        met=series.pairs(ledger, view.query, most=_PAIRS, milliseconds=view.patience.left),
        called=CALLED, between=_between, downloads=DOWNLOADS,
    )  # fmt: skip


@router.get("/dyad.{suffix}")
def downloaded(request: Request, suffix: str, ledger: Open, _: Reader) -> Response:
    """Give all of it in a form."""
    return download(ledger, replace(_view(request).query, newest_first=True), suffix, str(request.base_url))


def _view(request: Request) -> View:
    names = tuple(value.strip() for value in request.query_params.getlist("between") if value.strip())
    if len(names) != 2:
        raise BadQuery("'between'", "two are needed", "Give it twice: /dyad?between=RUS&between=USA")
    return view_of(request, "/dyad", [("between", name) for name in names], dyad=names)


def _codes(request: Request) -> Pairs:
    """The parameters with countries by their codes, none where they are so already."""
    given = given_in(request.query_params)
    found = [(name, _code(value) if name == "between" else value) for name, value in given]
    return found if found != given else []


def _code(name: str) -> str:
    """The code of a country that is given by its name, else what was given."""
    try:
        return country_code(name) if len(name) > 3 else name
    except BadQuery:
        return name


def _between(one: str, other: str, view: View) -> str:
    """The address of the same view of two others."""
    return View("/dyad", [("between", one), ("between", other)], view.rest).to()
