"""How much of a report is read: by words, by CPU seconds, and what is said of the rest."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from communique import runs
from communique.cli import main
from communique.errors import TooSlow
from communique.intake import Report, report_from_text
from communique.reading import budget, read
from communique.reading.budget import UNLIMITED, Budget, OutOfTime, limited, noted, up_to, words_end
from communique.records import Record
from tests.readings import PUBLISHED, as_text, wrong_spans

PARAGRAPHS = (
    "Merkel and Macron hold talks in Berlin",
    "Angela Merkel met Emmanuel Macron in Berlin on Monday. “We will meet again in Paris,” she told reporters.",
    "China warned Japan on Sunday. Officials in Tokyo said that the foreign ministers would meet next week.",
    "Iran invited Iraq's president to Tehran. He accepted, and the visit is planned for September.",
)
TEXT = "\n\n".join(PARAGRAPHS)
LONG = "\n\n".join([PARAGRAPHS[0], *(PARAGRAPHS[1 + n % 3] for n in range(60))])
needs_a_clock = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no clock of CPU seconds")


def report(text: str = TEXT) -> Report:
    """A report of a text, published on Monday 2018-08-06."""
    return report_from_text(text, published=PUBLISHED, id="r")


def same_readings(one: Record, other: Record) -> bool:
    """Whether two records hold the same, but for the text and the warnings."""
    names = ("actors", "counterparts", "engagements", "statements", "times", "places")
    return all(getattr(one, name) == getattr(other, name) for name in names)


class TestWords:
    """``Budget.words``."""

    def test_a_report_within_it_is_read_whole_and_nothing_is_said(self) -> None:
        """The record is the one without a budget, up to the very last word."""
        size = len(TEXT.split())
        assert as_text(read.read(report(), Budget(size, None))) == as_text(read.read(report()))
        assert words_end(TEXT, size) is None and words_end(TEXT, size - 1) == TEXT.rindex("September")

    def test_a_report_over_it_is_read_up_to_a_paragraph(self) -> None:
        """What is read is what would be if the text ended there; the record has the whole text and says where."""
        ends = TEXT.index("\n\nIran")
        record = read.read(report(), Budget(len(TEXT[:ends].split()) + 3, None))
        assert record.report.text == TEXT and wrong_spans(record) == []
        assert same_readings(record, read.read(report(TEXT[:ends])))
        assert record.engagements and record.statements
        assert record.warnings[
            -1
        ] == f"read up to character {ends} of {len(TEXT)}: the report is over the limit of " + (
            f"{len(TEXT[:ends].split()) + 3:,} words"
        )

    def test_one_paragraph_is_read_up_to_a_sentence(self) -> None:
        """Where that leaves half of what may be read or more."""
        text = " ".join(PARAGRAPHS[1:])
        part, ends = up_to(report(text), text.index("would meet next"))
        assert text[:ends].endswith("on Sunday.") and part.info.text == text[:ends]

    def test_one_sentence_is_read_up_to_a_word(self) -> None:
        """No word is cut, but one that is too long."""
        text = "they met " * 50
        assert text[: up_to(report(text), 201)[1]].endswith(("met", "they"))
        assert up_to(report("x" * 300), 120)[1] == 120

    def test_nothing_at_all(self) -> None:
        """A limit of no words reads nothing, and says so."""
        record = read.read(report(), Budget(0, None))
        assert record.actors == record.engagements == () and noted(record.warnings)

    def test_it_is_the_same_every_time(self) -> None:
        """Two readings are one."""
        assert as_text(read.read(report(LONG), Budget(90, None))) == as_text(read.read(report(LONG), Budget(90, None)))

    def test_invisible_characters(self) -> None:
        """They count for nothing, and offsets are those of the whole text."""
        text = TEXT.replace("Macron", "Mac\u00adron")
        record = read.read(report(text), Budget(30, None))
        assert noted(record.warnings) and record.engagements and wrong_spans(record) == []


class TestSeconds:
    """``Budget.seconds``."""

    def test_reading_ends_at_a_window_of_the_model(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A clock that goes on by a second at every look: after a quarter of the time, what was read is read alone."""
        seconds = count()
        monkeypatch.setattr(budget.time, "process_time", lambda: float(next(seconds)))
        record = read.read(report(LONG), Budget(None, 20.0))
        found = noted(record.warnings)
        assert found is not None and found.endswith("over the limit of 20 CPU seconds")
        ends = int(found.split()[4])
        assert 0 < ends < len(LONG) and LONG[ends : ends + 2] == "\n\n"
        monkeypatch.undo()
        assert same_readings(record, read.read(report(LONG[:ends])))
        assert record.engagements and record.report.text == LONG

    def test_no_time_at_all(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Nothing is read, and the record says so."""
        seconds = count(step=100)
        monkeypatch.setattr(budget.time, "process_time", lambda: float(next(seconds)))
        record = read.read(report(LONG), Budget(None, 1.0))
        assert record.engagements == () and (noted(record.warnings) or "").startswith("read up to character 0 of")

    @needs_a_clock
    def test_a_part_that_never_ends_is_broken_off(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where a stage hangs on a long text, less is read of it."""
        cast = read.find_cast

        def hanging(doc: Any, layer: Any, *rest: Any) -> Any:
            while len(layer.text) > len(LONG) // 3:
                pass
            return cast(doc, layer, *rest)

        monkeypatch.setattr(read, "find_cast", hanging)
        record = read.read(report(LONG), Budget(None, 40.0 if sys.gettrace() else 4.0))
        found = noted(record.warnings)
        assert found is not None and 0 <= int(found.split()[4]) <= len(LONG) // 3
        assert wrong_spans(record) == []

    @needs_a_clock
    def test_the_clock_is_given_back(self) -> None:
        """Whoever had the signal before has it again, whether time was up or not."""
        before = signal.getsignal(signal.SIGPROF)
        with limited(1000.0):
            assert signal.getsignal(signal.SIGPROF) is not before
        assert signal.getsignal(signal.SIGPROF) is before
        with pytest.raises(OutOfTime), limited(0.01):
            while True:
                pass
        assert signal.getsignal(signal.SIGPROF) is before
        assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)

    def test_outside_the_main_thread_the_model_looks_at_the_clock(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """No signal is asked for there."""
        seconds, found = count(), list[Record]()
        monkeypatch.setattr(budget.time, "process_time", lambda: float(next(seconds)))
        monkeypatch.setattr(signal, "signal", None)
        work = threading.Thread(target=lambda: found.append(read.read(report(LONG), Budget(None, 20.0))))
        work.start()
        work.join()
        assert found and noted(found[0].warnings)

    def test_no_failure_of_somebody_else(self) -> None:
        """What catches every ``Exception`` does not catch it."""
        assert not issubclass(OutOfTime, Exception)


@needs_a_clock
def test_a_page_that_cannot_be_taken_in_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named, and the other reports are read."""

    def hanging(path: str, **others: object) -> Iterator[Report]:
        while path == "bad.html":
            pass
        yield report()

    monkeypatch.setattr(runs, "open_reports", hanging)
    bad, good = runs.read_all(["bad.html", "good.txt"], budget=Budget(None, 5.0))
    assert isinstance(bad, TooSlow) and "bad.html" in str(bad) and "--most-seconds" in str(bad)
    assert isinstance(good, Record) and good.engagements


def run(*arguments: str, text: str = "") -> Result:
    """Run the command."""
    return CliRunner().invoke(main, arguments, input=text)


class TestCommands:
    """``--most-words`` and ``--most-seconds``."""

    def lines(self, path: Path) -> str:
        """A file of two reports, the second one long."""
        rows = [{"id": "short", "text": TEXT}, {"id": "long", "text": LONG}]
        path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
        return str(path)

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_read_names_and_counts_what_is_read_in_part(self, tmp_path: Path, jobs: str) -> None:
        """In the record, on standard error, and at the end; that is no failure."""
        path = self.lines(tmp_path / "two.jsonl")
        result = run("read", path, "--format", "jsonl", "--most-words", "100", "--jobs", jobs)
        assert result.exit_code == 0
        short, long = map(json.loads, result.stdout.splitlines())
        assert noted(tuple(short["warnings"])) is None and long["report"]["text"] == LONG
        assert f"communique: long: {noted(tuple(long['warnings']))}" in result.stderr
        assert "2 reports read (1 of them in part)" in result.stderr

    def test_no_limit(self, tmp_path: Path) -> None:
        """0 reads all."""
        result = run("read", "-", "--format", "json", "--most-words", "0", "--most-seconds", "0", text=LONG)
        assert noted(tuple(json.loads(result.stdout)["warnings"])) is None and "in part" not in result.stderr

    def test_ingest(self, tmp_path: Path) -> None:
        """Such a report is in the ledger with its whole text, and counted."""
        path, ledger = self.lines(tmp_path / "two.jsonl"), str(tmp_path / "ledger.sqlite")
        result = run("ingest", path, "--ledger", ledger, "--most-words", "100", "--json")
        assert json.loads(result.stdout)["added"] == 2 and json.loads(result.stdout)["in_part"] == 1
        assert "communique: long: read up to character" in result.stderr
        again = run("ingest", path, "--ledger", ledger, "--most-words", "100")
        assert "2 unchanged" in again.stderr and "in part" not in again.stderr

    def test_events(self) -> None:
        """The rows are those of what was read."""
        result = run("events", "-", "--most-words", "60", text=LONG)
        assert result.exit_code == 0 and "1 report read (1 of them in part)" in result.stderr
        assert len(result.stdout.splitlines()) < len(run("events", "-", text=LONG).stdout.splitlines())

    def test_the_defaults_are_those_of_a_run(self) -> None:
        """What the options say and what ``runs`` does without them is one."""
        given = {p.name: p.default for p in main.commands["read"].params if p.name in ("most_words", "most_seconds")}
        assert given == {"most_words": runs.BUDGET.words, "most_seconds": runs.BUDGET.seconds}
        assert Budget(None, None) == UNLIMITED
