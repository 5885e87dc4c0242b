"""Engagements, what each report says of one, promises and what is due."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from communique.desk.access import Reader
from communique.desk.api.answers import COUNTED, FILE, answer, form_of, gives, list_of, listed, piece_of, ref
from communique.desk.api.parameters import ALONG, OF_ALL, OF_TWO, PIECE, PIECES, QUERY, Given, takes
from communique.desk.citing import CITED, cited
from communique.desk.downloads import DOWNLOADS, download
from communique.desk.problems import Refused
from communique.desk.state import Open
from communique.ledger import facets, paging, pieces, series
from communique.ledger.pieces import Cut
from communique.records import as_json

router = APIRouter(tags=["engagements"])


@router.get("/engagements", **gives(list_of("Entry"), QUERY, summary="Engagements that a query finds"))
def engagements(request: Request, ledger: Open, asked: Given, _: Reader) -> Response:
    """The same as ``communique search --json`` prints."""
    query = replace(asked.query(), limit=asked.page())
    page = paging.page(ledger, query)
    return listed(request, page.entries, ledger.count(query, COUNTED + 1), after=page.after or "")


@router.get("/engagements.{form}", **gives(FILE, QUERY, summary="All of them as a file", media="*/*"))
def engagements_as_file(
    request: Request, form: Annotated[str, form_of(DOWNLOADS)], ledger: Open, asked: Given, _: Reader
) -> Response:
    """The same as the pages give to take away."""
    return download(ledger, asked.query(), form, str(request.base_url))


@router.get(
    "/engagement", **gives(ref("Shown"), takes("by", needed=["id"]), summary="One engagement, whole")
)  # fmt: skip
def engagement(ledger: Open, asked: Given, _: Reader) -> Response:
    """The same as ``communique show ID --json`` prints: also its undertaking, and the judgements on it."""
    day, entry = asked.day(), ledger.entry(asked.needed("id"))
    life = ledger.undertaking(entry.id, by=day)
    steps = {**as_json(life), "entry": life.entry.id} if life else None
    return answer({**as_json(entry), "undertaking": steps, "judgements": as_json(tuple(ledger.judgements(entry.id)))})


@router.get(
    "/engagement.{form}", **gives(FILE, takes(needed=["id"]), summary="The citation of an engagement", media="*/*")
)
def engagement_cited(
    request: Request, form: Annotated[str, form_of(CITED)], ledger: Open, asked: Given, _: Reader
) -> Response:
    """The same as ``communique show ID --cite`` prints, as of today, with links to this desk."""
    return cited(request, ledger, ledger.entry(asked.needed("id")), form)


@router.get("/account", **gives(ref("Account"), takes(needed=["id"]), summary="What one report says of an engagement"))
def account(ledger: Open, asked: Given, _: Reader) -> Response:
    """It is named by its report's id, a slash and its own."""
    return answer(ledger.account(asked.needed("id")))


@router.get("/undertakings", **gives(list_of("Undertaking"), ALONG, summary="Promises among what a query finds"))
def undertakings(request: Request, ledger: Open, asked: Given, _: Reader) -> Response:
    """Each with its steps, as far as reports tell them."""
    cut = Cut(asked.page(), asked.number("offset", 0), COUNTED + 1)
    found = pieces.undertakings(ledger, asked.all(), cut)
    return listed(request, found.items, found.count, after=found.after or "")


@router.get("/due", **gives(list_of("Undertaking"), (*PIECES, *takes("by")), summary="Promises that are due"))
def due(request: Request, ledger: Open, asked: Given, _: Reader) -> Response:
    """The same as ``communique due --json`` prints: of whose keeping nothing is told by a day."""
    return piece_of(request, asked, ledger.due(asked.day(), asked.all()))


MILLISECONDS = 5_000
"""How long anything is counted for."""


def _counted(complete: bool) -> None:
    """Raise where time was over.

    Raises:
        Refused: then.
    """
    if not complete:
        raise Refused(503, "TooSlow", "it could not be counted in time", "Ask of fewer: by country, status or time")


@router.get(
    "/facets", **gives(list_of("Facet"), OF_ALL, summary="How many a query finds of each kind, status, place …")
)
def facets_of_query(request: Request, ledger: Open, asked: Given, _: Reader) -> Response:
    """The most frequent values of each facet; of a facet that could not be counted in time none."""
    found = facets.facets(ledger, asked.query(), milliseconds=MILLISECONDS)
    return listed(request, found, len(found))


@router.get("/months", **gives(list_of("Month"), (*OF_ALL, *PIECE), summary="How many of each status, by month"))
def months(request: Request, ledger: Open, asked: Given, _: Reader) -> Response:
    """In the order of months; what has no day is left out."""
    found = series.by_month(ledger, asked.all(), milliseconds=MILLISECONDS)
    _counted(found.complete)
    return piece_of(request, asked, found.rows)


@router.get("/tone", **gives(list_of("Tone"), (*OF_ALL, *PIECE), summary="The tone of what a query finds, by month"))
def tone(request: Request, ledger: Open, asked: Given, _: Reader) -> Response:
    """The mean of Goldstein's scores; of two sides with ``dyad``."""
    found = series.tone(ledger, asked.all(), milliseconds=MILLISECONDS)
    _counted(found.complete)
    return piece_of(request, asked, found.rows)


@router.get("/pairs", **gives(list_of("Pair"), (*OF_TWO, *PIECE), summary="Who of two sides meets whom"))
def pairs(request: Request, ledger: Open, asked: Given, _: Reader) -> Response:
    """Of the two that ``dyad`` names, those who do most often first."""
    most = asked.number("offset", 0) + asked.page()
    found = series.pairs(ledger, asked.all(), most=most + 1, milliseconds=MILLISECONDS)
    _counted(found.complete)
    return piece_of(request, asked, found.rows)


@router.get("/added", **gives(list_of("Added"), (*takes("since", "until"), *PIECE), summary="What was added, by day"))
def added(request: Request, ledger: Open, asked: Given, _: Reader) -> Response:
    """The latest day first."""
    found = series.added(ledger, asked.one("since"), asked.one("until"), milliseconds=MILLISECONDS)
    _counted(found.complete)
    return piece_of(request, asked, found.rows)
