"""The official tables as a whole: visits by year and country, the longest series, who met whom most."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from communique.cli import main
from communique.ledger.rows import Run, Visit, longest, visits
from communique.ledger.store import Ledger

TRIP = """<trip><id>{n}</id><role>secretary</role><name>{who}</name><start-date>{day}</start-date>
<end-date>{day}</end-date><country id="x">{country}</country><locale/><remarks>{remarks}</remarks></trip>"""
TRIPS = (
    ("George Pratt Shultz", "1985-03-02", "Mexico", "Met with Foreign Minister Sepulveda."),
    ("George Pratt Shultz", "1986-04-05", "Mexico", "Met with President de la Madrid and Foreign Minister Sepulveda."),
    ("George Pratt Shultz", "1986-06-05", "Norway", "Attended a conference."),
    ("George Pratt Shultz", "1988-05-01", "Norway", ""),
)
VISITS = """<visits><visit><id>7</id><start-date>1986-08-12</start-date><end-date>1986-08-14</end-date>
<visitor>President Miguel de la Madrid</visitor><from id="mexico">Mexico</from>
<description>Met with President Reagan.</description></visit>
<visit><id>8</id><start-date>1987-09-08</start-date><end-date>1987-09-10</end-date>
<visitor>Prime Minister Brundtland</visitor><from id="norway">Norway</from><description/></visit></visits>"""


def official(folder: Path) -> Path:
    """A folder with both tables, small."""
    for name in ("travels/president-travels", "travels/secretary-travels", "visits/data"):
        (folder / name).mkdir(parents=True)
    (folder / "travels" / "build.xml").write_text("<project/>", "utf-8")
    journey = TRIP.format(n=9, who="Ronald W. Reagan", day="1984-06-04", country="Ireland", remarks="")
    (folder / "travels" / "president-travels" / "reagan.xml").write_text(f"<trips>{journey}</trips>", "utf-8")
    rows = (TRIP.format(n=n, who=a, day=b, country=c, remarks=d) for n, (a, b, c, d) in enumerate(TRIPS, 1))
    (folder / "travels" / "secretary-travels" / "shultz.xml").write_text(f"<trips>{''.join(rows)}</trips>", "utf-8")
    (folder / "visits" / "data" / "1980.xml").write_text(VISITS, "utf-8")
    return folder


def demo(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """What the demo on a folder ends with and prints."""
    result = CliRunner().invoke(main, ["demo", "--official", str(folder), "--quiet", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_what_the_tables_hold_is_told(tmp_path: Path) -> None:
    """By decade and country; the years one after another; pairs of two countries with how often they met; licences."""
    kept = str(tmp_path / "kept.sqlite")
    code, told, beside = demo(official(tmp_path), "--ledger", kept)
    assert code == 0
    assert "Travels: 5 rows" in told and "1980s      5  MEX 2, NOR 2, IRL 1" in told
    assert "MEX  1985–1986, 2 years" in told
    assert "Sepulveda (MEX)" in told and told.count(": 2\n") == 1
    assert "licence CC0-1.0" in beside
    with Ledger(kept) as ledger:
        found = visits(ledger, "Office of the Historian: Visits by Foreign Leaders")
        assert [(v.year, v.country) for v in found] == [("1986", "MEX"), ("1987", "NOR")]
    again = demo(tmp_path, "--ledger", kept, "--all")[1]
    assert "1986     2  MEX 1, NOR 1" in again


def test_a_folder_without_one_of_the_tables(tmp_path: Path) -> None:
    """Which is missing is named before anything is read."""
    (official(tmp_path) / "visits").rename(tmp_path / "elsewhere")
    code, _, beside = demo(tmp_path)
    assert code == 2 and "visits/data: there is no such folder" in beside and "HistoryAtState/visits" in beside


def test_longest_series() -> None:
    """A gap of a year ends a series; what has no year or country is in none."""
    days = (("1990", "FRA"), ("1991", "FRA"), ("1993", "FRA"), ("1991", "ITA"), ("", "ITA"), ("1992", "?"))
    found = longest([Visit("E-x", year, country) for year, country in days], 3)
    assert found == [Run("FRA", 1990, 1991), Run("ITA", 1991, 1991), Run("FRA", 1993, 1993)]
    assert found[0].years == 2
