"""CSV: read by Python's csv and by DuckDB; the column dictionary; formulas."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import duckdb
import pytest

from communique.exchange.csv import COLUMNS
from tests.exchange.entries import BODY, FORMULA, RUSSIA, XI, A, entry, export


def rows(*args: object, **options: object) -> list[dict[str, str]]:
    """The rows of the export."""
    text = export("csv", *args, **options)[0].decode("utf-8")  # type: ignore[arg-type]
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_columns_are_those_of_the_dictionary() -> None:
    """Header and dictionary agree, names are not repeated, every column has a meaning."""
    listed = list(csv.DictReader(io.StringIO(export("csv-columns")[0].decode("utf-8"), newline="")))
    assert [c["name"] for c in listed] == list(rows()[0]) == [c.name for c in COLUMNS]
    assert len({c["name"] for c in listed}) == len(listed)
    assert all(c["type"] and c["meaning"] for c in listed)


def test_a_row_is_a_directed_dyad() -> None:
    """Who met stands in both orders, who invited in one."""
    pairs = [(r["entry"], r["source"], r["target"]) for r in rows()]
    assert [p[1:] for p in pairs if p[0] == "e1"] == [("p1", "p2"), ("p2", "p1")]
    assert [p[1:] for p in pairs if p[0] == "e2"] == [("p2", "p1")]


def test_values_of_a_row() -> None:
    """Codes, sources and the actor's own."""
    row = rows()[0]
    assert (row["source_name"], row["source_country"], row["source_wikidata"]) == (XI.name, "CHN", "Q15031")
    assert (row["cameo"], row["goldstein"], row["quad"]) == ("040", "1.0", "verbal cooperation")
    assert (row["sources"], row["accounts"], row["own_voice"], row["voice_name"]) == ("2", "3", "2", "Shinzo Abe")
    assert (row["first_published"], row["last_published"]) == ("2019-06-29", "2019-06-30")
    assert row["contradictions"] == "status"
    assert row["spans"].split(" | ")[0] == "f00d:0-26"


def test_formula_is_text() -> None:
    """A name that a spreadsheet would run has an apostrophe before it."""
    found = {r["source_name"] for r in rows() if r["source"] == FORMULA.id}
    assert found == {"'" + FORMULA.name}


def test_unnamed_host_is_a_place() -> None:
    """The target of a visit without a host has no id, but a name and a country."""
    (row,) = (r for r in rows() if r["entry"] == "e3")
    assert (row["target"], row["target_name"], row["target_country"], row["target_kind"]) == ("", "Osaka", "JPN", "")


def test_quotes_are_whole() -> None:
    """Line feeds, emoji and quotation marks come back as they were."""
    assert rows()[0]["quotes"].startswith("“We shall\nmeet,” he said 😀 | Abe invited")


def test_duckdb_reads_it(tmp_path: Path) -> None:
    """Another reader finds the same rows, and days are days."""
    path = tmp_path / "out.csv"
    path.write_bytes(export("csv")[0])
    found = duckdb.sql(f"SELECT entry, earliest, source_name FROM read_csv('{path}', header=true, all_varchar=true)")
    assert [r[0] for r in found.fetchall()] == [r["entry"] for r in rows()]
    (day,) = duckdb.sql(f"SELECT min(earliest) FROM read_csv('{path}', nullstr='')").fetchall()[0]
    assert day == date(1990, 1, 1)


@pytest.mark.parametrize("reported", [False, True])
def test_one_date_and_what_it_rests_on(reported: bool) -> None:
    """The first day that is told, else the last, else the report's, if asked for."""
    made = [
        entry(f"t{n}", "talks", (RUSSIA, A), (BODY, A), time=time, place=None)
        for n, time in enumerate(("2019-06", "../2019-07-01", None))
    ]
    made_rows = rows(*made, reported=reported)
    last = made[2].accounts[0].report.published
    found = {row["entry"]: (row["event_date"], row["date_basis"]) for row in made_rows}
    assert list(found.values()) == [
        ("2019-06-01", "told"),
        ("2019-07-01", "told"),
        (last, "reported") if reported else ("", ""),
    ]
