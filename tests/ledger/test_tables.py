"""Tables in the ledger: taken in once, read anew where a row changed, told where one is gone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from communique.cli import main
from communique.intake import report_from_text
from communique.ledger.comparing import Outcome, compare
from communique.ledger.judgements import Verdict
from communique.ledger.store import Ledger
from communique.reading.read import read
from communique.records import Record

LAYOUT = """name = "Journeys of Heads of Government"
slug = "journeys"
[columns]
id = "n"
visitor = "who"
visitor_country = "from"
country = "to"
place = "town"
first = "begins"
last = "ends"
"""
HEAD = "n,who,from,to,town,begins,ends\n"
ROWS = [
    "1,Chancellor Angela Merkel,Germany,France,Paris,2018-01-19,2018-01-19\n",
    "2,President Emmanuel Macron,France,Germany,Berlin,2018-04-19,2018-04-19\n",
    "3,President Emmanuel Macron,France,United States,Washington,2018-04-23,2018-04-25\n",
]


class Tables:
    """A folder with a layout, a table and a ledger."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ledger = str(folder / "ledger.sqlite")
        (folder / "layout.toml").write_text(LAYOUT, "utf-8")

    def ingest(self, *rows: str, arguments: tuple[str, ...] = (), name: str = "journeys.csv") -> Result:
        """Write the table, and take it in."""
        path = self.folder / name
        path.write_text(HEAD + "".join(rows), "utf-8")
        how = ("--layout", str(self.folder / "layout.toml"), "--ledger", self.ledger, *arguments)
        return CliRunner().invoke(main, ["ingest", "--table", str(path), *how])


def counts(result: Result) -> dict[str, Any]:
    """The counts that a run printed as JSON."""
    found: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return found


def test_a_table_is_taken_in_once(tmp_path: Path) -> None:
    """Each row is an account of its own; the same table again adds nothing."""
    tables = Tables(tmp_path)
    assert counts(tables.ingest(*ROWS, arguments=("--json",)))["added"] == 3
    again = counts(tables.ingest(*ROWS, arguments=("--json",)))
    assert (again["added"], again["unchanged"], again["ledger"]["entries"]) == (0, 3, 3)
    with Ledger(tables.ledger, read_only=True) as ledger:
        macron = {p.actor.id for entry in ledger.find() for p in entry.parties if "Macron" in p.actor.name}
        assert len(macron) == 1
        assert ledger.counts().sources == 3


def test_a_column_of_another_name(tmp_path: Path) -> None:
    """What the layout calls otherwise is named on the command line; the message for a missing column says how."""
    tables = Tables(tmp_path)
    (tmp_path / "layout.toml").write_text(LAYOUT.replace('"who"', '"name"'), "utf-8")
    result = tables.ingest(*ROWS)
    assert result.exit_code == 1 and "--column visitor=NAME: n, who, from" in result.stderr
    assert counts(tables.ingest(*ROWS, arguments=("--json", "--column", "visitor=who")))["added"] == 3
    result = tables.ingest(*ROWS, arguments=("--column", "visitor"))
    assert result.exit_code == 2 and "FIELD=NAME" in result.stderr
    result = tables.ingest(*ROWS, arguments=("--column", "visitr=who"))
    assert result.exit_code == 2 and "Did you mean visitor" in result.stderr


def test_two_rows_of_a_table_are_two_engagements(tmp_path: Path) -> None:
    """Visits of one person to one place on the days after each other are two; a report joins one."""
    tables = Tables(tmp_path)
    tables.ingest(ROWS[0], ROWS[0].replace("1,", "4,", 1).replace("-19", "-20"))
    with Ledger(tables.ledger) as ledger:
        told = "Chancellor Angela Merkel of Germany visited Paris, France, on January 20, 2018."
        report = report_from_text(told, id="press", published="2018-01-20")
        ledger.add(report, read(report))
        assert ledger.counts().entries == 2
        assert ledger.account("press/e1").entry == ledger.account("journeys-4/e1").entry


