"""Engagements, what each report says of one, promises and what is due."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.requests import Request
from starlette.responses import Response

from communique.desk.access import Reader
from communique.desk.api.answers import COUNTED, answer, gives, list_of, listed, piece_of, ref
from communique.desk.api.parameters import QUERY, Given, takes
from communique.desk.downloads import DOWNLOADS, download
from communique.desk.state import Open
from communique.ledger import listing
from communique.ledger.listing import Cut
from communique.records import as_json

router = APIRouter(tags=["engagements"])


@router.get("/engagements", **gives(list_of("Entry"), QUERY, summary="Engagements that a query finds"))
def engagements(request: Request, ledger: Open, asked: Given, _: Reader) -> Response:
    """The same as ``communique search --json`` prints."""
    query = replace(asked.query(), limit=asked.page())
    return listed(request, ledger.find(query), ledger.count(query, COUNTED + 1))


_FILE = {"type": "string", "format": "binary"}
_Form = Annotated[str, Path(description="The form", json_schema_extra={"enum": list(DOWNLOADS)}, examples=["csv"])]


@router.get("/engagements.{form}", **gives(_FILE, QUERY, summary="All of them as a file", media="*/*"))
def engagements_as_file(request: Request, form: _Form, ledger: Open, asked: Given, _: Reader) -> Response:
    """The same as the pages give to take away."""
    return download(ledger, asked.query(), form, str(request.base_url))


@router.get(
    "/engagement", **gives(ref("Shown"), takes("day", needed=["id"]), summary="One engagement, whole")
)  # fmt: skip
def engagement(ledger: Open, asked: Given, _: Reader) -> Response:
    """The same as ``communique show ID --json`` prints: also its undertaking, and the judgements on it."""
    day, entry = asked.day(), ledger.entry(asked.needed("id"))
    life = ledger.undertaking(entry.id, by=day)
    steps = {**as_json(life), "entry": life.entry.id} if life else None
    return answer({**as_json(entry), "undertaking": steps, "judgements": as_json(tuple(ledger.judgements(entry.id)))})


@router.get("/account", **gives(ref("Account"), takes(needed=["id"]), summary="What one report says of an engagement"))
def account(ledger: Open, asked: Given, _: Reader) -> Response:
    """It is named by its report's id, a slash and its own."""
    return answer(ledger.account(asked.needed("id")))


@router.get("/undertakings", **gives(list_of("Undertaking"), QUERY, summary="Promises among what a query finds"))
def undertakings(request: Request, ledger: Open, asked: Given, _: Reader) -> Response:
    """Each with its steps, as far as reports tell them."""
    cut = Cut(asked.page(), asked.number("offset", 0), COUNTED + 1)
    found = listing.undertakings(ledger, replace(asked.query(), limit=None, offset=0), cut)
    return listed(request, found.items, found.count)


@router.get("/due", **gives(list_of("Undertaking"), (*QUERY, *takes("day")), summary="Promises that are due"))
def due(request: Request, ledger: Open, asked: Given, _: Reader) -> Response:
    """The same as ``communique due --json`` prints: of whose keeping nothing is told by a day."""
    return piece_of(request, asked, ledger.due(asked.day(), replace(asked.query(), limit=None, offset=0)))
