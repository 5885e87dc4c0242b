"""Actors that a person names in a judgement: by id, by a name that one alone has, by a country's code."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from communique.errors import BadJudgement, UnknownId
from communique.ledger import amendments, judgements
from communique.ledger import schema as s
from communique.ledger.sides import is_country, several, shown, sides_named


def actor(connection: Connection, name: str) -> str:
    """Return the id of the actor that a name means; an id is what it is.

    Raises:
        UnknownId: if nobody is called so.
        BadJudgement: if several are; the message names them.
    """
    if is_country(name):
        c = s.actor.c
        found = tuple(connection.scalars(select(c.id).where(c.country == name, c.kind == "state")))
        if not found:
            raise UnknownId(repr(name), "no state in the ledger has this code", "Name who took part")
    else:
        found = sides_named(connection, name)
    if len(found) > 1:
        wrong = several(name, shown(connection, found), "Give the id, or more of the name")
        raise BadJudgement(wrong.source, wrong.problem, wrong.remedy)
    return found[0]


def parties(connection: Connection, value: Any) -> Any:
    """Return participants with ids in the place of names; what is no list of them is left to be refused.

    Raises:
        UnknownId: if nobody has a name.
        BadJudgement: if several have it.
    """
    if not isinstance(value, list):
        return value
    return [_named(connection, item) for item in value]


def _named(connection: Connection, item: Any) -> Any:
    if not isinstance(item, dict) or not isinstance(item.get("actor"), str):
        return item
    if amendments.party_of(connection, item) is not None or item["actor"].startswith("A-"):
        return item
    return {**item, "actor": actor(connection, item["actor"])}


def held(connection: Connection, value: Any) -> list[dict[str, Any]]:
    """Return participants as they are kept: with their ids now, and an appearance that each is found by elsewhere."""
    ids = [(amendments.party_of(connection, item), item) for item in value]
    return [
        {
            "actor": id,
            "part": item["part"],
            "anchor": _anchor(connection, item) or judgements.anchor_of(connection, id or "", "actor"),
        }
        for id, item in ids
    ]


def _anchor(connection: Connection, item: dict[str, Any]) -> str | None:
    """The appearance that is given, where it is here."""
    given = item.get("anchor")
    return connection.scalar(select(s.appearance.c.id).where(s.appearance.c.id == given)) if given else None
