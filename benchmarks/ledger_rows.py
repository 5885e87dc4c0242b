"""Rows of a ledger as large as wanted: engagements that never were, with the skew of real ones.

Who takes part follows Zipf's law (a few leaders are in most of the news), so do countries and words; days lie from
1995 to 2026, more of them late; a fifth of the engagements is told by two reports or more. The rows are put straight
into the tables, since it is the store that is measured and not the reader.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import combinations, islice
from typing import Any

import numpy as np

from communique.ledger.identity import new_id
from communique.ledger.migrations.versions.v0004_counts import counting
from communique.ledger.packing import pack_record
from communique.ledger.schema import metadata
from communique.records import Record, ReportInfo

COUNTRIES = tuple(
    "USA CHN RUS GBR FRA DEU JPN IND ISR IRN UKR TUR KOR PRK SAU EGY BRA MEX CAN AUS ITA ESP POL PAK SYR IRQ AFG "
    "QAT ARE ZAF NGA KEN ETH ARG COL VEN CUB CHL PER SWE NOR FIN DNK NLD BEL CHE AUT CZE HUN ROU GRC SRB GEO ARM "
    "AZE KAZ UZB MNG VNM THA PHL IDN MYS SGP TWN BGD LKA NPL MMR KHM LAO NZL JOR LBN YEM OMN KWT BHR LBY TUN MAR "
    "DZA SDN SSD TCD MLI NER GHA CIV SEN CMR COD RWA UGA TZA MOZ ZMB ZWE AGO BWA NAM".split()
)
KINDS = (
    "meeting",
    "visit",
    "call",
    "talks",
    "statement",
    "criticism",
    "support",
    "invitation",
    "agreement",
    "sanction",
)
KIND_SHARES = (0.24, 0.16, 0.06, 0.1, 0.08, 0.14, 0.08, 0.05, 0.06, 0.03)
STATUSES = ("held", "ongoing", "planned", "proposed", "possible", "cancelled", "denied", "declined", "conditional")
STATUS_SHARES = (0.68, 0.03, 0.12, 0.05, 0.04, 0.03, 0.02, 0.02, 0.01)
WORDS, ACTORS = 30_000, 20_000
REVIEWS, REVIEW_SHARES = ("none", "accepted", "rejected", "unsure"), (0.97, 0.02, 0.005, 0.005)
PUBLISHERS = tuple(f"{city} {paper}" for paper in ("Times", "Post", "Gazette", "Courier") for city in
                   "Aalto Borga Celle Dinant Evora Fano Gouda Huesca Ivrea Jena Kotka Lund Modena Namur Odense Parnu "
                   "Quimper Riva Sliven Trakai Utena Vigo Worms Xanten Ypres Zadar".split())  # fmt: skip
_FIRST, _DAYS = date(1995, 1, 1), 11_500
_PER_REPORT = 10
_NOTHING = pack_record(Record(ReportInfo("made", None, None, "", "en", None, None, "0" * 64)))
"""A record in which nothing was found, for every report: what it tells is in the rows of accounts."""
_LAYER = json.dumps({"segments": [], "warnings": [], "dateline": None})
_CONTRADICTIONS = '[{"aspect": "status", "values": [["held", []], ["denied", []]]}]'

Rows = dict[str, list[tuple[Any, ...]]]


def zipf(rng: np.random.Generator, size: int, among: int, slope: float = 1.0) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return ``size`` ranks below ``among``, rank r as often as (r + 1) ** -slope."""
    return np.searchsorted(_shares(among, slope), rng.random(size)).clip(0, among - 1)


@cache
def _shares(among: int, slope: float) -> np.ndarray[Any, np.dtype[np.float64]]:
    weights = 1 / np.arange(1, among + 1) ** slope
    return np.cumsum(weights / weights.sum())


def word(rank: int) -> str:
    """Return the word of a rank: letters that are no other's."""
    letters = ""
    rank += 26
    while rank:
        rank, digit = divmod(rank, 26)
        letters += "etaoinshrdlucmfwypvbgkjqxz"[digit]
    return letters


