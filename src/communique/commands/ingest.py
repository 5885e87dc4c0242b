"""``communique ingest``: reports into a ledger, each whole or not at all."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

import click

from communique.commands.common import (
    addresses_option,
    budget_options,
    by_number,
    core_options,
    counted,
    day_options,
    expanded,
    fail,
    foreign,
    from_feed_option,
    in_languages,
    in_part,
    is_from_web,
    ledger_option,
    print_json,
    progress,
    refusals,
    say,
    usage,
    warn_of_losses,
)
from communique.commands.options import jobs_option, quiet_option
from communique.commands.streams import Input, lines_of, name_of
from communique.commands.tabled import Tables, print_change, table_options, take_tables

if TYPE_CHECKING:
    from communique.errors import CommuniqueError
    from communique.intake.fetch import Web
    from communique.language.named import Cores
    from communique.ledger.store import Ledger
    from communique.reading.budget import Budget
    from communique.runs import Day, Outcome, Read, Skipped, Source


@click.command()
@click.argument("sources", nargs=-1, metavar="PATH|ADDRESS|- ...")
@ledger_option
@day_options
@jobs_option
@addresses_option
@from_feed_option
@click.option("--reread", is_flag=True, help="Read anew what an older version read; ids and judgements stay.")
@click.option("--restore", type=Input(text=True), help="Put an exported ledger into a new one.")
@click.option("--upgrade", is_flag=True, help="Bring a ledger of an older version up to date first.")
@click.option("--json", "as_lines", is_flag=True, help="Print the counts, and what re-reading changed, as JSON Lines.")
@quiet_option
@core_options
@budget_options
@table_options
@refusals
def ingest(
    sources: tuple[str, ...],
    address: str,
    day: Day,
    jobs: int | None,
    lists: tuple[str, ...],
    from_feed: bool,
    reread: bool,
    restore: TextIO | None,
    upgrade: bool,
    as_lines: bool,
    quiet: bool,
    cores: Cores,
    budget: Budget,
    tables: Tables | None,
) -> None:
    """Read reports into a ledger; what is there already is left, so a broken-off run goes on where it stopped."""
    from communique.ledger.files import no_empty_file
    from communique.ledger.store import Ledger

    if not (sources or lists or reread or upgrade or restore or tables):
        usage(ValueError("there is nothing to take in. Give a path, an address, or - for standard input"))
    with no_empty_file(address), Ledger(address, upgrade=upgrade) as ledger:
        reads, done = _Reads(day, jobs, budget, from_feed, cores), _Done()
        if restore is not None:
            done.reports["rows restored"] = ledger.restore(lines_of(restore), name_of(restore))
        if sources or lists:
            _take_in(ledger, expanded(sources, lists), reads, quiet, done)
        if tables:
            done.reports.update(take_tables(ledger, tables, jobs=jobs, quiet=quiet, as_lines=as_lines))
        if reread:
            _read_anew(ledger, as_lines, quiet, reads, done.reports)
        _report(ledger, done, as_lines)
    sys.exit(1 if done.reports["failed"] else 0)


@dataclass(frozen=True, slots=True)
class _Reads:
    """How reports are read."""

    day: Day
    jobs: int | None
    budget: Budget
    from_feed: bool
    cores: Cores


@dataclass(frozen=True, slots=True)
class _Done:
    """Counts of a run: of reports by what became of them; by language of those kept unread and of those left out."""

    reports: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    apart: Counter[str] = field(default_factory=Counter)


def _take_in(ledger: Ledger, sources: Sequence[Source], reads: _Reads, quiet: bool, done: _Done) -> None:
    from communique.intake.arrivals import Left
    from communique.runs import Apart, Read, Skipped, read_reports

    known = ledger.known()
    web = _web(ledger, known, reads.from_feed) if any(map(is_from_web, sources)) else None
    items = read_reports(
        sources, day=reads.day, jobs=reads.jobs, known=frozenset(known), budget=reads.budget, cores=reads.cores,
        web=web, tell=say,
    )  # fmt: skip
    for item in progress(items, len(sources), quiet, "reading"):
        if isinstance(item, Left):
            done.reports["unchanged"] += item.count
        elif isinstance(item, Apart):
            done.apart[item.language] += 1
        else:
            outcome = _add(ledger, item, known)
            done.reports.update(outcome)
            done.reports["with text left out"] += "added" in outcome and _is_short(item)
            if "added" in outcome and isinstance(item, Read) and (language := foreign(item.record)):
                done.kept[language] += 1
            if web is not None and isinstance(item, (Read, Skipped)) and item.token and "failed" not in outcome:
                web.keep(item.token, item.report.info.id if isinstance(item, Read) else item.id)


def _web(ledger: Ledger, known: Iterable[str], from_feed: bool) -> Web:
    """Return how addresses are asked for a ledger: what it holds, or was told to forget, is not brought again."""
    from communique.intake.fetch import Web
    from communique.taking import states_of
    from communique.web.states import States

    forgotten = (what["id"] for change in ledger.changes() for what in change["what"] if what["change"] == "forgotten")
    return Web(
        states=States(states_of(ledger.address)), known=frozenset([*known, *forgotten]), whole_from_feed=from_feed
    )


def _is_short(item: Outcome) -> bool:
    """Return whether a report's page has text that was left out, and name it."""
    from communique.runs import Read

    return isinstance(item, Read) and warn_of_losses(item.report.info, item.report.warnings)


