"""Reports: the search for them, and how much was found in each."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from communique.desk.access import Reader
from communique.desk.asked import given_in, report_query_from
from communique.desk.downloads import LISTED
from communique.desk.rendering import render
from communique.desk.rows import reports_download
from communique.desk.searching import COUNTED, PAGING, chips, page_size, tidied, view_of
from communique.desk.state import Open
from communique.ledger.listing import count_reports, each_report, reports

router = APIRouter()


@router.get("/reports")
def listed(request: Request, ledger: Open, _: Reader) -> Response:
    """Show those that the address asks for."""
    if (tidy := tidied(request)) is not None:
        return tidy
    view = view_of(request)
    query = report_query_from(view.pairs)
    size = page_size(query.limit)
    found = reports(ledger, replace(query, limit=size + 1))
    return render(
        request,
        "reports.html",
        view=view,
        chips=chips(ledger, view, {}),
        found=found[:size],
        further=found[size - 1].report.id if len(found) > size else None,
        count=count_reports(ledger, query, COUNTED + 1),
        counted_to=COUNTED,
        files=LISTED,
    )


@router.get("/reports.{suffix}")
def downloaded(request: Request, suffix: str, ledger: Open, _: Reader) -> Response:
    """Give all of them in a form."""
    query = report_query_from([p for p in given_in(request.query_params) if p[0] not in PAGING])
    count_reports(ledger, query, 1)  # so that an error comes before anything is sent
    return reports_download(each_report(ledger, query), suffix)
