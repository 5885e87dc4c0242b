"""The description of the API (OpenAPI 3.1): its operations, and the schemas of what they answer with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from communique.about import VERSION
from communique.exchange.jsonschema import definitions
from communique.ledger.agreement import Agreement
from communique.ledger.facets import Facet
from communique.ledger.judgements import Judgement
from communique.ledger.listing import FoundReport
from communique.ledger.sampling import Precision, Sample
from communique.ledger.series import Added, Month, Pair, Tone
from communique.ledger.stale import Seen
from communique.ledger.views import Account, Counts, Entry, LedgerActor, ReportRef, Saying, Undertaking
from communique.records import Record, ReportInfo

_TYPES = (Account, Added, Agreement, Counts, Entry, Facet, FoundReport, Judgement, LedgerActor, Month, Pair, Precision,
          Record, ReportInfo, ReportRef, Sample, Saying, Seen, Tone, Undertaking)  # fmt: skip
_TOLD = (
    "What the ledger holds, as JSON. Every list is {items, next, count, is_exact}: follow next until it is null. Every "
    "error is a problem (RFC 9457). Parameters that are none are refused. To change something off this machine, send a "
    "token: Authorization: Bearer TOKEN (communique token add)."
)


def describe(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """Return what makes the description of an application's operations, once."""
    made: dict[str, Any] = {}

    def document() -> dict[str, Any]:
        if not made:
            found = get_openapi(title=app.title, version=VERSION, description=_TOLD, routes=app.routes)
            parts = found.setdefault("components", {})
            parts["schemas"] = {**parts.get("schemas", {}), **_schemas()}
            parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
            found["security"] = [{}, {"token": []}]
            made.update(found)
        return made

    return document


def _schemas() -> dict[str, Any]:
    of_types = definitions(_TYPES, "#/components/schemas/")
    return {**of_types, **_own(of_types)}


def _own(known: dict[str, Any]) -> dict[str, Any]:
    """What only the API has: problems, and things that are shown with more than they are."""
    text, flag = {"type": "string"}, {"type": "boolean"}
    parts = dict.fromkeys(("type", "title", "detail", "source", "place", "remedy"), text)
    step = {**known["Undertaking"]["properties"], "entry": text}
    return {
        "Problem": _object({**parts, "status": {"type": "integer"}}, "type", "title", "status", "detail"),
        "Id": text,
        "AddedReport": _object({"report": text, "added": flag}, "report", "added"),
        "Change": _object({"report": text, "at": text, "reader": text, "what": {"type": "array"}}, "report", "at"),
        "Marked": {"allOf": [{"$ref": "#/components/schemas/Judgement"}],
                   "properties": {"undone": flag, "idle": flag}},
        "Shown": {
            "allOf": [{"$ref": "#/components/schemas/Entry"}],
            "properties": {
                "undertaking": {"anyOf": [{"type": "null"}, _object(step, *known["Undertaking"]["required"])]},
                "judgements": {"type": "array", "items": {"$ref": "#/components/schemas/Judgement"}},
            },
            "required": ["undertaking", "judgements"],
        },
    }  # fmt: skip


def _object(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required)}
