"""Who takes part, and what they say."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from communique.desk.access import Reader
from communique.desk.api.answers import COUNTED, FILE, answer, form_of, gives, list_of, listed, ref
from communique.desk.api.parameters import PIECE, QUERY, SAID, Asked, Given, takes
from communique.desk.citing import CITED, cited
from communique.desk.downloads import ROWS, said_download
from communique.desk.downloads import SAID as SAID_FORMS
from communique.desk.rows import actors_download
from communique.desk.state import Open
from communique.ledger import pieces
from communique.ledger.finding import saying
from communique.ledger.pieces import Cut
from communique.reading.asked import country_code

router = APIRouter(tags=["actors and statements"])
_OF_ACTORS = (*takes(needed=["name"]), *(x for x in QUERY if x["name"] == "country"))


@router.get(
    "/actors", **gives(list_of("LedgerActor"), (*_OF_ACTORS, *PIECE), summary="Actors of a name or country")
)  # fmt: skip
def actors(request: Request, ledger: Open, asked: Given, _: Reader) -> Response:
    """The same as ``communique search --actors --json`` prints."""
    cut = Cut(asked.page(), asked.number("offset", 0), COUNTED + 1)
    found = pieces.actors(ledger, asked.needed("name"), _countries(asked), cut)
    return listed(request, found.items, found.count)


@router.get("/actors.{form}", **gives(FILE, _OF_ACTORS, summary="All of them as a file", media="*/*"))
def actors_as_file(form: Annotated[str, form_of(ROWS)], ledger: Open, asked: Given, _: Reader) -> Response:
    """A row each, with how often reports name it: in the form of the pages."""
    return actors_download(pieces.all_actors(ledger, asked.needed("name"), _countries(asked)), form)


def _countries(asked: Asked) -> list[str]:
    return [country_code(value) for name, value in asked.pairs if name == "country"]


@router.get("/actor", **gives(ref("LedgerActor"), takes(needed=["id"]), summary="One actor"))
def actor(ledger: Open, asked: Given, _: Reader) -> Response:
    """By its id, one that it once had, or that of an appearance."""
    return answer(ledger.actor(asked.needed("id")))


@router.get("/statements", **gives(list_of("Saying"), SAID, summary="Statements that a query finds"))
def statements(request: Request, ledger: Open, asked: Given, _: Reader) -> Response:
    """The same as ``communique said --json`` prints."""
    found = pieces.statements(ledger, replace(asked.said(), limit=asked.page()), COUNTED + 1)
    return listed(request, found.items, found.count, after=found.after or "")


@router.get("/statements.{form}", **gives(FILE, SAID, summary="All of them as a file", media="*/*"))
def statements_as_file(form: Annotated[str, form_of(SAID_FORMS)], ledger: Open, asked: Given, _: Reader) -> Response:
    """The same as the pages give to take away."""
    return said_download(ledger, asked.said(), form)


@router.get("/statement", **gives(ref("Saying"), takes(needed=["id"]), summary="One statement"))
def statement(ledger: Open, asked: Given, _: Reader) -> Response:
    """It is named by its report's id, a slash and its own."""
    return answer(saying(ledger, asked.needed("id")))


@router.get(
    "/statement.{form}", **gives(FILE, takes(needed=["id"]), summary="The citation of a statement", media="*/*")
)
def statement_cited(
    request: Request, form: Annotated[str, form_of(CITED)], ledger: Open, asked: Given, _: Reader
) -> Response:
    """The same as ``communique show ID --cite`` prints, as of today, with links to this desk."""
    return cited(request, ledger, saying(ledger, asked.needed("id")), form)
