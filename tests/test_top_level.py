"""What is used every day stands at the top, is imported when it is asked for, and prints shortly."""

from __future__ import annotations

import ast
import io
import json
import logging
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

import communique
from communique import errors
from communique.commands.tables import who
from communique.intake import report_from_text
from communique.reading.coding.events import COLUMNS, csv_lines, csv_row
from communique.records import Record, as_json, from_json
from communique.table import print_record
from tests.readings import ROOT, SAMPLES

TEXT = "Emmanuel Macron met Angela Merkel in Berlin on Monday. Merkel said he would visit Moscow in May."


@pytest.fixture(scope="module")
def record() -> Record:
    """A record of two sentences."""
    return communique.read(TEXT, published="2018-08-08")


class TestNames:
    """The public names of the package."""

    def test_each_is_there_and_shown(self) -> None:
        """All are sorted and listed by ``dir``; every error is one of them."""
        assert communique.__all__ == sorted(communique.__all__)
        assert set(errors.__all__) < set(communique.__all__) <= set(dir(communique))
        assert all(getattr(communique, name) is not None for name in communique.__all__)

    def test_another_is_an_attribute_error(self) -> None:
        """As of any module."""
        with pytest.raises(AttributeError, match="'communique' has no attribute 'raed'"):
            communique.raed  # type: ignore[attr-defined]  # noqa: B018

    def test_type_checkers_see_what_is_imported(self) -> None:
        """What is imported for types alone is what the names give at run time, from the same places."""
        tree = ast.parse((ROOT / "src" / "communique" / "__init__.py").read_text("utf-8"))
        for_types = [n for n in tree.body if isinstance(n, ast.If) and isinstance(n.test, ast.Name)]
        seen = {a.name: f.module for n in for_types for f in n.body if isinstance(f, ast.ImportFrom) for a in f.names}
        assert seen == communique._HOMES

    def test_importing_it_is_light(self) -> None:
        """Nothing but the standard library, the errors and the version."""
        script = "import sys, communique; print(*(m for m in sys.modules if getattr(sys.modules[m], '__file__', None)))"
        done = subprocess.run([sys.executable, "-I", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {script}"],
                              capture_output=True, text=True, check=True)  # fmt: skip
        names = {m for m in done.stdout.split() if m.startswith("communique")}
        assert names == {"communique", "communique.about", "communique.errors"}
        foreign = {"numpy", "sqlalchemy", "onnxruntime", "pandas", "click", "rich", "lxml", "alembic"}
        assert foreign & set(done.stdout.split()) == set()


class TestRead:
    """``communique.read``."""

    def test_a_text_and_its_day(self, record: Record) -> None:
        """The same record as by the way of a report, whatever form the day has."""
        assert communique.read(TEXT, published=date(2018, 8, 8)) == record
        assert communique.read(report_from_text(TEXT, published="2018-08-08")) == record

    @pytest.mark.parametrize(
        ("given", "says"),
        [(None, "None was given"), (b"text", "bytes were given"), (bytearray(b"a"), "bytes were given"),
         (Path("a.txt"), "a path was given in place of a text (a.txt)"), (2.5, "a value of type float")],
    )  # fmt: skip
    def test_what_is_no_text(self, given: Any, says: str) -> None:
        """It is told what was given and what to do, by a kind of error of its own that is a ``TypeError`` too."""
        with pytest.raises(communique.NotText) as found:
            communique.read(given)
        assert says in str(found.value) and found.value.remedy
        assert isinstance(found.value, TypeError) and isinstance(found.value, communique.IntakeError)

    @pytest.mark.parametrize("day", ["yesterday", float("nan"), 20180806])
    def test_what_is_no_day(self, day: Any) -> None:
        """As of a missing value in a frame."""
        with pytest.raises(communique.BadDate):
            communique.read(TEXT, published=day)

    def test_warnings_are_logged(self, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
        """What a record warns of goes to the logger ``communique``; without a handler nothing is printed."""
        with caplog.at_level(logging.WARNING, "communique"):
            found = communique.read("Le président a rencontré la chancelière lundi à Berlin pour des entretiens.")
        assert found.warnings
        assert [r.getMessage() for r in caplog.records] == [f"report {found.report.id}: {w}" for w in found.warnings]
        assert logging.NullHandler in map(type, logging.getLogger("communique").handlers)
        assert capfd.readouterr() == ("", "")


class TestRecord:
    """Looking up and printing."""

    def test_an_actor_by_its_id(self, record: Record) -> None:
        """Every id of the record is found, another is named."""
        assert [record.actor(a.id) for a in record.actors] == list(record.actors)
        with pytest.raises(KeyError, match="a99"):
            record.actor("a99")

    def test_participants_know_their_names(self, record: Record) -> None:
        """Read anew or taken from JSON, whose keys are as they were."""
        again = from_json(Record, json.loads(json.dumps(as_json(record))))
        assert again == record
        for one in (record, again):
            for participant in (p for e in one.engagements for p in e.participants):
                assert participant.name == one.actor(participant.actor).name != ""
                assert set(as_json(participant)) == {"actor", "part"}

    def test_what_is_printed_is_short(self) -> None:
        """No record, and nothing in it, fills more than three lines of a notebook, however long the report."""
        found = communique.read((SAMPLES / "helsinki-transcript.txt").read_text("utf-8"))
        values = [found, found.report, *found.actors, *found.engagements, *communique.events_of(found)]
        assert len(values) > 10
        assert max(len(repr(value)) for value in values) <= 240
        report = report_from_text(found.report.text)
        assert len(repr(report)) <= 600 and len(repr(report.layer)) <= 240

    def test_it_says_what_it_holds(self, record: Record) -> None:
        """The type, and by what it is known."""
        parts = {"actors": record.actors, "engagements": record.engagements, "statements": record.statements}
        told = ", ".join(f"{len(values)} {name}" for name, values in parts.items())
        assert repr(record) == f"Record('{record.report.id}', '2018-08-08', '{told}')"
        assert repr(record.engagements[0]) == (
            "Engagement('e1', 'meeting', 'held', 'Emmanuel Macron, Angela Merkel', '2018-08-06')"
        )


def test_a_ledger(tmp_path: Path, record: Record) -> None:
    """It is opened by its file, and what it answers with prints shortly too."""
    with communique.open_ledger(tmp_path / "mine.sqlite") as ledger:
        ledger.add(report_from_text(TEXT, published="2018-08-08"), record)
        entries = ledger.find(communique.Query(actor="Macron"))
        assert entries
        values = [*entries, *(a for e in entries for a in e.accounts), *ledger.actors("Macron")]
        assert max(len(repr(value)) for value in values) <= 240
    with pytest.raises(communique.LedgerMissing):
        communique.open_ledger(tmp_path / "none.sqlite", read_only=True)


@pytest.fixture(scope="module")
def bare() -> Record:
    """A record of which much is not known."""
    return communique.read("Emmanuel Macron spoke with Angela Merkel.")


class TestNothing:
    """What is not there has one sign in each form (``docs/reference/json.md``)."""

    def test_json(self, bare: Record) -> None:
        """It is null; a list with nothing in it is an empty list."""
        (engagement,) = as_json(bare)["engagements"]
        assert (engagement["time"], engagement["place"], engagement["about"]) == (None, None, [])

    def test_csv(self, bare: Record) -> None:
        """It is an empty cell."""
        row = csv_lines([csv_row(communique.events_of(bare)[0])]).strip().split(",")
        assert row[COLUMNS.index("time")] == row[COLUMNS.index("place")] == row[COLUMNS.index("also")] == ""
        assert {"None", "nan", "NaN", "null", "N/A", "?"} & set(row) == set()

    def test_tables(self, bare: Record) -> None:
        """It is a dash."""
        console = Console(record=True, width=100, file=io.StringIO())
        print_record(console, bare)
        assert "—" in console.export_text().split("spoke with")[0]
        assert who(()) == "—"