def test_a_changed_row_is_read_anew_and_told(tmp_path: Path) -> None:
    """Cells and record are said to have changed; ids and what a person judged stay."""
    tables = Tables(tmp_path)
    tables.ingest(*ROWS)
    with Ledger(tables.ledger) as ledger:
        before = ledger.account("journeys-3/e1").entry or ""
        ledger.judge(Verdict.ACCEPT, before, by="anna")
    new = (
        ROWS[2].replace("President Emmanuel", "President of the Republic Emmanuel").replace("2018-04-25", "2018-04-26")
    )
    result = tables.ingest(*ROWS[:2], new)
    assert "journeys-3: ends was '2018-04-25', is '2018-04-26'\n" in result.stdout
    assert "journeys-3: journeys-3/e1: time was" in result.stdout and result.exit_code == 0
    with Ledger(tables.ledger, read_only=True) as ledger:
        account = ledger.account("journeys-3/e1")
        assert (account.entry, account.time.edtf if account.time else None) == (before, "2018-04-23/2018-04-26")
        assert ledger.report("journeys-3").info.text[account.evidence[0].start :] == account.evidence[0].quote
        assert ledger.entry(before).review == "accepted"
        assert len(ledger.changes("journeys-3")) == 1
    assert "read anew" not in tables.ingest(*ROWS[:2], new).stderr


def test_a_changed_remark_is_read_anew(tmp_path: Path) -> None:
    """What remarks tell keeps its id where they change; the reports of a ledger alone are held against the table."""
    tables = Tables(tmp_path)
    (tmp_path / "layout.toml").write_text(LAYOUT + 'remarks = "notes"\n', "utf-8")
    path, row = tmp_path / "notes.csv", ROWS[2].strip()
    how = ["--layout", str(tmp_path / "layout.toml"), "--ledger", tables.ledger, "--quiet"]
    for partner in ("President Trump", "President Trump and Secretary of State Pompeo"):
        path.write_text(f"{HEAD.strip()},notes\n{row},State visit; met with {partner}.\n", "utf-8")
        result = CliRunner().invoke(main, ["ingest", "--table", str(path), *how])
    assert "journeys-3/e2: participants was" in result.stdout
    with Ledger(tables.ledger, read_only=True) as ledger:
        meeting = ledger.account("journeys-3/e2")
        assert [p.actor.name for p in meeting.parties] == ["Emmanuel Macron", "Trump", "Pompeo"]
        assert [p.actor.country for p in meeting.parties] == ["FRA", "USA", "USA"]
        assert ledger.report("journeys-3").info.text[meeting.evidence[0].start :].startswith("met with President")
        (row_told,) = compare(ledger, "Journeys of Heads of Government")
        assert (row_told.outcome, row_told.reports) == (Outcome.TABLE, ())


def test_bad_rows_are_counted_and_the_others_taken_in(tmp_path: Path) -> None:
    """A bad row and an id that is given twice are named; the run ends with 1."""
    result = Tables(tmp_path).ingest(ROWS[0], ROWS[1].replace("2018-04-19\n", "April\n"), ROWS[0], ROWS[2])
    assert result.exit_code == 1
    assert "journeys.csv, row 3, column 'ends': 'April' is no day" in result.stderr
    assert "journeys.csv, row 4: its id is that of" in result.stderr
    assert "2 added, 2 failed" in result.stderr


def test_a_row_that_is_gone_is_told_and_stays(tmp_path: Path) -> None:
    """What the table has no more is named and kept; another file of the same table is not missed."""
    tables = Tables(tmp_path)
    tables.ingest(*ROWS)
    result = tables.ingest(*ROWS[1:])
    assert "journeys-1 (Chancellor Angela Merkel, France, 2018-01-19): gone from the table" in result.stderr
    assert "1 gone from the table" in result.stderr and "3 reports" in result.stderr
    assert "gone from" not in tables.ingest(ROWS[0].replace("1,", "4,", 1), name="more.csv").stderr


def test_an_id_of_something_else_is_refused(tmp_path: Path) -> None:
    """A row does not take the place of a report that is no row of its table."""
    tables = Tables(tmp_path)
    with Ledger(tables.ledger) as ledger:
        report = report_from_text("Angela Merkel met Emmanuel Macron in Paris.", id="journeys-1")
        ledger.add(report, Record(report.info))
    result = tables.ingest(*ROWS)
    assert "no row of 'Journeys of Heads of Government'" in result.stderr and "2 added, 1 failed" in result.stderr


