"""One report: its text with what was read from it marked, and lists of that beside it."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from communique.characters import json_text
from communique.desk.access import Reader, Right
from communique.desk.amending import changed, choices
from communique.desk.downloads import attached
from communique.desk.marking import forms, is_there, own, pieces, sign, span_asked
from communique.desk.problems import Refused
from communique.desk.rendering import render
from communique.desk.state import Open
from communique.ledger.reported import reported
from communique.records import as_json

router = APIRouter()
_FORMS = ("txt", "json")


@router.get("/report")
def report(request: Request, id: str, ledger: Open, visitor: Reader, at: str = "") -> Response:
    """Show it; with ``at`` these characters are marked, and gone to."""
    found = reported(ledger, id)
    span = span_asked(at, found.text) if at else None
    judging = visitor.may(Right.JUDGE)
    return render(
        request, "report.html", found=found, at=span, paragraphs=list(pieces(found, span)), downloads=_FORMS,
        own=own, sign=sign, forms=forms, is_there=is_there,
        choices=choices(found) if judging else (), changed=changed(ledger, id) if judging else (),
    )  # fmt: skip


@router.get("/report.{suffix}")
def downloaded(id: str, suffix: str, ledger: Open, _: Reader) -> Response:
    """Give its text, or its record as JSON, statements as people amended them."""
    if suffix not in _FORMS:
        raise Refused(404, "NoForm", f"there is no form .{suffix} of a report", "Ask for .txt or .json")
    headers = attached(f"report.{suffix}")
    if suffix == "txt":
        return Response(ledger.report(id).layer.text, media_type="text/plain; charset=utf-8", headers=headers)
    return Response(json_text(as_json(ledger.judged_record(id))), media_type="application/json", headers=headers)
