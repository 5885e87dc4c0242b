"""What holds for every format: its description, its counts, its bytes, and its way with texts that may not leave."""

from __future__ import annotations

import csv
import doctest
import io
import json
import os
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import feedparser
import networkx as nx
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from communique.exchange import formats, times
from communique.exchange.base import Tally
from communique.exchange.entries import country_codes, dyads_of, first_day, headline, told_in_days
from communique.exchange.formats import FORMATS, Options, Written
from communique.ledger.views import Entry
from communique.links import web_address
from communique.records import Status
from tests.exchange.entries import ENTRIES, MEETING, QUOTES, entries, export

NAMES = sorted(FORMATS)
HELD_IN_MEMORY = {"gexf", "graphml", "csv-columns"}
"""Formats of a network, which is not streamed, and one without entries."""


def _lines(out: bytes) -> None:
    for line in out.splitlines():
        json.loads(line)


def _feed(out: bytes) -> None:
    assert not feedparser.parse(out).bozo


READERS: dict[str, Callable[[bytes], Any]] = {
    "csv": lambda out: list(csv.reader(io.StringIO(out.decode("utf-8"), newline=""), strict=True)),
    "csv-columns": lambda out: out.decode("utf-8"),
    "parquet": lambda out: pq.read_table(io.BytesIO(out)),
    "webannotation": json.loads,
    "plover": _lines,
    "gdelt": lambda out: [line.split(b"\t")[60] for line in out.split(b"\n")[:-1]],
    "ftm": _lines,
    "gexf": lambda out: nx.read_gexf(io.BytesIO(out)),
    "graphml": lambda out: nx.read_graphml(io.BytesIO(out)),
    "ical": Calendar.from_ical,
    "geojson": json.loads,
    "rss": _feed,
    "timelinejs": json.loads,
}
"""What reads each format and fails where it is none."""


@pytest.mark.parametrize("name", NAMES)
class TestEveryFormat:
    """Each format by itself."""

    def test_describes_itself(self, name: str) -> None:
        """Its key is its name; it has an ending, a media type, and a word on what is lost."""
        form = FORMATS[name]
        assert form.name == name
        assert form.suffix.startswith(".")
        assert form.media_type.count("/") == 1
        assert form.loses

    def test_every_entry_is_counted(self, name: str) -> None:
        """Written and left out are all that was given: nothing goes without a word."""
        written = export(name)[1]
        expected = 0 if name == "csv-columns" else len(ENTRIES)
        assert written.entries + sum(written.left_out.values()) == expected

    def test_same_entries_same_bytes(self, name: str) -> None:
        """No moment of making, no order by chance."""
        assert export(name) == export(name)

    def test_no_entries_is_a_file_too(self, name: str) -> None:
        """An empty ledger is written, not refused."""
        stream, written = export(name, replace(MEETING, status=Status.DENIED), statuses=[])
        assert isinstance(stream, bytes)
        assert written.entries == 0

    def test_without_text_no_quotation_leaves(self, name: str) -> None:
        """Neither the words of the evidence nor those of the time."""
        out = export(name, with_text=False)[0]
        for words in (q.quote for q in QUOTES):
            assert words.split("\n")[0].encode() not in out
        assert b"last June" not in out

    def test_statuses_can_be_chosen(self, name: str) -> None:
        """The choice wins over what the format writes by itself; others are counted under their status."""
        written = export(name, statuses=[Status.DENIED])[1]
        if name != "csv-columns":
            assert written.left_out["status held"] == sum(e.status is Status.HELD for e in ENTRIES)

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(made=st.lists(entries(), max_size=4, unique_by=lambda e: e.id))
    def test_any_entries_can_be_written(self, name: str, made: list[Entry]) -> None:
        """Whatever words, places, times and parties there are, a reader of the format can read them."""
        if not made:
            return
        out, written = export(name, *made)
        READERS[name](out)
        assert name == "csv-columns" or written.entries + sum(written.left_out.values()) == len(made)


