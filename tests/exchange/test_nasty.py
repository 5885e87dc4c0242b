"""Entries with every nasty character in every field, through every format; and what may become a link."""

from __future__ import annotations

import doctest
import io
import json
from dataclasses import replace
from typing import Any

import pyarrow.parquet as pq
import pytest
from icalendar import Calendar
from lxml import etree
from lxml import html as lxml_html

from communique import links
from communique.exchange.entries import point_of
from communique.exchange.formats import FORMATS, Options
from communique.ledger.views import Entry, Party, ReportRef
from communique.links import web_address
from communique.records import Evidence, Place, Status, When
from tests.exchange.entries import MEETING, export
from tests.exchange.test_formats import READERS

NAMES = sorted(set(FORMATS) - {"csv-columns"})
NASTY = (
    *("\x00", "\x01", "\x07", "\x08", "\x0b", "\x0c", "\x1b[2J", "\x1b]8;;https://x.example\x07", "\x1f", "\x7f"),
    *("\r", "\n", "\r\n", "\t", "\x85", "\x9b", "\u2028", "\u202e", "\u2066", "\ufdd0", "\ufffe", "\uffff"),
    *("\U0001ffff", "\U0010ffff", "\ud800", "\udfff", "é\u0301", "]]>", "<script>alert(1)</script>", "&#0;", "&amp;"),
    *("-->", "<?x?>", '"', "'", ";", ",", "\\", "\\n", "|", "%00", "=1+1", "＝1+1", "@SUM(1)", "END:VEVENT"),
)
BAD_LINKS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "java\x00script:alert(1)",
    "&#106;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "%6aavascript:alert(1)",
    "\u200bjavascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:alert(1)",
    "file:///alert(1)",
    "blob:https://x.example/alert(1)",
    "view-source:https://x.example/alert(1)",
    "ftp://x.example/alert(1)",
    "//x.example/alert(1)",
    "/alert(1)",
    "alert(1)",
    "http:alert(1)",
    "https:///alert(1)",
    "https://[alert(1)",
    "https://:443/alert(1)",
)


def nasty(text: str) -> Entry:
    """An entry with a text in every field that a report or a person may have given."""
    name = f"a{text}b"
    actors = [Party(replace(p.actor, id=name + p.actor.id, name=text + name, wikidata=name), p.part)
              for p in MEETING.parties]  # fmt: skip
    report = ReportRef(name, text + name, "2019-06-29", name, f"https://x.example/{name}", name)
    place = Place(text + name, "JPN", 34.7, 135.5, 1853909)
    parties = tuple(actors)
    account = replace(
        MEETING.accounts[0], id=f"{name}/e1", report=report, parties=parties, place=place, why=name,
        voice=parties[0].actor, time=When("2019-06-28", name, 0, len(name)),
        evidence=(Evidence(0, len(name), name),), plover=replace(MEETING.plover, mode=name, context=name),
    )  # fmt: skip
    return replace(
        MEETING, id=name, kind=name, parties=parties, place=place, accounts=(account,),
        plover=account.plover, amended=(name,), about=(name,),
    )  # fmt: skip


@pytest.mark.parametrize("text", NASTY, ids=ascii)
@pytest.mark.parametrize("name", NAMES)
def test_every_character_in_every_field(name: str, text: str) -> None:
    """The file is whole and well formed, and holds the other entries; the nasty one is in it, or named and counted."""
    others = (replace(MEETING, id="first"), replace(MEETING, id="last"))
    out, written = export(name, others[0], nasty(text), others[1], title=f"T{text}")
    READERS[name](out)
    assert written.entries + sum(written.left_out.values()) == 3
    assert written.entries >= 2
    assert len(written.failed) == written.left_out.get("could not be written", 0)
    if name != "parquet":
        assert b"\x00" not in out
        assert out.decode("utf-8")
    if name in ("rss", "gexf", "graphml"):
        etree.fromstring(out, etree.XMLParser(resolve_entities=False))
    if name == "ical":
        assert not Calendar.from_ical(out).errors
        assert [line for line in out.split(b"\r\n") if b"\n" in line or b"\r" in line] == []
        assert out.count(b"\r\nEND:VEVENT\r\n") == written.items


@pytest.mark.parametrize("name", NAMES)
def test_only_what_no_format_holds_fails(name: str) -> None:
    """No character but a lone surrogate in Parquet keeps an entry out."""
    failed = {text for text in NASTY if export(name, nasty(text))[1].failed}
    assert failed == ({chr(0xD800), chr(0xDFFF)} if name == "parquet" else set())


@pytest.mark.parametrize("name", NAMES)
def test_an_entry_that_cannot_be_written_is_named(name: str) -> None:
    """Something that is no day, no kind of thing at all: that entry is named with the reason, the others are there."""
    broken = replace(MEETING, id="broken", accounts=(replace(MEETING.accounts[0], report=None),))  # type: ignore[arg-type]
    out, written = export(name, replace(MEETING, id="first"), broken, replace(MEETING, id="last"))
    READERS[name](out)
    if name in ("gexf", "graphml"):  # a network needs no accounts
        assert written.entries == 3
        return
    assert written.entries == 2
    assert written.left_out == {"could not be written": 1}
    assert written.failed[0].startswith("broken: AttributeError: ")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x"])
