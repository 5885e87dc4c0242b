"""What an operation may be asked by: declared once, shown in the description of the API, and nothing else is taken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import Depends
from starlette.requests import Request

from communique.desk.asked import MOST, Pairs, Parameter, parameters_of, query_from, said_query_from
from communique.desk.asked import whole_number as whole_number_of
from communique.desk.queues import queue_from
from communique.errors import BadQuery
from communique.ledger.queries import Query
from communique.ledger.reviewing import Order, Queue
from communique.ledger.sayings import SaidQuery
from communique.nearest import did_you_mean, nearest
from communique.reading.asked import kinds
from communique.reading.tables import load

PAGE, LONGEST_PAGE = 50, 500
"""How many a page has where no number is given, and at most."""
Described = tuple[dict[str, Any], ...]
"""Parameters as OpenAPI has them."""


def _of(kind: type[Query | SaidQuery], table: str) -> Described:
    return tuple(_described(x, table) for x in parameters_of(kind))


def takes(*names: str, needed: Sequence[str] = ()) -> Described:
    """Return parameters that have a meaning by themselves; those that are needed come first."""
    numbers = ("n", "seed")
    made = [(name, True) for name in needed] + [(name, False) for name in names]
    return tuple({**_described(Parameter(x, is_number=x in numbers), "other"), "required": must} for x, must in made)


def _described(of: Parameter, table: str) -> dict[str, Any]:
    said = load("parameters")[table].get(of.name, {"means": of.name, "example": "1"})
    example: Any = int(said["example"]) if of.is_number else said["example"]
    value: dict[str, Any] = {"type": "string", "minLength": 1}
    choices = of.choices or (kinds() if of.name == "kind" else ())
    if of.is_number:
        value = {"type": "integer", "minimum": 0, "maximum": LONGEST_PAGE if of.name == "limit" else MOST}
    elif of.is_share:
        value, example = {"type": "number", "minimum": 0, "maximum": 1}, float(said["example"])
    elif choices:
        value = {"type": "string", "enum": list(choices)}
    if of.is_many:
        two = {"minItems": 2, "maxItems": 2} if of.name == "dyad" else {}
        value, example = {"type": "array", "items": value, **two}, example.split() if two else [example]
    return {"name": of.name, "in": "query", "required": False, "description": said["means"], "schema": value,
            "example": example}  # fmt: skip


QUERY, SAID = _of(Query, "query"), _of(SaidQuery, "said")
PIECE = tuple(x for x in QUERY if x["name"] in ("limit", "offset"))
"""Which piece of a list is asked for."""
OF_ALL = tuple(x for x in QUERY if x["name"] not in ("limit", "offset", "after", "order", "newest"))
"""What is asked of all that a query finds, in no order."""
OF_TWO = tuple({**x, "required": x["name"] == "dyad"} for x in OF_ALL)
"""The same where two must be named."""
PIECES = (*OF_ALL, *PIECE)
"""What is asked of a list that goes on by number."""
ALONG = (*PIECES, *(x for x in QUERY if x["name"] == "after"))
"""What is asked of one that goes on after what was last."""
_ONLY = (Parameter("order", tuple(Order)), Parameter("others", ("1", "0")), Parameter("sample"), Parameter("after"))
QUEUE = (
    *OF_ALL,
    *(x for x in QUERY if x["name"] in ("newest", "limit")),
    *(_described(x, "queue") for x in _ONLY),
)
"""What is asked of a queue of review."""


def _names(described: Described) -> frozenset[str]:
    return frozenset(x["name"] for x in described)


class Asked:
    """The parameters of a request, all of which its operation has."""

    def __init__(self, pairs: Pairs, described: Described) -> None:
        """Take what stands in an address.

        Raises:
            BadQuery: if one is none of the operation's, or one is empty or missing.
        """
        self.pairs, self._known = pairs, _names(described)
        given = {name for name, _ in pairs}
        for name, value in pairs:
            if name not in self._known:
                like = did_you_mean(nearest(name, self._known))
                remedy = f"{like}Give one of {', '.join(sorted(self._known))}" if self._known else "Leave it out"
                raise BadQuery(repr(name), "there is no such parameter", remedy)
            if not value.strip():
                raise BadQuery(repr(name), "this parameter is empty", "Give it a value, or leave it out")
        for x in described:
            if x["required"] and x["name"] not in given:
                raise BadQuery(repr(x["name"]), "this parameter is needed", f"Give it: {x['name']}={x['example']}")

    def one(self, name: str) -> str | None:
        """Return the value of a parameter that may be given once, ``None`` where it is not.

        Raises:
            BadQuery: if it is given twice.
        """
        found = [value for given, value in self.pairs if given == name]
        if len(found) > 1:
            raise BadQuery(repr(name), "this parameter is given twice", "Give it once")
        return found[0] if found else None

    def needed(self, name: str) -> str:
        """Return the value of one that must be given.

        Raises:
            BadQuery: if it is given twice.
        """
        return self.one(name) or ""

    def number(self, name: str, default: int) -> int:
        """Return a whole number.

        Raises:
            BadQuery: if it is none.
        """
        given = self.one(name)
        return default if given is None else whole_number_of(name, given)

    def page(self) -> int:
        """Return how many a page has.

        Raises:
            BadQuery: if these are too many.
        """
        limit = self.number("limit", PAGE)
        if limit > LONGEST_PAGE:
            problem = f"a page has at most {LONGEST_PAGE}"
            raise BadQuery(repr(str(limit)), problem, "Follow next from page to page, or take all as a file")
        return limit

    def day(self) -> str:
        """Return the day that is asked for, today where none is, ISO.

        Raises:
            BadQuery: if it is no day of the calendar.
        """
        given = self.one("by")
        if given is None:
            return date.today().isoformat()
        try:
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", given, re.ASCII):
                raise ValueError
            return date.fromisoformat(given).isoformat()
        except ValueError:
            raise BadQuery(repr(given), "this is no day of the calendar", "Give it as YYYY-MM-DD") from None

    def query(self) -> Query:
        """Return the query of engagements that the parameters are.

        Raises:
            BadQuery: if one has a value that it may not have.
        """
        return query_from(self.pairs, self._known - _names(QUERY))

    def all(self) -> Query:
        """Return the query of all engagements that the parameters are, not of a piece of them.

        Raises:
            BadQuery: likewise.
        """
        return replace(self.query(), limit=None, offset=0)

    def queue(self, by: str) -> Queue:
        """Return the queue of a person that the parameters are.

        Raises:
            BadQuery: likewise.
        """
        return queue_from(self.pairs, by, also=("after",))

    def said(self) -> SaidQuery:
        """Return the query of statements that the parameters are.

        Raises:
            BadQuery: likewise.
        """
        return said_query_from(self.pairs, self._known - _names(SAID))


def _asked(request: Request) -> Asked:
    extra = request.scope["route"].openapi_extra or {}
    return Asked(request.query_params.multi_items(), tuple(extra.get("parameters", ())))


Given = Annotated[Asked, Depends(_asked)]
"""What is asked, as the parameter of an operation."""