def test_what_a_table_needs_is_asked_for(tmp_path: Path) -> None:
    """A table without what its columns mean, or with two answers, is refused with a plain message."""
    for more in ((), ("--preset", "us-visits", "--layout", "x.toml"), ("--preset", "us-visit")):
        found = CliRunner().invoke(main, ["ingest", "--table", "x.csv", "--ledger", str(tmp_path / "l.sqlite"), *more])
        assert found.exit_code == 2 and "--layout FILE" in found.stderr
    assert not (tmp_path / "l.sqlite").exists()


PRESS = {
    "both": ("2018-01-20", "Chancellor Angela Merkel of Germany visited Paris, France, on January 19, 2018."),
    "press": ("2018-03-17", "Chancellor Angela Merkel of Germany visited Warsaw, Poland, on March 16, 2018."),
    "near": ("2018-04-25", "President Donald Trump met French President Emmanuel Macron in Washington on Tuesday."),
    "other": ("2018-05-02", "German striker Thomas Mueller visited Madrid, Spain, on May 1, 2018."),
}


def test_licence_and_citation_go_with_an_export(tmp_path: Path) -> None:
    """Where rows of a table are written, its licence and citation are said; where none are, nothing is."""
    tables = with_press(tmp_path)
    (tmp_path / "layout.toml").write_text(
        'licence = "CC0-1.0"\ncitation = "Anna Example, Journeys"\n' + LAYOUT, "utf-8"
    )
    tables.ingest(*ROWS)
    told = "rows of Journeys of Heads of Government are in it: licence CC0-1.0; cite Anna Example, Journeys"
    for form in ("csv", "jsonl", "graphml"):
        found = CliRunner().invoke(main, ["export", "--format", form, "--ledger", tables.ledger])
        assert told in found.stderr and told not in found.stdout
    alone = ["export", "--format", "csv", "--ledger", tables.ledger, "--since", "2018-05"]
    assert "rows of" not in CliRunner().invoke(main, alone).stderr


def compared(tables: Tables, *arguments: str) -> Result:
    """What a comparison of the table says."""
    name = "Journeys of Heads of Government"
    return CliRunner().invoke(main, ["compare", name, "--ledger", tables.ledger, *arguments])


def with_press(tmp_path: Path, **more: tuple[str, str]) -> Tables:
    """The table in a ledger beside reports."""
    tables = Tables(tmp_path)
    tables.ingest(*ROWS)
    with Ledger(tables.ledger) as ledger:
        for id, (published, text) in {**PRESS, **more}.items():
            report = report_from_text(text, id=id, published=published)
            ledger.add(report, read(report))
    return tables


def test_a_table_is_held_against_reports(tmp_path: Path) -> None:
    """Told by both; by the table alone; as a meeting; by reports alone, where the table might have it."""
    result = compared(with_press(tmp_path), "--json")
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(x["outcome"], x["year"], x["country"], x["row"], x["reports"]) for x in found] == [
        ("both", "2018", "DEU FRA", "journeys-1", ["both"]),
        ("press", "2018", "DEU POL", None, ["press"]),
        ("table", "2018", "DEU FRA", "journeys-2", []),
        ("near", "2018", "FRA USA", "journeys-3", ["near"]),
    ]
    assert "1 both, 0 differs, 1 near, 1 table only, 1 press only" in result.stderr


def test_what_is_told_otherwise_is_named(tmp_path: Path) -> None:
    """Of what a person said is the same, days and country of which no two agree are named."""
    tables = with_press(tmp_path)
    with Ledger(tables.ledger) as ledger:
        ours, theirs = (ledger.account(x).entry or "" for x in ("journeys-2/e1", "press/e1"))
        ledger.judge(Verdict.SAME, ours, by="anna", other=theirs)
    result = compared(tables)
    assert "days, country differ: 2018-04-19 in the table, 2018-03-16 in reports" in " ".join(result.stdout.split())
    assert "YEAR" in result.stdout and "DEU FRA" in result.stdout
    table = compared(tables, "--csv", "--until", "2018-04-20").stdout.splitlines()
    assert table[0].startswith("year,country,outcome") and len(table) == 3


def test_a_table_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A table that was not taken in is nothing to compare; a preset means its table."""
    tables = with_press(tmp_path)
    result = CliRunner().invoke(main, ["compare", "us-visits", "--ledger", tables.ledger])
    assert result.exit_code == 2 and "Visits by Foreign Leaders: no row of this table" in result.stderr