def test_no_cell_is_a_formula(text: str) -> None:
    """In no column of text of a CSV or of a GDELT table."""
    import csv

    out = export("csv", nasty(text))[0].decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(out, newline=""), strict=True))
    starts = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
    texts = [v for r in rows for k, v in r.items() if k not in ("goldstein", "lat", "lon")]
    assert rows and not [v for v in texts if v.startswith(starts)]
    cells = export("gdelt", nasty(text))[0].decode("utf-8").rstrip("\n").split("\t")
    assert not [c for c in cells if c.startswith(("=", "+", "@", "-"))]


def with_link(url: str) -> Entry:
    """An entry whose one report has this address."""
    account = MEETING.accounts[0]
    return replace(MEETING, accounts=(replace(account, report=replace(account.report, url=url)),))


def written(name: str, url: str) -> str:
    """The text of an export of an entry whose report has this address."""
    out = export(name, with_link(url))[0]
    if name == "parquet":
        return json.dumps(pq.read_table(io.BytesIO(out)).to_pylist(), default=str)
    return out.decode("utf-8")


class TestLinks:
    """What becomes a link, in any format."""

    @pytest.mark.parametrize("url", BAD_LINKS, ids=ascii)
    @pytest.mark.parametrize("name", NAMES)
    def test_never(self, name: str, url: str) -> None:
        """A script, a file, what has no host: it stands nowhere in an export."""
        assert web_address(url) is None
        text = written(name, url)
        assert "alert(1)" not in text and "alert%281%29" not in text

    @pytest.mark.parametrize("name", sorted(set(NAMES) - {"plover", "gexf", "graphml"}))
    def test_an_address_of_the_web(self, name: str) -> None:
        """It is one everywhere, also in capitals and with blanks around it; what it cannot hold is encoded."""
        text = written(name, "  HTTPS://x.example/a b\r\nX:y\u202e\x1b ")
        assert "HTTPS://x.example/a%20b%0D%0AX:y%E2%80%AE%1B" in text.replace("\r\n ", "")

    def test_where_links_stand(self) -> None:
        """In the elements and properties that readers follow, each by a parser."""
        bad, good = with_link("javascript:alert(1)"), with_link("https://x.example/?a=1&b=\"'<>")
        shown = "https://x.example/?a=1&b=%22'%3C%3E"
        feed = etree.fromstring(export("rss", bad, good)[0])
        assert feed.xpath("//item/link/text()") == [shown]
        assert feed.xpath("//item/guid/@isPermaLink") == ["false", "false"]
        slides = json.loads(export("timelinejs", bad, good)[0])["events"]
        links = [lxml_html.fragment_fromstring(s["text"]["text"], "div").xpath("//@href") for s in slides]
        assert links == [[], [shown]]
        features = json.loads(export("geojson", bad, good)[0])["features"]
        assert [f["properties"]["url"] for f in features] == [None, shown]
        events = Calendar.from_ical(export("ical", bad, good)[0]).walk("VEVENT")
        assert [str(e["URL"]) if "URL" in e else None for e in events] == [None, shown]
        notes = json.loads(export("webannotation", bad, good)[0])["first"]["items"]
        assert [n["target"]["source"] for n in notes] == ["urn:communique:report:f00d", shown]
        assert [n["body"].get("schema:url") for n in notes] == [None, shown]

    @pytest.mark.parametrize("base", [*BAD_LINKS, "", "urn:", "x", "https://x.example/\n", "mailto:a@x.example"])
    def test_base(self, base: str) -> None:
        """What ids begin with is a place on the web or a URN, and nothing else."""
        with pytest.raises(ValueError, match="is no IRI"):
            Options(base=base)

    def test_link_of_a_feed(self) -> None:
        """A channel's link is the page given, if it is one."""
        for link, shown in (("javascript:alert(1)", "urn:communique:"), ("https://x.example/", "https://x.example/")):
            feed = etree.fromstring(export("rss", link=link)[0])
            assert feed.xpath("/rss/channel/link/text()") == [shown]

    def test_example(self) -> None:
        """The docstring does what it shows."""
        assert doctest.testmod(links).failed == 0


@pytest.mark.parametrize(("lat", "lon"), [(999.0, 1.0), (1.0, -181.0), (float("nan"), 1.0), (1.0, float("inf"))])
def test_a_point_off_the_globe_is_none(lat: float, lon: float) -> None:
    """An old ledger may hold one: it is drawn nowhere."""
    entry: Any = replace(MEETING, place=Place("Nowhere", None, lat, lon), status=Status.HELD)
    assert point_of(entry.place) is None
    assert export("geojson", entry)[1].left_out == {"place without coordinates": 1}
    assert b"\r\nGEO:" not in export("ical", entry)[0]
    assert b"latitude" not in export("webannotation", entry)[0]
