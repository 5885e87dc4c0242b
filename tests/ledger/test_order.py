"""The order in which reports come in changes neither the actors nor the entries of a ledger."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

from communique.intake import Report, report_from_text
from communique.ledger.store import Ledger
from communique.records import Record, Status
from tests.ledger.stories import ANNA, STORY, told
from tests.readings import index, sample

Item = tuple[Report, Record]
Groups = tuple[frozenset[frozenset[str]], ...]

RIVALS: tuple[Item, ...] = (
    *(told(id, day, [row]) for id, day, row in STORY),
    told("short", "2018-06-01", names=("Berg", "Klein")),
    told("shorter", "2019-02-01", [("talks", Status.HELD, "2019-01-31")], names=("A. Berg", "Klein")),
    told("other", "2018-06-02", [("talks", Status.HELD, "2018-06-02")], names=(ANNA, "Bernd Stein")),
    told("moved", "2018-09-01", [("visit", Status.PLANNED, "2018-11")]),
    told("again", "2018-11-20", [("visit", Status.HELD, "2018-11-19")]),
    told("soon", "2018-11-01", [("visit", Status.PLANNED, None)], names=("Berg", "Boris Klein")),
)


def grouped(path: Path, items: Sequence[Item]) -> Groups:
    """What appearances are one actor, and what accounts one entry, when reports come in in this order."""
    with Ledger(str(path)) as ledger:
        for report, record in items:
            ledger.add(report, record)
        return tuple(
            _groups(ledger, sql) for sql in ("SELECT id, actor FROM appearance", "SELECT id, entry FROM account")
        )


def _groups(ledger: Ledger, sql: str) -> frozenset[frozenset[str]]:
    of: dict[str, set[str]] = defaultdict(set)
    for member, whole in ledger.sql(sql, limit=None).rows:
        of[str(whole)].add(str(member))
    return frozenset(map(frozenset, of.values()))


@pytest.mark.parametrize("seed", range(12))
def test_rivals_come_in_any_order(tmp_path: Path, seed: int) -> None:
    """Namesakes, surnames alone, and plans that one deed may keep: who comes first does not matter."""
    items = list(RIVALS)
    random.Random(seed).shuffle(items)
    assert grouped(tmp_path / "shuffled.sqlite", items) == grouped(tmp_path / "told.sqlite", RIVALS)


def test_shipped_reports_come_in_any_order(tmp_path: Path) -> None:
    """The reports shipped in the package, by day, backwards and at random."""
    from tests.readings import SAMPLES

    items = [
        (
            report_from_text((SAMPLES / e["file"]).read_text("utf-8"), published=e["published"], id=e["id"]),
            sample(e["id"]),
        )
        for e in sorted(index(), key=lambda e: (e["published"] or "", e["id"]))
    ]
    by_day = grouped(tmp_path / "by_day.sqlite", items)
    assert grouped(tmp_path / "backwards.sqlite", items[::-1]) == by_day
    random.Random(3).shuffle(items)
    assert grouped(tmp_path / "random.sqlite", items) == by_day
