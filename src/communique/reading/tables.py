"""The hand-written tables of names, read once and checked when read.

Each table is a TOML file in :mod:`communique.data`; its head comment says where it comes from.
A table that does not hold what its reader needs fails at once, by name and key
(:class:`TableError`), not as a missing key deep in the reading.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

_KINDS = frozenset("parliament chamber committee ministry executive court military party intl".split())


class TableError(ValueError):
    """A shipped table is not as its reader needs it; the message names table and key."""


@cache
def load(name: str) -> Mapping[str, Any]:
    """Return the table ``name`` (without ``.toml``), checked by its rule if it has one.

    Raises:
        TableError: if the table breaks its rule.
    """
    text = resources.files("communique.data").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    check = _CHECKS.get(name)
    if check is not None:
        check(table)
    return table


def _need(condition: bool, table: str, key: str, what: str) -> None:
    if not condition:
        raise TableError(f"{table}.toml, {key}: {what}")


def strings(table: str, key: str, value: object) -> tuple[str, ...]:
    """Return ``value`` as a tuple of non-empty strings.

    Raises:
        TableError: if it is anything else.
    """
    _need(isinstance(value, list), table, key, "must be a list of names")
    assert isinstance(value, list)
    for item in value:
        _need(isinstance(item, str) and bool(item.strip()), table, key, f"{item!r} is no name")
    return tuple(value)


def _is_code(code: object) -> bool:
    return isinstance(code, str) and len(code) == 3 and code.isascii() and code.isupper()


def _check_positions(table: str, rows: Mapping[str, Any]) -> None:
    for key, at in rows.items():
        good = isinstance(at, list) and len(at) == 2 and all(isinstance(v, float) for v in at)
        good = good and -90 <= at[0] <= 90 and -180 <= at[1] <= 180
        _need(good, table, key, f"{at!r} is no position in degrees")


def check_demonyms(table: Mapping[str, Any]) -> None:
    """Check ``demonyms.toml``: codes of three letters, names, no form given to two countries."""
    owner: dict[str, str] = {}
    for code, row in table["country"].items():
        _need(_is_code(code), "demonyms", code, "is no alpha-3 code")
        known = {"names", "adjectives", "people", "prefix"}
        _need(set(row) <= known, "demonyms", code, f"unknown keys in {sorted(row)}")
        _need(bool(row.get("names")), "demonyms", code, "has no name")
        for kind, values in row.items():
            for form in strings("demonyms", f"{code}.{kind}", values):
                other = owner.setdefault(form, code)
                _need(other == code, "demonyms", code, f"{form!r} is also {other}")
    for part in ("ambiguous", "also"):
        for form, codes in table[part].items():
            _need(all(map(_is_code, codes)), "demonyms", form, f"{codes!r} are no alpha-3 codes")
    for form in table["ambiguous"]:
        _need(form not in owner, "demonyms", form, "is ambiguous and also has an owner")


def check_regions(table: Mapping[str, Any]) -> None:
    """Check ``regions.toml``: every position within the degrees of the globe."""
    for code in (*table["country"], *table["region"], *table["state"]):
        _need(_is_code(code), "regions", code, "is no alpha-3 code")
    _check_positions("regions", table["country"])
    _check_positions("regions", table["wide"])
    for rows in table["region"].values():
        _check_positions("regions", rows)
    for rows in table["state"].values():
        _check_positions("regions", {key: row.get("at") for key, row in rows.items()})


def check_bodies(table: Mapping[str, Any]) -> None:
    """Check ``bodies.toml``: known kinds, names, codes."""
    for row in (*table["body"], *table["generic"]):
        name, country = row.get("name", ""), row.get("country")
        _need(bool(name), "bodies", repr(row), "has no name")
        _need(row.get("kind") in _KINDS, "bodies", name, f"kind {row.get('kind')!r} is unknown")
        _need(country is None or _is_code(country), "bodies", name, "country is no alpha-3 code")
        strings("bodies", name, row.get("also", []))
    for code, names in table["party"].items():
        _need(_is_code(code), "bodies", code, "is no alpha-3 code")
        strings("bodies", code, names)


def check_metonyms(table: Mapping[str, Any]) -> None:
    """Check ``metonyms.toml``: codes of governments, positions of landmarks."""
    for code, names in table["government"].items():
        _need(_is_code(code), "metonyms", code, "is no alpha-3 code")
        strings("metonyms", code, names)
    for row in table["landmark"]:
        _need({"name", "country", "at"} <= set(row), "metonyms", repr(row), "needs name, country and at")
        _check_positions("metonyms", {row["name"]: row["at"]})
        strings("metonyms", row["name"], row.get("also", []))


def check_offices(table: Mapping[str, Any]) -> None:
    """Check ``offices.toml``: known sectors, and no form with two titles."""
    sectors = set(table["sectors"]["names"])
    seen: dict[str, str] = {}
    for row in table["office"]:
        title = row.get("title", "")
        _need(bool(title), "offices", repr(row), "has no title")
        _need(row.get("sector") in sectors, "offices", title, f"sector {row.get('sector')!r} is unknown")
        forms: Iterable[str] = (*strings("offices", title, row.get("also", [])), *row.get("cased", []))
        for form in forms:
            _need(seen.setdefault(form, title) == title, "offices", title, f"{form!r} is also {seen[form]!r}")


_CHECKS = {
    "demonyms": check_demonyms,
    "regions": check_regions,
    "bodies": check_bodies,
    "metonyms": check_metonyms,
    "offices": check_offices,
}


def alternatives(forms: Iterable[str]) -> str:
    """Return a pattern that matches any of ``forms``, the longest first, blanks of any width.

    Forms are grouped by their first letters, so that a search does not try them all at every word.
    """
    groups: dict[str, dict[str, list[str]]] = {}
    for form in sorted(set(forms), key=lambda f: (-len(f), f)):
        groups.setdefault(form[:1], {}).setdefault(form[1:2], []).append(form[2:])
    return "|".join(
        re.escape(first)
        + "(?:"
        + "|".join(_spaced(second) + "(?:" + "|".join(map(_spaced, rest)) + ")" for second, rest in seconds.items())
        + ")"
        for first, seconds in groups.items()
    )


def _spaced(text: str) -> str:
    return re.escape(text).replace(r"\ ", r"\s+")
