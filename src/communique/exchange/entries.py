"""What several formats ask of an entry: its dyads, its days, its country codes, its sources, itself in words."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from communique.characters import json_text
from communique.exchange.base import Options
from communique.exchange.times import in_words
from communique.ledger.views import Account, ActorRef, Entry, Party, ReportRef
from communique.links import web_address
from communique.reading.coding import quad
from communique.reading.coding.dyads import directed, dyads
from communique.reading.coding.scores import goldstein
from communique.reading.known.countries import usual_name
from communique.reading.tables import load
from communique.records import RECEIVING, DateBasis, Evidence, Place, Side, Status, dated

_DAY = re.compile(r"\d{4}-\d\d-\d\d[~?%]?")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Dyad:
    """One pair of an entry, named as in event data; ``actors`` has the entry's actors by id."""

    entry: Entry
    source: Side
    target: Side
    cameo: str
    goldstein: float | None
    quad: str | None
    event_date: str | None
    date_basis: DateBasis | None
    actors: Mapping[str, ActorRef]

    def actor(self, side: Side) -> ActorRef | None:
        """Return the actor that a side is; ``None`` for a country visited without a host being named."""
        return self.actors.get(side.id) if side.id is not None else None


_PLAIN = Options()


def dyads_of(entry: Entry, options: Options = _PLAIN) -> tuple[Dyad, ...]:
    """Return the pairs of an entry, by the rules of ``communique events``, none twice."""
    dated = event_date(entry, options)
    actors = {p.actor.id: p.actor for p in entry.parties}
    parties = [(Side(p.actor.id, p.actor.name, p.actor.country, p.actor.sectors), p.part) for p in entry.parties]
    cameo = directed(entry.cameo)
    found: dict[tuple[str | None, str | None], Dyad] = {}
    for source, target in dyads(entry.kind, parties, entry.place):
        dyad = Dyad(entry, source, target, cameo, goldstein(cameo), quad(entry.plover.type), *dated, actors)
        found.setdefault((source.id, target.id), dyad)
    return tuple(found.values())


def first_day(entry: Entry, options: Options = _PLAIN) -> date | None:
    """Return the day of an entry, or the first of its interval; ``None`` where no day is told, only a longer time.

    Where no time is told, that is the day of its first report, if the options say so.
    """
    reported = published_of(entry)[0]
    if entry.time is None and options.reported and reported:
        return date.fromisoformat(reported[:10])
    if entry.time is None or entry.earliest is None or not _DAY.fullmatch(entry.time.partition("/")[0]):
        return None
    return date.fromisoformat(entry.earliest)


def event_date(entry: Entry, options: Options) -> tuple[str | None, DateBasis | None]:
    """Return one date for an entry, ISO, and what it rests on (:func:`communique.records.dated`)."""
    return dated(entry.earliest, entry.latest, published_of(entry)[0] if options.reported else None)


def iso_date(edtf: str | None) -> str | None:
    """Return a day, a month or a year as ISO 8601 has it, without EDTF's marks; ``None`` for any other time."""
    bare = (edtf or "").rstrip("~?%")
    return bare if _DATE.fullmatch(bare) else None


def told_in_days(entry: Entry) -> bool:
    """True where the time is a day or an interval of days, false for months, seasons, years and open ends."""
    return entry.time is not None and all(_DAY.fullmatch(end) for end in entry.time.split("/"))


def evidence_of(entry: Entry) -> Iterator[tuple[Account, int, Evidence]]:
    """Yield every piece of evidence with its account and its number within it, from 1."""
    for account in entry.accounts:
        for number, evidence in enumerate(account.evidence, 1):
            yield account, number, evidence


def reports_of(entry: Entry) -> tuple[ReportRef, ...]:
    """Return the reports that tell of an entry, each once, in the order of its accounts."""
    return tuple({a.report.id: a.report for a in entry.accounts}.values())


def published_of(entry: Entry) -> tuple[str | None, str | None]:
    """Return the first and the last day on which a report told of an entry, ISO."""
    days = sorted(r.published for r in reports_of(entry) if r.published)
    return (days[0], days[-1]) if days else (None, None)


def link_of(entry: Entry, options: Options) -> str | None:
    """Return the page of an entry, else the address of the first report that has one on the web."""
    return options.url("entry", entry.id) or next((url for r in reports_of(entry) if (url := web_address(r.url))), None)


def with_links(entry: Entry) -> Entry:
    """Return an entry whose reports have addresses of the web, or none."""
    return replace(
        entry,
        accounts=tuple(replace(a, report=replace(a.report, url=web_address(a.report.url))) for a in entry.accounts),
    )


def point_of(place: Place | None) -> tuple[float, float] | None:
    """Return the latitude and longitude of a place, ``None`` where it has none, or none on the globe."""
    if place is None or place.lat is None or place.lon is None:
        return None
    there = math.isfinite(place.lat) and math.isfinite(place.lon) and abs(place.lat) <= 90 and abs(place.lon) <= 180
    return (place.lat, place.lon) if there else None


def who(parties: tuple[Party, ...]) -> str:
    """Return the participants as one line: "A → B" where the act has a direction, "A, B" where not."""
    left = list(dict.fromkeys(p.actor.name for p in parties if p.part not in RECEIVING))
    right = list(dict.fromkeys(p.actor.name for p in parties if p.part in RECEIVING))
    return f"{', '.join(left) or '—'} → {', '.join(right)}" if right else ", ".join(left)


def headline(told: Entry | Account) -> str:
    """Return one line: what, between whom, and what it is where it is no deed ("Planned visit: Xi Jinping")."""
    kind = told.kind if told.status is Status.HELD else f"{told.status.value} {told.kind}"
    return f"{kind[:1].upper()}{kind[1:]}: {_line(who(told.parties)) or '—'}"


def where(place: Place) -> str:
    """Return a place with its country's name ("Osaka, Japan"), once where they are one."""
    country = country_name(place.country)
    return place.name if country is None or country == place.name else f"{place.name}, {country}"


def description(entry: Entry, options: Options) -> str:
    """Return an entry in lines: status, time, place, how many say so, and each quotation with its report."""
    time = f" · {in_words(entry.time)}" if entry.time else ""
    place = f" · {where(entry.place)}" if entry.place else ""
    sources = f"{entry.sources} source{'' if entry.sources == 1 else 's'}"
    lines = [f"{entry.status.value} {entry.kind}{time}{place} · {sources}"]
    if entry.contradictions:
        lines.append("reports differ in " + ", ".join(c.aspect.value for c in entry.contradictions))
    for account, _, evidence in evidence_of(entry):
        report = account.report
        named = ", ".join(_line(x) for x in (report.publisher or report.title or report.id, report.published) if x)
        words = f"“{_line(evidence.quote)}” " if options.with_text else ""
        lines.append(f"{words}({named}, {evidence.start}-{evidence.end})")
    return "\n".join(lines)


def _line(text: str) -> str:
    return " ".join(text.split())


def country_name(code: str | None) -> str | None:
    """Return the usual English name of a country by its alpha-3 code; the code itself where it has none here."""
    return usual_name(code) if code else None


def country_codes(code: str | None) -> tuple[str | None, str | None]:
    """Return a country's alpha-2 and FIPS 10-4 codes by its alpha-3 code, ``None`` for what there is none."""
    iso, fips = load("country_codes")["country"].get(code, ("", ""))
    return iso or None, fips or None


def json_bytes(value: Any) -> bytes:
    """Return a value as JSON on one line, in UTF-8, without the sign for "not a number"."""
    return json_text(value, compact=True).encode("utf-8")
