"""The codebook: what each word of a record means, and the PLOVER and CAMEO codes of each kind of engagement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from communique.reading.coding.codes import code, quad
from communique.reading.lexicon import lexicon
from communique.reading.tables import load
from communique.records import Status

_SECTIONS = ("kind", "status", "part", "plover", "cameo", "actor", "statement", "force", "stance")
SECTIONS = (*_SECTIONS, "sector", "field")
"""What is defined: kinds, statuses and parts of engagements, PLOVER types and CAMEO's top codes, kinds of actors and of
statements, what these do, their stances, sectors of actors, and the fields of a record."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a record and what it means.

    Of a kind of engagement, ``plover``, ``mode`` and ``cameo`` are its codes once held, ``quad`` their class, and
    ``to_come``, ``declined`` and ``cancelled`` the PLOVER type and CAMEO code of what was planned, refused, called off.
    """

    section: str
    term: str
    meaning: str
    plover: str | None = None
    mode: str | None = None
    cameo: str | None = None
    quad: str | None = None
    to_come: str | None = None
    declined: str | None = None
    cancelled: str | None = None


@cache
def meanings() -> Mapping[str, Mapping[str, str]]:
    """Return what words mean, by their section; those of a type's fields by the type's name."""
    table = load("codebook")
    return {**{name: table[name] for name in (*_SECTIONS, "table")}, **table["field"]}


def codebook() -> tuple[Term, ...]:
    """Return every term, section by section."""
    found = [_term(section, *item) for section in _SECTIONS for item in meanings()[section].items()]
    found += [Term("sector", name, f"PLOVER's sector: {says}") for name, says in load("sectors")["codes"].items()]
    for kind, fields in load("codebook")["field"].items():
        found += [Term("field", f"{kind}.{name}", meaning) for name, meaning in fields.items()]
    return tuple(found)


def _term(section: str, term: str, meaning: str) -> Term:
    if section == "plover":
        return Term(section, term, meaning, plover=term, quad=quad(term))
    if section == "cameo":
        return Term(section, term, meaning, cameo=term)
    return _kind(term, meaning) if section == "kind" else Term(section, term, meaning)


def _kind(kind: str, meaning: str) -> Term:
    sense = lexicon().plain(kind)
    plover, cameo = code(sense, Status.HELD)
    others = (_coded(kind, status) for status in (Status.PLANNED, Status.DECLINED, Status.CANCELLED))
    return Term("kind", kind, meaning, plover.type or None, plover.mode, cameo, quad(plover.type), *others)


def _coded(kind: str, status: Status) -> str:
    """The PLOVER type and CAMEO code of a kind in a status."""
    plover, cameo = code(lexicon().plain(kind), status)
    return f"{plover.type} {cameo}".strip()
