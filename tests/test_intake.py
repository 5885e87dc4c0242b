"""From bytes to reports: encodings, limits, refusals, JSON Lines, pages, what is known of a report."""

from __future__ import annotations

import hashlib
import io
import json
import os
from pathlib import Path

import pytest

from communique import errors
from communique.errors import IntakeError
from communique.intake import Report, decode, open_reports, report_from_text
from communique.intake.blocks import blocks
from communique.text import SegmentKind

TEXT = "The ministers of both countries met in Lisbon on Friday and agreed on the water of the river.\n"
ARTICLE = """<article><h1>Norway &amp; Sweden hold talks</h1>
<p>OSLO — Norway's foreign minister met   her Swedish <b>colleague</b> on Friday
 in Oslo for talks on a border.</p>
<p>The minister said to reporters after the meeting:</p>
<blockquote><p>We have agreed to meet again in May.</p><p>It was a useful hour.</p></blockquote>
<p>Sweden's&nbsp;ambassador was there as well,<br>officials said later that day in a note.</p></article>"""
LD = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebPage"},
{"@type": ["NewsArticle"], "headline": "Norway & Sweden hold talks", "author": [{"name": "Kari Moe"}],
"datePublished": "2020-02-07T23:30:00+01:00", "publisher": {"name": "Example News"}}]}
</script><link rel="canonical" href="https://news.example/talks">"""


def page(body: str, head: str = "") -> bytes:
    """Return a page with ``body`` and ``head``, as UTF-8."""
    title = "<title>Norway &amp; Sweden hold talks | Example</title>"
    return f"<!DOCTYPE html><html><head>{title}{head}</head><body>{body}</body></html>".encode()


def read(raw: bytes, **known: str) -> list[Report | IntakeError]:
    """Return what standard input gives with these bytes."""
    return list(open_reports("-", stdin=io.BytesIO(raw), **known))  # type: ignore[arg-type]


def one(raw: bytes, **known: str) -> Report:
    """Return the single report in these bytes."""
    (report,) = read(raw, **known)
    assert isinstance(report, Report), report
    return report


def failure(raw: bytes, **known: str) -> IntakeError:
    """Return the single error that these bytes give."""
    (error,) = read(raw, **known)
    assert isinstance(error, IntakeError), error
    return error


class TestText:
    """Plain text."""

    def test_text_is_the_file_s_own(self, tmp_path: Path) -> None:
        """Nothing is altered: line ends, no-break spaces, marks that print nothing; but NUL is replaced."""
        text = "\u200bOne\u00a0two\r\nthree\u00ad\x00 four\u202e.\r\n\r\n" + TEXT
        path = tmp_path / "report.txt"
        path.write_bytes(text.encode())
        (report,) = open_reports(str(path))
        assert isinstance(report, Report)
        assert report.layer.text == text.replace("\x00", "\ufffd")
        assert "1 NUL" in report.warnings[0]
        assert report.raw == path.read_bytes()
        assert report.info.sha256 == hashlib.sha256(report.raw).hexdigest()

    def test_identity(self) -> None:
        """The same bytes and address give the same id; another address gives another."""
        first, again = one(TEXT.encode()), one(TEXT.encode())
        assert first == again
        assert first.info.id != one(TEXT.encode(), url="https://news.example/a").info.id
        assert len(first.info.id) == 16

    def test_given_date_and_title(self) -> None:
        """What the caller knows is kept."""
        info = one(TEXT.encode(), published="2018-08-06", title="Talks").info
        assert (info.published, info.title, info.language) == ("2018-08-06", "Talks", "en")

    @pytest.mark.parametrize("date", ["06.08.2018", "2018-02-30", "Monday", ""])
    def test_bad_date_is_raised_at_once(self, date: str) -> None:
        """A date that is none is the caller's mistake, and names itself."""
        with pytest.raises(errors.BadDate, match=r"--published.*YYYY-MM-DD"):
            open_reports("-", published=date)

    def test_other_languages_are_told(self) -> None:
        """A text that is not English is read, with a warning."""
        report = one(b"Der Minister hat sich am Freitag mit dem Kollegen in Berlin getroffen.")
        assert report.info.language == "de"
        assert "not English" in report.warnings[0]

    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("Park Geun-hye met Ban Ki-moon in Incheon.", "en"),
            ("Marcelo Rebelo de Sousa greets João Lourenço, Carlos Vila Nova, José Maria Neves.", "en"),
            ("Alexander Van der Bellen met Xavier Bettel and Bart De Wever in Linz", "en"),
            ("Şükrü Elçin, Nguyễn Văn Hùng, Łukasz Żak, Søren Ærø and Zoë Brønsted signed", "en"),
            ("The talks go on", "en"),
            ("Steinmeier reist nach Warschau und trifft Duda", "de"),
            ("Le ministre Dupont et la ministre Martin se rencontrent à Dakar", "fr"),
            ("El presidente Lagos y su colega Toledo se reunieron en Lima", "es"),
        ],
    )
    def test_names_are_of_no_language(self, text: str, language: str) -> None:
        """A short English sentence full of names is English; other languages are told by their small words."""
        assert report_from_text(text).info.language == language

    def test_text_in_memory(self) -> None:
        """A text held in memory gives the same layer as a file of it."""
        report = report_from_text(TEXT, published="2020-02-07", byline="Jo Lee", publisher="X", id="a-1")
        assert (report.info.id, report.info.byline, report.info.publisher) == ("a-1", "Jo Lee", "X")
        assert report.layer == one(TEXT.encode()).layer

    def test_text_in_memory_with_a_bad_date(self) -> None:
        """A bad date is refused here as well."""
        with pytest.raises(errors.BadDate):
            report_from_text(TEXT, published="soon")


