"""By what an answer can be narrowed: facets as links, counted for no longer than a page may take."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from communique.desk.patience import Patience
from communique.desk.searching import View
from communique.ledger.facets import FACETS, Facet, chosen, facets
from communique.ledger.queries import Query
from communique.ledger.store import Ledger

TITLES = MappingProxyType(
    {"status": "Status", "kind": "Kind", "country": "Country", "actor": "Actor", "body": "Body",
     "place": "Took place in", "year": "Year", "month": "Month", "source": "Publisher", "voice": "Voice",
     "review": "What people said"}
)  # fmt: skip
"""What facets are called, in the order in which they are shown."""
_PARAMETERS = MappingProxyType(
    {name: {"year": "day", "month": "day", "source": "publisher"}.get(name, name) for name in FACETS}
)
_MOST, _MOST_SHOWN = MappingProxyType({"status": 9, "kind": 10, "voice": 2, "review": 4}), 8


class Choice(NamedTuple):
    """A value to narrow by: what it is called, how many there are, the address, whether it is chosen already."""

    value: str
    label: str
    many: int
    address: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """A facet as a page shows it; where it is not ``complete``, its counting took too long."""

    name: str
    title: str
    values: tuple[Choice, ...]
    more: int
    complete: bool


def choices(ledger: Ledger, view: View, query: Query, patience: Patience) -> list[Choices]:
    """Return the facets of a query, as far as they can be counted in the time that there is.

    Raises:
        BadQuery, UnknownId: if the query cannot be understood.
    """
    most = max(_MOST_SHOWN, *_MOST.values())
    found = facets(ledger, query, TITLES, most=most, milliseconds=patience.left, together=patience.whole)
    return [_shown(view, query, facet) for facet in found]


def _shown(view: View, query: Query, facet: Facet) -> Choices:
    parameter = _PARAMETERS[facet.name]
    now = view.values(parameter)
    values = tuple(
        Choice(
            x.value, x.label, x.count, View.of(view.path, chosen(query, facet.name, x.value)).whole.link, x.value in now
        )
        for x in facet.values[: _MOST.get(facet.name, _MOST_SHOWN)]
    )
    more = facet.more + len(facet.values) - len(values)
    return Choices(facet.name, TITLES[facet.name], values, more, facet.complete)
