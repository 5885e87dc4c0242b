"""What went wrong, told: a page to people, ``application/problem+json`` (RFC 9457) to programs."""

from __future__ import annotations

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from communique.desk.problems import problem_of
from communique.desk.rendering import render

API = "/api/"


def answered(request: Request, error: Exception) -> Response:
    """Return the answer that tells an error, as who asked reads it."""
    found = problem_of(error)
    headers = getattr(error, "headers", None)
    if request.url.path.startswith(API) or "text/html" not in request.headers.get("accept", "*/*").replace(
        "*/*", "text/html"
    ):
        return JSONResponse(found, found["status"], headers, "application/problem+json")
    page = render(request, "problem.html", problem=found, phrase=HTTPStatus(found["status"]).phrase)
    page.status_code = found["status"]
    page.headers.update(headers or {})
    return page
