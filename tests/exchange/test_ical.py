"""iCalendar: parsed back by icalendar; days, status, identity, lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from icalendar import Calendar, Component

from communique.records import Status
from tests.exchange.entries import MEETING, export


def events(*made: object, **options: object) -> dict[str, Component]:
    """The events by UID."""
    calendar = Calendar.from_ical(export("ical", *made, **options)[0])  # type: ignore[arg-type]
    assert not calendar.errors
    return {str(e["UID"]): e for e in calendar.walk("VEVENT")}


def event(id: str) -> Component:
    """One event."""
    return events()[f"urn:communique:entry:{id}"]


def test_a_day_ends_on_the_next() -> None:
    """DTEND of an all-day event is not part of it."""
    found = event("e1")
    assert (found.decoded("DTSTART"), found.decoded("DTEND")) == (date(2019, 6, 28), date(2019, 6, 29))


def test_longer_times_span_their_days_and_say_so() -> None:
    """A month is not a day, and not a meeting of a month."""
    found = event("e2")
    assert (found.decoded("DTSTART"), found.decoded("DTEND")) == (date(2019, 6, 1), date(2019, 7, 1))
    assert found["SUMMARY"].endswith("(some time: June 2019)")
    assert "some time" not in event("e6")["SUMMARY"]


def test_status_tells_deed_from_plan() -> None:
    """In the three words that the RFC has, and in ours."""
    found = {i: (event(i)["STATUS"], event(i)["X-COMMUNIQUE-STATUS"]) for i in ("e1", "e3", "e4")}
    assert found == {
        "e1": ("CONFIRMED", "held"), "e3": ("TENTATIVE", "planned"), "e4": ("CANCELLED", "cancelled"),
    }  # fmt: skip


def test_what_the_rfc_asks_for() -> None:
    """UID and DTSTAMP once each, PRODID and VERSION; lines of at most 75 octets that end in CR LF."""
    out = export("ical")[0]
    calendar = Calendar.from_ical(out)
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    assert all(e.decoded("DTSTAMP").tzinfo is not None for e in events().values())
    lines = out.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)


def test_dtstamp_is_the_last_report_not_now() -> None:
    """So the same entries are the same bytes."""
    assert event("e1").decoded("DTSTAMP") == datetime(2019, 6, 30, tzinfo=UTC)


def test_evidence_and_link() -> None:
    """The quotation comes back with its marks and its emoji; the link is the report's."""
    assert "“We shall meet,” he said 😀" in event("e1")["DESCRIPTION"]
    assert str(event("e1")["URL"]) == "https://example.org/a?b=1&c=2"
    assert event("e1")["LOCATION"] == "Osaka, Japan"


def test_left_out_by_reason() -> None:
    """No end, a decade, no time, denied."""
    assert export("ical")[1].left_out == {
        "no time": 1, "open start or end": 1, "status denied": 1, "time longer than a year": 1,
    }  # fmt: skip


def test_statuses_can_be_asked_for() -> None:
    """A denied meeting is a cancelled one in a calendar."""
    (found,) = events(replace(MEETING, status=Status.DENIED), statuses=[Status.DENIED]).values()
    assert found["STATUS"] == "CANCELLED"


def test_links_lead_to_a_desk() -> None:
    """Where its address is given; UIDs, by which calendars know an event again, stay as they are."""
    found = events(desk="http://127.0.0.1:8420")["urn:communique:entry:e1"]
    assert str(found["URL"]) == "http://127.0.0.1:8420/engagement?id=e1"
