"""Where engagements take place, on a map and as a list."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from communique.desk.access import Reader
from communique.desk.downloads import DOWNLOADS, download
from communique.desk.rendering import render
from communique.desk.state import Open
from communique.desk.svg.maps import world
from communique.desk.viewing import MOST, drawn_of, view_of
from communique.ledger.spots import spots

router = APIRouter()
_LISTED, _DRAWN = 200, 5_000


@router.get("/map")
def map(request: Request, ledger: Open, _: Reader) -> Response:  # what it is called
    """Show where that takes place what the address asks for, of very many the latest."""
    view = view_of(request, "/map")
    found = spots(ledger, drawn_of(view, _DRAWN))
    return render(
        request, "map.html", view=view, world=world(found), count=ledger.count(view.query, MOST + 1), drawn_to=_DRAWN,
        listed=_LISTED, on=replace(view.rest, after=None, limit=None, offset=0), downloads=DOWNLOADS,
    )  # fmt: skip


@router.get("/map.{suffix}")
def downloaded(request: Request, suffix: str, ledger: Open, _: Reader) -> Response:
    """Give those that were looked at for the map in a form."""
    return download(ledger, drawn_of(view_of(request, "/map"), _DRAWN), suffix, str(request.base_url))
