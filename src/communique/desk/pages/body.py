"""A body: who belongs to it, what it and its members do, and the bodies of other countries that they meet."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from communique.desk.access import Reader
from communique.desk.downloads import DOWNLOADS, download
from communique.desk.rendering import render
from communique.desk.state import Open
from communique.desk.svg.spans import called
from communique.desk.viewing import View, choices, listed, view_of
from communique.errors import UnknownId
from communique.ledger import acquaintance

router = APIRouter()
_MEMBERS, _COUNTERPARTS = 100, 30


@router.get("/body")
def body(request: Request, name: str, ledger: Open, _: Reader) -> Response:
    """Show it, by its name or a part of that."""
    view = _view(request, name)
    of = acquaintance.membership(ledger, name, most=_MEMBERS)
    if not of.bodies and not of.members:
        raise UnknownId(repr(name), "no body in the ledger is called so", "Give another form of its name, or a part")
    others = acquaintance.counterparts(ledger, view.query, of, most=_COUNTERPARTS, milliseconds=view.patience.left)
    return render(
        request, "body.html", view=view, name=name, of=of, others=others, called=called, page=listed(ledger, view),
        choices=choices(ledger, view), downloads=DOWNLOADS,
    )  # fmt: skip


@router.get("/body.{suffix}")
def downloaded(request: Request, suffix: str, name: str, ledger: Open, _: Reader) -> Response:
    """Give the engagements of it and its members in a form."""
    query = replace(_view(request, name).query, newest_first=True)
    return download(ledger, query, suffix, str(request.base_url))


def _view(request: Request, name: str) -> View:
    return view_of(request, "/body", [("name", name)], body=name)
