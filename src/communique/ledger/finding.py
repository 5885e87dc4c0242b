"""What a person means where something is asked for: by its id, by the beginning of one, by a name or a title.

An id is what it is. Else the actor of that name is meant, or the report of that title; else what has an id that begins
so; else the one that has all its words in its name or title. Where several are left none is taken, and they are listed.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, select

from communique.errors import UnknownId
from communique.ledger import identity, judgements, sayings, sides
from communique.ledger import schema as s
from communique.ledger.fulltext import folded
from communique.ledger.views import Saying
from communique.nearest import did_you_mean, nearest

if TYPE_CHECKING:
    from communique.ledger.store import Ledger

_LOOKED_AT, _ASKED = 200_000, 2
"""How many names are looked at for those that are like another, and how many of a sort are asked after."""
_TAIL = re.compile(r"(?P<report>.+)/(?P<own>[aes]\d+|J-[a-z2-7]{12})", re.DOTALL)


class Sort(StrEnum):
    """What a ledger has ids of."""

    ENTRY = "engagement"
    ACCOUNT = "account"
    ACTOR = "actor"
    APPEARANCE = "appearance"
    REPORT = "report"
    STATEMENT = "statement"
    JUDGEMENT = "judgement"


@dataclass(frozen=True, slots=True)
class Found:
    """What was meant: its sort and id, and, where it was not the id that was given, what it is called."""

    sort: Sort
    id: str
    called: str | None = None


_Candidates = list[Found]
_TABLES: dict[Sort, Column[str]] = {
    Sort.ENTRY: s.entry.c.id,
    Sort.ACTOR: s.actor.c.id,
    Sort.ACCOUNT: s.account.c.id,
    Sort.APPEARANCE: s.appearance.c.id,
    Sort.REPORT: s.report.c.id,
    Sort.JUDGEMENT: s.judgement.c.id,
}
_PREFIXES = {Sort.ENTRY: identity.ENTRY, Sort.ACTOR: identity.ACTOR, Sort.JUDGEMENT: identity.JUDGEMENT}


def find(ledger: Ledger, name: str, sorts: Collection[Sort] = tuple(Sort)) -> Found:
    """Return what a name means in a ledger, of one of these sorts.

    Raises:
        UnknownId: if it is nothing's; what is called like it is named.
        BadQuery: if it may be several things, which are listed with their ids.
    """
    with ledger._read() as connection:
        return found_in(connection, name, sorts)


def saying(ledger: Ledger, id: str) -> Saying:
    """Return a statement by its id.

    Raises:
        UnknownId: if there is none.
    """
    with ledger._read() as connection:
        number = connection.scalar(select(s.statement.c.n).where(s.statement.c.id == id))
        if number is None:
            remedy = "See which there are: communique show, with the id of the report"
            raise UnknownId(id, "there is no statement of this id", remedy)
        return sayings.load(connection, [number])[0]


def found_in(connection: Connection, name: str, sorts: Collection[Sort]) -> Found:
    """Return what a name means, as :func:`find` does."""
    for sort in sorts:
        if _is_there(connection, sort, name):
            return Found(sort, name)
    for look in (_members, _named, _beginning, _with_words):
        candidates = look(connection, name, sorts)
        if len(candidates) > 1:
            listed = [f"{x.id} ({x.called})" if x.called else x.id for x in candidates]
            raise sides.several(name, listed, "Give the id, or more of the name")
        if candidates:
            return candidates[0]
    raise UnknownId(name, _problem(sorts), f"{did_you_mean(_like(connection, name, sorts))}{_remedy(sorts)}")


def _is_there(connection: Connection, sort: Sort, id: str) -> bool:
    """Whether something has an id, or had it."""
    if sort is Sort.STATEMENT:
        return judgements.is_statement(connection, id)
    now = identity.current_id(connection, id) if sort in (Sort.ENTRY, Sort.ACTOR) else id
    return connection.scalar(select(_TABLES[sort]).where(_TABLES[sort] == now)) is not None


def _members(connection: Connection, name: str, sorts: Collection[Sort]) -> _Candidates:
    """What a report has under a number, the report being named by the beginning of its id, or by its title."""
    match = _TAIL.fullmatch(name)
    if match is None:
        return []
    for look in (_named, _beginning, _with_words):
        reports = look(connection, match["report"], (Sort.REPORT,))
        if reports:
            ids = [f"{x.id}/{match['own']}" for x in reports]
            return [Found(sort, id, id) for id in ids for sort in sorts if _is_there(connection, sort, id)]
    return []


def _beginning(connection: Connection, name: str, sorts: Collection[Sort]) -> _Candidates:
    """What has an id that begins so."""
    found: _Candidates = []
    for sort, column in _TABLES.items():
        prefix = _PREFIXES.get(sort)
        is_one = sort is Sort.REPORT or (prefix and sides.is_id(name) and name.startswith(prefix))
        if sort in sorts and name and is_one:
            found += [Found(sort, id, _called(connection, sort, id)) for id in
                      sides.beginning_so(connection, column, name)]  # fmt: skip
    return found


def _named(connection: Connection, name: str, sorts: Collection[Sort]) -> _Candidates:
    """The actor of this name, the state of this code, the report of this title."""
    found: _Candidates = []
    if Sort.ACTOR in sorts:
        c = s.actor.c
        states = connection.scalars(select(c.id).where(c.country == name, c.kind == "state"))
        found += _actors(connection, states.all() if sides.is_country(name) else sides.actors_of_name(connection, name))
    if Sort.REPORT in sorts and folded(name):
        found += [x for x in _titled(connection, name) if folded(x.called or "") == folded(name)]
    return found


def _with_words(connection: Connection, name: str, sorts: Collection[Sort]) -> _Candidates:
    """The actors, and the reports, that have all words in their names or titles."""
    found = _actors(connection, sides.actors_with(connection, name)) if Sort.ACTOR in sorts else []
    return found + (_titled(connection, name) if Sort.REPORT in sorts else [])


def _actors(connection: Connection, ids: Collection[str]) -> _Candidates:
    c = s.actor.c
    rows = connection.execute(select(c.id, c.name, c.country).where(c.id.in_(ids)).order_by(c.appearances.desc(), c.id))
    return [Found(Sort.ACTOR, r.id, ", ".join(x for x in (r.name, r.country) if x)) for r in rows]


def _titled(connection: Connection, name: str) -> _Candidates:
    """The reports that have all words of a name in their titles."""
    words = folded(name).split()
    rows = connection.execute(select(s.report.c.id, s.report.c.title).where(s.report.c.title.is_not(None)))
    has = ((r, f" {folded(r.title)} ") for r in rows if words)
    return [Found(Sort.REPORT, r.id, r.title) for r, title in has if all(f" {word} " in title for word in words)]


def _called(connection: Connection, sort: Sort, id: str) -> str | None:
    """What a thing is called beside its id."""
    if sort is Sort.ACTOR:
        return connection.scalar(select(s.actor.c.name).where(s.actor.c.id == id))
    if sort is Sort.REPORT:
        return connection.scalar(select(s.report.c.title).where(s.report.c.id == id))
    return connection.scalar(select(s.entry.c.kind).where(s.entry.c.id == id)) if sort is Sort.ENTRY else None


def _like(connection: Connection, name: str, sorts: Collection[Sort]) -> list[str]:
    """What is called like a name, or has an id like it: some of each sort that a name of its form may mean."""
    found = list(sides.like_actors(connection, name))[:_ASKED] if Sort.ACTOR in sorts else []
    for sort, column in _TABLES.items():
        forms = {Sort.REPORT: True, Sort.ACCOUNT: "/" in name, Sort.APPEARANCE: "/" in name, Sort.ACTOR: False}
        if sort in sorts and forms.get(sort, sides.is_id(name)):
            found += nearest(name, connection.scalars(select(column).limit(_LOOKED_AT)), _ASKED)
    if Sort.REPORT in sorts:
        c = s.report.c
        titles = {t: id for id, t in connection.execute(select(c.id, c.title).limit(_LOOKED_AT)) if t}
        found += [f"{titles[t]} ({t})" for t in nearest(name, titles, _ASKED)]
    return found


def _listed(sorts: Collection[Sort]) -> str:
    """The sorts in words: "an actor or a report"."""
    words = [f"{'an' if x[0] in 'aeiou' else 'a'} {x.value}" for x in Sort if x in sorts]
    *rest, last = words
    return f"{', '.join(rest)} or {last}" if rest else last


def _problem(sorts: Collection[Sort]) -> str:
    named = {Sort.ACTOR, Sort.REPORT} & set(sorts)
    return f"this is neither the id nor the name of {_listed(sorts)}" if named else f"this is no id of {_listed(sorts)}"


def _remedy(sorts: Collection[Sort]) -> str:
    if set(sorts) == {Sort.JUDGEMENT}:
        return "List them: communique judge --list"
    if set(sorts) == {Sort.REPORT}:
        return "List some: communique search WORDS --reports"
    return "Search for it: communique search WORDS, or communique search --actors --actor NAME"
