"""GeoJSON: the MUSTs of RFC 7946, and DuckDB; what has no point is counted in the file."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import duckdb

from tests.exchange.entries import ENTRIES, OSAKA, export


def collection() -> dict[str, Any]:
    """The collection."""
    found: dict[str, Any] = json.loads(export("geojson")[0])
    return found


def test_it_is_a_feature_collection() -> None:
    """Section 3: types, members, positions of longitude and latitude in range; ids are unique."""
    found = collection()
    assert found["type"] == "FeatureCollection"
    for feature in found["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert (feature["type"], feature["geometry"]["type"]) == ("Feature", "Point")
        lon, lat = feature["geometry"]["coordinates"]
        assert -180 <= lon <= 180
        assert -90 <= lat <= 90
    assert len({f["id"] for f in found["features"]}) == len(found["features"])


def test_foreign_members_do_not_clash() -> None:
    """Section 7.1: none of ours is a defining member of another type."""
    assert set(collection()) - {"type", "features"} == {"title", "left_out"}
    assert not {"coordinates", "geometries", "geometry", "properties"} & set(collection())


def test_longitude_comes_first() -> None:
    """The most usual mistake is not made."""
    assert collection()["features"][0]["geometry"]["coordinates"] == [OSAKA.lon, OSAKA.lat]


def test_what_has_no_point_is_counted_in_the_file() -> None:
    """Neither dropped in silence nor put at 0, 0."""
    found = collection()
    assert found["left_out"] == {"no place": 2, "place without coordinates": 1} == export("geojson")[1].left_out
    assert len(found["features"]) + sum(found["left_out"].values()) == len(ENTRIES)


def test_duckdb_reads_it(tmp_path: Path) -> None:
    """It knows the format: a row a feature, with its point and its properties."""
    (tmp_path / "out.geojson").write_bytes(export("geojson")[0])
    query = f"SELECT geometry, title, country FROM read_json('{tmp_path / 'out.geojson'}')"
    found = duckdb.sql(query).fetchall()
    assert len(found) == 7
    assert found[0][1:] == ("Meeting: Xi Jinping, Shinzo Abe", "JPN")
    assert struct.unpack_from("<dd", found[0][0], 5) == (OSAKA.lon, OSAKA.lat)
