"""The list of sources to watch: a TOML file with a table ``[[source]]`` for each."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.characters import is_storable
from communique.errors import BadSources, WebError
from communique.nearest import did_you_mean, nearest
from communique.web.addresses import parse

EVERY = 1_800.0
"""Seconds between two polls of a source, where nothing is said."""
_MOST, _LONGEST = 1_000, 366 * 86_400.0
_UNITS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}
_PART = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)\s*(s|sec|seconds?|m|min|minutes?|h|hours?|d|days?|w|weeks?)(?![a-z])")
_KEYS = {"name": str, "address": str, "every": str, "from_feed": bool, "publisher": str}
_KINDS = {str: "a text in quotation marks", bool: "true or false"}
_EXAMPLE = '[[source]], then name = "Agency", address = "https://…", every = "30 minutes"'


@dataclass(frozen=True, slots=True)
class Source:
    """A feed, or a page, to watch: what it is called, where it is, and how often it is polled, in seconds.

    With ``from_feed`` articles are read from the feed where it has them whole; ``publisher`` is who publishes them.
    """

    name: str
    address: str
    every: float = EVERY
    from_feed: bool = False
    publisher: str | None = None


def seconds_of(text: str) -> float:
    """Return the seconds of a time that is written with its units.

    Raises:
        ValueError: if it is none, or longer than a year.

    >>> seconds_of("30 minutes"), seconds_of("7d"), seconds_of("1 hour 30 min")
    (1800.0, 604800.0, 5400.0)
    """
    parts = [(float(number), unit) for number, unit in _PART.findall(text.lower())]
    rest = _PART.sub("", text.lower()).replace(",", "").strip()
    total = sum(number * next(n for name, n in _UNITS.items() if name[0] == unit[0]) for number, unit in parts)
    if rest or not 0 < total <= _LONGEST:
        raise ValueError(f'{text!r} is no time. Write "90 seconds", "30 minutes", "2 hours" or "7 days"')
    return total


def read_sources(path: str | Path) -> tuple[Source, ...]:
    """Return the sources that a file lists, in its order.

    Raises:
        BadSources: if it cannot be read, or is not as it should be; the place is the line, or the table and the key.
    """
    name = str(path)
    found = _tables(name)
    default = _every(name, "the beginning", found.get("every", "30 minutes"))
    others = sorted(set(found) - {"every", "source"})
    if others:
        raise _unknown(name, "the beginning", others[0], ["every", "source"])
    tables = found.get("source")
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        raise BadSources(name, "there is no source in it", f"Write for each: {_EXAMPLE}")
    if len(tables) > _MOST:
        raise BadSources(name, f"there are {len(tables):,} sources in it, more than {_MOST:,}", "Divide the file")
    sources = tuple(_source(name, number, table, default) for number, table in enumerate(tables, 1))
    _check_each_once(name, sources)
    return sources


def _tables(name: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(Path(name).read_text("utf-8-sig"))
    except OSError as error:
        raise BadSources(name, f"it cannot be read ({error.strerror or error})", "Check the path") from None
    except UnicodeDecodeError as error:
        raise BadSources(name, "it is not UTF-8", "Save it as UTF-8", place=f"byte {error.start:,}") from None
    except tomllib.TOMLDecodeError as error:
        said, _, where = str(error).removesuffix(")").partition(" (at ")
        problem = f"it is no TOML: {said[:1].lower()}{said[1:]}"
        raise BadSources(name, problem, f"Write for each source: {_EXAMPLE}", place=where or None) from None


def _source(name: str, number: int, table: Mapping[str, Any], every: float) -> Source:
    """Return one source; its table is checked key by key."""
    called = table.get("name")
    place = f"source {number}" + (f" (“{called}”)" if isinstance(called, str) and called else "")
    for key, value in table.items():
        if key not in _KEYS:
            raise _unknown(name, place, key, list(_KEYS))
        if not isinstance(value, _KEYS[key]):
            raise BadSources(name, f"it must be {_KINDS[_KEYS[key]]}", "Correct it", place=f"{place}, {key}")
        if isinstance(value, str) and not (value.strip() and is_storable(value) and value.isprintable()):
            problem = "it is empty, or has characters that cannot be shown"
            raise BadSources(name, problem, "Write it on one line, or leave it out", place=f"{place}, {key}")
    for key in ("name", "address"):
        if key not in table:
            raise BadSources(name, "it is missing", f"Write for each source: {_EXAMPLE}", place=f"{place}, {key}")
    try:
        parse(table["address"])
    except WebError as error:
        raise BadSources(name, error.problem, error.remedy, place=f"{place}, address") from None
    every = _every(name, place, table["every"]) if "every" in table else every
    return Source(table["name"], table["address"], every, table.get("from_feed", False), table.get("publisher"))


def _every(name: str, place: str, value: object) -> float:
    try:
        if not isinstance(value, str):
            raise ValueError(f'{value!r} has no unit. Write "{value} minutes", in quotation marks')
        return seconds_of(value)
    except ValueError as error:
        problem, _, remedy = str(error).partition(". ")
        raise BadSources(name, problem, remedy, place=f"{place}, every") from None


def _unknown(name: str, place: str, key: str, keys: Sequence[str]) -> BadSources:
    like = did_you_mean(nearest(key, keys))
    return BadSources(name, "there is no such key", f"{like}There are {', '.join(keys)}", place=f"{place}, {key}")


def _check_each_once(name: str, sources: Sequence[Source]) -> None:
    for key, values in (("name", [x.name for x in sources]), ("address", [x.address for x in sources])):
        twice = [value for value, count in Counter(values).items() if count > 1]
        if twice:
            where = [number for number, value in enumerate(values, 1) if value == twice[0]]
            problem = f"the {key} {twice[0]!r} is that of source {where[0]}, too"
            raise BadSources(name, problem, "Give each source once", place=f"source {where[1]}, {key}")
