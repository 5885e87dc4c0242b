"""Data frames: the rows of the exports, in types that lose nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import communique
from communique.errors import BadRecord, ExtraMissing
from communique.frames import COLUMNS, to_frame
from communique.intake import report_from_text
from communique.records import Record
from tests.readings import SAMPLES

TEXT = (
    "France accused Russia of meddling on 6 August 2018. Emmanuel Macron met Angela Merkel in Berlin. "
    "“We will talk again,” Merkel said."
)


@pytest.fixture(scope="module")
def record() -> Record:
    """A record with events and a statement."""
    return communique.read(TEXT, published="2018-08-08")


def frame(*args: Any) -> Any:
    """A frame; skips where pandas is not installed."""
    pytest.importorskip("pandas", reason="pandas is not installed")
    return to_frame(*args)


@pytest.mark.parametrize("rows", sorted(COLUMNS))
def test_columns_without_rows(rows: Any) -> None:
    """A frame of nothing has the columns and the types of a full one."""
    found = frame([], rows)
    assert {name: str(kind) for name, kind in found.dtypes.items()} == COLUMNS[rows]
    assert len(found) == 0


def test_events(record: Record) -> None:
    """A row an event, from records or from events; codes are text, days are days."""
    found = frame(record)
    events = communique.events_of(record)
    assert len(found) == len(events) > 2
    assert found.equals(frame(events)) and found.equals(frame([record]))
    assert {name: str(kind) for name, kind in found.dtypes.items()} == COLUMNS["events"]
    assert list(found["cameo"]) == [e.cameo for e in events]
    assert all(code.startswith("0") for code in found.loc[found["kind"] == "meeting", "cameo"])
    accused = found[found["source_country"] == "FRA"].iloc[0]
    assert (accused["earliest"].isoformat(), accused["goldstein"]) == ("2018-08-06T00:00:00", events[0].goldstein)


def test_what_is_not_known(record: Record) -> None:
    """It is <NA> in every column, NaT for days: never an empty text, never NaN."""
    import_pandas = pytest.importorskip("pandas")
    found = frame(communique.read(TEXT))
    assert found["published"].isna().all() and str(found["published"].dtype) == "datetime64[s]"
    assert (found.select_dtypes("string") == "").sum().sum() == 0
    assert found["place"].isna().any() and found["place"].loc[found["place"].isna()].iloc[0] is import_pandas.NA


def test_days_beyond_those_of_nanoseconds() -> None:
    """A year before 1677 is a day like others."""
    found = frame(communique.read("In 1648 France and Sweden signed a treaty with the Emperor in Osnabrück."))
    assert [d.year for d in found["earliest"].dropna()][:1] == [1648]


def test_statements(record: Record) -> None:
    """A row a statement, with the speaker's name and the words."""
    found = frame(record, "statements")
    assert list(found["statement"]) == [s.id for s in record.statements]
    (row,) = found[found["kind"] == "direct"].to_dict("records")
    assert (row["speaker_name"], row["cue"]) == ("Angela Merkel", "said")
    assert "We will talk again" in row["content"]
    start, _, end = row["spans"].partition("-")
    assert TEXT[int(start) : int(end)] == row["content"]


def test_entries(tmp_path: Path, record: Record) -> None:
    """A row a pair of an entry, as in the CSV."""
    with communique.open_ledger(tmp_path / "mine.sqlite") as ledger:
        ledger.add(report_from_text(TEXT, published="2018-08-08"), record)
        found = frame(ledger.each())
    assert {name: str(kind) for name, kind in found.dtypes.items()} == COLUMNS["entries"]
    assert len(found) > 2 and set(found["sources"]) == {1}
    assert list(found["first_published"].dt.year.unique()) == [2018]


def test_failures_are_logged_and_left_out(record: Record, caplog: pytest.LogCaptureFixture) -> None:
    """As they come among the records of many files."""
    with caplog.at_level("WARNING", "communique"):
        found = frame([BadRecord("a.jsonl", "no text", "Give one", place="line 9"), record])
    assert len(found) == len(frame(record))
    assert [r.getMessage() for r in caplog.records] == ["left out of the frame: a.jsonl, line 9: no text. Give one."]


@pytest.mark.parametrize("given", [[None], ["text"], [1]])
def test_what_gives_no_rows(given: Any) -> None:
    """It is named."""
    with pytest.raises(TypeError, match="gives no rows of events"):
        frame(given)


def test_events_give_no_statements(record: Record) -> None:
    """Nor do entries."""
    with pytest.raises(TypeError, match="Event gives no rows of statements"):
        frame(communique.events_of(record), "statements")


def test_without_pandas(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what to install."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ExtraMissing, match=r'install "communique\[pandas\]'):
        to_frame(record)


def test_a_record_needs_no_pandas() -> None:
    """Reading and asking for the function import nothing of it."""
    script = "import sys, communique; communique.to_frame; print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=SAMPLES)
    assert done.stdout == "False\n"
