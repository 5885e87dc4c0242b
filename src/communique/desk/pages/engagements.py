"""Engagements: the search, its facets, and its rows in every form."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from communique.desk.access import Reader
from communique.desk.asked import given_in, query_from
from communique.desk.downloads import DOWNLOADS, download
from communique.desk.rendering import render
from communique.desk.state import Open

router = APIRouter()
_PAGE = 50
_COUNTED = 10_000


@router.get("/engagements")
def engagements(request: Request, ledger: Open, _: Reader) -> Response:
    """Show those that the address asks for."""
    query = query_from(given_in(request.query_params))
    page = replace(query, limit=query.limit or _PAGE)
    count = ledger.count(query, _COUNTED + 1)
    return render(request, "engagements.html", query=page, asked=query, found=ledger.find(page), count=count,
                  counted_to=_COUNTED, downloads=DOWNLOADS)  # fmt: skip


@router.get("/engagements.{suffix}")
def downloaded(request: Request, suffix: str, ledger: Open, _: Reader) -> Response:
    """Give all of them in a form."""
    return download(ledger, query_from(given_in(request.query_params)), suffix, str(request.base_url))
