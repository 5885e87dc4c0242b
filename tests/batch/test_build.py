"""A ledger of a batch: the one that ingesting its reports one by one gives, to the byte."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.ledger import bulk, identity
from communique.ledger.resolution.outlines import Outline
from communique.ledger.store import Ledger
from tests.batch.made import LINES, jsonl, run
from tests.desk.bench import crowded
from tests.readings import SAMPLES, index

SHOWN = 9


@pytest.fixture(scope="module")
def batched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with shipped reports in three shards (``in``), and what a batch gave of them (``out``)."""
    folder = tmp_path_factory.mktemp("build")
    shown = sorted(index(), key=lambda e: str(e["published"]))[:SHOWN]
    lines = [
        {"id": e["id"], "published": e["published"], "text": (SAMPLES / e["file"]).read_text("utf-8")} for e in shown
    ]
    for n in range(3):
        jsonl(folder / "in" / f"{n}.jsonl", lines[n::3])
    assert run("batch", folder / "in", "-o", folder / "out", "--jobs", 2).exit_code == 0
    return folder


@pytest.fixture(autouse=True)
def one_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """All is added at one time, so that ledgers can be compared."""
    monkeypatch.setattr(identity, "now", lambda: "2020-01-01T00:00:00+00:00")
    yield


def dumped(path: Path) -> list[str]:
    """All that a ledger holds, sorted."""
    with Ledger(path, read_only=True) as ledger:
        return sorted(ledger.dump())


def test_same_as_one_by_one(batched: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever comes together in a transaction."""
    one, many = tmp_path / "one.sqlite", tmp_path / "many.sqlite"
    assert run("ingest", batched / "in", "--ledger", one).exit_code == 0
    monkeypatch.setattr(bulk, "AT_ONCE", 4)
    result = run("build", batched / "out", "--ledger", many, "--json")
    assert result.exit_code == 0 and f'"added": {SHOWN}' in result.output
    assert dumped(many) == dumped(one)
    again = run("build", batched / "out", "--ledger", many)
    assert f"reports: {SHOWN} unchanged" in again.output
    assert dumped(many) == dumped(one)


def test_a_report_that_is_refused_takes_no_other_with_it(batched: Path, tmp_path: Path) -> None:
    """It is named and counted; of its own nothing is left behind."""
    path = tmp_path / "ledger.sqlite"
    other = {**LINES[0], "id": sorted(index(), key=lambda e: str(e["published"]))[0]["id"]}
    run("ingest", jsonl(tmp_path / "other.jsonl", [other]), "--ledger", path)
    result = run("build", batched / "out", "--ledger", path)
    assert result.exit_code == 1 and "help ReportConflict" in result.output
    assert f"reports: {SHOWN - 1} added, 1 failed" in result.output


def test_no_batch(tmp_path: Path) -> None:
    """A folder that is none is refused, and no ledger is made."""
    result = run("build", tmp_path, "--ledger", tmp_path / "a.sqlite")
    assert result.exit_code == 2 and "manifest.json" in result.output
    assert not (tmp_path / "a.sqlite").exists()


def test_many_meetings_of_the_same_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four times as many take four times the work, not sixteen times."""
    looked_at = []
    plain = Outline.from_json.__func__  # type: ignore[attr-defined]

    def counted(cls: type[Outline], value: object) -> Outline:
        looked_at.append(value)
        outline: Outline = plain(cls, value)
        return outline

    monkeypatch.setattr(Outline, "from_json", classmethod(counted))
    crowded(tmp_path, 10)
    few = len(looked_at)
    looked_at.clear()
    crowded(tmp_path, 40)
    assert few > 0 and len(looked_at) <= 5 * few
