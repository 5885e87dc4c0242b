"""Compare the record read from a report with the rows a careful reader expects of it.

The row format is described in ``tests/expected/README.md``. :func:`check_record` takes the
JSON form of a record and returns one line for each row that the record does not meet.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any

Json = dict[str, Any]
MARKS = "\"'“”„‟‘’‚‛«»‹›"
SEASONS = {"spring": "21", "summer": "22", "fall": "23", "autumn": "23", "winter": "24"}
LAST_MONTH = {21: 5, 22: 8, 23: 11, 24: 12, 33: 3, 34: 6, 35: 9, 36: 12}
INITIATING = frozenset({"initiator", "guest"})
RECEIVING = frozenset({"recipient", "host"})
ANY_PART = frozenset({"initiator", "recipient", "host", "guest", "mediator", "attendee"})


def fold(text: str) -> str:
    """Return ``text`` without accents, case, hyphens or doubled blanks, for comparing names."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[-‐‑‒–]", " ", plain.replace("’", "'")).casefold().split())


def listed(value: Any) -> list[Any]:
    """Return a list as it is, ``None`` as an empty one and anything else as a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def latest_day(edtf: str | None) -> str | None:
    """Return the last day an EDTF value can mean, or ``None`` where it has no end or cannot be told."""
    if not edtf:
        return None
    last = re.sub(r"[~?%]", "", edtf.split("/")[-1]).replace("X", "9")
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?", last)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2] or 12), found[3]
    month = LAST_MONTH.get(month, month)
    return f"{year:04}-{month:02}-{day or calendar.monthrange(year, month)[1]}"


def season_code(value: Any) -> str:
    """Return the EDTF season of ``{"season": "2018-23"}`` or of words such as "fall 2018"."""
    if isinstance(value, dict):
        return str(value["season"])
    found = re.search(r"(spring|summer|fall|autumn|winter)\s+(\d{4})", str(value).casefold())
    if found is None:
        raise ValueError(f"no season in {value!r}")
    return f"{found[2]}-{SEASONS[found[1]]}"


class Reading:
    """A record's JSON with its actors and engagements by id."""

    def __init__(self, record: Json) -> None:
        self.record = record
        self.text: str = record["report"]["text"]
        self.actors: dict[str, Json] = {a["id"]: a for a in record.get("actors", [])}
        self.engagements: dict[str, Json] = {e["id"]: e for e in record.get("engagements", [])}
        self.rows: dict[str, set[str]] = {}

    def named(self, actor: str | None, name: str) -> bool:
        """True where one of the actor's names contains ``name``."""
        found = self.actors.get(actor or "")
        return found is not None and any(fold(name) in fold(n) for n in [found["name"], *found.get("aliases", [])])

    def has(self, engagement: Json, names: Iterable[str], parts: frozenset[str]) -> bool:
        """True where one of ``names`` takes part in the engagement as one of ``parts``."""
        present = [p["actor"] for p in engagement.get("participants", []) if p["part"] in parts]
        return any(self.named(actor, name) for name in names for actor in present)


def _place(engagement: Json, key: str) -> str:
    return (engagement.get("place") or {}).get(key) or ""


def _edtf(engagement: Json) -> str | None:
    value: str | None = (engagement.get("time") or {}).get("edtf")
    return value


def _season(reading: Reading, engagement: Json, value: Any) -> bool:
    bounds = (_edtf(engagement) or "").split("/")
    return any(re.sub(r"[~?%]", "", b) == season_code(value) for b in bounds)


def _guest_country(reading: Reading, engagement: Json, value: Any) -> bool:
    parts = {"guest", "initiator", "attendee"} if engagement["kind"] == "visit" else {"guest"}
    guests = [p["actor"] for p in engagement.get("participants", []) if p["part"] in parts]
    return any(reading.actors.get(g, {}).get("country") == value for g in guests)


def _before(reading: Reading, engagement: Json, value: Any) -> bool:
    day = latest_day(_edtf(engagement))
    return day is not None and day < str(value)


def _about(reading: Reading, engagement: Json, value: Any) -> bool:
    others = ANY_PART - {"initiator"}
    about = engagement.get("about", [])
    if reading.has(engagement, value, others):
        return True
    if any(reading.rows.get(v, set()) & set(about) for v in value):
        return True
    spoken_of = [reading.engagements[a] for a in about if a in reading.engagements]
    return any(reading.has(e, value, ANY_PART) for e in spoken_of)


