"""Options that mean the same in every command that has them, on the shipped reports' ledger."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from communique.cli import main
from communique.ledger.queries import Query
from communique.ledger.sayings import SaidQuery
from communique.ledger.store import Ledger
from communique.nearest import nearest
from communique.reading.asked import kinds
from communique.reading.lexicon import lexicon
from tests import readme
from tests.options import options
from tests.readings import SAMPLES

CALL = str(SAMPLES / "denmark-call.txt")
FILTERS = set(
    "--actor --dyad --from --to --body --country --kind --status --time --relation --since --until --place --source "
    "--publisher --report-day --date-fallback --undated --day --voice --review --confidence-from --confidence-to "
    "--disputed".split()
)
OTHERWISE = set(
    "--by --source --kind --status --time --place --words --format --limit --ledger --json --to --relation "
    "--utterances --published --sql --jobs --output".split()
)
"""Options whose help is another somewhere: they have other values there, or mean another thing."""
PAGED = ("search", "timeline", "due", "said", "export")
ANSWERS = {
    "search": ("--kind", "visit"),
    "timeline": ("USA", "DNK"),
    "due": ("--by", "2020-12-31"),
    "said": ("greenland",),
    "show": ("E-7x3q",),
    "show an actor": ("Mette Frederiksen",),
    "show a report": ("denmark-call",),
    "show a statement": ("denmark-call/s1",),
    "search --reports": ("--reports", "--country", "DNK"),
    "search --actors": ("--actors", "Kim"),
    "search --sql": ("--sql", "SELECT id, title, url FROM report"),
}
"""Questions that have an answer, by what they are called; the first word is the command."""


def run(*arguments: str, ledger: str | None = None, width: int = 80) -> Result:
    """Run a command on a ledger."""
    env = {"COLUMNS": str(width), "COMMUNIQUE_LEDGER": ledger or readme.ledger()}
    return CliRunner().invoke(main, list(arguments), env=env)


def ask(what: str, *more: str) -> Result:
    """The answer to one of the questions."""
    result = run(what.split(maxsplit=1)[0], *ANSWERS[what], *more)
    assert result.exit_code == 0, result.stderr
    return result


def rows(text: str) -> list[dict[str, str]]:
    """The rows of a table in CSV."""
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def values(text: str) -> list[Any]:
    """The values of JSON, one after another, however they are broken into lines."""
    found, decode, at = [], json.JSONDecoder().raw_decode, 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        value, at = decode(text, at)
        found.append(value)
    return found


class TestAlike:
    """What the commands have."""

    @pytest.mark.parametrize("name", ["search", "timeline", "due", "export", "sample"])
    def test_every_question_of_engagements_has_every_filter(self, name: str) -> None:
        """None is forgotten in one command."""
        assert options(main.commands[name]) >= FILTERS

    @pytest.mark.parametrize("name", PAGED)
    def test_every_list_has_pages(self, name: str) -> None:
        """The latest first, so many, from so many on."""
        assert options(main.commands[name]) >= {"--newest", "--limit", "--offset"}

    @pytest.mark.parametrize("name", ["search", "timeline", "due", "said", "show", "judge", "sample", "precision"])
    def test_every_answer_has_every_form(self, name: str) -> None:
        """A table, CSV, JSON, JSON Lines, to a file."""
        assert options(main.commands[name]) >= {"--format", "--json", "--csv", "--output"}
        (form,) = (p for p in main.commands[name].params if "--format" in p.opts)
        assert isinstance(form.type, click.Choice)
        assert list(form.type.choices) == ["table", "csv", "json", "jsonl"]

    def test_an_option_says_the_same_of_itself_everywhere(self) -> None:
        """The help of an option is one, whatever the command, but for those that are listed."""
        helps: dict[str, set[str]] = defaultdict(set)
        for command in main.commands.values():
            for param in command.params:
                if isinstance(param, click.Option):
                    helps[param.opts[0]].add(param.help or "")
        several = {option for option, said in helps.items() if len(said) > 1}
        assert several <= OTHERWISE

    def test_python_has_the_filters_of_the_commands(self) -> None:
        """Every option of a query is a field of it, and every field an option, but where a page goes on."""
        fields = {f.name for f in dataclasses.fields(Query)}
        named = {"from": "by", "country": "countries", "kind": "kinds", "status": "statuses", "source": "sources",
                 "publisher": "publishers", "voice": "voices", "review": "reviews", "date-fallback": "reported",
                 "newest": "newest_first"}  # fmt: skip
        given = options(main.commands["search"]) - {"--reports", "--actors", "--sql", "--seconds", "--ledger"}
        given -= {"--format", "--json", "--csv", "--output"}
        names = {o.removeprefix("--") for o in given}
        assert {named.get(x, x.replace("-", "_")) for x in names} | {"words", "after"} == fields
        shared = {"words", "by", "to", "countries", "time", "relation", "since", "until", "sources", "publishers"}
        shared |= {"report_day"}
        assert shared <= {f.name for f in dataclasses.fields(SaidQuery)}


class TestAnswers:
    """A filter finds the same, whichever command is asked, and in every form."""

    WHERE = ("--country", "Denmark", "--since", "2019-08", "--until", "2019-09", "--kind", "visit", "--kind", "meeting")

    def test_search_export_and_python_agree(self) -> None:
        """The same ids, in the same order."""
        found = [x["id"] for x in values(run("search", *self.WHERE, "--json").stdout)]
        query = Query(countries=("DNK",), since="2019-08", until="2019-09", kinds=("visit", "meeting"))
        with Ledger(readme.ledger(), read_only=True) as ledger:
            assert found == [e.id for e in ledger.each(query)]
        exported = run("export", "--format", "jsonl", *self.WHERE).stdout
        assert found == [x["id"] for x in values(exported)]
        line = run("timeline", "DNK", *self.WHERE, "--json").stdout
        assert found == [x["id"] for x in values(line)] and len(found) > 2

    @pytest.mark.parametrize("what", ANSWERS)
    def test_every_form_has_the_same(self, what: str) -> None:
        """JSON is JSON Lines with line breaks; CSV has as many rows where a row is a thing; a table is for people."""
        lines = values(ask(what, "--json").stdout)
        assert lines and lines == values(ask(what, "--format", "json").stdout)
        assert ask(what, "--format", "jsonl").stdout == ask(what, "--json").stdout
        assert ask(what, "--format", "csv").stdout == ask(what, "--csv").stdout
        assert ask(what, "--format", "table").stdout == ask(what).stdout
        table = rows(ask(what, "--csv").stdout)
        assert len(table) == len(lines) or what in ("show", "show a report")
        assert table and all(None not in row for row in table)

    @pytest.mark.parametrize("what", ANSWERS)
    def test_to_a_file(self, what: str, tmp_path: Path) -> None:
        """What would be printed is in the file, and nothing is printed."""
        path = tmp_path / "out.csv"
        assert ask(what, "--csv", "-o", str(path)).stdout == ""
        assert path.read_bytes().decode() == ask(what, "--csv").stdout

    @pytest.mark.parametrize("name", ["quotes", "times", "places"])
    def test_lines_to_a_file(self, name: str, tmp_path: Path) -> None:
        """A line of documents is answered in a file too; one that fails is counted and leaves the others there."""
        path = tmp_path / "in.jsonl"
        path.write_text(json.dumps({"id": "a", "text": "Macron met Merkel in Berlin."}) + "\nno json\n", "utf-8")
        result = run(name, str(path), "-o", str(tmp_path / "out.jsonl"))
        assert (result.exit_code, result.stdout) == (1, "")
        assert [x["id"] for x in values((tmp_path / "out.jsonl").read_text("utf-8"))] == ["a"]

    def test_events(self) -> None:
        """Event data is chosen by the same words; what has no time is counted."""
        read = ("events", CALL, "--published", "2019-08-23", "--quiet")
        whole, chosen = (rows(run(*read, *more).stdout) for more in ((), ("--country", "Denmark", "--kind", "call")))
        assert [
            x for x in whole if x["kind"] == "call" and "DNK" in (x["source_country"], x["target_country"])
        ] == chosen
        assert 0 < len(chosen) < len(whole)
        late = run(*read, "--since", "2019-08", "--until", "2019-08")
        told = [x for x in whole if x["event_date"]]
        assert [x for x in told if x["event_date"].startswith("2019-08")] == rows(late.stdout)
        assert f"{len(whole) - len(told)} undated not looked at" in late.stderr
        assert len(rows(run(*read, "--since", "1900", "--undated").stdout)) == len(whole)

    def test_a_page_of_promises(self) -> None:
        """So many of them, and how many there are is said all the same."""
        whole = values(ask("due", "--json").stdout)
        page = ask("due", "--json", "--limit", "2", "--offset", "1", "--newest")
        assert values(page.stdout) == whole[::-1][1:3]
        assert f"{len(whole)} promises" in page.stderr and "2 of them shown" in page.stderr


class TestRefused:
    """What cannot be meant is said, and never looked over."""

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("search", "--kind", "visti"), "Did you mean visit?"),
            (("search", "--status", "hold"), "Did you mean held?"),
            (("search", "--country", "Rusia"), "Did you mean Russia (RUS)?"),
            (("search", "--actor", "Donlad Trmp"), "(Donald Trump, USA)?"),
            (("said", "--by", "Donlad Trmp"), "(Donald Trump, USA)?"),
            (("said", "--force", "promise"), "Did you mean promised?"),
            (("export", "--format", "geo"), "Did you mean geojson?"),
            (("show", "denmark-cal1"), "denmark-call"),
            (("judge", "acept", "x"), "Did you mean accept?"),
            (("events", CALL, "--kind", "visti"), "Did you mean visit?"),
            (("codebook", "visti"), "Did you mean visit?"),
            (("schema", "ledgr"), "Did you mean ledger?"),
            (("explan",), "Did you mean 'explain'?"),
            (("search", "--contry", "RUS"), "'--country'"),
        ],
        ids=lambda x: x[-1] if isinstance(x, tuple) else "",
    )
    def test_did_you_mean(self, arguments: tuple[str, ...], said: str) -> None:
        """Commands, options, and all words that are known."""
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert said in result.stderr

    @pytest.mark.parametrize(
        "arguments",
        [
            ("search", "--json", "--csv"),
            ("search", "--csv", "--format", "json"),
            ("search", "-o", "x.csv"),
            ("sample", "-o", "x.csv"),
            ("search", "--reports", "--actors", "Kim"),
            ("search", "--sql", "SELECT 1", "--kind", "visit"),
            ("search", "--actors", "Kim", "--kind", "visit"),
            ("timeline", "USA", "RUS", "--dyad", "USA", "CHN"),
            ("timeline", "USA", "--actor", "CHN"),
            ("search", "--since", "2019", "--until", "2018"),
            ("search", "--since", ""),
            ("search", "--country", " "),
            ("search", "--source", ""),
            ("export", "--format", "csv", "--statements", "--actor", "USA", "--from", "DNK"),
            ("schema", "record", "--format", "csv"),
        ],
        ids=" ".join,
    )
    def test_one_line(self, arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """What contradicts itself, or would be looked over, is refused; nothing is printed or made."""
        monkeypatch.chdir(tmp_path)
        result = run(*arguments)
        assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
        assert result.stderr.startswith("communique: ")
        assert list(tmp_path.iterdir()) == []

    def test_a_whole_format_says_that_it_is_whole(self) -> None:
        """A filter of what is always written whole is named as not looked at."""
        assert "always whole" in run("export", "--format", "ledger", "--kind", "visit").stderr
        assert "always whole" not in run("export", "--format", "ledger").stderr

    def test_kinds_are_those_that_can_be_read(self) -> None:
        """The light list of them is that of the lexicon."""
        assert set(kinds()) == {sense.kind for sense in lexicon().senses.values()}

    def test_what_is_not_alike_is_not_asked_after(self) -> None:
        """No question where nothing is like it; the most alike first, those far behind it left out."""
        assert nearest("xylophone", kinds()) == ()
        assert nearest("meting", kinds())[0] == "meeting"
        assert nearest("Rusia", ["Russia", "USA"]) == ("Russia",)


class TestNames:
    """Names in the place of ids."""

    def test_show(self) -> None:
        """An actor by name, a report by title; what was taken is said."""
        result = run("show", "Mette Frederiksen", "--json")
        assert values(result.stdout)[0]["name"] == "Mette Frederiksen"
        assert values(result.stdout)[0]["id"] in result.stderr
        assert values(run("show", "Trump to visit Denmark in September", "--json").stdout)[0]["report"]["id"] == (
            "denmark-accepted"
        )

    def test_judge_and_forget(self, tmp_path: Path) -> None:
        """An actor is amended by name, a report forgotten by its title; several are refused, and nothing is done."""
        import shutil

        copy = str(shutil.copy(readme.ledger(), tmp_path / "copy.sqlite"))
        amend = ("judge", "amend", "--field", "wikidata", "--value", "Q12345", "--by", "ann")
        assert run(*amend[:2], "Mette Frederiksen", *amend[2:], ledger=copy).exit_code == 0
        assert values(run("show", "Mette Frederiksen", "--json", ledger=copy).stdout)[0]["wikidata"] == "Q12345"
        several = run(*amend[:2], "Trump", *amend[2:], ledger=copy)
        assert several.exit_code == 2 and several.stderr.count("(Donald Trump, USA)") == 1 == several.stderr.count(
            "(Trump)"
        )
        listed = values(run("judge", "--list", "Mette Frederiksen", "--json", ledger=copy).stdout)
        assert [x["field"] for x in listed] == ["wikidata"]
        assert run("judge", "--undo", listed[0]["id"][:9], "--by", "ann", ledger=copy).exit_code == 0
        assert rows(run("judge", "--list", "--csv", ledger=copy).stdout)[0]["undone"] == "yes"
        assert run("forget", "Trump to visit Denmark in September", "--yes", ledger=copy).exit_code == 0
        assert run("show", "denmark-accepted", ledger=copy).exit_code == 2


class TestSql:
    """Answers of the database for people."""

    def test_it_fits_the_terminal(self) -> None:
        """Wide values are cut and counted, and no line is wider than there is room."""
        result = run("search", "--sql", "SELECT id, title, text FROM report ORDER BY id LIMIT 3")
        lines = result.stdout.splitlines()
        assert len(lines) == 4 and max(map(len, lines)) <= 80
        assert all("…" in line for line in lines[1:])
        assert "values cut to fit: --csv or --json gives them whole" in result.stderr
        assert result.stderr.endswith("3 rows\n")

    def test_too_many_columns_are_a_list(self) -> None:
        """A value a line where the columns do not fit beside each other."""
        result = run("search", "--sql", "SELECT * FROM entry LIMIT 2")
        lines = result.stdout.splitlines()
        assert [line for line in lines if line.startswith("row ")] == ["row 1", "row 2"]
        assert any(line.split() == ["kind", line.split()[-1]] for line in lines) and max(map(len, lines)) <= 80

    def test_null_is_not_empty(self) -> None:
        """What is not there is told from what is empty: NULL in a table, null in JSON, nothing in CSV."""
        asked = ("search", "--sql", "SELECT NULL AS a, '' AS b, 1 AS n, x'00ff' AS raw")
        table = run(*asked).stdout.splitlines()
        assert table[1].split() == ["NULL", "1", "<2", "bytes>"]
        assert values(run(*asked, "--json").stdout) == [{"a": None, "b": "", "n": 1, "raw": "00ff"}]
        assert rows(run(*asked, "--csv").stdout) == [{"a": "", "b": "", "n": "1", "raw": "00ff"}]

    def test_columns_of_one_name_are_all_there(self) -> None:
        """None is lost as a key."""
        asked = ("search", "--sql", "SELECT 1 AS a, 2 AS a, 3 AS a_2")
        (row,) = values(run(*asked, "--json").stdout)
        assert list(row.values()) == [1, 2, 3]
        assert run(*asked, "--csv").stdout == "a,a,a_2\n1,2,3\n"

    def test_no_row(self) -> None:
        """The names of the columns, and that there is none."""
        result = run("search", "--sql", "SELECT id FROM report WHERE id = 'none'")
        assert (result.stdout.split(), result.stderr) == (["id"], "0 rows\n")
