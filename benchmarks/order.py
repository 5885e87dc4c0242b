"""Whether the order in which reports come changes a ledger: ``python benchmarks/order.py REPORTS.jsonl [--most N]``.

Reports are read once and taken in by day, backwards, and at random. Printed is how many actors and entries are not,
member for member, among those that come about by day: none should be. Nothing of this kind is published for other event
coders.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from communique.intake import Report, open_reports
from communique.ledger.store import Ledger
from communique.reading.read import read
from communique.records import Record

Groups = frozenset[frozenset[str]]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reports", help="JSON Lines of reports")
    parser.add_argument("--most", type=int, default=400, help="reports to take (default 400)")
    given = parser.parse_args()
    found = [x for x, _ in zip(open_reports(given.reports), range(given.most), strict=False) if isinstance(x, Report)]
    items = sorted(
        ((report, read(report)) for report in found), key=lambda x: (x[0].info.published or "", x[0].info.id)
    )
    by_day = taken_in(items)
    print(f"{len(items)} reports by day: {len(by_day[0]):,} actors, {len(by_day[1]):,} entries")
    mixed = items[:]
    random.Random(1).shuffle(mixed)
    for name, order in (("backwards", items[::-1]), ("at random", mixed)):
        actors, entries = taken_in(order)
        print(f"{name}: {len(actors - by_day[0])} actors and {len(entries - by_day[1])} entries are others")
        sys.stdout.flush()


def taken_in(items: Sequence[tuple[Report, Record]]) -> tuple[Groups, Groups]:
    """Return which appearances are one actor, and which accounts one entry, when reports come in this order."""
    with TemporaryDirectory() as folder, Ledger(str(Path(folder) / "ledger.sqlite")) as ledger:
        for report, record in items:
            ledger.add(report, record)
        return _groups(ledger, "SELECT id, actor FROM appearance"), _groups(ledger, "SELECT id, entry FROM account")


def _groups(ledger: Ledger, sql: str) -> Groups:
    of: dict[str, set[str]] = defaultdict(set)
    for member, whole in ledger.sql(sql, limit=None).rows:
        of[str(whole)].add(str(member))
    return frozenset(map(frozenset, of.values()))


if __name__ == "__main__":
    main()
