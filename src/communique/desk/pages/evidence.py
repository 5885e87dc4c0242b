"""Evidence that stands no longer: judgements and accounts of words that the ledger's reports do not have any more."""

from __future__ import annotations

from itertools import islice

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from communique.desk.access import Reader
from communique.desk.asked import given_in
from communique.desk.rendering import render
from communique.desk.state import Open
from communique.errors import BadQuery
from communique.ledger.evidence import adrift

router = APIRouter()
_MOST = 200


@router.get("/evidence")
def evidence(request: Request, ledger: Open, _: Reader) -> Response:
    """Show what is adrift: of what people judged or added; with ``whole=1`` of all that was read."""
    whole = _whole(given_in(request.query_params))
    found = list(islice(adrift(ledger, whole=whole), _MOST + 1))
    return render(request, "evidence.html", found=found[:_MOST], more=len(found) > _MOST, most=_MOST, whole=whole)


def _whole(given: list[tuple[str, str]]) -> bool:
    for name, value in given:
        if (name, value) != ("whole", "1"):
            raise BadQuery(f"{name}={value}"[:80], "there is no such parameter here", "Give whole=1, or nothing")
    return bool(given)
