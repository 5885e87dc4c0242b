"""What an operation answers: the JSON of the command line, one shape for all lists, and how both are described."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from fastapi import Path
from starlette.requests import Request
from starlette.responses import Response

from communique.characters import json_text
from communique.desk.api.parameters import Asked, Described
from communique.records import as_json

COUNTED = 10_000
"""How many of a list are counted."""


def answer(value: Any, status: int = 200) -> Response:
    """Return a value as JSON."""
    return Response(json_text(as_json(value)).encode(), status, media_type="application/json")


def piece_of(request: Request, asked: Asked, whole: Sequence[Any]) -> Response:
    """Return a piece of a list that is at hand.

    Raises:
        BadQuery: if it cannot be told which.
    """
    start = asked.number("offset", 0)
    return listed(request, whole[start : start + asked.page()], len(whole))


def listed(request: Request, items: Iterable[Any], count: int, *, after: str | None = None) -> Response:
    """Return a piece of a list: its items, how many there are in all, and the address of the next piece.

    Where there are more than are counted, ``is_exact`` is false. The piece is what the address says: by ``limit`` and
    ``offset``, or where ``after`` is given (empty at the end), by that.
    """
    found = [as_json(x) for x in items]
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name not in ("offset", "after")]
    so_far = int(request.query_params.get("offset") or 0) + len(found)
    if after is None:
        following = [("offset", str(so_far))] if found and (count > COUNTED or so_far < count) else []
    else:
        following = [("after", after)] if after else []
    there = f"{request.url.path}?{urlencode([*pairs, *following], errors='replace')}" if following else None
    return answer({"items": found, "next": there, "count": min(count, COUNTED), "is_exact": count <= COUNTED})


FILE: Mapping[str, Any] = MappingProxyType({})
"""The schema of a file: anything."""


def form_of(forms: Iterable[str]) -> Any:
    """Return how the part of an address is described that says in which of some forms a file is asked for."""
    known = list(forms)
    return Path(description="The form", json_schema_extra={"enum": known}, examples=[known[0]])


def ref(name: str) -> dict[str, Any]:
    """Return the schema that is one of the components."""
    return {"$ref": f"#/components/schemas/{name}"}


def list_of(name: str) -> dict[str, Any]:
    """Return the schema of a list of such things."""
    return {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": ref(name)},
            "next": {"type": ["string", "null"], "description": "The address of the next piece, if there is one"},
            "count": {"type": "integer", "minimum": 0, "maximum": COUNTED, "description": "How many there are in all"},
            "is_exact": {"type": "boolean", "description": f"False where there are more than {COUNTED:,}"},
        },
        "required": ["items", "next", "count", "is_exact"],
    }


def gives(
    schema: Mapping[str, Any], takes: Described = (), *, summary: str, status: int = 200,
    media: str = "application/json", else_status: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return what a route is told of its operation: what it answers, what it takes, what it is for."""
    extra: dict[str, Any] = {"parameters": list(takes)} if takes else {}
    good = {"description": summary, "content": {media: {"schema": dict(schema)}}}
    wrong = {"description": "What went wrong", "content": {"application/problem+json": {"schema": ref("Problem")}}}
    return {
        "summary": summary,
        "status_code": status,
        "response_class": Response,
        "responses": {status: good, **({else_status: good} if else_status else {}), "default": wrong},
        "openapi_extra": extra,
    }
