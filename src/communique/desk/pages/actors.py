"""Actors: the search for them, those that most reports name first."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from communique.desk.access import Reader
from communique.desk.asked import actor_query_from, given_in
from communique.desk.downloads import LISTED
from communique.desk.rendering import render
from communique.desk.rows import actors_download
from communique.desk.searching import COUNTED, PAGING, chips, page_size, tidied, view_of
from communique.desk.state import Open
from communique.ledger.listing import actors, count_actors, each_actor
from communique.records import ActorKind

router = APIRouter()


@router.get("/actors")
def listed(request: Request, ledger: Open, _: Reader) -> Response:
    """Show those that the address asks for."""
    if (tidy := tidied(request)) is not None:
        return tidy
    view = view_of(request)
    query = actor_query_from(view.pairs)
    size = page_size(query.limit)
    found = actors(ledger, replace(query, limit=size + 1))
    return render(
        request,
        "actors.html",
        view=view,
        chips=chips(ledger, view, {}),
        found=found[:size],
        further=found[size - 1].actor.id if len(found) > size else None,
        count=count_actors(ledger, query, COUNTED + 1),
        counted_to=COUNTED,
        files=LISTED,
        kinds=[x.value for x in ActorKind],
    )


@router.get("/actors.{suffix}")
def downloaded(request: Request, suffix: str, ledger: Open, _: Reader) -> Response:
    """Give all of them in a form."""
    query = actor_query_from([p for p in given_in(request.query_params) if p[0] not in PAGING])
    count_actors(ledger, query, 1)  # so that an error comes before anything is sent
    return actors_download(each_actor(ledger, query), suffix)
