"""How long a ledger takes to be built: ``python benchmarks/ledger_build.py [--sizes N ...] [--one-by-one N]``.

Makes reports of ten engagements between people who take part as they do in the news (``benchmarks/ledger_rows.py``),
each with its record, and adds them to a ledger on SQLite as ``communique build`` does; up to ``--one-by-one``
engagements also as ``communique ingest`` does, without the reading. Prints seconds, engagements a second, and how both
grow.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import ledger_rows as rows
import numpy as np

from communique.intake import Report, report_from_text
from communique.ledger.store import Ledger
from communique.records import Actor, ActorKind, Engagement, Part, Participant, Plover, Record, Span, Status, When

SIZES = (1_000, 2_000, 4_000)
EACH = 10
"""Engagements in a report."""
Made = tuple[Report, Record, str]


def made(engagements: int, seed: int = 3) -> Iterator[Made]:
    """Yield reports with their records: so many engagements, of days in thirty years, later ones more often."""
    rng = np.random.default_rng(seed)
    people = rows.actor_rows()
    for number in range(engagements // EACH):
        who = rows.zipf(rng, 2 * EACH, rows.ACTORS).reshape(EACH, 2)
        day = date(1995, 1, 1) + timedelta(days=int(11_500 * rng.random() ** 0.6))
        words = [[rows.word(int(w)) for w in rows.zipf(rng, 12, rows.WORDS)] for _ in range(EACH)]
        kinds = rng.choice(("meeting", "visit", "call", "talks"), EACH)
        yield _report(number, day.isoformat(), [(people[a], people[b]) for a, b in who], words, [*map(str, kinds)])


def _report(number: int, day: str, who: list[tuple[tuple, tuple]], words: list[list[str]], kinds: list[str]) -> Made:
    sentences = [f"{a[2]} met {b[2]} and {' '.join(said)}." for (a, b), said in zip(who, words, strict=True)]
    report = report_from_text("\n\n".join(sentences), published=day, id=f"r{number}", title=f"Report {number}")
    ids: dict[str, str] = {}
    actors, engagements, start = [], [], 0
    for n, ((a, b), sentence, kind) in enumerate(zip(who, sentences, kinds, strict=True), 1):
        for person, at in ((a, start), (b, start + len(a[2]) + 5)):
            if person[0] not in ids:
                ids[person[0]] = f"a{len(ids) + 1}"
                mentions = (Span(at, at + len(person[2])),)
                actors.append(Actor(ids[person[0]], ActorKind(person[1]), person[2], person[3], mentions=mentions))
        parties = tuple(Participant(ids[x[0]], Part.ATTENDEE) for x in dict.fromkeys((a, b)))
        evidence = (report.layer.evidence(start, start + len(sentence)),)
        engagements.append(
            Engagement(
                f"e{n}", kind, Status.HELD, parties, Plover("CONSULT"), "040", evidence, 0.9, "made", time=When(day)
            )
        )
        start += len(sentence) + 2
    return report, Record(report.info, actors=tuple(actors), engagements=tuple(engagements)), "made"


def seconds(engagements: int, path: Path, *, together: bool) -> tuple[float, int]:
    """Return how long a ledger of so many takes to be built, and how many entries it has."""
    items = list(made(engagements))
    with Ledger(path) as ledger:
        start = time.perf_counter()
        if together:
            assert all(x is True for x in ledger.add_all(items))
        else:
            assert all(ledger.add(report, record, reader=reader) for report, record, reader in items)
        return time.perf_counter() - start, ledger.counts().entries


def main() -> None:
    """Build ledgers, and print how long it took."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--one-by-one", type=int, default=4_000, metavar="N")
    given, last = parser.parse_args(), 0.0
    with tempfile.TemporaryDirectory() as folder:
        for size in given.sizes:
            took, entries = seconds(size, Path(folder, f"{size}.sqlite"), together=True)
            grown = f", {took / last:.2f} times the one before" if last else ""
            print(
                f"{size:>9,} engagements: {took:8.1f} s, {size / took:6.0f} a second, {entries:,} entries{grown}",
                flush=True,
            )
            last = took
            if size <= given.one_by_one:
                alone, _ = seconds(size, Path(folder, f"{size}-alone.sqlite"), together=False)
                print(f"{'':9}  one by one:  {alone:8.1f} s, {alone / took:.2f} times as long", flush=True)


if __name__ == "__main__":
    main()
