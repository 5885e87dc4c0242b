"""A view that has parameters of its own beside those of a query, and the addresses that lead on from it.

``/dyad?between=RUS&between=USA&status=held`` is the view of what ``dyad=RUS&dyad=USA&status=held`` asks for; what it
links to keeps ``between``, and what it gives to take away is what it shows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

from communique.desk.asked import Pairs, given_in, parameters, query_from
from communique.desk.patience import COUNTS, Patience, endless
from communique.errors import BadQuery
from communique.exchange.entries import country_name
from communique.ledger.facets import FacetValue, chosen, facets
from communique.ledger.paging import page
from communique.ledger.queries import Query
from communique.ledger.sides import is_country
from communique.ledger.store import Ledger
from communique.ledger.views import Entry

PAGE = 25
"""Engagements that a page lists."""
MOST = 10_000
"""How far engagements are counted, and how many of the latest are drawn."""
_VALUES = 9
_NARROWED: Mapping[str, tuple[str, Any]] = {"status": ("statuses", ()), "kind": ("kinds", ()), "year": ("day", None)}
"""The part of a query that a facet is, and what that is where nothing is chosen."""


@dataclass(frozen=True, slots=True)
class View:
    """A view at a path: its own parameters, the query that others are, and the parts of it that its own mean.

    ``patience`` is the time that there is for its counts.
    """

    path: str
    own: Pairs
    rest: Query
    means: Mapping[str, Any] = field(default_factory=dict)
    patience: Patience = field(default_factory=Patience)

    @property
    def query(self) -> Query:
        """All that is asked for."""
        return replace(self.rest, **self.means)

    def to(self, suffix: str = "", **changes: Any) -> str:
        """Return the address of this view, from its first page, some parts of its query changed."""
        kept = replace(self.rest, after=None, limit=None, offset=0)
        asked = [*self.own, *parameters(replace(kept, **changes))]
        return f"{self.path}{suffix}?{urlencode(asked)}" if asked else f"{self.path}{suffix}"

    @property
    def counted(self) -> str:
        """The address of this view with everything counted, however long it takes."""
        return f"{self.path}?{urlencode([*self.own, *parameters(self.rest), (COUNTS, 'all')])}"

    @property
    def others(self) -> Pairs:
        """The parameters for which the form of a view has no field, or only one."""
        plain = replace(self.rest, after=None, limit=None, offset=0, actor=None, **_first(self.rest))
        return parameters(plain)

    @property
    def listed(self) -> str:
        """The address of the plain list of the same engagements."""
        asked = parameters(replace(self.query, after=None, limit=None, offset=0))
        return f"/engagements?{urlencode(asked)}" if asked else "/engagements"


def _first(query: Query) -> Mapping[str, Any]:
    """What is left of those parts of which a form has a field for the first."""
    return {part: getattr(query, part)[1:] for part in ("countries", "kinds", "statuses")}


def view_of(
    request: Request, path: str, own: Sequence[tuple[str, str]] = (), also: Collection[str] = (), **means: Any
) -> View:  # fmt: skip
    """Return the view that a request asks for; ``means`` are the parts of the query that its own parameters are.

    ``also`` names parameters of its own that may be left out.

    Raises:
        BadQuery: if a parameter is none, or asks for what the view's own say already.
    """
    names = {name for name, _ in own} | {*also}
    pairs, is_endless = endless(given_in(request.query_params))
    rest = query_from(pairs, names)
    for part in means:
        if getattr(rest, part) != getattr(Query(), part):
            raise BadQuery(repr(part), "this page asks for it already", "Leave it out, or ask for both at /engagements")
    return View(path, list(own), rest, means, Patience(is_endless))


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the engagements of a view: how many there are of all, and where it goes on."""

    entries: Sequence[Entry]
    count: int
    further: str | None

    @property
    def is_cut(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > MOST


def listed(ledger: Ledger, view: View) -> Listed:
    """Return the page that a view asks for, the newest first.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if a name in it is nobody's.
    """
    query = replace(view.query, newest_first=True)
    found = page(ledger, replace(query, limit=view.rest.limit or PAGE))
    further = view.to(after=found.after, limit=view.rest.limit) if found.after else None
    return Listed(found.entries, ledger.count(replace(query, after=None), MOST + 1), further)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a view can be narrowed to: what it is called, how many there are, where it leads."""

    label: str
    count: int
    to: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """The values of one facet, and the address of the view without it. Not ``complete``: its time was over."""

    name: str
    values: tuple[Choice, ...]
    anything: str
    complete: bool


def choices(ledger: Ledger, view: View, names: Sequence[str] = tuple(_NARROWED)) -> list[Choices]:
    """Return by what a view can be narrowed.

    Raises:
        BadQuery: if a part of the query cannot be understood.
        UnknownId: if a name in it is nobody's.
    """
    found = []
    left, whole = view.patience.left, view.patience.whole
    for facet in facets(ledger, view.query, names, most=_VALUES, milliseconds=left, together=whole):
        part, plain = _NARROWED[facet.name]
        values = tuple(_choice(view, facet.name, part, value) for value in facet.values)
        found.append(Choices(facet.name, values, view.to(**{part: plain}), facet.complete))
    return found


def _choice(view: View, name: str, part: str, value: FacetValue) -> Choice:
    asked = getattr(chosen(Query(), name, value.value), part)
    return Choice(value.label, value.count, view.to(**{part: asked}), getattr(view.rest, part) == asked)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two sides: what it is called, and where it leads."""

    name: str
    to: str


def side(ledger: Ledger, name: str) -> Side:
    """Return the side that a country's code, an id or a name means; a name of several stands for them all.

    Raises:
        UnknownId: if it is nobody's.
        BadQuery: if it is a part of too many names.
    """
    if is_country(name):
        return Side(country_name(name) or name, f"/engagements?{urlencode({'country': name})}")
    found = ledger.actors(name)
    called = found[0].name if len(found) == 1 else f"{name} ({len(found)} actors)"
    return Side(called, f"/actor?{urlencode({'id': found[0].id if len(found) == 1 else name})}")


def drawn_of(view: View, most: int = MOST) -> Query:
    """Return the query for what a view draws: the latest, so many at most."""
    return replace(view.query, newest_first=True, after=None, offset=0, limit=min(view.rest.limit or most, most))
