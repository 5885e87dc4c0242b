"""TimelineJS 3 (https://timeline.knightlab.com/docs/json-format.html): a slide for each entry with a first day.

The timeline draws a month or a year as such: a date has the parts that the time tells, and no more. Slides are
written one by one. TimelineJS shows text as HTML, so all text is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Any, BinaryIO

from communique.exchange.base import NO_TIME, Options, Tally, Written
from communique.exchange.entries import description, headline, json_bytes, link_of, told_in_days
from communique.exchange.times import in_words
from communique.ledger.views import Entry

_PARTS = ("year", "month", "day")
_EXACT = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?[~?%]?")
NO_START = "open start"


def write(entries: Iterable[Entry], stream: BinaryIO, options: Options) -> Written:
    """Write a timeline; an entry of no time, or with an open start, is left out."""
    tally = Tally()
    title = {"text": {"headline": escape(options.title), "text": ""}}
    stream.write(b'{"title":' + json_bytes(title) + b',"events":[')
    for entry in tally.of_status(entries, options):
        slide = tally.made(_dated, entry, options)
        if slide is not None:
            stream.write((b",\n" if tally.items else b"\n") + slide)
            tally.take()
    stream.write(b'\n],"scale":"human"}\n')
    return tally.written()


def _dated(entry: Entry, options: Options) -> bytes | str:
    """The slide of an entry, or why it has none."""
    if entry.earliest is None:
        return NO_TIME if entry.latest is None else NO_START
    return json_bytes(_slide(entry, options))


def _slide(entry: Entry, options: Options) -> dict[str, Any]:
    text = "<br>".join(escape(line) for line in description(entry, options).split("\n"))
    link = link_of(entry, options)
    if link is not None:
        text += f'<br><a href="{escape(link)}">{escape(link)}</a>'
    start, _, end = (entry.time or "").partition("/")
    slide: dict[str, Any] = {
        "unique_id": f"entry-{re.sub(r'[^A-Za-z0-9_-]', '-', entry.id)}",
        "start_date": _date(start, entry.earliest or ""),
        "text": {"headline": escape(headline(entry)), "text": text},
        "group": escape(entry.kind),
    }
    if entry.latest is not None and entry.latest != entry.earliest and not _EXACT.fullmatch(entry.time or ""):
        slide["end_date"] = _date(end, entry.latest)
    if not told_in_days(entry):
        slide["display_date"] = escape(in_words(entry.time or ""))
    return slide


def _date(edtf: str, day: str) -> dict[str, int]:
    """The parts of a date as told; those of the day, where the time is told as none of day, month and year."""
    match = _EXACT.fullmatch(edtf)
    told = match.groups() if match else tuple(day.split("-"))
    return {name: int(part) for name, part in zip(_PARTS, told, strict=True) if part}