def _add(ledger: Ledger, item: Read | Skipped | CommuniqueError, known: dict[str, str]) -> tuple[str, ...]:
    """Add one report; return what became of it."""
    from communique.errors import CommuniqueError
    from communique.runs import Read
    from communique.taking import is_of_one, take

    try:
        if isinstance(item, CommuniqueError):
            raise item
        is_new = take(ledger, item, known.get)
    except CommuniqueError as error:
        if not is_of_one(error):
            raise
        fail(error)
        return ("failed",)
    if not is_new:
        return ("unchanged",)
    return ("added", "in part") if isinstance(item, Read) and in_part(item.record) else ("added",)


def _read_anew(ledger: Ledger, as_lines: bool, quiet: bool, reads: _Reads, done: Counter[str]) -> None:
    from communique.errors import CommuniqueError, ReportRefused
    from communique.ledger.readers import outdated, read_otherwise
    from communique.reading.version import reader_version
    from communique.runs import read_again

    reads.cores.check()
    own = {language: reader_version(core) for language, core in reads.cores.own.items()}
    ids = outdated(ledger, own, reads.cores.only)
    items = read_again((ledger.report(id) for id in ids), reads.budget, reads.cores)
    for id, item in zip(ids, progress(items, len(ids), quiet, "reading anew"), strict=True):
        try:
            if isinstance(item, CommuniqueError):
                raise item
            changes = ledger.reread(item.record, reader=item.reader)
        except CommuniqueError as error:
            if error is not item and not isinstance(error, ReportRefused):
                raise
            fail(error)
            done["failed"] += 1
            continue
        done["read anew"] += 1
        done["in part"] += in_part(item.record)
        done["changed"] += bool(changes)
        for change in changes:
            print_change(id, change, as_lines)
    if left := read_otherwise(ledger, own):
        say(f"communique: left as they are, read with a core of your own: {by_number(left)}. Give it with --core")


def _report(ledger: Ledger, all_done: _Done, as_lines: bool) -> None:
    """Print what became of the reports, and what the ledger holds."""
    counts, done = ledger.counts(), all_done.reports
    if as_lines:
        from communique.records import as_json

        names = (
            "added", "with text left out", "unchanged", "read anew", "changed", "in part",
            "failed", "rows restored", "gone from the table",
        )  # fmt: skip
        row = {name.replace(" ", "_"): done[name] for name in names}
        languages = {"other_languages": all_done.kept, "languages_left_out": all_done.apart}
        sorted_ = {name: dict(sorted(found.items())) for name, found in languages.items()}
        print_json({**row, **sorted_, "ledger": as_json(counts)})
        return
    from communique.ledger.addresses import shown

    if done["rows restored"]:
        say(f"{counted(done['rows restored'], 'row')} restored")
    order = ("added", "with text left out", "unchanged", "read anew", "in part", "failed", "gone from the table")
    what = [f"{done[name]:,} {name}" for name in order if done[name]]
    if what or not done["rows restored"]:
        say(f"reports: {', '.join(what or ['0 added'])}{in_languages(all_done.kept, all_done.apart)}")
    copies = counts.reports - counts.sources
    if not (counts.reports or done["unchanged"]):
        say(f"{shown(ledger.address)}: nothing is in this ledger")
        return
    say(
        f"{shown(ledger.address)}: {counted(counts.reports, 'report')}"
        + (f" ({counted(copies, 'copy', 'copies')} among them)" if copies else "")
        + f", {counted(counts.entries, 'engagement')}, {counted(counts.actors, 'actor')}"
    )
