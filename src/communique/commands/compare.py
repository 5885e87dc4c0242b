"""``communique compare``: a table of visits held against the reports of a ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from communique.commands.common import console, counted, ledger_option, opened, refusals, say
from communique.commands.forms import Cell, Form, Sheet
from communique.commands.options import ANSWERS, form_options, since_option, until_option

if TYPE_CHECKING:
    from communique.ledger.comparing import Compared

_HEADS = {"both": "BOTH", "differs": "DIFFERS", "near": "NEAR", "table": "TABLE ONLY", "press": "PRESS ONLY"}


@click.command()
@click.argument("table", metavar="TABLE")
@since_option
@until_option
@form_options(*ANSWERS)
@ledger_option
@refusals
def compare(table: str, since: str | None, until: str | None, form: Form, address: str) -> None:
    """Hold a table that was taken in against the reports: what both tell, one of them lacks, or they tell otherwise.

    TABLE is the preset it was taken in by, or the name that its layout gives it.
    """
    from communique.intake.rows.layout import preset, presets
    from communique.ledger.comparing import compare as compared

    name = preset(table).name if table in presets() else table
    with opened(address) as ledger:
        found = compared(ledger, name, since, until)
    if form.is_table:
        _print(found)
    else:
        form.write(found, Sheet(_COLUMNS, _row))
    counts = Counter(c.outcome.value for c in found)
    say(f"{counted(len(found), 'engagement')}: " + ", ".join(f"{counts[x]:,} {_HEADS[x].lower()}" for x in _HEADS))


_COLUMNS = tuple("year country outcome kind parties table press differs row reports entry".split())


def _row(c: Compared) -> Sequence[Cell]:
    return (c.year, c.country, c.outcome.value, c.kind, c.parties, c.table, c.press, " ".join(c.differs), c.row,
            " ".join(c.reports), c.entry)  # fmt: skip


def _print(found: Sequence[Compared]) -> None:
    """Print how many of each outcome there are by year and country, then what is told otherwise."""
    from rich.table import Table
    from rich.text import Text

    shown = console()
    counts = Counter((c.year, c.country, c.outcome.value) for c in found)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("YEAR", no_wrap=True)
    table.add_column("COUNTRY", no_wrap=True)
    for head in _HEADS.values():
        table.add_column(head, justify="right", no_wrap=True)
    for year, country in sorted({(c.year, c.country) for c in found}):
        table.add_row(year, Text(country), *(str(counts[year, country, x] or "·") for x in _HEADS))
    shown.print(table)
    for c in (c for c in found if c.differs):
        told = f"{c.entry}  {c.parties}: {', '.join(c.differs)} differ: {c.table} in the table, {c.press} in reports"
        shown.print(Text(told, style="yellow"))