@pytest.mark.parametrize("name", sorted(set(NAMES) - HELD_IN_MEMORY - {"parquet"}))
def test_memory_does_not_grow_with_entries(name: str) -> None:
    """Ten times the entries take no more memory: each is let go once it is written."""

    def endless() -> Iterator[Entry]:
        number = 0
        while True:
            number += 1
            yield replace(MEETING, id=f"n{number}")

    def peak(count: int) -> int:
        tracemalloc.start()
        with open(os.devnull, "wb") as sink:
            FORMATS[name].write(islice(endless(), count), sink, Options())
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(50)
    assert peak(1000) < peak(100) + 60_000


def test_example_in_docstring() -> None:
    """The modules' examples do what they show."""
    for module in (formats, times):
        assert doctest.testmod(module) == (0, doctest.testmod(module).attempted)


@pytest.mark.parametrize("edtf", ["../..", "2018-44", "", "tomorrow", "Y17E7"])
def test_other_times_stay_as_they_are(edtf: str) -> None:
    """What has no words here is shown as it is written."""
    assert times.in_words(edtf) == edtf


class TestOptions:
    """IRIs and links."""

    def test_iri_of_a_urn(self) -> None:
        """Without a place on the web an id is a name, and no link."""
        assert Options().iri("entry", "f00d/e1 é") == "urn:communique:entry:f00d/e1%20%C3%A9"
        assert Options().url("entry", "e1") is None

    def test_iri_on_the_web(self) -> None:
        """With one it is a link."""
        assert Options(base="https://x.org/l/").url("entry", "e1") == "https://x.org/l/entry/e1"


class TestEntries:
    """What formats ask of an entry."""

    @pytest.mark.parametrize(
        ("time", "day", "days"),
        [
            ("2018-08-06", "2018-08-06", True), ("2018-08-06~", "2018-08-06", True), (None, None, False),
            ("2018-08-06/2018-08-08", "2018-08-06", True), ("2018-08", None, False), ("2018-23", None, False),
            ("../2018-08-06", None, False), ("2018-08-06/..", "2018-08-06", False), ("201X", None, False),
        ],
    )  # fmt: skip
    def test_a_day_is_one_that_is_told(self, time: str | None, day: str | None, days: bool) -> None:
        """A month has a first day, but nobody told it."""
        made = replace(MEETING, time=time, earliest=day or "2018-08-01")
        assert first_day(made) == (None if day is None else first_day(replace(made, time=day)))
        assert (first_day(made) is None) == (day is None)
        assert told_in_days(made) is days

    def test_dyads_are_those_of_events(self) -> None:
        """Three who talk are six pairs, a visit without a host goes to the country."""
        names = {e.id: [(d.source.id, d.target.id) for d in dyads_of(e)] for e in ENTRIES}
        assert len(names["e6"]) == 6
        assert names["e3"] == [("p1", None)]
        assert names["e7"] == []

    def test_hosting_is_a_visit(self) -> None:
        """CAMEO 043 seen from the guest is 042."""
        assert [d.cameo for d in dyads_of(ENTRIES[3])] == ["042"]

    def test_addresses_are_iris(self) -> None:
        """What no IRI can hold is encoded; what is no address of the web is none."""
        assert web_address('https://x.org/a b?q="é"') == "https://x.org/a%20b?q=%22é%22"
        assert web_address("file:///tmp/a.html") is web_address(None) is None

    def test_headline_says_what_is_no_deed(self) -> None:
        """A plan is called one."""
        assert headline(ENTRIES[1]) == "Invitation: Shinzo Abe → Xi Jinping"
        assert headline(ENTRIES[2]) == "Planned visit: Xi Jinping"

    def test_codes_of_countries(self) -> None:
        """Alpha-2 and FIPS, which differ; none for what is no country."""
        assert country_codes("CHN") == ("CN", "CH")
        assert country_codes(None) == country_codes("SUN") == (None, None)


def test_tally_counts_by_reason() -> None:
    """Reasons are in the order of the alphabet, whatever came first."""
    tally = Tally()
    for reason in "zab":
        tally.leave(reason)
    tally.take(3)
    assert tally.written() == Written(1, 3, {"a": 1, "b": 1, "z": 1})
    assert list(tally.left_out()) == ["a", "b", "z"]
