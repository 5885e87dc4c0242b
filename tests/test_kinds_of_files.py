"""What users really have: JSON, tables, folders, a day given for all; and what is no report, told by name."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from communique import errors
from communique.cli import main
from communique.errors import IntakeError
from communique.intake import Report, open_reports
from communique.intake.sources import reports_in
from communique.ledger.store import Ledger

TEXT = "The ministers of both countries met in Lisbon on Friday and agreed on the water of the river."
OTHER = "Norway, Sweden and Denmark signed a treaty in Oslo on Monday, after talks of three years."
PAGE = """<html><head><title>Talks</title><meta property="article:published_time" content="2018-08-06T10:00:00Z"></head>
<body><article><h1>Talks</h1><p>The foreign minister of Norway met her Swedish colleague in Oslo for talks.</p>
<p>They talked for two hours about a border that both would like to see open again.</p></article></body></html>"""


def read(raw: str | bytes, **known: Any) -> list[Report | IntakeError]:
    """Return what standard input gives with these bytes."""
    return list(open_reports("-", stdin=io.BytesIO(raw.encode() if isinstance(raw, str) else raw), **known))


def at(path: Path, raw: str, **known: Any) -> list[Report | IntakeError]:
    """Return what a file of this name gives."""
    path.write_text(raw, "utf-8")
    return list(open_reports(str(path), **known))


def days(found: list[Report | IntakeError]) -> list[str | None]:
    """Return the days of reports, none of which failed."""
    assert all(isinstance(x, Report) for x in found), found
    return [x.info.published for x in found if isinstance(x, Report)]


def run(*arguments: str, input: str | None = None) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, list(arguments), input=input)


class TestDay:
    """``--published`` is for reports that say no day."""

    def test_a_page_s_own_day_stays(self) -> None:
        """And the conflict is said."""
        (report,) = read(PAGE, published="2020-01-01")
        assert isinstance(report, Report) and report.info.published == "2018-08-06"
        assert any(w.startswith("published 2018-08-06") and "2020-01-01" in w for w in report.warnings)

    def test_override(self) -> None:
        """Then the day given is taken, and the page's own is said."""
        (report,) = read(PAGE, published="2020-01-01", override=True)
        assert isinstance(report, Report) and report.info.published == "2020-01-01"
        assert any("2018-08-06" in w for w in report.warnings)

    def test_no_conflict_nothing_said(self) -> None:
        """The same day, or none of its own."""
        for raw in (PAGE, TEXT):
            (report,) = read(raw, published="2018-08-06")
            assert isinstance(report, Report) and report.info.published == "2018-08-06" and not report.warnings

    @pytest.mark.parametrize("override", [False, True])
    def test_records(self, override: bool) -> None:
        """Of several reports in one file, each its own day; with the other option, one for all."""
        lines = "\n".join(json.dumps(r) for r in ({"text": TEXT, "published": "2018-08-06"}, {"text": OTHER}))
        assert days(read(lines, published="2020-01-01", override=override)) == [
            "2020-01-01" if override else "2018-08-06",
            "2020-01-01",
        ]

    def test_command(self, tmp_path: Path) -> None:
        """The conflict is on standard error; the other option alone is an error."""
        path = tmp_path / "talks.html"
        path.write_text(PAGE)
        done = run("read", str(path), "--published", "2020-01-01", "--format", "jsonl")
        assert json.loads(done.stdout)["report"]["published"] == "2018-08-06" and "2020-01-01" in done.stderr
        done = run("read", str(path), "--published", "2020-01-01", "--override-published", "--format", "jsonl")
        assert json.loads(done.stdout)["report"]["published"] == "2020-01-01"
        done = run("read", str(path), "--override-published")
        assert done.exit_code == 2 and "--published" in done.stderr


