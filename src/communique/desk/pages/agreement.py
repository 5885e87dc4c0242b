"""Agreement: how far each two people agree who judged the same engagements."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from communique.desk.access import Reader
from communique.desk.rendering import render
from communique.desk.sheets import taken_away
from communique.desk.state import Open
from communique.exchange import reviews
from communique.ledger.agreement import agreement as agreed
from communique.ledger.reviewing import samples

router = APIRouter()


@router.get("/agreement")
def agreement(request: Request, ledger: Open, _: Reader, sample: str = "") -> Response:
    """Show it, of all that was judged or of one sample."""
    found = agreed(ledger, sample or None)
    return render(request, "agreement.html", found=found, sample=sample, samples=samples(ledger))


@router.get("/agreement.{suffix}")
def downloaded(suffix: str, ledger: Open, _: Reader, sample: str = "") -> Response:
    """Give the same rows in a form."""
    found = agreed(ledger, sample or None)
    return taken_away("agreement", suffix, reviews.AGREEMENT, map(reviews.agreed, found), found)