def actor_rows() -> list[tuple[Any, ...]]:
    """Return the actors, every tenth an organization: id, kind, name, country and what else a row has."""
    rng = np.random.default_rng(1)
    lands = zipf(rng, ACTORS, len(COUNTRIES))
    rows = []
    for n in range(ACTORS):
        name = f"{word(n * 7 + 1000).title()} {word(n * 3 + 2000).title()}"
        kind = "organization" if n % 10 == 9 else "person"
        rows.append((actor_id(n), kind, name, COUNTRIES[lands[n]], None, "[]", json.dumps([name]), "[]", "{}", 1))
    return rows


def actor_id(n: int) -> str:
    """Return the id of the actor of a rank."""
    return new_id("A", f"r{n}/a1")


def batches(count: int, actors: Sequence[tuple[Any, ...]], at_once: int = 20_000) -> Iterator[Rows]:
    """Yield rows by table for ``count`` engagements, some at a time."""
    rng, beside = np.random.default_rng(count), np.random.default_rng([count, 1])
    number = account = 0
    while number < count:
        size = min(at_once, count - number)
        rows: Rows = {name: [] for name in _COLUMNS}
        made = _Draws(rng, beside, size)
        for i in range(size):
            number += 1
            account = _entry(rows, made, i, number, account, actors)
        yield rows


class _Draws:
    """What chance decides for some engagements, drawn at once."""

    def __init__(self, rng: np.random.Generator, beside: np.random.Generator, size: int) -> None:
        self.who = zipf(rng, size * 3, ACTORS).reshape(size, 3)
        self.kind = rng.choice(len(KINDS), size, p=KIND_SHARES)
        self.status = rng.choice(len(STATUSES), size, p=STATUS_SHARES)
        self.day = (_DAYS * rng.random(size) ** 0.6).astype(int)
        self.told = 1 + (rng.random(size) < 0.2) * rng.integers(1, 3, size)
        self.three = rng.random(size) < 0.1
        self.words = zipf(rng, size * 25, WORDS).reshape(size, 25)
        self.place = zipf(rng, size, len(COUNTRIES))
        self.confidence = (0.5 + 0.5 * beside.random(size)).round(3)
        self.review = beside.choice(len(REVIEWS), size, p=REVIEW_SHARES)
        self.disputed = beside.random(size) < 0.02
        self.quoted = beside.random(size) < 0.15
        self.publisher = zipf(beside, size, len(PUBLISHERS))


def _entry(rows: Rows, d: _Draws, i: int, number: int, account: int, actors: Sequence[tuple[Any, ...]]) -> int:
    """Add the rows of one engagement; return the number of its last account."""
    parties = list(dict.fromkeys(int(x) for x in d.who[i][: 3 if d.three[i] else 2]))
    kind, status = KINDS[d.kind[i]], STATUSES[d.status[i]]
    day = (_FIRST + timedelta(days=int(d.day[i]))).isoformat()
    land = COUNTRIES[d.place[i]]
    about = " ".join(word(int(w)) for w in d.words[i])
    rows["entry"].append(
        (number, new_id("E", f"{number}"), kind, status, "CONSULT", None, "diplomatic", "040", day, day, day, day,
         land.title(), land, 1.0, 2.0, None, int(d.told[i]), float(d.confidence[i]), REVIEWS[d.review[i]], "[]",
         _CONTRADICTIONS if d.disputed[i] else "[]", "{}", "quoted" if d.quoted[i] else "reporter", bool(d.disputed[i]),
         day)
    )  # fmt: skip
    for place, p in enumerate(parties):
        rows["entry_party"].append((number, place, actors[p][0], "attendee"))
    sides = sorted({x for p in parties for x in (actors[p][0], actors[p][3])})
    beside = day, number, kind, status, REVIEWS[d.review[i]]
    rows["side"] += [(side, *beside) for side in sides]
    rows["dyad"] += sorted({(*sorted((x, y)), *beside, "040") for x, y in _pairs(parties, actors)})
    for _ in range(int(d.told[i])):
        account += 1
        voice = f"seen/{parties[0]}" if d.quoted[i] else None
        _account(rows, account, number, kind, status, day, about, parties, actors, voice, PUBLISHERS[d.publisher[i]])
    return account


def _pairs(parties: Sequence[int], actors: Sequence[tuple[Any, ...]]) -> Iterator[tuple[str, str]]:
    for p, q in combinations(parties, 2):
        for x in (actors[p][0], actors[p][3]):
            yield from ((x, y) for y in (actors[q][0], actors[q][3]) if x != y)


