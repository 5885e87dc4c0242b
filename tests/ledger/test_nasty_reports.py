"""Reports that hold what a database, or a format, cannot: none stops a run or an export, on either store."""

from __future__ import annotations

import json
import random
import string
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from communique.cli import main
from communique.commands.export import FORMATS
from communique.commands.ingest import _add
from communique.errors import ReportRefused
from communique.ledger.store import Ledger
from communique.runs import Read
from tests.exchange.test_formats import READERS
from tests.ledger.stories import BORIS, told

NASTY = (
    *("\x00", "\x01", "\x1b[2J", "\x7f", "\x85", "\r", "\n", "\t", "\u2028", "\u202e", "\ufffe", "\uffff"),
    *("\U0010ffff", "\ud800", "\udfff", "]]>", "<b>", "&#0;", "=1+1", '"', "\\u0000", "%00", "'; DROP TABLE x; --"),
)
FIELDS = ("id", "title", "url", "byline", "publisher", "text")
GOOD = "Angela Merkel met Emmanuel Macron in Oslo on 4 March 2019."


def run(*arguments: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, list(arguments))


def nasty_records() -> list[dict[str, str]]:
    """A good report, one for every character in every field, and a good one."""
    out = [{"id": "first", "text": GOOD, "published": "2019-03-05"}]
    for n, text in enumerate(NASTY):
        for field in FIELDS:
            own = {"id": f"r{n}{field}", "published": "2019-03-05", "url": f"https://x.example/{n}"}
            own["text"] = f"Report {n} of {field}: Angela Merkel met Emmanuel Macron in Oslo on 4 March 2019."
            own[field] = f"{own.get(field, '')}a{text}b"
            out.append(own)
    return [*out, {"id": "last", "text": GOOD, "published": "2019-03-06"}]


def test_every_character_in_every_field(address: str, tmp_path: Path) -> None:
    """All are taken in, what cannot be held as U+FFFD, and every export of them is well formed."""
    records = nasty_records()
    path = tmp_path / "nasty.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in records), "ascii")
    done = run("ingest", str(path), "--ledger", address)
    assert (done.exit_code, f"reports: {len(records)} added" in done.stderr) == (0, True), done.stderr
    again = run("ingest", str(path), "--ledger", address)
    assert f"reports: {len(records)} unchanged" in again.stderr
    with Ledger(address, read_only=True) as ledger:
        assert ledger.record("r0ida\ufffdb").report.id == "r0ida\ufffdb"
        assert "title: NUL" in " ".join(ledger.record("r0title").warnings)
        assert len(ledger.find()[0].accounts) > len(NASTY)
    for form in FORMATS:
        out = tmp_path / f"out.{form}"
        result = run("export", "--format", form, "--output", str(out), "--ledger", address)
        assert result.exit_code == 0, result.stderr
        if form in ("jsonl", "ledger"):
            assert [json.loads(line) for line in out.read_text("utf-8").split("\n")[:-1]]
        else:
            READERS[form](out.read_bytes())


def test_what_the_database_refuses_is_one_report(
    ledger: Ledger, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name too long to index in PostgreSQL: named and counted, and the next is taken in."""
    random_ = random.Random(1)
    name = " ".join("".join(random_.choices(string.ascii_letters, k=9)) for _ in range(1500))
    known: dict[str, str] = {}
    people = (("a", "Anna"), ("b", name), ("c", "Carl"))
    made = [Read(*told(id, "2019-01-01", names=(who, BORIS))) for id, who in people]
    became = [_add(ledger, item, known) for item in made]
    if "://" not in address:
        assert became == [("added",)] * 3
        return
    assert became == [("added",), ("failed",), ("added",)]
    assert capsys.readouterr().err.startswith("communique: b: the database refused (")
    with pytest.raises(ReportRefused, match=r"index row|maximum"):
        ledger.add(made[1].report, made[1].record)


class TestIds:
    """Ids that reports are given."""

    def ingest(self, address: str, tmp_path: Path, *records: dict[str, object]) -> Result:
        """Take in reports."""
        path = tmp_path / "ids.jsonl"
        path.write_text("".join(json.dumps({"text": GOOD, **r}) + "\n" for r in records), "utf-8")
        return run("ingest", str(path), "--ledger", address)

    def test_any_text_is_an_id(self, address: str, tmp_path: Path) -> None:
        """One with slashes, one that looks like an entry's, an actor's, an account's or an address, one of figures."""
        ids = ("a/b", "a/b/e77", "E-7x3q6lrtn2vv", "A-7x3q6lrtn2vv", "J-x", "https://x.example/a1", "x/abc", "-", "é 1")
        done = self.ingest(address, tmp_path, *({"id": id} for id in ids), {"id": 7})
        assert (done.exit_code, f"{len(ids) + 1} added" in done.stderr) == (0, True)
        for id in (*ids, "7"):
            shown = run("show", "--json", "--ledger", address, "--", id)
            assert json.loads(shown.stdout)["report"]["id"] == id

    def test_what_the_ledger_made_comes_first(self, address: str, tmp_path: Path) -> None:
        """A report under the id of another's account: the id shows the account."""
        self.ingest(address, tmp_path, {"id": "x"}, {"id": "x/e1"})
        assert "accounts" in json.loads(run("show", "x/e1", "--json", "--ledger", address).stdout)
        assert "accounts" in json.loads(run("show", "x/e1/e1", "--json", "--ledger", address).stdout)

    def test_no_id_is_made_from_the_bytes(self, address: str, tmp_path: Path) -> None:
        """Nothing, blanks, null: the report has an id of its own."""
        self.ingest(address, tmp_path, {"id": ""}, {"id": " \t"}, {"id": None}, {})
        with Ledger(address) as ledger:
            assert len(ledger.reports()) == 4
            assert all(len(id) == 16 for id in ledger.reports())

    def test_too_long(self, address: str, tmp_path: Path) -> None:
        """500 characters are an id, one more is none: named by its line and counted."""
        done = self.ingest(address, tmp_path, {"id": "ж" * 500}, {"id": "x" * 501}, {"id": "y" * 10_000}, {"id": "z"})
        assert done.exit_code == 1
        assert "ids.jsonl, line 2: its id has 501 characters, and at most 500 are kept" in done.stderr
        assert "line 3: its id has 10,000 characters" in done.stderr
        assert "reports: 2 added, 2 failed" in done.stderr

    def test_one_id_twice(self, address: str, tmp_path: Path) -> None:
        """The same again is unchanged, other words are refused, and the first stay."""
        done = self.ingest(address, tmp_path, {"id": "x"}, {"id": "x"}, {"id": "x", "text": "Other words."})
        assert done.exit_code == 1
        assert "x: a report of this id is in the ledger with other contents" in done.stderr
        assert "reports: 1 added, 1 unchanged, 1 failed" in done.stderr
        with Ledger(address) as ledger:
            assert ledger.report("x").info.text == GOOD
