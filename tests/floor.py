"""How much of what is expected of the sample reports is read: counted here, pinned in ``expected/floor.json``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from communique.reading.actors import known
from communique.records import as_json
from tests.expected_rows import check_record
from tests.readings import EXPECTED, SAMPLES, expected, index, read_entry

PINNED = EXPECTED / "floor.json"
ROWS = ("engagements", "statements", "actors", "distinct", "counterparts")
ROOM = 2
"""Rows of a part that the tests let go missing: noise (``tests/noise.py``) moves engagements by two rows and actors
by one from seed to seed, and ONNX Runtime's SSE kernels lose one actor. Pinning gives no room: no loss adds up."""

_LINES = {"engagement": "engagements", "statement": "statements", "actor": "actors"}


@dataclass(frozen=True, slots=True)
class Score:
    """Rows matched and rows expected, by part; how many ``never`` rows were broken; what was read, as a hash."""

    corpus: str
    matched: dict[str, int]
    rows: dict[str, int]
    never_broken: int
    other: int

    @property
    def share(self) -> float:
        """Share of all expected rows that are matched."""
        return sum(self.matched.values()) / sum(self.rows.values())

    def as_dict(self) -> dict[str, Any]:
        """The form that is pinned."""
        return {**asdict(self), "share": round(self.share, 4)}


def corpus_hash() -> str:
    """A hash of the sample reports and of the rows expected of them: a score holds for one corpus."""
    digest = hashlib.sha256()
    for entry in index():
        for path in (SAMPLES / entry["file"], EXPECTED / f"{entry['id']}.json"):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def part_of(line: str) -> str:
    """Which part an unmet line belongs to: one of :data:`ROWS`, ``never``, or ``other``."""
    first = line.split(maxsplit=1)[0].rstrip(":")
    return _LINES.get(first, first if first in (*ROWS, "never") else "other")


@contextmanager
def nobody_known() -> Iterator[None]:
    """Read without the table of well-known office holders, which was written with the sample reports known."""
    table = known.load
    caches = [f for f in vars(known).values() if hasattr(f, "cache_clear") and f is not table]

    def without(name: str) -> Any:
        return {} if name == "people" else table(name)

    try:
        known.load = without
        for cached in caches:
            cached.cache_clear()
        yield
    finally:
        known.load = table
        for cached in caches:
            cached.cache_clear()


def measure() -> Score:
    """Read every sample report, with nobody known beforehand, and count."""
    with nobody_known():
        return _measure()


def _measure() -> Score:
    rows, unmet = dict.fromkeys(ROWS, 0), dict.fromkeys((*ROWS, "never", "other"), 0)
    for entry in index():
        wanted = expected(entry["id"])
        for part in ROWS:
            rows[part] += len(wanted.get(part, []))
        for line in check_record(as_json(read_entry(entry)), wanted):
            unmet[part_of(line)] += 1
    matched = {part: rows[part] - unmet[part] for part in ROWS}
    return Score(corpus_hash(), matched, rows, unmet["never"], unmet["other"])


def pinned() -> dict[str, Any]:
    """The pinned score; empty where nothing is pinned."""
    found: dict[str, Any] = json.loads(PINNED.read_text("utf-8")) if PINNED.is_file() else {}
    return found


def lowered(old: dict[str, Any], new: dict[str, Any], room: int = 0) -> list[str]:
    """Say in what the new score is below the old one; a score of another corpus is compared by shares.

    ``room`` is how many rows of a part may be missing; of ``never`` rows none may be broken more.
    """
    if not old:
        return []
    worse = []
    for part in ROWS:
        one, two = ((s["matched"][part] + more) / max(1, s["rows"][part]) for s, more in ((old, 0), (new, room)))
        if two < one:
            worse.append(f"{part}: {old['matched'][part]}/{old['rows'][part]} before, "
                         f"{new['matched'][part]}/{new['rows'][part]} now")  # fmt: skip
    for key in ("never_broken", "other"):
        if new[key] > old[key]:
            worse.append(f"{key}: {old[key]} before, {new[key]} now")
    return worse
