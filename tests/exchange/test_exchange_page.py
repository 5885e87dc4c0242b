"""The page on exports against the code: sections, tables, options, columns."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import duckdb
import pytest

from communique.exchange import gdelt, gexf, graphml
from communique.exchange.formats import FORMATS, Options
from tests.exchange import tables
from tests.exchange.entries import export

TEXT = tables.PAGE.read_text("utf-8")


def sections() -> dict[str, str]:
    """The page's text for each format."""
    parts = re.split(r"^## `([a-z-]+)`$", TEXT, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_format_has_a_section_and_no_other() -> None:
    """In the order of the code."""
    assert list(sections()) == list(FORMATS)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_section_says_what_is_lost_and_how_to_open_it(name: str) -> None:
    """Both in words of their own."""
    assert "**Lost.**" in sections()[name]
    assert "**Open it.**" in sections()[name]


def test_tables_are_those_of_the_code() -> None:
    """If not: ``python -m tests.exchange.tables --write``."""
    assert tables.renewed(TEXT) == TEXT


def test_every_option_is_named() -> None:
    """Each field of the options is in the page."""
    assert [f.name for f in dataclasses.fields(Options) if f"`{f.name}`" not in TEXT] == []


def test_every_reason_is_named() -> None:
    """What an entry is left out for stands in the section of the format."""
    for name in FORMATS:
        reasons = {r for r in export(name)[1].left_out if not r.startswith("status ")}
        assert [r for r in reasons if f"`{r}`" not in sections()[name]] == [], name


def test_every_column_of_gdelt_is_named() -> None:
    """By itself, or with those of its actor or its place."""
    named = set(re.findall(r"`([A-Za-z0-9_…]+)`", sections()["gdelt"]))
    groups = re.compile(r"^(Actor[12](?!Geo)|Actor[12]Geo_|ActionGeo_)")
    assert {c for c in gdelt.COLUMNS if c not in named and f"…{groups.sub('', c)}" not in named} == set()


def test_attributes_of_graphs_are_named() -> None:
    """Of nodes and edges, in the section of GEXF."""
    for name in (*gexf.NODE, *gexf.EDGE, *graphml.NODE, *graphml.EDGE):
        assert f"`{name}`" in sections()["gexf"]


def test_queries_run(tmp_path: Path) -> None:
    """Each query of the Parquet section answers, on a file by the name shown there."""
    (tmp_path / "ledger.parquet").write_bytes(export("parquet")[0])
    (block,) = re.findall(r"^```sql\n(.*?)^```", sections()["parquet"], flags=re.M | re.S)
    for query in block.replace("'ledger.parquet'", f"'{tmp_path / 'ledger.parquet'}'").split(";")[:-1]:
        assert duckdb.sql(query).fetchall()


def test_keys_of_plover_are_named() -> None:
    """Each key of an event is in the page."""
    event = json.loads(export("plover")[0].split(b"\n")[0])
    keys = {*event, *event["attributes"], *event["attributes"]["ACTOR"][0], *event["event_geolocation"]["geo"]}
    assert {k for k in keys if f"`{k}`" not in sections()["plover"]} == set()


def test_properties_of_geojson_are_named() -> None:
    """Each property of a feature is in the page."""
    feature = json.loads(export("geojson")[0])["features"][0]
    assert {k for k in feature["properties"] if f"`{k}`" not in sections()["geojson"]} == set()