class TestDecoding:
    """Encodings."""

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
    def test_marked_encodings(self, encoding: str) -> None:
        """A byte order mark is believed and dropped; no warning is needed."""
        report = one(("Überall: " + TEXT).encode(encoding))
        assert report.layer.text == "Überall: " + TEXT
        assert report.warnings == ()

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
    def test_utf16_without_a_mark(self, encoding: str) -> None:
        """UTF-16 is told by its zero bytes, with a warning."""
        report = one(TEXT.encode(encoding))
        assert report.layer.text == TEXT
        assert encoding.upper() in report.warnings[0]

    def test_windows_1252(self) -> None:
        """Typographic quotes in Windows-1252 are read, and the guess is said."""
        text = "“We agree,” said the café’s owner – as the minister of the state did.\n"
        report = one(text.encode("cp1252"))
        assert report.layer.text == text
        assert "cp1252" in report.warnings[0]

    def test_cyrillic(self) -> None:
        """Another encoding is guessed, and the guess is said."""
        text = "Президент России встретился с министром иностранных дел в Москве вчера вечером. " * 3
        report = one(text.encode("cp1251"))
        assert report.info.language == "ru"
        assert "guess" in report.warnings[0]

    def test_undecodable(self) -> None:
        """Bytes that are not what their mark says are refused with the place."""
        error = failure(b"\xff\xfea\x00b")
        assert isinstance(error, errors.BadEncoding)
        assert error.place == "byte 4"

    def test_a_page_s_declared_encoding(self) -> None:
        """A page's own declaration comes before a guess."""
        raw = page(ARTICLE.replace("Sweden", "Schweden für"), '<meta charset="iso-8859-1">')
        report = one(raw.decode().encode("cp1252"))
        assert "für" in report.layer.text
        assert report.warnings == ()


