"""GDELT: every column against its type and range by a strict reader, and by DuckDB."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from communique.exchange.gdelt import COLUMNS
from communique.records import Status
from tests.exchange.entries import BODY, MEETING, RUSSIA, A, entry, export

LOOKUP_TYPES = frozenset(
    """COP GOV INS JUD MIL OPP REB SEP SPY UAF AGR BUS CRM CVL DEV EDU ELI ENV HLH HRI LAB LEG MED REF MOD RAD AMN IRC
    GRP UNO PKO UIS IGO IMG INT MNC NGM NGO SET""".split()
)
"""GDELT's lookup of actor types."""
GEO = {
    "Type": r"[0-5]", "FullName": r"([^=+@-].*)?", "CountryCode": r"([A-Z]{2})?", "ADM1Code": "", "ADM2Code": "",
    "Lat": r"(-?\d+(\.\d+)?)?", "Long": r"(-?\d+(\.\d+)?)?", "FeatureID": "",
}  # fmt: skip
FORMS = {
    "GLOBALEVENTID": r"[1-9]\d{0,15}", "SQLDATE": r"\d{8}", "MonthYear": r"\d{6}", "Year": r"\d{4}",
    "FractionDate": r"\d{4}\.\d{4}", "IsRootEvent": r"", "EventCode": r"\d{3,4}", "EventBaseCode": r"\d{3}",
    "EventRootCode": r"(0[1-9]|1\d|20)", "QuadClass": r"[1-4]", "GoldsteinScale": r"(-?\d+\.\d+)?",
    "NumMentions": r"\d+", "NumSources": r"[1-9]\d*", "NumArticles": r"[1-9]\d*", "AvgTone": r"",
    "DATEADDED": r"(\d{14})?", "SOURCEURL": r"(https?://\S+)?",
}  # fmt: skip
ACTOR = {
    "Code": r"([A-Z]{3})*", "Name": r"[^=+@-].*", "CountryCode": r"([A-Z]{3})?", "KnownGroupCode": "", "EthnicCode": "",
    "Religion1Code": "", "Religion2Code": "", "Type1Code": r"([A-Z]{3})?", "Type2Code": r"([A-Z]{3})?",
    "Type3Code": r"([A-Z]{3})?",
}  # fmt: skip


def form_of(column: str) -> str:
    """What a column must match."""
    for prefix, forms in (("Actor1Geo_", GEO), ("Actor2Geo_", GEO), ("ActionGeo_", GEO), ("Actor1", ACTOR)):
        if column.startswith(prefix):
            return forms[column.removeprefix(prefix)]
    return ACTOR[column.removeprefix("Actor2")] if column.startswith("Actor2") else FORMS[column]


def rows(*made: object, **options: object) -> list[dict[str, str]]:
    """The rows, each of 61 cells of their forms."""
    found = []
    for line in export("gdelt", *made, **options)[0].decode("utf-8").splitlines():  # type: ignore[arg-type]
        cells = line.split("\t")
        assert len(cells) == len(COLUMNS) == 61
        row = dict(zip(COLUMNS, cells, strict=True))
        assert {c: v for c, v in row.items() if not re.fullmatch(form_of(c), v)} == {}
        found.append(row)
    return found


def test_columns_are_those_of_the_codebook() -> None:
    """Sixty-one, in the order of the codebook, at the places that its readers know."""
    assert len(set(COLUMNS)) == 61
    at = {"SQLDATE": 1, "Actor1Code": 5, "Actor2Code": 15, "IsRootEvent": 25, "EventCode": 26, "GoldsteinScale": 30}
    later = {"AvgTone": 34, "Actor1Geo_Type": 35, "ActionGeo_Type": 51, "DATEADDED": 59, "SOURCEURL": 60}
    assert {name: COLUMNS.index(name) for name in at | later} == at | later


def test_rows_are_strict() -> None:
    """Every cell of every row has its form, whatever is written."""
    assert rows()
    assert rows(statuses=list(Status))


