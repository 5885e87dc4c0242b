"""A query as it stands in an address: every view's address is its query, in the words of the command line's options.

``/engagements?country=RUS&status=planned&since=2018`` asks what ``communique search --country RUS --status planned
--since 2018`` does. A parameter that is none is refused: a filter that is silently left out would be a lie.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from enum import Enum
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from communique.errors import BadQuery
from communique.ledger.queries import Query
from communique.ledger.sayings import SaidQuery
from communique.ledger.when import Relation
from communique.nearest import did_you_mean, nearest
from communique.records import Force, StatementKind, Status

Pairs = list[tuple[str, str]]
_NAMES = {
    "kinds": "kind", "statuses": "status", "by": "from", "countries": "country", "sources": "source",
    "reported": "date-fallback", "newest_first": "newest", "report_day": "report-day", "forces": "force",
}  # fmt: skip
"""Names of parameters by the parts of a query, where they are not the same."""
_SAID_NAMES = {**_NAMES, "by": "by"}
_ENUMS: Mapping[str, type[Enum]] = {"statuses": Status, "relation": Relation, "forces": Force}
_FLAGS = frozenset({"undated", "rejected", "newest_first"})
_NUMBERS = frozenset({"limit", "offset"})
MOST = 999_999_999
"""The largest number that a parameter may be."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query may be asked by: the name in the address, and which values it takes.

    ``choices`` are all of them where they are fixed, empty where not; ``is_many`` says that it may be given more than
    once, ``is_number`` that it is a whole number.
    """

    name: str
    choices: tuple[str, ...] = ()
    is_many: bool = False
    is_number: bool = False


def parameters_of(kind: type[Query | SaidQuery]) -> tuple[Parameter, ...]:
    """Return all that a query of a kind may be asked by."""
    names = _SAID_NAMES if kind is SaidQuery else _NAMES
    return tuple(
        Parameter(names.get(f.name, f.name), tuple(_choices(kind, f.name) or ()), "tuple" in str(f.type),
                  f.name in _NUMBERS)
        for f in fields(kind)
    )  # fmt: skip


def query_from(given: Iterable[tuple[str, str]], also: Collection[str] = ()) -> Query:
    """Return the query of engagements that parameters are; those in ``also`` are others', and left alone.

    Raises:
        BadQuery: if a parameter is none, or its value none that it may have.
    """
    return Query(**_parts(given, Query, _NAMES, also))


def said_query_from(given: Iterable[tuple[str, str]], also: Collection[str] = ()) -> SaidQuery:
    """Return the query of statements that parameters are, likewise.

    Raises:
        BadQuery: likewise.
    """
    return SaidQuery(**_parts(given, SaidQuery, _SAID_NAMES, also))


def given_in(params: QueryParams) -> Pairs:
    """Return the parameters that say something, in their order: a form sends empty ones too."""
    return [(name, value.strip()) for name, value in params.multi_items() if value.strip()]


def _parts(
    given: Iterable[tuple[str, str]], kind: type[Any], names: Mapping[str, str], also: Collection[str]
) -> dict[str, Any]:
    known = {names.get(f.name, f.name): f for f in fields(kind)}
    found: dict[str, Any] = {}
    for name, value in given:
        if name in also:
            continue
        if name not in known:
            like = did_you_mean(nearest(name, known))
            raise BadQuery(repr(name), "there is no such parameter", f"{like}Give one of {', '.join(sorted(known))}")
        part = known[name]
        if "tuple" in str(part.type):
            found[part.name] = (*found.get(part.name, ()), _value(kind, part.name, name, value))
        elif part.name in found:
            raise BadQuery(repr(name), "this parameter is given twice", "Give it once")
        else:
            found[part.name] = _value(kind, part.name, name, value)
    if "dyad" in found and len(found["dyad"]) != 2:
        raise BadQuery("'dyad'", "two are needed", "Give it twice: dyad=RUS&dyad=USA")
    return found


def _value(kind: type[Any], part: str, name: str, value: str) -> Any:
    if part in _NUMBERS:
        return whole_number(name, value)
    choices = _choices(kind, part)
    return value if choices is None else _one_of(name, value, choices)


def whole_number(name: str, value: str) -> int:
    """Return the number that the value of a parameter is.

    Raises:
        BadQuery: if it is none, or one that is too large.
    """
    if not (value.isascii() and value.isdigit() and len(value) <= len(str(MOST))):
        raise BadQuery(repr(value), f"{name} is no whole number", f"Give {name}=20")
    return int(value)


def _choices(kind: type[Any], part: str) -> Mapping[str, Any] | None:
    """The values that a part of a query may have, by what stands in an address; ``None`` where any may be given."""
    if part in _FLAGS:
        return {"1": True, "0": False}
    if part == "reported":
        return {"reported": True}
    known = _ENUMS.get(part, StatementKind if kind is SaidQuery and part == "kinds" else None)
    return None if known is None else {x.value: x for x in known}


def _one_of(name: str, value: str, known: Mapping[str, Any]) -> Any:
    if value not in known:
        like = did_you_mean(nearest(value, known))
        raise BadQuery(repr(value), f"{name} has no such value", f"{like}Give one of {', '.join(known)}")
    return known[value]


def parameters(query: Query | SaidQuery) -> Pairs:
    """Return a query as parameters: what it says beyond the plain one, in one order."""
    return list(_parameters(query))


def _parameters(query: Query | SaidQuery) -> Iterator[tuple[str, str]]:
    names, plain = (_SAID_NAMES if isinstance(query, SaidQuery) else _NAMES), type(query)()
    for part in fields(query):
        value, name = getattr(query, part.name), names.get(part.name, part.name)
        if value == getattr(plain, part.name):
            continue
        if isinstance(value, tuple):
            yield from ((name, _text(x)) for x in value)
        elif part.name == "reported":
            yield name, "reported"
        else:
            yield name, _text(value)


def _text(value: Any) -> str:
    return str(int(value)) if isinstance(value, bool) else str(getattr(value, "value", value))


def address(path: str, query: Query | SaidQuery | None = None, /, **changes: Any) -> str:
    """Return the address of a view of a query, some parts of it changed.

    >>> from communique.ledger.queries import Query
    >>> address("/engagements", Query(countries=("RUS",)), newest_first=True)
    '/engagements?newest=1&country=RUS'
    """
    asked = parameters(replace(query, **changes)) if query is not None else []
    return f"{path}?{urlencode(asked)}" if asked else path
