"""``communique demo``: the shipped reports read into a ledger, and what it then holds."""

from __future__ import annotations

import json
import tempfile
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.commands.common import console, counted, progress, refusals, say
from communique.commands.options import port_option
from communique.commands.started import hint, prefix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from communique.ledger.store import Ledger
    from communique.records import Record

_SHOWN = "senators-moscow"
_KEPT = "demo.sqlite"
_QUESTIONS = (("timeline", "USA", "RUS"), ("due", "--by", "2020-12-31"), ("said", "greenland", "--by", "Trump"))
_STORIES = (("Trump", "Kim Jong Un", "meeting"), ("Trump", "DNK", "visit"), ("Xi Jinping", "JPN", "visit"))


@click.command()
@click.option("--all", "every", is_flag=True, help="Print every report's record in full; of tables every year.")
@click.option("--official", metavar="PATH", help="Take the tables of the U.S. Office of the Historian in PATH instead.")
@click.option("--ledger", "address", metavar="URL", help="Keep the ledger here, to try the other commands on.")
@click.option("--serve", "served", is_flag=True, help="Then open the desk on it in the browser, until Ctrl-C.")
@port_option
@click.option("--quiet", is_flag=True, help="No progress bar.")
@refusals
def demo(every: bool, official: str | None, address: str | None, served: bool, port: int, quiet: bool) -> None:
    """Read the reports shipped with the package into a ledger and print what was found."""
    from communique.commands.official import print_official

    with _ledger(address) as ledger:
        if official is not None:
            print_official(ledger, official, every, quiet)
        else:
            _print_samples(ledger, every, quiet)
        if served:
            from communique.commands.serve import run
            from communique.desk.settings import Settings

            run(Settings(ledger.address, port=port), show=True)
    if official is None:
        _say_what_next(address)


def _print_samples(ledger: Ledger, every: bool, quiet: bool) -> None:
    """Take the shipped reports into a ledger, and print what it then holds."""
    from communique.table import print_overview, print_record

    shown = console()
    records = list(_read_in(ledger, quiet))
    for record in records:
        if every or record.report.id == _SHOWN:
            print_record(shown, record, statements=every)
    print_overview(shown, records)
    _print_stories(shown, ledger)
    counts = ledger.counts()
    copies = counted(counts.reports - counts.sources, "copy", "copies")
    click.echo(
        f"{counted(counts.reports, 'report')} ({copies}) in the ledger: "
        f"{counted(counts.entries, 'engagement')} between {counted(counts.actors, 'actor')}."
    )


def _say_what_next(address: str | None) -> None:
    """Print commands to go on with, one a line, as they are typed where this one was."""
    from communique.ledger.addresses import shown

    where = () if address else ("--ledger", _KEPT)
    if address is None:
        _say_list("To keep this ledger:", hint("demo", *where))
    elif shown(address) != address:
        say("What is secret in the address is left out below: keep it in ~/.pgpass.")
    _say_list("Then, for example:", *(hint(*question, *where) for question in _QUESTIONS))
    _say_list("The manual:", f"{prefix()} help")


def _say_list(title: str, *commands: str) -> None:
    say(title)
    for command in commands:
        say(f"  {command}")


@contextmanager
def _ledger(address: str | None) -> Iterator[Ledger]:
    """The ledger at an address, or one that is gone afterwards."""
    from communique.ledger.store import Ledger

    if address is not None:
        with Ledger(address) as ledger:
            yield ledger
        return
    with (
        tempfile.TemporaryDirectory(prefix="communique-demo-") as folder,
        Ledger(str(Path(folder, "demo.sqlite"))) as kept,
    ):
        yield kept


def _read_in(ledger: Ledger, quiet: bool) -> Iterator[Record]:
    """Read the shipped reports in the order of their days, and yield their records."""
    from communique.intake import report_from_text
    from communique.reading.read import read

    folder = resources.files("communique.samples")
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    for entry in progress(sorted(index, key=lambda e: str(e["published"])), len(index), quiet, "reading"):
        text = (folder / entry["file"]).read_text(encoding="utf-8")
        report = report_from_text(text, published=entry["published"], id=entry["id"], name=entry["file"])
        record = read(report)
        ledger.add(report, record)
        yield record


def _print_stories(shown: Console, ledger: Ledger) -> None:
    """Print promises that several reports follow to their end."""
    from communique.commands.tables import print_undertakings
    from communique.ledger.queries import Query

    found = []
    for one, other, kind in _STORIES:
        told = ledger.undertakings(Query(dyad=(one, other), kinds=(kind,)), by="2026-01-01")
        found += sorted(told, key=lambda u: -len(u.steps))[:1]
    click.echo("\nPromises followed through several reports")
    print_undertakings(shown, found)
