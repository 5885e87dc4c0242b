"""One engagement: every field with its evidence, all its sources, what became of it, what people said of it."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from communique.desk.access import Reader
from communique.desk.rendering import one, render
from communique.desk.state import Open

router = APIRouter()


@router.get("/engagement")
def engagement(request: Request, id: str, ledger: Open, _: Reader) -> Response:
    """Show it; an id that it once had, or that of an account, leads to it."""
    entry = ledger.entry(id)
    if entry.id != id:
        return RedirectResponse(one("/engagement", entry.id), 307)
    return render(request, "engagement.html", entry=entry, life=ledger.undertaking(id), judged=ledger.judgements(id))
