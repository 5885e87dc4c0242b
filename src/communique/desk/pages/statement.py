"""One statement: who said what to whom, of what and whom, at which characters of which report."""

from __future__ import annotations

from types import MappingProxyType

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from communique.desk.access import Reader
from communique.desk.downloads import one_file
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
FILES = MappingProxyType({"json": "JSON"})
"""What there is to take away of one, and what it is called."""


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
    )


@router.get("/statement.json")
def as_file(id: str, ledger: Open, _: Reader) -> Response:
    """Give it as JSON, as ``communique show`` does."""
    plain = as_json(saying(ledger, id))
    plain["report"]["url"] = web_address(plain["report"]["url"])
    return one_file(plain, "statement.json")


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
