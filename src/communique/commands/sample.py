"""``communique sample`` and ``precision``: how much of what was read is right, by a random sample that people judge."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.characters import json_text
from communique.commands.common import (
    check_kinds,
    console,
    counted,
    json_option,
    judge_of,
    ledger_option,
    opened,
    opened_to_judge,
    print_json,
    refusals,
    say,
)
from communique.commands.started import hint
from communique.commands.streams import output
from communique.records import Status

if TYPE_CHECKING:
    from communique.ledger.sampling import Precision, Sample
    from communique.ledger.views import Entry

_COLUMNS = ("id", "kind", "status", "parties", "time", "place", "quote", "report", "published", "review")


@click.command()
@click.option("--n", type=click.IntRange(1, 100_000), default=100, show_default=True, help="How many are drawn.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed draws the same from the same.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Draw from these kinds only.")
@click.option("--status", "statuses", multiple=True, type=click.Choice([x.value for x in Status]), help="Only so.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "jsonl"]), default="table", show_default=True)
@click.option(
    "--output", "-o", "path", type=click.Path(dir_okay=False, path_type=Path), help="A file, for csv or jsonl."
)
@click.option("--by", metavar="NAME", envvar="COMMUNIQUE_USER", help="Who draws (default: the user of this machine).")
@ledger_option
@refusals
def sample(
    n: int,
    seed: int,
    kinds: tuple[str, ...],
    statuses: tuple[str, ...],
    form: str,
    path: Path | None,
    by: str | None,
    address: str,
) -> None:
    """Draw engagements at random, to be judged; what was drawn is kept, for communique precision."""
    check_kinds(kinds)
    with opened_to_judge(address) as ledger:
        drawn, found = ledger.sample(n, seed, by=judge_of(by), kinds=kinds, statuses=tuple(Status(x) for x in statuses))
    if form == "table":
        from communique.commands.tables import print_entries

        print_entries(console(), found)
    else:
        with output(path) as out:
            out.writelines(_lines(form, found))
    say(f"{_about(drawn)}. Judge each by its id ({hint('judge', 'accept')} E-…), then: {hint('precision')}")


def _lines(form: str, found: Iterable[Entry]) -> Iterable[bytes]:
    from communique.reading.coding.events import csv_lines
    from communique.records import as_json

    if form == "jsonl":
        return [json_text(as_json(entry)).encode() + b"\n" for entry in found]
    return [csv_lines([row]).encode("utf-8", "replace") for row in (_COLUMNS, *map(_row, found))]


def _row(entry: Entry) -> tuple[str | None, ...]:
    from communique.commands.tables import who

    account = entry.accounts[-1]
    quote = account.evidence[0].quote if account.evidence else None
    place = entry.place.name if entry.place else None
    return (entry.id, entry.kind, entry.status.value, who(entry.parties), entry.time, place, quote, account.report.id,
            account.report.published, entry.review.value)  # fmt: skip


def _about(drawn: Sample) -> str:
    """Which sample it is, in a few words."""
    asked = [*drawn.kinds, *(x.value for x in drawn.statuses)]
    among = f" ({', '.join(asked)})" if asked else ""
    size = f"{len(drawn.drawn):,} of {counted(drawn.of, 'engagement')}{among}"
    return f"sample {drawn.id}: seed {drawn.seed}, n {drawn.n:,}, drawn {drawn.day} by {drawn.by}: {size}"


@click.command()
@click.option("--sample", "id", metavar="ID", help="Of this sample, by the id that sample printed (default: the last).")
@json_option
@ledger_option
@refusals
def precision(id: str | None, as_lines: bool, address: str) -> None:
    """How much of a sample is right, of what people judged in it: by kind and status, with 95 % intervals."""
    with opened(address) as ledger:
        found = ledger.precision(id)
    if as_lines:
        print_json(found)
    else:
        _print(found)
    if not found.whole.n:
        say(f"nothing of it is judged yet: {hint('judge', 'accept')} E-…, or reject")
        sys.exit(1)


def _print(found: Precision) -> None:
    from communique.commands.tables import print_shares

    print_shares(console(), found)
    gone = f", {found.gone:,} no longer in the ledger" if found.gone else ""
    say(f"{_about(found.sample)}{gone}")
