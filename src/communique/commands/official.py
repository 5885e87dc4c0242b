"""The tables of the Office of the Historian in a ledger: visits by year and country, series, who met whom most."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from communique.commands.common import console, counted, say
from communique.commands.tabled import Tables, take_tables

if TYPE_CHECKING:
    from communique.ledger.rows import Visit
    from communique.ledger.store import Ledger

TABLES = (
    ("us-travels", "Travels", ("travels/president-travels", "travels/secretary-travels")),
    ("us-visits", "Visits", ("visits/data",)),
)
"""By which layout each table is read, what it is called here, and where it lies in the folder of both."""
_MOST = 10


def print_official(ledger: Ledger, path: str, every: bool, quiet: bool) -> None:
    """Take both tables into a ledger, and print what it then holds of them; of every year and country if wanted.

    Raises:
        NotFound: if one of the two is not in the folder.
    """
    from communique.intake.rows.layout import preset
    from communique.ledger.rows import visits
    from communique.records import as_json

    tables = [Tables(tuple(_folder(path, x) for x in folders), preset(layout)) for layout, _, folders in TABLES]
    for table in tables:
        take_tables(ledger, table, quiet=quiet)
    for layout, title, _ in TABLES:
        found = visits(ledger, preset(layout).name)
        _print_years(f"{title}: {counted(len(found), 'row')}", found, every)
        _print_runs(found)
    _print_meetings(ledger)
    counts = as_json(ledger.counts())
    click.echo(f"\n{', '.join(f'{number:,} {name}' for name, number in counts.items())}")
    for how in (table.layout for table in tables):
        say(f"{how.name}: licence {how.licence}; cite {how.citation}")


def _folder(path: str, name: str) -> str:
    from communique.errors import NotFound

    folder = os.path.join(path, *name.split("/"))
    if not os.path.isdir(folder):
        remedy = "Give the folder that HistoryAtState/travels and HistoryAtState/visits lie in"
        raise NotFound(folder, "there is no such folder", remedy)
    return folder


def _print_years(title: str, found: Sequence[Visit], every: bool) -> None:
    """Print how many there are by decade, or by year, and of which countries."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", title=title, title_justify="left")
    table.add_column("YEAR" if every else "DECADE", no_wrap=True)
    table.add_column("ROWS", justify="right", no_wrap=True)
    table.add_column("COUNTRIES")
    times = [(visit.year if every else f"{visit.year[:3]}0s", visit.country) for visit in found if visit.year]
    for time in sorted({time for time, _ in times}):
        lands = Counter(country for t, country in times if t == time)
        most = sorted(lands.items(), key=lambda x: (-x[1], x[0]))
        told = ", ".join(f"{country} {n}" for country, n in (most if every else most[:_MOST]))
        rest = len(most) - _MOST
        more = f", and {counted(rest, 'country', 'countries')} more" if rest > 0 and not every else ""
        table.add_row(time, f"{sum(lands.values()):,}", Text(told + more))
    shown = console()
    shown.print()
    shown.print(table)


def _print_runs(found: Sequence[Visit]) -> None:
    from communique.ledger.rows import longest

    click.echo("\nYears one after another, longest:")
    for run in longest(found, _MOST):
        click.echo(f"  {run.country}  {run.first}–{run.last}, {run.years} years")


def _print_meetings(ledger: Ledger) -> None:
    from communique.ledger.queries import Query
    from communique.ledger.resolution.engagements import ENCOUNTERS
    from communique.ledger.series import meetings

    click.echo("\nWho met whom most:")
    for pair in meetings(ledger, Query(kinds=tuple(sorted(ENCOUNTERS))), most=_MOST).rows:
        click.echo(f"  {pair.one.name} ({pair.one.country}) and {pair.other.name} ({pair.other.country}): {pair.count}")
