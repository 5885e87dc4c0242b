"""``communique said``, and statements in ``show`` and ``export``, on the shipped reports' ledger."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result

from communique.cli import main
from communique.exchange.statements import COLUMNS
from tests import readme
from tests.readings import index, sample

TRUMP = ("--by", "Donald Trump")


def run(*arguments: str) -> Result:
    """Run a command on the shipped reports' ledger."""
    result = CliRunner().invoke(main, [*arguments, "--ledger", readme.ledger()], env={"COLUMNS": "80"})
    assert result.exit_code == 0, result.stderr
    return result


def lines(*arguments: str) -> list[dict[str, Any]]:
    """The statements that are found, as JSON."""
    return [json.loads(line) for line in run("said", *arguments, "--limit", "0", "--json").stdout.splitlines()]


def rows(text: str) -> list[dict[str, str]]:
    """The rows of a table in CSV."""
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def actor() -> str:
    """The id of Donald Trump."""
    found: str = json.loads(run("search", "--actors", "--actor", "Donald Trump", "--json").stdout.splitlines()[0])["id"]
    return found


class TestSaid:
    """The command."""

    def test_all_statements_are_there(self) -> None:
        """Every statement of every report, with the words that its report has at that place."""
        found = {x["id"]: x for x in lines()}
        made = [(entry["id"], s) for entry in index() for s in sample(entry["id"]).statements]
        assert set(found) == {f"{report}/{s.id}" for report, s in made}
        for report, statement in made:
            text = sample(report).report.text
            content = found[f"{report}/{statement.id}"]["content"]
            assert [p["quote"] for p in content] == [text[e.start : e.end] for e in statement.content]

    def test_table(self) -> None:
        """Day, speaker, whole words and report; how many there are is said on standard error."""
        result = run("said", "greenland", *TRUMP, "--limit", "2")
        found = lines("greenland", *TRUMP)
        shown = " ".join(result.stdout.split())
        for saying in found[:2]:
            words = " … ".join(" ".join(p["quote"].split()) for p in saying["content"])
            assert words in shown
            assert saying["report"]["published"] in shown
        assert result.stderr == f"2 of {len(found)} statements shown: --limit 0 shows all, --offset goes on\n"

    def test_filters(self) -> None:
        """Each is that of what is found."""
        assert {x["speaker"]["name"] for x in lines(*TRUMP)} == {"Donald Trump"}
        assert {x["addressee"]["country"] for x in lines("--to", "USA")} == {"USA"}
        assert all("Kim" in str(x["toward"]) for x in lines("--about", "Kim Jong Un"))
        assert {x["force"] for x in lines("--force", "promised", "--force", "denied")} == {"promised", "denied"}
        assert {x["kind"] for x in lines("--kind", "mixed")} == {"mixed"}
        assert {x["report"]["published"][:4] for x in lines("--time", "2019")} == {"2019"}
        assert [x["id"] for x in lines("--newest")] == [x["id"] for x in lines()][::-1]

    def test_csv(self) -> None:
        """The columns of the export, a row a statement."""
        found = rows(run("said", *TRUMP, "--limit", "0", "--csv").stdout)
        assert list(found[0]) == [c.name for c in COLUMNS]
        assert [r["statement"] for r in found] == [x["id"] for x in lines(*TRUMP)]
        assert [r["content"] for r in found] == [
            " | ".join(p["quote"] for p in x["content"]).replace("\r\n", "\n") for x in lines(*TRUMP)
        ]

    def test_nothing_found(self) -> None:
        """That is no failure."""
        result = run("said", "zebra")
        assert (result.stdout, result.stderr) == ("", "0 statements found\n")


class TestShow:
    """``communique show A-…``."""

    def test_an_actor_with_statements(self) -> None:
        """What it said stands below its names, the latest first; in JSON too."""
        found = lines(*TRUMP, "--newest")
        shown = run("show", actor())
        assert shown.stdout.index("Donald Trump") < shown.stdout.index("WHO SAID WHAT")
        places = [shown.stdout.index(x["id"]) for x in found]
        assert places == sorted(places)
        assert json.loads(run("show", actor(), "--json").stdout)["statements"] == found

    def test_an_account_with_its_sentence(self) -> None:
        """The whole sentence stands below the evidence of each report."""
        shown = " ".join(run("show", "denmark-call/e1").stdout.split())
        whole = sample("denmark-call").engagements[0].sentence
        assert whole is not None
        assert f"in “{' '.join(whole.split())}”" in shown


class TestExport:
    """``communique export --statements``."""

    @pytest.fixture
    def parquet(self, tmp_path: Path) -> str:
        """The statements of a year in Parquet."""
        path = str(tmp_path / "said.parquet")
        run("export", "--statements", "--format", "parquet", "--time", "2019", "-o", path)
        return path

    def test_csv_and_jsonl(self) -> None:
        """The same as the command prints."""
        out = run("export", "--statements", "--format", "csv", "--actor", "Donald Trump", "--words", "greenland")
        assert out.stdout == run("said", "greenland", *TRUMP, "--csv").stdout
        assert out.stderr == f"{len(rows(out.stdout))} statements written\n"
        jsonl = run("export", "--statements", "--format", "jsonl", "--time", "2019").stdout
        assert [json.loads(line)["id"] for line in jsonl.splitlines()] == [x["id"] for x in lines("--time", "2019")]

    def test_parquet(self, parquet: str) -> None:
        """Another reader finds typed columns: days, and lists that CSV has with bars between."""
        names = ("statement", "published", "content", "toward_name", "speaker_name")
        found = duckdb.sql(f"SELECT {', '.join(names)} FROM '{parquet}'").fetchall()
        told = lines("--time", "2019")
        assert [r[0] for r in found] == [x["id"] for x in told]
        assert [r[1].isoformat() for r in found] == [x["report"]["published"] for x in told]
        assert [r[2] for r in found] == [[p["quote"] for p in x["content"]] for x in told]
        assert [r[3] for r in found] == [[t["actor"]["name"] for t in x["toward"]] for x in told]
        assert [r[4] for r in found] == [x["speaker"] and x["speaker"]["name"] for x in told]

    @pytest.mark.parametrize("form", ["csv", "jsonl"])
    def test_without_text(self, form: str) -> None:
        """No word of a quotation is written, its place is."""
        out = run("export", "--statements", "--format", form, "--without-text").stdout
        words = [p["quote"] for x in lines() for p in x["content"] if len(p["quote"]) > 60]
        assert len(words) > 20
        assert [w for w in words if w in out] == []
        (first, *_) = lines()
        place = first["content"][0]
        spans = (
            f"{place['start']}-{place['end']}" if form == "csv" else f'"start":{place["start"]},"end":{place["end"]}'
        )
        assert spans in out