def _part(parts: frozenset[str]) -> Callable[[Reading, Json, Any], bool]:
    return lambda reading, engagement, value: reading.has(engagement, listed(value), parts)


CHECKS: dict[str, Callable[[Reading, Json, Any], bool]] = {
    "kind": lambda r, e, v: e["kind"] in listed(v),
    "status": lambda r, e, v: e["status"] in listed(v),
    "participants": lambda r, e, v: all(r.has(e, listed(n), ANY_PART) for n in v),
    "initiator": _part(INITIATING),
    "initiator_any": _part(INITIATING),
    "recipient_any": _part(RECEIVING),
    "host_any": _part(frozenset({"host"})),
    "mediator_any": _part(frozenset({"mediator"})),
    "guest_country": _guest_country,
    "edtf": lambda r, e, v: _edtf(e) in listed(v),
    "edtf_season": _season,
    "before": _before,
    "place": lambda r, e, v: fold(v) in fold(_place(e, "name")),
    "place_any": lambda r, e, v: any(fold(n) in fold(_place(e, "name")) for n in v),
    "place_country": lambda r, e, v: _place(e, "country") == v,
    "voice_any": lambda r, e, v: any(r.named(e.get("voice"), n) for n in v),
    "about_any": _about,
}


def failures(reading: Reading, engagement: Json, row: Json, skip: str = "") -> list[str]:
    """The keys of ``row`` that the engagement does not meet."""
    if unknown := row.keys() - CHECKS.keys() - {"id", "note"}:
        raise ValueError(f"unknown keys in an expected row: {sorted(unknown)}")
    return [k for k, v in row.items() if k in CHECKS and k != skip and not CHECKS[k](reading, engagement, v)]


def matches(reading: Reading, row: Json, skip: str = "") -> set[str]:
    """Ids of the engagements that meet every key of ``row`` but ``skip``."""
    return {i for i, e in reading.engagements.items() if not failures(reading, e, row, skip)}


def nearest(tried: list[tuple[list[str], str]], first: str) -> str:
    """Say which of the tried comes nearest and in what it fails; failing ``first`` weighs most."""
    if not tried:
        return "not found; the record has none"
    failed, near = min(tried, key=lambda t: (first in t[0], len(t[0])))
    return f"not found; nearest {near} fails {', '.join(failed)}"


def check_engagements(reading: Reading, expected: Json) -> Iterator[str]:
    """One line for each engagement row not met, and for each ``never`` row that is."""
    rows = expected.get("engagements", [])
    reading.rows = {row["id"]: matches(reading, row, skip="about_any") for row in rows}
    for row in rows:
        if not matches(reading, row):
            tried = [(failures(reading, e, row), i) for i, e in reading.engagements.items()]
            yield f"engagement {row['id']} {row.get('kind')} {row.get('status')}: {nearest(tried, 'kind')}"
    for row in expected.get("never", []):
        for found in sorted(matches(reading, row)):
            yield f"never: {found} is one that must not be there: {row}"


def lead_span(text: str) -> tuple[int, int]:
    """The first body paragraph: after the title line, a dozen words or more that end as a sentence does."""
    lines = list(re.finditer(r"[^\n]+", text))
    for line in lines[1:]:
        words = line[0].strip()
        if len(words.split()) >= 12 and words.rstrip(MARKS).endswith((".", "?", "!")):
            return line.span()
    return (0, 0)


def is_block(reading: Reading, statement: Json) -> bool:
    """True where no content span has a quotation mark at its edges, inside or out."""
    for span in statement.get("content", []):
        start, end = span["start"], span["end"]
        edges = reading.text[max(0, start - 1) : start + 1] + reading.text[end - 1 : end + 1]
        if any(c in MARKS for c in edges):
            return False
    return bool(statement.get("content"))


def said(text: str) -> str:
    """Content as compared: no marks or blanks at the edges, blanks single, case folded."""
    return " ".join(text.split()).strip(MARKS + " ").casefold()


def content_meets(reading: Reading, statement: Json, row: Json) -> bool:
    """True where the statement's content starts, ends and contains as ``row`` says."""
    spans = statement.get("content", [])
    whole = " ".join(said(reading.text[s["start"] : s["end"]]) for s in spans)
    starts, ends = said(row.get("starts", "")).rstrip(".,"), said(row.get("ends", "")).rstrip(".,")
    if not whole.startswith(starts) or said(row.get("contains", "")) not in whole:
        return False
    return bool(spans) and whole.rstrip(".,!?" + MARKS).endswith(ends.rstrip("!?"))


