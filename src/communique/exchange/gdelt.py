"""GDELT 2.0 event table: 61 columns, tab-separated, without a header, a row for each directed dyad.

Columns: "The GDELT Event Database Data Format Codebook V2.0",
http://data.gdeltproject.org/documentation/GDELT-Event_Codebook-V2.0.pdf; codes of actors: the lookups at
https://www.gdeltproject.org/data/lookups/. GDELT has no status: a plan would be a deed in it. So only what is held
or ongoing is written unless statuses are chosen. It has a day in every row: what has only a longer time is left
out, not given a day that nobody told. Rows are written one by one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import BinaryIO

from communique.exchange.base import NO_DYAD, NO_TIME, NOT_A_DAY, Options, Tally, Written
from communique.exchange.entries import (
    Dyad,
    country_codes,
    country_name,
    dyads_of,
    first_day,
    point_of,
    published_of,
    reports_of,
)
from communique.exchange.xml import safe
from communique.ledger.views import Entry
from communique.links import web_address
from communique.reading.coding.scores import goldstein
from communique.records import Place, Side, Status

DEFAULT = (Status.HELD, Status.ONGOING)
"""Deeds: what is written unless statuses are chosen."""
NO_CODE = "no CAMEO code"

_ACTOR = (
    *("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code"),
    *("Type1Code", "Type2Code", "Type3Code"),
)
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = (
    *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
    *(f"Actor1{name}" for name in _ACTOR),
    *(f"Actor2{name}" for name in _ACTOR),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *(f"Actor1Geo_{name}" for name in _GEO),
    *(f"Actor2Geo_{name}" for name in _GEO),
    *(f"ActionGeo_{name}" for name in _GEO),
    *("DATEADDED", "SOURCEURL"),
)
"""The names of the columns in their order; a file holds none of them."""

_TYPES = {
    **{code: code for code in "GOV LEG JUD MIL COP SPY OPP REB UAF ELI BUS LAB AGR EDU REF CRM CVL NGO IGO".split()},
    "JRN": "MED",
    "MED": "HLH",
    "PRM": "UAF",
}
"""CAMEO types of our sectors. PTY, REL and DIP have none there; in PLOVER MED is medical, in CAMEO the media."""
_COUNTRIES = {"ROU": "ROM", "TLS": "TMP", "MNE": "MTN", "IMN": "IMY", "XKX": ""}
"""Countries whose CAMEO code is not that of ISO 3166-1; Kosovo has none."""
_UNKNOWN_GEO = ("0", *[""] * (len(_GEO) - 1))
_WORLD_CITY, _US_CITY, _COUNTRY = "4", "3", "1"


def write(entries: Iterable[Entry], stream: BinaryIO, options: Options) -> Written:
    """Write a row a dyad; what has no second side, no day or no code is left out."""
    tally = Tally()
    for entry in tally.of_status(entries, options, DEFAULT):
        rows = tally.made(_rows, entry, options)
        if rows is not None:
            stream.writelines(rows)
            tally.take(len(rows))
    return tally.written()


def _rows(entry: Entry, options: Options) -> list[bytes] | str:
    """The rows of an entry, or why it has none."""
    day, pairs = first_day(entry, options), dyads_of(entry, options)
    if day is None:
        return NO_TIME if entry.time is None else NOT_A_DAY
    if not entry.cameo.isdecimal() or not 2 <= len(entry.cameo) <= 4:
        return NO_CODE
    return [("\t".join(map(_plain, _row(d, day))) + "\n").encode() for d in pairs] or NO_DYAD


def _row(dyad: Dyad, day: date) -> tuple[str, ...]:
    entry = dyad.entry
    url = next((url for r in reports_of(entry) if (url := web_address(r.url))), "")
    return (
        *(_id(dyad), f"{day:%Y%m%d}", f"{day:%Y%m}", f"{day.year:04d}", _fraction(day)),
        *_actor(dyad.source),
        *_actor(dyad.target),
        *_action(dyad),
        *(*_UNKNOWN_GEO, *_UNKNOWN_GEO, *_geo(entry.place)),
        *((published_of(entry)[1] or "").replace("-", "").ljust(14, "0") if published_of(entry)[1] else "", url),
    )


def _id(dyad: Dyad) -> str:
    """A number that stays the same for the same dyad, small enough to be exact as a double."""
    name = f"{dyad.entry.id}\n{dyad.source.id}\n{dyad.target.id}"
    return str(int.from_bytes(hashlib.sha256(name.encode("utf-8", "replace")).digest()[:8]) >> 12)


def _fraction(day: date) -> str:
    """The year and the share of it that has passed, between .0000 and .9999."""
    return f"{day.year}.{min(9999, round(day.timetuple().tm_yday / 365 * 10_000)):04d}"


def _actor(side: Side) -> tuple[str, ...]:
    country = _COUNTRIES.get(side.country or "", side.country or "")
    types = list(dict.fromkeys(_TYPES[s] for s in side.sectors if s in _TYPES))[:3]
    code = country + "".join(types)
    return (code, _name(side.name).upper(), country, "", "", "", "", *types, *[""] * (3 - len(types)))


def _action(dyad: Dyad) -> tuple[str, ...]:
    entry, code = dyad.entry, dyad.cameo if len(dyad.cameo) > 2 else dyad.cameo + "0"
    root, score = int(code[:2]), goldstein(code)
    quad = next(n for n, last in ((1, 5), (2, 8), (3, 13), (4, 99)) if root <= last)
    mentions = sum(len(a.evidence) for a in entry.accounts)
    return (
        *("", code, code[:3], code[:2], str(quad), "" if score is None else str(score)),
        *(str(mentions), str(entry.sources), str(len(reports_of(entry))), ""),
    )


def _geo(place: Place | None) -> tuple[str, ...]:
    """A place as GDELT has it; its ids are of other gazetteers than GeoNames, so it has none."""
    if place is None:
        return _UNKNOWN_GEO
    country = country_name(place.country)
    kind = _COUNTRY if place.name == country else _US_CITY if place.country == "USA" else _WORLD_CITY
    name = place.name if kind == _COUNTRY or country is None else f"{place.name}, {country}"
    lat, lon = map(str, point_of(place) or ("", ""))
    return (kind, _name(name), country_codes(place.country)[1] or "", "", "", lat, lon, "")


def _plain(cell: str) -> str:
    """A cell without tabs, line breaks and other control characters, which the format cannot quote."""
    return safe(" ".join(cell.split()))


def _name(text: str) -> str:
    """A name without the signs that a spreadsheet takes for the beginning of a formula."""
    return text.lstrip("=+-@ \t\r\n")
