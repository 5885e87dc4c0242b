"""Statements: the search for what was said, and its rows in every form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from communique.desk.access import Reader
from communique.desk.asked import given_in, said_query_from
from communique.desk.downloads import LISTED, said_download
from communique.desk.rendering import render
from communique.desk.searching import COUNTED, View, chips, in_order, page_size, tidied, view_of
from communique.desk.state import Open
from communique.ledger import pieces
from communique.ledger.sayings import SaidQuery
from communique.ledger.when import Relation
from communique.records import Force, StatementKind

router = APIRouter()
_NAMES = MappingProxyType(
    {"by": "said by", "to": "said to", "about": "speaking of", "kind": "quoted", "force": "told as",
     "report-day": "reported on", "language": "reported in"}
)  # fmt: skip


def query_of(pairs: Iterable[tuple[str, str]]) -> SaidQuery:
    """Return the query that parameters are: of the latest day first, unless another order is asked for.

    Raises:
        BadQuery: if a parameter is none, or its value none that it may have.
    """
    return said_query_from(in_order(pairs))


@router.get("/statements")
def statements(request: Request, ledger: Open, _: Reader) -> Response:
    """Show those that the address asks for."""
    if (tidy := tidied(request)) is not None:
        return tidy
    view = view_of(request)
    query = query_of(view.pairs)
    found = pieces.statements(ledger, replace(query, limit=page_size(query.limit)), COUNTED + 1)
    return render(
        request,
        "statements.html",
        view=view,
        chips=chips(ledger, view, _NAMES),
        found=found.items,
        further=found.after,
        count=found.count,
        counted_to=COUNTED,
        files=LISTED,
        kinds=[x.value for x in StatementKind],
        forces=[x.value for x in Force],
        relations=[x.value for x in Relation],
        orders=orders(view, query.newest_first),
    )


def orders(view: View, newest: bool) -> list[tuple[str, str, bool]]:
    """Return in which orders days may come: what each is called, its address, whether it is the one."""
    return [("Newest first", view.but("newest"), newest), ("Oldest first", view.but("newest", "0"), not newest)]


@router.get("/statements.{suffix}")
def downloaded(request: Request, suffix: str, ledger: Open, _: Reader) -> Response:
    """Give all of them in a form."""
    return said_download(ledger, query_of(given_in(request.query_params)), suffix)