def statement_failures(reading: Reading, statement: Json, row: Json) -> list[str]:
    """The keys of a statement row that the statement does not meet; content first."""
    failed = [] if content_meets(reading, statement, row) else ["content"]
    for key in ("speaker", "addressee"):
        if key in row and not any(reading.named(statement.get(key), n) for n in listed(row[key])):
            failed.append(key)
    if "kind" in row and statement["kind"] not in listed(row["kind"]):
        failed.append("kind")
    if row.get("paragraph") == "lead":
        start, end = lead_span(reading.text)
        if not any(start <= s["start"] < end for s in statement.get("content", [])):
            failed.append("paragraph")
    if row.get("block") and not is_block(reading, statement):
        failed.append("block")
    return failed


def check_statements(reading: Reading, expected: Json) -> Iterator[str]:
    """One line for each statement row not met."""
    statements = reading.record.get("statements", [])
    for row in expected.get("statements", []):
        tried = [(statement_failures(reading, s, row), s["id"]) for s in statements]
        if not any(not failed for failed, _ in tried):
            words = row.get("starts") or row.get("contains")
            yield f"statement {words!r} by {row.get('speaker', 'anyone')}: {nearest(tried, 'content')}"


def actor_failures(actor: Json, row: Json) -> list[str]:
    """The keys of an actor row that the actor does not meet; the name is taken as met."""
    roles = actor.get("roles", [])
    bodies = [fold(r.get("body") or "") for r in roles]
    titles = [fold(r["title"]) for r in roles]
    met: dict[str, Callable[[Any], bool]] = {
        "kind": lambda v: actor.get("kind") in listed(v),
        "country": lambda v: actor.get("country") in listed(v),
        "roles_any": lambda v: any(fold(t) in title for t in v for title in titles),
        "organization_any": lambda v: any(fold(o) in body for o in v for body in bodies),
        "former": lambda v: any(bool(r.get("former")) == v for r in roles),
    }
    return [key for key, meets in met.items() if key in row and not meets(row[key])]


def check_actors(reading: Reading, expected: Json) -> Iterator[str]:
    """One line for each actor row, pair of distinct actors or pair of counterparts not met."""
    for row in expected.get("actors", []):
        tried = [actor_failures(a, row) for i, a in reading.actors.items() if reading.named(i, row["name"])]
        if not any(not failed for failed in tried):
            why = f"fails {', '.join(sorted(tried, key=len)[0])}" if tried else "no actor of that name"
            yield f"actor {row['name']}: {why}"
    for one, two in expected.get("distinct", []):
        if merged := [i for i in reading.actors if reading.named(i, one) and reading.named(i, two)]:
            yield f"distinct: {one} and {two} are one actor, {merged[0]}"
    pairs = [c["bodies"] for c in reading.record.get("counterparts", [])]
    for one, two in expected.get("counterparts", []):
        if not any(reading.named(p[a], one) and reading.named(p[1 - a], two) for p in pairs for a in (0, 1)):
            yield f"counterparts {one} / {two}: not found"


def quoted(value: Any) -> Iterator[Json]:
    """Every object with a start, an end and a quote, at any depth."""
    if isinstance(value, dict):
        if {"start", "end", "quote"} <= value.keys():
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from quoted(item)


def check_spans(reading: Reading, expected: Json) -> Iterator[str]:
    """One line for each quote its span does not slice to, and each reading of what is no content."""
    for item in quoted(reading.record):
        if reading.text[item["start"] : item["end"]] != item["quote"]:
            yield f"evidence {item['start']}..{item['end']} does not slice to {item['quote']!r}"
    read = [s for st in reading.record.get("statements", []) for s in st.get("content", [])]
    read += [v for e in reading.engagements.values() for v in e.get("evidence", [])]
    for words in expected.get("not_content", []):
        for found in re.finditer(re.escape(words), reading.text):
            if any(s["start"] < found.end() and found.start() < s["end"] for s in read):
                yield f"not_content: {words!r} was read as content"
    if reading.engagements and any(not e.get("evidence") for e in reading.engagements.values()):
        yield "evidence: an engagement has none"


def check_record(record_json: Json, expected: Json) -> list[str]:
    """Return one line for each expected row that the record does not meet; empty where all are met."""
    reading = Reading(record_json)
    checks = (check_spans, check_engagements, check_statements, check_actors)
    return [line for check in checks for line in check(reading, expected)]
