"""Event data from a record: a row for each pair of actors of each engagement, the one who acts first.

Who acts on whom is decided in :mod:`communique.reading.coding.dyads`. An engagement without a second side is no event.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import product

from communique.characters import storable
from communique.reading.coding.codes import quad
from communique.reading.coding.dyads import directed, dyads
from communique.reading.coding.scores import goldstein
from communique.reading.periods import bounds
from communique.records import Engagement, Event, Evidence, Record, Side, dated

_SENTENCE_END = re.compile(r"(?<![A-Z])[.!?…][\"'”’)\]]*\s+[\"'“‘(]*[A-Z]|\n\s*\n")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula, in some languages also in the width of their letters."""

COLUMNS = (
    *("report", "published", "engagement", "also", "kind", "status", "time", "earliest", "latest"),
    *("event_date", "date_basis"),
    *("source", "source_name", "source_country", "source_sectors"),
    *("target", "target_name", "target_country", "target_sectors"),
    *("plover", "mode", "context", "cameo", "goldstein", "quad", "voice", "voice_name"),
    *("place", "place_country", "confidence", "spans", "quote"),
)
"""The columns of a row of CSV."""


def events_of(record: Record, *, reported: bool = False) -> tuple[Event, ...]:
    """Return the events of a record in the order of its engagements.

    With ``reported``, one whose time is not told is dated by the report's day, and says so (``date_basis``).

    One sentence gives one event of a source, target, PLOVER type, status and time; further engagements that say
    the same are listed in ``also``, and their evidence is kept.
    """
    sides = {a.id: Side(a.id, a.name, a.country, a.sectors) for a in record.actors}
    found: list[Event] = []
    for engagement in record.engagements:
        parties = [(sides[p.actor], p.part) for p in engagement.participants]
        for source, target in dyads(engagement.kind, parties, engagement.place):
            event = _event(record, engagement, source, target, sides)
            if reported:
                date_, basis = dated(event.earliest, event.latest, event.published)
                event = replace(event, event_date=date_, date_basis=basis)
            same = next((n for n, old in enumerate(found) if _same(old, event, record.report.text)), None)
            if same is None:
                found.append(event)
            elif found[same].engagement != event.engagement:
                found[same] = _joined(found[same], event)
    return tuple(found)


def _event(record: Record, e: Engagement, source: Side, target: Side, sides: dict[str, Side]) -> Event:
    time = e.time.edtf if e.time else None
    first, last = bounds(time)
    earliest = first.isoformat() if first > date.min else None
    latest = last.isoformat() if last < date.max else None
    event_date, basis = dated(earliest, latest, None)
    cameo = directed(e.cameo)
    return Event(
        report=record.report.id,
        published=record.report.published,
        engagement=e.id,
        also=(),
        kind=e.kind,
        status=e.status,
        source=source,
        target=target,
        time=time,
        earliest=earliest,
        latest=latest,
        event_date=event_date,
        date_basis=basis,
        plover=e.plover,
        cameo=cameo,
        goldstein=goldstein(cameo),
        quad=quad(e.plover.type),
        voice=sides.get(e.voice) if e.voice else None,
        place=e.place,
        confidence=e.confidence,
        evidence=e.evidence,
    )


def _same(one: Event, other: Event, text: str) -> bool:
    """True where one sentence says the same twice; CAMEO 01, which has no PLOVER type, goes by its code."""
    keys = [(e.source, e.target, e.plover.type or e.cameo, e.status, e.time) for e in (one, other)]
    return keys[0] == keys[1] and any(_together(a, b, text) for a, b in product(one.evidence, other.evidence))


def _together(one: Evidence, other: Evidence, text: str) -> bool:
    """True where two pieces of evidence stand in one sentence."""
    start, end = min(one.end, other.end), max(one.start, other.start)
    return start >= end or _SENTENCE_END.search(text, start, min(end + 1, len(text))) is None


def _joined(one: Event, other: Event) -> Event:
    also = one.also if other.engagement in one.also else (*one.also, other.engagement)
    return replace(one, also=also, evidence=tuple(dict.fromkeys((*one.evidence, *other.evidence))))


def csv_lines(rows: Iterable[Sequence[str | float | None]]) -> str:
    """Return rows as CSV (RFC 4180, with line feeds), safe to open in a spreadsheet.

    Text that a spreadsheet would take for a formula (it begins with ``= + - @``, a tab or a carriage return) gets
    an apostrophe before it; numbers stay as they are, and what is not known is empty.
    """
    return "".join(_line(row) for row in rows)


def _line(row: Sequence[str | float | None]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow([_cell(value) for value in row])  # so that it quotes both
    return out.getvalue().removesuffix("\r\n") + "\n"


def _cell(value: str | float | None) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    text = storable(value)
    return "'" + text if text.startswith(_FORMULA) else text


def csv_row(event: Event) -> tuple[str | float | None, ...]:
    """Return an event as the values of :data:`COLUMNS`; lists are joined by blanks, quotes by `` | ``."""
    source, target, voice, place, plover = event.source, event.target, event.voice, event.place, event.plover
    return (
        *(event.report, event.published, event.engagement, " ".join(event.also), event.kind, event.status.value),
        *(event.time, event.earliest, event.latest, event.event_date, event.date_basis),
        *(source.id, source.name, source.country, " ".join(source.sectors)),
        *(target.id, target.name, target.country, " ".join(target.sectors)),
        *(plover.type, plover.mode, plover.context, event.cameo, event.goldstein, event.quad),
        *((voice.id, voice.name) if voice else (None, None)),
        *((place.name, place.country) if place else (None, None)),
        event.confidence,
        " ".join(f"{e.start}-{e.end}" for e in event.evidence),
        " | ".join(e.quote for e in event.evidence),
    )