class TestRecords:
    """Objects, arrays and tables with a text are reports."""

    RECORDS = ({"id": "1", "text": TEXT, "published": "2018-08-06"}, {"id": "2", "text": OTHER})

    def check(self, found: list[Report | IntakeError]) -> None:
        """Both reports, whatever they came in."""
        assert [(x.info.id, x.layer.text, x.info.published) for x in found if isinstance(x, Report)] == [
            ("1", TEXT, "2018-08-06"),
            ("2", OTHER, None),
        ]

    @pytest.mark.parametrize("indent", [None, 1])
    def test_array(self, tmp_path: Path, indent: int | None) -> None:
        """On one line or many, in a file or not."""
        raw = json.dumps(self.RECORDS, indent=indent)
        self.check(read(raw))
        self.check(at(tmp_path / "reports.json", raw))

    def test_object(self, tmp_path: Path) -> None:
        """One, on several lines."""
        (report,) = at(tmp_path / "report.json", json.dumps(self.RECORDS[0], indent=2))
        assert isinstance(report, Report) and report.info.id == "1" and report.layer.text == TEXT

    def test_lines_in_a_file_of_another_name(self, tmp_path: Path) -> None:
        """JSON Lines called .json."""
        self.check(at(tmp_path / "reports.json", "\n".join(map(json.dumps, self.RECORDS))))

    @pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
    def test_table(self, tmp_path: Path, sign: str) -> None:
        """With any usual delimiter, a byte order mark, a cell of several lines."""
        raw = f'\ufeffid{sign}Text{sign}published\r\n1{sign}"{TEXT}"{sign}2018-08-06\r\n2{sign}"{OTHER}"{sign}\r\n'
        self.check(read(raw))
        self.check(at(tmp_path / "reports.csv", raw))
        (report,) = at(tmp_path / "one.csv", f'text{sign}url\n"They met.\n\nIn ""Oslo"" they parted."{sign}\n')
        assert isinstance(report, Report) and report.layer.text == 'They met.\n\nIn "Oslo" they parted.'

    def test_a_bad_one_is_one(self, tmp_path: Path) -> None:
        """Named by its place; the others are read."""
        good, bad, again = at(tmp_path / "a.json", json.dumps([self.RECORDS[0], 3, self.RECORDS[1]]))
        assert isinstance(good, Report) and isinstance(again, Report)
        assert isinstance(bad, errors.BadRecord) and bad.place == "item 2"
        good, bad, again = at(tmp_path / "a.csv", f'id,text\n1,"{TEXT}"\n2\n3,"{OTHER}"\n')
        assert isinstance(good, Report) and isinstance(again, Report)
        assert isinstance(bad, errors.BadRecord) and bad.place == "row 3"

    def test_an_unclosed_quotation_mark(self, tmp_path: Path) -> None:
        """What stands before it is read, and the error names the line."""
        good, bad = at(tmp_path / "a.csv", f'id,text\n1,"{TEXT}"\n2,"{OTHER}\n')
        assert isinstance(good, Report) and isinstance(bad, errors.BadRecord) and "CSV" in bad.problem

    def test_the_form_does_not_count(self) -> None:
        """The same object gives the same report, however it is laid out."""
        (one,), (two,) = (read(json.dumps([{"text": TEXT}], indent=i)) for i in (1, 4))
        assert isinstance(one, Report) and isinstance(two, Report) and one.info.id == two.info.id


EVENT = {"report": "r", "engagement": "e1", "kind": "meeting", "cameo": "040", "plover": "CONSULT", "quad": 1}
STRANGE = {
    "record": (json.dumps({"report": {"text": TEXT}, "engagements": []}), "record"),
    "record on lines": (json.dumps({"report": {"text": TEXT}, "engagements": []}, indent=1), "record"),
    "ledger": (json.dumps({"form": "communique-ledger", "tables": 1}) + '\n{"rows": 0}\n', "--restore"),
    "events": (json.dumps(EVENT) + "\n", "event"),
    "events, table": (",".join(EVENT) + "\n" + (",".join(str(v) for v in EVENT.values()) + "\n") * 4, "events"),
    "map": (json.dumps({"type": "FeatureCollection", "features": []}), "GeoJSON"),
    "array": ("[1, 2, 3]", "JSON"),
    "object": (json.dumps({"name": "x", "values": [1, 2]}, indent=1), "JSON"),
    "TOML": ('[tool]\nname = "x"\nvalues = [1, 2]\n', "TOML"),
    "table": ("day,guest,host\n" + "2018-08-06,Norway,Sweden\n" * 5, "day, guest, host"),
}