def test_values_of_a_meeting() -> None:
    """A row as GDELT would have it."""
    row = rows(MEETING)[0]
    assert (row["SQLDATE"], row["MonthYear"], row["FractionDate"]) == ("20190628", "201906", "2019.4904")
    assert (row["Actor1Code"], row["Actor1Name"], row["Actor1Type1Code"]) == ("CHNGOV", "XI JINPING", "GOV")
    assert (row["EventCode"], row["EventBaseCode"], row["EventRootCode"]) == ("040", "040", "04")
    assert (row["QuadClass"], row["GoldsteinScale"], row["DATEADDED"]) == ("1", "1.0", "20190629000000")
    assert (row["ActionGeo_Type"], row["ActionGeo_FullName"], row["ActionGeo_CountryCode"]) == (
        "4", "Osaka, Japan", "JA",
    )  # fmt: skip


def test_plans_are_no_deeds() -> None:
    """What is planned or denied is left out unless it is asked for."""
    written = export("gdelt")[1]
    assert {r for r in written.left_out if r.startswith("status")} == {
        "status cancelled", "status denied", "status planned",
    }  # fmt: skip
    everything = export("gdelt", statuses=list(Status))[1]
    assert not any(r.startswith("status") for r in everything.left_out)


def test_no_day_is_made_up() -> None:
    """A month is not its first day."""
    assert export("gdelt", entry("m", "meeting", (RUSSIA, A), (BODY, A), time="2019-06"))[1].left_out == {
        "no day, only a longer time": 1
    }


def test_actor_codes_are_cameos() -> None:
    """Types are in GDELT's lookup; Romania is ROM; media are MED there, and what has no type has none."""
    made = rows(statuses=list(Status))
    types = {r[f"Actor{n}Type{k}Code"] for r in made for n in (1, 2) for k in (1, 2, 3)} - {""}
    assert types <= LOOKUP_TYPES
    assert {r["Actor2Code"] for r in made if r["Actor2Name"].startswith("HYPERLINK")} == {"ROMLEG"}


def test_ids_differ_and_stay() -> None:
    """Each dyad has its own number, exact as a double, the same again."""
    ids = [r["GLOBALEVENTID"] for r in rows()]
    assert len(set(ids)) == len(ids)
    assert all(int(float(i)) == int(i) for i in ids)
    assert [r["GLOBALEVENTID"] for r in rows(MEETING)] == ids[:2]


@pytest.mark.parametrize(("day", "fraction"), [("2019-01-01", "2019.0027"), ("2020-12-31", "2020.9999")])
def test_fraction_stays_within_its_year(day: str, fraction: str) -> None:
    """Also on the last day of a leap year."""
    assert rows(entry("f", "meeting", (RUSSIA, A), (BODY, A), time=day))[0]["FractionDate"] == fraction


def test_duckdb_reads_it(tmp_path: Path) -> None:
    """With GDELT's types, as its users load it."""
    path = tmp_path / "out.tsv"
    path.write_bytes(export("gdelt")[0])
    ints = {"GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "QuadClass", "NumMentions", "NumSources", "NumArticles"}
    floats = {"FractionDate", "GoldsteinScale", "AvgTone", "ActionGeo_Lat", "ActionGeo_Long"}
    types = {c: "BIGINT" if c in ints else "DOUBLE" if c in floats else "VARCHAR" for c in COLUMNS}
    query = (
        f"SELECT count(*), min(SQLDATE) FROM read_csv('{path}', delim='\t', header=false, quote='', columns={types})"
    )
    assert duckdb.sql(query).fetchall() == [(len(rows()), 20190628)]


def test_what_has_no_time_may_have_its_report_s_day() -> None:
    """If asked for; what is told of a longer time has still no day."""
    untold = entry("u1", "talks", (RUSSIA, A), (BODY, A), time=None, place=None)
    month = entry("m1", "talks", (RUSSIA, A), (BODY, A), time="2019-06", place=None)
    assert export("gdelt", untold, month)[0] == b""
    rows = export("gdelt", untold, month, reported=True)[0].decode().splitlines()
    reported = untold.accounts[0].report.published
    assert reported and rows and {row.split("\t")[1] for row in rows} == {reported.replace("-", "")}
