"""``communique export``: what the ledger holds, in the formats of other tools."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from communique.characters import json_text
from communique.commands.common import (
    counted,
    fail,
    ledger_option,
    opened,
    refusals,
    say,
    say_undated,
    usage,
)
from communique.commands.options import Choice, Page, desk_option, output_option, page_options, sorted_options
from communique.commands.streams import output
from communique.commands.tabled import Cited

if TYPE_CHECKING:
    from communique.exchange.formats import Options
    from communique.ledger.queries import Query
    from communique.ledger.sayings import SaidQuery
    from communique.ledger.store import Ledger

FORMATS = (
    *("ledger", "jsonl", "csv", "csv-columns", "parquet", "webannotation", "plover", "gdelt", "ftm"),
    *("gexf", "graphml", "ical", "geojson", "rss", "timelinejs"),
)
"""``ledger`` is the whole ledger, to be restored; ``jsonl`` an entry a line; the others are those of ``exchange``."""
_WHOLE = ("ledger", "csv-columns")
_OF_STATEMENTS = (
    *("words", "to", "countries", "time", "relation", "since", "until", "sources", "report_day", "publishers"),
    *("languages", "newest_first", "limit", "offset"),
)
"""What a query of engagements and one of statements both ask."""


@click.command()
@click.option("--format", "form", type=Choice(FORMATS), required=True, help="The format.")
@output_option
@click.option("--statements", is_flag=True, help="Who said what, in place of engagements: with csv, parquet and jsonl.")
@click.option("--words", metavar="WORDS", help="Only what is found by these words.")
@sorted_options
@page_options("all")
@click.option("--without-text", is_flag=True, help="No quotation is written, where texts may not be passed on.")
@click.option("--title", default="Communiqué", show_default=True, help="Title of the export.")
@click.option("--base", metavar="IRI", default="urn:communique:", show_default=True, help="What ids begin with.")
@desk_option
@ledger_option
@refusals
def export(
    form: str,
    path: Path | None,
    statements: bool,
    words: str | None,
    query: Query,
    page: Page,
    without_text: bool,
    title: str,
    base: str,
    desk: str | None,
    address: str,
) -> None:
    """Write the ledger, or what a query finds of it, in a format of other tools; say what a format cannot hold."""
    if path is None and sys.stdout.isatty() and form == "parquet":
        usage(ValueError("parquet is no text: give a file with --output"))
    query = page.of(replace(query, words=words), None)
    asked = _said_query(form, query) if statements else None
    _say_whole(form, query)
    with opened(address) as ledger:
        if asked is not None:
            _export_statements(ledger, form, asked, path, not without_text)
            return
        ledger.find(replace(query, limit=0))  # so that nothing is written where it cannot be understood
        _export(ledger, form, query, path, _options(ledger, query, not without_text, title=title, base=base, desk=desk))
        if form not in ("ledger", "csv-columns"):
            say_undated(ledger.count_undated(query))


def _say_whole(form: str, query: Query) -> None:
    """Say so where a format holds the same whatever is asked for, and something is."""
    from communique.ledger.queries import Query

    if form in _WHOLE and query != Query():
        say(f"--format {form} is always whole: no filter was looked at")


def _export(ledger: Ledger, form: str, query: Query, path: Path | None, options: Options) -> None:
    with output(path) as out:
        if form in ("ledger", "jsonl"):
            _write_lines(ledger, form, query, out)
        else:
            _write(ledger, form, query, options, out)


def _said_query(form: str, query: Query) -> SaidQuery:
    """Return the query of statements that the options of one of engagements mean; end with a message for others."""
    from communique.ledger.queries import Query
    from communique.ledger.sayings import SaidQuery

    if form not in ("csv", "parquet", "jsonl"):
        usage(ValueError(f"--statements: {form} holds none. Give --format csv, parquet or jsonl"))
    shared = {name: getattr(query, name) for name in _OF_STATEMENTS}
    if query != Query(**shared, actor=query.actor, by=query.by):
        others = "--words, --from (or --actor), --to, --country, --time, --relation, --since, --until, --source"
        problem = (
            f"--statements: only {others}, --report-day, --language, --newest, --limit and --offset choose statements"
        )
        usage(ValueError(f"{problem}. Leave the others out, or ask with communique said --csv"))
    if query.actor and query.by:
        usage(ValueError("--statements: --actor and --from both say who speaks. Give one of them"))
    return SaidQuery(**shared, by=query.by or query.actor)


def _export_statements(ledger: Ledger, form: str, query: SaidQuery, path: Path | None, with_text: bool) -> None:
    from communique.exchange.statements import WRITERS

    ledger.count_said(query, 1)  # so that nothing is written where it cannot be understood
    with output(path) as out:
        number = WRITERS[form](ledger.said(query), out, with_text=with_text)
    say(f"{counted(number, 'statement')} written")


def _write_lines(ledger: Ledger, form: str, query: Query, out: BinaryIO) -> None:
    """Write the whole ledger, or an entry a line."""
    from communique.exchange.entries import with_links
    from communique.records import as_json

    count = 0
    if form == "ledger":
        for line in ledger.dump():
            out.write(line.encode() + b"\n")
            count += 1
        say(f"{counted(count - 2, 'row')} written: communique ingest --restore FILE puts them back")
        return
    cited = Cited(ledger)
    for entry in cited.noted(ledger.each(query)):
        out.write(json_text(as_json(with_links(entry))).encode() + b"\n")
        count += 1
    say(f"{counted(count, 'engagement')} written")
    cited.tell()


def _options(ledger: Ledger, query: Query, with_text: bool, **named: Any) -> Options:
    from communique.exchange.formats import Options

    try:
        return Options(
            **named,
            with_text=with_text,
            text_of=lambda id: ledger.report(id).layer.text,
            actor_of=ledger.actor,
            statuses=query.statuses or None,
            reported=query.reported,
        )
    except ValueError as error:
        usage(ValueError(f"--{error}"))


def _write(ledger: Ledger, form: str, query: Query, options: Options, out: BinaryIO) -> None:
    """Write a format, and say what it left out."""
    from communique.exchange.formats import FORMATS as KNOWN

    cited = Cited(ledger)
    written = KNOWN[form].write(cited.noted(ledger.each(query)), out, options)
    say(f"{counted(written.entries, 'engagement')} written, as {counted(written.items, 'item')}")
    for reason, number in written.left_out.items():
        say(f"  left out: {number:,} ({reason})")
    cited.tell()
    for problem in written.failed:
        fail(ValueError(problem))
    if written.failed:
        sys.exit(1)
