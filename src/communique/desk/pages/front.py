"""The first page: how much there is, what is new, what is due."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from communique.desk.access import Reader
from communique.desk.rendering import render
from communique.desk.state import Open
from communique.ledger.queries import Query

router = APIRouter()
_NEW = 10


@router.get("/")
def front(request: Request, ledger: Open, _: Reader) -> Response:
    """Show it."""
    new = ledger.find(Query(newest_first=True, limit=_NEW))
    return render(request, "front.html", counts=ledger.counts(), new=new)
