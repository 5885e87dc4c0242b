"""The API, explained to people: its operations, what each takes, and an example to follow."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from communique.desk.access import Reader
from communique.desk.rendering import render

router = APIRouter()


@router.get("/api")
def about_api(request: Request, _: Reader) -> Response:
    """Show it."""
    described = request.app.openapi()
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            told = {**operation, "method": method.upper(), "path": path, "example": _example(path, method, operation)}
            groups.setdefault(operation["tags"][0], []).append(told)
    return render(request, "about-api.html", groups=groups, told=described["info"]["description"])


def _example(path: str, method: str, operation: dict[str, Any]) -> str | None:
    """The address of an example: with what must be given, and two at most of the rest; none of what changes."""
    if method != "get":
        return None
    known = operation.get("parameters", ())
    needed = [(x["name"], x["example"]) for x in known if x["required"] and x["in"] == "query"]
    some = [(x["name"], "5") for x in known if x["name"] == "limit"]
    asked = urlencode([*needed, *some], doseq=True)
    return path.replace("{form}", "csv") + (f"?{asked}" if asked else "")
