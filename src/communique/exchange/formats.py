"""Every format by its name, for ``communique export`` and for whoever asks which there are.

>>> import io
>>> from communique.exchange.base import Options
>>> FORMATS["geojson"].write([], io.BytesIO(), Options())
Written(entries=0, items=0, left_out={}, failed=())
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from communique.exchange import (
    csv,
    ftm,
    gdelt,
    geojson,
    gexf,
    graphml,
    ical,
    parquet,
    plover,
    rss,
    timelinejs,
    webannotation,
)
from communique.exchange.base import Format, Options, Written

__all__ = ["FORMATS", "Format", "Options", "Written"]

_LOSES = {
    "csv": "who says what: accounts are counted, their quotations put together; what has one side only",
    "csv-columns": "everything: it is the column dictionary of csv",
    "parquet": "roles and offices of actors, which entries do not cite",
    "webannotation": "parts of participants, confidence, contradictions, judgements",
    "plover": "accounts apart, contradictions, judgements; what has one side only, CAMEO 01",
    "gdelt": "status, quotations, PLOVER codes, all but one address; times longer than a day, what has one side only",
    "ftm": "offsets of quotations, forms of EDTF that are no date, contradictions, sectors",
    "gexf": "evidence, places, all of an entry but its id and days; what has one side only",
    "graphml": "evidence, places, single days, all of an entry but its id; what has one side only",
    "ical": "codes, parts of participants; times without both ends or over a year, what was denied or declined",
    "geojson": "accounts apart, contradictions; what has no coordinates",
    "rss": "codes, parts of participants, coordinates",
    "timelinejs": "codes, parts of participants, coordinates; what has no first day",
}

_ALL = (
    Format("csv", ".csv", "text/csv", csv.write, _LOSES["csv"]),
    Format("csv-columns", ".csv", "text/csv", csv.write_columns, _LOSES["csv-columns"]),
    Format("parquet", ".parquet", "application/vnd.apache.parquet", parquet.write, _LOSES["parquet"]),
    Format("webannotation", ".jsonld", "application/ld+json", webannotation.write, _LOSES["webannotation"]),
    Format("plover", ".jsonl", "application/jsonl", plover.write, _LOSES["plover"]),
    Format("gdelt", ".tsv", "text/tab-separated-values", gdelt.write, _LOSES["gdelt"]),
    Format("ftm", ".ftm.jsonl", "application/jsonl", ftm.write, _LOSES["ftm"]),
    Format("gexf", ".gexf", "application/gexf+xml", gexf.write, _LOSES["gexf"]),
    Format("graphml", ".graphml", "application/graphml+xml", graphml.write, _LOSES["graphml"]),
    Format("ical", ".ics", "text/calendar", ical.write, _LOSES["ical"]),
    Format("geojson", ".geojson", "application/geo+json", geojson.write, _LOSES["geojson"]),
    Format("rss", ".rss", "application/rss+xml", rss.write, _LOSES["rss"]),
    Format("timelinejs", ".json", "application/json", timelinejs.write, _LOSES["timelinejs"]),
)
FORMATS: Mapping[str, Format] = MappingProxyType({f.name: f for f in _ALL})
"""The formats by name, in the order of the reference."""
