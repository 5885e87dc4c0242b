"""iCalendar (RFC 5545, https://www.rfc-editor.org/rfc/rfc5545): an all-day event for each entry with known days.

The library icalendar folds and escapes; events are written one by one. A time longer than a day spans all the days
that it may mean, and its title says so. ``DTSTAMP``, which must be there, is when the entry was last revised: the
day of its last report (section 3.8.7.2), not that of the export.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import BinaryIO

from icalendar import Calendar, Event, vText

from communique.exchange.base import NO_TIME, Options, Tally, Written
from communique.exchange.entries import description, headline, link_of, point_of, published_of, told_in_days, where
from communique.exchange.times import in_words
from communique.exchange.xml import safe
from communique.ledger.views import Entry
from communique.records import Status

DEFAULT = tuple(s for s in Status if s not in (Status.DENIED, Status.DECLINED))
"""What is written unless statuses are chosen: what took place, may take place, or was called off."""
LONGEST = 366
"""Days that an event may span: a decade is no appointment."""
TOO_LONG = "time longer than a year"
OPEN = "open start or end"

_STATUS = {
    **dict.fromkeys((Status.HELD, Status.ONGOING), "CONFIRMED"),
    **dict.fromkeys((Status.PLANNED, Status.PROPOSED, Status.POSSIBLE, Status.CONDITIONAL), "TENTATIVE"),
    **dict.fromkeys((Status.CANCELLED, Status.DENIED, Status.DECLINED), "CANCELLED"),
}
_BREAK = re.compile("\r\n?")
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_END = b"END:VCALENDAR\r\n"


def write(entries: Iterable[Entry], stream: BinaryIO, options: Options) -> Written:
    """Write a calendar; an entry without both a first and a last day, or of more than a year, is left out."""
    tally, calendar = Tally(), Calendar()
    calendar.add("prodid", "-//Communiqué//communique//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", vText(" ".join(_plain(options.title).split())))
    stream.write(calendar.to_ical().removesuffix(_END))
    for entry in tally.of_status(entries, options, DEFAULT):
        event = tally.made(_dated, entry, options)
        if event is not None:
            stream.write(event)
            tally.take()
    stream.write(_END)
    return tally.written()


def _dated(entry: Entry, options: Options) -> bytes | str:
    """The event of an entry, or why it has none."""
    if entry.earliest is None or entry.latest is None:
        return NO_TIME if entry.earliest is entry.latest else OPEN
    first, last = date.fromisoformat(entry.earliest), date.fromisoformat(entry.latest)
    if (last - first).days >= LONGEST or last == date.max:
        return TOO_LONG
    made: bytes = _event(entry, first, last, options).to_ical()
    return made


def _event(entry: Entry, first: date, last: date, options: Options) -> Event:
    event, place, link = Event(), entry.place, link_of(entry, options)
    published = published_of(entry)[1]
    title = headline(entry) if told_in_days(entry) else f"{headline(entry)} (some time: {in_words(entry.time or '')})"
    event.add("uid", options.iri("entry", entry.id))
    event.add("dtstamp", datetime.fromisoformat(published).replace(tzinfo=UTC) if published else _NEVER)
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    event.add("summary", _plain(title))
    event.add("description", _plain(description(entry, options)))
    event.add("status", _STATUS[entry.status])
    event.add("transp", "TRANSPARENT")
    event.add("categories", [_plain(entry.kind), entry.status.value])
    event.add("x-communique-status", vText(entry.status.value))
    event.add("x-communique-edtf", vText(_plain(entry.time or "")))
    if link is not None:
        event.add("url", link)
    if place is not None:
        event.add("location", _plain(where(place)))
        point = point_of(place)
        if point is not None:
            event.add("geo", point)
    return event


def _plain(text: str) -> str:
    """Text without the control characters that RFC 5545 forbids; every line break is a line feed."""
    return safe(_BREAK.sub("\n", text)).replace("\x7f", "\ufffd")
