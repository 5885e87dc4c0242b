"""JSON Schema (2020-12) of what is printed as JSON, made from the types themselves, so that both are always the same.

A key that is there in every version is required. More keys may come: the contract grows, and nothing in it changes.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from communique.ledger.agreement import Agreement
from communique.ledger.judgements import Judgement
from communique.ledger.sampling import Precision
from communique.ledger.views import Entry, LedgerActor, Saying, Undertaking
from communique.plain import NOT_JSON
from communique.reading.asked import kinds
from communique.reading.coding.codebook import meanings
from communique.records import Event, Record

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TYPES: Mapping[str, type] = MappingProxyType(
    {
        "record": Record,
        "event": Event,
        "engagement": Entry,
        "statement": Saying,
        "actor": LedgerActor,
        "promise": Undertaking,
        "judgement": Judgement,
        "precision": Precision,
        "agreement": Agreement,
    }
)
"""What there is a schema of, by the name that the command has for it."""
_SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean"}
_OF_KIND = ("Engagement", "Entry", "Account", "Event")


def schema(what: str) -> dict[str, Any]:
    """Return the schema of what is called so, one of :data:`TYPES`.

    >>> schema("record")["$ref"], "voice" in schema("record")["$defs"]["Engagement"]["required"]
    ('#/$defs/Record', True)
    """
    made: dict[str, Any] = {}
    ref = _of(TYPES[what], made)
    return {"$schema": DIALECT, "title": f"{what} of Communiqué", **ref, "$defs": dict(sorted(made.items()))}


def definitions(kinds: Iterable[type], base: str = "#/$defs/") -> dict[str, Any]:
    """Return the schemas of types, and of all types in them, by their names; references to them begin with ``base``."""
    made: dict[str, Any] = {}
    for kind in kinds:
        _define(kind, made)
    found: dict[str, Any] = _based(dict(sorted(made.items())), base)
    return found


def _based(schema: Any, base: str) -> Any:
    """A schema with its references elsewhere."""
    if isinstance(schema, list):
        return [_based(x, base) for x in schema]
    if not isinstance(schema, dict):
        return schema
    moved = {"$ref": base + schema["$ref"].removeprefix("#/$defs/")} if "$ref" in schema else {}
    return {**{key: _based(value, base) for key, value in schema.items()}, **moved}


def _of(hint: Any, made: dict[str, Any]) -> dict[str, Any]:
    """The schema of a type; those of objects are put among the definitions."""
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        _define(hint, made)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"enum": [x.value for x in hint]}
    if get_origin(hint) in (UnionType, Union):
        return {"anyOf": [_of(x, made) for x in get_args(hint)]}
    if hint is type(None):
        return {"type": "null"}
    if get_origin(hint) is tuple:
        return _of_tuple(get_args(hint), made)
    return {"type": _SCALARS[hint]} if hint in _SCALARS else {"type": "object"} if get_origin(hint) else {}


def _of_tuple(kinds: tuple[Any, ...], made: dict[str, Any]) -> dict[str, Any]:
    if kinds[-1] is ...:
        return {"type": "array", "items": _of(kinds[0], made)}
    return {"type": "array", "prefixItems": [_of(x, made) for x in kinds], "minItems": len(kinds), "items": False}


def _define(kind: type, made: dict[str, Any]) -> None:
    """Put the schema of an object among the definitions."""
    name = kind.__name__
    if name in made:
        return
    made[name] = {}
    hints, said = get_type_hints(kind), meanings().get(name, {})
    fields = [f.name for f in dataclasses.fields(kind) if f.metadata != NOT_JSON]
    properties = {field: _described(_of(hints[field], made), said.get(field)) for field in fields}
    if name in _OF_KIND:
        properties["kind"] |= {"enum": list(kinds())}
    made[name] = {
        "type": "object",
        "description": _first_line(kind),
        "properties": properties,
        "required": fields,
    }


def _described(found: dict[str, Any], meaning: str | None) -> dict[str, Any]:
    return {**found, "description": meaning} if meaning else found


def _first_line(kind: Callable[..., Any]) -> str:
    text = (inspect.getdoc(kind) or "").split("\n\n")[0].replace("\n", " ").replace("``", "")
    return re.sub(r":\w+:`~?(?:[\w.]+\.)?(\w+)`", r"\1", text)


@cache
def tables() -> tuple[dict[str, Any], ...]:
    """Return the columns of the ledger's tables, as they are in SQL, each with its table's meaning."""
    from communique.ledger.schema import metadata

    said = meanings()["table"]
    return tuple(
        {
            "table": table.name,
            "column": column.name,
            "type": str(column.type),
            "null": bool(column.nullable),
            "key": "primary" if column.primary_key else "unique" if column.unique else None,
            "references": next((key.target_fullname for key in column.foreign_keys), None),
            "of": said[table.name],
        }
        for table in metadata.sorted_tables
        for column in table.columns
    )
