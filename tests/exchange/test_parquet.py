"""Parquet: read by DuckDB and pyarrow; types, nesting, row groups, and pyarrow missing."""

from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from communique.errors import ExtraMissing
from communique.exchange import parquet
from communique.exchange.entries import dyads_of, evidence_of
from tests.exchange.entries import ENTRIES, export


@pytest.fixture
def path(tmp_path: Path) -> str:
    """The export as a file."""
    (tmp_path / "out.parquet").write_bytes(export("parquet")[0])
    return str(tmp_path / "out.parquet")


def test_schema_is_the_one_declared(path: str) -> None:
    """Days are dates, lists are lists, evidence is a structure."""
    assert pq.read_schema(path).equals(parquet.schema())
    assert pa.types.is_date32(parquet.schema().field("earliest").type)


def test_no_entry_is_left_out(path: str) -> None:
    """One row an entry, also without a second side."""
    found = duckdb.sql(f"SELECT entry, earliest, len(parties) FROM '{path}'").fetchall()
    assert [(e, n) for e, _, n in found] == [(e.id, len(e.parties)) for e in ENTRIES]
    assert found[0][1] == date(2019, 6, 28)
    assert found[4][1] is None


def test_dyads_unnest(path: str) -> None:
    """The pairs are those of the CSV."""
    query = f"SELECT entry, d.source.id, d.target.id FROM (SELECT entry, unnest(dyads) AS d FROM '{path}')"
    assert duckdb.sql(query).fetchall() == [(e.id, d.source.id, d.target.id) for e in ENTRIES for d in dyads_of(e)]


def test_evidence_is_what_was_read(path: str) -> None:
    """Every quotation with its report and its place, as the accounts have it."""
    query = f"""SELECT a.report, e.start, e."end", e.quote FROM
        (SELECT a, unnest(a.evidence) AS e FROM (SELECT unnest(accounts) AS a FROM '{path}'))"""
    expected = [(a.report.id, e.start, e.end, e.quote) for x in ENTRIES for a, _, e in evidence_of(x)]
    assert sorted(duckdb.sql(query).fetchall()) == sorted(expected)


def test_contradictions_keep_their_values(path: str) -> None:
    """What differs, and which account says which."""
    (found,) = duckdb.sql(f"SELECT contradictions FROM '{path}' WHERE len(contradictions) > 0").fetchall()
    assert found[0][0]["values"][1] == {"value": "planned", "accounts": ["beef/2/e7"]}


def test_row_groups_are_of_their_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries are written group by group."""
    monkeypatch.setattr(parquet, "ROWS", 4)
    file = pq.ParquetFile(io.BytesIO(export("parquet")[0]))
    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [4, 4, 2]


def test_without_pyarrow_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what to install."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ExtraMissing, match=r"communique\[analysis\]"):
        export("parquet")
