"""``communique search``, ``timeline`` and ``due``: what the ledger holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from communique.commands.common import (
    console,
    counted,
    day_of,
    ledger_option,
    opened,
    refusals,
    say,
    say_undated,
    tell,
    usage,
)
from communique.commands.forms import Form, Sheet
from communique.commands.options import ANSWERS, Page, form_options, page_options, query_options, sorted_options

if TYPE_CHECKING:
    from communique.ledger.queries import Query
    from communique.ledger.store import Ledger
    from communique.ledger.views import LedgerActor


_SHOWN, _SHOWN_OF_SQL, _SHOWN_OF_LINE = 50, 1_000, 200
"""At most so many, where no number is given."""
_COUNTED = 10_000
"""How many of what is not shown are counted."""


@dataclass(frozen=True, slots=True)
class _What:
    """What is searched for in place of engagements."""

    reports: bool
    actors: bool
    sql: str | None

    def check(self, words: str | None, query: Query) -> None:
        """End with a message where it is two things, or options are given that do not choose among it."""
        from communique.ledger.queries import Query

        named = {"--reports": self.reports, "--actors": self.actors, "--sql": self.sql is not None}
        asked = [name for name, given in named.items() if given]
        if len(asked) > 1:
            usage(ValueError(f"{' and '.join(asked)} ask for two things. Give one of them"))
        if self.sql is not None and (words or query != Query()):
            usage(ValueError("--sql: the statement chooses by itself. Leave words and filters out, or say it in SQL"))
        if self.actors and query != Query(actor=query.actor, countries=query.countries):
            usage(ValueError("--actors: a name and --country choose among actors. Leave the other options out"))


@click.command()
@click.argument("words", nargs=-1)
@sorted_options
@click.option("--reports", is_flag=True, help="Reports that have the words, in place of engagements.")
@click.option("--actors", is_flag=True, help="Actors of this name or country, in place of engagements.")
@click.option("--sql", metavar="STATEMENT", help="Ask the database itself; nothing can be written by it.")
@click.option(
    "--seconds",
    type=click.IntRange(0, 1_000_000),
    default=60,
    show_default=True,
    help="With --sql: break the statement off after so many; 0 for never.",
)
@page_options(f"{_SHOWN}; with --sql {_SHOWN_OF_SQL:,}")
@form_options(*ANSWERS)
@ledger_option
@refusals
def search(
    words: tuple[str, ...],
    query: Query,
    reports: bool,
    actors: bool,
    sql: str | None,
    seconds: int,
    page: Page,
    form: Form,
    address: str,
) -> None:
    """Find engagements by words and by who, what, when and where. All that is given must hold."""
    if words and not " ".join(words).strip():
        usage(ValueError("there is no word to search for. Give one, or leave it out to see all"))
    typed = " ".join(words) or None
    _What(reports, actors, sql).check(typed, query)
    with opened(address) as ledger:
        if sql is not None:
            _print_sql(ledger, sql, page.limit(_SHOWN_OF_SQL), seconds or None, form)
        elif actors:
            _print_actors(ledger, query.actor or typed, query.countries, page, form)
        else:
            print_ = _print_reports if reports else _print_found
            print_(ledger, page.of(replace(query, words=typed), _SHOWN), form)


def _print_found(ledger: Ledger, query: Query, form: Form) -> None:
    """Print what a query finds, and say so where it is cut."""
    if form.is_table:
        from communique.commands.tables import print_entries

        entries = ledger.find(query)
        shown = len(entries)
        if entries:
            print_entries(console(), entries)
    else:
        from communique.commands.sheets import ENTRIES

        shown = form.write(ledger.each(query), ENTRIES)
    if ledger.is_cut(query):
        say("very many accounts have these words: of those added last. Ask for more, or --limit 0")
    total = ledger.count(query, _COUNTED) if query.limit == shown or query.offset else shown
    if shown < total:
        whole = counted(total, "engagement") if total < _COUNTED else f"{_COUNTED:,} engagements or more"
        say(f"{shown:,} of {whole} shown: --limit 0 shows all, --offset goes on")
    else:
        hint = ": what is not read has its text, which --reports finds" if query.languages and not total else ""
        say(f"{counted(total, 'engagement')} found{hint}")
    say_undated(ledger.count_undated(query))


def _print_reports(ledger: Ledger, query: Query, form: Form) -> None:
    from communique.commands.sheets import REPORTS

    ids = ledger.reports(query)
    infos = (ledger.report(id).info for id in ids)
    found = ({name: getattr(info, name) for name in REPORTS.columns} for info in infos)
    if form.is_table:
        for report in found:
            tell(f"{report['published'] or '—':10}  {report['id']}  {report['title'] or ''}")
    else:
        form.write(found, REPORTS)
    say(f"{counted(len(ids), 'report')} shown" + (": --limit 0 shows all" if len(ids) == query.limit else ""))


def _print_actors(ledger: Ledger, name: str | None, countries: Sequence[str], page: Page, form: Form) -> None:
    from communique.commands.sheets import ACTORS
    from communique.reading.asked import country_code

    codes = dict.fromkeys(map(country_code, countries))
    if name is None and not codes:
        usage(ValueError("--actors needs a name or a country: communique search --actors NAME, or --country RUS"))
    found: list[LedgerActor] = ledger.actors(name) if name else [x for code in codes for x in ledger.actors(code)]
    found = [x for x in found if not codes or x.country in codes]
    shown = page.cut(found, None)
    if not form.is_table:
        form.write(shown, ACTORS)
    elif shown:
        from communique.commands.tables import print_actors

        print_actors(console(), shown)
    say(f"{counted(len(shown), 'actor')} shown" + (f" of {len(found):,}" if len(shown) < len(found) else ""))


def _print_sql(ledger: Ledger, statement: str, limit: int | None, seconds: int | None, form: Form) -> None:
    """Print what the database answers, and say so where it is cut or whoever asks may do more than read."""
    answer = ledger.sql(statement, limit=limit, seconds=seconds)
    if answer.warning is not None:
        say(f"warning: {answer.warning}")
    count = counted(len(answer.rows), "row")
    if form.is_table:
        from communique.commands.rows import print_rows

        cut = print_rows(console(), answer.columns, answer.rows)
        if cut:
            say(f"{counted(cut, 'value')} cut to fit: --csv or --json gives them whole")
    else:
        from communique.exchange.rows import cell, objects

        form.write(objects(answer), Sheet(answer.columns, lambda row: [cell(value) for value in row.values()]))
    say(f"the first {count} of more: --limit 0 shows all" if answer.cut else count)


@click.command()
@click.argument("name")
@click.argument("other", required=False)
@sorted_options
@page_options(str(_SHOWN_OF_LINE))
@form_options(*ANSWERS)
@ledger_option
@refusals
def timeline(name: str, other: str | None, query: Query, page: Page, form: Form, address: str) -> None:
    """What passed, day by day, for one actor or country, or between two: by id, name, or code (USA)."""
    for option, given in (("--actor", query.actor and not other), ("--dyad", query.dyad and other)):
        if given:
            usage(ValueError(f"{option}: NAME and OTHER say already whose timeline it is. Leave it out, or use search"))
    asked = replace(query, dyad=(name, other)) if other else replace(query, actor=name)
    with opened(address) as ledger:
        _print_found(ledger, page.of(asked, _SHOWN_OF_LINE), form)


@click.command()
@click.option("--by", metavar="DATE", help="The day, YYYY-MM-DD (default: today).")
@query_options
@page_options("all")
@form_options(*ANSWERS)
@ledger_option
@refusals
def due(by: str | None, query: Query, page: Page, form: Form, address: str) -> None:
    """List promises whose day has come with no sign that they were kept, called off or refused."""
    day = day_of(by)
    with opened(address) as ledger:
        whole = ledger.due(day, query)
    found = page.cut(whole, None)
    if not form.is_table:
        from communique.commands.sheets import UNDERTAKINGS

        form.write(found, UNDERTAKINGS)
    elif found:
        from communique.commands.tables import print_undertakings

        print_undertakings(console(), found)
    of = f", {len(found):,} of them shown" if len(found) < len(whole) else ""
    say(f"{counted(len(whole), 'promise')} due by {day} with no sign of keeping{of}")
