"""Who stands in a cell: persons with their titles before them, and countries by the names that tables give them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from communique.reading.known.countries import country_of
from communique.reading.known.offices import find_offices
from communique.records import Span

ASIDE = re.compile(r"\s*\([^()]*\)")
"""What stands in brackets."""
_JOINT = re.compile(r"(?:,?\s+and\s+|,\s+|;\s*)$")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'"})


@dataclass(frozen=True, slots=True)
class Named:
    """A person of a cell: name, title, and where in the cell each stands; no title where none stands before it."""

    name: str
    at: Span
    title: str | None = None
    title_at: Span | None = None


def people_in(cell: str) -> list[Named]:
    """Return the persons of a cell.

    >>> [(p.title, p.name) for p in people_in("President Sejdiu and Prime Minister Hashim Thaci")]
    [('President', 'Sejdiu'), ('Prime Minister', 'Hashim Thaci')]
    """
    offices = [Span(a, b) for a, b, _ in find_offices(cell)]
    starts = [o.start for o in offices if not o.start or _JOINT.search(cell[: o.start])]
    edges = [0, *(x for x in starts if x), len(cell)]
    found = [_person(cell, a, b, offices) for a, b in pairwise(edges)]
    return [person for person in found if person is not None]


def _person(cell: str, start: int, end: int, offices: list[Span]) -> Named | None:
    """Return the person of a part of a cell; ``None`` where it holds a joint alone."""
    end -= len(cell[start:end]) - len(_JOINT.sub("", cell[start:end]))
    head = start
    while office := next((o for o in offices if o.start == head and o.end < end), None):
        head = office.end + len(cell[office.end : end]) - len(cell[office.end : end].lstrip())
    name = ASIDE.sub("", cell[head:end]).strip()
    if not name:
        return None
    title = cell[start:head].rstrip()
    return Named(name, Span(head, end), title or None, Span(start, start + len(title)) if title else None)


def country_in(cell: str, countries: Mapping[str, str]) -> str | None:
    """Return the code of the country that a cell names, by the layout first; ``None`` where it cannot be told.

    >>> [country_in(x, {}) for x in ("Germany, Federal Republic of", "Korea, North", "Burma (Myanmar)")]
    ['DEU', 'PRK', 'MMR']
    """
    if cell in countries:
        return countries[cell]
    text = cell.translate(_APOSTROPHES)
    bare = ASIDE.sub("", text).strip()
    last, _, first = bare.partition(", ")
    aside = re.findall(r"\(([^()]*)\)", text)
    tries = [
        text,
        bare,
        *([f"{first} {last}", last] if first else []),
        *aside,
        re.sub(r"^Former ", "", f"{first} {last}"),
    ]
    if len(cell) == 3 and cell.isupper():
        tries.append(cell)
    return next(
        (code for form in tries for code in (country_of(form), country_of(form.replace("'", "’"))) if code), None
    )
