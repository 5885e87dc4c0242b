"""Who engages whom: the most engaged actors of a query as a network, and as a list of pairs."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from communique.desk.access import Reader
from communique.desk.downloads import new_file, sent
from communique.desk.rendering import render
from communique.desk.state import Open
from communique.desk.svg.net import most_engaged, net
from communique.desk.viewing import MOST, drawn_of, view_of
from communique.exchange import gexf
from communique.exchange.base import Options, Tally
from communique.exchange.formats import FORMATS
from communique.exchange.graph import network_of
from communique.ledger.marks import marks

router = APIRouter()
_NODES, _ENTRIES, _LISTED = 50, 1_000, 300


@router.get("/network")
def network(request: Request, ledger: Open, _: Reader) -> Response:
    """Show it, of very many engagements that of the latest."""
    view = view_of(request, "/network")
    found = marks(ledger, drawn_of(view, _ENTRIES))
    return render(
        request, "network.html", view=view, net=net(found, _NODES), drawn=len(found), nodes=_NODES, listed=_LISTED,
        count=ledger.count(view.query, MOST + 1), counted_to=MOST, downloads=("gexf",),
    )  # fmt: skip


@router.get("/network.gexf")
def downloaded(request: Request, ledger: Open, _: Reader) -> Response:
    """Give exactly these nodes and the edges between them, for Gephi."""
    query = drawn_of(view_of(request, "/network"), _ENTRIES)
    ids = most_engaged(marks(ledger, query), _NODES)
    options = Options(desk=str(request.base_url).rstrip("/"))
    out = new_file()
    gexf.write_network(network_of(ledger.each(query), options, Tally()).among(ids), out, options)
    return sent(out, FORMATS["gexf"].media_type, "network.gexf")
