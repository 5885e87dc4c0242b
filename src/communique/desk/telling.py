"""What went wrong, told: a page to people, ``application/problem+json`` (RFC 9457) to programs."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from communique.characters import json_text
from communique.desk.problems import Refused, problem_of
from communique.desk.rendering import render
from communique.desk.state import desk_of
from communique.ledger.addresses import shown

API = "/api/"
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def answered(request: Request, error: Exception) -> Response:
    """Return the answer that tells an error, as who asked reads it."""
    headers = dict(getattr(error, "headers", None) or {})
    if isinstance(error, HTTPException) and error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = ", ".join(_methods(request))
        if request.method == "OPTIONS":
            return Response(status_code=HTTPStatus.NO_CONTENT, headers={"Allow": allowed})
        headers = {"Allow": allowed}
        error = Refused(error.status_code, "NotHere", f"{request.method} is not taken here", f"Use {allowed}")
    found = _for_strangers(request, problem_of(error))
    if not reads_pages(request):
        body = json_text(found).encode()
        return Response(body, found["status"], headers, "application/problem+json")
    page = render(request, "problem.html", problem=found, phrase=HTTPStatus(found["status"]).phrase)
    page.status_code = found["status"]
    page.headers.update(headers)
    return page


def _for_strangers(request: Request, found: dict[str, Any]) -> dict[str, Any]:
    """A problem without the ledger's address, where others than its owner read it."""
    desk = desk_of(request)
    if desk.settings.is_local:
        return found
    names = (shown(desk.ledger.address), desk.ledger.address)
    return {key: _without(value, names) if isinstance(value, str) else value for key, value in found.items()}


def _without(text: str, names: Iterable[str]) -> str:
    for name in names:
        text = text.replace(name, "the ledger")
    return text


def reads_pages(request: Request) -> bool:
    """Whether who asks is to be answered with a page, and not with a problem for a program."""
    accepted = request.headers.get("accept", "*/*").replace("*/*", "text/html")
    return not request.url.path.startswith(API) and "text/html" in accepted


def _methods(request: Request) -> list[str]:
    """The methods that the address of a request takes."""
    routes = request.app.router.routes
    found = [x for x in _METHODS if any(r.matches({**request.scope, "method": x})[0] is Match.FULL for r in routes)]
    return [*found, *(["HEAD"] if "GET" in found else []), "OPTIONS"]