def _account(
    rows: Rows, n: int, entry: int, kind: str, status: str, day: str, about: str, parties: Sequence[int],
    actors: Sequence[tuple[Any, ...]], voice: str | None, publisher: str,
) -> None:  # fmt: skip
    """Add an account, its parties, and its report where it is the first of it."""
    report = (n - 1) // _PER_REPORT + 1
    if (n - 1) % _PER_REPORT == 0:
        id = f"{report:016x}"
        rows["report"].append(
            (report, id, id * 4, None, f"Report {report}", None, publisher, day, "en", None, b"", about, "1", _LAYER,
             id, b"", "made", _NOTHING, "{}", day, about)
        )  # fmt: skip
    read = {
        "id": "e1", "kind": kind, "status": status, "participants": [], "cameo": "040",
        "plover": {"type": "CONSULT", "mode": None, "context": "diplomatic"}, "confidence": 0.9,
        "evidence": [{"start": 10, "end": 10 + len(about), "quote": about}], "why": "sense 'meet'; held by tense",
        "time": {"edtf": day, "text": day, "start": 0, "end": 10}, "place": None, "voice": None, "about": [],
    }  # fmt: skip
    names = " ".join(actors[p][2].lower() for p in parties)
    rows["account"].append(
        (
            n,
            f"{report:016x}/e{n}",
            report,
            "e1",
            kind,
            status,
            voice,
            "[]",
            json.dumps(read),
            entry,
            "",
            f"{about} {names}",
        )
    )
    for place, p in enumerate(parties):
        rows["account_party"].append((n, place, f"seen/{p}", "attendee"))


_COLUMNS = {
    table: [c.name for c in metadata.tables[table].c]
    for table in ("report", "entry", "entry_party", "side", "dyad", "account", "account_party")
}


def appearance_rows(actors: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return one appearance an actor, which all accounts share: how many there are makes no query slower."""
    read = '{"id": "a1", "kind": "person", "name": ""}'
    return [(f"seen/{n}", 1, "a1", "person", a[2], a[3], read, a[0], "") for n, a in enumerate(actors)]


def fill_sqlite(path: str, count: int) -> None:
    """Put ``count`` engagements into a new SQLite ledger's tables; the index of words is made at the end."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA cache_size=-2000000;"
    )
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")

    def put(table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        marks = ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)

    connection.execute("BEGIN")
    _put_all(put, count)
    connection.execute("COMMIT")
    for table in ("account", "report"):
        connection.execute(f"INSERT INTO {table}_words({table}_words) VALUES ('rebuild')")
    for statement in counting():
        connection.execute(statement)
    for _, sql in triggers:
        connection.execute(sql)
    connection.executescript("ANALYZE; PRAGMA journal_mode=WAL;")
    connection.close()


def fill_postgresql(address: str, count: int) -> None:
    """Put ``count`` engagements into a new PostgreSQL ledger's tables, with COPY."""
    import psycopg

    with psycopg.connect(address) as connection:
        connection.execute("SET session_replication_role = replica")

        def put(table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
            with connection.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)

        _put_all(put, count)
        for statement in counting():
            connection.execute(statement)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def _put_all(put: Any, count: int) -> None:
    actors = actor_rows()
    made = batches(count, actors)
    first = next(made)
    put("actor", [c.name for c in metadata.tables["actor"].c], actors)
    put("actor_name", ["name", "actor"], {(a[2].lower(), a[0]) for a in actors})
    put("report", _COLUMNS["report"], first.pop("report"))
    put("appearance", [c.name for c in metadata.tables["appearance"].c], appearance_rows(actors))
    for name, rows in first.items():
        put(name, _COLUMNS[name], rows)
    for batch in made:
        for name, rows in batch.items():
            put(name, _COLUMNS[name], rows)


def dyads(count: int, many: int, seed: int = 5) -> list[tuple[str, str]]:
    """Return pairs of sides that take part together, the frequent ones as often as they are: actors and countries."""
    found = []
    actors = actor_rows()
    for batch in islice(batches(count, actors), 1):
        found = [(row[0], row[1]) for row in batch["dyad"]]
    rng = np.random.default_rng(seed)
    return [found[i] for i in rng.integers(0, len(found), many)]
