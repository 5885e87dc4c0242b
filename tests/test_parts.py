"""The page, chapter or record that evidence stands in: in a record's JSON, in the ledger and out of it again."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from communique.cli import main
from communique.exchange import webannotation
from communique.exchange.base import Options
from communique.ledger.store import Ledger
from communique.records import ReportInfo, SourcePart, as_json, from_json, part_at
from tests.containers import lines, pdf, warc_of

PAGES = [
    lines(["This first page says nothing of anybody, and it is here so that there is another one."]),
    lines(["Angela Merkel met Emmanuel Macron in Berlin on Monday.", "“We shall come again,” Macron said."]),
]
ABOUT = {"CreationDate": "D:20180808120000Z"}
WEB = b"<html><body><article><p>Angela Merkel met Emmanuel Macron in Berlin on Monday.</p></article></body></html>"


def run(*arguments: str) -> str:
    """What a command prints."""
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A ledger of a PDF whose second page tells of a meeting, and of a page of a web archive that does."""
    folder = tmp_path_factory.mktemp("parts")
    (folder / "note.pdf").write_bytes(pdf(PAGES, ABOUT))
    (folder / "web.warc.gz").write_bytes(warc_of(WEB).raw)
    yield f"{folder}/ledger.sqlite"


@pytest.fixture(scope="module")
def ledger(address: str) -> str:
    """The same, with the reports in it."""
    run("ingest", str(Path(address).parent), "--ledger", address, "--quiet")
    return address


def test_the_shortest_part_that_holds_it() -> None:
    """A page of a PDF in a web archive."""
    parts = (SourcePart("page 1", 0, 10), SourcePart("page 2", 12, 20), SourcePart("a.warc, byte 5", 0, 20))
    assert [part_at(parts, n) for n in (0, 9, 10, 12, 20)] == ["page 1", "page 1", "a.warc, byte 5", "page 2", None]


def test_json(ledger: str) -> None:
    """A record lists them; one of an older version has none."""
    record = json.loads(run("read", str(Path(ledger).with_name("note.pdf")), "--format", "jsonl"))
    parts, text = record["report"]["parts"], record["report"]["text"]
    assert [p["name"] for p in parts] == ["page 1", "page 2"]
    (meeting,) = (e for e in record["engagements"] if e["kind"] == "meeting")
    assert parts[1]["start"] <= meeting["evidence"][0]["start"] < parts[1]["end"] == len(text)
    info = from_json(ReportInfo, record["report"])
    assert info.parts[1] == SourcePart(**parts[1]) and as_json(info)["parts"] == parts
    del record["report"]["parts"]
    assert from_json(ReportInfo, record["report"]).parts == ()


def test_shown(ledger: str) -> None:
    """By an entry, by a record, by what was said."""
    entries = [json.loads(x) for x in run("search", "Merkel", "--ledger", ledger, "--json").splitlines()]
    named = {account["parts"][0] for entry in entries for account in entry["accounts"]}
    assert "page 2" in named and any("web.warc.gz, byte 0, record urn:uuid:" in name for name in named)
    shown = run("show", entries[0]["id"], "--ledger", ledger)
    assert "page 2, " in shown
    report = next(a["report"]["id"] for e in entries for a in e["accounts"] if a["parts"] == ["page 2"])
    assert "page 2" in run("show", report, "--ledger", ledger)
    assert "page 2" in run("said", "again", "--ledger", ledger)


def test_a_report_without_parts_says_nothing_of_them(tmp_path: Path) -> None:
    """Nor does what is shown of it."""
    (tmp_path / "a.txt").write_text("Angela Merkel met Emmanuel Macron in Berlin on Monday.")
    run("ingest", str(tmp_path / "a.txt"), "--ledger", str(tmp_path / "l.sqlite"), "--quiet")
    with Ledger(str(tmp_path / "l.sqlite"), read_only=True) as there:
        (entry,) = there.find()
        assert entry.accounts[0].parts == () and there.report(entry.accounts[0].report.id).info.parts == ()


def test_an_annotation_names_the_page(ledger: str) -> None:
    """As RFC 8118 has it, for a page of a PDF alone."""
    out = io.BytesIO()
    with Ledger(ledger, read_only=True) as there:
        webannotation.write(there.find(), out, Options())
    items = json.loads(out.getvalue())["first"]["items"]
    selectors = [[s for s in i["target"]["selector"] if s["type"] == "FragmentSelector"] for i in items]
    assert sorted(map(len, selectors)) == [0, 1] and all(i["target"]["selector"][-1]["start"] >= 0 for i in items)
    (page,) = (s for found in selectors for s in found)
    assert page["value"] == "page=2" and page["conformsTo"].endswith("rfc8118")


def test_a_ledger_written_out_and_restored(ledger: str, tmp_path: Path) -> None:
    """Has them still."""
    dump, new = str(tmp_path / "dump.jsonl"), str(tmp_path / "new.sqlite")
    run("export", "--format", "ledger", "--output", dump, "--ledger", ledger)
    run("ingest", "--restore", dump, "--ledger", new)
    with Ledger(ledger, read_only=True) as old, Ledger(new, read_only=True) as there:
        ids = {a.report.id for e in old.find() for a in e.accounts}
        assert len(ids) == 2
        for id in ids:
            assert there.report(id).info.parts == old.report(id).info.parts != ()
            assert there.record(id).report.parts == old.report(id).info.parts