class TestStrange:
    """Data that is no report is not read as prose."""

    @pytest.mark.parametrize(("raw", "said"), STRANGE.values(), ids=STRANGE)
    @pytest.mark.parametrize("name", [None, "a.txt", "a.json", "a.jsonl", "a.csv"])
    def test_is_refused_by_name(self, tmp_path: Path, raw: str, said: str, name: str | None) -> None:
        """Whatever it is called, nothing of it is read; called what it is, the message says what it is."""
        found = read(raw) if name is None else at(tmp_path / name, raw)
        assert found and all(isinstance(x, IntakeError) for x in found)
        if name in (None, "a.txt"):
            assert said in str(found[0])

    @pytest.mark.parametrize(
        "raw",
        [
            TEXT,
            "# Talks in Oslo\n\n" + TEXT,
            "[Updated] " + TEXT,
            "{Reuters} " + TEXT,
            "Oslo, Norway, Monday\n\n" + TEXT + "\n\n" + OTHER,
            "x = y, said the minister.\n" + TEXT,
            "Guests:\nNorway, Sweden, Denmark\nFinland, Iceland, Estonia\n" + OTHER,
        ],
    )
    def test_prose_is_read(self, tmp_path: Path, raw: str) -> None:
        """However it begins."""
        for found in (read(raw), at(tmp_path / "a.txt", raw)):
            assert [x.layer.text for x in found if isinstance(x, Report)] == [raw]

    def test_as_text_if_said_so(self) -> None:
        """Who says that it is text is believed."""
        (report,) = read("[1, 2, 3]", format="text")
        assert isinstance(report, Report)

    def test_ten_alike_end_a_file(self, tmp_path: Path) -> None:
        """Of a thousand lines without a text, ten are named, and that the rest is not read."""
        found = at(tmp_path / "a.jsonl", '{"body": "x"}\n' * 1000)
        assert len(found) == 11 and "fail alike" in str(found[-1])

    def test_not_where_any_is_read(self, tmp_path: Path) -> None:
        """Nor where they fail in different ways."""
        bad = '{"body": "x"}\n' * 12
        assert len(at(tmp_path / "a.jsonl", json.dumps({"text": TEXT}) + "\n" + bad)) == 13
        mixed = ('{"body": "x"}\n' + "nonsense\n") * 8
        assert len(at(tmp_path / "b.jsonl", mixed + json.dumps({"text": TEXT}) + "\n")) == 17

    def test_no_empty_ledger_is_left(self, tmp_path: Path) -> None:
        """Where nothing was taken in, no file is there that was not there before."""
        bad, ledger = tmp_path / "a.json", tmp_path / "new.sqlite"
        bad.write_text("[1]")
        done = run("ingest", str(bad), "--ledger", str(ledger))
        assert done.exit_code == 1 and "1 failed" in done.stderr and not ledger.exists()
        Ledger(ledger).close()
        run("ingest", str(bad), "--ledger", str(ledger))
        assert ledger.exists()


class TestFolders:
    """A folder stands for the reports in it."""

    def test_all_that_may_be_reports(self, tmp_path: Path) -> None:
        """In order, those of its folders too; what is hidden or of another kind is not."""
        for name in ("b.txt", "a.html", "deep/c.jsonl", "deep/d.csv", ".hidden/e.txt", ".f.txt", "g.docx", "deep/h"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text("x")
        found, others = reports_in(str(tmp_path))
        assert [Path(p).name for p in found] == ["a.html", "b.txt", "c.jsonl", "d.csv"]
        assert others == {".docx": 1, "(none)": 1}

    def test_command(self, tmp_path: Path) -> None:
        """What is not looked at is said, and is no failure."""
        (tmp_path / "a.txt").write_text(TEXT)
        (tmp_path / "b.html").write_text(PAGE)
        (tmp_path / "c.docx").write_text("x")
        done = run("read", str(tmp_path), "--format", "jsonl")
        assert done.exit_code == 0 and len(done.stdout.splitlines()) == 2 and "1 .docx" in done.stderr
