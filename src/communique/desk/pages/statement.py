"""One statement: who said what to whom, of what and whom, at which characters of which report."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from communique.desk.access import Reader
from communique.desk.citing import FILES, citations, taken
from communique.desk.rendering import render
from communique.desk.state import Open
from communique.errors import UnknownId
from communique.ledger.finding import saying
from communique.ledger.judgements import Judgement
from communique.ledger.store import Ledger
from communique.ledger.views import Entry, Saying
from communique.links import web_address
from communique.records import as_json

router = APIRouter()


@router.get("/statement")
def statement(request: Request, id: str, ledger: Open, _: Reader) -> Response:
    """Show it."""
    found = saying(ledger, id)
    return render(
        request,
        "statement.html",
        saying=found,
        about=_about(ledger, found),
        judged=_judged(ledger, found),
        undone=ledger.undone(),
        files=FILES,
        cited=citations(request, ledger, found),
    )


@router.get("/statement.{suffix}")
def as_file(request: Request, suffix: str, id: str, ledger: Open, _: Reader) -> Response:
    """Give it in a form: as JSON, as ``communique show`` does, or as it is cited."""
    found = saying(ledger, id)
    plain = as_json(found)
    plain["report"]["url"] = web_address(found.report.url)
    return taken(request, ledger, found, plain, suffix)


def _about(ledger: Ledger, found: Saying) -> list[tuple[str, Entry]]:
    """The engagements that a statement speaks of, each with how it stands to it."""
    out = []
    for about in found.about:
        try:
            out.append((about.stance.value, ledger.entry(about.engagement)))
        except UnknownId:  # joined with another, or gone, since the statement was loaded
            continue
    return out


def _judged(ledger: Ledger, found: Saying) -> list[Judgement]:
    """What people said of it; such judgements hold on to its report."""
    return [j for j in ledger.judgements(found.report.id) if j.subject == found.id]
