"""One actor: its names and offices, its engagements, what it says and what is said of it, whom it meets."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from communique.desk.access import Reader
from communique.desk.downloads import DOWNLOADS, download
from communique.desk.rendering import one, render
from communique.desk.state import Open
from communique.desk.svg.spans import called, spans
from communique.desk.viewing import MOST, View, choices, listed, view_of
from communique.errors import BadQuery, UnknownId
from communique.ledger import acquaintance, finding
from communique.ledger.finding import Sort
from communique.ledger.sayings import SaidQuery
from communique.ledger.store import Ledger
from communique.ledger.views import Saying

router = APIRouter()
_SAID, _MET, _SEVERAL, _MEMBERS = 5, 15, 50, 50
_WIKIDATA = re.compile(r"Q[1-9]\d*")


@router.get("/actor")
def actor(request: Request, id: str, ledger: Open, _: Reader) -> Response:
    """Show it; a name leads to who is called so, or to a choice of those who are."""
    try:
        found = acquaintance.known(ledger, id)
    except UnknownId:
        return _by_name(request, ledger, id)
    if found.actor.id != id:
        return RedirectResponse(one("/actor", found.actor.id), 307)
    view = _view(request, id)
    by, of = SaidQuery(by=id, newest_first=True), SaidQuery(about=id, newest_first=True)
    is_body = found.actor.kind in acquaintance.BODIES
    return render(
        request, "actor.html", view=view, page=listed(ledger, view), known=found, actor=found.actor,
        wikidata=found.actor.wikidata if _WIKIDATA.fullmatch(found.actor.wikidata or "") else None,
        spans=spans(found.actor.offices), called=called, choices=choices(ledger, view),
        met=acquaintance.met(ledger, view.query, id, most=_MET, milliseconds=view.patience.left),
        said=[_said(ledger, "by", by), _said(ledger, "about", of)],
        members=acquaintance.membership(ledger, found.actor.name, most=_MEMBERS) if is_body else None,
        counted_to=MOST, downloads=DOWNLOADS,
    )  # fmt: skip


@router.get("/actor.{suffix}")
def downloaded(request: Request, suffix: str, id: str, ledger: Open, _: Reader) -> Response:
    """Give all its engagements in a form."""
    query = replace(_view(request, id).query, newest_first=True)
    return download(ledger, query, suffix, str(request.base_url))


def _view(request: Request, id: str) -> View:
    return view_of(request, "/actor", [("id", id)], actor=id)


@dataclass(frozen=True, slots=True)
class _Said:
    """What was said by or about somebody: the query, the latest, and how many there are."""

    how: str
    query: SaidQuery
    latest: tuple[Saying, ...]
    count: int


def _said(ledger: Ledger, how: str, query: SaidQuery) -> _Said:
    latest = tuple(ledger.said(replace(query, limit=_SAID)))
    return _Said(how, query, latest, ledger.count_said(query, MOST + 1))


def _by_name(request: Request, ledger: Ledger, name: str) -> Response:
    """Lead to the one who is called so; list them where there are several."""
    try:
        return RedirectResponse(one("/actor", finding.find(ledger, name, (Sort.ACTOR,)).id), 307)
    except BadQuery:
        several = ledger.actors(name)
        return render(request, "actor_several.html", name=name, several=several[:_SEVERAL], count=len(several))
