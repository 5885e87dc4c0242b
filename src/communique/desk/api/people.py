"""Who takes part, and what they say."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from communique.desk.access import Reader
from communique.desk.api.answers import COUNTED, answer, gives, list_of, listed, ref
from communique.desk.api.parameters import PIECE, QUERY, SAID, Given, takes
from communique.desk.state import Open
from communique.ledger import pieces
from communique.ledger.finding import saying
from communique.ledger.pieces import Cut
from communique.reading.asked import country_code

router = APIRouter(tags=["actors and statements"])
_COUNTRY = tuple(x for x in QUERY if x["name"] == "country")


@router.get(
    "/actors",
    **gives(
        list_of("LedgerActor"), (*takes(needed=["name"]), *_COUNTRY, *PIECE), summary="Actors of a name or country"
    ),
)
def actors(request: Request, ledger: Open, asked: Given, _: Reader) -> Response:
    """The same as ``communique search --actors --json`` prints."""
    codes = [country_code(value) for name, value in asked.pairs if name == "country"]
    cut = Cut(asked.page(), asked.number("offset", 0), COUNTED + 1)
    found = pieces.actors(ledger, asked.needed("name"), codes, cut)
    return listed(request, found.items, found.count)


@router.get("/actor", **gives(ref("LedgerActor"), takes(needed=["id"]), summary="One actor"))
def actor(ledger: Open, asked: Given, _: Reader) -> Response:
    """By its id, one that it once had, or that of an appearance."""
    return answer(ledger.actor(asked.needed("id")))


@router.get("/statements", **gives(list_of("Saying"), SAID, summary="Statements that a query finds"))
def statements(request: Request, ledger: Open, asked: Given, _: Reader) -> Response:
    """The same as ``communique said --json`` prints."""
    query = replace(asked.said(), limit=asked.page())
    return listed(request, ledger.said(query), ledger.count_said(query, COUNTED + 1))


@router.get("/statement", **gives(ref("Saying"), takes(needed=["id"]), summary="One statement"))
def statement(ledger: Open, asked: Given, _: Reader) -> Response:
    """It is named by its report's id, a slash and its own."""
    return answer(saying(ledger, asked.needed("id")))
