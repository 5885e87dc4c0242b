"""What a person may set a field to: each is checked by what it means, and a refusal says what is allowed."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, select

from communique.characters import printable
from communique.intake.dates import iso_date
from communique.ledger import identity
from communique.ledger import schema as s
from communique.reading.coding.codes import is_cameo
from communique.reading.lexicon import lexicon
from communique.reading.periods import is_time
from communique.reading.tables import load
from communique.records import ActorKind, Part, Status

ENTRY_FIELDS = ("kind", "status", "time", "place", "plover", "mode", "cameo", "parties")
ACTOR_FIELDS = ("name", "kind", "country", "wikidata")
REPORT_FIELDS = ("published", "publisher", "title")
LONGEST_NAME = 500
_NONE = ("time", "place", "mode", "country", "wikidata", *REPORT_FIELDS)
"""Fields that may be none."""
_TIME = "a day, month, season, year or interval of EDTF (2018-08-06, 2018-08, 2018-23, 2018-08/2018-10), or null"
_PLACE = 'a name, or {"name", "country", "lat", "lon", "geonames"}, or null'
_COUNTRY = "a country's code of three capitals (ISO 3166-1 alpha-3), or null"
_MOST_GEONAMES = 2**31 - 1


def fields_of(level: str) -> tuple[str, ...]:
    """Return the fields of an ``"entry"``, an ``"actor"`` or a ``"report"`` that can be set."""
    return {"entry": ENTRY_FIELDS, "actor": ACTOR_FIELDS, "report": REPORT_FIELDS}[level]


def choices_of(level: str, field: str) -> tuple[str, ...]:
    """Return what a field may be set to, where that is a list of words; nothing where it is any text of its sort."""
    return tuple(_choices(level).get(field, ()))


def refusal(connection: Connection, level: str, field: str, value: Any) -> tuple[str, str] | None:
    """Return what is wrong with a value and what is allowed, ``None`` where it is right."""
    if value is None and field in _NONE:
        return None
    if field == "parties":
        return _parties(connection, value)
    if field == "place" and not isinstance(value, str):
        return _place(value)
    if not isinstance(value, str) or not value.strip():
        return f"{value!r} is no text", f"Give {_allowed(level, field)}"
    if value != printable(value, line=True) or len(value) > LONGEST_NAME:
        return f"{value[:60]!r} is no text of one line", f"Give at most {LONGEST_NAME} characters, no control character"
    return None if _is_right(level, field, value) else (_wrong(field, value), f"Give {_allowed(level, field)}")


def _is_right(level: str, field: str, value: str) -> bool:
    checks: Mapping[str, Callable[[str], bool]] = {
        "time": is_time,
        "cameo": is_cameo,
        "country": _is_country,
        "wikidata": _is_item,
        "published": _is_day,
    }
    choices = _choices(level).get(field)
    if choices is not None:
        return value in choices
    return field not in checks or checks[field](value)


def _is_country(value: object) -> bool:
    return isinstance(value, str) and value in load("demonyms")["country"]


def _is_day(value: str) -> bool:
    try:
        return iso_date(value) == value
    except ValueError:
        return False


def _is_item(value: str) -> bool:
    return re.fullmatch(r"Q[1-9]\d{0,18}", value, re.ASCII) is not None


def _wrong(field: str, value: str) -> str:
    said = {
        "time": "no EDTF time",
        "cameo": "no CAMEO code",
        "country": "no country",
        "wikidata": "no Wikidata item",
        "published": "no day of the calendar",
    }
    return f"{value!r} is {said.get(field, f'no {field}')}"


def _allowed(level: str, field: str) -> str:
    choices = _choices(level).get(field)
    if choices is not None:
        return f"one of {', '.join(choices)}"
    said = {
        "time": _TIME,
        "place": _PLACE,
        "country": _COUNTRY,
        "cameo": 'a CAMEO code of two to four digits, as text: "036"',
        "published": "a day as YYYY-MM-DD (2018-08-06), or null",
        "wikidata": "an item, Q and its number (Q22686), or null",
    }
    return said.get(field, "a text")


@cache
def _choices(level: str) -> Mapping[str, Collection[str]]:
    """The words of each field that has a list of them."""
    if level == "report":
        return {}
    if level == "actor":
        return {"kind": list(ActorKind)}
    senses = lexicon().senses.values()
    return {
        "status": list(Status),
        "kind": sorted({x.kind for x in senses}),
        "plover": sorted({x.plover for x in senses if x.plover}),
        "mode": sorted({x.mode for x in senses if x.mode}),
    }


def _place(value: Any) -> tuple[str, str] | None:
    """What is wrong with a place that is given as an object."""
    if not isinstance(value, dict) or not set(value) <= {"name", "country", "lat", "lon", "geonames"}:
        return f"{value!r} is no place", f"Give {_PLACE}"
    name, country, number = value.get("name"), value.get("country"), value.get("geonames")
    if not isinstance(name, str) or not name.strip() or name != printable(name, line=True) or len(name) > LONGEST_NAME:
        return f"its name is {name!r}", f"Give a text of one line, at most {LONGEST_NAME} characters"
    if country is not None and not _is_country(country):
        return f"its country is {country!r}", f"Give {_COUNTRY}"
    if number is not None and not (type(number) is int and 0 < number <= _MOST_GEONAMES):
        return f"its geonames is {number!r}", "Give the number of a place in GeoNames, or null"
    return _point(value.get("lat"), value.get("lon"))


def _point(lat: Any, lon: Any) -> tuple[str, str] | None:
    for name, degrees, most in (("lat", lat, 90), ("lon", lon, 180)):
        is_number = type(degrees) in (int, float) and math.isfinite(degrees) and abs(degrees) <= most
        if degrees is not None and not is_number:
            return f"its {name} is {degrees!r}", f"Give degrees from -{most} to {most}, or null"
    if (lat is None) != (lon is None):
        return f"its lat is {lat!r} and its lon {lon!r}", "Give both, or neither"
    return None


def _parties(connection: Connection, value: Any) -> tuple[str, str] | None:
    allowed = f'Give [{{"actor": "A-…", "part": "…"}}, …], each actor once; parts are {", ".join(Part)}'
    if not isinstance(value, list) or not value:
        return f"{value!r} is no list of participants", allowed
    for item in value:
        if not isinstance(item, dict) or not {"actor", "part"} <= set(item) <= {"actor", "part", "anchor"}:
            return f"{item!r} is no object with actor and part", allowed
        if item["part"] not in list(Part):
            return f"{item['part']!r} is no part", allowed
        if party_of(connection, item) is None:
            return f"there is no actor {item['actor']!r}", "Look it up: communique search --actors --actor NAME"
    ids = [party_of(connection, item) for item in value]
    return None if len(set(ids)) == len(ids) else ("an actor stands in it twice", allowed)


def party_of(connection: Connection, item: Mapping[str, Any]) -> str | None:
    """Return the id of the actor that a participant is here, ``None`` where there is none.

    It is found by the appearance that the judgement holds on to, so that it is the same in another ledger.
    """
    anchor, id = item.get("anchor"), item["actor"]
    if isinstance(anchor, str):
        found = connection.scalar(select(s.appearance.c.actor).where(s.appearance.c.id == anchor))
        if found is not None:
            return str(found)
    now = identity.current_id(connection, id) if isinstance(id, str) else None
    return now and connection.scalar(select(s.actor.c.id).where(s.actor.c.id == now))


def choices(level: str, field: str) -> tuple[str, ...]:
    """Return the words that a field of an ``"entry"`` or an ``"actor"`` has a list of; none where it has no list."""
    return tuple(_choices(level).get(field, ()))
