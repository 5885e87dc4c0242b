"""Web archives: what is a page becomes a report, what is not is counted, what is broken is told by its place."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from pathlib import Path

import brotli
import pytest
from click.testing import CliRunner

from communique import errors
from communique.cli import main
from communique.errors import IntakeError
from communique.intake import Report, http, open_reports, warc
from communique.intake.sources import reports_in
from tests.containers import HTML, Warc, page, pdf, warc_of

PLAIN_AND_PACKED = pytest.mark.parametrize("packed", [True, False])


def read(raw: bytes) -> tuple[list[Report | IntakeError], str]:
    """What an archive on standard input gives, and what is said of it."""
    said = list[str]()
    return list(open_reports("-", stdin=io.BytesIO(raw), tell=said.append)), "\n".join(said)


def titles(found: list[Report | IntakeError]) -> list[str | None]:
    """The titles of reports; the kinds of errors."""
    return [x.info.title if isinstance(x, Report) else type(x).__name__ for x in found]


def one(made: Warc) -> Report:
    """The report of an archive of one page."""
    (report,), _ = read(made.raw)
    assert isinstance(report, Report), report
    return report


@PLAIN_AND_PACKED
class TestDamage:
    """Nothing of an archive is lost without a word, and what is whole beside the damage is read."""

    def test_whole(self, packed: bool) -> None:
        """Every page, each with its address and the byte that it begins at."""
        made = warc_of(page(0), page(1), packed=packed)
        found, said = read(made.raw)
        assert titles(found) == ["Talks 0", "Talks 1"] and "2 pages read" in said and "none" in said
        for report, offset in zip(found, made.offsets, strict=True):
            assert isinstance(report, Report) and report.info.url
            (part,) = report.info.parts
            assert f"byte {offset}, record urn:uuid:" in part.name and (part.start, part.end) == (
                0,
                len(report.info.text),
            )

    @pytest.mark.parametrize("share", [0.7, 0.9])
    def test_damaged_record(self, packed: bool, share: float) -> None:
        """It is counted with its place; those before and after it are read."""
        made = warc_of(*map(page, range(4)), packed=packed)
        start, end = made.offsets[1:3]
        raw, at = bytearray(made.raw), int(start + share * (end - start))
        raw[at : at + 9] = bytes(byte ^ 0x55 for byte in raw[at : at + 9])
        found, said = read(bytes(raw))
        assert titles(found) == ["Talks 0", "Damaged", "Talks 2", "Talks 3"]
        assert isinstance(found[1], errors.Damaged) and found[1].place == f"byte {start}" and "1 damaged" in said

    @pytest.mark.parametrize("missing", [1, 30, 300])
    def test_cut_short(self, packed: bool, missing: int) -> None:
        """The last record is damaged; where it was not even begun, nothing is wrong."""
        made = warc_of(page(0), page(1), packed=packed)
        end = made.raw.rstrip(b"\r\n") if not packed else made.raw
        found, _ = read(end[:-missing])
        assert titles(found) == ["Talks 0", "Damaged"]
        assert isinstance(found[1], errors.Damaged) and found[1].place == f"byte {made.offsets[1]}"

    def test_another_digest(self, packed: bool) -> None:
        """A record that is whole by its length, and has other bytes than were archived."""
        first, second = (warc_of(page(number), packed=False).raw for number in range(2))
        digest = re.search(rb"WARC-Block-Digest: sha1:(\w+)", first)
        assert digest
        first = first.replace(digest[1], b"A" * 32)
        raw = gzip.compress(first) + gzip.compress(second) if packed else first + second
        assert titles(read(raw)[0]) == ["Damaged", "Talks 1"]

    def test_something_else_between_records(self, packed: bool) -> None:
        """It is told, and passed over."""
        first, second = warc_of(page(0), packed=packed).raw, warc_of(page(1), packed=packed).raw
        assert titles(read(first + b"nothing of the kind\r\n\r\n" + second)[0]) == ["Talks 0", "Damaged", "Talks 1"]

    def test_from_a_file_and_from_a_pipe(self, packed: bool, tmp_path: Path) -> None:
        """A pipe, in which nobody goes back, gives the same but for what the damage hides."""
        made = warc_of(*map(page, range(4)), packed=packed)
        (tmp_path / "a.warc").write_bytes(made.raw)
        assert titles(list(open_reports(str(tmp_path / "a.warc")))) == [f"Talks {n}" for n in range(4)]

        class Pipe(io.BytesIO):
            def seekable(self) -> bool:
                return False

        assert titles(list(open_reports("-", stdin=Pipe(made.raw)))) == [f"Talks {n}" for n in range(4)]
        broken = made.raw[:40] + b"\0\0\0\0" + made.raw[44:] if packed else b"They met.\r\n\r\n" + made.raw
        found = titles(list(open_reports("-", stdin=Pipe(broken), format="warc")))
        assert found[0] == "Damaged" and found[-1] == "Talks 3"


def test_an_archive_in_one_gzip_member() -> None:
    """As who packs it by hand makes it."""
    assert titles(read(gzip.compress(warc_of(page(0), page(1), packed=False).raw))[0]) == ["Talks 0", "Talks 1"]


def test_no_archive_by_that_name(tmp_path: Path) -> None:
    """The first bytes say that it is none."""
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"They met in Oslo.")
    (error,) = open_reports(str(path))
    assert isinstance(error, errors.Damaged) and "no record where one should begin" in str(error)


class TestWhatIsRead:
    """Answers and resources that are pages, documents or texts, and were fetched."""

    def test_others_are_counted(self) -> None:
        """By type, status and media type."""
        made = warc_of(page(0))
        made.add(b"", type="warcinfo", headers={"Content-Type": "application/warc-fields"})
        made.add(page(1), status="404 Not Found").add(b"", status="301 Moved Permanently")
        made.add(b"GIF89a", headers={"Content-Type": "image/gif"})
        made.add(b"", type="revisit", headers={"Content-Type": "application/http"})
        found, said = read(made.raw)
        assert titles(found) == ["Talks 0"]
        for what in ("1 of type warcinfo", "1 of status 404", "1 of status 301", "1 of image/gif", "1 of type revisit"):
            assert what in said

    def test_resources_and_texts(self) -> None:
        """A page kept without its headers, the text that a crawler took out of one, a PDF."""
        made = Warc().add(page(3), type="resource")
        made.add(b"They met in Oslo on Monday.", type="conversion", headers={"Content-Type": "text/plain"})
        words = [[(60, 700, 12, "The ministers of Norway and Sweden met in Oslo on Monday.")]]
        made.add(pdf(words), headers={"Content-Type": "application/pdf"})
        found, _ = read(made.raw)
        texts = [x.layer.text for x in found if isinstance(x, Report)]
        assert texts[0].startswith("Talks 3") and texts[1:] == [
            "They met in Oslo on Monday.",
            "The ministers of Norway and Sweden met in Oslo on Monday.",
        ]
        assert isinstance(found[2], Report) and found[2].info.parts[0].name == "page 1"

    def test_pages_that_are_no_articles(self) -> None:
        """However many: the rest of the archive is read all the same."""
        made = Warc()
        for _ in range(12):
            made.add(b"<html><body><nav><a href='/'>Home</a></nav></body></html>")
        found, said = read(made.add(page(1)).raw)
        assert titles(found) == ["NoArticle"] * 12 + ["Talks 1"] and "12 failed" in said

    def test_no_type_given(self) -> None:
        """The first bytes tell."""
        assert one(Warc().add(page(5), headers={})).info.title == "Talks 5"


class TestDays:
    """The day of the archive is no day of publication."""

    def test_a_page_without_a_day(self) -> None:
        """It is taken for want of another, with a warning."""
        report = one(warc_of(page()))
        assert report.info.published == "2018-08-06"
        assert [w for w in report.warnings if w.startswith("published 2018-08-06 is the day on which")]

    def test_a_page_with_a_day(self) -> None:
        """Its own, and nothing to warn of."""
        report = one(warc_of(page(head='<meta property="article:published_time" content="2017-01-02T10:00:00Z">')))
        assert report.info.published == "2017-01-02" and not report.warnings


class TestContent:
    """Bodies as servers send them."""

    @pytest.mark.parametrize(
        ("way", "pack"),
        [("gzip", gzip.compress), ("br", brotli.compress), ("deflate", zlib.compress), ("identity", bytes)],
    )
    def test_packed(self, way: str, pack: object) -> None:
        """Whatever the way."""
        assert callable(pack)
        made = Warc().add(pack(page(1)), headers={**HTML, "Content-Encoding": way})
        assert one(made).info.title == "Talks 1"

    def test_headers_of_a_packed_body_that_is_not(self) -> None:
        """Archives keep bodies unpacked with the headers of the packed."""
        for way in ("gzip", "br", "deflate"):
            assert one(Warc().add(page(1), headers={**HTML, "Content-Encoding": way})).info.title == "Talks 1"

    def test_chunks(self) -> None:
        """Joined; a body that says it is chunked and is not is taken as it is."""
        body = page(1)
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(body[k : k + 99]), body[k : k + 99]) for k in range(0, len(body), 99))
        for sent in (chunks + b"0\r\n\r\n", body):
            report = one(Warc().add(sent, headers={**HTML, "Transfer-Encoding": "chunked"}))
            assert report.raw == body

    def test_encoding_of_the_header(self) -> None:
        """Of a page that names none itself."""
        body = page(1, head="").replace(b"Norway", "Łódź".encode("iso8859-2"))
        report = one(Warc().add(body, headers={"Content-Type": "text/html; charset=ISO-8859-2"}))
        assert "Łódź" in report.layer.text and not [w for w in report.warnings if "guess" in w]

    @pytest.mark.parametrize("pack", [gzip.compress, brotli.compress])
    def test_cut_short(self, pack: object) -> None:
        """An error, and not half a page."""
        assert callable(pack)
        way = "gzip" if pack is gzip.compress else "br"
        made = Warc().add(pack(page(1) * 50)[:-20], headers={**HTML, "Content-Encoding": way})
        assert titles(read(made.raw)[0]) == ["Damaged"]

    def test_a_way_that_is_not_known(self) -> None:
        """It is named."""
        (error,), _ = read(Warc().add(b"\x01", headers={**HTML, "Content-Encoding": "sdch"}).raw)
        assert isinstance(error, errors.Damaged) and "sdch" in str(error)


class TestBombs:
    """What unpacks to far more than it is worth."""

    def test_a_record(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is given up, and the next is read."""
        monkeypatch.setattr(warc, "_FREE", 500_000)
        made = Warc().add(b" " * 3_000_000).add(page(1))
        found, _ = read(made.raw)
        assert titles(found) == ["TooLarge", "Talks 1"] and "byte 0" in str(found[0])

    def test_the_whole(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Very many small ones: the rest is not read, and that is said."""
        monkeypatch.setattr(warc, "_FREE_IN_ALL", 500_000)
        made = Warc()
        for _ in range(10):
            made.add(b" " * 200_000, headers={"Content-Type": "image/gif"})
        found, _ = read(made.add(page(1)).raw)
        assert titles(found) == ["TooLarge"] and "the rest is not read" in str(found[0])

    def test_honest_pages_are_far_from_it(self) -> None:
        """A page of one word over and over packs well, and is read."""
        body = page(1).replace(b"<p>", b"<p>" + b"They met in Oslo on Monday. " * 20_000, 1)
        assert titles(read(warc_of(body).raw)[0]) == ["Talks 1"]

    @pytest.mark.parametrize(("way", "pack"), [("gzip", gzip.compress), ("br", brotli.compress)])
    def test_a_body(self, way: str, pack: object, monkeypatch: pytest.MonkeyPatch) -> None:
        """That a server has packed, in a record that is small."""
        assert callable(pack)
        monkeypatch.setattr(http, "MAX_BYTES", 1_000_000)
        made = Warc().add(pack(b" " * 9_000_000), headers={**HTML, "Content-Encoding": way}).add(page(1))
        assert titles(read(made.raw)[0]) == ["TooLarge", "Talks 1"]

    def test_memory_stays_small(self) -> None:
        """A record of a type that is not read is passed over piece by piece."""
        out = list(warc.Archive(io.BytesIO(Warc().add(b"x" * 9_000_000, type="metadata").raw)))
        assert [(r.block, r.size) for r in out if isinstance(r, warc.WarcRecord)] == [(None, 9_000_000)]


class TestCommands:
    """A folder as Common Crawl's news has them."""

    def test_cc_news(self, tmp_path: Path) -> None:
        """Archives in their folders are found; what they hold beside is said once each."""
        folder = tmp_path / "crawl-data" / "CC-NEWS" / "2018" / "08"
        folder.mkdir(parents=True)
        path = folder / "CC-NEWS-20180806100000-00001.warc.gz"
        path.write_bytes(warc_of(page(1)).add(b"", status="404 Not Found").raw)
        assert reports_in(str(tmp_path))[0] == [str(path)]
        done = CliRunner().invoke(main, ["ingest", str(tmp_path), "--ledger", str(tmp_path / "l.sqlite"), "--quiet"])
        assert done.exit_code == 0, done.output
        assert "1 pages read; of the other records: 1 of status 404" in done.stderr and "1 added" in done.stderr
