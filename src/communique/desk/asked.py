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
from communique.ledger.listing import ActorQuery, ReportQuery
from communique.ledger.order import Order
from communique.ledger.queries import Query
from communique.ledger.sayings import SaidQuery
from communique.ledger.views import Review, Voice
from communique.ledger.when import Relation
from communique.nearest import did_you_mean, nearest
from communique.records import ActorKind, Force, StatementKind, Status

Pairs = list[tuple[str, str]]
Asked = Query | SaidQuery | ReportQuery | ActorQuery
_NAMES = {
    "kinds": "kind", "statuses": "status", "by": "from", "countries": "country", "sources": "source",
    "reported": "date-fallback", "newest_first": "newest", "report_day": "report-day", "forces": "force",
    "publishers": "publisher", "voices": "voice", "reviews": "review", "confidence_from": "confidence-from",
    "confidence_to": "confidence-to", "languages": "language",
}  # fmt: skip
"""Names of parameters by the parts of a query, where they are not the same."""
_NAMES_OF: Mapping[type[Any], Mapping[str, str]] = {SaidQuery: {**_NAMES, "by": "by"}}
_ENUMS: Mapping[str, type[Enum]] = {
    "statuses": Status, "relation": Relation, "forces": Force, "voices": Voice, "reviews": Review, "order": Order,
}  # fmt: skip
_KINDS: Mapping[type[Any], type[Enum]] = {SaidQuery: StatementKind, ActorQuery: ActorKind}
_FLAGS = frozenset({"undated", "rejected", "newest_first", "disputed"})
_SHARES = frozenset({"confidence_from", "confidence_to"})
_NUMBERS = frozenset({"limit", "offset"})
MOST = 999_999_999
"""The largest number that a parameter may be."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query may be asked by: the name in the address, and which values it takes.

    ``choices`` are all of them where they are fixed, empty where not; ``is_many`` says that it may be given more than
    once, ``is_number`` that it is a whole number, ``is_share`` that it is a number from 0 to 1.
    """

    name: str
    choices: tuple[str, ...] = ()
    is_many: bool = False
    is_number: bool = False
    is_share: bool = False


def parameters_of(kind: type[Asked]) -> tuple[Parameter, ...]:
    """Return all that a query of a kind may be asked by."""
    names = _NAMES_OF.get(kind, _NAMES)
    return tuple(
        Parameter(names.get(f.name, f.name), tuple(_choices(kind, f.name) or ()), "tuple" in str(f.type),
                  f.name in _NUMBERS, f.name in _SHARES)
        for f in fields(kind)
    )  # fmt: skip


def query_from(given: Iterable[tuple[str, str]], also: Collection[str] = ()) -> Query:
    """Return the query of engagements that parameters are; those in ``also`` are others', and left alone.

    Raises:
        BadQuery: if a parameter is none, or its value none that it may have.
    """
    return Query(**_parts(given, Query, also))


def said_query_from(given: Iterable[tuple[str, str]], also: Collection[str] = ()) -> SaidQuery:
    """Return the query of statements that parameters are, likewise.

    Raises:
        BadQuery: likewise.
    """
    return SaidQuery(**_parts(given, SaidQuery, also))


def report_query_from(given: Iterable[tuple[str, str]]) -> ReportQuery:
    """Return the query of reports that parameters are, likewise.

    Raises:
        BadQuery: likewise.
    """
    return ReportQuery(**_parts(given, ReportQuery, ()))


def actor_query_from(given: Iterable[tuple[str, str]]) -> ActorQuery:
    """Return the query of actors that parameters are, likewise.

    Raises:
        BadQuery: likewise.
    """
    return ActorQuery(**_parts(given, ActorQuery, ()))


def given_in(params: QueryParams) -> Pairs:
    """Return the parameters that say something, in their order: a form sends empty ones too."""
    return [(name, value.strip()) for name, value in params.multi_items() if value.strip()]


def _parts(given: Iterable[tuple[str, str]], kind: type[Any], also: Collection[str]) -> dict[str, Any]:
    names = _NAMES_OF.get(kind, _NAMES)
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
    if part in _SHARES:
        return _share(name, value)
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
    known = _KINDS.get(kind) if part == "kinds" else _ENUMS.get(part)
    return None if known is None else {x.value: x for x in known}


def _share(name: str, value: str) -> float:
    try:
        found = float(value) if value.isascii() else 2.0
    except ValueError:
        found = 2.0
    if not 0 <= found <= 1:
        raise BadQuery(repr(value), f"{name} is no share", f"Give a number from 0 to 1: {name}=0.5")
    return found


def _one_of(name: str, value: str, known: Mapping[str, Any]) -> Any:
    if value not in known:
        like = did_you_mean(nearest(value, known))
        raise BadQuery(repr(value), f"{name} has no such value", f"{like}Give one of {', '.join(known)}")
    return known[value]


def parameters(query: Asked) -> Pairs:
    """Return a query as parameters: what it says beyond the plain one, in one order."""
    return list(_parameters(query))


def _parameters(query: Asked) -> Iterator[tuple[str, str]]:
    names, plain = _NAMES_OF.get(type(query), _NAMES), type(query)()
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


def address(path: str, query: Asked | None = None, /, **changes: Any) -> str:
    """Return the address of a view of a query, some parts of it changed.

    >>> from communique.ledger.queries import Query
    >>> address("/engagements", Query(countries=("RUS",)), newest_first=True)
    '/engagements?newest=1&country=RUS'
    """
    asked = parameters(replace(query, **changes)) if query is not None else []
    return f"{path}?{urlencode(asked)}" if asked else path
