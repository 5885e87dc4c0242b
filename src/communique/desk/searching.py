"""The pages that search: what was asked, as it can be changed, one part after another, by links.

A view's address is its query, so each link is the address with one parameter changed; a new question begins at its
first page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse

from communique.desk.asked import Asked, Pairs, given_in, parameters
from communique.errors import BadQuery
from communique.exchange.entries import country_name
from communique.ledger.listing import name_of
from communique.ledger.sides import is_id
from communique.ledger.store import Ledger

PAGE, LONGEST, COUNTED = 50, 500, 10_000
"""Rows of a page, the most that one may have, and how far rows are counted."""
PAGING = ("limit", "offset", "after")
ORDER = ("newest", "order")
_TWO = "dyad"
_COUNTRIES = frozenset({"country", "place"})


class Chip(NamedTuple):
    """A part of what was asked: its name, its value as it is shown, and the address without it."""

    name: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class View:
    """An address: its path, and its parameters in their order."""

    path: str
    pairs: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, path: str, query: Asked) -> View:
        """Return the view of a query: of the latest day first, unless another order is asked for."""
        pairs = [p for p in parameters(query) if p[0] != "newest"]
        is_newest = getattr(query, "newest_first", True)
        by_day = all(name != "order" for name, _ in pairs)
        return cls(path, (*pairs, *([("newest", str(int(is_newest)))] if is_newest is not by_day else [])))

    @property
    def whole(self) -> View:
        """The view of all that it finds, from the first page."""
        return View(self.path, tuple(p for p in self.pairs if p[0] not in PAGING))

    @property
    def link(self) -> str:
        """The address."""
        return f"{self.path}?{urlencode(self.pairs, errors='replace')}" if self.pairs else self.path

    def values(self, name: str) -> list[str]:
        """Return the values of a parameter."""
        return [v for n, v in self.pairs if n == name]

    def first(self, name: str) -> str:
        """Return the first value of a parameter; empty where it is not given."""
        return next(iter(self.values(name)), "")

    def but(self, name: str, *values: str) -> str:
        """Return the address with these values of a parameter and no others."""
        kept = [p for p in self.whole.pairs if p[0] != name]
        return View(self.path, (*kept, *((name, v) for v in values))).link

    def without(self, name: str, value: str) -> str:
        """Return the address without a value of a parameter."""
        return View(self.path, tuple(p for p in self.whole.pairs if p != (name, value))).link

    def file(self, suffix: str) -> str:
        """Return the address of all rows in a form."""
        return View(f"{self.path}.{suffix}", self.whole.pairs).link

    def further(self, after: str) -> str:
        """Return the address of the page that follows on one of its rows."""
        kept = [p for p in self.pairs if p[0] not in ("after", "offset")]
        return View(self.path, (*kept, ("after", after))).link


def view_of(request: Request) -> View:
    """Return the view that a request is for."""
    return View(request.url.path, tuple(given_in(request.query_params)))


def in_order(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """Return parameters with the order that is meant where none is asked for: the latest day first."""
    given = list(pairs)
    return given if any(name in ORDER for name, _ in given) else [*given, ("newest", "1")]


def tidied(request: Request) -> RedirectResponse | None:
    """Return the way to the address without what says nothing, which a form sends; ``None`` where nothing is too much.

    Whatever was given stays on the path that it was given for.
    """
    view = view_of(request)
    return RedirectResponse(view.link, 307) if len(view.pairs) < len(request.query_params.multi_items()) else None


def page_size(limit: int | None) -> int:
    """Return how many rows a page has.

    Raises:
        BadQuery: if more are asked for than a page may have.
    """
    if limit is None:
        return PAGE
    if not 0 < limit <= LONGEST:
        remedy = f"Give a number from 1 to {LONGEST}; all rows are to be had in a file (Take away)"
        raise BadQuery(repr(str(limit)), "limit is no length of a page", remedy)
    return limit


def chips(ledger: Ledger, view: View, names: Mapping[str, str]) -> list[Chip]:
    """Return the parts of what was asked, each with a way to take it away; ``names`` says what each is called."""
    pairs = [p for p in view.pairs if p[0] not in (*PAGING, *ORDER)]
    found = [
        Chip(names.get(name, name), _shown(ledger, name, value), view.without(name, value))
        for name, value in dict.fromkeys(pairs)
        if name != _TWO
    ]
    if two := view.values(_TWO):
        found.append(Chip("between", " and ".join(_shown(ledger, _TWO, x) for x in two), view.but(_TWO)))
    return found


def _shown(ledger: Ledger, name: str, value: str) -> str:
    """A value as people read it: names of countries and actors in the place of codes and ids."""
    if name in _COUNTRIES:
        return country_name(value) or value
    if is_id(value) and value.startswith("A-"):
        return name_of(ledger, value) or value
    return value
