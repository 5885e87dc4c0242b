"""Copies of a report are read once, and what differs in what a reading rests on is read anew."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from communique import runs
from communique.intake import Report, report_from_text
from communique.reading.budget import Budget
from communique.reading.copies import Copies
from communique.reading.read import read
from communique.records import Record, as_json

TEXT = (
    "Macron meets Scholz\n\nPARIS (Reuters) - Emmanuel Macron met Olaf Scholz in Paris on Monday. He said they agreed."
)


class Reader:
    """Reads, and counts how often."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, report: Report, budget: Budget = runs.BUDGET) -> Record:
        """Return the record."""
        self.count += 1
        return read(report, budget)


def report(text: str = TEXT, **known: str) -> Report:
    """Return a report of a Tuesday in 2023."""
    return report_from_text(text, **{"published": "2023-05-16", "id": "one", **known})


class TestCopies:
    """:class:`communique.reading.copies.Copies`."""

    def test_copy_is_read_once(self) -> None:
        """Another paper's copy has the first one's record, under its own name; its text is its own."""
        reader = Reader()
        copies = Copies(reader)
        one, two = (copies.record(report(id=name)) for name in ("one", "two"))
        assert reader.count == 1
        assert one.engagements and as_json(one) == as_json(read(report()))
        assert as_json(two) == as_json(read(report(id="two")))

    @pytest.mark.parametrize(
        "other",
        [
            report(published="2023-05-23"),
            report(TEXT.replace("Monday", "Friday")),
            report(TEXT.replace("\n\n", "\n")),
            report(TEXT + "\n"),
            replace(report(), dateline=None),
            replace(report(), info=replace(report().info, language=None)),
        ],
        ids=["day", "word", "paragraphs", "blank", "dateline", "language"],
    )
    def test_what_a_reading_rests_on(self, other: Report) -> None:
        """The day, every character, the paragraphs, the dateline and the language: each makes another report."""
        reader = Reader()
        copies = Copies(reader)
        copies.record(report())
        assert as_json(copies.record(other)) == as_json(read(other))
        assert reader.count == 2

    def test_few_are_kept(self) -> None:
        """Of those that are too many, the one not asked for the longest goes."""
        reader = Reader()
        copies = Copies(reader, most=1)
        for name in ("one", "two"):
            copies.record(report(id=name))
        assert reader.count == 2, "nothing fits"
        sizes = Copies(reader)
        sizes.record(report())
        (packed,) = sizes._packed.values()
        copies = Copies(reader, most=5 * len(packed) // 2)
        texts = [TEXT.replace("Paris", town) for town in ("Paris", "Lyons", "Arles")]
        for text in (texts[0], texts[1], texts[0], texts[2]):
            copies.record(report(text))
        before = reader.count
        copies.record(report(texts[0]))
        assert reader.count == before
        copies.record(report(texts[1]))
        assert reader.count == before + 1


@pytest.mark.parametrize("jobs", [1, None])
def test_run_reads_copies_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int | None) -> None:
    """A file in which a text stands under several names is read once for each text, and gives every record."""
    texts = (TEXT, TEXT.replace("met", "called"))
    rows = [{"id": f"r{n}", "published": "2023-05-16", "text": texts[n % 2]} for n in range(6)]
    path = tmp_path / "reports.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    reader = Reader()
    monkeypatch.setattr(runs, "read", reader)
    records = [r for r in runs.read_all([str(path)], jobs=jobs) if isinstance(r, Record)]
    assert reader.count == 2
    assert [r.report.id for r in records] == [row["id"] for row in rows]
    for record, row in zip(records, rows, strict=True):
        assert record.report.text == row["text"] and all(e.evidence[0].quote in row["text"] for e in record.engagements)
