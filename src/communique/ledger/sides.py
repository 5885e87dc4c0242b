"""Who is meant by a name: the actors, or the country, that somebody types."""

from __future__ import annotations

import re
from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, and_, func, select

from communique.errors import BadQuery, UnknownId
from communique.ledger import fulltext, identity
from communique.ledger import schema as s
from communique.nearest import did_you_mean, nearest
from communique.reading.tables import load

_MOST_NAMES = 400
_SHOWN = 8
"""How many are listed of those that a name may mean."""
_LOOKED_AT = 200_000
"""How many names are looked at for one that is like another."""
_ID = re.compile(r"[AEJ]-[a-z2-7]+")


def sides_named(connection: Connection, name: str) -> tuple[str, ...]:
    """Return the sides that a name, an id or its beginning, or a country's code means.

    Raises:
        UnknownId: if nothing in the ledger is called so; what is called like it is named.
        BadQuery: if it is a part of too many names, or the beginning of several ids.
    """
    if is_country(name):
        return (name,)
    now = identity.current_id(connection, name)
    if now and connection.scalar(select(s.actor.c.id).where(s.actor.c.id == now)):
        return (now,)
    begun = beginning_so(connection, s.actor.c.id, name) if is_id(name) else ()
    if len(begun) > 1:
        raise several(name, shown(connection, begun), "Give more of the id")
    found = begun or actors_called(connection, name)
    if not found:
        like = did_you_mean(like_actors(connection, name))
        remedy = f"{like}Try another form of the name, a part of it, or a country's code of three letters"
        raise UnknownId(repr(name), "no actor in the ledger is called so", remedy)
    return found


def is_country(name: str) -> bool:
    """True for the code of a country (ISO 3166-1 alpha-3); "IMF" is a name."""
    return len(name) == 3 and name in load("demonyms")["country"]


def is_id(name: str) -> bool:
    """True for the id of an actor, an entry or a judgement, or the beginning of one."""
    return _ID.fullmatch(name) is not None


def actors_called(connection: Connection, name: str) -> tuple[str, ...]:
    """Return the actors of exactly this name, else those whose names have all its words.

    Raises:
        BadQuery: if it is a part of too many names.
    """
    return actors_of_name(connection, name) or actors_with(connection, name)


def actors_of_name(connection: Connection, name: str) -> tuple[str, ...]:
    """Return the actors of exactly this name."""
    c = s.actor_name.c
    return tuple(sorted(set(connection.scalars(select(c.actor).where(c.name == fulltext.folded(name))))))


def actors_with(connection: Connection, name: str) -> tuple[str, ...]:
    """Return the actors whose names have all words of this one.

    Raises:
        BadQuery: if there are too many.
    """
    words, c = fulltext.folded(name).split(), s.actor_name.c
    if not words:
        return ()
    query = select(c.actor).where(*has_words(c.name, words)).distinct().limit(_MOST_NAMES + 1)
    found = connection.scalars(query).all()
    if len(found) > _MOST_NAMES:
        raise BadQuery(repr(name), f"more than {_MOST_NAMES} actors have this in their names", "Give more of the name")
    return tuple(sorted(set(found)))


def has_words(column: ColumnElement[str], words: Collection[str]) -> list[ColumnElement[bool]]:
    """Return the conditions that a folded text has each of these words."""
    padded = " " + column + " "
    return [and_(padded.like(f"% {word} %")) for word in words]


def beginning_so(connection: Connection, column: ColumnElement[str], start: str) -> tuple[str, ...]:
    """Return the ids that begin so, in order; capitals count. No more than can be shown, and one."""
    query = select(column).where(func.substr(column, 1, len(start)) == start).order_by(column)
    return tuple(connection.scalars(query.limit(_SHOWN + 1)))


def shown(connection: Connection, ids: Collection[str]) -> tuple[str, ...]:
    """Return actors as messages name them, those with most appearances first: "A-… (Kim Jong Un, PRK)"."""
    c = s.actor.c
    query = select(c.id, c.name, c.country).where(c.id.in_(sorted(ids))).order_by(c.appearances.desc(), c.id)
    return tuple(f"{r.id} ({r.name}{', ' + r.country if r.country else ''})" for r in connection.execute(query))


def several(name: str, candidates: Collection[str], remedy: str) -> BadQuery:
    """Return the error that a name may mean several things, which it lists."""
    listed = list(candidates)
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return BadQuery(repr(name), f"it may be {', '.join(listed[:_SHOWN])}{more}", remedy)


def like_actors(connection: Connection, name: str) -> tuple[str, ...]:
    """Return the actors whose names, or whose ids if it is one, are most like a name, as messages name them."""
    c = s.actor_name.c
    if is_id(name):
        ids = nearest(name, connection.scalars(select(s.actor.c.id).limit(_LOOKED_AT)))
    else:
        names = nearest(fulltext.folded(name), connection.scalars(select(c.name).distinct().limit(_LOOKED_AT)))
        ids = tuple(connection.scalars(select(c.actor).where(c.name.in_(names)).distinct()))
    return shown(connection, ids)[:3]