class TestRefusals:
    """What is not read, and what is said of it."""

    @pytest.mark.parametrize(
        ("raw", "name"),
        [
            (b"PK\x03\x04" + b"\x00" * 20 + b"word/document.xml", "Word"),
            (b"PK\x03\x04\x14\x00", "zip"),
            (b"\x89PNG\r\n\x1a\n", "PNG"),
            (b"\x1f\x8b\x08\x00", "gzip"),
            (b"\xd0\xcf\x11\xe0", "Office"),
            (b"\x00\x01\x02\x03" * 64, "control codes"),
        ],
    )
    def test_binary(self, raw: bytes, name: str) -> None:
        """What is no text is named as what it is."""
        error = failure(raw)
        assert isinstance(error, errors.BinaryInput)
        assert name in error.problem

    @pytest.mark.parametrize("raw", [b"", b" \r\n\t\n", "\ufeff\u200b\u00a0".encode()])
    def test_empty(self, raw: bytes) -> None:
        """Nothing but blanks is an error, not an empty record."""
        assert isinstance(failure(raw), errors.EmptyInput)

    def test_too_large(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """A file over the limit is refused by its size, without being read."""
        path = tmp_path / "big.txt"
        with path.open("wb") as stream:
            stream.truncate(decode.MAX_BYTES + 1)
        (error,) = open_reports(str(path))
        assert isinstance(error, errors.TooLarge)
        assert "50,000,001 bytes" in str(error)

    def test_too_many_characters(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Characters have a limit of their own."""
        monkeypatch.setattr(decode, "MAX_CHARS", 10)
        assert isinstance(failure(TEXT.encode()), errors.TooLarge)

    def test_too_large_on_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Standard input is read no further than the limit."""
        monkeypatch.setattr("communique.intake.sources.MAX_BYTES", 10)
        monkeypatch.setattr(decode, "MAX_BYTES", 10)
        assert isinstance(failure(TEXT.encode()), errors.TooLarge)

    @pytest.mark.parametrize(
        ("source", "kind", "word"),
        [
            ("missing.txt", errors.NotFound, "no such file"),
            (".", errors.NotAFile, "directory"),
            ("ftp://news.example/talks", errors.AddressRefused, "only http and https"),
            ("a\x00b", errors.NotFound, "no such file"),
        ],
    )
    def test_sources_that_are_no_files(self, source: str, kind: type[IntakeError], word: str) -> None:
        """A missing file, a directory and an address each say what is read instead."""
        (error,) = open_reports(source)
        assert isinstance(error, kind)
        assert word in error.problem

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs a user without all rights")
    def test_unreadable(self, tmp_path: Path) -> None:
        """A file that may not be read is told from one that is missing."""
        path = tmp_path / "closed.txt"
        path.write_text(TEXT)
        path.chmod(0)
        (error,) = open_reports(str(path))
        assert isinstance(error, errors.Unreadable)


class TestJsonLines:
    """JSON Lines."""

    def test_bad_lines_do_not_stop_the_rest(self, tmp_path: Path) -> None:
        """Each bad line is an error with its number; the good ones are read."""
        path = tmp_path / "reports.jsonl"
        lines = [
            json.dumps({"text": TEXT, "id": "first"}),
            "not json",
            "",
            '["a list"]',
            '{"id": 4}',
            '{"text": 5}',
            '{"text": "x", "published": "2018-02-30"}',
            '{"text": "x", "title": 7}',
            '{"text": "x", "id": [1]}',
            '{"text": " "}',
            "[" * 100_000,
            json.dumps({"text": TEXT, "id": 12, "published": "2018-08-06T10:00:00Z"}),
        ]
        path.write_bytes("\n".join(lines).encode() + b'\n{"text": "\xff"}')
        found = list(open_reports(str(path)))
        good = [r.info for r in found if isinstance(r, Report)]
        assert [(info.id, info.published) for info in good] == [("first", None), ("12", "2018-08-06")]
        places = [e.place for e in found if isinstance(e, errors.BadRecord)]
        assert places == [f"line {n}" for n in (2, 4, 5, 6, 7, 8, 9, 11, 13)]
        assert [e.source for e in found if isinstance(e, errors.EmptyInput)] == [f"{path}, line 10"]

    def test_what_a_record_knows(self) -> None:
        """The keys of a record reach the report; its own date wins over the caller's."""
        record = {
            "text": TEXT,
            "title": "Talks",
            "byline": "Jo Lee",
            "url": "https://news.example/1",
            "publisher": "Example",
            "published": "2018-08-06",
        }
        info = one(json.dumps(record).encode(), published="2020-01-01").info
        assert (info.title, info.byline, info.url, info.publisher, info.published) == (
            "Talks",
            "Jo Lee",
            "https://news.example/1",
            "Example",
            "2018-08-06",
        )

    def test_caller_s_date_holds_where_none_is_given(self) -> None:
        """Records without a date take the caller's."""
        assert one(json.dumps({"text": TEXT}).encode(), published="2020-01-01").info.published == "2020-01-01"

    def test_escapes(self) -> None:
        """A pair of surrogate escapes is one character; a lone one is replaced, with a warning."""
        report = one(b'{"text": "\\ud83d\\ude00 and \\ud800 of the talks"}')
        assert report.layer.text == "😀 and \ufffd of the talks"
        assert "surrogate" in report.warnings[0]

    def test_hash_is_the_line_s(self) -> None:
        """The bytes of a record are its line's, without the line end."""
        line = json.dumps({"text": TEXT}).encode()
        first, second = read(line + b"\r\n" + line + b"\n")
        assert isinstance(first, Report) and isinstance(second, Report)
        assert first.raw == second.raw == line

    def test_a_line_over_the_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A line that is too long is one error, and the next line is read."""
        for module in ("decode", "jsonl"):
            monkeypatch.setattr(f"communique.intake.{module}.MAX_BYTES", 200)
        long, short = json.dumps({"text": "x" * 700}).encode(), json.dumps({"text": TEXT}).encode()
        first, second = read(long + b"\n" + short + b"\n", format="jsonl")
        assert isinstance(first, errors.IntakeError)
        assert isinstance(second, Report)

    def test_json_text_is_text_without_a_text_key(self) -> None:
        """A file that only starts with a brace is plain text."""
        assert one(b"{laughter} The minister said that the talks were over.").layer.text.startswith("{")


class TestPages:
    """Saved pages."""

    def test_article(self) -> None:
        """Title, paragraphs as shown, block quotations; what is around the article is left out."""
        around = "<nav>World</nav>", '<div class="share">Share this</div><footer>© 2020 Example News</footer>'
        report = one(page(around[0] + ARTICLE + around[1], LD))
        assert report.layer.text == (
            "Norway & Sweden hold talks\n\n"
            "OSLO — Norway's foreign minister met her Swedish colleague on Friday in Oslo "
            "for talks on a border.\n\n"
            "The minister said to reporters after the meeting:\n\nWe have agreed to meet again in May.\n\n"
            "It was a useful hour.\n\nSweden's\u00a0ambassador was there as well,\n"
            "officials said later that day in a note."
        )
        kinds = [segment.kind for segment in report.layer.segments]
        assert kinds == [
            SegmentKind.TITLE,
            SegmentKind.BODY,
            SegmentKind.BODY,
            SegmentKind.BLOCK_QUOTE,
            SegmentKind.BLOCK_QUOTE,
            SegmentKind.BODY,
        ]

    def test_schema_org_metadata(self) -> None:
        """The page's own schema.org data gives the rest; a date-time counts in its own zone."""
        info = one(page(ARTICLE, LD)).info
        assert (info.title, info.byline, info.publisher) == (
            "Norway & Sweden hold talks",
            "Kari Moe",
            "Example News",
        )
        assert (info.published, info.url, info.dateline) == (
            "2020-02-07",
            "https://news.example/talks",
            "OSLO",
        )

    def test_meta_tags(self) -> None:
        """Without schema.org data, meta tags are asked."""
        head = (
            '<meta property="article:published_time" content="2020-02-07T10:00:00Z"><meta name="author" '
            'content="By Kari Moe"><meta property="og:site_name" content="Example News">'
            '<meta property="og:url" content="/talks"><script type="application/ld+json">{broken</script>'
        )
        report = one(page(ARTICLE, head), url="https://news.example/x")
        info = report.info
        assert (info.published, info.byline, info.publisher) == ("2020-02-07", "Kari Moe", "Example News")
        assert info.url == "https://news.example/talks"
        assert report.warnings == ()

    def test_no_date_is_no_date(self) -> None:
        """A page that gives no date has none: not today's, not the copyright year."""
        assert one(page(ARTICLE + "<footer>© 2020 Example News</footer>")).info.published is None

    @pytest.mark.parametrize("depth", [300, 3000])
    def test_deep_nesting(self, depth: int) -> None:
        """A page nested deeper than extractors bear is still read."""
        report = one(page("<div>" * depth + ARTICLE + "</div>" * depth, LD))
        assert "Norway's foreign minister met her" in report.layer.text

    def test_by_name(self, tmp_path: Path) -> None:
        """A file named as a page is read as one, whatever it starts with."""
        path = tmp_path / "talks.HTML"
        path.write_bytes(b"\n\n" + ARTICLE.encode())
        (report,) = open_reports(str(path))
        assert isinstance(report, Report)
        assert "<p>" not in report.layer.text
        (plain,) = open_reports(str(path), format="text")
        assert isinstance(plain, Report)
        assert "<p>" in plain.layer.text

    @pytest.mark.parametrize("body", ["", "<script>let a = 1</script>", "<nav><a href='/'>Home</a></nav>"])
    def test_no_article(self, body: str) -> None:
        """A page without running text is an error that says so."""
        assert isinstance(failure(page(body)), errors.NoArticle)

    def test_same_page_same_report(self) -> None:
        """Reading a page twice gives the same report."""
        assert one(page(ARTICLE, LD)) == one(page(ARTICLE, LD))

    def test_blocks_know_where_they_stand(self) -> None:
        """Blocks carry their tag, and whether they are quoted, links, or beside the article."""
        from lxml import html

        tree = html.document_fromstring(
            "<body><p>One <i>two</i> three</p>tail"
            "<ul class='related-links'><li><a href='#'>More</a></li></ul>"
            "<blockquote>Said<br><br>so</blockquote><p hidden>no</p><!-- no -->last</body>"
        )
        every = blocks(tree)
        assert [block.text for block in every if block.folded] == ["no"]
        found = [block for block in every if not block.folded]
        assert [block.text for block in found] == ["One two three", "tail", "More", "Said", "so", "last"]
        assert [block.quoted for block in found] == [False, False, False, True, True, False]
        assert (found[2].around, found[2].linked, found[2].tag) == (True, 1.0, "li")
